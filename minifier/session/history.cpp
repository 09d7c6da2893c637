#include "minifier/session/history.h"

#include <algorithm>

#include "minifier/edits/edit.h"
#include "minifier/edits/graph_size.h"

namespace whittle {
namespace {

HistoryPoint pointOf(const Graph& graph) {
    return {.nodes = nodesIn(graph),
            .inputs = std::ssize(graph.inputs()),
            .outputs = std::ssize(graph.outputs()),
            .elements = inputElements(graph)};
}

}  // namespace

void History::begin(const Graph& original) { m_curve = {pointOf(original)}; }

PassWorth& History::pass(const TriedCandidate& tried) {
    auto found = std::ranges::find(m_passes, tried.pass, &PassWorth::pass);
    if (found == m_passes.end()) found = m_passes.insert(m_passes.end(), PassWorth{.pass = std::string(tried.pass)});
    ++(tried.known ? found->known : found->tried);
    found->milliseconds += tried.milliseconds;
    return *found;
}

void History::accepted(const TriedCandidate& tried, const Graph& best) { accepted(tried, pointOf(best)); }

void History::accepted(const TriedCandidate& tried, HistoryPoint left) {
    const HistoryPoint before = m_curve.back();
    left.candidate = tried.candidate;
    left.seconds = std::max(before.seconds, tried.seconds);  // what an earlier process took is told by its clock
    left.pass = tried.pass;
    left.edit = tried.edit;
    PassWorth& worth = pass(tried);
    ++worth.accepted;
    worth.nodesRemoved += before.nodes - left.nodes;
    worth.inputsRemoved += before.inputs - left.inputs;
    worth.elementsRemoved += before.elements - left.elements;
    m_curve.push_back(std::move(left));
}

}  // namespace whittle
