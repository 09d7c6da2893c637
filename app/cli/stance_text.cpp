#include "app/cli/stance_text.h"

#include <algorithm>
#include <set>

#include <fmt/ranges.h>

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
    fmt::print("{}\n\n    {:{}}", report.function, "call", first);
    for (std::size_t s = 0; s < report.runs.size(); ++s) fmt::print("  {:{}}", report.runs[s].stance, widths[s]);
    fmt::print("\n");
    for (std::size_t i = 0; i < report.calls.size(); ++i) {
        const std::string& text = report.calls[i];
        fmt::print("{:>3} {:{}}", i, shortened(text, first), first);
        for (std::size_t s = 0; s < report.runs.size(); ++s) fmt::print("  {:{}}", cellText(report.runs[s], i), widths[s]);
        fmt::print("\n");
    }
    const auto totals = [&](std::string_view name, const auto& value) {
        fmt::print("    {:{}}", name, first);
        for (std::size_t s = 0; s < report.runs.size(); ++s) fmt::print("  {:{}}", report.runs[s].ended ? value(report.runs[s]) : "-", widths[s]);
        fmt::print("\n");
    };
    fmt::print("\n");
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

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

// The first guard that failed of each entry.
std::string missesOf(const ReportedRun& run, const ReportedCall& part) {
    std::string out;
    for (const ReportedVerdict& verdict : part.asked)
        if (!verdict.failures.empty()) out += fmt::format("    entry {}: {}\n", verdict.entry.text(), failureText(run, verdict, verdict.failures.front()));
    return out;
}

// What an event says beyond its cell; empty: nothing.
std::string reasonsOf(const ReportedRun& run, const ReportedCall& call) {
    const std::string before = missesOf(run, call);
    std::string after;
    for (const ReportedCall& part : call.resumed) after += missesOf(run, part);
    if (call.outcome == CallOutcome::Reused || (before.empty() && after.empty() && call.why.empty() && !call.error && call.warnings.empty())) return {};
    std::string out = fmt::format("{}{}\n{}", outcomeName(call.outcome), call.why.empty() || call.error ? "" : ", since " + call.why, before);
    if (call.graphBreak && !call.graphBreak->second.empty()) out += fmt::format("    graph break at {}\n", call.graphBreak->second);
    out += after;
    if (call.error) out += fmt::format("    {}\n", firstLine(*call.error));
    for (const std::string& warning : call.warnings) out += fmt::format("    warning: {}\n", firstLine(warning));
    return out;
}

void printReasons(const ReportedRun& run) {
    std::vector<std::pair<std::vector<std::size_t>, std::string>> groups;  // calls in a row that say the same
    for (std::size_t i = 0; i < run.calls.size(); ++i) {
        std::string text = reasonsOf(run, run.calls[i]);
        if (text.empty()) continue;
        if (!groups.empty() && groups.back().second == text) groups.back().first.push_back(i);
        else groups.push_back({{i}, std::move(text)});
    }
    if (!groups.empty() || run.died) fmt::print("\nwhy, under {}\n", run.stance);
    for (const auto& [calls, text] : groups) fmt::print("  call{} {}: {}", calls.size() == 1 ? "" : "s", fmt::join(calls, ", "), text);
    if (run.died) fmt::print("  {}\n", *run.died);
    std::set<std::string> skipped;
    for (const ReportedCall& call : run.calls) skipped.insert(call.skippedGuards.begin(), call.skippedGuards.end());
    if (!skipped.empty()) fmt::print("  not asked, since guards are skipped: {}\n", fmt::join(skipped, "; "));
}

// Entries that are asked in vain, each time.
void printIdle(const ReportedRun& run) {
    std::vector<std::string> idle;
    for (const ReportedEntry& entry : run.entries) {
        if (entry.life == ReportedEntry::Life::Dead) idle.push_back(fmt::format("{} (nothing after call {} fits it)", entry.id.text(), entry.madeBy));
        if (entry.life == ReportedEntry::Life::Shadowed) idle.push_back(fmt::format("{} ({} takes every call that fits it)", entry.id.text(), entry.shadowedBy->text()));
    }
    if (!idle.empty()) fmt::print("\nentries that nothing uses any more, under {}\n  {}\n", run.stance, fmt::join(idle, "\n  "));
}

void printProbe(const StanceReport& report, const ReportedProbe& probe) {
    const auto run = std::ranges::find(report.runs, probe.stance, &ReportedRun::stance);
    if (run == report.runs.end()) return;
    fmt::print("\n{} against the entries, under {}\n", probe.call, probe.stance);
    if (probe.entries.empty()) fmt::print("  there is none\n");
    for (const ReportedVerdict& verdict : probe.entries) {
        fmt::print("  {}: {}\n", verdict.entry.text(), verdict.failures.empty() ? "fits" : "does not fit");
        for (const ReportedFailure& failure : verdict.failures) fmt::print("    {}\n", failureText(*run, verdict, failure));
    }
}

std::string indented(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 7)) text.insert(at + 1, 6, ' ');
    return text;
}

}  // namespace

void printStances(const StanceReport& report) {
    printMatrix(report);
    for (const ReportedRun& run : report.runs) {
        printReasons(run);
        printIdle(run);
    }
    for (const ReportedProbe& probe : report.probes) printProbe(report, probe);
    if (!report.advice.empty()) fmt::print("\nwhat would have saved compiles under default (each replayed)\n");
    for (const ReportedAdvice& item : report.advice)
        fmt::print("  {}: {} compile{} instead of {}\n      {}\n", item.text, item.compiles, item.compiles == 1 ? "" : "s", item.compiles + item.saved, indented(item.code));
}

}  // namespace whittle::cli
