#include "engine/formats/export_meta.h"

#include <algorithm>
#include <optional>

#include "engine/formats/sympy_expr.h"

namespace whittle {
namespace {

// The schema's own numbers, which are not those of PyTorch's C++ enumeration.
constexpr struct {
    std::int64_t number;
    std::string_view name;
    std::optional<DType> dtype;
} kScalarTypes[] = {
    {0, "unknown", {}},
    {1, "uint8", DType::U8},    {2, "int8", DType::I8},     {3, "int16", DType::I16},    {4, "int32", DType::I32},
    {5, "int64", DType::I64},   {6, "float16", DType::F16}, {7, "float32", DType::F32},  {8, "float64", DType::F64},
    {9, "complex32", {}},       {10, "complex64", DType::C64}, {11, "complex128", DType::C128},      {12, "bool", DType::Bool},
    {13, "bfloat16", DType::BF16}, {28, "uint16", {}},      {29, "float8_e4m3fn", {}},   {30, "float8_e5m2", {}},
    {31, "float8_e4m3fnuz", {}}, {32, "float8_e5m2fnuz", {}}, {33, "float8_e8m0fnu", {}}, {34, "uint32", {}},
    {35, "uint64", {}},
};

constexpr std::string_view kLayouts[] = {"Unknown", "SparseCoo", "SparseCsr", "SparseCsc", "SparseBsr", "SparseBsc", "_mkldnn"};
constexpr std::int64_t kStrided = 7;

constexpr MemoryFormat kMemoryFormats[] = {MemoryFormat::Contiguous, MemoryFormat::ChannelsLast,
                                           MemoryFormat::ChannelsLast3d, MemoryFormat::Preserve};  // from 1

SymSizes rowMajor(const SymSizes& sizes) {
    SymSizes out(sizes.size());
    SymInt step(1);
    for (std::size_t i = sizes.size(); i-- > 0;) {
        out[i] = step;
        step = step * sizes[i];
    }
    return out;
}

// Strides of dims of size 1, and all strides of an empty tensor, say nothing.
bool isRowMajor(const SymSizes& sizes, const SymSizes& strides) {
    const SymSizes dense = rowMajor(sizes);
    for (const SymInt& size : sizes)
        if (size.is(0)) return true;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        if (!sizes[i].is(1) && strides[i] != dense[i]) return false;
    return true;
}

Result<SymSizes> symSizes(const Json& json, std::string_view what, Symbols& symbols) {
    WHITTLE_TRY_VOID(asArray(json, what));
    constexpr std::size_t kMaxRank = 64;
    if (json.size() > kMaxRank) return fail(Code::Format, "{} has {} dims, at most {} are accepted", what, json.size(), kMaxRank);
    SymSizes out;
    for (const Json& element : json) {
        WHITTLE_TRY(SymInt size, exportSymInt(element, symbols).context("reading {}", what));
        out.push_back(std::move(size));
    }
    return out;
}

}  // namespace

Result<DType> exportDType(std::int64_t number) {
    for (const auto& row : kScalarTypes)
        if (row.number == number && row.dtype) return *row.dtype;
    for (const auto& row : kScalarTypes)
        if (row.number == number) return fail(Code::Unsupported, "dtype {} is not supported", row.name);
    return fail(Code::Unsupported, "the dtype number {} is not in schema 8", number);
}

Result<MemoryFormat> exportMemoryFormat(std::int64_t number) {
    if (number == 0) return fail(Code::Unsupported, "the memory format Unknown is not supported");
    if (number < 1 || number > 4) return fail(Code::Unsupported, "the memory format number {} is not in schema 8", number);
    return kMemoryFormats[number - 1];
}

Result<Layout> exportLayout(std::int64_t number) {
    if (number == kStrided) return Layout::Strided;
    if (number < 0 || number > kStrided) return fail(Code::Unsupported, "the layout number {} is not in schema 8", number);
    return fail(Code::Unsupported, "the layout {} is not supported, only strided tensors are", kLayouts[number]);
}

std::int64_t exportNumber(DType dtype) {
    return std::find_if(std::begin(kScalarTypes), std::end(kScalarTypes), [&](const auto& row) { return row.dtype == dtype; })->number;
}

std::int64_t exportNumber(MemoryFormat format) {
    return std::find(std::begin(kMemoryFormats), std::end(kMemoryFormats), format) - std::begin(kMemoryFormats) + 1;
}

Result<Device> exportDevice(const Json& json) {
    WHITTLE_TRY(const Json* type, objectField(json, "type"));
    Device out;
    WHITTLE_TRY(out.type, asString(*type, "a device's 'type'"));
    if (const Json* index = optionalField(json, "index")) {
        WHITTLE_TRY(const std::int64_t number, asInt(*index, "a device's 'index'"));
        if (number < 0 || number > 1000) return fail(Code::Format, "device index {}", number);
        out.index = static_cast<int>(number);
    }
    return out;
}

Result<std::string> stringField(const Json& json, std::string_view key) {
    WHITTLE_TRY(const Json* field, objectField(json, key));
    return asString(*field, fmt::format("'{}'", key));
}

Result<const Json*> arrayField(const Json& json, std::string_view key) {
    WHITTLE_TRY(const Json* field, objectField(json, key));
    return asArray(*field, fmt::format("'{}'", key));
}

Result<Tagged> exportUnion(const Json& json, std::string_view what) {
    if (!json.is_object() || json.size() != 1)
        return fail(Code::Format, "expected {} to be an object with one key, its kind; found {}", what, describeJson(json));
    return Tagged{json.begin().key(), &json.begin().value()};
}

Result<SymInt> exportSymInt(const Json& json, Symbols& symbols) {
    WHITTLE_TRY(const Tagged size, exportUnion(json, "a size"));
    if (size.tag == "as_int") {
        WHITTLE_TRY(const std::int64_t value, asInt(*size.value, "'as_int'"));
        return SymInt(value);
    }
    if (size.tag != "as_expr") return fail(Code::Format, "a size of kind '{}'; as_int or as_expr was expected", size.tag);
    WHITTLE_TRY(const Json* text, objectField(*size.value, "expr_str"));
    WHITTLE_TRY(const std::string expr, asString(*text, "'expr_str'"));
    WHITTLE_TRY(SymInt out, parseSympy(expr));
    for (const std::string& symbol : out.symbols()) symbols.try_emplace(symbol);
    const auto alone = out.symbolName();
    const Json* hint = optionalField(*size.value, "hint");
    if (alone && hint)
        if (const Json* value = optionalField(*hint, "as_int"); value && value->is_number_integer()) {
            WHITTLE_TRY(symbols[*alone].hint, asInt(*value, "a hint"));
        }
    return out;
}

Result<TensorMeta> exportTensorMeta(const Json& json, Symbols& symbols) {
    WHITTLE_TRY(const Json* dtype, objectField(json, "dtype"));
    WHITTLE_TRY(const std::int64_t number, asInt(*dtype, "'dtype'"));
    TensorMeta out;
    WHITTLE_TRY(out.type.dtype, exportDType(number));
    WHITTLE_TRY(const Json* sizes, objectField(json, "sizes"));
    WHITTLE_TRY(out.type.sizes, symSizes(*sizes, "'sizes'", symbols));
    WHITTLE_TRY(const Json* strides, objectField(json, "strides"));
    WHITTLE_TRY(out.strides, symSizes(*strides, "'strides'", symbols));
    if (out.strides.size() != out.type.sizes.size())
        return fail(Code::Format, "{} sizes but {} strides", out.type.sizes.size(), out.strides.size());
    for (const SymInt& size : out.type.sizes)
        if (const auto value = size.constant(); value && *value < 0) return fail(Code::Format, "the negative size {}", *value);
    if (!isRowMajor(out.type.sizes, out.strides)) out.type.strides = out.strides;
    WHITTLE_TRY(const Json* device, objectField(json, "device"));
    WHITTLE_TRY(out.type.device, exportDevice(*device));
    WHITTLE_TRY(const Json* layout, objectField(json, "layout"));
    WHITTLE_TRY(const std::int64_t layoutNumber, asInt(*layout, "'layout'"));
    WHITTLE_TRY_VOID(exportLayout(layoutNumber));
    if (const Json* offset = optionalField(json, "storage_offset")) {
        WHITTLE_TRY(out.storageOffset, exportSymInt(*offset, symbols));
    }
    return out;
}

}  // namespace whittle
