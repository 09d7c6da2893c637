// Rows of a table that come one by one and whose numbers go on changing, as those of work in progress do: what was selected stays selected.
#pragma once

#include <QAbstractTableModel>

namespace whittle {

class GrowingRows : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

protected:
    /// `now` in place of `shown`. Fewer rows than before are others.
    template <typename Rows>
    void follow(Rows& shown, Rows now) {
        if (now == shown) return;
        const int before = static_cast<int>(shown.size()), after = static_cast<int>(now.size());
        if (after < before) {
            beginResetModel();
            shown = std::move(now);
            return endResetModel();
        }
        if (after > before) beginInsertRows({}, before, after - 1);
        shown = std::move(now);
        if (after > before) endInsertRows();
        if (before > 0) emit dataChanged(index(0, 0), index(before - 1, columnCount() - 1));
    }
};

}  // namespace whittle
