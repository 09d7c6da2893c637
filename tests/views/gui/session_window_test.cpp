// Sessions, undo, places and the log in the window: what is saved is on the screen again.
#include "tests/views/gui/window_support.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QTableView>
#include <QUndoView>

#include "app/workbench/minify_service.h"
#include "app/workbench/restore_offers.h"
#include "views/models/item_key.h"
#include "views/stages/comparison_panel.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    QString state;

    explicit Opened(const QString& stateFolder = {}) : state(stateFolder) { renew(); }
    void renew() {
        MinifyService service = minifyService({});
        service.work = [](const Graph& graph, const MinifySettings&, const MinifyObserver&, const CancelToken&) -> Result<MinifyResult> {
            MinifyResult result{.status = MinifyResult::Status::DoesNotFail, .failure = {}, .note = "passed", .graph = graph, .reducedFailure = {}};
            return result;
        };
        show({.opener = [](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  if (path.stem() == "blocks" || path.stem() == "moved") return OpenedGraph{blocksGraph(), "pt2", {}};
                  return OpenedGraph{smallGraph(), "pt2", {}};
              },
              .minify = std::move(service), .samples = {}, .stateFolder = state});
        window->resize(1100, 800);
        window->activateWindow();
    }
    QString file(const QString& name, const QByteArray& content = "graph") {
        QFile out(folder.filePath(name));
        if (out.open(QIODevice::WriteOnly)) out.write(content);
        return out.fileName();
    }
    void openFile(const QString& path) {
        window->openFile(path);
        QTRY_VERIFY(window->isIdle());
    }
    void saveAs(const QString& path) {
        window->session().saveAs(path);
        QTRY_VERIFY(window->isIdle());
    }
    int item(const QString& key) { return findItem(*graph().scene(), key); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier) {
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), key, modifiers);
        QTRY_VERIFY(window->isIdle());
    }
    int group() {
        for (int each = graph().scene()->count(); each < graph().scene()->itemCount(); ++each) return each;
        return -1;
    }
};

QPushButton* button(QWidget& root, const QString& text) {
    for (QPushButton* each : root.findChildren<QPushButton*>())
        if (QString(each->text()).remove('&') == text && each->isVisible()) return each;
    return nullptr;
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::map<QString, QJsonObject> partsOf(const QString& path) {
    const Result<SessionContent> content = readSessionFile(path);
    return content ? content->parts : std::map<QString, QJsonObject>();
}

}  // namespace

