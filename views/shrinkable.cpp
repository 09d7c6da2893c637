#include "views/shrinkable.h"

#include <algorithm>

#include <QEvent>
#include <QLayout>
#include <QScrollArea>

namespace whittle {
namespace {

constexpr QSize kLeast(200, 110);  // a row or two of most things, and the bars to scroll by

class ShrinkableArea final : public QScrollArea {
public:
    explicit ShrinkableArea(QWidget* content) {
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setWidget(content);
        content->installEventFilter(this);
    }

    QSize sizeHint() const override { return widget()->sizeHint(); }
    QSize minimumSizeHint() const override { return least().boundedTo(kLeast); }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QScrollArea::resizeEvent(event);
        fit();
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            fit();
            updateGeometry();
        }
        return QScrollArea::eventFilter(watched, event);
    }

private:
    QSize least() const { return widget()->minimumSizeHint().expandedTo(widget()->minimumSize()); }

    // Text that wraps is higher where it is narrow.
    void fit() {
        const QSize needed = least();
        const int width = std::max(viewport()->width(), needed.width());
        const QLayout* layout = widget()->layout();
        const int height = layout && layout->hasHeightForWidth() ? layout->minimumHeightForWidth(width) : needed.height();
        widget()->resize(width, std::max(viewport()->height(), height));
    }
};

}  // namespace

QScrollArea* shrinkable(QWidget* content) { return new ShrinkableArea(content); }

}  // namespace whittle
