#include "engine/formats/pickle_globals.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr TorchDType kTypes[] = {
    {"float64", 8, "DoubleStorage"},     {"float32", 4, "FloatStorage"},     {"float16", 2, "HalfStorage"},
    {"bfloat16", 2, "BFloat16Storage"},  {"int64", 8, "LongStorage"},        {"int32", 4, "IntStorage"},
    {"int16", 2, "ShortStorage"},        {"int8", 1, "CharStorage"},         {"uint8", 1, "ByteStorage"},
    {"bool", 1, "BoolStorage"},          {"complex64", 8, "ComplexFloatStorage"},
    {"complex128", 16, "ComplexDoubleStorage"}, {"complex32", 4, ""},        {"uint16", 2, ""},
    {"uint32", 4, ""},                   {"uint64", 8, ""},                  {"float8_e4m3fn", 1, ""},
    {"float8_e5m2", 1, ""},              {"float8_e4m3fnuz", 1, ""},         {"float8_e5m2fnuz", 1, ""},
    {"float8_e8m0fnu", 1, ""},           {"bits8", 1, ""},                   {"bits16", 2, ""},
};

constexpr struct {
    std::string_view module, name;
    PickleGlobal kind;
} kAllowed[] = {
    {"collections", "OrderedDict", PickleGlobal::OrderedDict},
    {"collections", "Counter", PickleGlobal::Counter},
    {"torch._utils", "_rebuild_tensor", PickleGlobal::RebuildTensor},
    {"torch._utils", "_rebuild_tensor_v2", PickleGlobal::RebuildTensorV2},
    {"torch._utils", "_rebuild_tensor_v3", PickleGlobal::RebuildTensorV3},
    {"torch._utils", "_rebuild_parameter", PickleGlobal::RebuildParameter},
    {"torch._utils", "_rebuild_parameter_with_state", PickleGlobal::RebuildParameterWithState},
    {"torch.storage", "UntypedStorage", PickleGlobal::UntypedStorage},
    {"torch", "Size", PickleGlobal::Size},
    {"torch", "device", PickleGlobal::Device},
    {"torch.serialization", "_get_layout", PickleGlobal::Layout},
    {"builtins", "complex", PickleGlobal::Complex},
    {"builtins", "set", PickleGlobal::Set},
    {"builtins", "bytearray", PickleGlobal::ByteArray},
    {"_codecs", "encode", PickleGlobal::Encode},
};

// Known and honest, but nothing here can hold them. An empty name stands for every name of the module.
constexpr struct {
    std::string_view module, name, why;
} kRefused[] = {
    {"torch._utils", "_rebuild_qtensor", "quantised tensors are not supported"},
    {"torch", "per_tensor_affine", "quantised tensors are not supported"},
    {"torch", "per_channel_affine", "quantised tensors are not supported"},
    {"torch", "QInt8Storage", "quantised tensors are not supported"},
    {"torch", "QUInt8Storage", "quantised tensors are not supported"},
    {"torch", "QInt32Storage", "quantised tensors are not supported"},
    {"torch", "QUInt4x2Storage", "quantised tensors are not supported"},
    {"torch", "QUInt2x4Storage", "quantised tensors are not supported"},
    {"torch._utils", "_rebuild_sparse_tensor", "sparse tensors are not supported"},
    {"torch._utils", "_rebuild_nested_tensor", "nested tensors are not supported"},
    {"torch._utils", "_rebuild_meta_tensor_no_storage", "tensors on the meta device have no data"},
    {"torch._utils", "_rebuild_wrapper_subclass", "tensor subclasses are not supported"},
    {"torch._utils", "_rebuild_device_tensor_from_numpy", "tensors of foreign devices are not supported"},
    {"torch._utils", "_rebuild_device_tensor_from_cpu_tensor", "tensors of foreign devices are not supported"},
    {"torch._tensor", "_rebuild_from_type_v2", "tensor subclasses are not supported"},
    {"torch._export.serde.serialize", "_reconstruct_fake_tensor", "the file was saved from fake tensors and has no data"},
    {"torch", "ScriptObject", "script objects are not supported"},
    {"torch.nn.parameter", "Parameter", "parameters of very old files are not supported; save them again"},
    {"torch.distributed.tensor", "", "distributed tensors are not supported"},
    {"numpy", "", "numpy values are not supported"},
    {"numpy.core.multiarray", "", "numpy values are not supported"},
    {"numpy._core.multiarray", "", "numpy values are not supported"},
};

constexpr std::string_view kHostile[] = {"os", "posix", "nt", "sys", "builtins", "subprocess", "shutil", "runpy", "pty"};

// Protocol 2 names modules as Python 2 did, also when Python 3 wrote it.
std::string_view modernModule(std::string_view module) {
    if (module == "__builtin__") return "builtins";
    if (module == "copy_reg") return "copyreg";
    if (module == "cPickle") return "pickle";
    return module;
}

}  // namespace

Result<AllowedGlobal> lookUpGlobal(std::string_view module, std::string_view name) {
    module = modernModule(module);
    for (const auto& row : kAllowed)
        if (row.module == module && row.name == name) return AllowedGlobal{row.kind};
    if (module == "torch")
        for (const TorchDType& type : kTypes) {
            if (type.name == name) return AllowedGlobal{PickleGlobal::DType, &type};
            if (type.storage == name && !type.storage.empty()) return AllowedGlobal{PickleGlobal::Storage, &type};
        }
    for (const auto& row : kRefused)
        if (row.module == module && (row.name.empty() || row.name == name))
            return fail(Code::Unsupported, "{}.{}: {}", module, name, row.why);
    const bool hostile = std::find(std::begin(kHostile), std::end(kHostile), module) != std::end(kHostile);
    return fail(Code::Unsupported, "refused {}global {}.{}: not on the allow list", hostile ? "hostile " : "",
                module.substr(0, 80), name.substr(0, 80));
}

const TorchDType& torchDType(std::string_view name) {
    return *std::find_if(std::begin(kTypes), std::end(kTypes), [&](const TorchDType& type) { return type.name == name; });
}

}  // namespace whittle
