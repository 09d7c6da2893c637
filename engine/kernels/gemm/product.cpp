#include "engine/kernels/gemm/product.h"

#include <algorithm>
#include <unistd.h>

#include <omp.h>

#include "engine/kernels/gemm/lanes.h"
#include "engine/kernels/gemm/pack.h"
#include "engine/kernels/gemm/vectors.h"
#include "engine/kernels/run_trace.h"

namespace whittle::gemm {
namespace {

constexpr std::size_t kLine = 64;                // of a cache
constexpr Index kPackedAtOnce = Index{64} << 20; // bytes of an operand: larger ones are packed in turns

Index roundUp(Index x, Index to) { return (x + to - 1) / to * to; }
Index parts(Index whole, Index part) { return (whole + part - 1) / part; }

Index cacheSize(int level, Index otherwise) {
    const long size = sysconf(level);
    return size > 0 ? size : otherwise;
}

// How far a task reaches in each direction. A step of depth has one panel of each operand near the first cache, the
// tile's blocks of both and its sums in the second.
struct Blocking {
    Index depth = 0;          // raw elements
    Index rows = 0, columns = 0;
};

Blocking blockingOf(const MicroKernelShape& shape, Index m, Index n, int threads, Index batch) {
    static const Index kFirst = cacheSize(_SC_LEVEL1_DCACHE_SIZE, 32 << 10), kSecond = cacheSize(_SC_LEVEL2_CACHE_SIZE, 1 << 20);
    const auto size = static_cast<Index>(panelElementSize(shape.number));
    const Index depth = std::clamp<Index>(kFirst * 3 / 2 / ((shape.rows + shape.columns()) * size) / 32 * 32, 64, 512);
    // Many rows: a panel of B is read from the second cache once for all of them.
    const Index rows = kSecond * 3 / 8 / (depth * size), columns = kSecond / 4 / (depth * size);
    Blocking out{shape.number == PanelNumber::Bf16Pair ? depth * 2 : depth, 0, 0};
    // Equal tiles, and enough of them that a thread which is held up does not hold up the others.
    const auto even = [](Index whole, Index most, Index unit) { return roundUp(parts(whole, parts(whole, most)), unit); };
    out.rows = even(m, std::max<Index>(rows / shape.rows, 1) * shape.rows, shape.rows);
    out.columns = even(n, std::max<Index>(columns / shape.columns(), 1) * shape.columns(), shape.columns());
    while (threads > 1 && batch * parts(m, out.rows) * parts(n, out.columns) < 4 * threads) {
        if (out.rows > 2 * shape.rows && out.rows >= out.columns) out.rows = roundUp(out.rows / 2, shape.rows);
        else if (out.columns > shape.columns()) out.columns = roundUp(out.columns / 2, shape.columns());
        else break;
    }
    return out;
}

// An operand in panels: for each block of depth, all panels one after the other.
struct Panels {
    PanelNumber number = PanelNumber::F32;
    Index width = 0, lines = 0, depth = 0, block = 0;  // depth and block in raw elements
    std::byte* data = nullptr;

