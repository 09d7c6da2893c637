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
using CapturedFn = std::function<Variable(Recorder& recorder, std::span<const Variable> arguments)>;

enum class Dynamic { Automatic, Always, Never };

struct RecordOptions {
    Dynamic dynamic = Dynamic::Automatic;
    bool automaticDynamic = true;      ///< learn from earlier calls; of Dynamic::Automatic
    bool specializeInt = false;        ///< every integer argument by value
    bool captureScalarOutputs = false; ///< item() is recorded as a number without value
    std::span<const CallValue> earlier = {};  ///< an earlier call: sizes and integers that it had otherwise are symbols
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

struct Recording {
    Graph graph;
    std::vector<Source> inputs;      ///< of the graph's inputs, in order
    std::vector<Guard> guards;       ///< without those on sizes
    std::vector<ShapeGuard> shapeGuards;
    std::vector<SizeSource> sizes;
    ShapeEnv env;                    ///< the symbols, and what was decided about them
    ResultTree result;
};

/// Leaves the user's function. Thrown by Variables, caught by the recorder.
struct LeaveFunction {
    Error error;
};

class Recorder {
public:
    /// What the function is called with: arguments, then what is bound.
    struct Input {
        std::string text;  ///< "L['x']"
        std::string name;  ///< of the graph's input: "x"
    };
    enum class Mode { Record, Eager };

    /// `inputs`, `values`, `state` and `history` outlive the recorder.
    Recorder(Mode mode, std::span<const Input> inputs, std::span<const CallValue> values, const GlobalState& state, DynamicHistory& history,
             RecordOptions options);
    ~Recorder();

    /// Of Mode::Record. Errors: the failing operation's; Argument for a dimension that was to stay dynamic; Unsupported for what cannot
    /// be recorded, where graphBreak() then says why.
    Result<Recording> record(const CapturedFn& fn);
    /// Of Mode::Eager: runs every operation at once. `kernels` may be null.
    Result<CallValue> runEager(const CapturedFn& fn, KernelProvider* kernels, std::uint64_t seed);
    const std::optional<GraphBreak>& graphBreak() const { return m_break; }

    // What captured functions call.

    /// Any operator, arguments by the names of its schema. Operators with several results give a list.
    /// `name`: of the node; empty: from the operator.
    Variable call(std::string_view op, std::vector<NamedVariable> args, std::string name = {});
    /// A tensor of the function's own, such as a weight: no guard looks at it.
    Variable constant(GraphInput input, std::string name, TensorType type);
    /// torch._check: the condition must hold, and is a guard. Leaves the function when it does not.
    void check(const Variable& condition, std::string_view message);
    /// Ends a recording: what follows cannot be recorded. `reason` goes to the log.
    void breakGraph(std::string_view reason);
    /// The user's line that the following operations come from: shown wherever a guard or a node is.
    void at(OriginRef origin) { m_origin = std::move(origin); }

    // What Variables call.

    const Cell& resolve(const Variable& variable);
    bool truth(const Variable& variable);
    Variable item(const Variable& tensor);
    std::int64_t specialize(const Variable& number);
    Variable made(Cell cell);
    [[noreturn]] static void leave(Error error);

private:
    struct Realized {
        const TensorArg* tensor;
        Source source;
        std::shared_ptr<Cell> cell;
        SymSizes sizes, strides;
    };
    std::vector<Variable> arguments();
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
    Datum datumOf(const CallValue& value) const;
    ResultTree resultOf(const Variable& variable);
    CallValue dataOf(const Variable& variable);
    void run(const Node& node);
    Variable outputOf(ValueId id);

    Mode m_mode;
    std::span<const Input> m_inputs;
    std::span<const CallValue> m_values;
    const GlobalState& m_state;
    DynamicHistory& m_history;
    RecordOptions m_options;
    KernelProvider* m_kernels = nullptr;
    Generator m_generator;
    Recording m_out;
    std::vector<Realized> m_tensors;
    std::unordered_map<ValueId, Datum> m_data;  // of Mode::Eager; none on device meta
    OriginRef m_origin = std::make_shared<const Origin>();
    std::optional<GraphBreak> m_break;
};

}  // namespace whittle
