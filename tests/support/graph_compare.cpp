#include "tests/support/graph_compare.h"

#include <bit>

namespace whittle::test {
namespace {

bool sameArg(const Graph& ga, const Arg& a, const Graph& gb, const Arg& b) {
    if (a.value.index() != b.value.index()) return false;
    if (const auto* id = a.as<ValueId>()) return ga.value(*id).name == gb.value(*b.as<ValueId>()).name;
    if (const auto* real = a.as<double>())  // NaN equals NaN, 0.0 does not equal -0.0
        return std::bit_cast<std::uint64_t>(*real) == std::bit_cast<std::uint64_t>(*b.as<double>());
    if (const auto* inner = a.as<GraphRef>()) return graphDifference(**inner, **b.as<GraphRef>()).empty();
    const auto* x = a.as<Arg::List>();
    if (!x) return a == b;
    const auto* y = b.as<Arg::List>();
    return std::equal(x->begin(), x->end(), y->begin(), y->end(),
                      [&](const Arg& p, const Arg& q) { return sameArg(ga, p, gb, q); });
}

bool sameNumber(const Datum& a, const Datum& b) {
    if (asTensor(a) || asTensor(b)) return true;
    const auto* x = std::get_if<double>(&a);
    const auto* y = std::get_if<double>(&b);
    if (x && y) return std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y);
    if (a.index() != b.index()) return false;
    if (const auto* integer = std::get_if<std::int64_t>(&a)) return *integer == std::get<std::int64_t>(b);
    if (const auto* flag = std::get_if<bool>(&a)) return *flag == std::get<bool>(b);
    return true;
}

bool sameOrigin(const Node& a, const Node& b) {
    const auto named = [](const Node& node) {
        Origin origin = *node.origin;
        if (origin.name.empty()) origin.name = node.name;
        return origin;
    };
    const Origin x = named(a), y = named(b);
    return x.name == y.name && x.op == y.op && x.modulePath == y.modulePath && x.moduleType == y.moduleType &&
           x.file == y.file && x.line == y.line && x.function == y.function && x.code == y.code && x.from == y.from;
}

std::string nodeDifference(const Graph& ga, const Node& a, const Graph& gb, const Node& b) {
    if (a.name != b.name) return fmt::format("node names {} and {}", a.name, b.name);
    if (a.op != b.op) return fmt::format("node {}: operators {} and {}", a.name, a.op, b.op);
    if (a.args.size() != b.args.size())
        return fmt::format("node {}: {} and {} arguments", a.name, a.args.size(), b.args.size());
    for (std::size_t i = 0; i < a.args.size(); ++i) {
        if (a.args[i].name != b.args[i].name)
            return fmt::format("node {}: argument names {} and {}", a.name, a.args[i].name, b.args[i].name);
        if (!sameArg(ga, a.args[i].value, gb, b.args[i].value))
            return fmt::format("node {}: argument {} differs", a.name, a.args[i].name);
    }
    if (a.outputs.size() != b.outputs.size()) return fmt::format("node {}: number of results", a.name);
    for (std::size_t i = 0; i < a.outputs.size(); ++i) {
        const Value& x = ga.value(a.outputs[i]);
        const Value& y = gb.value(b.outputs[i]);
        if (x.name != y.name) return fmt::format("node {}: results {} and {}", a.name, x.name, y.name);
        if (x.type != y.type)
            return fmt::format("node {}: types {} and {}", a.name, typeText(x.type), typeText(y.type));
    }
    if (!sameOrigin(a, b)) return fmt::format("node {}: origins differ", a.name);
    return {};
}

}  // namespace

std::string graphDifference(const Graph& a, const Graph& b) {
    if (a.name != b.name) return fmt::format("graph names {} and {}", a.name, b.name);
    if (a.symbols != b.symbols) return "symbols differ";
    if (a.metadata != b.metadata) return "metadata differs";
    if (a.inputs().size() != b.inputs().size()) return "number of inputs";
    for (std::size_t i = 0; i < a.inputs().size(); ++i) {
        const GraphInput &x = a.inputs()[i], &y = b.inputs()[i];
        const Value &p = a.value(x.value), &q = b.value(y.value);
        if (p.name != q.name) return fmt::format("inputs {} and {}", p.name, q.name);
        if (p.type != q.type) return fmt::format("input {}: types {} and {}", p.name, typeText(p.type), typeText(q.type));
        if (x.kind != y.kind || x.target != y.target || x.persistent != y.persistent || !sameNumber(x.data, y.data))
            return fmt::format("input {}: kind, target or number", p.name);
    }
    if (a.nodes().size() != b.nodes().size()) return "number of nodes";
    for (std::size_t i = 0; i < a.nodes().size(); ++i)
        if (std::string found = nodeDifference(a, a.nodes()[i], b, b.nodes()[i]); !found.empty()) return found;
    if (a.outputs().size() != b.outputs().size()) return "number of outputs";
    for (std::size_t i = 0; i < a.outputs().size(); ++i) {
        const GraphOutput &x = a.outputs()[i], &y = b.outputs()[i];
        if (x.kind != y.kind || x.target != y.target || !sameArg(a, x.value, b, y.value))
            return fmt::format("output {} differs", i);
    }
    return {};
}

}  // namespace whittle::test
