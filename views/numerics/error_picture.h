// What the error along the graph looks like, apart from what is pointed at: a scale of powers of ten, a curve for each run, where it first goes wrong and where NaN
// begins. A value, for the window and for pictures in files.
#pragma once

#include <functional>
#include <span>

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QSize>

#include "engine/runtime/value_comparison.h"

class QPainter;
class QPen;

namespace whittle {

struct ErrorPicture {
    ErrorPicture(const QFont& textFont, QSize whole);

    std::span<const ComparedValue> values;                                 ///< in execution order
    std::function<const ComparedValue*(const ComparedValue&)> baselineOf;  ///< the same one in an earlier run, null where that lacks it; no function: there is none
    const ComparisonSummary* summary = nullptr;                            ///< null while the run has not ended
    QSize size;
    QFont font;
    QPalette palette;
    double left;  ///< where the curves begin: behind the numbers of the scale

    QRectF area() const;  ///< inside of the axes
    double xOf(int value) const;
    double yOf(double error) const;
    int valueAt(double x) const;  ///< -1: there is none
    void paint(QPainter& painter) const;

private:
    using ErrorOf = std::function<double(const ComparedValue&)>;
    void paintScale(QPainter& painter) const;
    void paintCurve(QPainter& painter, const ErrorOf& errorOf, const QPen& pen, bool isFilled) const;
    void paintMark(QPainter& painter, int value, const QColor& color, const QString& text, int line) const;
};

}  // namespace whittle
