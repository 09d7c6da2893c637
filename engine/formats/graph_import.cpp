#include "engine/formats/graph_import.h"

#include <algorithm>
#include <numeric>

#include "engine/formats/alias_sets.h"
#include "engine/formats/functional_form.h"
#include "engine/formats/view_inverse.h"
#include "engine/ir/verify.h"
#include "engine/ops/check.h"
#include "engine/ops/sizes.h"

namespace whittle {
namespace {

// Each write may have every view of its memory taken again, so a file could ask for the square of its nodes.
constexpr std::size_t kMaxCarried = 200'000;

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

bool isPlain(std::string_view name) {
    const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; };
    return !name.empty() && name.size() <= 1000 && !std::isdigit(static_cast<unsigned char>(name[0])) &&
           std::all_of(name.begin(), name.end(), letter);
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

/// The state of one build: which value of the graph each slot stands for now.
class GraphBuild {
public:
    explicit GraphBuild(GraphImport import) : m_import(std::move(import)) {}
    Result<Graph> run();

private:
    void addInputs();
    Result<void> addNode(std::size_t index);
    Result<void> addPlain(std::size_t index);
    Result<void> addFunctional(std::size_t index, const FunctionalForm& form);
    Result<void> addOutputs();
    void noteLastUses();

    struct Write {
        ValueId slot;
        ValueId value;
    };
    Result<std::vector<ValueId>> functionalNode(std::size_t index, const FunctionalForm& form);
    Result<ValueId> keepType(const Write& write, bool resizes, const ImportNode& node);
    Result<void> checkTargets(const FunctionalForm& form) const;
    Result<void> write(std::size_t index, const Write& write);
    Result<void> checkLink(CellId cell) const;
    Result<void> replay(CellId cell);
    Result<void> bringUpToDate(CellId cell);
    Result<ValueId> current(ValueId slot);
    Result<std::vector<NamedArg>> mapped(std::vector<NamedArg> args);

    void bind(ValueId slot, CellId cell) { m_cellOf[tensorOf(slot)] = cell; }
    void alias(ValueId slot, ValueId of);
    std::size_t tensorOf(ValueId slot) const { return m_tensorOf[at(slot)]; }
    CellId addRoot(ValueId slot, ValueId value, std::size_t lastUse);
    CellId cellOf(ValueId slot) const { return m_cellOf[tensorOf(slot)]; }
    ValueId slotOf(CellId cell) const { return m_slotOf[static_cast<std::size_t>(cell)]; }
    const std::string& name(ValueId slot) const { return m_import.m_slots[at(slot)].name; }
    /// As it is now: an operator like transpose_ gives a slot another type than it was defined with.
    const Type& typeOf(ValueId slot) const { return m_graph.type(m_cells.value(cellOf(slot))); }
    const std::string& nameOf(CellId cell) const { return name(slotOf(cell)); }
    ViewUse useOf(const ImportNode& node) const {
        return {node.op, node.args, [this](ValueId slot) -> const Type& { return typeOf(slot); }};
    }

