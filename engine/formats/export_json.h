// The JSON of an exported program (schema 8), the only place that knows its structure. Script objects are
// refused with the node that holds them.
#pragma once

#include <functional>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

/// What stands beside the JSON. A null lookup means that the program came without weights.
struct ExportData {
    using Lookup = std::function<Result<Tensor>(std::string_view name)>;
    Lookup state;                ///< parameters and persistent buffers, by qualified name
    Lookup constants;            ///< tensor constants and other buffers
    std::vector<Datum> samples;  ///< the example call, flattened; empty when there is none
};

struct ImportedProgram {
    Graph graph;
    std::vector<std::string> notes;
    std::vector<std::string> models;  ///< of an archive of layout B, in name order
};

/// `text` is the JSON, `name` becomes the graph's name. Inputs without data stay without.
/// Errors: Format, Unsupported, Limit, and those of the lookups, with the node or input as context.
Result<ImportedProgram> importExport(std::string_view text, std::string name, const ExportData& data);

}  // namespace whittle
