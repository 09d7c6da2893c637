#include "engine/kernels/compiled_tail.h"

#include <algorithm>

#include <omp.h>

#include "engine/kernels/run_trace.h"

namespace whittle {

void CompiledTail::operator()(const void* source, Index step, const Part& part) const {
    std::vector<void*> buffers = m_buffers;  // copies, since several threads are here at a time
    buffers[m_places.source] = const_cast<void*>(source);  // only read
    std::vector<std::int64_t> symbols = m_symbols;
    symbols[m_places.row] = part.row;
    symbols[m_places.column] = part.column;
    symbols[m_places.rows] = part.rows;
    symbols[m_places.columns] = part.columns;
    symbols[m_places.step] = step;
    m_run(buffers.data(), symbols.data(), 0, part.rows);  // nothing in it is checked (lowerTail)
}

void CompiledTail::whole(const void* source, DType dtype, Index rows, Index columns, int threads) const {
    const auto* data = static_cast<const std::byte*>(source);
    const Index each = rowsOfPart(rows, columns, dtype), count = (rows + each - 1) / each;
    SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(static) num_threads(threads) if (threads > 1)
    for (Index i = 0; i < count; ++i) {
        const ThreadSpan span(spans, omp_get_thread_num());
        (*this)(data + static_cast<std::size_t>(i * each * columns) * dtypeSize(dtype), columns, {i * each, 0, std::min(each, rows - i * each), columns});
    }
}

Index rowsOfPart(Index rows, Index columns, DType dtype) {
    constexpr Index kBytes = 256 << 10;  // a quarter of a second-level cache, which inputs pass through too
    constexpr Index kFewest = 4, kUnit = 16, kParts = 8;
    const Index fitting = kBytes / std::max<Index>(columns * static_cast<Index>(dtypeSize(dtype)), 1);
    const Index fair = rows / kParts;  // enough parts for threads to share
    const Index most = std::max(std::min(fitting, fair), kFewest);
    return std::max<Index>(std::min(rows, most >= kUnit ? most / kUnit * kUnit : most), 1);
}

}  // namespace whittle
