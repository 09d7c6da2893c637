// One log of one process, as TORCH_TRACE writes it: an index of its records and what they say, joined by compile. The log may be
// half a gigabyte, damaged, or still growing: records are read once, in order, and only their places and the joined data are kept.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/formats/trace/compile_record.h"
#include "engine/formats/trace/line_reader.h"

namespace whittle::trace {

enum class PayloadCheck : std::uint8_t { None, Ok, OkWithoutCr, Mismatch };

struct Record {
    std::uint64_t offset = 0;        ///< of the header line in the file
    std::uint64_t payloadBytes = 0;  ///< as it lies in the file behind the header, with its tabs and line ends
    std::uint64_t line = 0;          ///< of the header, from 1
    std::int64_t microseconds = 0;   ///< since midnight
    std::uint32_t headerBytes = 0;
    std::uint32_t kind = 0;          ///< index into TraceLog::kinds
    std::uint32_t compile = 0;       ///< index into TraceLog::compiles
    std::int32_t attempt = 0;
    PayloadCheck check = PayloadCheck::None;
};

/// A chromium event: a span begins or ends, or something happened at once.
struct TimeEvent {
    double microseconds = 0;  ///< of the process's clock
    std::uint32_t name = 0;   ///< index into TraceLog::eventNames
    std::uint32_t compile = 0;
    RecordIndex record = 0;
    char phase = 'i';         ///< 'B', 'E', 'i', as chromium calls them
};

/// Something that a whole log does not have: told to the user, never a reason to stop.
struct Trouble {
    std::uint64_t count = 0, firstLine = 0;
};

struct ReadingFacts {
    std::uint64_t lines = 0, bytes = 0, blankLines = 0;
    Trouble foreignLines;   ///< match nothing
    Trouble badJson;        ///< headers whose object is broken
    Trouble strayPayloads;  ///< payload lines without a header before them
    Trouble longLines;      ///< past any line that is kept
    Trouble crLines;
    Trouble payloadsDamaged, payloadsMissing;
    Trouble missingStrings;  ///< of file names
    std::uint64_t payloadsOk = 0, payloadsOkWithoutCr = 0;
    bool cutAtEnd = false;  ///< the last line has no end
    bool textLog = false;   ///< TORCH_LOGS text rather than a trace

    std::vector<std::string> notes() const;  ///< in words, with line numbers
};

/// Plain data: what the views and the command show.
struct LogContent {
    std::filesystem::path file;
    std::optional<std::int64_t> rank;     ///< the last that the log names
    std::set<std::int64_t> ranks;         ///< all of them
    std::vector<Record> records;
    std::vector<Compile> compiles;        ///< [0] has what belongs to no compile; then in order of appearance
    std::vector<std::string> kinds;
    std::vector<std::uint64_t> kindCounts;                 ///< by kind
    std::map<std::string, std::uint64_t> artifactCounts;   ///< by the names that `artifact` records give
    std::vector<std::string> eventNames;
    std::vector<TimeEvent> events;
    std::unordered_map<std::int64_t, std::string> strings;  ///< file names by id
    ReadingFacts facts;
};

class TraceLog {
public:
    /// Whether what lies at the end of the file is all there will be. While it may grow, a record is taken only when it is whole.
    enum class End { Final, MayGrow };
    using Progress = std::function<void(std::uint64_t done, std::uint64_t size)>;

    /// Errors: Io.
    static Result<TraceLog> open(const std::filesystem::path& path);
    TraceLog(TraceLog&&) noexcept;
    TraceLog& operator=(TraceLog&&) noexcept;
    ~TraceLog();

    /// Reads on from where the last call stopped. True when there was something. Polls `cancel` every few thousand lines; what was
    /// read until then stays. Errors: Io, also when the file became shorter; Cancelled.
    Result<bool> more(End end = End::Final, const CancelToken& cancel = {}, const Progress& progress = {});

    const LogContent& content() const;
    /// The content as it is now, for other threads; cheap when nothing changed.
    std::shared_ptr<const LogContent> snapshot() const;

    /// The JSON object of a record's header. This and the next two may be called from any thread, also while more() runs, with records
    /// of a snapshot. Errors: Io, and Limit past 1 GB.
    Result<std::string> header(const Record& record) const;
    /// The payload, as it was before it was written: lines without their tab. Empty when there is none.
    Result<std::string> payload(const Record& record) const;
    /// What an artifact shows: the payload; of a record that has none, its metadata as indented JSON.
    Result<std::string> text(const Record& record) const;
    /// A stack in the metadata: "stack", "user_stack". Empty when there is none. Not while more() runs.
    Result<Stack> stack(const Record& record, std::string_view key) const;

private:
    struct State;
    explicit TraceLog(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Whether a text begins as a trace or as TORCH_LOGS text does.
bool looksLikeTraceLog(std::string_view start);

}  // namespace whittle::trace
