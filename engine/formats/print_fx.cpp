#include "engine/formats/export_py.h"
#include "engine/formats/fx_signature.h"

namespace whittle {

std::string printFx(const Graph& graph) {
    const py::Names names(graph);
    return "class GraphModule(torch.nn.Module):\n" + py::forward(graph, names, 4, py::Infinity::Bare) + fx::signatureText(graph, names);
}

}  // namespace whittle
