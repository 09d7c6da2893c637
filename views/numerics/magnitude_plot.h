// How large the numbers of a value are and how large its errors, counted by powers of ten: two histograms, one above the other, compiled beside eager.
#pragma once

#include <QWidget>

#include "views/models/numerics_controller.h"

namespace whittle {

class MagnitudePlot : public QWidget {
    Q_OBJECT
public:
    explicit MagnitudePlot(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {320, 200}; }
    QSize minimumSizeHint() const override { return {180, 110}; }
    /// Null: none is selected.
    void setValue(const ComparedValue* value);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void paintHalf(QPainter& painter, const QRectF& area, const QString& title, const Magnitudes& compiled, const Magnitudes& eager) const;
    std::pair<int, int> span() const;  // exponents that hold anything

    std::optional<ComparedValue> m_value;
};

}  // namespace whittle