    GraphImport m_import;
    Graph m_graph;
    AliasSets m_cells;
    std::vector<std::size_t> m_tensorOf;   // slot -> the first slot that named the same tensor
    std::vector<CellId> m_cellOf;          // by tensor
    std::vector<ValueId> m_slotOf;         // by cell: the slot it was made for
    std::vector<std::size_t> m_lastUse;    // slot -> index of the last node that reads it or another name of it; SIZE_MAX: an output
    std::map<CellId, const GraphInput*> m_inputs;
    std::map<std::size_t, CellId> m_mutated;  // inputs written to: slot -> cell, in slot order
};

void GraphBuild::noteLastUses() {
    m_lastUse.assign(m_import.m_slots.size(), 0);
    for (std::size_t i = 0; i < m_import.m_nodes.size(); ++i)
        for (const NamedArg& arg : m_import.m_nodes[i].args)
            forEachValue(arg.value, [&](ValueId slot) { m_lastUse[at(slot)] = i; });
    for (const GraphOutput& output : m_import.m_outputs)
        forEachValue(output.value, [&](ValueId slot) { m_lastUse[at(slot)] = SIZE_MAX; });
}

CellId GraphBuild::addRoot(ValueId slot, ValueId value, std::size_t lastUse) {
    m_slotOf.push_back(slot);
    bind(slot, m_cells.addRoot(value, lastUse));
    return cellOf(slot);
}

// `slot` is the tensor `of` by another name.
void GraphBuild::alias(ValueId slot, ValueId of) {
    const std::size_t tensor = tensorOf(of);
    m_lastUse[tensor] = std::max(m_lastUse[tensor], m_lastUse[at(slot)]);
    m_tensorOf[at(slot)] = tensor;
    m_cells.keepUntil(m_cellOf[tensor], m_lastUse[tensor]);
}

// The caller sees what becomes of an input: it counts as read at the end.
void GraphBuild::addInputs() {
    for (const GraphInput& input : m_import.m_inputs) {
        const std::size_t slot = at(input.value);
        const ValueId value = m_graph.addInput(input, m_import.m_slots[slot].name, m_import.m_slots[slot].type);
        m_inputs[addRoot(input.value, value, SIZE_MAX)] = &input;
    }
}

// --- views that a write has left behind ------------------------------------------------------------------

Result<void> GraphBuild::checkLink(CellId cell) const {
    const AliasSets::View& view = *m_cells.view(cell);
    const ImportNode& node = m_import.m_nodes[view.node];
    if (!view.certain)
        return fail(Code::Unsupported, "'{}' may be a view of '{}' or a copy: {} decides by strides, which the file does not record; "
                    "print the graph with strides, or run run_decompositions() on the exported program first",
                    nameOf(cell), nameOf(view.of), node.op);
    // as_strided counts from the start of the memory, which a view of a view no longer shows.
    if (node.op == "aten.as_strided.default" && m_cells.view(view.of))
        return fail(Code::Unsupported, "'{}' is as_strided of '{}', itself a view, and their memory is written to; run "
                    "run_decompositions() on the exported program first", nameOf(cell), nameOf(view.of));
    return {};
}

// The view once more, of what it is a view of now.
Result<void> GraphBuild::replay(CellId cell) {
    WHITTLE_TRY_VOID(checkLink(cell));
    const AliasSets::View view = *m_cells.view(cell);
    const ImportNode& node = m_import.m_nodes[view.node];
    const ValueId viewed = viewedValue(useOf(node));
    std::vector<NamedArg> args = node.args;
    for (NamedArg& arg : args)
        forEachValue(arg.value, [&](ValueId& slot) { slot = m_cells.value(slot == viewed ? view.of : cellOf(slot)); });
    std::vector<Type> types;
    std::vector<std::string> names;
    for (const ValueId slot : node.outputs) {
        types.push_back(m_import.type(slot));
        names.push_back(name(slot));
    }
    const NodeId made = m_graph.addNode({.name = node.name, .op = node.op, .args = std::move(args), .outputTypes = std::move(types),
                                         .outputNames = std::move(names), .origin = node.origin});
    const std::vector<ValueId>& values = m_graph.node(made).outputs;
    for (std::size_t i = 0; i < values.size(); ++i) {  // all parts of a split at once
        const CellId part = cellOf(node.outputs[i]);
        const auto& partView = m_cells.view(part);
        if (partView && partView->node == view.node && !m_cells.upToDate(part)) m_cells.refresh(part, values[i]);
    }
    if (!m_cells.upToDate(cell)) m_cells.refresh(cell, values[view.result]);
    return {};
}

Result<void> GraphBuild::bringUpToDate(CellId cell) {
    std::vector<CellId> behind;
    for (CellId stale = cell; !m_cells.upToDate(stale); stale = m_cells.view(stale)->of) {
        behind.push_back(stale);
        if (!m_cells.view(stale)) return fail(Code::Internal, "the value of '{}' was lost in a write", nameOf(stale));
    }
    for (; !behind.empty(); behind.pop_back())
        if (!m_cells.upToDate(behind.back())) WHITTLE_TRY_VOID(replay(behind.back()));
    return {};
}

Result<ValueId> GraphBuild::current(ValueId slot) {
    WHITTLE_TRY_VOID(bringUpToDate(cellOf(slot)).context("reading '{}' after a write to its memory", name(slot)));
    return m_cells.value(cellOf(slot));
}

Result<std::vector<NamedArg>> GraphBuild::mapped(std::vector<NamedArg> args) {
    Result<void> all;
    for (NamedArg& arg : args)
        forEachValue(arg.value, [&](ValueId& id) {
            if (!all) return;
            const Result<ValueId> value = current(id);
            if (value) id = *value;
            else all = std::unexpected(value.error());
        });
    if (!all) return std::unexpected(all.error());
    return args;
}

// --- writes ----------------------------------------------------------------------------------------------

Result<void> GraphBuild::checkTargets(const FunctionalForm& form) const {
    for (std::size_t i = 0; i < form.written.size(); ++i) {
        const CellId memory = m_cells.root(cellOf(form.written[i]));
        for (std::size_t j = 0; j < i; ++j)
            if (m_cells.root(cellOf(form.written[j])) == memory)
                return fail(Code::Unsupported, "writes to '{}' and '{}', which share memory", name(form.written[j]), name(form.written[i]));
        const auto input = m_inputs.find(memory);
        if (input == m_inputs.end() || input->second->kind == InputKind::Buffer || input->second->kind == InputKind::User) continue;
        return fail(Code::Unsupported, "writes in place to '{}', {}{}", name(form.written[i]),
                    memory == cellOf(form.written[i]) ? "a " : "a view of a ",
                    input->second->kind == InputKind::Parameter ? "parameter" : "constant");
    }
    return {};
}

// `changed` becomes the value of the written slot, and is carried to every tensor it is a view of, as far up as
// anything is still read there. The tensors above must be read before the write, hence two walks.
Result<void> GraphBuild::write(std::size_t index, const Write& write) {
    const CellId target = cellOf(write.slot);
    std::vector<CellId> carried;  // target, what it is a view of, and so on
    for (CellId cell = target; m_cells.view(cell) && m_cells.readOutside(cell, index); cell = m_cells.view(cell)->of) {
        WHITTLE_TRY_VOID(checkLink(cell));
        WHITTLE_TRY_VOID(bringUpToDate(m_cells.view(cell)->of));
        carried.push_back(cell);
    }
    m_cells.write(target, write.value);
    CellId top = target;
    for (const CellId cell : carried) {
        const AliasSets::View view = *m_cells.view(cell);
        const ImportNode& node = m_import.m_nodes[view.node];
        const ValueId viewed = viewedValue(useOf(node)), base = m_cells.value(view.of), changed = m_cells.value(cell);
        std::vector<NamedArg> args = node.args;
        for (NamedArg& arg : args)
            forEachValue(arg.value, [&](ValueId& slot) { slot = slot == viewed ? base : m_cells.value(cellOf(slot)); });
        std::vector<ValueId> results;
        for (const ValueId slot : node.outputs) results.push_back(m_cells.value(cellOf(slot)));
        OpBuilder build(m_graph, m_import.m_nodes[index].origin);
        const auto type = [this](ValueId id) -> const Type& { return m_graph.type(id); };
        WHITTLE_TRY(const ValueId now, putBack({{node.op, args, type}, base, changed, view.result, results}, build)
                                           .context("writing to '{}', a view of '{}'", nameOf(cell), nameOf(view.of)));
        const Type declared = m_graph.type(base);
        if (now != changed && sameShape(m_graph.type(now), declared)) m_graph.setType(now, declared);
        m_cells.refresh(view.of, now);
        top = view.of;
    }
    if (const auto input = m_inputs.find(top); input != m_inputs.end()) m_mutated.try_emplace(at(input->second->value), top);
    return {};
}

// The functional operator's node; its results in order.
Result<std::vector<ValueId>> GraphBuild::functionalNode(std::size_t index, const FunctionalForm& form) {
    const ImportNode& node = m_import.m_nodes[index];
    const OpDef* def = findOp(form.op);
    if (!def) return fail(Code::Unsupported, "its functional form {} is not supported", form.op);
    WHITTLE_TRY(std::vector<NamedArg> args, mapped(form.args));
    Result<Types> types = inferTypes(*def, args, [&](ValueId id) -> const Type& { return m_graph.type(id); });
    if (!types) return std::unexpected(std::move(types).context("typing its functional form {}", form.op).error());
    if (types->size() < form.written.size())
        return fail(Code::Internal, "{} gives {} results for {} written tensors", form.op, types->size(), form.written.size());
    const std::size_t own = types->size() - form.written.size();
    std::vector<std::string> names(types->size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < form.results.size(); ++i) {
        const std::size_t result = form.results[i] ? own + *form.results[i] : next++;
        if (result >= names.size() || (!form.results[i] && result >= own))
            return fail(Code::Format, "{} gives {} results of its own, the node has more", form.op, own);
        names[result] = name(node.outputs[i]);
        if (!form.results[i]) (*types)[result] = m_import.type(node.outputs[i]);
    }
    const std::string stem = node.name.empty() ? "written" : node.name;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i].empty()) names[i] = i < own ? fmt::format("{}_unused_{}", stem, i) : names.size() == 1 ? stem : fmt::format("{}_{}", name(form.written[i - own]), stem);
    if (form.op.starts_with("whittle.")) {  // a form that PyTorch has no operator for: no graph holds it, only what it is made of
        OpBuilder build(m_graph, node.origin);
        WHITTLE_TRY(const std::vector<ValueId> outputs, build.decompose(*def, args));
        for (std::size_t i = 0; i < outputs.size(); ++i) m_graph.renameValue(outputs[i], names[i]);
        return outputs;
    }
    const NodeId made = m_graph.addNode({.name = node.name, .op = form.op, .args = std::move(args), .outputTypes = *std::move(types),
                                         .outputNames = std::move(names), .origin = node.origin});
    return m_graph.node(made).outputs;
}

