#include "views/models/graph_comparison.h"

#include <array>
#include <utility>

#include <QScopedValueRollback>

#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kCompare = QStringLiteral("compare");

enum Mark { Removed, Added, Changed };  // the classes of NodeOverlay::Scale::Difference

OverlayRef marks(std::unordered_map<std::string, double> values) {
    auto overlay = std::make_shared<NodeOverlay>();
    overlay->key = QStringLiteral("difference");
    overlay->title = GraphComparison::tr("Difference");
    overlay->scale = NodeOverlay::Scale::Difference;
    overlay->classes = {GraphComparison::tr("removed"), GraphComparison::tr("added"), GraphComparison::tr("changed")};
    overlay->values = std::move(values);
    return overlay;
}

QString kindText(DiffKind kind) {
    switch (kind) {
        case DiffKind::Same: return DifferenceModel::tr("same");
        case DiffKind::Changed: return DifferenceModel::tr("changed");
        case DiffKind::Added: return DifferenceModel::tr("added");
        case DiffKind::Removed: return DifferenceModel::tr("removed");
    }
    return {};
}

constexpr std::array<const char*, DifferenceModel::ColumnCount> kTitles{
    QT_TRANSLATE_NOOP("whittle::DifferenceModel", "Difference"), QT_TRANSLATE_NOOP("whittle::DifferenceModel", "Before"), QT_TRANSLATE_NOOP("whittle::DifferenceModel", "After"),
    QT_TRANSLATE_NOOP("whittle::DifferenceModel", "What changed")};

QString nodeText(const Graph& graph, NodeId id) { return id.valid() ? toQString(fmt::format("{} ({})", graph.node(id).name, graph.node(id).op)) : QString(); }

}  // namespace

std::shared_ptr<const GraphDifference> differenceOf(GraphRef before, GraphRef after) {
    auto out = std::make_shared<GraphDifference>();
    GraphDiff diff = diffGraphs(*before, *after);
    std::unordered_map<std::string, double> left, right;
    for (DiffRow& row : diff.rows) {
        if (row.before.valid() && row.after.valid()) {
            out->toAfter.emplace(row.before, row.after);
            out->toBefore.emplace(row.after, row.before);
        }
        switch (row.kind) {
            case DiffKind::Same: ++out->same; continue;
            case DiffKind::Changed:
                ++out->changed;
                left.emplace(before->node(row.before).name, Changed);
                right.emplace(after->node(row.after).name, Changed);
                break;
            case DiffKind::Added:
                ++out->added;
                right.emplace(after->node(row.after).name, Added);
                break;
            case DiffKind::Removed:
                ++out->removed;
                left.emplace(before->node(row.before).name, Removed);
                break;
        }
        out->rows.push_back(std::move(row));
    }
    for (const ValueId id : diff.removedInputs) out->inputs.push_back(GraphComparison::tr("input %1 is gone").arg(toQString(before->value(id).name)));
    for (const ValueId id : diff.addedInputs) out->inputs.push_back(GraphComparison::tr("input %1 is new").arg(toQString(after->value(id).name)));
    if (diff.outputsChanged) out->inputs.push_back(GraphComparison::tr("outputs differ"));
    out->marksBefore = marks(std::move(left));
    out->marksAfter = marks(std::move(right));
    out->before = std::move(before);
    out->after = std::move(after);
    return out;
}

