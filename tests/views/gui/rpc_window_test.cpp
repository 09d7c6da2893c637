// The window as programs see it: bytes over a real socket; and the console, where a person types the same.
#include "tests/views/gui/window_support.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QDockWidget>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/workbench/minify_service.h"
#include "app/workbench/rpc_rows.h"
#include "app/workbench/rpc_stream.h"
#include "app/workbench/timed_application.h"
#include "app/workbench/window_rpc.h"
#include "views/console/console_view.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// A program at the other end: non-blocking, so that the window's loop goes on meanwhile.
struct Program {
    int handle = -1;
    QByteArray got;

    explicit Program(const QString& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, qPrintable(path), sizeof(address.sun_path) - 1);
        handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) leave();
    }
    ~Program() { leave(); }
    void leave() {
        if (handle >= 0) ::close(std::exchange(handle, -1));
    }
    void say(const QByteArray& bytes) {
        for (qsizetype sent = 0; sent < bytes.size();) {
            const ssize_t size = ::send(handle, bytes.constData() + sent, static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (size > 0) sent += size;
            else if (errno != EAGAIN) return;
            else QCoreApplication::processEvents();
        }
    }
    void hear() {
        char block[65536];
        for (ssize_t size; (size = ::recv(handle, block, sizeof(block), MSG_DONTWAIT)) > 0;) got.append(block, size);
    }
    bool isEnded() {
        char one = 0;
        const ssize_t size = ::recv(handle, &one, 1, MSG_DONTWAIT | MSG_PEEK);
        return size == 0 || (size < 0 && errno != EAGAIN);
    }
    QByteArray line() {
        [&] { QTRY_VERIFY_WITH_TIMEOUT((hear(), got.contains('\n')), 60000); }();
        const qsizetype end = got.indexOf('\n');
        const QByteArray out = got.left(end);
        got.remove(0, end + 1);
        return out;
    }
    QJsonObject ask(const QString& method, const QJsonObject& params = {}) {
        say(compactJson({{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", params}}) + '\n');
        return QJsonDocument::fromJson(line()).object();
    }
    QJsonObject result(const QString& method, const QJsonObject& params = {}) { return ask(method, params).value("result").toObject(); }
    QString error(const QString& method, const QJsonObject& params = {}) {
        const QJsonObject error = ask(method, params).value("error").toObject();
        return QString("%1 %2").arg(error.value("code").toInt()).arg(error.value("message").toString());
    }
};

struct Served : OpenedWindow {
    QString socket = folder.filePath("s");
    Served() {
        show({.opener = [](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  if (path.filename() == "bad.pt2") return fail(Code::Format, "no graph is in it");
                  return OpenedGraph{path.filename() == "large.pt2" ? modulesGraph(20'000) : blocksGraph(), "pt2", {}};
              }, .minify = minifyService({}), .samples = {}});
        const Result<void> listening = window->rpc().listen(socket);
        [&] { VERIFY_OK(listening); }();
    }
    ConsoleView& console() { return *window->findChild<ConsoleView*>(); }
};

QString shownPopups() {
    QStringList out;
    for (const QWidget* widget : QApplication::topLevelWidgets())
        if (widget->isVisible() && (widget->windowType() == Qt::Dialog || widget->windowType() == Qt::Popup)) out << widget->metaObject()->className();
    return out.join(' ');
}

}  // namespace

class RpcWindowTest : public QObject {
    Q_OBJECT
private slots:
    void a_program_opens_selects_searches_and_reads() {
        Served app;
        Program it(app.socket);
        QCOMPARE(it.result("state").value("document").toObject().value("state").toString(), QString("empty"));
        QCOMPARE(it.error("view.fit"), QString("-32000 view.fit: it cannot be done now: no graph is open"));
        QCOMPARE(it.error("node.get", {{"name", "relu"}}), QString("-32000 no graph is shown there"));
        QCOMPARE(it.error("open", {{"file", "/tmp/bad.pt2"}}).section('\n', 0, 0), QString("-32001 no graph is in it"));
        QCOMPARE(it.result("errors").value("errors").toArray().first().toObject().value("what").toString(), QString("document"));
        QCOMPARE(it.result("open", {{"file", "/tmp/blocks.pt2"}}).value("document").toObject().value("operators").toInt(), 5);
        QVERIFY(it.result("wait").value("idle").toBool());
        QCOMPARE(it.result("node.search", {{"query", "op:gelu"}}), (QJsonObject{{"count", 2}, {"hits", QJsonArray{"node:gelu", "node:gelu_1"}}}));
        QVERIFY(it.error("node.search", {{"query", "/(/"}}).startsWith("-32602 "));
        const QJsonObject gelu = it.result("node.select", {{"name", "gelu"}});
        QCOMPARE(gelu.value("reads").toArray(), QJsonArray{"node:relu"});
        QCOMPARE(gelu.value("operator").toString(), QString("aten.gelu.default"));
        QCOMPARE(app.selected(), QString("gelu"));
        QCOMPARE(it.result("state").value("selected").toString(), QString("node:gelu"));
        QCOMPARE(it.error("node.select", {{"name", "nothing"}}), QString("-32602 nothing here is called 'nothing'"));
        QCOMPARE(it.result("view.fit"), QJsonObject());
        QVERIFY(it.result("graph.get").value("graph").toString().startsWith("whittle 1\ngraph @blocks"));
        QVERIFY(it.result("graph.get", {{"form", "json"}}).value("graph").toObject().contains("graph_module"));
        const QJsonArray rows = it.result("table.rows", {{"table", "nodes/graph"}}).value("rows").toArray();
        QCOMPARE(rows.size(), 7);
        QCOMPARE(rows[2].toObject().value("operator").toString(), QString("aten.gelu.default"));
        QVERIFY(it.error("table.rows", {{"table", "nope"}}).contains("nodes/graph"));
        QCOMPARE(it.result("view.theme.dark").value("checked").toBool(), true);
        QCOMPARE(app.window->theme(), ThemeChoice::Dark);
        const bool shown = app.window->dock("log")->isVisible();
        for (const bool on : {!shown, !shown, shown}) {  // said twice it stays so
            it.result("view.dock.log", {{"checked", on}});
            QCOMPARE(app.window->dock("log")->isVisible(), on);
        }
        QCOMPARE(it.result("go.bookmarks.3").value("said").toString(), QString("There is no bookmark 3."));
        QCOMPARE(it.result("screenshot", {{"file", app.folder.filePath("w.png")}}).value("width").toInt(), app.window->width());
        QCOMPARE(QImage(app.folder.filePath("w.png")).width(), app.window->width());
        QVERIFY(it.error("screenshot", {{"file", "/nowhere/w.png"}}).startsWith("-32001 io: /nowhere/w.png could not be written"));
    }

    void files_take_the_place_of_dialogs() {
        Served app;
        Program it(app.socket);
        it.result("open", {{"file", "/tmp/blocks.pt2"}});
        it.result("wait");
        const struct { const char* method; QJsonObject params; const char* name; } files[] = {
            {"file.table", {{"table", "nodes/graph"}}, "nodes.csv"}, {"file.picture", {}, "graph.svg"}, {"file.report", {}, "report.html"},
            {"file.save-session-as", {}, "s.whittle"}, {"graph.export", {{"to", "wtl"}}, "graph.wtl"}};
        for (const auto& each : files) {
            QJsonObject params = each.params;
            params.insert("file", app.folder.filePath(each.name));
            QCOMPARE(it.result(each.method, params).value("file").toString(), app.folder.filePath(each.name));
            QVERIFY2(QFileInfo(app.folder.filePath(each.name)).size() > 0, each.name);
        }
        QVERIFY(it.error("file.table", {{"table", "nodes/graph"}, {"file", app.folder.filePath("x.doc")}}).contains(".csv"));
        QVERIFY(it.error("graph.export", {{"to", "doc"}, {"file", "/tmp/x"}}).startsWith("-32602 to is one of fx, "));
        QCOMPARE(it.error("file.report"), QString("-32602 file is missing; file.report takes: file"));
        QCOMPARE(it.error("help.about"), QString("-32000 help.about: it opens a window for a person to look at"));
        QVERIFY(it.error("file.timeline", {{"file", "/tmp/x.json"}}).startsWith("-32000 file.timeline: "));
        QVERIFY(it.result("view.color-by", {{"key", "bytes"}}).isEmpty());
        QCOMPARE(app.graph().colorBy(), QString("bytes"));
        QVERIFY(it.error("view.color-by", {{"key", "taste"}}).contains("dtype"));
        const QString command = "whittle minify /tmp/blocks.pt2 -o /tmp/out --inject aten.gelu.default=crash --jobs 2";
        QVERIFY(it.result("minify.configure", {{"command", command}}).value("command").toString().contains("--inject aten.gelu.default=crash"));
        QCOMPARE(app.window->minifyForm().settings().jobs, 2);
        QVERIFY(it.error("minify.configure", {{"command", "rm -rf /"}}).startsWith("-32602 "));
    }

    // Whoever adds an action that asks in a dialog or a menu gives it a row of dialogRows(), or this fails.
    void every_action_is_a_method_and_none_keeps_a_person_waiting() {
        Served app;
        app.open("blocks.pt2");
        QStringList wrong;
        const auto& methods = app.window->rpc().dispatcher().methods();
        for (const QAction* action : app.window->actions().all()) {
            const QString id = action->objectName();
            if (!methods.contains(id)) wrong << id + " is no method";
        }
        for (const DialogRow& row : dialogRows()) {
            if (!app.window->actions().action(row.id)) wrong << QString("%1 is no action").arg(row.id);
            if (!row.call == !*row.refusal) wrong << QString("%1 has neither a call nor a refusal, or both").arg(row.id);
        }
        for (const auto& [name, method] : methods) {
            if (method.what.isEmpty()) wrong << name + " says nothing";
            if (name.startsWith("view.language") || name == "quit" || name == "file.quit") continue;
            QString refused;
            app.window->rpc().dispatcher().call(name, QJsonValue::Null, app.window.get(), [&](const RpcAnswer& answer) { refused = answer ? QString() : answer.error().message; });
            QCoreApplication::processEvents();
            if (const QString popups = shownPopups(); !popups.isEmpty()) {
                wrong << name + " opens " + popups;
                for (QWidget* widget : QApplication::topLevelWidgets())
                    if (widget->isVisible() && widget != app.window.get()) widget->close();
            }
        }
        QCOMPARE(wrong.join('\n'), QString());
    }

    void what_comes_from_anybody_is_answered_or_dropped() {
        Served app;
        Program it(app.socket);
        it.say("\n  \nnonsense\n");
        QVERIFY(it.line().contains("-32700"));
        it.say(QByteArray(3 << 20, 'a') + "\n");
        QVERIFY(it.line().contains("at most 262144 bytes"));
        it.say(R"({"jsonrpc":"2.0","method":"view.theme.dark"})" "\n");  // wants no answer
        it.say(R"({"jsonrpc":"2.0","id":)");
        QCoreApplication::processEvents();
        it.say(R"(1,"method":"state"})" "\n");
        QVERIFY(it.line().startsWith(R"({"jsonrpc":"2.0","id":1,"result")"));
        QCOMPARE(app.window->theme(), ThemeChoice::Dark);
        // In order, though all are there at once and the first takes a while.
        it.say(R"({"jsonrpc":"2.0","id":1,"method":"open","params":["/tmp/blocks.pt2"]})" "\n" R"({"jsonrpc":"2.0","id":2,"method":"wait"})" "\n" R"({"jsonrpc":"2.0","id":3,"method":"node.get","params":["relu"]})" "\n");
        for (const char* id : {"\"id\":1,\"result\"", "\"id\":2,\"result\"", "\"id\":3,\"result\""}) QVERIFY(it.line().contains(id));
    }

    void who_goes_away_is_forgotten() {
        Served app;
        {
            Program it(app.socket);
            it.say(R"({"jsonrpc":"2.0","id":1,"method":"methods"})" "\n" R"({"jsonrpc":"2.0","id":2,"method":"wait"})" "\n");
        }  // nothing was read
        {
            Program half(app.socket);
            half.say(R"({"jsonrpc":"2.0","id":1,"method":"state"})");  // without its end, and nothing more
            ::shutdown(half.handle, SHUT_WR);
            QVERIFY(half.line().contains("\"id\":1"));
            QTRY_VERIFY(half.isEnded());
        }
        QTRY_COMPARE(app.window->rpc().findChildren<RpcStream*>().size(), 0);
        QVERIFY(Program(app.socket).result("state").contains("idle"));
        auto waiting = std::make_unique<Program>(app.socket);
        waiting->say(R"({"jsonrpc":"2.0","id":1,"method":"wait"})" "\n");
        QCoreApplication::processEvents();
        app.window.reset();  // before it is answered
        QTRY_VERIFY(waiting->isEnded());
    }

    void who_does_not_read_is_not_read() {
        Served app;
        app.open("large.pt2");
        Program it(app.socket);
        QByteArray request = R"({"jsonrpc":"2.0","id":1,"method":"graph.get"})" "\n";
        for (int i = 0; i < 40; ++i) it.say(request);
        auto* stream = app.window->rpc().findChild<RpcStream*>();
        QVERIFY(stream || (QCoreApplication::processEvents(), stream = app.window->rpc().findChild<RpcStream*>()));
        for (int i = 0; i < 40; ++i) QVERIFY(it.line().size() > 1'000'000);  // all of them in the end
    }

    void no_request_keeps_the_window_waiting() {
        Served app;
        app.open("large.pt2");
        Program it(app.socket);
        it.result("state");
        auto* application = static_cast<TimedApplication*>(qApp);
        for (const auto& [method, params] : std::initializer_list<std::pair<const char*, QJsonObject>>{{"state", {}}, {"methods", {}}, {"actions", {}}, {"table.list", {}}, {"node.search", {{"query", "op:relu"}}}, {"node.select", {{"name", "relu_9"}}},
                                                                                                      {"graph.get", {}}, {"graph.get", {{"form", "json"}}}, {"table.rows", {{"table", "nodes/graph"}}}}) {
            for (int round = 0; round < 3; ++round) {  // the best one counts: beside other tests a handler is held up now and then
                it.result("wait");
                application->forgetLongest();
                QVERIFY2(it.ask(method, params).contains("result"), method);
                if (application->longest().milliseconds < 16) break;
            }
            qInfo("%s: %.1f ms", method, application->longest().milliseconds);
            QVERIFY2(application->longest().milliseconds < 16, qPrintable(QString("%1: %2 ms in %3").arg(method).arg(application->longest().milliseconds).arg(application->longest().what)));
        }
    }

    void the_window_closes_when_it_is_asked_to() {
        Served app;
        Program it(app.socket);
        QCOMPARE(it.result("quit"), QJsonObject());
        QVERIFY(!app.window->isVisible());
    }

    void a_person_types_the_same() {
        Served app;
        app.window->showConsole();
        ConsoleView& console = app.console();
        app.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
        QVERIFY(console.line().hasFocus());
        QCOMPARE(unnamedFocusable(console).join('\n'), QString());
        // While the list of what it may be is open, keys go there first.
        const auto completed = [&](const QString& letters) {
            QTest::keyClicks(&console.line(), letters);
            QTRY_VERIFY(console.line().completer()->popup()->isVisible());
            QTest::keyClick(console.line().completer()->popup(), Qt::Key_Down);
            QTest::keyClick(console.line().completer()->popup(), Qt::Key_Return);
        };
        completed("view.theme.da");
        QTRY_COMPARE(console.line().text(), QString("view.theme.dark"));
        QVERIFY2(console.hint().text().startsWith("View › Theme › Dark."), qPrintable(console.hint().text()));
        QTest::keyClick(&console.line(), Qt::Key_Return);
        QCOMPARE(app.window->theme(), ThemeChoice::Dark);
        QCOMPARE(console.line().text(), QString());
        QTRY_COMPARE(console.answer().toPlainText(), QString("{\n    \"checked\": true\n}"));
        QTest::keyClicks(&console.line(), "open {");
        QTest::keyClick(&console.line(), Qt::Key_Return);
        QTRY_VERIFY(console.answer().toPlainText().startsWith("behind open no JSON stands"));
        QTest::keyClick(&console.line(), Qt::Key_Up);
        QCOMPARE(console.line().text(), QString("open {"));
        QTest::keyClick(&console.line(), Qt::Key_Up);
        QCOMPARE(console.line().text(), QString("view.theme.dark"));
        console.line().clear();
        completed("file.repor");
        QTRY_COMPARE(console.line().text(), QString("file.report {\"file\": \"\"}"));
        QCOMPARE(console.line().cursorPosition(), 22);
    }

    void what_is_done_by_hand_is_listed_as_requests() {
        Served app;
        ConsoleModel& console = app.window->rpc().console();
        QCOMPARE(console.rowCount(), 0);
        app.open("blocks.pt2");
        app.graph().select(1);
        app.graph().select(2);
        app.window->graphView().search().setText("relu");
        app.window->actions().action("view.fit")->trigger();
        app.window->actions().action("view.dock.log")->trigger();
        QStringList requests;
        for (int row = 0; row < console.rowCount(); ++row) requests << console.request(row);
        QCOMPARE(requests.join('\n'), QString("open {\"file\":\"/tmp/blocks.pt2\"}\nnode.select {\"name\":\"node:gelu\"}\nnode.search {\"query\":\"relu\"}\nview.fit\nview.dock.log {\"checked\":true}"));
        // And they do the same to a window that begins.
        const QString script = console.script();
        Served other;
        Program it(other.socket);
        it.say(script.toUtf8());
        for (int i = 0; i < script.count('\n'); ++i) {
            const QByteArray line = it.line();
            QVERIFY2(line.contains("\"result\""), line);
        }
        QCOMPARE(other.selected(), QString("gelu"));
        QCOMPARE(other.graph().query(), QString("relu"));
        QVERIFY(other.window->dock("log")->isVisible());
    }
};

WHITTLE_TEST(RpcWindowTest)
#include "rpc_window_test.moc"
