#include "app/workbench/window_rpc.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include <QAction>
#include <QCoreApplication>
#include <QJsonArray>

#include "app/workbench/main_window.h"
#include "app/workbench/rpc_rows.h"
#include "app/workbench/rpc_stream.h"
#include "app/workbench/rpc_tables.h"
#include "views/models/item_key.h"

namespace whittle {

QString requestWords(const char* text) { return QCoreApplication::translate("Requests", text); }

QList<RpcParam> paramsOf(const std::vector<ParamRow>& rows) {
    QList<RpcParam> out;
    for (const ParamRow& row : rows) out.append({QLatin1String(row.name), requestWords(row.what), row.type, row.need, row.least, row.most});
    return out;
}

WindowRpc::WindowRpc(MainWindow& window) : QObject(&window), m_window(window) {
    for (const auto& rows : {windowMethods(), graphMethods(), tableMethods()})
        for (const MethodRow& row : rows)
            m_dispatcher.add({.name = QLatin1String(row.name), .what = requestWords(row.what), .params = paramsOf(row.params), .call = [&window, act = row.call](const RpcCall& call) { act(window, call); }});
}

QString WindowRpc::socketPath(const QString& name, const QString& otherwise) {
    return name.contains(u'/') ? name : localSocketPath(QStringLiteral("whittle-workbench-%1.socket").arg(name), otherwise);
}

Result<void> WindowRpc::listen(const QString& path) {
    WHITTLE_TRY(m_listener, LocalListener::listen(path));
    m_listener->setTaker([this](Socket caller) { new RpcStream(m_dispatcher, std::move(caller), this); });
    return {};
}

void WindowRpc::answerStandard() {
    std::signal(SIGPIPE, SIG_IGN);  // who reads may have gone; children have the signal again
    const auto close = [this] {
        if (!m_window.close()) m_window.close();  // refused once, to tell a person that the session could not be saved
    };
    connect(RpcStream::onStandard(m_dispatcher, this), &RpcStream::ended, this, close, Qt::QueuedConnection);
}

// An action that opens a dialog is done when what was chosen there is.
void WindowRpc::follow() {
    addActionMethods(m_dispatcher, m_window);
    using Repeat = ConsoleModel::Repeat;
    const auto file = [this](const char* method) {
        return [this, method](const QString& path) { m_console.addDone(QLatin1String(method), {{QStringLiteral("file"), path}}); };
    };
    connect(&m_window.actions(), &Actions::done, this, [this](const QString& id) {
        if (std::ranges::any_of(dialogRows(), [&](const DialogRow& row) { return id == QLatin1String(row.id); })) return;
        const QAction* action = m_window.actions().action(id);
        m_console.addDone(id, action->isCheckable() ? QJsonObject{{QStringLiteral("checked"), action->isChecked()}} : QJsonObject());
    });
    connect(&m_window.document(), &Document::opened, this, [this] {
        const GraphSource& source = m_window.document().source();
        QJsonObject params{{QStringLiteral("file"), source.file}};
        if (!source.model.isEmpty()) params.insert(QStringLiteral("model"), source.model);
        if (!source.inputs.isEmpty()) params.insert(QStringLiteral("inputs"), source.inputs);
        if (source.seed != 0) params.insert(QStringLiteral("seed"), static_cast<qint64>(source.seed));
        m_console.addDone(QStringLiteral("open"), params);
    });
    connect(&m_window.otherFiles(), &OtherFiles::read, this, file("compile.compare-file"));
    connect(&m_window.trace(), &TraceController::opened, this, file("trace.open"));
    connect(&m_window.trace(), &TraceController::exported, this, file("trace.export"));
    connect(&m_window.session(), &Session::saved, this, file("file.save-session-as"));
    connect(&m_window.profile(), &ProfileController::exported, this, file("file.timeline"));
    connect(&m_window.reports(), &ReportMaker::written, this, file("file.report"));
    connect(&m_window.tables(), &TableExport::exported, this, [this](const QString& path, const QAbstractItemView* view) {
        if (const QString table = nameOfTable(m_window, view); !table.isEmpty()) m_console.addDone(QStringLiteral("file.table"), {{QStringLiteral("table"), table}, {QStringLiteral("file"), path}});
    });
    for (GraphView* view : {&m_window.graphView(), &m_window.reducedView()}) connect(view, &GraphView::exported, this, file("file.picture"));
    const auto followGraph = [this](GraphController& graph, const QString& side) {
        const auto params = [side](const QString& name, const QString& value) {
            QJsonObject out{{name, value}};
            if (!side.isEmpty()) out.insert(QStringLiteral("side"), side);
            return out;
        };
        connect(&graph, &GraphController::selectionChanged, this, [this, &graph, params](int item) {
            if (item >= 0 && graph.scene()) m_console.addDone(QStringLiteral("node.select"), params(QStringLiteral("name"), itemKey(*graph.scene(), item)), Repeat::Replaces);
        });
        connect(&graph, &GraphController::searchChanged, this, [this, &graph, params, last = QString()]() mutable {
            if (std::exchange(last, graph.query()) != graph.query()) m_console.addDone(QStringLiteral("node.search"), params(QStringLiteral("query"), graph.query()), Repeat::Replaces);
        });
    };
    followGraph(m_window.graph(), {});
    followGraph(m_window.reducedGraph(), QStringLiteral("right"));
    // A graph that was just opened has one stage, which nobody has chosen.
    connect(&m_window.stages(), &StageController::currentChanged, this, [this, last = std::pair(0, -1)]() mutable {
        const StageController& stages = m_window.stages();
        const std::pair shown(stages.current(), stages.base());
        if (std::exchange(last, shown) != shown && stages.stages().size() > 1)
            m_console.addDone(QStringLiteral("stage.select"), {{QStringLiteral("stage"), shown.first}, {QStringLiteral("base"), shown.second}}, Repeat::Replaces);
    });
    connect(&m_window.graph(), &GraphController::overlayChanged, this, [this, last = m_window.graph().colorBy()]() mutable {
        const QString key = m_window.graph().colorBy();
        if (std::exchange(last, key) != key) m_console.addDone(QStringLiteral("view.color-by"), {{QStringLiteral("key"), key}}, Repeat::Replaces);
    });
}

}  // namespace whittle
