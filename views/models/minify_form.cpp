#include "views/models/minify_form.h"

#include <algorithm>

#include "engine/ir/structural_hash.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kCheck = QStringLiteral("check");
const QString kSuggest = QStringLiteral("suggest");
constexpr int kDelayMs = 150;  // while somebody types

const QString kKeptOracle = QStringLiteral("oracle");
const QString kKeptJobs = QStringLiteral("jobs");

}  // namespace

struct MinifyForm::Findings {
    QMap<QString, QString> problems;
    FolderState folder;
};

MinifyForm::MinifyForm(JobRunner& jobs, QList<OracleInfo> oracles, SettingsCheck check, SettingsCommand command, SettingsReader read, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_oracles(std::move(oracles)), m_check(std::move(check)), m_command(std::move(command)), m_read(std::move(read)) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &MinifyForm::look);
    if (m_oracles.isEmpty()) m_oracles << OracleInfo{.name = m_settings.oracle, .title = m_settings.oracle, .settings = {}};
}

const OracleInfo& MinifyForm::oracle() const {
    const auto found = std::ranges::find(m_oracles, m_settings.oracle, &OracleInfo::name);
    return found == m_oracles.end() ? m_oracles.first() : *found;
}

void MinifyForm::setGraph(GraphRef graph, const GraphSource& source, const QString& base) {
    m_graph = std::move(graph);
    m_jobs.cancel(this, kSuggest);
    m_isSuggesting = false;
    m_hash.clear();
    m_folder = {};
    m_problems.clear();
    m_blamed.clear();
    m_settings.file = source.file;
    m_settings.model = source.model;
    m_settings.inputs = source.inputs;
    m_settings.seed = source.seed;
    m_settings.node.clear();
    m_settings.outputFolder.clear();
    emit settingsChanged();
    emit checked();
    if (m_graph) suggest(base);
}

void MinifyForm::suggest(const QString& base) {
    m_base = base;
    m_isSuggesting = true;
    struct Suggestion {
        std::string hash;
        QString folder;
    };
    m_jobs.submit(
        this, kSuggest,
        [graph = m_graph, base](const CancelToken&) {
            std::string hash = structuralHash(*graph).hex();
            QString folder = suggestFolder(base, hash);
            return Suggestion{std::move(hash), std::move(folder)};
        },
        [this](const Suggestion& suggestion) {
            m_isSuggesting = false;
            m_hash = suggestion.hash;
            // Whoever was quicker than the disk knows better.
            if (m_settings.outputFolder.isEmpty()) {
                m_settings.outputFolder = suggestion.folder;
                emit settingsChanged();
            }
            look();
        });
}

QString MinifyForm::holderText() const { return m_folder.job ? toQString(m_folder.job->text()) : QString(); }

Result<void> MinifyForm::takeJobSettings() {
    if (!m_read || !m_folder.job) return {};
    WHITTLE_TRY(const MinifySettings begun, m_read(*m_folder.job));
    MinifySettings settings = m_settings;
    settings.oracle = begun.oracle;
    for (const auto& oracle : m_oracles)
        if (oracle.name == begun.oracle)
            for (const SettingInfo& setting : oracle.settings) settings.oracleSettings.erase(setting.option);
    for (const auto& [option, text] : begun.oracleSettings) settings.oracleSettings.insert_or_assign(option, text);
    settings.seed = begun.seed;
    settings.signature = begun.signature;
    settings.repeat = begun.repeat;
    settings.jobs = begun.jobs;
    const FolderState folder = m_folder;  // which it is still the same of
    setSettings(settings);
    m_folder = folder;
    return {};
}

void MinifyForm::takeFreshFolder() {
    m_settings.outputFolder = freshFolder(m_base);
    m_folder = {};
    emit settingsChanged();
    look();
}

MinifySettings MinifyForm::settings() const {
    MinifySettings out = m_settings;
    out.resume = m_folder.canResume();
    return out;
}

void MinifyForm::setSettings(const MinifySettings& settings) {
    if (settings == m_settings) return;
    if (settings.outputFolder != m_settings.outputFolder) m_folder = {};
    m_settings = settings;
    emit edited();
    emit settingsChanged();
    later();
}

QString MinifyForm::text(const SettingInfo& setting) const {
    const auto found = m_settings.oracleSettings.find(setting.option);
    return found == m_settings.oracleSettings.end() ? setting.standard : found->second;
}

