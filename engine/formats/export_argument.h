// The values that an export JSON gives to its nodes: one row a kind of the schema.
#pragma once

#include <functional>

#include "engine/formats/json.h"
#include "engine/ir/graph.h"

namespace whittle {

/// What names and graphs among the arguments stand for.
struct ArgumentScope {
    std::function<Result<ValueId>(std::string_view name)> value;
    std::function<Result<Arg>(const Json& json)> graph;  ///< of as_graph's payload
};

/// {"as_tensor": {"name": "x"}} and its kin. Errors: Unsupported names a kind that no graph holds or that nobody knows, Format,
/// those of the scope.
Result<Arg> exportArgument(const Json& json, const ArgumentScope& scope);

}  // namespace whittle
