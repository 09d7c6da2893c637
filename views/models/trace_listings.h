// The listings of a whole trace. Each is a function from what was joined to rows of words; all run on workers.
#pragma once

#include <QCoreApplication>

#include "engine/formats/trace/causes.h"
#include "engine/formats/trace/rank_groups.h"
#include "engine/formats/trace/stack_trie.h"
#include "views/models/trace_content.h"

namespace whittle {

class TraceListings {
    Q_DECLARE_TR_FUNCTIONS(whittle::TraceListings)
public:
    /// Who called what is compiled, with the compiles below, and the graphs of debug folders.
    static TraceTableRef stacks(const std::vector<TraceLogPart>& logs, const std::vector<trace::DebugGraph>& debugGraphs);
    /// Each cause once, with the compiles that it hit below.
    static TraceTableRef causes(const std::vector<TraceLogPart>& logs, const std::vector<trace::Cause>& causes);
    /// A column for each log.
    static TraceTableRef ranks(const std::vector<TraceLogPart>& logs, const trace::RankComparison& comparison);
    /// Where the autotuner chose, with all candidates that it tells below.
    static TraceTableRef choices(const std::vector<TraceLogPart>& logs, const std::vector<trace::KernelSite>& printed);
    /// What took the time, each name once. Cost: the names.
    static TraceTableRef times(const TraceTimeline& timeline);
    /// Adds a site and its candidates below a row of such a table.
    static void addChoice(TraceTable& table, const trace::KernelSite& site, const QString& where, const TraceTarget& target, int parent = -1);
    static std::vector<TraceColumn> choiceColumns();
};

}  // namespace whittle
