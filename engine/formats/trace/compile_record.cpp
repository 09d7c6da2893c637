#include "engine/formats/trace/compile_record.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace whittle::trace {
namespace {

struct FormRow {
    std::string_view name, extension;
};
constexpr std::array<FormRow, 6> kForms{{{"graph", ".py"}, {"code", ".py"}, {"json", ".json"}, {"text", ".txt"}, {"guards", ".txt"}, {"link", ".txt"}}};

struct StatusRow {
    std::string_view name, meaning;
};
constexpr std::array<StatusRow, 6> kStatuses{{
    {"ok", "compiled"},
    {"restarted", "compiled after its analysis was restarted"},
    {"empty", "compiled to a graph without an operator"},
    {"error", "failed"},
    {"limit_hit", "not compiled: the recompile limit was reached, the function runs eagerly from then on"},
    {"cut", "the log ends before the compile does, or lacks its metrics"},
}};

}  // namespace

std::string StackFrame::place() const {
    if (file.empty()) return {};
    return function.empty() ? fmt::format("{}:{}", file, line) : fmt::format("{}:{} in {}", file, line, function);
}

std::string_view formName(ArtifactForm form) { return kForms[static_cast<std::size_t>(form)].name; }
std::string_view formExtension(ArtifactForm form) { return kForms[static_cast<std::size_t>(form)].extension; }
std::string_view statusName(Status status) { return kStatuses[static_cast<std::size_t>(status)].name; }
std::string_view statusMeaning(Status status) { return kStatuses[static_cast<std::size_t>(status)].meaning; }

std::string Compile::name() const {
    if (!id.any()) return "-";
    return occurrence > 1 ? fmt::format("{}#{}", id.text(), occurrence) : id.text();
}

const Metrics* Compile::forward() const {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [](const Metrics& m) { return m.kind == "compilation_metrics"; });
    return found == metrics.end() ? nullptr : &*found;
}

std::string AutomaticDynamic::place() const { return what == "scalar" ? source : what == "all" ? fmt::format("{} all dimensions", source) : fmt::format("{} dimension {}", source, what); }
std::string AutomaticDynamic::text() const { return fmt::format("{}: {}, {} then {}", place(), reason, before, now); }

Status Compile::status() const {
    if (const Metrics* m = forward()) {
        // Newer releases count the attempt that the limit stopped as a failed compile.
        if (m->failReason.starts_with("Dynamo recompile limit exceeded")) return Status::LimitHit;
        if (!m->failType.empty()) return Status::Error;
        if (m->graphOps == 0) return Status::Empty;
        return m->restartReasons.empty() ? Status::Ok : Status::Restarted;
    }
    if (!started && !recompileReasons.empty()) return Status::LimitHit;
    if (error) return Status::Error;
    if (fromText && guards) return attempts > 1 ? Status::Restarted : Status::Ok;
    return Status::Cut;
}

const Artifact* Compile::artifact(std::string_view named) const {
    const auto found = std::find_if(artifacts.begin(), artifacts.end(), [&](const Artifact& a) { return a.name == named; });
    return found == artifacts.end() ? nullptr : &*found;
}

}  // namespace whittle::trace
