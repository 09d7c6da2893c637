// The cell of what is said of a size: marked where the program refutes it, and edited as text that is checked while it is typed.
#pragma once

#include <QStyledItemDelegate>

#include "views/models/dims_controller.h"

namespace whittle {

class SaidDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit SaidDelegate(DimsController& dims, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_dims(dims) {}

    /// What cannot be said is not taken: Enter leaves the editor open; when it loses the focus, the text stays in the cell, marked. Escape leaves the cell as it was.
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

signals:
    /// Why what stands in the editor now cannot be said; empty: it can, or there is no editor any more.
    void problemChanged(const QString& why) const;

protected:
    bool eventFilter(QObject* editor, QEvent* event) override;
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    DimsController& m_dims;
};

}  // namespace whittle