// What is written keeps the dtype of its target, whatever the functional operator promotes to, and its sizes.
Result<ValueId> GraphBuild::keepType(const Write& write, bool resizes, const ImportNode& node) {
    const Type before = typeOf(write.slot);
    const TensorType* to = asTensorType(before);
    const TensorType* from = asTensorType(m_graph.type(write.value));
    if (!to || !from) return fail(Code::Type, "'{}', which it writes, is no tensor", name(write.slot));
    bool fits = from->rank() == to->rank();
    for (std::size_t i = 0; fits && i < to->sizes.size(); ++i) fits = !ops::differ(from->sizes[i], to->sizes[i]);
    const bool resized = !fits && resizes && !m_cells.view(cellOf(write.slot)) && !m_inputs.contains(cellOf(write.slot));
    if (!fits && !resized)
        return fail(Code::Shape, "the result {} does not fit into '{}', {}, in place", from->text(), name(write.slot), to->text());
    ValueId value = write.value;
    if (from->dtype != to->dtype) {
        OpBuilder build(m_graph, node.origin);
        const std::string plain = m_graph.value(value).name;
        m_graph.renameValue(value, plain + "_wide");
        WHITTLE_TRY(value, build.one("aten._to_copy.default", {{"self", value}, {"dtype", to->dtype}}, plain));
    }
    if (!resized) m_graph.setType(value, before);
    return value;
}

