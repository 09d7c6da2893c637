// One use of an operator while it runs: OpCall's arguments with every size known, plus the tensors.
#pragma once

#include "engine/base/cancel.h"
#include "engine/ops/op_call.h"
#include "engine/tensor/generator.h"

namespace whittle {

/// How results lie in memory: as PyTorch would lay them out, or as the kernel computes them fastest.
enum class ResultLayout { AsPyTorch, Fastest };

/// What a run gives to the kernels of all its nodes.
struct KernelContext {
    KernelContext(Precision p = Precision::AsGiven) : precision(p) {}  // NOLINT: most callers have no more to say
    Precision precision;
    Generator* generator = nullptr;  ///< of the whole run; without one, random operators are refused
    /// Types on record in the graph, of the same ids as the data; empty: the data's own. A float64 run draws the
    /// numbers that the recorded dtype would get, so that it stays comparable.
    OpCall::TypeLookup recorded;
    CancelToken cancel;  ///< for the graphs that higher-order operators run
    ResultLayout layout = ResultLayout::AsPyTorch;
    std::function<bool(ValueId)> isWeight;  ///< the same tensor in every run, so that work on it may be kept; empty: none
};

/// The argument with numbers as data has them in the place of the values that hold them.
Arg withNumbers(const Arg& arg, const std::function<const Datum&(ValueId)>& data);

class KernelCall : public OpCall {
public:
    using DatumLookup = std::function<const Datum&(ValueId)>;
    /// Runs a graph on data for all its inputs. Operators stand below the interpreter, so it hands this down.
    using GraphRunner = std::function<Result<std::vector<Datum>>(const Graph&, std::vector<Datum>)>;

    /// Binds, infers the output types from the actual data, and is then ready to `run`.
    /// `types` must outlive the call (the caller keeps one Type a value). Errors: as bind and the type rule;
    /// Internal for a random operator in a context without generator.
    static Result<KernelCall> prepare(const OpDef& op, std::span<const NamedArg> args, TypeLookup types,
                                      DatumLookup data, const KernelContext& context, GraphRunner runner = {});

    /// Runs the operator's kernel, the one for complex numbers where there are any.
    Result<void> run() { return isComplexCall() ? m_op->complex(*this) : m_op->reference(*this); }

    const Tensor& tensor(std::string_view name) const;
    const Tensor* optionalTensor(std::string_view name) const;               ///< null for None
    std::vector<const Tensor*> tensors(std::string_view name) const;         ///< null elements for None
    const Tensor& input(int index) const { return *m_inputs[static_cast<std::size_t>(index)]; }
    /// What an argument of kind Any or an element of an Any[] holds.
    Datum datum(const Arg& item) const;
    /// A sub-graph's outputs for these inputs, in the call's precision. Errors: the failing node's, with the graph
    /// as context; Cancelled; Unsupported where nothing can run graphs.
    Result<std::vector<Datum>> run(const Graph& graph, std::vector<Datum> inputs) const;
    bool isWeight(std::string_view name) const;  ///< see KernelContext
    ResultLayout layout() const { return m_layout; }
    Index size(std::string_view name) const;     ///< an int argument, all sizes being known
    Sizes sizes(std::string_view name) const;    ///< an int[] argument
    int checkedDim(std::string_view name, int rank) const;  ///< the type rule has already refused bad ones
    std::vector<int> checkedDims(std::string_view name, int rank) const;

    /// The inferred type of an output; sizes are constants except where the op's result depends on data.
    const TensorType& outputType(int index = 0) const;
    const Types& outputTypes() const { return m_outputTypes; }
    Sizes outputSizes(int index = 0) const;
    /// The output, allocated row-major on first use. Kernels that return views call setOutput instead.
    Tensor& output(int index = 0);
    void setOutput(int index, Datum value) { m_outputs[static_cast<std::size_t>(index)] = std::move(value); }
    /// An output as it stands: nothing until `output` or `setOutput` made it.
    const Datum& given(int index) const { return m_outputs[static_cast<std::size_t>(index)]; }

    DType recordedDType(std::string_view name) const;  ///< of a tensor argument in the graph, whatever the run's precision is
    /// Random operators only (drawsRandom): where the numbers come from, and the dtypes that decide how many are
    /// taken: those of the graph, whatever the run's precision is.
    Generator& generator() const { return *m_generator; }
    DType recordedOutput(int index = 0) const;

    int outputCount() const { return static_cast<int>(m_outputs.size()); }
    std::vector<Datum> takeOutputs() { return std::move(m_outputs); }

private:
    const Tensor* find(const Arg& arg) const;

    DatumLookup m_data;
    ResultLayout m_layout = ResultLayout::AsPyTorch;
    std::function<bool(ValueId)> m_isWeight;
    Generator* m_generator = nullptr;
    TypeLookup m_recorded;
    Types m_recordedOutputs;
    GraphRunner m_runner;
    std::vector<const Tensor*> m_inputs;
    Types m_outputTypes;
    std::vector<Datum> m_outputs;
};

}  // namespace whittle
