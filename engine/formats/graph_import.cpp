#include "engine/formats/graph_import.h"

#include <algorithm>
#include <numeric>

#include "engine/ir/verify.h"
#include "engine/ops/check.h"

namespace whittle {
namespace {

// Operators that hand out their argument itself although the schema does not say so.
constexpr std::string_view kHiddenAliases[] = {"aten.dropout.default", "aten.feature_dropout.default",
                                               "aten.alpha_dropout.default", "aten.contiguous.default"};

// Operators that write to arguments although the schema does not say so: only when `flag` is true.
constexpr struct {
    std::string_view op, flag, written;
} kHiddenMutations[] = {{"aten.batch_norm.default", "training", "running_mean"},
                        {"aten.native_batch_norm.default", "training", "running_mean"},
                        {"aten.instance_norm.default", "use_input_stats", "running_mean"}};

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

bool isPlain(std::string_view name) {
    const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; };
    return !name.empty() && name.size() <= 1000 && !std::isdigit(static_cast<unsigned char>(name[0])) &&
           std::all_of(name.begin(), name.end(), letter);
}

const SchemaArg* mutatedArg(const Schema& schema) {
    const auto found = std::find_if(schema.args.begin(), schema.args.end(), [](const SchemaArg& a) { return a.mutated; });
    return found == schema.args.end() ? nullptr : &*found;
}

}  // namespace

Result<ValueId> GraphImport::define(std::string valueName, Type type) {
    if (!isPlain(valueName)) return fail(Code::Format, "the value name '{}' is not an identifier", valueName.substr(0, 60));
    const ValueId slot(static_cast<std::int32_t>(m_slots.size()));
    if (!m_byName.try_emplace(valueName, slot).second)
        return fail(Code::Format, "the value '{}' is defined twice", valueName);
    m_slots.push_back({std::move(valueName), std::move(type)});
    return slot;
}

Result<ValueId> GraphImport::find(std::string_view valueName) const {
    const auto found = m_byName.find(std::string(valueName));
    if (found == m_byName.end())
        return fail(Code::Format, "reads '{}', which nothing before it defines", valueName.substr(0, 60));
    return found->second;
}

void GraphImport::addInput(ValueId slot, GraphInput input) {
    input.value = slot;
    m_inputs.push_back(std::move(input));
}

/// The state of one build: which value each slot stands for now, and which slots share storage.
class GraphBuild {
public:
    explicit GraphBuild(GraphImport import) : m_import(std::move(import)) {}
    Result<Graph> run();

private:
    void addInputs();
    Result<void> addNode(std::size_t index);
    Result<void> addFunctional(std::size_t index, const Schema& schema, std::string_view functional);
    Result<void> addOutputs();
    void noteLastUses();
    void noteAliases(const ImportNode& node, const Schema* schema);
    Result<void> refuseHiddenMutation(const ImportNode& node) const;
    Result<void> checkMutable(ValueId slot, std::size_t index);
    Result<Types> functionalTypes(const std::string& op, const std::vector<NamedArg>& args) const;
    std::vector<NamedArg> mapped(std::vector<NamedArg> args) const;
    std::size_t root(std::size_t slot);

    GraphImport m_import;
    Graph m_graph;
    std::vector<ValueId> m_value;          // slot -> value of the graph
    std::vector<std::size_t> m_alias;      // union-find over slots that may share storage
    std::vector<std::size_t> m_lastUse;    // slot -> index of the last node that reads it; SIZE_MAX: an output
    std::vector<const GraphInput*> m_inputOf;           // slot -> the input it is, or null
    std::map<std::size_t, std::string> m_mutated;       // input's slot -> its value name, in slot order
};

std::size_t GraphBuild::root(std::size_t slot) {
    while (m_alias[slot] != slot) slot = m_alias[slot] = m_alias[m_alias[slot]];
    return slot;
}

void GraphBuild::noteLastUses() {
    m_lastUse.assign(m_import.m_slots.size(), 0);
    for (std::size_t i = 0; i < m_import.m_nodes.size(); ++i)
        for (const NamedArg& arg : m_import.m_nodes[i].args)
            forEachValue(arg.value, [&](ValueId slot) { m_lastUse[at(slot)] = i; });
    for (const GraphOutput& output : m_import.m_outputs)
        forEachValue(output.value, [&](ValueId slot) { m_lastUse[at(slot)] = SIZE_MAX; });
}

