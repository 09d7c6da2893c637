// What a roofline looks like, apart from what is pointed at: axes, what the machine can do, a mark for each kernel. A value, so that a worker can paint it.
#pragma once

#include <QFont>
#include <QPalette>

#include "engine/base/cancel.h"
#include "views/models/roofline.h"

class QPainter;

namespace whittle {

struct RooflinePicture {
    Roofline roofline;
    KernelContentRef content;  ///< null while there are no points
    QSize size;
    QFont font;
    QPalette palette;

    QRectF area() const;  ///< inside of the axes
    QPointF map(double intensity, double gflopPerS) const;
    double radius(const RooflinePoint& point) const;
    void paint(QPainter& painter, const CancelToken& cancel) const;
    void paintMark(QPainter& painter, const RooflinePoint& point, bool isPointedAt) const;
    void paintSelection(QPainter& painter, const RooflinePoint& point) const;  ///< around its mark

private:
    void paintAxes(QPainter& painter) const;
    void paintRoof(QPainter& painter) const;
};

}  // namespace whittle
