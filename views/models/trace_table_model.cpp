#include "views/models/trace_table_model.h"

#include "views/models/release.h"

namespace whittle {
namespace {

const QString kFilter = QStringLiteral("filter");

}  // namespace

void TraceTableModel::setTable(TraceTableRef table) {
    if (table == m_all) return;
    releaseElsewhere(std::exchange(m_all, std::move(table)));
    apply();
}

void TraceTableModel::setFilter(const QString& words) {
    if (words == m_filter) return;
    m_filter = words;
    apply();
}

void TraceTableModel::apply() {
    m_jobs.cancel(this, kFilter);
    m_isFiltering = m_all && !m_filter.trimmed().isEmpty();
    if (!m_isFiltering) return show(m_all);
    m_jobs.submit(
        this, kFilter, [table = m_all, words = m_filter](const CancelToken& cancel) { return table->filtered(words, cancel); },
        [this](TraceTableRef found) {
            m_isFiltering = false;
            show(std::move(found));
        });
}

void TraceTableModel::show(TraceTableRef table) {
    emit aboutToShow();
    beginResetModel();
    TraceTableRef before = std::exchange(m_shown, std::move(table));
    endResetModel();
    releaseElsewhere(std::move(before));
    emit shownChanged();
}

QModelIndex TraceTableModel::indexOf(int row, int column) const {
    return m_shown && row >= 0 && row < m_shown->count() ? createIndex(m_shown->place(row), column, static_cast<quintptr>(row)) : QModelIndex();
}

QModelIndex TraceTableModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, static_cast<quintptr>(m_shown->children(rowOf(parent))[static_cast<std::size_t>(row)]));
}

QModelIndex TraceTableModel::parent(const QModelIndex& index) const { return index.isValid() ? indexOf(m_shown->row(rowOf(index)).parent) : QModelIndex(); }

int TraceTableModel::rowCount(const QModelIndex& parent) const { return m_shown && parent.column() <= 0 ? static_cast<int>(m_shown->children(rowOf(parent)).size()) : 0; }
int TraceTableModel::columnCount(const QModelIndex&) const { return m_shown ? static_cast<int>(m_shown->columns().size()) : 0; }

QVariant TraceTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const TraceRow& row = m_shown->row(rowOf(index));
    switch (role) {
        case Qt::DisplayRole: return row.cells.value(index.column());
        case Qt::ToolTipRole: return row.tip.isEmpty() || index.column() > 0 ? row.cells.value(index.column()) : row.tip;
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (m_shown->columns()[static_cast<std::size_t>(index.column())].isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case TargetRole: return QVariant::fromValue(row.target);
        case ToneRole: return static_cast<int>(row.tone);
        case MarkRole: return index.column() == m_shown->markColumn() && row.tone != TraceTone::Plain && row.tone != TraceTone::Heading;
        default: return {};
    }
}

QVariant TraceTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const TraceColumn& column = m_shown->columns()[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
