// A paint device that writes what is painted as SVG, so that a picture in a file is drawn by the routine that draws the canvas. It has what
// that routine uses: paths, rectangles and text, pens, plain and hatched brushes, opacity; no images, gradients nor clips.
#pragma once

#include <memory>

#include <QPaintDevice>
#include <QRectF>

namespace whittle {

class SvgDevice : public QPaintDevice {
public:
    /// `area` is what can be seen, in the units that are painted in. `ids`: what the ids in it begin with, for pictures that stand in one page.
    explicit SvgDevice(const QRectF& area, const QByteArray& ids = "hatch");
    ~SvgDevice() override;

    QPaintEngine* paintEngine() const override;
    /// The file, UTF-8, once nobody paints any more.
    QByteArray svg() const;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    QRectF m_area;
    std::unique_ptr<Engine> m_engine;
};

}  // namespace whittle
