// What products and attention keep between calls: machine code and scratch memory. Weights in the panels' order are in the store.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>

#include "engine/codegen/gemm_microkernel.h"
#include "engine/kernels/packed_weights.h"
#include "engine/tensor/tensor.h"

namespace whittle::gemm {

/// A micro-kernel and how its name is shown, "llvm-14x32:avx512".
struct Tile {
    std::shared_ptr<const MicroKernel> kernel;
    std::string name;
};

/// A block of bytes from the session, given back at the end: pages that are fresh for every product cost as much time
/// as a tenth of it.
class Scratch {
public:
    Scratch(class Session& session, std::size_t bytes);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::byte* data() const { return m_storage->mutableData(); }

private:
    class Session& m_session;
    std::shared_ptr<Storage> m_storage;
};

/// A micro-kernel that is to be made, and the name of the tile.
struct WantedCode {
    std::string tile;
    CodeRequest request;
};

/// Thread-safe.
class Session {
public:
    /// `jit`: null for one of its own over `cache`, when it comes to that. `weights` must outlive it.
    /// `codeMutex`: held while `jit` makes code. `tile`: the only one it may use, "8x48"; empty: the first that the CPU has.
    Session(std::shared_ptr<CpuJit> jit, std::shared_ptr<ObjectCache> cache, std::shared_ptr<std::mutex> codeMutex, PackedWeights& weights, std::string tile);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The tile for products of a dtype with A in packed panels. Errors: Unsupported with the reason.
    Result<Tile> product(DType dtype);
    /// The tile whose A is `rowStep` panel elements a row: f32, or pairs of bf16 where the CPU multiplies those. Errors: as above.
    Result<Tile> rows(DType dtype, int rowStep);
    /// The name of the same tiles, which are noted as wanted but not made.
    Result<std::string> claimProduct(DType dtype);
    Result<std::string> claimRows(DType dtype, int rowStep);

    /// The tiles that the CPU has for the same, the best first: "14x32", "8x48".
    std::vector<std::string> productTiles(DType dtype);
    std::vector<std::string> rowTiles(DType dtype);

    /// The tiles that are wanted and not made, to be made with other code; takeCode() gets them in this order.
    std::vector<WantedCode> wanted() const;
    void takeCode(std::span<const NativeFunction> code);

    PackedWeights& weights() { return m_weights; }

    /// Calls `use` with the JIT, which nobody else uses meanwhile. Errors: Unsupported without a code generator; those of `use`.
    Result<void> withJit(const std::function<Result<void>(CpuJit&)>& use);

private:
    friend class Scratch;
    struct Row;
    struct Choice {
        MicroKernelShape shape;
        std::string name;
    };
    static std::span<const Row> productRows();
    static std::span<const Row> rowsRows();
    Result<CpuJit*> jit();
    Result<void> hasCpu();
    std::vector<std::string> tiles(std::span<const Row> rows, DType dtype);
    Result<Choice> choose(std::span<const Row> rows, DType dtype, std::optional<int> rowStep);
    Result<Tile> tile(std::span<const Row> rows, DType dtype, std::optional<int> rowStep);
    Result<std::string> claim(std::span<const Row> rows, DType dtype, std::optional<int> rowStep);
    const std::shared_ptr<const MicroKernel>* known(const MicroKernelShape& shape) const;

    mutable std::mutex m_mutex;
    std::shared_ptr<CpuJit> m_jit;
    std::shared_ptr<ObjectCache> m_cache;
    std::shared_ptr<std::mutex> m_codeMutex;
    std::string m_only;  // tile
    std::vector<std::shared_ptr<const MicroKernel>> m_kernels;
    std::vector<Choice> m_wanted;
    std::multimap<std::size_t, std::shared_ptr<Storage>> m_free;
    PackedWeights& m_weights;
};

}  // namespace whittle::gemm
