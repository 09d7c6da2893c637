#include "minifier/oracle/command_oracle.h"

#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/base/files.h"
#include "engine/base/process_tree.h"
#include "engine/formats/open.h"
#include "minifier/oracle/command_words.h"
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr const char* kRelu = "aten.relu.default";

QString words(const Verdict& verdict) {
    if (verdict.kind == Verdict::Kind::Passes) return "passes";
    if (verdict.kind == Verdict::Kind::Invalid) return "invalid: " + toQ(verdict.note);
    return QString("%1: %2").arg(toQ(std::string(failureKindName(verdict.failure->kind))), toQ(verdict.failure->signature));
}

int entries(const fs::path& folder) {
    return static_cast<int>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

class CommandOracleTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    fs::path temp() const { return m_dir.path().toStdString(); }

    // Runs a shell's text with the candidate as $1.
    std::unique_ptr<CommandOracle> shell(const std::string& script, const std::string& rule, CommandOracleOptions options = {}) {
        auto failsWhen = FailsWhen::parse(rule);
        if (!failsWhen) qFatal("%s", failsWhen.error().describe().c_str());
        options.program = program();
        options.words = {"/bin/sh", "-c", script, "check"};
        options.failsWhen = *std::move(failsWhen);
        options.tempFolder = temp();
        auto oracle = CommandOracle::make(std::move(options));
        if (!oracle) qFatal("%s", oracle.error().describe().c_str());
        return *std::move(oracle);
    }

private slots:
    void ends_are_answers_data() {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* script, const char* rule, const char* want) { QTest::newRow(name) << script << rule << want; };
        row("interesting", "exit 0", "exit==0", "run_error: exit status 0");
        row("not interesting", "exit 1", "exit==0", "passes");
        row("a signal is not status 0", "kill -SEGV $$", "exit==0", "passes");
        row("one status", "exit 3", "exit==3", "run_error: exit status 3");
        row("another status", "exit 4", "exit==3", "passes");
        row("any status", "exit 4", "exit!=0", "run_error: exit status 4");
        row("no status", "exit 0", "exit!=0", "passes");
        row("a signal is no status", "kill -SEGV $$", "exit!=0", "crash: SIGSEGV");
        row("a signal", "kill -FPE $$", "signal", "crash: SIGFPE");
        row("a signal as a shell tells it", "sh -c 'kill -ABRT $$'; exit $?", "signal", "crash: SIGABRT");
        row("no signal", "exit 1", "signal", "passes");
        row("a line", "echo fine; echo 'error 17 in /tmp/x: bad' >&2; exit 1", "stderr~error .*bad", "run_error: error # in _: bad");
        row("the first line", "echo bad 1; echo bad two", "stdout~bad (t|\\d)", "run_error: bad #");
        row("another stream", "echo bad", "stderr~bad", "passes");
        row("a line and a death", "echo bad >&2; kill -ABRT $$", "stderr~bad", "crash: bad");
        row("a line without an end", "printf 'all bad' >&2", "stderr~bad$", "run_error: all bad");
        row("bytes that are no text", "printf 'bad \\377\\376\\n' >&2", "stderr~bad", "run_error: bad \xef\xbf\xbd\xef\xbf\xbd");
        row("a hang", "sleep 1000", "timeout", "hang: hang");
        row("no hang", "exit 0", "timeout", "passes");
        row("memory", "tail /dev/zero", "memory", "out_of_memory: out of memory");
        row("no memory", "exit 1", "memory", "passes");
    }
    void ends_are_answers() {
        QFETCH(QString, script);
        QFETCH(QString, rule);
        QFETCH(QString, want);
        const auto oracle = shell(script.toStdString(), rule.toStdString(), {.format = "wtl", .time = rule == "timeout" && want != "passes" ? 300ms : 60s, .memoryBytes = 256 << 20});
        const auto verdict = oracle->test(chain(3, {{1, kRelu}}), {});
        VERIFY_OK(verdict);
        QCOMPARE(words(*verdict), want);
        // Whoever takes too much memory is refused it or killed for it, whichever comes first.
        if (!want.startsWith("out_of_memory")) QCOMPARE(verdict->limits.empty(), !want.startsWith("hang"));
        if (verdict->failure) QCOMPARE(toQ(verdict->failure->phase), QString("command"));
    }

    void what_ran_into_a_limit_says_nothing() {
        const auto oracle = shell("echo thinking; sleep 1000", "exit==0", {.format = "wtl", .time = 300ms});
        const auto verdict = oracle->test(chain(3, {}), {});
        VERIFY_OK(verdict);
        QCOMPARE(words(*verdict), QString("invalid: sh: time limit: thinking (0.3 s, 4096 MB; --timeout and --memory widen it)"));
        QCOMPARE(toQ(verdict->limits), QString("0.3 s, 4096 MB"));
    }

    void a_candidate_comes_as_a_file_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("name");
        QTest::newRow("repro") << "repro" << "candidate.py";
        QTest::newRow("pt2") << "pt2" << "candidate.pt2";
        QTest::newRow("json") << "json" << "candidate.json";
        QTest::newRow("wtl") << "wtl" << "candidate.wtl";
        QTest::newRow("fx") << "fx" << "candidate.py";
    }
    void a_candidate_comes_as_a_file() {
        QFETCH(QString, format);
        QFETCH(QString, name);
        const fs::path kept = temp() / ("kept-" + format.toStdString());
        const auto oracle = shell(fmt::format("[ \"$PWD/{1}\" = \"$1\" ] && [ \"$WHITTLE_CANDIDATE\" = \"$1\" ] && [ \"$TMPDIR\" = \"$PWD\" ] && [ -z \"$(cat)\" ] && "
                                              "[ $(ulimit -c) = 0 ] && cp -r . '{0}'", kept.string(), name.toStdString()),
                                  "exit==0", {.format = format.toStdString(), .time = 60s});
        const Graph graph = chain(6, {{2, kRelu}});
        const auto verdict = oracle->test(graph, {});
        VERIFY_OK(verdict);
        QCOMPARE(words(*verdict), QString("run_error: exit status 0"));
        const auto again = openGraph(kept / name.toStdString());
        VERIFY_OK(again);
        QCOMPARE(again->graph.nodes().size(), graph.nodes().size());
        if (format == "json") QVERIFY(fs::exists(kept / "candidate.safetensors"));
        if (format == "repro" || format == "wtl" || format == "pt2") QVERIFY(inputsHoldData(again->graph));
    }
    static bool inputsHoldData(const Graph& graph) {
        return std::ranges::all_of(graph.inputs(), [](const GraphInput& input) { return asTensor(input.data) != nullptr; });
    }

    void what_a_format_cannot_say_is_invalid() {
        Graph graph = chain(3, {});
        graph.setInputData(graph.inputs()[0].value, {});
        const auto oracle = shell("exit 0", "exit==0", {.format = "repro"});
        const auto verdict = oracle->test(graph, {});
        VERIFY_OK(verdict);
        QVERIFY2(verdict->kind == Verdict::Kind::Invalid && verdict->note.starts_with("not_found: "), verdict->note.c_str());
    }

    void a_program_that_does_not_start_ends_the_job() {
        const fs::path script = temp() / "not-a-program";
        std::ofstream(script) << "#!/no/such/interpreter\n";
        fs::permissions(script, fs::perms::owner_all);
        CommandOracleOptions options{.program = program(), .words = {script.string()}, .format = "wtl", .tempFolder = temp()};
        auto oracle = CommandOracle::make(std::move(options));
        VERIFY_OK(oracle);
        const auto verdict = (*oracle)->test(chain(3, {}), {});
        QVERIFY2(describe(verdict).startsWith("not_found: " + toQ(script.string()) + " cannot be started: No such file or directory"), qPrintable(describe(verdict)));
        // A shell's own 127 is a status like any other.
        QCOMPARE(words(*shell("no-such-program", "exit==127", {.format = "wtl"})->test(chain(3, {}), {})), QString("run_error: exit status 127"));
    }

    // In sessions and groups of their own, with nobody to wait for them, and with the output still open.
    void nothing_stays_behind() {
        const std::string marker = fmt::format("WHITTLE_LEFT={}", temp().string());
        const auto oracle = shell(fmt::format("export {}; (setsid sh -c 'sleep 1000 & : > left; exec sleep 1000' &) ; sleep 1000 & mkdir -p deep/er; : > deep/er/f; "
                                              "chmod 0 deep; echo x >&2; until [ -e left ]; do sleep 0.01; done; exit 0", marker),
                                  "exit==0", {.format = "wtl", .time = 60s});
        for (int i = 0; i < 3; ++i) {
            const auto verdict = oracle->test(chain(3, {}), {});
            VERIFY_OK(verdict);
            QCOMPARE(words(*verdict), QString("run_error: exit status 0"));
            QVERIFY2(toQ(verdict->failure->detail).contains("left behind"), verdict->failure->detail.c_str());
            QVERIFY(processesWith(marker).empty());
        }
    }

    void who_kills_the_watcher_gets_no_answer() {
        const std::string marker = fmt::format("WHITTLE_LEFT={}", temp().string());
        const auto oracle = shell(fmt::format("export {}; (setsid sleep 1000 &) ; kill -KILL $PPID; sleep 1000", marker), "exit==0", {.format = "wtl", .time = 60s});
        for (int i = 0; i < 2; ++i) {
            const auto verdict = oracle->test(chain(3, {}), {});
            VERIFY_OK(verdict);
            QCOMPARE(words(*verdict), QString("invalid: sh: it killed the process that watched it"));
            QVERIFY(processesWith(marker).empty());
        }
    }

    void stopping_ends_the_command() {
        const std::string marker = fmt::format("WHITTLE_LEFT={}", temp().string());
        const auto oracle = shell(fmt::format("export {}; (setsid sleep 1000 &) ; sleep 1000", marker), "exit==0", {.format = "wtl", .time = 600s});
        CancelSource stop;
        std::thread other([&] {
            while (processesWith(marker).size() < 2) std::this_thread::yield();
            stop.cancel();
        });
        QCOMPARE(describe(oracle->test(chain(3, {}), stop.token())), QString("cancelled: stopped on request"));
        other.join();
        QVERIFY(processesWith(marker).empty());
        // It is there for another question.
        stop = CancelSource();
        stop.cancel();
        QCOMPARE(describe(oracle->test(chain(3, {}), stop.token())), QString("cancelled: stopped on request"));
    }

    void reduces_by_a_script() {
        const fs::path script = temp() / "check.sh";
        std::ofstream(script) << "#!/bin/sh\ngrep -q aten.relu.default \"$1\" && grep -q aten.exp.default \"$1\"\n";
        fs::permissions(script, fs::perms::owner_all);
        const QTemporaryDir folder, scratch;
        {
            auto oracle = CommandOracle::make({.program = program(), .words = {script.string()}, .command = "check.sh", .format = "wtl", .time = 60s,
                                               .tempFolder = scratch.path().toStdString()});
            VERIFY_OK(oracle);
            const auto result = minify(chain(40, {{10, kRelu}, {30, "aten.exp.default"}}), **oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
            VERIFY_OK(result);
            QCOMPARE(result->nodesAfter, 2);
            QVERIFY(result->oneMinimal);
            QCOMPARE(toQ(result->failure.message), QString("check.sh ended with exit status 0"));
        }
        QCOMPARE(entries(scratch.path().toStdString()), 0);
    }

    void runs_several_at_once_for_the_same_result() {
        const fs::path script = temp() / "slow.sh", log = temp() / "log";
        std::ofstream(script) << "#!/bin/sh\necho + >> " << log.string() << "\nsleep 0.1\ngrep -q aten.relu.default \"$1\" && grep -q aten.exp.default \"$1\"\n"
                              << "status=$?\necho - >> " << log.string() << "\nexit $status\n";
        fs::permissions(script, fs::perms::owner_all);
        const auto once = [&](int jobs, const fs::path& folder, int& mostAtOnce) -> Result<MinifyResult> {
            fs::remove(log);
            const QTemporaryDir scratch;
            Result<MinifyResult> result = fail(Code::Internal, "not run");
            {
                WHITTLE_TRY(auto oracle, CommandOracle::make({.program = program(), .words = {script.string()}, .command = "slow.sh", .format = "wtl", .time = 60s,
                                                              .tempFolder = scratch.path().toStdString()}));
                result = minify(chain(40, {{10, kRelu}, {30, "aten.exp.default"}}), *oracle, {.outputFolder = folder, .jobs = jobs}, {}, {});
            }
            if (entries(scratch.path().toStdString()) != 0) return fail(Code::Internal, "folders are left");
            mostAtOnce = 0;
            int now = 0;
            std::ifstream lines(log);
            for (std::string line; std::getline(lines, line);) mostAtOnce = std::max(mostAtOnce, now += line == "+" ? 1 : -1);
            return result;
        };
        const QTemporaryDir folder;
        const fs::path one = folder.filePath("one").toStdString(), three = folder.filePath("three").toStdString();
        int alone = 0, together = 0;
        const auto first = once(1, one, alone), second = once(3, three, together);
        VERIFY_OK(first);
        VERIFY_OK(second);
        QCOMPARE(alone, 1);
        QVERIFY2(together > 1, std::to_string(together).c_str());
        QVERIFY(second->notes.empty());
        QCOMPARE(second->candidates, first->candidates);
        for (const char* file : {"repro.wtl", "certificate.json"}) QCOMPARE(toQ(*readFile(three / file)), toQ(*readFile(one / file)));
    }

    // What a killed job left goes when the next one begins; what a living one uses stays.
    void abandoned_folders_go() {
        const QTemporaryDir parent;
        const fs::path root = parent.path().toStdString(), dead = root / "whittle-candidates-dead", used = root / "whittle-candidates-used";
        for (const fs::path& folder : {dead, used}) {
            fs::create_directories(folder / "17");
            std::ofstream(folder / "in-use") << "";
        }
        const int lock = ::open((used / "in-use").c_str(), O_RDWR | O_CLOEXEC);
        QCOMPARE(::flock(lock, LOCK_EX), 0);
        {
            const auto scratch = ScratchFolder::make(root);
            VERIFY_OK(scratch);
            QCOMPARE(entries(root), 2);
            QVERIFY(fs::exists(used) && fs::exists(scratch->path()));
        }
        QCOMPARE(entries(root), 1);
        ::close(lock);
    }

    void words_of_a_command_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("plain") << "a  b\tc" << "a|b|c";
        QTest::newRow("quotes") << "a 'b c' \"d 'e\" f\\ g" << "a|b c|d 'e|f g";
        QTest::newRow("in the middle") << "--x='1 2'3" << "--x=1 23";
        QTest::newRow("empty words") << "a '' \"\"" << "a||";
        QTest::newRow("a backslash in quotes") << "'a\\b' \"c\\\"d\"" << "a\\b|c\"d";
        QTest::newRow("nothing is expanded") << "$HOME * ~" << "$HOME|*|~";
        QTest::newRow("not closed") << "a 'b" << "argument: a ' is not closed in a 'b";
        QTest::newRow("empty") << "  " << "argument: the command has no word";
    }
    void words_of_a_command() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const auto got = splitWords(text.toStdString());
        QCOMPARE(got ? toQ(fmt::format("{}", fmt::join(*got, "|"))) : describe(got), want);
    }

    void programs_are_looked_up() {
        const fs::path script = temp() / "here.sh";
        std::ofstream(script) << "#!/bin/sh\n";
        const auto of = [&](const char* text) {
            const auto got = commandWords(text, temp(), "/nowhere:/bin");
            return got ? toQ(fmt::format("{}", fmt::join(*got, "|"))) : describe(got);
        };
        QCOMPARE(of("sh here.sh there.sh"), toQ("/bin/sh|" + script.string() + "|there.sh"));
        QCOMPARE(of("no-such x"), QString("not_found: there is no program 'no-such' in PATH"));
        QCOMPARE(of("./here.sh"), toQ("argument: " + (temp() / "./here.sh").string() + " is not executable (chmod +x it, or name its interpreter)"));
        QCOMPARE(of("here.sh"), QString("not_found: there is no program 'here.sh' in PATH; write ./here.sh for the one in this folder"));
        QCOMPARE(toQ(fmt::format("{}", fmt::join(wordsFor({"p", "--in={}", "{}{}"}, "f"), "|"))), QString("p|--in=f|ff"));
        QCOMPARE(toQ(fmt::format("{}", fmt::join(wordsFor({"p", "-v"}, "f"), "|"))), QString("p|-v|f"));
    }

    void rules_that_are_none_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("says");
        for (const char* rule : {"", "exit", "exit=0", "signals", "stdin~x"}) QTest::newRow(*rule ? rule : "empty") << rule << "is no rule of when";
        for (const char* rule : {"exit==", "exit==x", "exit!=256", "exit==-1", "exit==1 "}) QTest::newRow(rule) << rule << "a number from 0 to 255";
        QTest::newRow("no pattern") << "stderr~" << "a regular expression was expected";
        QTest::newRow("broken pattern") << "stdout~(" << "is no regular expression";
    }
    void rules_that_are_none() {
        QFETCH(QString, rule);
        QFETCH(QString, says);
        const QString got = describe(FailsWhen::parse(rule.toStdString()));
        QVERIFY2(got.startsWith("argument: ") && got.contains(says), qPrintable(got));
    }

    void identity_names_what_changes_an_answer() {
        CommandOracleOptions options{.program = program(), .words = {"/bin/sh"}, .command = "sh -x", .format = "fx", .tempFolder = temp()};
        auto oracle = CommandOracle::make(std::move(options));
        VERIFY_OK(oracle);
        QCOMPARE(toQ((*oracle)->identity()), QString("command 'sh -x' format=fx fails-when=exit==0"));
    }
};

WHITTLE_TEST(CommandOracleTest)
#include "command_oracle_test.moc"
