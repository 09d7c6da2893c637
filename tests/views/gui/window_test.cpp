// The window by real key and mouse events on the offscreen platform, with an opener and a reduction that
// the test controls.
#include "tests/views/gui/window_support.h"

#include <atomic>
#include <fstream>
#include <thread>

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QToolBar>

#include "app/workbench/minify_service.h"
#include "engine/ir/structural_hash.h"
#include "minifier/session/journal.h"
#include "views/graph/graph_export.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Result<OpenedGraph> openTestFile(const std::filesystem::path& path) {
    if (path.filename() == "broken.pt2")
        return Result<OpenedGraph>(fail(Code::Format, "no end of central directory in 10 bytes"))
            .context("reading the archive")
            .context("opening {}", path.filename().string());
    if (path.filename() == "empty.pt2") return OpenedGraph{Graph(), "pt2", {}};
    if (path.filename() == "long.pt2") return OpenedGraph{chainGraph(400), "pt2", {}};
    return OpenedGraph{smallGraph(), "pt2", {"weights absent: 1 filled from seed 0"}};
}

// Cuts the small graph to its first node, once the test lets it go on or stop.
struct Gate {
    std::atomic<bool> open{true};
    QString complaint;  // about --inject, once
    QStringList folders;  // that reductions were started in, "resumed" behind those that were
};

MinifyWork gatedWork(const std::shared_ptr<Gate>& gate) {
    return [gate](const Graph& graph, const MinifySettings& settings, const MinifyObserver& observe,
                  const CancelToken& cancel) -> Result<MinifyResult> {
        gate->folders << QFileInfo(settings.outputFolder).fileName() + (settings.resume ? " resumed" : "");
        if (!gate->complaint.isEmpty())
            return Result<MinifyResult>(fail(Code::Argument, "{}", std::exchange(gate->complaint, {}).toStdString())).context("reading --inject");
        Graph small = graph;
        std::vector<NodeId> gone;
        for (std::size_t i = 1; i < graph.nodes().size(); ++i) gone.push_back(graph.nodes()[i].id);
        small.setOutputs({{.value = graph.nodes()[0].output()}});
        small.removeNodes(gone);
        const int before = static_cast<int>(graph.nodes().size());
        const std::vector<OtherFailure> others{{{.kind = FailureKind::Crash, .message = "signal 11"}, 2, "other/small.pt2"}};
        observe({.phase = "original", .nodesBefore = before, .nodesNow = before, .inputsNow = 2, .elementsNow = 64, .best = snapshot(graph)});
        observe({.phase = "halves", .nodesBefore = before, .nodesNow = 1, .inputsNow = 1, .elementsNow = 1, .candidates = 1, .others = std::make_shared<const std::vector<OtherFailure>>(others),
                 .passes = {{.pass = "halves", .tried = 1, .accepted = 1, .nodesRemoved = before - 1, .inputsRemoved = 1, .elementsRemoved = 63, .milliseconds = 12}}, .accepted = true, .best = snapshot(small)});
        while (!gate->open && !cancel.cancelled()) std::this_thread::yield();
        MinifyResult result;
        result.status = cancel.cancelled() ? MinifyResult::Status::Stopped : MinifyResult::Status::Minimal;
        result.oneMinimal = !cancel.cancelled();
        result.failure = {.kind = FailureKind::WrongResult, .signature = "wrong value", .message = "output 0 differs"};
        result.graph = small;
        result.nodesBefore = before;
        result.nodesAfter = 1;
        result.inputsAfter = 1;
        result.candidates = 1;
        result.reproducer = toPath(settings.outputFolder);
        result.others = others;
        return result;
    };
}

// As the program has it, but for who reduces.
MinifyService gatedService(const std::shared_ptr<Gate>& gate) {
    MinifyService service = minifyService({});
    service.work = gatedWork(gate);
    return service;
}

template <class Widget>
Widget* named(QWidget& root, const QString& name) {
    for (Widget* widget : root.findChildren<Widget*>())
        if (widget->accessibleName() == name) return widget;
    return nullptr;
}

