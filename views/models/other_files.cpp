#include "views/models/other_files.h"

#include <memory>
#include <utility>

#include <QFileInfo>

#include "views/models/text.h"

namespace whittle {

OtherFiles::OtherFiles(JobRunner& jobs, GraphOpener opener, StageController& stages, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_opener(std::move(opener)), m_stages(stages) {}

void OtherFiles::add(const QString& file) {
    if (m_stages.stages().empty()) return;
    const QString path = QFileInfo(file).absoluteFilePath();
    m_reading.insert(path);
    m_stages.addFile(path, nullptr);
    using Read = Result<GraphRef>;
    m_jobs.submit(
        this, path,
        [opener = m_opener, path](const CancelToken&) -> Read {
            WHITTLE_TRY(OpenedGraph opened, opener(toPath(path), {}));
            return std::make_shared<const Graph>(std::move(opened.graph));
        },
        [this, path](Read graph) {
            m_reading.remove(path);
            const bool isRead = graph.has_value();
            if (isRead) m_stages.addFile(path, *std::move(graph));
            else m_stages.addFile(path, nullptr, ::whittle::errorText(graph.error()));
            emit changed();
            if (isRead) emit read(path);
        });
    emit changed();
}

void OtherFiles::stop(const QString& path) {
    if (!m_reading.remove(path)) return;
    m_jobs.cancel(this, path);
    m_stages.addFile(path, nullptr, tr("Reading it was stopped."));
    emit changed();
}

void OtherFiles::stopAll() {
    for (const QString& path : reading()) stop(path);
}

QStringList OtherFiles::all() const {
    QStringList out;
    for (const Stage& stage : m_stages.stages())
        if (stage.kind == Stage::Kind::File) out << stage.name;
    return out;
}

void OtherFiles::remove(const QString& path) {
    m_reading.remove(path);
    m_jobs.cancel(this, path);
    m_stages.removeFile(path);
    emit changed();
}

void OtherFiles::forget() {
    for (const QString& path : reading()) m_jobs.cancel(this, path);
    m_reading.clear();
    emit changed();
}

}  // namespace whittle
