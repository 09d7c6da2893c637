// What a roofline looks like, apart from what is pointed at: axes, what the machine can do, a mark for each kernel. A value, so that a worker can paint it.
#pragma once

#include <QFont>
#include <QPalette>
#include <QPolygonF>

#include "engine/base/cancel.h"
#include "views/models/roofline.h"

class QPainter;

namespace whittle {

/// What a line is called, where there is room for it.
struct RoofName {
    QString text;
    QPointF at;          ///< where its base line begins
    double degrees = 0;  ///< that this is turned by
    QPolygonF outline;
};

struct RooflinePicture {
    Roofline roofline;
    KernelContentRef content;  ///< null while there are no points
    QSize size;
    QFont font;
    QPalette palette;

    QRectF area() const;  ///< inside of the axes
    QPointF map(double intensity, double gflopPerS) const;
    double radius(const RooflinePoint& point) const;
    std::vector<RoofName> names() const;  ///< none over another, nor over the edge; caches, innermost first, go without rather than memory
    void paint(QPainter& painter, const CancelToken& cancel) const;
    void paintMark(QPainter& painter, const RooflinePoint& point, bool isPointedAt) const;
    void paintSelection(QPainter& painter, const RooflinePoint& point) const;  ///< around its mark

private:
    void paintAxes(QPainter& painter) const;
    void paintRoof(QPainter& painter) const;
    QLineF lineOf(const RoofLine& slope) const;
};

}  // namespace whittle
