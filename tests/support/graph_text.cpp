#include "tests/support/graph_text.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

namespace whittle::test {

Graph graphOf(const std::string& lines) {
    auto graph = parseGraph("whittle 1\ngraph @g {\n" + lines + "\n}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    return *std::move(graph);
}

Tensor ramp(Sizes sizes, double start) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>(start + 0.37 * static_cast<double>(i % 11) - 0.09 * static_cast<double>(i % 5));
    return out;
}

}  // namespace whittle::test
