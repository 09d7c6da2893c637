// `whittle run`: executes a graph, eagerly, compiled or in float64, and checks its outputs.
#include <algorithm>
#include <chrono>
#include <set>

#include <unistd.h>

#include "app/cli/compiler_options.h"
#include "app/cli/last_words.h"
#include "app/cli/print_text.h"
#include "app/cli/progress.h"
#include "app/cli/run_cases.h"
#include "app/cli/run_numerics.h"
#include "app/cli/run_profile.h"
#include "app/cli/run_taps.h"
#include "app/cli/run_timeline.h"
#include "engine/base/files.h"
#include "engine/codegen/perf_map.h"
#include "engine/eager/interpreter.h"
#include "engine/kernels/eager_kernels.h"
#include "engine/ops/check.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/kernel_nodes.h"
#include "engine/runtime/taps.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, state, mode = "eager", inject;
    std::vector<std::string> inputs, checks;
    WantedTolerance tolerance;
    std::uint64_t seed = 0;
    bool profile = false;
    std::string timeline;
    int repeat = 1;
    std::vector<std::string> taps;
    bool numerics = false;
    NumericsOptions numericsOptions;
    bool json = false;
    CompilerChoice compiler;
    std::shared_ptr<ObjectCache> cache;
    bool namesForPerf = false;
    std::shared_ptr<PerfMap> perfMap;
};

struct RunAnswer {
    std::vector<Datum> outputs;
    std::vector<ProfileRow> profile;
    std::optional<RunTimeline> timeline;
    std::vector<Tapped> taps;
    std::vector<std::string> fallbacks;
    std::map<std::string, std::string> libraries;  // node -> "onednn brgemm:avx512_core"
    std::map<std::string, std::string> refusals;   // node -> why the library that has its operator did not compute it
    std::vector<std::string> notes;  // of a compiled run
    double compileMs = 0, runMs = 0;
};

double msSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::vector<WantedTap> wantedTaps(const Options& options) {
    std::vector<WantedTap> out;
    for (const std::string& text : options.taps) out.push_back(parseTap(text));
    return out;
}

Result<RunAnswer> runEager(const Options& options, const Graph& graph, std::span<const Datum> inputs) {
    RunAnswer answer;
    InterpretOptions interpretOptions;
    interpretOptions.precision = options.mode == "reference" ? Precision::Float64 : Precision::AsGiven;
    interpretOptions.cancel = interruptToken();
    EagerKernels kernels(options.cache);
    if (options.mode == "eager") interpretOptions.kernels = &kernels;
    interpretOptions.seed = options.seed;
    if (options.profile)
        interpretOptions.afterNode = [&](const Node& node, std::span<const Datum>, double ms) {
            answer.profile.push_back({.name = node.name, .what = node.op, .nodes = {node.name}, .milliseconds = ms, .work = {}});
        };
    WHITTLE_TRY(interpretOptions.capture, tappedValues(graph, tapNames(wantedTaps(options))));
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(InterpretResult result, interpret(graph, inputs, interpretOptions));
    answer.runMs = msSince(start);
    answer.outputs = std::move(result.outputs);
    for (auto& [id, datum] : result.captured) answer.taps.push_back({graph.value(id).name, std::move(datum)});
    for (const NodeKernel& kernel : result.kernels) {
        if (!kernel.implementation.empty()) answer.libraries[kernel.node] = kernel.implementation;
        if (!kernel.refusal.empty()) answer.refusals[kernel.node] = kernel.refusal;
    }
    for (ProfileRow& row : answer.profile)
        if (const auto found = answer.libraries.find(row.name); found != answer.libraries.end()) row.what += " " + found->second;
    return answer;
}

using Compiled = std::shared_ptr<const Executable>;

