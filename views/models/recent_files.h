// The files opened last, newest first, kept in the settings with how they were opened.
#pragma once

#include <QObject>
#include <QSettings>
#include <QStringList>

#include "views/models/graph_source.h"

namespace whittle {

class RecentFiles : public QObject {
    Q_OBJECT
public:
    static constexpr int kMost = 12;

    /// `settings` must outlive this.
    explicit RecentFiles(QSettings& settings, QObject* parent = nullptr);

    /// Absolute; a file that is gone is still listed, opening it says so. One that was opened in two ways is there twice.
    QList<GraphSource> files() const;
    QStringList paths() const;  ///< theirs
    void add(const GraphSource& source);
    void add(const QString& path) { add(GraphSource{.file = path}); }  ///< of what is read as it comes
    void clear();
    void setFiles(const QList<GraphSource>& files);

signals:
    void changed();

private:
    QSettings& m_settings;
};

}  // namespace whittle
