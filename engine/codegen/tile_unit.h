// The tile registers of a CPU with AMX: a process asks the system for them once, a thread shapes them before it uses them.
// Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, chapter 18; Linux, Documentation/arch/x86/xstate.rst.
#pragma once

namespace whittle {

/// Whether this process may use tile registers; asks at the first call. Thread-safe. It does not say whether the CPU has them (CpuJit::hasFeature).
bool tilesAllowed();

/// While it lives, this thread's tile registers have sixteen rows of 64 bytes each, as kernels of MatrixUnit::Tiles expect. Only where
/// the CPU has tiles and they are allowed. Cost: some 200 cycles. What is called meanwhile must not shape them itself.
class TileUnit {
public:
    TileUnit();
    ~TileUnit();
    TileUnit(const TileUnit&) = delete;
    TileUnit& operator=(const TileUnit&) = delete;
};

}  // namespace whittle
