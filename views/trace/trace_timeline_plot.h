// Where the time of all compiles went: for each log rows of spans that lie in each other, over one axis. What is narrower than a pixel is painted with its
// neighbours, so that a log of any size costs what the widget is wide.
#pragma once

#include <QWidget>

#include "views/models/trace_controller.h"

class QPainter;

namespace whittle {

class TraceTimelinePlot : public QWidget {
    Q_OBJECT
public:
    explicit TraceTimelinePlot(TraceController& trace, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {700, wantedHeight()}; }
    QSize minimumSizeHint() const override { return {320, wantedHeight()}; }
    QRectF laneRect(int lane) const;
    QRectF rectOf(int span) const;  ///< empty where it is out of sight
    QString spanText(int span) const;  ///< "0/1 · inductor_compile · 12.3 ms, from 1.20 s"
    void zoom(double factor);          ///< about the selected span, where it is in sight
    void showAll();

signals:
    void activated(const TraceTarget& target);  ///< a compile, by Enter or a double click on one of its spans

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const TraceTimeline* timeline() const;
    QRectF area() const;
    double xOf(double at) const;
    double atX(double x) const;
    int wantedHeight() const;
    int hitAt(QPointF at) const;
    std::pair<int, int> placeOf(int span) const;  ///< its lane and its place there
    void step(int sideways, int down);
    void describe();
    void paintGrid(QPainter& painter) const;
    void paintLane(QPainter& painter, int lane) const;

    TraceController& m_trace;
    QPointF m_pressed;
    double m_pressedBegin = 0;
    bool m_isDragging = false;
};

}  // namespace whittle
