// The operator table as data for programs that are not ours: the recorder of cases reads it.
#pragma once

#include <string>

#include "engine/ops/op_def.h"

namespace whittle::test {

/// How an operator runs: "kernel", "loops" (also compiled by ourselves), "decomposition", "in place" for a twin.
std::string_view howItRuns(const OpDef& op);

/// A JSON list with name, schema, family, summary, how and functional of every operator, in name order.
std::string listOpsAsJson();

}  // namespace whittle::test
