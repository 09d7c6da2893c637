#include "views/models/recent_files.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace whittle {
namespace {

const QString kPaths = QStringLiteral("files/recent"), kHow = QStringLiteral("files/recentHow");  // side by side
const QString kModel = QStringLiteral("model"), kInputs = QStringLiteral("inputs"), kSeed = QStringLiteral("seed");

QString howText(const GraphSource& source) {
    // The seed as text: a number of JSON holds 53 bits of it.
    const QJsonObject how{{kModel, source.model}, {kInputs, source.inputs}, {kSeed, QString::number(source.seed)}};
    return source.isPlain() ? QString() : QString::fromUtf8(QJsonDocument(how).toJson(QJsonDocument::Compact));
}

GraphSource readHow(const QString& path, const QString& text) {
    const QJsonObject how = QJsonDocument::fromJson(text.toUtf8()).object();
    return {.file = path, .model = how.value(kModel).toString(), .inputs = how.value(kInputs).toString(), .seed = how.value(kSeed).toString().toULongLong()};
}

}  // namespace

RecentFiles::RecentFiles(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {}

QStringList RecentFiles::paths() const { return m_settings.value(kPaths).toStringList(); }

QList<GraphSource> RecentFiles::files() const {
    const QStringList all = paths(), how = m_settings.value(kHow).toStringList();
    QList<GraphSource> out;
    for (qsizetype i = 0; i < all.size(); ++i) out << readHow(all[i], how.value(i));
    return out;
}

void RecentFiles::add(const GraphSource& source) {
    GraphSource absolute = source;
    absolute.file = QFileInfo(source.file).absoluteFilePath();
    QList<GraphSource> all = files();
    all.removeAll(absolute);
    all.prepend(absolute);
    setFiles(all);
}

void RecentFiles::clear() { setFiles({}); }

void RecentFiles::setFiles(const QList<GraphSource>& files) {
    QStringList paths, how;
    for (const GraphSource& source : files.mid(0, kMost)) {
        paths << source.file;
        how << howText(source);
    }
    m_settings.setValue(kPaths, paths);
    m_settings.setValue(kHow, how);
    emit changed();
}

}  // namespace whittle
