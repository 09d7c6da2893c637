// The graph surgery behind every edit. Ids of what stays are kept, so edits made for one graph can be
// tried on its descendants; an edit that no longer fits is refused, never bent into something else.
#include <algorithm>
#include <set>

#include "engine/ir/affine_size.h"
#include "engine/ops/check.h"
#include "minifier/edits/apply.h"
#include "minifier/edits/fit_data.h"
#include "minifier/edits/graph_size.h"

namespace whittle {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }
std::size_t at(NodeId id) { return static_cast<std::size_t>(id.index()); }

}  // namespace

Result<void> requireNode(const Graph& graph, NodeId id) {
    if (!graph.contains(id)) return fail(Code::Verify, "edit.1: node id {} is not in the graph", id.index());
    return {};
}

Result<void> requireValue(const Graph& graph, ValueId id) {
    if (!graph.contains(id)) return fail(Code::Verify, "edit.2: value id {} is not in the graph", id.index());
    return {};
}

Result<ValueId> addCaptured(Graph& graph, const Graph& before, ValueId of, const Capture& capture) {
    const Value& value = before.value(of);
    const Datum* data = capture.find(of);
    if (!data)
        return fail(Code::Verify, "edit.3: %{} held nothing in the original's run, so it cannot become an input", value.name);
    GraphInput input;
    // Earlier edits may have made the value smaller than it was in that run.
    const auto symbols = [&](std::string_view name) {
        const auto now = Capture::ofInputs(before).symbol(name);
        return now ? now : capture.symbol(name);
    };
    WHITTLE_TRY(input.data, fitted(*data, value.type, symbols).context("cutting %{}", value.name));
    // How it lay goes on record: the type is all that a file, a worker and the hash of a graph have of that.
    Type type = value.type;
    if (auto* tensorType = std::get_if<TensorType>(&type))
        if (const Tensor* tensor = asTensor(input.data); tensor && tensorType->strides.empty()) tensorType->strides = recordedStrides(*tensor, tensorType->sizes);
    const ValueId made = graph.addInput(std::move(input), value.name, std::move(type));
    graph.replaceUses(of, made);
    return made;
}

bool receives(const Graph& graph, const GraphInput& input, const GraphOutput& output) {
    if (output.kind == OutputKind::BufferMutation) return input.kind == InputKind::Buffer && input.target == output.target;
    if (output.kind == OutputKind::InputMutation)
        return input.kind == InputKind::User && graph.value(input.value).name == output.target;
    return false;
}

Type mapSizes(Type type, const std::function<SymInt(const SymInt&)>& f) {
    if (auto* tensor = std::get_if<TensorType>(&type)) {
        for (SymInt& size : tensor->sizes) size = f(size);
        for (SymInt& stride : tensor->strides) stride = f(stride);
    }
    if (auto* number = std::get_if<NumberType>(&type)) number->expr = f(number->expr);
    return type;
}

// --- the edits that cut and rewire; those that make nodes or change values have files of their own ---

Result<void> apply(Graph& graph, const CutAfter& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireNode(graph, edit.node));
    const UseMap uses(graph);
    const Node& node = graph.node(edit.node);
    if (node.outputs.empty()) return fail(Code::Verify, "edit.4: node '{}' has no result to return", node.name);
    std::vector<GraphOutput> outputs;
    for (const ValueId id : node.outputs)
        if (!uses.unused(id)) outputs.push_back({.value = id});
    if (outputs.empty()) outputs.push_back({.value = node.output()});
    graph.setOutputs(std::move(outputs));
    // Assertions and the like return nothing and would keep alive what the cut is meant to remove.
    std::vector<NodeId> silent;
    for (const Node& other : graph.nodes())
        if (other.outputs.empty()) silent.push_back(other.id);
    graph.removeNodes(silent);
    return {};
}

Result<void> apply(Graph& graph, const MakeInputs& edit, const Capture& capture) {
    for (const ValueId id : edit.values) {
        WHITTLE_TRY_VOID(requireValue(graph, id));
        if (!graph.value(id).producer.valid())
            return fail(Code::Verify, "edit.5: %{} is an input already", graph.value(id).name);
        WHITTLE_TRY_VOID(addCaptured(graph, graph, id, capture));
    }
    return {};
}

