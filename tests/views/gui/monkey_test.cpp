// A monkey at the window: mouse, wheel and keys at random, in every view, on real graphs that really are compiled, compared, called, recorded and reduced,
// and a real trace. Nothing may crash or hang, no event may keep the window long, and what is asked to stop has to. WHITTLE_MONKEY_EVENTS and
// WHITTLE_MONKEY_SEED choose another walk.
#include "tests/views/gui/window_support.h"

#include <random>

#include <QDialog>
#include <QDockWidget>

#include "app/workbench/docks.h"
#include "app/workbench/minify_service.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/stance_service.h"
#include "app/workbench/study_service.h"
#include "app/workbench/timed_application.h"
#include "engine/formats/open.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(NDEBUG)
constexpr double kMostMs = 0;  // says nothing of the program that people have
#else
constexpr double kMostMs = 150;  // of processor time: far above a frame, since others share the machine and its caches; window_bench holds the frame
#endif

int fromEnvironment(const char* name, int otherwise) {
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? value : otherwise;
}

class Monkey {
public:
    Monkey(MainWindow& window, unsigned seed) : m_window(window), m_random(seed) {
        // A menu, or a list that drops down, runs a loop of its own until it is closed.
        m_closer.setInterval(15);
        QObject::connect(&m_closer, &QTimer::timeout, &m_closer, [] {
            if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        });
        m_closer.start();
    }

    void act() {
        if (upTo(60) == 0) m_window.showDock(dockNames()[upTo(static_cast<int>(dockNames().size()))]);  // those behind others are in no place to be clicked
        QWidget* const target = anyWidget();
        if (!target) return;
        const QPoint place(upTo(std::max(1, target->width())), upTo(std::max(1, target->height())));
        switch (upTo(10)) {
            case 0: case 1: case 2: QTest::mouseClick(target, Qt::LeftButton, anyModifiers(), place); break;
            case 3: QTest::mouseDClick(target, Qt::LeftButton, {}, place); break;
            case 4: QTest::mouseMove(target, place); break;
            case 5: drag(*target, place); break;
            case 6: wheel(*target, place); break;
            case 7: QTest::mouseClick(target, Qt::RightButton, {}, place); break;
            default: QTest::keyClick(keyTarget(*target), anyKey(), anyModifiers()); break;
        }
        // What it opened is put away: it must not type a file's name and press Enter.
        for (QDialog* dialog : m_window.findChildren<QDialog*>())
            if (dialog->isVisible()) dialog->reject();
        if (!m_window.isVisible()) m_window.show();  // Ctrl+Q
    }

private:
    int upTo(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }

    QWidget* anyWidget() {
        QList<QWidget*> all;
        for (QWidget* widget : m_window.findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && !widget->isWindow()) all << widget;
        // Half of the time in the graph, where most happens.
        if (upTo(2) == 0) return m_window.graphView().canvas().viewport();
        return all.isEmpty() ? nullptr : all[upTo(static_cast<int>(all.size()))];
    }

    QWidget* keyTarget(QWidget& otherwise) {
        QWidget* const focused = QApplication::focusWidget();
        return focused && focused->window() == &m_window ? focused : &otherwise;
    }

    Qt::KeyboardModifiers anyModifiers() {
        constexpr Qt::KeyboardModifier kModifiers[] = {Qt::NoModifier, Qt::NoModifier, Qt::NoModifier, Qt::ControlModifier, Qt::ShiftModifier, Qt::AltModifier};
        return kModifiers[upTo(6)];
    }

    Qt::Key anyKey() {
        constexpr Qt::Key kKeys[] = {Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End, Qt::Key_Tab,
                                     Qt::Key_Return, Qt::Key_Space, Qt::Key_Escape, Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_F3, Qt::Key_F5, Qt::Key_F6, Qt::Key_F7, Qt::Key_F8, Qt::Key_Plus, Qt::Key_Minus,
                                     Qt::Key_0, Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5, Qt::Key_BracketLeft, Qt::Key_BracketRight, Qt::Key_Period};
        const int key = upTo(static_cast<int>(std::size(kKeys)) + 26);
        return key < 26 ? static_cast<Qt::Key>(Qt::Key_A + key) : kKeys[key - 26];
    }