    Index count() const { return parts(lines, width); }
    Index blocks() const { return parts(depth, block); }
    Index blockDepth(Index b) const { return std::min(block, depth - b * block); }
    std::size_t bytes() const { return static_cast<std::size_t>(count() * width * panelDepth(number, depth)) * panelElementSize(number); }
    std::byte* at(Index b, Index panel) const {
        const Index before = b * panelDepth(number, block) * count() * width + panel * width * panelDepth(number, blockDepth(b));
        return data + static_cast<std::size_t>(before) * panelElementSize(number);
    }
    // Piece `i` of count() * blocks(), from lines that start at `first` of the source.
    void pack(const PanelSource& source, Index first, Index i) const {
        const Index b = i / count(), panel = i % count();
        packPanel(number, source, first + panel * width, std::min(width, lines - panel * width), b * block, blockDepth(b), width, at(b, panel));
    }
};

PanelSource source(const Matrices& matrices, DType dtype, Index batch, bool rowsAcross) {
    const std::byte* data = matrices.data + matrices.at[static_cast<std::size_t>(batch)] * static_cast<Index>(dtypeSize(dtype));
    return rowsAcross ? PanelSource{data, dtype, matrices.rowStep, matrices.columnStep} : PanelSource{data, dtype, matrices.columnStep, matrices.rowStep};
}

// sums = alpha * sums + beta * added
WHITTLE_LANES void addTo(float* sums, const float* added, Index count, float alpha, float beta) {
    Index i = 0;
    for (; i + kLanes <= count; i += kLanes) store(sums + i, multiplyAdd(splat(beta), load(added + i), splat(alpha) * load(sums + i)));
    for (; i < count; ++i) sums[i] = __builtin_fmaf(beta, added[i], alpha * sums[i]);
}

// A stretch of one line of sums, finished: `line` counts rows or columns, `along` the other way.
struct Stretch {
    Index batch, row, column, count;
    bool isRow = true;  // else it runs down a column
};

std::byte* place(const Product& p, const Stretch& s) { return p.out + ((s.batch * p.m + s.row) * p.n + s.column) * static_cast<Index>(dtypeSize(p.dtype)); }

// As the result's dtype, to `to`: one after the other of a row, p.n apart of a column.
void finishDouble(const Product& p, const Stretch& s, const double* sums, double* to) {
    const double* added = p.added ? reinterpret_cast<const double*>(p.added->data) + p.added->at[static_cast<std::size_t>(s.batch)] + s.row * p.added->rowStep + s.column * p.added->columnStep : nullptr;
    for (Index i = 0; i < s.count; ++i) to[i] = added ? p.beta * added[i * p.added->columnStep] + p.alpha * sums[i] : p.alpha * sums[i];
}

void finish(const Product& p, const Stretch& s, float* sums, float* spare, std::byte* to) {
    visitShort(p.dtype, [&](auto tag) {
        using T = decltype(tag);
        const Matrices* added = p.added ? &*p.added : nullptr;
        const auto alpha = static_cast<float>(p.alpha);
        if (added) loadRow(reinterpret_cast<const T*>(added->data) + added->at[static_cast<std::size_t>(s.batch)] + s.row * added->rowStep + s.column * added->columnStep,
                           s.isRow ? added->columnStep : added->rowStep, s.count, spare);
        else if (alpha != 1) std::fill_n(spare, s.count, 0.0f);
        if (added || alpha != 1) addTo(sums, spare, s.count, alpha, added ? static_cast<float>(p.beta) : 0.0f);
        T* out = reinterpret_cast<T*>(to);
        if (s.isRow || p.n == 1) {
            if (to != reinterpret_cast<std::byte*>(sums)) return storeRow(sums, s.count, out);
            if constexpr (sizeof(T) < sizeof(float)) {
                storeRow(sums, s.count, reinterpret_cast<T*>(spare));
                std::memcpy(to, spare, static_cast<std::size_t>(s.count) * sizeof(T));
            }
        } else {
            for (Index i = 0; i < s.count; ++i) out[i * p.n] = T(sums[i]);
        }
    });
}

// Elements that are made of a weight, which the packed ones make unnecessary.
void bringB(Product& p) {
    if (p.makeB) p.b.data = p.makeB();
}

// --- a few vectors ---------------------------------------------------------------------------------------

bool isFewVectors(const Product& p, bool rows) {
    return p.dtype != DType::F64 && (rows ? p.m : p.n) <= kMostVectors && readsAlong(rows ? source(p.b, p.dtype, 0, false) : source(p.a, p.dtype, 0, true));
}

// `rows`: the rows of A are the vectors and the columns of B the lines; else the columns of B and the rows of A.
void multiplyVectors(const Product& p, Session& session, bool rows, int threads) {
    const auto batch = static_cast<Index>(p.a.at.size());
    const Index vectors = rows ? p.m : p.n, lines = rows ? p.n : p.m, chunks = parts(lines, kLineChunk);
    const Index own = roundUp(vectors * p.k + (2 * vectors + 1) * kLineChunk, kLine / sizeof(float));
    const Scratch scratch(session, static_cast<std::size_t>(own * threads) * sizeof(float));
    SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (Index task = 0; task < batch * chunks; ++task) {
        const ThreadSpan span(spans, omp_get_thread_num());
        const Index i = task / chunks, first = task % chunks * kLineChunk, count = std::min(kLineChunk, lines - first);
        float* x = reinterpret_cast<float*>(scratch.data()) + own * omp_get_thread_num();
        float *sums = x + vectors * p.k, *spare = sums + vectors * kLineChunk;
        const PanelSource from = rows ? source(p.a, p.dtype, i, true) : source(p.b, p.dtype, i, false);
        visitShort(p.dtype, [&](auto tag) {
            for (Index v = 0; v < vectors; ++v) loadRow(reinterpret_cast<const decltype(tag)*>(from.data) + v * from.across, from.depth, p.k, x + v * p.k);
        });
        timesVectors(rows ? source(p.b, p.dtype, i, false) : source(p.a, p.dtype, i, true), first, count, p.k, x, p.k, vectors, sums);
        // For a tail: the part as it would lie in the result, which is n wide where the lines are rows.
        float* part = spare + kLineChunk;
        const Index step = rows ? kLineChunk : p.n;
        const auto size = static_cast<Index>(dtypeSize(p.dtype));
        for (Index v = 0; v < vectors; ++v) {
            const Stretch stretch = rows ? Stretch{i, v, first, count, true} : Stretch{i, first, v, count, false};
            std::byte* kept = reinterpret_cast<std::byte*>(part) + (rows ? v * step : v) * size;
            finish(p, stretch, sums + v * kLineChunk, spare, p.tail ? kept : place(p, stretch));
        }
        if (p.tail) (*p.tail)(part, step, rows ? CompiledTail::Part{p.firstRow + i * p.m, first, vectors, count} : CompiledTail::Part{p.firstRow + i * p.m + first, 0, count, vectors});
    }
}

// --- tiles -----------------------------------------------------------------------------------------------

class Tiled {
public:
    Tiled(const Product& p, const MicroKernel& kernel, Session& session, int threads)
        : m_p(p), m_kernel(kernel), m_shape(kernel.shape), m_session(session), m_threads(threads), m_batch(static_cast<Index>(p.a.at.size())),
          m_blocking(blockingOf(kernel.shape, p.m, p.n, threads, m_batch)),
          m_shared(std::all_of(p.b.at.begin(), p.b.at.end(), [&](Index at) { return at == p.b.at[0]; })),
          m_weight(packedWeight()), m_ownA(p.n <= m_blocking.columns), m_ownB(!m_weight && p.m <= m_blocking.rows) {
        if (!m_weight) bringB(m_p);
    }

