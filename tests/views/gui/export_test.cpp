// A graph as files: what is in them, that they are complete or not there, and what is said when they cannot be written.
#include "tests/views/gui/window_support.h"

#include <fstream>

#include <QLabel>
#include <QMessageBox>
#include <QXmlStreamReader>

#include "app/workbench/minify_service.h"
#include "views/graph/graph_export.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() {
        show({[](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  return OpenedGraph{path.filename() == "large.pt2" ? modulesGraph(20'000) : blocksGraph(), "pt2", {}};
              }, minifyService({}), {}});
    }
    QByteArray exported(const QString& suffix) {
        const QString path = folder.filePath("graph." + suffix);
        const Result<void> written = exportGraph(snapshotOf(graph()), canvas().palette(), path);
        if (!written) return written.error().describe().c_str();
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

}  // namespace

class ExportTest : public QObject {
    Q_OBJECT
private slots:
    // Well formed, with all that the canvas shows and nothing that is folded.
    void svg_is_the_picture_that_is_shown() {
        Opened app;
        app.open("blocks.pt2");
        app.graph().setOpen(app.graph().scene()->count() + 2, false);
        QTRY_VERIFY(app.window->isIdle());
        app.graph().setColorBy("users");
        QTRY_VERIFY(app.graph().overlay());
        QXmlStreamReader xml(app.exported("svg"));
        QStringList texts;
        int paths = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == QLatin1String("text")) texts << xml.readElementText();
            else if (xml.isStartElement() && xml.name() == QLatin1String("path")) ++paths;
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY2(texts.contains("relu") && texts.contains("add") && texts.contains("f32[4]"), qPrintable(texts.join('|')));
        QVERIFY2(texts.contains("2 operators"), qPrintable(texts.join('|')));
        QCOMPARE(texts.count("gelu"), 1);  // the other one is folded
        QVERIFY(texts.contains("2"));      // users of x
        QVERIFY(paths > 10);
    }

    void names_in_svg_are_escaped() {
        Graph graph;
        graph.addOutput({.value = graph.addInput({.kind = InputKind::User}, "<b>&\"x\x01", f32({4}))});
        const SceneRef scene = *GraphScene::build(snapshot(std::move(graph)), FoldChoices(), {});
        QTemporaryDir folder;
        VERIFY_OK(exportGraph({.scene = scene, .shades = nullptr}, QApplication::palette(), folder.filePath("a.svg")));
        QFile file(folder.filePath("a.svg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(!svg.contains("<b>") && svg.contains("&lt;b&gt;"));
        QXmlStreamReader reader(svg);
        while (!reader.atEnd()) reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }

    void other_forms() {
        Opened app;
        app.open("blocks.pt2");
        QVERIFY(app.exported("pdf").startsWith("%PDF-1."));
        QVERIFY(app.exported("pdf").contains("/Font"));  // text is text
        const QImage image = QImage::fromData(app.exported("PNG"));
        QVERIFY(!image.isNull() && image.width() > 200);
        QVERIFY(app.exported("dot").startsWith("digraph"));
        QVERIFY(app.exported("txt").contains("%gelu_1 = aten.gelu.default(%relu_1)"));
        QVERIFY2(app.exported("gif").startsWith("argument: a graph is not written as 'graph.gif'; the name ends in one of .png, .svg, .pdf, .dot, .txt"), app.exported("gif"));
    }

    void the_window_says_what_became_of_it() {
        Opened app;
        app.open("blocks.pt2");
        QSignalSpy done(&app.window->graphView(), &GraphView::exported), failed(&app.window->graphView(), &GraphView::exportFailed);
        app.window->graphView().exportTo(app.folder.filePath("a.svg"));
        QVERIFY(!app.window->isIdle());
        QTRY_COMPARE(done.count(), 1);
        QVERIFY(QFileInfo(app.folder.filePath("a.svg")).size() > 1000);
        app.window->graphView().exportTo(app.folder.filePath("b.pdf"));  // two at once
        app.window->graphView().exportTo(app.folder.filePath("c.png"));
        QTRY_COMPARE(done.count(), 3);
        QTRY_VERIFY(app.window->isIdle());
        app.window->graphView().exportTo("/proc/no/such/folder/a.svg");
        QTRY_COMPARE(failed.count(), 1);
        auto* box = app.window->findChild<QMessageBox*>();
        QVERIFY(box && box->isVisible());
        QCOMPARE(box->text(), QString("a.svg was not written."));
        QVERIFY2(box->informativeText().startsWith("io: "), qPrintable(box->informativeText()));
        QTest::keyClick(box, Qt::Key_Escape);
    }

    // As command lines that write the same; of what the command does not know it says so.
    void the_log_has_the_commands() {
        Opened app;
        app.open("blocks.pt2");
        const ActionLog& log = app.window->log();
        const auto commandOf = [&](const QString& name) {
            QSignalSpy done(&app.window->graphView(), &GraphView::exported);
            app.window->graphView().exportTo(app.folder.filePath(name));
            [&] { QTRY_COMPARE(done.count(), 1); }();
            return app.window->log().command(log.rowCount() - 1).replace(app.folder.path(), "DIR");
        };
        QCOMPARE(commandOf("a.svg"), QString("whittle export /tmp/blocks.pt2 --to svg -o DIR/a.svg"));
        QCOMPARE(commandOf("a.dot"), QString("whittle export /tmp/blocks.pt2 --to dot -o DIR/a.dot"));
        QCOMPARE(commandOf("a b.txt"), QString("whittle export /tmp/blocks.pt2 --to wtl -o 'DIR/a b.txt'"));
        QVERIFY(commandOf("a.png").isEmpty());
        QCOMPARE(log.index(log.rowCount() - 1, ActionLog::Command).data().toString(), QString("– no command does this"));
        app.graph().select(1);
        app.graph().highlight(Highlight::Kind::Users);
        app.graph().isolate();
        QTRY_VERIFY(app.graph().isIsolated() && app.window->isIdle());
        QVERIFY(commandOf("part.svg").isEmpty());  // the command knows no parts
    }

    void large_graphs_are_written() {
        Opened app;
        app.open("large.pt2");
        app.graph().setAllOpen(true);
        QTRY_VERIFY(app.window->isIdle());
        for (const char* suffix : {"png", "svg", "pdf"}) {
            const double start = cpuMs();
            const QByteArray content = app.exported(suffix);
            qInfo("20,000 boxes as %s: %.0f ms, %.1f MB", suffix, cpuMs() - start, static_cast<double>(content.size()) / 1e6);
            QVERIFY(content.size() > (suffix == QLatin1String("png") ? 1000 : 1'000'000));
        }
    }
};

WHITTLE_TEST(ExportTest)
#include "export_test.moc"
