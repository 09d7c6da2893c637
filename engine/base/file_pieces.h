// A file that is written as it is made, for content that is too large to be held whole: what atomic writing of bytes is to bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

using WritePiece = std::function<Result<void>(std::string_view bytes)>;

/// As writeFileAtomic(), of the pieces that `make` gives to the function it is called with. Each piece is a write: give large ones.
/// An error of `make` leaves the old content. Errors: Io, and those of `make`.
Result<void> writeFilePieces(const std::filesystem::path& path, const std::function<Result<void>(const WritePiece&)>& make);

}  // namespace whittle
