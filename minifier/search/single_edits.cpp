#include "minifier/search/single_edits.h"

#include "engine/ir/structural_hash.h"

namespace whittle {

Result<std::vector<SingleEdit>> singleEdits(const Graph& graph, const Capture& capture) {
    std::vector<SingleEdit> out;
    for (const auto& pass : allEdits())
        for (const Edit& edit : pass->propose(graph)) {
            SingleEdit single{.pass = std::string(pass->name()), .text = editText(edit, graph), .graph = {}, .hash = {}, .why = {}};
            if (Result<Graph> edited = applyEdit(graph, edit, capture)) {
                single.graph = std::make_shared<const Graph>(*std::move(edited));
                single.hash = structuralHash(*single.graph);
            } else if (saysNothing(edited.error())) {
                return std::unexpected(std::move(edited).error());
            } else {
                single.why = edited.error().message;
                single.ranIntoLimit = edited.error().code == Code::Limit;
            }
            out.push_back(std::move(single));
        }
    return out;
}

}  // namespace whittle
