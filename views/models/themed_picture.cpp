#include <map>
#include <optional>

#include "views/models/report_page.h"

namespace whittle {
namespace {

// A colour in an attribute. Text cannot look like it: quotes are entities there.
constexpr QByteArrayView kBefore = "=\"#";
constexpr qsizetype kDigits = 6;

struct Split {
    QByteArrayList rest;  // around the colours
    QByteArrayList colors;
};
Split split(const QByteArray& svg) {
    Split out;
    qsizetype from = 0;
    for (qsizetype at = svg.indexOf(kBefore); at >= 0; at = svg.indexOf(kBefore, at + 1)) {
        const qsizetype begin = at + 2;
        if (svg.size() <= begin + 1 + kDigits || svg[begin + 1 + kDigits] != '"') continue;  // a link to an id
        out.rest << svg.mid(from, begin - from);
        out.colors << svg.mid(begin, 1 + kDigits);
        from = begin + 1 + kDigits;
    }
    out.rest << svg.mid(from);
    return out;
}

std::optional<QByteArray> merged(const ReportPicture& picture, const QByteArray& name) {
    const Split light = split(picture.light), dark = split(picture.dark);
    if (light.rest != dark.rest) return std::nullopt;
    std::map<std::pair<QByteArray, QByteArray>, QByteArray> names;
    QByteArray body = light.rest.first(), inLight, inDark;
    for (qsizetype i = 0; i < light.colors.size(); ++i) {
        const auto [known, isNew] = names.try_emplace({light.colors[i], dark.colors[i]}, "--" + name + QByteArray::number(static_cast<qlonglong>(names.size())));
        if (isNew) {
            inLight += known->second + ':' + light.colors[i] + ';';
            inDark += known->second + ':' + dark.colors[i] + ';';
        }
        body += "var(" + known->second + ')' + light.rest[i + 1];
    }
    return "<style>:root{" + inLight + "}@media (prefers-color-scheme:dark){:root{" + inDark + "}}</style>\n" + body;
}

}  // namespace

QByteArray themedPicture(const ReportPicture& picture, const QByteArray& name) {
    if (const std::optional<QByteArray> one = merged(picture, name)) return *one;
    return "<div class=\"in-light\">" + picture.light + "</div>\n<div class=\"in-dark\">" + picture.dark + "</div>\n";
}

}  // namespace whittle
