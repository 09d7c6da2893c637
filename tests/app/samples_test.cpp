// The eight samples through the command, in every mode: what a user's first hour looks like.
#include <QFile>
#include <QJsonArray>

#include "tests/app/run_program.h"

using namespace whittle::test;

class SamplesTest : public QObject {
    Q_OBJECT
private slots:
    void runs_and_matches_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("mode");
        QFile manifest(samplePath("torch211/manifest.json"));
        QVERIFY(manifest.open(QFile::ReadOnly));
        for (const QJsonValue& entry : QJsonDocument::fromJson(manifest.readAll()).array())
            for (const char* mode : {"eager", "reference", "compiled"}) {
                const QString name = entry["name"].toString();
                QTest::newRow(qPrintable(name + " " + mode)) << name << QString(mode);
            }
    }
    void runs_and_matches() {
        QFETCH(QString, name);
        QFETCH(QString, mode);
        const QString base = samplePath("torch211/") + name;
        const ProgramRun run = runProgram({"run", base + ".pt2", "--mode", mode, "--check", base + ".expected.safetensors", "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject json = run.json();
        QVERIFY(json["ok"].toBool());
        QCOMPARE(json["mode"].toString(), mode);
        QVERIFY(json["max_abs_error"].toDouble() < 1e-2);
        for (const char* key : {"max_rel_error", "eager_fallbacks", "compile_ms", "run_ms"}) QVERIFY2(json.contains(key), key);
    }

    void libraries_and_their_refusals_are_named_data() {
        QTest::addColumn<QString>("graph");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<bool>("inLibrary");
        QTest::addColumn<QString>("refusal");
        QTest::addColumn<bool>("fallback");
        const QString product = "input %x : f32[2,3]\ninput %w : f32[3,5]\n%y = aten.mm.default(%x, %w) : f32[2,5]";
        const QString empty = "input %x : f32[0,3]\ninput %w : f32[3,5]\n%y = aten.mm.default(%x, %w) : f32[0,5]";
        const QString integers = "input %x : i64[2,3]\ninput %w : i64[3,5]\n%y = aten.mm.default(%x, %w) : i64[2,5]";
        const QString why = "oneDNN does not multiply empty matrices";
        QTest::newRow("eager") << product << "eager" << true << "" << false;
        QTest::newRow("compiled") << product << "compiled" << true << "" << false;
        QTest::newRow("the judge asks no library") << product << "reference" << false << "" << false;
        QTest::newRow("eager, refused") << empty << "eager" << false << why + "; own matrix kernels do not multiply empty matrices" << false;
        QTest::newRow("compiled, refused in the run") << empty << "compiled" << false << why << true;
        QTest::newRow("eager, another dtype") << integers << "eager" << false << "oneDNN has no kernels for i64; own matrix kernels have none for i64" << false;
    }
    void libraries_and_their_refusals_are_named() {
        QFETCH(QString, graph);
        QFETCH(QString, mode);
        QFETCH(bool, inLibrary);
        QFETCH(QString, refusal);
        QFETCH(bool, fallback);
        QTemporaryDir folder;
        const QString path = folder.filePath("g.wtl");
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(("whittle 1\ngraph @g {\n" + graph + "\nreturn %y\n}\n").toUtf8());
        file.close();
        const ProgramRun run = runProgram({"run", path, "--mode", mode, "--profile", "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject json = run.json();
        QCOMPARE(json["libraries"].toObject().size(), inLibrary ? 1 : 0);
        const QJsonObject refusals = json["library_refusals"].toObject();
        QCOMPARE(refusals.size(), refusal.isEmpty() ? 0 : 1);
        if (!refusal.isEmpty()) QCOMPARE(refusals.begin().value().toString(), refusal);
        QCOMPARE(json["eager_fallbacks"].toArray().size(), fallback ? 1 : 0);
        if (inLibrary) QVERIFY(json["profile"].toArray()[0].toObject()["what"].toString().contains("onednn"));
        if (fallback) QVERIFY(json["profile"].toArray()[0].toObject()["what"].toString().contains("refused"));
        const ProgramRun text = runProgram({"run", path, "--mode", mode});
        QCOMPARE(text.out.contains(inLibrary ? "1 nodes ran in a library" : "no library for"), inLibrary || !refusal.isEmpty());
    }

    void info_tells_what_is_inside() {
        const ProgramRun run = runProgram({"info", samplePath("torch211/moe_gather.pt2"), "--json"});
        QVERIFY2(run.status == 0, run.err);
        const QJsonObject json = run.json();
        QCOMPARE(json["nodes"].toInt(), 12);
        QCOMPARE(json["ops"].toObject()["aten.topk.default"].toInt(), 1);
        QCOMPARE(json["symbols"].toObject()["s77"].toObject()["min"].toInt(), 2);
        QCOMPARE(json["weights_bytes"].toInt(), 16384 + 512 + 16);
        QCOMPARE(json["inputs"].toArray().size(), 4);
    }

    void a_wrong_expectation_fails_the_check() {
        const ProgramRun run =
            runProgram({"run", samplePath("torch211/conv_bn_core.pt2"), "--check",
                        samplePath("torch211/conv_bn_core.expected.safetensors"), "--rtol", "0", "--atol", "0"});
        // Exact equality with another engine's float sums is not to be had; the exit status says so.
        QCOMPARE(run.status, 1);
        QVERIFY2(run.out.contains("MISMATCH out.0"), run.out);
    }
};

WHITTLE_TEST(SamplesTest)
#include "samples_test.moc"
