// What runs found, in a session: compiled and compared by real workers, saved, and shown again by a window that has none to ask.
#include "tests/views/gui/window_support.h"

#include <QDockWidget>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTableView>

#include "app/workbench/minify_service.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/study_service.h"
#include "engine/formats/open.h"
#include "views/models/item_key.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kLongest = 120'000;

struct Opened : OpenedWindow {
    int asked = 0;  // of services that start a worker
    bool changesGraph = false;

    // `works`: compiles and compares; else whoever asks is counted and refused.
    void renew(bool works) {
        const auto opener = [this](const std::filesystem::path& path) -> Result<OpenedGraph> {
            Result<OpenedGraph> opened = openGraph(std::filesystem::path(WHITTLE_SOURCE_DIR) / "samples/torch211" / path.filename());
            if (opened && changesGraph) opened->graph.renameValue(opened->graph.inputs()[0].value, "changed");
            return opened;
        };
        WindowServices services{.opener = opener, .minify = minifyService({}), .samples = {}};
        services.study = works ? studyWork(WHITTLE_BIN_DIR) : StudyWork([this](const Graph&, const StudySettings&, const auto&, const CancelToken&) -> Result<Study> { return ++asked, fail(Code::Internal, "asked"); });
        services.numerics = works ? numericsWork(WHITTLE_BIN_DIR)
                                  : NumericsService{.compare = [this](const Graph&, const NumericsSettings&, const auto&, const CancelToken&) -> Result<ValueComparison> { return ++asked, fail(Code::Internal, "asked"); },
                                                    .fetch = [this](const Graph&, const NumericsSettings&, const WantedValue&, const CancelToken&) -> Result<ThreeTensors> { return ++asked, fail(Code::Internal, "asked"); }};
        show(std::move(services));
        window->resize(1300, 900);
        window->activateWindow();
    }
    QString file(const QString& name) {
        const QString to = folder.filePath(name);
        if (!QFile::exists(to)) QFile::copy(QString::fromLatin1(WHITTLE_SOURCE_DIR) + "/samples/torch211/" + name, to);
        return to;
    }
    void openFile(const QString& path) {
        window->openFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kLongest);
    }
    void reopen(const QString& session) {
        renew(false);
        window->openFile(session);
        QTRY_VERIFY_WITH_TIMEOUT(window->document().graph() != nullptr, kLongest);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kLongest);
    }
    int stageOf(const QString& title) {
        for (int i = 0; i < static_cast<int>(window->stages().stages().size()); ++i)
            if (window->stages().title(i) == title) return i;
        return -1;
    }
    void edit(const QString& session, const std::function<void(QJsonObject& results)>& change) {
        QFile in(session);
        QVERIFY(in.open(QIODevice::ReadOnly));
        QJsonObject top = QJsonDocument::fromJson(in.readAll()).object();
        in.close();
        QJsonObject results = top.value("results").toObject();
        change(results);
        top.insert("results", results);
        QFile out(session);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QJsonDocument(top).toJson());
    }
    void study() {
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(window->study().state(), StudyController::State::Done, kLongest);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kLongest);
    }
    void compare() {
        QTest::keyClick(window.get(), Qt::Key_F6);
        QTRY_COMPARE_WITH_TIMEOUT(window->numerics().state(), NumericsController::State::Done, kLongest);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kLongest);
    }
    void saveAs(const QString& path) {
        window->session().saveAs(path);
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), kLongest);
        QCOMPARE(window->session().errorText(), QString());
    }
};

}  // namespace

class ResultsSessionTest : public QObject {
    Q_OBJECT
private slots:
    void what_was_found_is_there_again() {
        Opened app;
        app.renew(true);
        const QString path = app.folder.filePath("a.whittle");
        app.openFile(app.file("gpt_2l_core.pt2"));
        app.study();
        app.compare();
        app.window->numerics().keepBaseline();
        app.window->numerics().setBounds({.most = {{DType::F32, 0.5}}});
        QTRY_VERIFY(!app.window->numerics().isJudging());
        app.window->compareWith({app.file("conv_bn_core.pt2")});
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle(), kLongest);
        const int shown = app.stageOf("After remove-dead");
        QVERIFY(shown > 0);
        app.window->stages().setCurrent(shown);
        app.window->stages().comparePrevious();
        QTRY_VERIFY_WITH_TIMEOUT(app.window->isIdle(), kLongest);
        const Study& study = *app.window->study().study();
        const auto kernels = study.report.kernels.size();
        const double runs = study.profile.milliseconds;
        const auto stages = app.window->stages().stages().size();
        const auto values = app.window->numerics().values();
        const QString status = app.window->study().statusText();
        QVERIFY(kernels > 0 && !values.empty() && !study.trace.kernels.empty() && study.roof);
        QVERIFY(!status.contains("from the session"));
        app.saveAs(path);
        QVERIFY(QFileInfo(path).size() < 4 << 20);

