// How far off a wrong result is, before and after: a reduction keeps the kind of an error and not its size, which belongs to the
// graph and its data and so is no part of the signature.
#pragma once

#include <optional>
#include <string>

#include "minifier/search/minify.h"

namespace whittle {

struct ErrorSizes {
    std::string original, reduced;  ///< as the oracle measured them, a line each: worst element, root mean square errors
};
/// Nothing for other kinds of failures, and where nothing failed.
std::optional<ErrorSizes> errorSizes(const MinifyResult& result);

}  // namespace whittle
