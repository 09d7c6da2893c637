// Bad input through the command: exit status 2 and one message with the whole chain, one case of each kind.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

class BadInputTest : public QObject {
    Q_OBJECT
private slots:
    void init() { QVERIFY(m_folder.isValid()); }

    void text_files_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("wanted");  // every one must stand in the message
        const QByteArray head = "whittle 1\ngraph @g {\n";
        QTest::newRow("wrong magic") << QByteArray("\x7f" "ELF something") << "a.pt2" << QStringList{"a.pt2"};
        QTest::newRow("empty") << QByteArray() << "empty.pt2" << QStringList{"empty.pt2"};
        QTest::newRow("json of the wrong shape")
            << QByteArray(R"({"schema_version": {"major": 8, "minor": 2}, "graph_module": [1, 2]})")
            << "b.json" << QStringList{"b.json", "'graph'", "object"};
        QTest::newRow("unknown operator")
            << head + "  input %x : f32[2]\n  %y = aten.no_such_op.default(self=%x) : f32[2]  @ net.py:7\n  return %y\n}\n"
            << "c.wtl" << QStringList{"aten.no_such_op.default", "'y'", "net.py:7"};
        QTest::newRow("cyclic") << head + "  input %x : f32[2]\n  %a = aten.add.Tensor(%b, %x) : f32[2]\n"
                                          "  %b = aten.add.Tensor(%a, %x) : f32[2]\n  return %b\n}\n"
                                << "d.wtl" << QStringList{"%b"};
        QTest::newRow("ill-typed") << head + "  input %x : f32[2]\n  %a = aten.relu.default(%x) : f32[3]\n  return %a\n}\n"
                                   << "e.wtl" << QStringList{"'a'", "f32[3]", "f32[2]"};
        QTest::newRow("a dtype we lack") << head + "  input %x : c64[2]\n  return %x\n}\n" << "f.wtl" << QStringList{"c64"};
        QTest::newRow("python that is no graph") << QByteArray("import os\nos.system('true')\n") << "g.py" << QStringList{"g.py"};
    }
    void text_files() {
        QFETCH(QByteArray, content);
        QFETCH(QString, file);
        QFETCH(QStringList, wanted);
        expectRefused(write(file, content), wanted);
    }

    void truncated_zip() {
        QFile whole(samplePath("torch211/moe_gather.pt2"));
        QVERIFY(whole.open(QFile::ReadOnly));
        expectRefused(write("cut.pt2", whole.readAll().first(20000)), {"cut.pt2"});
    }

    void missing_file() { expectRefused(m_folder.filePath("nothing.pt2"), {"nothing.pt2"}); }

    void missing_weight() {
        // The config names weight_1; renaming the record everywhere else leaves it dangling.
        QFile whole(samplePath("torch211/moe_gather.pt2"));
        QVERIFY(whole.open(QFile::ReadOnly));
        QByteArray bytes = whole.readAll();
        bytes.replace("data/weights/weight_1", "data/weights/weight_9");
        expectRefused(write("lost.pt2", bytes), {"lost.pt2", "weight_1"});
    }

    void json_errors_are_one_object() {
        const ProgramRun run = runProgram({"run", m_folder.filePath("nothing.pt2"), "--json"});
        QCOMPARE(run.status, 2);
        const QJsonObject error = run.json()["error"].toObject();
        QCOMPARE(error["code"].toString(), QString("io"));
        QVERIFY(error["message"].toString().contains("nothing.pt2"));
        QVERIFY(error.contains("context"));
    }

    void usage_errors_exit_with_two_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no subcommand") << QStringList{};
        QTest::newRow("unknown subcommand") << QStringList{"frobnicate"};
        QTest::newRow("unknown mode") << QStringList{"run", "x.pt2", "--mode", "quick"};
        QTest::newRow("unknown fault") << QStringList{"run", samplePath("torch211/conv_bn_core.pt2"), "--mode", "compiled",
                                                      "--inject", "aten.relu.default=sulk"};
    }
    void usage_errors_exit_with_two() {
        QFETCH(QStringList, arguments);
        const ProgramRun run = runProgram(arguments);
        QCOMPARE(run.status, 2);
        QVERIFY(!run.err.isEmpty());
    }

    void help_and_version() {
        for (const QStringList& arguments : {QStringList{"--help"}, {"--version"}, {"minify", "--help"}, {"completion", "bash"},
                                             {"completion", "zsh"}, {"completion", "fish"}}) {
            const ProgramRun run = runProgram(arguments);
            QCOMPARE(run.status, 0);
            QVERIFY(!run.out.isEmpty());
        }
    }

private:
    QString write(const QString& name, const QByteArray& content) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QFile::WriteOnly)) qFatal("cannot write a test file");
        file.write(content);
        return file.fileName();
    }
    void expectRefused(const QString& path, const QStringList& wanted) {
        const ProgramRun run = runProgram({"run", path});
        QVERIFY2(run.status == 2, run.out + run.err);
        for (const QString& part : wanted)
            QVERIFY2(run.err.contains(part.toUtf8()), "'" + part.toUtf8() + "' is not in: " + run.err);
    }

    QTemporaryDir m_folder;
};

WHITTLE_TEST(BadInputTest)
#include "bad_input_test.moc"
