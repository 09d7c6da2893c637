#include "views/models/trace_compile.h"

#include <algorithm>
#include <map>

#include "engine/formats/json.h"
#include "engine/formats/trace/envelope.h"
#include "engine/formats/trace/expression_tree.h"
#include "engine/formats/trace/guard_tree.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/models/trace_listings.h"
#include "views/models/trace_words.h"

namespace whittle {
namespace {

using namespace trace;

constexpr int kMostStacks = 1000;   // each is a read in the log
constexpr int kMostSteps = 20'000;  // of all conditions: they share what they are computed from, and each shows all of it
constexpr int kDeepest = 40;        // steps below each other; what lies deeper stands beside
constexpr int kPollEvery = 4096;    // guards

// A part of a listing with a heading that is only there when it has rows.
class Section {
public:
    Section(TraceTable& table, QString title) : m_table(table), m_title(std::move(title)) {}
    int add(TraceRow row) {
        if (m_heading < 0) m_heading = m_table.addHeading(m_title);
        row.parent = m_heading;
        return m_table.add(std::move(row));
    }

private:
    TraceTable& m_table;
    QString m_title;
    int m_heading = -1;
};

QString frameText(const StackFrame& frame) { return toQString(frame.place()); }

// "u0 > 2 True · net.py:13 in forward · if k > 2:"
QString withPlace(const QString& text, const StackFrame& frame) {
    QStringList parts{text, TraceWords::place(frame), toQString(frame.code).trimmed()};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString inputText(const Input& input) {
    if (input.dtype.empty()) return {};
    QString out = QStringLiteral("%1 [%2] %3").arg(toQString(input.dtype), TraceWords::joined(input.size), toQString(input.device));
    if (!input.stride.empty()) out += QStringLiteral(" · ") + TraceDescriber::tr("strides %1").arg(TraceWords::joined(input.stride));
    if (input.isParameter) out += QStringLiteral(" · ") + TraceDescriber::tr("parameter");
    if (input.requiresGrad) out += QStringLiteral(" · ") + TraceDescriber::tr("requires a gradient");
    return out;
}

QString jsonText(const Json& value) { return value.is_string() ? toQString(value.get_ref<const std::string&>()) : toQString(value.dump(-1, ' ', false, Json::error_handler_t::replace)); }

// Objects become rows of their own, also one that was written as text, as PyTorch writes its settings.
void addJson(TraceTable& table, const QString& name, const Json& value, int parent) {
    std::optional<Json> inner;
    if (value.is_string() && value.get_ref<const std::string&>().starts_with('{'))
        if (Result<Json> parsed = parseJson(value.get_ref<const std::string&>())) inner = *std::move(parsed);
    const Json& shown = inner ? *inner : value;
    if (!shown.is_object() || parent < 0 || table.row(parent).parent >= 0) {
        table.add({.cells = {name, jsonText(value)}, .parent = parent});
        return;
    }
    const int row = table.add({.cells = {name, TraceDescriber::tr("%n values", nullptr, static_cast<int>(shown.size()))}, .parent = parent});
    for (const auto& [key, one] : shown.items()) table.add({.cells = {toQString(key), jsonText(one)}, .parent = row});
}

}  // namespace

TraceDescriber::TraceDescriber(const TraceContent& content, const TraceTarget& target, const CancelToken& cancel)
    : m_content(content), m_target(target), m_cancel(cancel), m_compile(content.compile(target)), m_stacksLeft(kMostStacks), m_stepsLeft(kMostSteps) {
    if (m_compile) m_log = &content.logs()[static_cast<std::size_t>(target.log)];
}

TraceTarget TraceDescriber::at(RecordIndex record) const { return {.log = m_target.log, .compile = m_target.compile, .record = static_cast<qint64>(record)}; }

Result<TraceCompileRef> TraceDescriber::describe(const TraceContent& content, const TraceTarget& target, const CancelToken& cancel) {
    TraceDescriber describer(content, target.subject(), cancel);
    if (!describer.m_compile && content.name(target).isEmpty()) return fail(Code::NotFound, "what was selected is not in the trace any more");
    auto out = std::make_shared<TraceCompile>();
    out->of = target.subject();
    out->title = content.name(out->of);
    if (const Compile* compile = describer.m_compile) {
        if (compile->id.any()) {
            out->state = TraceWords::statusMeaning(compile->status());
            out->tone = TraceWords::statusTone(compile->status());
        } else {
            out->title = tr("Of no compile");
        }
        if (!compile->stack.empty()) out->title += QStringLiteral(" · ") + TraceWords::place(compile->stack.back());
        if (content.logs().size() > 1) out->title += QStringLiteral(" · ") + describer.m_log->label;
    } else {
        out->state = tr("A folder of TORCH_COMPILE_DEBUG: texts of one graph.");
    }
    out->overview = describer.overview();
    out->artifacts = describer.artifacts();
    out->guards = describer.guards(*out);
    out->symbols = describer.symbols();
    out->metrics = describer.metrics();
    WHITTLE_TRY_VOID(cancel.check());
    return out;
}

TraceTableRef TraceDescriber::overview() {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("What"), 330}, {tr("More"), 520}}, 0);
    if (!m_compile) {
        const DebugGraph& graph = m_content.debugGraphs()[static_cast<std::size_t>(m_target.debugGraph)];
        out->add({.cells = {tr("Folder"), fromPath(graph.folder)}});
        if (!graph.phase.empty()) out->add({.cells = {tr("Phase"), toQString(graph.phase)}});
        out->finish();
        return out;
    }
    const Compile& c = *m_compile;
    if (c.error) {
        Section section(*out, tr("Why it failed"));
        section.add({.cells = {toQString(c.error->type), toQString(c.error->reason).simplified()}, .tip = toQString(c.error->reason), .tone = TraceTone::Bad,
                     .target = c.error->traceback ? at(*c.error->traceback) : m_target});
        if (!c.error->user.file.empty()) section.add({.cells = {tr("The user's line"), frameText(c.error->user)}});
        if (!c.error->lastLine.empty()) section.add({.cells = {tr("Last line of the traceback"), toQString(c.error->lastLine)}});
    }
    Section again(*out, tr("Why it was compiled again: what each entry of before asked for"));
    for (const std::string& reason : c.recompileReasons) {
        const QString text = toQString(reason);
        const qsizetype colon = text.indexOf(QLatin1String(": "));
        const bool isNamed = colon > 0 && parseCompileName(reason.substr(0, reason.find(": ")));
        const QString said = isNamed ? text.mid(colon + 2) : text;
        again.add({.cells = {isNamed ? tr("Not %1").arg(text.left(colon)) : tr("Not an entry"), said.trimmed().isEmpty() ? tr("No guard failed: another backend or dispatch mode.") : said.simplified()},
                   .tip = text, .tone = TraceTone::Notice});
    }
    Section breaks(*out, tr("Graph breaks"));
    for (const GraphBreak& one : c.breaks)
        breaks.add({.cells = {TraceWords::place(one.user), TraceWords::oneLine(one.reason)}, .tip = toQString(one.detail), .tone = TraceTone::Doubtful, .target = at(one.record)});
    Section restarts(*out, tr("Restarts"));
    if (const Metrics* metrics = c.forward())
        for (const std::string& reason : metrics->restartReasons)
            restarts.add({.cells = {tr("Analysed again"), TraceWords::oneLine(reason)}, .tip = toQString(reason), .tone = TraceTone::Notice, .target = at(metrics->record)});
    Section problems(*out, tr("Problems of the export"));
    for (const ExportProblem& one : c.problems) {
        const QString said = TraceWords::oneLine(one.subject + " " + one.detail);
        addSteps(*out, problems.add({.cells = {toQString(one.kind), withPlace(said, one.user)}, .tip = frameText(one.user), .tone = TraceTone::Doubtful, .target = at(one.record)}), one.computedBy,
                 [](const QString& text, const QString& made, const StackFrame& user) { return QStringList{text, withPlace(made, user)}; });
    }
    Section stack(*out, tr("Called from"));
    for (const StackFrame& frame : c.stack) stack.add({.cells = {TraceWords::place(frame), toQString(frame.code).trimmed()}, .tip = frameText(frame)});
    Section inputs(*out, tr("Inputs"));
    for (const Input& input : c.inputs) inputs.add({.cells = {toQString(input.source), inputText(input)}});
    Section cache(*out, tr("Caches"));
    for (const CacheEvent& event : c.cache)
        cache.add({.cells = {toQString(event.cache), toQString(event.outcome)}, .tone = event.outcome == "hit" ? TraceTone::Good : TraceTone::Plain, .target = at(event.record)});
    Section calls(*out, tr("Kernels that the generated code calls"));
    for (std::size_t i = 0; i < c.artifacts.size(); ++i)
        if (c.artifacts[i].kind == "inductor_output_code")
            if (const Result<std::string> code = m_log->log->payload(m_log->content->records[c.artifacts[i].record])) {
                TraceTarget target = m_target;
                target.artifact = static_cast<int>(i);
                for (const std::string& kernel : kernelsCalled(*code)) calls.add({.cells = {toQString(kernel), toQString(c.artifacts[i].name)}, .target = target});
            }
    out->finish();
    return out;
}

