// Every program under samples/torch26, samples/torch214 and samples/families, in every mode, through the command, checked against
// what PyTorch gave: other sizes than it was traced with, calls in sequence, mutated buffers and inputs. The
// manifests say what is there; samples/README.md says what their fields mean.
#include <QFile>
#include <QJsonArray>

#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

QString pathOf(const QString& folder, const QString& name) { return samplePath("") + folder + "/" + name; }

// One run of the program: the file, its cases, and what is expected of it.
struct Run {
    QStringList arguments;
    int cases = 0;
    QString waitsFor, refuses;
};

// A twin with another set of operators was saved after it had run: it starts from the buffers of the first file.
QStringList stateOf(const QString& folder, const QJsonValue& sample, const QString& file) {
    const QJsonArray mutated = sample["mutated"].toArray();
    const bool buffers = std::any_of(mutated.begin(), mutated.end(), [](const QJsonValue& key) { return !key.toString().startsWith("mut.in."); });
    if (file == sample["file"].toString() || !buffers) return {};
    return {"--state", pathOf(folder, sample["file"].toString())};
}

// Calls in sequence are one run; otherwise each case is.
QList<Run> runsOf(const QString& folder, const QJsonValue& sample, const QString& file) {
    QList<QStringList> groups;
    for (const QJsonValue& one : sample["cases"].toArray()) {
        if (groups.isEmpty() || !sample["stateful_sequence"].toBool()) groups.append(QStringList());
        groups.back() += {"--check", pathOf(folder, one["file"].toString())};
    }
    QList<Run> runs;
    for (const QStringList& checks : groups) {
        const QStringList tolerance{"--rtol", QString::number(sample["rtol"].toDouble()), "--atol", QString::number(sample["atol"].toDouble())};
        runs.append({QStringList{"run", pathOf(folder, file)} + stateOf(folder, sample, file) + checks + tolerance,
                     static_cast<int>(checks.size() / 2), sample["waits_for"][file].toString(), sample["refuses"].toString()});
    }
    return runs;
}

}  // namespace

class TorchSamplesTest : public QObject {
    Q_OBJECT
private slots:
    void runs_as_recorded_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("cases");
        QTest::addColumn<QString>("waitsFor");
        QTest::addColumn<QString>("refuses");
        for (const QString folder : {"torch26", "torch214", "families"}) {
            QFile manifest(pathOf(folder, "manifest.json"));
            QVERIFY(manifest.open(QFile::ReadOnly));
            const QJsonArray samples = QJsonDocument::fromJson(manifest.readAll())["samples"].toArray();
            QVERIFY(!samples.isEmpty());
            for (const QJsonValue& sample : samples)
                for (const char* key : {"file", "core_file"})
                    if (const QString file = sample[key].toString(); !file.isEmpty()) addRuns(folder, sample, file);
        }
    }
    void runs_as_recorded() {
        QFETCH(QStringList, arguments);
        QFETCH(int, cases);
        QFETCH(QString, waitsFor);
        QFETCH(QString, refuses);
        const ProgramRun run = runProgram(arguments + QStringList{"--json"});
        const QJsonObject json = run.json();
        if (!refuses.isEmpty()) {
            QCOMPARE(run.status, 2);
            QVERIFY2(json["error"]["message"].toString().contains(refuses), run.out);
            return;
        }
        if (!waitsFor.isEmpty()) {
            QVERIFY2(run.status != 0, qPrintable("this passes now: remove \"waits_for\" from its line of the manifest, which says " + waitsFor));
            return;
        }
        QVERIFY2(run.status == 0, run.err + run.out);
        QVERIFY(json["ok"].toBool());
        QCOMPARE(json["cases"].toArray().size(), cases);
        for (const QJsonValue& one : json["cases"].toArray()) QVERIFY2(one["compared"].toInt() > 0, run.out);
    }

private:
    static void addRuns(const QString& folder, const QJsonValue& sample, const QString& file) {
        const QList<Run> runs = runsOf(folder, sample, file);
        for (qsizetype i = 0; i < runs.size(); ++i)
            for (const char* mode : {"eager", "reference", "compiled"})
                QTest::addRow("%s/%s %lld %s", qPrintable(folder), qPrintable(file), static_cast<long long>(i), mode)
                    << runs[i].arguments + QStringList{"--mode", mode} << runs[i].cases << runs[i].waitsFor << runs[i].refuses;
    }
};

WHITTLE_TEST(TorchSamplesTest)
#include "torch_samples_test.moc"
