#include "engine/ir/diff_filter.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace whittle {
namespace {

using Kind = DiffFilter::Kind;

struct Word {
    std::string_view word;
    Kind kind;
};
constexpr Word kWords[] = {{"differs", Kind::Differs}, {"same", Kind::Same}, {"changed", Kind::Changed}, {"absent", Kind::Absent}, {"only", Kind::Only}};

struct AspectWord {
    std::string_view word;
    DiffAspect aspect;
};
constexpr AspectWord kAspects[] = {{"operator", kDiffersInOperator}, {"arguments", kDiffersInArguments}, {"type", kDiffersInType}};

std::string small(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return out;
}

Result<DiffFilter::Term> parseTerm(std::string_view text, int graphs) {
    const std::size_t colon = text.find(':');
    const std::string head = small(text.substr(0, colon)), tail = colon == std::string_view::npos ? std::string() : small(text.substr(colon + 1));
    if (head == "what" && colon != std::string_view::npos) {
        const auto found = std::ranges::find(kAspects, tail, &AspectWord::word);
        if (found == std::end(kAspects)) return fail(Code::Argument, "'{}': what: goes with operator, arguments or type", text);
        return DiffFilter::Term{.kind = Kind::What, .aspects = found->aspect};
    }
    const auto found = std::ranges::find(kWords, head, &Word::word);
    if (found == std::end(kWords)) return DiffFilter::Term{.text = small(text)};
    if (colon == std::string_view::npos && found->kind == Kind::Only) return fail(Code::Argument, "'{}' goes with a graph, as in only:A", text);
    if (colon == std::string_view::npos) return DiffFilter::Term{.kind = found->kind};
    const int graph = tail.size() == 1 && tail[0] >= 'a' && tail[0] <= 'z' ? tail[0] - 'a' : graphs;
    if (graph >= graphs) return fail(Code::Argument, "'{}' names no graph: there are A to {}", text, diffLetter(graphs - 1));
    return DiffFilter::Term{.kind = found->kind, .graph = graph};
}

bool hasText(const ManyDiffRow& row, std::span<const Graph* const> graphs, const std::string& text) {
    const auto isIn = [&](const Graph& graph, NodeId id) {
        const Node& node = graph.node(id);
        return small(node.name).find(text) != std::string::npos || small(node.op).find(text) != std::string::npos;
    };
    for (int graph = 0; graph < static_cast<int>(graphs.size()); ++graph)
        if (row.has(graph) && isIn(*graphs[static_cast<std::size_t>(graph)], graph == 0 ? row.base : row.others[static_cast<std::size_t>(graph - 1)].node)) return true;
    return false;
}

bool holds(const DiffFilter::Term& term, const ManyDiffRow& row, std::span<const Graph* const> graphs) {
    const int count = static_cast<int>(graphs.size());
    // In the graph that was named, or in any from `first` on.
    const auto anyOf = [&](int first, auto&& isSo) {
        if (term.graph >= 0) return isSo(term.graph);
        for (int graph = first; graph < count; ++graph)
            if (isSo(graph)) return true;
        return false;
    };
    const auto isChanged = [&](int graph) { return graph > 0 && row.others[static_cast<std::size_t>(graph - 1)].isChanged(); };
    switch (term.kind) {
        case Kind::Text: return hasText(row, graphs, term.text);
        case Kind::Differs: return anyOf(1, [&](int graph) { return row.differsIn(graph); });
        case Kind::Same: return !anyOf(1, [&](int graph) { return row.differsIn(graph); });
        case Kind::Changed: return anyOf(1, isChanged);
        case Kind::Absent: return anyOf(0, [&](int graph) { return !row.has(graph); });
        case Kind::What: return std::ranges::any_of(row.others, [&](const DiffCell& cell) { return (cell.aspects & term.aspects) != 0; });
        case Kind::Only:
            for (int graph = 0; graph < count; ++graph)
                if (row.has(graph) != (graph == term.graph)) return false;
            return true;
    }
    return false;
}

}  // namespace

Result<DiffFilter> parseDiffFilter(std::string_view text, int graphs) {
    DiffFilter out;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        if (end > from) {
            WHITTLE_TRY(DiffFilter::Term term, parseTerm(text.substr(from, end - from), graphs));
            out.terms.push_back(std::move(term));
        }
        from = end + 1;
    }
    return out;
}

bool accepts(const DiffFilter& filter, const ManyDiffRow& row, std::span<const Graph* const> graphs) {
    return std::ranges::all_of(filter.terms, [&](const DiffFilter::Term& term) { return holds(term, row, graphs); });
}

}  // namespace whittle