TraceTableRef TraceDescriber::artifacts() {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("Name"), 220}, {tr("Form"), 70}, {tr("Size"), 76, true}, {tr("Attempt"), 64, true}, {tr("Line in the log"), 100, true}, {tr("From"), 260}}, 0);
    if (!m_compile) {
        const std::vector<DebugFile>& files = m_content.debugGraphs()[static_cast<std::size_t>(m_target.debugGraph)].files;
        for (std::size_t i = 0; i < files.size(); ++i) {
            std::error_code trouble;
            const auto size = std::filesystem::file_size(files[i].path, trouble);
            out->add({.cells = {toQString(files[i].name), TraceWords::form(files[i].form), trouble ? QString() : formatBytes(size), {}, {}, fromPath(files[i].path)},
                      .target = {.debugGraph = m_target.debugGraph, .artifact = static_cast<int>(i)}});
        }
        out->finish();
        return out;
    }
    for (std::size_t i = 0; i < m_compile->artifacts.size(); ++i) {
        const Artifact& one = m_compile->artifacts[i];
        const Record& record = m_log->content->records[one.record];
        const bool isDamaged = record.check == PayloadCheck::Mismatch;
        TraceTarget target = m_target;
        target.artifact = static_cast<int>(i);
        out->add({.cells = {toQString(one.name), isDamaged ? tr("damaged %1").arg(TraceWords::form(one.form)) : TraceWords::form(one.form), record.payloadBytes ? formatBytes(record.payloadBytes) : QString(), one.attempt ? formatCount(one.attempt) : QString(),
                            formatCount(static_cast<qint64>(record.line)), toQString(one.where)},
                  .tip = isDamaged ? tr("%1: it does not have the checksum that it was written with").arg(toQString(one.name)) : QString(),
                  .tone = isDamaged ? TraceTone::Bad : TraceTone::Plain,
                  .target = target});
    }
    out->finish();
    return out;
}

