#include "views/models/profile_controller.h"

#include <algorithm>
#include <utility>

#include <QScopedValueRollback>

#include "engine/base/files.h"
#include "engine/runtime/chrome_trace.h"
#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kContent = QStringLiteral("profile");
const QString kExport = QStringLiteral("export");
constexpr double kLeastNanoseconds = 50;  // in sight at once: clocks tell no less

}  // namespace

ProfileController::ProfileController(JobRunner& jobs, KernelsController& kernels, QObject* parent) : QObject(parent), m_jobs(jobs), m_kernels(kernels) {
    connect(&kernels, &KernelsController::contentChanged, this, &ProfileController::onKernels);
    connect(&kernels, &KernelsController::selectionChanged, this, &ProfileController::onSelected);
}

void ProfileController::onKernels() {
    if (m_content && m_content->kernelsRef() == m_kernels.content()) return;
    ProfileContentRef before = std::exchange(m_content, nullptr);
    m_error.clear();
    m_isBuilding = m_kernels.content() != nullptr;
    m_cursor = -1;
    if (!m_isBuilding) m_jobs.cancel(this, kContent);
    else
        m_jobs.submit(
            this, kContent, [kernels = m_kernels.content()](const CancelToken& cancel) { return ProfileContent::build(kernels, cancel); },
            [this](Result<ProfileContentRef> content) {
                m_isBuilding = false;
                if (content) m_content = *std::move(content);
                else m_error = ::whittle::errorText(content.error());
                if (isRecorded()) {
                    m_window.setLeast(kLeastNanoseconds / static_cast<double>(std::max<std::int64_t>(m_content->trace().end, 1)));
                    const int selected = m_kernels.selected(), peak = m_content->memory().peakKernel;
                    // Where nothing was chosen, the most memory is the point to look at.
                    if (selected >= 0 || peak >= 0) m_cursor = m_content->spanOf(selected >= 0 ? selected : peak).begin;
                }
                emit contentChanged();
                emit cursorChanged();
            });
    emit contentChanged();
    emit cursorChanged();
    releaseElsewhere(std::move(before));
}

// Who selects a kernel elsewhere finds it here; a cursor that is in it already stays.
void ProfileController::onSelected(int kernel) {
    if (!isRecorded() || kernel < 0 || kernel >= m_content->kernels().count() || kernel == cursorKernel() || m_holdsCursor) return;
    const LaneSpan& span = m_content->spanOf(kernel);
    m_cursor = span.begin;
    emit cursorChanged();
    TimeWindow window = m_window;
    window.reveal(span.begin, span.end);
    take(window);
}

void ProfileController::take(const TimeWindow& window) {
    if (window == m_window) return;
    m_window = window;
    emit windowChanged();
}

void ProfileController::setWindow(double begin, double end) {
    TimeWindow window = m_window;
    window.set(begin, end);
    take(window);
}

void ProfileController::zoom(double factor, double fixed) {
    TimeWindow window = m_window;
    window.zoom(factor, fixed);
    take(window);
}

void ProfileController::pan(double by) {
    TimeWindow window = m_window;
    window.pan(by);
    take(window);
}

int ProfileController::cursorKernel() const { return isRecorded() && m_cursor >= 0 ? m_content->kernelAt(m_cursor) : -1; }

void ProfileController::setCursor(double at) {
    if (!isRecorded()) return;
    const double wanted = std::clamp(at, 0.0, 1.0);
    if (wanted == m_cursor) return;
    m_cursor = wanted;
    emit cursorChanged();
    m_kernels.select(cursorKernel());
}

void ProfileController::step(int direction) {
    if (!isRecorded()) return;
    const int now = cursorKernel(), last = m_content->kernels().count() - 1;
    selectKernel(now < 0 ? 0 : std::clamp(now + direction, 0, last));
}

void ProfileController::selectKernel(int kernel) {
    if (!isRecorded() || kernel < 0 || kernel >= m_content->kernels().count()) return;
    const LaneSpan& span = m_content->spanOf(kernel);
    setCursor(span.begin);
    TimeWindow window = m_window;
    window.reveal(span.begin, span.end);
    take(window);
}

void ProfileController::showValue(const HeldValue& value) {
    if (value.node.empty()) return emit inputWanted(toQString(value.name));
    const QScopedValueRollback holding(m_holdsCursor, true);
    if (const std::vector<NodeId> nodes = m_content->kernels().opened(value.node); !nodes.empty()) m_kernels.selectNode(nodes.back());
}

void ProfileController::setTab(Tab tab) {
    if (tab == m_tab) return;
    m_tab = tab;
    emit tabChanged();
}

QString ProfileController::kernelText(int kernel) const {
    if (!isRecorded() || kernel < 0) return {};
    const KernelRow& row = m_content->kernels().row(kernel);
    const LaneSpan& span = m_content->spanOf(kernel);
    const double share = span.end - span.begin;
    const int threads = m_content->threadsOf(kernel);
    const QString by = threads > 0 ? tr("on %n threads", nullptr, threads) : tr("its threads are the library's own");
    return QStringList{row.name, formatDuration(share * m_content->milliseconds()), tr("%1 of the run").arg(formatPercent(share)), by, row.what}.join(QStringLiteral(" · "));
}

QString ProfileController::text() const {
    if (!m_content) return {};
    QStringList lines;
    const CompileReport& report = m_content->kernels().study().report;
    if (isRecorded()) {
        lines << tr("Recorded run: %1").arg(formatDuration(m_content->milliseconds()));
        for (int kernel = 0; kernel < m_content->kernels().count(); ++kernel) lines << kernelText(kernel);
    }
    const MemoryTimeline& memory = m_content->memory();
    if (memory.peakKernel >= 0) {
        lines << QString() << tr("Most memory at once: %1, in %2").arg(formatBytes(memory.peak), m_content->kernels().row(memory.peakKernel).name);
        for (const std::size_t i : aliveDuring(memory, memory.peakKernel))
            lines << QStringLiteral("%%1 · %2").arg(toQString(memory.values[i].name), memory.values[i].bytes ? formatBytes(*memory.values[i].bytes) : QStringLiteral("–"));
    }
    lines << QString() << tr("Compiled in %1").arg(formatMilliseconds(report.milliseconds));
    for (const PhaseRecord& phase : report.phases) lines << QStringLiteral("%1 · %2").arg(toQString(phase.name), formatMilliseconds(phase.milliseconds));
    for (const PassRecord& pass : report.passes) lines << QStringLiteral("%1 · %2").arg(toQString(pass.name), formatMilliseconds(pass.milliseconds));
    return lines.join(u'\n') + u'\n';
}

void ProfileController::exportTo(const QString& path) {
    if (!isRecorded()) return;
    m_isExporting = true;
    m_jobs.submit(
        this, kExport,
        [content = m_content, file = toPath(path)](const CancelToken&) -> Result<bool> {
            WHITTLE_TRY_VOID(writeFileAtomic(file, chromeTrace(content->trace(), content->kernels().study().report)));
            return true;
        },
        [this, path](Result<bool> written) {
            m_isExporting = false;
            if (written) emit exported(path);
            else emit exportFailed(path, ::whittle::errorText(written.error()));
        });
}

}  // namespace whittle
