#include "minifier/oracle/engine_oracle.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "engine/base/hash.h"
#include "engine/passes/pipeline.h"
#include "engine/runtime/tuning_store.h"
#include "minifier/oracle/engine_settings.h"

#include "engine/codegen/llvm_version.h"
#include "engine/kernels/onednn/session.h"

namespace whittle {

EngineOracle::EngineOracle(EngineOracleOptions options)
    : m_options(std::move(options)), m_worker(m_options.program, m_options.limits) {}

// Time and memory limits are left out: a slower machine may need to resume with wider ones.
std::string EngineOracle::identity() const {
    const CompileOptions& compile = m_options.compile;
    std::string text = "engine";
    for (const Injection& injection : compile.inject)
        text += " inject=" + injection.text();
    for (const std::string& pass : compile.skipPasses) text += " skip=" + pass;
    if (compile.passLimit >= 0) text += fmt::format(" passes={}", compile.passLimit);
    for (const ForcedChoice& one : compile.choices.forced) text += fmt::format(" choose={}={}", one.site, one.candidate);
    if (compile.seed != 0) text += fmt::format(" seed={}", compile.seed);
    if (!compile.fuse) text += " no-fusion";
    for (const std::string& node : compile.apart) text += " apart=" + node;
    if (compile.isa != VectorIsa::Host) text += compile.isa == VectorIsa::Avx2 ? " isa=avx2" : " isa=baseline";
    for (const std::string& library : compile.choices.withoutLibraries) text += " without=" + library;
    if (m_options.tolerance) text += fmt::format(" rtol={} atol={}", m_options.tolerance->rtol, m_options.tolerance->atol);
    if (!m_options.eagerLibraries) text += " reference-kernels";
    if (m_options.disturbedRuns != EngineOracleOptions().disturbedRuns) text += fmt::format(" disturbed-runs={}", m_options.disturbedRuns);
    if (m_options.eager == EagerRun::MustPass) text += " eager-must-pass";
    if (m_options.eager == EagerRun::Skipped) text += " without-eager";
    if (m_options.eagerDeathFails) text += " eager-death-fails";
    return text;
}

std::string EngineOracle::limits() const {
    return fmt::format("{} s, {} MB", std::chrono::duration<double>(m_options.limits.time).count(), m_options.limits.memoryBytes >> 20);
}

std::vector<std::string> EngineOracle::libraries() const { return {llvmVersion(), dnn::version()}; }

namespace {

// Sizes and times of the files of a folder: what was measured there decides which kernels run.
void addFolder(Hasher& hasher, const std::filesystem::path& folder) {
    std::error_code trouble;
    std::vector<std::string> lines;
    for (std::filesystem::recursive_directory_iterator file(folder, trouble), end; !trouble && file != end; file.increment(trouble)) {
        std::error_code gone;
        if (!file->is_regular_file(gone)) continue;
        const auto size = file->file_size(gone);
        const auto time = file->last_write_time(gone).time_since_epoch().count();
        lines.push_back(fmt::format("{} {} {}", file->path().string(), size, time));
    }
    std::ranges::sort(lines);
    for (const std::string& line : lines) hasher.add(std::string_view(line));
}

// What decides the instructions that are chosen: "flags" of an x86 processor, "Features" of an ARM one.
std::string machineFeatures() {
    std::ifstream info("/proc/cpuinfo");
    std::string found;
    for (std::string line; std::getline(info, line) && !line.empty();)
        if (line.starts_with("model name") || line.starts_with("flags") || line.starts_with("Features")) found += line;
    return found;
}

}  // namespace

std::string EngineOracle::lastingIdentity() const {
    const std::string program = fileStamp(m_options.program), machine = machineFeatures();
    if (program.empty() || machine.empty()) return {};
    Hasher hasher;
    hasher.add(std::string_view(program)).add(std::string_view(machine));
    for (const char* name : {"ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"}) {
        const char* value = std::getenv(name);
        hasher.add(std::string_view(value ? value : ""));
    }
    if (m_options.compile.choices.store) addFolder(hasher, m_options.compile.choices.store->folder());
    return fmt::format("{} build={}", identity(), hasher.finish().hex());
}

CompilerParts EngineOracle::parts() const {
    CompilerParts parts{.passes = {}, .fusion = m_options.compile.fuse, .settings = {}};
    for (const PassDef& pass : allPasses()) parts.passes.emplace_back(pass.name);
    for (const EngineSetting& setting : engineSettings(m_options.compile)) parts.settings.push_back(setting.words());
    return parts;
}

Result<Verdict> EngineOracle::testWithout(const Graph& candidate, const LeftOut& out, const CancelToken& cancel) {
    WorkerJob job = jobFor(candidate);
    if (!out.plainer.empty())
        for (const EngineSetting& setting : engineSettings(m_options.compile))
            for (const EngineSetting::Value& value : setting.plainer)
                if (out.has(value.words)) value.set(job);
    CompileOptions& compile = job.compile;
    if (out.passLimit >= 0) compile.passLimit = compile.passLimit < 0 ? out.passLimit : std::min(compile.passLimit, out.passLimit);
    for (const std::string& pass : out.passes)
        if (std::ranges::find(compile.skipPasses, pass) == compile.skipPasses.end()) compile.skipPasses.push_back(pass);
    compile.fuse = compile.fuse && !out.fusion;
    compile.apart.insert(compile.apart.end(), out.apart.begin(), out.apart.end());
    return run(job, cancel);
}

Result<std::optional<NodeGuesses>> EngineOracle::findNodes(const Graph& graph, const Failure& failure, const CancelToken& cancel) {
    if (failure.kind != FailureKind::WrongResult || m_options.eager == EagerRun::Skipped) return std::nullopt;
    WHITTLE_TRY(const std::optional<WrongSite> site, m_worker.locate(jobFor(graph), cancel));
    NodeGuesses guesses;
    if (site) guesses = {{site->node}, site->kernel};
    return guesses;
}

WorkerJob EngineOracle::jobFor(const Graph& graph) const {
    WorkerJob job;
    job.graph = graph;
    job.compile = m_options.compile;
    job.tolerance = m_options.tolerance;
    job.eagerLibraries = m_options.eagerLibraries;
    job.disturbedRuns = m_options.disturbedRuns;
    job.eager = m_options.eager;
    return job;
}

Result<Verdict> EngineOracle::run(const WorkerJob& job, const CancelToken& cancel) {
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(WorkerAnswer answer, m_worker.run(job, cancel));
    if (m_options.eagerDeathFails && answer.eagerDied) {
        answer.failure = std::move(answer.eagerDied);
        answer.invalid.reset();
    }
    for (std::string& note : answer.notes)
        if (std::ranges::find(m_notes, note) == m_notes.end()) m_notes.push_back(std::move(note));
    Verdict verdict;
    const auto isLimit = [](const Failure& f) { return f.kind == FailureKind::Hang || f.kind == FailureKind::OutOfMemory; };
    if (answer.invalid ? answer.invalid->code == Code::Limit : answer.cutShort || (answer.failure && isLimit(*answer.failure))) verdict.limits = limits();
    if (!answer.invalid && m_options.eager != EagerRun::Skipped) verdict.eager = answer.eagerRaised ? Verdict::Eager::Raises : Verdict::Eager::Passes;
    if (answer.eagerRaised) verdict.note = "eager raises: " + answer.eagerRaised->message;
    if (answer.invalid) {
        verdict.kind = Verdict::Kind::Invalid;
        verdict.note = answer.invalid->describe();
    } else if (answer.failure) {
        verdict.kind = Verdict::Kind::Fails;
        verdict.failure = std::move(answer.failure);
    }
    verdict.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return verdict;
}

}  // namespace whittle
