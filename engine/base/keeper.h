// Runs programs that nobody vouches for, one at a time, within limits, and leaves none of their processes behind.
//
// `whittle keeper` stands between: a child of ours that adopts whatever a program leaves behind, in other groups and
// sessions too, and ends it before it answers. When we die, however we do, it ends everything and removes the folder.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/base/process.h"

namespace whittle {

class ChildFrames;

/// Each line of an output is held against the pattern (ECMAScript), as far as a line goes to 4 kB and the output to 64 MB.
struct OutputPattern {
    enum class Stream : std::uint8_t { Out, Err };
    Stream stream = Stream::Err;
    std::string pattern;
};

struct KeptCommand {
    std::vector<std::string> words;        ///< the program, as a path, and its arguments
    std::vector<std::string> environment;  ///< "NAME=value", beside ours
    std::filesystem::path folder;          ///< where it runs
    std::chrono::milliseconds time{10000};
    /// Address space that each process may have, and memory that all of them together may.
    std::uint64_t memoryBytes = 4ull << 30;
    std::optional<OutputPattern> pattern = {};
};

struct KeptEnd {
    enum class Limit : std::uint8_t { None, Time, Memory };
    ProcessEnd end;             ///< of the program itself
    Limit limit = Limit::None;  ///< which one it ran into, and was killed for
    int notStarted = 0;         ///< the system's error number: there is no such program, or it is none
    int leftBehind = 0;         ///< processes that it left, which are gone now
    std::string out, err;       ///< the last 4 kB of each
    std::optional<std::string> matched;  ///< the first line that the pattern was found in
    bool lost = false;          ///< it killed the keeper: nothing else is known
};

/// Not thread-safe. The destructor returns when every process is gone.
class Keeper {
public:
    /// `program` is the whittle executable, started as `program keeper`; `folder` goes when we die.
    Keeper(std::filesystem::path program, std::filesystem::path folder);
    ~Keeper();
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Standard input is empty, there is no core dump, and what it writes is read and not kept.
    /// Errors: Io when the keeper cannot be started; Limit for a command of a megabyte; Cancelled (within 0.1 s and the
    /// time that killing takes).
    Result<KeptEnd> run(const KeptCommand& command, const CancelToken& cancel);

private:
    Result<void> start(const CancelToken& cancel);
    void stop();
    KeptEnd lost(const KeptCommand& command);
    std::filesystem::path m_program, m_folder;
    std::unique_ptr<ChildFrames> m_child;
};

/// The keeper's side: serves commands on file descriptor `channel` until it closes. Exit status for main.
int serveKeeper(int channel, const std::filesystem::path& folder);

}  // namespace whittle
