// The Recompiles view by mouse and keys, on the sample and with the real process: edit, run, look, search, apply, try, stop.
#include "tests/views/gui/window_support.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSemaphore>

#include "app/workbench/docks.h"
#include "app/workbench/options.h"
#include "app/workbench/stance_service.h"
#include "engine/formats/open.h"
#include "tests/views/models/stance_support.h"
#include "views/models/stance_matrix_model.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using State = StanceController::State;

struct Fixture : OpenedWindow {
    MadeUpStances made;

    explicit Fixture(bool isReal = true) {
        WindowServices services;
        services.opener = [](const std::filesystem::path& path) { return openGraph(path); };
        services.stances = isReal ? stanceService(WHITTLE_BIN_DIR) : made.service();
        show(std::move(services));
        window->resize(1400, 900);
        window->openFile(QString(WHITTLE_SOURCE_DIR) + "/samples/stance/classifier.wtl");
        QTRY_VERIFY(window->isIdle());
        window->dock("recompiles")->show();
        window->dock("recompiles")->raise();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    ~Fixture() {
        made.mayEnd.release(100);
        window.reset();
    }
    RecompilesView& view() { return window->recompilesView(); }
    StanceController& stances() { return window->stances(); }
    StanceMatrixModel& model() { return view().matrix().matrix(); }
    QString cell(int row, int column) { return model().index(row, column).data().toString(); }
    int column(const char* stance) { return model().parameterCount() + static_cast<int>(model().stances().indexOf(QLatin1String(stance))); }
    QPushButton* button(const QString& text) {
        for (QPushButton* one : view().findChildren<QPushButton*>())
            if (one->isVisible() && QString(one->text()).remove(u'&') == text) return one;
        return nullptr;
    }
    void openSampleCalls() {
        stances().openCalls(QString(WHITTLE_SOURCE_DIR) + "/samples/stance/calls.json");
        QTRY_COMPARE(stances().calls().rowCount(), 8);
    }
    void choose(const QStringList& names) {
        StanceSettings wanted = stances().settings();
        wanted.stances = names;
        stances().setSettings(wanted);
    }
    void run() {
        QTest::keyClick(window.get(), Qt::Key_F7);
        QCOMPARE(stances().state(), State::Running);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), 60000);
        QVERIFY2(stances().state() == State::Done, qPrintable(stances().errorText()));
    }
    void clickCell(int row, int at) {
        MatrixTable& table = view().matrix();
        table.scrollTo(model().index(row, at));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(model().index(row, at)).center());
    }
    QLineEdit* editor() { return view().matrix().viewport()->findChild<QLineEdit*>(); }
    void type(int row, int at, const QString& text) {
        clickCell(row, at);
        QTest::keyClick(&view().matrix(), Qt::Key_F2);
        QVERIFY(editor());
        editor()->selectAll();
        QTest::keyClicks(editor(), text);
    }
};

}  // namespace

class RecompilesViewTest : public QObject {
    Q_OBJECT
private slots:
    // More of them than a command takes as one word.
    void manyCalls() {
        StanceRequest request{.file = QString(WHITTLE_SOURCE_DIR) + "/samples/stance/classifier.wtl", .calls = "{\"calls\": [", .callsFile = {}, .settings = {}, .advise = false};
        constexpr int kMany = 4000;
        for (int i = 0; i < kMany; ++i) request.calls += QString("%1{\"x\": [%2,6,8], \"mask\": [%2,6]}").arg(QLatin1String(i ? "," : "")).arg(i % 2 + 4).toStdString();
        request.calls += "]}";
        request.settings.backend = "eager";
        request.settings.stances = {"default"};
        request.settings.dynamic = "true";
        const StanceEnding ending = stanceService(WHITTLE_BIN_DIR).work(request, [](const StanceReport&) {}, {});
        QVERIFY2(!ending.error, qPrintable(ending.error ? toQ(ending.error->describe()) : QString()));
        QCOMPARE(ending.report.runs.at(0).calls.size(), std::size_t{kMany});
        QCOMPARE(ending.report.runs[0].compiles, 1);
    }

    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void starts_empty_and_says_what_to_do() {
        Fixture it;
        QVERIFY(dockNames().contains("recompiles"));
        QVERIFY(it.button("Open calls…"));
        QPushButton* add = it.button("Add a call of the graph's inputs");
        QVERIFY(add);
        QVERIFY(!it.button("Run")->isEnabled());
        QTest::mouseClick(add, Qt::LeftButton);
        QCOMPARE(it.model().callCount(), 1);
        QCOMPARE(it.cell(0, 0), QString("f32[4,6,8]"));
        QCOMPARE(it.cell(0, 1), QString("f32[4,6]"));
        QVERIFY(it.button("Run")->isEnabled());
        QVERIFY2(unnamedFocusable(it.view()).isEmpty(), qPrintable(unnamedFocusable(it.view()).join('\n')));
    }

