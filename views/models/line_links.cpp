#include "views/models/line_links.h"

#include <algorithm>

namespace whittle {
namespace {

template <class T>
bool meets(const std::vector<T>& ascending, const std::vector<T>& some) {
    return std::ranges::any_of(some, [&](const T& one) { return std::ranges::binary_search(ascending, one); });
}

}  // namespace

void LineLinks::setLoopNodes(std::vector<std::vector<std::int32_t>> nodes) { m_loopNodes = std::move(nodes); }

int LineLinks::addCode(std::vector<int> loopLines) {
    m_texts.push_back({.loopLines = std::move(loopLines), .nodes = {}});
    return static_cast<int>(m_texts.size()) - 1;
}

int LineLinks::addSource(std::vector<std::vector<std::int32_t>> nodes) {
    m_texts.push_back({.loopLines = {}, .nodes = std::move(nodes)});
    return static_cast<int>(m_texts.size()) - 1;
}

LineLinks::Focus LineLinks::ofNodes(std::vector<std::int32_t> nodes) const {
    Focus out{.loopLines = {}, .nodes = std::move(nodes)};
    std::ranges::sort(out.nodes);
    for (std::size_t i = 0; i < m_loopNodes.size(); ++i)
        if (meets(out.nodes, m_loopNodes[i])) out.loopLines.push_back(static_cast<int>(i) + 1);
    return out;
}

LineLinks::Focus LineLinks::of(std::int32_t node) const { return ofNodes({node}); }

LineLinks::Focus LineLinks::at(int text, int line) const {
    const Text& from = m_texts[static_cast<std::size_t>(text)];
    const auto place = static_cast<std::size_t>(line);
    if (place < from.nodes.size() && !from.nodes[place].empty()) return ofNodes(from.nodes[place]);
    if (place >= from.loopLines.size() || from.loopLines[place] == 0) return {};
    const int loopLine = from.loopLines[place];
    Focus out{.loopLines = {loopLine}, .nodes = {}};
    if (const auto at = static_cast<std::size_t>(loopLine) - 1; at < m_loopNodes.size()) out.nodes = m_loopNodes[at];
    std::ranges::sort(out.nodes);
    return out;
}

std::vector<int> LineLinks::lines(const Focus& focus, int text) const {
    const Text& to = m_texts[static_cast<std::size_t>(text)];
    std::vector<int> out;
    for (std::size_t i = 0; i < to.loopLines.size(); ++i)
        if (to.loopLines[i] != 0 && std::ranges::binary_search(focus.loopLines, to.loopLines[i])) out.push_back(static_cast<int>(i));
    for (std::size_t i = 0; i < to.nodes.size(); ++i)
        if (meets(focus.nodes, to.nodes[i])) out.push_back(static_cast<int>(i));
    return out;
}

}  // namespace whittle
