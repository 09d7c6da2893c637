// Files that are read to be held against the open graph, each on its own: one that cannot be read stands in the list of stages with its error, and the
// others are compared.
#pragma once

#include <QObject>
#include <QSet>
#include <QStringList>

#include "views/models/document.h"
#include "views/models/stages.h"

namespace whittle {

class OtherFiles : public QObject {
    Q_OBJECT
public:
    /// `opener` runs on workers.
    OtherFiles(JobRunner& jobs, GraphOpener opener, StageController& stages, QObject* parent = nullptr);

    /// Reads it, again if it is there already. Nothing happens while no graph is open.
    void add(const QString& file);
    /// Stops reading it; it stays in the list, as one that was not read.
    void stop(const QString& path);
    void stopAll();
    void remove(const QString& path);
    /// They were to be held against another graph.
    void forget();
    bool isReading() const { return !m_reading.isEmpty(); }
    QStringList reading() const { return m_reading.values(); }
    QStringList all() const;  ///< in the list of stages

signals:
    void changed();
    void read(const QString& path);

private:
    JobRunner& m_jobs;
    GraphOpener m_opener;
    StageController& m_stages;
    QSet<QString> m_reading;
};

}  // namespace whittle
