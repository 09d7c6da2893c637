#include "views/models/trace_listings.h"

#include <algorithm>
#include <map>

#include "views/models/format.h"
#include "views/models/text.h"
#include "views/models/trace_words.h"

namespace whittle {
namespace {

using namespace trace;

constexpr qsizetype kNamed = 8;  // compiles in one cell

// Frames of PyTorch and of Python say little of who called.
bool isUsers(const StackFrame& frame) {
    for (const char* part : {"/site-packages/", "/dist-packages/", "/lib/python3"})
        if (frame.file.find(part) != std::string::npos) return false;
    return !frame.file.empty() && frame.file[0] != '<';
}

QString frameLine(const StackFrame& frame) {
    const QString code = toQString(frame.code).trimmed();
    return toQString(frame.place()) + (code.isEmpty() ? QString() : QStringLiteral("    ") + code);
}

// "<module> net.py:30 › forward net.py:12": the user's frames of a part of a stack without a fork; of many the first and the last ones.
QString chainName(const std::vector<const StackFrame*>& chain) {
    std::vector<const StackFrame*> shown;
    std::ranges::copy_if(chain, std::back_inserter(shown), [](const StackFrame* frame) { return isUsers(*frame); });
    if (shown.empty() || shown.back() != chain.back()) shown.push_back(chain.back());
    QStringList names;
    for (const StackFrame* frame : shown) {
        const QString file = toQString(std::string_view(frame->file).substr(frame->file.rfind('/') + 1));
        names << QStringLiteral("%1 %2:%3").arg(toQString(frame->function), file).arg(frame->line).trimmed();
    }
    if (names.size() > 3) names = QStringList{names.first(), QStringLiteral("…"), names[names.size() - 2], names.last()};
    return names.join(QStringLiteral(" › "));
}

// What matters most of a compile in a few words.
QString whyText(const Compile& compile) {
    if (compile.error) return TraceWords::oneLine(compile.error->type + (compile.error->reason.empty() ? "" : ": " + compile.error->reason));
    if (!compile.recompileReasons.empty()) return TraceWords::oneLine(recompileCause(compile.recompileReasons.front()));
    return compile.breaks.empty() ? QString() : TraceWords::oneLine(compile.breaks.front().reason);
}

class StackLister {
public:
    StackLister(TraceTable& table, const LogContent& content, int log) : m_table(table), m_content(content), m_log(log), m_trie(stackTrie(content)) {}

    void list(int parent) {
        for (const std::uint32_t compile : m_trie.nodes[0].compiles) addCompile(compile, parent);
        // Not by recursion: how deep a stack is, the log says.
        std::vector<std::pair<int, int>> waiting;
        const auto push = [&](const std::vector<int>& children, int below) {
            for (auto child = children.rbegin(); child != children.rend(); ++child) waiting.emplace_back(*child, below);
        };
        push(m_trie.nodes[0].children, parent);
        while (!waiting.empty()) {
            const auto [index, below] = waiting.back();
            waiting.pop_back();
            const auto [end, row] = addChain(index, below);
            push(m_trie.nodes[static_cast<std::size_t>(end)].children, row);
        }
    }
    void addCompile(std::uint32_t index, int parent) {
        const Compile& compile = m_content.compiles[index];
        const Status status = compile.status();
        const Metrics* metrics = compile.forward();
        const bool isNone = index == 0;
        m_table.add({.cells = {isNone ? TraceListings::tr("Of no compile") : toQString(compile.name()), isNone ? QString() : TraceWords::status(status), whyText(compile),
                               metrics ? TraceWords::seconds(metrics->totalSeconds) : QString(), metrics ? TraceWords::count(metrics->graphOps) : QString(),
                               metrics ? TraceWords::count(metrics->guards) : QString(), compile.breaks.empty() ? QString() : formatCount(static_cast<qint64>(compile.breaks.size()))},
                     .tip = TraceWords::joined(compile.recompileReasons, QStringLiteral("\n")),
                     .parent = parent,
                     .tone = isNone ? TraceTone::Plain : TraceWords::statusTone(status),
                     .target = {.log = m_log, .compile = static_cast<int>(index)}});
    }

private:
    /// The frames from there to the next fork or compile: one row. Answers the last of them, and the row.
    std::pair<int, int> addChain(int index, int parent) {
        std::vector<const StackFrame*> chain;
        const StackNode* node = &m_trie.nodes[static_cast<std::size_t>(index)];
        chain.push_back(&node->frame);
        while (node->children.size() == 1 && node->compiles.empty()) {
            index = node->children.front();
            node = &m_trie.nodes[static_cast<std::size_t>(index)];
            chain.push_back(&node->frame);
        }
        QStringList lines;
        for (const StackFrame* frame : chain) lines << frameLine(*frame);
        const int row = m_table.add({.cells = {chainName(chain)}, .tip = lines.join(u'\n'), .parent = parent});
        for (const std::uint32_t compile : node->compiles) addCompile(compile, row);
        return {index, row};
    }

