#include "engine/codegen/llvm_version.h"

#include <llvm/Config/llvm-config.h>

namespace whittle {

std::string llvmVersion() { return "LLVM " LLVM_VERSION_STRING; }

}  // namespace whittle
