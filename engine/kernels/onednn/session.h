// oneDNN behind plain data: matrix products and convolutions over strided tensors. The only folder that includes
// its headers; hides the differences between 2.6 (Debian 12) and 3.x (Debian 13).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/kernels/epilogue.h"
#include "engine/kernels/packed_weights.h"
#include "engine/tensor/tensor.h"

namespace whittle::dnn {

/// How a tensor lies in memory; strides in elements, none zero.
struct Operand {
    DType dtype = DType::F32;
    Sizes sizes, strides;
};
Operand operandOf(const Tensor& tensor);

/// out[..., m, n] = a[..., m, k] * b[..., k, n] (+ bias, whose sizes are 1 or the output's).
struct Matmul {
    Operand a, b, out;
    std::optional<Operand> bias;
    std::span<const PostOp> post;
    bool packed = false;  ///< `b` never changes: it is brought into the best layout once (see Pointers::keep)
};

/// PyTorch's convolution. Weights are [out, in/groups, k...], transposed ones [in, out/groups, k...].
struct Convolution {
    Operand input, weight, out;
    std::optional<Operand> bias;
    Sizes stride, padding, dilation;
    Index groups = 1;
    std::span<const PostOp> post;
    bool transposed = false;
    bool channelsLast = false;  ///< computed with channels innermost, else in whatever layout oneDNN likes best
};

/// Addresses of the first elements, in the order above; `bias` may be null. `keep`: the storage of `second` when that is
/// the same in every call; the session then holds it with its reordered copy, made once.
struct Pointers {
    const void* first = nullptr;
    const void* second = nullptr;
    const void* bias = nullptr;
    void* out = nullptr;
    std::shared_ptr<const Storage> keep;
};

/// A problem in pieces of one kind that one thread each computes, so that what follows finds their results in its cache.
struct Pieces {
    Index count = 0;
    bool ownSecond = false;  ///< `second` differs from piece to piece; `bias` and `keep` never do
    std::function<Pointers(Index piece, int thread)> place;
    std::function<void(Index piece, int thread)> done;       ///< called where the piece was computed
};

/// Holds the primitives made so far, by problem and number of threads (oneDNN fixes that when it makes one). Weights in the layouts
/// these want are in the store.
/// Thread-safe.
class Session {
public:
    explicit Session(PackedWeights& weights);  ///< which must outlive it
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// oneDNN's name of the code that will run, "brgconv:avx512_core". Errors: Unsupported with its reason.
    Result<std::string> implementation(const Matmul& problem);
    Result<std::string> implementation(const Convolution& problem);

    /// Errors: Unsupported as above; Run when oneDNN fails.
    Result<void> run(const Matmul& problem, const Pointers& data);
    Result<void> run(const Convolution& problem, const Pointers& data);
    /// `problem` is that of each piece, `last` that of the last one; on so many threads at most. Errors: as above, that of the first
    /// piece that fails.
    Result<void> runEach(const Matmul& problem, const Matmul& last, const Pieces& pieces, int threads);
    Result<void> runEach(const Convolution& problem, const Pieces& pieces, int threads);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Threads worth waking for so many multiply-adds.
int threadsFor(Index multiplyAdds);

std::string version();  ///< "oneDNN 2.6.3"

}  // namespace whittle::dnn
