// The graph as a value: nodes in execution order, each with an operator, named arguments, outputs and
// an origin. Copying a graph copies small vectors and shares weights, so thousands of variants can
// live side by side. Ids stay the same across edits and copies; a new node or value gets a new id,
// and no id is ever used twice in one graph's descendants.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/ir/type.h"

namespace whittle {

/// Where a node comes from. Shared between the graph's copies; a pass that makes a node gives it
/// the origin of the nodes it replaces (see mergeOrigins).
struct Origin {
    std::string name;         ///< FX node name in the file, e.g. "linear_1"
    std::string op;           ///< operator in the file, when lowering changed it
    std::string modulePath;   ///< "layers.3.attn", empty for the root module
    std::string moduleType;   ///< "torch.nn.modules.linear.Linear"
    std::string file;         ///< user's source file, innermost frame of user code
    int line = 0;             ///< 0: unknown
    std::string function;     ///< "forward"
    std::string code;         ///< the source line
    std::string stackTrace;   ///< the whole trace as the file has it
    std::vector<std::string> from;  ///< names of the nodes a pass made this one of

    std::string where() const;  ///< "net.py:17", empty when unknown
};
using OriginRef = std::shared_ptr<const Origin>;
OriginRef mergeOrigins(std::span<const OriginRef> origins);

enum class Layout { Strided };
enum class MemoryFormat { Contiguous, ChannelsLast, ChannelsLast3d, Preserve };

class Graph;
using GraphRef = std::shared_ptr<const Graph>;  ///< an immutable snapshot

/// Graphs stand inside arguments at most this deep; readers and the verifier hold it.
inline constexpr int kMaxGraphDepth = 16;

/// One argument. Lists nest (a Tensor[] is a List of ValueIds); None is monostate. A graph is what a higher-order
/// operator runs: a branch, a loop's body. It is closed: what it reads from outside comes in through its inputs,
/// which are plain User inputs without data, in the order of the operands; it holds no weights, changes nothing
/// in place, and its symbols are those of the outermost graph.
struct Arg {
    using List = std::vector<Arg>;
    using Variant = std::variant<std::monostate, ValueId, bool, std::int64_t, double, std::string, DType, Device,
                                 Layout, MemoryFormat, List, GraphRef>;
    Variant value;

    Arg() = default;
    Arg(ValueId v) : value(v) {}                      // NOLINT: an argument is any of these
    Arg(bool v) : value(v) {}                         // NOLINT
    Arg(std::int64_t v) : value(v) {}                 // NOLINT
    Arg(int v) : value(std::int64_t{v}) {}            // NOLINT
    Arg(double v) : value(v) {}                       // NOLINT
    Arg(std::string v) : value(std::move(v)) {}       // NOLINT
    Arg(const char* v) : value(std::string(v)) {}     // NOLINT
    Arg(DType v) : value(v) {}                        // NOLINT
    Arg(Device v) : value(std::move(v)) {}            // NOLINT
    Arg(Layout v) : value(v) {}                       // NOLINT
    Arg(MemoryFormat v) : value(v) {}                 // NOLINT
    Arg(List v) : value(std::move(v)) {}              // NOLINT
    Arg(GraphRef v) : value(std::move(v)) {}          // NOLINT: never null

    bool isNone() const { return std::holds_alternative<std::monostate>(value); }
    template <class T>
    const T* as() const { return std::get_if<T>(&value); }
    /// Graphs are equal when sameStructure says so.
    friend bool operator==(const Arg& a, const Arg& b);
};

/// Calls `f(ValueId&)` for every value in `arg`, lists included, left to right. The values inside a graph are
/// that graph's own and are not visited.
template <class A, class F>
void forEachValue(A& arg, F&& f) {
    if (auto* value = std::get_if<ValueId>(&arg.value)) return f(*value);
    if (auto* list = std::get_if<Arg::List>(&arg.value))
        for (auto& item : *list) forEachValue(item, f);
}

/// Calls `f(GraphRef&)` for every graph in `arg`, lists included, left to right; not for the graphs inside those.
template <class A, class F>
void forEachGraph(A& arg, F&& f) {
    if (auto* graph = std::get_if<GraphRef>(&arg.value)) return f(*graph);
    if (auto* list = std::get_if<Arg::List>(&arg.value))
        for (auto& item : *list) forEachGraph(item, f);
}

/// `name` is the schema's ("self", "dim"); arguments equal to their default may be left out.
struct NamedArg {
    std::string name;
    Arg value;
    friend bool operator==(const NamedArg&, const NamedArg&) = default;
};

struct Node {
    NodeId id;
    std::string name;  ///< unique among nodes, FX's where there is one
    std::string op;    ///< "aten.add.Tensor"; symbol arithmetic is "_operator.mul", "torch.sym_max"
    std::vector<NamedArg> args;     ///< in schema order
    std::vector<ValueId> outputs;   ///< a Tensor[] result is one output an element
    OriginRef origin;               ///< never null

