// The records that the dispatch tests replay, beside the PyTorch that they were made of: tests/golden/dynamic holds what it does,
// not what somebody wrote down. WHITTLE_TORCH_PYTHON names a Python that has PyTorch 2.6.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& text) {
    QFile file(path);
    return file.open(QFile::WriteOnly | QFile::Truncate) && file.write(text) == text.size();
}

// The line of one record's facts; a record of several lines goes on until the next one.
QByteArray recordOf(const QByteArray& file, const QByteArray& id) {
    const auto start = file.indexOf("\n{\"id\":\"" + id + "\"") + 1;
    const auto end = file.indexOf("\n{\"id\":", start);
    return start == 0 ? QByteArray() : file.mid(start, end - start);
}

}  // namespace

class RecordersTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    void file_is_what_pytorch_does_data() { recorders(); }
    void file_is_what_pytorch_does() {
        QFETCH(QString, recorder);
        const auto [status, said] = run({script(recorder), "--check"});
        QVERIFY2(status == 0, said);
        QVERIFY2(said.contains(" compared, 0 differences"), said);
    }

    void difference_is_named_data() { recorders(); }
    void difference_is_named() {
        QFETCH(QString, recorder);
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, told);
        const QByteArray file = contents(golden(recorder)), record = recordOf(file, id);
        QVERIFY(record.contains(from));
        QByteArray wrong = file;
        wrong.replace(record, QByteArray(record).replace(from, to));
        const QTemporaryDir folder;
        const QString copy = folder.filePath("copy.json");
        QVERIFY(write(copy, wrong));
        const auto [status, said] = run({script(recorder), "--check", "--file", copy, QString(id)});
        QVERIFY2(status == 1, said);
        QVERIFY2(said.contains(told), said);
        QCOMPARE(contents(copy), wrong);
    }

    // Questions alone are enough for a new record: an old one without its answers gets them back, and the others stay to the byte.
    void answers_are_written_data() { recorders(); }
    void answers_are_written() {
        QFETCH(QString, recorder);
        QFETCH(QByteArray, id);
        QFETCH(QStringList, answers);
        const QByteArray file = contents(golden(recorder)), record = recordOf(file, id);
        QJsonObject questions = QJsonDocument::fromJson(QByteArray(record).remove(record.lastIndexOf(','), 1)).object();
        QVERIFY(!questions.isEmpty());
        for (const QString& answer : answers) questions.remove(answer);
        for (const char* list : {"calls", "probes"}) {
            if (!questions.contains(list)) continue;
            QJsonArray asked;
            for (const QJsonValue& item : questions[list].toArray()) {
                QJsonObject question = item.toObject();
                for (const char* answer : {"expect", "ok", "matches_eager", "out", "error"}) question.remove(answer);
                asked.append(question);
            }
            questions[list] = asked;
        }
        QByteArray open = file;
        open.replace(record, QJsonDocument(questions).toJson(QJsonDocument::Compact) + ",");
        const QTemporaryDir folder;
        const QString copy = folder.filePath("copy.json");
        QVERIFY(write(copy, open));
        const auto [status, said] = run({script(recorder), "--file", copy, QString(id)});
        QVERIFY2(status == 0, said);
        const QByteArray answered = contents(copy);
        QCOMPARE(QJsonDocument::fromJson(answered), QJsonDocument::fromJson(file));
        QCOMPARE(QByteArray(answered).remove(answered.indexOf(recordOf(answered, id)), recordOf(answered, id).size()),
                 QByteArray(file).remove(file.indexOf(record), record.size()));
    }

    void unknown_record_is_refused() {
        const auto [status, said] = run({script("stance"), "--check", "X99"});
        QCOMPARE(status, 2);
        QVERIFY2(said.contains("stance.json has no X99"), said);
    }

private:
    static QString script(const QString& recorder) { return toQ((sourceDir() / "tests/torch").string()) + "/record_" + recorder + ".py"; }
    static QString golden(const QString& recorder) { return toQ(test::golden("dynamic/").string()) + recorder + ".json"; }

    static void recorders() {
        QTest::addColumn<QString>("recorder");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("told");
        QTest::addColumn<QStringList>("answers");
        QTest::newRow("stance") << "stance" << QByteArray("S15") << QByteArray("\"outcome\":\"recompiled\"") << QByteArray("\"outcome\":\"reused\"")
                                << QByteArray("S15 calls 1 expect outcome:\n  file    \"reused\"\n  PyTorch \"recompiled\"") << QStringList{"entries", "provenance"};
        QTest::newRow("dim_auto") << "dim_auto" << QByteArray("D05") << QByteArray("\"(s0//4)\"") << QByteArray("\"(s0//8)\"")
                                  << QByteArray("D05 output_shapes 0 0:\n  file    \"(s0//8)\"\n  PyTorch \"(s0//4)\"")
                                  << QStringList{"outcome", "program", "input_shapes", "output_shapes", "range_constraints", "shape_env", "asserts_in_graph"};
    }

    std::pair<int, QByteArray> run(const QStringList& arguments) const {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(m_python, QStringList{"-B"} + arguments);
        if (!process.waitForFinished(570'000)) {
            process.kill();
            process.waitForFinished();
            return {-1, "timed out\n" + process.readAll()};
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAll()};
    }

    QString m_python;
};

WHITTLE_TEST(RecordersTest)
#include "recorders_test.moc"
