// One argument of a call as the user types it in place, and as a file of calls has it:
//
//   f32[4,8]                        a tensor, as in the file
//   f32[4,8] dynamic 0 min 2        with what is said of it beside its type; without the type it is as the graph has it
//   [4,8]                           its sizes; the dtype is the graph's
//   same x                          the very tensor that is the argument x
//   3   2.5   true   none   'add'   anything else; {…} is taken as JSON
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "engine/formats/json.h"
#include "engine/ir/graph.h"

namespace whittle {

/// Null JSON where the text is empty: the call leaves the argument out. Errors: Format.
Result<std::optional<Json>> argumentJson(const QString& text, bool isTensor);
/// What argumentJson() reads as the same.
QString argumentText(const Json& argument, bool isTensor);

/// Whether a call of the graph could have it, and why not. Makes no tensor, however large it would be.
Result<void> checkArgument(const Graph& graph, const std::string& parameter, const Json& argument);
/// What stands for an argument that a call leaves out, as text; empty where the graph has no example: the call must say it then.
QString standardArgument(const Graph& graph, const GraphInput& input);

/// The argument with these dims marked too, "dynamic" as mark_dynamic; unchanged where it is no tensor with a type of its own and a dim is not there.
Json withMark(const Json& argument, const std::string& key, const std::vector<int>& dims);

}  // namespace whittle
