// From a recording's outputs back to what its function returned.
#pragma once

#include "engine/capture/recorder.h"

namespace whittle {

/// The data for the graph's inputs that a call brings, in order. Errors: Unsupported for a tensor on a device without data.
Result<std::vector<Datum>> inputData(const Recording& recording, std::span<const CallValue> values);
/// Whether any of them is on device meta: then only types can be answered.
bool isMetaCall(const Recording& recording, std::span<const CallValue> values);

Result<CallValue> resultValue(const Recording& recording, std::span<const CallValue> values, std::span<const Datum> outputs);
/// The same from the types of the outputs alone.
Result<CallValue> metaResult(const Recording& recording, std::span<const CallValue> values);

}  // namespace whittle