Result<void> GraphBuild::addFunctional(std::size_t index, const FunctionalForm& form) {
    WHITTLE_TRY_VOID(checkTargets(form));
    WHITTLE_TRY(const std::vector<ValueId> values, functionalNode(index, form));
    const ImportNode& node = m_import.m_nodes[index];
    const std::size_t own = values.size() - form.written.size();
    std::size_t next = 0;
    for (std::size_t i = 0; i < form.results.size(); ++i) {
        const ValueId slot = node.outputs[i];
        if (!form.results[i]) {
            addRoot(slot, values[next++], m_lastUse[at(slot)]);
            continue;
        }
        alias(slot, form.written[*form.results[i]]);
    }
    for (std::size_t i = 0; i < form.written.size(); ++i) {
        WHITTLE_TRY(const ValueId value, keepType({form.written[i], values[own + i]}, form.resizes, node));
        WHITTLE_TRY_VOID(write(index, {form.written[i], value}));
    }
    return {};
}

// --- nodes and outputs -----------------------------------------------------------------------------------

// PyTorch's tracer records the states of lstm and gru with a dimension of size 1 that the operator itself does not give
// (2.6 to 2.11). Where the record differs from the operator in nothing else, the operator is right.
void dropRecordedOnes(std::vector<Type>& recorded, const Result<Types>& given) {
    const auto withoutOnes = [](const SymSizes& sizes) {
        SymSizes out;
        for (const SymInt& size : sizes)
            if (!size.is(1)) out.push_back(size);
        return out;
    };
    for (std::size_t i = 0; given && i < recorded.size() && i < given->size(); ++i) {
        const TensorType *was = asTensorType(recorded[i]), *is = asTensorType((*given)[i]);
        if (was && is && was->dtype == is->dtype && was->rank() != is->rank() && withoutOnes(was->sizes) == withoutOnes(is->sizes))
            recorded[i] = (*given)[i];
    }
}

Result<void> GraphBuild::addPlain(std::size_t index) {
    const ImportNode& node = m_import.m_nodes[index];
    WHITTLE_TRY(std::vector<NamedArg> args, mapped(node.args));
    std::vector<Type> types;
    std::vector<std::string> names;
    for (const ValueId slot : node.outputs) {
        types.push_back(m_import.type(slot));
        names.push_back(name(slot));
    }
    if (const OpDef* op = findOp(node.op); op && op->inferType)
        dropRecordedOnes(types, inferTypes(*op, args, [&](ValueId id) -> const Type& { return m_graph.type(id); }));
    const NodeId made = m_graph.addNode({.name = node.name, .op = node.op, .args = std::move(args),
                                         .outputTypes = std::move(types), .outputNames = std::move(names),
                                         .origin = node.origin});
    const std::vector<ValueId>& values = m_graph.node(made).outputs;
    const Schema* schema = findSchema(node.op);
    const ViewUse use = useOf(node);
    const ValueId viewed = viewedValue(use);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const ValueId slot = node.outputs[i];
        const Sharing sharing = sharingOf(use, m_import.type(slot), schema, m_import.strides);
        if (sharing == Sharing::None) {
            addRoot(slot, values[i], m_lastUse[at(slot)]);
            continue;
        }
        m_slotOf.push_back(slot);
        bind(slot, m_cells.addView({cellOf(viewed), index, i, sharing == Sharing::View}, values[i], m_lastUse[at(slot)]));
    }
    return {};
}

