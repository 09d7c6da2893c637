// How far PyTorch goes with a candidate once it is known at which stage the original fails. WHITTLE_TORCH_PYTHON names a Python that has one.
#include <fstream>

#include <QProcess>

#include "engine/base/files.h"
#include "tests/minifier/torch/real_bug.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr std::string_view kFails = "whittle 1\ngraph @net {\n  input %x : f32[4]\n  %neg = aten.neg.default(%x) : f32[4]\n"
                                    "  %relu = aten.relu.default(%neg) : f32[4]\n  return %relu\n}\n";
constexpr std::string_view kPasses = "whittle 1\ngraph @net {\n  input %x : f32[4]\n  %neg = aten.neg.default(%x) : f32[4]\n  return %neg\n}\n";

// Run with the folder of torch_stages.py and an empty one: programs that begin alike are read with the header, others and other flags without,
// and the compiler says the same of each. "own" is Inductor's header in the candidate's own folder.
constexpr const char* kHeaderScript = R"py(
import os, subprocess, sys
sys.path.insert(0, sys.argv[1])
import torch_stages as stages

def program(name, begin, rest):
    folder = os.path.join(sys.argv[2], name)
    os.makedirs(folder)
    with open(os.path.join(folder, 'own.h'), 'w') as file:
        file.write('#pragma once\ntemplate <class T> int all(T x) { return x.size(); }\n')
    source = os.path.join(folder, 'model.cpp')
    with open(source, 'w') as file:
        file.write('#include <vector>\n%s\n#include "%s/own.h"\n%s' % (begin, folder, rest))
    return ['g++', source, '-O1', '-c', '-o', os.path.join(folder, 'model.o')]

def says(command):
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return ended.returncode != 0, first_error(ended.stdout)

def first_error(text):
    return next((line.split('error: ')[1] for line in text.split('\n') if 'error: ' in line), '')

struct = 'struct Begin { int size() const { return 1; } };'
bad = program('bad', struct, '#include "own.h"\nint f() { return all(Begin()) + missing; }\n')
error = says(bad)[1]
assert "missing" in error, error
header = os.path.join(sys.argv[2], 'header')
assert stages.offer_header(bad, header) == header
assert not stages.make_header(header, 'another error', first_error)
assert stages.make_header(header, error, first_error)
ready = stages.Ready(header)
for name, begin, rest, fits in (
        ('same', struct, 'int g() { return all(Begin()) + lost; }\n', True),
        ('good', struct, 'int g() { return all(Begin()); }\n', True),
        ('template', struct, 'int g() { return all(3); }\n', True),
        ('other', 'struct Begin { };', 'int g() { return all(Begin()); }\n', False)):
    command = program(name, begin, rest)
    short = stages.front_end_of(command, ready)
    assert ('-include' in short) == fits, (name, short)
    assert says(short) == says(command), (name, says(short), says(command))
    assert '-include' not in stages.front_end_of([word.replace('-O1', '-O2') for word in command], ready)
)py";

// A stop that came in one packet with its question ends it at once; the question behind it is answered.
constexpr const char* kStopScript = R"py(
import json, os, socket, sys, time
sys.path.insert(0, sys.argv[1])
import torch_child as child

ours, theirs = socket.socketpair()
questions = child.Questions(theirs)
question = {'do': 'sleep', 'seconds': 60, 'memory': 1 << 30}
ours.sendall(b''.join(json.dumps(q).encode() + b'\n' for q in (question, {'do': 'stop'}, question | {'seconds': 30})))
wake = os.pipe()[0]
os.set_blocking(wake, False)
begin = time.monotonic()
ended = child.run_child(questions.next(), lambda *_: time.sleep(60), questions, sys.argv[2], wake, child.Header())
assert ended is not None and ended.answer is None and not ended.late
assert time.monotonic() - begin < 20
assert questions.next()['do'] == 'stop'
last = questions.next()
assert last['seconds'] == 30 and questions.more() is False
ended = child.run_child(last, lambda question, reporter: reporter.answer(verdict='passes'), questions, sys.argv[2], wake, child.Header())
assert ended.answer == {'verdict': 'passes'}, ended.answer
ours.close()
assert questions.more() is None and questions.next() is None
)py";

}  // namespace

class TorchStagesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    void a_header_changes_nothing_that_the_compiler_says() {
        const QTemporaryDir folder;
        QProcess python;
        python.start(m_python, {"-c", kHeaderScript, toQ((sourceDir() / "resources").string()), folder.path()});
        QVERIFY(python.waitForFinished(120'000));
        QVERIFY2(python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0, python.readAllStandardError());
    }

    void a_stop_that_comes_with_its_question_is_followed() {
        const QTemporaryDir folder;
        QProcess python;
        python.start(m_python, {"-c", kStopScript, toQ((sourceDir() / "resources").string()), folder.path()});
        QVERIFY(python.waitForFinished(120'000));
        QVERIFY2(python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0, python.readAllStandardError());
    }

    // Two oracles, one after the other: the second one is asked what the first one has found out.
    void a_candidate_passes_where_it_gets_past_the_original_s_failure() {
        const QTemporaryDir folder;
        const auto graph = [&](std::string_view text) {
            const std::filesystem::path file = folder.path().toStdString() + "/net.wtl";
            return writeFileAtomic(file, text) ? openGraph(file) : Result<OpenedGraph>(fail(Code::Io, "not written"));
        };
        const auto fails = graph(kFails), passes = graph(kPasses);
        VERIFY_OK(fails);
        VERIFY_OK(passes);
        TorchOracleOptions options = optionsFor(m_python, "aoti");
        options.inductor = {"cpp.inject_relu_bug_TESTING_ONLY=compile_error"};
        options.program = program();
        const auto oracle = TorchOracle::start(fails->graph, options, {});
        VERIFY_OK(oracle);
        const std::string whole = (*oracle)->lastingIdentity();
        QVERIFY2(whole.starts_with((*oracle)->identity() + " build="), whole.c_str());
        QVERIFY((*oracle)->shortcut().empty());
        const auto original = (*oracle)->test(fails->graph, {});
        VERIFY_OK(original);
        QVERIFY(original->failure);
        QCOMPARE(toQ(original->failure->signature), QString("CppCompileError: '_' was not declared in this scope"));
        QCOMPARE(toQ(original->failure->phase), QString("C++ front end"));

        (*oracle)->lookFor(*original->failure);
        QCOMPARE(toQ((*oracle)->lastingIdentity()), toQ(whole + " until=C++ front end"));
        QVERIFY(!(*oracle)->shortcut().empty());
        const std::unique_ptr<Oracle> other = (*oracle)->another();
        QVERIFY(other);
        std::string details;  // which name no folder of either
        for (Oracle* one : {oracle->get(), other.get()}) {
            QCOMPARE(toQ(one->lastingIdentity()), toQ((*oracle)->lastingIdentity()));
            const auto again = one->test(fails->graph, {});
            VERIFY_OK(again);
            QVERIFY(again->failure);
            QCOMPARE(toQ(again->failure->signature), toQ(original->failure->signature));
            QCOMPARE(toQ(again->failure->phase), QString("C++ front end"));
            // Of PyTorch 2.14's headers the compiler warns so much that the last words are all its own.
            QVERIFY2(again->failure->detail.contains("torch_stages.py") || again->failure->detail.contains("[-Woverflow]"), again->failure->detail.c_str());
            QVERIFY2(!again->failure->detail.contains("/tmp/"), again->failure->detail.c_str());
            if (details.empty()) details = again->failure->detail;
            QCOMPARE(toQ(again->failure->detail), toQ(details));
            const auto past = one->test(passes->graph, {});
            VERIFY_OK(past);
            QVERIFY(past->kind == Verdict::Kind::Passes);
            QCOMPARE(toQ(past->note), QString("gets past C++ front end, where the original fails; what comes after was not run"));
            QVERIFY(one->notes().empty());
        }

        // What fails while it runs is known only at the end.
        Failure wrong = *original->failure;
        wrong.kind = FailureKind::WrongResult;
        wrong.phase = "compare";
        (*oracle)->lookFor(wrong);
        QVERIFY((*oracle)->shortcut().empty());
        QCOMPARE(toQ((*oracle)->lastingIdentity()), toQ(whole));
    }

private:
    QString m_python;
};

WHITTLE_TEST(TorchStagesTest)
#include "torch_stages_test.moc"