    TraceTable& m_table;
    const LogContent& m_content;
    int m_log;
    StackTrie m_trie;
};

// All sites of one cause are of the same words; a compile that it hit twice is named once.
QString siteNames(const std::vector<TraceLogPart>& logs, const Cause& cause) {
    QStringList names;
    for (const CauseSite& site : cause.sites) {
        const QString name = toQString(logs[site.log].content->compiles[site.compile].name());
        if (names.contains(name)) continue;
        if (names.size() == kNamed) {
            names << QStringLiteral("…");
            break;
        }
        names << name;
    }
    return names.join(QStringLiteral(", "));
}

}  // namespace

TraceTableRef TraceListings::stacks(const std::vector<TraceLogPart>& logs, const std::vector<DebugGraph>& debugGraphs) {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("Compile"), 104}, {tr("State"), 90}, {tr("Why"), 190}, {tr("Time"), 70, true}, {tr("Operators"), 76, true}, {tr("Guards"), 58, true},
                                                                     {tr("Breaks"), 52, true}}, 1);
    for (std::size_t log = 0; log < logs.size(); ++log) {
        const LogContent& content = *logs[log].content;
        const int parent = logs.size() + debugGraphs.size() > 1 ? out->addHeading(logs[log].label) : -1;
        StackLister lister(*out, content, static_cast<int>(log));
        lister.list(parent);
        if (const Compile& none = content.compiles[0]; !none.artifacts.empty() || !none.problems.empty() || !none.symbols.empty() || !none.shapeGuards.empty()) lister.addCompile(0, parent);
    }
    const int folders = debugGraphs.empty() ? -1 : out->addHeading(tr("Debug folders"));
    for (std::size_t i = 0; i < debugGraphs.size(); ++i)
        out->add({.cells = {toQString(debugGraphs[i].name), toQString(debugGraphs[i].phase)}, .tip = fromPath(debugGraphs[i].folder), .parent = folders, .target = {.debugGraph = static_cast<int>(i)}});
    out->finish();
    return out;
}

TraceTableRef TraceListings::causes(const std::vector<TraceLogPart>& logs, const std::vector<Cause>& causes) {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("Cause"), 600}, {tr("Times"), 60, true}, {tr("At"), 320}, {tr("Compiles"), 260}}, 0);
    int heading = -1;
    for (std::size_t i = 0; i < causes.size(); ++i) {
        const Cause& cause = causes[i];
        if (i == 0 || causes[i - 1].kind != cause.kind) {
            std::size_t all = 0;
            for (const Cause& other : causes) all += other.kind == cause.kind ? other.sites.size() : 0;
            heading = out->add({.cells = {TraceWords::causeTitle(cause.kind), formatCount(static_cast<qint64>(all))}, .tone = TraceTone::Heading});
        }
        const QString place = toQString(cause.place);
        const int row = out->add({.cells = {TraceWords::oneLine(cause.text), formatCount(static_cast<qint64>(cause.sites.size())), place, siteNames(logs, cause)},
                                  .tip = toQString(cause.example),
                                  .parent = heading,
                                  .tone = TraceWords::causeTone(cause.kind),
                                  .target = {.log = static_cast<int>(cause.sites.front().log), .compile = static_cast<int>(cause.sites.front().compile)}});
        for (const CauseSite& site : cause.sites) {
            const Compile& compile = logs[site.log].content->compiles[site.compile];
            const QString name = logs.size() > 1 ? tr("%1 on %2").arg(toQString(compile.name()), logs[site.log].label) : toQString(compile.name());
            out->add({.cells = {name, {}, compile.stack.empty() ? QString() : TraceWords::place(compile.stack.back()), TraceWords::status(compile.status())},
                      .parent = row,
                      .target = {.log = static_cast<int>(site.log), .compile = static_cast<int>(site.compile), .record = site.hasRecord ? static_cast<qint64>(site.record) : -1}});
        }
    }
    out->finish();
    return out;
}

