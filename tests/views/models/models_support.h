// Small graphs and waiting, for the tests of models and views.
#pragma once

#include <ctime>

#include "tests/support/test.h"

#include "engine/ir/graph.h"
#include "views/models/job_runner.h"

namespace whittle::test {

inline TensorType f32(SymSizes sizes) { return {DType::F32, std::move(sizes), {}, {}}; }

inline OriginRef origin(std::string module, int line) {
    Origin out;
    out.modulePath = std::move(module);
    out.file = "/home/user/net.py";
    out.line = line;
    out.code = "x = self.fc(x)";
    return std::make_shared<const Origin>(std::move(out));
}

/// x -> linear(w) -> gelu -> add(x) -> output, and a node of an operator that nobody knows.
inline Graph smallGraph() {
    Graph graph;
    graph.name = "small";
    graph.metadata["torch_version"] = "2.11";
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({2, 8}));
    const ValueId w = graph.addInput({.kind = InputKind::Parameter, .target = "fc.weight",
                                      .data = Tensor::zeros(DType::F32, {8, 8})}, "p_fc_weight", f32({8, 8}));
    const auto call = [&](const char* op, std::vector<NamedArg> args, int line) {
        const NodeId id = graph.addNode({.op = op, .args = std::move(args), .outputTypes = {f32({2, 8})},
                                         .origin = origin("layers.0.fc", line)});
        return graph.node(id).output();
    };
    const ValueId linear = call("aten.linear.default", {{"input", x}, {"weight", w}}, 10);
    const ValueId gelu = call("aten.gelu.default", {{"self", linear}, {"approximate", "tanh"}}, 11);
    const ValueId sum = call("aten.add.Tensor", {{"self", gelu}, {"other", x}}, 12);
    const ValueId odd = call("custom.mystery.default", {{"tensors", Arg::List{sum, linear}}, {"k", 3}}, 13);
    graph.addOutput({.value = odd});
    return graph;
}

/// x -> two blocks "net.0" and "net.1" of relu, gelu -> add(x) -> output.
inline Graph blocksGraph() {
    Graph graph;
    graph.name = "blocks";
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    ValueId value = x;
    const auto call = [&](const char* op, std::vector<NamedArg> args, std::string module) {
        const NodeId id = graph.addNode({.op = op, .args = std::move(args), .outputTypes = {f32({4})}, .origin = origin(std::move(module), 1)});
        return graph.node(id).output();
    };
    for (const char* block : {"net.0", "net.1"})
        for (const char* op : {"aten.relu.default", "aten.gelu.default"}) value = call(op, {{"self", value}}, block);
    graph.addOutput({.value = call("aten.add.Tensor", {{"self", value}, {"other", x}}, "")});
    return graph;
}

/// A chain of `count` relus.
inline Graph chainGraph(int count) {
    Graph graph;
    ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    for (int i = 0; i < count; ++i) {
        const NodeId id = graph.addNode({.op = "aten.relu.default", .args = {{"self", value}}, .outputTypes = {f32({4})}});
        value = graph.node(id).output();
    }
    graph.addOutput({.value = value});
    return graph;
}

/// `count` operators in modules of ten, those in modules of ten.
inline Graph modulesGraph(int count) {
    Graph graph;
    ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    for (int i = 0; i < count; ++i) {
        const NodeId id = graph.addNode({.op = i % 3 ? "aten.relu.default" : "aten.gelu.default", .args = {{"self", value}}, .outputTypes = {f32({4})},
                                         .origin = origin("layers." + std::to_string(i / 100) + ".part" + std::to_string(i / 10 % 10), i)});
        value = graph.node(id).output();
    }
    graph.addOutput({.value = value});
    return graph;
}

/// For bounds on shared machines: of this process alone.
inline double cpuMs() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

inline GraphRef snapshot(Graph graph) { return std::make_shared<const Graph>(std::move(graph)); }

}  // namespace whittle::test