TraceTableRef TraceDescriber::guards(TraceCompile& to) {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("Guard"), 240}, {tr("Asks for"), 300}, {tr("Because of"), 130}, {tr("At"), 110}});
    const auto without = [&](const QString& why) {
        to.guardsNote = why;
        out->finish();
        return out;
    };
    if (!m_compile || !m_compile->guards) return without(m_compile ? tr("The log has no guards of this compile.") : tr("A debug folder has no guards."));
    const Result<std::string> text = m_log->log->payload(m_log->content->records[*m_compile->guards]);
    if (!text) return without(::whittle::errorText(text.error()));
    const Result<GuardTree> tree = parseGuardTree(*text);
    if (!tree) return without(::whittle::errorText(tree.error()));
    for (std::size_t i = 0; i < tree->nodes.size(); ++i) {
        if (i % kPollEvery == 0 && m_cancel.cancelled()) break;
        const GuardNode& node = tree->nodes[i];
        const QString more = toQString(node.code);
        out->add({.cells = {node.isManager ? toQString(node.source.empty() ? node.kind : node.source) : toQString(node.kind),
                            node.isManager ? QStringList{toQString(node.type), toQString(node.accessedBy)}.join(QStringLiteral("  ")).trimmed() : more.simplified(), toQString(node.userCode), toQString(node.userPlace)},
                  .tip = node.isManager ? QStringList{toQString(node.kind), toQString(node.source), toQString(node.accessedBy), more}.join(u'\n').trimmed() : more,
                  .parent = node.parent,
                  .tone = node.isManager ? TraceTone::Muted : TraceTone::Plain,
                  .target = at(*m_compile->guards)});
    }
    out->finish();
    to.checks = tree->checkCount();
    QStringList note{tr("%n checks", nullptr, to.checks)};
    if (tree->latencyMicroseconds) note << tr("%1 for all of them, on each call").arg(formatDuration(*tree->latencyMicroseconds * 1e-3));
    for (const std::string& one : tree->notes) note << toQString(one);
    to.guardsNote = note.join(QStringLiteral(" · "));
    return out;
}

void TraceDescriber::addStack(TraceTable& table, int parent, RecordIndex record) {
    if (m_stacksLeft-- <= 0 || m_cancel.cancelled()) return;
    const Result<std::string> header = m_log->log->header(m_log->content->records[record]);
    if (!header) return;
    const auto envelope = parseEnvelope(*header);
    if (!envelope) return;
    const std::string_view list = jsonMember(envelope->body, "stack");
    if (list.empty()) return;
    // By the names of the snapshot: the log itself may be growing now.
    const Stack stack = parseStack(list, [&](std::string_view id) -> std::string {
        if (const auto text = jsonString(id)) return *text;
        const auto number = jsonInt(id);
        if (!number) return {};
        const auto found = m_log->content->strings.find(*number);
        return found == m_log->content->strings.end() ? fmt::format("#{}", *number) : found->second;
    });
    // The frame that decided comes first: who asks why looks there.
    for (auto frame = stack.rbegin(); frame != stack.rend(); ++frame)
        table.add({.cells = {TraceWords::place(*frame), toQString(frame->code).trimmed()}, .tip = frameText(*frame), .parent = parent, .tone = TraceTone::Muted, .target = at(record)});
}