TraceTableRef TraceListings::ranks(const std::vector<TraceLogPart>& logs, const RankComparison& comparison) {
    std::vector<TraceColumn> columns{{tr("What"), 210}, {tr("State"), 80}};
    for (const TraceLogPart& log : logs) columns.push_back({log.label, 240});
    auto out = std::make_shared<TraceTable>(std::move(columns), 1);
    const auto state = [](bool differs) { return differs ? tr("differ") : tr("agree"); };
    const auto tone = [](bool differs) { return differs ? TraceTone::Doubtful : TraceTone::Good; };
    const int compared = comparison.aspects.empty() ? -1 : out->addHeading(tr("Compared"));
    for (const RankAspect& aspect : comparison.aspects) {
        QStringList cells{TraceWords::oneLine(aspect.title), state(aspect.differs())};
        for (std::uint32_t log = 0; log < logs.size(); ++log) {
            const auto group = std::ranges::find_if(aspect.groups, [&](const RankGroup& one) { return std::ranges::find(one.logs, log) != one.logs.end(); });
            cells << (group == aspect.groups.end() ? QStringLiteral("–") : group->value.empty() ? tr("nothing") : toQString(group->value));
        }
        out->add({.cells = cells, .parent = compared, .tone = tone(aspect.differs())});
    }
    std::map<CompileId, std::map<int, std::vector<int>>> places;  // compile and occurrence, by log
    for (std::size_t log = 0; log < logs.size(); ++log)
        for (std::size_t i = 1; i < logs[log].content->compiles.size(); ++i) {
            const Compile& compile = logs[log].content->compiles[i];
            std::vector<int>& of = places[compile.id][compile.occurrence];
            of.resize(logs.size(), -1);
            of[log] = static_cast<int>(i);
        }
    const int compiles = places.empty() ? -1 : out->addHeading(tr("Compiles"));
    for (const auto& [id, occurrences] : places)
        for (const auto& [occurrence, of] : occurrences) {
            QStringList cells;
            TraceTarget target;
            bool differs = false;
            std::optional<Status> first;
            for (std::size_t log = 0; log < logs.size(); ++log) {
                if (of[log] < 0) {
                    cells << tr("not there");
                    differs = true;
                    continue;
                }
                const Compile& compile = logs[log].content->compiles[static_cast<std::size_t>(of[log])];
                const Metrics* metrics = compile.forward();
                const QString time = metrics ? TraceWords::seconds(metrics->totalSeconds) : QString();
                cells << (time.isEmpty() ? TraceWords::status(compile.status()) : QStringLiteral("%1 · %2").arg(TraceWords::status(compile.status()), time));
                differs = differs || (first && *first != compile.status());
                first = compile.status();
                if (target.log < 0) target = {.log = static_cast<int>(log), .compile = of[log]};
            }
            const Compile& known = *std::ranges::find_if(logs[static_cast<std::size_t>(target.log)].content->compiles, [&](const Compile& one) { return one.id == id && one.occurrence == occurrence; });
            out->add({.cells = QStringList{toQString(known.name()), state(differs)} + cells, .parent = compiles, .tone = tone(differs), .target = target});
        }
    const int times = comparison.runTimes.empty() ? -1 : out->addHeading(tr("Run times by PyTorch's estimate"));
    for (const RankRunTime& time : comparison.runTimes) {
        QStringList cells{toQString(time.compile), {}};
        for (const std::optional<double>& ns : time.nanoseconds) cells << (ns ? formatDuration(*ns * 1e-6) : QStringLiteral("–"));
        out->add({.cells = cells, .parent = times});
    }
    out->finish();
    return out;
}

