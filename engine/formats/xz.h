// Files packed by xz, as large export JSON is often kept. The only code that includes liblzma.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/base/result.h"

namespace whittle {

bool looksLikeXz(std::span<const std::byte> bytes);

/// The whole content. Errors: Format for damaged data; Limit past 512 MiB of content (what the JSON reader takes) or
/// 256 MiB of dictionary, whatever the file promises.
Result<std::string> unpackXz(std::span<const std::byte> bytes);

}  // namespace whittle
