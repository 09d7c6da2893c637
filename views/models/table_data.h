// All cells of a table as plain data that any thread may write: as a program reads it, numbers unrounded. A model says Qt::EditRole where that is
// not what it displays: a number in a cell (null: not known), and of a column's header a short name with its unit, "time_ms".
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <QStringList>
#include <QVariant>

#include "engine/base/result.h"

class QJsonArray;

namespace whittle {

struct TableData {
    struct Cell {
        QString text;  ///< as it is displayed; empty where only values were asked for
        QVariant value;
    };
    QString title;
    QStringList columns;  ///< titles
    QStringList keys;     ///< of columns, for programs; no two are the same
    std::vector<std::vector<Cell>> rows;
};
using TableRef = std::shared_ptr<const TableData>;

/// Not known, of a column of numbers: written as nothing, where its display has a dash.
inline QVariant unknownNumber() { return QVariant(QMetaType::fromType<double>()); }
/// The number, or unknownNumber() of what is not finite.
QVariant knownNumber(double number);

/// An object a row, by the keys of the columns; null: not known. Any thread.
QJsonArray tableRows(const TableData& table);

struct TableFormat {
    const char* suffix;  ///< without the point
    const char* title;   ///< untranslated
    std::string (*write)(const TableData& table);
};
/// csv (RFC 4180), tsv and json (a list of objects). Text that a spreadsheet would take for a formula has an apostrophe before it in the first two.
std::span<const TableFormat> tableFormats();
QString tableFormatTitle(const TableFormat& format);  ///< "Comma-separated values"

/// By the suffix of `path`. Complete or not there at all. Any thread. Errors: Argument for a suffix that stands for nothing; Io.
Result<void> writeTable(const TableData& table, const QString& path);

}  // namespace whittle