class SessionWindowTest : public QObject {
    Q_OBJECT
private slots:
    void what_was_compared_comes_back() {
        Opened app;
        const QString graph = app.file("blocks.pt2"), other = app.file("other.pt2"), same = app.file("moved.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        app.window->compareWith({other, same});
        QTRY_VERIFY(app.window->comparison().difference() && app.window->isIdle());
        app.window->stages().setCurrent(1);
        app.window->comparisonPanel().filter().setText("only:B");
        QTRY_VERIFY(app.window->isIdle());
        app.saveAs(path);
        QCOMPARE(app.window->session().errorText(), QString());
        const StageChoice choice = app.window->stages().choice();
        const int listed = app.window->comparisonPanel().model().rowCount();
        QVERIFY(listed > 0);
        app.renew();
        app.openFile(path);
        QTRY_VERIFY(app.window->comparison().difference() && app.window->isIdle());
        QCOMPARE(app.window->stages().choice(), choice);
        QCOMPARE(app.window->comparison().graphs().size(), std::size_t{3});
        QCOMPARE(app.window->comparison().beside(), 0);
        QCOMPARE(app.window->comparisonPanel().filter().text(), QString("only:B"));
        QCOMPARE(app.window->comparisonPanel().model().rowCount(), listed);
        // A stage that is none refuses the session, with the place.
        const QByteArray bytes = bytesOf(path);
        QFile wrong(app.folder.filePath("wrong.whittle"));
        QVERIFY(wrong.open(QIODevice::WriteOnly));
        wrong.write(QByteArray(bytes).replace("\"opened\"", "\"elsewhere\""));
        wrong.close();
        QVERIFY(bytes.contains("\"opened\""));
        app.openFile(wrong.fileName());
        QVERIFY2(app.window->session().errorText().contains("comparison.base"), qPrintable(app.window->session().errorText()));
        QCOMPARE(app.window->comparison().graphs().size(), std::size_t{3});
    }

    void everything_open_comes_back() {
        Opened app;
        const QString graph = app.file("blocks.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        const int module = app.group();
        QVERIFY(module >= 0);
        app.graph().setOpen(module, false);
        QTRY_VERIFY(app.window->isIdle());
        app.graph().select(app.item("node:add"));
        app.window->graphView().search().setText("gelu");
        app.canvas().showPlace(1.7, {50, 60});
        const QPointF centre = app.canvas().visibleScene().center();
        MinifySettings settings = app.window->minifyForm().settings();
        settings.resume = false;
        settings.oracle = "command";
        settings.oracleSettings["--command"] = "./check.sh {}";
        settings.jobs = 3;
        settings.outputFolder = app.folder.filePath("out");
        app.window->setMinifySettings(settings);
        app.window->notes().setPlainText("gelu looks odd\n看");
        app.window->dock("inspector")->hide();
        app.window->dock("notes")->show();
        app.window->session().saveAs(path);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->session().errorText(), QString());
        QCOMPARE(app.window->windowTitle(), QString("blocks.pt2 – a.whittle – Whittle"));
        app.settings.clear();
        app.renew();
        QVERIFY(app.window->dock("inspector")->isVisible());
        app.openFile(path);
        QTRY_COMPARE(app.window->document().path(), graph);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(itemKey(*app.graph().scene(), app.graph().selected()), QString("node:add"));
        QVERIFY(!app.graph().scene()->isOpen(app.group()));
        QCOMPARE(app.graph().query(), QString("gelu"));
        QCOMPARE(app.canvas().zoom(), 1.7);
        QVERIFY((app.canvas().visibleScene().center() - centre).manhattanLength() < 1);
        const MinifySettings back = app.window->minifyForm().settings();
        QCOMPARE(back.oracle, QString("command"));
        QCOMPARE(back.oracleSettings.at("--command"), QString("./check.sh {}"));
        QCOMPARE(back.jobs, 3);
        QCOMPARE(back.outputFolder, app.folder.filePath("out"));
        QCOMPARE(back.file, graph);
        QCOMPARE(app.window->notes().toPlainText(), QString("gelu looks odd\n看"));
        QVERIFY(!app.window->dock("inspector")->isVisible());
        QCOMPARE(app.window->notice().text(), QString());
        QVERIFY(!app.window->undo().stack().canUndo());  // a session that opens is nothing that the user did
        QCOMPARE(RecentFiles(app.settings).paths(), QStringList({graph, path}));
    }

    void how_the_graph_was_read_comes_back() {
        Opened app;
        std::vector<OpenOptions> asked;
        const auto opener = [&](const std::filesystem::path&, const OpenOptions& options) -> Result<OpenedGraph> {
            asked.push_back(options);
            return OpenedGraph{smallGraph(), "pt2", {}};
        };
        app.show({.opener = opener, .minify = minifyService({}), .samples = {}, .stateFolder = {}});
        const QString graph = app.file("small.pt2"), inputs = app.file("case.safetensors"), path = app.folder.filePath("a.whittle");
        const quint64 seed = ~quint64{0};
        app.window->openGraph({.file = graph, .model = "decoder", .inputs = inputs, .seed = seed});
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->minifyForm().settings().seed, seed);
        QVERIFY2(app.window->minifyForm().commandLine().contains("--inputs " + inputs + " --model decoder --seed 18446744073709551615"), qPrintable(app.window->minifyForm().commandLine()));
        app.saveAs(path);
        // The session and all that it needs in another folder.
        QDir(app.folder.path()).mkdir("moved");
        for (const QString name : {"small.pt2", "case.safetensors", "a.whittle"}) QVERIFY(QFile::rename(app.folder.filePath(name), app.folder.filePath("moved/" + name)));
        app.show({.opener = opener, .minify = minifyService({}), .samples = {}, .stateFolder = {}});
        app.openFile(app.folder.filePath("moved/a.whittle"));
        QTRY_COMPARE(app.window->document().path(), app.folder.filePath("moved/small.pt2"));
        QCOMPARE(asked.size(), std::size_t{2});
        QCOMPARE(toQ(asked.back().model), QString("decoder"));
        QCOMPARE(toQ(asked.back().inputs), app.folder.filePath("moved/case.safetensors"));
        QCOMPARE(asked.back().seed, std::uint64_t{seed});
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->minifyForm().settings().model, QString("decoder"));
        app.openFile(app.file("bad.whittle", "{\"format\":\"whittle-session\",\"version\":1,\"parts\":{\"document\":{\"seed\":\"seven\"}}}"));
        QVERIFY2(app.window->notice().text().contains("parts.document.seed is no seed"), qPrintable(app.window->notice().text()));
        // Another graph is read as it comes.
        app.openFile(app.file("other.pt2"));
        QVERIFY(asked.back().model.empty() && asked.back().inputs.empty() && asked.back().seed == 0);
        QVERIFY(app.window->minifyForm().settings().source().isPlain());
    }

    void a_graph_that_has_changed_is_told() {
        Opened app;
        const QString path = app.folder.filePath("a.whittle");
        app.openFile(app.file("blocks.pt2"));
        QTRY_VERIFY(app.window->isIdle());
        app.window->session().saveAs(path);
        QTRY_VERIFY(app.window->isIdle());
        app.file("blocks.pt2", "another");
        app.renew();
        app.openFile(path);
        QTRY_VERIFY(app.window->notice().text().startsWith("blocks.pt2 has changed since"));
        QVERIFY(button(app.window->notice(), "Locate another…"));
        QCOMPARE(unnamedFocusable(*app.window).join('\n'), QString());
    }

    void a_graph_that_is_gone_is_told_and_found_beside_the_session() {
        Opened app;
        const QString graph = app.file("blocks.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        app.graph().select(app.item("node:add"));
        app.window->session().saveAs(path);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(QFile::rename(graph, app.folder.filePath("moved.pt2")));
        app.renew();
        app.openFile(path);
        QTRY_COMPARE(app.window->notice().text(), QString("The graph of this session is not there: %1").arg(graph));
        QVERIFY(button(app.window->notice(), "Locate it…"));
        QVERIFY(QDir(app.folder.path()).mkdir("both"));
        QVERIFY(QFile::rename(app.folder.filePath("moved.pt2"), app.folder.filePath("both/blocks.pt2")));
        QVERIFY(QFile::rename(path, app.folder.filePath("both/a.whittle")));
        app.renew();
        app.openFile(app.folder.filePath("both/a.whittle"));
        QTRY_COMPARE(app.window->document().path(), app.folder.filePath("both/blocks.pt2"));
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(itemKey(*app.graph().scene(), app.graph().selected()), QString("node:add"));
    }

    void a_graph_that_is_gone_takes_nothing_from_the_session() {
        QTemporaryDir state;
        Opened app(state.path());
        const QString graph = app.file("blocks.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        app.graph().setOpen(app.group(), false);
        QTRY_VERIFY(app.window->isIdle());
        app.graph().select(app.item("node:add"));
        app.window->graphView().search().setText("gelu");
        app.canvas().showPlace(1.7, {50, 60});
        MinifySettings settings = app.window->minifyForm().settings();
        settings.jobs = 3;
        settings.outputFolder = app.folder.filePath("out");
        app.window->setMinifySettings(settings);
        app.saveAs(path);
        const std::map<QString, QJsonObject> before = partsOf(path);
        QVERIFY(!before.at("graph")["folds"].toObject().isEmpty());
        QVERIFY(before.at("document")["hash"].toString().startsWith("sha256:"));
        QVERIFY(QFile::remove(graph));
        app.renew();
        app.openFile(path);
        QTRY_COMPARE(app.window->notice().text(), QString("The graph of this session is not there: %1").arg(graph));
        app.window->notes().setPlainText("gone");
        app.window->close();
        std::map<QString, QJsonObject> after = partsOf(path);
        QCOMPARE(after["notes"]["text"].toString(), QString("gone"));
        for (const char* part : {"document", "graph", "minify"}) QCOMPARE(after[part], before.at(part));
        app.renew();
        app.openFile(path);
        app.file("blocks.pt2");  // is there again, and opened by hand
        app.openFile(graph);
        app.saveAs(app.window->session().path());
        QCOMPARE(app.window->session().path(), path);
        after = partsOf(path);
        for (const char* part : {"document", "minify"}) QCOMPARE(after[part], before.at(part));
        QCOMPARE(after["graph"]["folds"], before.at("graph")["folds"]);
        QCOMPARE(after["graph"]["selected"].toString(), QString("node:add"));
    }

    void another_graph_leaves_the_session() {
        QTemporaryDir state;
        Opened app(state.path());
        const QString graph = app.file("blocks.pt2"), small = app.file("small.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        app.saveAs(path);
        app.openFile(graph);  // the same again, which stays the session's
        QCOMPARE(app.window->session().path(), path);
        app.graph().select(app.item("node:add"));
        app.window->notes().setPlainText("of blocks");
        app.openFile(small);
        QCOMPARE(app.window->session().path(), QString());
        QCOMPARE(app.window->windowTitle(), QString("small.pt2 – Whittle"));
        const QByteArray left = bytesOf(path);
        std::map<QString, QJsonObject> parts = partsOf(path);
        QCOMPARE(parts["document"]["file"].toString(), graph);
        QCOMPARE(parts["graph"]["selected"].toString(), QString("node:add"));
        QCOMPARE(parts["notes"]["text"].toString(), QString("of blocks"));
        app.window->notes().setPlainText("of small");
        app.window->close();
        QCOMPARE(bytesOf(path), left);
        QCOMPARE(partsOf(state.filePath("last.whittle"))["document"]["file"].toString(), small);
    }

    void another_graph_leaves_a_session_that_still_waits() {
        Opened app;
        const QString graph = app.file("blocks.pt2"), path = app.folder.filePath("a.whittle");
        app.openFile(graph);
        app.graph().select(app.item("node:add"));
        app.saveAs(path);
        QVERIFY(QFile::remove(graph));
        app.renew();
        app.openFile(path);
        app.openFile(app.file("small.pt2"));
        QCOMPARE(app.window->session().path(), QString());
        app.window->close();
        std::map<QString, QJsonObject> parts = partsOf(path);
        QCOMPARE(parts["document"]["file"].toString(), graph);
        QCOMPARE(parts["graph"]["selected"].toString(), QString("node:add"));
    }

    void a_session_is_no_graph_of_a_session() {
        Opened app;
        const QString path = app.folder.filePath("a.WHITTLE");
        app.file("a.WHITTLE", "{\"format\":\"whittle-session\",\"version\":1,\"parts\":{\"document\":{\"file\":\"" + path.toUtf8() + "\"}}}");
        app.openFile(path);
        QVERIFY2(app.window->notice().text().contains("parts.document.file is a session and no graph"), qPrintable(app.window->notice().text()));
        QCOMPARE(app.window->session().path(), QString());
    }

    void settings_of_a_session_without_a_graph_are_shown() {
        Opened app;
        app.window->notes().setPlainText("of before");
        app.openFile(app.file("a.whittle", "{\"format\":\"whittle-session\",\"version\":1,\"parts\":{\"minify\":{\"jobs\":3}}}"));
        QCOMPARE(app.window->session().errorText(), QString());
        QCOMPARE(app.window->minifyForm().settings().jobs, 3);
        QVERIFY(!app.window->undo().stack().canUndo());
        QCOMPARE(app.window->notes().toPlainText(), QString());
    }

    void a_session_that_cannot_be_read_says_why() {
        Opened app;
        app.openFile(app.file("bad.whittle", "{\"format\":\"whittle-session\",\"version\":1,\"parts\":{\"graph\":{\"zoom\":\"big\"}}}"));
        QTRY_VERIFY2(app.window->notice().text().contains("parts.graph.zoom has to be a number, not a text"), qPrintable(app.window->notice().text()));
        QVERIFY(app.window->findChild<StartPanel*>()->isVisible());
    }

    void a_crash_is_offered_on_the_start_panel() {
        QTemporaryDir state;
        {
            Opened app(state.path());
            app.openFile(app.file("blocks.pt2"));
            app.window->session().setAutosaveDelay(1);
            app.window->notes().setPlainText("before the crash");
            const auto kept = [&] {
                for (const QString& name : QDir(state.path()).entryList({"autosave-*.whittle"}))
                    if (QFile file(state.filePath(name)); file.open(QIODevice::ReadOnly) && file.readAll().contains("before the crash")) return true;
                return false;
            };
            QTRY_VERIFY(kept());
        }  // without a close
        Opened next(state.path());
        auto* offers = next.window->findChild<RestoreOffers*>();
        QTRY_VERIFY(offers->isVisible());
        QVERIFY(offers->findChild<QLabel*>()->text().contains("ended unexpectedly with blocks.pt2 open"));
        QCOMPARE(unnamedFocusable(*next.window).join('\n'), QString());
        QTest::mouseClick(button(*offers, "Restore"), Qt::LeftButton);
        QTRY_COMPARE(next.window->notes().toPlainText(), QString("before the crash"));
        QTRY_VERIFY(next.window->session().leftovers().isEmpty());
        QTRY_VERIFY(next.window->isIdle());
        next.window->close();
        QCOMPARE(QDir(state.path()).entryList({"*.whittle"}), QStringList("last.whittle"));
    }

    void folds_and_settings_are_undone() {
        Opened app;
        app.openFile(app.file("blocks.pt2"));
        QVERIFY(!app.window->actions().action("edit.undo")->isEnabled());
        const int module = app.group();
        app.graph().setOpen(module, false);
        QTRY_VERIFY(app.window->isIdle());
        app.canvas().setFocus();
        QVERIFY(app.window->actions().action("edit.undo")->text().contains("fold"));
        MinifySettings settings = app.window->minifyForm().settings();
        for (const int jobs : {2, 3, 4}) {  // as the arrows of a field do, quickly: one change
            settings.jobs = jobs;
            app.window->setMinifySettings(settings);
        }
        settings.repeat = 9;
        app.window->setMinifySettings(settings);
        QCOMPARE(app.window->undo().stack().count(), 3);
        app.key(Qt::Key_Z);
        QCOMPARE(app.window->minifyForm().settings().repeat, 0);
        app.key(Qt::Key_Z);
        QCOMPARE(app.window->minifyForm().settings().jobs, 1);
        app.key(Qt::Key_Z);
        QVERIFY(app.graph().scene()->isOpen(module));
        QVERIFY(!app.window->undo().stack().canUndo());
        for (int i = 0; i < 3; ++i) app.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!app.graph().scene()->isOpen(module));
        QCOMPARE(app.window->minifyForm().settings().jobs, 4);
        QCOMPARE(app.window->minifyForm().settings().repeat, 9);
    }

    void the_history_tells_each_step_and_goes_there() {
        Opened app;
        app.openFile(app.file("blocks.pt2"));
        app.canvas().setFocus();
        app.key(Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
        auto* history = app.window->findChild<QUndoView*>();
        QTRY_VERIFY(history->isVisible());
        const auto settle = [&] { QTRY_VERIFY(app.window->isIdle()); };
        app.graph().setOpen(app.item("module:net.1#0"), false);
        settle();
        app.graph().setOpen(app.item("module:net.1#0"), true);
        settle();
        app.graph().setAllOpen(false);
        settle();
        app.window->bookmarks().add("node:add");
        MinifySettings settings = app.window->minifyForm().settings();
        settings.jobs = 3;
        app.window->setMinifySettings(settings);
        QStringList steps;
        for (int row = 0; row < history->model()->rowCount(); ++row) steps << history->model()->index(row, 0).data().toString();
        QCOMPARE(steps, QStringList({"As it was opened", "fold net.1", "unfold net.1", "fold 3 modules", "bookmark add", "change of the reduction: candidates at once"}));
        const auto click = [&](int row) { QTest::mouseClick(history->viewport(), Qt::LeftButton, {}, history->visualRect(history->model()->index(row, 0)).center()); };
        click(1);
        settle();
        QCOMPARE(app.window->undo().stack().index(), 1);
        QVERIFY(!app.graph().scene()->isOpen(app.item("module:net.1#0")) && app.graph().scene()->isOpen(app.item("module:net.0#0")));
        QCOMPARE(app.window->bookmarks().rowCount(), 0);
        QCOMPARE(app.window->minifyForm().settings().jobs, 1);
        click(5);
        settle();
        QVERIFY(!app.graph().scene()->isOpen(app.item("module:net#0")));
        QCOMPARE(app.window->bookmarks().rowCount(), 1);
        QCOMPARE(app.window->minifyForm().settings().jobs, 3);
        history->setFocus();
        QTest::keyClick(history, Qt::Key_Home);
        settle();
        QVERIFY(!app.window->undo().stack().canUndo());
        QVERIFY(app.graph().scene()->isOpen(app.item("module:net.1#0")));
        QCOMPARE(app.window->undo().stack().count(), 5);
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
    }

    void everything_that_a_user_sets_up_is_undone() {
        Opened app;
        app.openFile(app.file("blocks.pt2"));
        app.canvas().setFocus();
        QUndoStack& stack = app.window->undo().stack();
        const auto settle = [&] { QTRY_VERIFY(app.window->isIdle()); };
        const auto ids = [&] { return app.graph().scene()->graph().nodes().size(); };
        const std::size_t all = ids();

        QVERIFY(app.window->searches().save("mine", "gelu"));
        app.graph().setColorBy("dtype");
        settle();
        app.window->numerics().setBounds({.most = {{DType::F32, 0.5}}});
        app.graph().select(app.item("node:gelu"));
        app.graph().highlight(Highlight::Kind::Producers);
        app.graph().isolate();
        settle();
        QVERIFY(ids() < all);
        const auto part = ids();
        app.window->compareWith({app.file("small.pt2")});
        settle();
        const int other = app.window->stages().current();
        QVERIFY(other > 0);
        const QKeySequence was = app.window->actions().action("view.fit")->shortcut();
        app.window->actions().setKeys("view.fit", QKeySequence("Ctrl+Shift+F9"));
        QStringList steps;
        for (int i = 0; i < stack.count(); ++i) steps << stack.text(i);
        QCOMPARE(steps, QStringList({"save the search mine", "other colours", "change of the tolerances", "show a part alone", "hold small.pt2 against As opened", "change of keys"}));

        stack.undo();
        QCOMPARE(app.window->actions().action("view.fit")->shortcut(), was);
        stack.undo();
        settle();
        QCOMPARE(app.window->stages().current(), 0);
        QVERIFY(!app.window->stages().isComparing());
        stack.undo();
        settle();
        QCOMPARE(ids(), all);
        stack.undo();
        QVERIFY(app.window->numerics().bounds().most.empty());
        stack.undo();
        settle();
        QCOMPARE(app.graph().colorBy(), QString());
        stack.undo();
        QVERIFY(app.window->searches().saved().isEmpty());
        QVERIFY(!stack.canUndo());

        for (int i = 0; i < 4; ++i) {
            stack.redo();
            settle();
        }
        QCOMPARE(app.window->searches().queryOf("mine"), QString("gelu"));
        QCOMPARE(app.graph().colorBy(), QString("dtype"));
        QCOMPARE(app.window->numerics().bounds().most.at(DType::F32), 0.5);
        QTRY_COMPARE(ids(), part);
        QCOMPARE(stack.count(), 6);  // nothing of this is a step of its own
        QCOMPARE(stack.index(), 4);
    }

    void only_so_many_steps_are_kept() {
        Opened app;
        app.openFile(app.file("blocks.pt2"));
        for (int i = 0; i < 250; ++i) app.window->bookmarks().add(QString("node:n%1").arg(i));
        QCOMPARE(app.window->undo().stack().count(), 200);
    }

    void forgotten_files_come_back() {
        Opened app;
        app.openFile(app.file("blocks.pt2"));
        app.openFile(app.file("small.pt2"));
        RecentFiles recent(app.settings);
        const QStringList before = recent.paths();
        QCOMPARE(before.size(), 2);
        QMenu* menu = app.window->actions().menu("file.recent");
        emit menu->aboutToShow();
        menu->actions().last()->trigger();
        QCOMPARE(recent.paths(), QStringList());
        app.key(Qt::Key_Z);
        QCOMPARE(recent.paths(), before);
    }

    void a_file_opens_again_as_it_was_opened() {
        Opened app;
        const GraphSource source{.file = app.file("blocks.pt2"), .model = "decoder", .inputs = {}, .seed = 7};
        app.window->openGraph(source);
        QTRY_VERIFY(app.window->isIdle());
        app.openFile(app.file("small.pt2"));
        QMenu* menu = app.window->actions().menu("file.recent");
        emit menu->aboutToShow();
        QAction* entry = menu->actions().at(1);
        QVERIFY2(entry->text().endsWith("blocks.pt2 --model decoder --seed 7"), qPrintable(entry->text()));
        entry->trigger();
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->document().source(), source);
        QCOMPARE(RecentFiles(app.settings).files().first(), source);
        QCOMPARE(RecentFiles(app.settings).files().size(), 2);
    }

    void goes_back_and_forward_by_keys() {
        Opened app;
        app.openFile(app.file("blocks.pt2"));
        for (const char* place : {"node:relu", "node:gelu", "node:add"}) app.graph().select(app.item(place));
        app.key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(itemKey(*app.graph().scene(), app.graph().selected()), QString("node:gelu"));
        app.key(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(!app.window->actions().action("go.back")->isEnabled());
        app.key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(itemKey(*app.graph().scene(), app.graph().selected()), QString("node:gelu"));
    }

    void the_log_has_commands_that_do_the_same() {
        Opened app;
        const QString graph = app.file("it's a graph.pt2");
        app.openFile(graph);
        MinifySettings settings = app.window->minifyForm().settings();
        settings.resume = false;
        settings.outputFolder = app.folder.filePath("out put");
        settings.oracleSettings["--inject"] = "gelu=crash";
        app.window->startMinify(settings);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->log().rowCount(), 2);
        const QString quoted = "'" + QString(graph).replace("'", "'\\''") + "'";
        QCOMPARE(app.window->log().command(0), "whittle info " + quoted);
        QCOMPARE(app.window->log().command(1), QString("whittle minify %1 -o '%2' --inject gelu=crash").arg(quoted, settings.outputFolder));
        // A shell takes the words as they were meant.
        QProcess shell;
        shell.start("/bin/sh", {"-c", "for word in " + app.window->log().command(1) + "; do echo \"[$word]\"; done"});
        QVERIFY(shell.waitForFinished(20000));
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()),
                 QString("[whittle]\n[minify]\n[%1]\n[-o]\n[%2]\n[--inject]\n[gelu=crash]\n").arg(graph, settings.outputFolder));
        app.window->dock("log")->show();
        auto* view = app.window->findChild<LogView*>();
        view->table().selectRow(0);
        view->table().setFocus();
        QTest::keyClick(&view->table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), app.window->log().command(0) + "\n");
    }

    void the_settings_show_the_command_while_they_change() {
        Opened app;
        const auto line = [&] {
            for (QLineEdit* each : app.window->minifyPanel().findChildren<QLineEdit*>())
                if (each->accessibleName() == "Command line that does the same") return each;
            return static_cast<QLineEdit*>(nullptr);
        };
        QVERIFY(line() && line()->text().isEmpty() && line()->isReadOnly());
        const QString graph = app.file("small.pt2");
        app.openFile(graph);
        app.window->dock("minify")->show();
        QVERIFY(line()->text().startsWith("whittle minify " + graph + " -o "));
        MinifySettings settings = app.window->minifyForm().settings();
        settings.resume = false;
        settings.outputFolder = "/tmp/o";
        settings.signature = "wrong|value";
        settings.jobs = 2;
        settings.budget = 60;
        settings.maxCandidates = 5;
        app.window->setMinifySettings(settings);
        QCOMPARE(line()->text(), QString("whittle minify %1 -o /tmp/o --signature 'wrong|value' --jobs 2 --budget 60 --max-candidates 5").arg(graph));
        settings.oracleSettings["--timeout"] = "no number";
        app.window->setMinifySettings(settings);
        QCOMPARE(line()->text(), QString());
    }
};

WHITTLE_TEST(SessionWindowTest)
#include "session_window_test.moc"
