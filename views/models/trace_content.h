// A trace as it was when a worker last read in it: what is joined by compile, and the listings of the whole trace. Immutable; texts stay in the logs, and are
// read on workers when somebody wants to see one.
#pragma once

#include <memory>
#include <vector>

#include <QCoreApplication>

#include "engine/formats/trace/trace.h"
#include "views/models/trace_table.h"
#include "views/models/trace_timeline.h"

namespace whittle {

struct TraceLogPart {
    const trace::TraceLog* log = nullptr;  ///< for texts; lives as long as the content
    std::shared_ptr<const trace::LogContent> content;
    QString label;                         ///< "rank 0", or the name of the file
    std::string rankOption;                ///< what `whittle trace --rank` calls it
};

class TraceContent {
    Q_DECLARE_TR_FUNCTIONS(whittle::TraceContent)
public:
    /// On the thread that reads the trace. Errors: Io, Cancelled. Cost: linear in what is joined; of several ranks the texts that tell them apart are read.
    static Result<std::shared_ptr<const TraceContent>> build(std::shared_ptr<trace::Trace> trace, const CancelToken& cancel);

    const std::filesystem::path& path() const { return m_path; }
    const std::vector<TraceLogPart>& logs() const { return m_logs; }
    const std::vector<trace::DebugGraph>& debugGraphs() const { return m_debugGraphs; }
    const std::vector<trace::KernelSite>& printedKernels() const { return m_kernels; }
    const QStringList& notes() const { return m_notes; }  ///< what is missing or damaged, with its lines
    const QString& summary() const { return m_summary; }  ///< "6 compiles: 5 ok, 1 error · 1.75 s"
    int compileCount() const { return m_compileCount; }
    int causeCount() const { return m_causeCount; }
    int siteCount() const { return m_siteCount; }         ///< where kernels were chosen
    bool hasRanks() const { return m_hasRanks; }          ///< that are compared

    const TraceTableRef& stacks() const { return m_stacks; }
    const TraceTableRef& causes() const { return m_causes; }
    const TraceTableRef& ranks() const { return m_ranks; }
    const TraceTableRef& choices() const { return m_choices; }
    const TraceTimelineRef& timeline() const { return m_timeline; }

    const trace::Compile* compile(const TraceTarget& target) const;      ///< null: the target is none of ours
    const trace::Artifact* artifact(const TraceTarget& target) const;    ///< likewise
    const trace::DebugFile* debugFile(const TraceTarget& target) const;  ///< likewise
    QString name(const TraceTarget& target) const;  ///< of a compile or debug folder, and behind it of the artifact: "0/1/aot_forward_graph"
    bool isGraph(const TraceTarget& target) const;  ///< an artifact that opens as a graph
    /// "0/1" of a log; an empty target when it is not there.
    TraceTarget find(const QString& label, const QString& compile) const;
    /// For workers. Errors: Io, Limit, and NotFound for what is no text of ours.
    Result<std::string> text(const TraceTarget& target) const;

private:
    TraceContent() = default;
    void summarise();

    std::shared_ptr<trace::Trace> m_trace;
    std::filesystem::path m_path;
    std::vector<TraceLogPart> m_logs;
    std::vector<trace::DebugGraph> m_debugGraphs;
    std::vector<trace::KernelSite> m_kernels;
    QStringList m_notes;
    QString m_summary;
    int m_compileCount = 0, m_causeCount = 0, m_siteCount = 0;
    bool m_hasRanks = false;
    TraceTableRef m_stacks, m_causes, m_ranks, m_choices;
    TraceTimelineRef m_timeline;
};

using TraceContentRef = std::shared_ptr<const TraceContent>;

}  // namespace whittle
