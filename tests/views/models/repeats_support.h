// A graph of equal blocks in a row, for the tests of models and views that show them as one card.
#pragma once

#include <functional>

#include "tests/views/models/models_support.h"

namespace whittle::test {

/// What a block of repeatsGraph() may have of its own.
struct BlockLook {
    std::string approximate = "tanh";
    std::string weight = "fc.weight";  ///< below the block
    std::string moduleType = "Mlp";
    std::int64_t wide = 8;
};

/// x -> relu in "embed" -> `count` blocks "layers.N" of linear, gelu, add of the mask that all read, and the residual -> relu -> output.
inline Graph repeatsGraph(int count, const std::function<void(int block, BlockLook& look)>& change = {}) {
    Graph graph;
    graph.name = "repeats";
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({2, 8}));
    const ValueId mask = graph.addInput({.kind = InputKind::User}, "mask", f32({2, 8}));
    const auto call = [&](const char* op, std::vector<NamedArg> args, const std::string& module, const std::string& type, std::int64_t wide) {
        Origin own = *origin(module, 1);
        own.moduleType = type;
        const NodeId id = graph.addNode({.op = op, .args = std::move(args), .outputTypes = {f32({2, wide})}, .origin = std::make_shared<const Origin>(own)});
        return graph.node(id).output();
    };
    ValueId value = call("aten.relu.default", {{"self", x}}, "embed", "Embed", 8);
    for (int block = 0; block < count; ++block) {
        BlockLook look;
        if (change) change(block, look);
        const std::string module = "layers." + std::to_string(block);
        const ValueId weight = graph.addInput({.kind = InputKind::Parameter, .target = module + '.' + look.weight, .data = Tensor::full(DType::F32, {look.wide, 8}, 0.5 * block)},
                                              "p_" + std::to_string(block), f32({look.wide, 8}));
        const ValueId wide = call("aten.linear.default", {{"input", value}, {"weight", weight}}, module + ".fc", "Linear", look.wide);
        const ValueId bent = call("aten.gelu.default", {{"self", wide}, {"approximate", look.approximate}}, module, look.moduleType, look.wide);
        const ValueId masked = call("aten.add.Tensor", {{"self", bent}, {"other", mask}}, module, look.moduleType, 8);
        value = call("aten.add.Tensor", {{"self", value}, {"other", masked}}, module, look.moduleType, 8);
    }
    graph.addOutput({.value = call("aten.relu.default", {{"self", value}}, "", "", 8)});
    return graph;
}

}  // namespace whittle::test
