// Kernels as a user chooses them: --choose, --autotune and what is kept of it, through the program.
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

class ChooseTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_scratch;
    QString m_graph, m_store;

    static QJsonObject choiceOf(const QJsonObject& report, const QString& site) {
        for (const QJsonValue& one : report["choices"].toArray())
            if (one["site"].toString() == site) return one.toObject();
        return {};
    }
    static QJsonObject candidateOf(const QJsonObject& choice, const QString& name) {
        for (const QJsonValue& one : choice["candidates"].toArray())
            if (one["name"].toString() == name) return one.toObject();
        return {};
    }
    static QString chosenOf(const QJsonObject& choice) {
        for (const QJsonValue& one : choice["candidates"].toArray())
            if (one["state"].toString() == "chosen") return one["name"].toString();
        return {};
    }
    int stored() const {
        int count = 0;
        for (QDirIterator it(m_store, QDir::Files, QDirIterator::Subdirectories); it.hasNext(); it.next()) ++count;
        return count;
    }

private slots:
    void init() {
        m_scratch = std::make_unique<QTemporaryDir>();
        m_graph = m_scratch->filePath("product.wtl");
        m_store = m_scratch->filePath("tuning");
        QFile file(m_graph);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("whittle 1\ngraph @product {\n  input %a : f32[40,30]\n  input %b : f32[30,20]\n  %mm = aten.mm.default(%a, %b) : f32[40,20]\n"
                   "  %sin = aten.sin.default(%mm) : f32[40,20]\n  return %sin\n}\n");
    }

    void candidates_are_listed() {
        const ProgramRun json = runProgram({"compile", m_graph, "--json"});
        QCOMPARE(json.status, 0);
        const QJsonObject choice = choiceOf(json.json(), "mm");
        QCOMPARE(choice["by"].toString(), QString("estimate"));
        QVERIFY(choice["reason"].toString().contains(": estimated "));
        QCOMPARE(choice["candidates"].toArray().last()["name"].toString(), QString("reference"));
        for (const QJsonValue& one : choice["candidates"].toArray()) {
            QVERIFY(one["measured_ms"].isNull());
            QVERIFY(one["state"].toString() == "refused" || one["estimated_ms"].toDouble() > 0);
        }
        const ProgramRun text = runProgram({"compile", m_graph});
        QCOMPARE(text.status, 0);
        QVERIFY(text.out.contains("mm (aten.mm.default, f32[40,30] f32[30,20]): estimate, "));
    }

    void a_choice_is_forced() {
        const ProgramRun run = runProgram({"compile", m_graph, "--json", "--choose", "mm=reference"});
        QVERIFY2(run.status == 0, run.out + run.err);
        QCOMPARE(chosenOf(choiceOf(run.json(), "mm")), QString("reference"));
        QCOMPARE(run.json()["eager_fallbacks"].toArray().at(0).toString(), QString("mm"));
        QCOMPARE(choiceOf(run.json(), "mm")["by"].toString(), QString("forced"));
        const ProgramRun ran = runProgram({"run", m_graph, "--mode", "compiled", "--json", "--choose", "mm=reference"});
        QVERIFY2(ran.status == 0, ran.out + ran.err);
        QVERIFY(ran.json()["libraries"].toObject().isEmpty());
        QCOMPARE(runProgram({"run", m_graph, "--mode", "compiled", "--choose", "nm=reference"}).status, 2);
    }

    void mistakes_have_status_2_data() {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("says");
        QTest::newRow("site") << "nm=onednn" << "there is no node 'nm' after the passes; near it: mm. There are: mm";
        QTest::newRow("candidate") << "mm=referense" << "'mm' has no candidate 'referense'; near it: reference. There are: ";
        QTest::newRow("no site") << "sin=onednn" << "no library knows node 'sin'";
        QTest::newRow("no candidate") << "mm=" << "is not SITE=CANDIDATE";
        QTest::newRow("no equals") << "mm" << "is not SITE=CANDIDATE";
    }
    void mistakes_have_status_2() {
        QFETCH(QString, choice);
        QFETCH(QString, says);
        const ProgramRun run = runProgram({"compile", m_graph, "--choose", choice});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains(says.toUtf8()), run.err);
    }

    void a_site_is_chosen_once() { QCOMPARE(runProgram({"compile", m_graph, "--choose", "mm=onednn", "--choose", "mm=reference"}).status, 2); }

    void measurements_outlive_the_process() {
        const ProgramRun first = runProgram({"compile", m_graph, "--json", "--autotune", "--tuning-store", m_store});
        QVERIFY2(first.status == 0, first.out + first.err);
        QCOMPARE(choiceOf(first.json(), "mm")["by"].toString(), QString("measured"));
        QCOMPARE(stored(), 1);
        const ProgramRun second = runProgram({"compile", m_graph, "--json", "--tuning-store", m_store});
        const QJsonObject choice = choiceOf(second.json(), "mm");
        QCOMPARE(choice["by"].toString(), QString("stored"));
        QCOMPARE(chosenOf(choice), chosenOf(choiceOf(first.json(), "mm")));
        QVERIFY(choice["reason"].toString().contains("measured 20"));
        QVERIFY(candidateOf(choice, chosenOf(choice))["measured_ms"].toDouble() > 0);
        const ProgramRun off = runProgram({"compile", m_graph, "--json", "--no-tuning-store"});
        QCOMPARE(choiceOf(off.json(), "mm")["by"].toString(), QString("estimate"));
        QCOMPARE(runProgram({"compile", m_graph, "--no-tuning-store", "--tuning-store", m_store}).status, 2);
    }

    void a_store_that_cannot_be_written_is_told() {
        const ProgramRun run = runProgram({"compile", m_graph, "--autotune", "--tuning-store", "/dev/null/tuning"});
        QCOMPARE(run.status, 0);
        QCOMPARE(run.err.count("note: the tuning store /dev/null/tuning cannot be written"), 1);
        QVERIFY(run.err.contains("autotune: 1 of 1, mm"));
    }

    // A candidate of the minifier may not have the site any more.
    void the_minifier_takes_choices() {
        const ProgramRun run = runProgram({"minify", m_graph, "-o", m_scratch->filePath("m"), "--inject", "sin=wrong_result", "--choose", "mm=reference", "--json", "--quiet"});
        QVERIFY2(run.status == 0, run.out + run.err);
        QCOMPARE(run.json()["nodes_after"].toInt(), 1);
    }
};

WHITTLE_TEST(ChooseTest)
#include "choose_test.moc"
