// Python text without annotations (`gm.code`, scripts whose weights are modules): the tensors it is run with give the types,
// and what cannot be had is refused with what to do.
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/app/run_program.h"

using namespace whittle::test;

class UntypedTextTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString tensorsOf(const QString& program) {
        const QString path = m_folder.filePath("tensors.safetensors");
        const ProgramRun run = runProgram({"export", program, "--to", "safetensors", "-o", path});
        return run.status == 0 ? path : QString();
    }
    static QString text(const QString& name) { return goldenPath(qPrintable("formats/fx/" + name)); }

private slots:
    // The text of a program, with the weights of the archive, gives what PyTorch recorded for the archive.
    void gives_what_pytorch_recorded_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"code", "module_code"}) {
            QTest::newRow(qPrintable(QString("mutation, ") + kind)) << "bn_train_mutation" << kind;
            QTest::newRow(qPrintable(QString("tied weights, ") + kind)) << "gpt_tiny_dynseq" << kind;
        }
        QTest::newRow("symbols") << "symbolic_exprs" << "code";
    }
    void gives_what_pytorch_recorded() {
        QFETCH(QString, sample);
        QFETCH(QString, kind);
        const QString base = samplePath("torch26/") + sample, code = text("torch26." + sample + "." + kind + ".txt");
        const QString tensors = tensorsOf(base + ".pt2");
        QVERIFY(!tensors.isEmpty());
        for (const char* mode : {"eager", "compiled"}) {
            const ProgramRun run = runProgram({"run", code, "--mode", mode, "--inputs", tensors, "--check", base + ".safetensors"});
            QVERIFY2(run.status == 0, run.out + run.err);
            QVERIFY2(!run.err.contains("example inputs absent"), run.err);
        }
        // Written with types, it needs no tensors beside it any more.
        const QString typed = m_folder.filePath("typed.wtl");
        QCOMPARE(runProgram({"export", code, "--inputs", tensors, "--to", "wtl", "-o", typed}).status, 0);
        QCOMPARE(runProgram({"run", typed, "--check", base + ".safetensors"}).status, 0);
    }

    void a_script_whose_weights_are_modules() {
        const QString script = text("torch211.compile_debug.fx_graph_runnable.py");
        const QString tensors = tensorsOf(text("torch211.compile_debug.fx_graph_readable.py"));
        const ProgramRun run = runProgram({"run", script, "--inputs", tensors, "--json"});
        QVERIFY2(run.status == 0, run.err);
        QCOMPARE(run.json()["outputs"].toArray(), QJsonArray{"f32[2,8]"});
        const QString typed = m_folder.filePath("typed.wtl");
        QCOMPARE(runProgram({"export", script, "--inputs", tensors, "--to", "wtl", "-o", typed}).status, 0);
        const QJsonObject symbol = runProgram({"info", typed, "--json"}).json()["symbols"].toObject()["s77"].toObject();
        QCOMPARE(symbol["hint"].toInt(), 4);  // `s77 = 4` at the top of the script
    }

    void refused_with_what_to_do_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("tensors");  // of which sample; empty: none given
        QTest::addColumn<QString>("wanted");
        QTest::newRow("nothing given") << "torch26.bn_train_mutation.code.txt" << "" << "input 'p_c_weight' has no type: it has no annotation";
        QTest::newRow("what to give") << "torch26.bn_train_mutation.code.txt" << "" << "give the tensors with --inputs";
        QTest::newRow("modules") << "torch211.compile_debug.fx_graph_runnable.py" << "" << "attribute 'self.a.weight' has no type";
        QTest::newRow("another model's weights") << "torch26.bn_train_mutation.code.txt" << "gpt_tiny_dynseq" << "has no weight of that name";
        QTest::newRow("another model's attributes") << "torch26.gpt_tiny_dynseq.module_code.txt" << "bn_train_mutation"
                                                    << "attribute 'self.head.weight' has no type";
        QTest::newRow("too few inputs") << "torch26.symbolic_exprs.code.txt" << "bn_train_mutation" << "input 'y' has no type";
        QTest::newRow("graphs inside") << "torch26.cond_branch.code.txt" << "cond_branch" << "the graph 'self.true_graph_0' is not in this text";
    }
    void refused_with_what_to_do() {
        QFETCH(QString, file);
        QFETCH(QString, tensors);
        QFETCH(QString, wanted);
        QStringList arguments{"run", text(file)};
        if (!tensors.isEmpty()) arguments += {"--inputs", tensorsOf(samplePath("torch26/") + tensors + ".pt2")};
        const ProgramRun run = runProgram(arguments);
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains(wanted.toUtf8()), run.err);
    }

    // The inputs of a case file take the place of the file's own in what is exported, and have to fit.
    void exported_with_the_inputs_of_a_case() {
        const QString program = samplePath("torch26/mlp_static.pt2"), copy = m_folder.filePath("copy.pt2");
        QCOMPARE(runProgram({"export", program, "--to", "pt2", "-o", copy, "--inputs", samplePath("torch26/mlp_static.safetensors")}).status, 0);
        const ProgramRun wrong = runProgram({"export", program, "--to", "pt2", "-o", copy, "--inputs", samplePath("torch26/symbolic_exprs.safetensors")});
        QCOMPARE(wrong.status, 2);
    }
};

WHITTLE_TEST(UntypedTextTest)
#include "untyped_text_test.moc"
