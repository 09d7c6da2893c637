// Python text without annotations (`gm.code`, scripts whose weights are modules): the tensors it is run with give the types,
// and what cannot be had is refused with what to do.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "engine/formats/safetensors.h"
#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

class UntypedTextTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString tensorsOf(const QString& program) {
        const QString path = m_folder.filePath("tensors.safetensors");
        const ProgramRun run = runProgram({"export", program, "--to", "safetensors", "-o", path});
        return run.status == 0 ? path : QString();
    }
    QString tensorFile(const QString& name, const NamedTensors& tensors) {
        const QString path = m_folder.filePath(name + ".safetensors");
        if (!writeSafetensors(path.toStdString(), tensors)) qFatal("cannot write a test file");
        return path;
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

    // A text with types whose parameters are weights: by its signature, by PyTorch's names, or through the map of tied weights.
    void typed_text_takes_weights_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("sample");
        QTest::newRow("mutation, program") << "torch26.bn_train_mutation.program.txt" << "torch26/bn_train_mutation";
        QTest::newRow("mutation, readable") << "torch26.bn_train_mutation.readable.txt" << "torch26/bn_train_mutation";
        QTest::newRow("tied weights, program") << "torch26.gpt_tiny_dynseq.program.txt" << "torch26/gpt_tiny_dynseq";
        QTest::newRow("tied weights, readable") << "torch26.gpt_tiny_dynseq.readable.txt" << "torch26/gpt_tiny_dynseq";
        QTest::newRow("graphs inside, program") << "torch214.cond_branch.program.txt" << "torch214/cond_branch";
        QTest::newRow("graphs inside, readable") << "torch214.cond_branch.readable.txt" << "torch214/cond_branch";
    }
    void typed_text_takes_weights() {
        QFETCH(QString, file);
        QFETCH(QString, sample);
        const QString base = samplePath(qPrintable(sample));
        const ProgramRun run = runProgram({"run", text(file), "--inputs", tensorsOf(base + ".pt2"), "--check", base + ".safetensors"});
        QVERIFY2(run.status == 0, run.out + run.err);
        QVERIFY2(!run.err.contains("absent"), run.err);
    }

    // What two exports of one program write is the program again.
    void exported_text_and_tensors_fit_together_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("kind");
        for (const char* sample : {"torch26/bn_train_mutation", "torch26/gpt_tiny_dynseq", "torch26/state_zoo", "torch26/kvcache_step", "torch26/input_mutation",
                                   "torch26/while_loop", "torch214/cond_branch", "torch26/lstm_bidir"})
            for (const char* kind : {"fx", "json"}) QTest::addRow("%s, %s", sample, kind) << sample << kind;
    }
    void exported_text_and_tensors_fit_together() {
        QFETCH(QString, sample);
        QFETCH(QString, kind);
        const QString base = samplePath(qPrintable(sample)), program = m_folder.filePath("program." + kind);
        QCOMPARE(runProgram({"export", base + ".pt2", "--to", kind, "-o", program}).status, 0);
        const ProgramRun run = runProgram({"run", program, "--inputs", tensorsOf(base + ".pt2"), "--check", base + ".safetensors"});
        QVERIFY2(run.status == 0, run.out + run.err);
        QVERIFY2(!run.err.contains("absent"), run.err);
        const ProgramRun alone = runProgram({"run", program});  // the weights are known as such without their values
        QVERIFY2(alone.status == 0 || alone.err.contains("type"), alone.err);
    }

    void weights_have_to_fit() {
        const QString program = m_folder.filePath("mlp.fx");
        QCOMPARE(runProgram({"export", samplePath("torch26/mlp_static.pt2"), "--to", "fx", "-o", program}).status, 0);
        const QString wrong = tensorFile("wrong", {{"fc1.weight", Tensor::zeros(DType::F32, {3})}});
        const ProgramRun run = runProgram({"run", program, "--inputs", wrong});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains("the weight 'fc1.weight' is f32[3] in " + wrong.toUtf8()), run.err);
    }

    // A name that Dynamo made, and a weight whose name begins as an output's does.
    void spellings_of_weights() {
        const QString script = m_folder.filePath("names.py");
        QFile file(script);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("def forward(self, p_l__self___out_weight: \"f32[2]\", b_out_1: \"f32[2]\", x: \"f32[2]\"):\n"
                   "    add: \"f32[2]\" = torch.ops.aten.add.Tensor(p_l__self___out_weight, b_out_1);\n"
                   "    mul: \"f32[2]\" = torch.ops.aten.mul.Tensor(add, x);\n    return (mul,)\n");
        file.close();
        const auto of = [](double value) { return Tensor::full(DType::F32, {2}, value); };
        const QString tensors = tensorFile("names", {{"out.weight", of(3)}, {"out_1", of(4)}, {"in.0", of(2)}, {"out.0", of(14)}});
        const ProgramRun run = runProgram({"run", script, "--inputs", tensors, "--check", tensors});
        QVERIFY2(run.status == 0, run.out + run.err);
    }

    // Every command that opens such a text takes the tensors, and what it opens is what `run` opens.
    void every_command_takes_the_tensors() {
        const QString base = samplePath("torch26/bn_train_mutation"), code = text("torch26.bn_train_mutation.code.txt");
        const QString tensors = tensorsOf(base + ".pt2");
        const QJsonObject given = runProgram({"info", code, "--inputs", tensors, "--json"}).json();
        const QJsonObject archive = runProgram({"info", base + ".pt2", "--json"}).json();
        QVERIFY(given["nodes"].toInt() > 0);
        for (const char* key : {"nodes", "ops", "outputs", "weights_bytes"}) QCOMPARE(given[key], archive[key]);

        const ProgramRun compiled = runProgram({"compile", code, "--inputs", tensors, "--json"});
        QVERIFY2(compiled.status == 0, compiled.err);
        QVERIFY(!compiled.json()["kernels"].toArray().isEmpty());

        const QString folder = m_folder.filePath("minified");
        const ProgramRun minified = runProgram({"minify", code, "--inputs", tensors, "--inject", "aten.leaky_relu.default=run_error", "-o",
                                                folder, "--json", "--quiet"});
        QVERIFY2(minified.status == 0, minified.err);
        QCOMPARE(minified.json()["nodes_after"].toInt(), 1);
        QFile report(folder + "/report.json");
        QVERIFY(report.open(QFile::ReadOnly));
        QVERIFY(report.readAll().contains("--inputs tensors.safetensors"));
    }

    void every_command_refuses_what_run_refuses_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("tensors");
        QTest::addColumn<QString>("wanted");
        const QString code = text("torch26.bn_train_mutation.code.txt"), typed = samplePath("torch26/mlp_static.pt2");
        QTest::newRow("none") << code << "" << "give the tensors with --inputs";
        QTest::newRow("not there") << code << m_folder.filePath("nothing.safetensors") << "nothing.safetensors";
        QTest::newRow("another model's") << code << samplePath("torch26/gpt_tiny_dynseq.safetensors") << "input 'p_c_bias' has no type";
        QTest::newRow("another shape") << typed << samplePath("torch26/bn_train_mutation.safetensors") << "input %x has type f32[4,32], but holds f32[4,3,8,8]";
        QTest::newRow("too many") << typed << samplePath("torch26/symbolic_exprs.safetensors") << "but the graph has only 1 inputs";
        QTest::newRow("no call") << typed << tensorFile("other", {{"w", Tensor::zeros(DType::F32, {2})}}) << "no tensor for input 'x'";
    }
    void every_command_refuses_what_run_refuses() {
        QFETCH(QString, file);
        QFETCH(QString, tensors);
        QFETCH(QString, wanted);
        const QString out = m_folder.filePath("refused");
        const QStringList inputs = tensors.isEmpty() ? QStringList() : QStringList{"--inputs", tensors};
        for (const QStringList& command : {QStringList{"run"}, {"info"}, {"compile"}, {"minify", "-o", out}, {"export", "--to", "wtl", "-o", out}}) {
            const ProgramRun run = runProgram(command + QStringList{file} + inputs);
            QVERIFY2(run.status == 2, qPrintable(command.join(' ') + ": " + run.out + run.err));
            QVERIFY2(run.err.contains(wanted.toUtf8()), qPrintable(command.join(' ') + ": " + run.err));
        }
        QVERIFY(!QFile::exists(out));
        for (const char* command : {"run", "info", "compile", "minify", "export"}) QVERIFY(runProgram({command, "--help"}).out.contains("--inputs"));
        QVERIFY(runProgram({"completion", "fish"}).out.contains("__fish_seen_subcommand_from minify' -l inputs"));
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
