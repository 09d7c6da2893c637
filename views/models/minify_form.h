// The settings of the next reduction while the user makes them: what is wrong with which, what the output folder holds, and
// whether a start begins or resumes. Looks at disk and programs on a worker, a moment after the last change.
#pragma once

#include <QObject>
#include <QTimer>
#include <QVariantMap>

#include "views/models/job_runner.h"
#include "views/models/minify_settings.h"
#include "views/models/output_folder.h"

namespace whittle {

class MinifyForm : public QObject {
    Q_OBJECT
public:
    MinifyForm(JobRunner& jobs, QList<OracleInfo> oracles, SettingsCheck check, SettingsCommand command = {}, SettingsReader read = {}, QObject* parent = nullptr);

    const QList<OracleInfo>& oracles() const { return m_oracles; }
    const OracleInfo& oracle() const;  ///< the chosen one

    /// `base`: the output folder to suggest, or to count on from. Null: no graph is open.
    void setGraph(GraphRef graph, const GraphSource& source, const QString& base);
    void setGraph(GraphRef graph, const QString& file, const QString& base) { setGraph(std::move(graph), GraphSource{.file = file}, base); }
    bool hasGraph() const { return m_graph != nullptr; }

    /// As they would be started: `resume` says whether the folder has a journal of the graph.
    MinifySettings settings() const;
    void setSettings(const MinifySettings& settings);
    QString text(const SettingInfo& setting) const;  ///< of the setting now
    void setText(const SettingInfo& setting, const QString& text);
    bool isHeld() const { return m_folder.kind == FolderState::Kind::Held; }
    QString holderText() const;  ///< who works in the folder, or did last
    /// Those that the folder's reduction was begun with take the place of the oracle's and of what counts as the failure. Errors: as SettingsReader.
    Result<void> takeJobSettings();
    /// The next free folder of the suggested name.
    void takeFreshFolder();

    const FolderState& folder() const { return m_folder; }
    QString folderText() const;  ///< what the folder holds; empty when that is nothing
    QString problem(const QString& option) const { return m_problems.value(option, m_blamed.value(option)); }
    bool hasProblems() const { return !m_problems.isEmpty(); }
    /// What a reduction had to say against a setting; forgotten when anything is changed. It may be tried again as it is.
    void blame(const QString& option, const QString& text);
    bool isChecking() const { return m_timer.isActive() || m_isLooking || m_isSuggesting; }
    /// The command that would do the same; empty while a setting is none.
    QString commandLine() const { return m_command ? m_command(settings()) : QString(); }
    void look();  ///< again, now: the folder may have changed

    /// What is worth keeping for the next window: the oracle and its settings. Planted faults and what our compiler is to do otherwise are left out:
    /// they hold for what is compiled besides, too.
    QVariantMap kept() const;
    void restore(const QVariantMap& kept);

signals:
    void settingsChanged();  ///< others than the view itself just made
    void edited();           ///< before it, where somebody wanted it so: not for a suggestion or another graph
    void checked();          ///< problems and folder are those of the settings, or nearly

private:
    struct Findings;
    void suggest(const QString& base);
    void later();
    void take(Findings findings);

    JobRunner& m_jobs;
    QList<OracleInfo> m_oracles;
    SettingsCheck m_check;
    SettingsCommand m_command;
    SettingsReader m_read;
    GraphRef m_graph;
    std::string m_hash;  // of the graph; empty until a worker has found it
    QString m_base;
    MinifySettings m_settings;
    FolderState m_folder;
    QMap<QString, QString> m_problems, m_blamed;
    QTimer m_timer;
    bool m_isLooking = false, m_isSuggesting = false;
};

}  // namespace whittle
