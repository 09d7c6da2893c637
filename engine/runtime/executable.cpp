#include "engine/runtime/executable.h"

#include <algorithm>
#include <limits>

namespace whittle {
namespace {

// Frames that wait for a run. Of other sizes than the last run's only so much memory is kept: sizes that change from call to call would
// else hold an arena each.
constexpr std::size_t kMostIdle = 16;
constexpr std::size_t kMostIdleBytes = std::size_t{256} << 20;

constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();  // a symbol that the inputs do not tell

}  // namespace

CompiledGraph::CompiledGraph(Program program, CompileReport report)
    : m_program(std::move(program)), m_report(std::move(report)), m_binding(m_program.graph) {}

std::unique_ptr<Frame> CompiledGraph::takeFrame(const std::vector<std::int64_t>& sizes) const {
    {
        const std::lock_guard lock(m_mutex);
        const auto found = std::find_if(m_idle.rbegin(), m_idle.rend(), [&](const Idle& idle) { return idle.sizes == sizes; });
        if (found != m_idle.rend()) {
            std::unique_ptr<Frame> frame = std::move(found->frame);
            m_idle.erase(std::next(found).base());
            return frame;
        }
    }
    SymbolValues symbols;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        if (sizes[i] != kUnknown) symbols.emplace(m_binding.symbols()[i], sizes[i]);
    return std::make_unique<Frame>(m_program, m_pool, std::move(symbols));
}

void CompiledGraph::giveFrame(std::vector<std::int64_t> sizes, std::unique_ptr<Frame> frame) const {
    std::vector<Idle> gone;  // freed outside the lock
    const std::lock_guard lock(m_mutex);
    m_idle.push_back({std::move(sizes), std::move(frame)});
    const std::vector<std::int64_t> now = m_idle.back().sizes;  // which moves as others go
    std::size_t others = 0;
    for (const Idle& idle : m_idle)
        if (idle.sizes != now) others += idle.frame->arenaBytes();
    for (auto oldest = m_idle.begin(); oldest != m_idle.end() - 1 && (m_idle.size() > kMostIdle || others > kMostIdleBytes);) {
        const bool isOther = oldest->sizes != now;
        if (m_idle.size() <= kMostIdle && !isOther) {
            ++oldest;
            continue;
        }
        if (isOther) others -= oldest->frame->arenaBytes();
        gone.push_back(std::move(*oldest));
        oldest = m_idle.erase(oldest);
    }
}

void CompiledGraph::freeMemory() const {
    std::vector<Idle> gone;
    const std::lock_guard lock(m_mutex);
    gone.swap(m_idle);
    m_pool.clear();
}

Result<std::vector<Datum>> CompiledGraph::runWith(std::span<const Datum> userInputs, const RunOptions& options) const {
    if (options.taps) options.taps->clear();
    std::optional<std::vector<std::int64_t>> sizes = m_binding.match(m_program.graph, userInputs);
    if (!sizes) {
        WHITTLE_TRY(const std::vector<Datum> inputs, gatherInputs(m_program.graph, userInputs));
        WHITTLE_TRY(const SymbolValues symbols, bindSymbols(m_program.graph, inputs));
        sizes.emplace();
        for (const std::string& name : m_binding.symbols()) {
            const auto found = symbols.find(name);
            sizes->push_back(found == symbols.end() ? kUnknown : found->second);
        }
    }
    std::unique_ptr<Frame> frame = takeFrame(*sizes);
    Result<std::vector<Datum>> outputs = frame->run(userInputs, options);
    giveFrame(*std::move(sizes), std::move(frame));
    if (!outputs || m_program.taps == 0) return outputs;
    const std::size_t results = outputs->size() - m_program.taps;
    for (std::size_t i = 0; options.taps && i < m_program.taps; ++i)
        options.taps->push_back({m_program.graph.outputs()[results + i].target, std::move((*outputs)[results + i])});
    outputs->resize(results);
    return outputs;
}

}  // namespace whittle
