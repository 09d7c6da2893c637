// Requests about the window as a whole: what is open and goes on, opening files, pictures, the end.
#include <memory>
#include <string_view>

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QMetaEnum>
#include <QSaveFile>

#include "app/workbench/main_window.h"
#include "app/workbench/minify_service.h"
#include "app/workbench/rpc_rows.h"
#include "app/workbench/when_idle.h"
#include "app/workbench/window_rpc.h"
#include "engine/base/version.h"
#include "views/models/item_key.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr double kOpenSeconds = 600, kLongestWait = 7 * 86400;

// "NoGraph" as "no-graph".
template <class State>
QString named(State state) {
    QString out;
    for (const char c : std::string_view(QMetaEnum::fromType<State>().valueToKey(static_cast<int>(state)))) {
        if (c >= 'A' && c <= 'Z' && !out.isEmpty()) out += u'-';
        out += QChar::fromLatin1(c).toLower();
    }
    return out;
}

struct WorkRow {
    const char* name;
    QString (*state)(MainWindow& window);
    QString (*text)(MainWindow& window);
    QString (*error)(MainWindow& window);
};
QString none(MainWindow&) { return {}; }
constexpr WorkRow kWork[] = {
    {"graph", [](MainWindow& w) { return named(w.graph().state()); }, none, [](MainWindow& w) { return w.graph().errorText(); }},
    {"compile", [](MainWindow& w) { return named(w.study().state()); }, [](MainWindow& w) { return w.study().statusText(); }, [](MainWindow& w) { return w.study().errorText(); }},
    {"values", [](MainWindow& w) { return named(w.numerics().state()); }, [](MainWindow& w) { return w.numerics().statusText(); }, [](MainWindow& w) { return w.numerics().errorText(); }},
    {"stances", [](MainWindow& w) { return named(w.stances().state()); }, [](MainWindow& w) { return w.stances().statusText(); }, [](MainWindow& w) { return w.stances().errorText(); }},
    {"sizes", [](MainWindow& w) { return named(w.dims().state()); }, [](MainWindow& w) { return w.dims().statusText(); }, [](MainWindow& w) { return w.dims().errorText(); }},
    {"minify", [](MainWindow& w) { return named(w.minify().state()); }, [](MainWindow& w) { return w.minify().statusText(); }, [](MainWindow& w) { return w.minify().errorText(); }},
    {"trace", [](MainWindow& w) { return named(w.trace().state()); }, none, [](MainWindow& w) { return w.trace().errorText(); }},
};

QJsonArray errorsOf(MainWindow& window) {
    QJsonArray out;
    const auto add = [&](const QString& what, const QString& text) {
        if (!text.isEmpty()) out.append(QJsonObject{{QStringLiteral("what"), what}, {QStringLiteral("text"), text}});
    };
    if (window.document().state() == Document::State::Failed) add(QStringLiteral("document"), window.document().errorText());
    for (const Stage& stage : window.stages().stages()) add(QStringLiteral("compared-file"), stage.error);
    for (const WorkRow& row : kWork) add(QLatin1String(row.name), row.error(window));
    add(QStringLiteral("kernels"), window.kernels().errorText());
    add(QStringLiteral("profile"), window.profile().errorText());
    add(QStringLiteral("session"), window.session().errorText());
    add(QStringLiteral("notice"), window.notice().text());
    return out;
}

void methods(MainWindow& window, const RpcCall& call) {
    QJsonArray all;
    for (const auto& [name, method] : window.rpc().dispatcher().methods()) all.append(describeMethod(method));
    call.done(compactJson({{QStringLiteral("methods"), all}}));
}

void actions(MainWindow& window, const RpcCall& call) {
    QJsonArray all;
    for (const QAction* action : window.actions().all()) {
        QJsonObject row{{QStringLiteral("id"), action->objectName()},
                        {QStringLiteral("text"), Actions::plainText(*action)},
                        {QStringLiteral("place"), window.actions().place(*action)},
                        {QStringLiteral("keys"), action->shortcut().toString(QKeySequence::PortableText)},
                        {QStringLiteral("enabled"), action->isEnabled()}};
        if (action->isCheckable()) row.insert(QStringLiteral("checked"), action->isChecked());
        all.append(row);
    }
    call.done(compactJson({{QStringLiteral("actions"), all}}));
}

