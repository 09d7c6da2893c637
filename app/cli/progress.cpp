#include "app/cli/progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli/command.h"

namespace whittle::cli {
namespace {

// A line that wraps could not be written over.
int terminalColumns() {
    constexpr int kUsual = 80;
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace

Progress::Progress(Style style) : m_style(style), m_terminal(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (m_drawn) fmt::print(stderr, "\n");
}

void Progress::show(const MinifyProgress& progress) {
    if (m_style == Style::Quiet) return;
    if (m_style == Style::Objects) return showJson(progress);
    m_terminal ? showBar(progress) : showLine(progress);
}

// The bar fills as nodes go: full when one is left of many.
void Progress::showBar(const MinifyProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    constexpr auto kFrame = std::chrono::milliseconds(50);  // often enough to look alive, rare enough to read
    if (m_drawn && !progress.accepted && progress.phase == m_lastPhase && now - m_lastDraw < kFrame) return;
    m_lastDraw = now;
    m_lastPhase = progress.phase;
    constexpr int kWidest = 28;
    const int columns = terminalColumns() - 1;  // some terminals wrap as soon as the last one is written to
    std::string words = fmt::format(" {:>4}/{} nodes  {:>4} candidates  {:>5.1f} s  {}", progress.nodesNow, progress.nodesBefore,
                                    progress.candidates, progress.seconds, progress.phase);
    if (progress.remaining) words += ": " + remainingText(*progress.remaining);
    const int width = std::clamp(columns - static_cast<int>(words.size()), 0, kWidest);
    words.resize(std::min(words.size(), static_cast<std::size_t>(std::max(columns, 0))));
    const int gone = progress.nodesBefore - progress.nodesNow;
    const int full = progress.nodesBefore > 1 ? width * gone / (progress.nodesBefore - 1) : width;
    std::string bar;
    for (int i = 0; i < width; ++i) bar += i < full ? "█" : "░";
    fmt::print(stderr, "\r\033[K{}{}", bar, words);
    std::fflush(stderr);
    m_drawn = true;
}

TuneLines::TuneLines(Style style) : m_quiet(style == Style::Quiet), m_terminal(isatty(STDERR_FILENO) == 1) {}

void TuneLines::show(const TuneProgress& progress) {
    if (m_quiet) return;
    if (m_terminal) {
        fmt::print(stderr, "\r\033[Kmeasuring {}/{} {}: {}", progress.index, progress.count, progress.site, progress.candidate);
        std::fflush(stderr);
        m_drawn = true;
    } else if (progress.site != m_lastSite) {
        fmt::print(stderr, "autotune: {} of {}, {}\n", progress.index, progress.count, progress.site);
    }
    m_lastSite = progress.site;
}

void TuneLines::end() {
    if (m_drawn) fmt::print(stderr, "\r\033[K");
    m_drawn = false;
}

// A log keeps what changed, not every candidate.
void Progress::showLine(const MinifyProgress& progress) {
    if (progress.nodesNow == m_lastNodes && progress.phase == m_lastPhase) return;
    m_lastNodes = progress.nodesNow;
    m_lastPhase = progress.phase;
    fmt::print(stderr, "minify: {} of {} nodes left, {} candidates, {:.1f} s, {}{}\n", progress.nodesNow, progress.nodesBefore, progress.candidates,
               progress.seconds, progress.phase, progress.remaining ? ": " + remainingText(*progress.remaining) : "");
}

void Progress::showJson(const MinifyProgress& progress) {
    Json json{{"phase", progress.phase}, {"nodes_before", progress.nodesBefore}, {"nodes", progress.nodesNow}, {"inputs", progress.inputsNow},
              {"elements", progress.elementsNow}, {"candidates", progress.candidates}, {"cache_hits", progress.cacheHits}, {"answered_by_store", progress.stored},
              {"other_failures", progress.othersMet()}, {"seconds", progress.seconds}, {"edit", progress.lastEdit}, {"accepted", progress.accepted}};
    json["remaining"] = nullptr;
    if (const auto& left = progress.remaining)
        json["remaining"] = {{"candidates", left->candidates}, {"seconds", left->seconds}, {"text", remainingText(*left)}};
    fmt::print(stderr, "{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace whittle::cli