Result<void> apply(Graph& graph, const KeepNodes& edit, const Capture& capture) {
    const Graph before = graph;
    const UseMap uses(before);
    std::vector<bool> kept(graph.nodeIdBound(), false);
    for (const NodeId id : edit.nodes)
        if (graph.contains(id)) kept[at(id)] = true;
    const auto isKept = [&](ValueId id) {
        const NodeId producer = before.value(id).producer;
        return producer.valid() && kept[at(producer)];
    };
    const auto readByKept = [&](ValueId id) {
        return std::ranges::any_of(uses.users(id), [&](NodeId user) { return kept[at(user)]; });
    };

    std::vector<GraphOutput> outputs;
    for (const GraphOutput& output : before.outputs()) {
        bool any = false, all = true;
        forEachValue(output.value, [&](ValueId id) {
            any = true;
            all = all && isKept(id);
        });
        if (any && all) outputs.push_back(output);
    }
    std::vector<bool> returned(graph.valueIdBound(), false);
    for (const GraphOutput& output : outputs) forEachValue(output.value, [&](ValueId id) { returned[at(id)] = true; });

    std::vector<NodeId> gone;
    std::vector<ValueId> cut;
    std::vector<bool> isCut(graph.valueIdBound(), false);
    for (const Node& node : before.nodes()) {
        if (!kept[at(node.id)]) {
            gone.push_back(node.id);
            continue;
        }
        for (const ValueId id : node.inputs())
            if (before.value(id).producer.valid() && !isKept(id) && !isCut[at(id)]) {
                isCut[at(id)] = true;
                cut.push_back(id);
            }
        bool serves = node.outputs.empty();
        for (const ValueId id : node.outputs) serves = serves || returned[at(id)] || readByKept(id);
        for (const ValueId id : node.outputs) {
            if (returned[at(id)] || readByKept(id)) continue;
            // A result that nobody ever read (the mean of a layer norm) stays unread, unless the node
            // would be dead without it.
            if (uses.unused(id) && (serves || id != node.output())) continue;
            outputs.push_back({.value = id});
        }
    }
    graph.setOutputs(std::move(outputs));
    graph.removeNodes(gone);
    for (const ValueId id : cut) WHITTLE_TRY_VOID(addCaptured(graph, before, id, capture));
    return {};
}

Result<void> apply(Graph& graph, const ReplaceUses& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireValue(graph, edit.of));
    WHITTLE_TRY_VOID(requireValue(graph, edit.with));
    const Value& of = graph.value(edit.of);
    const Value& with = graph.value(edit.with);
    if (!sameShape(of.type, with.type))
        return fail(Code::Verify, "edit.6: %{} is {}, %{} is {}: one cannot stand for the other", of.name,
                    typeText(of.type), with.name, typeText(with.type));
    const auto place = [&](ValueId id) { return std::ranges::find(graph.inputs(), id, &GraphInput::value) - graph.inputs().begin(); };
    const bool earlier = of.producer.valid() ? !with.producer.valid() || graph.position(with.producer) < graph.position(of.producer)
                                             : !with.producer.valid() && place(edit.with) < place(edit.of);
    if (!earlier) return fail(Code::Verify, "edit.7: %{} is not there before %{}", with.name, of.name);
    graph.replaceUses(edit.of, edit.with);
    return {};
}

Result<void> apply(Graph& graph, const DropInputs& edit, const Capture&) {
    const UseMap uses(graph);
    for (const ValueId id : edit.inputs) {
        WHITTLE_TRY_VOID(requireValue(graph, id));
        const Value& value = graph.value(id);
        if (value.producer.valid()) return fail(Code::Verify, "edit.8: %{} is not an input", value.name);
        if (!uses.unused(id)) return fail(Code::Verify, "edit.9: input %{} is still read", value.name);
    }
    graph.removeInputs(edit.inputs);
    return {};
}

Result<void> apply(Graph& graph, const KeepOutputs& edit, const Capture&) {
    std::vector<GraphOutput> outputs;
    for (const int index : edit.outputs) {
        if (index < 0 || static_cast<std::size_t>(index) >= graph.outputs().size())
            return fail(Code::Verify, "edit.10: there is no output {}, the graph has {}", index, graph.outputs().size());
        outputs.push_back(graph.outputs()[static_cast<std::size_t>(index)]);
    }
    graph.setOutputs(std::move(outputs));
    return {};
}

