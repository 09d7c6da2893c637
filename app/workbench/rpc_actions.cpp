// Requests for actions: every row of their table by its id. Those that would open a dialog or a menu take in its place what would be chosen there.
#include <algorithm>

#include <QAction>
#include <QFileInfo>
#include <QStatusBar>

#include "app/workbench/main_window.h"
#include "app/workbench/rpc_rows.h"
#include "app/workbench/rpc_tables.h"
#include "views/models/node_overlays.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const ParamRow kFile{"file", QT_TRANSLATE_NOOP("Requests", "to write"), kText, kRequired};
const ParamRow kGiven{"file", QT_TRANSLATE_NOOP("Requests", "to read"), kText, kRequired};
const ParamRow kTable{"table", QT_TRANSLATE_NOOP("Requests", "as table.list calls it"), kText, kRequired};

QString fileOf(const RpcCall& call) { return QFileInfo(call.text("file")).absoluteFilePath(); }

void openFile(MainWindow& window, const RpcCall& call) {
    window.openFile(fileOf(call));
    answerOpened(window, fileOf(call), call);
}

void openTrace(MainWindow& window, const RpcCall& call) {
    window.openTrace(fileOf(call));
    answerOpened(window, fileOf(call), call);
}

void saveSession(MainWindow& window, const RpcCall& call) {
    Session& session = window.session();
    const QString path = call.has("file") ? fileOf(call) : session.path();
    if (path.isEmpty()) return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "this session has no file yet: say which"))));
    auto* waits = new QObject(call.owner);
    QObject::connect(&session, &Session::saved, waits, [waits, done = call.done](const QString& saved) {
        waits->deleteLater();
        done(compactJson({{QStringLiteral("file"), saved}}));
    });
    QObject::connect(&session, &Session::failed, waits, [waits, &session, done = call.done] {
        waits->deleteLater();
        done(rpcError(RpcCode::Failed, session.errorText()));
    });
    session.saveAs(path);
}

void calls(MainWindow& window, const RpcCall& call, void (StanceController::*act)(const QString&)) {
    StanceController& stances = window.stances();
    auto* waits = new QObject(call.owner);
    QObject::connect(&stances, &StanceController::filed, waits, [waits, done = call.done](const QString& file) {
        waits->deleteLater();
        done(compactJson({{QStringLiteral("file"), file}}));
    });
    QObject::connect(&stances, &StanceController::refused, waits, [waits, done = call.done](const QString& text) {
        waits->deleteLater();
        done(rpcError(RpcCode::Failed, text));
    });
    window.showDock(QStringLiteral("recompiles"));
    (stances.*act)(fileOf(call));
}

void exportPicture(MainWindow& window, const RpcCall& call) {
    GraphView& view = window.activeView();
    answerWritten(view, &GraphView::exported, &GraphView::exportFailed, fileOf(call), call);
    view.exportTo(fileOf(call));
}

void exportTimeline(MainWindow& window, const RpcCall& call) {
    answerWritten(window.profile(), &ProfileController::exported, &ProfileController::exportFailed, fileOf(call), call);
    window.profile().exportTo(fileOf(call));
}

void exportReport(MainWindow& window, const RpcCall& call) {
    answerWritten(window.reports(), &ReportMaker::written, &ReportMaker::failed, fileOf(call), call);
    window.writeReport(fileOf(call));
}

void exportTrace(MainWindow& window, const RpcCall& call) {
    answerWritten(window.trace(), &TraceController::exported, &TraceController::exportFailed, fileOf(call), call);
    window.trace().exportTo(fileOf(call));
}

// A table without rows says so, and writes nothing.
bool isEmpty(const QAbstractItemView& view, const RpcCall& call) {
    if (view.model()->rowCount() > 0) return false;
    call.done(rpcError(RpcCode::Refused, requestWords(QT_TRANSLATE_NOOP("Requests", "%1 has no rows yet")).arg(call.text("table"))));
    return true;
}

void exportTable(MainWindow& window, const RpcCall& call) {
    QAbstractItemView* view = tableOf(window, call);
    if (!view || isEmpty(*view, call)) return;
    answerWritten(window.tables(), &TableExport::exported, &TableExport::exportFailed, fileOf(call), call);
    window.tables().exportTo(*view, fileOf(call));
}

void copyTable(MainWindow& window, const RpcCall& call) {
    QAbstractItemView* view = tableOf(window, call);
    if (!view || isEmpty(*view, call)) return;
    auto* waits = new QObject(call.owner);
    QObject::connect(&window.tables(), &TableExport::said, waits, [waits, done = call.done](const QString& text) {
        waits->deleteLater();
        done(compactJson({{QStringLiteral("said"), text}}));
    });
    window.tables().copy(view, tableFormats().front());
}

void compareFile(MainWindow& window, const RpcCall& call) {
    window.compareWith({fileOf(call)});
    answerOpened(window, fileOf(call), call);
}

void colorBy(MainWindow& window, const RpcCall& call) {
    GraphController& graph = window.activeGraph();
    const QString key = call.text("key");
    QStringList keys;
    for (const GraphOverlay& row : graphOverlays()) keys << QLatin1String(row.key);
    for (const OverlayRef& overlay : graph.offeredOverlays()) keys << overlay->key;
    if (!key.isEmpty() && !keys.contains(key))
        return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "there is no colour by '%1'; there are: %2")).arg(key.left(100), keys.join(QStringLiteral(", ")))));
    graph.setColorBy(key);
    call.done(compactJson({}));
}