        app.reopen(path);
        QCOMPARE(app.window->notice().isVisible() ? app.window->notice().text() : QString(), QString());
        QCOMPARE(app.window->study().state(), StudyController::State::Done);
        const Study& back = *app.window->study().study();
        QCOMPARE(back.report.kernels.size(), kernels);
        QCOMPARE(back.profile.milliseconds, runs);
        QVERIFY(!back.report.kernels[0].nodes.empty() && !back.trace.kernels.empty() && back.roof);
        QVERIFY(std::ranges::any_of(back.report.kernels, [](const KernelRecord& kernel) { return !kernel.assembly.empty(); }));
        QVERIFY(app.window->study().statusText().startsWith(status + " – from the session, made "));
        QCOMPARE(app.window->stages().stages().size(), stages);
        QCOMPARE(app.window->stages().title(app.window->stages().current()), QString("After remove-dead"));
        QVERIFY(app.window->stages().comparesPrevious());
        QVERIFY(app.stageOf("conv_bn_core.pt2") > 0);
        QVERIFY(app.window->kernels().content());
        QVERIFY(app.window->profile().content() && app.window->profile().isRecorded());
        QCOMPARE(app.window->numerics().state(), NumericsController::State::Done);
        QVERIFY(app.window->numerics().values() == [&] {
            std::vector<ComparedValue> kept = values;
            for (ComparedValue& value : kept) value.kept.reset();
            return kept;
        }());
        QVERIFY(app.window->numerics().baseline());
        QCOMPARE(app.window->numerics().bounds().most.at(DType::F32), 0.5);
        QVERIFY(app.window->numerics().findingText().contains("From the session, made "));
        QCOMPARE(app.asked, 0);  // nobody was asked for any of this

        // It is kept on, and what runs again takes its place.
        const QString again = app.folder.filePath("b.whittle");
        app.saveAs(again);
        app.reopen(again);
        QCOMPARE(app.window->study().study()->report.kernels.size(), kernels);
        QCOMPARE(app.asked, 0);
        QTest::keyClick(app.window.get(), Qt::Key_F5);
        QTRY_COMPARE(app.window->study().state(), StudyController::State::Failed);
        QCOMPARE(app.asked, 1);
        QVERIFY(!app.window->study().restored().isValid());
    }

    void of_another_graph_nothing_is_shown() {
        Opened app;
        app.renew(true);
        const QString path = app.folder.filePath("a.whittle");
        app.openFile(app.file("conv_bn_core.pt2"));
        app.study();
        app.saveAs(path);
        app.changesGraph = true;
        app.reopen(path);
        QCOMPARE(app.window->study().state(), StudyController::State::Ready);
        QCOMPARE(app.window->notice().text(), QString("The compilation of this session is not shown: the graph has changed since."));
        QVERIFY(app.window->notice().isVisible());
    }

    void what_is_hostile_is_said_and_the_rest_is_there_data() {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("want");
        QTest::newRow("no zlib") << QByteArray("this is no zlib") << "the compressed block is damaged";
        QTest::newRow("nothing in it") << QByteArray() << "The compilation is not in this session: it was too large.";
    }
    void what_is_hostile_is_said_and_the_rest_is_there() {
        QFETCH(QByteArray, data);
        QFETCH(QString, want);
        Opened app;
        app.renew(true);
        const QString path = app.folder.filePath("a.whittle");
        app.openFile(app.file("conv_bn_core.pt2"));
        app.study();
        app.compare();
        app.window->notes().setPlainText("mine");
        app.saveAs(path);
        app.edit(path, [&](QJsonObject& results) {
            QJsonObject study = results.value("study").toObject();
            study.insert("data", QString::fromLatin1(data.toBase64()));
            results.insert("study", study);
        });
        app.reopen(path);
        QVERIFY2(app.window->notice().text().contains(want), qPrintable(app.window->notice().text()));
        QCOMPARE(app.window->study().state(), StudyController::State::Ready);
        QCOMPARE(app.window->numerics().state(), NumericsController::State::Done);
        QCOMPARE(app.window->notes().toPlainText(), QString("mine"));
        QCOMPARE(app.asked, 0);
    }

    void what_is_shown_alone_comes_back() {
        Opened app;
        app.renew(true);
        const QString path = app.folder.filePath("a.whittle");
        app.openFile(app.file("conv_bn_core.pt2"));
        const SceneRef whole = app.graph().scene();
        app.graph().select(whole->count() / 2);
        app.graph().highlight(Highlight::Kind::Producers);
        app.saveAs(path);
        app.reopen(path);
        QVERIFY(app.graph().highlighted());
        QCOMPARE(app.graph().highlighted()->kind, Highlight::Kind::Producers);
        app.graph().isolate();
        QTRY_VERIFY(app.graph().isIsolated());
        QTRY_VERIFY(app.window->isIdle());
        const QStringList keys = app.graph().isolatedKeys();
        QVERIFY(keys.size() < whole->count());
        app.saveAs(path);
        app.reopen(path);
        QTRY_VERIFY(app.graph().isIsolated());
        QCOMPARE(app.graph().isolatedKeys(), keys);
    }
};

WHITTLE_TEST(ResultsSessionTest)
#include "results_session_test.moc"
