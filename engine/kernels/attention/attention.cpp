#include "engine/kernels/attention/attention.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <omp.h>

#include "engine/kernels/attention/softmax_rows.h"
#include "engine/kernels/gemm/lanes.h"
#include "engine/kernels/gemm/pack.h"
#include "engine/kernels/gemm/product.h"
#include "engine/kernels/gemm/vectors.h"
#include "engine/kernels/session_state.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/layout.h"

namespace whittle::attention {
namespace {

using gemm::Matrices;
using gemm::PanelSource;

// Scores of a tile stay in the second cache. The block of keys is fixed, not fitted to the problem: it decides in which
// order a row's parts are added up.
constexpr Index kQueries = 48;
constexpr Index kKeys = 256;
static_assert(kKeys <= gemm::kLineChunk);
constexpr Index kGap = 16;  // between rows, so that they do not all fall onto one set of the nearest cache

struct Problem {
    DType dtype = DType::F32;
    Index rows = 0, keys = 0, size = 0, valueSize = 0;  // queries, keys, elements of a key, of a value
    Matrices query, key, value, out;                    // [rows,size], [keys,size], [keys,valueSize], [rows,valueSize]
    std::optional<Matrices> mask;                       // [rows,keys], bool or of the dtype
    DType maskDType = DType::Bool;
    Matrices logsumexp;                                 // [rows,1] f32; without data: not wanted
    float scale = 1;
    bool causal = false;

    Index batch() const { return static_cast<Index>(query.at.size()); }
    Index keysFor(Index rowEnd) const { return causal ? std::min(keys, rowEnd) : keys; }
};

template <class T>
T* first(const Matrices& matrices, Index batch, Index row) {
    auto* data = reinterpret_cast<T*>(const_cast<std::byte*>(matrices.data));  // `out` is among them
    return data + matrices.at[static_cast<std::size_t>(batch)] + row * matrices.rowStep;
}

PanelSource linesOf(const Problem& p, const Matrices& matrices, Index batch, bool rowsAcross) {
    const std::byte* data = matrices.data + matrices.at[static_cast<std::size_t>(batch)] * static_cast<Index>(dtypeSize(p.dtype));
    return rowsAcross ? PanelSource{data, p.dtype, matrices.rowStep, matrices.columnStep} : PanelSource{data, p.dtype, matrices.columnStep, matrices.rowStep};
}

Index roundUp(Index x, Index to) { return (x + to - 1) / to * to; }

// One thread's memory and its way through a tile of queries.
class Tile {
public:
    Tile(const Problem& p, const MicroKernel& kernel, float* memory)
        : m_p(p), m_kernel(kernel), m_shape(kernel.shape), m_step(kernel.shape.rowStep), m_outStep(roundUp(p.valueSize, kernel.shape.columns())) {
        float** const parts[] = {&m_query, &m_scores, &m_added, &m_out, &m_keyPanels, &m_valuePanels};
        const auto sizes = sizesFor(p, m_shape);
        for (std::size_t i = 0; i < sizes.size(); ++i) *parts[i] = std::exchange(memory, memory + sizes[i]);
    }
    static Index memoryFor(const Problem& p, const MicroKernelShape& shape) {
        const auto sizes = sizesFor(p, shape);
        return std::accumulate(sizes.begin(), sizes.end(), Index{0});
    }

    // Queries begin .. end of one batch, tile by tile.
    void run(Index batch, Index begin, Index end) {
        m_batch = batch;
        pack(m_p.keysFor(end));
        for (Index row = begin; row < end; row += kQueries) {
            m_row = row;
            m_rows = std::min(kQueries, end - row);
            loadQueries(m_step);
            std::fill_n(m_states, m_rows, RowState{});
            const Index keys = m_p.keysFor(row + m_rows);
            for (m_key = 0; m_key < keys; m_key += kKeys) block(std::min(kKeys, keys - m_key));
            finish();
        }
    }

