// The ordered table of graph passes, and what runs it.
#pragma once

#include "engine/base/cancel.h"
#include "engine/passes/pass.h"

namespace whittle {

struct PassRecord {
    std::string name;
    double milliseconds = 0;
    Rewrites rewrites;
    bool skipped = false;
    GraphRef after;  ///< the graph it left; null unless snapshots are kept and the pass ran
};

/// In the order they run.
std::span<const PassDef> allPasses();

enum class Snapshots { Drop, Keep };

struct PipelineOptions {
    std::vector<std::string> skip;  ///< by name
    int limit = -1;                 ///< run only the first N; -1: all
    Snapshots snapshots = Snapshots::Drop;
    std::optional<PassStage> stage = {};  ///< only those of one stage; the limit counts all
    CancelToken cancel;
    std::function<void(std::string_view)> entering = {};  ///< as CompileOptions::entering
    std::function<void(const PassRecord&)> passed = {};     ///< as CompileOptions::passed
};

/// The names of the passes of a stage that these options leave out, `skip` and `limit` alike.
std::vector<std::string> passesLeftOut(PassStage stage, const PipelineOptions& options);

/// Runs the table over `graph`, answers a record for each pass of the stage; every pass is followed by checkGraph when it changed something.
/// Errors: Argument for a name in `skip` that is no pass; Verify when a pass broke the graph, else the pass's
/// own, both with "pass:NAME" as outermost context; Cancelled.
Result<std::vector<PassRecord>> runPasses(Graph& graph, const PassContext& context, const PipelineOptions& options);

}  // namespace whittle
