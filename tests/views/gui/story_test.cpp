// The whole story by what is dropped, typed and clicked, but for the dialogs that ask for a file's name: a model that comes out wrong is opened, the first bad
// node found, the failure cut down, its picture exported, the work saved and found again in a new window, and the reproducer opened, where it still fails. With
// WHITTLE_STORY_PICTURES naming a folder, each step leaves a picture there.
#include "tests/views/gui/window_support.h"

#include <QDockWidget>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>

#include "app/workbench/minify_service.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/study_service.h"
#include "engine/formats/open.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPatience = 120000;

struct Story : OpenedWindow {
    Story() { start(); }

    // In the place of the window before.
    void start() {
        const auto opener = [](const std::filesystem::path& path) { return openGraph(path); };
        show({.opener = opener, .minify = minifyService(WHITTLE_BIN_DIR), .samples = {}, .study = studyWork(WHITTLE_BIN_DIR), .numerics = numericsWork(WHITTLE_BIN_DIR)});
        window->resize(1440, 900);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));  // on a display keys go nowhere before
    }
    void drop(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &drop);
        settle();
    }
    void type(const QString& field, const QString& text) {
        for (QLineEdit* line : window->minifyPanel().findChildren<QLineEdit*>()) {
            if (line->accessibleName() != field) continue;
            line->selectAll();
            return QTest::keyClicks(line, text);
        }
        QFAIL(qPrintable("no field " + field));
    }
    void click(const QString& text) {
        for (QPushButton* button : window->minifyPanel().findChildren<QPushButton*>())
            if (button->isVisible() && button->isEnabled() && QString(button->text()).remove(u'&') == text) return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL(qPrintable("no button " + text));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window.get(), key, modifiers); }
    void picture(const QString& name) {
        const QString place = qEnvironmentVariable("WHITTLE_STORY_PICTURES");
        if (place.isEmpty()) return;
        QTest::qWait(300);
        QVERIFY(window->grab().save(QDir(place).filePath(name + ".png")));
    }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kPatience); }
};

}  // namespace

class StoryTest : public QObject {
    Q_OBJECT
private slots:
    void from_a_wrong_model_to_its_reproducer() {
        Story story;
        story.drop(QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/gpt_2l_core.pt2");
        story.press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        story.type("Planted fault", "gelu=wrong_result");
        QVERIFY(story.graph().scene());
        MainWindow& window = *story.window;
        story.picture("1-opened");

        // Which node goes wrong first?
        story.press(Qt::Key_F6);
        QCOMPARE(window.numerics().state(), NumericsController::State::Running);
        story.settle();
        QCOMPARE(window.numerics().state(), NumericsController::State::Done);
        QVERIFY(window.numerics().run());
        const NumericsRun& run = *window.numerics().run();
        QVERIFY(run.summary.firstWrong >= 0);
        QVERIFY(run.comparison.values[static_cast<std::size_t>(run.summary.firstWrong)].node.starts_with("gelu"));
        QVERIFY(window.numerics().findingText().contains("gelu"));
        story.picture("2-first-bad-node");

        // What did the compiler do with it?
        story.press(Qt::Key_F5);
        story.settle();
        QCOMPARE(window.study().state(), StudyController::State::Done);
        QVERIFY(window.stages().stages().size() > 5);
        story.picture("3-kernels");

        // The smallest graph that is still wrong.
        story.press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        story.type("Output folder", story.folder.filePath("reduced"));
        story.click("Start");
        QTRY_VERIFY_WITH_TIMEOUT(window.minify().result().has_value(), kPatience);
        story.settle();
        QCOMPARE(window.minify().result()->status, MinifyResult::Status::Minimal);
        QCOMPARE(window.minify().result()->nodesAfter, 1);
        QVERIFY(window.reducedView().isVisible());
        story.picture("4-reduced");

        // For the report: the graph as a picture, and all of it in one file.
        const QString reproducer = window.minify().files().folder + "/repro.wtl";
        QVERIFY2(QFile::exists(reproducer), qPrintable(reproducer));
        window.graphView().exportTo(story.folder.filePath("graph.svg"));
        window.session().saveAs(story.folder.filePath("gelu.whittle"));
        for (const char* file : {"graph.svg", "gelu.whittle"}) QTRY_VERIFY2(QFileInfo(story.folder.filePath(file)).size() > 0, file);
        QCOMPARE(unnamedFocusable(window), QStringList());

        // Another day.
        story.start();
        story.drop(story.folder.filePath("gelu.whittle"));
        QTRY_VERIFY(story.graph().scene());
        QCOMPARE(story.window->minifyForm().settings().oracleSettings.at("--inject"), QString("gelu=wrong_result"));
        QCOMPARE(story.window->minifyForm().settings().outputFolder, story.folder.filePath("reduced"));
        story.picture("5-session");

        // The reproducer is still wrong.
        story.drop(reproducer);
        QCOMPARE(story.graph().scene()->graph().nodes().size(), std::size_t{1});
        story.press(Qt::Key_F6);
        story.settle();
        QVERIFY(story.window->numerics().run());
        QCOMPARE(story.window->numerics().run()->summary.wrong, 1);
        story.picture("6-reproducer");
    }
};

WHITTLE_TEST(StoryTest)
#include "story_test.moc"
