#include "engine/kernels/attention/tiles.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>

#include <omp.h>

#include "engine/codegen/tile_unit.h"
#include "engine/kernels/attention/softmax_rows.h"
#include "engine/kernels/gemm/lanes.h"
#include "engine/kernels/gemm/pack.h"
#include "engine/kernels/gemm/vectors.h"
#include "engine/kernels/run_trace.h"
#include "engine/ops/elementwise.h"

namespace whittle::attention {
namespace {

using gemm::Matrices;
using gemm::panelDepth;
using gemm::PanelSource;

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

// Between rows of queries, and of the weights that the values are multiplied by; in panel elements.
int rowStepFor(PanelNumber number, Index size) { return static_cast<int>(std::max(panelDepth(number, kKeys), roundUp(panelDepth(number, size), 64)) + kGap); }

PanelNumber numberFor(DType dtype) { return dtype == DType::BF16 ? PanelNumber::Bf16Pair : PanelNumber::F32; }

// One thread's memory and its way through a tile of queries. Panel elements are four bytes: f32, or pairs of bf16.
class Tile {
public:
    Tile(const Problem& p, const MicroKernel& kernel, float* memory)
        : m_p(p), m_kernel(kernel), m_shape(kernel.shape), m_pairs(m_shape.number == PanelNumber::Bf16Pair), m_step(m_shape.rowStep), m_pitch(pitchFor(m_shape)),
          m_outStep(roundUp(p.valueSize, m_shape.columns())) {
        float** const parts[] = {&m_query, &m_scores, &m_added, &m_out, &m_keyPanels, &m_valuePanels, &m_products, &m_weights};
        const auto sizes = sizesFor(p, m_shape);
        for (std::size_t i = 0; i < sizes.size(); ++i) *parts[i] = std::exchange(memory, memory + sizes[i]);
        if (!m_pairs) m_weights = m_scores;
        if (!p.graphs) m_products = m_scores;
    }
    static Index memoryFor(const Problem& p, const MicroKernelShape& shape) {
        const auto sizes = sizesFor(p, shape);
        return std::accumulate(sizes.begin(), sizes.end(), Index{0});
    }

    // Queries begin .. end of one batch, tile by tile. Answers false when a graph refused a position.
    bool run(Index batch, Index begin, Index end) {
        m_batch = batch;
        pack(begin, end);
        for (Index row = begin; row < end; row += kQueries) {
            m_row = row;
            m_rows = std::min(kQueries, end - row);
            if (m_pairs) loadPairs();
            else loadQueries(m_step);
            start();
            forEachBlock([&](Index count) { block(count); });
            finish();
        }
        return !m_refused;
    }

    // A few queries against all keys, which are then read where they lie.
    bool runFew(Index batch) {
        m_batch = batch;
        m_row = 0;
        m_rows = m_p.rows;
        loadQueries(m_p.size);
        start();
        const PanelSource keyLines = linesOf(m_p, m_p.key, batch, true);
        const PanelSource valueLines = linesOf(m_p, m_p.value, batch, false);
        forEachBlock([&](Index count) {
            gemm::timesVectors(keyLines, m_key, count, m_p.size, m_query, m_p.size, m_rows, m_products);
            if (m_p.graphs) scoresOf(count, gemm::kLineChunk);
            for (Index r = 0; r < m_rows; ++r) softmax(r, gemm::kLineChunk, 0, visible(r, count), count);
            PanelSource lines = valueLines;
            lines.data += m_key * lines.depth * static_cast<Index>(dtypeSize(m_p.dtype));
            for (Index d = 0; d < m_p.valueSize; d += gemm::kLineChunk) {
                const Index part = std::min(gemm::kLineChunk, m_p.valueSize - d);
                float sums[gemm::kMostVectors * gemm::kLineChunk];
                gemm::timesVectors(lines, d, part, count, m_scores, gemm::kLineChunk, m_rows, sums);
                for (Index r = 0; r < m_rows; ++r)
                    for (Index i = 0; i < part; ++i) {
                        float& out = m_out[r * m_outStep + d + i];
                        out = (m_first ? 0.0f : out) + sums[r * gemm::kLineChunk + i];
                    }
            }
        });
        finish();
        return !m_refused;
    }

private:
    static Index pitchFor(const MicroKernelShape& shape) { return shape.number == PanelNumber::F32 ? shape.rowStep : kKeys + kGap; }

