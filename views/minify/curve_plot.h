// Operators left over candidates tried, as the reduction goes.
#pragma once

#include <QWidget>

#include "views/models/minify_controller.h"

namespace whittle {

class CurvePlot : public QWidget {
    Q_OBJECT
public:
    explicit CurvePlot(MinifyController& minify, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {420, 180}; }
    QSize minimumSizeHint() const override { return {180, 96}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MinifyController& m_minify;
};

}  // namespace whittle