    // A few queries against all keys, which are then read where they lie.
    void runFew(Index batch) {
        m_batch = batch;
        m_row = 0;
        m_rows = m_p.rows;
        loadQueries(m_p.size);
        std::fill_n(m_states, m_rows, RowState{});
        const Index keys = m_p.keysFor(m_rows);
        const PanelSource keyLines = linesOf(m_p, m_p.key, batch, true);
        PanelSource valueLines = linesOf(m_p, m_p.value, batch, false);
        for (m_key = 0; m_key < keys; m_key += kKeys) {
            const Index count = std::min(kKeys, keys - m_key);
            gemm::timesVectors(keyLines, m_key, count, m_p.size, m_query, m_p.size, m_rows, m_scores);
            for (Index r = 0; r < m_rows; ++r) softmax(r, gemm::kLineChunk, visible(r, count), count);
            PanelSource lines = valueLines;
            lines.data += m_key * lines.depth * static_cast<Index>(dtypeSize(m_p.dtype));
            for (Index d = 0; d < m_p.valueSize; d += gemm::kLineChunk) {
                const Index part = std::min(gemm::kLineChunk, m_p.valueSize - d);
                float sums[gemm::kMostVectors * gemm::kLineChunk];
                gemm::timesVectors(lines, d, part, count, m_scores, gemm::kLineChunk, m_rows, sums);
                for (Index r = 0; r < m_rows; ++r)
                    for (Index i = 0; i < part; ++i) {
                        float& out = m_out[r * m_outStep + d + i];
                        out = (m_key == 0 ? 0.0f : out) + sums[r * gemm::kLineChunk + i];
                    }
            }
        }
        finish();
    }

private:
    // Of queries, scores, a mask's row, sums of values, packed keys and packed values; whole cache lines.
    static std::array<Index, 6> sizesFor(const Problem& p, const MicroKernelShape& shape) {
        const Index outStep = roundUp(p.valueSize, shape.columns());
        std::array<Index, 6> out{kQueries * shape.rowStep, kQueries * shape.rowStep, kKeys, kQueries * outStep, roundUp(p.keys, shape.columns()) * p.size, p.keys * outStep};
        for (Index& size : out) size = roundUp(size, 16);
        return out;
    }

    void pack(Index keys) {
        const Index width = m_shape.columns();
        const PanelSource key = linesOf(m_p, m_p.key, m_batch, true), value = linesOf(m_p, m_p.value, m_batch, false);
        for (Index k = 0; k < keys; k += width) gemm::packPanel(PanelNumber::F32, key, k, std::min(width, keys - k), 0, m_p.size, width, m_keyPanels + k * m_p.size);
        for (Index d = 0; d < m_p.valueSize; d += width)
            gemm::packPanel(PanelNumber::F32, value, d, std::min(width, m_p.valueSize - d), 0, keys, width, m_valuePanels + d * m_p.keys);
    }

    void loadQueries(Index step) {
        gemm::visitShort(m_p.dtype, [&](auto tag) {
            for (Index r = 0; r < m_rows; ++r)
                gemm::loadRow(first<const decltype(tag)>(m_p.query, m_batch, m_row + r), m_p.query.columnStep, m_p.size, m_query + r * step);
        });
    }

    Index visible(Index r, Index count) const { return m_p.causal ? std::clamp<Index>(m_row + r + 1 - m_key, 0, count) : count; }

    void block(Index count) {
        const Index width = m_shape.columns();
        for (Index c = 0; c < count; c += width)
            for (Index r = 0; r < m_rows; r += m_shape.rows) {
                const Index reach = visible(std::min(r + m_shape.rows, m_rows) - 1, count);  // of the last of these rows
                if (c >= reach) continue;
                const MicroKernelCall call{m_query + r * m_step, m_keyPanels + (m_key + c) * m_p.size, m_scores + r * m_step + c, m_p.size, m_step,
                                           std::min<Index>(m_shape.rows, m_rows - r), std::min(width, count - c), 0};
                m_kernel.run(&call);
            }
        for (Index r = 0; r < m_rows; r += m_shape.rows) {
            const Index last = std::min(r + m_shape.rows, m_rows), reach = visible(last - 1, count);
            for (Index i = r; i < last; ++i) softmax(i, m_step, visible(i, count), reach);
        }
        for (Index d = 0; d < m_outStep; d += width)
            for (Index r = 0; r < m_rows; r += m_shape.rows) {
                const Index rows = std::min<Index>(m_shape.rows, m_rows - r), reach = visible(r + rows - 1, count);
                const MicroKernelCall call{m_scores + r * m_step, m_valuePanels + d * m_p.keys + m_key * width, m_out + r * m_outStep + d, reach, m_outStep,
                                           rows, width, m_key > 0};
                m_kernel.run(&call);
            }
    }

