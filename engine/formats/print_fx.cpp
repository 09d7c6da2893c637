#include "engine/formats/export_py.h"
#include "engine/formats/print_python.h"

namespace whittle {

std::string printFx(const Graph& graph) {
    return "class GraphModule(torch.nn.Module):\n" + py::forward(graph, py::Names(graph), 4, py::Infinity::Bare);
}

}  // namespace whittle
