// Python pickles as PyTorch writes them, read as data: a stack machine over an allow list, whose result is a
// plain table of values. Nothing is imported or called; a global outside the list is an error. Knows no
// files: storages and tensors come out as descriptions, which torch_file.cpp turns into tensors.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace whittle {

/// A PyTorch element type, whether or not Whittle computes with it.
struct TorchDType {
    std::string_view name;     ///< "float32", "complex64"
    std::size_t size;          ///< bytes of an element
    std::string_view storage;  ///< "FloatStorage", empty when there is no typed storage class
};

struct PickleItem {
    enum class Kind : std::uint8_t {
        None, Bool, Int, BigInt, Float, Complex, Text, Bytes, DType, Device, Layout,
        Tuple, List, Dict, Set,  // `children`; a Dict has key, value, key, value, ...
        Storage, Tensor,         // `integer` indexes storages() or tensors()
        Symbol,                  // an allowed global that was not called; `integer` is its row in the allow list
    };
    Kind kind = Kind::None;
    std::int64_t integer = 0;
    double real = 0;
    double imag = 0;
    std::string text;
    std::vector<std::uint32_t> children;
};

struct PickledStorage {
    std::string key;
    const TorchDType* dtype = nullptr;  ///< null: untyped, `count` is in bytes
    std::string location;
    Index count = 0;
};

struct PickledTensor {
    std::size_t storage = 0;
    const TorchDType* dtype = nullptr;
    Sizes sizes;
    Sizes strides;
    Index offset = 0;
    bool requiresGrad = false;
    bool parameter = false;
    bool conjugate = false;
    bool negative = false;
};

/// The value a pickle describes. Items refer to each other by index, never in a cycle, at most 1000 deep.
struct Pickle {
    std::vector<PickleItem> items;
    std::vector<PickledStorage> storages;
    std::vector<PickledTensor> tensors;
    std::uint32_t root = 0;

    const PickleItem& item(std::uint32_t index) const { return items[index]; }
};

/// Errors: Unsupported for a global, opcode or protocol outside the list, Format for a damaged stream, Limit;
/// each with the opcode and its byte offset. Cost: linear. Thread-safe.
Result<Pickle> parsePickle(std::span<const std::byte> bytes);

}  // namespace whittle
