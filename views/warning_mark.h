// The mark beside a text that says what went wrong. It is drawn when it is painted: a pixmap would keep the colour of the theme that it was made in.
#pragma once

#include <QLabel>

namespace whittle {

class WarningMark final : public QLabel {
public:
    explicit WarningMark(int pixels) { setFixedSize(pixels, pixels); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace whittle
