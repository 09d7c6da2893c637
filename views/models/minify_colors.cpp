#include "views/models/minify_colors.h"

#include <set>
#include <utility>

namespace whittle {
namespace {

const QString kColors = QStringLiteral("reduction-colors"), kKey = QStringLiteral("reduction");
enum State { Left, Simpler, Gone };

// Which values it reads aside: what fed it may be an input now.
std::vector<NamedArg> constantsOf(const Node& node) {
    std::vector<NamedArg> args = node.args;
    for (NamedArg& arg : args) forEachValue(arg.value, [](ValueId& value) { value = {}; });
    return args;
}

bool isSame(const Graph& a, const Node& before, const Graph& b, const Node& after) {
    if (before.op != after.op || before.outputs.size() != after.outputs.size() || constantsOf(before) != constantsOf(after)) return false;
    for (std::size_t i = 0; i < before.outputs.size(); ++i)
        if (a.type(before.outputs[i]) != b.type(after.outputs[i])) return false;
    return true;
}

}  // namespace

OverlayRef reductionOverlay(const Graph& original, const Graph& best, const Graph& shown) {
    auto overlay = std::make_shared<NodeOverlay>();
    overlay->key = kKey;
    overlay->title = MinifyColors::tr("Reduction");
    overlay->scale = NodeOverlay::Scale::Classes;
    overlay->classes = {MinifyColors::tr("left as it was"), MinifyColors::tr("left, simpler"), MinifyColors::tr("gone")};
    const auto stateOf = [&](NodeId id) {
        if (!best.contains(id)) return Gone;
        return original.contains(id) && isSame(original, original.node(id), best, best.node(id)) ? Left : Simpler;
    };
    for (const Node& node : shown.nodes()) overlay->values.emplace(node.name, stateOf(node.id));
    std::set<ValueId> kept;
    for (const GraphInput& input : best.inputs()) kept.insert(input.value);
    for (const GraphInput& input : shown.inputs()) {
        const bool isSimpler = kept.contains(input.value) && (!original.contains(input.value) || original.type(input.value) != best.type(input.value));
        overlay->values.emplace(shown.value(input.value).name, !kept.contains(input.value) ? Gone : isSimpler ? Simpler : Left);
    }
    return overlay;
}

MinifyColors::MinifyColors(JobRunner& jobs, MinifyController& minify, GraphController& original, GraphController& reduced, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_minify(minify), m_original(original), m_reduced(reduced) {
    connect(&minify, &MinifyController::bestChanged, this, &MinifyColors::follow);
    connect(&minify, &MinifyController::stateChanged, this, &MinifyColors::follow);
}

// One at a time, then the newest: best graphs come faster than a large one is coloured.
void MinifyColors::follow() {
    const GraphRef best = m_minify.isReduced() ? m_minify.best() : nullptr;
    if (!best && m_colored) {
        m_jobs.cancel(this, kColors);
        m_working = false;
        m_colored = nullptr;
        for (GraphController* graph : {&m_original, &m_reduced}) graph->withdrawOverlay(kKey);
    }
    if (!best || best == m_colored || m_working) return;
    m_working = true;
    m_colored = best;
    m_jobs.submit(
        this, kColors,
        [original = m_minify.original(), best](const CancelToken&) {
            return std::pair(reductionOverlay(*original, *best, *original), reductionOverlay(*original, *best, *best));
        },
        [this](const std::pair<OverlayRef, OverlayRef>& made) {
            m_working = false;
            m_original.offerOverlay(made.first);
            m_reduced.offerOverlay(made.second);
            follow();
        });
}

}  // namespace whittle
