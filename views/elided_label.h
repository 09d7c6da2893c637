// A line of text that ends in dots where there is no room for all of it; the whole of it belongs into its tool tip.
#pragma once

#include <algorithm>

#include <QLabel>
#include <QPainter>
#include <QStyle>

namespace whittle {

class ElidedLabel final : public QLabel {
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override {
        constexpr int kLetters = 8;  // as many still tell one from another
        const QSize whole = QLabel::minimumSizeHint();
        return {std::min(whole.width(), kLetters * fontMetrics().averageCharWidth()), whole.height()};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const QRect place = contentsRect();
        style()->drawItemText(&painter, place, static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())), palette(), isEnabled(),
                              fontMetrics().elidedText(text(), Qt::ElideRight, place.width()), foregroundRole());
    }
};

}  // namespace whittle