void GraphBuild::addInputs() {
    for (const GraphInput& input : m_import.m_inputs) {
        const std::size_t slot = at(input.value);
        m_inputOf[slot] = &input;
        m_value[slot] = m_graph.addInput(input, m_import.m_slots[slot].name, m_import.m_slots[slot].type);
    }
}

std::vector<NamedArg> GraphBuild::mapped(std::vector<NamedArg> args) const {
    for (NamedArg& arg : args) forEachValue(arg.value, [&](ValueId& id) { id = m_value[at(id)]; });
    return args;
}

// A view joins the storage of the tensors it is taken of.
void GraphBuild::noteAliases(const ImportNode& node, const Schema* schema) {
    const bool declared = schema && std::any_of(schema->returns.begin(), schema->returns.end(),
                                                [](const SchemaReturn& r) { return r.aliased; });
    const bool hidden = std::find(std::begin(kHiddenAliases), std::end(kHiddenAliases), node.op) != std::end(kHiddenAliases);
    if (!declared && !hidden) return;
    for (const NamedArg& arg : node.args)
        forEachValue(arg.value, [&](ValueId slot) {
            if (!asTensorType(m_import.type(slot))) return;
            for (const ValueId output : node.outputs) m_alias[root(at(output))] = root(at(slot));
        });
}

Result<void> GraphBuild::refuseHiddenMutation(const ImportNode& node) const {
    for (const auto& row : kHiddenMutations) {
        if (row.op != node.op) continue;
        const auto find = [&](std::string_view name) -> const Arg* {
            for (const NamedArg& arg : node.args)
                if (arg.name == name) return &arg.value;
            return nullptr;
        };
        const Arg* flag = find(row.flag);
        const Arg* written = find(row.written);
        if (flag && flag->as<bool>() && *flag->as<bool>() && written && written->as<ValueId>())
            return fail(Code::Unsupported, "{} with {}=True updates '{}' in place; export the model in eval mode, or run "
                        "run_decompositions() on the exported program first", node.op, row.flag,
                        m_import.m_slots[at(*written->as<ValueId>())].name);
    }
    return {};
}

// A value may be replaced when nothing else that shares its storage is read afterwards.
Result<void> GraphBuild::checkMutable(ValueId slot, std::size_t index) {
    const std::string& name = m_import.m_slots[at(slot)].name;
    const ValueId current = m_value[at(slot)];
    for (std::size_t other = 0; other < m_value.size(); ++other) {
        if (!m_value[other].valid() || root(other) != root(at(slot)) || m_value[other] == current) continue;
        const bool isInput = m_inputOf[other] != nullptr;
        if (m_lastUse[other] > index || isInput)
            return fail(Code::Unsupported, "writes in place to '{}', which shares storage with '{}' {}; run "
                        "run_decompositions() on the exported program first", name, m_import.m_slots[other].name,
                        isInput ? "of the inputs" : "that is read later");
    }
    if (const GraphInput* input = m_inputOf[at(slot)]; input && input->kind != InputKind::Buffer && input->kind != InputKind::User)
        return fail(Code::Unsupported, "writes in place to '{}', a {}", name,
                    input->kind == InputKind::Parameter ? "parameter" : "constant");
    return {};
}

Result<Types> GraphBuild::functionalTypes(const std::string& op, const std::vector<NamedArg>& args) const {
    const OpDef* def = findOp(op);
    if (!def) return fail(Code::Unsupported, "its functional form {} is not supported", op);
    return inferTypes(*def, args, [&](ValueId id) -> const Type& { return m_graph.type(id); });
}

