#include "views/models/stage_display.h"

#include "views/models/text.h"

namespace whittle {
namespace {

// A node of one of these names; -1: there is none.
int boxOfAny(const GraphScene& scene, const std::vector<RewrittenNode>& nodes) {
    for (const RewrittenNode& node : nodes)
        for (int box = 0; box < scene.count(); ++box)
            if (scene.box(box).kind == SceneBox::Kind::Node && scene.box(box).name == toQString(node.name)) return box;
    return -1;
}

}  // namespace

OverlayRef rewriteMarks(const Rewrite& rewrite) {
    auto overlay = std::make_shared<NodeOverlay>();
    overlay->key = QStringLiteral("rewrite");
    overlay->title = StageDisplay::tr("Rewrite");
    overlay->scale = NodeOverlay::Scale::Difference;
    overlay->classes = {StageDisplay::tr("replaced"), StageDisplay::tr("made"), StageDisplay::tr("changed")};
    enum Mark { Replaced, Made, Changed };
    for (const RewrittenNode& node : rewrite.before) overlay->values[node.name] = Replaced;
    for (const RewrittenNode& node : rewrite.after) overlay->values[node.name] = overlay->values.contains(node.name) ? Changed : Made;
    return overlay;
}

StageDisplay::StageDisplay(StageController& stages, GraphComparison& comparison, GraphController& left, GraphController& right, QObject* parent)
    : QObject(parent), m_stages(stages), m_comparison(comparison), m_leftController(left), m_rightController(right) {
    connect(&stages, &StageController::currentChanged, this, &StageDisplay::update);
    connect(&stages, &StageController::rewriteChanged, this, &StageDisplay::markRewrite);
    // What is to be seen is not in the graph that stands beside.
    connect(&comparison, &GraphComparison::besideWanted, &stages, [&stages](int other) {
        if (other < static_cast<int>(stages.others().size())) stages.setCurrent(stages.others()[static_cast<std::size_t>(other)]);
    });
    update();
}

void StageDisplay::update() {
    const auto& stages = m_stages.stages();
    const int besideIndex = m_stages.beside();
    const Stage* const current = m_stages.currentStage();
    const Stage* const base = m_stages.isComparing() ? m_stages.baseStage() : nullptr;
    const Stage* const reduced = !base && current && current->kind == Stage::Kind::Opened ? m_stages.reducedStage() : nullptr;
    const auto graphOf = [](const Stage* stage) { return stage ? stage->graph : nullptr; };
    const Stage* const right = base ? &stages[static_cast<std::size_t>(besideIndex)] : reduced;
    const GraphRef left = graphOf(base ? base : current);
    m_leftTitle = base ? m_stages.title(m_stages.base()) : current && current->kind != Stage::Kind::Opened ? m_stages.title(m_stages.current()) : QString();
    m_rightTitle = base ? m_stages.title(besideIndex) : reduced ? m_stages.titleOfReduced() : QString();
    // Kept in the order that lets nothing be shown against something else: dimming is of the graph as it was opened.
    m_leftController.setKept(graphOf(reduced));
    if (left != m_left) m_leftController.setGraph(left);
    if (graphOf(right) != m_right) m_rightController.setGraph(graphOf(right));
    m_left = left;
    m_right = graphOf(right);
    std::vector<ComparedGraph> compared;
    int beside = 0;
    if (base) {
        compared.push_back({m_leftTitle, m_left});
        for (const int other : m_stages.others()) {
            if (other == besideIndex) beside = static_cast<int>(compared.size()) - 1;
            compared.push_back({m_stages.title(other), stages[static_cast<std::size_t>(other)].graph});
        }
    }
    m_comparison.compare(std::move(compared), beside);
    emit changed();
}

void StageDisplay::markRewrite() {
    const Stage* const stage = m_stages.currentStage();
    if (m_stages.isComparing() || !stage) return;  // the differences are marked
    const bool isPicked = m_stages.rewrite() >= 0;
    if (!isPicked) return m_leftController.setMarks(nullptr);
    const Rewrite& rewrite = stage->rewrites()[static_cast<std::size_t>(m_stages.rewrite())];
    m_leftController.setMarks(rewriteMarks(rewrite));
    if (const SceneRef& scene = m_leftController.scene()) {
        const int made = boxOfAny(*scene, rewrite.after);
        if (const int box = made >= 0 ? made : boxOfAny(*scene, rewrite.before); box >= 0) m_leftController.select(box);
    }
}

}  // namespace whittle
