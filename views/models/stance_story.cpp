#include "views/models/stance_story.h"

#include <algorithm>

#include <QCoreApplication>

#include "views/models/format.h"
#include "views/models/stance_details.h"
#include "views/models/stance_matrix_model.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::size_t kMostHeld = 6;         // guards that held, before the one that failed
constexpr std::size_t kMostDifferences = 12;

QString tr(const char* text, const char* comment = nullptr, int n = -1) { return QCoreApplication::translate("whittle", text, comment, n); }
QString escaped(std::string_view text) { return toQString(text).toHtmlEscaped(); }
QString link(const QString& to, const QString& text) { return QStringLiteral("<a href=\"%1\">%2</a>").arg(to.toHtmlEscaped(), text); }
QString entryLink(const CompileId& id) { return link(QStringLiteral("entry:") + idText(id), idText(id)); }
QString span(const char* kind, const QString& text) { return QStringLiteral("<span class=\"%1\">%2</span>").arg(QLatin1String(kind), text); }
QString heading(const QString& text) { return QStringLiteral("<p class=\"head\"><b>%1</b></p>").arg(text); }
QString paragraph(const QString& text) { return QStringLiteral("<p>%1</p>").arg(text); }

// "mul, classifier.py:9: x = x * weights", each a link to where it stands in the graph.
QString whereText(const ReportedGuard& guard) {
    QStringList parts;
    if (!guard.node.empty()) parts << link(QStringLiteral("node:") + toQString(guard.node), escaped(guard.node));
    if (!guard.line.empty()) parts << link(QStringLiteral("line:") + toQString(guard.line), escaped(guard.line));
    return parts.join(QStringLiteral(", "));
}

QString guardTitle(const ReportedGuard& guard) { return escaped(guard.text.empty() ? guard.kind : guard.text); }

// The failing guard, what it met and what it wanted.
QString failureText(const ReportedFailure& failure, const ReportedEntry* entry) {
    QString out = span("bad", failure.guard < 0 && failure.reason.empty() ? tr("its guards hold, but another backend made it") : escaped(failure.reason));
    QStringList values;
    if (!failure.seen.empty()) values << tr("saw %1").arg(QStringLiteral("<code>%1</code>").arg(escaped(failure.seen)));
    if (!failure.wanted.empty()) values << tr("wanted %1").arg(QStringLiteral("<code>%1</code>").arg(escaped(failure.wanted)));
    if (!values.isEmpty()) out += QStringLiteral("<br>") + values.join(QStringLiteral(", "));
    if (entry && failure.guard >= 0 && failure.guard < static_cast<int>(entry->guards.size()))
        if (const QString where = whereText(entry->guards[static_cast<std::size_t>(failure.guard)]); !where.isEmpty()) out += QStringLiteral("<br>") + tr("needed by %1").arg(where);
    return out;
}

QString row(const QString& mark, const QString& text) { return QStringLiteral("<tr><td width=\"24\">%1</td><td>%2</td></tr>").arg(mark, text); }

// The checks in their order up to the one that failed; those behind it were not asked.
QString verdictText(const ReportedVerdict& verdict, const ReportedEntry* entry, bool isUsed) {
    QString title = tr("Entry %1").arg(entryLink(verdict.entry));
    if (verdict.failures.empty()) return paragraph(span("good", QStringLiteral("✓ ")) + title + u' ' + (isUsed ? tr("fits, and ran: all its guards hold.") : tr("fits: all its guards hold.")));
    QString out = paragraph(span("bad", QStringLiteral("✗ ")) + title + u' ' + tr("does not fit."));
    const ReportedFailure& first = verdict.failures.front();
    out += QStringLiteral("<table cellspacing=\"0\" cellpadding=\"2\">");
    std::vector<int> checks;
    if (entry)
        for (int i = 0; i < static_cast<int>(entry->guards.size()); ++i)
            if (!entry->guards[static_cast<std::size_t>(i)].isValue) checks.push_back(i);
    const auto failed = std::ranges::find(checks, first.guard);
    if (failed != checks.end()) {
        const auto held = static_cast<std::size_t>(failed - checks.begin());
        const std::size_t left = held > kMostHeld ? held - kMostHeld : 0;
        if (left > 0) out += row(span("good", QStringLiteral("✓")), span("muted", tr("%n guards more held before", nullptr, static_cast<int>(left))));
        for (std::size_t i = left; i < held; ++i) out += row(span("good", QStringLiteral("✓")), span("muted", guardTitle(entry->guards[static_cast<std::size_t>(checks[i])])));
    }
    out += row(span("bad", QStringLiteral("✗")), failureText(first, entry));
    if (failed != checks.end())
        if (const auto rest = static_cast<int>(checks.end() - failed) - 1; rest > 0)
            out += row(span("muted", QStringLiteral("–")), link(QStringLiteral("guard:%1:%2").arg(idText(verdict.entry)).arg(first.guard), tr("%n guards behind it were not asked", nullptr, rest)));
    for (std::size_t i = 1; i < verdict.failures.size(); ++i) out += row({}, span("muted", tr("would fail too: %1").arg(escaped(verdict.failures[i].reason))));
    return out + QStringLiteral("</table>");
}

