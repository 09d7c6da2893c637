#include "app/workbench/minify_service.h"

#include <algorithm>

#include <QCoreApplication>

#include "minifier/edits/edit.h"
#include "minifier/edits/graph_size.h"
#include "minifier/edits/recorder.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString words(std::string_view text) { return QCoreApplication::translate("Oracle", std::string(text).c_str()); }

SettingInfo::Form formOf(SettingForm form) {
    switch (form) {
        case SettingForm::Text:
        case SettingForm::Words:
        case SettingForm::Options: return SettingInfo::Form::Text;
        case SettingForm::File: return SettingInfo::Form::File;
        case SettingForm::OneOf: return SettingInfo::Form::OneOf;
        case SettingForm::Seconds: return SettingInfo::Form::Seconds;
        case SettingForm::Megabytes: return SettingInfo::Form::Megabytes;
    }
    return SettingInfo::Form::Text;
}

SettingInfo infoOf(const OracleSetting& setting) {
    const bool isTime = setting.form == SettingForm::Seconds;
    SettingInfo info{.option = toQString(setting.option),
                     .form = formOf(setting.form),
                     .title = words(setting.title),
                     .tip = words(setting.what),
                     .example = setting.example.empty() ? QString() : words(setting.example),
                     .standard = toQString(settingText(OracleChoice(), setting)),
                     .least = isTime ? kLeastSeconds : kLeastMegabytes,
                     .most = isTime ? kMostSeconds : kMostMegabytes,
                     .values = {}};
    for (const SettingValue& value : setting.values) info.values << SettingInfo::Value{toQString(value.value), words(value.words)};
    return info;
}

QList<OracleInfo> allOracles() {
    QList<OracleInfo> out;
    for (const OracleKind& kind : oracleKinds()) {
        OracleInfo oracle{.name = toQString(kind.name), .title = words(kind.title), .seconds = kind.seconds, .settings = {}};
        for (const OracleSetting& setting : oracleSettings())
            if (isOf(setting, kind.name)) oracle.settings << infoOf(setting);
        out << oracle;
    }
    return out;
}

// What another oracle was told stays with the window and is no part of this job.
std::vector<Error> readOracle(OracleChoice& choice, const MinifySettings& settings) {
    std::vector<Error> errors;
    choice.name = settings.oracle.toStdString();
    for (const OracleSetting& setting : oracleSettings()) {
        const auto found = settings.oracleSettings.find(toQString(setting.option));
        if (found == settings.oracleSettings.end() || !isOf(setting, choice.name)) continue;
        if (Result<void> set = setSetting(choice, setting, found->second.toStdString()).context("reading {}", setting.option); !set)
            errors.push_back(std::move(set).error());
    }
    return errors;
}

std::vector<Error> check(const MinifySettings& settings) {
    OracleChoice oracle;
    std::vector<Error> errors = readOracle(oracle, settings);
    std::ranges::move(checkOracle(oracle), std::back_inserter(errors));
    if (Result<SignatureRule> rule = SignatureRule::parse(settings.signature.toStdString()).context("reading --signature"); !rule)
        errors.push_back(std::move(rule).error());
    return errors;
}

// The window has one field for all options of the compiler.
Error ofItsField(Error error) {
    constexpr std::string_view kReading = "reading ";
    for (std::string& line : error.context)
        if (line.starts_with(kReading) && isCompilerOption(std::string_view(line).substr(kReading.size()))) line = fmt::format("{}{}", kReading, kCompilerSetting);
    return error;
}

// PyTorch takes a while to start. A stop meanwhile is one like any other, with nothing reached.
MinifyResult stoppedBefore(const Graph& graph, const Error& stop) {
    MinifyResult result{.status = MinifyResult::Status::Stopped, .failure = {}, .note = stop.message, .graph = graph, .reducedFailure = {}};
    result.nodesBefore = result.nodesAfter = static_cast<int>(nodesIn(graph));
    result.inputsBefore = result.inputsAfter = static_cast<int>(graph.inputs().size());
    result.bytesBefore = result.bytesAfter = inputBytes(graph);
    return result;
}

}  // namespace