Result<RunAnswer> compileGraph(const Options& options, const Graph& graph, Compiled& executable) {
    RunAnswer answer;
    WHITTLE_TRY(CompileOptions compileOptions, cli::compileOptions(options.compiler, options.cache));
    TuneLines lines(options.json ? TuneLines::Style::Quiet : TuneLines::Style::Auto);
    compileOptions.choices.progress = [&](const TuneProgress& progress) { lines.show(progress); };
    compileOptions.seed = options.seed;
    compileOptions.perfMap = options.perfMap;
    compileOptions.taps = tapNames(wantedTaps(options));
    WHITTLE_TRY(compileOptions.inject, parseInjections(options.inject).context("reading --inject"));
    compileOptions.entering = [](std::string_view part) { nowIn(part); };
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(executable, compile(graph, compileOptions));
    nowIn({});
    answer.compileMs = msSince(start);
    return answer;
}

// `executable` is kept from case to case; null asks for a compile, since its weights are the graph's.
Result<RunAnswer> runCompiled(const Options& options, const Graph& graph, std::span<const Datum> inputs, Compiled& executable) {
    RunAnswer answer;
    if (!executable) {
        WHITTLE_TRY(answer, compileGraph(options, graph, executable));
    }
    answer.fallbacks = executable->report().eagerFallbacks;
    const std::vector<std::string> places = kernelPlaces(graph, executable->report());
    RunProfile profile;
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(answer.outputs, executable->runWith(inputs, {.cancel = interruptToken(), .profile = &profile, .taps = &answer.taps, .entering = [&](std::size_t kernel) { nowIn(places[kernel]); }}));
    answer.runMs = msSince(start);
    nowIn({});
    const auto& kernels = executable->report().kernels;
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        const std::string what = kernels[i].kind + " " + kernels[i].implementation;
        if (options.profile) answer.profile.push_back({kernels[i].name, what, kernels[i].nodes, profile.kernelMs[i], profile.kernelWork[i]});
        if (kernels[i].library) answer.libraries[kernels[i].nodes.back()] = what;
    }
    answer.notes = profile.notes;
    for (const RunRefusal& refusal : profile.refusals) {
        answer.fallbacks.push_back(refusal.node);
        answer.refusals[refusal.node] = refusal.reason;
        answer.libraries.erase(refusal.node);
        if (options.profile) answer.profile[refusal.kernel].what += " refused, reference kernel";
    }
    return answer;
}

// The answer of the last of --repeat runs, with the medians of their times.
template <class Run>
Result<RunAnswer> repeated(const Options& options, Run&& run) {
    WHITTLE_TRY(RunAnswer answer, run());
    std::vector<double> times{answer.runMs};
    std::vector<std::vector<ProfileRow>> rows{answer.profile};
    for (int i = 1; i < options.repeat; ++i) {
        WHITTLE_TRY(RunAnswer again, run());
        times.push_back(again.runMs);
        rows.push_back(again.profile);
        again.compileMs = answer.compileMs;
        answer = std::move(again);
    }
    answer.runMs = median(std::move(times));
    answer.profile = medianRows(rows);
    return answer;
}

// One call of the sequence: what it read, gave and how that was judged.
struct CaseAnswer {
    std::string inputs, check;   ///< files, empty for none
    bool startIsKnown = true;    ///< false: the program was saved after these calls
    RunAnswer run;
    CheckReport report;
};

// The files of each call. One --inputs serves every --check; several stand beside them one by one.
Result<std::vector<CaseAnswer>> plannedCases(const Options& options) {
    const std::size_t count = std::max({options.checks.size(), options.inputs.size(), std::size_t{1}});
    if (options.inputs.size() > 1 && !options.checks.empty() && options.inputs.size() != options.checks.size())
        return fail(Code::Argument, "{} --inputs for {} --check; give one for all, or one for each", options.inputs.size(),
                    options.checks.size());
    std::vector<CaseAnswer> cases(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (!options.inputs.empty()) cases[i].inputs = options.inputs[options.inputs.size() == 1 ? 0 : i];
        if (!options.checks.empty()) cases[i].check = options.checks[i];
    }
    return cases;
}