TraceTableRef TraceListings::times(const TraceTimeline& timeline) {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("Without what is inside"), 210}, {tr("Time"), 76, true}, {tr("Of the whole"), 84, true}});
    for (const auto& [share, name] : timeline.shares)
        out->add({.cells = {timeline.names[name], formatDuration(share * timeline.microseconds * 1e-3), formatPercent(share)}});
    out->finish();
    return out;
}

std::vector<TraceColumn> TraceListings::choiceColumns() {
    return {{tr("Choice and candidates"), 300}, {tr("State"), 96}, {tr("Time"), 84, true}, {tr("Against the best"), 150, true}, {tr("Parameters, or why it failed"), 520}};
}

void TraceListings::addChoice(TraceTable& table, const KernelSite& site, const QString& where, const TraceTarget& target, int parent) {
    const KernelChoice* winner = site.winner();
    QStringList said{tr("%n candidates", nullptr, static_cast<int>(site.choiceCount))};
    const auto untold = site.choiceCount - static_cast<std::int64_t>(site.choices.size());
    if (untold > 0) said << tr("%n not told", nullptr, static_cast<int>(untold));
    if (site.benchmarkSeconds) said << tr("measured in %1").arg(formatMilliseconds(*site.benchmarkSeconds * 1000));
    if (site.precompileSeconds) said << tr("compiled in %1").arg(formatMilliseconds(*site.precompileSeconds * 1000));
    if (!site.dtypes.empty()) said << toQString(site.dtypes);
    if (!site.strides.empty()) said << tr("strides %1").arg(toQString(site.strides));
    said << where;
    const int row = table.add({.cells = {QStringLiteral("%1(%2)").arg(toQString(site.op), toQString(site.shapes)), winner ? toQString(winner->family()) : tr("none worked"),
                                         winner ? formatDuration(*winner->milliseconds) : QString(), site.margin() ? tr("next +%1").arg(formatPercent(*site.margin())) : QString(), said.join(QStringLiteral(" · "))},
                               .parent = parent,
                               .tone = winner ? TraceTone::Heading : TraceTone::Bad,
                               .target = target});
    for (const KernelChoice& choice : site.choices) {
        const bool isBest = &choice == winner;
        const QString behind = choice.milliseconds && winner && !isBest && *winner->milliseconds > 0 ? QStringLiteral("+%1").arg(formatPercent(*choice.milliseconds / *winner->milliseconds - 1)) : QString();
        table.add({.cells = {toQString(choice.name), isBest ? tr("chosen") : choice.milliseconds ? tr("rejected") : tr("failed"), choice.milliseconds ? formatDuration(*choice.milliseconds) : QStringLiteral("–"),
                             behind, TraceWords::oneLine(choice.milliseconds || choice.error.empty() ? choice.description : choice.error)},
                   .tip = toQString(choice.error),
                   .parent = row,
                   .tone = isBest ? TraceTone::Good : choice.milliseconds ? TraceTone::Muted : TraceTone::Bad,
                   .target = target});
    }
}

TraceTableRef TraceListings::choices(const std::vector<TraceLogPart>& logs, const std::vector<KernelSite>& printed) {
    auto out = std::make_shared<TraceTable>(choiceColumns(), 1);
    for (std::size_t log = 0; log < logs.size(); ++log)
        for (std::size_t i = 0; i < logs[log].content->compiles.size(); ++i) {
            const Compile& compile = logs[log].content->compiles[i];
            const QString where = logs.size() > 1 ? tr("in %1 on %2").arg(toQString(compile.name()), logs[log].label) : tr("in %1").arg(toQString(compile.name()));
            for (const KernelSite& site : compile.kernels) addChoice(*out, site, where, {.log = static_cast<int>(log), .compile = static_cast<int>(i)});
        }
    for (const KernelSite& site : printed) addChoice(*out, site, site.line ? tr("%1, line %2").arg(toQString(site.origin)).arg(site.line) : toQString(site.origin), {});
    out->finish();
    return out;
}

}  // namespace whittle
