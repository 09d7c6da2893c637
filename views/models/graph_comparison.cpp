#include "views/models/graph_comparison.h"

#include <utility>

#include <QScopedValueRollback>

#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kCompare = QStringLiteral("compare");

}  // namespace

GraphComparison::GraphComparison(JobRunner& jobs, GraphController& left, GraphController& right, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_left(left), m_right(right) {
    connect(&left, &GraphController::selectionChanged, this, [this] { follow(m_left, m_right); });
    connect(&right, &GraphController::selectionChanged, this, [this] { follow(m_right, m_left); });
    for (GraphController* side : {&left, &right}) connect(side, &GraphController::sceneChanged, this, &GraphComparison::showWanted);
}

void GraphComparison::compare(std::vector<ComparedGraph> graphs, int beside) {
    if (graphs.size() < 2) graphs.clear();
    if (graphs == m_graphs) {
        if (std::exchange(m_beside, beside) == beside) return;
        mark();
        showWanted();
        emit besideChanged();
        return;
    }
    auto before = std::exchange(m_graphs, std::move(graphs));
    m_beside = beside;
    start();
    releaseElsewhere(std::move(before));
}

void GraphComparison::start() {
    m_jobs.cancel(this, kCompare);
    auto gone = std::exchange(m_difference, nullptr);
    m_wanted = -1;
    m_row = -1;
    m_isStopped = false;
    m_error.clear();
    m_done = m_of = 0;
    m_busy = !m_graphs.empty();
    if (m_busy)
        m_jobs.submit(
            this, kCompare,
            [this, graphs = m_graphs](const CancelToken& cancel, const JobChannel& channel) mutable {
                return differenceOf(std::move(graphs), cancel, [&](int done, int of) {
                    channel.post([this, done, of] {
                        m_done = done;
                        m_of = of;
                        emit progressChanged();
                    });
                });
            },
            [this](Result<DifferenceRef> difference) {
                m_busy = false;
                if (difference) m_difference = *std::move(difference);
                else m_error = ::whittle::errorText(difference.error());
                mark();
                emit changed();
                follow(m_left, m_right);  // what is selected already is found on the other side too
            });
    mark();
    emit changed();
    releaseElsewhere(std::move(gone));
}

void GraphComparison::stop() {
    if (!m_busy) return;
    m_jobs.cancel(this, kCompare);
    m_busy = false;
    m_isStopped = true;
    emit changed();
}

void GraphComparison::again() {
    if (!m_busy) start();
}

void GraphComparison::mark() {
    m_left.setMarks(m_difference ? m_difference->marks.front() : nullptr);
    m_right.setMarks(m_difference ? m_difference->marks[static_cast<std::size_t>(m_beside + 1)] : nullptr);
}

// The other side may be arranging a graph still, or show another one by now.
void GraphComparison::follow(const GraphController& from, GraphController& to) {
    if (!m_difference || m_following || from.selected() < 0 || !from.scene()) return;
    const int graph = &from == &m_left ? 0 : m_beside + 1, other = graph == 0 ? m_beside + 1 : 0;
    const auto shows = [&](const GraphController& side, int index) { return side.scene() && side.scene()->graphRef() == m_difference->graphs[static_cast<std::size_t>(index)].graph; };
    const int row = shows(from, graph) ? m_difference->rowOf(graph, from.scene()->box(from.selected()).node) : -1;
    setRow(row);
    if (row < 0 || !shows(to, other)) return;
    const NodeId partner = m_difference->node(row, other);
    if (!partner.valid()) return;
    const QScopedValueRollback following(m_following, true);
    to.selectNode(partner);
}

void GraphComparison::setRow(int row) {
    if (std::exchange(m_row, row) != row) emit rowChanged();
}

void GraphComparison::show(int row) {
    if (!m_difference) return;
    m_wanted = row;
    setRow(row);
    const int first = m_difference->firstWith(row);
    if (first > 0 && !m_difference->node(row, m_beside + 1).valid()) emit besideWanted(first - 1);
    showWanted();
}

void GraphComparison::showWanted() {
    if (m_wanted < 0 || !m_difference) return;
    const auto shows = [&](const GraphController& side, int index) { return side.scene() && side.scene()->graphRef() == m_difference->graphs[static_cast<std::size_t>(index)].graph; };
    if (!shows(m_left, 0) || !shows(m_right, m_beside + 1)) return;
    const int row = std::exchange(m_wanted, -1);
    const QScopedValueRollback following(m_following, true);
    if (const NodeId node = m_difference->node(row, 0); node.valid()) m_left.selectNode(node);
    if (const NodeId node = m_difference->node(row, m_beside + 1); node.valid()) m_right.selectNode(node);
}

QString GraphComparison::summary() const {
    if (m_busy) return m_of > 1 ? tr("Comparing… %1 of %2").arg(m_done + 1).arg(m_of) : tr("Comparing…");
    if (m_isStopped) return tr("Comparing was stopped.");
    if (!m_error.isEmpty()) return m_error;
    if (!m_difference) return {};
    if (m_difference->others() == 1) return m_difference->summary(0);
    QStringList lines;
    for (int other = 0; other < m_difference->others(); ++other)
        lines << QStringLiteral("%1  %2: %3").arg(QLatin1Char(diffLetter(other + 1))).arg(m_difference->graphs[static_cast<std::size_t>(other + 1)].title, m_difference->summary(other));
    return lines.join(u'\n');
}

}  // namespace whittle
