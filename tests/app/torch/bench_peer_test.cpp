// `whittle bench --peer` beside a real PyTorch. WHITTLE_TORCH_PYTHON names a Python that has one.
#include <QFile>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

class BenchPeerTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    // One small graph in every dtype that has its own way through the exchange, weights of each kind included.
    void both_run_the_same_graph() {
        const QTemporaryDir folder;
        QStringList files;
        for (const char* dtype : {"f32", "bf16"}) {
            QFile file(folder.filePath(QString(dtype) + ".wtl"));
            QVERIFY(file.open(QFile::WriteOnly));
            file.write(QByteArray(R"(whittle 1
graph @net {
  param %w : $T[6,4,3,3] = "conv.weight"
  buffer %mean : $T[6] = "norm.running_mean"
  buffer %var : $T[6] = "norm.running_var"
  input %x : $T[2,4,8,8]
  input %n : int(8) = 8
  %conv = aten.convolution.default(%x, %w, none, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : $T[2,6,8,8]
  %norm = aten.batch_norm.default(%conv, none, none, %mean, %var, false, 0.1, 1e-05, true) : $T[2,6,8,8]
  %gelu = aten.gelu.default(%norm) : $T[2,6,8,8]
  %sum = aten.sum.dim_IntList(%gelu, [1]) : $T[2,8,8]
  return %gelu, %sum
}
)").replace("$T", dtype));
            files.append(file.fileName());
        }
        const ProgramRun run = runProgram(QStringList{"bench", "--json", "--rounds", "3", "--compiles", "1", "--peer", m_python,
                                                      "--peer-mode", "eager,freezing"} + files, 500'000);
        QVERIFY2(run.status == 0, run.out + run.err);
        const QJsonObject json = run.json(), peer = json["peer"].toObject();
        for (const char* key : {"torch", "isa", "inductor_isa", "blas", "onednn", "threads"}) QVERIFY2(peer.contains(key), key);
        const QJsonArray rows = json["engine"].toArray();
        QCOMPARE(rows.size(), 2);
        for (const QJsonValue& row : rows) {
            QCOMPARE(row["checked_against"].toString(), QString("float64"));
            for (const char* mode : {"eager", "freezing"}) {
                const QJsonObject result = row["peers"][mode].toObject();
                QVERIFY2(result["failure"].isNull() && result["wrong"].isNull(), QJsonDocument(result).toJson());
                QVERIFY(result["run_ms"].toDouble() > 0);
                QVERIFY(result["ratio"].toDouble() > 0);
                QVERIFY(result["max_error"].isDouble());
                QCOMPARE(result["compile_ms"].isNull(), mode == QByteArray("eager"));
            }
            QCOMPARE(row["best_compiled"].toString(), QString("freezing"));
        }
    }

private:
    QString m_python;
};

WHITTLE_TEST(BenchPeerTest)
#include "bench_peer_test.moc"
