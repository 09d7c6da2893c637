// The globals that a pickle may name: what each stands for, and why some known ones are refused.
#pragma once

#include <string>
#include <string_view>

#include "engine/formats/pickle.h"

namespace whittle {

enum class PickleGlobal {
    OrderedDict, Counter, RebuildTensor, RebuildTensorV2, RebuildTensorV3, RebuildParameter,
    RebuildParameterWithState, Storage, UntypedStorage, DType, Size, Device, Layout, Complex, Set, ByteArray, Encode,
};

struct AllowedGlobal {
    PickleGlobal kind;
    const TorchDType* dtype = nullptr;  ///< Storage and DType
};

/// Errors: Unsupported, with the reason when the global is a known one.
Result<AllowedGlobal> lookUpGlobal(std::string_view module, std::string_view name);

/// The element type that PyTorch names so ("float32"); `name` is one that Whittle computes with.
const TorchDType& torchDType(std::string_view name);

}  // namespace whittle
