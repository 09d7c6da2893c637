#include "app/cli/compile_report.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <sys/stat.h>

#include "app/cli/print_text.h"
#include "engine/base/files.h"
#include "engine/codegen/cpu_jit.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

namespace whittle::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestStem = 120;  // a kernel is named after its nodes, and a file name may have 255 bytes

// Names come from the graph, which may call a node anything.
std::string fileStem(const std::string& name, std::size_t index) {
    std::string stem = name;
    for (char& c : stem)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-') c = '_';
    if (stem.size() <= kLongestStem && stem == name) return stem;
    return fmt::format("{}.{}", stem.substr(0, kLongestStem), index);
}

// A folder beside `target` that becomes it, or is gone.
class Aside {
public:
    explicit Aside(const fs::path& target) : m_target(target.string()), m_path(target.string() + ".XXXXXX") {}
    ~Aside() {
        std::error_code ignored;
        if (m_made) fs::remove_all(m_path, ignored);
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    Result<fs::path> make() {
        if (!::mkdtemp(m_path.data())) return fail(Code::Io, "cannot make a folder {}: {}", m_path, std::strerror(errno));
        m_made = true;
        const mode_t mask = ::umask(0);
        ::umask(mask);
        struct stat there {};
        ::chmod(m_path.c_str(), ::stat(m_target.c_str(), &there) == 0 ? there.st_mode & 07777 : 0777 & ~mask);
        return fs::path(m_path);
    }
    Result<void> become(const fs::path& target) {
        if (::rename(m_path.c_str(), target.c_str()) != 0) return fail(Code::Io, "cannot write {}: {}", target.string(), std::strerror(errno));
        m_made = false;
        return {};
    }

private:
    std::string m_target, m_path;
    bool m_made = false;
};

// "chosen", "possible" or "refused"
std::string_view stateOf(const CandidateRecord& candidate) { return candidate.chosen ? "chosen" : candidate.refusal.empty() ? "possible" : "refused"; }

void printChoices(const std::vector<ChoiceRecord>& choices) {
    const auto number = [](const std::optional<double>& ms) { return ms ? fmt::format("{:.3g}", *ms) : std::string(); };
    for (const ChoiceRecord& choice : choices) {
        printText("\n{} ({}, {}): {}, {}\n", choice.site, choice.op, choice.operands, choice.by, choice.reason);
        printText("    {:8} {:18} {:28} {:>12} {:>11}\n", "state", "candidate", "implementation", "estimated ms", "measured ms");
        for (const CandidateRecord& one : choice.candidates)
            printText("    {:8} {:18} {:28} {:>12} {:>11}  {}\n", stateOf(one), one.name, one.implementation, number(one.estimatedMs), number(one.measuredMs), one.refusal);
    }
}

std::string decisionText(const Decision& decision) {
    return fmt::format("{}: {}{} ({})\n", decision.rule, decision.accepted ? "yes" : "no", decision.reason.empty() ? "" : ", " + decision.reason,
                       fmt::join(decision.nodes, ", "));
}

// The lines that debuggers read are those of a file with the name of the kernel in it.
template <class Record>
Result<void> writeCode(const Record& record, const fs::path& folder, std::string stem, std::size_t index) {
    if (!record.tail.empty()) stem = fileStem(record.tail, index);
    for (const auto& [suffix, text] : {std::pair{".loops", &record.loopIr}, {".ll", &record.llvmIr}, {".s", &record.assembly}, {".o", &record.object}})
        if (!text->empty()) WHITTLE_TRY_VOID(writeFileAtomic(folder / (stem + suffix), *text));
    return {};
}

Result<void> writeAll(const Graph* opened, const CompileReport& report, const fs::path& folder) {
    if (opened) WHITTLE_TRY_VOID(writeFileAtomic(folder / "00-opened.wtl", printGraph(*opened, findSchema)));
    for (std::size_t i = 0; i < report.passes.size(); ++i) {
        const PassRecord& pass = report.passes[i];
        if (pass.skipped) continue;
        const std::string stem = fmt::format("{:02}-{}", i + 1, pass.name);
        if (pass.after) WHITTLE_TRY_VOID(writeFileAtomic(folder / (stem + ".wtl"), printGraph(*pass.after, findSchema)));
        std::string rewrites;
        for (const Rewrite& rewrite : pass.rewrites) rewrites += fmt::format("{}: {}\n", rewrite.rule, rewriteText(rewrite));
        if (!rewrites.empty()) WHITTLE_TRY_VOID(writeFileAtomic(folder / (stem + ".rewrites"), rewrites));
    }
    std::string decisions;
    for (const Decision& decision : report.decisions) decisions += decisionText(decision);
    if (opened) WHITTLE_TRY_VOID(writeFileAtomic(folder / "decisions.txt", decisions));
    if (opened) WHITTLE_TRY_VOID(writeFileAtomic(folder / "memory.txt", planText(report.memory)));
    for (std::size_t i = 0; i < report.kernels.size(); ++i) {
        const KernelRecord& kernel = report.kernels[i];
        const std::string stem = fileStem(kernel.name, i);
        std::string schedule;
        for (const SchedulePrimitive& one : kernel.schedule) schedule += fmt::format("{}{}{}\n", scheduleText({one}), one.reason.empty() ? "" : "  # ", one.reason);
        if (!schedule.empty()) WHITTLE_TRY_VOID(writeFileAtomic(folder / (stem + ".schedule"), schedule));
        WHITTLE_TRY_VOID(writeCode(kernel, folder, stem, i));
        for (const CodeRecord& part : kernel.parts) WHITTLE_TRY_VOID(writeCode(part, folder, stem + "." + part.name, i));
    }
    return writeFileAtomic(folder / "report.json", reportJson(report).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace

void printReport(const CompileReport& report, Detail detail) {
    std::string phases;
    for (const PhaseRecord& phase : report.phases) phases += fmt::format("{}{} {:.1f}", phases.empty() ? "" : ", ", phase.name, phase.milliseconds);
    printText("compiled in {:.1f} ms for {} ({})\n\n{:>8}  {:>8}  pass\n", report.milliseconds, report.cpu, phases, "ms", "rewrites");
    for (const PassRecord& pass : report.passes) {
        printText("{:>8.2f}  {:>8}  {}{}\n", pass.milliseconds, pass.rewrites.size(), pass.name, pass.skipped ? "  (skipped)" : "");
        if (detail == Detail::Short) continue;
        for (const Rewrite& rewrite : pass.rewrites) printText("{:20}  {}: {}\n", "", rewrite.rule, rewriteText(rewrite));
    }
    printText("\n{:8} {:24} {:28} {:8} {:>7}  nodes\n", "kind", "kernel", "implementation", "code", "ms");
    for (const KernelRecord& kernel : report.kernels)
        printText("{:8} {:24} {:28} {:8} {:>7}  {}\n", kernel.kind, kernel.name, kernel.implementation, kernel.code,
                   kernel.compileMs > 0 ? fmt::format("{:.2f}", kernel.compileMs) : "", fmt::join(kernel.nodes, " "));
    for (const KernelRecord& kernel : report.kernels)
        if (!kernel.vector.isa.empty()) {
            printText("{}: {}, {}\n", kernel.name, kernel.vector.isa, kernel.vector.text);
            if (detail == Detail::Full) printText("{:4}{}\n", "", scheduleText(kernel.schedule));
        }
    for (const KernelRecord& kernel : report.kernels)
        for (const CodeRecord& part : kernel.parts) printText("{}.{}: {}, {}, {}, {:.2f} ms\n", kernel.name, part.name, part.code, part.vector.isa, part.vector.text, part.compileMs);
    printChoices(report.choices);
    printText("\n{}\n\n", planLine(report.memory));
    for (const Decision& decision : report.decisions)
        if (detail == Detail::Full) printText("{}", decisionText(decision));
        else if (!decision.accepted) printText("{}: {} ({})\n", decision.rule, decision.reason, fmt::join(decision.nodes, ", "));
    for (const std::string& note : report.notes) printText(stderr, "note: {}\n", note);
}

Result<void> checkDumpFolder(const fs::path& folder) {
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status)) return {};
    if (!fs::is_directory(status)) return fail(Code::Argument, "{} is not a folder; --dump wants a new or an empty one", folder.string());
    if (!fs::is_empty(folder, error) || error) return fail(Code::Argument, "{} is not empty; --dump wants a new or an empty folder", folder.string());
    return {};
}

Result<void> dumpArtefacts(const Graph* opened, const CompileReport& report, const fs::path& folder) {
    std::error_code error;
    fs::path target = fs::weakly_canonical(folder, error);  // of an empty folder behind a link
    if (error) return fail(Code::Io, "cannot find {}: {}", folder.string(), error.message());
    if (!target.has_filename()) target = target.parent_path();  // "out/"
    fs::create_directories(target.parent_path(), error);
    Aside aside(target);
    WHITTLE_TRY(const fs::path made, aside.make());
    WHITTLE_TRY_VOID(writeAll(opened, report, made));
    return aside.become(target);
}

}  // namespace whittle::cli
