// Which LLVM makes the code, for reports; without its headers.
#pragma once

#include <string>

namespace whittle {

std::string llvmVersion();  ///< "LLVM 19.1.7"

}  // namespace whittle
