// Cells of calls and what happened to them: an argument is edited in place and checked at every letter; an outcome is told by its colour and its word.
#pragma once

#include <QStyledItemDelegate>

#include "views/models/calls_model.h"

namespace whittle {

class ArgumentDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// `calls`: of which the first columns of the view are.
    explicit ArgumentDelegate(CallsModel& calls, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_calls(calls) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    CallsModel& m_calls;
};

}  // namespace whittle
