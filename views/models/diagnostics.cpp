#include "views/models/diagnostics.h"

#include <thread>

#include <QCoreApplication>
#include <QFile>

#include "engine/base/system_facts.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// "VmRSS:   123 kB" of one of the system's files.
QString kilobytes(const char* file, const QByteArray& key) {
    QFile from(QString::fromLatin1(file));
    if (!from.open(QIODevice::ReadOnly)) return {};
    for (const QByteArray& line : from.readAll().split('\n'))
        if (line.startsWith(key + ':')) return formatBytes(line.mid(key.size() + 1).trimmed().split(' ').first().toULongLong() * 1024);
    return {};
}

}  // namespace

DiagnosticFacts machineFacts() {
    return {{QCoreApplication::translate("Diagnostics", "System"), toQString(systemName())},
            {QCoreApplication::translate("Diagnostics", "Processor"), toQString(cpuModel())},
            {QCoreApplication::translate("Diagnostics", "Its extensions"), toQString(cpuExtensions())},
            {QCoreApplication::translate("Diagnostics", "Threads"), formatCount(std::thread::hardware_concurrency())},
            {QCoreApplication::translate("Diagnostics", "Memory"), kilobytes("/proc/meminfo", "MemTotal")},
            {QCoreApplication::translate("Diagnostics", "Memory that is free"), kilobytes("/proc/meminfo", "MemAvailable")},
            {QCoreApplication::translate("Diagnostics", "Memory of the window"), kilobytes("/proc/self/status", "VmRSS")},
            {QCoreApplication::translate("Diagnostics", "Memory of the window at most"), kilobytes("/proc/self/status", "VmHWM")}};
}

QString diagnosticsText(const DiagnosticFacts& facts, const QStringList& lastDone, const QString& home) {
    QStringList lines;
    for (const auto& [label, value] : facts)
        if (!value.isEmpty()) lines << QStringLiteral("%1: %2").arg(label, QString(value).replace(u'\n', u' '));
    if (!lastDone.isEmpty()) lines << QString() << QCoreApplication::translate("Diagnostics", "Done last:") << lastDone;
    QString text = lines.join(u'\n') + u'\n';
    return home.size() > 1 ? text.replace(home + u'/', QLatin1String("~/")) : text;
}

}  // namespace whittle
