// Reductions that are paused, watched and taken over in the window, by real events and with real processes.
#include <csignal>

#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>

#include "app/choices/given_call.h"
#include "app/workbench/minify_service.h"
#include "minifier/session/journal.h"
#include "tests/views/gui/window_support.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using State = MinifyController::State;

constexpr int kWhile = 400;      // ms in which something would begin
constexpr int kPatience = 60000;

QString sampleFile() { return fromPath(sample("torch211/gpt_2l_core.pt2")); }

QPushButton* button(QWidget& root, const QString& text) {
    for (QPushButton* each : root.findChildren<QPushButton*>())
        if (each->isVisible() && QString(each->text()).remove(u'&') == text) return each;
    return nullptr;
}

void click(QWidget& root, const QString& text) {
    QPushButton* found = button(root, text);
    QVERIFY2(found && found->isEnabled(), qPrintable(text));
    QTest::mouseClick(found, Qt::LeftButton);
}

// A window, and a program that takes a moment for each candidate and fails where a gelu is left.
struct Steered : OpenedWindow {
    QString script = folder.filePath("check.sh");
    QProcess command;

    Steered() {
        QFile file(script);
        file.open(QFile::WriteOnly);
        file.write("#!/bin/sh\nsleep 0.2\ngrep -q gelu \"$1\"\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        show({.opener = openCall, .minify = minifyService(WHITTLE_BIN_DIR), .samples = {}});
    }
    ~Steered() {
        command.kill();
        command.waitForFinished();
    }
    QString out() const { return folder.filePath("out"); }
    MinifyController& minify() { return window->minify(); }
    QWidget& page() { return window->minifyPanel().runPage(); }
    MinifySettings wanted() { return {.file = sampleFile(), .outputFolder = out(), .oracle = "command", .oracleSettings = {{"--command", script + " {}"}, {"--candidate-format", "fx"}}}; }
    QStringList arguments(const QStringList& more = {}) {
        return QStringList{"minify", sampleFile(), "-o", out(), "--oracle", "command", "--command", script + " {}", "--candidate-format", "fx", "--no-answers"} + more;
    }
    static QString whittle() { return QStringLiteral(WHITTLE_BIN_DIR "/whittle"); }
    /// Returns when it has asked about some candidates.
    void startCommand(const QStringList& more = {}) {
        command.start(whittle(), arguments(more));
        QTRY_VERIFY_WITH_TIMEOUT(lines() > 4, kPatience);
    }
    int lines() const {
        QFile journal(out() + "/journal.jsonl");
        return journal.open(QFile::ReadOnly) ? static_cast<int>(journal.readAll().count('\n')) : 0;
    }
    void startHere() {
        window->openFile(sampleFile());
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kPatience);
        window->startMinify(wanted());
        QTRY_VERIFY_WITH_TIMEOUT(minify().progress() && minify().progress()->candidates > 1, kPatience);
    }
    void watch() {
        window->openFile(out());
        QTRY_COMPARE_WITH_TIMEOUT(minify().state(), State::Watching, kPatience);
    }
};

}  // namespace