Result<void> apply(Graph& graph, const InlineBranch& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireNode(graph, edit.node));
    const Node node = graph.node(edit.node);
    const Arg* argument = node.arg(edit.argument);
    const GraphRef* inner = argument ? argument->as<GraphRef>() : nullptr;
    if (!inner) return fail(Code::Verify, "edit.14: node '{}' has no graph '{}'", node.name, edit.argument);
    const Arg::List* operands = operandsOf(graph, node, **inner);
    if (!operands) return fail(Code::Verify, "edit.15: operands and results of node '{}' do not fit its graph '{}'", node.name, edit.argument);
    std::unordered_map<ValueId, Arg> outside;  // what a value of the inner graph is in this one
    for (std::size_t i = 0; i < operands->size(); ++i) outside.emplace((*inner)->inputs()[i].value, (*operands)[i]);
    const std::function<Arg(const Arg&)> moved = [&](const Arg& arg) -> Arg {
        if (const auto* value = arg.as<ValueId>()) return outside.at(*value);
        const auto* list = arg.as<Arg::List>();
        if (!list) return arg;
        Arg::List out;
        for (const Arg& item : *list) out.push_back(moved(item));
        return out;
    };
    for (const Node& one : (*inner)->nodes()) {
        Graph::NodeSpec spec{.name = one.name, .op = one.op, .origin = one.origin, .before = edit.node};
        for (const NamedArg& arg : one.args) spec.args.push_back({arg.name, moved(arg.value)});
        for (const ValueId id : one.outputs) {
            spec.outputTypes.push_back((*inner)->type(id));
            spec.outputNames.push_back((*inner)->value(id).name);
        }
        const std::vector<ValueId> made = graph.node(graph.addNode(std::move(spec))).outputs;
        for (std::size_t i = 0; i < made.size(); ++i) outside.emplace(one.outputs[i], made[i]);
    }
    for (std::size_t i = 0; i < node.outputs.size(); ++i)
        graph.replaceUses(node.outputs[i], *outside.at(*(*inner)->outputs()[i].value.as<ValueId>()).as<ValueId>());
    graph.removeNodes(std::span(&node.id, 1));
    return {};
}

namespace {

// --- what follows from any edit ---

// An output that now returns an input as it is says nothing; it goes while another output is left.
void dropPassThroughs(Graph& graph, const Graph& before) {
    const auto passesThrough = [&](const GraphOutput& output) {
        const ValueId* id = output.value.as<ValueId>();
        if (!id || graph.value(*id).producer.valid()) return false;
        const std::vector<ValueId> old = before.outputValues();
        return std::ranges::find(old, *id) == old.end();
    };
    std::vector<GraphOutput> kept;
    for (const GraphOutput& output : graph.outputs())
        if (!passesThrough(output)) kept.push_back(output);
    if (!kept.empty()) graph.setOutputs(std::move(kept));
}

void removeDeadNodes(Graph& graph) {
    std::vector<bool> live(graph.valueIdBound(), false);
    for (const ValueId id : graph.outputValues()) live[at(id)] = true;
    std::vector<NodeId> dead;
    for (std::size_t i = graph.nodes().size(); i-- > 0;) {
        const Node& node = graph.nodes()[i];
        // A node without results (an assertion) is there for its effect.
        const bool serves = node.outputs.empty() || std::ranges::any_of(node.outputs, [&](ValueId id) { return live[at(id)]; });
        if (!serves) {
            dead.push_back(node.id);
            continue;
        }
        for (const ValueId id : node.inputs()) live[at(id)] = true;
    }
    graph.removeNodes(dead);
}

void removeNewlyUnreadInputs(Graph& graph, const Graph& before) {
    const UseMap old(before), now(graph);
    std::vector<ValueId> gone;
    for (const GraphInput& input : graph.inputs()) {
        const bool isNew = at(input.value) >= before.valueIdBound();
        const bool wasRead = isNew || !old.unused(input.value);
        const bool receiver = std::ranges::any_of(
            graph.outputs(), [&](const GraphOutput& output) { return receives(graph, input, output); });
        if (wasRead && now.unused(input.value) && !receiver) gone.push_back(input.value);
    }
    graph.removeInputs(gone);
    // A write whose target has gone is an ordinary result.
    std::vector<GraphOutput> outputs(graph.outputs().begin(), graph.outputs().end());
    for (GraphOutput& output : outputs)
        if (output.kind != OutputKind::User && std::ranges::none_of(graph.inputs(), [&](const GraphInput& input) {
                return receives(graph, input, output);
            }))
            output = {.value = std::move(output.value)};
    graph.setOutputs(std::move(outputs));
}

template <class F>
void forEachSize(const Type& type, F&& f) {
    if (const TensorType* tensor = asTensorType(type)) {
        for (const SymInt& size : tensor->sizes) f(size);
        for (const SymInt& stride : tensor->strides) f(stride);
    }
    if (const NumberType* number = asNumberType(type)) f(number->expr);
}

// Also of the graphs among arguments, whose symbols are the outermost graph's.
void collectSymbols(const Graph& graph, std::set<std::string>& used) {
    for (const ValueId id : graph.values()) forEachSize(graph.type(id), [&](const SymInt& size) { used.merge(size.symbols()); });
    for (const Node& node : graph.nodes())
        for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { collectSymbols(*inner, used); });
}

