// Names the part of the compiler that makes a minimal graph fail: the first bad pass, the passes it takes, and whether it takes fusion.
#pragma once

#include "minifier/search/trials.h"

namespace whittle {

/// Nothing when the oracle cannot take its compiler apart. A compiler without a part that it needs may fail in another way; that is
/// no failure like the original's. Errors: those of Trials::attempt().
Result<std::optional<CompilerCulprit>> searchCompiler(Trials& trials, const CompilerParts& parts);

}  // namespace whittle
