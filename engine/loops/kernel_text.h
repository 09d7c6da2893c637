// The text form of loop kernels, read back: what printKernel writes, by hand or by anybody. docs/loop-ir.md has the grammar.
#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/loops/kernel.h"

namespace whittle {

/// The kernel that prints as `text`: printKernel(*parseKernel(printKernel(k))) == printKernel(k), and the fingerprints are the same.
/// Values are numbered as the buffers are, checks belong to no value. Errors: Format with line and column; Limit for a text that is too
/// large or too deep; Unsupported for complex numbers; Verify for what breaks a rule of the IR (checkKernel).
Result<LoopKernel> parseKernel(std::string_view text);

}  // namespace whittle
