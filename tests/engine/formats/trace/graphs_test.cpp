// Every graph of every recorded log opens as a graph of ours, or says in words why it cannot.
#include "engine/base/files.h"
#include "engine/formats/trace/trace.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace whittle::trace;

namespace {

// PyTorch's own scripts that lack something: a part that was not written, a type.
const QMap<QString, QString> kRefused{
    {"torch211/attention.log 0/0/fx_graph_runnable", "the graph 'self.sdpa_score0' is not in this text"},
    {"torch211/breaks.log 3/1/fx_graph_runnable.2", "operator prims.fma.default is not supported, and no annotation of 'fma' says its type"},
};

}  // namespace

class GraphsTest : public QObject {
    Q_OBJECT
private slots:
    void the_graphs_of_a_trace_open_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("least");
        QTest::newRow("inference and errors") << "torch26/p3_dynamic.log" << 10;
        QTest::newRow("forward, backward, joint") << "torch26/p4_backward.log" << 14;
        QTest::newRow("graph breaks") << "torch26/p2_graph_break.log" << 18;
        QTest::newRow("strict export") << "torch26/p6_export.log" << 1;
        QTest::newRow("draft export") << "torch26/p10_draft_export.log" << 1;
        QTest::newRow("split for ranks") << "torch26/p8_ddp" << 28;
        QTest::newRow("compiled autograd") << "torch26/p9_cache_hit.log" << 19;
        QTest::newRow("flex attention") << "torch211/attention.log" << 8;
        QTest::newRow("newer prints") << "torch211/breaks.log" << 60;
        QTest::newRow("newer training") << "torch211/train.log" << 10;
        QTest::newRow("autotuned") << "torch211/autotune.log" << 8;
    }
    void the_graphs_of_a_trace_open() {
        QFETCH(QString, path);
        QFETCH(int, least);
        auto trace = Trace::open(sample("torch_trace/" + path.toStdString()));
        VERIFY_OK(trace);
        VERIFY_OK(trace->more());
        int opened = 0;
        for (const TraceLog& log : trace->logs())
            for (const Compile& compile : log.content().compiles)
                for (const Artifact& artifact : compile.artifacts) {
                    if (artifact.form != ArtifactForm::Graph) continue;
                    const QString name = path + " " + toQ(compile.name() + "/" + artifact.name);
                    const auto text = log.payload(log.content().records[artifact.record]);
                    VERIFY_OK(text);
                    const auto graph = openArtifactGraph(*text, artifact.name);
                    if (kRefused.contains(name)) {
                        QVERIFY2(!graph && toQ(graph.error().message).contains(kRefused[name]), qPrintable(name));
                        continue;
                    }
                    QVERIFY2(graph.has_value(), qPrintable(name + ": " + (graph ? QString() : toQ(graph.error().describe()))));
                    QCOMPARE(toQ(graph->graph.name), toQ(artifact.name));
                    ++opened;
                }
        QVERIFY2(opened >= least, qPrintable(QString("%1 graphs were opened").arg(opened)));
    }

    void other_texts_say_that_they_are_no_graph() {
        QCOMPARE(describe(openArtifactGraph("ViewAndMutationMeta(...)", "meta")), QString("unsupported: meta has no graph: a class with a forward method was expected"));
    }

    void a_debug_folder_has_its_graphs() {
        auto trace = Trace::open(sample("torch_trace/torch26/debug_dir_sample"));
        VERIFY_OK(trace);
        QCOMPARE(trace->debugGraphs().size(), std::size_t(1));
        const DebugGraph& graph = trace->debugGraphs()[0];
        QCOMPARE(graph.files.size(), std::size_t(6));
        for (const DebugFile& file : graph.files) {
            if (file.form != ArtifactForm::Graph) continue;
            const auto text = readFile(file.path);
            VERIFY_OK(text);
            const auto opened = openArtifactGraph(*text, file.name);
            VERIFY_OK(opened);
            QVERIFY(!opened->graph.nodes().empty());
        }
        QVERIFY(graph.file("ir_post_fusion"));
        QVERIFY(!graph.file("nothing"));
    }
};

WHITTLE_TEST(GraphsTest)
#include "graphs_test.moc"