    void softmax(Index r, Index step, Index seen, Index width) {
        const float* added = nullptr;
        if (m_p.mask) {
            added = m_added;
            const Matrices& mask = *m_p.mask;
            if (m_p.maskDType == DType::Bool)
                maskRow(first<const bool>(mask, m_batch, m_row + r) + m_key * mask.columnStep, mask.columnStep, seen, m_added);
            else
                gemm::visitShort(m_p.maskDType, [&](auto tag) {
                    gemm::loadRow(first<const decltype(tag)>(mask, m_batch, m_row + r) + m_key * mask.columnStep, mask.columnStep, seen, m_added);
                });
        }
        const float factor = softmaxPiece(m_scores + r * step, added, m_p.scale, seen, width, m_states[r]);
        if (m_key > 0 && factor != 1) scaleRow(m_out + r * m_outStep, m_outStep, factor);
    }

    void finish() {
        for (Index r = 0; r < m_rows; ++r) {
            const RowState& state = m_states[r];
            float* row = m_out + r * m_outStep;
            scaleRow(row, m_p.valueSize, state.total == 0 ? 0.0f : 1 / state.total);  // no key at all: 0
            gemm::visitShort(m_p.dtype, [&](auto tag) {
                using T = decltype(tag);
                T* to = first<T>(m_p.out, m_batch, m_row + r);
                if (m_p.out.columnStep == 1) return gemm::storeRow(row, m_p.valueSize, to);
                for (Index i = 0; i < m_p.valueSize; ++i) to[i * m_p.out.columnStep] = T(row[i]);
            });
            if (m_p.logsumexp.data) *first<float>(m_p.logsumexp, m_batch, m_row + r) = state.largest + std::log(state.total);
        }
    }

