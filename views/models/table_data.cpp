#include "views/models/table_data.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "engine/base/files.h"
#include "views/models/text.h"

namespace whittle {
namespace {

bool isNumber(const QVariant& value) {
    switch (value.typeId()) {
        case QMetaType::Int:
        case QMetaType::UInt:
        case QMetaType::LongLong:
        case QMetaType::ULongLong:
        case QMetaType::Float:
        case QMetaType::Double: return true;
        default: return false;
    }
}

// As few digits as give the same number again, with a point in every language.
QString plainText(const QVariant& value) {
    if (value.isNull()) return {};
    if (value.typeId() == QMetaType::Bool) return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.typeId() != QMetaType::Double && value.typeId() != QMetaType::Float) return value.toString();
    const double number = value.toDouble();
    if (std::isnan(number)) return QStringLiteral("NaN");
    if (std::isinf(number)) return number > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

// Names come from files, and a spreadsheet computes what begins so.
QString harmless(const QVariant& value) {
    const QString text = plainText(value);
    const bool isFormula = !isNumber(value) && !text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front());
    return isFormula ? u'\'' + text : text;
}

std::string joined(const TableData& table, QChar between, const char* end, QString (*quoted)(QString)) {
    QString out;
    const auto add = [&](const auto& cells, auto&& textOf) {
        for (qsizetype i = 0; i < static_cast<qsizetype>(cells.size()); ++i) {
            if (i > 0) out += between;
            out += quoted(textOf(cells[static_cast<std::size_t>(i)]));
        }
        out += QLatin1String(end);
    };
    add(std::vector<QString>(table.keys.begin(), table.keys.end()), [](const QString& key) { return harmless(key); });
    for (const auto& row : table.rows) add(row, [](const TableData::Cell& cell) { return harmless(cell.value); });
    return out.toStdString();
}

std::string csv(const TableData& table) {
    return joined(table, u',', "\r\n", [](QString text) {
        const bool needsQuotes = std::ranges::any_of(text, [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
        return needsQuotes ? u'"' + text.replace(u'"', QLatin1String("\"\"")) + u'"' : text;
    });
}

// The form has no quotes: blanks in the place of what would end a cell.
std::string tsv(const TableData& table) {
    return joined(table, u'\t', "\n", [](QString text) {
        for (QChar& c : text)
            if (c == u'\t' || c == u'\n' || c == u'\r') c = u' ';
        return text;
    });
}

QJsonValue toJson(const QVariant& value) {
    if (value.isNull()) return QJsonValue::Null;
    if (value.typeId() == QMetaType::Bool) return value.toBool();
    if (isNumber(value) && std::isfinite(value.toDouble())) return QJsonValue::fromVariant(value);
    return plainText(value);  // JSON has no NaN
}

std::string json(const TableData& table) { return QJsonDocument(tableRows(table)).toJson().toStdString(); }

constexpr std::array<TableFormat, 3> kFormats{{
    {"csv", QT_TRANSLATE_NOOP("TableFormat", "Comma-separated values"), csv},
    {"tsv", QT_TRANSLATE_NOOP("TableFormat", "Tab-separated values"), tsv},
    {"json", QT_TRANSLATE_NOOP("TableFormat", "JSON, an object a row"), json},
}};

}  // namespace

QJsonArray tableRows(const TableData& table) {
    QJsonArray rows;
    for (const auto& row : table.rows) {
        QJsonObject object;
        for (std::size_t i = 0; i < row.size(); ++i) object.insert(table.keys[static_cast<qsizetype>(i)], toJson(row[i].value));
        rows.append(object);
    }
    return rows;
}

QVariant knownNumber(double number) { return std::isfinite(number) ? QVariant(number) : unknownNumber(); }

std::span<const TableFormat> tableFormats() { return kFormats; }
QString tableFormatTitle(const TableFormat& format) { return QCoreApplication::translate("TableFormat", format.title); }

Result<void> writeTable(const TableData& table, const QString& path) {
    const QString suffix = QFileInfo(path).suffix();
    const auto format = std::ranges::find_if(kFormats, [&](const TableFormat& each) { return suffix.compare(QLatin1String(each.suffix), Qt::CaseInsensitive) == 0; });
    if (format == kFormats.end()) {
        QStringList known;
        for (const TableFormat& each : kFormats) known << u'.' + QLatin1String(each.suffix);
        return fail(Code::Argument, "a table is not written as '{}'; the name ends in one of {}", QFileInfo(path).fileName().toStdString(), known.join(QStringLiteral(", ")).toStdString());
    }
    return writeFileAtomic(toPath(path), format->write(table));
}

}  // namespace whittle