QPushButton* button(QWidget& root, const QString& text) {
    for (QPushButton* each : root.findChildren<QPushButton*>())
        if (QString(each->text()).remove(u'&') == text) return each;
    return nullptr;
}

struct Opened : OpenedWindow {
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();

    Opened() { renew(); }
    void renew() { show({.opener = openTestFile, .minify = gatedService(gate), .samples = {"/tmp/samples/gpt_2l.pt2"}}); }
    MinifyPanel& panel() { return window->minifyPanel(); }
    QString problem(const QString& field) {
        const auto* editor = named<QWidget>(panel().settingsPage(), field);
        const auto* box = editor ? qobject_cast<FieldBox*>(editor->parentWidget()) : nullptr;
        return box ? box->problem() : "no such field";
    }
    /// Where reductions go that the test does not place itself.
    QString out(const QString& name = "out") { return folder.filePath(name); }
    void place(const QString& name) {
        MinifySettings changed = window->minifyForm().settings();
        changed.resume = false;
        changed.outputFolder = out(name);
        window->setMinifySettings(changed);
        QTRY_VERIFY(window->isIdle());
    }
};

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT
private slots:
    void starts_with_something_to_do() {
        Opened app;
        auto* panel = app.window->findChild<StartPanel*>();
        QVERIFY(panel->isVisible());
        QVERIFY(!app.window->findChild<ErrorPanel*>()->isVisible());
        bool sample = false;
        for (const QLabel* label : panel->findChildren<QLabel*>()) sample = sample || label->text().contains("gpt_2l.pt2");
        QVERIFY(sample);
        QVERIFY(app.window->isIdle());
    }

    void opens_selects_and_inspects() {
        Opened app;
        app.open("small.pt2");
        QVERIFY(app.canvas().isVisible());
        QCOMPARE(app.window->windowTitle(), QString("small.pt2 – Whittle"));
        // A click in the middle of the second box.
        const layout::Rect box = app.window->graph().scene()->rect(1);
        const QRectF seen = app.canvas().visibleScene();
        const QPointF at((static_cast<double>(box.centreX()) - seen.left()) * app.canvas().zoom(),
                         (static_cast<double>(box.y + box.height / 2) - seen.top()) * app.canvas().zoom());
        QTest::mouseMove(app.canvas().viewport(), at.toPoint());
        QTest::mouseClick(app.canvas().viewport(), Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(app.selected(), QString("linear"));
        auto* tree = app.window->dock("inspector")->findChild<QTreeView*>();
        QCOMPARE(tree->model()->index(0, 1, tree->model()->index(0, 0)).data().toString(), QString("linear"));
        QVERIFY(app.window->dock("nodes")->findChild<QTableView*>()->selectionModel()->hasSelection());
        QVERIFY(app.canvas().accessibleDescription().contains("linear"));
    }

    void follows_edges_by_keyboard() {
        Opened app;
        app.open("small.pt2");
        app.canvas().setFocus();
        QStringList way;
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Down, Qt::Key_Up, Qt::Key_End, Qt::Key_Home}) {
            QTest::keyClick(&app.canvas(), key);
            way << app.selected();
        }
        QCOMPARE(way, QStringList({"x", "linear", "gelu", "linear", "output 0", "x"}));
        QTest::keyClick(&app.canvas(), Qt::Key_Escape);
        QCOMPARE(app.selected(), QString());
    }

    void searches_next_and_previous() {
        Opened app;
        app.open("long.pt2");
        auto* field = app.window->graphView().findChild<QLineEdit*>();
        app.window->graphView().search().focusField();
        QTest::keyClicks(field, "relu_2");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(app.window->graph().hits().size(), std::size_t(111));
        QCOMPARE(app.window->graph().scene()->box(app.window->graph().selected()).name, QString("relu_2"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(app.window->graph().scene()->box(app.window->graph().selected()).name, QString("relu_20"));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);  // around the beginning
        QCOMPARE(app.window->graph().currentHit(), 110);
        const layout::Rect box = app.window->graph().scene()->rect(app.window->graph().selected());
        QVERIFY(app.canvas().visibleScene().contains(QPointF(static_cast<double>(box.centreX()), static_cast<double>(box.y))));
    }

    void zooms_to_the_pointer_pans_and_fits() {
        Opened app;
        app.open("long.pt2");
        GraphCanvas& canvas = app.canvas();
        const QPointF pointer(40, 30);
        const auto sceneAt = [&](QPointF p) { return canvas.visibleScene().topLeft() + p / canvas.zoom(); };
        const QPointF before = sceneAt(pointer);
        const double zoom = canvas.zoom();
        QWheelEvent wheel(pointer, canvas.viewport()->mapToGlobal(pointer), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(canvas.viewport(), &wheel);
        QVERIFY(canvas.zoom() > zoom);
        QVERIFY((sceneAt(pointer) - before).manhattanLength() < 30);  // clamped to the graph at its edge
        const double top = canvas.visibleScene().top();
        QTest::keyClick(&canvas, Qt::Key_PageDown);
        QVERIFY(canvas.visibleScene().top() > top);
        const double left = canvas.visibleScene().top();
        QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, {100, 100});
        QMouseEvent drag(QEvent::MouseMove, QPointF(100, 60), canvas.viewport()->mapToGlobal(QPointF(100, 60)), Qt::LeftButton, Qt::LeftButton, {});
        QApplication::sendEvent(canvas.viewport(), &drag);
        QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, {100, 60});
        QVERIFY(canvas.visibleScene().top() > left);
        QCOMPARE(app.selected(), QString());  // a drag is no click
        canvas.fit();
        QVERIFY(canvas.visibleScene().contains(QRectF(0, 0, 1, static_cast<double>(app.window->graph().scene()->drawing().bounds.height))));
    }

    void a_broken_file_says_so_in_place() {
        Opened app;
        app.open("broken.pt2");
        auto* panel = app.window->findChild<ErrorPanel*>();
        QVERIFY(panel->isVisible());
        QVERIFY2(panel->text().startsWith("no end of central directory in 10 bytes\n  while reading the archive\n  while opening broken.pt2\n\nThe file may be cut short"), qPrintable(panel->text()));
        for (QPushButton* button : panel->findChildren<QPushButton*>())
            if (button->text().contains("Copy")) button->click();
        QCOMPARE(QApplication::clipboard()->text(), panel->text());
        app.open("small.pt2");
        QVERIFY(!panel->isVisible());
        app.open("broken.pt2");
        for (QPushButton* button : panel->findChildren<QPushButton*>())
            if (button->text().contains("Back")) button->click();
        QVERIFY(app.canvas().isVisible());
    }

    void an_empty_graph_is_no_problem() {
        Opened app;
        app.open("empty.pt2");
        app.canvas().setFocus();
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_F, Qt::Key_Plus, Qt::Key_End, Qt::Key_Return}) QTest::keyClick(&app.canvas(), key);
        app.window->grab();
        QVERIFY(app.window->isIdle());
    }

    void a_dropped_file_opens() {
        Opened app;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile("/tmp/small.pt2")});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(app.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(app.window.get(), &drop);
        QTRY_COMPARE(app.window->document().state(), Document::State::Open);
    }

    void minify_runs_and_shows_before_and_after() {
        Opened app;
        app.gate->open = false;
        app.open("small.pt2");
        GraphView& after = app.window->reducedView();
        QVERIFY(!after.isVisible());
        app.window->startMinify({.outputFolder = app.out()});
        QVERIFY(app.window->dock("minify")->isVisible());
        QVERIFY(app.window->minify().isRunning());
        QTRY_VERIFY(after.isVisible());
        QTRY_VERIFY(app.window->graph().isDimmed(2));
        QVERIFY(!app.window->graph().isDimmed(1));
        app.gate->open = true;
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.window->minify().state(), MinifyController::State::Done);
        const auto texts = app.window->minifyPanel().findChildren<QPlainTextEdit*>();
        QVERIFY(texts[0]->toPlainText().contains("aten.linear"));
        QStringList counters;
        for (const char* name : {"operators", "inputs", "candidates", "other failures"}) counters << named<QLabel>(app.panel(), name)->text();
        QCOMPARE(counters.join(", "), QString("4 → 1, 2 → 1, 1, 1"));
        auto* others = named<QTableView>(app.panel(), "Other failures met on the way");
        QCOMPARE(others->model()->rowCount(), 1);
        QCOMPARE(others->model()->index(0, 2).data().toString(), QString("signal 11"));
        app.open("long.pt2");  // another file: the result is gone
        QTRY_VERIFY(!after.isVisible());
        QVERIFY(!app.window->graph().isDimmed(2));
    }

    void minify_stops_on_request() {
        Opened app;
        app.gate->open = false;
        app.open("small.pt2");
        app.window->startMinify({.outputFolder = app.out()});
        QPushButton* stop = button(app.panel(), "Stop");
        QVERIFY(stop && stop->isEnabled() && stop->isVisible());
        stop->click();
        QVERIFY(!stop->isEnabled());
        QTRY_COMPARE(app.window->minify().state(), MinifyController::State::Done);
        QVERIFY(app.window->minify().statusText().startsWith("Stopped early"));
        QVERIFY(!stop->isVisible());
        QPushButton* resume = button(app.panel().runPage(), "Resume");
        QVERIFY(resume->isVisible());
        app.gate->open = true;
        resume->click();
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.gate->folders, QStringList({"out", "out resumed"}));
        QVERIFY(app.window->minify().statusText().startsWith("1-minimal"));
        QVERIFY(!resume->isVisible());
    }

    void minify_settings_follow_the_oracle() {
        Opened app;
        app.open("small.pt2");
        app.window->dock("minify")->show();
        MinifySettingsPage& page = app.panel().settingsPage();
        QVERIFY(app.panel().showsSettings());
        auto* oracle = named<QComboBox>(page, "Oracle");
        QCOMPARE(oracle->count(), 3);
        QVERIFY(named<QLineEdit>(page, "Planted fault"));
        QVERIFY(!named<QLineEdit>(page, "Command"));
        oracle->setFocus();
        QTest::keyClick(oracle, Qt::Key_End);
        QTRY_VERIFY(named<QLineEdit>(page, "Command"));
        QVERIFY(!named<QLineEdit>(page, "Planted fault"));
        QCOMPARE(named<QComboBox>(page, "It is given")->count(), 5);
        QTRY_VERIFY(app.problem("Command").contains("needs --command"));
        QVERIFY(!button(page, "Start")->isEnabled());
        QTest::keyClicks(named<QLineEdit>(page, "Command"), "sh -c true");
        QTRY_VERIFY(button(page, "Start")->isEnabled());
        QCOMPARE(app.problem("Command"), QString());
        const MinifySettings settings = app.window->minifyForm().settings();
        QCOMPARE(settings.oracle, QString("command"));
        QCOMPARE(settings.oracleSettings.at("--command"), QString("sh -c true"));
        QTest::keyClicks(named<QLineEdit>(page, "Fails when"), "!");  // "exit==0!"
        QTRY_VERIFY(!app.problem("Fails when").isEmpty());
        // Seen too by who is not looking.
        QCOMPARE(named<QLineEdit>(page, "Fails when")->accessibleDescription(), app.problem("Fails when"));
        oracle->setFocus();
        QTest::keyClick(oracle, Qt::Key_Home);
        QTRY_VERIFY(named<QLineEdit>(page, "Planted fault"));
        QTRY_VERIFY(button(page, "Start")->isEnabled());  // what the other oracle was told does not count
        QTest::keyClick(oracle, Qt::Key_End);
        QTRY_VERIFY(named<QLineEdit>(page, "Command"));
        QCOMPARE(named<QLineEdit>(page, "Command")->text(), QString("sh -c true"));
        app.window->close();
        app.renew();  // and is kept for the next window
        app.open("small.pt2");
        QCOMPARE(named<QComboBox>(app.panel().settingsPage(), "Oracle")->currentIndex(), 2);
        QCOMPARE(named<QLineEdit>(app.panel().settingsPage(), "Command")->text(), QString("sh -c true"));
    }

    void minify_settings_reach_the_job() {
        Opened app;
        app.open("small.pt2");
        app.window->dock("minify")->show();
        MinifySettingsPage& page = app.panel().settingsPage();
        named<QSpinBox>(page, "Jobs")->setValue(3);
        named<QSpinBox>(page, "Repeat")->setValue(5);
        named<QDoubleSpinBox>(page, "Stop after seconds")->setValue(60);
        named<QSpinBox>(page, "Stop after candidates")->setValue(100);
        named<QDoubleSpinBox>(page, "Time limit")->setValue(2.5);
        named<QDoubleSpinBox>(page, "Memory limit")->setValue(512);
        auto* counts = named<QComboBox>(page, "Failures that count");
        auto* pattern = named<QLineEdit>(page, "Pattern of the failures that count");
        QVERIFY(!pattern->isVisible());
        counts->setFocus();
        QTest::keyClick(counts, Qt::Key_End);
        QVERIFY(pattern->isVisible());
        QTest::keyClicks(pattern, "(");
        QTRY_VERIFY(app.window->minifyForm().problem(kSignatureOption).contains("regular expression"));
        QTest::keyClicks(pattern, "wrong)");
        QTRY_VERIFY(!app.window->minifyForm().hasProblems());
        app.place("job");
        QTest::mouseClick(button(page, "Start"), Qt::LeftButton);
        QTRY_VERIFY(app.window->isIdle());
        const MinifySettings& settings = app.window->minify().settings();
        QCOMPARE(settings.jobs, 3);
        QCOMPARE(settings.repeat, 5);
        QCOMPARE(settings.budget, 60.0);
        QCOMPARE(settings.maxCandidates, 100);
        QCOMPARE(settings.signature, QString("(wrong)"));
        QCOMPARE(settings.oracleSettings.at("--timeout"), QString("2.5"));
        QCOMPARE(settings.oracleSettings.at("--memory"), QString("512"));
        QCOMPARE(settings.file, QString("/tmp/small.pt2"));
        QCOMPARE(app.gate->folders, QStringList("job"));
        QVERIFY(!app.panel().showsSettings());
        // The next one does not touch what this one left.
        QTest::mouseClick(button(app.panel().runPage(), "New reduction…"), Qt::LeftButton);
        QVERIFY(app.panel().showsSettings());
        QVERIFY(app.window->minifyForm().settings().outputFolder != app.out("job"));
    }

    void minify_offers_to_resume_a_journal() {
        Opened app;
        app.open("small.pt2");
        app.window->dock("minify")->show();
        MinifySettingsPage& page = app.panel().settingsPage();
        QVERIFY(button(page, "Start")->isVisible());
        QVERIFY(!button(page, "New folder")->isVisible());
        VERIFY_OK(Journal::create(toPath(app.out("begun")), {.original = structuralHash(smallGraph()).hex(), .oracle = "engine", .match = "exact"}));
        app.place("begun");
        QVERIFY(!button(page, "Start"));
        QVERIFY(button(page, "Resume")->isVisible() && button(page, "Resume")->isEnabled());
        QVERIFY(button(page, "New folder")->isVisible());
        QTest::mouseClick(button(page, "Resume"), Qt::LeftButton);
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.gate->folders, QStringList("begun resumed"));
        VERIFY_OK(Journal::create(toPath(app.out("foreign")), {.original = "0", .oracle = "engine", .match = "exact"}));
        app.panel().showSettings();
        app.place("foreign");
        QVERIFY(app.problem("Output folder").contains("another graph"));
        QVERIFY(!button(page, "Start")->isEnabled());
        QTest::mouseClick(button(page, "New folder"), Qt::LeftButton);
        QTRY_VERIFY(button(page, "Start")->isEnabled());
    }

    void a_mistake_that_only_the_run_sees_stands_at_its_setting() {
        Opened app;
        app.gate->complaint = "no operator of this name";
        app.open("small.pt2");
        app.window->startMinify({.outputFolder = app.out()});
        QTRY_COMPARE(app.window->minify().state(), MinifyController::State::Failed);
        QVERIFY(app.panel().showsSettings());
        QVERIFY(app.problem("Planted fault").contains("no operator of this name"));
        QTest::keyClicks(named<QLineEdit>(app.panel().settingsPage(), "Planted fault"), "gelu=crash");
        QTRY_COMPARE(app.problem("Planted fault"), QString());
    }

    void the_reproducer_is_at_hand() {
        Opened app;
        QDir().mkpath(app.out());
        std::ofstream(toPath(app.out() + "/issue.md")) << "# Wrong result\n";
        app.open("small.pt2");
        app.window->startMinify({.outputFolder = app.out()});
        QTRY_VERIFY(app.window->isIdle());
        MinifyResultTabs& tabs = app.panel().runPage().tabs();
        QVERIFY(button(tabs, "Open folder")->isVisible());
        QVERIFY(!button(tabs, "Open report")->isVisible());  // there is none here
        QTest::mouseClick(button(tabs, "Copy issue text"), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), QString("# Wrong result\n"));
        QTest::mouseClick(button(tabs, "Copy path"), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), app.out());
        QVERIFY(named<QLabel>(tabs, "Summary")->text().startsWith("wrong_result: output 0 differs"));
    }

    void passes_and_other_failures_are_shown_as_they_come() {
        Opened app;
        app.gate->open = false;
        app.open("small.pt2");
        app.window->startMinify({.outputFolder = app.out()});
        MinifyResultTabs& tabs = app.panel().runPage().tabs();
        auto* passes = named<QTableView>(tabs, "Passes of the reduction and what they brought");
        auto* others = named<QTableView>(tabs, "Other failures met on the way");
        QTRY_COMPARE(passes->model()->rowCount(), 1);
        QVERIFY(app.window->minify().isRunning());
        tabs.setCurrentIndex(1);
        QVERIFY(passes->isVisible());
        QStringList cells;
        for (int column = 0; column < passes->model()->columnCount(); ++column) cells << passes->model()->index(0, column).data().toString();
        QCOMPARE(cells.join(" | "), QString("halves | 1 | 0 | 1 | 3 | 1 | 63 | 12.0 ms"));
        QCOMPARE(others->model()->rowCount(), 1);
        QCOMPARE(tabs.tabText(3), QString("Other failures (1)"));
        app.gate->open = true;
        QTRY_VERIFY(app.window->isIdle());
    }

    void an_example_of_another_failure_opens() {
        Opened app;
        app.open("long.pt2");
        app.window->startMinify({.outputFolder = app.out()});
        QTRY_VERIFY(app.window->isIdle());
        MinifyResultTabs& tabs = app.panel().runPage().tabs();
        QCOMPARE(tabs.tabText(3), QString("Other failures (1)"));
        tabs.setCurrentIndex(3);
        auto* table = named<QTableView>(tabs, "Other failures met on the way");
        QPushButton* open = button(tabs, "Open example");
        QVERIFY(open->isVisible() && !open->isEnabled());
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(0, 0)).center());
        QVERIFY(open->isEnabled());
        QTest::mouseClick(open, Qt::LeftButton);
        QTRY_COMPARE(app.window->document().path(), app.out() + "/other/small.pt2");
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(app.panel().showsSettings());  // ready to be reduced next
        QVERIFY(button(app.panel().settingsPage(), "Start")->isEnabled());
    }

    void a_narrow_panel_keeps_its_fields() {
        Opened app;
        app.open("small.pt2");
        app.window->dock("minify")->show();
        MinifySettingsPage& page = app.panel().settingsPage();
        auto* groups = page.findChild<QBoxLayout*>("groups");
        app.window->resize(1300, 860);
        QTRY_COMPARE(groups->direction(), QBoxLayout::LeftToRight);
        app.window->dock("minify")->setFloating(true);
        app.window->dock("minify")->resize(640, 500);
        QTRY_COMPARE(groups->direction(), QBoxLayout::TopToBottom);
    }

    void a_number_half_typed_in_a_dock_that_floats_hurts_no_end() {
        Opened app;
        app.open("small.pt2");
        app.window->showMinifySettings();
        QDockWidget* dock = app.window->dock("minify");
        dock->setFloating(true);
        QTRY_VERIFY(dock->isVisible() && dock->isWindow());
        auto* repeat = named<QAbstractSpinBox>(*dock, "Repeat");
        repeat->setFocus();
        repeat->selectAll();
        QTest::keyClicks(repeat, "7");  // tells of itself when it is left, at the latest as it is hidden
        QCOMPARE(app.window->minifyForm().settings().repeat, 0);
        int told = 0;
        MinifyForm& form = app.window->minifyForm();
        connect(&form, &MinifyForm::edited, &form, [&] { told = form.settings().repeat; });
        app.window.reset();
        QCOMPARE(told, 7);
    }

    void every_focusable_widget_has_a_name() {
        Opened app;
        QCOMPARE(unnamedFocusable(*app.window).join('\n'), QString());
        app.open("small.pt2");
        app.window->startMinify({.outputFolder = app.out()});
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(unnamedFocusable(*app.window).join('\n'), QString());
        app.open("broken.pt2");
        QCOMPARE(unnamedFocusable(*app.window).join('\n'), QString());
    }

    void theme_switches_live() {
        Opened app;
        app.open("small.pt2");
        app.window->setTheme(ThemeChoice::Light);  // widgets hear of it by a posted event
        QTRY_VERIFY(!isDark(app.canvas().palette()));
        const QColor light = app.canvas().viewport()->grab().toImage().pixelColor(2, 2);
        app.window->setTheme(ThemeChoice::Dark);
        QTRY_VERIFY(isDark(app.canvas().palette()));
        const QColor dark = app.canvas().viewport()->grab().toImage().pixelColor(2, 2);
        QVERIFY(light.lightness() > 200);
        QVERIFY(dark.lightness() < 60);
        app.window->setTheme(ThemeChoice::Light);
        QTRY_VERIFY(!isDark(app.canvas().palette()));
        QCOMPARE(app.canvas().viewport()->grab().toImage().pixelColor(2, 2), light);
    }

    void docks_remember_and_reset() {
        Opened app;
        QVERIFY(app.window->dock("nodes")->isVisible());
        app.window->dock("nodes")->hide();
        app.window->dock("minify")->show();
        app.window->setTheme(ThemeChoice::Dark);
        app.window->close();
        app.renew();
        QVERIFY(!app.window->dock("nodes")->isVisible());
        QVERIFY(app.window->dock("minify")->isVisible());
        QTRY_VERIFY(isDark(app.window->palette()));
        app.window->resetLayout();
        QVERIFY(app.window->dock("nodes")->isVisible());
        QVERIFY(!app.window->dock("minify")->isVisible());
        app.window->setTheme(ThemeChoice::Light);
    }

    void recent_files_are_offered() {
        Opened app;
        app.open("small.pt2");
        app.open("broken.pt2");
        QCOMPARE(RecentFiles(app.settings).paths(), QStringList("/tmp/small.pt2"));
    }

    void the_picture_is_the_graph() {
        Opened app;
        app.open("small.pt2");
        const QImage image = paintedImage(snapshotOf(app.graph()), app.canvas().palette(), 1000);
        QVERIFY(!image.isNull());
        QVERIFY(std::max(image.width(), image.height()) <= 1000);
        QSet<QRgb> colors;
        for (int y = 0; y < image.height(); y += 3)
            for (int x = 0; x < image.width(); x += 3) colors.insert(image.pixel(x, y));
        QVERIFY(colors.size() > 8);
    }
};

WHITTLE_TEST(WindowTest)
#include "window_test.moc"