    const Problem& m_p;
    const MicroKernel& m_kernel;
    const MicroKernelShape& m_shape;
    Index m_step, m_outStep;  // between rows of queries and scores, of sums of values
    float *m_query = nullptr, *m_scores = nullptr, *m_added = nullptr, *m_out = nullptr, *m_keyPanels = nullptr, *m_valuePanels = nullptr;
    RowState m_states[kQueries];
    Index m_batch = 0, m_row = 0, m_rows = 0, m_key = 0;
};

void attend(const Problem& p, const MicroKernel& kernel, gemm::Session& session) {
    const int threads = gemm::threadsFor(static_cast<double>(p.batch()) * static_cast<double>(p.rows) * static_cast<double>(p.keys) * static_cast<double>(p.size + p.valueSize));
    const bool few = p.rows <= gemm::kMostVectors && gemm::readsAlong(linesOf(p, p.key, 0, true)) && gemm::readsAlong(linesOf(p, p.value, 0, false));
    // A task packs its keys and values itself, so heads are cut only as far as there are threads to feed.
    const Index tiles = (p.rows + kQueries - 1) / kQueries;
    const Index cuts = few || threads == 1 ? 1 : std::clamp<Index>((4 * threads + p.batch() - 1) / p.batch(), 1, tiles);
    const Index own = Tile::memoryFor(p, kernel.shape);
    const gemm::Scratch scratch(session, static_cast<std::size_t>(own * threads) * sizeof(float));
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (Index task = 0; task < p.batch() * cuts; ++task) {
        Tile tile(p, kernel, reinterpret_cast<float*>(scratch.data()) + own * omp_get_thread_num());
        const Index cut = cuts - 1 - task / p.batch(), batch = task % p.batch();  // under a causal mask the last are the longest
        if (few) tile.runFew(batch);
        else tile.run(batch, tiles * cut / cuts * kQueries, std::min(tiles * (cut + 1) / cuts * kQueries, p.rows));
    }
}

// The tensor with the leading sizes `batch`, each of its heads seen by `group` neighbouring heads of the query.
Matrices spread(const Tensor& tensor, Sizes batch, Index group) {
    Sizes sizes = tensor.sizes(), strides = tensor.strides();
    if (group != 1) {
        sizes.insert(sizes.end() - 2, 1);
        strides.insert(strides.end() - 2, 0);
        batch.back() /= group;
        batch.push_back(group);
    }
    const Tensor grouped = tensor.asStrided(sizes, strides, tensor.offset());
    batch.insert(batch.end(), sizes.end() - 2, sizes.end());
    return gemm::matrices(grouped.asStrided(batch, ops::broadcastStrides(grouped, batch), grouped.offset()));
}

}  // namespace

Result<std::string> claimAttention(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const DType dtype = call.type("query").dtype;
    if (!epilogue.empty()) return fail(Code::Unsupported, "tiled attention stores its result as it is");
    if (call.number("dropout_p") != 0) return fail(Code::Unsupported, "tiled attention does not drop out, dropout_p is {}", call.number("dropout_p"));
    if (dtype != DType::F32 && dtype != DType::BF16 && dtype != DType::F16) return fail(Code::Unsupported, "tiled attention has none for {}", dtypeName(dtype));
    WHITTLE_TRY(const std::string tile, session.state().gemm.claimRows(static_cast<int>(kKeys + kGap)));
    return "tiled:" + tile;
}

Result<void> runAttention(KernelCall& call, KernelSession& session, Epilogue) {
    const Tensor &query = call.tensor("query"), &key = call.tensor("key"), &value = call.tensor("value");
    if (query.numel() == 0 || key.numel() == 0 || value.numel() == 0) return fail(Code::Unsupported, "tiled attention needs queries, keys and values");
    Problem p{.dtype = query.dtype(), .rows = query.dim(query.rank() - 2), .keys = key.dim(key.rank() - 2), .size = query.sizes().back(), .valueSize = value.sizes().back()};
    const Sizes sizes = call.outputSizes();
    const Sizes batch(sizes.begin(), sizes.end() - 2);
    const bool grouped = call.schema().arg("enable_gqa") && call.flag("enable_gqa");
    const Index group = grouped ? query.dim(query.rank() - 3) / key.dim(key.rank() - 3) : 1;
    p.query = spread(query, batch, 1);
    p.key = spread(key, batch, group);
    p.value = spread(value, batch, group);
    p.causal = call.flag("is_causal");
    p.scale = static_cast<float>(call.isNone("scale") ? 1 / std::sqrt(static_cast<double>(p.size)) : call.number("scale"));
    if (const Tensor* mask = call.optionalTensor("attn_mask")) {
        Sizes scores = batch;
        scores.insert(scores.end(), {p.rows, p.keys});
        p.mask = gemm::matrices(mask->asStrided(scores, ops::broadcastStrides(*mask, scores), mask->offset()));
        p.maskDType = mask->dtype();
    }
    gemm::Session& own = session.state().gemm;
    WHITTLE_TRY(const gemm::Tile tile, own.rows(static_cast<int>(std::max(kKeys, roundUp(p.size, 64)) + kGap)));

    Tensor out = Tensor::empty(p.dtype, sizes), logsumexp;
    out.mutableData<std::byte>();  // ours alone: the views below write to it
    if (call.layout() == ResultLayout::AsPyTorch && query.rank() == call.outputType().rank()) out = out.asStrided(sizes, ops::likeFirst(call, sizes), 0);
    p.out = gemm::matrices(out);
    if (call.outputCount() == 2) {
        const Sizes rows = call.outputSizes(1);
        logsumexp = Tensor::empty(DType::F32, rows).asStrided(rows, {rows[1] * rows[2], 1, rows[1]}, 0);  // PyTorch keeps the heads innermost
        Sizes one = rows, strides = logsumexp.strides();
        one.push_back(1);
        strides.push_back(1);
        p.logsumexp = gemm::matrices(logsumexp.asStrided(one, strides, 0));
    }
    attend(p, *tile.kernel, own);
    call.setOutput(0, std::move(out));
    if (call.outputCount() == 2) call.setOutput(1, std::move(logsumexp));
    return {};
}

}  // namespace whittle::attention