    void run() {
        const Index lineBytes = panelDepth(m_shape.number, m_p.k) * static_cast<Index>(panelElementSize(m_shape.number));
        const auto turns = [&](Index whole, Index width) { return std::min(whole, std::max<Index>(kPackedAtOnce / lineBytes / width, 1) * width); };
        const Index columns = m_weight || m_ownB ? m_p.n : turns(m_p.n, m_shape.columns()), rows = m_ownA ? m_p.m : turns(m_p.m, m_shape.rows);
        Panels a = panels(m_shape.rows, rows), b = panels(m_shape.columns(), columns);
        const auto bytes = static_cast<Index>((m_ownA ? 0 : a.bytes()) + (m_shared || m_ownB ? 0 : b.bytes()));
        const Index atOnce = bytes == 0 ? m_batch : std::clamp<Index>(kPackedAtOnce / bytes, 1, m_batch);
        std::optional<Scratch> packedA, packedB;
        if (!m_ownA) packedA.emplace(m_session, a.bytes() * static_cast<std::size_t>(atOnce));
        if (!m_weight && !m_ownB) packedB.emplace(m_session, b.bytes() * static_cast<std::size_t>(m_shared ? 1 : atOnce));
        m_sumBytes = roundUp((m_blocking.rows + 1) * m_blocking.columns * 8, kLine);
        m_panelBytes = roundUp(m_shape.columns() * m_blocking.depth * 8, kLine);
        m_threadBytes = m_sumBytes + m_panelBytes + (m_ownA ? m_blocking.rows * m_blocking.depth * 8 : 0);
        const Scratch own(m_session, static_cast<std::size_t>(m_threadBytes * m_threads));
        m_memory = own.data();
        for (Index batch = 0; batch < m_batch; batch += atOnce) {
            const Index count = std::min(atOnce, m_batch - batch);
            for (Index column = 0; column < m_p.n; column += columns) {
                b.lines = std::min(columns, m_p.n - column);
                // Weights are read only; Panels has one pointer for both.
                if (m_weight) b.data = const_cast<std::byte*>(m_weight->bytes().data());
                if (packedB) {
                    b.data = packedB->data();
                    pack(b, m_p.b, false, batch, m_shared ? 1 : count, column);
                }
                for (Index row = 0; row < m_p.m; row += rows) {
                    a.lines = std::min(rows, m_p.m - row);
                    if (packedA) {
                        a.data = packedA->data();
                        pack(a, m_p.a, true, batch, count, row);
                    }
                    compute(a, b, batch, count, row, column);
                }
            }
        }
    }

private:
    // A rectangle of one product of the batch.
    struct Task {
        Index batch, row, column, rows, columns;
    };

