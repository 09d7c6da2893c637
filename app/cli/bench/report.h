// The answers of `whittle bench` as tables for a terminal and as the object of --json.
#pragma once

#include "app/cli/bench/cliffs.h"
#include "app/cli/bench/engine_row.h"

namespace whittle::bench {

struct Report {
    std::string cpu;
    int threads = 1;
    MachineRoof limits;
    std::optional<Json> peer;      ///< its configuration
    std::vector<EngineRow> engine;
    std::vector<CliffRow> cliffs;
    bool stopped = false;          ///< the user interrupted: the rows so far

    bool ok() const;               ///< nothing failed and no output was wrong
};

Json reportJson(const Report& report);
std::string reportText(const Report& report);

}  // namespace whittle::bench
