// Memory over the time of the run: a stack of weights, inputs, intermediates and results, on the axis of the timeline.
#pragma once

#include "views/profile/time_plot.h"

namespace whittle {

class MemoryPlot : public TimePlot {
    Q_OBJECT
public:
    explicit MemoryPlot(ProfileController& profile, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {700, 130}; }
    QSize minimumSizeHint() const override { return {320, 90}; }
    /// False: only what the run makes, since weights may dwarf it.
    void setShowsGiven(bool shows);
    bool showsGiven() const { return m_showsGiven; }

protected:
    void paintEvent(QPaintEvent* event) override;
    QString tipAt(QPointF at) const override;
    void clicked(QPointF at) override;

private:
    struct Step {
        double x = 0;
        MemoryByKind bytes{};
    };
    bool isShown(std::size_t kind) const;
    std::size_t shownSum(const MemoryByKind& bytes) const;
    std::vector<Step> steps() const;
    QRectF plotArea() const;
    void paintPeak(QPainter& painter, double most) const;
    void paintKey(QPainter& painter) const;
    void describe();

    bool m_showsGiven = true;
};

}  // namespace whittle
