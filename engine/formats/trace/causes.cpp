#include "engine/formats/trace/causes.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/formats/trace/text_parts.h"

namespace whittle::trace {
namespace {

struct KindRow {
    std::string_view name, title;
};
constexpr std::array<KindRow, 6> kKinds{{
    {"error", "errors"},
    {"graph_break", "graph breaks"},
    {"restart", "restarts"},
    {"limit_hit", "recompile limits reached"},
    {"recompile", "recompiles"},
    {"export_problem", "problems of an export"},
}};

// Addresses and ids of objects are others in every run.
std::string withoutAddresses(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto digits = [&](std::size_t from, std::string_view of) {
            std::size_t end = from;
            while (end < text.size() && of.find(text[end]) != of.npos) ++end;
            return end;
        };
        if (text.substr(at, 2) == "0x") {
            out += "0x…";
            at = digits(at + 2, "0123456789abcdefABCDEF");
        } else if (text[at] >= '0' && text[at] <= '9') {
            const std::size_t end = digits(at, "0123456789");
            out += end - at >= 7 ? "…" : std::string(text.substr(at, end - at));
            at = end;
        } else {
            out += text[at++];
        }
    }
    return out;
}

class Gatherer {
public:
    void add(CauseKind kind, std::string text, std::string example, std::string place, CauseSite site) {
        const auto [found, isNew] = m_places.try_emplace({kind, text, place}, m_causes.size());
        if (isNew) m_causes.push_back({.kind = kind, .text = std::move(text), .example = std::move(example), .place = std::move(place)});
        m_causes[found->second].sites.push_back(site);
    }
    std::vector<Cause> take() {
        std::stable_sort(m_causes.begin(), m_causes.end(), [](const Cause& a, const Cause& b) {
            return a.kind != b.kind ? a.kind < b.kind : a.sites.size() > b.sites.size();
        });
        return std::move(m_causes);
    }

private:
    std::vector<Cause> m_causes;
    std::map<std::tuple<CauseKind, std::string, std::string>, std::size_t> m_places;
};

void gather(Gatherer& to, const Compile& compile, CauseSite site) {
    const auto at = [&](RecordIndex record) {
        CauseSite out = site;
        out.record = record;
        out.hasRecord = true;
        return out;
    };
    const std::string frame = compile.stack.empty() ? std::string() : compile.stack.back().place();
    const bool limitHit = compile.status() == Status::LimitHit;
    if (compile.error && !limitHit) {
        const CompileError& error = *compile.error;
        const std::string said = error.type + (error.reason.empty() ? "" : ": " + std::string(firstLine(error.reason)));
        to.add(CauseKind::Error, withoutAddresses(said), error.type + ": " + error.reason, error.user.file.empty() ? frame : error.user.place(),
               error.traceback ? at(*error.traceback) : site);
    }
    for (const GraphBreak& one : compile.breaks) to.add(CauseKind::GraphBreak, withoutAddresses(one.reason), one.detail, one.user.place(), at(one.record));
    const Metrics* metrics = compile.forward();
    if (metrics)
        for (const std::string& reason : metrics->restartReasons)
            to.add(CauseKind::Restart, withoutAddresses(firstLine(reason)), reason, frame, at(metrics->record));
    if (limitHit)
        to.add(CauseKind::LimitHit, "the recompile limit was reached", metrics ? metrics->failReason : compile.recompileReasons.front(), frame, site);
    // The newest entry comes first, and is the one that the call was most likely meant for.
    if (!compile.recompileReasons.empty())
        to.add(CauseKind::Recompile, recompileCause(compile.recompileReasons.front()), compile.recompileReasons.front(), frame, site);
    for (const ExportProblem& problem : compile.problems)
        to.add(CauseKind::ExportProblem, problem.kind + ": " + problem.subject, problem.detail, problem.user.file.empty() ? std::string() : problem.user.place(), at(problem.record));
}

}  // namespace

std::string_view causeName(CauseKind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }
std::string_view causeTitle(CauseKind kind) { return kKinds[static_cast<std::size_t>(kind)].title; }

std::string recompileCause(std::string_view reason) {
    // "0/1: " names the entry.
    if (const std::size_t colon = reason.find(": "); colon != reason.npos && parseCompileName(reason.substr(0, colon))) reason.remove_prefix(colon + 2);
    reason = firstLine(reason);
    if (reason.empty()) return "no guard failed: another backend or dispatch mode";  // PyTorch says nothing there
    if (const std::size_t comment = reason.find("  # "); comment != reason.npos) reason = reason.substr(0, comment);
    if (const std::size_t expected = reason.find(". expected "); expected != reason.npos) reason = reason.substr(0, expected);
    while (reason.ends_with(' ')) reason.remove_suffix(1);
    return withoutAddresses(reason);
}

std::vector<Cause> causes(std::span<const LogContent* const> logs) {
    Gatherer gatherer;
    for (std::uint32_t log = 0; log < logs.size(); ++log)
        for (std::uint32_t i = 0; i < logs[log]->compiles.size(); ++i) gather(gatherer, logs[log]->compiles[i], {.log = log, .compile = i});
    return gatherer.take();
}

}  // namespace whittle::trace
