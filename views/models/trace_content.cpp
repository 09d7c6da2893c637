#include "views/models/trace_content.h"

#include <algorithm>
#include <map>

#include "engine/base/files.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/models/trace_listings.h"
#include "views/models/trace_words.h"

namespace whittle {

using namespace trace;

Result<std::shared_ptr<const TraceContent>> TraceContent::build(std::shared_ptr<Trace> trace, const CancelToken& cancel) {
    std::shared_ptr<TraceContent> out(new TraceContent);
    out->m_path = trace->path();
    std::vector<const LogContent*> contents;
    for (const TraceLog& log : trace->logs()) {
        WHITTLE_TRY_VOID(cancel.check());
        const std::string label = trace->label(log);
        out->m_logs.push_back({.log = &log, .content = log.snapshot(), .label = toQString(label), .rankOption = label.starts_with("rank ") && !label.ends_with(')') ? label.substr(5) : label});
        contents.push_back(out->m_logs.back().content.get());
        for (const std::string& note : contents.back()->facts.notes()) out->m_notes << (trace->logs().size() > 1 ? tr("%1: %2").arg(out->m_logs.back().label, toQString(note)) : toQString(note));
    }
    for (const std::string& note : trace->notes()) out->m_notes << toQString(note);
    out->m_debugGraphs = trace->debugGraphs();
    out->m_kernels = trace->printedKernels();
    const std::vector<Cause> found = trace::causes(contents);
    WHITTLE_TRY(const RankComparison compared, compareRanks(*trace, cancel));
    WHITTLE_TRY(out->m_timeline, traceTimeline(out->m_logs, cancel));
    out->m_causeCount = static_cast<int>(found.size());
    out->m_hasRanks = !compared.aspects.empty();
    out->m_stacks = TraceListings::stacks(out->m_logs, out->m_debugGraphs);
    out->m_causes = TraceListings::causes(out->m_logs, found);
    out->m_ranks = TraceListings::ranks(out->m_logs, compared);
    out->m_choices = TraceListings::choices(out->m_logs, out->m_kernels);
    out->m_siteCount = static_cast<int>(out->m_choices->children(-1).size());
    WHITTLE_TRY_VOID(cancel.check());
    out->summarise();
    out->m_trace = std::move(trace);
    return out;
}

void TraceContent::summarise() {
    std::map<Status, int> states;
    double seconds = 0;
    for (const TraceLogPart& log : m_logs)
        for (const Compile& compile : log.content->compiles) {
            if (!compile.id.any()) continue;
            ++m_compileCount;
            ++states[compile.status()];
            for (const Metrics& metrics : compile.metrics) seconds += metrics.totalSeconds.value_or(0);
        }
    QStringList words, parts;
    for (const auto& [status, count] : states) words << tr("%1 %2").arg(formatCount(count), TraceWords::status(status));
    if (!m_logs.empty()) parts << tr("%Ln compiles", nullptr, m_compileCount) + (words.isEmpty() ? QString() : QStringLiteral(": ") + words.join(QStringLiteral(", ")));
    if (m_logs.size() > 1) parts << tr("%Ln logs", nullptr, static_cast<int>(m_logs.size()));
    if (seconds > 0) parts << tr("%1 in all").arg(formatMilliseconds(seconds * 1000));
    if (!m_debugGraphs.empty()) parts << tr("%Ln debug folders", nullptr, static_cast<int>(m_debugGraphs.size()));
    if (!m_kernels.empty()) parts << tr("%Ln kernel choices", nullptr, static_cast<int>(m_kernels.size()));
    m_summary = parts.join(QStringLiteral(" · "));
}

const Compile* TraceContent::compile(const TraceTarget& target) const {
    if (target.log < 0 || target.log >= static_cast<int>(m_logs.size())) return nullptr;
    const std::vector<Compile>& compiles = m_logs[static_cast<std::size_t>(target.log)].content->compiles;
    return target.compile >= 0 && target.compile < static_cast<int>(compiles.size()) ? &compiles[static_cast<std::size_t>(target.compile)] : nullptr;
}

const Artifact* TraceContent::artifact(const TraceTarget& target) const {
    const Compile* of = compile(target);
    return of && target.artifact >= 0 && target.artifact < static_cast<int>(of->artifacts.size()) ? &of->artifacts[static_cast<std::size_t>(target.artifact)] : nullptr;
}

const DebugFile* TraceContent::debugFile(const TraceTarget& target) const {
    if (target.debugGraph < 0 || target.debugGraph >= static_cast<int>(m_debugGraphs.size())) return nullptr;
    const std::vector<DebugFile>& files = m_debugGraphs[static_cast<std::size_t>(target.debugGraph)].files;
    return target.artifact >= 0 && target.artifact < static_cast<int>(files.size()) ? &files[static_cast<std::size_t>(target.artifact)] : nullptr;
}

QString TraceContent::name(const TraceTarget& target) const {
    QString out;
    if (const Compile* of = compile(target)) out = toQString(of->name());
    else if (target.debugGraph >= 0 && target.debugGraph < static_cast<int>(m_debugGraphs.size())) out = toQString(m_debugGraphs[static_cast<std::size_t>(target.debugGraph)].name);
    if (const Artifact* one = artifact(target)) out += u'/' + toQString(one->name);
    if (const DebugFile* file = debugFile(target)) out += u'/' + toQString(file->name);
    return out;
}

bool TraceContent::isGraph(const TraceTarget& target) const {
    if (const Artifact* one = artifact(target)) return one->form == ArtifactForm::Graph;
    const DebugFile* file = debugFile(target);
    return file && file->form == ArtifactForm::Graph;
}

TraceTarget TraceContent::find(const QString& label, const QString& compile) const {
    const std::string wanted = compile.toStdString();
    for (std::size_t log = 0; log < m_logs.size(); ++log) {
        if (m_logs[log].label != label) continue;
        const std::vector<Compile>& compiles = m_logs[log].content->compiles;
        const auto found = std::ranges::find_if(compiles, [&](const Compile& one) { return one.name() == wanted; });
        if (found != compiles.end()) return {.log = static_cast<int>(log), .compile = static_cast<int>(found - compiles.begin())};
    }
    const auto graph = std::ranges::find(m_debugGraphs, wanted, &DebugGraph::name);
    return label.isEmpty() && graph != m_debugGraphs.end() ? TraceTarget{.debugGraph = static_cast<int>(graph - m_debugGraphs.begin())} : TraceTarget{};
}

Result<std::string> TraceContent::text(const TraceTarget& target) const {
    if (const DebugFile* file = debugFile(target)) return readFile(file->path);
    const Compile* of = compile(target);
    const Artifact* one = artifact(target);
    const qint64 record = one ? static_cast<qint64>(one->record) : target.record;
    if (!of || record < 0) return fail(Code::NotFound, "{} is no text of this trace", name(target).toStdString());
    const TraceLogPart& log = m_logs[static_cast<std::size_t>(target.log)];
    if (record >= static_cast<qint64>(log.content->records.size())) return fail(Code::NotFound, "record {} is not in the log", record);
    return log.log->text(log.content->records[static_cast<std::size_t>(record)]);
}

}  // namespace whittle
