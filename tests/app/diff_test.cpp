// `whittle diff` through the command: text, JSON, the filter, statuses, and a file that cannot be read among others.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

class DiffTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_a = write("a.wtl", "%y = aten.relu.default(%x) : f32[2]\n  %z = aten.gelu.default(%y) : f32[2]");
        m_b = write("b.wtl", "%y = aten.relu.default(%x) : f32[2]\n  %z = aten.gelu.default(%y, approximate=\"tanh\") : f32[2]");
        m_c = write("c.wtl", "%y = aten.relu.default(%x) : f32[2]\n  %n = aten.neg.default(%y) : f32[2]\n  %z = aten.gelu.default(%n) : f32[2]");
    }

    void text() {
        const ProgramRun run = runProgram({"diff", m_a, m_b, m_c});
        QVERIFY2(run.status == 1, run.err);
        const QByteArray want = "\nz (aten.gelu.default)  B changed: argument approximate not given -> \"tanh\"  C changed: argument self %y -> %n\n";
        QVERIFY2(run.out.endsWith(want), run.out);
        QVERIFY2(run.out.contains("\nn (aten.neg.default)  A absent  B absent  C added\n"), run.out);
        QVERIFY2(run.out.contains("B  " + m_b.toUtf8() + ": 2 nodes, 1 the same, 1 changed, 0 absent, 0 added\n"), run.out);
        QVERIFY(!run.out.contains("\ny ("));
        QVERIFY(runProgram({"diff", m_a, m_b, m_c, "--filter", ""}).out.contains("\ny (aten.relu.default)  B same  C same\n"));
    }

    void json() {
        const ProgramRun run = runProgram({"diff", m_a, m_b, m_c, "--filter", "only:C", "--json"});
        QCOMPARE(run.status, 1);
        const QJsonObject out = run.json();
        QCOMPARE(out["graphs"].toArray().size(), 3);
        QCOMPARE(out["graphs"][2]["added"].toInt(), 1);
        QCOMPARE(out["rows"].toArray().size(), 1);
        QCOMPARE(out["rows"][0]["node"].toString(), QString("n"));
        QCOMPARE(out["rows"][0]["graphs"]["A"]["state"].toString(), QString("absent"));
        QCOMPARE(out["rows"][0]["graphs"]["C"]["state"].toString(), QString("added"));
    }

    void statuses() {
        QCOMPARE(runProgram({"diff", m_a, m_a, m_a}).status, 0);
        QCOMPARE(runProgram({"diff", m_a}).status, 2);
        const ProgramRun wrong = runProgram({"diff", m_a, m_b, "--filter", "only:C"});
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.contains("there are A to B") && wrong.err.contains("reading --filter"), wrong.err);
    }

    void a_broken_file_does_not_hurt_the_others() {
        const ProgramRun run = runProgram({"diff", m_a, "/nowhere.wtl", m_c});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains("/nowhere.wtl"), run.err);
        QVERIFY2(run.out.contains("C  " + m_c.toUtf8() + ": 3 nodes") && run.out.contains("n (aten.neg.default)  A absent  C added"), run.out);
        const QJsonObject out = runProgram({"diff", m_a, "/nowhere.wtl", m_c, "--json"}).json();
        QVERIFY(out["graphs"][1]["error"].toString().contains("/nowhere.wtl"));
        QCOMPARE(out["graphs"][2]["added"].toInt(), 1);
        QCOMPARE(runProgram({"diff", "/nowhere.wtl", m_a}).status, 2);
    }

private:
    QString write(const QString& name, const QByteArray& nodes) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write("whittle 1\ngraph @g {\n  input %x : f32[2]\n  " + nodes + "\n  return %z\n}\n") < 0) qFatal("%s", qPrintable(file.errorString()));
        return file.fileName();
    }

    QTemporaryDir m_folder;
    QString m_a, m_b, m_c;
};

WHITTLE_TEST(DiffTest)
#include "diff_test.moc"
