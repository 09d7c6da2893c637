// Operator schemas in PyTorch's notation, parsed: argument names, kinds, defaults and returns.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

/// The last three are ours, for higher-order operators, which have no schema in PyTorch: a sub-graph; a tensor, a
/// number, a graph or a list of such, which the operator's own rule checks; a Python dict as a list of [key, value].
enum class ArgKind {
    Tensor, Scalar, Int, Float, Bool, String, DType, Layout, Device, MemoryFormat, Generator, Graph, Any, Dict
};

struct SchemaArg {
    std::string name;
    ArgKind kind = ArgKind::Tensor;
    bool isList = false;
    bool isOptional = false;       ///< "Tensor?", "int[]?": None is allowed
    bool elementOptional = false;  ///< "Tensor?[]"
    int listSize = 0;              ///< "int[2]": a single value stands for that many
    bool keywordOnly = false;      ///< after "*"
    bool mutated = false;          ///< "Tensor(a!)"
    bool singleResult = false;     ///< "Function f": a graph that gives one bare value in PyTorch, not a tuple
    bool isTuple = false;          ///< "Any() operands": a list that PyTorch wants as a tuple
    bool variadic = false;         ///< "Any[] *operands": a list that PyTorch takes as separate arguments
    std::optional<Arg> defaultValue;
};

struct SchemaReturn {
    std::string name;  ///< may be empty
    ArgKind kind = ArgKind::Tensor;
    bool isList = false;
    bool aliased = false;  ///< "Tensor(a)": shares storage with an argument
};

struct Schema {
    std::string name;      ///< "add"
    std::string overload;  ///< "Tensor", "default" when the schema names none
    std::vector<SchemaArg> args;
    std::vector<SchemaReturn> returns;

    const SchemaArg* arg(std::string_view argName) const;
};

/// Parses "add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor".
/// Errors: Format with the column.
Result<Schema> parseSchema(std::string_view text);

/// How code below the operator table asks for schemas; answers null for an unknown operator.
using SchemaLookup = std::function<const Schema*(std::string_view op)>;

}  // namespace whittle
