#include "minifier/session/issue_text.h"

#include <algorithm>

#include "engine/base/version.h"
#include "minifier/session/error_sizes.h"

namespace whittle {
namespace {

std::size_t longestRun(std::string_view text, char of) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) longest = std::max(longest, run = c == of ? run + 1 : 0);
    return longest;
}

// CommonMark: a fence ends only at one as long as itself.
std::string block(std::string_view text, std::string_view language) {
    const std::string fence(std::max<std::size_t>(3, longestRun(text, '`') + 1), '`');
    return fmt::format("{}{}\n{}{}{}\n", fence, language, text, text.ends_with('\n') ? "" : "\n", fence);
}

std::string span(std::string text) {
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    if (text.find_first_not_of(' ') == std::string::npos) return {};
    const std::string fence(longestRun(text, '`') + 1, '`');
    const std::string_view gap = text.front() == '`' || text.back() == '`' ? " " : "";
    return fmt::format("{}{}{}{}{}", fence, gap, text, gap, fence);
}

std::string whatHappens(const MinifyResult& result) {
    const Failure& failure = result.reducedFailure;  // in the names that the program has
    std::string out = span(std::string(failureKindName(failure.kind)));
    if (!failure.phase.empty()) out += " in " + span(failure.phase);
    if (const std::string place = failurePlace(failure); !place.empty()) out += ", " + span(place);
    out += ":\n\n" + block(failure.message + (failure.detail.empty() ? "" : "\n" + failure.detail), "text");
    if (const auto sizes = errorSizes(result)) out += "\nIn the graph that this is a part of:\n\n" + block(sizes->original, "text");
    if (result.original.fails < result.original.runs) out += fmt::format("\nIt comes and goes: {} of {} runs of the whole failed", result.original.fails, result.original.runs) +
               (result.reduced.runs > 0 ? fmt::format(", {} of {} runs of this.\n", result.reduced.fails, result.reduced.runs) : ".\n");
    if (result.culprit) out += "\nIn the compiler: " + span(result.culprit->text()) + ".\n";
    return out;
}

std::string counted(std::int64_t n, std::string_view what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }

std::string program(const ReportFacts& facts) {
    const MinifyResult& result = facts.result;
    std::string out;
    if (result.nodesBefore > result.nodesAfter)
        out += fmt::format("Reduced from {} and {} to {} and {}", counted(result.nodesBefore, "operator"), counted(result.inputsBefore, "input"),
                           counted(result.nodesAfter, "operator"), counted(result.inputsAfter, "input"));
    else
        out += fmt::format("The graph has {} and {}", counted(result.nodesAfter, "operator"), counted(result.inputsAfter, "input"));
    out += result.oneMinimal ? "; whatever single part is taken away, it no longer fails this way.\n\n" : ".\n\n";
    return out + block(programText(result.graph), "python");
}

// Whole in the text while an issue stays readable with it.
constexpr std::size_t kInlineScript = 20'000;

std::string howToRun(const ReportFacts& facts) {
    std::string out;
    if (!facts.singleFile.empty()) {
        const bool shown = facts.script.size() <= kInlineScript;
        out += fmt::format("With PyTorch 2.6 or newer and {} ({}):\n\n", span(facts.singleFile), shown ? "below" : "attached");
        const std::string run = "python " + facts.singleFile;
        out += block(facts.backend.empty() ? fmt::format("{0} --backend aoti     # AOTInductor against eager\n{0} --backend compile  # torch.compile against eager", run)
                                           : fmt::format("{} --backend {}", run, facts.backend), "sh");
        out += "\nIt exits with 1 when the failure reproduces, with 0 when compiled and eager agree.\n";
        if (shown)
            out += fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", facts.singleFile, block(facts.script, "python"));
    }
    if (!facts.again.empty())
        out += fmt::format("{}With Whittle {} and `repro.wtl` (with `repro.wtl.safetensors`, when there is one) as it was found:\n\n{}",
                           out.empty() ? "" : "\n", kVersion, block(facts.again, "sh"));
    return out;
}

}  // namespace

std::string issueText(const ReportFacts& facts) {
    const Failure& failure = facts.result.reducedFailure;
    // A title takes no markup but characters that begin it.
    std::string title = failureTitle(failure, facts.result.graph);
    for (const char* mark : {"&", "<", ">", "`", "@"})
        for (std::size_t at = 0; (at = title.find(mark, at)) != std::string::npos; at += 2) title.insert(at, "\\");
    std::string out = "# " + title + "\n\n## What happens\n\n" + whatHappens(facts.result);
    out += fmt::format("\n## What was expected\n\n{}\n\n## The program\n\n{}", expectedInstead(failure.kind), program(facts));
    if (const std::string run = howToRun(facts); !run.empty()) out += "\n## How to run it\n\n" + run;
    out += "\n## Environment\n\n";
    for (const auto& [label, value] : facts.environment)
        if (!value.empty()) out += fmt::format("- {}: {}\n", label, span(value));
    out += fmt::format("- signature: {}\n- fingerprint: {}\n", span(failure.signature), span(fingerprint(facts.result)));
    return out;
}

}  // namespace whittle
