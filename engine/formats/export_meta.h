// The parts of the export schema that describe one tensor: enumerations, sizes, devices. Shared by the
// program's JSON and the weight tables of an archive.
#pragma once

#include <map>

#include "engine/formats/json.h"
#include "engine/ir/graph.h"

namespace whittle {

using Symbols = std::map<std::string, SymbolInfo>;

Result<DType> exportDType(std::int64_t number);               ///< Unsupported names the dtype
Result<MemoryFormat> exportMemoryFormat(std::int64_t number);
Result<Layout> exportLayout(std::int64_t number);
Result<Device> exportDevice(const Json& json);

// The way back: the schema's numbers.
std::int64_t exportNumber(DType dtype);
std::int64_t exportNumber(MemoryFormat format);
inline std::int64_t exportNumber(Layout) { return 7; }  // Strided, the only one

/// {"as_int": 5} or {"as_expr": ...}. Symbols met, with the hint of one that stands alone, go to `symbols`.
Result<SymInt> exportSymInt(const Json& json, Symbols& symbols);

struct TensorMeta {
    TensorType type;      ///< strides empty when row-major
    SymSizes strides;     ///< always as written
    SymInt storageOffset;
};
Result<TensorMeta> exportTensorMeta(const Json& json, Symbols& symbols);

/// The one key of a union and its payload. Errors: Format.
struct Tagged {
    std::string_view tag;
    const Json* value = nullptr;
};
Result<Tagged> exportUnion(const Json& json, std::string_view what);

/// A member that is text, a list. Errors: Format.
Result<std::string> stringField(const Json& json, std::string_view key);
Result<const Json*> arrayField(const Json& json, std::string_view key);

}  // namespace whittle
