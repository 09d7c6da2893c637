// The roofline: a mark for each kernel, as large as its time, under the lines of what the machine can do.
#pragma once

#include <QWidget>

#include "views/models/kernels_controller.h"
#include "views/models/roofline.h"

namespace whittle {

class RooflinePlot : public QWidget {
    Q_OBJECT
public:
    explicit RooflinePlot(KernelsController& kernels, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {460, 260}; }
    QSize minimumSizeHint() const override { return {240, 150}; }
    QPointF placeOf(int kernel) const;  ///< of its mark; null where it has none

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRectF area() const;
    QPointF map(double intensity, double gflopPerS) const;
    double radius(const RooflinePoint& point) const;
    int pointAt(QPointF at) const;  ///< index into the points, the smallest that is there; -1: none
    void paintAxes(QPainter& painter) const;
    void paintRoof(QPainter& painter) const;
    void paintPoint(QPainter& painter, const RooflinePoint& point) const;
    void describe();

    KernelsController& m_kernels;
    Roofline m_roofline;
    int m_hovered = -1;  // a kernel
};

}  // namespace whittle
