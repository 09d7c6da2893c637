// Runs a C++ function over Variables once, and keeps what it did: a graph, the guards under which it holds, what it returned.
#pragma once

#include <functional>

#include "engine/capture/dynamic_history.h"
#include "engine/capture/cell.h"
#include "engine/capture/guard.h"
#include "engine/eager/kernel_provider.h"
#include "engine/ops/op_builder.h"
#include "engine/tensor/generator.h"

namespace whittle {

/// A function over its arguments, in order, then what is bound. Called once a recording or eager run; it must do the same each time.
using CapturedFn = std::function<Variable(FunctionRecorder& recorder, std::span<const Variable> arguments)>;

enum class Dynamic { Automatic, Always, Never };

struct RecordOptions {
    Dynamic dynamic = Dynamic::Automatic;
    bool automaticDynamic = true;      ///< learn from earlier calls; of Dynamic::Automatic
    bool specializeInt = false;        ///< every integer argument by value
    bool captureScalarOutputs = false; ///< item() is recorded as a number without value
};

/// What a function is called with: arguments, then what is bound; after a graph break what is left of them and was made since.
struct RecorderInput {
    std::string text;  ///< "L['x']"
    std::string name;  ///< of the graph's input: "x"
};

/// What a recording gives back, as a template: leaves of a result.
struct ResultTree {
    struct Output {
        std::size_t index = 0;  ///< among the graph's outputs
    };
    using List = std::vector<ResultTree>;
    using Dict = std::vector<std::pair<std::string, ResultTree>>;
    /// SymInt: over the names of sources, to be worked out for each call.
    std::variant<CallValue, Output, SymInt, List, Dict> value;
};

/// A graph break: where and why recording ended before the function did.
struct GraphBreak {
    std::string reason;  ///< "Tensor.item"
    OriginRef where;     ///< null when unknown
};

/// One thing that the function did while it was recorded, for doing it again with nothing decided anew: what an operation gave, or the
/// answer to a condition.
struct RecordedStep {
    std::string op;                               ///< empty: a decision
    std::vector<decltype(Cell::state)> outputs;
    std::int64_t answer = 0;
};

struct Recording {
    Graph graph;
    std::vector<Source> inputs;      ///< of the graph's inputs, in order
    std::vector<Guard> guards;       ///< without those on sizes
    std::vector<ShapeGuard> shapeGuards;
    std::vector<SizeSource> sizes;
    ShapeEnv env;                    ///< the symbols, and what was decided about them
    ResultTree result;               ///< after a graph break: a list, of what the rest of the function may still read
    std::optional<GraphBreak> graphBreak;  ///< why it ends before the function does
    std::vector<RecordedStep> steps; ///< as far as there is more of the function
    std::map<std::string, decltype(Cell::state), std::less<>> arguments;  ///< by source: what was looked at
};

/// Leaves the user's function. Thrown by Variables, caught by the recorder.
struct LeaveFunction {
    Error error;
};

/// How a function goes on after a graph break.
struct NextSegment {
    enum class How { Record, Replay, Eager };
    How how = How::Eager;
    DynamicHistory* history = nullptr;       ///< of Record
    std::span<const CallValue> earlier = {}; ///< of Record: an earlier call; sizes and integers that it had otherwise are symbols
    const Recording* recording = nullptr;    ///< of Replay
};

/// Who runs the parts of a function that graph breaks split: the cache of compiled functions.
class SegmentRunner {
public:
    virtual ~SegmentRunner() = default;
    /// A recorded part, up to a break: what its result is, a value an item.
    virtual Result<std::vector<CallValue>> ran(Recording recording) = 0;
    /// The same for a part that was replayed.
    virtual Result<std::vector<CallValue>> ranAgain() = 0;
    /// What follows has these inputs, which the recorder keeps.
    virtual Result<NextSegment> next(std::span<const RecorderInput> inputs, std::span<const CallValue> values) = 0;
};

/// Leaves it too, when an entry is known to do all the rest.
struct FunctionDone {};

/// How a function ended.
struct FunctionEnd {
    NextSegment::How how = NextSegment::How::Record;  ///< of its last segment
    std::optional<Recording> recording;               ///< of Record
    CallValue value;                                  ///< of Eager
};

class FunctionRecorder {
public:
    /// `inputs`, `values` and `state` outlive the recorder; so does what `first` points to.
    FunctionRecorder(NextSegment first, std::span<const RecorderInput> inputs, std::span<const CallValue> values, const GlobalState& state, RecordOptions options);
    ~FunctionRecorder();

    /// Runs the function once. Without `runner` a graph break is an error, Unsupported, and graphBreak() says why.
    /// Errors: the failing operation's; Argument for a dimension that was to stay dynamic.
    Result<FunctionEnd> run(const CapturedFn& fn, SegmentRunner* runner);
    /// The first one, when there was one.
    const std::optional<GraphBreak>& graphBreak() const { return m_break; }
    /// Of eager operations: whom they ask before the reference kernels (null: nobody), and what they draw from, which outlives the recorder.
    void setKernels(KernelProvider* kernels, Generator& generator) {
        m_kernels = kernels;
        m_generator = &generator;
    }

    bool isEager() const { return m_segment.how == NextSegment::How::Eager; }

    // What captured functions call.

