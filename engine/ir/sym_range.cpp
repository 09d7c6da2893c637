#include "engine/ir/sym_range.h"

#include <algorithm>
#include <set>

#include "engine/ir/graph.h"

namespace whittle {
namespace {

// The symbol that is 0 or more since `size` is one: s, 2*s, s - 4.
std::optional<std::string> provenSize(const SymInt& size) {
    if (size.terms().size() != 1 || size.constantTerm() > 0) return std::nullopt;
    const SymInt::Term& term = size.terms().front();
    if (term.coefficient <= 0 || term.factors.size() != 1 || term.factors.front()->fn != SymFn::Symbol) return std::nullopt;
    return term.factors.front()->name;
}

}  // namespace

SymRange acceptedRange(const SymbolInfo& info) {
    constexpr std::int64_t kTracersLowerBound = 2;
    return {info.min && *info.min > kTracersLowerBound ? info.min : std::nullopt, info.max};
}

SymRanges symbolRanges(const Graph& graph) {
    std::set<std::string> numbers, sizes;
    for (const GraphInput& input : graph.inputs()) {
        if (input.kind != InputKind::User) continue;
        const Type& type = graph.type(input.value);
        if (const NumberType* number = asNumberType(type)) numbers.merge(number->expr.symbols());
        const TensorType* tensor = asTensorType(type);
        if (!tensor) continue;
        for (const SymInt& size : tensor->sizes) {
            if (size.isConstant()) continue;
            numbers.merge(size.symbols());
            if (auto name = provenSize(size)) sizes.insert(*std::move(name));
        }
    }
    SymRanges out;
    for (const std::string& name : numbers)
        if (!sizes.contains(name)) out.emplace(name, SymRange{});
    // A number that a run finds out may be any, whatever is declared of it.
    for (const Node& node : graph.nodes())
        for (const ValueId id : node.outputs)
            if (const NumberType* number = asNumberType(graph.type(id)))
                for (const std::string& name : number->expr.symbols())
                    if (!sizes.contains(name)) out.emplace(name, SymRange{});
    for (const auto& [name, info] : graph.symbols) {
        if (!numbers.contains(name)) continue;  // no input tells it, so nobody asks whether it is in its range
        SymRange range = acceptedRange(info);
        if (!range.min && !out.contains(name)) range.min = 0;
        if (range.isEmpty()) range = {};  // no run has such a graph
        if (range == kAnySize) continue;
        out.insert_or_assign(name, range);
    }
    return out;
}

}  // namespace whittle