void wait(MainWindow& window, const RpcCall& call) {
    const double seconds = call.number("seconds", kOpenSeconds);
    const auto done = [&window, done = call.done, seconds](bool quiet) {
        if (quiet) return done(compactJson(windowState(window)));
        done(rpcError(RpcCode::TimedOut, requestWords(QT_TRANSLATE_NOOP("Requests", "something still goes on after %1 seconds: 'state' says what")).arg(seconds)));
    };
    new WhenIdle([&window] { return window.isIdle(); }, seconds, done, call.owner);
}

void open(MainWindow& window, const RpcCall& call) {
    const double seed = call.number("seed", 0);
    const GraphSource source{.file = QFileInfo(call.text("file")).absoluteFilePath(), .model = call.text("model"), .inputs = call.text("inputs"), .seed = static_cast<quint64>(seed)};
    if (!source.isPlain() && (source.file.endsWith(QLatin1String(".whittle")) || QFileInfo(source.file).isDir()))
        return call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "model, inputs and seed go with a graph"))));
    window.openSource(source);
    answerOpened(window, source.file, call);
}

void configure(MainWindow& window, const RpcCall& call) {
    const Result<MinifySettings> settings = settingsOf({.program = {}, .host = {}, .began = {}, .command = call.text("command").toStdString(), .place = QDir::currentPath().toStdString()});
    if (!settings) return call.done(rpcError(settings.error()));
    window.setMinifySettings(*settings);
    call.done(compactJson({{QStringLiteral("command"), window.minifyForm().commandLine()}}));
}

// The window is painted here, where alone it can be; a worker writes.
void screenshot(MainWindow& window, const RpcCall& call) {
    const QString file = QFileInfo(call.text("file")).absoluteFilePath();
    const QImage picture = window.grab().toImage();
    submitFor(
        call, window.graph().jobs(), QStringLiteral("screenshot"),
        [picture, file](const CancelToken&) -> Result<void> {
            QSaveFile out(file);
            if (!out.open(QIODevice::WriteOnly) || !picture.save(&out, "PNG") || !out.commit()) return fail(Code::Io, "{} could not be written: {}", file.toStdString(), out.errorString().toStdString());
            return {};
        },
        [done = call.done, file, size = picture.size()](const Result<void>& written) {
            if (!written) return done(rpcError(written.error()));
            done(compactJson({{QStringLiteral("file"), file}, {QStringLiteral("width"), size.width()}, {QStringLiteral("height"), size.height()}}));
        });
}

void quit(MainWindow& window, const RpcCall& call) {
    if (window.close()) return call.done(compactJson({}));
    call.done(rpcError(RpcCode::Refused, requestWords(QT_TRANSLATE_NOOP("Requests", "the session could not be saved; ask again to end without: %1")).arg(window.session().errorText())));
}

}  // namespace

QJsonObject windowState(MainWindow& window) {
    const Document& document = window.document();
    QJsonObject open{{QStringLiteral("state"), named(document.state())}};
    if (document.graph()) {
        open.insert(QStringLiteral("file"), document.path());
        open.insert(QStringLiteral("format"), document.format());
        open.insert(QStringLiteral("operators"), static_cast<qint64>(document.graph()->nodes().size()));
        open.insert(QStringLiteral("notes"), QJsonArray::fromStringList(document.notes()));
    }
    QJsonObject work;
    for (const WorkRow& row : kWork) work.insert(QLatin1String(row.name), QJsonObject{{QStringLiteral("state"), row.state(window)}, {QStringLiteral("text"), row.text(window)}});
    QJsonArray running;
    TaskList& tasks = window.tasks();
    for (int row = 0; row < tasks.rowCount(); ++row) {
        QJsonObject task{{QStringLiteral("text"), tasks.index(row, TaskList::Task).data().toString()}};
        if (const QVariant share = tasks.index(row, TaskList::Progress).data(TaskList::ShareRole); share.isValid()) task.insert(QStringLiteral("share"), share.toDouble());
        running.append(task);
    }
    const SceneRef& scene = window.graph().scene();
    return {{QStringLiteral("version"), QString::fromLatin1(kVersion)},
            {QStringLiteral("document"), open},
            {QStringLiteral("selected"), scene ? itemKey(*scene, window.graph().selected()) : QString()},
            {QStringLiteral("query"), window.graph().query()},
            {QStringLiteral("stage"), window.stages().title(window.stages().current())},
            {QStringLiteral("session"), window.session().path()},
            {QStringLiteral("work"), work},
            {QStringLiteral("running"), running},
            {QStringLiteral("idle"), window.isIdle()}};
}

