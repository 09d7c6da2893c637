#include "views/models/crash_report.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <cxxabi.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>


namespace whittle {
namespace {

constexpr qint64 kMostBytes = 1 << 18;

QString readable(const QString& symbol) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(symbol.toUtf8().constData(), nullptr, nullptr, &status), std::free);
    return status == 0 && name ? QString::fromUtf8(name.get()) : symbol;
}

// "/usr/lib/libx.so.1(_ZN1a1bEv+0x12) [0x7f00]": the folders are nobody's business, the address is another one in every run.
QString frame(const QString& line) {
    static const QRegularExpression form(QStringLiteral("^([^(]*)\\(([^+)]*)(\\+0x[0-9a-f]+)?\\)"));
    const QRegularExpressionMatch match = form.match(line);
    if (!match.hasMatch()) return line.section(u'/', -1);
    const QString module = match.captured(1).section(u'/', -1), symbol = match.captured(2), offset = match.captured(3);
    return symbol.isEmpty() ? QStringLiteral("%1 %2").arg(module, offset) : QStringLiteral("%1 %2  (%3)").arg(readable(symbol), offset, module);
}

}  // namespace

CrashReport parseCrash(const QString& file, const QByteArray& content) {
    CrashReport out{.file = file, .signal = {}, .when = {}, .about = {}, .done = {}, .stack = {}};
    for (const QString& line : QString::fromUtf8(content.left(kMostBytes)).split(u'\n', Qt::SkipEmptyParts)) {
        const QString value = line.section(u' ', 1);
        if (line.startsWith(QLatin1String("signal "))) out.signal = value;
        else if (line.startsWith(QLatin1String("time "))) out.when = QDateTime::fromSecsSinceEpoch(value.toLongLong());
        else if (line.startsWith(QLatin1String("about "))) out.about = value;
        else if (line.startsWith(QLatin1String("done "))) out.done << value;
        else out.stack << frame(line);
    }
    return out;
}

QString CrashReport::text() const {
    QStringList lines{tr("Whittle ended unexpectedly: %1").arg(signal), about, when.toString(Qt::ISODate)};
    if (!done.isEmpty()) lines << QString() << tr("Done before, the last of it last:") << done;
    if (!stack.isEmpty()) lines << QString() << tr("Where it was, innermost first:") << stack;
    return lines.join(u'\n').replace(QDir::homePath() + u'/', QLatin1String("~/")) + u'\n';
}

QList<CrashReport> findCrashes(const QString& folder) {
    QList<CrashReport> out;
    for (const QFileInfo& info : QDir(folder).entryInfoList({QStringLiteral("crash-*.txt")}, QDir::Files, QDir::Time)) {
        QFile file(info.absoluteFilePath());
        if (!file.open(QIODevice::ReadOnly)) continue;
        CrashReport report = parseCrash(info.absoluteFilePath(), file.read(kMostBytes));
        if (!report.when.isValid()) report.when = info.lastModified();
        out << report;
    }
    return out;
}

}  // namespace whittle
