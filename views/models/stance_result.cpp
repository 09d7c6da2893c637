#include "views/models/stance_result.h"

#include <algorithm>

#include "views/models/argument_text.h"
#include "views/models/text.h"

namespace whittle {
namespace {

using Ordered = nlohmann::ordered_json;
using State = StanceController::State;

constexpr std::pair<State, const char*> kEnds[] = {{State::Done, "done"}, {State::Stopped, "stopped"}, {State::Failed, "failed"}};

Ordered ranJson(const StanceInput& ran) {
    Ordered stances = Ordered::array(), calls = Ordered::array();
    for (const QString& stance : ran.settings.stances) stances.push_back(stance.toStdString());
    for (const CallRow& row : ran.calls) {
        Ordered& call = calls.emplace_back(Ordered::array());
        for (const QString& argument : row.arguments) call.push_back(argument.toStdString());
    }
    const StanceSettings& settings = ran.settings;
    return {{"stances", stances}, {"dynamic", settings.dynamic.toStdString()}, {"backend", settings.backend.toStdString()}, {"warm", settings.warm},
            {"limit", settings.limit}, {"skip_guards", settings.skipGuards}, {"calls", calls}};
}

// As a session spells it: the calls that it has are compared with these.
QString spelled(const QString& text, const CallParameter& parameter) {
    const Result<std::optional<Json>> argument = argumentJson(text, parameter.isTensor);
    return argument && *argument ? argumentText(**argument, parameter.isTensor) : QString();
}

Result<StanceInput> ranFrom(const Ordered& json, const QList<CallParameter>& parameters) {
    try {
        StanceInput out;
        StanceSettings& settings = out.settings;
        settings.stances.clear();
        for (const Ordered& stance : json.at("stances")) settings.stances << toQString(stance.get_ref<const std::string&>());
        settings.dynamic = toQString(json.at("dynamic").get_ref<const std::string&>());
        settings.backend = toQString(json.at("backend").get_ref<const std::string&>());
        settings.warm = json.at("warm").get<int>();
        settings.limit = json.at("limit").get<int>();
        settings.skipGuards = json.at("skip_guards").get<bool>();
        const Ordered& calls = json.at("calls");
        if (calls.size() > static_cast<std::size_t>(CallsModel::kMost)) return fail(Code::Limit, "{} calls", calls.size());
        for (const Ordered& call : calls) {
            if (static_cast<qsizetype>(call.size()) != parameters.size()) return fail(Code::Format, "a call has {} arguments, the graph {}", call.size(), parameters.size());
            CallRow row;
            for (const Ordered& argument : call) row.arguments << spelled(toQString(argument.get_ref<const std::string&>()), parameters[row.arguments.size()]);
            out.calls << std::move(row);
        }
        const QStringList known = StanceSettings().stances;
        if (!std::ranges::all_of(settings.stances, [&](const QString& stance) { return known.contains(stance); })) return fail(Code::Format, "a stance that this Whittle has not");
        return out;
    } catch (const Ordered::exception& error) {
        return fail(Code::Format, "not the calls of a replay: {}", error.what());
    }
}

}  // namespace

std::vector<ResultTeller> stanceTellers(const StanceController& stances) {
    return {[report = stances.report(), ran = stances.ranInput(), state = stances.state(), error = stances.errorText().toStdString()](const TellResult& tell) -> Result<void> {
        const auto* const end = std::ranges::find(kEnds, state, &std::pair<State, const char*>::first);
        WHITTLE_TRY_VOID(tell("ran", ranJson(ran)));
        WHITTLE_TRY_VOID(tell("end", {{"state", end == std::end(kEnds) ? "stopped" : end->second}, {"error", error}}));
        return tellReport(*report, [&](const std::string& line) { return tell("line", line); });
    }};
}

Result<StanceController::Restored> readStanceResult(const PackedResult& result, const QList<CallParameter>& parameters, const CancelToken& cancel) {
    StanceController::Restored out{.report = {}, .ran = {}, .errorText = {}, .made = result.made};
    StanceReport report;
    bool hasCalls = false;
    WHITTLE_TRY_VOID(unpackResult(result, cancel, [&](std::string_view what, const Ordered& is) -> Result<void> {
        if (what == "ran") {
            WHITTLE_TRY(out.ran, ranFrom(is, parameters));
            hasCalls = true;
        } else if (what == "end") {
            if (!is.is_object() || !is.contains("state") || !is["state"].is_string() || !is.contains("error") || !is["error"].is_string()) return fail(Code::Format, "an end that is none");
            const auto& state = is["state"].get_ref<const std::string&>();
            const auto* const end = std::ranges::find_if(kEnds, [&](const auto& one) { return state == one.second; });
            if (end == std::end(kEnds)) return fail(Code::Format, "an end that is none");
            out.state = end->first;
            out.errorText = toQString(is["error"].get_ref<const std::string&>());
        } else if (what == "line") {
            if (!is.is_string()) return fail(Code::Format, "a line that is no text");
            return addLine(report, is.get_ref<const std::string&>());
        }
        return {};
    }));
    if (!hasCalls) return fail(Code::Format, "a replay without its calls");
    if (report.runs.size() > static_cast<std::size_t>(out.ran.settings.stances.size())) return fail(Code::Format, "more runs than stances");
    for (const ReportedRun& run : report.runs)
        if (run.calls.size() > static_cast<std::size_t>(out.ran.calls.size())) return fail(Code::Format, "more calls than were made");
    out.report = std::make_shared<const StanceReport>(std::move(report));
    return out;
}

}  // namespace whittle