// Phases of the backend, or its passes; what takes no time is left out.
QString phasesText(const std::vector<PhaseRecord>& phases, bool passes) {
    constexpr std::string_view kPass = "pass:";
    QStringList parts;
    for (const PhaseRecord& phase : phases)
        if (phase.name.starts_with(kPass) == passes && phase.milliseconds >= 0.005)
            parts << QStringLiteral("%1 %2").arg(toQString(passes ? phase.name.substr(kPass.size()) : phase.name).toHtmlEscaped(), formatDuration(phase.milliseconds));
    return parts.join(QStringLiteral(", "));
}

QString timeText(const ReportedCall& call) {
    QStringList parts;
    if (call.recordMs + call.compileMs > 0)
        parts << tr("%1 to compile: %2 to record, %3 in the backend").arg(formatDuration(call.recordMs + call.compileMs), formatDuration(call.recordMs), formatDuration(call.compileMs));
    if (call.runMs > 0) parts << tr("%1 to run").arg(formatDuration(call.runMs));
    return parts.join(QStringLiteral("; "));
}

QString listOf(const std::vector<std::string>& texts) {
    QString out = QStringLiteral("<ul>");
    for (const std::string& text : texts) out += QStringLiteral("<li>%1</li>").arg(escaped(text).replace(u'\n', QStringLiteral("<br>")));
    return out + QStringLiteral("</ul>");
}

QString differenceText(const StanceDetails& details) {
    const ReportedCall* const call = details.call();
    const ReportedEntry* const made = call && call->made ? details.entry(*call->made) : nullptr;
    if (!made || !made->replaced) return {};
    QString out = heading(tr("Its graph against that of %1").arg(entryLink(*made->replaced)));
    if (!details.differenceError().isEmpty()) return out + paragraph(span("bad", tr("The graphs cannot be compared: %1").arg(details.differenceError().toHtmlEscaped())));
    const auto& shown = details.difference();
    if (!shown) return out + paragraph(details.isComparing() ? tr("Comparing…") : tr("The graphs come at the end of the stance."));
    const GraphDifference& difference = *shown->difference;
    out += paragraph(difference.summary(0) + QStringLiteral(" · ") + link(QStringLiteral("compare:"), tr("show both in the graph view")));
    if (difference.isEmpty()) return out;
    out += QStringLiteral("<table cellspacing=\"0\" cellpadding=\"2\">");
    for (const QString& sentence : edgeSentences(difference, 0)) out += row(QStringLiteral("≠"), sentence.toHtmlEscaped());
    std::size_t shownRows = 0;
    for (int i = 0; i < static_cast<int>(difference.diff.rows.size()) && shownRows < kMostDifferences; ++i) {
        const ManyDiffRow& one = difference.row(i);
        if (!one.differs()) continue;
        ++shownRows;
        const DiffCell& after = one.others.front();
        const QString name = after.isAbsent() ? escaped(difference.graph(0).node(one.base).name) : escaped(difference.graph(1).node(after.node).name);
        const char* const mark = !one.base.valid() ? "+" : after.isAbsent() ? "−" : "≠";
        out += row(QString::fromUtf8(mark), QStringLiteral("<b>%1</b> %2").arg(name, escaped(after.what)));
    }
    if (difference.differing > kMostDifferences) out += row({}, span("muted", tr("and %n more", nullptr, static_cast<int>(difference.differing - kMostDifferences))));
    return out + QStringLiteral("</table>");
}

QString symbolsText(const ReportedEntry& entry) {
    QStringList parts;
    for (const ReportedSymbol& symbol : entry.symbols) {
        QStringList sources;
        for (const std::string& source : symbol.sources) sources << escaped(source);
        QString range;
        if (symbol.min || symbol.max)
            range = tr(" in [%1, %2]").arg(symbol.min ? formatCount(*symbol.min) : QStringLiteral("−∞"), symbol.max ? formatCount(*symbol.max) : QStringLiteral("∞"));
        if (!symbol.is.empty()) range = tr(", which is %1").arg(escaped(symbol.is)) + range;
        parts << QStringLiteral("<b>%1</b> = %2%3").arg(escaped(symbol.name), sources.join(QStringLiteral(" = ")), range);
    }
    return parts.join(QStringLiteral("; "));
}

