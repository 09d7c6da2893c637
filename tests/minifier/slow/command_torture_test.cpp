// A thousand candidates judged by a program that does everything a program under test can do wrong: afterwards there is a
// valid result, every answer is in the journal once, and nothing of it runs, lies about or is held any more.
#include <fstream>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "engine/base/files.h"
#include "engine/base/process_tree.h"
#include "engine/formats/open.h"
#include "engine/ir/structural_hash.h"
#include "engine/ops/check.h"
#include "minifier/oracle/command_oracle.h"
#include "tests/minifier/fake.h"
#include "tests/support/random_graph.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// $1 counts the runs, $2 is the seed, $3 what an honest answer looks for, $4 the candidate. The first two runs, which are of the original, are honest.
constexpr const char* kScript = R"sh(#!/bin/sh
n=$(($(cat "$1") + 1)); echo $n > "$1"
honest() { grep -q "$1" "$2"; exit $?; }
[ $n -gt 2 ] || honest "$3" "$4"
case $(( (n * 7919 + $2 * 104729) % 97 % 24 )) in
    0) kill -SEGV $$ ;;
    1) kill -ABRT $$ ;;
    2) exec sleep 1000 ;;
    3) trap '' TERM INT HUP; while :; do :; done ;;
    4) exec tail /dev/zero ;;
    5) head -c 5000000 /dev/urandom; head -c 5000000 /dev/urandom >&2; honest "$3" "$4" ;;
    6) exec cat /dev/zero ;;
    7) printf 'bad \377\376\200 \360\237 \000\n' >&2; honest "$3" "$4" ;;
    8) (setsid sh -c 'sleep 1000 & exec sleep 1000' &); honest "$3" "$4" ;;
    9) sh -c 'setsid sh -c "trap : TERM; sleep 1000" > /dev/null 2>&1 &'; kill -SEGV $$ ;;
    10) for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; wait ;;
    11) kill -KILL $PPID; sleep 1000 ;;
    12) rm -rf "$PWD"; exit 0 ;;
    13) mkdir -p a/b/c; : > a/b/c/d; ln -s / a/b/root; chmod 0 a/b a; honest "$3" "$4" ;;
    14) dd if=/dev/zero of=big bs=1M count=8 2>/dev/null; honest "$3" "$4" ;;
    15) exit 1 ;;
    16) exit 0 ;;
    17) exit 200 ;;
    *) honest "$3" "$4" ;;
esac
)sh";

std::size_t openFiles() {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

// Pages that this process has touched, in MB.
double residentMb() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t total = 0, resident = 0;
    file >> total >> resident;
    return static_cast<double>(resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))) / 1e6;
}

}  // namespace

class CommandTortureTest : public QObject {
    Q_OBJECT
private slots:
    void a_thousand_candidates() {
        const QTemporaryDir dir, scratch;
        const fs::path root = dir.path().toStdString(), temp = scratch.path().toStdString(), script = root / "check.sh", counter = root / "runs";
        std::ofstream(script) << kScript;
        fs::permissions(script, fs::perms::owner_all);
        // Whatever the program starts has this in its environment, wherever it went.
        const std::string marker = fmt::format("WHITTLE_TORTURE={}", root.string());
        QVERIFY(::setenv("WHITTLE_TORTURE", root.c_str(), 1) == 0);

        int candidates = 0, reductions = 0;
        std::map<std::string, int> answers;
        std::size_t filesBefore = 0;
        double memoryBefore = 0;
        for (std::uint64_t seed = 1; candidates < 1000; ++seed) {
            const Graph original = randomProgram(seed, 300);
            QVERIFY(!original.nodes().empty());
            const std::string culprit = original.nodes()[original.nodes().size() / 2].op;
            std::ofstream(counter, std::ios::trunc) << 0 << "\n";
            const fs::path folder = root / std::to_string(seed);
            {
                auto oracle = CommandOracle::make({.program = program(),
                                                   .words = {script.string(), counter.string(), std::to_string(seed), culprit},
                                                   .command = "check.sh",
                                                   .format = "wtl",
                                                   .time = 400ms,
                                                   .memoryBytes = 128 << 20,
                                                   .tempFolder = temp});
                VERIFY_OK(oracle);
                const auto result = minify(original, **oracle, {.outputFolder = folder, .maxCandidates = 1000 - candidates}, {}, {});
                VERIFY_OK(result);
                candidates += result->candidates;
                check(*result, original, folder, answers);
            }
            ++reductions;
            QCOMPARE(processesWith(marker).size(), std::size_t{0});
            QVERIFY2(fs::is_empty(temp), "something is left of the candidates' files");
            if (reductions == 1) {  // from here on nothing may grow
                filesBefore = openFiles();
                memoryBefore = residentMb();
            }
        }
        QCOMPARE(openFiles(), filesBefore);
        QCOMPARE(descendantsOf(::getpid()).size(), std::size_t{0});
        qInfo("%d candidates in %d reductions; resident %.0f MB, then %.0f MB", candidates, reductions, memoryBefore, residentMb());
        QVERIFY(residentMb() < memoryBefore + 64);
        for (const auto& [verdict, count] : answers) qInfo("%s: %d", verdict.c_str(), count);
        for (const char* verdict : {"fails", "passes", "invalid"}) QVERIFY2(answers[verdict] > 0, verdict);
    }

private:
    static void check(const MinifyResult& result, const Graph& original, const fs::path& folder, std::map<std::string, int>& answers) {
        VERIFY_OK(checkGraph(result.graph));
        const auto written = openGraph(folder / "repro.wtl");
        VERIFY_OK(written);
        QCOMPARE(toQ(structuralHash(written->graph).hex()), toQ(structuralHash(result.graph).hex()));
        std::ifstream journal(folder / "journal.jsonl");
        std::string line;
        std::getline(journal, line);  // the header
        std::map<std::string, int> asked;
        std::string answerToResult = structuralHash(result.graph) == structuralHash(original) ? "fails" : "";
        while (std::getline(journal, line)) {
            const auto entry = nlohmann::json::parse(line, nullptr, false);
            QVERIFY2(entry.is_object(), line.c_str());
            const auto hash = entry["hash"].get<std::string>(), verdict = entry["verdict"].get<std::string>();
            ++asked[hash];
            ++answers[verdict];
            if (hash == structuralHash(result.graph).hex()) answerToResult = verdict;
        }
        QCOMPARE(answerToResult, std::string("fails"));
        QCOMPARE(static_cast<int>(asked.size()), result.candidates + 1);  // and the original
        for (const auto& [hash, count] : asked) QCOMPARE(count, hash == structuralHash(original).hex() ? 2 : 1);
    }
};

WHITTLE_TEST(CommandTortureTest)
#include "command_torture_test.moc"
