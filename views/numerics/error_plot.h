// The error of every value along the graph, on a logarithmic scale: compiled, eager, and a run kept as baseline; where it first goes wrong and where NaN begins.
#pragma once

#include <QWidget>

#include "views/models/numerics_model.h"
#include "views/numerics/error_picture.h"

namespace whittle {

class ErrorPlot : public QWidget {
    Q_OBJECT
public:
    ErrorPlot(NumericsController& numerics, NumericsModel& model, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {420, 160}; }
    QSize minimumSizeHint() const override { return {200, 110}; }
    void setCurrent(int value);
    int current() const { return m_current; }
    double xOf(int value) const;  ///< of its place in execution order

signals:
    void valueWanted(int value);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    ErrorPicture picture() const;
    QString describe(int value) const;
    void tell();

    NumericsController& m_numerics;
    NumericsModel& m_model;
    int m_current = -1;
};

}  // namespace whittle
