// The profile dock by real key and mouse events: with a study that the test makes, and with a real one of a sample.
#include "tests/views/gui/window_support.h"

#include <QClipboard>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QWheelEvent>

#include "app/workbench/study_service.h"
#include "engine/formats/open.h"
#include "tests/views/models/study_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Profiled : OpenedWindow {
    QSemaphore mayEnd;
    bool waits = false;
    std::optional<Failure> failure;
    int copies = 0;  // of each chunk, to have many

    Profiled() {
        const auto opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; };
        const auto work = [this](const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>&, const CancelToken& cancel) -> Result<Study> {
            while (waits && !mayEnd.tryAcquire(1, 5)) WHITTLE_TRY_VOID(cancel.check());
            Study study = smallStudy();
            study.failure = failure;
            if (failure) study.trace = {};
            if (copies > 0) study.trace.chunks.clear();
            for (int i = 0; i < copies; ++i) {
                const std::int64_t begin = 110'000 + std::int64_t{60'000} * i / copies;
                study.trace.chunks.push_back({.kernel = 1, .thread = 0, .begin = begin, .end = begin + 1});
            }
            return study;
        };
        show({.opener = opener, .study = work});
        start();
    }
    void start() {
        window->resize(1300, 900);
        open("small.pt2");
        window->dock("profile")->show();
        window->dock("profile")->raise();
        window->resizeDocks({window->dock("profile")}, {400}, Qt::Vertical);
    }
    ProfilePanel& panel() { return window->profilePanel(); }
    ProfileController& profile() { return window->profile(); }
    TimelinePlot& timeline() { return panel().timeline(); }
    void compile() {
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_VERIFY(window->isIdle());
        QVERIFY(profile().content());
    }
    QAbstractButton* button(const QString& text) {
        for (QAbstractButton* each : panel().findChildren<QAbstractButton*>())
            if ((QString(each->text()).remove(u'&').startsWith(text) || each->accessibleName().startsWith(text)) && each->isVisible()) return each;
        return nullptr;
    }
    QPoint middleOf(int kernel) { return timeline().rectOf(kernel).center().toPoint(); }
    void wheel(QPoint at, int notches, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, timeline().mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&timeline(), &event);
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&timeline(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&timeline(), (from + to) / 2);
        QTest::mouseMove(&timeline(), to);
        QTest::mouseRelease(&timeline(), Qt::LeftButton, {}, to);
    }
};

}  // namespace

class ProfileViewTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void says_what_to_do_and_can_be_stopped() {
        Profiled app;
        QVERIFY(app.panel().showsMessage());
        QVERIFY2(app.panel().message().text().contains("tensors are alive") && !app.panel().message().text().contains("assembly"), qPrintable(app.panel().message().text()));  // what is to be seen here
        QAbstractButton* compile = app.button("Compile and measure");
        QVERIFY(compile);
        app.waits = true;
        QTest::mouseClick(compile, Qt::LeftButton);
        QTRY_VERIFY(app.button("Stop"));
        QVERIFY(app.window->dock("profile")->widget()->isVisible());  // it stays in front
        QTest::mouseClick(app.button("Stop"), Qt::LeftButton);
        QTRY_COMPARE(app.window->study().state(), StudyController::State::Ready);
        QVERIFY(app.panel().showsMessage());
        app.waits = false;
        app.compile();
        QVERIFY(!app.panel().showsMessage());
        QVERIFY(unnamedFocusable(app.panel()).isEmpty());
    }

    // Docks that share a place may not make the window as wide as all of them together.
    void the_window_keeps_its_size() {
        Profiled app;
        QCOMPARE(app.window->width(), 1300);
    }

    void a_run_that_died_is_told_and_compile_time_stays() {
        Profiled app;
        app.failure = Failure{.kind = FailureKind::Crash, .signature = "s", .phase = "run", .node = "gelu", .message = "died with SIGSEGV", .detail = {}};
        app.compile();
        QVERIFY(!app.panel().showsMessage());
        QVERIFY(!app.window->actions().action("file.timeline")->isEnabled());
        QVERIFY(app.button("Copy the message"));
        QVERIFY(app.panel().compileTime().table().model()->rowCount() > 0);
    }

    void mouse_selects_zooms_and_moves() {
        Profiled app;
        app.compile();
        QTest::mouseClick(&app.timeline(), Qt::LeftButton, {}, app.middleOf(0));
        QCOMPARE(app.window->kernels().selected(), 0);
        QCOMPARE(app.selected(), QString("linear"));
        QVERIFY(app.panel().info().startsWith("linear · 100 µs"));
        const QPoint at = app.middleOf(1);
        const double under = app.timeline().atX(at.x());
        app.wheel(at, 5);
        QVERIFY(app.profile().window().size() < 0.4);
        QVERIFY(std::abs(app.timeline().atX(at.x()) - under) < 1e-6);
        const double begin = app.profile().window().begin();
        app.drag(at, at + QPoint(-120, 0));
        QVERIFY(app.profile().window().begin() > begin);
        QCOMPARE(app.window->kernels().selected(), 0);  // dragging selects nothing
        app.wheel(at, 2, Qt::ShiftModifier);
        QVERIFY(app.profile().window().begin() < app.profile().window().end());
        QTest::mouseClick(app.button("The whole run"), Qt::LeftButton);
        QVERIFY(app.profile().window().isAll());
        QTest::mouseDClick(&app.timeline(), Qt::LeftButton, {}, app.middleOf(2));
        QVERIFY(app.profile().window().size() < 0.5);
    }

    void keys_go_from_kernel_to_kernel() {
        Profiled app;
        app.compile();
        app.timeline().setFocus();
        QTest::keyClick(&app.timeline(), Qt::Key_Home);
        QCOMPARE(app.window->kernels().selected(), 0);
        QTest::keyClick(&app.timeline(), Qt::Key_Right);
        QCOMPARE(app.window->kernels().selected(), 1);
        QCOMPARE(app.selected(), QString("gelu"));
        QTest::keyClick(&app.timeline(), Qt::Key_End);
        QCOMPARE(app.window->kernels().selected(), 2);
        QTest::keyClick(&app.timeline(), Qt::Key_Left);
        QCOMPARE(app.window->kernels().selected(), 1);
        QTest::keyClick(&app.timeline(), Qt::Key_Plus);
        QVERIFY(!app.profile().window().isAll());
        const double begin = app.profile().window().begin();
        QTest::keyClick(&app.timeline(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(app.profile().window().begin() > begin);
        QTest::keyClick(&app.timeline(), Qt::Key_0);
        QVERIFY(app.profile().window().isAll());
        QTest::keyClick(&app.timeline(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().startsWith("k0_tanh_mul_add"));
        QVERIFY(app.timeline().accessibleDescription().startsWith("k0_tanh_mul_add"));
        QVERIFY(app.panel().memory().accessibleDescription().startsWith("448 bytes"));
    }

    void what_is_selected_elsewhere_is_found_here() {
        Profiled app;
        app.compile();
        app.window->kernels().select(2);
        QCOMPARE(app.profile().cursorKernel(), 2);
        app.graph().selectNode(std::ranges::find(app.graph().scene()->graph().nodes(), std::string("gelu"), &Node::name)->id);
        QCOMPARE(app.profile().cursorKernel(), 1);
    }

    void a_tensor_leads_to_its_node_and_the_cursor_stays() {
        Profiled app;
        app.compile();
        QCOMPARE(app.profile().cursorKernel(), 1);
        QTableView& table = app.panel().alive().table();
        QVERIFY(app.panel().alive().title().contains("448 bytes"));
        QCOMPARE(table.model()->index(0, AliveModel::NameColumn).data().toString(), QString("%w"));  // the largest first
        int row = 0;
        while (table.model()->index(row, AliveModel::NameColumn).data().toString() != "%linear") ++row;
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(table.model()->index(row, AliveModel::NameColumn)).center());
        QCOMPARE(app.selected(), QString("linear"));
        QCOMPARE(app.profile().cursorKernel(), 1);
        while (table.model()->index(row, AliveModel::NameColumn).data().toString() != "%x") row = (row + 1) % table.model()->rowCount();
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(table.model()->index(row, AliveModel::NameColumn)).center());
        QCOMPARE(app.selected(), QString("x"));
        QCOMPARE(app.profile().cursorKernel(), 1);
    }

    void a_pass_leads_to_what_it_rewrote() {
        Profiled app;
        app.compile();
        QTest::keyClick(app.panel().findChild<QTabWidget*>(), Qt::Key_Right);
        app.profile().setTab(ProfileController::CompileTab);
        QTableView& table = app.panel().compileTime().table();
        QTRY_VERIFY(table.isVisible());
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(table.model()->index(1, CompileTimeModel::PartColumn)).center());
        QAbstractButton* open = app.button("Show what the pass rewrote");
        QVERIFY(open && open->isEnabled());
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(table.model()->index(0, CompileTimeModel::PartColumn)).center());
        QVERIFY(!open->isEnabled());
    }

    // A hundred thousand spans are painted within a frame, in both themes.
    void many_spans_are_painted_in_a_frame_data() {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
    }
    void many_spans_are_painted_in_a_frame() {
        QFETCH(ThemeChoice, theme);
        Profiled app;
        app.copies = 100'000;
        app.window->setTheme(theme);
        app.compile();
        QCOMPARE(app.profile().content()->lanes()[1].spans.size(), std::size_t(100'002));  // and two that tell of no threads
        qint64 best = std::numeric_limits<qint64>::max();
        QImage image(app.timeline().size(), QImage::Format_ARGB32_Premultiplied);
        for (int again = 0; again < 5; ++again) {
            QElapsedTimer timer;
            timer.start();
            app.timeline().render(&image);
            best = std::min(best, timer.nsecsElapsed());
        }
        QVERIFY2(best < 16'000'000, qPrintable(QString::number(best)));
        // It shows something: the colour of the loops' family stands in the row of the first thread.
        const QPointF inside(app.timeline().xOf(0.7), app.timeline().laneRect(1).center().y());
        QCOMPARE(QColor(image.pixel(inside.toPoint())).name(), familyColor(app.profile().content()->family(1), app.timeline().palette()).name());
    }

    void a_session_keeps_tab_and_part_in_sight() {
        Profiled app;
        QFile file(app.folder.filePath("small.pt2"));  // a session finds its graph by it
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("graph") > 0);
        file.close();
        app.window->openFile(file.fileName());
        QTRY_VERIFY(app.window->isIdle());
        app.compile();
        app.profile().setWindow(0.25, 0.5);
        app.profile().setTab(ProfileController::CompileTab);
        const QString path = app.folder.filePath("kept.whittle");
        app.window->session().saveAs(path);
        QTRY_VERIFY(app.window->isIdle() && QFileInfo::exists(path));
        const QString copy = app.folder.filePath("copy.whittle");  // the session itself is saved when it is left
        QVERIFY(QFile::copy(path, copy));
        app.profile().setWindow(0, 1);
        app.profile().setTab(ProfileController::RunTab);
        app.window->openFile(copy);
        QTRY_COMPARE(app.profile().tab(), ProfileController::CompileTab);
        QCOMPARE(app.profile().window().begin(), 0.25);
        QCOMPARE(app.profile().window().end(), 0.5);
        QTRY_VERIFY(app.window->isIdle());
        app.open("another.pt2");  // is looked at from the beginning
        QVERIFY(app.profile().window().isAll());
    }

    // A sample, compiled and run by the real worker: every kernel has its place in the picture.
    void a_real_sample_is_profiled() {
        OpenedWindow app;
        app.show({.opener = [](const std::filesystem::path& path) { return openGraph(path); }, .study = studyWork(QStringLiteral(WHITTLE_BIN_DIR))});
        app.window->resize(1300, 900);
        app.window->openFile(QStringLiteral(WHITTLE_SOURCE_DIR "/samples/torch211/gpt_2l_core.pt2"));
        QTRY_VERIFY(app.window->isIdle());
        app.window->dock("profile")->show();
        app.window->dock("profile")->raise();
        QTest::keyClick(app.window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle() && app.window->profile().isRecorded(), 60000);
        ProfileController& profile = app.window->profile();
        TimelinePlot& timeline = app.window->profilePanel().timeline();
        QCOMPARE(profile.cursorKernel(), profile.content()->memory().peakKernel);
        timeline.setFocus();
        QTest::keyClick(&timeline, Qt::Key_Home);
        std::set<int> seen{profile.cursorKernel()};
        for (int i = 1; i < profile.content()->kernels().count(); ++i) {
            QTest::keyClick(&timeline, Qt::Key_Right);
            seen.insert(profile.cursorKernel());
            QVERIFY(!app.window->profilePanel().info().isEmpty());
            QVERIFY(app.window->profilePanel().alive().table().model()->rowCount() > 0);
        }
        QCOMPARE(static_cast<int>(seen.size()), profile.content()->kernels().count());
        QVERIFY(!app.selected().isEmpty());
    }
};

WHITTLE_TEST(ProfileViewTest)
#include "profile_view_test.moc"
