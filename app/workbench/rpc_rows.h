// The tables of methods that programs may call: each part of the window has one, in a file of its own. A new method is a new row there.
#pragma once

#include <span>
#include <vector>

#include "views/models/job_runner.h"
#include "views/models/rpc_dispatcher.h"

namespace whittle {

class MainWindow;

struct ParamRow {
    const char* name;
    const char* what;  ///< in the context "Requests"
    RpcParam::Type type = RpcParam::Type::Text;
    RpcParam::Need need = RpcParam::Need::Optional;
    double least = 0, most = 1e9;
};
struct MethodRow {
    const char* name;
    const char* what;  ///< likewise
    std::vector<ParamRow> params;
    void (*call)(MainWindow& window, const RpcCall& call);
};

std::span<const MethodRow> windowMethods();  ///< what is open and goes on, files, pictures, the end
std::span<const MethodRow> graphMethods();   ///< nodes, searches, stages, the graph as text
std::span<const MethodRow> tableMethods();   ///< rows of every list

/// What a program gives in the place of a dialog or a menu that an action would open; or why there is nothing to give.
struct DialogRow {
    const char* id;  ///< of the action
    std::vector<ParamRow> params;
    void (*call)(MainWindow& window, const RpcCall& call);  ///< null: refused
    const char* refusal = "";
};
std::span<const DialogRow> dialogRows();
/// One for each action of the window, by its id.
void addActionMethods(RpcDispatcher& dispatcher, MainWindow& window);

/// A text of these tables in the language of the window.
QString requestWords(const char* text);
QList<RpcParam> paramsOf(const std::vector<ParamRow>& rows);

inline constexpr RpcParam::Type kText = RpcParam::Type::Text, kFlag = RpcParam::Type::Flag, kWhole = RpcParam::Type::Whole, kNumber = RpcParam::Type::Number;
inline constexpr RpcParam::Need kRequired = RpcParam::Need::Required, kOptional = RpcParam::Need::Optional;

/// Reads files until nothing is opened any more, and answers with what is open then, or why it is not.
void answerOpened(MainWindow& window, const QString& file, const RpcCall& call);
QJsonObject windowState(MainWindow& window);

/// `work` on a worker, `show` here; each call has a job of its own, whatever else is asked for, and it ends with who asks.
template <class Work, class Show>
void submitFor(const RpcCall& call, JobRunner& jobs, const QString& tag, Work work, Show show) {
    auto* asked = new QObject(call.owner);
    jobs.submit(asked, tag, std::move(work), [asked, show = std::move(show)](auto&& answer) mutable {
        asked->deleteLater();
        show(std::move(answer));
    });
}

/// Answers when `from` says that it has written `path`, or has not.
template <class From, class Written, class Failed>
void answerWritten(From& from, Written written, Failed failed, const QString& path, const RpcCall& call) {
    auto* waits = new QObject(call.owner);  // goes with who asks
    QObject::connect(&from, written, waits, [waits, path, done = call.done](const QString& which) {
        if (which != path) return;
        waits->deleteLater();
        done(compactJson({{QStringLiteral("file"), path}}));
    });
    QObject::connect(&from, failed, waits, [waits, path, done = call.done](const QString& which, const QString& error) {
        if (which != path) return;
        waits->deleteLater();
        done(rpcError(RpcCode::Failed, error));
    });
}

}  // namespace whittle
