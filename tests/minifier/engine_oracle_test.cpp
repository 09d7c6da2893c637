#include "minifier/oracle/engine_oracle.h"

#include "engine/formats/open.h"
#include "minifier/search/minify.h"
#include "tests/minifier/phases.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class EngineOracleTest : public QObject {
    Q_OBJECT
private slots:
    void reduces_a_real_graph_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("inject");
        QTest::addColumn<QString>("signature");
        QTest::addColumn<int>("atMost");  // candidates until the node is found
        QTest::newRow("compile error") << "gpt_2l.pt2" << "aten.gelu.default=compile_error" << "injected fault at aten.gelu.default" << 6;
        QTest::newRow("crash") << "squeezenet11.pt2" << "aten.relu.default=crash" << "SIGSEGV in run" << 20;
        QTest::newRow("wrong result") << "gpt_2l.pt2" << "aten.gelu.default=wrong_result" << "wrong value" << 24;
        QTest::newRow("run error") << "bert_tiny.pt2" << "aten.gelu.default=run_error" << "injected fault at aten.gelu.default" << 20;
    }
    void reduces_a_real_graph() {
        QFETCH(QString, file);
        QFETCH(QString, inject);
        QFETCH(QString, signature);
        QFETCH(int, atMost);
        const auto opened = openGraph(sample("torch211/" + file.toStdString()));
        VERIFY_OK(opened);
        auto injections = parseInjections(inject.toStdString());
        VERIFY_OK(injections);
        EngineOracleOptions options{.program = program()};
        options.compile.inject = *std::move(injections);
        options.limits.time = std::chrono::seconds(120);
        EngineOracle oracle(std::move(options));
        const QTemporaryDir folder;
        QElapsedTimer timer;
        timer.start();
        const auto result = minify(opened->graph, oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        qInfo("%d -> %d nodes, %d candidates, %d from the cache, %lld ms", result->nodesBefore, result->nodesAfter,
              result->candidates, result->cacheHits, static_cast<long long>(timer.elapsed()));
        QCOMPARE(toQ(result->failure.signature), signature);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        QCOMPARE(result->nodesAfter, 1);
        const int forNodes = candidatesForNodes(folder.path().toStdString());
        QVERIFY2(forNodes <= atMost, std::to_string(forNodes).c_str());
        // What was written is the graph that was found, and it fails the same way from the file.
        const auto again = openGraph(result->reproducer / "repro.wtl");
        VERIFY_OK(again);
        const auto verdict = oracle.test(again->graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->failure);
        QCOMPARE(toQ(verdict->failure->signature), signature);
        const auto script = openGraph(result->reproducer / "repro.py");
        VERIFY_OK(script);
        QCOMPARE(script->graph.nodes().size(), std::size_t{1});
    }

    void identity_names_what_changes_an_answer() {
        EngineOracleOptions options{.program = "x"};
        QCOMPARE(toQ(EngineOracle(options).identity()), QString("engine"));
        options.compile.inject = {{.op = "relu", .kind = FailureKind::Crash}};
        options.compile.skipPasses = {"fold"};
        options.compile.fuse = false;
        QCOMPARE(toQ(EngineOracle(options).identity()), QString("engine inject=relu=crash skip=fold no-fusion"));
    }
};

WHITTLE_TEST(EngineOracleTest)
#include "engine_oracle_test.moc"