    void calls_are_edited_by_keys_and_checked_at_every_letter() {
        Fixture it;
        QTest::mouseClick(it.button("Add a call of the graph's inputs"), Qt::LeftButton);
        MatrixTable& table = it.view().matrix();
        QTest::keyClick(&table, Qt::Key_Insert);
        QCOMPARE(it.model().callCount(), 2);
        it.type(1, 0, "f32[4,");
        QVERIFY2(it.editor()->accessibleDescription().contains("expected a tensor"), qPrintable(it.editor()->accessibleDescription()));
        QTest::keyClicks(it.editor(), "9,8]");
        QCOMPARE(it.editor()->accessibleDescription(), QString());
        QTest::keyClick(it.editor(), Qt::Key_Return);
        QTRY_COMPARE(it.cell(1, 0), QString("f32[4,9,8]"));
        // What was typed and cannot be stays, and the view says why it does not run.
        it.type(1, 1, "f32[");
        QTest::keyClick(it.editor(), Qt::Key_Return);
        QTRY_VERIFY2(it.view().message().startsWith("Call 1, mask:"), qPrintable(it.view().message()));
        QTRY_VERIFY(!it.editor());
        QVERIFY(!it.button("Run")->isEnabled());
        QTest::keyClick(it.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(it.cell(1, 1), QString("f32[4,6]"));
        QVERIFY(it.button("Run")->isEnabled());
        QTest::keyClick(&table, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(it.cell(0, 0), QString("f32[4,9,8]"));
        QTest::keyClick(&table, Qt::Key_Insert, Qt::AltModifier);
        QCOMPARE(it.model().callCount(), 3);
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains("f32[4,9,8]"));
        QTest::keyClick(&table, Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(it.model().callCount(), 4);
        QTest::keyClick(&table, Qt::Key_Delete);
        QCOMPARE(it.model().callCount(), 3);
        QApplication::clipboard()->setText(R"({"calls": [{"x": "f32[2,5,8]", "mask": "f32[2,5]"}]})");
        QTest::keyClick(&table, Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(it.model().callCount(), 4);
        QCOMPARE(it.cell(3, 0), QString("f32[2,5,8]"));
    }

    void the_matrix_says_what_the_command_says() {
        Fixture it;
        it.openSampleCalls();
        it.run();
        QCOMPARE(it.model().columnCount(), 8);
        const char* const wanted[] = {"compiled 0/0", "reused 0/0", "recompiled 0/1", "reused 0/1", "recompiled 0/2", "reused 0/2", "recompiled 0/3", "error"};
        for (int row = 0; row < 8; ++row) QCOMPARE(it.cell(row, it.column("default")), QString(wanted[row]));
        QCOMPARE(it.cell(0, it.column("force_eager")), QString("eager"));
        QCOMPARE(it.cell(0, it.column("fail_on_recompile")), QString("error"));
        QCOMPARE(it.cell(1, it.column("eager_then_compile")), QString("compiled 0/0"));
        QCOMPARE(it.cell(8, it.column("default")), QString("4"));
        QCOMPARE(it.cell(9, it.column("force_eager")), QString("7"));
        QCOMPARE(it.cell(10, it.column("fail_on_recompile")), QString("8"));
        // What was done is in the log, as the command that does the same; its file has just these calls.
        const ActionLog& log = it.window->log();
        const QString command = log.command(log.rowCount() - 1);
        QVERIFY2(command.startsWith("whittle stance ") && command.contains("--calls ") && command.endsWith("calls.json"), qPrintable(command));
    }

    void a_cell_opens_what_happened() {
        Fixture it;
        it.openSampleCalls();
        it.choose({"default"});
        it.run();
        it.clickCell(2, it.column("default"));
        const QString story = it.view().story().toPlainText();
        for (const char* part : {"Call 2 under default: recompiled", "size mismatch at index 1", "f32[4,9,8]", "Its graph against that of 0/0", "to record", "Sizes that became symbols"})
            QVERIFY2(story.contains(part), qPrintable(QString(part) + " is not in " + story));
        // Both graphs side by side in the centre.
        emit it.view().story().anchorClicked(QUrl("compare:"));
        QTRY_VERIFY(it.window->isIdle() && it.window->comparison().difference());
        QCOMPARE(it.window->stages().title(it.window->stages().current()), QString("Entry 0/1"));
        QVERIFY(it.window->comparison().difference()->diff.others[0].changed > 0);
        QVERIFY(it.window->reducedView().isVisible());
        it.clickCell(7, it.column("default"));
        QVERIFY(it.view().story().toPlainText().contains("dtype"));
    }

    void guards_are_searched_and_lead_to_the_graph() {
        Fixture it;
        it.openSampleCalls();
        it.choose({"default"});
        it.run();
        it.clickCell(2, it.column("default"));
        it.view().tabs().setCurrentIndex(RecompilesView::GuardsTab);
        GuardsPage& page = it.view().guards();
        QVERIFY(page.model().checks() > 3);
        QVERIFY(page.model().nanoseconds() > 0);
        const int all = page.model().shown();
        page.search().setFocus();
        QTest::keyClicks(&page.search(), "L['mask']");
        QVERIFY(page.model().shown() > 0 && page.model().shown() < all);
        page.search().clear();
        QCOMPARE(page.model().shown(), all);
        // A guard of the first entry failed, and says how often.
        it.view().tabs().setCurrentIndex(RecompilesView::StoryTab);
        it.clickCell(2, it.column("default"));
        emit it.view().story().anchorClicked(QUrl("entry:0/0"));
        QCOMPARE(it.view().tabs().currentIndex(), int(RecompilesView::GuardsTab));
        int failed = 0;
        for (const ReportedGuard& guard : page.model().entry()->guards) failed += guard.failures > 0;
        QVERIFY(failed > 0);
        emit it.view().story().anchorClicked(QUrl("node:mean"));
        QCOMPARE(it.graph().scene()->box(it.graph().selected()).name, QString("mean"));
        emit it.view().story().anchorClicked(QUrl("line:classifier.py:9: x = x * weights"));
        QCOMPARE(it.graph().scene()->box(it.graph().selected()).name, QString("mul"));
        // The cache: entries in lookup order, and the limit.
        it.view().tabs().setCurrentIndex(RecompilesView::CacheTab);
        QCOMPARE(it.view().cache().model().rowCount(), 4);
        QVERIFY2(it.view().cache().text().text().startsWith("After call 2: 2 of 8 entries"), qPrintable(it.view().cache().text().text()));
        it.clickCell(7, it.column("default"));
        QVERIFY2(it.view().cache().text().text().startsWith("After call 7: 4 of 8 entries"), qPrintable(it.view().cache().text().text()));
        QTest::keyClick(&it.view().cache().table(), Qt::Key_Down);
    }

    void advice_is_applied_compiles_less_and_is_undone() {
        Fixture it;
        it.openSampleCalls();
        it.choose({"default"});
        it.run();
        QCOMPARE(it.cell(8, it.column("default")), QString("4"));
        it.view().tabs().setCurrentIndex(RecompilesView::AdviceTab);
        AdvicePage& page = it.view().advice();
        QVERIFY(page.model().rowCount() > 0);
        const QString promised = page.model().index(0, AdviceModel::AfterColumn).data().toString();
        QTest::mouseClick(&page.applyButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(it.window->isIdle(), 60000);
        QCOMPARE(it.stances().state(), State::Done);
        QVERIFY(promised.toInt() < 4);
        QCOMPARE(it.cell(8, it.column("default")), promised);
        QTest::keyClick(it.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(it.stances().isStale());
        QVERIFY(it.button("Run again"));
        QCOMPARE(it.cell(2, 0), QString("f32[4,9,8]"));
        it.run();
        QCOMPARE(it.cell(8, it.column("default")), QString("4"));
    }

    void a_typed_in_call_tells_all_that_fails() {
        Fixture it;
        it.openSampleCalls();
        it.choose({"default"});
        it.run();
        it.view().tabs().setCurrentIndex(RecompilesView::TryTab);
        TryPage& page = it.view().tryPage();
        page.call().setCurrentIndex(page.call().model()->index(0, 0));
        page.call().setFocus();
        QTest::keyClick(&page.call(), Qt::Key_F2);
        auto* editor = page.call().viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "f64[3,7,8]");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(page.call().model()->index(0, 0).data().toString(), QString("f64[3,7,8]"));
        QTRY_VERIFY(!page.call().viewport()->findChild<QLineEdit*>());
        QTest::mouseClick(&page.tryButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(it.window->isIdle(), 60000);
        const QString answer = page.answer().toPlainText();
        QVERIFY2(answer.contains("Under default") && answer.contains("dtype mismatch") && answer.contains("does not fit"), qPrintable(answer));
        QCOMPARE(answer.count("does not fit"), 4);
        QCOMPARE(it.stances().state(), State::Done);
    }

    void a_run_is_stopped() {
        Fixture it;
        it.openSampleCalls();
        QTest::mouseClick(it.button("Run"), Qt::LeftButton);
        QCOMPARE(it.stances().state(), State::Running);
        QVERIFY(it.button("Stop"));
        QTest::keyClick(it.window.get(), Qt::Key_F7, Qt::ShiftModifier);
        QTRY_VERIFY(it.stances().state() != State::Running);
        QVERIFY(it.stances().state() == State::Stopped || it.stances().state() == State::Done);
        QVERIFY(it.button("Run"));
    }

    void a_stopped_run_keeps_its_cells() {
        Fixture it(false);
        it.made.waits = true;
        it.openSampleCalls();
        QTest::mouseClick(it.button("Run"), Qt::LeftButton);
        QTRY_COMPARE(it.cell(0, it.column("default")), QString("compiled 0/0"));
        QTest::mouseClick(it.button("Stop"), Qt::LeftButton);
        QTRY_COMPARE(it.stances().state(), State::Stopped);
        QCOMPARE(it.cell(0, it.column("default")), QString("compiled 0/0"));
    }

    void a_process_that_dies_says_so_and_what_it_told_stays() {
        Fixture it(false);
        it.made.error = Error{Code::Run, "SIGSEGV in call 1 under stance default, while running 0/0", {}};
        it.openSampleCalls();
        QTest::keyClick(it.window.get(), Qt::Key_F7);
        QTRY_COMPARE(it.stances().state(), State::Failed);
        QVERIFY2(it.view().message().contains("SIGSEGV in call 1"), qPrintable(it.view().message()));
        QCOMPARE(it.cell(0, it.column("default")), QString("compiled 0/0"));
    }

    void marks_are_set_from_the_menu() {
        Fixture it;
        it.openSampleCalls();
        MatrixTable& table = it.view().matrix();
        it.clickCell(0, 0);
        QContextMenuEvent asked(QContextMenuEvent::Mouse, table.visualRect(it.model().index(0, 0)).center(), table.viewport()->mapToGlobal(table.visualRect(it.model().index(0, 0)).center()));
        QApplication::sendEvent(table.viewport(), &asked);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QAction* mark = nullptr;
        for (QAction* action : menu->findChildren<QAction*>())
            if (action->text() == "Dim 1 dynamic") mark = action;
        QVERIFY(mark);
        QVERIFY(std::ranges::any_of(menu->actions(), [](const QAction* action) { return action->objectName() == "table.csv"; }));  // as in every list
        mark->trigger();
        menu->close();
        QCOMPARE(it.cell(0, 0), QString("f32[4,6,8] dynamic 1"));
    }

    // As Qt does for the menu key: in the middle of the cursor, which is scrolled away here.
    void the_menu_key_opens_at_the_current_cell() {
        Fixture it;
        it.openSampleCalls();
        MatrixTable& table = it.view().matrix();
        for (int i = 0; i < 60; ++i) it.stances().calls().duplicate(0);
        table.setCurrentIndex(it.model().index(1, 1));
        table.scrollToBottom();
        QVERIFY(!table.viewport()->rect().intersects(table.visualRect(table.currentIndex())));
        const QPoint at = table.inputMethodQuery(Qt::ImCursorRectangle).toRect().center();
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, at, table.mapToGlobal(at));
        QApplication::sendEvent(&table, &asked);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QCOMPARE(table.currentIndex(), it.model().index(1, 1));
        QVERIFY(table.viewport()->rect().contains(table.visualRect(table.currentIndex()).center()));
        QVERIFY(std::ranges::any_of(menu->actions(), [](const QAction* action) { return action->menu() != nullptr; }));  // marks of that argument
        menu->close();
    }

    void a_session_brings_calls_and_options_back() {
        Fixture it;
        it.openSampleCalls();
        StanceSettings settings;
        settings.stances = QStringList{"default", "eager_then_compile"};
        settings.dynamic = "true";
        settings.limit = 3;
        it.stances().setSettings(settings);
        it.stances().calls().setArgument(0, 0, "f32[4,6,8] dynamic 0");
        const QString file = it.folder.filePath("s.whittle");
        it.window->session().saveAs(file);
        QTRY_VERIFY(it.window->isIdle());
        Fixture other;
        other.window->openFile(file);
        QTRY_VERIFY(other.window->isIdle());
        QTRY_COMPARE(other.stances().calls().rowCount(), 8);
        QVERIFY(other.stances().settings() == settings);
        QCOMPARE(other.cell(0, 0), QString("f32[4,6,8] dynamic 0"));
    }

    void the_command_says_what_is_not_as_usual() {
        StanceRequest request{.file = "/tmp/a b.wtl", .calls = R"({"calls":[{"x":"f32[4]"}]})", .callsFile = {}, .settings = {}};
        QCOMPARE(stanceCommand(request), QString(R"(whittle stance '/tmp/a b.wtl' --calls '{"calls":[{"x":"f32[4]"}]}')"));
        request.callsFile = "/tmp/calls.json";
        request.settings.stances = QStringList{"default", "force_eager"};
        request.settings.warm = 2;
        request.settings.dynamic = "true";
        request.settings.backend = "eager";
        request.settings.limit = 3;
        request.settings.skipGuards = true;
        QCOMPARE(stanceCommand(request), QString("whittle stance '/tmp/a b.wtl' --calls /tmp/calls.json --stance default --stance force_eager --warm 2 --dynamic true --backend eager "
                                                 "--recompile-limit 3 --skip-guard-eval-unsafe"));
        request.settings = {};
        request.fileDynamic = "true";  // which the options take back
        request.tried = R"({"x":3})";
        QCOMPARE(stanceCommand(request), QString(R"(whittle stance '/tmp/a b.wtl' --calls /tmp/calls.json --dynamic auto --try '{"x":3}')"));
    }

    void options_name_a_file_of_calls() {
        int status = 0;
        const auto options = parseOptions({"whittle-workbench", "--calls", "c.json", "--calls-tab", "guards", "f.wtl"}, status);
        QVERIFY(options);
        QCOMPARE(options->calls, QString("c.json"));
        QCOMPARE(options->recompilesTab, int(RecompilesView::GuardsTab));
        QVERIFY(!parseOptions({"whittle-workbench", "--calls", "c.json"}, status) && status == 2);
        QVERIFY(!parseOptions({"whittle-workbench", "--calls", "c.json", "--calls-tab", "graph", "f.wtl"}, status) && status == 2);
        Fixture it;
        it.window->runCalls(QString(WHITTLE_SOURCE_DIR) + "/samples/stance/calls.json");
        QTRY_VERIFY_WITH_TIMEOUT(it.window->isIdle() && it.stances().state() == State::Done, 60000);
        QCOMPARE(it.cell(2, it.column("default")), QString("recompiled 0/1"));
    }

    void follows_the_theme() {
        Fixture it;
        it.openSampleCalls();
        it.choose({"default"});
        it.run();
        it.clickCell(2, it.column("default"));
        it.window->setTheme(ThemeChoice::Light);
        QTRY_VERIFY(!isDark(it.view().story().palette()));
        const QImage light = it.view().grab().toImage();
        it.window->setTheme(ThemeChoice::Dark);
        QTRY_VERIFY(isDark(it.view().story().palette()));
        const QImage dark = it.view().grab().toImage();
        const auto mean = [](const QImage& image) { return qGray(image.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixel(0, 0)); };
        QVERIFY2(mean(light) > 190, qPrintable(QString::number(mean(light))));
        QVERIFY2(mean(dark) < 80, qPrintable(QString::number(mean(dark))));
        QVERIFY(it.view().story().document()->defaultStyleSheet().contains(canvasColors(it.view().palette()).error.name()));
    }
};

WHITTLE_TEST(RecompilesViewTest)
#include "recompiles_view_test.moc"