GraphComparison::GraphComparison(JobRunner& jobs, GraphController& left, GraphController& right, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_left(left), m_right(right) {
    connect(&left, &GraphController::selectionChanged, this, [this] {
        if (m_difference) follow(m_left, m_right, m_difference->toAfter);
    });
    for (GraphController* side : {&left, &right}) connect(side, &GraphController::sceneChanged, this, &GraphComparison::showWanted);
    connect(&right, &GraphController::selectionChanged, this, [this] {
        if (m_difference) follow(m_right, m_left, m_difference->toBefore);
    });
}

void GraphComparison::compare(GraphRef before, GraphRef after) {
    if (before == m_before && after == m_after) return;
    m_before = std::move(before);
    m_after = std::move(after);
    m_jobs.cancel(this, kCompare);
    auto gone = std::exchange(m_difference, nullptr);
    m_wanted.reset();
    m_busy = m_before && m_after;
    if (m_busy)
        m_jobs.submit(
            this, kCompare, [left = m_before, right = m_after](const CancelToken&) { return differenceOf(left, right); },
            [this](std::shared_ptr<const GraphDifference> difference) {
                m_busy = false;
                m_difference = std::move(difference);
                mark();
                emit changed();
            });
    mark();
    emit changed();
    releaseElsewhere(std::move(gone));
}

void GraphComparison::mark() {
    m_left.setMarks(m_difference ? m_difference->marksBefore : nullptr);
    m_right.setMarks(m_difference ? m_difference->marksAfter : nullptr);
}

// The other side may be arranging a graph still, or show another one by now.
void GraphComparison::follow(const GraphController& from, GraphController& to, const std::unordered_map<NodeId, NodeId>& partner) {
    if (m_following || from.selected() < 0 || !from.scene() || !to.scene()) return;
    const bool areCompared = (from.scene()->graphRef() == m_difference->before && to.scene()->graphRef() == m_difference->after) ||
                             (from.scene()->graphRef() == m_difference->after && to.scene()->graphRef() == m_difference->before);
    const auto found = areCompared ? partner.find(from.scene()->box(from.selected()).node) : partner.end();
    if (found == partner.end()) return;
    const QScopedValueRollback following(m_following, true);
    to.selectNode(found->second);
}

void GraphComparison::show(const DiffRow& row) {
    m_wanted = row;
    showWanted();
}

void GraphComparison::showWanted() {
    const auto shows = [](const GraphController& graph, const GraphRef& wanted) { return graph.scene() && graph.scene()->graphRef() == wanted; };
    if (!m_wanted || !m_difference || !shows(m_left, m_difference->before) || !shows(m_right, m_difference->after)) return;
    const DiffRow row = *std::exchange(m_wanted, std::nullopt);
    const QScopedValueRollback following(m_following, true);
    if (row.before.valid()) m_left.selectNode(row.before);
    if (row.after.valid()) m_right.selectNode(row.after);
}

QString GraphComparison::summary() const {
    if (m_busy) return tr("Comparing…");
    if (!m_difference) return {};
    const GraphDifference& it = *m_difference;
    QStringList parts;
    if (it.removed) parts << tr("%n removed", nullptr, static_cast<int>(it.removed));
    if (it.added) parts << tr("%n added", nullptr, static_cast<int>(it.added));
    if (it.changed) parts << tr("%n changed", nullptr, static_cast<int>(it.changed));
    for (const QString& sentence : it.inputs) parts << sentence;
    if (parts.isEmpty()) return tr("No difference in %n nodes", nullptr, static_cast<int>(it.same));
    parts << tr("%n the same", nullptr, static_cast<int>(it.same));
    return parts.join(QStringLiteral(", "));
}

DifferenceModel::DifferenceModel(GraphComparison& comparison, QObject* parent) : QAbstractTableModel(parent) {
    connect(&comparison, &GraphComparison::changed, this, [this, &comparison] {
        beginResetModel();
        m_difference = comparison.difference();
        endResetModel();
    });
}

int DifferenceModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_difference ? 0 : static_cast<int>(m_difference->rows.size()); }
int DifferenceModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant DifferenceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
    const DiffRow& it = row(index.row());
    switch (index.column()) {
        case KindColumn: return kindText(it.kind);
        case BeforeColumn: return nodeText(*m_difference->before, it.before);
        case AfterColumn: return nodeText(*m_difference->after, it.after);
        case WhatColumn: return toQString(it.what);
    }
    return {};
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kTitles[static_cast<std::size_t>(section)]);
}

}  // namespace whittle
