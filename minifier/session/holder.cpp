#include "minifier/session/holder.h"

#include <chrono>
#include <ctime>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include "engine/base/awake_clock.h"
#include "engine/base/files.h"
#include "engine/base/program_file.h"
#include "minifier/session/journal.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::chrono::milliseconds kPoll{50};
constexpr std::chrono::milliseconds kAnswerPatience{10000};  // it looks several times a second
constexpr std::uint64_t kMostBytes = 1 << 20;

std::string hostName() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string nowText() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    char text[32] = {};
    return ::gmtime_r(&now, &parts) && std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0 ? text : "";
}

Json recordJson(const JobRecord& record) {
    return {{"whittle_job", kVersion}, {"program", record.program}, {"host", record.host}, {"process", record.process}, {"began", record.began},
            {"command", record.command}, {"place", record.place}, {"jobs", record.jobs}};
}

std::optional<JobRecord> readRecord(const std::filesystem::path& path) {
    const Result<std::string> text = readFile(path, kMostBytes);
    const Json json = text ? Json::parse(*text, nullptr, false) : Json();
    if (!json.is_object() || json.value("whittle_job", Json()) != kVersion) return std::nullopt;
    JobRecord record;
    constexpr std::pair<const char*, std::string JobRecord::*> kTexts[] = {
        {"program", &JobRecord::program}, {"host", &JobRecord::host}, {"began", &JobRecord::began}, {"command", &JobRecord::command}, {"place", &JobRecord::place}};
    for (const auto& [key, member] : kTexts)
        if (json.contains(key) && json[key].is_string()) record.*member = json[key].get<std::string>();
    constexpr std::pair<const char*, int JobRecord::*> kNumbers[] = {{"process", &JobRecord::process}, {"jobs", &JobRecord::jobs}};
    for (const auto& [key, member] : kNumbers)
        if (json.contains(key) && json[key].is_number_integer()) record.*member = json[key].get<int>();
    return record;
}

Result<void> write(const std::filesystem::path& path, const JobRecord& record) {
    return writeFileAtomic(path, recordJson(record).dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

bool isThere(const std::filesystem::path& path) {
    std::error_code trouble;
    return std::filesystem::exists(path, trouble);
}

void takeAway(const std::filesystem::path& path) {
    std::error_code trouble;  // what is gone already need not go
    std::filesystem::remove(path, trouble);
}

// Holds the lock for a moment, together with others who look; who takes it in earnest tries again (Journal).
bool isHeld(const std::filesystem::path& folder) {
    const int fd = ::open((folder / kJournalFile).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool held = ::flock(fd, LOCK_SH | LOCK_NB) != 0;
    ::close(fd);
    return held;
}

}  // namespace

bool JobRecord::isThisProcess() const { return process == ::getpid() && host == hostName(); }

std::string JobRecord::text() const {
    if (program.empty()) return "another process";
    return host == hostName() ? fmt::format("{} (process {})", program, process) : fmt::format("{} (process {} on {})", program, process, host);
}

JobRecord ownRecord(std::string command, int jobs) {
    std::error_code trouble;
    return {.program = programFile().filename().string(), .host = hostName(), .process = ::getpid(), .began = nowText(), .command = std::move(command),
            .place = std::filesystem::current_path(trouble).string(), .jobs = jobs};
}

Result<void> writeJobRecord(const std::filesystem::path& folder, const JobRecord& record) {
    WHITTLE_TRY_VOID(write(folder / kJobFile, record));
    takeAway(folder / kRequestFile);
    return {};
}

std::optional<JobRecord> readJobRecord(const std::filesystem::path& folder) { return readRecord(folder / kJobFile); }

void removeJobRecord(const std::filesystem::path& folder) { takeAway(folder / kJobFile); }

std::optional<JobRecord> holderOf(const std::filesystem::path& folder) {
    if (!isHeld(folder)) return std::nullopt;
    return readJobRecord(folder).value_or(JobRecord());
}

Result<void> askForHandOver(const std::filesystem::path& folder, const CancelToken& cancel) {
    const std::optional<JobRecord> holder = holderOf(folder);
    if (!holder) return {};
    if (holder->isThisProcess()) return fail(Code::Argument, "this program works in {} itself", folder.string());
    const std::filesystem::path request = folder / kRequestFile;
    WHITTLE_TRY_VOID(write(request, ownRecord({}, 1)));
    AwakeClock clock;
    for (bool heard = false; isHeld(folder); std::this_thread::sleep_for(kPoll)) {
        heard = heard || !isThere(request);
        if (const Result<void> wanted = cancel.check(); !wanted) {
            takeAway(request);
            return wanted;
        }
        if (const auto now = readJobRecord(folder); heard && now && *now != *holder)
            return fail(Code::Run, "{} has taken {} over from {} meanwhile", now->text(), folder.string(), holder->text());
        if (!heard && clock.now() > kAnswerPatience) {
            takeAway(request);
            return fail(Code::Limit, "{}, which works in {}, does not answer: continue it where it was stopped (Ctrl+Z), or end it and resume", holder->text(), folder.string());
        }
    }
    takeAway(request);
    return {};
}

std::string takeRequest(const std::filesystem::path& folder) {
    const std::filesystem::path request = folder / kRequestFile;
    if (!isThere(request)) return {};
    const JobRecord by = readRecord(request).value_or(JobRecord());
    takeAway(request);
    return "handed over to " + by.text();
}

}  // namespace whittle
