// What `whittle run --profile` tells: the time of every node or kernel, as a part of the whole and against the work it did.
#pragma once

#include <optional>

#include "app/cli/command.h"
#include "engine/base/median.h"
#include "engine/runtime/step_work.h"

namespace whittle::cli {

struct ProfileRow {
    std::string name;                ///< of the kernel, or of the node that ran alone
    std::string what;                ///< "loops llvm", "aten.mm.default onednn ..."
    std::vector<std::string> nodes;
    double milliseconds = 0;         ///< the median of the runs
    std::optional<StepWork> work;    ///< nothing: not counted, as for nodes run one by one
};

/// The medians of several runs of the same rows.
std::vector<ProfileRow> medianRows(const std::vector<std::vector<ProfileRow>>& runs);

/// In the order of execution; rates are null where there is no time or no work to speak of.
Json profileJson(const std::vector<ProfileRow>& rows);
/// A table, the slowest first.
std::string profileText(const std::vector<ProfileRow>& rows);

}  // namespace whittle::cli
