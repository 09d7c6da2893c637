// After a program was refused: what else in it is not read, so that one look tells the whole of it.
#pragma once

#include "engine/formats/json.h"

namespace whittle {

/// "; not read either: a complex number (as_complex) in node 'n26', ...": every other kind of value, input, output and type that the
/// reader would refuse, each once, with the first place that has it. Empty when `first` is all there is. Values need not be defined:
/// only their kinds are looked at.
std::string alsoUnread(const Json& program, const Error& first);

}  // namespace whittle
