// A picture that a worker paints because that takes longer than a frame. The one before, stretched, stands in until it is there.
#pragma once

#include <functional>

#include <QPainter>
#include <QPixmap>

#include "views/models/job_runner.h"

namespace whittle {

class WorkerPicture : public QObject {
    Q_OBJECT
public:
    explicit WorkerPicture(JobRunner& jobs, QObject* parent = nullptr);

    /// Runs on a worker, on a transparent picture; what is cancelled may stop half done.
    using Paint = std::function<void(QPainter& painter, const CancelToken& cancel)>;
    /// `size` in pixels of a widget, of which each has `ratio` a side. A newer call replaces an older one.
    void paint(QSize size, double ratio, Paint paint);
    void clear();

    const QPixmap& pixmap() const { return m_pixmap; }  ///< null before there is one
    bool isPainting() const { return m_painting; }

signals:
    void painted();

private:
    JobRunner& m_jobs;
    QPixmap m_pixmap;
    bool m_painting = false;
};

}  // namespace whittle
