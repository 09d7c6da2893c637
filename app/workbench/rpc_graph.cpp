// Requests about graphs on show: nodes, searches, stages, and the graph itself as text. What grows with the graph a worker does.
#include <algorithm>

#include <QFileInfo>
#include <QJsonArray>

#include "app/workbench/main_window.h"
#include "app/workbench/rpc_rows.h"
#include "engine/formats/export_write.h"
#include "engine/formats/writers.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/models/item_key.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr int kHitsAtFirst = 100, kMostHits = 100'000;
const QString kRight = QStringLiteral("right");

const char* const kSideWords = QT_TRANSLATE_NOOP("Requests", "left or right, where two graphs are held against each other; left if it is not given");

// Of two graphs side by side; null: it has been answered that there is none.
GraphController* graphOf(MainWindow& window, const RpcCall& call) {
    const QString side = call.text("side", QStringLiteral("left"));
    if (side != QLatin1String("left") && side != kRight) return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "side is left or right")))), nullptr;
    GraphController& graph = side == kRight ? window.reducedGraph() : window.graph();
    if (!graph.scene()) return call.done(rpcError(RpcCode::Refused, requestWords(QT_TRANSLATE_NOOP("Requests", "no graph is shown there")))), nullptr;
    return &graph;
}

// By its key ("module:layers.0") or its name alone; -1: it has been answered that there is none.
int itemOf(const GraphScene& scene, const RpcCall& call) {
    const QString name = call.text("name");
    if (isItemKey(name)) {
        if (const int item = findItem(scene, name); item >= 0) return item;
    } else {
        for (int item = 0; item < scene.itemCount(); ++item)
            if (scene.box(item).name == name) return item;
    }
    call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "nothing here is called '%1'")).arg(name.left(200))));
    return -1;
}

QJsonObject describe(const GraphScene& scene, int item) {
    const SceneBox& box = scene.box(item);
    const auto names = [&](std::span<const int> items) {
        QJsonArray out;
        for (const int each : items) out.append(itemKey(scene, each));
        return out;
    };
    QJsonObject out{{QStringLiteral("key"), itemKey(scene, item)}, {QStringLiteral("name"), box.name},          {QStringLiteral("operator"), box.op},
                    {QStringLiteral("type"), box.type},            {QStringLiteral("module"), box.modulePath}, {QStringLiteral("source"), box.source},
                    {QStringLiteral("weights"), box.weights}};
    if (!scene.isGroup(item)) {
        out.insert(QStringLiteral("reads"), names(scene.producers(item)));
        out.insert(QStringLiteral("readers"), names(scene.users(item)));
    }
    return out;
}

void select(MainWindow& window, const RpcCall& call) {
    GraphController* graph = graphOf(window, call);
    if (!graph) return;
    const int item = itemOf(*graph->scene(), call);
    if (item < 0) return;
    const QJsonObject told = describe(*graph->scene(), item);
    graph->select(item);
    call.done(compactJson(told));
}

void node(MainWindow& window, const RpcCall& call) {
    const GraphController* graph = graphOf(window, call);
    if (!graph) return;
    if (const int item = itemOf(*graph->scene(), call); item >= 0) call.done(compactJson(describe(*graph->scene(), item)));
}

void search(MainWindow& window, const RpcCall& call) {
    GraphController* graph = graphOf(window, call);
    if (!graph) return;
    GraphView& view = graph == &window.graph() ? window.graphView() : window.reducedView();
    view.search().setText(call.text("query"));
    if (!graph->queryMistake().isEmpty()) return call.done(rpcError(RpcCode::Params, graph->queryMistake()));
    QJsonArray hits;
    const auto most = static_cast<std::size_t>(call.whole("limit", kHitsAtFirst));
    for (std::size_t i = 0; i < std::min(most, graph->hits().size()); ++i) hits.append(itemKey(*graph->scene(), graph->hits()[i]));
    call.done(compactJson({{QStringLiteral("count"), static_cast<qint64>(graph->hits().size())}, {QStringLiteral("hits"), hits}}));
}

// JSON lets an end of line stand between its parts only, where a blank is as good: an answer is one line.
std::string onOneLine(std::string json) {
    std::ranges::replace(json, '\n', ' ');
    return json;
}

QByteArray bytesOf(const std::string& text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

struct GraphForm {
    const char* name;
    Result<QByteArray> (*write)(const Graph& graph);  // as JSON
};
constexpr GraphForm kForms[] = {
    {"text", [](const Graph& graph) -> Result<QByteArray> { return quotedJson(toQString(printGraph(graph, findSchema))); }},
    {"json", [](const Graph& graph) -> Result<QByteArray> {
         WHITTLE_TRY(std::string json, printExport(graph, programCall(graph), ExportSchema::V8_2));
         return bytesOf(onOneLine(std::move(json)));
     }},
};

void get(MainWindow& window, const RpcCall& call) {
    const GraphController* graph = graphOf(window, call);
    if (!graph) return;
    const QString name = call.text("form", QStringLiteral("text"));
    const auto form = std::ranges::find_if(kForms, [&](const GraphForm& each) { return name == QLatin1String(each.name); });
    if (form == std::end(kForms)) return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "form is text or json"))));
    submitFor(
        call, window.graph().jobs(), QStringLiteral("graph.get"),
        [shown = graph->scene()->graphRef(), form](const CancelToken&) -> Result<QByteArray> {
            WHITTLE_TRY(const QByteArray text, form->write(*shown));
            return QByteArrayLiteral("{\"form\":\"") + form->name + QByteArrayLiteral("\",\"graph\":") + text + '}';
        },
        [done = call.done](Result<QByteArray> answer) {
            if (!answer) return done(rpcError(answer.error()));
            done(*std::move(answer));
        });
}

