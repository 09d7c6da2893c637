// One use of an operator while its types are worked out: arguments by name with the schema's defaults
// filled in, checked against the schema once, in `bind`, so that type rules need not check again.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/ops/op_def.h"

namespace whittle {

/// Whether floating arguments keep their dtype or everything floating is computed in float64.
enum class Precision { AsGiven, Float64 };

/// A Python number argument. Exact for bools and 64-bit integers.
struct Scalar {
    enum class Category { Bool, Int, Float };
    Category category = Category::Int;
    std::int64_t integer = 0;  ///< Bool and Int
    double real = 0;           ///< always set
};

class OpCall {
public:
    using TypeLookup = std::function<const Type&(ValueId)>;

    /// Errors: Argument for a missing, unknown or ill-kinded argument, naming op and argument; Type for complex
    /// numbers where the operator has no kernel for them.
    static Result<OpCall> bind(const OpDef& op, std::span<const NamedArg> args, TypeLookup types,
                               Precision precision = Precision::AsGiven);

    const OpDef& op() const { return *m_op; }
    const Schema& schema() const { return *m_schema; }
    Precision precision() const { return m_precision; }
    /// As given, else the schema's default, else None.
    const Arg& arg(std::string_view name) const;
    bool isNone(std::string_view name) const { return arg(name).isNone(); }

    /// Types of Tensor arguments. `type(i)` is the i-th tensor in argument order, lists flattened.
    const TensorType& type(std::string_view name) const;
    const TensorType* optionalType(std::string_view name) const;          ///< null for None
    std::vector<const TensorType*> listTypes(std::string_view name) const; ///< null elements for None
    const TensorType& type(int index) const { return *m_tensors[static_cast<std::size_t>(index)]; }
    /// Whether a tensor or dtype argument is complex.
    bool isComplexCall() const;
    int inputCount() const { return static_cast<int>(m_tensors.size()); }

    /// What an argument of kind Any or an element of an Any[] is: a value's type, a literal number's; None for
    /// anything else.
    Type typeOf(const Arg& item) const;
    const Graph& graph(std::string_view name) const { return **arg(name).as<GraphRef>(); }
    const Arg::List& list(std::string_view name) const { return *arg(name).as<Arg::List>(); }

    SymInt symInt(std::string_view name) const;
    SymSizes symInts(std::string_view name) const;  ///< "int[2]" given as one value repeats it
    /// A number that must be known now. Errors: Argument when symbolic.
    Result<std::int64_t> integer(std::string_view name) const;
    Result<std::vector<std::int64_t>> integers(std::string_view name) const;
    /// Numbers. One that only a run knows, since a node computes it or the caller gives it, reads as 0, and the call remembers that it was asked:
    /// who lets a rule ask looks at needKnown() before anything that follows is used.
    bool flag(std::string_view name) const;
    double number(std::string_view name) const;
    Scalar scalar(std::string_view name) const;
    /// Nothing for one that only a run knows: a type rule leaves a range unchecked then, and the run, which asks the rule again, checks it.
    std::optional<double> knownNumber(std::string_view name) const;
    /// Errors: Unsupported when a number was asked since the last time that only a run knows.
    Result<void> needKnown() const;
    Scalar::Category scalarCategory(std::string_view name) const;  ///< also for symbolic numbers
    std::string_view text(std::string_view name) const;
    /// Under Precision::Float64 a floating dtype argument reads as f64, a complex one as c128.
    std::optional<DType> dtype(std::string_view name) const;
    /// A dimension, negative counting from the end; rank 0 counts as 1. Errors: Shape.
    Result<int> dim(std::string_view name, int rank) const;
    /// A list of dimensions, each as in `dim`, duplicates refused; all of them for None or an empty list.
    Result<std::vector<int>> dims(std::string_view name, int rank) const;

protected:
    OpCall() = default;
    SymInt argSymInt(const Arg& arg) const;
    bool isKnown(const Arg& arg) const;
    void asking(std::string_view name) const {
        if (!isKnown(arg(name))) m_unknown = name;
    }

    const OpDef* m_op = nullptr;
    const Schema* m_schema = nullptr;
    std::vector<Arg> m_args;  // one per schema argument
    TypeLookup m_types;
    std::vector<const TensorType*> m_tensors;
    Precision m_precision = Precision::AsGiven;
    mutable std::string m_unknown;  // argument that was asked and only a run knows; empty: none
};

/// Wraps a negative dimension. Errors: Shape "dim 4 is outside rank 2".
Result<int> wrapDim(std::int64_t dim, int rank);

/// Types of `op` applied to `args`: bind, then the op's rule, then the number of outputs against the schema.
Result<Types> inferTypes(const OpDef& op, std::span<const NamedArg> args, OpCall::TypeLookup types,
                         Precision precision = Precision::AsGiven);

}  // namespace whittle