// Of input sizes those that are exactly one symbol, or a multiple of one with or without an addend.
enum class Told { Plainly, Affinely };
std::set<std::string> symbolsTold(const Graph& graph, Told how) {
    std::set<std::string> told;
    for (const GraphInput& input : graph.inputs())
        forEachSize(graph.type(input.value), [&](const SymInt& size) {
            if (const auto found = affineSize(size); found && (how == Told::Affinely || size.symbolName())) told.insert(found->symbol);
        });
    return told;
}

// A graph that runs must learn each symbol from an input of exactly that size (or from a node whose result size depends on
// data). A symbol of which `2*s0` is all that is left becomes the number it was; one that never was told otherwise stays, since
// that may be what makes the graph fail.
Result<void> bindSymbols(Graph& graph, const Graph& before, const Capture& capture) {
    std::set<std::string> bound = symbolsTold(graph, Told::Plainly), wanted;
    const std::set<std::string> plainBefore = symbolsTold(before, Told::Plainly);
    for (const std::string& name : symbolsTold(graph, Told::Affinely))
        if (!plainBefore.contains(name)) bound.insert(name);
    for (const GraphInput& input : graph.inputs())
        forEachSize(graph.type(input.value), [&](const SymInt& size) { wanted.merge(size.symbols()); });
    std::map<std::string, std::int64_t, std::less<>> numbers;
    for (const std::string& name : wanted) {
        if (bound.contains(name)) continue;
        auto value = Capture::ofInputs(before).symbol(name);
        if (!value) value = capture.symbol(name);
        if (!value) return fail(Code::Verify, "edit.11: no input binds symbol {} any more, and its value is not known", name);
        numbers.emplace(name, *value);
    }
    const auto number = [&](std::string_view name) -> std::optional<SymInt> {
        const auto found = numbers.find(name);
        if (found == numbers.end()) return std::nullopt;
        return SymInt(found->second);
    };
    const auto substitute = [&](const SymInt& size) { return size.substitute(number); };
    std::set<std::string> used;
    if (!numbers.empty()) mapTypes(graph, [&](const Type& type) { return mapSizes(type, substitute); });
    collectSymbols(graph, used);
    std::erase_if(graph.symbols, [&](const auto& symbol) { return !used.contains(symbol.first); });
    return {};
}

}  // namespace

std::int64_t nodesIn(const Graph& graph) {
    auto count = static_cast<std::int64_t>(graph.nodes().size());
    for (const Node& node : graph.nodes())
        for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { count += nodesIn(*inner); });
    return count;
}

const Arg::List* operandsOf(const Graph& graph, const Node& node, const Graph& inner) {
    if (inner.outputs().size() != node.outputs.size()) return nullptr;
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
        const ValueId* result = inner.outputs()[i].value.as<ValueId>();
        if (!result || !sameShape(inner.type(*result), graph.type(node.outputs[i]))) return nullptr;
    }
    const auto fits = [&](const Arg::List& list) {
        if (list.size() != inner.inputs().size()) return false;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const ValueId* value = list[i].as<ValueId>();
            if (!value || !sameShape(graph.type(*value), inner.type(inner.inputs()[i].value))) return false;
        }
        return true;
    };
    for (const NamedArg& arg : node.args)
        if (const auto* list = arg.value.as<Arg::List>(); list && fits(*list)) return list;
    return nullptr;
}

Result<Graph> applyEdit(const Graph& graph, const Edit& edit, const Capture& capture) {
    Graph edited = graph;
    WHITTLE_TRY_VOID(std::visit([&](const auto& one) { return apply(edited, one, capture); }, edit));
    dropPassThroughs(edited, graph);
    removeDeadNodes(edited);
    if (edited.nodes().empty()) return fail(Code::Verify, "edit.12: the edit leaves no node");
    removeNewlyUnreadInputs(edited, graph);
    WHITTLE_TRY_VOID(bindSymbols(edited, graph, capture));
    if (!isSmaller(edited, graph)) return fail(Code::Verify, "edit.13: the edit makes the graph no smaller");
    // The original's call structure (pytree specs) does not describe the inputs and outputs that are left.
    for (const char* key : {"in_spec", "out_spec"}) edited.metadata.erase(key);
    WHITTLE_TRY_VOID(checkGraph(edited).context("checking the graph after '{}'", editText(edit, graph)));
    return edited;
}

}  // namespace whittle