Result<void> runCase(const Options& options, Graph& graph, CaseAnswer& one, Compiled& executable) {
    CaseTensors expected;
    std::vector<Datum> inputs;
    if (!one.check.empty()) {
        WHITTLE_TRY(expected, readCase(one.check, options.model));
    }
    if (!one.inputs.empty()) {
        WHITTLE_TRY(const CaseTensors given, readCase(one.inputs, options.model));
        WHITTLE_TRY(inputs, caseInputs(graph, given, one.inputs, MayLackInputs::No));
    } else if (!one.check.empty()) {
        WHITTLE_TRY(inputs, caseInputs(graph, expected, one.check, MayLackInputs::Yes));
    }
    if (!one.startIsKnown) {
        WHITTLE_TRY_VOID(expectOwnBuffers(graph, inputs, expected).context("running {} in float64", options.file));
    }
    const auto run = [&] { return options.mode == "compiled" ? runCompiled(options, graph, inputs, executable) : runEager(options, graph, inputs); };
    WHITTLE_TRY(one.run, repeated(options, run).context("running {} ({})", options.file, options.mode));
    if (executable && (options.profile || !options.timeline.empty())) {
        WHITTLE_TRY(one.run.timeline, recordedTimeline(*executable, inputs).context("recording a run of {}", options.file));
    }
    if (!one.check.empty()) {
        WHITTLE_TRY(one.report, checkCase({graph, inputs, one.run.outputs}, expected, options.tolerance, one.check));
    }
    if (carryState(graph, one.run.outputs)) executable.reset();
    return {};
}

Json caseJson(const CaseAnswer& one) {
    const bool checked = !one.check.empty();
    Json out{{"ok", one.report.ok}};
    out["inputs"] = one.inputs.empty() ? one.check : one.inputs;
    out["check"] = one.check;
    out["compared"] = one.report.compared;
    out["max_abs_error"] = checked ? Json(one.report.maxAbsError) : Json(nullptr);
    out["max_rel_error"] = checked ? Json(one.report.maxRelError) : Json(nullptr);
    out["judged_by_ref64"] = one.report.byFloat64;
    out["mismatches"] = one.report.mismatches;
    out["notes"] = one.report.notes;
    out["run_ms"] = one.run.runMs;
    out["outputs"] = Json::array();
    for (const Datum& datum : one.run.outputs) out["outputs"].push_back(describe(datum));
    if (!one.run.taps.empty()) out["taps"] = Json::array();
    for (const Tapped& tapped : one.run.taps) out["taps"].push_back(tapJson(tapped));
    return out;
}

// The whole answer: what the cases have in common, the worst of them, and each.
Json answerJson(const Options& options, const std::vector<CaseAnswer>& cases, const std::vector<std::string>& notes) {
    const bool checked = !options.checks.empty();
    const auto worst = [&](auto field) {
        double out = 0;
        for (const CaseAnswer& one : cases) out = std::max(out, field(one));
        return out;
    };
    const auto sum = [&](auto field) {
        double out = 0;
        for (const CaseAnswer& one : cases) out += field(one);
        return out;
    };
    Json out{{"ok", std::ranges::all_of(cases, [](const CaseAnswer& c) { return c.report.ok; })}, {"mode", options.mode}};
    out["max_abs_error"] = checked ? Json(worst([](const CaseAnswer& c) { return c.report.maxAbsError; })) : Json(nullptr);
    out["max_rel_error"] = checked ? Json(worst([](const CaseAnswer& c) { return c.report.maxRelError; })) : Json(nullptr);
    std::set<std::string> fallbacks;
    std::map<std::string, std::string> refusals;
    for (const CaseAnswer& one : cases) {
        fallbacks.insert(one.run.fallbacks.begin(), one.run.fallbacks.end());
        refusals.insert(one.run.refusals.begin(), one.run.refusals.end());
    }
    out["eager_fallbacks"] = fallbacks;
    out["libraries"] = cases.front().run.libraries;
    out["library_refusals"] = refusals;
    out["compile_ms"] = sum([](const CaseAnswer& c) { return c.run.compileMs; });
    out["run_ms"] = sum([](const CaseAnswer& c) { return c.run.runMs; });
    out["outputs"] = caseJson(cases.back())["outputs"];
    out["mismatches"] = Json::array();
    out["cases"] = Json::array();
    for (const CaseAnswer& one : cases) {
        for (const std::string& mismatch : one.report.mismatches) out["mismatches"].push_back(mismatch);
        out["cases"].push_back(caseJson(one));
    }
    out["notes"] = notes;
    for (const std::string& note : cases.back().run.notes) out["notes"].push_back(note);
    if (options.profile) out["profile"] = profileJson(cases.back().run.profile);
    if (const auto& timeline = cases.back().run.timeline; options.profile && timeline) {
        out["timeline"] = timeline->spans;
        out["memory"] = timeline->memory;
    }
    return out;
}

