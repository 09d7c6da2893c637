// Writes files of torch.save: a protocol 2 pickle of plain values and the raw storages of their tensors, in a zip.
// The counterpart of torch_file.h; what it writes, torch.load(weights_only=True) reads.
#pragma once

#include <string>
#include <vector>

#include "engine/formats/byte_rope.h"
#include "engine/tensor/tensor.h"

namespace whittle {

/// A value to save. A Dict has one of `keys` for each of `children`.
struct TorchValue {
    enum class Kind { None, Bool, Int, Float, Text, Tensor, Parameter, Tuple, List, Dict, OrderedDict };
    Kind kind = Kind::None;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
    whittle::Tensor tensor;
    std::vector<std::string> keys;
    std::vector<TorchValue> children;
};

/// Tensors over one storage share it in the file too. Bytes depend on the value alone. Storages are borrowed.
ByteRope torchFileBytes(const TorchValue& root);

/// The whole elements of `tensor`'s storage: what a file keeps of it, views included.
ByteRope storageBytes(const Tensor& tensor);

}  // namespace whittle
