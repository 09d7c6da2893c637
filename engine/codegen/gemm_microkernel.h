// The innermost part of a matrix product: a block of sums that stays in registers while two packed panels stream
// past. Blocking, packing and threads are engine/kernels/gemm's business.
#pragma once

#include "engine/codegen/cpu_jit.h"

namespace whittle {

/// What panels hold: f32, f64, or pairs of bf16 that lie next to each other in depth. Sums are f32, f64 and f32.
enum class PanelNumber { F32, F64, Bf16Pair };

/// What multiplies: vector registers, or the CPU's tile registers (AMX), for Bf16Pair alone.
enum class MatrixUnit { Vectors, Tiles };

inline constexpr int kTileRows = 16, kTileVectors = 2;

/// One micro-kernel. Counts are in panel elements, of which a Bf16Pair is one.
struct MicroKernelShape {
    PanelNumber number = PanelNumber::F32;
    int rows = 0;
    int vectors = 0;  ///< columns = vectors * lanes
    int lanes = 0;    ///< sums in a register: 16 or 8 of f32, 8 or 4 of f64
    /// Element (row, depth) of A lies at row * rowStep + depth * depthStep: {1, rows} for a packed panel.
    int rowStep = 0, depthStep = 0;
    MatrixUnit unit = MatrixUnit::Vectors;  ///< Tiles: kTileRows rows, kTileVectors vectors of 16 lanes, depthStep 1

    int columns() const { return vectors * lanes; }
    friend bool operator==(const MicroKernelShape&, const MicroKernelShape&) = default;
};

/// C[rows x columns] (+)= A * B. `b` is a panel of shape.columns() elements a step of depth; rows of C are `cStep` sums
/// apart. Fewer rows or columns than the shape's may be stored, all are computed: A and B are read in full.
/// Every sum is one chain of multiply-adds in order of depth, so its bits depend on nothing else. Who calls a kernel of tiles holds a
/// TileUnit (tile_unit.h) meanwhile.
struct MicroKernelCall {
    const void* a;
    const void* b;
    void* c;
    std::int64_t depth, cStep, rows, columns;
    std::int64_t accumulate;  ///< 0: C is overwritten, 1: added to
};
using MicroKernelFn = void (*)(const MicroKernelCall* call);

struct MicroKernel {
    MicroKernelShape shape;
    MicroKernelFn run = nullptr;
    std::shared_ptr<const void> code;
    CodeSource source = CodeSource::Compiled;
    double milliseconds = 0;  ///< to compile
};

/// For several at a time (CpuJit::make): the request, and what its code is.
CodeRequest microKernelRequest(const MicroKernelShape& shape);
MicroKernel microKernelOf(const MicroKernelShape& shape, NativeFunction code);

/// Errors: as CpuJit::compile. The shape's lanes must be ones that the CPU has (CpuJit::hasFeature). Cost: 5 to 15 ms.
Result<MicroKernel> compileMicroKernel(CpuJit& jit, const MicroKernelShape& shape);

}  // namespace whittle
