// What most decompositions are written with: operators by position, as PyTorch's own are, where the first error
// stops everything after it and is answered at the end.
#pragma once

#include <optional>

#include "engine/ops/op_builder.h"
#include "engine/ops/op_call.h"

namespace whittle::ops {

class Steps {
public:
    Steps(const OpCall& call, OpBuilder& build);

    /// One operator with exactly one output: steps("aten.mul.Tensor", {x, 2}). Invalid after an error.
    ValueId operator()(std::string_view op, std::vector<Arg> args, std::vector<NamedArg> named = {});
    /// The same for any number of outputs; as many invalid ids as `count` after an error.
    std::vector<ValueId> several(std::string_view op, std::vector<Arg> args, std::size_t count,
                                 std::vector<NamedArg> named = {});

    bool ok() const { return !m_error; }
    TensorType type(ValueId value) const;  ///< f32[] for an invalid id; a copy, since types move as the graph grows
    int rank(ValueId value) const { return type(value).rank(); }
    /// A size as an argument; a symbolic one is read from a tensor seen so far that has it.
    Arg size(const SymInt& size);
    Arg sizes(std::span<const SymInt> sizes);
    ValueId value(std::string_view argument) const;  ///< a Tensor argument of the call
    ValueId to(ValueId value, DType dtype);          ///< itself when it has it
    ValueId view(ValueId value, const SymSizes& sizes);  ///< reshape; itself when it has them
    void stop(Error error);  ///< what follows does nothing, `done` answers the error

    Result<std::vector<ValueId>> done(std::vector<ValueId> outputs) const;
    Result<std::vector<ValueId>> done(ValueId output) const { return done(std::vector{output}); }

private:
    const OpCall& m_call;
    OpBuilder& m_build;
    std::vector<ValueId> m_seen;
    std::optional<Error> m_error;
};

/// The type rule of an operator that is nothing but its decomposition: what the last step gives. Also on symbolic sizes.
Result<Types> decomposedType(const OpCall& call);

/// The decomposition of an operator that is another one with the same arguments by position ("concat" is "cat").
Result<std::vector<ValueId>> forwardTo(std::string_view op, const OpCall& call, OpBuilder& build);

}  // namespace whittle::ops
