// A sequence of calls as a file tells it: what `whittle stance --calls` and the window replay.
#pragma once

#include "engine/dispatch/example_call.h"
#include "engine/capture/recorder.h"
#include "engine/formats/json.h"

namespace whittle {

/// Values for a graph's inputs from JSON: {"calls": [{"x": "f32[4,8]", "k": 3}, ...]}, or the list alone. A tensor is its type as text, its
/// sizes as a list (the dtype is then the graph's), or an object: shape, dtype, stride, device, requires_grad, mark_dynamic (with min and max),
/// maybe_mark_dynamic, mark_static, mark_unbacked as lists of dims; {"same_as": "x"} is the very same tensor. What a call leaves out is as
/// the graph has it. Tensors that the graph does not hold have no elements yet: see withElements().
/// Errors: Format and Argument name the call and the argument.
Result<std::vector<SequencedCall>> parseCalls(const Json& json, const Graph& graph, std::uint64_t seed);

/// How a file of calls says that functions are compiled: {"calls": [...], "dynamic": true}; nothing where it does not say. Errors: Format.
Result<std::optional<Dynamic>> dynamicOf(const Json& calls);

/// The arguments with elements drawn from the call's seed, as parseCalls() left them out. What is one tensor stays one. Cost: memory for all of them.
std::vector<CallValue> withElements(const SequencedCall& call);

/// The calls with a ReportedAdvice::change: dimensions marked ("mark_dynamic", "mark_static", "mark_unbacked") or no longer so ("unmark"), each in the calls
/// whose tensor has it, or "dynamic" said of all. A tensor given twice stays one. Errors: as parseCalls; Argument for an input that the program does not have.
Result<Json> withChange(const Json& calls, const Json& change, const Graph& graph);
/// Whether withChange() knows all that it asks for.
bool isKnownChange(const Json& change);

}  // namespace whittle
