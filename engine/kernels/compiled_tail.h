// A loop kernel over a part of a library's result (lowerTail), with everything it reads and writes: the library calls it with each part
// that it has finished, on whatever thread, and stores nothing itself.
#pragma once

#include <vector>

#include "engine/codegen/cpu_jit.h"

namespace whittle {

class CompiledTail {
public:
    /// Where the kernel's parameters are among `buffers` and `symbols`.
    struct Places {
        std::size_t source = 0;
        std::size_t row = 0, column = 0, rows = 0, columns = 0, step = 0;
    };
    /// A part of the result, seen as rows of its innermost dimension. The first column is a multiple of no number in particular.
    struct Part {
        Index row = 0, column = 0, rows = 0, columns = 0;
    };

    CompiledTail(KernelFn run, std::vector<void*> buffers, std::vector<std::int64_t> symbols, const Places& places)
        : m_run(run), m_buffers(std::move(buffers)), m_symbols(std::move(symbols)), m_places(places) {}

    /// `source`: the part as the library computed it, rounded to the result's dtype, its rows `step` elements apart. Parts may be done in any
    /// order and on any threads, each once. The result's bits do not depend on how it is cut.
    void operator()(const void* source, Index step, const Part& part) const;

    /// All of a result whose rows lie side by side, on as many threads.
    void whole(const void* source, DType dtype, Index rows, Index columns, int threads) const;

private:
    KernelFn m_run;
    std::vector<void*> m_buffers;
    std::vector<std::int64_t> m_symbols;
    Places m_places;
};

/// Rows of a part of a result that has so many columns: what is computed of it stays in a core's cache until the tail has read it.
/// Depends on sizes alone.
Index rowsOfPart(Index rows, Index columns, DType dtype);

}  // namespace whittle
