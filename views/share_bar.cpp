#include "views/share_bar.h"

#include <QPainter>

#include "views/theme.h"

namespace whittle {

void ShareBar::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant share = index.data(m_role);
    if (!share.isValid()) return;
    const QRect area = option.rect.adjusted(4, option.rect.height() - 5, -4, -2);
    const CanvasColors& colors = canvasColors(option.palette);
    painter->fillRect(area, colors.gridLine);
    painter->fillRect(QRectF(area.left(), area.top(), area.width() * share.toDouble(), area.height()), colors.plotLine);
}

}  // namespace whittle
