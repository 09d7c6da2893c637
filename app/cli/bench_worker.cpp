// `whittle bench-worker`: compiles and runs one graph at a time for `whittle bench`, which takes the times. A process of its own a
// row, so that the first compile is a first one, the peak of memory is the row's, and a crash costs one row.
#include <chrono>
#include <csignal>

#include <sys/prctl.h>
#include <sys/resource.h>

#include "app/cli/bench/contestant.h"
#include "app/cli/bench/work.h"
#include "app/cli/command.h"
#include "app/cli/compiler_options.h"
#include "engine/codegen/code_makers.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/export_py.h"
#include "engine/formats/fill_missing.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"

namespace whittle::bench {
namespace {

using Clock = std::chrono::steady_clock;

double msSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

// The first size of every tensor that is given, and what follows from it.
Result<void> setBatch(Graph& graph, int batch) {
    for (const GraphInput& input : graph.inputs()) {
        const TensorType* type = asTensorType(graph.type(input.value));
        if (input.kind != InputKind::User || !type || type->sizes.empty()) continue;
        TensorType other = *type;
        other.sizes[0] = batch;
        other.strides.clear();
        graph.setType(input.value, std::move(other));
    }
    return retypeGraph(graph);
}

// A graph and what became of it. Questions name one by "slot", a number, so that two can take turns.
struct Slot {
    Graph graph;
    std::shared_ptr<const Executable> executable;
    std::vector<Datum> outputs;
};

class Server {
public:
    Result<Json> answer(const Json& question) {
        const std::string what = question.value("do", "");
        for (const Row& row : kRows)
            if (what == row.what) return (this->*row.answer)(question, m_slots[question.value("slot", 0)]);
        return fail(Code::Argument, "there is no question '{}'", what);
    }

private:
    // {"threads"} -> what the machine can do
    Result<Json> limits(const Json& question, Slot&) {
        const MachineRoof limits = measureRoof(question.value("threads", 1), RoofCare::Thorough);
        return Json{{"fma_f32", limits.fmaF32}, {"fma_bf16", limits.fmaBf16}, {"triad", limits.triad}, {"triad_nt", limits.triadNt}, {"isa", limits.isa}};
    }

    // {"text" or "file", "batch", "seed"} -> {"nodes", "flops", "flops_bf16", "bytes", "notes"}
    Result<Json> open(const Json& question, Slot& slot) {
        const auto seed = question.value("seed", std::uint64_t{0});
        slot.executable = nullptr;
        Json notes = Json::array();
        if (const std::string file = question.value("file", ""); !file.empty()) {
            const int batch = question.value("batch", 0);
            WHITTLE_TRY(OpenedGraph opened, openGraph(file, {.model = {}, .fillMissing = batch == 0, .seed = seed}));
            slot.graph = std::move(opened.graph);
            notes = opened.notes;
            if (batch > 0) {
                WHITTLE_TRY_VOID(setBatch(slot.graph, batch));
                WHITTLE_TRY(const auto filled, fillMissing(slot.graph, seed));
                for (const std::string& note : filled) notes.push_back(note);
            }
        } else {
            WHITTLE_TRY(slot.graph, parseGraph(question.value("text", ""), findSchema));
            WHITTLE_TRY(const auto filled, fillMissing(slot.graph, seed));
        }
        WHITTLE_TRY_VOID(checkGraph(slot.graph));
        const Work work = countWork(slot.graph);
        return Json{{"nodes", slot.graph.nodes().size()}, {"flops", work.flops}, {"flops_bf16", work.flopsBf16}, {"bytes", work.bytes}, {"notes", notes}};
    }

