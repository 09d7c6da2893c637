// `whittle run`: executes a graph, eagerly, compiled or in float64, and checks its outputs.
#include <algorithm>
#include <chrono>

#include "app/cli/command.h"
#include "app/cli/run_check.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/safetensors.h"
#include "engine/ops/check.h"
#include "engine/runtime/compile.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, inputs, check, mode = "eager", inject;
    double rtol = 1e-4, atol = 1e-4;
    std::uint64_t seed = 0;
    std::vector<std::string> skipPasses;
    bool profile = false;
    bool json = false;
};

// One row of --profile: a node (eager) or a kernel (compiled) and its time.
struct ProfileRow {
    std::string name, what;
    double milliseconds;
};

struct RunAnswer {
    std::vector<Datum> outputs;
    std::vector<ProfileRow> profile;
    std::vector<std::string> fallbacks;
    double compileMs = 0, runMs = 0;
};

double msSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Result<RunAnswer> runEager(const Options& options, const Graph& graph, std::span<const Datum> inputs) {
    RunAnswer answer;
    InterpretOptions interpretOptions;
    interpretOptions.precision = options.mode == "reference" ? Precision::Float64 : Precision::AsGiven;
    interpretOptions.cancel = interruptToken();
    if (options.profile)
        interpretOptions.afterNode = [&](const Node& node, std::span<const Datum>, double ms) {
            answer.profile.push_back({node.name, node.op, ms});
        };
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(InterpretResult result, interpret(graph, inputs, interpretOptions));
    answer.runMs = msSince(start);
    answer.outputs = std::move(result.outputs);
    return answer;
}

Result<RunAnswer> runCompiled(const Options& options, const Graph& graph, std::span<const Datum> inputs) {
    RunAnswer answer;
    CompileOptions compileOptions;
    compileOptions.cancel = interruptToken();
    compileOptions.skipPasses = options.skipPasses;
    WHITTLE_TRY(compileOptions.inject, parseInjections(options.inject));
    auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(const std::shared_ptr<const Executable> executable, compile(graph, compileOptions));
    answer.compileMs = msSince(start);
    answer.fallbacks = executable->report().eagerFallbacks;
    RunProfile profile;
    start = std::chrono::steady_clock::now();
    WHITTLE_TRY(answer.outputs, executable->run(inputs, compileOptions.cancel, options.profile ? &profile : nullptr));
    answer.runMs = msSince(start);
    const auto& kernels = executable->report().kernels;
    for (std::size_t i = 0; i < profile.kernelMs.size() && i < kernels.size(); ++i)
        answer.profile.push_back({kernels[i].name, kernels[i].kind + " " + kernels[i].implementation, profile.kernelMs[i]});
    return answer;
}

// A 0-d tensor stands for a number when the graph wants one.
Result<Datum> numberFrom(const Tensor& tensor, NumberType::Kind kind, const std::string& key) {
    if (tensor.numel() != 1)
        return fail(Code::Shape, "'{}' is {}, but the graph wants one number there", key, tensor.describe());
    if (kind == NumberType::Kind::Float) return Datum(tensor.flat(0));
    if (kind == NumberType::Kind::Bool) return Datum(tensor.flat(0) != 0);
    return Datum(tensor.flatInt(0));
}

// The file holds in.0, in.1, ... for every user input, or none at all when it is a file of expected outputs: then
// the graph's own inputs are used.
Result<std::vector<Datum>> userInputs(const Graph& graph, const std::map<std::string, Tensor>& file,
                                      const std::string& path, bool mayHaveNone) {
    std::vector<Datum> inputs;
    const bool hasAny = std::ranges::any_of(file, [](const auto& entry) { return entry.first.starts_with("in."); });
    if (!hasAny && mayHaveNone) return inputs;
    for (const GraphInput& input : graph.inputs()) {
        if (input.kind != InputKind::User) continue;
        const std::string key = fmt::format("in.{}", inputs.size());
        const auto found = file.find(key);
        if (found == file.end())
            return fail(Code::NotFound, "{} has no tensor '{}' for input '{}'", path, key, graph.value(input.value).name);
        if (const NumberType* number = asNumberType(graph.type(input.value))) {
            WHITTLE_TRY(Datum value, numberFrom(found->second, number->kind, key));
            inputs.push_back(std::move(value));
        } else {
            inputs.emplace_back(found->second);
        }
    }
    if (const std::string extra = fmt::format("in.{}", inputs.size()); file.contains(extra))
        return fail(Code::Argument, "{} holds '{}', but the graph has only {} inputs", path, extra, inputs.size());
    return inputs;
}