void MinifyForm::setText(const SettingInfo& setting, const QString& text) {
    MinifySettings changed = m_settings;
    if (text == setting.standard) changed.oracleSettings.erase(setting.option);
    else changed.oracleSettings.insert_or_assign(setting.option, text);
    setSettings(changed);
}

void MinifyForm::later() {
    m_blamed.clear();
    m_timer.start();
    emit checked();  // a start waits for it
}

void MinifyForm::look() {
    m_timer.stop();
    if (!m_graph) return take({});
    m_isLooking = true;
    m_jobs.submit(
        this, kCheck,
        [check = m_check, settings = m_settings, hash = m_hash](const CancelToken&) {
            Findings findings;
            if (check)
                for (const Error& error : check(settings)) findings.problems.insert(settingOf(error), toQString(error.message));
            if (settings.outputFolder.isEmpty())
                findings.problems.insert(kOutputOption, tr("A reduction needs a folder for its journal and its result."));
            else if (!hash.empty())
                findings.folder = lookAtFolder(settings.outputFolder, hash);
            return findings;
        },
        [this, settings = m_settings](Findings findings) {
            m_isLooking = false;
            if (settings == m_settings) take(std::move(findings));
        });
}

void MinifyForm::take(Findings findings) {
    m_problems = std::move(findings.problems);
    m_folder = std::move(findings.folder);
    using Kind = FolderState::Kind;
    if (m_folder.kind == Kind::Foreign)
        m_problems.insert(kOutputOption, tr("This folder holds a reduction of another graph: choose a new one."));
    if (m_folder.kind == Kind::Broken) m_problems.insert(kOutputOption, m_folder.trouble);
    if (m_folder.canResume() && !m_folder.match.isEmpty()) {
        // The rest of the oracle's identity only the oracle itself can compare.
        const QString begunWith = m_folder.oracle.section(u' ', 0, 0);
        if (begunWith != m_settings.oracle)
            m_problems.insert(kOracleOption, tr("The reduction in the output folder was begun with the oracle '%1'.").arg(begunWith));
        if (m_folder.match != m_settings.signature)
            m_problems.insert(kSignatureOption, tr("The reduction in the output folder was begun with '%1'.").arg(m_folder.match));
    }
    emit checked();
}

void MinifyForm::blame(const QString& option, const QString& text) {
    m_blamed.insert(option, text);
    emit checked();
}

QString MinifyForm::folderText() const {
    const auto with = [&](const QString& text) {
        return m_folder.oracle.isEmpty()
                   ? text + u'.'
                   : tr("%1: %Ln candidates in %2, begun with %3, signature %4.", nullptr, m_folder.candidates)
                         .arg(text, formatElapsed(m_folder.seconds), m_folder.oracle, m_folder.match);
    };
    switch (m_folder.kind) {
        case FolderState::Kind::Held: return with(tr("%1 is reducing this graph here now").arg(holderText()));
        case FolderState::Kind::Unfinished: return with(tr("Holds an unfinished reduction of this graph"));
        case FolderState::Kind::Finished: return with(tr("Holds a finished reduction of this graph"));
        case FolderState::Kind::Free:
        case FolderState::Kind::Foreign:
        case FolderState::Kind::Broken: break;
    }
    return {};
}

QVariantMap MinifyForm::kept() const {
    QVariantMap out{{kKeptOracle, m_settings.oracle}, {kKeptJobs, m_settings.jobs}};
    for (const auto& [option, text] : m_settings.oracleSettings)
        if (option != kFaultOption && option != kCompilerOptions) out.insert(option, text);
    return out;
}

void MinifyForm::restore(const QVariantMap& kept) {
    MinifySettings restored = m_settings;
    const QString name = kept.value(kKeptOracle).toString();
    if (std::ranges::find(m_oracles, name, &OracleInfo::name) != m_oracles.end()) restored.oracle = name;
    restored.jobs = std::clamp(kept.value(kKeptJobs, 1).toInt(), 1, 256);
    for (const OracleInfo& each : m_oracles)
        for (const SettingInfo& setting : each.settings)
            if (kept.contains(setting.option)) restored.oracleSettings.insert_or_assign(setting.option, kept.value(setting.option).toString());
    setSettings(restored);
}

}  // namespace whittle
