// whittle-opcases FILE.json...: what single-operator cases recorded from PyTorch say about us.
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "tests/opcases/isolate.h"
#include "tests/opcases/op_judge.h"
#include "tests/opcases/op_list.h"

namespace {

using namespace whittle;
using namespace whittle::test;

constexpr const char* kUsage =
    "Usage: whittle-opcases FILE.json... [--mode eager|compiled|reference] [--skip-absent] [--lowerings]\n"
    "       whittle-opcases --list\n"
    "Runs single-operator cases recorded from PyTorch and prints each that fails; one of an operator or dtype that we\n"
    "lack fails too, unless --skip-absent leaves it out. With --lowerings, which is for whole families, so does an operator\n"
    "of which no compiled case runs the lowering. --list prints our operators as JSON.\n"
    "Exit status: 0 all cases pass, 1 some fail, 2 a file cannot be read.\n";

int badInput(const std::string& message) {
    fmt::print(stderr, "whittle-opcases: {}\n", message);
    return 2;
}

struct Tally {
    int passed = 0, failed = 0;
};

Result<void> judgeFile(const std::string& path, OpMode mode, bool skipAbsent, bool lowerings, Tally& tally) {
    WHITTLE_TRY(std::vector<OpCase> cases, readOpCases(path));
    if (skipAbsent) std::erase_if(cases, [](const OpCase& one) { return !one.unreadable.empty(); });
    std::map<std::string, bool> onLoops;  // operators with a lowering: whether a case runs it
    WHITTLE_TRY_VOID(judgeIsolated(
        cases.size(), [&](std::size_t i) { return judge(cases[i], mode); },
        [&](std::size_t i, const std::string& reason) {
            const OpCase& one = cases[i];
            if (reason.empty()) {
                if (lowerings && mode == OpMode::Compiled && !one.fails && hasLowering(one)) onLoops[one.op] = onLoops[one.op] || runsOnLoops(one);
                return void(++tally.passed);
            }
            ++tally.failed;
            fmt::print("{} {}{}{}: {}\n", one.id, one.op, one.note.empty() ? "" : " - ", one.note, reason);
            std::fflush(stdout);
        }));
    for (const auto& [op, runs] : onLoops)
        if (!runs) {
            ++tally.failed;
            fmt::print("{}: no recorded case runs its lowering\n", op);
        }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> files;
    OpMode mode = OpMode::Eager;
    bool skipAbsent = false, lowerings = false;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--help" || argument == "-h") return fmt::print("{}", kUsage), 0;
        if (argument == "--list") return fmt::print("{}\n", listOpsAsJson()), 0;
        if (argument == "--skip-absent") {
            skipAbsent = true;
        } else if (argument == "--lowerings") {
            lowerings = true;
        } else if (argument == "--mode") {
            const auto known = i + 1 < argc ? parseOpMode(argv[i + 1]) : std::nullopt;
            if (!known) return badInput("--mode needs eager, compiled or reference");
            mode = *known;
            ++i;
        } else if (argument.starts_with("-")) {
            return badInput(fmt::format("there is no option {}; see --help", argument));
        } else {
            files.push_back(argument);
        }
    }
    if (files.empty()) return badInput("no file is given; see --help");
    Tally tally;
    for (const std::string& file : files)
        if (const auto judged = judgeFile(file, mode, skipAbsent, lowerings, tally); !judged) return badInput(judged.error().describe());
    fmt::print("{} passed, {} failed\n", tally.passed, tally.failed);
    return tally.failed == 0 ? 0 : 1;
}
