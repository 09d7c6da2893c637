// Graphs with planted culprits and an oracle in this process that answers by looking at a candidate.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "engine/ir/structural_hash.h"
#include "engine/ops/op_builder.h"
#include "minifier/search/minify.h"
#include "tests/support/test.h"

namespace whittle::test {

struct Planted {
    int position;
    std::string op;
};

inline Graph emptyGraph(Sizes sizes, ValueId& x) {
    Graph graph;
    GraphInput input;
    input.data = Tensor::full(DType::F32, sizes, 0.25);
    SymSizes symbolic(sizes.begin(), sizes.end());
    x = graph.addInput(std::move(input), "x", TensorType{DType::F32, std::move(symbolic), {}, {}});
    return graph;
}

inline ValueId call(Graph& graph, std::string_view op, std::vector<NamedArg> args, std::string name = {}) {
    auto origin = std::make_shared<Origin>();
    auto made = OpBuilder(graph, origin).one(op, std::move(args), std::move(name));
    if (!made) qFatal("%s", made.error().describe().c_str());
    return *made;
}

/// `nodes` operators: a chain of unary ones with a residual add every fourth node, and the planted ones in place.
inline Graph chain(int nodes, const std::vector<Planted>& planted) {
    constexpr std::string_view kFillers[] = {"aten.sigmoid.default", "aten.tanh.default", "aten.neg.default"};
    ValueId last;
    Graph graph = emptyGraph({2, 3}, last);
    ValueId residual = last;
    for (int i = 0; i < nodes; ++i) {
        const auto here = std::ranges::find(planted, i, &Planted::position);
        if (here != planted.end()) {
            last = call(graph, here->op, {{"self", last}});
        } else if (i % 4 == 3) {
            last = call(graph, "aten.add.Tensor", {{"self", last}, {"other", residual}});
            residual = last;
        } else {
            last = call(graph, kFillers[i % 3], {{"self", last}});
        }
    }
    graph.addOutput({.value = last});
    return graph;
}

using Predicate = std::function<std::optional<Failure>(const Graph&)>;

inline Failure boom(std::string signature = "boom", FailureKind kind = FailureKind::CompileError) {
    return {.kind = kind, .signature = std::move(signature), .phase = "lower", .node = {}, .message = "it went boom", .detail = {}};
}

inline bool hasOp(const Graph& graph, std::string_view op) {
    return std::ranges::find(graph.nodes(), op, &Node::op) != graph.nodes().end();
}

inline Predicate needs(std::vector<std::string> ops) {
    return [ops](const Graph& graph) -> std::optional<Failure> {
        for (const std::string& op : ops)
            if (!hasOp(graph, op)) return std::nullopt;
        return boom();
    };
}

/// Fails when `to` computes from `from`, through any number of nodes.
inline Predicate needsPath(std::string from, std::string to) {
    return [=](const Graph& graph) -> std::optional<Failure> {
        std::set<ValueId> fed;
        for (const Node& node : graph.nodes()) {
            const bool reads = std::ranges::any_of(node.inputs(), [&](ValueId id) { return fed.contains(id); });
            if (reads && node.op == to) return boom();
            if (reads || node.op == from) fed.insert(node.outputs.begin(), node.outputs.end());
        }
        return std::nullopt;
    };
}

class FakeOracle final : public Oracle {
public:
    explicit FakeOracle(Predicate predicate) : m_predicate(std::move(predicate)) {}
    std::string_view name() const override { return "fake"; }
    std::string limits() const override { return timeLimit; }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override {
        WHITTLE_TRY_VOID(cancel.check());
        ++runs;
        ++asked[structuralHash(candidate).hex()];
        if (beforeAnswer) beforeAnswer(runs);
        if (trouble) return std::unexpected(*trouble);
        Verdict verdict;
        if (auto failure = m_predicate(candidate)) verdict = {.kind = Verdict::Kind::Fails, .failure = std::move(failure), .note = {}};
        if (verdict.failure && verdict.failure->kind == FailureKind::Hang) verdict.limits = limits();
        return verdict;
    }
    int runs = 0;
    std::string timeLimit = "1 s";
    std::map<std::string, int> asked;
    std::function<void(int)> beforeAnswer;
    std::optional<Error> trouble;  ///< set: the oracle itself is broken

private:
    Predicate m_predicate;
};

}  // namespace whittle::test
