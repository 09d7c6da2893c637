// What a walk over a symbolic size needs to put its parts together again.
#pragma once

#include "engine/ir/sym.h"

namespace whittle {

/// The atom as an expression.
SymInt sizeOf(const SymInt::Atom& atom);

}  // namespace whittle
