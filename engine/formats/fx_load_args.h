// The `load_args(reader)` function of a PyTorch reproducer: what each input of forward is, and its data where the
// folder beside the script still holds it.
#pragma once

#include <filesystem>
#include <map>

#include "engine/formats/fx_import.h"

namespace whittle::fx {

/// Answers the bytes of a stored storage by its hash, nothing when the folder does not have it.
using StorageLookup = std::function<Result<std::optional<std::shared_ptr<Storage>>>(std::string_view hash, DType dtype)>;

struct LoadedArgs {
    std::vector<InputSpec> inputs;
    std::map<std::string, SymbolInfo> symbols;  ///< with hints, when sizes are written with symbols
    std::vector<std::string> notes;
};

struct LoadArgsOptions {
    StorageLookup storage;
    bool fill = true;         ///< inputs without stored bytes get example data
    std::uint64_t seed = 0;
    std::map<std::string, std::int64_t> numbers;  ///< that the script gives to symbols
};

/// Errors, with "line:column: ": Format, Unsupported dtype, Shape when a tensor leaves its storage, Limit.
Result<LoadedArgs> readLoadArgs(const Function& function, const LoadArgsOptions& options);

}  // namespace whittle::fx
