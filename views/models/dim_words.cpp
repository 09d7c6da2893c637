#include "views/models/dim_words.h"

#include <algorithm>

#include <QCoreApplication>

#include "views/models/text.h"

namespace whittle {
namespace {

struct Word {
    std::string_view state;
    const char* text;
};
constexpr Word kStates[] = {{"dynamic", QT_TRANSLATE_NOOP("whittle", "dynamic")},
                            {"derived", QT_TRANSLATE_NOOP("whittle", "derived")},
                            {"specialised", QT_TRANSLATE_NOOP("whittle", "specialised")},
                            {"static", QT_TRANSLATE_NOOP("whittle", "static")}};

}  // namespace

QString dimStateText(const DimConclusion& dim) {
    const auto word = std::ranges::find(kStates, dim.stateText(), &Word::state);
    return word == std::end(kStates) ? toQString(dim.stateText()) : QCoreApplication::translate("whittle", word->text);
}

QString dimRangeText(const SymRange& range) {
    return QStringLiteral("[%1, %2]").arg(range.min ? QString::number(*range.min) : QStringLiteral("-inf"), range.max ? QString::number(*range.max) : QStringLiteral("inf"));
}

QString dimCauseText(const DimCause& cause) { return cause.stated ? QCoreApplication::translate("whittle", "what you said") : toQString(cause.text()); }

}  // namespace whittle