void exportGraphTo(MainWindow& window, const RpcCall& call) {
    const GraphController* graph = graphOf(window, call);
    if (!graph) return;
    const GraphWriter* writer = findGraphWriter(call.text("to").toStdString());
    if (!writer) {
        QStringList names;
        for (const GraphWriter& each : graphWriters()) names << toQString(each.name);
        return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "to is one of %1")).arg(names.join(QStringLiteral(", ")))));
    }
    const QString file = QFileInfo(call.text("file")).absoluteFilePath();
    submitFor(
        call, window.graph().jobs(), QStringLiteral("graph.export"),
        [shown = graph->scene()->graphRef(), writer, file](const CancelToken&) { return writer->write(*shown, toPath(file), Pt2Layout::A); },
        [done = call.done, file](const Result<void>& written) {
            if (!written) return done(rpcError(written.error()));
            done(compactJson({{QStringLiteral("file"), file}}));
        });
}

void stages(MainWindow& window, const RpcCall& call) {
    const StageController& stages = window.stages();
    QJsonArray all;
    for (int i = 0; i < static_cast<int>(stages.stages().size()); ++i)
        all.append(QJsonObject{{QStringLiteral("stage"), i}, {QStringLiteral("title"), stages.title(i)}, {QStringLiteral("name"), stages.stages()[static_cast<std::size_t>(i)].name},
                               {QStringLiteral("rewrites"), static_cast<qint64>(stages.stages()[static_cast<std::size_t>(i)].rewrites().size())}});
    call.done(compactJson({{QStringLiteral("stages"), all}, {QStringLiteral("current"), stages.current()}, {QStringLiteral("base"), stages.base()}}));
}

void selectStage(MainWindow& window, const RpcCall& call) {
    StageController& stages = window.stages();
    const int stage = call.whole("stage", -1), base = call.whole("base", -1), count = static_cast<int>(stages.stages().size());
    if (stage >= count || base >= count) return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "stages are counted from 0, and there are %1")).arg(count)));
    stages.setBase(base);
    stages.setCurrent(stage);
    call.done(compactJson({{QStringLiteral("current"), stages.current()}, {QStringLiteral("base"), stages.base()}, {QStringLiteral("title"), stages.title(stages.current())}}));
}

}  // namespace

std::span<const MethodRow> graphMethods() {
    static const ParamRow side{"side", kSideWords}, name{"name", QT_TRANSLATE_NOOP("Requests", "of a node, an input, an output or a module; or its key, as node:linear_3"), kText, kRequired};
    static const MethodRow rows[] = {
        {"node.select", QT_TRANSLATE_NOOP("Requests", "Selects it in the graph and everywhere else, and tells of it."), {name, side}, select},
        {"node.get", QT_TRANSLATE_NOOP("Requests", "Tells of a node: operator, type, module, line, what it reads and what reads it."), {name, side}, node},
        {"node.search", QT_TRANSLATE_NOOP("Requests", "Searches, as typing into the box does; answers with the keys of what was found."),
         {{"query", QT_TRANSLATE_NOOP("Requests", "gelu, op:mm, time>1ms, …; empty: none"), kText, kRequired},
          {"limit", QT_TRANSLATE_NOOP("Requests", "keys to answer with; 100 if it is not given"), kWhole, kOptional, 0, kMostHits}, side}, search},
        {"graph.get", QT_TRANSLATE_NOOP("Requests", "The graph that is shown, whole, in Whittle's text form or as the JSON of an exported program."),
         {{"form", QT_TRANSLATE_NOOP("Requests", "text or json; text if it is not given")}, side}, get},
        {"graph.export", QT_TRANSLATE_NOOP("Requests", "Writes the graph that is shown as whittle export does."),
         {{"to", QT_TRANSLATE_NOOP("Requests", "pt2, json, safetensors, fx, repro, dot, svg or wtl"), kText, kRequired}, {"file", QT_TRANSLATE_NOOP("Requests", "to write"), kText, kRequired}, side}, exportGraphTo},
        {"stage.list", QT_TRANSLATE_NOOP("Requests", "Versions of the graph: as opened, after each pass, reduced, and files beside it."), {}, stages},
        {"stage.select", QT_TRANSLATE_NOOP("Requests", "Shows a version of the graph, held against another one if base says which."),
         {{"stage", QT_TRANSLATE_NOOP("Requests", "as stage.list counts them"), kWhole, kRequired, 0, 1e6}, {"base", QT_TRANSLATE_NOOP("Requests", "likewise; -1: none"), kWhole, kOptional, -1, 1e6}}, selectStage},
    };
    return rows;
}

}  // namespace whittle
