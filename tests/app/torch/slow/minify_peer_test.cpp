// `whittle bench minify --peer` beside PyTorch's own minifier. WHITTLE_TORCH_PYTHON names a Python that has one.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

class MinifyPeerTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    // The smallest case that has something to remove: each compile takes seconds. Which of the two is quicker says nothing here.
    void both_reduce_the_same_fault() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("net.wtl"));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(R"(whittle 1
graph @net {
  input %x : f32[1]
  %neg = aten.neg.default(%x) : f32[1]
  %relu = aten.relu.default(%neg) : f32[1]
  return %relu
}
)");
        file.close();
        const ProgramRun run = runProgram({"bench", "minify", file.fileName(), "--json", "--peer", m_python}, 500'000);
        QVERIFY2(run.status == 0 || run.status == 1, run.out + run.err);
        const QJsonObject json = run.json(), row = json["minify_peer"][0].toObject();
        QVERIFY2(json["torch"].toString().startsWith('2'), run.out);
        QCOMPARE(row["nodes_before"].toInt(), 2);
        QVERIFY(row["one_minimal"].toBool());
        for (const char* side : {"whittle", "pytorch"}) {
            const QJsonObject one = row[side].toObject();
            QVERIFY2(!one.contains("trouble"), run.out);
            QCOMPARE(one["nodes_after"].toInt(), 1);
            QCOMPARE(one["elements_after"].toInt(), 1);
            QVERIFY(one["candidates"].toInt() > 0);
            QVERIFY(one["seconds"].toDouble() > 0);
        }
        QCOMPARE(row["whittle"]["repeated"].toInt(), 0);
        QVERIFY(!row["whittle"]["needs_data_file"].toBool());
        QVERIFY(row["pytorch"]["needs_data_file"].toBool());
        QVERIFY(qAbs(json["ratio"].toDouble() - row["ratio"].toDouble()) < 1e-9);
        QCOMPARE(json["ok"].toBool(), run.status == 0);
    }

    void a_peer_that_cannot_is_an_error() {
        const ProgramRun run = runProgram({"bench", "minify", "chain_22", "--peer", "/bin/false"});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains("starting /bin/false"), run.err);
    }

private:
    QString m_python;
};

WHITTLE_TEST(MinifyPeerTest)
#include "minify_peer_test.moc"