    Panels panels(Index width, Index lines) const { return {m_shape.number, width, lines, m_p.k, m_blocking.depth, nullptr}; }

    std::shared_ptr<const Storage> packedWeight() const {
        if (!m_p.weight || !m_shared) return nullptr;
        Panels b = panels(m_shape.columns(), m_p.n);
        const std::string from = m_p.makeB ? m_p.bName : fmt::format("{}", static_cast<const void*>(m_p.b.data + m_p.b.at[0] * static_cast<Index>(dtypeSize(m_p.dtype))));
        const std::string key = fmt::format("{} {} [{},{}]{{{},{}}} {} {} {}", from, dtypeName(m_p.dtype), m_p.k, m_p.n, m_p.b.rowStep, m_p.b.columnStep, b.width, b.block, static_cast<int>(b.number));
        return (m_p.store ? *m_p.store : m_session.weights()).get(m_p.weight, key, b.bytes(), [&](std::byte* to) {
            b.data = to;
            Product made = m_p;
            bringB(made);
            pack(b, made.b, false, 0, 1, 0);
        });
    }

    void pack(const Panels& panels, const Matrices& from, bool rowsAcross, Index batch, Index count, Index first) const {
        const Index pieces = panels.count() * panels.blocks();
        SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic, 4) num_threads(m_threads) if (m_threads > 1)
        for (Index i = 0; i < count * pieces; ++i) {
            const ThreadSpan span(spans, omp_get_thread_num());
            Panels to = panels;
            to.data += static_cast<std::size_t>(i / pieces) * panels.bytes();
            to.pack(source(from, m_p.dtype, batch + i / pieces, rowsAcross), first, i % pieces);
        }
    }

    // What was packed for `count` products from `batch` on starts at `row` and `column`.
    void compute(const Panels& a, const Panels& b, Index batch, Index count, Index row, Index column) const {
        const Index down = parts(a.lines, m_blocking.rows), across = parts(b.lines, m_blocking.columns);
        SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic) num_threads(m_threads) if (m_threads > 1)
        for (Index index = 0; index < count * down * across; ++index) {
            const ThreadSpan span(spans, omp_get_thread_num());
            const Index i = index / (down * across), r = index % down * m_blocking.rows, c = index / down % across * m_blocking.columns;
            const Task task{batch + i, row + r, column + c, std::min(m_blocking.rows, a.lines - r), std::min(m_blocking.columns, b.lines - c)};
            Panels left = a, right = b;
            if (!m_ownA) left.data += static_cast<std::size_t>(i) * a.bytes();
            if (!m_ownB && !m_shared) right.data += static_cast<std::size_t>(i) * b.bytes();
            std::byte* memory = m_memory + m_threadBytes * omp_get_thread_num();
            sum(task, left, right, r / m_shape.rows, c / m_shape.columns(), memory);
            finishTask(task, memory);
        }
    }

    // From sums to elements of the result: at their place, or where the sums were for the tail to read.
    void finishTask(const Task& task, std::byte* memory) const {
        const Index size = static_cast<Index>(panelElementSize(m_shape.number)), lineBytes = m_blocking.columns * size;
        for (Index line = 0; line < task.rows; ++line) {
            const Stretch stretch{task.batch, task.row + line, task.column, task.columns};
            std::byte *sums = memory + line * lineBytes, *to = m_p.tail ? sums : place(m_p, stretch);
            if (m_shape.number == PanelNumber::F64) finishDouble(m_p, stretch, reinterpret_cast<double*>(sums), reinterpret_cast<double*>(to));
            else finish(m_p, stretch, reinterpret_cast<float*>(sums), reinterpret_cast<float*>(memory + m_blocking.rows * lineBytes), to);
        }
        if (m_p.tail)
            (*m_p.tail)(memory, lineBytes / static_cast<Index>(dtypeSize(m_p.dtype)), {m_p.firstRow + task.batch * m_p.m + task.row, task.column, task.rows, task.columns});
    }

