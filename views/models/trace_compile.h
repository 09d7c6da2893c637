// One compile of a trace in full, or one graph of a debug folder: five listings, made on a worker that reads the texts they need. Immutable.
#pragma once

#include <memory>

#include "views/models/trace_content.h"

namespace whittle {
struct TraceCompile {
    TraceTarget of;
    QString title;   ///< "0/1 · fn net.py:12"
    QString state;   ///< in a sentence
    TraceTone tone = TraceTone::Plain;
    TraceTableRef overview, artifacts, guards, symbols, metrics;
    int checks = 0;  ///< of the guards
    QString guardsNote;  ///< how long all checks take, or why there are none to show
};
using TraceCompileRef = std::shared_ptr<const TraceCompile>;

class TraceDescriber {
    Q_DECLARE_TR_FUNCTIONS(whittle::TraceDescriber)
public:
    /// For workers. `target` is a subject of the content. Texts that cannot be read are told in the place of their listing. Errors: NotFound, Cancelled.
    static Result<TraceCompileRef> describe(const TraceContent& content, const TraceTarget& target, const CancelToken& cancel);

private:
    TraceDescriber(const TraceContent& content, const TraceTarget& target, const CancelToken& cancel);
    TraceTableRef overview();
    TraceTableRef artifacts();
    TraceTableRef guards(TraceCompile& out);
    TraceTableRef symbols();
    TraceTableRef metrics();
    TraceTarget at(trace::RecordIndex record) const;
    /// PyTorch's own code, down to what made the record.
    void addStack(TraceTable& table, int parent, trace::RecordIndex record);
    /// How a condition was computed, each step below what it is a part of. `made`: "add", "begins here"; empty of numbers, whose `user` is nobody's.
    void addSteps(TraceTable& table, int parent, int root, QStringList (*cells)(const QString& text, const QString& made, const trace::StackFrame& user));

    const TraceContent& m_content;
    TraceTarget m_target;
    const CancelToken& m_cancel;
    const trace::Compile* m_compile = nullptr;
    const TraceLogPart* m_log = nullptr;
    int m_stacksLeft, m_stepsLeft;
};

}  // namespace whittle