void TraceDescriber::addSteps(TraceTable& table, int parent, int root, QStringList (*cells)(const QString& text, const QString& made, const StackFrame& user)) {
    if (root < 0 || m_cancel.cancelled()) return;
    if (m_stepsLeft <= 0) {
        table.add({.cells = {tr("Its steps are left out: those of the conditions above are more than %1.").arg(formatCount(kMostSteps))}, .parent = parent});
        return;
    }
    const std::vector<ExpressionLine> lines = expressionTree(*m_compile, root);
    m_stepsLeft -= static_cast<int>(lines.size());
    std::vector<int> above{parent};  // the newest row of each depth
    for (const ExpressionLine& line : lines) {
        static const Expression kNone;  // of numbers, and of what the log does not explain
        const bool isMade = line.expression >= 0;
        const Expression& one = isMade ? m_compile->expressions[static_cast<std::size_t>(line.expression)] : kNone;
        const QString made = !isMade ? QString() : line.isKnown ? tr("as above") : one.method.empty() ? tr("begins here") : toQString(one.method);
        above.resize(static_cast<std::size_t>(std::min(line.depth, kDeepest)) + 1);
        above.push_back(table.add({.cells = cells(toQString(line.text), made, one.user), .tip = frameText(one.user), .parent = above.back(), .target = isMade ? at(one.record) : TraceTarget()}));
    }
}

TraceTableRef TraceDescriber::symbols() {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("What"), 190}, {tr("Value"), 130}, {tr("Source"), 150}, {tr("Reason"), 150}, {tr("The user's line"), 150}});
    if (!m_compile) {
        out->finish();
        return out;
    }
    const Compile& c = *m_compile;
    Section dynamics(*out, tr("Became dynamic"));
    for (const AutomaticDynamic& one : c.dynamics)
        dynamics.add({.cells = {toQString(one.place()), tr("%1, then %2").arg(toQString(one.before), toQString(one.now)), toQString(one.source), toQString(one.reason)}, .target = at(one.record)});
    Section symbols(*out, tr("Symbols"));
    for (const Symbol& one : c.symbols)
        addStack(*out, symbols.add({.cells = {toQString(one.name), one.hint.empty() ? toQString(one.range) : tr("%1 in %2").arg(toQString(one.hint), toQString(one.range)),
                                              one.unbacked ? tr("of no input: known when it runs") : toQString(one.source), {}, TraceWords::place(one.user)},
                                    .tip = frameText(one.user), .target = at(one.record)}), one.record);
    Section specialisations(*out, tr("Specialised: taken for one value"));
    for (const Specialisation& one : c.specialisations)
        addStack(*out, specialisations.add({.cells = {toQString(one.symbol), toQString(one.value), TraceWords::joined(one.sources), toQString(one.reason), TraceWords::place(one.user)},
                                            .tip = frameText(one.user), .target = at(one.record)}), one.record);
    Section guards(*out, tr("What the compiled code relies on"));
    for (const ShapeGuard& one : c.shapeGuards) {
        const int row = guards.add({.cells = {toQString(one.expression), {}, {}, {}, TraceWords::place(one.user)}, .tip = frameText(one.user), .target = at(one.record)});
        addSteps(*out, row, one.computedBy,
                 [](const QString& text, const QString& made, const StackFrame& user) { return QStringList{text, {}, made, toQString(user.code).trimmed(), TraceWords::place(user)}; });
        addStack(*out, row, one.record);
    }
    out->finish();
    return out;
}

TraceTableRef TraceDescriber::metrics() {
    auto out = std::make_shared<TraceTable>(std::vector<TraceColumn>{{tr("Name"), 330}, {tr("Value"), 460}});
    for (const Metrics& one : m_compile ? m_compile->metrics : std::vector<Metrics>()) {
        const int heading = out->add({.cells = {toQString(one.kind)}, .tone = TraceTone::Heading, .target = at(one.record)});
        const Result<std::string> header = m_log->log->header(m_log->content->records[one.record]);
        const auto envelope = header ? parseEnvelope(*header) : std::nullopt;
        const Result<Json> values = envelope ? parseJson(envelope->body) : Result<Json>(std::unexpected(header ? Error{.code = Code::Format, .message = "the record's JSON is broken"} : header.error()));
        if (!values || !values->is_object()) {
            out->add({.cells = {tr("cannot be read"), values ? QString() : ::whittle::errorText(values.error())}, .parent = heading, .tone = TraceTone::Bad});
            continue;
        }
        for (const auto& [key, value] : values->items())
            if (!value.is_null()) addJson(*out, toQString(key), value, heading);
    }
    out->finish();
    return out;
}

}  // namespace whittle
