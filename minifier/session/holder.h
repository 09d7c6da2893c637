// Who works in the folder of a reduction, and how another process gets to go on in its place. That somebody works there the lock of the journal says,
// and nothing else: `job.json`, which says who and at what, may be of a process that was killed. Nobody is sent a signal: a number may be another
// process's by now, or of another machine. Who wants the folder leaves a request there, and who has it ends as it would when told to stop.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/cancel.h"

namespace whittle {

inline constexpr const char* kJobFile = "job.json";
inline constexpr const char* kRequestFile = "hand-over.json";

struct JobRecord {
    std::string program;  ///< "whittle"; empty: nothing is known of it
    std::string host;
    int process = 0;
    std::string began;    ///< when it took the folder, as "2026-11-29T22:30:00Z"
    std::string command;  ///< that does the same, as a shell reads it
    std::string place;    ///< the folder that relative paths of the command begin in
    int jobs = 1;
    bool isThisProcess() const;
    /// "whittle (process 4711)", "another process".
    std::string text() const;
    friend bool operator==(const JobRecord&, const JobRecord&) = default;
};

/// This process's, from now on.
JobRecord ownRecord(std::string command, int jobs);
/// Only for who holds the journal; a request that was left there is forgotten. Errors: Io.
Result<void> writeJobRecord(const std::filesystem::path& folder, const JobRecord& record);
/// The last that took the folder, whether it lives or not. Nothing where there is none or it cannot be read.
std::optional<JobRecord> readJobRecord(const std::filesystem::path& folder);
/// For who holds the journal and is through.
void removeJobRecord(const std::filesystem::path& folder);

/// Who holds the journal now; nothing when nobody does.
std::optional<JobRecord> holderOf(const std::filesystem::path& folder);

/// Asks who holds the journal for it, and waits until it is free. At once when nobody holds it. Errors: Argument when this process does; Limit when
/// the other does not answer (stopped by Ctrl+Z, or too old to know how); Run when a third one was quicker; Io; Cancelled, which takes the request back.
Result<void> askForHandOver(const std::filesystem::path& folder, const CancelToken& cancel);

/// For who holds the journal: what to say of a request that is there, which is taken away. Empty: there is none.
std::string takeRequest(const std::filesystem::path& folder);

}  // namespace whittle