void printCase(const Options& options, const CaseAnswer& one) {
    const RunAnswer& answer = one.run;
    for (std::size_t i = 0; i < answer.outputs.size(); ++i) printText("out.{}  {}\n", i, describe(answer.outputs[i]));
    if (options.mode == "compiled") {
        printText("compiled in {:.1f} ms, ran in {:.2f} ms\n", answer.compileMs, answer.runMs);
        if (!answer.fallbacks.empty())
            printText("{} nodes ran on eager kernels: {}\n", answer.fallbacks.size(), fmt::join(answer.fallbacks, ", "));
    } else {
        printText("ran in {:.2f} ms ({})\n", answer.runMs, options.mode);
    }
    if (!answer.libraries.empty()) printText("{} nodes ran in a library\n", answer.libraries.size());
    for (const auto& [node, reason] : answer.refusals) printText("no library for '{}': {}\n", node, reason);
    for (const std::string& note : answer.notes) printText(stderr, "note: {}\n", note);
    for (const Tapped& tapped : answer.taps) printText("tap {}\n", tapText(tapped));
    if (options.profile) printText("\n{}{}", profileText(answer.profile), answer.timeline ? answer.timeline->text : std::string());
    if (one.check.empty()) return;
    for (const std::string& note : one.report.notes) printText("note: {}\n", note);
    for (const std::string& mismatch : one.report.mismatches) printText("MISMATCH {}\n", mismatch);
    if (!one.report.byFloat64.empty())
        printText("out of tolerance, but as near to float64 as PyTorch: {}\n", fmt::join(one.report.byFloat64, ", "));
    printText("check {}: {} tensors, max absolute error {:.3g}, max relative error {:.3g}\n", one.report.ok ? "passed" : "FAILED",
               one.report.compared, one.report.maxAbsError, one.report.maxRelError);
}

// What a program that writes to its buffers got wrong may come from another state than the case started from.
bool isAboutState(const Graph& graph, const CaseAnswer& one) {
    return !one.report.mismatches.empty() && std::ranges::any_of(graph.outputs(), [](const GraphOutput& output) {
        return output.kind == OutputKind::BufferMutation;
    });
}

// The one call of --numerics: its inputs become the graph's own, which is what a worker runs.
Result<int> compareNumerics(Options& options) {
    if (!options.checks.empty() || options.inputs.size() > 1 || !options.taps.empty() || options.profile || !options.timeline.empty() || options.repeat != 1)
        return fail(Code::Argument, "--numerics compares one call with eager and float64; --check, --tap, --profile, --timeline, --repeat and a second --inputs are for other runs");
    const std::string call = options.inputs.empty() ? std::string() : options.inputs.front();
    WHITTLE_TRY(OpenedGraph opened, openForCommand(options.file, {.model = options.model, .seed = options.seed, .inputs = call}));
    WHITTLE_TRY_VOID(checkGraph(opened.graph).context("checking {}", options.file));
    if (!options.state.empty()) WHITTLE_TRY_VOID(takeState(opened.graph, options.state).context("taking the state of {}", options.state));
    if (!call.empty()) {
        WHITTLE_TRY(const CaseTensors given, readCase(call, options.model));
        WHITTLE_TRY(const std::vector<Datum> inputs, caseInputs(opened.graph, given, call, MayLackInputs::No));
        std::vector<ValueId> ids;
        for (const GraphInput& input : opened.graph.inputs())
            if (input.kind == InputKind::User) ids.push_back(input.value);
        for (std::size_t i = 0; i < ids.size() && i < inputs.size(); ++i) opened.graph.setInputData(ids[i], inputs[i]);
    }
    WHITTLE_TRY(CompileOptions compile, cli::compileOptions(options.compiler, options.cache));
    compile.seed = options.seed;
    WHITTLE_TRY(compile.inject, parseInjections(options.inject).context("reading --inject"));
    std::vector<std::string> notes = idleInjections(opened.graph, compile.inject);
    options.numericsOptions.json = options.json;
    return runNumerics(opened.graph, std::move(compile), options.numericsOptions, std::move(notes)).context("comparing {}", options.file);
}

