#include "minifier/session/journal.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/base/files.h"
#include "minifier/session/json_line.h"
#include "minifier/session/holder.h"
#include "minifier/session/result_files.h"
#include "minifier/session/verdict_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;
constexpr std::array<std::string_view, 3> kSourceNames{"oracle", "guess", "store"};

constexpr std::pair<const char*, std::string JournalHeader::*> kHeaderParts[] = {
    {"original", &JournalHeader::original}, {"oracle", &JournalHeader::oracle}, {"match", &JournalHeader::match}};

Json headerJson(const JournalHeader& header) {
    Json json{{"whittle_journal", kFormatVersion}};
    for (const auto& [key, part] : kHeaderParts) json[key] = header.*part;
    if (!header.build.empty()) json["build"] = header.build;
    return json;
}

Json entryJson(const JournalEntry& entry) {
    Json json{{"seq", entry.seq}, {"phase", entry.phase}, {"edit", entry.edit}, {"hash", entry.hash.hex()}};
    addVerdict(json, entry.verdict);
    if (entry.source != AnswerSource::Oracle) json["source"] = kSourceNames[static_cast<std::size_t>(entry.source)];
    if (entry.left) json["left"] = {entry.left->nodes, entry.left->inputs, entry.left->elements};
    json["ms"] = entry.verdict.milliseconds;
    json["at"] = entry.atSeconds;
    return json;
}

std::optional<JournalEntry> parseEntry(const Json& json) {
    if (!json.is_object()) return std::nullopt;
    const auto has = [&](const char* key, auto is) { return json.contains(key) && (json[key].*is)(); };
    for (const char* key : {"phase", "edit", "hash", "verdict"})
        if (!has(key, &Json::is_string)) return std::nullopt;
    for (const char* key : {"ms", "at"})
        if (!has(key, &Json::is_number)) return std::nullopt;
    if (!has("seq", &Json::is_number_unsigned)) return std::nullopt;
    auto verdict = verdictFromJson(json);
    const auto hash = parseHash(json["hash"].get<std::string>());
    if (!verdict || !hash) return std::nullopt;
    JournalEntry entry;
    entry.seq = json["seq"].get<int>();
    entry.phase = json["phase"].get<std::string>();
    entry.edit = json["edit"].get<std::string>();
    entry.hash = *hash;
    entry.verdict = *std::move(verdict);
    entry.verdict.milliseconds = json["ms"].get<double>();
    entry.atSeconds = json["at"].get<double>();
    if (has("source", &Json::is_string)) {
        const auto found = std::ranges::find(kSourceNames, json["source"].get<std::string>());
        if (found == kSourceNames.end()) return std::nullopt;
        entry.source = static_cast<AnswerSource>(found - kSourceNames.begin());
    }
    if (has("left", &Json::is_array) && json["left"].size() == 3 && std::ranges::all_of(json["left"], [](const Json& one) { return one.is_number_unsigned(); }))
        entry.left = SizeLeft{.nodes = json["left"][0].get<int>(), .inputs = json["left"][1].get<int>(), .elements = json["left"][2].get<std::int64_t>()};
    return entry;
}

// One JSON value a line; a last line without its end was torn when the process was killed inside write(2).
struct Lines {
    explicit Lines(std::string_view whole) : text(whole) {}
    bool next() {
        const std::size_t end = text.find('\n', start);
        if (end == std::string_view::npos) return false;
        json = Json::parse(text.begin() + start, text.begin() + end, nullptr, false);
        start = end + 1;
        ++number;
        return true;
    }
    std::string_view text;
    std::size_t start = 0;  // of the next line
    int number = 0;
    Json json;
};

std::unexpected<Error> refused(const std::filesystem::path& folder, const JobRecord& holder) {
    return fail(Code::Argument, "{} is working in {}{}; wait for it, take it over (--take-over) or choose another folder", holder.text(), folder.string(),
                holder.began.empty() ? std::string() : " since " + holder.began);
}

// Who only looks whether somebody works here (holderOf) has the lock for a moment.
constexpr int kLockTries = 20;
constexpr std::chrono::milliseconds kLockPause{5};

Result<void> lock(int fd, const std::filesystem::path& path) {
    for (int i = 0; i < kLockTries; ++i) {
        if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return {};
        std::this_thread::sleep_for(kLockPause);
    }
    return refused(path.parent_path(), readJobRecord(path.parent_path()).value_or(JobRecord()));
}

Result<void> checkVersion(const Json& json, const std::filesystem::path& path) {
    if (!json.is_object() || !json.contains("whittle_journal"))
        return fail(Code::Format, "{} line 1: not the header of a journal", path.string());
    if (json["whittle_journal"] != kFormatVersion)
        return fail(Code::Unsupported, "{} has journal version {}, this program reads version {}", path.string(),
                    jsonLine(json["whittle_journal"]), kFormatVersion);
    return {};
}

Result<void> checkHeader(const Json& json, const JournalHeader& wanted, const std::filesystem::path& path) {
    WHITTLE_TRY_VOID(checkVersion(json, path));
    const Json want = headerJson(wanted);
    for (const auto& [key, part] : kHeaderParts)
        if (!json.contains(key) || json[key] != want[key])
            return fail(Code::Argument, "{} cannot be resumed: its '{}' is {}, this job's is {}", path.string(), key,
                        json.contains(key) ? jsonLine(json[key]) : "missing", jsonLine(want[key]));
    if (json.value("build", Json()) != want.value("build", Json()))
        return fail(Code::Argument, "{} cannot be resumed: its answers are of another build of whittle, or of another machine or other measured "
                    "kernel choices; begin anew in another folder", path.string());
    return {};
}

}  // namespace

