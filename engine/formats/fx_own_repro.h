// What Whittle's own reproducer scripts say beyond their Python code (see repro_keys.h).
#pragma once

#include <filesystem>

#include "engine/formats/fx_parser.h"
#include "engine/ir/graph.h"

namespace whittle::fx {

struct OwnRepro {
    struct Target {
        std::string word;
        std::string target;
    };
    std::string name;
    std::string dataFile;
    std::string dataBase64;  ///< the data itself, where the script holds it
    std::map<std::string, SymbolInfo> symbols;
    std::map<std::string, Target> inputs;
    std::vector<Target> outputs;
    std::map<std::string, Datum> numbers;
    std::map<std::string, Sizes> strides;
    std::map<std::string, Tensor> values;  ///< written out or drawn in the script, row-major
};

/// The GRAPH table of a script that Whittle wrote, or null.
const Expr* findOwnTable(const Script& script);
/// Errors: Format with "line:column: "; the data file must be a plain file name.
Result<OwnRepro> readOwnTable(const Expr& table, const Script& script);
/// Kinds, symbols and data, the tensors from the safetensors file beside `path`. A missing file is a note.
Result<void> applyOwnTable(const OwnRepro& own, const std::filesystem::path& path, Graph& graph, std::vector<std::string>& notes);

}  // namespace whittle::fx