Result<int> runGraph(const Options& options) {
    if (options.mode != "compiled" && (!options.inject.empty() || !options.skipPasses.empty()))
        return fail(Code::Argument, "--inject and --skip-pass speak to the compiler: they need --mode compiled");
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, options.model, options.seed));
    const Graph& graph = opened.graph;
    WHITTLE_TRY_VOID(checkGraph(graph).context("checking {}", options.file));

    std::map<std::string, Tensor> expected;
    std::vector<Datum> inputs;
    const std::string& inputFile = options.inputs.empty() ? options.check : options.inputs;
    if (!options.check.empty()) {
        WHITTLE_TRY(expected, readSafetensors(options.check).context("reading {}", options.check));
    }
    if (!inputFile.empty()) {
        WHITTLE_TRY(const auto given, readSafetensors(inputFile).context("reading {}", inputFile));
        WHITTLE_TRY(inputs, userInputs(graph, given, inputFile, options.inputs.empty()));
    }

    WHITTLE_TRY(const RunAnswer answer, (options.mode == "compiled" ? runCompiled(options, graph, inputs)
                                                                     : runEager(options, graph, inputs))
                                            .context("running {} ({})", options.file, options.mode));
    CheckReport check;
    if (!options.check.empty()) {
        WHITTLE_TRY(check, checkOutputs(graph, answer.outputs, expected, {options.rtol, options.atol}, options.check));
    }

    if (options.json) {
        Json out{{"ok", check.ok}, {"mode", options.mode}};
        out["max_abs_error"] = options.check.empty() ? Json(nullptr) : Json(check.maxAbsError);
        out["max_rel_error"] = options.check.empty() ? Json(nullptr) : Json(check.maxRelError);
        out["eager_fallbacks"] = answer.fallbacks;
        out["compile_ms"] = answer.compileMs;
        out["run_ms"] = answer.runMs;
        out["outputs"] = Json::array();
        for (const Datum& datum : answer.outputs) out["outputs"].push_back(describe(datum));
        out["mismatches"] = check.mismatches;
        out["notes"] = opened.notes;
        if (options.profile)
            for (const ProfileRow& row : answer.profile)
                out["profile"].push_back({{"name", row.name}, {"what", row.what}, {"ms", row.milliseconds}});
        printJson(out);
        return check.ok ? kOk : kCheckFailed;
    }

    for (std::size_t i = 0; i < answer.outputs.size(); ++i)
        fmt::print("out.{}  {}\n", i, describe(answer.outputs[i]));
    if (options.mode == "compiled") {
        fmt::print("compiled in {:.1f} ms, ran in {:.2f} ms\n", answer.compileMs, answer.runMs);
        if (!answer.fallbacks.empty())
            fmt::print("{} nodes ran on eager kernels: {}\n", answer.fallbacks.size(), fmt::join(answer.fallbacks, ", "));
    } else {
        fmt::print("ran in {:.2f} ms ({})\n", answer.runMs, options.mode);
    }
    if (options.profile) {
        fmt::print("\n{:>10}  {:24} {}\n", "ms", "name", "what");
        for (const ProfileRow& row : answer.profile) fmt::print("{:>10.3f}  {:24} {}\n", row.milliseconds, row.name, row.what);
    }
    if (!options.check.empty()) {
        for (const std::string& mismatch : check.mismatches) fmt::print("MISMATCH {}\n", mismatch);
        fmt::print("check {}: max absolute error {:.3g}, max relative error {:.3g} (rtol {:g}, atol {:g})\n",
                   check.ok ? "passed" : "FAILED", check.maxAbsError, check.maxRelError, options.rtol, options.atol);
    }
    return check.ok ? kOk : kCheckFailed;
}

}  // namespace

void addRun(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Execute a graph and check its outputs");
    command->add_option("FILE", options->file, "the graph to run")->required();
    command->add_option("--inputs", options->inputs, "safetensors file with in.0, in.1, ...");
    command->add_option("--mode", options->mode, "eager, compiled, or reference (everything in float64)")
        ->check(CLI::IsMember({"eager", "compiled", "reference"}))
        ->capture_default_str();
    command->add_option("--check", options->check, "safetensors file with out.0, out.1, ... (and inputs, if not given)");
    command->add_option("--rtol", options->rtol, "relative tolerance of --check")->capture_default_str();
    command->add_option("--atol", options->atol, "absolute tolerance of --check")->capture_default_str();
    command->add_option("--seed", options->seed, "seed for weights and inputs that the file lacks")->capture_default_str();
    command->add_option("--model", options->model, "which program of an archive that holds several");
    command->add_option("--skip-pass", options->skipPasses, "compiler passes to leave out");
    command->add_option("--inject", options->inject, "developer: plant compiler faults, OP=KIND[,OP=KIND]");
    command->add_flag("--profile", options->profile, "time of every node or kernel");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const Result<int> status = runGraph(*options);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli
