// A table that a worker sorts: who clicks a header, or shows something else while a column is sorted, does not wait for it. Of as many rows as a large graph has
// Qt's proxy takes longer than a frame.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <QAbstractTableModel>

#include "views/models/job_runner.h"

namespace whittle {

class SortedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit SortedModel(JobRunner& jobs, QObject* parent = nullptr);

    int rowOf(int item) const { return m_items.empty() ? item : m_rows[static_cast<std::size_t>(item)]; }
    int itemAt(int row) const { return m_items.empty() ? row : m_items[static_cast<std::size_t>(row)]; }
    bool isSorting() const { return m_sorting; }
    void sort(int column, Qt::SortOrder direction = Qt::AscendingOrder) override;

protected:
    /// Brings items, which are counted from 0, into the order of a column. Runs on a worker.
    using Sorter = std::function<void(std::vector<int>& items)>;
    /// Null: the items come in that order.
    virtual Sorter sorterOf(int column, Qt::SortOrder direction) const = 0;
    /// Other items altogether, which `change` puts in the place of those before: in their own order until they are sorted as these were.
    void reset(const std::function<void()>& change);

private:
    struct Order {
        std::vector<int> items;  // by row; empty: their own order
        std::vector<int> rows;   // by item
    };
    void arrange();
    void show(Order order);

    JobRunner& m_jobs;
    int m_column = 0;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
    bool m_sorting = false;
    std::vector<int> m_items, m_rows;  // as in Order
};

/// By a key that is made once for each item; equals stay as they are.
template <class Item, class KeyOf>
void sortByKey(std::vector<Item>& items, Qt::SortOrder direction, KeyOf&& keyOf) {
    std::vector<std::pair<std::decay_t<decltype(keyOf(items.front()))>, Item>> keyed;
    keyed.reserve(items.size());
    for (const Item& item : items) keyed.emplace_back(keyOf(item), item);
    std::ranges::stable_sort(keyed, [direction](const auto& a, const auto& b) { return direction == Qt::AscendingOrder ? a.first < b.first : b.first < a.first; });
    std::ranges::transform(keyed, items.begin(), [](const auto& one) { return one.second; });
}

}  // namespace whittle