Result<void> checkJournal(const std::filesystem::path& folder, const JournalHeader& header) {
    const std::filesystem::path path = folder / kJournalFile;
    std::ifstream file(path);
    if (!file) return fail(Code::NotFound, "there is nothing to resume in {}: it has no {}", folder.string(), kJournalFile);
    std::string line;
    if (!std::getline(file, line) || file.eof()) return {};  // torn before it was whole
    return checkHeader(Json::parse(line, nullptr, false), header, path);
}

Result<std::vector<JournalEntry>> JournalReader::more() {
    std::ifstream file(m_path, std::ios::binary);
    if (!file) return fail(Code::Io, "cannot open {}: {}", m_path.string(), std::strerror(errno));
    file.seekg(static_cast<std::streamoff>(m_offset));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::vector<JournalEntry> entries;
    Lines lines(text);
    while (lines.next()) {
        if (++m_lines > 1) {
            auto entry = parseEntry(lines.json);
            if (!entry) return fail(Code::Format, "{} line {}: not an entry of a journal", m_path.string(), m_lines);
            entries.push_back(*std::move(entry));
            continue;
        }
        WHITTLE_TRY_VOID(checkVersion(lines.json, m_path));
        for (const auto& [key, part] : kHeaderParts)
            if (lines.json.contains(key) && lines.json[key].is_string()) m_header.*part = lines.json[key].get<std::string>();
    }
    m_offset += lines.start;
    return entries;
}

Journal::~Journal() {
    if (m_fd >= 0) ::close(m_fd);
}

Journal::Journal(Journal&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_path(std::move(other.m_path)), m_earlier(std::move(other.m_earlier)) {}

Result<Journal> Journal::create(const std::filesystem::path& folder, const JournalHeader& header) {
    std::error_code trouble;
    std::filesystem::create_directories(folder, trouble);
    if (trouble) return fail(Code::Io, "cannot make the folder {}: {}", folder.string(), trouble.message());
    const std::filesystem::path path = folder / kJournalFile;
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0 && errno == EEXIST) {
        if (const std::optional<JobRecord> holder = holderOf(folder)) return refused(folder, *holder);
        return fail(Code::Argument, "{} already holds a reduction; resume it or choose another folder", folder.string());
    }
    if (fd < 0) return fail(Code::Io, "cannot create {}: {}", path.string(), std::strerror(errno));
    Journal journal(fd, path);
    WHITTLE_TRY_VOID(lock(fd, path));
    WHITTLE_TRY_VOID(journal.writeLine(jsonLine(headerJson(header))));
    return journal;
}

Result<Journal> Journal::resume(const std::filesystem::path& folder, const JournalHeader& header) {
    const std::filesystem::path path = folder / kJournalFile;
    const int fd = ::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return fail(Code::NotFound, "there is nothing to resume in {}: it has no {}", folder.string(), kJournalFile);
    if (fd < 0) return fail(Code::Io, "cannot open {}: {}", path.string(), std::strerror(errno));
    Journal journal(fd, path);
    WHITTLE_TRY_VOID(lock(fd, path));
    WHITTLE_TRY(const std::string text, readFile(path));

    Lines lines(text);
    while (lines.next()) {
        if (lines.number == 1) {
            WHITTLE_TRY_VOID(checkHeader(lines.json, header, path));
        } else {
            auto entry = parseEntry(lines.json);
            if (!entry) return fail(Code::Format, "{} line {}: not an entry of a journal; without that line the job can go on", path.string(), lines.number);
            journal.m_earlier.push_back(*std::move(entry));
        }
    }
    if (::ftruncate(fd, static_cast<off_t>(lines.start)) != 0)
        return fail(Code::Io, "cannot drop the torn line of {}: {}", path.string(), std::strerror(errno));
    if (lines.number == 0) WHITTLE_TRY_VOID(journal.writeLine(jsonLine(headerJson(header))));
    return journal;
}

Result<std::optional<JournalGlance>> glanceAtJournal(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / kJournalFile;
    std::error_code trouble;
    if (!std::filesystem::exists(path, trouble)) return std::nullopt;
    JournalReader reader(folder);
    WHITTLE_TRY(const std::vector<JournalEntry> entries, reader.more());
    JournalGlance glance{.header = reader.header()};
    glance.hasCertificate = std::filesystem::exists(folder / kCertificateFile, trouble);
    for (const JournalEntry& entry : entries) {
        glance.seconds = entry.atSeconds;
        glance.candidates += isOfCandidate(entry.phase) && entry.source != AnswerSource::Guess;
    }
    return glance;
}

Result<void> Journal::append(const JournalEntry& entry) { return writeLine(jsonLine(entryJson(entry))); }

Result<void> Journal::writeLine(const std::string& line) {
    const std::string whole = line + "\n";
    ssize_t n = 0;
    do {
        n = ::write(m_fd, whole.data(), whole.size());
    } while (n < 0 && errno == EINTR);
    if (n != static_cast<ssize_t>(whole.size()))
        return fail(Code::Io, "cannot write {}: {}", m_path.string(), n < 0 ? std::strerror(errno) : "the disk is full");
    return {};
}

}  // namespace whittle
