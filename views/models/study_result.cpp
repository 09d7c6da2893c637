#include "views/models/study_result.h"

#include <algorithm>

#include "engine/runtime/study.h"
#include "views/models/settings_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

Json settingsJson(const StudySettings& settings) {
    return {{"compiler", textsJson(settings.compiler)}, {"seed", std::uint64_t{settings.seed}}, {"forced", textsJson(settings.forced)},
            {"measure_candidates", settings.measureCandidates}, {"runs", settings.runs}};
}

Result<StudySettings> settingsFrom(const Json& json) {
    try {
        return StudySettings{.compiler = textsFrom(json.at("compiler")), .seed = json.at("seed").get<std::uint64_t>(), .forced = textsFrom(json.at("forced")),
                             .measureCandidates = json.at("measure_candidates").get<bool>(), .runs = std::clamp(json.at("runs").get<int>(), 0, 1000)};
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not the settings of a compilation: {}", error.what());
    }
}

// What a worker never tells, and views take for granted.
Result<void> check(const Study& study) {
    const std::size_t kernels = study.report.kernels.size();
    const RunTrace& trace = study.trace;
    const RunProfile& profile = study.profile;
    const auto inside = [&](const RunSpan& span) { return span.kernel < kernels && span.thread >= 0 && span.thread < trace.threads && span.begin >= 0 && span.begin <= span.end; };
    if ((!profile.kernelMs.empty() && profile.kernelMs.size() != kernels) || profile.kernelWork.size() > kernels) return fail(Code::Format, "the times are of other kernels");
    if (!std::ranges::all_of(trace.kernels, inside) || !std::ranges::all_of(trace.chunks, inside)) return fail(Code::Format, "the spans are of another run");
    if (!std::ranges::all_of(profile.refusals, [&](const RunRefusal& one) { return one.kernel < kernels; })) return fail(Code::Format, "a kernel refused that there is not");
    return {};
}

}  // namespace

std::vector<ResultTeller> studyTellers(const StudySettings& settings, std::shared_ptr<const Study> study) {
    std::vector<ResultTeller> out;
    for (const KernelTexts texts : {KernelTexts::Keep, KernelTexts::Leave})
        out.push_back([settings, study, texts](const TellResult& tell) -> Result<void> {
            WHITTLE_TRY_VOID(tell("settings", settingsJson(settings)));
            return tellStudy(*study, texts, tell);
        });
    return out;
}

Result<StudyRecord> readStudyResult(const PackedResult& result, const GraphRef& opened, const CancelToken& cancel) {
    StudyReader reader(opened);
    StudyRecord out;
    WHITTLE_TRY_VOID(unpackResult(result, cancel, [&](std::string_view what, const Json& is) -> Result<void> {
        if (what != "settings") return reader.read(what, is);
        WHITTLE_TRY(out.settings, settingsFrom(is));
        return {};
    }));
    Study study = reader.take();
    WHITTLE_TRY_VOID(check(study));
    WHITTLE_TRY(out.outcome, StudyController::outcomeOf(opened, std::move(study)));
    return out;
}

}  // namespace whittle
