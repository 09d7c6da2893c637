// The timeline: a row of kernels and one of each thread, over the time of the run. Colours are those of the operators' families; what is narrower than a pixel
// is painted with its neighbours.
#pragma once

#include "views/profile/time_plot.h"

namespace whittle {

class TimelinePlot : public TimePlot {
    Q_OBJECT
public:
    explicit TimelinePlot(ProfileController& profile, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {700, wantedHeight()}; }
    QSize minimumSizeHint() const override { return {320, wantedHeight()}; }
    QRectF laneRect(int lane) const;
    /// Of a kernel in the row of kernels; empty where it is out of sight.
    QRectF rectOf(int kernel) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    QString tipAt(QPointF at) const override;
    void clicked(QPointF at) override;
    void hovered(QPointF at) override;
    void left() override;

private:
    struct Hit {
        int lane = -1, span = -1;
    };
    Hit hitAt(QPointF at) const;
    int laneCount() const;
    int wantedHeight() const;
    QString spanText(const Hit& hit) const;
    void paintLane(QPainter& painter, int lane) const;
    void paintKey(QPainter& painter) const;
    void describe();

    int m_hovered = -1;  // a kernel
};

}  // namespace whittle
