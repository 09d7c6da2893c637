#include "engine/capture/asserted_conditions.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr std::pair<std::string_view, SymRelation> kComparisons[] = {{"_operator.eq", SymRelation::Eq}, {"_operator.ne", SymRelation::Ne},
                                                                     {"_operator.lt", SymRelation::Lt}, {"_operator.le", SymRelation::Le},
                                                                     {"_operator.gt", SymRelation::Gt}, {"_operator.ge", SymRelation::Ge}};

std::optional<SymInt> integerOf(const Graph& graph, const Arg* arg) {
    if (!arg) return std::nullopt;
    if (const auto* number = arg->as<std::int64_t>()) return SymInt(*number);
    const auto* id = arg->as<ValueId>();
    const NumberType* type = id ? asNumberType(graph.type(*id)) : nullptr;
    return type && type->kind == NumberType::Kind::Int ? std::optional(type->expr) : std::nullopt;
}

// That the one comparison holds whose result is asserted.
Assertion ofScalar(const Graph& graph, const Node& node) {
    const Arg* self = node.arg("self");
    if (const bool* known = self->as<bool>()) return {{}, *known};
    const auto* id = self->as<ValueId>();
    if (!id || !graph.value(*id).producer.valid()) return {};
    const Node& compares = graph.node(graph.value(*id).producer);
    const auto relation = std::ranges::find(kComparisons, compares.op, &std::pair<std::string_view, SymRelation>::first);
    if (relation == std::end(kComparisons)) return {};
    const auto left = integerOf(graph, compares.arg("a")), right = integerOf(graph, compares.arg("b"));
    if (!left || !right) return {};
    return {{{SymCondition::of(*left, relation->second, *right), compares.id}}, true};
}

Assertion ofRange(const Graph& graph, const Node& node) {
    const auto size = integerOf(graph, node.arg("size"));
    if (!size) return {};
    const bool isSize = node.op == "aten.sym_constrain_range_for_size.default";
    const auto min = integerOf(graph, node.arg("min")), max = integerOf(graph, node.arg("max"));
    Assertion out{{}, !max || !isSize};  // a size's end may be too small for the operator itself
    if (min || isSize) out.conditions.push_back({SymCondition::of(*size, SymRelation::Ge, min.value_or(0)), node.id});
    if (max) out.conditions.push_back({SymCondition::of(*size, SymRelation::Le, *max), node.id});
    return out;
}

constexpr std::pair<std::string_view, Assertion (*)(const Graph&, const Node&)> kAssertions[] = {{"aten._assert_scalar.default", ofScalar},
                                                                                                 {"aten.sym_constrain_range.default", ofRange},
                                                                                                 {"aten.sym_constrain_range_for_size.default", ofRange}};

}  // namespace

Assertion assertedBy(const Graph& graph, const Node& node) {
    const auto* found = std::ranges::find(kAssertions, node.op, &std::pair<std::string_view, Assertion (*)(const Graph&, const Node&)>::first);
    return found == std::end(kAssertions) ? Assertion{} : found->second(graph, node);
}

}  // namespace whittle
