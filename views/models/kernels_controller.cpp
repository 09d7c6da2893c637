#include "views/models/kernels_controller.h"

#include <algorithm>
#include <utility>

#include "views/models/kernel_overlays.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kContent = QStringLiteral("kernels");
const QString kCode = QStringLiteral("code");

struct Prepared {
    KernelContentRef content;
    std::vector<OverlayRef> overlays;
};

}  // namespace

KernelsController::KernelsController(JobRunner& jobs, StudyController& study, QObject* parent) : QObject(parent), m_jobs(jobs), m_study(study) {
    connect(&study, &StudyController::stateChanged, this, &KernelsController::onStudy);
}

void KernelsController::onStudy() {
    if (m_study.graph() != m_graph) {
        m_graph = m_study.graph();
        m_jobs.cancel(this, kContent);
        releaseElsewhere(std::exchange(m_shown, nullptr));
        m_preparing = false;
        m_node = {};
        KernelContentRef before = std::exchange(m_before, nullptr);
        show(nullptr, {});
        releaseElsewhere(std::move(before));
    }
    const std::shared_ptr<const Study>& study = m_study.study();
    if (!study || study == m_shown) return;
    releaseElsewhere(std::exchange(m_shown, study));
    m_error.clear();
    m_preparing = true;
    m_jobs.submit(
        this, kContent,
        [study, graph = m_graph](const CancelToken& cancel) -> Result<Prepared> {
            WHITTLE_TRY(KernelContentRef content, KernelContent::build(study, graph, cancel));
            std::vector<OverlayRef> overlays = kernelOverlays(*content);
            return Prepared{std::move(content), std::move(overlays)};
        },
        [this](Result<Prepared> prepared) {
            m_preparing = false;
            KernelContentRef before = std::exchange(m_before, m_content);
            if (!prepared) m_error = ::whittle::errorText(prepared.error());
            if (prepared) show(std::move(prepared->content), std::move(prepared->overlays));
            else show(nullptr, {});
            releaseElsewhere(std::move(before));
        });
}

// The kernel that was selected is found again by its name; a choice that was forced may have given it another, so then by what it computes.
void KernelsController::show(KernelContentRef content, std::vector<OverlayRef> overlays) {
    KernelContentRef old = std::exchange(m_content, std::move(content));
    std::vector<OverlayRef> oldOverlays = std::exchange(m_overlays, std::move(overlays));
    int selected = -1;
    if (m_content && old && m_selected >= 0) {
        const KernelRow& row = old->row(m_selected);
        selected = m_content->kernelNamed(row.name);
        if (selected < 0 && !row.nodes.empty()) selected = m_content->kernelOf(row.nodes.front());
    } else if (m_content && m_node.valid()) {
        selected = m_content->kernelOf(m_node);
    }
    m_selected = selected;
    emit contentChanged();
    emit selectionChanged(m_selected);
    makeCode();
    releaseElsewhere(std::pair(std::move(old), std::move(oldOverlays)));
}

void KernelsController::select(int kernel) {
    if (!m_content || kernel < -1 || kernel >= m_content->count() || kernel == m_selected) return;
    m_selected = kernel;
    emit selectionChanged(kernel);
    makeCode();
    if (kernel < 0) return;
    const std::vector<NodeId>& nodes = m_content->row(kernel).nodes;
    if (nodes.empty() || std::ranges::find(nodes, m_node) != nodes.end()) return;
    m_node = nodes.front();
    emit nodeChanged();
}

void KernelsController::selectNode(NodeId node) {
    if (node == m_node) return;
    m_node = node;
    emit nodeChanged();
    const int kernel = m_content && node.valid() ? m_content->kernelOf(node) : -1;
    if (kernel < 0) return;
    const KernelRow* now = m_selected >= 0 ? &m_content->row(m_selected) : nullptr;
    // Of two kernels that have a part in the node, the one that is looked at stays.
    if (!now || std::ranges::find(now->nodes, node) == now->nodes.end()) select(kernel);
}

void KernelsController::makeCode() {
    m_code = nullptr;
    m_reading = m_selected >= 0;
    emit codeChanged();
    if (!m_reading) return m_jobs.cancel(this, kCode);
    m_jobs.submit(
        this, kCode, [content = m_content, kernel = m_selected](const CancelToken& cancel) { return KernelCode::build(content, kernel, cancel); },
        [this](Result<KernelCodeRef> code) {
            m_code = code ? *std::move(code) : nullptr;
            m_reading = false;
            emit codeChanged();
        });
}

void KernelsController::measureCandidates() {
    StudySettings settings = m_study.settings();
    settings.measureCandidates = true;
    m_study.start(settings);
}

}  // namespace whittle
