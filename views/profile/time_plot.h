// What every plot over the time of a run has: the axis, the cursor, and how mouse and keys move through time. Plots that share a controller share all of these.
#pragma once

#include <QWidget>

#include "views/models/profile_controller.h"

class QPainter;

namespace whittle {

class TimePlot : public QWidget {
    Q_OBJECT
public:
    TimePlot(ProfileController& profile, QWidget* parent = nullptr);
    double xOf(double at) const;  ///< of a fraction of the run
    double atX(double x) const;

protected:
    bool event(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

    virtual QString tipAt(QPointF at) const = 0;      ///< empty: none
    virtual void clicked(QPointF at) = 0;
    virtual void hovered(QPointF) {}
    virtual void left() {}

    QRectF area() const;  ///< where time is; the names of rows stand before it
    QFont smallFont() const;
    void paintGrid(QPainter& painter, bool withTimes) const;
    void paintCursor(QPainter& painter) const;
    void paintFocus(QPainter& painter) const;
    static constexpr int kRuler = 18, kMargin = 8;

    ProfileController& m_profile;

private:
    int gutter() const;

    QPointF m_pressed;
    double m_pressedBegin = 0;
    bool m_isPressed = false, m_isPanning = false;
};

}  // namespace whittle