    void drag(QWidget& target, QPoint from) {
        const QPoint to(upTo(std::max(1, target.width())), upTo(std::max(1, target.height())));
        const QPointer<QWidget> there(&target);  // may be gone after any of these
        QTest::mousePress(&target, Qt::LeftButton, {}, from);
        if (there) QTest::mouseMove(&target, (from + to) / 2);
        if (there) QTest::mouseMove(&target, to);
        if (there) QTest::mouseRelease(&target, Qt::LeftButton, {}, to);
    }

    void wheel(QWidget& target, QPoint place) {
        QWheelEvent event(place, target.mapToGlobal(place), {}, QPoint(0, upTo(2) ? 120 : -120), Qt::NoButton, anyModifiers(), Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&target, &event);
    }

    MainWindow& m_window;
    std::mt19937 m_random;
    QTimer m_closer;
};

}  // namespace

class MonkeyTest : public QObject {
    Q_OBJECT
private slots:
    void hurts_nothing_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("calls");
        QTest::addColumn<int>("part");
        QTest::newRow("a transformer") << "torch211/gpt_2l_core.pt2" << "" << 1;
        QTest::newRow("calls with other sizes") << "stance/classifier.wtl" << "stance/calls.json" << 4;
    }
    void hurts_nothing() {
        QFETCH(QString, file);
        QFETCH(QString, calls);
        QFETCH(int, part);
        const int events = fromEnvironment("WHITTLE_MONKEY_EVENTS", 10000) / part;
        const auto seed = static_cast<unsigned>(fromEnvironment("WHITTLE_MONKEY_SEED", 1));
        OpenedWindow app;
        const QString place = QDir::currentPath();
        QVERIFY(QDir::setCurrent(app.folder.path()));
        const auto opener = [](const std::filesystem::path& path) { return openGraph(path); };
        app.show({.opener = opener, .minify = minifyService(WHITTLE_BIN_DIR), .samples = {}, .study = studyWork(WHITTLE_BIN_DIR), .numerics = numericsWork(WHITTLE_BIN_DIR), .stances = stanceService(WHITTLE_BIN_DIR)});
        MinifySettings settings;
        settings.outputFolder = app.folder.filePath("reduced");
        app.window->setMinifySettings(settings);
        app.window->openTrace(fromPath(sample("torch_trace/torch26/p3_dynamic.log")));
        app.window->openFile(fromPath(sample(file.toStdString())));
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle(), 60000);
        if (!calls.isEmpty()) app.window->stances().openCalls(fromPath(sample(calls.toStdString())));
        Monkey monkey(*app.window, seed);
        double longest = 0;
        int longestAt = 0;
        for (int i = 0; i < events; ++i) {
            const double before = threadMilliseconds();
            monkey.act();
            if (i % 50 == 0) QCoreApplication::processEvents();
            if (const double took = threadMilliseconds() - before; took > longest) {
                longest = took;
                longestAt = i;
            }
        }
        qInfo("the longest of %d actions took %.0f ms, number %d", events, longest, longestAt);
        if (kMostMs > 0) QVERIFY2(longest <= kMostMs, qPrintable(QString("%1 ms, number %2").arg(longest).arg(longestAt)));
        app.window->minify().stop();
        app.window->study().stop();
        app.window->numerics().stop();
        app.window->stances().stop();
        app.window->dims().stop();
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle(), 60000);
        app.window.reset();
        QDir::setCurrent(place);
    }
};

WHITTLE_TEST(MonkeyTest)
#include "monkey_test.moc"
