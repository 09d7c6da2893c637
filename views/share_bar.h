// A bar under the number of a cell that is a part of something: tables of times and sizes are read by it.
#pragma once

#include <QStyledItemDelegate>

namespace whittle {

class ShareBar : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// `role` answers 0 to 1, or nothing where there is no bar.
    explicit ShareBar(int role, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_role(role) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_role;
};

}  // namespace whittle
