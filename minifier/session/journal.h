// The journal of a reduction: one JSON line a candidate, written with one write(2), never rewritten. It
// is all that a killed job needs to go on: the search is deterministic, so replaying the recorded
// answers leads to where it stopped.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

/// First line. A journal is resumed only when all of this is the same again.
struct JournalHeader {
    std::string original;  ///< structural hash, data included
    std::string oracle;    ///< Oracle::identity()
    std::string build;     ///< Oracle::lastingIdentity(): answers of another compiler are none of this one's; empty where it has none
    std::string match;     ///< SignatureRule::text()
    friend bool operator==(const JournalHeader&, const JournalHeader&) = default;
};

/// Phases of lines that are about no candidate: the check that the original fails, where its failure begins, how often what is left fails, and a
/// compiler that lacks parts.
inline constexpr std::string_view kOriginalPhase = "original", kLookPhase = "look", kConfirmPhase = "confirm", kCompilerPhase = "compiler";
inline bool isOfCandidate(std::string_view phase) { return phase != kOriginalPhase && phase != kLookPhase && phase != kConfirmPhase && phase != kCompilerPhase; }

/// How the answer of a line came about. Lines but those of Guess stand in the order in which the search asked, which is the same for
/// any number of oracles.
enum class AnswerSource {
    Oracle,
    Guess,  ///< found by an oracle with nothing better to do, and not asked for so far; `seq` is that of the next question
    Store,  ///< of an earlier job's oracle
};

/// What is left of the original.
struct SizeLeft {
    int nodes = 0, inputs = 0;
    std::int64_t elements = 0;  ///< of all input data
    friend bool operator==(const SizeLeft&, const SizeLeft&) = default;
};

struct JournalEntry {
    int seq = 0;
    std::string phase;   ///< one of no candidate, or what the search was at: "halves", a pass's name
    std::string edit;    ///< in words
    Hash128 hash;        ///< of the candidate
    Verdict verdict;
    double atSeconds = 0;  ///< since the job began, all processes together
    AnswerSource source = AnswerSource::Oracle;
    std::optional<SizeLeft> left = {};  ///< of a candidate that became the best graph; for who follows the journal
};

/// What the journal of a folder tells those who do not work with it.
struct JournalGlance {
    JournalHeader header;      ///< all empty where a kill has left nothing of it
    int candidates = 0;        ///< answered so far, guesses left out
    double seconds = 0;        ///< that the job has taken
    bool hasCertificate = false;  ///< it went to its end
};
/// Nothing when there is no journal. Takes no lock, changes nothing. Errors: Io, Format and Unsupported as Journal::resume.
Result<std::optional<JournalGlance>> glanceAtJournal(const std::filesystem::path& folder);

inline constexpr const char* kJournalFile = "journal.jsonl";

/// The journal of another process as it grows. Takes no lock, changes nothing.
class JournalReader {
public:
    explicit JournalReader(const std::filesystem::path& folder) : m_path(folder / kJournalFile) {}
    /// Entries that came since the last call; one that is not whole yet comes later. Errors: Io, Format and Unsupported as Journal::resume.
    Result<std::vector<JournalEntry>> more();
    const JournalHeader& header() const { return m_header; }  ///< all empty before the first line

private:
    std::filesystem::path m_path;
    JournalHeader m_header;
    std::uint64_t m_offset = 0;
    int m_lines = 0;
};

/// Whether the journal of the folder could be resumed by this job. Errors: as Journal::resume.
Result<void> checkJournal(const std::filesystem::path& folder, const JournalHeader& header);

/// Holds the file locked while it lives: two processes cannot work in one folder. Not thread-safe.
class Journal {
public:
    /// Errors: Io; Argument when the folder already holds a journal, or another process works in it.
    static Result<Journal> create(const std::filesystem::path& folder, const JournalHeader& header);
    /// Reads what is there; a last line torn by a kill is dropped. Errors: NotFound without a journal, Format
    /// with the line, Argument when the header differs or another process works in the folder; Io.
    static Result<Journal> resume(const std::filesystem::path& folder, const JournalHeader& header);
    ~Journal();
    Journal(Journal&& other) noexcept;
    Journal& operator=(Journal&&) = delete;

    std::span<const JournalEntry> earlier() const { return m_earlier; }  ///< what resume() read
    Result<void> append(const JournalEntry& entry);

private:
    Journal(int fd, std::filesystem::path path) : m_fd(fd), m_path(std::move(path)) {}
    Result<void> writeLine(const std::string& line);

    int m_fd;
    std::filesystem::path m_path;
    std::vector<JournalEntry> m_earlier;
};

}  // namespace whittle
