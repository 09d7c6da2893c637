#include "minifier/edits/plain_nodes.h"

#include "engine/ops/op_def.h"

namespace whittle {

int plainness(const Node& node) {
    constexpr std::pair<std::string_view, int> kPlain[] = {
        {"aten.full.default", 0}, {"aten.reshape.default", 1}, {"aten.view.default", 1}, {"aten.expand.default", 1}, {"aten._to_copy.default", 1},
    };
    for (const auto& [op, weight] : kPlain)
        if (node.op == op) return weight;
    return 2;
}

bool isComposite(const Node& node) {
    const OpDef* op = findOp(node.op);
    return op && op->decompose && !drawsRandom(node.op, node.args) && plainness(node) == 2;
}

}  // namespace whittle
