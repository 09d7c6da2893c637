// Conditions on sizes as PyTorch's guards write them, for reasons that people compare with what PyTorch says.
#pragma once

#include "engine/ir/sym_condition.h"

namespace whittle {

/// "(L['x'].size()[0] % 3) != 0", "L['x'].size()[0] + L['y'].size()[0] < 10"; symbols are written by their names.
std::string guardText(const SymCondition& condition);
/// "2*s0*s1", "(8 + L['k'])": the constant first, products written out.
std::string guardText(const SymInt& size);

}  // namespace whittle
