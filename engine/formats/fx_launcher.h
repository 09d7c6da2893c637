// Files that a reproducer script names: the program of `torch.export.load('...')` and the storages of load_args.
#pragma once

#include "engine/formats/fx_load_args.h"
#include "engine/formats/open.h"

namespace whittle::fx {

/// The argument of the script's `torch.export.load(...)`, or null.
const Expr* findProgramLoad(const Script& script);

/// Opens the program: as given, else relative to the script, else the same file name beside the script; a note
/// says which. Only a zip archive is opened, so that scripts cannot load each other in a circle.
/// Errors: Unsupported for a path that is computed, NotFound with the places tried, the program's own.
Result<OpenedGraph> openLauncher(const Expr& load, const std::filesystem::path& script, const OpenOptions& options);

/// Finds "<save_dir>/storages/<hash>" of the script's run_repro call, else the same below or beside the script.
StorageLookup storageLookup(const Script& script, const std::filesystem::path& path);

}  // namespace whittle::fx
