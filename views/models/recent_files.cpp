#include "views/models/recent_files.h"

#include <QFileInfo>

namespace whittle {
namespace {

const QString kKey = QStringLiteral("files/recent");

}  // namespace

RecentFiles::RecentFiles(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {}

QStringList RecentFiles::paths() const { return m_settings.value(kKey).toStringList(); }

void RecentFiles::add(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList all = paths();
    all.removeAll(absolute);
    all.prepend(absolute);
    while (all.size() > kMost) all.removeLast();
    store(all);
}

void RecentFiles::remove(const QString& path) {
    QStringList all = paths();
    if (all.removeAll(QFileInfo(path).absoluteFilePath()) > 0) store(all);
}

void RecentFiles::clear() { store({}); }

void RecentFiles::store(const QStringList& paths) {
    m_settings.setValue(kKey, paths);
    emit changed();
}

}  // namespace whittle
