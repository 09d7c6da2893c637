// What is found about sizes, in the words of the window.
#pragma once

#include <QString>

#include "engine/capture/dim_inference.h"

namespace whittle {

QString dimStateText(const DimConclusion& dim);      ///< "dynamic", "derived", "specialised", "static"
QString dimRangeText(const SymRange& range);         ///< "[2, 64]", "[2, inf]": as the command says it
QString dimCauseText(const DimCause& cause);         ///< "head (aten.linear.default) at net.py:11: return self.head(x)", "what you said"

}  // namespace whittle