    /// Any operator, arguments by the names of its schema. Operators with several results give a list.
    /// `name`: of the node; empty: from the operator.
    Variable call(std::string_view op, std::vector<NamedVariable> args, std::string name = {});
    /// A tensor of the function's own, such as a weight: no guard looks at it.
    Variable constant(GraphInput input, std::string name, TensorType type);
    /// torch._check: the condition must hold, and is a guard. Leaves the function when it does not. On what only a run knows it is
    /// taken to hold, and the graph asserts it.
    void check(const Variable& condition, std::string_view message);
    /// The same where the program has assertions of its own: nothing is added to the graph.
    void assume(const Variable& condition, std::string_view message);
    /// A number of the user's own, in which sizes of arguments are to be expressed: check that they are.
    Variable root(std::int64_t value, SymRange range) { return made({m_out.env.addRoot(value, range)}); }
    /// What follows from all that was asked so far: see ShapeEnv::deduce.
    void deduce() { m_out.env.deduce(); }
    /// Ends a recording: what follows cannot be recorded. `reason` goes to the log.
    void breakGraph(std::string_view reason);
    /// The user's line that the following operations come from: shown wherever a guard or a node is. `given`: of the graph that is recorded.
    void at(OriginRef origin, NodeId given = {}) {
        m_origin = std::move(origin);
        m_given = given;
    }

    // What Variables call.

    const Cell& resolve(const Variable& variable);
    bool truth(const Variable& variable);
    Variable item(const Variable& tensor);
    std::int64_t specialize(const Variable& number);
    /// A float argument as a number: guarded by value. Leaves the function where only a run knows it.
    double numberOf(const Variable& number);
    Variable made(Cell cell);
    [[noreturn]] static void leave(Error error);

private:
    struct Realized {
        const TensorArg* tensor;
        Source source;
        std::shared_ptr<Cell> cell;
        SymSizes sizes, strides;
    };
    using How = NextSegment::How;
    bool records() const { return m_segment.how == How::Record; }
    std::vector<Variable> arguments();
    Variable fresh(LazyArgument argument);
    const RecordedStep& step(std::string_view op);
    std::int64_t answered(const std::function<std::int64_t()>& decide);
    void begin(NextSegment segment);
    Result<Recording> finished();
    std::vector<std::shared_ptr<Cell>> valuesToKeep() const;
    static std::string nameOf(const Cell& cell, const Graph& graph);
    Variable moveOn(const std::vector<std::shared_ptr<Cell>>& kept, std::vector<CallValue> values, const std::function<CallValue()>& answer);
    ResultTree treeToKeep(const Variable& variable);
    void leaveOnUndecided();
    const SymCondition* undecidable(const Variable& condition);
    void lookAt(const Variable& variable);
    Variable breakWith(std::string_view reason, const std::function<CallValue()>& answer);
    void realize(Cell& lazy);
    void realizeTensor(Cell& cell, const Source& source, const TensorRef& tensor);
    void realizeInteger(Cell& cell, const Source& source, std::int64_t value);
    void realizeFloat(Cell& cell, const Source& source, double value);
    void realizeContainer(Cell& cell, const Source& source, const CallValue& value);
    void guard(GuardKind kind, const Source& source, std::string text, decltype(Guard::want) want);
    void addSymbolicSizes(Realized& tensor);
    void addTensorGuards();
    Arg argOf(const Variable& variable);
    Arg argOf(const SymInt& size);
    Arg argOf(const GraphCell& graph);
    std::optional<SymInt> sizeOf(const GraphCell::Size& size);
    Datum datumOf(const CallValue& value) const;
    ResultTree resultOf(const Variable& variable);
    CallValue dataOf(const Variable& variable);
    std::vector<DatumRef> run(const Node& node);
    DatumRef dataAt(ValueId id) const;
    Variable outputOf(ValueId id, DatumRef data = nullptr);
    const ShapeEnv& env() const { return m_segment.recording ? m_segment.recording->env : m_out.env; }
    bool holdsByItself(const Node& node) const;
    bool fixIntegers(const std::vector<NamedVariable>& args, std::vector<NamedArg>& given);
    void nameWhatDataDecides(std::span<const ValueId> outputs);
    void guardAssertion();

    NextSegment m_segment;
    std::span<const RecorderInput> m_inputs;
    std::span<const CallValue> m_values;
    const GlobalState& m_state;
    RecordOptions m_options;
    SegmentRunner* m_runner = nullptr;
    std::size_t m_step = 0;                      // of Replay
    std::vector<std::weak_ptr<Cell>> m_cells;    // all that were made, in order
    std::vector<std::string> m_names;            // of what a graph break has just kept
    std::vector<RecorderInput> m_ownInputs;      // of a segment after a break
    std::vector<CallValue> m_ownValues;
    KernelProvider* m_kernels = nullptr;
    Generator m_own;
    Generator* m_generator = &m_own;
    Recording m_out;
    std::vector<Realized> m_tensors;
    // Of How::Eager; none on device meta. Cells hold the data: what no Variable names any more is freed.
    std::unordered_map<ValueId, std::weak_ptr<const Datum>> m_data;
    OriginRef m_origin = std::make_shared<const Origin>();
    NodeId m_given;
    std::optional<GraphBreak> m_break;
};

}  // namespace whittle
