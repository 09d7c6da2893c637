// The micro-kernel for CPUs with tile registers (AMX): sixteen rows by two tiles of columns, 32 numbers of depth a step.
#pragma once

#include "engine/codegen/gemm_microkernel.h"

namespace whittle {

/// `shape`: of MatrixUnit::Tiles.
llvm::Function& emitTileMicroKernel(llvm::Module& module, const MicroKernelShape& shape, const std::string& name);

}  // namespace whittle
