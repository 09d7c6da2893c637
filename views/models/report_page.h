// What is open as one page of HTML for people who have no Whittle: no network, no file beside it, light and dark by what the reader prefers, tables that
// sort by a click. Lays out what it is given, and knows nothing of graphs.
#pragma once

#include <variant>
#include <vector>

#include <QByteArray>
#include <QList>
#include <QPair>

#include "views/models/table_data.h"

namespace whittle {

struct ReportText {
    QStringList lines;  ///< a paragraph each
};
struct ReportFactsTable {
    QList<QPair<QString, QString>> rows;  ///< label and value; those without a value are left out
};
struct ReportCode {
    QString text;
    QString caption;  ///< empty: shown at once; else folded under it
};
struct ReportTable {
    TableRef table;
    QString sortKey;          ///< of its keys: by it, the largest first; empty: as the rows come
    QStringList shareKeys{};  ///< of its keys, numbers from 0 to 1 that are drawn as bars too
};
/// The same picture in both colourings.
struct ReportPicture {
    QByteArray light, dark;  ///< SVG, UTF-8, whose ids no other picture of the page has
    QString what;            ///< for screen readers
    bool isLarge = false;    ///< may be looked at in its own size
};
using ReportBlock = std::variant<ReportText, ReportFactsTable, ReportCode, ReportTable, ReportPicture>;

struct ReportSection {
    QString title, lead;
    std::vector<ReportBlock> blocks;
};
struct ReportChip {
    enum class Tone { Plain, Good, Bad };
    QString text;
    Tone tone = Tone::Plain;
};
struct Report {
    QString title, eyebrow;
    QString language = QStringLiteral("en");
    QList<ReportChip> chips;
    std::vector<ReportSection> sections;
};

/// More rows of a table are left out, and the page says how many.
inline constexpr std::size_t kMostReportRows = 2000;

/// All text is escaped, whatever files and programs named themselves, and the page's own policy forbids whatever is not in it. Pure.
std::string reportPage(const Report& report);

/// One picture of two that differ in their colours only: these become variables that follow the reader's theme. Both, shown in turn, where they differ in
/// more. `name` is a word that no other picture of the page has.
QByteArray themedPicture(const ReportPicture& picture, const QByteArray& name);

}  // namespace whittle