    // The whole depth of one tile, block by block in order. An operand that no other task reads is packed on the way.
    void sum(const Task& task, const Panels& a, const Panels& b, Index firstA, Index firstB, std::byte* memory) const {
        const Index size = static_cast<Index>(panelElementSize(m_shape.number)), height = m_shape.rows, width = m_shape.columns();
        std::byte *panelB = memory + m_sumBytes, *panelsA = panelB + m_panelBytes;
        for (Index block = 0; block < a.blocks(); ++block) {
            const Index from = block * a.block, deep = a.blockDepth(block), depth = panelDepth(m_shape.number, deep);
            if (m_ownA)
                for (Index r = 0; r < task.rows; r += height)
                    packPanel(m_shape.number, source(m_p.a, m_p.dtype, task.batch, true), task.row + r, std::min(height, task.rows - r), from, deep, height, panelsA + r * depth * size);
            for (Index c = 0; c < task.columns; c += width) {
                if (m_ownB) packPanel(m_shape.number, source(m_p.b, m_p.dtype, task.batch, false), task.column + c, std::min(width, task.columns - c), from, deep, width, panelB);
                const std::byte* right = m_ownB ? panelB : b.at(block, firstB + c / width);
                for (Index r = 0; r < task.rows; r += height) {
                    const MicroKernelCall call{m_ownA ? panelsA + r * depth * size : a.at(block, firstA + r / height), right, memory + (r * m_blocking.columns + c) * size,
                                               depth, m_blocking.columns, std::min(height, task.rows - r), std::min(width, task.columns - c), block > 0};
                    m_kernel.run(&call);
                }
            }
        }
    }

    Product m_p;
    const MicroKernel& m_kernel;
    const MicroKernelShape& m_shape;
    Session& m_session;
    int m_threads;
    Index m_batch;
    Blocking m_blocking;
    bool m_shared;  // one B for the whole batch
    std::shared_ptr<const Storage> m_weight;  // B, packed once for all calls
    bool m_ownA, m_ownB;                      // each part of it is read by one task only, which packs it for itself
    Index m_sumBytes = 0, m_panelBytes = 0, m_threadBytes = 0;  // a thread's memory: sums, a panel of B, panels of A
    std::byte* m_memory = nullptr;
};

// Places of the first elements of the matrices in the last two dimensions.
std::vector<Index> places(const Tensor& tensor) {
    std::vector<Index> out{0};
    for (int axis = 0; axis + 2 < tensor.rank(); ++axis) {
        std::vector<Index> inner;
        for (const Index at : out)
            for (Index i = 0; i < tensor.dim(axis); ++i) inner.push_back(at + i * tensor.strides()[static_cast<std::size_t>(axis)]);
        out = std::move(inner);
    }
    return out;
}

}  // namespace

Matrices matrices(const Tensor& tensor) {
    const Sizes& strides = tensor.strides();
    return {tensor.data<std::byte>(), strides[strides.size() - 2], strides.back(), places(tensor)};
}

int threadsFor(double multiplyAdds) {
    constexpr double kWorthTwo = 1 << 20;  // below, waking a thread and waiting for it costs more than it saves
    return multiplyAdds < kWorthTwo ? 1 : omp_get_max_threads();
}

void multiply(const Product& product, const Tile& tile, Session& session) {
    const int worth = threadsFor(static_cast<double>(product.a.at.size()) * static_cast<double>(product.m) * static_cast<double>(product.n) * static_cast<double>(product.k));
    const int threads = product.threads > 0 ? std::min(product.threads, worth) : worth;
    for (const bool rows : {true, false})
        if (isFewVectors(product, rows)) {
            Product made = product;
            bringB(made);
            return multiplyVectors(made, session, rows, threads);
        }
    Tiled(product, *tile.kernel, session, threads).run();
}

}  // namespace whittle::gemm