Result<int> runGraph(Options& options) {
    if (options.numerics) return compareNumerics(options);
    catchCrashes();
    if (options.mode != "compiled" && (!options.inject.empty() || !options.compiler.skipPasses.empty() || options.compiler.passLimit >= 0))
        return fail(Code::Argument, "--inject, --skip-pass and --pass-limit speak to the compiler: they need --mode compiled");
    if (options.mode != "compiled" && (!options.compiler.kernels.forced.empty() || options.compiler.kernels.autotune))
        return fail(Code::Argument, "--choose and --autotune speak to the compiler: they need --mode compiled");
    if (options.mode != "compiled" && !options.timeline.empty()) return fail(Code::Argument, "--timeline shows compiled kernels: it needs --mode compiled");
    if (options.namesForPerf) {
        if (options.mode != "compiled") return fail(Code::Argument, "--perf-map names compiled kernels: it needs --mode compiled");
        WHITTLE_TRY(options.perfMap, PerfMap::create(fmt::format("/tmp/perf-{}.map", getpid())));
    }
    WHITTLE_TRY(std::vector<CaseAnswer> cases, plannedCases(options));
    if (cases.size() > 1 && std::ranges::any_of(wantedTaps(options), [](const WantedTap& tap) { return !tap.file.empty(); }))
        return fail(Code::Argument, "--tap with a file wants one call, and there are {}", cases.size());
    const std::string& firstCall = cases.front().inputs.empty() ? cases.front().check : cases.front().inputs;
    WHITTLE_TRY(OpenedGraph opened, openForCommand(options.file, {.model = options.model, .seed = options.seed, .inputs = firstCall}));
    WHITTLE_TRY_VOID(checkGraph(opened.graph).context("checking {}", options.file));
    const std::size_t told = opened.notes.size();  // by openForCommand
    if (!options.state.empty()) {
        WHITTLE_TRY(const int taken, takeState(opened.graph, options.state).context("taking the state of {}", options.state));
        opened.notes.push_back(fmt::format("{} buffers start as in {}", taken, options.state));
    }
    if (!cases.back().check.empty() && options.state.empty()) {
        WHITTLE_TRY(const CaseTensors last, readCase(cases.back().check, options.model));
        if (savedAfter(opened.graph, last)) {
            for (CaseAnswer& one : cases) one.startIsKnown = false;
            opened.notes.push_back("the program was saved after these calls, so it does not start where they did: its buffers are "
                                   "compared with a float64 run from its own; --state takes the start from another file");
        }
    }
    Compiled executable;
    for (CaseAnswer& one : cases) WHITTLE_TRY_VOID(runCase(options, opened.graph, one, executable));
    WHITTLE_TRY(const std::vector<Injection> injected, parseInjections(options.inject));
    for (std::string& note : idleInjections(opened.graph, injected)) opened.notes.push_back(std::move(note));
    if (options.state.empty() && std::ranges::any_of(cases, [&](const CaseAnswer& one) { return isAboutState(opened.graph, one); }))
        opened.notes.push_back("results depend on where the buffers start, and this program may not start where the case did; --state takes "
                               "the start from another file");
    if (options.cache)
        for (std::string& note : options.cache->notes()) opened.notes.push_back(std::move(note));
    WHITTLE_TRY(const std::vector<std::string> saved, saveTaps(opened.graph, wantedTaps(options), cases.back().run.taps));
    for (const std::string& one : saved) opened.notes.push_back(one);
    if (!options.timeline.empty()) {
        WHITTLE_TRY_VOID(writeFileAtomic(options.timeline, cases.back().run.timeline->forViewers).context("writing the timeline"));
        opened.notes.push_back(fmt::format("timeline in {}", options.timeline));
    }
    const bool ok = std::ranges::all_of(cases, [](const CaseAnswer& one) { return one.report.ok; });
    if (options.json) {
        printJson(answerJson(options, cases, opened.notes));
        return ok ? kOk : kCheckFailed;
    }
    for (const CaseAnswer& one : cases) {
        if (cases.size() > 1) printText("{}== {}\n", &one == &cases.front() ? "" : "\n", one.check.empty() ? one.inputs : one.check);
        printCase(options, one);
    }
    for (std::size_t i = told; i < opened.notes.size(); ++i) printText(stderr, "note: {}\n", opened.notes[i]);
    return ok ? kOk : kCheckFailed;
}

}  // namespace

