#include "views/models/format.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace whittle {

QString formatCount(qint64 count) { return QLocale().toString(count); }

QString formatNodes(qint64 count) { return count == 1 ? QStringLiteral("1 node") : QStringLiteral("%1 nodes").arg(formatCount(count)); }

QString formatBytes(quint64 bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(std::min<quint64>(bytes, INT64_MAX)), bytes < 1024 ? 0 : 1);
}

QString formatMilliseconds(double ms) {
    const QLocale locale;
    if (!std::isfinite(ms)) return QStringLiteral("–");
    if (ms < 1) return QStringLiteral("%1 ms").arg(locale.toString(ms, 'f', 2));
    if (ms < 1000) return QStringLiteral("%1 ms").arg(locale.toString(ms, 'f', 1));
    return QStringLiteral("%1 s").arg(locale.toString(ms / 1000, 'f', 2));
}

QString formatElapsed(double seconds) {
    const auto all = static_cast<qint64>(std::clamp(std::isfinite(seconds) ? seconds : 0.0, 0.0, 1e9));
    const QChar zero = u'0';
    if (all < 3600) return QStringLiteral("%1:%2").arg(all / 60).arg(all % 60, 2, 10, zero);
    return QStringLiteral("%1:%2:%3").arg(all / 3600).arg(all / 60 % 60, 2, 10, zero).arg(all % 60, 2, 10, zero);
}

QString formatChange(qint64 before, qint64 now) {
    return QStringLiteral("%1 → %2").arg(formatCount(before), formatCount(now));
}

}  // namespace whittle
