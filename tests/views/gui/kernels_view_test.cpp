// The kernels dock by real key and mouse events, with a study that the test makes.
#include "tests/views/gui/window_support.h"

#include <QClipboard>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QScrollBar>
#include <QSemaphore>

#include "app/workbench/docks.h"
#include "app/workbench/options.h"
#include "tests/views/models/study_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Studied : OpenedWindow {
    QSemaphore mayEnd;
    bool waits = false, fails = false;
    std::optional<Failure> failure;
    StudySettings asked;

    Studied() {
        const auto opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; };
        const auto work = [this](const Graph& graph, const StudySettings& wanted, const std::function<void(const PassRecord&)>& passed, const CancelToken& cancel) -> Result<Study> {
            asked = wanted;
            passed({.name = "decompose", .milliseconds = 1, .rewrites = {}, .after = std::make_shared<const Graph>(graph)});
            while (waits && !mayEnd.tryAcquire(1, 5)) WHITTLE_TRY_VOID(cancel.check());
            if (fails) return fail(Code::Io, "cannot start the worker");
            if (failure) {
                Study study;
                study.failure = failure;
                return study;
            }
            const auto forced = wanted.forced.find("linear");
            return forced == wanted.forced.end() ? smallStudy() : smallStudy(forced->second.toStdString(), 0.05);
        };
        show({.opener = opener, .study = work});
        window->resize(1300, 900);
        open("small.pt2");
    }
    KernelsPanel& panel() { return window->kernelsPanel(); }
    KernelsController& kernels() { return window->kernels(); }
    void compile() {
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_VERIFY(window->isIdle());
        QVERIFY(kernels().content());
    }
    QPushButton* button(const QString& text) {
        for (QPushButton* each : panel().findChildren<QPushButton*>())
            if (const QString title = QString(each->text()).remove(u'&'); title == text || (title.startsWith(text) && each->isVisible())) return each;
        return nullptr;
    }
    QString cell(int row, int column) { return panel().table().model()->index(row, column).data().toString(); }
};

QPoint middleOf(const CodeView& view, int line) { return {view.viewport()->width() / 2, view.lineRect(line).center().y()}; }

}  // namespace

class KernelsViewTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void says_what_to_do_and_does_it() {
        Studied app;
        app.window->dock("kernels")->show();
        app.window->dock("kernels")->raise();
        QVERIFY(app.panel().showsMessage());
        QPushButton* compile = app.button("Compile and measure (F5)");
        QVERIFY(compile && compile->isVisible());
        QVERIFY(!app.button("Stop")->isVisible());
        app.waits = true;
        QTest::mouseClick(compile, Qt::LeftButton);
        QVERIFY(app.button("Stop")->isVisible());
        QTRY_VERIFY(app.panel().message().text().endsWith("1"));
        QTest::mouseClick(app.button("Stop"), Qt::LeftButton);
        QTRY_COMPARE(app.window->study().state(), StudyController::State::Ready);
        QVERIFY(app.panel().showsMessage() && compile->isVisible());
        app.waits = false;
        app.compile();
        QVERIFY(!app.panel().showsMessage());
        QVERIFY(app.window->dock("kernels")->isVisible());
    }

    void a_failure_is_told_with_what_to_try_data() {
        QTest::addColumn<FailureKind>("kind");
        for (const FailureKind kind : {FailureKind::CompileError, FailureKind::Crash, FailureKind::Hang, FailureKind::OutOfMemory, FailureKind::RunError})
            QTest::newRow(failureKindName(kind).data()) << kind;
    }
    // No pass left out helps there.
    void an_operator_that_nobody_knows_has_advice_of_its_own() {
        Studied app;
        app.failure = Failure{.kind = FailureKind::CompileError, .signature = "s", .phase = "lower", .node = "mystery", .message = "operator custom.mystery.default is not supported", .detail = {}};
        QTest::keyClick(app.window.get(), Qt::Key_F5);
        QTRY_COMPARE(app.window->study().state(), StudyController::State::Done);
        QTRY_VERIFY(app.window->isIdle());
        const QString text = app.panel().message().text();
        QVERIFY2(text.contains("run_decompositions") && !text.contains("leave out a pass"), qPrintable(text));
    }

    void a_failure_is_told_with_what_to_try() {
        QFETCH(FailureKind, kind);
        Studied app;
        app.failure = Failure{.kind = kind, .signature = "s", .phase = "lower", .node = "gelu", .message = "it broke", .detail = "while lowering"};
        QTest::keyClick(app.window.get(), Qt::Key_F5);
        QTRY_COMPARE(app.window->study().state(), StudyController::State::Done);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(app.panel().showsMessage());
        const QString text = app.panel().message().text();
        for (const QString& part : {QString("Kind: "), QString("Node: gelu"), QString("while lowering"), whatToTry(kind)}) QVERIFY2(!part.isEmpty() && text.contains(part), qPrintable(text));
        QTest::mouseClick(app.button("Copy the message"), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().startsWith("Fails in lower: it broke"));
        app.failure.reset();
        app.fails = true;
        QTest::keyClick(app.window.get(), Qt::Key_F5);
        QTRY_COMPARE(app.window->study().state(), StudyController::State::Failed);
        QVERIFY(app.panel().showsMessage() && app.panel().message().text().contains("cannot start the worker"));
    }

    void kernels_and_graph_follow_each_other() {
        Studied app;
        app.compile();
        KernelTable& table = app.panel().table();
        QCOMPARE(app.cell(0, KernelsModel::NameColumn), QString("linear"));  // the longest first
        const QRect row = table.visualRect(table.model()->index(1, KernelsModel::NameColumn));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(app.kernels().selected(), 1);
        QCOMPARE(app.selected(), QString("gelu"));
        QTest::keyClick(&table, Qt::Key_Up);
        QCOMPARE(app.selected(), QString("linear"));
        app.canvas().setFocus();
        QTest::keyClick(&app.canvas(), Qt::Key_Down);  // to the user of linear
        QCOMPARE(app.selected(), QString("gelu"));
        QCOMPARE(app.kernels().selected(), 1);
        QCOMPARE(table.currentIndex().data(KernelsModel::KernelRole).toInt(), 1);
        // By a click on a title, shortest first.
        QHeaderView& header = *table.horizontalHeader();
        const QPoint title(header.sectionViewportPosition(KernelsModel::TimeColumn) + 12, header.height() / 2);
        QTest::mouseClick(header.viewport(), Qt::LeftButton, {}, title);
        QTRY_COMPARE(app.cell(0, KernelsModel::NameColumn), QString("mystery"));
        QCOMPARE(app.kernels().selected(), 1);
    }

    void the_roofline_is_used_by_mouse_and_keys() {
        Studied app;
        app.compile();
        RooflinePlot& plot = app.panel().roofline();
        QVERIFY(plot.placeOf(2).isNull());  // nobody counted what it computes
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.placeOf(1).toPoint());
        QCOMPARE(app.kernels().selected(), 1);
        plot.setFocus();
        QTest::keyClick(&plot, Qt::Key_Left);
        QCOMPARE(app.kernels().selected(), 0);
        QVERIFY(plot.accessibleDescription().contains("Kernels: 2") && plot.accessibleDescription().contains("linear"));
        QTest::keyClick(&plot, Qt::Key_End);
        QCOMPARE(app.kernels().selected(), 1);
        QVERIFY(!plot.grab().toImage().isNull());
    }

    void a_candidate_is_forced_measured_and_taken_back() {
        Studied app;
        app.compile();
        app.panel().showTab(KernelsPanel::CandidatesTab);
        QTreeView& tree = app.panel().candidates().tree();
        const auto candidate = [&](int row) { return tree.model()->index(row, 0, tree.model()->index(0, 0)); };
        QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(candidate(0)).center());
        QVERIFY(!app.button("Force this candidate")->isEnabled());  // is chosen
        QTest::keyClick(&tree, Qt::Key_Down);
        QCOMPARE(tree.currentIndex().data(ChoicesModel::CandidateRole).toString(), QString("gemm"));
        QVERIFY(app.button("Force this candidate")->isEnabled());
        QVERIFY(!app.button("Take back")->isEnabled());
        QTest::mouseClick(app.button("Force this candidate"), Qt::LeftButton);
        QVERIFY(!app.button("Force this candidate")->isEnabled());  // at work
        QTRY_VERIFY(app.window->isIdle());
        QCOMPARE(app.asked.forced.at("linear"), QString("gemm"));
        QCOMPARE(tree.model()->index(0, ChoicesModel::KernelTimeColumn).data().toString(), QString("100 µs → 50.0 µs"));
        QVERIFY(app.button("Take back")->isEnabled());
        QTest::mouseClick(app.button("Measure candidates"), Qt::LeftButton);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(app.asked.measureCandidates && app.asked.forced.contains("linear"));
        QTest::mouseClick(app.button("Take back"), Qt::LeftButton);
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(app.asked.forced.empty());
        QVERIFY(!app.button("Take back")->isEnabled());
    }

    void lines_are_linked_by_pointing_picking_and_the_graph() {
        Studied app;
        app.compile();
        app.kernels().select(1);
        QTRY_VERIFY(app.kernels().code());
        app.panel().showTab(KernelsPanel::CodeTab);
        CodeView &left = app.panel().code().left().view(), &right = app.panel().code().right().view();
        QVERIFY(left.text() && left.text()->line(0).startsWith(u"kernel"));
        QVERIFY(right.text() && right.text()->line(0).startsWith(u"k:"));
        // Pointing marks, and leaving takes it back to what is picked.
        const std::vector<int> picked = right.linked();
        QTest::mouseMove(left.viewport(), middleOf(left, 7));
        QTRY_COMPARE(right.linked(), std::vector<int>({4}));
        QCOMPARE(left.linked(), std::vector<int>({7}));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(left.viewport(), &leave);
        QCOMPARE(right.linked(), picked);
        // Picking stays, and selects the node in the graph.
        QTest::mouseClick(right.viewport(), Qt::LeftButton, {}, middleOf(right, 4));
        QCOMPARE(left.linked(), std::vector<int>({7}));
        QCOMPARE(app.selected(), QString("add"));
        QVERIFY(app.panel().code().whereText().contains("add") && app.panel().code().whereText().contains("net.py:12"));
        QTest::keyClick(&right, Qt::Key_Up);
        QCOMPARE(app.selected(), QString("gelu"));
        QCOMPARE(left.linked(), std::vector<int>({6}));
        // The graph leads to the code: another node of the same kernel.
        app.canvas().setFocus();
        QTest::keyClick(&app.canvas(), Qt::Key_Down);
        QCOMPARE(app.selected(), QString("add"));
        QCOMPARE(left.linked(), std::vector<int>({2, 7, 8}));
        // Another text on the left: the marks are there too.
        QComboBox& kinds = app.panel().code().left().kinds();
        kinds.setFocus();
        QTest::keyClick(&kinds, Qt::Key_Up);
        QCOMPARE(kinds.currentText(), QString("net.py"));
        QCOMPARE(left.linked(), std::vector<int>({1}));
        QCOMPARE(left.text()->number(1), 12);
    }

    void text_is_read_searched_and_copied_by_keys() {
        Studied app;
        app.compile();
        app.kernels().select(1);
        QTRY_VERIFY(app.kernels().code());
        app.panel().showTab(KernelsPanel::CodeTab);
        CodePane& pane = app.panel().code().left();
        CodeView& view = pane.view();
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(pane.searchField().hasFocus());
        QTest::keyClicks(&pane.searchField(), "B0");
        QTest::keyClick(&pane.searchField(), Qt::Key_Return);
        QCOMPARE(view.currentLine(), 1);
        QCOMPARE(view.selectedText(), QString("b0"));
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_F3);
        QCOMPARE(view.currentLine(), 4);
        QTest::keyClick(&view, Qt::Key_F3);  // around the end
        QCOMPARE(view.currentLine(), 1);
        QTest::keyClick(&view, Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(view.currentLine(), 4);
        QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString("kernel k0_tanh_mul_add()"));
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view.selectedText() + "\n", QString(kSmallLoops));
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(view.currentLine(), 8);
        QVERIFY(view.accessibleDescription().startsWith("Line 9 of 9"));
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, {view.fontMetrics().horizontalAdvance("00000000000") + 16 + 2, view.lineRect(5).center().y()});
        QVERIFY2(!view.selectedText().isEmpty() && !view.selectedText().contains(' '), qPrintable(view.selectedText()));
    }

    void a_text_of_200000_lines_opens_and_scrolls_at_once() {
        QString text;
        for (int i = 0; i < 200000; ++i) text += QString("\tvfmadd231ps\t%1(%rdi,%rcx,4), %ymm1, %ymm%2\n").arg(i).arg(i % 16);
        const auto lines = std::make_shared<const TextLines>(text);
        CodeView view;
        view.resize(900, 700);
        view.show();
        std::vector<int> linked;
        for (int i = 0; i < 200000; i += 7) linked.push_back(i);
        const auto cost = [&](const auto& act) {
            double best = 1e9;
            for (int i = 0; i < 5; ++i) {
                QElapsedTimer timer;
                timer.start();
                act(i);
                view.grab();
                best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            }
            return best;
        };
        const double opened = cost([&](int) { view.setText(lines, CodeLanguage::Assembly); });
        QVERIFY2(opened < 50, qPrintable(QString::number(opened)));
        const double scrolled = cost([&](int i) { view.verticalScrollBar()->setValue(30000 * (i + 1)); });
        QVERIFY2(scrolled < 16, qPrintable(QString::number(scrolled)));
        view.setLinked(linked);
        const double marked = cost([&](int i) { view.verticalScrollBar()->setValue(20000 * (i + 1)); });
        QVERIFY2(marked < 50, qPrintable(QString::number(marked)));
        QVERIFY(view.find("199999", CodeView::Direction::Backward));
        QCOMPARE(view.currentLine(), 199999);
    }

    void everything_has_a_name_in_both_themes() {
        Studied app;
        app.compile();
        app.kernels().select(1);
        QTRY_VERIFY(app.kernels().code());
        for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
            app.window->setTheme(theme);
            for (const KernelsPanel::Tab tab : {KernelsPanel::KernelsTab, KernelsPanel::CandidatesTab, KernelsPanel::CodeTab}) {
                app.panel().showTab(tab);
                QVERIFY(!app.window->grab().isNull());
            }
        }
        QCOMPARE(unnamedFocusable(app.panel()).join(", "), QString());
    }

    void the_command_line_compiles_at_once_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::newRow("a file") << QStringList{"--compile", "net.pt2"} << 0;
        QTest::newRow("no file") << QStringList{"--compile"} << 2;
        QTest::newRow("a tab") << QStringList{"--compile", "--tab", "code", "net.pt2"} << 0;
        QTest::newRow("no tab") << QStringList{"--compile", "--tab", "roofline", "net.pt2"} << 2;
    }
    void the_command_line_compiles_at_once() {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        int got = 0;
        const auto options = parseOptions(QStringList{"whittle-workbench"} + arguments, got);
        QCOMPARE(got, status);
        QCOMPARE(options.has_value(), status == 0);
        if (options) QVERIFY(options->compile);
        if (options) QCOMPARE(options->kernelsTab == KernelsPanel::CodeTab, arguments.contains("code"));
        QVERIFY(dockNames().contains("kernels"));
    }
};

WHITTLE_TEST(KernelsViewTest)
#include "kernels_view_test.moc"
