#include "views/models/sorted_model.h"

#include <numeric>

namespace whittle {
namespace {

const QString kSort = QStringLiteral("sort");

}  // namespace

SortedModel::SortedModel(JobRunner& jobs, QObject* parent) : QAbstractTableModel(parent), m_jobs(jobs) {}

void SortedModel::reset(const std::function<void()>& change) {
    beginResetModel();
    change();
    m_items.clear();
    m_rows.clear();
    endResetModel();
    arrange();
}

void SortedModel::sort(int column, Qt::SortOrder direction) {
    if (column < 0 || column >= columnCount() || (column == m_column && direction == m_direction)) return;
    m_column = column;
    m_direction = direction;
    arrange();
}

void SortedModel::arrange() {
    m_jobs.cancel(this, kSort);
    Sorter sorter = rowCount() > 0 ? sorterOf(m_column, m_direction) : nullptr;
    m_sorting = sorter != nullptr;
    if (!m_sorting) return show({});
    m_jobs.submit(
        this, kSort,
        [sorter = std::move(sorter), count = static_cast<std::size_t>(rowCount())](const CancelToken&) {
            Order out{.items = std::vector<int>(count), .rows = std::vector<int>(count)};
            std::iota(out.items.begin(), out.items.end(), 0);
            sorter(out.items);
            for (std::size_t row = 0; row < count; ++row) out.rows[static_cast<std::size_t>(out.items[row])] = static_cast<int>(row);
            return out;
        },
        [this](Order order) { show(std::move(order)); });
}

void SortedModel::show(Order order) {
    m_sorting = false;
    if (order.items.empty() && m_items.empty()) return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> held;
    for (const QModelIndex& one : before) held.push_back(itemAt(one.row()));
    m_items = std::move(order.items);
    m_rows = std::move(order.rows);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) after << index(rowOf(held[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

}  // namespace whittle
