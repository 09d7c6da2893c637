// safetensors files: named dense tensors, mapped from the file when read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/tensor/tensor.h"

namespace whittle {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// Tensors share one mapping of the file. Errors: Io, Format (header, offsets, sizes), Unsupported (dtype).
Result<std::map<std::string, Tensor>> readSafetensors(const std::filesystem::path& path);
Result<std::map<std::string, Tensor>> parseSafetensors(std::span<const std::byte> bytes,
                                                       std::shared_ptr<const void> owner);
/// 8-aligned, atomically, in the given order. Errors: Io.
Result<void> writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors);
std::string safetensorsBytes(const NamedTensors& tensors);

}  // namespace whittle
