#include "views/worker_picture.h"

namespace whittle {
namespace {

const QString kPaint = QStringLiteral("paint");

}  // namespace

WorkerPicture::WorkerPicture(JobRunner& jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {}

void WorkerPicture::paint(QSize size, double ratio, Paint paint) {
    m_painting = true;
    m_jobs.submit(
        this, kPaint,
        [size, ratio, paint = std::move(paint)](const CancelToken& cancel) {
            QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
            image.setDevicePixelRatio(ratio);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paint(painter, cancel);
            painter.end();
            return image;
        },
        [this](const QImage& image) {
            m_painting = false;
            m_pixmap = QPixmap::fromImage(image);
            emit painted();
        });
}

void WorkerPicture::clear() {
    m_jobs.cancel(this, kPaint);
    m_painting = false;
    m_pixmap = {};
}

}  // namespace whittle
