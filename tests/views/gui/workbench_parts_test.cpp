// What the window is put together from, each part alone: the picture of it, the reduction by
// our own engine.
#include <atomic>
#include <fstream>

#include <QProcess>
#include <QPushButton>
#include <QTimer>

#include "app/workbench/minify_service.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/options.h"
#include "app/workbench/screenshot.h"
#include "app/workbench/source_words.h"
#include "app/workbench/study_service.h"
#include "engine/base/files.h"
#include "engine/formats/wtl.h"
#include "engine/ir/structural_hash.h"
#include "engine/ops/op_builder.h"
#include "tests/views/models/models_support.h"
#include "views/models/minify_controller.h"
#include "views/models/output_folder.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

class WorkbenchPartsTest : public QObject {
    Q_OBJECT
private slots:
    void a_picture_is_written_when_all_is_done_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("opens");
        QTest::addColumn<int>("status");
        QTest::newRow("written") << "window.png" << true << 0;
        QTest::newRow("no such folder") << "absent/window.png" << true << 1;
        QTest::newRow("no graph") << "window.png" << false << 1;  // the picture shows the error
    }
    void a_picture_is_written_when_all_is_done() {
        QFETCH(QString, name);
        QFETCH(bool, opens);
        QFETCH(int, status);
        QTemporaryDir folder;
        QSettings settings(folder.filePath("s.ini"), QSettings::IniFormat);
        std::atomic<bool> open = false;
        const auto opener = [&](const std::filesystem::path&) -> Result<OpenedGraph> {
            open = true;
            if (!opens) return fail(Code::Format, "no end record");
            return OpenedGraph{smallGraph(), "pt2", {}};
        };
        MainWindow window(WindowServices{.opener = opener, .minify = {}, .samples = {}}, settings);
        window.resize(640, 480);
        window.show();
        WorkbenchOptions options;
        options.screenshot = folder.filePath(name);
        window.openFile("/tmp/small.pt2");
        takeScreenshot(window, options.screenshot);
        QTimer::singleShot(60000, qApp, [] { QApplication::exit(9); });  // never an endless test
        QCOMPARE(QApplication::exec(), status);
        QVERIFY(open);
        QVERIFY(window.isIdle());
        QCOMPARE(window.graph().scene() != nullptr, opens);  // not before the graph was arranged
        const QImage picture(options.screenshot);
        const bool isWritten = !name.startsWith("absent");
        QCOMPARE(picture.isNull(), !isWritten);
        if (isWritten) QCOMPARE(picture.size(), window.size() * window.devicePixelRatio());
    }

    void our_engine_reduces_data() {
        QTest::addColumn<QString>("inject");
        QTest::addColumn<bool>("ownProgram");
        QTest::addColumn<QString>("want");
        QTest::newRow("a planted fault") << "aten.relu.default=compile_error" << true << "compile_error, 1 nodes";
        QTest::newRow("no fault") << "" << true << "the original passed twice";
        QTest::newRow("not a fault") << "relu" << true << "argument: ";
        QTest::newRow("no program") << "" << false << "io: cannot start";
    }
    void our_engine_reduces() {
        QFETCH(QString, inject);
        QFETCH(bool, ownProgram);
        QFETCH(QString, want);
        QTemporaryDir folder;
        const MinifyWork work = minifyService(ownProgram ? fromPath(program().parent_path()) : folder.filePath("absent")).work;
        MinifySettings settings = planted(inject);
        settings.outputFolder = folder.filePath("out");
        int news = 0;
        const auto result = work(reluGraph(), settings, [&](const MinifyProgress&) { ++news; }, {});
        QString got = describe(result);
        if (result)
            got = result->status == MinifyResult::Status::Minimal
                      ? QString("%1, %2 nodes").arg(toQString(failureKindName(result->failure.kind))).arg(result->nodesAfter)
                      : toQString(result->note);
        QVERIFY2(got.startsWith(want), qPrintable(got));
        if (result) QVERIFY(news > 0);
        QCOMPARE(QFile::exists(settings.outputFolder + "/repro.wtl"), got.startsWith("compile_error"));
    }

    // What the log tells does the same: the command takes it, and it is quoted.
    void studies_and_comparisons_are_told_as_commands() {
        StudySettings study{.compiler = {{"--inject", "relu=crash"}, {"--timeout", "3"}}, .forced = {{"linear", "gemm:8x48"}}, .measureCandidates = true};
        QCOMPARE(studyCommand({"/tmp/a b.pt2"}, study), QString("whittle compile '/tmp/a b.pt2' --inject relu=crash --choose linear=gemm:8x48 --autotune"));
        QCOMPARE(studyCommand({"a.pt2"}, {}), QString("whittle compile a.pt2"));
        QCOMPARE(studyCommand({.file = "a.pt2", .model = "m", .inputs = "c d", .seed = 7}, {.compiler = {{"--compiler-options", "--isa avx2"}}, .forced = {{"mm", "gemm"}}}),
                 QString("whittle compile a.pt2 --model m --inputs 'c d' --seed 7 --isa avx2 --choose mm=gemm"));
        QCOMPARE(numericsCommand({"a.pt2"}, {.compiler = {{"--inject", "relu=crash"}, {"--timeout", "3"}}}), QString("whittle run a.pt2 --numerics --inject relu=crash --timeout 3"));
        QCOMPARE(studyCommand({"a.pt2"}, {.compiler = {{"--memory", "much"}}, .forced = {}}), QString());  // no command would take that
        for (const QString& command : {studyCommand({QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/moe_gather.pt2"}, {.compiler = {{"--inject", "sum=run_error"}}, .forced = {}}),
                                       numericsCommand({QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/moe_gather.pt2"}, {})}) {
            QProcess shell;
            shell.setProcessEnvironment([] {
                QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
                environment.insert("PATH", QString(WHITTLE_BIN_DIR) + ":" + environment.value("PATH"));
                return environment;
            }());
            shell.start("sh", {"-c", command});
            QVERIFY(shell.waitForFinished(120000));
            QVERIFY2(shell.exitCode() == 0, qPrintable(command + shell.readAllStandardError()));
        }
    }

    void a_job_of_the_command_goes_on_in_the_window() {
        QTemporaryDir folder;
        const MinifyService service = minifyService(fromPath(program().parent_path()));
        const QString file = folder.filePath("chain.wtl");
        VERIFY_OK(writeWtl(reluGraph(), toPath(file)));
        QProcess command;
        command.start(fromPath(program()), {"minify", file, "-o", folder.filePath("out"), "--inject", "relu=compile_error", "--max-candidates", "1", "--quiet"});
        QVERIFY(command.waitForFinished(120000));
        QCOMPARE(command.exitCode(), 3);
        MinifySettings settings = planted("relu=compile_error");
        settings.file = file;
        settings.outputFolder = folder.filePath("out");
        settings.resume = true;
        const auto opened = openGraph(toPath(file));
        VERIFY_OK(opened);
        QCOMPARE(lookAtFolder(settings.outputFolder, structuralHash(opened->graph).hex()).kind, FolderState::Kind::Unfinished);
        const auto result = service.work(opened->graph, settings, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->oneMinimal);
        QCOMPARE(lookAtFolder(settings.outputFolder, structuralHash(opened->graph).hex()).kind, FolderState::Kind::Finished);
        // The report tells the command that does the same.
        const auto report = readFile(toPath(folder.filePath("out/report.json")));
        VERIFY_OK(report);
        QVERIFY2(report->find("whittle minify 'chain.wtl' -o 'out' --inject relu=compile_error") != std::string::npos ||
                     report->find("whittle minify chain.wtl -o out --inject relu=compile_error") != std::string::npos, report->c_str());
        settings.oracleSettings[kFaultOption] = "tanh=compile_error";
        const auto other = service.work(opened->graph, settings, {}, {});
        QVERIFY2(describe(other).contains("cannot be resumed: its 'oracle' is"), qPrintable(describe(other)));
    }

    void answers_are_shared_with_other_jobs() {
        QTemporaryDir folder;
        qputenv("WHITTLE_CACHE_DIR", folder.filePath("cache").toUtf8());
        const auto restore = qScopeGuard([] { qputenv("WHITTLE_CACHE_DIR", ""); });
        const MinifyWork work = minifyService(fromPath(program().parent_path())).work;
        int stored[2] = {};
        for (int& each : stored) {
            MinifySettings settings = planted("relu=compile_error");
            settings.outputFolder = folder.filePath(&each == stored ? "first" : "second");
            const auto result = work(reluGraph(), settings, {}, {});
            VERIFY_OK(result);
            each = result->stored;
        }
        QCOMPARE(stored[0], 0);
        QVERIFY(stored[1] > 0);
    }

    // A Python that imports for ever, as one on a slow disk does for a minute.
    void a_stop_while_pytorch_starts_is_a_stop() {
        QTemporaryDir folder;
        const QString python = folder.filePath("python");
        std::ofstream(toPath(python)) << "#!/bin/sh\nexec sleep 600\n";
        QFile(python).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        JobRunner jobs;
        MinifyController minify(jobs, minifyService(fromPath(program().parent_path())).work);
        minify.setGraph(std::make_shared<const Graph>(reluGraph()));
        MinifySettings settings;
        settings.outputFolder = folder.filePath("out");
        settings.oracle = "torch";
        settings.oracleSettings = {{"--python", python}};
        minify.start(settings);
        QCOMPARE(minify.state(), MinifyController::State::Running);
        QTimer::singleShot(300, &minify, [&] { minify.stop(); });
        QTRY_COMPARE_WITH_TIMEOUT(minify.state(), MinifyController::State::Done, 60000);
        QVERIFY(minify.result());
        QCOMPARE(minify.result()->status, MinifyResult::Status::Stopped);
        QVERIFY(minify.errorText().isEmpty());
        QCOMPARE(minify.statusText(), QString("Stopped before the graph was seen to fail: stopped on request"));
        QVERIFY(minify.files().folder.isEmpty());
        QVERIFY(minify.canStart());
    }

    void any_program_is_an_oracle() {
        QTemporaryDir folder;
        const QString script = folder.filePath("check.sh");
        std::ofstream(toPath(script)) << "#!/bin/sh\ngrep -q aten.relu \"$1\"\n";
        QFile(script).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const MinifyService service = minifyService(fromPath(program().parent_path()));
        MinifySettings settings;
        settings.outputFolder = folder.filePath("out");
        settings.oracle = "command";
        settings.oracleSettings = {{"--command", script}, {"--candidate-format", "wtl"}, {"--inject", "of another oracle"}};
        QVERIFY(service.check(settings).empty());
        const auto result = service.work(reluGraph(), settings, {}, {});
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 1);
        QCOMPARE(toQString(result->graph.nodes()[0].op), QString("aten.relu.default"));
    }

    void the_options_of_the_program_are_settings_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");  // -1: none, it goes on
        QTest::newRow("all") << QStringList{"--oracle", "command", "--command", "sh -c true", "--fails-when", "exit!=0", "--signature", "kind", "--jobs", "2",
                                            "--repeat", "3", "--budget", "60", "--minify", "/tmp/out", "a.pt2"} << -1;
        QTest::newRow("no such oracle") << QStringList{"--oracle", "delphi"} << 2;
        QTest::newRow("no such mode") << QStringList{"--torch-mode", "eager"} << 2;
        QTest::newRow("no number") << QStringList{"--jobs", "many"} << 2;
        QTest::newRow("too many") << QStringList{"--jobs", "257"} << 2;
        QTest::newRow("a session is no graph") << QStringList{"--minify", "/tmp/out", "a.whittle"} << 2;
        QTest::newRow("no such language") << QStringList{"--language", "tlh"} << 2;
        QTest::newRow("nothing to reduce") << QStringList{"--minify", "/tmp/out"} << 2;
    }
    void the_options_of_the_program_are_settings() {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        int got = -1;
        const auto options = parseOptions(QStringList{"whittle-workbench"} + arguments, got);
        QCOMPARE(options.has_value(), status == -1);
        if (!options) {
            QCOMPARE(got, status);
            return;
        }
        QVERIFY(options->minify);
        const MinifySettings& settings = options->settings;
        QCOMPARE(settings.oracle, QString("command"));
        QCOMPARE(settings.oracleSettings, (std::map<QString, QString>{{"--command", "sh -c true"}, {"--fails-when", "exit!=0"}}));
        QCOMPARE(settings.signature, QString("kind"));
        QCOMPARE(settings.jobs, 2);
        QCOMPARE(settings.repeat, 3);
        QCOMPARE(settings.budget, 60.0);
        QCOMPARE(settings.outputFolder, QString("/tmp/out"));
    }

    void how_the_file_is_read_and_compiled_are_options_too_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("source");    // and what is compiled, or the error
        QTest::newRow("plain") << QStringList{"a.pt2"} << "a.pt2";
        QTest::newRow("all") << QStringList{"--model", "m", "--inputs", "c.safetensors", "--seed", "18446744073709551615", "--skip-pass", "fold-constants", "--isa", "avx2", "--no-tuning-store",
                                            "--keep-apart", "a b", "a.pt2"}
                             << "a.pt2 --model m --inputs c.safetensors --seed 18446744073709551615 | --skip-pass fold-constants --no-tuning-store --keep-apart 'a b' --isa avx2";
        QTest::newRow("no file") << QStringList{"--seed", "7"} << "refused";
        QTest::newRow("a session") << QStringList{"--inputs", "c.safetensors", "a.whittle"} << "refused";
        QTest::newRow("a folder") << QStringList{"--model", "m", "/tmp"} << "refused";
        QTest::newRow("no seed") << QStringList{"--seed", "many", "a.pt2"} << "refused";
        QTest::newRow("no pass") << QStringList{"--skip-pass", "none", "a.pt2"} << "refused";
        QTest::newRow("no number") << QStringList{"--pass-limit", "few", "a.pt2"} << "refused";
    }
    void how_the_file_is_read_and_compiled_are_options_too() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, source);
        int status = -1;
        const auto options = parseOptions(QStringList{"whittle-workbench"} + arguments, status);
        if (!options) {
            QCOMPARE(source, QString("refused"));
            QCOMPARE(status, 2);
            return;
        }
        QString got = toQString(sourceWords(options->settings.source()));
        const auto& settings = options->settings.oracleSettings;
        if (const auto compiler = settings.find(kCompilerOptions); compiler != settings.end()) got += " | " + compiler->second;
        QCOMPARE(got, source);
    }

    // A job's command becomes settings that make the same command again, with places from where it was begun.
    void a_job_is_read_whole() {
        JobRecord job = ownRecord("whittle minify a.pt2 -o out --inject relu=crash --skip-pass fold-constants --tuning-store kept --inputs case.safetensors --model m --seed 7", 2);
        job.place = "/work place";
        const Result<MinifySettings> settings = settingsOf(job);
        VERIFY_OK(settings);
        QCOMPARE(settings->source(), (GraphSource{.file = "/work place/a.pt2", .model = "m", .inputs = "/work place/case.safetensors", .seed = 7}));
        QCOMPARE(settings->oracleSettings, (std::map<QString, QString>{{kFaultOption, "relu=crash"}, {kCompilerOptions, "--skip-pass fold-constants --tuning-store '/work place/kept'"}}));
        const MinifyService service = minifyService(fromPath(program().parent_path()));
        QCOMPARE(service.command(*settings), QString("whittle minify '/work place/a.pt2' -o '/work place/out' --inject relu=crash --skip-pass fold-constants --tuning-store '/work place/kept' "
                                                     "--inputs '/work place/case.safetensors' --model m --seed 7 --jobs 2"));
        job.command += " --no-fusion";
        QVERIFY2(describe(settingsOf(job)).contains("--no-fusion"), qPrintable(describe(settingsOf(job))));
    }

    // Of a node to keep apart only the oracle knows that there is none; the window has one field for all that is the compiler's.
    void what_the_oracle_says_of_the_compiler_stands_at_its_field() {
        MinifySettings settings;
        QTemporaryDir folder;
        settings.outputFolder = folder.filePath("out");
        settings.oracleSettings = {{kCompilerOptions, "--keep-apart absent"}};
        const auto result = minifyService(fromPath(program().parent_path())).work(reluGraph(), settings, {}, {});
        QVERIFY(!result);
        QCOMPARE(settingOf(result.error()), kCompilerOptions);
    }

private:
    static MinifySettings planted(const QString& fault) {
        MinifySettings settings;
        if (!fault.isEmpty()) settings.oracleSettings.insert_or_assign(kFaultOption, fault);
        return settings;
    }

    // With data, as the engine wants it: exp, relu, tanh.
    static Graph reluGraph() {
        Graph graph;
        ValueId last = graph.addInput({.data = Tensor::full(DType::F32, {2, 3}, 0.25)}, "x", TensorType{DType::F32, {2, 3}, {}, {}});
        OpBuilder build(graph, std::make_shared<Origin>());
        for (const char* op : {"aten.exp.default", "aten.relu.default", "aten.tanh.default"}) last = *build.one(op, {{"self", last}});
        graph.addOutput({.value = last});
        return graph;
    }
};

WHITTLE_TEST(WorkbenchPartsTest)
#include "workbench_parts_test.moc"