Result<MinifyChoice> minifyChoice(const MinifySettings& settings) {
    MinifyChoice choice{.file = settings.file.toStdString(),
                        .model = settings.model.toStdString(),
                        .inputs = settings.inputs.toStdString(),
                        .node = settings.node.toStdString(),
                        .output = settings.outputFolder.toStdString(),
                        .signature = settings.signature.toStdString(),
                        .budget = settings.budget,
                        .seed = settings.seed,
                        .maxCandidates = settings.maxCandidates,
                        .repeat = settings.repeat,
                        .jobs = settings.jobs,
                        .resume = settings.resume,
                        .takeOver = settings.takeOver,
                        .oracle = {}};
    std::vector<Error> errors = readOracle(choice.oracle, settings);
    if (!errors.empty()) return std::unexpected(std::move(errors.front()));
    return choice;
}

Result<MinifySettings> settingsOf(const JobRecord& job) {
    WHITTLE_TRY(MinifyChoice choice, readMinifyCommand(job.command));
    const OracleChoice standard;
    const auto fromThere = [place = std::filesystem::path(job.place)](const std::string& path) { return fromPath((place / path).lexically_normal()); };
    if (std::string& store = choice.oracle.compiler.kernels.store; !store.empty()) store = fromThere(store).toStdString();
    MinifySettings settings{.file = fromThere(choice.file),
                            .model = toQString(choice.model),
                            .inputs = choice.inputs.empty() ? QString() : fromThere(choice.inputs),
                            .seed = choice.seed,
                            .node = toQString(choice.node),
                            .outputFolder = fromThere(choice.output),
                            .oracle = toQString(choice.oracle.name),
                            .oracleSettings = {},
                            .signature = toQString(choice.signature),
                            .jobs = choice.jobs != MinifyChoice().jobs ? choice.jobs : job.jobs,
                            .repeat = choice.repeat};
    for (const OracleSetting& setting : oracleSettings()) {
        const std::string text = settingText(choice.oracle, setting);
        if (!isOf(setting, choice.oracle.name) || text == settingText(standard, setting)) continue;
        const bool isPlace = setting.form == SettingForm::File && text.find('/') != text.npos;  // else it is looked up in PATH
        settings.oracleSettings.insert_or_assign(toQString(setting.option), isPlace ? fromThere(text) : toQString(text));
    }
    return settings;
}

Result<OracleChoice> engineChoice(const std::map<QString, QString>& settings) {
    OracleChoice choice;
    std::vector<Error> errors = readOracle(choice, {.file = {}, .outputFolder = {}, .oracleSettings = settings});
    if (!errors.empty()) return std::unexpected(std::move(errors.front()));
    return choice;
}

MinifyService minifyService(const QString& programFolder) {
    const std::filesystem::path program = toPath(programFolder) / "whittle";
    const auto work = [program](const Graph& graph, const MinifySettings& settings, const MinifyObserver& observer,
                                const Steering& steering) -> Result<MinifyResult> {
        WHITTLE_TRY(const MinifyChoice choice, minifyChoice(settings));
        WHITTLE_TRY(const MinifyOptions options, minifyOptions(choice, program));
        const Result<MadeOracle> made = makeOracle(choice.oracle, {.original = graph, .program = program, .seed = choice.seed, .cancel = steering});
        if (!made && made.error().code == Code::Cancelled) return stoppedBefore(graph, made.error());
        if (!made) return std::unexpected(ofItsField(made.error()));
        Result<MinifyResult> result = minify(graph, *made->oracle, options, observer, steering);
        if (!result) return result;
        std::ranges::copy(made->oracle->notes(), std::back_inserter(result->notes));
        result->notes.insert(result->notes.begin(), made->notes.begin(), made->notes.end());
        return result;
    };
    const auto command = [](const MinifySettings& settings) {
        const Result<MinifyChoice> choice = minifyChoice(settings);
        return choice ? toQString(minifyCommand(*choice)) : QString();
    };
    const auto slice = [program](const Graph& graph, const std::vector<NodeId>& nodes, quint64 seed, const CancelToken& cancel) -> Result<Graph> {
        WHITTLE_TRY(const Capture values, Recorder::make({.program = program, .seed = seed, .cancel = cancel})->record(graph));
        return applyEdit(graph, KeepNodes{nodes}, values).context("keeping {} nodes alone", nodes.size());
    };
    return {.oracles = allOracles(), .check = check, .work = work, .command = command, .read = settingsOf, .slice = slice};
}

}  // namespace whittle
