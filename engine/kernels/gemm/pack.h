// Panels: the order in which a micro-kernel reads its operands, and the type it computes in.
#pragma once

#include "engine/codegen/gemm_microkernel.h"
#include "engine/tensor/tensor.h"

namespace whittle::gemm {

/// A matrix as it lies in memory, seen from a panel: `across` the panel (rows of A, columns of B) and in `depth`.
struct PanelSource {
    const std::byte* data = nullptr;
    DType dtype = DType::F32;
    Index across = 0, depth = 0;  ///< steps, in elements
};

/// Elements of a panel for `depth` steps: bf16 pairs count once and round up.
inline Index panelDepth(PanelNumber number, Index depth) { return number == PanelNumber::Bf16Pair ? (depth + 1) / 2 : depth; }
inline std::size_t panelElementSize(PanelNumber number) { return number == PanelNumber::F64 ? 8 : 4; }

/// Writes panelDepth(depth) * width elements to `to`: those of lines first .. first + count (count <= width), at depths
/// from .. from + depth, then zeros. The source's dtype: any short float for F32, its own for the others.
void packPanel(PanelNumber number, const PanelSource& source, Index first, Index count, Index from, Index depth, Index width, void* to);

}  // namespace whittle::gemm