class MinifySteerTest : public QObject {
    Q_OBJECT
private slots:
    void a_reduction_is_paused_and_resumed() {
        Steered app;
        app.startHere();
        QVERIFY(!app.window->actions().action("minify.pause")->isChecked());
        QTest::keyClick(app.window.get(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(app.minify().state(), State::Paused);
        QVERIFY(app.window->actions().action("minify.pause")->isChecked());
        QTRY_VERIFY_WITH_TIMEOUT(app.minify().progress()->paused, kPatience);
        QVERIFY2(app.minify().statusText().startsWith("Paused"), qPrintable(app.minify().statusText()));
        const double seconds = app.minify().seconds();
        const int lines = app.lines();
        QTest::qWait(kWhile);
        QCOMPARE(app.lines(), lines);
        QCOMPARE(app.minify().seconds(), seconds);
        QVERIFY(app.minify().isRunning());
        QVERIFY(!app.minify().canStart());
        click(app.page(), "Resume");
        QCOMPARE(app.minify().state(), State::Running);
        QTRY_VERIFY_WITH_TIMEOUT(app.lines() > lines, kPatience);
        QVERIFY(!app.minify().progress()->paused);
        click(app.page(), "Pause");
        QCOMPARE(app.minify().state(), State::Paused);
        click(app.page(), "Resume");
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QCOMPARE(app.minify().result()->status, MinifyResult::Status::Minimal);
        QCOMPARE(app.minify().result()->nodesAfter, 1);
        QVERIFY(!app.window->actions().action("minify.pause")->isEnabled());
        QVERIFY(!button(app.page(), "Pause"));
    }

    void a_paused_reduction_can_be_stopped() {
        Steered app;
        app.startHere();
        click(app.page(), "Pause");
        QTest::keyClick(app.window.get(), Qt::Key_Period, Qt::ControlModifier);
        QCOMPARE(app.minify().state(), State::Stopping);
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QVERIFY2(app.minify().statusText().startsWith("Stopped early"), qPrintable(app.minify().statusText()));
        QVERIFY(QFile::exists(app.out() + "/repro.wtl"));
        // Another graph ends one that is paused.
        click(app.page(), "Resume");
        QTRY_VERIFY_WITH_TIMEOUT(app.minify().progress() && app.minify().state() == State::Running, kPatience);
        click(app.page(), "Pause");
        app.window->openFile(sampleFile());
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Ready, kPatience);
    }

    void a_reduction_of_the_command_is_watched_and_taken_over() {
        Steered app;
        app.startCommand();
        app.watch();
        QVERIFY2(app.minify().statusText().startsWith(QString("whittle (process %1) reduces this graph now").arg(app.command.processId())), qPrintable(app.minify().statusText()));
        QTRY_VERIFY_WITH_TIMEOUT(app.minify().best() && app.minify().best()->nodes().size() < app.minify().original()->nodes().size(), kPatience);
        QVERIFY(app.minify().curve().back().nodes < app.minify().curve().front().nodes);
        QVERIFY(!button(app.page(), "Pause"));
        click(app.page(), "Take over");
        QVERIFY2(app.minify().statusText().startsWith("Waiting for whittle"), qPrintable(app.minify().statusText()));
        QTRY_COMPARE_WITH_TIMEOUT(app.command.state(), QProcess::NotRunning, kPatience);
        QCOMPARE(app.command.exitCode(), 3);
        const QByteArray said = app.command.readAllStandardOutput();
        QVERIFY2(said.contains(QString("handed over to test_views_gui (process %1)").arg(QCoreApplication::applicationPid()).toUtf8()), said);
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QCOMPARE(app.minify().result()->status, MinifyResult::Status::Minimal);
        QCOMPARE(app.minify().result()->nodesAfter, 1);
        QCOMPARE(app.minify().files().folder, app.out());
    }

    void one_that_ends_while_it_is_watched_is_shown_as_ours() {
        Steered app;
        app.startCommand();
        app.watch();
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(app.command.state(), QProcess::NotRunning, kPatience);
        QCOMPARE(app.command.exitCode(), 0);
        QCOMPARE(app.minify().result()->status, MinifyResult::Status::Minimal);
    }

    void one_that_is_killed_can_be_resumed() {
        Steered app;
        app.startCommand();
        app.watch();
        ::kill(static_cast<pid_t>(app.command.processId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Ready, kPatience);
        QVERIFY2(app.window->notice().text().contains("has ended before the reduction was through"), qPrintable(app.window->notice().text()));
        QWidget& settings = app.window->minifyPanel().settingsPage();
        QTRY_VERIFY_WITH_TIMEOUT(button(settings, "Resume") && button(settings, "Resume")->isEnabled(), kPatience);
        click(settings, "Resume");
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QCOMPARE(app.minify().result()->status, MinifyResult::Status::Minimal);
    }

    void what_one_node_needs_is_watched_too() {
        Steered app;
        app.startCommand({"--node", "gelu"});
        app.watch();
        QVERIFY(app.minify().original()->nodes().size() < 100);
        QCOMPARE(app.window->minifyForm().settings().node, QString("gelu"));
        click(app.page(), "Stop watching");
        QCOMPARE(app.minify().state(), State::Ready);
        QVERIFY(app.command.state() == QProcess::Running);
        // What is undone are settings: which graph they are of stays.
        QUndoStack& undo = app.window->undo().stack();
        QVERIFY(undo.canUndo());
        while (undo.canUndo()) undo.undo();
        QCOMPARE(app.window->minifyForm().settings().oracle, QString("engine"));
        QCOMPARE(app.window->minifyForm().settings().node, QString("gelu"));
        QCOMPARE(app.window->minifyForm().settings().file, sampleFile());
    }

    void the_command_is_told_that_a_window_works_there() {
        Steered app;
        app.startHere();
        click(app.page(), "Pause");
        app.command.start(Steered::whittle(), app.arguments({"--resume"}));
        QTRY_COMPARE_WITH_TIMEOUT(app.command.state(), QProcess::NotRunning, kPatience);
        QCOMPARE(app.command.exitCode(), 2);
        const QByteArray said = app.command.readAllStandardError();
        QVERIFY2(said.contains(QString("test_views_gui (process %1) is working in").arg(QCoreApplication::applicationPid()).toUtf8()), said);
        // It may ask for it, also while nothing runs here.
        app.command.start(Steered::whittle(), app.arguments({"--take-over", "--json"}));
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QCOMPARE(app.minify().result()->status, MinifyResult::Status::Stopped);
        QVERIFY2(app.minify().statusText().contains("handed over to whittle"), qPrintable(app.minify().statusText()));
        QTRY_COMPARE_WITH_TIMEOUT(app.command.state(), QProcess::NotRunning, kPatience);
        QCOMPARE(app.command.exitCode(), 0);
    }

    // Every option that shapes what is asked: else the oracle would be another one's, and its journal none to go on with.
    void one_with_inputs_a_seed_and_options_of_the_compiler_is_resumed() {
        Steered app;
        const QString file = fromPath(sample("torch26/gpt_tiny_dynseq.pt2")), inputs = fromPath(sample("torch26/gpt_tiny_dynseq.case1.safetensors"));
        app.command.setWorkingDirectory(QFileInfo(file).path());  // it is told by names that hold there alone
        app.command.start(Steered::whittle(), {"minify", QFileInfo(file).fileName(), "-o", app.out(), "--inputs", QFileInfo(inputs).fileName(), "--seed", "7", "--inject", "gelu=crash",
                                               "--skip-pass", "fold-constants", "--isa", "baseline", "--no-answers", "--max-candidates", "3"});
        QVERIFY(app.command.waitForFinished(kPatience));
        QCOMPARE(app.command.exitCode(), 3);
        app.window->openFile(app.out());
        QTRY_COMPARE_WITH_TIMEOUT(app.window->document().path(), file, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle(), kPatience);
        QCOMPARE(app.window->document().source(), (GraphSource{.file = file, .model = {}, .inputs = inputs, .seed = 7}));
        const MinifySettings settings = app.window->minifyForm().settings();
        QVERIFY(settings.resume);
        QCOMPARE(settings.source(), app.window->document().source());
        QCOMPARE(settings.oracleSettings, (std::map<QString, QString>{{kFaultOption, "gelu=crash"}, {kCompilerOptions, "--skip-pass fold-constants --isa baseline"}}));
        QWidget& page = app.window->minifyPanel().settingsPage();
        const auto shown = [&](const QString& text) {
            return std::ranges::any_of(page.findChildren<QLineEdit*>(), [&](const QLineEdit* line) { return line->isVisible() && line->text().contains(text); });
        };
        QVERIFY(shown("--skip-pass fold-constants --isa baseline"));
        QVERIFY(shown("--inputs " + inputs + " --seed 7"));
        click(page, "Resume");
        QTRY_COMPARE_WITH_TIMEOUT(app.minify().state(), State::Done, kPatience);
        QCOMPARE(app.minify().result()->status, MinifyResult::Status::Minimal);
        QCOMPARE(app.minify().result()->nodesAfter, 1);
    }

    void inputs_that_do_not_fit_are_refused() {
        Steered app;
        app.window->openGraph({.file = sampleFile(), .model = {}, .inputs = fromPath(sample("torch26/gpt_tiny_dynseq.case1.safetensors"))});
        QTRY_COMPARE_WITH_TIMEOUT(app.window->document().state(), Document::State::Failed, kPatience);
        QVERIFY2(app.window->document().errorText().contains("gpt_tiny_dynseq.case1.safetensors"), qPrintable(app.window->document().errorText()));
    }

    void an_option_that_is_unknown_is_told() {
        Steered app;
        const auto journal = Journal::create(toPath(app.out()), {.original = "aa", .oracle = "engine", .build = {}, .match = "exact"});
        VERIFY_OK(journal);
        VERIFY_OK(writeJobRecord(toPath(app.out()), ownRecord("whittle minify a.pt2 -o out --seed 7 --without-fuss", 1)));
        app.window->openFile(app.out());
        QTRY_VERIFY_WITH_TIMEOUT(app.window->notice().text().contains("no setting for --without-fuss"), kPatience);
        QVERIFY(app.window->isIdle());
    }

    void a_folder_without_a_reduction_says_so() {
        Steered app;
        QDir().mkpath(app.out());
        app.window->openFile(app.out());
        QTRY_VERIFY_WITH_TIMEOUT(app.window->notice().text().contains("holds no reduction that could go on"), kPatience);
        QVERIFY(app.window->isIdle());
    }
};

WHITTLE_TEST(MinifySteerTest)
#include "minify_steer_test.moc"
