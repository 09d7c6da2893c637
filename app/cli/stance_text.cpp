#include "app/cli/stance_text.h"

#include <algorithm>
#include <set>

#include <fmt/ranges.h>

#include "app/cli/print_text.h"
#include "engine/formats/markup.h"

namespace whittle::cli {
namespace {

std::string cellText(const ReportedRun& run, std::size_t call) {
    if (call >= run.calls.size()) return call == run.calls.size() && run.died ? "died" : "-";
    const ReportedCall& cell = run.calls[call];
    std::string out(outcomeName(cell.outcome));
    if (cell.used) out += " " + cell.used->text();
    return out;
}

// Calls down, stances across; what a cell cannot hold is listed below.
void printMatrix(const StanceReport& report) {
    std::vector<std::size_t> widths;
    for (const ReportedRun& run : report.runs) {
        std::size_t width = run.stance.size();
        for (std::size_t i = 0; i < run.calls.size(); ++i) width = std::max(width, cellText(run, i).size());
        widths.push_back(width);
    }
    std::size_t first = std::string_view("compile time").size();
    for (const std::string& call : report.calls) first = std::max(first, call.size());
    first = std::min<std::size_t>(first, 40);
    printText("{}\n\n    {:{}}", report.function, "call", first);
    for (std::size_t s = 0; s < report.runs.size(); ++s) printText("  {:{}}", report.runs[s].stance, widths[s]);
    printText("\n");
    for (std::size_t i = 0; i < report.calls.size(); ++i) {
        const std::string& text = report.calls[i];
        printText("{:>3} {:{}}", i, shortened(text, first), first);
        for (std::size_t s = 0; s < report.runs.size(); ++s) printText("  {:{}}", cellText(report.runs[s], i), widths[s]);
        printText("\n");
    }
    const auto totals = [&](std::string_view name, const auto& value) {
        printText("    {:{}}", name, first);
        for (std::size_t s = 0; s < report.runs.size(); ++s) printText("  {:{}}", report.runs[s].ended ? value(report.runs[s]) : "-", widths[s]);
        printText("\n");
    };
    printText("\n");
    totals("compiles", [](const ReportedRun& run) { return fmt::format("{}", run.compiles); });
    totals("eager calls", [](const ReportedRun& run) { return fmt::format("{}", run.eagerCalls); });
    totals("errors", [](const ReportedRun& run) { return fmt::format("{}", run.errors); });
    totals("compile time", [](const ReportedRun& run) { return fmt::format("{:.1f} ms", run.compileMs); });
    totals("run time", [](const ReportedRun& run) { return fmt::format("{:.1f} ms", run.runMs); });
}

// The line that needed the guard; empty where the entry was not told of, or no line did.
std::string askedAt(const ReportedRun& run, const ReportedVerdict& verdict, const ReportedFailure& failure) {
    const auto entry = std::ranges::find(run.entries, verdict.entry, &ReportedEntry::id);
    if (entry == run.entries.end() || failure.guard < 0 || static_cast<std::size_t>(failure.guard) >= entry->guards.size()) return {};
    const std::string& line = entry->guards[static_cast<std::size_t>(failure.guard)].line;
    return line.empty() ? std::string() : fmt::format("   asked at {}", line);
}

std::string failureText(const ReportedRun& run, const ReportedVerdict& verdict, const ReportedFailure& failure) {
    return fmt::format("{}{}{}", failure.reason, failure.seen.empty() ? std::string() : fmt::format("   (saw {})", failure.seen), askedAt(run, verdict, failure));
}

std::string indented(const std::string& text, std::size_t by) {
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out.append(by, ' ');
    }
    return out;
}

// The first guard that failed of each entry; what the error of the call says itself is said once.
std::string missesOf(const ReportedRun& run, const ReportedCall& part, std::string_view error) {
    std::string out;
    for (const ReportedVerdict& verdict : part.asked) {
        if (verdict.failures.empty() || error.contains(fmt::format("entry {}: {}", verdict.entry.text(), verdict.failures.front().reason))) continue;
        out += fmt::format("    entry {}: {}\n", verdict.entry.text(), failureText(run, verdict, verdict.failures.front()));
    }
    return out;
}

std::string breakText(const ReportedCall& part) {
    if (!part.graphBreak) return {};
    const auto& [reason, line] = *part.graphBreak;
    return fmt::format("    graph break: {}{}\n", indented(reason, 6), line.empty() ? std::string() : " at " + line);
}

// What an event says beyond its cell; empty: nothing. Of what reuses entries it was said when they were made.
std::string reasonsOf(const StanceReport& report, const ReportedRun& run, std::size_t at) {
    const ReportedCall& call = run.calls[at];
    if (call.outcome == CallOutcome::Reused) return {};
    const std::string_view error = call.error ? std::string_view(*call.error) : std::string_view();
    std::string out = missesOf(run, call, error) + breakText(call);
    for (const ReportedCall& part : call.resumed) out += missesOf(run, part, error) + breakText(part);
    if (call.error) out += fmt::format("    {}\n", indented(*call.error, 6));
    for (const std::string& warning : call.warnings) out += fmt::format("    warning: {}\n", indented(warning, 6));
    if (out.empty() && call.why.empty()) return {};
    std::vector<std::string> fixes;
    for (const ReportedAdvice* advice : adviceOn(report, run, at)) fixes.push_back(advice->text);
    if (!fixes.empty()) out += fmt::format("    saved by: {}\n", fmt::join(fixes, "; or "));
    return fmt::format("{}{}\n{}", outcomeName(call.outcome), call.why.empty() || call.error ? "" : ", since " + call.why, out);
}

// "call 3", "calls 1, 3", "calls 0-1999".
std::string callsText(const std::vector<std::size_t>& calls) {
    std::vector<std::string> parts;
    for (std::size_t at = 0, end = 0; at < calls.size(); at = end) {
        for (end = at + 1; end < calls.size() && calls[end] == calls[end - 1] + 1;) ++end;
        if (end - at > 2) parts.push_back(fmt::format("{}-{}", calls[at], calls[end - 1]));
        else for (std::size_t i = at; i < end; ++i) parts.push_back(fmt::format("{}", calls[i]));
    }
    return fmt::format("call{} {}", calls.size() == 1 ? "" : "s", fmt::join(parts, ", "));
}

void printReasons(const StanceReport& report, const ReportedRun& run) {
    std::vector<std::pair<std::vector<std::size_t>, std::string>> groups;  // calls in a row that say the same
    for (std::size_t i = 0; i < run.calls.size(); ++i) {
        std::string text = reasonsOf(report, run, i);
        if (text.empty()) continue;
        if (!groups.empty() && groups.back().second == text) groups.back().first.push_back(i);
        else groups.push_back({{i}, std::move(text)});
    }
    std::set<std::string> skipped;
    for (const ReportedCall& call : run.calls) {
        skipped.insert(call.skippedGuards.begin(), call.skippedGuards.end());
        for (const ReportedCall& part : call.resumed) skipped.insert(part.skippedGuards.begin(), part.skippedGuards.end());
    }
    if (groups.empty() && !run.died && skipped.empty()) return;
    printText("\nwhy, under {}\n", run.stance);
    for (const auto& [calls, text] : groups) printText("  {}: {}", callsText(calls), text);
    if (run.died) printText("  {}\n", *run.died);
    if (!skipped.empty()) printText("  not asked, since guards are skipped: {}\n", fmt::join(skipped, "; "));
}

// Entries that are asked in vain, each time.
void printIdle(const ReportedRun& run) {
    std::vector<std::string> idle;
    for (const ReportedEntry& entry : run.entries) {
        if (entry.life == ReportedEntry::Life::Dead) idle.push_back(fmt::format("{} (nothing after call {} fits it)", entry.id.text(), entry.madeBy));
        if (entry.life == ReportedEntry::Life::Shadowed) idle.push_back(fmt::format("{} ({} takes every call that fits it)", entry.id.text(), entry.shadowedBy->text()));
    }
    if (!idle.empty()) printText("\nentries that nothing uses any more, under {}\n  {}\n", run.stance, fmt::join(idle, "\n  "));
}

void printProbe(const StanceReport& report, const ReportedProbe& probe) {
    const auto run = std::ranges::find(report.runs, probe.stance, &ReportedRun::stance);
    if (run == report.runs.end()) return;
    printText("\n{} against the entries, under {}\n", probe.call, probe.stance);
    if (probe.entries.empty()) printText("  there is none\n");
    for (const ReportedVerdict& verdict : probe.entries) {
        printText("  {}: {}\n", verdict.entry.text(), verdict.failures.empty() ? "fits" : "does not fit");
        for (const ReportedFailure& failure : verdict.failures) printText("    {}\n", failureText(*run, verdict, failure));
    }
}

void printAdvice(const StanceReport& report) {
    if (!report.advising) return;
    const auto& [stance, compiles, tried] = *report.advising;
    if (report.advice.empty()) printText("\nnothing that was tried saves any of the {} compiles under {} ({} replays)\n", compiles, stance, tried);
    else printText("\nwhat would have saved compiles under {} (each replayed)\n", stance);
    for (const ReportedAdvice& item : report.advice)
        printText("  {}: {} compile{} instead of {}, saved in {}\n      {}\n", item.text, item.compiles, item.compiles == 1 ? "" : "s", item.compiles + item.saved, callsText(item.calls), indented(item.code, 6));
}

}  // namespace

void printStances(const StanceReport& report) {
    printMatrix(report);
    for (const ReportedRun& run : report.runs) {
        printReasons(report, run);
        printIdle(run);
    }
    for (const ReportedProbe& probe : report.probes) printProbe(report, probe);
    printAdvice(report);
}

}  // namespace whittle::cli