    // {"times", "seconds", "kernels": {"choose", "autotune", "autotune_seconds", "tuning_store"}} -> {"ms": of each, "kernels": {kind: count}, "fallbacks"}; stops early when the seconds are up
    Result<Json> compileGraph(const Json& question, Slot& slot) {
        const int times = question.value("times", 1);
        const double budgetMs = question.value("seconds", 1e9) * 1000;
        Json ms = Json::array();
        const auto begin = Clock::now();
        CompileOptions options;
        options.makers = m_makers;
        WHITTLE_TRY(options.choices, choicesFrom(question.value("kernels", Json::object())));
        for (int i = 0; i < times && (i == 0 || msSince(begin) < budgetMs); ++i) {
            const auto start = Clock::now();
            WHITTLE_TRY(auto executable, compile(slot.graph, options));
            ms.push_back(msSince(start));
            slot.executable = std::move(executable);
        }
        std::map<std::string, int> kinds;
        for (const KernelRecord& kernel : slot.executable->report().kernels) ++kinds[kernel.kind];
        return Json{{"ms", ms}, {"kernels", kinds}, {"fallbacks", slot.executable->report().eagerFallbacks}, {"cpu", slot.executable->report().cpu}};
    }

    static Result<ChoiceOptions> choicesFrom(const Json& kernels) {
        cli::KernelChoiceOptions wanted;
        wanted.forced = kernels.value("choose", std::vector<std::string>());
        wanted.autotune = kernels.value("autotune", false);
        wanted.seconds = kernels.value("autotune_seconds", wanted.seconds);
        wanted.store = kernels.value("tuning_store", "");
        wanted.noStore = wanted.store.empty();
        WHITTLE_TRY(ChoiceOptions out, cli::choiceOptions(wanted, {}));
        // The first compile measures; for the others to find it, it is kept in memory at least.
        if (out.measure && !out.store) out.store = std::make_shared<TuningStore>();
        return out;
    }

    // {"calls"} -> {"ms": of each, "refusals": nodes that a library refused in a run}; one call before is not timed
    Result<Json> run(const Json& question, Slot& slot) {
        if (!slot.executable) return fail(Code::Argument, "nothing is compiled");
        RunProfile profile;
        WHITTLE_TRY(slot.outputs, slot.executable->run({}, {}, &profile));
        Json ms = Json::array(), refusals = Json::array();
        for (const RunRefusal& refusal : profile.refusals) refusals.push_back(refusal.node);
        for (int i = 0; i < question.value("calls", 1); ++i) {
            const auto start = Clock::now();
            auto outputs = slot.executable->run({});
            ms.push_back(msSince(start));  // what was returned is freed outside
            if (!outputs) return std::unexpected(std::move(outputs).error());
        }
        return Json{{"ms", ms}, {"refusals", refusals}};
    }

    // {"script"} writes the graph for PyTorch, with its data beside it
    Result<Json> exportRepro(const Json& question, Slot& slot) {
        WHITTLE_TRY_VOID(writeRepro(slot.graph, question.value("script", "")));
        return Json::object();
    }

    // {"reference": bool, "outputs": {name: safetensors}} -> {"against", "errors": {"whittle" or name: error}, "tolerance"}: the
    // largest error as a part of the largest value, or a sentence; against float64, or else against the first of the others
    Result<Json> check(const Json& question, Slot& slot) {
        std::vector<std::pair<std::string, std::vector<Tensor>>> all{{"whittle", tensorsOf(slot.outputs)}};
        const Json others = question.value("outputs", Json::object());
        for (const auto& [name, path] : others.items()) {
            WHITTLE_TRY(const auto tensors, readSafetensors(path.get<std::string>()));
            all.emplace_back(name, std::vector<Tensor>());
            for (std::size_t i = 0; tensors.contains(fmt::format("out.{}", i)); ++i) all.back().second.push_back(tensors.at(fmt::format("out.{}", i)));
        }
        std::string against = "float64";
        std::vector<Tensor> expected;
        if (question.value("reference", false)) {
            WHITTLE_TRY(const InterpretResult reference, interpret(slot.graph, {}, {.precision = Precision::Float64}));
            expected = tensorsOf(reference.outputs);
        } else if (all.size() > 1) {
            against = all[1].first;
            expected = all[1].second;
        } else {
            return Json{{"against", nullptr}, {"errors", Json::object()}};
        }
        Json errors = Json::object();
        for (const auto& [name, actual] : all) {
            if (name == against) continue;
            const Result<double> error = worstError(expected, actual);
            if (error) errors[name] = *error;
            else errors[name] = error.error().message;
        }
        return Json{{"against", against}, {"errors", errors}, {"tolerance", tolerance(slot.graph)}};
    }

    // {} -> {"peak": bytes}
    Result<Json> memory(const Json&, Slot&) {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return Json{{"peak", static_cast<std::uint64_t>(usage.ru_maxrss) * 1024}};
    }

    static std::vector<Tensor> tensorsOf(std::span<const Datum> data) {
        std::vector<Tensor> out;
        for (const Datum& datum : data)
            if (const Tensor* tensor = asTensor(datum)) out.push_back(*tensor);
        return out;
    }

    static Result<double> worstError(std::span<const Tensor> expected, std::span<const Tensor> actual) {
        if (actual.size() != expected.size()) return fail(Code::Shape, "it gives {} tensors, expected were {}", actual.size(), expected.size());
        double worst = 0;
        for (std::size_t i = 0; i < actual.size(); ++i) {
            WHITTLE_TRY(const double error, scaledError(expected[i], actual[i]));
            worst = std::max(worst, error);
        }
        return worst;
    }

    static Result<double> scaledError(const Tensor& expected, const Tensor& actual) {
        if (expected.sizes() != actual.sizes()) return fail(Code::Shape, "an output is {}, expected was {}", actual.describe(), expected.describe());
        // No tolerance lets through a NaN, or an infinity, that the other lacks.
        const Comparison differs = compareTensors(expected, actual, {.rtol = 0, .atol = std::numeric_limits<double>::max()});
        if (!differs.ok) return fail(Code::Run, "an output is wrong: {}", differs.reason);
        const Comparison size = compareTensors(Tensor::zeros(DType::F64, expected.sizes()), expected, {});
        return size.maxAbsError > 0 ? differs.maxAbsError / size.maxAbsError : differs.maxAbsError;
    }

    // As a part of the largest value, by the coarsest dtype of the graph; room for many layers of rounding.
    static double tolerance(const Graph& graph) {
        double out = 1e-6;
        for (const ValueId id : graph.values())
            if (const TensorType* type = asTensorType(graph.type(id)))
                out = std::max(out, type->dtype == DType::BF16 ? 5e-2 : type->dtype == DType::F16 ? 1e-2 : type->dtype == DType::F32 ? 1e-3 : 0.0);
        return out;
    }

    struct Row {
        std::string_view what;
        Result<Json> (Server::*answer)(const Json& question, Slot& slot);
    };
    static const std::array<Row, 7> kRows;

    std::map<int, Slot> m_slots;
    std::shared_ptr<CodeMakers> m_makers = std::make_shared<CodeMakers>();
};

constinit const std::array<Server::Row, 7> Server::kRows{{
    {"limits", &Server::limits},
    {"open", &Server::open},
    {"compile", &Server::compileGraph},
    {"run", &Server::run},
    {"export", &Server::exportRepro},
    {"check", &Server::check},
    {"memory", &Server::memory},
}};

}  // namespace
}  // namespace whittle::bench

namespace whittle::cli {

void addBenchWorker(CLI::App& app, Selection& selection) {
    // The empty group hides it from --help: it is of no use at a prompt.
    CLI::App* command = app.add_subcommand("bench-worker", "Measure on request over an inherited socket")->group("");
    command->callback([&selection] {
        selection.run = [] {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // compiled code that hangs must not outlive who waits for it
            bench::Server server;
            return bench::serveQuestions(kChildChannel, [&](const Json& question) { return server.answer(question); });
        };
    });
}

}  // namespace whittle::cli
