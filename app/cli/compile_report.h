// What `whittle compile` tells of a compilation: as text and as a folder of files; as JSON, see reportJson().
#pragma once

#include "app/cli/command.h"
#include "engine/runtime/report_json.h"

namespace whittle::cli {

enum class Detail { Short, Full };
/// `Full`: each rewrite and the accepted decisions too.
void printReport(const CompileReport& report, Detail detail);

/// Where `--dump` may write: nothing is there yet, or an empty folder. Errors: Argument.
Result<void> checkDumpFolder(const std::filesystem::path& folder);

/// The graph as opened and after each pass, rewrites, decisions, and of each kernel the loops, LLVM IR, assembly and object;
/// `report` was made with keepArtefacts. The folder is there when all is in it, or not at all. Errors: Io.
Result<void> dumpArtefacts(const Graph* opened, const CompileReport& report, const std::filesystem::path& folder);

}  // namespace whittle::cli
