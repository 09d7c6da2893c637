// What a reduction is to be done with, as the window keeps it, and what oracles there are to choose from. The program
// that wires the window says which; here they are words alone.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include <QList>
#include <QMetaType>
#include <QString>

#include "minifier/search/minify.h"
#include "minifier/session/holder.h"
#include "views/models/graph_source.h"

namespace whittle {

/// Settings are named as the command's options are.
inline const QString kOracleOption = QStringLiteral("--oracle");
inline const QString kSignatureOption = QStringLiteral("--signature");
inline const QString kOutputOption = QStringLiteral("--output");
inline const QString kFaultOption = QStringLiteral("--inject");
inline const QString kCompilerOptions = QStringLiteral("--compiler-options");  ///< several of the command's in one text

struct MinifySettings {
    QString file;  ///< that the graph was read from, for the report
    QString model, inputs;  ///< as GraphSource has them, for the report and the command
    quint64 seed = 0;       ///< likewise; and of random operators
    QString node;  ///< the graph is what this node of the file's needs; empty: the file's
    QString outputFolder;
    bool resume = false;
    bool takeOver = false;  ///< with `resume`: from another process that works in the folder
    QString oracle = QStringLiteral("engine");
    std::map<QString, QString> oracleSettings;  ///< option to text, of every oracle; what is not here is left as it is
    QString signature = QStringLiteral("exact");  ///< "exact", "kind" or a regular expression
    int jobs = 1;
    int repeat = 0;         ///< 0: as often as it takes
    double budget = 0;      ///< seconds; 0: none
    int maxCandidates = 0;  ///< 0: no limit
    GraphSource source() const { return {.file = file, .model = model, .inputs = inputs, .seed = seed}; }
    friend bool operator==(const MinifySettings&, const MinifySettings&) = default;
};

struct SettingInfo {
    enum class Form { Text, File, OneOf, Seconds, Megabytes };
    struct Value {
        QString value, words;
    };
    QString option;  ///< "--python"
    Form form = Form::Text;
    QString title, tip, example;
    QString standard;  ///< text of what is not set
    double least = 0, most = 0;  ///< of numbers
    QList<Value> values;         ///< of OneOf
};

struct OracleInfo {
    QString name;  ///< "torch"
    QString title;
    double seconds = 0;  ///< that a candidate may take unless a setting says another time
    QList<SettingInfo> settings;
};

/// Runs on a worker.
using MinifyWork = std::function<Result<MinifyResult>(const Graph&, const MinifySettings&, const MinifyObserver&,
                                                      const Steering&)>;
/// What can be said against the settings without starting anything; runs on a worker. A context "reading --OPTION" tells which.
using SettingsCheck = std::function<std::vector<Error>(const MinifySettings&)>;

/// The command that does the same, as a shell reads it; empty while the settings are none that it would take.
using SettingsCommand = std::function<QString(const MinifySettings&)>;
/// What a job was begun with, whoever began it: the other way round. Errors: Argument for what the window has no setting for.
using SettingsReader = std::function<Result<MinifySettings>(const JobRecord&)>;

/// Some nodes of a graph as a graph of its own, with what they read from the others as its inputs, holding what it held in an eager run. Runs on a worker.
using MinifySlice = std::function<Result<Graph>(const Graph&, const std::vector<NodeId>&, quint64 seed, const CancelToken&)>;

/// How the window reduces.
struct MinifyService {
    QList<OracleInfo> oracles;
    SettingsCheck check;
    MinifyWork work;
    SettingsCommand command = {};
    SettingsReader read = {};
    MinifySlice slice = {};
};

/// The option that an error is about; empty when it says none.
QString settingOf(const Error& error);

}  // namespace whittle
