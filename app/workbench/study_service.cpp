#include "app/workbench/study_service.h"

#include "app/workbench/minify_service.h"
#include "app/workbench/source_words.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// A candidate of a reduction is judged in seconds; a graph that is looked at once may be large, and have its candidates measured. Who waits can stop it.
constexpr double kStudySeconds = 120;

// What a candidate of a reduction may take is no setting of a compilation.
Result<OracleChoice> compilerOf(const StudySettings& settings) {
    WHITTLE_TRY(OracleChoice choice, engineChoice(settings.compiler));
    const OracleChoice standard;
    choice.timeout = standard.timeout;
    choice.memoryMb = standard.memoryMb;
    choice.eager = standard.eager;
    return choice;
}

}  // namespace

QString studyCommand(const GraphSource& source, const StudySettings& settings) {
    const Result<OracleChoice> choice = compilerOf(settings);
    if (!choice) return {};
    std::string command = "whittle compile " + sourceWords(source) + oracleWords(*choice);
    for (const auto& [site, candidate] : settings.forced) command += " --choose " + shellWord((site + u'=' + candidate).toStdString());
    if (settings.measureCandidates) command += " --autotune";
    return toQString(command);
}

StudyWork studyWork(const QString& programFolder) {
    const std::filesystem::path program = toPath(programFolder) / "whittle";
    return [program](const Graph& graph, const StudySettings& settings, const std::function<void(const PassRecord&)>& passed,
                     const CancelToken& cancel) -> Result<Study> {
        WHITTLE_TRY(OracleChoice choice, engineChoice(settings.compiler));
        if (!choice.timeout) choice.timeout = kStudySeconds;
        WHITTLE_TRY(EngineUse use, engineUse(choice, {.original = graph, .program = program, .seed = settings.seed, .cancel = cancel}));
        ChoiceOptions& choices = use.compile.choices;
        for (const auto& [site, candidate] : settings.forced) {
            std::erase_if(choices.forced, [&](const ForcedChoice& one) { return one.site == site.toStdString(); });
            choices.forced.push_back({.site = site.toStdString(), .candidate = candidate.toStdString()});
        }
        choices.mayLackSites = false;
        choices.measure = choices.measure || settings.measureCandidates;
        Worker worker(program, use.limits);
        WHITTLE_TRY(Study study, worker.study({.graph = graph, .compile = std::move(use.compile), .tolerance = {}, .measuredRuns = settings.runs}, cancel, passed));
        study.report.notes.insert(study.report.notes.begin(), use.notes.begin(), use.notes.end());
        return study;
    };
}

}  // namespace whittle
