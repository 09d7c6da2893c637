// Whose lines the guards are that no node asked for: those of an argument's own exist since something reads the argument.
#pragma once

#include "engine/capture/recorder.h"

namespace whittle {

/// Gives each guard without a cause the first node that reads its value, or what is inside of it; the guards of what no node reads stay as they are.
void addCauses(Recording& recording);

}  // namespace whittle
