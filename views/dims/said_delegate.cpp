#include "views/dims/said_delegate.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPersistentModelIndex>
#include <QValidator>

#include "views/icons.h"
#include "views/models/dims_model.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr const char* kPlace = "place";  // the cell of an editor, until it is given up

class SaidValidator final : public QValidator {
public:
    SaidValidator(DimsController& dims, int place, QObject* parent) : QValidator(parent), m_dims(dims), m_place(place) {}
    State validate(QString& text, int&) const override { return m_dims.problemOf(m_place, text.trimmed()).isEmpty() ? Acceptable : Intermediate; }

private:
    DimsController& m_dims;
    int m_place;
};

}  // namespace

QWidget* SaidDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
    auto* line = new QLineEdit(parent);
    line->setFrame(false);
    line->setAccessibleName(tr("What you say of %1, dimension %2")
                                .arg(index.siblingAtColumn(DimsModel::InputColumn).data().toString(), index.siblingAtColumn(DimsModel::DimColumn).data().toString()));
    line->setToolTip(tr("Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, a size, a name such as b or Dim('b', min=2, max=64), or one derived from it, such as 2*b + 1"));
    line->setValidator(new SaidValidator(m_dims, index.row(), line));
    connect(line, &QLineEdit::textChanged, this, [this, line, place = index.row()](const QString& text) {
        const QString why = m_dims.problemOf(place, text.trimmed());
        QPalette palette = line->parentWidget()->palette();
        if (!why.isEmpty()) palette.setColor(QPalette::Text, canvasColors(palette).error);
        line->setPalette(palette);
        line->setAccessibleDescription(why);
        emit problemChanged(why);
    });
    connect(line, &QObject::destroyed, this, [this] { emit problemChanged({}); });
    line->setProperty(kPlace, QVariant::fromValue(QPersistentModelIndex(index)));
    return line;
}

// Who goes elsewhere wants to come back to what was typed.
bool SaidDelegate::eventFilter(QObject* editor, QEvent* event) {
    auto* line = qobject_cast<QLineEdit*>(editor);
    if (line && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) line->setProperty(kPlace, {});
    if (line && event->type() == QEvent::FocusOut && !line->hasAcceptableInput() && QApplication::activePopupWidget() == nullptr) {
        const QModelIndex place = line->property(kPlace).value<QPersistentModelIndex>();
        if (place.isValid()) const_cast<QAbstractItemModel*>(place.model())->setData(place, line->text(), DimsModel::DraftRole);  // NOLINT: Qt hands out models as const
    }
    return QStyledItemDelegate::eventFilter(editor, event);
}

void SaidDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(DimsModel::RefutedRole).toString().isEmpty()) return;
    option->palette.setColor(QPalette::Text, canvasColors(option->palette).error);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = icon(Icon::Warning);
    option->decorationSize = {14, 14};
}

}  // namespace whittle
