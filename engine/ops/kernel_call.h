// One use of an operator while it runs: OpCall's arguments with every size known, plus the tensors.
#pragma once

#include "engine/ops/op_call.h"

namespace whittle {

class KernelCall : public OpCall {
public:
    using DatumLookup = std::function<const Datum&(ValueId)>;

    /// Binds, infers the output types from the actual data, and is then ready for `op.reference`.
    /// `inputTypes` must outlive the call (the caller keeps one Type a value). Errors: as bind and the type rule.
    static Result<KernelCall> prepare(const OpDef& op, std::span<const NamedArg> args, TypeLookup types,
                                      DatumLookup data, Precision precision);

    const Tensor& tensor(std::string_view name) const;
    const Tensor* optionalTensor(std::string_view name) const;               ///< null for None
    std::vector<const Tensor*> tensors(std::string_view name) const;         ///< null elements for None
    const Tensor& input(int index) const { return *m_inputs[static_cast<std::size_t>(index)]; }
    Scalar scalar(std::string_view name) const;  ///< also a number computed by another node
    double number(std::string_view name) const { return scalar(name).real; }
    bool flag(std::string_view name) const { return scalar(name).real != 0; }
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
    int outputCount() const { return static_cast<int>(m_outputs.size()); }
    std::vector<Datum> takeOutputs() { return std::move(m_outputs); }

private:
    const Tensor* find(const Arg& arg) const;

    DatumLookup m_data;
    std::vector<const Tensor*> m_inputs;
    Types m_outputTypes;
    std::vector<Datum> m_outputs;
};

}  // namespace whittle