    // In the order of the parts above; whole cache lines.
    static std::array<Index, 8> sizesFor(const Problem& p, const MicroKernelShape& shape) {
        const Index outStep = roundUp(p.valueSize, shape.columns()), scores = std::max(kQueries * pitchFor(shape), gemm::kMostVectors * gemm::kLineChunk);
        std::array<Index, 8> out{std::max(kQueries * shape.rowStep, gemm::kMostVectors * p.size), scores, kKeys, kQueries * outStep,
                                 roundUp(p.keys, shape.columns()) * panelDepth(shape.number, p.size), panelDepth(shape.number, p.keys) * outStep,
                                 p.graphs ? scores : 0, shape.number == PanelNumber::F32 ? 0 : kQueries * shape.rowStep};
        for (Index& size : out) size = roundUp(size, 16);
        return out;
    }

    Index keysFor(Index rowEnd) const { return m_p.causal ? std::min(m_p.keys, rowEnd) : m_p.keys; }

    // Calls block(count) for the keys from m_key on, in order: where graphs mask, for what somebody in the tile sees.
    template <class Block>
    void forEachBlock(Block&& block) {
        m_first = true;
        const auto one = [&](Index key, Index count) {
            m_key = key;
            block(count);
            m_first = false;
        };
        if (!m_p.graphs) {
            const Index keys = keysFor(m_row + m_rows);
            for (Index key = 0; key < keys; key += kKeys) one(key, std::min(kKeys, keys - key));
            return;
        }
        const Index cells = m_p.graphs->visible->cells();
        for (Index cell = 0; cell < cells;) {
            if (cellAt(cell).none()) {
                ++cell;
                continue;
            }
            const Index from = cell;
            while (cell < cells && cell - from < kKeys / kCell && !cellAt(cell).none()) ++cell;
            one(from * kCell, std::min((cell - from) * kCell, m_p.keys - from * kCell));
        }
    }

    VisibleKeys::Cell cellAt(Index cell) const { return cellAt(m_row / kQueries, cell); }
    VisibleKeys::Cell cellAt(Index tile, Index cell) const {
        return m_p.graphs->visible->at(m_batch / m_p.graphs->heads, m_batch % m_p.graphs->heads, tile, cell);
    }

    // The keys that queries begin .. end need, from a whole panel on.
    std::pair<Index, Index> keysOf(Index begin, Index end) const {
        if (!m_p.graphs) return {0, keysFor(end)};
        Index from = m_p.keys, to = 0;
        for (Index tile = begin / kQueries; tile * kQueries < end; ++tile)
            for (Index cell = 0; cell < m_p.graphs->visible->cells(); ++cell)
                if (!cellAt(tile, cell).none()) {
                    from = std::min(from, cell * kCell);
                    to = std::max(to, std::min(cell * kCell + kCell, m_p.keys));
                }
        return {from, to};
    }

    void pack(Index begin, Index end) {
        const PanelNumber number = m_shape.number;
        const Index width = m_shape.columns(), depth = panelDepth(number, m_p.size);
        const auto [from, to] = keysOf(begin, end);
        if (from >= to) return;
        const PanelSource key = linesOf(m_p, m_p.key, m_batch, true), value = linesOf(m_p, m_p.value, m_batch, false);
        for (Index k = from; k < to; k += width) gemm::packPanel(number, key, k, std::min(width, to - k), 0, m_p.size, width, m_keyPanels + k * depth);
        for (Index d = 0; d < m_p.valueSize; d += width)
            gemm::packPanel(number, value, d, std::min(width, m_p.valueSize - d), from, to - from, width, valuePanel(d, from));
    }
    float* valuePanel(Index column, Index key) const { return m_valuePanels + column * panelDepth(m_shape.number, m_p.keys) + panelDepth(m_shape.number, key) * m_shape.columns(); }

    void start() {
        std::fill_n(m_states, m_rows, RowState{});
        m_first = true;
    }

    void loadQueries(Index step) {
        gemm::visitShort(m_p.dtype, [&](auto tag) {
            for (Index r = 0; r < m_rows; ++r)
                gemm::loadRow(first<const decltype(tag)>(m_p.query, m_batch, m_row + r), m_p.query.columnStep, m_p.size, m_query + r * step);
        });
    }
    void loadPairs() {
        for (Index r = 0; r < m_rows; ++r) {
            const auto* from = first<const BFloat16>(m_p.query, m_batch, m_row + r);
            auto* to = reinterpret_cast<BFloat16*>(m_query + r * m_step);
            if (m_p.query.columnStep == 1) std::copy_n(from, m_p.size, to);
            else
                for (Index i = 0; i < m_p.size; ++i) to[i] = from[i * m_p.query.columnStep];
            if (m_p.size % 2 != 0) to[m_p.size] = BFloat16(0.0f);
        }
    }

