// `whittle run --check` must tell right from wrong: every kind of recorded value is spoiled once, and each rule that
// forgives a difference is tried on both sides of its limit.
#include <QJsonArray>
#include <QTemporaryDir>

#include "engine/formats/safetensors.h"
#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const char* kProgram =
    "class GraphModule(torch.nn.Module):\n"
    "    def forward(self, x: \"f32[2]\", y: \"f32[2]\"):\n"
    "        add_: \"f32[2]\" = torch.ops.aten.add_.Scalar(x, 1)\n"
    "        mul: \"f32[2]\" = torch.ops.aten.mul.Tensor(add_, y)\n"
    "        return (mul, None, mul)\n";

Tensor f32(std::initializer_list<float> values) { return Tensor::of<float>(std::span(values.begin(), values.size()), {2}); }

using Case = std::map<std::string, Tensor>;

// What PyTorch gives for x = [1, 2] and y = [3, 4].
Case good() {
    return {{"in.0", f32({1, 2})},      {"in.1", f32({3, 4})},  {"out.0", f32({6, 12})}, {"out.2", f32({6, 12})},
            {"mut.in.0", f32({2, 3})}};
}

}  // namespace

class RunCheckTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString write(const char* name, const Case& tensors) {
        const QString path = m_folder.filePath(name);
        const NamedTensors named(tensors.begin(), tensors.end());
        if (!writeSafetensors(path.toStdString(), named)) return {};
        return path;
    }
    ProgramRun check(const Case& tensors, const QStringList& more = {}) {
        return runProgram(QStringList{"run", m_folder.filePath("program.py"), "--check", write("case.safetensors", tensors), "--json"} + more);
    }

