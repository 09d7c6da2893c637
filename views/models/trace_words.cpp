#include "views/models/trace_words.h"

#include <array>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct StatusRow {
    const char *word, *meaning;
    TraceTone tone;
};
constexpr std::array<StatusRow, 6> kStatuses{{
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "ok"), QT_TRANSLATE_NOOP("whittle::TraceWords", "Compiled."), TraceTone::Good},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "restarted"), QT_TRANSLATE_NOOP("whittle::TraceWords", "Compiled after its analysis was begun again, at a graph break for one."), TraceTone::Notice},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "empty"), QT_TRANSLATE_NOOP("whittle::TraceWords", "Compiled to a graph without an operator."), TraceTone::Muted},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "error"), QT_TRANSLATE_NOOP("whittle::TraceWords", "Failed: the function runs eagerly, or the program ended."), TraceTone::Bad},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "limit hit"), QT_TRANSLATE_NOOP("whittle::TraceWords", "The recompile limit was reached: nothing was compiled, and the function runs eagerly from then on."),
     TraceTone::Bad},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "cut"), QT_TRANSLATE_NOOP("whittle::TraceWords", "The log ends before the compile does, or lacks its metrics."), TraceTone::Doubtful},
}};

struct CauseRow {
    const char* title;
    TraceTone tone;
};
constexpr std::array<CauseRow, 6> kCauses{{
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "Errors"), TraceTone::Bad},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "Graph breaks"), TraceTone::Doubtful},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "Restarts"), TraceTone::Notice},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "Recompile limits reached"), TraceTone::Bad},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "Recompiles"), TraceTone::Notice},
    {QT_TRANSLATE_NOOP("whittle::TraceWords", "Problems of an export"), TraceTone::Doubtful},
}};

constexpr std::array<const char*, 6> kForms{QT_TRANSLATE_NOOP("whittle::TraceWords", "graph"),  QT_TRANSLATE_NOOP("whittle::TraceWords", "code"),
                                            QT_TRANSLATE_NOOP("whittle::TraceWords", "data"),   QT_TRANSLATE_NOOP("whittle::TraceWords", "text"),
                                            QT_TRANSLATE_NOOP("whittle::TraceWords", "guards"), QT_TRANSLATE_NOOP("whittle::TraceWords", "link")};

}  // namespace

QString TraceWords::status(trace::Status status) { return tr(kStatuses[static_cast<std::size_t>(status)].word); }
QString TraceWords::statusMeaning(trace::Status status) { return tr(kStatuses[static_cast<std::size_t>(status)].meaning); }
TraceTone TraceWords::statusTone(trace::Status status) { return kStatuses[static_cast<std::size_t>(status)].tone; }
QString TraceWords::causeTitle(trace::CauseKind kind) { return tr(kCauses[static_cast<std::size_t>(kind)].title); }
TraceTone TraceWords::causeTone(trace::CauseKind kind) { return kCauses[static_cast<std::size_t>(kind)].tone; }
QString TraceWords::form(trace::ArtifactForm form) { return tr(kForms[static_cast<std::size_t>(form)]); }
QString TraceWords::seconds(const std::optional<double>& seconds) { return seconds ? formatMilliseconds(*seconds * 1000) : QString(); }
QString TraceWords::count(const std::optional<std::int64_t>& count) { return count ? formatCount(*count) : QString(); }

QString TraceWords::place(const trace::StackFrame& frame) {
    if (frame.file.empty()) return {};
    const QString file = toQString(std::string_view(frame.file).substr(frame.file.rfind('/') + 1));
    return frame.function.empty() ? QStringLiteral("%1:%2").arg(file).arg(frame.line) : tr("%1:%2 in %3").arg(file).arg(frame.line).arg(toQString(frame.function));
}

QString TraceWords::joined(const std::vector<std::string>& words, const QString& between) {
    QStringList out;
    for (const std::string& word : words) out << toQString(word);
    return out.join(between);
}

QString TraceWords::oneLine(std::string_view text) { return toQString(text).simplified(); }

}  // namespace whittle
