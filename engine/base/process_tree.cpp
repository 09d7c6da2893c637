#include "engine/base/process_tree.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <set>
#include <sstream>

#include <unistd.h>

#include "engine/base/files.h"

namespace whittle {
namespace {

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

}  // namespace

std::vector<ProcessSeen> descendantsOf(pid_t root) {
    static const auto pageSize = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    std::vector<ProcessSeen> all;
    for (const pid_t pid : allProcesses()) {
        const Result<std::string> stat = readFile(fmt::format("/proc/{}/stat", pid));
        if (!stat) continue;  // it is gone already
        // "17 (any (name) at all) S parent ... resident" with the resident pages as the 24th field, the 22nd behind the name.
        const std::size_t close = stat->rfind(')');
        if (close == std::string::npos) continue;
        std::istringstream fields(stat->substr(close + 1));
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
    for (const pid_t pid : allProcesses()) {
        if (pid == ::getpid()) continue;
        const Result<std::string> environment = readFile(fmt::format("/proc/{}/environ", pid), 64 << 20);
        if (environment && (std::string(1, '\0') + *environment).find(wanted) != std::string::npos) found.push_back(pid);
    }
    return found;
}

}  // namespace whittle
