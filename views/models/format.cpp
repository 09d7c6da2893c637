#include "views/models/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace whittle {

QString formatCount(qint64 count) { return QLocale().toString(count); }

// Two texts, since %n does not group the digits.
QString formatNodes(qint64 count) {
    return count == 1 ? QCoreApplication::translate("Format", "1 node") : QCoreApplication::translate("Format", "%1 nodes").arg(formatCount(count));
}

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

namespace {

const QString kUnknown = QStringLiteral("–");

QString threeDigits(double value) {
    const double size = std::abs(value);
    return QLocale().toString(value, 'f', size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

}  // namespace

namespace {

struct Unit {
    double most;  // ms that are told in it
    double each;
    const char* name;  // in UTF-8
};
constexpr Unit kUnits[] = {{0.0009995, 1e-6, "ns"}, {0.9995, 1e-3, "µs"}, {999.5, 1, "ms"}, {HUGE_VAL, 1000, "s"}};

const Unit& unitOf(double ms) { return *std::ranges::find_if(kUnits, [&](const Unit& one) { return ms < one.most; }); }

}  // namespace

QString formatDuration(double ms) {
    if (!std::isfinite(ms)) return kUnknown;
    const Unit& unit = unitOf(ms);
    return QStringLiteral("%1 %2").arg(threeDigits(ms / unit.each), QString::fromUtf8(unit.name));
}

QString formatTick(double ms, double step) {
    if (!std::isfinite(ms)) return kUnknown;
    const Unit& unit = unitOf(std::max(ms, step));
    const int digits = step > 0 ? std::clamp(static_cast<int>(-std::floor(std::log10(step / unit.each) + 1e-9)), 0, 9) : 0;
    return QStringLiteral("%1 %2").arg(QLocale().toString(ms / unit.each, 'f', digits), QString::fromUtf8(unit.name));
}

QString formatRate(double perSecond) { return std::isfinite(perSecond) ? threeDigits(perSecond) : kUnknown; }

QString formatPercent(double share) { return std::isfinite(share) ? QStringLiteral("%1 %").arg(QLocale().toString(100 * share, 'f', 1)) : kUnknown; }

QString formatElapsed(double seconds) {
    const auto all = static_cast<qint64>(std::clamp(std::isfinite(seconds) ? seconds : 0.0, 0.0, 1e9));
    const QChar zero = u'0';
    if (all < 3600) return QStringLiteral("%1:%2").arg(all / 60).arg(all % 60, 2, 10, zero);
    return QStringLiteral("%1:%2:%3").arg(all / 3600).arg(all / 60 % 60, 2, 10, zero).arg(all % 60, 2, 10, zero);
}

QString formatNumber(double number) {
    if (std::isnan(number)) return QStringLiteral("NaN");
    if (std::isinf(number)) return number > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double size = std::fabs(number);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) return QLocale().toString(number, 'e', 2);
    return QLocale().toString(number, 'g', 5);
}

QString formatChange(qint64 before, qint64 now) {
    return QStringLiteral("%1 → %2").arg(formatCount(before), formatCount(now));
}

}  // namespace whittle
