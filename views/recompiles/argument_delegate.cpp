#include "views/recompiles/argument_delegate.h"

#include <algorithm>

#include <QLineEdit>
#include <QPainter>
#include <QToolTip>

#include "views/models/stance_matrix_model.h"
#include "views/overlay_colors.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kEditorWidth = 240;  // at least: an argument with marks
constexpr int kMark = 9;           // of an outcome, in pixels
constexpr int kRoom = 6;

// By the class of colours that overlays have; an error is what is bad there.
int shadeOf(CallOutcome outcome) {
    switch (outcome) {
        case CallOutcome::Compiled: return 0;
        case CallOutcome::Recompiled: return 1;
        case CallOutcome::Reused: return 2;
        case CallOutcome::Eager: return OverlayShades::kMissing;
        case CallOutcome::Error: return OverlayShades::kBad;
    }
    return OverlayShades::kMissing;
}

void check(QLineEdit& line, const CallsModel& calls, int column) {
    const QString error = calls.errorOf(column, line.text().trimmed());
    QPalette palette = line.parentWidget()->palette();
    if (!error.isEmpty()) palette.setColor(QPalette::Text, canvasColors(palette).error);
    line.setPalette(palette);
    line.setToolTip(error);
    line.setAccessibleDescription(error);
    if (error.isEmpty()) QToolTip::hideText();
    else QToolTip::showText(line.mapToGlobal(QPoint(0, line.height())), error, &line);
}

}  // namespace

QWidget* ArgumentDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
    auto* line = new QLineEdit(parent);
    const int column = index.column();
    const CallParameter& parameter = m_calls.parameters()[column];
    line->setAccessibleName(tr("%1 of call %2").arg(parameter.name).arg(index.row()));
    line->setPlaceholderText(parameter.isTensor ? tr("%1, such as f32[4,8] or f32[4,8] dynamic 0").arg(parameter.type) : parameter.type);
    connect(line, &QLineEdit::textEdited, line, [line, column, this] { check(*line, m_calls, column); });
    return line;
}

void ArgumentDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::updateEditorGeometry(editor, option, index);
    const QWidget* const viewport = editor->parentWidget();
    const int most = viewport ? viewport->width() - option.rect.left() : kEditorWidth;
    editor->resize(std::max(editor->width(), std::min(kEditorWidth, most)), editor->height());
}

void ArgumentDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const CanvasColors& colors = canvasColors(option->palette);
    const auto color = [&](const QColor& wanted) { option->palette.setColor(QPalette::Text, wanted); };
    if (index.column() < m_calls.columnCount() && index.row() < m_calls.rowCount()) {
        if (!index.data(CallsModel::ErrorRole).toString().isEmpty()) color(colors.error);
        else if (!index.data(CallsModel::StandardRole).toString().isEmpty()) color(colors.mutedText);
        return;
    }
    if (index.data(StanceMatrixModel::StaleRole).toBool()) color(colors.mutedText);
}

void ArgumentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QVariant known = index.data(StanceMatrixModel::OutcomeRole);
    const bool isTotal = index.data(StanceMatrixModel::TotalRole).toBool();
    const CanvasColors& colors = canvasColors(option.palette);
    if (!known.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
    } else {
        const auto outcome = static_cast<CallOutcome>(known.toInt());
        const bool isStale = index.data(StanceMatrixModel::StaleRole).toBool();
        QStyleOptionViewItem opt = option;
        initStyleOption(&opt, index);
        const QString text = std::exchange(opt.text, QString());
        const QWidget* const widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &opt, painter, widget);
        const QRect mark(opt.rect.left() + kRoom, opt.rect.center().y() - kMark / 2, kMark, kMark);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        if (isStale) painter->setOpacity(0.4);
        // A reuse is what one hopes for and the eye may pass over it; what costs is filled.
        if (outcome == CallOutcome::Eager) {
            painter->setPen(QPen(colors.mutedText, 1.4));
            painter->drawEllipse(QRectF(mark).adjusted(0.7, 0.7, -0.7, -0.7));
        } else {
            shadeColor(NodeOverlay::Scale::Classes, shadeOf(outcome), option.palette).paint(*painter, [&] {
                if (outcome == CallOutcome::Reused) painter->drawEllipse(mark);
                else painter->drawRoundedRect(mark, 2, 2);
            });
        }
        painter->setOpacity(1);
        const bool isSelected = opt.state & QStyle::State_Selected;
        QColor ink = opt.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
        if (!isSelected && !isStale && outcome == CallOutcome::Error) ink = colors.error;
        QFont font = opt.font;
        if (outcome == CallOutcome::Recompiled || outcome == CallOutcome::Error) font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(ink);
        const QRect room = opt.rect.adjusted(2 * kRoom + kMark, 0, -3, 0);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(font).elidedText(text, Qt::ElideRight, room.width()));
        painter->restore();
    }
    // The calls, what became of them, and the totals are three things.
    painter->setPen(colors.cardBorder);
    if (index.column() == m_calls.columnCount() - 1 && index.model()->columnCount() > m_calls.columnCount()) painter->drawLine(option.rect.topRight(), option.rect.bottomRight());
    if (isTotal && index.row() == m_calls.rowCount()) painter->drawLine(option.rect.topLeft(), option.rect.topRight());
}

}  // namespace whittle
