// A slice of a tensor as a picture: dark to light from the least to the most number, differences from blue over grey to orange. NaN and infinities have the colour of
// errors. The keyboard goes over cells as the mouse does.
#pragma once

#include <QImage>
#include <QWidget>

#include "views/models/tensor_slice.h"

namespace whittle {

class HeatMap : public QWidget {
    Q_OBJECT
public:
    explicit HeatMap(TensorSlice& slice, QWidget* parent = nullptr);
    QSize minimumSizeHint() const override { return {160, 90}; }
    /// What the ends of the scale mean; the same twice: as the slice's numbers go.
    void setRange(double least, double most);
    std::pair<double, double> range() const { return {m_least, m_most}; }
    QPoint cell() const { return m_cell; }  ///< column and row under the cursor; negative: none

    /// The colour of a number that stands at `place` of 0 to 1 between the ends.
    static QRgb colorAt(double place, bool isDifference);

signals:
    void cellChanged(int row, int column);
    void rangeDragged(double least, double most);  ///< by the handles under the map

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void redraw();
    QRectF target() const;
    QRectF scale() const;
    double handleX(double number) const;
    int handleAt(QPointF where) const;  ///< 0: of the least number, 1: of the most, -1: none
    void drag(double x);
    QPoint cellAt(QPointF where) const;
    void setCell(QPoint cell);

    TensorSlice& m_slice;
    QImage m_image;
    double m_least = 0, m_most = 0;
    std::pair<double, double> m_ends;  // of the scale: what the slice has, and what is wanted beyond
    int m_dragged = -1;
    bool m_isStale = false;  // the slice has changed while nobody saw it
    bool m_isGiven = false;  // the range, by setRange()
    QPoint m_cell{-1, -1};
};

}  // namespace whittle