void unfold(MainWindow& window, const RpcCall& call) {
    window.activeGraph().setDepth(call.whole("depth", 0));
    call.done(compactJson({}));
}

// What the window says below everything while it does so is part of the answer.
void trigger(MainWindow& window, QAction& action, const RpcCall& call) {
    QString said;
    const auto listening = QObject::connect(window.statusBar(), &QStatusBar::messageChanged, window.statusBar(), [&said](const QString& text) { said = text; });
    if (!action.isCheckable() || !call.has("checked") || action.isChecked() != call.flag("checked")) action.trigger();
    QObject::disconnect(listening);
    QJsonObject told;
    if (!said.isEmpty()) told.insert(QStringLiteral("said"), said);
    if (action.isCheckable()) told.insert(QStringLiteral("checked"), action.isChecked());
    call.done(compactJson(told));
}

}  // namespace

std::span<const DialogRow> dialogRows() {
    static const char* const person = QT_TRANSLATE_NOOP("Requests", "it opens a window for a person to look at");
    static const DialogRow rows[] = {
        {"file.open", {kGiven}, openFile},
        {"file.save-session", {{"file", QT_TRANSLATE_NOOP("Requests", "to write, where the session has none yet")}}, saveSession},
        {"file.save-session-as", {kFile}, saveSession},
        {"file.picture", {kFile}, exportPicture},
        {"file.timeline", {kFile}, exportTimeline},
        {"file.report", {kFile}, exportReport},
        {"file.table", {kTable, kFile}, exportTable},
        {"file.copy-table", {kTable}, copyTable},
        {"file.quit", {}, [](MainWindow& window, const RpcCall& call) { window.close() ? call.done(compactJson({})) : call.done(rpcError(RpcCode::Refused, window.session().errorText())); }},
        {"go.find", {}, nullptr, QT_TRANSLATE_NOOP("Requests", "it leads to a field; 'node.search' searches")},
        {"go.saved-searches", {}, nullptr, QT_TRANSLATE_NOOP("Requests", "it opens a menu; 'node.search' searches")},
        {"go.command", {}, nullptr, QT_TRANSLATE_NOOP("Requests", "it opens the command palette; 'actions' lists what there is")},
        {"go.node", {}, nullptr, QT_TRANSLATE_NOOP("Requests", "it opens the command palette; 'node.select' goes to a node")},
        {"view.depth", {{"depth", QT_TRANSLATE_NOOP("Requests", "modules in less than that many others are unfolded"), kWhole, kRequired, 0, 1000}}, unfold},
        {"view.tasks", {}, nullptr, QT_TRANSLATE_NOOP("Requests", "it opens a list; 'state' tells what goes on")},
        {"view.color-by", {{"key", QT_TRANSLATE_NOOP("Requests", "dtype, bytes, users or what was measured; empty: the family of the operator"), kText, kRequired}}, colorBy},
        {"compile.calls", {kGiven}, [](MainWindow& window, const RpcCall& call) { calls(window, call, &StanceController::openCalls); }},
        {"compile.calls-save", {kFile}, [](MainWindow& window, const RpcCall& call) { calls(window, call, &StanceController::saveCalls); }},
        {"compile.compare-file", {kGiven}, compareFile},
        {"minify.open", {kGiven}, openFile},
        {"trace.open", {kGiven}, openTrace},
        {"trace.folder", {kGiven}, openTrace},
        {"trace.export", {kFile}, exportTrace},
        {"help.shortcuts", {}, nullptr, person},
        {"help.about", {}, nullptr, person},
    };
    return rows;
}

void addActionMethods(RpcDispatcher& dispatcher, MainWindow& window) {
    for (QAction* action : window.actions().all()) {
        const QString id = action->objectName();
        const auto instead = std::ranges::find_if(dialogRows(), [&](const DialogRow& row) { return id == QLatin1String(row.id); });
        const DialogRow* row = instead == dialogRows().end() ? nullptr : &*instead;
        std::vector<ParamRow> params;
        if (row) params = row->params;
        else if (action->isCheckable()) params = {{"checked", QT_TRANSLATE_NOOP("Requests", "whether it is to be; the other way round if it is not given"), kFlag}};
        const auto answer = [&window, action, row](const RpcCall& call) {
            const auto refuse = [&](const QString& why) { call.done(rpcError(RpcCode::Refused, QStringLiteral("%1: %2").arg(action->objectName(), why))); };
            if (row && !row->call) return refuse(requestWords(row->refusal));
            if (!action->isEnabled())
                return refuse(window.document().graph() ? requestWords(QT_TRANSLATE_NOOP("Requests", "it cannot be done now")) : requestWords(QT_TRANSLATE_NOOP("Requests", "it cannot be done now: no graph is open")));
            row ? row->call(window, call) : trigger(window, *action, call);
        };
        const QString place = window.actions().place(*action);
        dispatcher.add({.name = id, .what = QStringLiteral("%1 › %2.").arg(place, Actions::plainText(*action).remove(u'…')), .params = paramsOf(params), .call = answer});
    }
}

}  // namespace whittle