    Index visible(Index r, Index count) const { return m_p.causal ? std::clamp<Index>(m_row + r + 1 - m_key, 0, count) : count; }

    // Which of the block's keys the micro-kernel's rows from r on need; whole cells where graphs mask.
    struct Span {
        Index from = 0, to = 0;
    };
    Span spanOf(Index r, Index count) const {
        if (!m_p.graphs) return {0, visible(std::min(r + m_shape.rows, m_rows) - 1, count)};
        Span out{count, 0};
        for (Index c = 0; c < count; c += kCell)
            if (sees(r, c)) out = {std::min(out.from, c), std::min(c + kCell, count)};
        return {std::min(out.from, out.to), out.to};
    }
    bool sees(Index r, Index c) const { return kGroup % m_shape.rows != 0 || cellAt((m_key + c) / kCell).seenBy(r); }

    void block(Index count) {
        const Index width = m_shape.columns(), depth = panelDepth(m_shape.number, m_p.size);
        for (Index r = 0; r < m_rows; r += m_shape.rows) m_spans[r / m_shape.rows] = spanOf(r, count);
        for (Index c = 0; c < count; c += width)
            for (Index r = 0; r < m_rows; r += m_shape.rows) {
                const Span span = m_spans[r / m_shape.rows];
                if (m_p.graphs && !sees(r, c)) {
                    clearProducts(r, c, std::min(width, count - c));
                    continue;
                }
                if (c >= span.to) continue;
                const MicroKernelCall call{m_query + r * m_step, m_keyPanels + (m_key + c) * depth, m_products + r * m_pitch + c, depth, m_pitch,
                                           std::min<Index>(m_shape.rows, m_rows - r), std::min(width, count - c), 0};
                m_kernel.run(&call);
            }
        if (m_p.graphs) scoresOf(count, m_pitch);
        for (Index r = 0; r < m_rows; r += m_shape.rows) {
            const Span span = m_spans[r / m_shape.rows];
            const Index keys = span.to - span.from, whole = m_pairs ? roundUp(keys, 2) : keys;
            if (keys == 0) continue;
            for (Index i = r; i < std::min(r + m_shape.rows, m_rows); ++i) {
                softmax(i, m_pitch, span.from, m_p.graphs ? keys : visible(i, count), whole);
                if (m_pairs) roundRow(m_scores + i * m_pitch + span.from, whole, reinterpret_cast<BFloat16*>(m_weights + i * m_step) + span.from);
            }
        }
        for (Index d = 0; d < m_outStep; d += width)
            for (Index r = 0; r < m_rows; r += m_shape.rows) {
                const Span span = m_spans[r / m_shape.rows];
                if (span.from == span.to && !m_first) continue;
                const MicroKernelCall call{m_weights + r * m_step + panelDepth(m_shape.number, span.from), valuePanel(d, m_key + span.from), m_out + r * m_outStep + d,
                                           panelDepth(m_shape.number, span.to - span.from), m_outStep, std::min<Index>(m_shape.rows, m_rows - r), width, !m_first};
                m_kernel.run(&call);
            }
    }

    // What nobody sees is not computed, yet the graphs run over it.
    void clearProducts(Index r, Index c, Index count) {
        for (Index i = r; i < std::min(r + m_shape.rows, m_rows); ++i) std::fill_n(m_products + i * m_pitch + c, count, 0.0f);
    }

    // Products become scores: by one kernel where all see all, by another where not.
    void scoresOf(Index count, Index pitch) {
        const GraphScores& graphs = *m_p.graphs;
        for (Index c = 0; c < count;) {
            const bool all = cellAt((m_key + c) / kCell).all;
            const Index from = c;
            while (c < count && cellAt((m_key + c) / kCell).all == all) c += kCell;
            const TilePlace place{m_batch / graphs.heads, m_batch % graphs.heads, m_row, m_key + from, m_rows, std::min(c, count) - from, pitch};
            m_refused |= !graphs.code->run(all ? TileKernel::Plain : TileKernel::Masked, place, m_products + from, m_scores + from);
        }
    }

