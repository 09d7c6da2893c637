#include "engine/base/process_tree.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <set>
#include <sstream>
#include <thread>

#include <unistd.h>

#include "engine/base/files.h"

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kExecPatience{500};  // for all processes together: a busy machine may leave one there

std::vector<pid_t> allProcesses() {
    std::vector<pid_t> found;
    std::error_code trouble;
    for (std::filesystem::directory_iterator entry("/proc", trouble), end; !trouble && entry != end; entry.increment(trouble)) {
        const std::string name = entry->path().filename().string();
        pid_t pid = 0;
        const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error == std::errc() && stop == name.data() + name.size()) found.push_back(pid);
    }
    return found;
}

Result<std::string> environmentOf(pid_t pid) { return readFile(fmt::format("/proc/{}/environ", pid), 64 << 20); }

// What follows the name in /proc/PID/stat: state, parent, and so on; empty when the process is gone.
std::string statOf(pid_t pid) {
    const Result<std::string> stat = readFile(fmt::format("/proc/{}/stat", pid));
    const std::size_t close = stat ? stat->rfind(')') : std::string::npos;  // "17 (any (name) at all) S parent ..."
    return close == std::string::npos ? std::string() : stat->substr(close + 1);
}

// A process that is between two programs reads as one without environment: the old one is gone, the new one has no place
// yet. One that truly has none says where it would be, in the 50th and 51st field, once its code has a start, the 26th.
// A zombie and the kernel's own threads have no program.
bool startsAProgram(pid_t pid) {
    std::error_code trouble;
    (void)std::filesystem::read_symlink(fmt::format("/proc/{}/exe", pid), trouble);
    if (trouble) return false;
    std::istringstream fields(statOf(pid));
    std::array<std::string, 52> field;
    for (std::size_t i = 3; i < field.size(); ++i) fields >> field[i];
    return field[26] == "0" || field[50] != field[51];
}

}  // namespace

std::vector<ProcessSeen> descendantsOf(pid_t root) {
    static const auto pageSize = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    std::vector<ProcessSeen> all;
    for (const pid_t pid : allProcesses()) {
        const std::string stat = statOf(pid);
        if (stat.empty()) continue;
        std::istringstream fields(stat);  // the resident pages are the 24th field, the 22nd behind the name
        std::string state, skipped;
        ProcessSeen seen{.pid = pid};
        fields >> state >> seen.parent;
        for (int i = 0; i < 19; ++i) fields >> skipped;
        std::uint64_t pages = 0;
        fields >> pages;
        seen.residentBytes = pages * pageSize;
        seen.ended = state == "Z" || state == "X";
        all.push_back(seen);
    }
    std::vector<ProcessSeen> family;
    std::set<pid_t> known{root};
    for (bool grew = true; grew;) {  // a child may be listed before its parent
        grew = false;
        for (const ProcessSeen& one : all)
            if (known.contains(one.parent) && known.insert(one.pid).second) {
                family.push_back(one);
                grew = true;
            }
    }
    return family;
}

std::vector<pid_t> processesWith(std::string_view environmentWord) {
    std::vector<pid_t> found;
    const std::string wanted = std::string(1, '\0') + std::string(environmentWord) + std::string(1, '\0');
    const auto deadline = std::chrono::steady_clock::now() + kExecPatience;
    for (const pid_t pid : allProcesses()) {
        if (pid == ::getpid()) continue;
        Result<std::string> environment = environmentOf(pid);
        while (environment && environment->empty() && startsAProgram(pid) && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            environment = environmentOf(pid);
        }
        if (environment && (std::string(1, '\0') + *environment).find(wanted) != std::string::npos) found.push_back(pid);
    }
    return found;
}

}  // namespace whittle
