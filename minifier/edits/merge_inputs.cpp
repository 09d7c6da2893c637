// Lets one input stand for another of the same type: two masks, two weights of one shape. Those that hold the same
// come first; that others hold something else need not matter to the failure either.

#include "engine/ir/structural_hash.h"
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

// Inputs of one type that each is tried with; more would cost the square of their number.
constexpr std::size_t kMostStandIns = 4;

class MergeInputsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "merge-inputs"; }
    std::string_view summary() const override { return "Lets one input stand for another of the same type."; }
    // Last first, so that a run of edits can be applied as one: each still finds the inputs before it.
    std::vector<Edit> propose(const Graph& graph) const override {
        const UseMap uses(graph);
        std::vector<Edit> same, other;
        const auto inputs = graph.inputs();
        for (std::size_t i = inputs.size(); i-- > 1;) {
            if (uses.unused(inputs[i].value)) continue;
            std::size_t found = 0;
            for (std::size_t j = 0; j < i && found < kMostStandIns; ++j) {
                if (uses.unused(inputs[j].value) || !sameShape(graph.type(inputs[i].value), graph.type(inputs[j].value))) continue;
                ++found;
                (holdSame(inputs[i], inputs[j]) ? same : other).push_back(ReplaceUses{.of = inputs[i].value, .with = inputs[j].value});
            }
        }
        same.insert(same.end(), other.begin(), other.end());
        return same;
    }

private:
    static bool holdSame(const GraphInput& a, const GraphInput& b) {
        const Tensor *left = asTensor(a.data), *right = asTensor(b.data);
        return left && right && left->sizes() == right->sizes() && contentHash(*left) == contentHash(*right);
    }
};

}  // namespace

std::unique_ptr<ReductionPass> mergeInputsPass() { return std::make_unique<MergeInputsPass>(); }

}  // namespace whittle
