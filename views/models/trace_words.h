// What is known of a trace in the words of the window, so that every listing says it the same way.
#pragma once

#include <QCoreApplication>

#include "engine/formats/trace/causes.h"
#include "views/models/trace_table.h"

namespace whittle {

class TraceWords {
    Q_DECLARE_TR_FUNCTIONS(whittle::TraceWords)
public:
    static QString status(trace::Status status);         ///< "ok", "limit hit"
    static QString statusMeaning(trace::Status status);  ///< a sentence
    static TraceTone statusTone(trace::Status status);
    static QString causeTitle(trace::CauseKind kind);    ///< "Graph breaks"
    static TraceTone causeTone(trace::CauseKind kind);
    static QString form(trace::ArtifactForm form);       ///< "graph", "code"
    static QString seconds(const std::optional<double>& seconds);  ///< empty when not known
    static QString count(const std::optional<std::int64_t>& count);
    static QString place(const trace::StackFrame& frame);  ///< "net.py:17 in forward": without the folders
    static QString joined(const std::vector<std::string>& words, const QString& between = QStringLiteral(", "));
    static QString oneLine(std::string_view text);         ///< without its line ends
};

}  // namespace whittle
