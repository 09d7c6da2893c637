// docs/ops.md: every operator with its schema, what it does, how it runs and which dtypes its cases prove.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "tests/opcases/op_case_file.h"

namespace whittle::test {

/// What the recorded cases say of one operator.
struct OpEvidence {
    int cases = 0;
    int refusals = 0;           ///< cases that must fail
    std::set<DType> dtypes;     ///< of the first tensor of a case that gives a result
};

/// From every opcases.json below `folder`, by operator name. Errors: Io, Format.
Result<std::map<std::string, OpEvidence>> readEvidence(const std::filesystem::path& folder);

/// The whole page.
std::string opsPage(const std::map<std::string, OpEvidence>& evidence);

}  // namespace whittle::test