Result<void> GraphBuild::addFunctional(std::size_t index, const Schema& schema, std::string_view functional) {
    const ImportNode& node = m_import.m_nodes[index];
    const SchemaArg* written = mutatedArg(schema);
    if (functional.empty() || !written || node.outputs.size() > 1)
        return fail(Code::Unsupported, "the operator works in place and has no functional form");
    ValueId target;
    for (const NamedArg& arg : node.args)
        if (const ValueId* slot = arg.value.as<ValueId>(); slot && arg.name == written->name) target = *slot;
    if (!target.valid()) return fail(Code::Format, "the argument '{}', which it writes, is missing", written->name);
    WHITTLE_TRY_VOID(checkMutable(target, index));

    // What is written keeps the dtype of the target, whatever the functional operator promotes to.
    const Type& keeps = m_import.type(target);
    std::vector<NamedArg> args = mapped(node.args);
    // The functional form may name what it reads differently: dropout_ writes self, dropout reads input.
    const auto position = static_cast<std::size_t>(written - schema.args.data());
    if (const Schema* reads = findSchema(functional); reads && position < reads->args.size())
        for (NamedArg& arg : args)
            if (arg.name == written->name) arg.name = reads->args[position].name;
    Type gives = keeps;
    if (const Result<Types> types = functionalTypes(std::string(functional), args); types && types->size() == 1)
        gives = types->front();
    const std::string name = node.outputs.empty() ? node.name : m_import.m_slots[at(node.outputs[0])].name;
    const TensorType* from = asTensorType(gives);
    const TensorType* to = asTensorType(keeps);
    const bool cast = from && to && from->dtype != to->dtype;
    NodeId made = m_graph.addNode({.name = cast ? name + "_wide" : node.name, .op = std::string(functional),
                                   .args = std::move(args), .outputTypes = {cast ? gives : keeps},
                                   .outputNames = {cast ? name + "_wide" : name}, .origin = node.origin});
    if (cast)
        made = m_graph.addNode({.name = node.name, .op = "aten._to_copy.default",
                                .args = {{"self", m_graph.node(made).output()}, {"dtype", to->dtype}},
                                .outputTypes = {keeps}, .outputNames = {name}, .origin = node.origin});
    const ValueId now = m_graph.node(made).output();
    const ValueId before = m_value[at(target)];
    for (std::size_t slot = 0; slot < m_value.size(); ++slot) {
        if (m_value[slot] != before) continue;
        m_value[slot] = now;
        if (m_inputOf[slot]) m_mutated.try_emplace(slot, m_import.m_slots[slot].name);
    }
    for (const ValueId output : node.outputs) {
        m_value[at(output)] = now;
        m_alias[root(at(output))] = root(at(target));
    }
    return {};
}

Result<void> GraphBuild::addNode(std::size_t index) {
    const ImportNode& node = m_import.m_nodes[index];
    WHITTLE_TRY_VOID(refuseHiddenMutation(node));
    const OpDef* op = findOp(node.op);
    const Schema* schema = findSchema(node.op);
    if (op && schema && (!op->functional.empty() || mutatedArg(*schema)))
        return addFunctional(index, *schema, op->functional);
    std::vector<Type> types;
    std::vector<std::string> names;
    for (const ValueId slot : node.outputs) {
        types.push_back(m_import.type(slot));
        names.push_back(m_import.m_slots[at(slot)].name);
    }
    const NodeId made = m_graph.addNode({.name = node.name, .op = node.op, .args = mapped(node.args),
                                         .outputTypes = std::move(types), .outputNames = std::move(names),
                                         .origin = node.origin});
    const std::vector<ValueId>& outputs = m_graph.node(made).outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i) m_value[at(node.outputs[i])] = outputs[i];
    noteAliases(node, schema);
    return {};
}

// Mutations first, as PyTorch orders them, then the file's own outputs.
Result<void> GraphBuild::addOutputs() {
    for (const auto& [slot, name] : m_mutated) {
        const GraphInput& input = *m_inputOf[slot];
        const bool buffer = input.kind == InputKind::Buffer;
        m_graph.addOutput({.value = m_value[slot], .kind = buffer ? OutputKind::BufferMutation : OutputKind::InputMutation,
                           .target = buffer ? input.target : name});
    }
    for (GraphOutput output : m_import.m_outputs) {
        forEachValue(output.value, [&](ValueId& id) { id = m_value[at(id)]; });
        m_graph.addOutput(std::move(output));
    }
    return {};
}

Result<Graph> GraphBuild::run() {
    m_graph.name = m_import.name;
    m_graph.symbols = m_import.symbols;
    m_graph.metadata = m_import.metadata;
    m_value.resize(m_import.m_slots.size());
    m_inputOf.resize(m_import.m_slots.size(), nullptr);
    m_alias.resize(m_import.m_slots.size());
    std::iota(m_alias.begin(), m_alias.end(), 0);
    noteLastUses();
    addInputs();
    for (std::size_t i = 0; i < m_import.m_nodes.size(); ++i) {
        const ImportNode& node = m_import.m_nodes[i];
        WHITTLE_TRY_VOID(addNode(i).context("importing node '{}' ({}{}{})", node.name, node.op,
                                            node.origin->where().empty() ? "" : ", ", node.origin->where()));
    }
    WHITTLE_TRY_VOID(addOutputs());
    WHITTLE_TRY_VOID(verifyStructure(m_graph));
    return std::move(m_graph);
}

Result<Graph> GraphImport::build() && { return GraphBuild(std::move(*this)).run(); }

}  // namespace whittle