    const Arg* arg(std::string_view argName) const;
    std::vector<ValueId> inputs() const;  ///< every value read, in argument order, repeats kept
    ValueId output() const { return outputs.front(); }
};

struct Value {
    ValueId id;
    std::string name;  ///< unique among values
    Type type;
    NodeId producer;   ///< invalid for a graph input
};

enum class InputKind { User, Parameter, Buffer, Constant };

/// A graph input. `data` is the weight, or the example input that came with the file (or the
/// captured tensor of a cut); absent when the file has none.
struct GraphInput {
    ValueId value;
    InputKind kind = InputKind::User;
    std::string target;  ///< qualified name ("layers.0.weight"), empty for User
    Datum data;
    bool persistent = true;  ///< buffers only
};

enum class OutputKind { User, BufferMutation, InputMutation };

/// A graph output. `value` is a ValueId or a literal leaf such as None or 3.
struct GraphOutput {
    Arg value;
    OutputKind kind = OutputKind::User;
    std::string target;  ///< the buffer or user input that receives the value
};

struct SymbolInfo {
    std::optional<std::int64_t> min;
    std::optional<std::int64_t> max;
    std::optional<std::int64_t> hint;  ///< value while tracing
    friend bool operator==(const SymbolInfo&, const SymbolInfo&) = default;
};

/// Not thread-safe while edited; any number of threads may read one graph or copies of it.
class Graph {
public:
    std::string name = "graph";
    std::map<std::string, SymbolInfo> symbols;
    std::map<std::string, std::string> metadata;  ///< "torch_version", "source", user metadata

    std::span<const Node> nodes() const { return m_nodes; }  ///< execution order
    std::span<const GraphInput> inputs() const { return m_inputs; }
    std::span<const GraphOutput> outputs() const { return m_outputs; }
    /// Lookups by id; the id must be alive in this graph.
    const Node& node(NodeId id) const { return m_nodes[static_cast<std::size_t>(m_position[at(id)])]; }
    const Value& value(ValueId id) const { return m_values[at(id)]; }
    const Type& type(ValueId id) const { return value(id).type; }
    bool contains(NodeId id) const;
    bool contains(ValueId id) const;
    int position(NodeId id) const { return m_position[at(id)]; }  ///< index into nodes()
    /// Live values: inputs first, then node outputs in execution order.
    std::vector<ValueId> values() const;
    std::optional<ValueId> findValue(std::string_view valueName) const;  ///< cost: linear
    const GraphInput* inputOf(ValueId id) const;                          ///< null when not an input
    std::vector<ValueId> outputValues() const;                            ///< ValueIds among outputs(), in order
    /// Upper bounds of ids ever given out: sizes for side tables indexed by id.
    std::size_t valueIdBound() const { return m_values.size(); }
    std::size_t nodeIdBound() const { return m_position.size(); }

    // Building and editing. Names are made unique by a suffix; ids in arguments must be alive.
    ValueId addInput(GraphInput input, std::string valueName, Type type);
    struct NodeSpec {
        std::string name;  ///< empty: from the op
        std::string op;
        std::vector<NamedArg> args;
        std::vector<Type> outputTypes;
        std::vector<std::string> outputNames;  ///< empty: from the node's name
        OriginRef origin;
        NodeId before;  ///< invalid: at the end
    };
    NodeId addNode(NodeSpec spec);
    void addOutput(GraphOutput output) { m_outputs.push_back(std::move(output)); }
    void setOutputs(std::vector<GraphOutput> outputs) { m_outputs = std::move(outputs); }
    void setType(ValueId id, Type type) { m_values[at(id)].type = std::move(type); }
    void setInputData(ValueId id, Datum data);
    void setInputKind(ValueId id, InputKind kind, std::string target, bool persistent = true);
    void setArgs(NodeId id, std::vector<NamedArg> args) { edit(id).args = std::move(args); }
    void setOp(NodeId id, std::string op) { edit(id).op = std::move(op); }
    void setOrigin(NodeId id, OriginRef origin) { edit(id).origin = std::move(origin); }
    void renameValue(ValueId id, std::string valueName);
    /// Every reader of `of`, the graph's outputs included, reads `with` instead.
    void replaceUses(ValueId of, ValueId with);
    /// Removes nodes and their outputs; nothing may read those any more (the verifier says so).
    void removeNodes(std::span<const NodeId> ids);
    void removeInputs(std::span<const ValueId> ids);
    /// Adds a User input of the same type holding `data` and lets every reader of `of` read it instead.
    /// The producer of `of` stays; removing it is the caller's choice.
    ValueId makeInput(ValueId of, Datum data);

private:
    template <class Tag>
    static std::size_t at(Id<Tag> id) { return static_cast<std::size_t>(id.index()); }
    Node& edit(NodeId id) { return m_nodes[static_cast<std::size_t>(m_position[at(id)])]; }
    std::string uniqueName(std::unordered_map<std::string, int>& used, std::string wanted);
    void reindex();

    std::vector<Node> m_nodes;
    std::vector<int> m_position;  // node id -> index in m_nodes, -1 when removed
    std::vector<Value> m_values;  // by id; id invalid when removed
    std::vector<GraphInput> m_inputs;
    std::vector<GraphOutput> m_outputs;
    std::unordered_map<std::string, int> m_nodeNames;  // name -> next suffix to try
    std::unordered_map<std::string, int> m_valueNames;
};

/// Who reads each value: node ids in execution order (once per node), by value id.
class UseMap {
public:
    explicit UseMap(const Graph& graph);
    std::span<const NodeId> users(ValueId id) const { return m_users[static_cast<std::size_t>(id.index())]; }
    bool isOutput(ValueId id) const { return m_isOutput[static_cast<std::size_t>(id.index())]; }
    bool unused(ValueId id) const { return users(id).empty() && !isOutput(id); }

private:
    std::vector<std::vector<NodeId>> m_users;
    std::vector<bool> m_isOutput;
};

/// The same operators, arguments, types, inputs and outputs in the same order; names, ids, origins and input data
/// do not count. structuralHash (a coarser equality: order does not count) is for looking graphs up.
bool sameStructure(const Graph& a, const Graph& b);

/// Every type of the graph becomes `f` of it, in the graphs among its arguments too.
void mapTypes(Graph& graph, const std::function<Type(const Type&)>& f);

}  // namespace whittle
