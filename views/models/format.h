// Numbers, times and sizes as the user reads them, so that every view says them the same way. All
// follow the default QLocale.
#pragma once

#include <QString>

namespace whittle {

QString formatCount(qint64 count);             ///< "12,345"
QString formatNodes(qint64 count);             ///< "1 node", "12,345 nodes"
QString formatBytes(quint64 bytes);            ///< "999 B", "1.5 MiB"
QString formatMilliseconds(double ms);         ///< "0.42 ms", "12.3 ms", "1.20 s"
QString formatDuration(double ms);             ///< of a kernel: "840 ns", "12.3 µs", "4.20 ms", "1.20 s"
QString formatTick(double ms, double step);    ///< on an axis with such steps, in the unit of `ms` and as many digits as tell neighbours apart: "1.2345 ms"
QString formatRate(double perSecond);          ///< of GB/s and the like, in three digits: "0.42", "12.3", "1,234"
QString formatPercent(double share);           ///< "12.3 %"
QString formatElapsed(double seconds);         ///< "0:07", "12:05", "1:02:03"
QString formatNumber(double number);           ///< "0", "1.5", "2.3e-7", "NaN", "−∞": a few digits
QString formatChange(qint64 before, qint64 now);  ///< "89 → 2"

}  // namespace whittle
