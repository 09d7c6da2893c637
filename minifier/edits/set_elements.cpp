// Finds the few values that a failure needs among many: delta debugging over the elements of an input that no filling
// can stand for.
#include <cstring>

#include "engine/formats/tensor_fill.h"
#include "engine/ops/layout.h"
#include "minifier/edits/apply.h"
#include "minifier/edits/data_size.h"
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

// Parts that the elements are cut into at most: what bounds the candidates that one tensor takes.
constexpr std::size_t kMostParts = 16;
constexpr std::size_t kMostPartsAlone = 8;

class SetElementsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "set-elements"; }
    std::string_view summary() const override { return "Sets elements of inputs to 0, and those that must be something to 1."; }
    // Of what is not 0 one half alone, one quarter alone and so on, for the one value that matters; then without one part,
    // for several. Then ones, where little is left.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (const GraphInput& input : graph.inputs()) {
            const Tensor* tensor = asTensor(input.data);
            if (!tensor || tensor->numel() > kMostElementsSeen || dataSize(*tensor).odd == 0) continue;
            const std::vector<Index> odd = nonZeroPositions(*tensor, static_cast<std::size_t>(tensor->numel()));
            const auto propose = [&](std::size_t begin, std::size_t end, int value, bool others) {
                if (begin == end) return;
                edits.push_back(SetElements{
                    .input = input.value, .begin = odd[begin], .end = odd[end - 1] + 1, .value = value, .others = others});
            };
            for (const bool others : {true, false})
                for (std::size_t parts = 2; parts <= (others ? kMostPartsAlone : kMostParts) && parts < 2 * odd.size(); parts *= 2)
                    for (std::size_t part = 0; part < parts; ++part)
                        propose(part * odd.size() / parts, (part + 1) * odd.size() / parts, 0, others);
            for (std::size_t i = 0; odd.size() <= kMostParts && i < odd.size(); ++i) propose(i, i + 1, 1, false);
        }
        return edits;
    }
    bool refines() const override { return true; }
};

}  // namespace

Result<void> apply(Graph& graph, const SetElements& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireValue(graph, edit.input));
    const GraphInput* input = graph.inputOf(edit.input);
    const Tensor* old = input ? asTensor(input->data) : nullptr;
    if (!old || edit.begin < 0 || edit.begin >= edit.end || edit.end > old->numel())
        return fail(Code::Verify, "edit.19: %{} has no elements {} to {} to set", graph.value(edit.input).name, edit.begin, edit.end - 1);
    Tensor tensor = old->contiguous();
    const Tensor value = Tensor::full(tensor.dtype(), {}, edit.value);
    const std::size_t size = dtypeSize(tensor.dtype());
    auto* to = tensor.mutableData<std::byte>();
    for (Index i = 0; i < tensor.numel(); ++i)
        if ((i >= edit.begin && i < edit.end) != edit.others) std::memcpy(to + static_cast<std::size_t>(i) * size, value.data<std::byte>(), size);
    if (ops::sharesNoPlace(*old)) tensor = ops::inLayout(std::move(tensor), old->strides());
    graph.setInputData(edit.input, std::move(tensor));
    return {};
}

std::unique_ptr<ReductionPass> setElementsPass() { return std::make_unique<SetElementsPass>(); }

}  // namespace whittle
