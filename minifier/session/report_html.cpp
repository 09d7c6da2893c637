#include "minifier/session/report_html.h"

#include <algorithm>
#include <set>
#include <span>

#include "engine/base/units.h"
#include "engine/base/version.h"
#include "engine/formats/markup.h"
#include "engine/formats/print_svg.h"
#include "minifier/session/curve_svg.h"
#include "minifier/session/error_sizes.h"
#include "minifier/session/issue_text.h"
#include "minifier/session/report_numbers.h"
#include "minifier/session/report_style.h"
#include "minifier/session/result_files.h"

namespace whittle {
namespace {

constexpr std::size_t kOverviewBoxes = 14;  // with inputs and outputs about one screen
constexpr std::size_t kMostScript = 400'000;  // bytes; with more data inside, the file itself is handier than the page
constexpr std::size_t kDetailBoxes = 14;    // of what is left; a job stopped early may leave more

std::string text(std::string_view raw) { return escapeMarkup(raw); }
std::string code(std::string_view raw) { return raw.empty() ? std::string() : fmt::format("<code>{}</code>", text(raw)); }
std::string counted(std::int64_t n, std::string_view what) { return fmt::format("{} {}{}", wholeCount(n), what, n == 1 ? "" : "s"); }

std::string section(std::string_view title, std::string_view lead, std::string_view body) {
    return fmt::format("<section>\n<h2>{}</h2>\n<p class=\"lead\">{}</p>\n{}</section>\n", title, lead, body);
}

// ---- what happened

std::string statusChip(const MinifyResult& result) {
    if (result.oneMinimal) return "<span class=\"good\">1-minimal</span>";
    return "<span class=\"warn\">stopped early</span>";
}

std::string headline(const ReportFacts& facts) {
    const MinifyResult& result = facts.result;
    const Failure& failure = result.failure;
    const bool known = !failure.signature.empty();
    std::string out = fmt::format("<header>\n<div class=\"eyebrow\">Whittle {} · reduction of {}</div>\n<h1>{}</h1>\n<div class=\"chips\">", kVersion,
                                  code(facts.original.name), text(known ? failureTitle(failure, result.graph) : "The original was not seen to fail"));
    if (known) {
        out += fmt::format("<span class=\"bad\">{}</span>", failureKindName(failure.kind));
        if (!failure.phase.empty()) out += fmt::format("<span>in {}</span>", text(failure.phase));
        if (const std::string place = failurePlace(failure); !place.empty()) out += fmt::format("<span>{}</span>", text(place));
    }
    out += statusChip(result) + "</div>\n";
    if (result.oneMinimal) out += "<p>Every single edit of what is left was tried: none of the smaller graphs fails in this way.</p>\n";
    else if (!result.note.empty()) out += fmt::format("<p>It could become smaller yet: {}.</p>\n", text(result.note));
    if (result.culprit) out += fmt::format("<p>In the compiler: {}.</p>\n", text(result.culprit->text()));
    if (result.original.fails < result.original.runs)
        out += fmt::format("<p>The failure comes and goes: {} of {} runs of the original failed. A candidate counted as not failing after {} without it.{}</p>\n",
                           result.original.fails, result.original.runs, counted(result.passesNeeded, "run"),
                           result.reduced.runs > 0 ? fmt::format(" What is left failed in {} of {} runs.", result.reduced.fails, result.reduced.runs) : "");
    if (const auto& run = facts.scriptRun)
        out += run->reproduces ? std::string("<p><code>repro.py</code> was run by itself and fails in the same way.</p>\n")
                               : fmt::format("<p><strong><code>repro.py</code> was run by itself and does not fail in the same way</strong>: {}</p>\n", text(run->note));
    for (const std::string& note : result.notes) out += fmt::format("<p class=\"muted\">{}</p>\n", text(note));
    return out + "</header>\n";
}

std::string tile(std::string_view label, std::string_view now, std::string_view was) {
    return fmt::format("<div class=\"tile\"><div class=\"label\">{}</div><div class=\"now\">{}</div><div class=\"was\">{}</div></div>\n", label, now, was);
}

std::string tiles(const MinifyResult& result) {
    const HistoryPoint first = result.history.curve().front(), last = result.history.curve().back();
    const auto from = [](const std::string& before) { return "from " + before; };
    std::string out = "<div class=\"tiles\">\n";
    out += tile("operators", wholeCount(result.nodesAfter), from(wholeCount(result.nodesBefore)));
    out += tile("inputs and weights", wholeCount(result.inputsAfter), from(wholeCount(result.inputsBefore)));
    out += tile("elements in them", wholeCount(last.elements), from(wholeCount(first.elements)));
    out += tile("bytes in them", humanBytes(result.bytesAfter), from(humanBytes(result.bytesBefore)));
    out += tile("candidates", wholeCount(result.candidates), fmt::format("{} from the cache", wholeCount(result.cacheHits)));
    out += tile("time", duration(result.seconds), counted(std::ssize(result.history.curve()) - 1, "improvement"));
    return out + "</div>\n";
}

std::string factsTable(const Facts& facts) {
    std::string out = "<table class=\"facts\"><tbody>\n";
    for (const auto& [label, value] : facts)
        if (!value.empty()) out += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", text(label), text(value));
    return out + "</tbody></table>\n";
}

std::string failureText(const MinifyResult& result) {
    const Failure& failure = result.failure;
    std::string body = fmt::format("<pre>{}</pre>\n", text(failure.message + (failure.detail.empty() ? "" : "\n" + failure.detail)));
    if (const auto sizes = errorSizes(result))
        body += "<p class=\"muted\" style=\"margin:14px 0 0\">How far off, as measured</p>\n" + factsTable({{"the original", sizes->original}, {"what is left", sizes->reduced}});
    return section("What happens", "As the first run of the original told it.", body);
}

// ---- the graphs

// A picture that cannot be drawn is a fault of ours; the rest of the report is worth having without it.
std::string picture(const Graph& graph, const SvgOptions& options) {
    const Result<std::string> svg = printSvg(graph, options);
    return svg ? fmt::format("<div class=\"picture\">{}</div>\n", *svg) : fmt::format("<p class=\"muted\">No picture: {}</p>\n", text(svg.error().describe()));
}

std::string after(const MinifyResult& result) {
    const Graph& graph = result.graph;
    std::string body = "<div class=\"pair program\">\n" + picture(graph, {.mostBoxes = kDetailBoxes, .style = SvgStyle::Page});
    body += fmt::format("<pre>{}</pre>\n</div>\n", text(programText(graph)));
    return section("What is left", fmt::format("{} of {}.", counted(result.nodesAfter, "operator"), wholeCount(result.nodesBefore)), body);
}

std::string essentials(const MinifyResult& result) {
    constexpr std::size_t kShown = 30;
    std::string body;
    for (const std::string& edit : std::span(result.essentials).first(std::min(kShown, result.essentials.size()))) body += fmt::format("<li>{}</li>\n", text(edit));
    if (result.essentials.size() > kShown) body += fmt::format("<li class=\"muted\">and {} more, in <code>{}</code></li>\n", result.essentials.size() - kShown, kCertificateFile);
    body = "<ul>\n" + body + "</ul>\n";
    if (result.nearMiss)
        body += fmt::format("<p>The nearest graph that does not fail is in <code>{}</code>: what is left after “{}”.</p>\n", kPassingFile, text(result.nearMiss->edit));
    return section("What the failure takes", "Each of these single edits ends it.", body);
}

// Nodes of the original that are still there. Edits keep ids; a node that took another's place has an id of its own.
std::vector<NodeId> keptNodes(const Graph& original, const Graph& reduced) {
    std::vector<NodeId> kept;
    for (const Node& node : reduced.nodes())
        if (original.contains(node.id)) kept.push_back(node.id);
    return kept;
}

// All operators in execution order, one beside the other; those that are left in colour.
std::string strip(const Graph& original, const std::vector<NodeId>& kept) {
    const double all = static_cast<double>(std::max<std::size_t>(original.nodes().size(), 1));
    constexpr double kWidth = 1000, kThinnest = 3;
    std::string out = fmt::format("<svg class=\"strip\" viewBox=\"0 0 {:.0f} 18\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"where the remaining operators stood\"><rect class=\"all\" width=\"{:.0f}\" height=\"18\"/>",
                                  kWidth, kWidth);
    for (const NodeId id : kept) {
        const double width = std::max(kWidth / all, kThinnest);
        out += fmt::format("<rect class=\"kept\" x=\"{:.2f}\" width=\"{:.2f}\" height=\"18\"><title>{}</title></rect>",
                           std::min(original.position(id) / all * kWidth, kWidth - width), width, text(original.node(id).name));
    }
    return out + "</svg>\n";
}

std::string before(const ReportFacts& facts) {
    const std::vector<NodeId> kept = keptNodes(facts.original, facts.result.graph);
    std::string lead = fmt::format("The original: {} in execution order, then as a graph", counted(static_cast<std::int64_t>(facts.original.nodes().size()), "operator"));
    if (facts.original.nodes().size() > kOverviewBoxes) lead += ", parts that went folded by module";
    lead += kept.empty() ? "." : ". What is left is marked.";
    return section("Where it was", lead, strip(facts.original, kept) + picture(facts.original, {.mostBoxes = kOverviewBoxes, .marked = kept, .style = SvgStyle::Page}));
}

// ---- the way there

std::string curves(const MinifyResult& result) {
    const std::vector<HistoryPoint>& curve = result.history.curve();
    const auto plot = [&](std::string title, std::string across, double end, auto x, auto y) {
        const bool whole = across == "candidates";
        StepPlot out{.title = std::move(title), .across = std::move(across), .points = {}, .end = end, .whole = whole};
        for (const HistoryPoint& point : curve) {
            std::string tip = point.pass.empty() ? "the original" : fmt::format("candidate {}, {}\n{}: {}", point.candidate, duration(point.seconds), point.pass, point.edit);
            tip += fmt::format("\n{}, {}, {}", counted(point.nodes, "operator"), counted(point.inputs, "input"), counted(point.elements, "element"));
            out.points.push_back({.x = x(point), .y = static_cast<double>(y(point)), .tip = std::move(tip)});
        }
        return stepPlotSvg(out);
    };
    const auto candidate = [](const HistoryPoint& p) { return static_cast<double>(p.candidate); };
    const auto seconds = [](const HistoryPoint& p) { return p.seconds; };
    const auto nodes = [](const HistoryPoint& p) { return p.nodes; };
    const auto elements = [](const HistoryPoint& p) { return p.elements; };
    std::string body = "<div class=\"pair\">\n";
    body += plot("operators", "candidates", result.candidates, candidate, nodes);
    body += plot("operators", "seconds", result.seconds, seconds, nodes);
    if (curve.front().elements != curve.back().elements) {
        body += plot("elements in inputs and weights", "candidates", result.candidates, candidate, elements);
        body += plot("elements in inputs and weights", "seconds", result.seconds, seconds, elements);
    }
    return section("The way there", "Each dot is a smaller graph that fails in the same way; the pointer over it tells which edit made it.", body + "</div>\n");
}

std::string passes(const std::vector<PassWorth>& rows) {
    std::int64_t most = 1;
    for (const PassWorth& row : rows) most = std::max(most, row.nodesRemoved);
    std::string body = "<div class=\"scroll\"><table>\n<thead><tr><th>pass</th><th class=\"number\">tried</th><th class=\"number\">from cache</th><th class=\"number\">accepted</th>"
                       "<th class=\"number\">operators removed</th><th></th><th class=\"number\">inputs</th><th class=\"number\">elements</th><th class=\"number\">time</th></tr></thead>\n<tbody>\n";
    for (const PassWorth& row : rows) {
        const std::string bar = row.nodesRemoved > 0 ? fmt::format("<div style=\"width:{:.0f}%\"></div>", 100.0 * static_cast<double>(row.nodesRemoved) / static_cast<double>(most)) : "";
        body += fmt::format("<tr><th>{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"bar\">{}</td>"
                            "<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                            text(row.pass), row.tried, row.known, row.accepted, wholeCount(row.nodesRemoved), bar, wholeCount(row.inputsRemoved), wholeCount(row.elementsRemoved),
                            duration(row.milliseconds / 1000));
    }
    return section("Passes and their worth", "What each pass tried and what came of it; the time is the oracle's.", body + "</tbody>\n</table></div>\n");
}

std::string others(const std::vector<OtherFailure>& failures) {
    std::string body = "<div class=\"scroll\"><table>\n<thead><tr><th>kind</th><th>message</th><th class=\"number\">met</th><th>first example</th></tr></thead>\n<tbody>\n";
    for (const OtherFailure& other : failures)
        body += fmt::format("<tr><th>{}</th><td>{}<br/>{}</td><td class=\"number\">{}</td><td>{}</td></tr>\n", failureKindName(other.failure.kind), text(other.failure.message),
                            code(other.failure.signature), other.count, code(other.example.generic_string()));
    return section("Other failures met on the way", "None of them was taken for this one. Each example is a graph to start another reduction from.", body + "</tbody>\n</table></div>\n");
}

// ---- what to do with it

std::string files(const ReportFacts& facts) {
    std::string body = "<table class=\"facts\"><tbody>\n";
    for (const auto& [file, what] : kResultFiles) {
        const auto reason = std::ranges::find(facts.notWritten, file, &Facts::value_type::first);
        if (std::ranges::find(facts.files, file) != facts.files.end()) body += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", code(file), what);
        else if (reason != facts.notWritten.end()) body += fmt::format("<tr><th>{}</th><td class=\"muted\">not written: {}</td></tr>\n", code(file), text(reason->second));
    }
    return section("Files beside this page", "Nothing in them names a place on the machine that made them.", body + "</tbody></table>\n");
}

std::string environment(const ReportFacts& facts) {
    Facts rows = facts.environment;
    if (const Failure& failure = facts.result.failure; !failure.signature.empty()) {
        rows.emplace_back("signature", failure.signature);
        rows.emplace_back("fingerprint", fingerprint(facts.result));
        rows.emplace_back("counts as the same", facts.match == "exact"  ? "a failure of this kind with this signature"
                                                : facts.match == "kind" ? "any failure of this kind"
                                                                        : "a failure that matches " + facts.match);
    }
    std::string body = factsTable(rows);
    if (!facts.command.empty()) body += fmt::format("<p class=\"muted\" style=\"margin:14px 0 0\">Made by</p>\n<pre class=\"whole\">{}</pre>\n", text(facts.command));
    return section("Environment", "Where it was seen, and who said that it fails.", body);
}

std::string issue(const ReportFacts& facts) {
    return section("Issue text", "Markdown, also in <code>issue.md</code>. A click selects all of it.", fmt::format("<pre class=\"whole prose\">{}</pre>\n", text(issueText(facts))));
}

std::string script(const ReportFacts& facts) {
    return section("Reproducer", fmt::format("{}, for any PyTorch from 2.6 on. A click on the text selects all of it.", code(facts.singleFile)),
                   fmt::format("<details><summary>Show its {}</summary>\n<pre class=\"whole\">{}</pre></details>\n", humanBytes(facts.script.size()), text(facts.script)));
}

}  // namespace

std::string reportHtml(const ReportFacts& facts) {
    const MinifyResult& result = facts.result;
    const bool known = !result.failure.signature.empty();
    std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
    out += fmt::format("<title>{}</title>\n<style>{}{}{}</style>\n</head>\n<body>\n<main>\n",
                       text(known ? failureTitle(result.failure, result.graph) : "Reduction of " + facts.original.name), reportStyle(), plotStyle(), svgStyle());
    out += headline(facts) + tiles(result);
    if (known) out += failureText(result);
    out += after(result);
    if (!result.essentials.empty()) out += essentials(result);
    out += before(facts);
    if (result.history.curve().size() > 1) out += curves(result);
    if (!result.history.passes().empty()) out += passes(result.history.passes());
    if (!result.others.empty()) out += others(result.others);
    if (known) out += issue(facts);
    if (!facts.script.empty() && facts.script.size() <= kMostScript) out += script(facts);
    out += files(facts) + environment(facts);
    return out + "</main>\n</body>\n</html>\n";
}

}  // namespace whittle
