// Bad input through the command: exit status 2 and one message with the whole chain, one case of each kind.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <sys/stat.h>

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
        QTest::newRow("a dtype we lack") << head + "  input %x : c32[2]\n  return %x\n}\n" << "f.wtl" << QStringList{"c32"};
        QTest::newRow("python that is no graph") << QByteArray("import os\nos.system('true')\n") << "g.py" << QStringList{"g.py"};
    }
    void text_files() {
        QFETCH(QByteArray, content);
        QFETCH(QString, file);
        QFETCH(QStringList, wanted);
        const QString path = write(file, content);
        expectRefused(path, wanted);
        if (QTest::currentDataTag() != std::string_view("unknown operator")) expectRefused(path, wanted, "info");  // that one loads
    }

    // A pipe without a writer would block for ever.
    void what_is_no_file() {
        const QString pipe = m_folder.filePath("pipe");
        QCOMPARE(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
        for (const char* command : {"info", "run"}) {
            const ProgramRun run = runProgram({command, pipe});
            QCOMPARE(run.status, 2);
            QVERIFY2(run.err.contains("is a pipe, a file was expected"), run.err);
        }
        expectRefused("/dev/zero", {"/dev/zero is a device"});
        expectRefused(m_folder.path(), {"is a folder"});
    }

    void an_unknown_operator_loads_and_is_saved_but_not_run() {
        const QString file = goldenPath("formats/pt2/custom_op.torch26.pt2"), copy = m_folder.filePath("copy.pt2");
        const ProgramRun info = runProgram({"info", file, "--json"});
        QVERIFY2(info.status == 0, info.err);
        QCOMPARE(info.json()["unsupported_ops"].toArray(), QJsonArray{"wbsample.affine.default"});
        const ProgramRun saved = runProgram({"export", file, "--to", "pt2", "-o", copy});
        QVERIFY2(saved.status == 0, saved.err);
        QCOMPARE(runProgram({"info", copy, "--json"}).json()["ops"].toObject(), info.json()["ops"].toObject());
        for (const QString& either : {file, copy})
            expectRefused(either, {"operator wbsample.affine.default is not supported", "'affine'", "models_shared.py:631"});
    }

    void models_are_listed_and_chosen() {
        const QString file = goldenPath("formats/pt2/multi_model.pt2");
        QCOMPARE(runProgram({"info", file, "--json"}).json()["models"].toArray(), (QJsonArray{"decode", "encode"}));
        const QJsonObject encode = runProgram({"info", file, "--model", "encode", "--json"}).json();
        QCOMPARE(encode["name"].toString(), QString("encode"));
        QCOMPARE(encode["metadata"].toObject()["extra_file.notes.txt"].toString(), QString("hello"));
        const ProgramRun none = runProgram({"info", file, "--model", "x"});
        QCOMPARE(none.status, 2);
        QVERIFY2(none.err.contains("it holds decode, encode"), none.err);
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
        QTest::newRow("time of no comparison") << QStringList{"run", samplePath("torch211/conv_bn_core.pt2"), "--timeout", "5"};
        QTest::newRow("memory of no comparison") << QStringList{"run", samplePath("torch211/conv_bn_core.pt2"), "--memory", "500"};
        QTest::newRow("unknown mode") << QStringList{"run", "x.pt2", "--mode", "quick"};
        QTest::newRow("tolerance that is no number")
            << QStringList{"run", samplePath("torch211/conv_bn_core.pt2"), "--check", "x.safetensors", "--rtol", "nan"};
        QTest::newRow("negative budget") << QStringList{"minify", samplePath("torch211/conv_bn_core.pt2"), "-o", "x", "--budget", "-5"};
        QTest::newRow("output that is a device") << QStringList{"export", samplePath("torch211/conv_bn_core.pt2"), "--to", "dot", "-o", "/dev/null"};
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
    void expectRefused(const QString& path, const QStringList& wanted, const QString& command = "run") {
        const ProgramRun run = runProgram({command, path});
        QVERIFY2(run.status == 2, run.out + run.err);
        for (const QString& part : wanted)
            QVERIFY2(run.err.contains(part.toUtf8()), "'" + part.toUtf8() + "' is not in: " + run.err);
    }

    QTemporaryDir m_folder;
};

WHITTLE_TEST(BadInputTest)
#include "bad_input_test.moc"
