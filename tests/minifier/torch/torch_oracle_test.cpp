// Real bugs of PyTorch 2.6, each in a graph around it, cut down by a real PyTorch. WHITTLE_TORCH_PYTHON names a Python that has one.
// The bugs are those of the issues that the graphs in tests/golden/minify_torch name; a later PyTorch may have lost some.
#include "minifier/oracle/torch_oracle.h"

#include <fstream>

#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/minifier/torch/real_bug.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Programs whose command line names a folder of the oracle's: compilers that a candidate has left behind.
int leftRunning() {
    int count = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
        const Result<std::string> words = readFile(entry.path() / "cmdline");
        if (words && words->find("whittle-torch-") != std::string::npos && words->find("/candidate-") != std::string::npos) ++count;
    }
    return count;
}

// A Python that has been told to say and do something else than torch_oracle.py.
std::string writeScript(const QTemporaryDir& folder, const std::string& text) {
    const std::filesystem::path path = folder.path().toStdString() + "/python";
    std::ofstream(path) << "#!/bin/sh\n" << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
}

}  // namespace

class TorchOracleTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    // Those that a compile of seconds each reduces; the others are in slow/.
    void reduces_a_real_bug_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("signature");
        QTest::addColumn<QString>("op");
        QTest::newRow("remainder by zero") << "div_zero" << "SIGFPE in run, eager raises RuntimeError: ZeroDivisionError" << "aten.remainder.Tensor";
        QTest::newRow("shift too far") << "shift" << "wrong value" << "aten.bitwise_right_shift.Tensor";
    }
    void reduces_a_real_bug() {
        QFETCH(QString, file);
        QFETCH(QString, signature);
        QFETCH(QString, op);
        reduceToOneOperator({.file = file, .mode = "compile", .signature = signature, .op = op, .python = m_python});
    }

    void an_option_belongs_to_the_oracle() {
        const auto opened = openGraph(golden("minify_torch/derived_dim.wtl"));
        VERIFY_OK(opened);
        TorchOracleOptions options = optionsFor(m_python, "compile");
        const auto started = [&](std::vector<std::string> inductor) {
            options.inductor = std::move(inductor);
            return TorchOracle::start(opened->graph, options, {});
        };
        QCOMPARE(describe(started({"cpp.inject_relu_bug_TESTING_ONLY"})),
                 QString("argument: an option of Inductor is NAME=VALUE, not 'cpp.inject_relu_bug_TESTING_ONLY'"));
        QCOMPARE(describe(started({"__import__('os').x=1"})), QString("argument: an option of Inductor is NAME=VALUE, not '__import__('os').x=1'"));
        QCOMPARE(describe(started({"max_autotune=False", "max_autotune=True"})), QString("argument: Inductor's option max_autotune is given twice"));
        QCOMPARE(describe(started({"max_autotune=maybe"})), QString("run: PyTorch: Inductor's option max_autotune takes bool, not 'maybe'"));
        QVERIFY(describe(started({"cpp.inject_relu_bug=accuracy"})).endsWith("near it: cpp.inject_relu_bug_TESTING_ONLY, cpp.inject_log1p_bug_TESTING_ONLY"));
        const auto oracle = started({"cpp.inject_relu_bug_TESTING_ONLY=accuracy", "epilogue_fusion=False"});
        VERIFY_OK(oracle);
        QVERIFY2((*oracle)->identity().ends_with(" cpp.inject_relu_bug_TESTING_ONLY='accuracy' epilogue_fusion=False"), (*oracle)->identity().c_str());
        const std::vector<InductorSetting> wanted{{"cpp.inject_relu_bug_TESTING_ONLY", "'accuracy'"}, {"epilogue_fusion", "False"}};
        QCOMPARE((*oracle)->scriptSettings({}), wanted);
        // What plants the fault is no setting of the compiler.
        QCOMPARE((*oracle)->parts().settings, std::vector<CompilerSetting>({{"no --torch-option epilogue_fusion=False", "--torch-option epilogue_fusion=False"}}));
        LeftOut without;
        without.plainer = {"no --torch-option epilogue_fusion=False"};
        QCOMPARE((*oracle)->scriptSettings(without), std::vector<InductorSetting>({wanted[0]}));
        const auto verdict = (*oracle)->test(opened->graph, {});
        VERIFY_OK(verdict);
        QVERIFY2(verdict->failure, verdict->note.c_str());
        QCOMPARE(toQ(verdict->failure->signature), QString("wrong value"));
    }

    // Each is tried without, and the script sets those that it takes.
    void options_that_are_not_needed_are_dropped() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[1]\n %y = aten.relu.default(%x) : f32[1]\n return %y\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {1}, 0));
        TorchOracleOptions options = optionsFor(m_python, "compile");
        options.inductor = {"epilogue_fusion=False", "cpp.inject_relu_bug_TESTING_ONLY=compile_error", "cpp.threads=1"};
        const auto oracle = TorchOracle::start(*graph, options, {});
        VERIFY_OK(oracle);
        const QTemporaryDir folder;
        const auto result = minify(*graph, **oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->culprit);
        QCOMPARE(toQ(result->culprit->text()), QString("it fails with no --torch-option epilogue_fusion=False, no --torch-option cpp.threads=1 too"));
        QCOMPARE(result->culprit->runs, 1);
        const auto script = readFile(std::filesystem::path(folder.path().toStdString()) / "repro.py");
        VERIFY_OK(script);
        QVERIFY(script->find("cpp.inject_relu_bug_TESTING_ONLY = 'compile_error'") != std::string::npos);
        QVERIFY(script->find("epilogue_fusion") == std::string::npos);
        QVERIFY(script->find("cpp.threads") == std::string::npos);
        // An option that the helper has set is back at what it was, in that question alone.
        LeftOut without;
        without.plainer = {"no --torch-option cpp.inject_relu_bug_TESTING_ONLY='compile_error'"};
        for (const bool planted : {false, true}) {
            const auto verdict = planted ? (*oracle)->test(*graph, {}) : (*oracle)->testWithout(*graph, without, {});
            VERIFY_OK(verdict);
            QCOMPARE(verdict->kind, planted ? Verdict::Kind::Fails : Verdict::Kind::Passes);
        }
    }

    // Differences that eager's own roundings make are no bug, and the user is told.
    void refuses_what_is_ill_conditioned_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("condition of a singular matrix") << "ill_conditioned";
        QTest::newRow("what two orders of a sum leave") << "rounding";
    }
    void refuses_what_is_ill_conditioned() {
        QFETCH(QString, file);
        const auto opened = openGraph(golden("minify_torch/" + file.toStdString() + ".wtl"));
        VERIFY_OK(opened);
        const auto oracle = TorchOracle::start(opened->graph, optionsFor(m_python, "compile"), {});
        VERIFY_OK(oracle);
        const auto verdict = (*oracle)->test(opened->graph, {});
        VERIFY_OK(verdict);
        QVERIFY2(verdict->kind == Verdict::Kind::Passes, verdict->failure ? verdict->failure->message.c_str() : verdict->note.c_str());
        qInfo("%s", verdict->note.c_str());
    }

    // A candidate that does not end in time is a hang, and its compilers end with it.
    void a_hang_leaves_nothing_behind() {
        const auto opened = openGraph(golden("minify_torch/shift.wtl"));
        VERIFY_OK(opened);
        TorchOracleOptions options = optionsFor(m_python, "compile");
        options.time = std::chrono::milliseconds(1500);  // g++ takes longer to read PyTorch's headers
        const auto oracle = TorchOracle::start(opened->graph, options, {});
        VERIFY_OK(oracle);
        const auto verdict = (*oracle)->test(opened->graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->failure);
        QCOMPARE(verdict->failure->kind, FailureKind::Hang);
        QCOMPARE(verdict->limits, (*oracle)->limits());
        QCOMPARE(leftRunning(), 0);
    }

    // Eager needs it too, so it says nothing about the compiler; a job that resumes with a wider limit asks again.
    void memory_that_runs_out_is_told() {
        const auto opened = openGraph(golden("minify_torch/shift.wtl"));
        VERIFY_OK(opened);
        TorchOracleOptions options = optionsFor(m_python, "compile");
        options.memoryBytes = 256ull << 20;
        const auto oracle = TorchOracle::start(opened->graph, options, {});
        VERIFY_OK(oracle);
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/big.wtl";
        VERIFY_OK(writeFileAtomic(file, std::string_view("whittle 1\ngraph @big {\n  input %x : f32[1]\n"
                                                         "  %wide = aten.expand.default(%x, [400000000]) : f32[400000000]\n"
                                                         "  %sin = aten.sin.default(%wide) : f32[400000000]\n  return %sin\n}\n")));
        const auto big = openGraph(file);
        VERIFY_OK(big);
        const auto verdict = (*oracle)->test(big->graph, {});
        VERIFY_OK(verdict);
        QVERIFY(verdict->kind == Verdict::Kind::Invalid);
        QVERIFY2(toQ(verdict->note).contains("can't allocate memory"), verdict->note.c_str());
        QCOMPARE(verdict->limits, (*oracle)->limits());
    }

    void another_python_is_an_error_that_says_so() {
        const auto opened = openGraph(golden("minify_torch/shift.wtl"));
        VERIFY_OK(opened);
        const QTemporaryDir folder;
        TorchOracleOptions options = optionsFor(m_python, "compile");
        options.python = writeScript(folder, "exec '" + m_python.toStdString() + "' -c '\nimport os\nos.write(3, b\"{\\\"error\\\": \\\"no PyTorch\\\"}\\n\")\nos.read(3, 1)'");
        QCOMPARE(describe(TorchOracle::start(opened->graph, options, {})), QString("run: PyTorch: no PyTorch"));
        options.python = writeScript(folder, "echo gone >&2; exit 3");
        QCOMPARE(describe(TorchOracle::start(opened->graph, options, {})), QString("io: PyTorch died: exit status 3"));
    }

private:
    QString m_python;
};

WHITTLE_TEST(TorchOracleTest)
#include "torch_oracle_test.moc"
