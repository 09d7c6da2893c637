// The graphs of a flex_attention as machine code over a tile of scores: lowered as operators are, score_mod and mask_mod
// become three loop kernels.
#pragma once

#include <array>
#include <map>
#include <mutex>

#include "engine/kernels/attention/mask_bounds.h"
#include "engine/kernels/gemm/session.h"
#include "engine/loops/kernel.h"
#include "engine/ops/kernel_call.h"

namespace whittle::attention {

enum class TileKernel {
    Visible,  ///< what mask_mod says, as bools
    Masked,   ///< products to scores, minus infinity where mask_mod says no
    Plain,    ///< products to scores where mask_mod says yes to all
};
inline constexpr std::size_t kTileKernels = 3;

/// What such a kernel is told: the tile's first batch, head, query and key, its extent, and how far its rows are apart.
struct TilePlace {
    Index batch = 0, head = 0, row = 0, key = 0, rows = 0, keys = 0, pitch = 0;
};

/// The graphs of one flex_attention as loops.
struct ScoreLoops {
    std::array<LoopKernel, kTileKernels> kernels;
    struct Operand {
        std::string_view list;  ///< the argument that has it
        std::size_t at = 0;     ///< in the list
        ValueId value;          ///< LoopBuffer::value of its buffers
        Type type;              ///< as the graph declares it
    };
    std::vector<Operand> operands;
    MaskBounds bounds;
    bool maskByBatch = false, maskByHead = false;  ///< whether mask_mod asks for them
};
/// Errors: Unsupported with the reason why a graph is no loop.
Result<ScoreLoops> lowerScores(const OpCall& call);

/// The last element of block_mask; null when it is no graph.
const GraphRef* maskGraph(const OpCall& call);

/// Code that was made of ScoreLoops.
struct ScoreCode {
    ScoreLoops loops;
    std::string name;  ///< "scores-1": equal for equal code
    std::array<std::shared_ptr<const CompiledKernel>, kTileKernels> kernels;  ///< null until made
};

/// What the graphs of all calls became. Thread-safe.
class ScoreSession {
public:
    explicit ScoreSession(gemm::Session& gemm) : m_gemm(gemm) {}

    /// The name of the code for this call's graphs, which is noted as wanted but not made. Errors: as lowerScores.
    Result<std::string> claim(const OpCall& call);
    /// The code itself. Errors: as lowerScores, CpuJit::compile.
    Result<std::shared_ptr<const ScoreCode>> code(const OpCall& call);

    struct Wanted {
        std::string name, loopIr;
        CodeRequest request;
        VectorFacts vector;
    };
    std::vector<Wanted> wanted();
    void takeCode(std::span<const NativeFunction> code);  ///< in the order of wanted()

private:
    // Kernels are shared by all calls whose loops differ in names only.
    struct Kernel {
        LoopKernel loops;
        std::string fingerprint;
        PlannedKernel plan;
        std::shared_ptr<const CompiledKernel> code;
    };
    struct Entry {
        GraphRef score, mask;  // held, so that their addresses stay theirs
        std::uint64_t scale = 0;  // its bits
        std::shared_ptr<ScoreCode> code;
        std::array<std::shared_ptr<Kernel>, kTileKernels> kernels;
    };
    Result<Entry*> find(const OpCall& call);

    gemm::Session& m_gemm;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Entry>> m_entries;
    std::vector<std::shared_ptr<Kernel>> m_kernels;
    std::vector<std::pair<std::shared_ptr<Kernel>, std::string>> m_wanted;
};

/// Code with the operands of one call. Thread-safe.
class BoundScores {
public:
    /// Errors: Unsupported for sizes that the loops do not take.
    static Result<BoundScores> bind(std::shared_ptr<const ScoreCode> code, const KernelCall& call);

    const ScoreLoops& loops() const { return m_code->loops; }
    /// Elements of `products` (not of Visible) and `out` that belong together lie at row * pitch + key. Answers false when a graph
    /// meets a position that it must not read.
    bool run(TileKernel kernel, const TilePlace& place, const float* products, void* out) const;

private:
    struct Bound {
        std::vector<void*> buffers;
        int in = -1, out = -1;  // which of them belong to the tile
        std::vector<std::int64_t> symbols;
        std::vector<int> places;  // by symbol, the member of TilePlace; -1: its value is there
    };
    std::shared_ptr<const ScoreCode> m_code;
    std::vector<Tensor> m_held;
    std::array<Bound, kTileKernels> m_bound;
};

}  // namespace whittle::attention
