// Bytes as text of the 64 characters that need no quoting anywhere (RFC 4648, with padding).
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

std::string base64(std::string_view bytes);
/// Errors: Format for a character, length or padding that base64() never writes.
Result<std::string> base64Bytes(std::string_view text);

}  // namespace whittle
