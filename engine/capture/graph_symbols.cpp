#include "engine/capture/graph_symbols.h"

namespace whittle {
namespace {

using BySymbol = std::map<std::string, SymbolSource, std::less<>>;

void forEachSize(const Type& type, const std::function<void(const SymInt&, std::optional<int>)>& f) {
    if (const TensorType* tensor = asTensorType(type)) {
        for (int d = 0; d < tensor->rank(); ++d) f(tensor->sizes[static_cast<std::size_t>(d)], d);
    } else if (const NumberType* number = asNumberType(type); number && number->kind == NumberType::Kind::Int) {
        f(number->expr, std::nullopt);
    }
}

bool isSymbol(const AffineSize& size) { return size.factor == 1 && size.rest == 0; }

void addSources(const Graph& graph, ValueId value, BySymbol& to) {
    forEachSize(graph.type(value), [&](const SymInt& size, std::optional<int> dim) {
        const auto affine = affineSize(size);
        if (!affine) return;
        const auto [known, fresh] = to.try_emplace(affine->symbol, SymbolSource{*affine, value, dim});
        if (!fresh && isSymbol(*affine) && !isSymbol(known->second.size)) known->second = {*affine, value, dim};
    });
}

}  // namespace

std::map<std::string, bool> symbolsInside(const Graph& graph) {
    std::map<std::string, bool> out;
    const auto add = [&](const SymInt& size, bool ofTensor) {
        for (const std::string& name : size.symbols()) out[name] |= ofTensor;
    };
    for (const ValueId id : graph.values()) forEachSize(graph.type(id), [&](const SymInt& size, std::optional<int> dim) { add(size, dim.has_value()); });
    for (const Node& node : graph.nodes())
        for (const NamedArg& arg : node.args)
            forEachGraph(arg.value, [&](const GraphRef& inner) {
                for (const auto& [name, ofTensor] : symbolsInside(*inner)) out[name] |= ofTensor;
            });
    return out;
}

std::unordered_map<NodeId, std::vector<SymbolSource>> innerSymbols(const Graph& graph) {
    std::unordered_map<NodeId, std::vector<SymbolSource>> out;
    BySymbol before;
    for (const GraphInput& input : graph.inputs()) addSources(graph, input.value, before);
    for (const Node& node : graph.nodes()) {
        std::map<std::string, bool> wanted;
        for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { wanted.merge(symbolsInside(*inner)); });
        if (!wanted.empty()) {
            BySymbol own;
            for (const ValueId id : node.inputs()) addSources(graph, id, own);
            for (const auto& [name, ofTensor] : wanted) {
                const auto near = own.find(name), far = before.find(name);
                const bool useNear = near != own.end() && (isSymbol(near->second.size) || far == before.end() || !isSymbol(far->second.size));
                if (useNear) out[node.id].push_back(near->second);
                else if (far != before.end()) out[node.id].push_back(far->second);
            }
        }
        for (const ValueId id : node.outputs) addSources(graph, id, before);
    }
    return out;
}

Graph withSymbols(const Graph& graph, const std::function<std::optional<SymInt>(std::string_view)>& replace) {
    Graph out = graph;
    mapTypes(out, [&](const Type& type) {
        Type mapped = type;
        if (auto* tensor = std::get_if<TensorType>(&mapped)) {
            for (SymInt& size : tensor->sizes) size = size.substitute(replace);
            for (SymInt& stride : tensor->strides) stride = stride.substitute(replace);
        } else if (auto* number = std::get_if<NumberType>(&mapped)) {
            number->expr = number->expr.substitute(replace);
        }
        return mapped;
    });
    return out;
}

}  // namespace whittle
