// The roofline: a mark for each kernel, as large as its time, under the lines of what the machine can do.
#pragma once

#include <QWidget>

#include "views/kernels/roofline_picture.h"
#include "views/models/kernels_controller.h"
#include "views/worker_picture.h"

namespace whittle {

class RooflinePlot : public QWidget {
    Q_OBJECT
public:
    explicit RooflinePlot(KernelsController& kernels, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {460, 260}; }
    QSize minimumSizeHint() const override { return {240, 150}; }
    QPointF placeOf(int kernel) const;  ///< of its mark; null where it has none
    bool isPainting() const { return m_picture.isPainting(); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void show(KernelContentRef content);
    void redraw();
    const RooflinePoint* pointOf(int kernel) const;  ///< null where it has none
    int pointAt(QPointF at) const;  ///< index into the points, the smallest that is there; -1: none
    void describe();

    KernelsController& m_kernels;
    RooflinePicture m_look;
    WorkerPicture m_picture;
    int m_hovered = -1;  // a kernel
};

}  // namespace whittle
