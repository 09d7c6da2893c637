#include "engine/formats/export_call.h"

#include <algorithm>

namespace whittle {
namespace {

using Kind = TorchValue::Kind;

bool isLeaf(const Json& spec) { return !optionalField(spec, "type"); }

// The depth is bounded by parseJson.
std::size_t leavesOf(const Json& spec) {
    if (isLeaf(spec)) return 1;
    std::size_t count = 0;
    if (const Json* children = optionalField(spec, "children_spec"); children && children->is_array())
        for (const Json& child : *children) count += leavesOf(child);
    return count;
}

// "[1, Spec]", or nothing when it is something else or has another number of leaves.
std::optional<Json> readSpec(const std::string& text, std::size_t leaves) {
    Result<Json> json = parseJson(text);
    if (!json || !json->is_array() || json->size() != 2 || !(*json)[1].is_object() || leavesOf((*json)[1]) != leaves) return std::nullopt;
    return std::move((*json)[1]);
}

std::string tupleSpec(std::size_t leaves) {
    constexpr std::string_view kLeaf = R"({"type": null, "context": null, "children_spec": []})";
    return fmt::format(R"({{"type": "builtins.tuple", "context": "null", "children_spec": [{}]}})",
                       fmt::join(std::vector<std::string_view>(leaves, kLeaf), ", "));
}

std::string metadataOf(const Graph& graph, const char* key) {
    const auto found = graph.metadata.find(key);
    return found == graph.metadata.end() ? std::string() : found->second;
}

std::vector<CallLeaf> userLeaves(const Graph& graph) {
    std::vector<CallLeaf> out;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) out.push_back({.input = input.value});
    return out;
}

// With the constants where the file had them, as long as the inputs around them are still as many.
std::vector<CallLeaf> withConstants(const Graph& graph, std::vector<CallLeaf> users) {
    const Result<Json> kept = parseJson(metadataOf(graph, kCallLeaves));
    if (!kept || !kept->is_array()) return users;
    std::vector<CallLeaf> out;
    std::size_t next = 0;
    for (const Json& leaf : *kept) {
        const Json* name = optionalField(leaf, "name");
        const Json* value = optionalField(leaf, "value");
        if (name && name->is_string() && value) out.push_back({.input = {}, .name = name->get<std::string>(), .value = value->dump()});
        else if (next < users.size()) out.push_back(users[next++]);
        else return users;
    }
    return next == users.size() ? out : users;
}

TorchValue datumValue(const Datum& datum) {
    TorchValue out;
    if (const Tensor* tensor = asTensor(datum)) {
        out.kind = Kind::Tensor;
        out.tensor = *tensor;
    } else if (const auto* integer = std::get_if<std::int64_t>(&datum)) {
        out.kind = Kind::Int;
        out.integer = *integer;
    } else if (const auto* real = std::get_if<double>(&datum)) {
        out.kind = Kind::Float;
        out.real = *real;
    } else if (const auto* boolean = std::get_if<bool>(&datum)) {
        out.kind = Kind::Bool;
        out.integer = *boolean;
    }
    return out;
}

TorchValue constantValue(const std::string& json) {
    const Result<Json> value = parseJson(json);
    TorchValue out;
    if (!value || !value->is_object() || value->size() != 1) return out;
    const Json& held = value->begin().value();
    if (held.is_number_integer()) out = {.kind = Kind::Int, .integer = held.get<std::int64_t>()};
    else if (held.is_number_float()) out = {.kind = Kind::Float, .real = held.get<double>()};
    else if (held.is_string() && value->begin().key() == "as_string") out = {.kind = Kind::Text, .text = held.get<std::string>()};
    else if (held.is_string()) out = {.kind = Kind::Float, .real = asFloat(held, "").value_or(0)};
    else if (held.is_boolean() && value->begin().key() == "as_bool") out = {.kind = Kind::Bool, .integer = held.get<bool>()};
    return out;
}

class CallBuilder {
public:
    CallBuilder(const Graph& graph, std::span<const CallLeaf> leaves) : m_graph(graph), m_leaves(leaves) {}

    TorchValue build(const Json& spec) {
        if (isLeaf(spec)) return leaf(m_leaves[m_next++]);
        TorchValue out{.kind = Kind::Tuple};
        const std::string type = optionalField(spec, "type")->is_string() ? optionalField(spec, "type")->get<std::string>() : "";
        if (type == "builtins.list") out.kind = Kind::List;
        if (type == "builtins.dict") out.kind = Kind::Dict;
        if (type == "collections.OrderedDict") out.kind = Kind::OrderedDict;
        if (const Json* children = optionalField(spec, "children_spec"); children && children->is_array())
            for (const Json& child : *children) out.children.push_back(build(child));
        if (out.kind == Kind::Dict || out.kind == Kind::OrderedDict) readKeys(spec, out);
        return out;
    }

private:
    // A dict's context is the JSON text of its keys; other keys than text make it a tuple.
    static void readKeys(const Json& spec, TorchValue& dict) {
        if (const Json* context = optionalField(spec, "context"); context && context->is_string())
            if (const Result<Json> keys = parseJson(context->get_ref<const std::string&>()); keys && keys->is_array())
                for (const Json& key : *keys)
                    if (key.is_string()) dict.keys.push_back(key.get<std::string>());
        if (dict.keys.size() != dict.children.size()) dict.kind = Kind::Tuple;
    }
    TorchValue leaf(const CallLeaf& leaf) const {
        return leaf.input.valid() ? datumValue(m_graph.inputOf(leaf.input)->data) : constantValue(leaf.value);
    }

    const Graph& m_graph;
    std::span<const CallLeaf> m_leaves;
    std::size_t m_next = 0;
};

}  // namespace

ProgramCall programCall(const Graph& graph) {
    ProgramCall out;
    out.leaves = withConstants(graph, userLeaves(graph));
    out.inSpec = metadataOf(graph, "in_spec");
    if (!readSpec(out.inSpec, out.leaves.size())) {
        out.leaves = userLeaves(graph);
        out.inSpec = fmt::format(R"([1, {{"type": "builtins.tuple", "context": "null", "children_spec": [{}, )"
                                 R"({{"type": "builtins.dict", "context": "[]", "children_spec": []}}]}}])",
                                 tupleSpec(out.leaves.size()));
    } else {
        out.argNames = metadataOf(graph, "forward_arg_names");
    }
    const auto returned = [&](const GraphOutput& output) {  // gradients are not
        const ValueId* id = output.value.as<ValueId>();
        const std::string role = id ? metadataOf(graph, (kOutputRole + graph.value(*id).name).c_str()) : std::string();
        return output.kind == OutputKind::User && !role.starts_with("gradient");
    };
    const auto results = static_cast<std::size_t>(std::count_if(graph.outputs().begin(), graph.outputs().end(), returned));
    out.outSpec = metadataOf(graph, "out_spec");
    if (!readSpec(out.outSpec, results)) out.outSpec = fmt::format("[1, {}]", tupleSpec(results));
    return out;
}

TorchValue exampleCall(const Graph& graph, const ProgramCall& call) {
    for (const CallLeaf& leaf : call.leaves)
        if (leaf.input.valid() && std::holds_alternative<std::monostate>(graph.inputOf(leaf.input)->data)) return {};
    const std::optional<Json> spec = readSpec(call.inSpec, call.leaves.size());
    return CallBuilder(graph, call.leaves).build(*spec);
}

}  // namespace whittle
