#include "views/models/report_page.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QCoreApplication>
#include <QCryptographicHash>

#include "engine/formats/markup.h"
#include "minifier/session/report_style.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::string_view kStyle = R"css(
.sortable thead th { position: sticky; top: 0; background: var(--panel); padding: 0; }
.sortable thead button { font: inherit; color: inherit; background: none; border: 0; padding: 6px 10px 6px 0; cursor: pointer; white-space: nowrap; }
.sortable thead button:hover, .sortable thead button:focus-visible { color: var(--accent); }
.sortable thead button::after { content: ""; display: inline-block; width: 1em; text-align: center; }
.sortable th[aria-sort=ascending] button::after { content: "\2191"; }
.sortable th[aria-sort=descending] button::after { content: "\2193"; }
.sortable td { max-width: 420px; padding-right: 14px; }
.sortable td:not(.number) { min-width: 8em; overflow-wrap: anywhere; }
:root { --bar: #1f5fc43d; }
@media (prefers-color-scheme: dark) { :root { --bar: #6ea8ff42; } }
.sortable td.share { background: linear-gradient(to right, var(--bar) var(--part), transparent 0); }
.rows { overflow: auto; max-height: 620px; }
.frame { overflow: auto; max-height: 900px; border: 1px solid var(--rule); border-radius: 8px; text-align: center; }
.frame svg { max-width: 100%; width: auto; height: auto; display: block; margin: 0 auto; }
.own { position: absolute; opacity: 0; }
.own + label { display: inline-block; margin-bottom: 8px; padding: 3px 12px; border: 1px solid var(--rule); border-radius: 7px; cursor: pointer; font-size: 13px; }
.own:checked + label { background: var(--accent); border-color: var(--accent); color: var(--panel); }
.own:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 2px; }
.own:checked ~ .frame svg { max-width: none; }
.in-dark { display: none; }
@media (prefers-color-scheme: dark) { .in-dark { display: block; } .in-light { display: none; } }
@media print { .rows, .frame { max-height: none; overflow: visible; } .frame svg { max-height: 240mm; } .own + label { display: none; } }
)css";

// The whole of it: a title sorts by its column, the largest first at the first click of one with numbers. What is not known comes last.
constexpr std::string_view kScript = R"js(
for (const table of document.querySelectorAll("table.sortable"))
  table.querySelectorAll("thead button").forEach((button, column) => button.addEventListener("click", () => {
    const head = button.parentNode, isNumber = head.classList.contains("number"), was = head.getAttribute("aria-sort");
    const sign = (was ? was === "ascending" : isNumber) ? -1 : 1;
    const value = row => { const cell = row.cells[column], raw = cell.dataset.v; return isNumber ? (raw ? Number(raw) : NaN) : cell.textContent; };
    const order = (a, b) => isNumber ? (isNaN(a) - isNaN(b) || sign * (a < b ? -1 : a > b)) : sign * a.localeCompare(b, undefined, {numeric: true});
    const rows = [...table.tBodies[0].rows].map(row => [value(row), row]).sort((a, b) => order(a[0], b[0]));
    table.tBodies[0].append(...rows.map(row => row[1]));
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
  }));
)js";

std::string text(const QString& raw) { return escapeMarkup(raw.toStdString()); }

bool isNumber(const TableData& table, qsizetype column) {
    return std::ranges::any_of(table.rows, [&](const auto& row) {
        const QMetaType type = row[static_cast<std::size_t>(column)].value.metaType();
        return type.id() != QMetaType::Bool && type.id() != QMetaType::QString && type.isValid();
    });
}

std::string number(double value) { return std::isnan(value) ? "" : std::isinf(value) ? (value > 0 ? "Infinity" : "-Infinity") : fmt::format("{}", value); }

// By a column of numbers, the largest first; what is not known comes last.
std::vector<std::size_t> ordered(const TableData& table, qsizetype column) {
    std::vector<std::size_t> order(table.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (column < 0) return order;
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t row) {
        const QVariant& value = table.rows[row][static_cast<std::size_t>(column)].value;
        return value.isNull() ? -HUGE_VAL : std::isnan(value.toDouble()) ? HUGE_VAL : value.toDouble();
    });
    return order;
}

struct Writer {
    std::string out;
    int pictures = 0;

