#include "engine/tensor/dtype.h"

#include <array>

namespace whittle {
namespace {

constexpr std::array<DTypeInfo, kDTypeCount> kInfo{{
    {"f64", "float64", 8, true, false},
    {"f32", "float32", 4, true, false},
    {"f16", "float16", 2, true, false},
    {"bf16", "bfloat16", 2, true, false},
    {"i64", "int64", 8, false, true},
    {"i32", "int32", 4, false, true},
    {"i16", "int16", 2, false, true},
    {"i8", "int8", 1, false, true},
    {"u8", "uint8", 1, false, true},
    {"bool", "bool", 1, false, false},
    {"c64", "complex64", 8, false, false, true},
    {"c128", "complex128", 16, false, false, true},
}};

// Names PyTorch also accepts for the same types.
constexpr struct {
    std::string_view name;
    DType dtype;
} kAliases[] = {{"double", DType::F64}, {"float", DType::F32}, {"half", DType::F16},
                {"long", DType::I64},   {"int", DType::I32},   {"short", DType::I16},
                {"cfloat", DType::C64}, {"cdouble", DType::C128}};

}  // namespace

const DTypeInfo& dtypeInfo(DType dtype) { return kInfo[static_cast<std::size_t>(dtype)]; }

std::optional<DType> parseDType(std::string_view name) {
    if (name == "b8") return DType::Bool;
    for (int i = 0; i < kDTypeCount; ++i)
        if (kInfo[i].name == name) return static_cast<DType>(i);
    return std::nullopt;
}

std::optional<DType> parseTorchDType(std::string_view name) {
    if (name.starts_with("torch.")) name.remove_prefix(6);
    for (int i = 0; i < kDTypeCount; ++i)
        if (kInfo[i].torchName == name) return static_cast<DType>(i);
    for (const auto& alias : kAliases)
        if (alias.name == name) return alias.dtype;
    return std::nullopt;
}

}  // namespace whittle
