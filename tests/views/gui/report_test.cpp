// A report from the window and from the program without one: what stands in it, that it is complete or not there, and the status.
#include "tests/views/gui/window_support.h"
#include "tests/views/models/numerics_support.h"
#include "tests/views/models/study_support.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QProcess>
#include <QStatusBar>
#include <QXmlStreamReader>

#include "app/workbench/dims_command.h"
#include "app/workbench/report_run.h"
#include "app/workbench/timed_application.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    bool compileFails = false;
    Opened() {
        WindowServices services;
        services.opener = [](const std::filesystem::path& path) -> Result<OpenedGraph> {
            return OpenedGraph{path.filename() == "large.pt2" ? modulesGraph(20'000) : smallGraph(), "pt2", {}};
        };
        services.study = [this](const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>&, const CancelToken&) -> Result<Study> {
            if (!compileFails) return smallStudy();
            Study study;
            study.failure = Failure{.kind = FailureKind::Crash, .signature = "crash", .phase = "run", .node = "gelu", .message = "died with <SIGSEGV>", .detail = {}};
            return study;
        };
        services.numerics.compare = [](const Graph& graph, const NumericsSettings&, const std::function<void(const ComparisonNews&)>&, const CancelToken&) -> Result<ValueComparison> {
            return chainComparison(graph, 1);
        };
        services.minify.work = [](const Graph& graph, const MinifySettings&, const MinifyObserver& observer, const CancelToken&) -> Result<MinifyResult> {
            observer({.nodesBefore = 4, .nodesNow = 4, .best = snapshot(Graph(graph))});
            return MinifyResult{.status = MinifyResult::Status::Minimal, .failure = {.kind = FailureKind::WrongResult, .signature = "wrong", .phase = "run", .node = {}, .message = {}, .detail = {}},
                                .note = {}, .graph = graph, .reducedFailure = {}, .oneMinimal = true, .essentials = {"take <gelu> out"}};
        };
        show(std::move(services));
    }
    ~Opened() { window.reset(); }  // before what its jobs use
    QString report() {
        const QString path = folder.filePath("report.html");
        QFile::remove(path);
        window->writeReport(path);
        for (int i = 0; i < 2000 && window->reports().isBusy(); ++i) QTest::qWait(5);
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
};

QStringList titles(const QString& page) {
    QStringList out;
    for (qsizetype at = page.indexOf("<h2>"); at >= 0; at = page.indexOf("<h2>", at + 1)) out << page.mid(at + 4, page.indexOf("</h2>", at) - at - 4);
    return out;
}

struct Ran {
    int status = -1;
    QString error;
};
// Without a display, as on a server.
Ran report(const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}) environment.remove(name);
    process.setProcessEnvironment(environment);
    process.start(QString(WHITTLE_BIN_DIR) + "/whittle-workbench", arguments);
    if (!process.waitForFinished(240'000)) return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardError())};
}

const QString kSample = QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/gpt_2l_core.pt2";

QString contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

class ReportTest : public QObject {
    Q_OBJECT
private slots:
    void of_an_opened_graph_there_is_its_picture_and_where_it_is_from() {
        Opened app;
        app.open("net <1>.pt2");
        app.window->notes().setPlainText("Look at & <gelu>");
        const QString page = app.report();
        QCOMPARE(titles(page), QStringList({"Notes", "The graph", "Commands", "File and machine"}));
        QVERIFY(page.contains("<h1>net &lt;1&gt;.pt2</h1>"));
        QVERIFY(page.contains("<p>Look at &amp; &lt;gelu&gt;</p>"));
        QCOMPARE(page.count("<svg"), 1);  // both colourings in one
        QVERIFY(page.contains(">gelu</text>") && page.contains("prefers-color-scheme:dark){:root{--p1-0:"));
        QVERIFY(page.contains("whittle info ") && page.contains("/tmp/net &lt;1&gt;.pt2"));
        QCOMPARE(page.count("<script"), 1);
    }

    void what_was_compiled_compared_and_reduced_is_told_too() {
        Opened app;
        app.open("net.pt2");
        app.window->compileGraph();
        QTRY_VERIFY(app.window->isIdle());
        app.window->compareValues();
        QTRY_VERIFY(app.window->isIdle());
        app.window->startMinify({.file = "/tmp/net.pt2", .outputFolder = app.folder.filePath("out")});
        QTRY_COMPARE(app.window->minify().state(), MinifyController::State::Done);
        const QString page = app.report();
        QCOMPARE(titles(page), QStringList({"Reduction", "Values", "The graph", "Kernels", "Choices", "Compile time", "Commands", "File and machine"}));
        QVERIFY(page.contains("take &lt;gelu&gt; out"));
        QVERIFY(page.contains("First wrong"));
        QVERIFY(page.count("<svg") >= 3);  // errors, graph, roofline
        QVERIFY(page.contains("k0_tanh_mul_add") && page.contains("data-v=\"0.06\""));
        QVERIFY(page.contains("onednn is estimated to take the least time"));
        QVERIFY(page.contains("100 GFLOP/s of f32 multiply-adds (avx512), 10.0 GB/s from and to memory, on 2 threads."));
        QVERIFY(app.window->log().script("x").contains("whittle-workbench --report "));
        QVERIFY(app.window->log().script("x").contains(" --compile --compare"));
    }

    void a_failure_comes_first_in_its_own_words() {
        Opened app;
        app.compileFails = true;
        app.open("net.pt2");
        app.window->compileGraph();
        QTRY_VERIFY(app.window->isIdle());
        const QString page = app.report();
        QCOMPARE(titles(page).first(), "The compilation or run fails");
        QVERIFY(page.contains("died with &lt;SIGSEGV&gt;"));
        QVERIFY(page.contains("<span class=\"bad\">Fails in run"));
    }

    void the_menu_asks_where_and_says_that_it_is_written() {
        Opened app;
        QVERIFY(!app.window->actions().action("file.report")->isEnabled());
        app.open("net.pt2");
        app.window->actions().action("file.report")->trigger();
        auto* dialog = app.window->findChild<QFileDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialog->defaultSuffix(), "html");
        const QString path = app.folder.filePath("chosen.html");
        emit dialog->fileSelected(path);
        dialog->close();
        QTRY_COMPARE(app.window->statusBar()->currentMessage(), "Written: " + path);
        QVERIFY(contentOf(path).endsWith("</html>\n"));
    }

    void what_cannot_be_written_is_said_and_leaves_nothing() {
        Opened app;
        app.open("net.pt2");
        QFile file(app.folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        app.window->writeReport(app.folder.filePath("file/report.html"));
        QTRY_VERIFY(app.window->findChild<QMessageBox*>());
        QCOMPARE(app.window->findChild<QMessageBox*>()->text(), "report.html was not written.");
        QVERIFY(!app.window->reports().isBusy());
    }

    void a_large_graph_keeps_nobody_waiting() {
        Opened app;
        app.open("large.pt2");
        app.window->compileGraph();
        QTRY_VERIFY(app.window->isIdle());
        auto& application = *static_cast<TimedApplication*>(qApp);
        application.forgetLongest();
        QVERIFY(!app.report().isEmpty());
        QVERIFY2(application.longest().milliseconds <= 16, qPrintable(QStringLiteral("%1 ms in %2").arg(application.longest().milliseconds).arg(application.longest().what)));
    }

    void the_program_writes_one_without_a_display() {
        QTemporaryDir folder;
        const QString path = folder.filePath("r.html");
        const Ran ran = report({"--report", path, kSample, "--compile", "--compare"});
        QVERIFY2(ran.status == 0, qPrintable(ran.error));
        const QString page = contentOf(path);
        QCOMPARE(titles(page), QStringList({"Values", "The graph", "Kernels", "Choices", "Compile time", "Commands", "File and machine"}));
        QVERIFY(page.contains("<span class=\"good\">All "));
    }

    void its_status_says_that_something_is_wrong() {
        QTemporaryDir folder;
        const QString path = folder.filePath("r.html");
        const Ran wrong = report({"--report", path, kSample, "--compare", "--inject", "aten.gelu.default=wrong_result"});
        QVERIFY2(wrong.status == 1, qPrintable(wrong.error));
        QVERIFY(contentOf(path).contains("First wrong"));
        const Ran gone = report({"--report", folder.filePath("none.html"), "/nowhere/at/all.pt2"});
        QCOMPARE(gone.status, 2);
        QVERIFY2(gone.error.contains("/nowhere/at/all.pt2"), qPrintable(gone.error));
        QVERIFY(!QFile::exists(folder.filePath("none.html")));
        QVERIFY(report({"--report", path}).error.endsWith("whittle-workbench: --report needs a FILE\n"));
        QVERIFY(report({"--report", path, kSample, "--screenshot", "x.png"}).error.endsWith("whittle-workbench: --report does not go with --screenshot\n"));
        QVERIFY(report({"--report", path, kSample, "--calls", "x.json"}).error.endsWith("whittle-workbench: --report does not go with --calls\n"));
    }

    void it_opens_the_file_as_it_is_told_to() {
        QTemporaryDir folder;
        const QString path = folder.filePath("r.html");
        const Ran gone = report({"--report", path, kSample, "--inputs", "/nowhere/case.safetensors"});
        QCOMPARE(gone.status, 2);
        QVERIFY2(gone.error.contains("/nowhere/case.safetensors"), qPrintable(gone.error));
        QVERIFY(!QFile::exists(path));
        const GraphSource source{.file = "a b.pt2", .model = "decoder", .inputs = "case.safetensors", .seed = 7};
        Opened app;
        QCOMPARE(reportCommand("r.html", source, app.window->study(), app.window->numerics()), QString("whittle-workbench --report r.html 'a b.pt2' --model decoder --inputs case.safetensors --seed 7"));
        QCOMPARE(dimsCommand(source, DimSpec{.kind = DimSpec::Kind::Auto, .name = {}}), QString("whittle info 'a b.pt2' --model decoder --dims auto"));
    }
};

WHITTLE_TEST(ReportTest)
#include "report_test.moc"