    void operator()(const ReportText& block) {
        for (const QString& line : block.lines)
            if (!line.isEmpty()) out += fmt::format("<p>{}</p>\n", text(line));
    }
    void operator()(const ReportFactsTable& block) {
        out += "<table class=\"facts\"><tbody>\n";
        for (const auto& [label, value] : block.rows)
            if (!value.isEmpty()) out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", text(label), text(value));
        out += "</tbody></table>\n";
    }
    void operator()(const ReportCode& block) {
        if (block.text.isEmpty()) return;
        if (block.caption.isEmpty()) out += fmt::format("<pre class=\"whole\">{}</pre>\n", text(block.text));
        else out += fmt::format("<details><summary>{}</summary>\n<pre class=\"whole\">{}</pre></details>\n", text(block.caption), text(block.text));
    }
    void operator()(const ReportPicture& block) {
        const QByteArray name = "p" + QByteArray::number(++pictures) + '-';
        if (block.isLarge) out += fmt::format("<input type=\"checkbox\" class=\"own\" id=\"{0}own\"/><label for=\"{0}own\">{1}</label>\n", name.toStdString(), text(QCoreApplication::translate("ReportPage", "In its own size")));
        out += fmt::format("<div class=\"frame\" role=\"img\" aria-label=\"{}\"{}>\n", text(block.what), block.isLarge ? " tabindex=\"0\"" : "");
        out += themedPicture(block, name).toStdString() + "</div>\n";
    }
    void operator()(const ReportTable& block) {
        const TableData& table = *block.table;
        const qsizetype sorted = block.sortKey.isEmpty() ? -1 : table.keys.indexOf(block.sortKey);
        std::vector<bool> numbers;
        for (qsizetype i = 0; i < table.columns.size(); ++i) numbers.push_back(isNumber(table, i));
        out += fmt::format("<div class=\"rows\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table class=\"sortable\" aria-label=\"{0}\"><thead><tr>", text(table.title));
        for (qsizetype i = 0; i < table.columns.size(); ++i)
            out += fmt::format("<th scope=\"col\"{}{}><button type=\"button\">{}</button></th>", numbers[static_cast<std::size_t>(i)] ? " class=\"number\"" : "",
                               i == sorted ? " aria-sort=\"descending\"" : "", text(table.columns[i]));
        out += "</tr></thead>\n<tbody>\n";
        const std::vector<std::size_t> order = ordered(table, sorted);
        for (std::size_t place = 0; place < std::min(order.size(), kMostReportRows); ++place) {
            out += "<tr>";
            const auto& row = table.rows[order[place]];
            for (std::size_t i = 0; i < row.size(); ++i) addCell(row[i], numbers[i], block.shareKeys.contains(table.keys[static_cast<qsizetype>(i)]));
            out += "</tr>\n";
        }
        out += "</tbody></table></div>\n";
        if (order.size() > kMostReportRows)
            out += fmt::format("<p class=\"muted\">{}</p>\n", text(QCoreApplication::translate("ReportPage", "%1 more rows are not listed here.").arg(formatCount(static_cast<qint64>(order.size() - kMostReportRows)))));
    }

private:
    void addCell(const TableData::Cell& cell, bool isNumberColumn, bool isShare) {
        if (!isNumberColumn) return void(out += fmt::format("<td>{}</td>", text(cell.text)));
        const double value = cell.value.isNull() ? std::nan("") : cell.value.toDouble();
        const bool hasBar = isShare && std::isfinite(value);
        out += fmt::format("<td class=\"number{}\" data-v=\"{}\"{}>{}</td>", hasBar ? " share" : "", number(value),
                           hasBar ? fmt::format(" style=\"--part:{:.1f}%\"", 100 * std::clamp(value, 0.0, 1.0)) : "", text(cell.text));
    }
};

std::string chips(const QList<ReportChip>& chips) {
    constexpr std::string_view kTones[] = {"", " class=\"good\"", " class=\"bad\""};
    std::string out = "<div class=\"chips\">";
    for (const ReportChip& chip : chips)
        if (!chip.text.isEmpty()) out += fmt::format("<span{}>{}</span>", kTones[static_cast<std::size_t>(chip.tone)], text(chip.text));
    return out + "</div>\n";
}

}  // namespace

std::string reportPage(const Report& report) {
    // The policy names the script by its hash: nothing else that may stand in the page runs.
    const QByteArray hash = QCryptographicHash::hash({kScript.data(), static_cast<qsizetype>(kScript.size())}, QCryptographicHash::Sha256).toBase64();
    Writer writer;
    writer.out = fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'\"/>\n"
                             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n<main>\n",
                             text(report.language), hash.toStdString(), text(report.title), reportStyle(), kStyle);
    writer.out += fmt::format("<header>\n<div class=\"eyebrow\">{}</div>\n<h1>{}</h1>\n{}</header>\n", text(report.eyebrow), text(report.title), chips(report.chips));
    for (const ReportSection& section : report.sections) {
        writer.out += fmt::format("<section>\n<h2>{}</h2>\n", text(section.title));
        if (!section.lead.isEmpty()) writer.out += fmt::format("<p class=\"lead\">{}</p>\n", text(section.lead));
        for (const ReportBlock& block : section.blocks) std::visit(writer, block);
        writer.out += "</section>\n";
    }
    return writer.out + "</main>\n<script>" + std::string(kScript) + "</script>\n</body>\n</html>\n";
}

}  // namespace whittle
