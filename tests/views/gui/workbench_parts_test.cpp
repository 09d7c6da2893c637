// What the window is put together from, each part alone: the picture of it, the list of keys, the reduction by
// our own engine.
#include <atomic>

#include <QAction>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTableWidget>

#include "app/workbench/engine_minify.h"
#include "app/workbench/screenshot.h"
#include "app/workbench/shortcuts_dialog.h"
#include "engine/ops/op_builder.h"
#include "tests/views/models/models_support.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

class WorkbenchPartsTest : public QObject {
    Q_OBJECT
private slots:
    void a_picture_is_written_when_all_is_done_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("status");
        QTest::newRow("written") << "window.png" << 0;
        QTest::newRow("no such folder") << "absent/window.png" << 1;
    }
    void a_picture_is_written_when_all_is_done() {
        QFETCH(QString, name);
        QFETCH(int, status);
        QTemporaryDir folder;
        QSettings settings(folder.filePath("s.ini"), QSettings::IniFormat);
        std::atomic<bool> open = false;
        const auto opener = [&](const std::filesystem::path&) -> Result<OpenedGraph> {
            open = true;
            return OpenedGraph{smallGraph(), "pt2", {}};
        };
        MainWindow window(WindowServices{opener, {}, {}}, settings);
        window.resize(640, 480);
        window.show();
        WorkbenchOptions options;
        options.screenshot = folder.filePath(name);
        window.openFile("/tmp/small.pt2");
        Screenshot screenshot(window, options);
        QTimer::singleShot(60000, qApp, [] { QApplication::exit(9); });  // never an endless test
        QCOMPARE(QApplication::exec(), status);
        QVERIFY(open);
        QVERIFY(window.isIdle());
        QVERIFY(window.graph().scene());  // not before the graph was arranged
        const QImage picture(options.screenshot);
        QCOMPARE(picture.isNull(), status != 0);
        if (status == 0) QCOMPARE(picture.size(), window.size() * window.devicePixelRatio());
    }

    void every_key_is_listed() {
        QAction save("&Save it"), mute("No key"), zoom("Zoom");
        save.setShortcut(QKeySequence("Ctrl+S"));
        zoom.setShortcut(QKeySequence("Ctrl++"));
        ShortcutsDialog dialog({&save, &mute, &zoom});
        const auto* table = dialog.findChild<QTableWidget*>();
        QVERIFY(table);
        QStringList rows;
        for (int row = 0; row < table->rowCount(); ++row) rows << table->item(row, 0)->text() + " = " + table->item(row, 1)->text();
        QCOMPARE(rows[0], QString("Save it = Ctrl+S"));
        QCOMPARE(rows[1], QString("Zoom = Ctrl++"));
        QVERIFY(!rows.join("\n").contains("No key"));
        QVERIFY(rows.contains("Graph: show the selection = Enter"));
        QCOMPARE(rows.size(), 2 + 8);
        dialog.show();
        QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Close), Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
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
        const MinifyWork work = engineMinify(ownProgram ? fromPath(program().parent_path()) : folder.filePath("absent"));
        MinifySettings settings;
        settings.outputFolder = folder.filePath("out");
        settings.inject = inject;
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

private:
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
