// Turns a value into an input: everything that only served to compute it goes.
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

class MakeInputsPass final : public ReductionPass {
public:
    std::string_view name() const override { return "make-inputs"; }
    std::string_view summary() const override {
        return "Turns a node's results into inputs and drops what only fed them.";
    }
    // Last first: the later the cut, the more goes. All results of a node at once, so that it goes too.
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        const UseMap uses(graph);
        for (std::size_t i = graph.nodes().size(); i-- > 0;) {
            MakeInputs edit;
            bool read = false;
            for (const ValueId id : graph.nodes()[i].outputs) {
                if (!uses.unused(id)) edit.values.push_back(id);
                read = read || !uses.users(id).empty();
            }
            if (read) edits.push_back(std::move(edit));
        }
        return edits;
    }
};

}  // namespace

std::unique_ptr<ReductionPass> makeInputsPass() { return std::make_unique<MakeInputsPass>(); }

}  // namespace whittle