void answerOpened(MainWindow& window, const QString& file, const RpcCall& call) {
    auto* told = new QObject(call.owner);  // of a session or a trace that is none
    auto failed = std::make_shared<QString>();
    QObject::connect(&window.session(), &Session::failed, told, [&window, failed] { *failed = window.session().errorText(); });
    QObject::connect(&window.trace(), &TraceController::stateChanged, told, [&window, failed] {
        if (window.trace().state() == TraceController::State::Failed) *failed = window.trace().errorText();
    });
    const auto done = [&window, file, told, failed, done = call.done](bool quiet) {
        told->deleteLater();
        if (!quiet) return done(rpcError(RpcCode::TimedOut, requestWords(QT_TRANSLATE_NOOP("Requests", "%1 is still being read")).arg(file)));
        const Document& document = window.document();
        if (failed->isEmpty() && document.state() == Document::State::Failed && document.requestedPath() == file) *failed = document.errorText();
        for (const Stage& stage : window.stages().stages())
            if (failed->isEmpty() && stage.kind == Stage::Kind::File && stage.name == QFileInfo(file).absoluteFilePath()) *failed = stage.error;
        if (!failed->isEmpty()) return done(rpcError(RpcCode::Failed, *failed));
        done(compactJson(windowState(window)));
    };
    new WhenIdle([&window] { return !window.isOpening(); }, kOpenSeconds, done, call.owner);
}

std::span<const MethodRow> windowMethods() {
    static const MethodRow rows[] = {
        {"methods", QT_TRANSLATE_NOOP("Requests", "All that can be asked for, with what each takes."), {}, methods},
        {"actions", QT_TRANSLATE_NOOP("Requests", "What menus and keys do: ids, which are methods too, and whether each can be done now."), {}, actions},
        {"state", QT_TRANSLATE_NOOP("Requests", "What is open, selected and under way."), {}, [](MainWindow& window, const RpcCall& call) { call.done(compactJson(windowState(window))); }},
        {"wait", QT_TRANSLATE_NOOP("Requests", "Answers with the state when nothing is under way any more."),
         {{"seconds", QT_TRANSLATE_NOOP("Requests", "to wait at most; 600 if it is not given"), kNumber, kOptional, 0, kLongestWait}}, wait},
        {"errors", QT_TRANSLATE_NOOP("Requests", "What went wrong and is still shown."), {},
         [](MainWindow& window, const RpcCall& call) { call.done(compactJson({{QStringLiteral("errors"), errorsOf(window)}})); }},
        {"open", QT_TRANSLATE_NOOP("Requests", "Opens a graph, a session, the folder of a reduction or a trace, and answers with the state when it is read."),
         {{"file", QT_TRANSLATE_NOOP("Requests", "to open"), kText, kRequired},
          {"model", QT_TRANSLATE_NOOP("Requests", "which program of an archive that holds several")},
          {"inputs", QT_TRANSLATE_NOOP("Requests", "a safetensors file with the inputs of the call")},
          {"seed", QT_TRANSLATE_NOOP("Requests", "of random operators, and of weights and inputs that the file lacks"), kWhole, kOptional, 0, 9007199254740992.0}}, open},
        {"minify.configure", QT_TRANSLATE_NOOP("Requests", "Sets the form of the reduction to what a command line says; compilations take their settings from there too."),
         {{"command", QT_TRANSLATE_NOOP("Requests", "as the log has it: whittle minify FILE --inject … -o DIR"), kText, kRequired}}, configure},
        {"screenshot", QT_TRANSLATE_NOOP("Requests", "Writes a picture of the window."), {{"file", QT_TRANSLATE_NOOP("Requests", "PNG, to write"), kText, kRequired}}, screenshot},
        {"quit", QT_TRANSLATE_NOOP("Requests", "Closes the window."), {}, quit},
    };
    return rows;
}

}  // namespace whittle