    // Of the row's scores from `from` on, `width` of which become weights and `seen` may be other than zero.
    void softmax(Index r, Index step, Index from, Index seen, Index width) {
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
        const float factor = softmaxPiece(m_scores + r * step + from, added, m_p.graphs ? 1.0f : m_p.scale, seen, width, m_states[r]);
        if (!m_first && factor != 1) scaleRow(m_out + r * m_outStep, m_outStep, factor);
    }

    void finish() {
        if (m_first) std::fill_n(m_out, m_rows * m_outStep, 0.0f);  // no block at all
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
            const auto tell = [&](const Matrices& where, double value) {
                if (where.data) *first<float>(where, m_batch, m_row + r) = static_cast<float>(value / m_p.logUnit);
            };
            tell(m_p.logsumexp, state.largest + std::log(state.total));
            tell(m_p.largest, std::isnan(state.total) ? state.total : state.largest);
        }
    }

    const Problem& m_p;
    const MicroKernel& m_kernel;
    const MicroKernelShape& m_shape;
    bool m_pairs;
    Index m_step, m_pitch, m_outStep;  // between rows of queries and weights, of scores, of sums of values
    float *m_query = nullptr, *m_scores = nullptr, *m_added = nullptr, *m_out = nullptr, *m_keyPanels = nullptr, *m_valuePanels = nullptr;
    float* m_products = nullptr;  // before graphs change them; without graphs the scores themselves
    float* m_weights = nullptr;   // what the values are multiplied by: the scores themselves, or rounded
    RowState m_states[kQueries];
    Span m_spans[kQueries];  // of the block, by the micro-kernel's rows
    Index m_batch = 0, m_row = 0, m_rows = 0, m_key = 0;
    bool m_first = true;    // no block came before
    bool m_refused = false;
};

}  // namespace

Result<gemm::Tile> tileFor(DType dtype, Index size, gemm::Session& session) {
    if (numberFor(dtype) != PanelNumber::F32) {
        Result<gemm::Tile> pairs = session.rows(dtype, rowStepFor(numberFor(dtype), size));
        if (pairs || pairs.error().code != Code::Unsupported) return pairs;
    }
    return session.rows(DType::F32, rowStepFor(PanelNumber::F32, size));
}

Result<std::string> claimTile(DType dtype, gemm::Session& session) {
    if (numberFor(dtype) != PanelNumber::F32) {
        Result<std::string> pairs = session.claimRows(dtype, rowStepFor(numberFor(dtype), 0));
        if (pairs || pairs.error().code != Code::Unsupported) return pairs;
    }
    return session.claimRows(DType::F32, rowStepFor(PanelNumber::F32, 0));
}

int threadsFor(const Problem& p) {
    return gemm::threadsFor(static_cast<double>(p.batch()) * static_cast<double>(p.rows) * static_cast<double>(p.keys) * static_cast<double>(p.size + p.valueSize));
}

Result<void> attend(const Problem& p, const MicroKernel& kernel, gemm::Session& session) {
    const int threads = threadsFor(p);
    const bool few = p.rows <= gemm::kMostVectors && gemm::readsAlong(linesOf(p, p.key, 0, true)) && gemm::readsAlong(linesOf(p, p.value, 0, false));
    // A task packs its keys and values itself, so heads are cut only as far as there are threads to feed.
    const Index tiles = p.tiles();
    const Index cuts = few || threads == 1 ? 1 : std::clamp<Index>((4 * threads + p.batch() - 1) / p.batch(), 1, tiles);
    const Index own = Tile::memoryFor(p, kernel.shape);
    const gemm::Scratch scratch(session, static_cast<std::size_t>(own * threads) * sizeof(float));
    std::atomic<bool> refused = false;
    SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (Index task = 0; task < p.batch() * cuts; ++task) {
        const ThreadSpan span(spans, omp_get_thread_num());
        if (refused) continue;
        std::optional<TileUnit> unit;
        if (kernel.shape.unit == MatrixUnit::Tiles && !few) unit.emplace();
        Tile tile(p, kernel, reinterpret_cast<float*>(scratch.data()) + own * omp_get_thread_num());
        const Index cut = cuts - 1 - task / p.batch(), batch = task % p.batch();  // under a causal mask the last are the longest
        const bool done = few ? tile.runFew(batch) : tile.run(batch, tiles * cut / cuts * kQueries, std::min(tiles * (cut + 1) / cuts * kQueries, p.rows));
        if (!done) refused = true;
    }
    if (refused) return fail(Code::Unsupported, "score_mod reads a position that is not there, which the reference kernel names");
    return {};
}

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

}  // namespace whittle::attention
