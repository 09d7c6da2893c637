// How a failure is told in one line.
#pragma once

#include <QString>

#include "engine/base/failure.h"

namespace whittle {

/// The phase that is to be said beside the message; empty where the message ends with it.
QString phaseToSay(const Failure& failure);

}  // namespace whittle
