// The files opened last, newest first, kept in the settings.
#pragma once

#include <QObject>
#include <QSettings>
#include <QStringList>

namespace whittle {

class RecentFiles : public QObject {
    Q_OBJECT
public:
    static constexpr int kMost = 12;

    /// `settings` must outlive this.
    explicit RecentFiles(QSettings& settings, QObject* parent = nullptr);

    QStringList paths() const;  ///< absolute; a file that is gone is still listed, opening it says so
    void add(const QString& path);
    void remove(const QString& path);
    void clear();
    void setPaths(const QStringList& paths) { store(paths.mid(0, kMost)); }

signals:
    void changed();

private:
    void store(const QStringList& paths);
    QSettings& m_settings;
};

}  // namespace whittle