private slots:
    // By name of the graph that was given, and with the signal that it was.
    void a_crash_says_where_it_was() {
        QProcess process;
        process.start(toQ(program().string()), {"run", samplePath("torch211/bert_tiny.pt2"), "--check", samplePath("torch211/bert_tiny.expected.safetensors"),
                                                "--mode", "compiled", "--inject", "aten.gelu.default=sigfpe"});
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(said.contains("whittle: crashed in kernel fault_gelu (node gelu)\n"), said);
    }

    void initTestCase() {
        QFile file(m_folder.filePath("program.py"));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(kProgram);
    }

    void judges_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");  // of the second element
        QTest::addColumn<QString>("mismatch");
        QTest::newRow("all right") << "" << 0. << "";
        QTest::newRow("an output") << "out.0" << 12.5 << "out.0: 1 of 2 elements differ, worst at [1]: expected 12.5, got 12";
        QTest::newRow("the same output again") << "out.2" << 11.5 << "out.2: 1 of 2 elements differ, worst at [1]: expected 11.5, got 12";
        QTest::newRow("a value where None is") << "out.1" << 1. << "out.1: expected f32[2], got None";
        QTest::newRow("a mutated input") << "mut.in.0" << 2. << "mut.in.0: 1 of 2 elements differ, worst at [1]: expected 2, got 3";
        QTest::newRow("an input left alone") << "mut.in.1" << 5. << "mut.in.1: 1 of 2 elements differ, worst at [1]: expected 5, got 4";
        QTest::newRow("no such buffer") << "mut.state" << 5. << "mut.state: expected, but the graph has no such output";
        QTest::newRow("within tolerance") << "out.0" << 12.001 << "";
        QTest::newRow("NaN") << "out.0" << double(NAN) << "out.0: 1 of 2 elements differ, worst at [1]: expected nan, got 12";
    }
    void judges() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, mismatch);
        Case tensors = good();
        const auto whole = tensors.find(key.toStdString());
        const float first = key == "mut.in.1" ? 3 : whole == tensors.end() ? 0 : static_cast<float>(whole->second.flat(0));
        if (!key.isEmpty()) tensors[key.toStdString()] = f32({first, static_cast<float>(value)});
        const ProgramRun run = check(tensors);
        const QJsonArray mismatches = run.json()["mismatches"].toArray();
        QCOMPARE(mismatches.isEmpty() ? QString() : mismatches[0].toString(), mismatch);
        QCOMPARE(run.status, mismatch.isEmpty() ? 0 : 1);
        QCOMPARE(run.json()["ok"].toBool(), mismatch.isEmpty());
    }

    // PyTorch says 12.1; what is exact decides whether 12 is as good.
    void float64_decides_data() {
        QTest::addColumn<double>("exact");
        QTest::addColumn<bool>("ok");
        QTest::newRow("nearer than PyTorch") << 12.02 << true;
        QTest::newRow("as near within a factor of 2") << 12.06 << true;
        QTest::newRow("much farther than PyTorch") << 12.09 << false;
        QTest::newRow("on PyTorch's other side") << 12.21 << true;
        QTest::newRow("far on PyTorch's other side") << 12.3001 << true;
        QTest::newRow("exactly PyTorch's") << 12.1 << false;
    }
    void float64_decides() {
        QFETCH(double, exact);
        QFETCH(bool, ok);
        Case tensors = good();
        tensors["out.0"] = f32({6, 12.1f});
        const double values[] = {6, exact};
        tensors["ref64.0"] = Tensor::of<double>(std::span(values), {2});
        const ProgramRun run = check(tensors);
        QCOMPARE(run.json()["ok"].toBool(), ok);
        QCOMPARE(run.json()["cases"][0]["judged_by_ref64"].toArray(), ok ? QJsonArray({"out.0"}) : QJsonArray());
        QVERIFY(run.json()["max_abs_error"].toDouble() > 0.09);  // against what PyTorch gave, whoever is right
    }

    // PyTorch's decompositions give some outputs another dimension of size 1 than the module they came from.
    void declared_dimensions_of_size_one() {
        const auto with = [](Sizes sizes) {
            Case tensors = good();
            tensors["out.0"] = tensors["out.0"].viewAs(std::move(sizes));
            return tensors;
        };
        const ProgramRun run = check(with({1, 2}));
        QCOMPARE(run.status, 0);
        QCOMPARE(run.json()["cases"].toArray()[0].toObject()["notes"].toArray()[0].toString(), "out.0: the program itself declares f32[2], recorded is f32[1,2]");
        Case wrong = with({1, 2});
        wrong["out.0"] = f32({6, 13}).viewAs({1, 2});
        QCOMPARE(check(wrong).status, 1);
        wrong["out.0"] = Tensor::of<float>(std::vector<float>{6, 12, 6, 12}, {2, 2});
        QCOMPARE(check(wrong).status, 1);
        wrong["mut.in.0"] = f32({2, 3}).viewAs({2, 1});  // an argument keeps its sizes
        wrong["out.0"] = f32({6, 12});
        QCOMPARE(check(wrong).status, 1);
    }

    void tolerance_goes_by_the_coarsest_dtype() {
        const QString path = m_folder.filePath("half.py");
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("class GraphModule(torch.nn.Module):\n    def forward(self, x: \"f32[2]\"):\n"
                   "        half: \"f16[2]\" = torch.ops.aten._to_copy.default(x, dtype = torch.float16)\n"
                   "        whole: \"f32[2]\" = torch.ops.aten._to_copy.default(half, dtype = torch.float32)\n"
                   "        return (whole, x)\n");
        file.close();
        const auto status = [&](float off, const char* key, const QStringList& more = {}) {
            Case tensors{{"in.0", f32({1, 2})}, {"out.0", f32({1, 2})}, {"out.1", f32({1, 2})}};
            tensors[key] = f32({1, 2 + off});
            return runProgram(QStringList{"run", path, "--check", write("half.safetensors", tensors)} + more).status;
        };
        QCOMPARE(status(0.01f, "out.0"), 0);   // computed in f16
        QCOMPARE(status(0.01f, "out.1"), 1);   // never less than f32
        QCOMPARE(status(0.05f, "out.0"), 1);
        QCOMPARE(status(0.01f, "out.0", {"--rtol", "1e-4", "--atol", "1e-4"}), 1);
        QCOMPARE(status(0.01f, "out.1", {"--rtol", "1e-2"}), 0);
    }

    // The outputs of this model are of the size of 1e-7: no absolute tolerance made for 1 may forgive a fault in them.
    void a_fault_in_small_outputs_is_found_data() {
        QTest::addColumn<QString>("mode");
        for (const char* mode : {"eager", "compiled", "reference"}) QTest::newRow(mode) << mode;
    }
    void a_fault_in_small_outputs_is_found() {
        QFETCH(QString, mode);
        const QString program = samplePath("torch211/mobilenet_v3_small_w25.pt2");
        const auto recorded = readSafetensors(sample("torch211/mobilenet_v3_small_w25.expected.safetensors"));
        VERIFY_OK(recorded);
        const auto status = [&](double factor) {
            Case tensors = *recorded;
            Tensor& out = tensors.at("out.0");
            std::vector<double> values;
            for (Index i = 0; i < out.numel(); ++i) values.push_back(out.flat(i) * factor);
            out = Tensor::of<double>(values, out.sizes()).to(DType::F32);
            return runProgram({"run", program, "--mode", mode, "--check", write("small.safetensors", tensors)}).status;
        };
        QCOMPARE(status(1), 0);
        QCOMPARE(status(1.01), 1);
    }

    void calls_in_sequence_share_their_state() {
        const auto path = [](const char* name) { return samplePath("torch26/kvcache_step") + name; };
        const auto run = [&](const QStringList& checks, const char* mode) {
            QStringList arguments{"run", path(".pt2"), "--mode", mode, "--json"};
            for (const QString& check : checks) arguments += {"--check", check};
            return runProgram(arguments);
        };
        const QString first = path(".safetensors"), second = path(".case1.safetensors");
        for (const char* mode : {"eager", "reference", "compiled"}) {
            const ProgramRun both = run({first, second}, mode);
            QVERIFY2(both.status == 0, both.out + both.err);
            QCOMPARE(both.json()["cases"].toArray().size(), 2);
            const ProgramRun turned = run({second, first}, mode);
            QCOMPARE(turned.status, 1);
            QVERIFY(turned.json()["cases"][0]["mismatches"][0].toString().startsWith("mut.k_cache"));
            QVERIFY(turned.json()["notes"].toArray().last().toString().contains("--state"));
        }
    }

    void state_comes_from_another_file() {
        const QString base = samplePath("torch26/bn_train_mutation");
        const QStringList plain{"run", base + ".core.pt2", "--check", base + ".safetensors", "--json"};
        const ProgramRun run = runProgram(plain + QStringList{"--state", base + ".pt2"});
        QVERIFY2(run.status == 0, run.out + run.err);
        QVERIFY(run.json()["notes"].toArray().last().toString().startsWith("6 buffers start as in"));
        QCOMPARE(runProgram(plain + QStringList{"--state", samplePath("torch26/mlp_static.pt2")}).status, 2);
    }

    // A count that was saved after the calls shows in the results alone.
    void results_that_depend_on_the_state_say_so() {
        const QString base = samplePath("torch26/input_mutation");
        const QStringList plain{"run", base + ".core.pt2", "--check", base + ".safetensors", "--json"};
        const ProgramRun run = runProgram(plain);
        QCOMPARE(run.status, 1);
        QVERIFY2(run.json()["notes"].toArray().last().toString().contains("--state takes the start from another file"), run.out);
        QCOMPARE(runProgram(plain + QStringList{"--state", base + ".pt2"}).status, 0);
        Case wrong = *readSafetensors(sample("torch211/conv_bn_core.expected.safetensors"));
        wrong["out.0"] = Tensor::zeros(DType::F32, wrong["out.0"].sizes());
        const ProgramRun stateless = runProgram({"run", samplePath("torch211/conv_bn_core.pt2"), "--check", write("wrong.safetensors", wrong), "--json"});
        QCOMPARE(stateless.status, 1);
        QVERIFY2(!stateless.out.contains("--state"), stateless.out);
    }

    // Nothing tells where such a program's case started, so its buffers are compared with a float64 run.
    void saved_after_its_calls() {
        const QString base = samplePath("torch26/bn_train_mutation");
        const QStringList twin{"run", base + ".core.pt2", "--check", base + ".safetensors", "--json"};
        for (const char* mode : {"eager", "reference", "compiled"}) {
            const ProgramRun run = runProgram(twin + QStringList{"--mode", mode});
            QVERIFY2(run.status == 0, run.out + run.err);
            QVERIFY(run.json()["notes"].toArray().last().toString().startsWith("the program was saved after these calls"));
        }
        // A compiler that gets a buffer wrong is still found.
        const ProgramRun broken = runProgram(twin + QStringList{"--mode", "compiled", "--inject", "aten.add.Tensor=wrong_result"});
        QCOMPARE(broken.status, 1);
        QVERIFY2(broken.out.contains("mut.bn.num_batches_tracked"), broken.out);
    }

    void inputs_of_the_case_are_not_called_absent() {
        QVERIFY(!check(good()).err.contains("absent"));
        QVERIFY(runProgram({"run", m_folder.filePath("program.py")}).err.contains("example inputs absent: 2 filled from seed 0"));
        Case outputs = good();
        outputs.erase("in.0");
        outputs.erase("in.1");
        QVERIFY(check(outputs).err.contains("example inputs absent: 2 filled from seed 0"));  // then those are what is run with
    }

    void files_must_go_together() {
        Case tensors = good();
        tensors.erase("in.1");
        const QJsonObject json = check(tensors).json();
        QCOMPARE(std::as_const(json)["error"]["message"].toString().section(' ', 1),
                 "has 1 of the graph's 2 inputs: no tensor for input 'y'");
        const QString path = write("case.safetensors", good());
        QCOMPARE(check(good(), {"--inputs", path, "--inputs", path}).status, 2);
        QCOMPARE(check(good(), {"--inputs", path}).status, 0);
    }
};

WHITTLE_TEST(RunCheckTest)
#include "run_check_test.moc"
