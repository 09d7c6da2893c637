// A random graph while it grows: its values and their types, symbolic and for each set of concrete sizes that it will be run
// with. A node is kept only when the operator's own type rule accepts it for all of them.
#pragma once

#include <functional>

#include "engine/ops/op_def.h"
#include "minifier/fuzz/input_data.h"

namespace whittle {

/// Values of the graph's symbols for one run.
using Binding = std::map<std::string, std::int64_t>;

struct DraftInput {
    ValueId value;
    Filling filling;
    InputLayout layout = InputLayout::RowMajor;
};

class Draft {
public:
    Draft(std::uint64_t seed, std::uint64_t number);

    Random& random() { return m_random; }
    const Graph& graph() const { return m_graph; }
    std::span<const DraftInput> inputs() const { return m_inputs; }
    std::span<const Binding> bindings() const { return m_bindings; }
    const TensorType& type(ValueId id) const { return *asTensorType(m_graph.type(id)); }

    SymInt size();                    ///< one of the few that this graph is made of, so that shapes meet
    SymSizes sizes(int rank);
    DType dtype();
    DType floatDType();
    ValueId addInput(DType dtype, SymSizes sizes, Filling filling = {});
    /// A tensor that fits, late ones more often. Nothing when there is none.
    std::optional<ValueId> pick(const std::function<bool(const TensorType&)>& fits);
    /// One of these sizes and dtype that is there already, or a new input.
    ValueId pickOrAdd(DType dtype, const SymSizes& sizes, Filling filling = {});
    /// A size as an argument: a number, or a node that asks a tensor for it. Nothing when no tensor has that size.
    std::optional<Arg> number(const SymInt& size);
    /// Adds the node when the operator accepts it. Answers whether it did.
    bool add(const OpDef& op, std::vector<NamedArg> args);

    /// What nobody reads becomes an output, and a few of the others.
    void finish();

private:
    void addTensor(ValueId id);
    bool fitsMemory(const Type& type) const;
    Result<Types> concreteTypes(const OpDef& op, std::span<const NamedArg> args, std::size_t binding) const;

    Random m_random;
    Graph m_graph;
    OriginRef m_origin;
    std::vector<SymInt> m_vocabulary;
    std::vector<DType> m_dtypes;
    std::vector<Binding> m_bindings;
    std::vector<std::vector<Type>> m_concrete;  // by binding, then by value id
    std::vector<DraftInput> m_inputs;
    std::vector<ValueId> m_tensors;
    std::map<std::string, ValueId> m_numbers;  // a size's text -> the number that was asked for
};

}  // namespace whittle