QString partStory(const ReportedCall& call, const StanceDetails& details, bool isWhole) {
    QString out;
    if (!call.why.empty()) out += paragraph(tr("Why: %1").arg(escaped(call.why)));
    if (call.error) out += QStringLiteral("<pre class=\"bad\">%1</pre>").arg(escaped(*call.error));
    if (const QString times = timeText(call); !times.isEmpty()) out += paragraph(times);
    if (const QString phases = phasesText(call.phases, false); !phases.isEmpty()) out += paragraph(span("muted", tr("The backend: %1").arg(phases)));
    if (const QString passes = phasesText(call.phases, true); !passes.isEmpty()) out += paragraph(span("muted", tr("Its passes: %1").arg(passes)));
    if (!call.warnings.empty()) out += heading(tr("Warnings")) + listOf(call.warnings);
    if (!call.asked.empty()) {
        out += heading(tr("Entries, in the order in which they were asked"));
        for (const ReportedVerdict& verdict : call.asked) out += verdictText(verdict, details.entry(verdict.entry), call.used == verdict.entry);
    } else if (call.outcome == CallOutcome::Compiled) {
        out += paragraph(tr("There was no entry to ask."));
    }
    if (!call.skippedGuards.empty()) out += heading(tr("Guards that were not asked, since they are skipped")) + listOf(call.skippedGuards);
    if (call.graphBreak) {
        out += heading(tr("The graph ends before the function does"));
        out += paragraph(escaped(call.graphBreak->first));
        if (!call.graphBreak->second.empty()) out += paragraph(link(QStringLiteral("line:") + toQString(call.graphBreak->second), escaped(call.graphBreak->second)));
    }
    if (isWhole && call.made) {
        if (const ReportedEntry* made = details.entry(*call.made); made && !made->symbols.empty()) out += heading(tr("Sizes that became symbols")) + paragraph(symbolsText(*made));
        out += differenceText(details);
    }
    int part = 1;
    for (const ReportedCall& rest : call.resumed) {
        QString title = tr("Part %1 after the break: %2").arg(part++).arg(outcomeText(rest.outcome));
        if (rest.used) title += u' ' + idText(*rest.used);
        out += heading(title) + partStory(rest, details, false);
    }
    return out;
}

}  // namespace

QString callStory(const StanceDetails& details) {
    const ReportedCall* const call = details.call();
    if (!call) {
        const QString death = details.reportedCall() < 0 ? QString() : deathIn(details.run(), details.reportedCall());
        return death.isEmpty() ? QString() : paragraph(span("bad", death.toHtmlEscaped()));
    }
    const auto at = static_cast<std::size_t>(details.reportedCall());
    const StanceReport& report = *details.controller().report();
    QString title = tr("Call %1 under %2: %3").arg(QString::number(at), details.stance().toHtmlEscaped(), outcomeText(call->outcome));
    if (call->used) title += u' ' + entryLink(*call->used);
    QString out = QStringLiteral("<p class=\"title\"><b>%1</b></p>").arg(title);
    if (at < report.calls.size()) out += paragraph(QStringLiteral("<code>%1</code>").arg(escaped(report.calls[at])));
    if (const ReportedRun* const run = details.run()) {
        std::vector<std::string> fixes;
        for (const ReportedAdvice* advice : adviceOn(report, *run, at)) fixes.push_back(advice->text);
        if (!fixes.empty()) out += heading(tr("What would save this compile")) + listOf(fixes);
    }
    return out + partStory(*call, details, true);
}

QString probeStory(const StanceReport& report) {
    QString out;
    for (const ReportedProbe& probe : report.probes) {
        out += QStringLiteral("<p class=\"title\"><b>%1</b></p>").arg(tr("Under %1").arg(escaped(probe.stance)));
        out += paragraph(QStringLiteral("<code>%1</code>").arg(escaped(probe.call)));
        if (probe.entries.empty()) {
            out += paragraph(span("muted", tr("There is no entry at the end of the calls.")));
            continue;
        }
        const auto run = std::ranges::find(report.runs, probe.stance, &ReportedRun::stance);
        for (const ReportedVerdict& verdict : probe.entries) {
            const ReportedEntry* entry = nullptr;
            if (run != report.runs.end())
                if (const auto found = std::ranges::find(run->entries, verdict.entry, &ReportedEntry::id); found != run->entries.end()) entry = &*found;
            if (verdict.failures.empty()) {
                out += paragraph(span("good", QStringLiteral("✓ ")) + tr("Entry %1 fits: it would run.").arg(idText(verdict.entry)));
                continue;
            }
            out += paragraph(span("bad", QStringLiteral("✗ ")) + tr("Entry %1 does not fit: %2").arg(idText(verdict.entry), tr("%n guards fail", nullptr, static_cast<int>(verdict.failures.size()))));
            out += QStringLiteral("<table cellspacing=\"0\" cellpadding=\"2\">");
            for (const ReportedFailure& failure : verdict.failures) out += row(span("bad", QStringLiteral("✗")), failureText(failure, entry));
            out += QStringLiteral("</table>");
        }
    }
    return out;
}

}  // namespace whittle