void addRun(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Execute a graph and check its outputs");
    command->add_option("FILE", options->file, "the graph to run")->required();
    command->add_option("--inputs", options->inputs, "safetensors file with in.0, in.1, ...; one for every call. Weights that the file lacks are taken from "
                                                    "the first by name, and types where a Python text has none")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--mode", options->mode, "eager, compiled, or reference (everything in float64)")
        ->check(CLI::IsMember({"eager", "compiled", "reference"}))
        ->capture_default_str();
    command->add_option("--check", options->checks,
                        "safetensors file with out.<i>, mut.<buffer>, mut.in.<i> (and in.<i>, if --inputs is not given); a floating "
                        "out.<i> out of tolerance is right when it is as near to ref64.<i> as PyTorch's, within a factor of 2. "
                        "Given again, another call: mutated buffers are carried from one to the next")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--rtol", options->tolerance.rtol,
                        "relative tolerance of --check; without it by the coarsest dtype that an output is computed from: "
                        "f64 1e-7, f32 1e-4, f16 1e-2, bf16 4e-2; integers are exact")
        ->check(between(0, 1e300));
    command->add_option("--atol", options->tolerance.atol,
                        "absolute tolerance of --check; without it likewise: f64 1e-7, f32 1e-4, f16 2e-3, bf16 1e-2, times the largest expected value "
                        "where that is below 1")
        ->check(between(0, 1e300));
    command->add_option("--state", options->state, "start from the buffers of this safetensors file or other program");
    command->add_option("--seed", options->seed, "seed of random operators (as torch.manual_seed), and of weights and inputs that the file lacks")->capture_default_str();
    command->add_option("--model", options->model, "which program of an archive that holds several");
    addCompilerOptions(*command, options->compiler);
    addKernelOptions(*command, options->compiler.kernels, Tuning::Offered);
    command->add_option("--inject", options->inject, "developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]");
    command->add_flag("--profile", options->profile, "time of every node or kernel, the slowest first; of kernels also bytes and operations a second, and the most memory at once. "
                                                     "With --json also which thread ran what when, and memory over time");
    command->add_option("--timeline", options->timeline, "write which thread ran which kernel when, and memory over time, as a file that trace viewers open (Perfetto, chrome://tracing)");
    command->add_flag("--perf-map", options->namesForPerf, "name the kernels to `perf`, in /tmp/perf-PID.map");
    command->add_option("--repeat", options->repeat, "runs of each call; times are their medians")->check(CLI::Range(1, 1'000'000))->capture_default_str();
    command->add_option("--tap", options->taps, "NODE[=FILE]: tell what a node or value was, or write it as safetensors; again for more")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    CLI::Option* numerics = command->add_flag("--numerics", options->numerics, "hold every tensor that the graph computes in a compiled run against eager's and float64's: the first wrong one, "
                                                       "where NaN begins, how the error grows. In a worker, as minify's candidates")
        ->excludes("--mode");
    command->add_option("--timeout", options->numericsOptions.seconds, "seconds that --numerics may take")->check(between(0.001, 1e6))->capture_default_str()->needs(numerics);
    command->add_option("--memory", options->numericsOptions.memoryMb, "megabytes that --numerics may use")->check(between(16, 1e9))->capture_default_str()->needs(numerics);
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            options->cache = openCache(options->compiler);
            const Result<int> status = runGraph(*options);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli
