#include "app/workbench/numerics_service.h"

#include "app/workbench/minify_service.h"
#include "app/workbench/source_words.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// A graph is compiled three times, run in float64 and measured value by value. Who waits can stop it.
constexpr double kNumericsSeconds = 600;
constexpr int kDisturbedRuns = 8;  // as the engine oracle has them: what it lets pass is right here too

struct Prepared {
    WorkerJob job;
    WorkerLimits limits;
    std::vector<std::string> notes;
};

Result<Prepared> prepare(const std::filesystem::path& program, const Graph& graph, const NumericsSettings& settings, const CancelToken& cancel) {
    WHITTLE_TRY(OracleChoice choice, engineChoice(settings.compiler));
    if (!choice.timeout) choice.timeout = kNumericsSeconds;
    WHITTLE_TRY(EngineUse use, engineUse(choice, {.original = graph, .program = program, .seed = settings.seed, .cancel = cancel}));
    use.compile.choices.mayLackSites = false;
    return Prepared{{.graph = graph, .compile = std::move(use.compile), .tolerance = {}, .disturbedRuns = kDisturbedRuns}, use.limits, std::move(use.notes)};
}

}  // namespace

QString numericsCommand(const GraphSource& source, const NumericsSettings& settings) {
    Result<OracleChoice> choice = engineChoice(settings.compiler);
    if (!choice) return {};
    choice->eager = OracleChoice().eager;  // of reductions alone
    return toQString("whittle run " + sourceWords(source) + " --numerics" + oracleWords(*choice));
}

NumericsService numericsWork(const QString& programFolder) {
    const std::filesystem::path program = toPath(programFolder) / "whittle";
    const auto compare = [program](const Graph& graph, const NumericsSettings& settings, const std::function<void(const ComparisonNews&)>& told,
                                   const CancelToken& cancel) -> Result<ValueComparison> {
        WHITTLE_TRY(const Prepared prepared, prepare(program, graph, settings, cancel));
        Worker worker(program, prepared.limits);
        WHITTLE_TRY(ValueComparison comparison, worker.compareValues(prepared.job, cancel, told));
        comparison.notes.insert(comparison.notes.begin(), prepared.notes.begin(), prepared.notes.end());
        return comparison;
    };
    const auto fetch = [program](const Graph& graph, const NumericsSettings& settings, const WantedValue& wanted, const CancelToken& cancel) -> Result<ThreeTensors> {
        WHITTLE_TRY(Prepared prepared, prepare(program, graph, settings, cancel));
        prepared.job.wanted = wanted;
        Worker worker(program, prepared.limits);
        return worker.fetch(prepared.job, cancel);
    };
    return {.compare = compare, .fetch = fetch};
}

}  // namespace whittle
