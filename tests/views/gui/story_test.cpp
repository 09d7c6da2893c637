// The whole story by real keys and clicks: a model that comes out wrong is opened, the first bad node found, the failure cut down, the reproducer exported
// and opened again, where it still fails. With WHITTLE_STORY_PICTURES naming a folder, each step leaves a picture there.
#include "tests/views/gui/window_support.h"

#include <QDockWidget>

#include "app/workbench/minify_service.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/study_service.h"
#include "engine/formats/open.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPatience = 120000;

struct Story : OpenedWindow {
    Story() {
        const auto opener = [](const std::filesystem::path& path) { return openGraph(path); };
        show({.opener = opener, .minify = minifyService(WHITTLE_BIN_DIR), .samples = {}, .study = studyWork(WHITTLE_BIN_DIR), .numerics = numericsWork(WHITTLE_BIN_DIR)});
        window->resize(1440, 900);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));  // on a display keys go nowhere before
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
        MainWindow& window = *story.window;
        MinifySettings settings;
        settings.oracleSettings.insert_or_assign("--inject", "gelu=wrong_result");
        window.setMinifySettings(settings);
        window.openFile(QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/gpt_2l_core.pt2");
        story.settle();
        QVERIFY(story.graph().scene());
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
        settings = window.minifyForm().settings();
        settings.outputFolder = story.folder.filePath("reduced");
        window.setMinifySettings(settings);
        story.press(Qt::Key_M, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window.minify().result().has_value(), kPatience);
        story.settle();
        QCOMPARE(window.minify().result()->status, MinifyResult::Status::Minimal);
        QCOMPARE(window.minify().result()->nodesAfter, 1);
        QVERIFY(window.reducedView().isVisible());
        story.picture("4-reduced");

        // What was exported is opened, and is still wrong.
        const QString reproducer = window.minify().files().folder + "/repro.wtl";
        QVERIFY2(QFile::exists(reproducer), qPrintable(reproducer));
        window.openFile(reproducer);
        story.settle();
        QCOMPARE(story.graph().scene()->graph().nodes().size(), std::size_t{1});
        story.press(Qt::Key_F6);
        story.settle();
        QVERIFY(window.numerics().run());
        QCOMPARE(window.numerics().run()->summary.wrong, 1);
        story.picture("5-reproducer");
        QCOMPARE(unnamedFocusable(window), QStringList());
    }
};

WHITTLE_TEST(StoryTest)
#include "story_test.moc"