Result<void> GraphBuild::addNode(std::size_t index) {
    ImportNode& node = m_import.m_nodes[index];
    WHITTLE_TRY(std::optional<FunctionalForm> form, functionalForm(node.op, node.args, node.outputs.size()));
    if (!form) return addPlain(index);
    if (!alwaysView(form->op) || form->written.size() != 1) return addFunctional(index, *form);
    // transpose_ and its like write nothing: from here on the names stand for the view.
    const ValueId written = form->written.front();
    node.op = std::move(form->op);
    node.args = std::move(form->args);
    WHITTLE_TRY_VOID(addPlain(index));
    if (node.outputs.size() != 1) return fail(Code::Format, "it gives {} results, one was expected", node.outputs.size());
    bind(written, cellOf(node.outputs.front()));
    alias(node.outputs.front(), written);
    return {};
}

// Mutations first, as PyTorch orders them, then the file's own outputs.
Result<void> GraphBuild::addOutputs() {
    for (const auto& [slot, cell] : m_mutated) {
        const GraphInput& input = *m_inputs.at(cell);
        WHITTLE_TRY_VOID(bringUpToDate(cell));
        const bool buffer = input.kind == InputKind::Buffer;
        m_graph.addOutput({.value = m_cells.value(cell), .kind = buffer ? OutputKind::BufferMutation : OutputKind::InputMutation,
                           .target = buffer ? input.target : m_import.m_slots[slot].name});
    }
    for (std::size_t i = 0; i < m_import.m_outputs.size(); ++i) {
        GraphOutput output = m_import.m_outputs[i];
        WHITTLE_TRY(std::vector<NamedArg> value, mapped({{"output", std::move(output.value)}}).context("importing output {}", i));
        output.value = std::move(value.front().value);
        m_graph.addOutput(std::move(output));
    }
    return {};
}

Result<Graph> GraphBuild::run() {
    m_graph.name = m_import.name;
    m_graph.symbols = std::move(m_import.symbols);
    m_graph.metadata = std::move(m_import.metadata);
    m_cellOf.resize(m_import.m_slots.size(), -1);
    m_tensorOf.resize(m_import.m_slots.size());
    std::iota(m_tensorOf.begin(), m_tensorOf.end(), std::size_t{0});
    noteLastUses();
    addInputs();
    for (std::size_t i = 0; i < m_import.m_nodes.size(); ++i) {
        const ImportNode& node = m_import.m_nodes[i];
        WHITTLE_TRY_VOID(addNode(i).context("importing node '{}' ({}{}{})", node.name, node.op,
                                            node.origin->where().empty() ? "" : ", ", node.origin->where()));
        if (m_graph.nodes().size() > kMaxCarried + 4 * i)
            return fail(Code::Limit, "carrying writes on through views takes more than {} nodes; run run_decompositions() on the "
                        "exported program first", kMaxCarried);
    }
    WHITTLE_TRY_VOID(addOutputs());
    WHITTLE_TRY_VOID(verifyStructure(m_graph));
    return std::move(m_graph);
}

Result<GraphRef> GraphImport::buildInner(GraphImport& outer) && {
    WHITTLE_TRY(Graph graph, std::move(*this).build());
    for (const GraphOutput& output : graph.outputs())
        if (output.kind != OutputKind::User)
            return fail(Code::Unsupported, "the graph '{}' inside an operator writes in place to its input '{}', which is not supported; "
                        "run run_decompositions() on the exported program first", graph.name, output.target);
    if (outer.symbols.empty()) outer.symbols.swap(graph.symbols);  // a merge would go through all of them for each graph
    else outer.symbols.merge(graph.symbols);
    graph.symbols.clear();
    return std::make_shared<const Graph>(std::move(graph));
}

Result<Graph> GraphImport::build() && { return GraphBuild(std::move(*this)).run(); }

}  // namespace whittle
