// What parent and worker say to each other: frames of a four-byte length and a JSON text over a stream
// socket. A job's graph and tensors travel beside it in one memory file, whose descriptor rides on the
// job's frame, so no frame is large and no side can block the other half-way through one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/frames.h"
#include "engine/runtime/eager_trace.h"
#include "engine/runtime/worker.h"

namespace whittle {

/// Whether what a library or a dying process said means that memory ran out.
bool saysOutOfMemory(std::string_view text);

/// A job as sent: the frame, and the memory file: where the worker is (whereabouts.h), then the graph's text and its tensors as safetensors.
struct PackedJob {
    std::string frame;
    OwnedFd payload;
};
enum class JobKind {
    Judge,  ///< compile, run, compare
    Trace,  ///< run eagerly, and tell of every value
    Locate, ///< find where a compiled run first goes wrong
    Study,  ///< compile and measure, and tell of everything
    CompareValues, ///< run compiled, eagerly and in float64, and tell of every value
    Fetch,  ///< of one value, what it was in these runs
};
/// Errors: Io when the memory file cannot be made (its size is the graph's data).
Result<PackedJob> packJob(const WorkerJob& job, const WorkerLimits& limits, JobKind kind = JobKind::Judge);

struct UnpackedJob {
    WorkerJob job;
    JobKind kind = JobKind::Judge;
    OwnedFd payloadFd = OwnedFd();
    std::shared_ptr<const MappedPayload> payload = {};
    std::uint64_t memoryBytes = 0;
    std::chrono::milliseconds time{0};  ///< that the parent waits for its end
    std::pair<std::filesystem::path, std::uint64_t> cache;  ///< the object cache's folder and bound; no folder: none
    std::optional<std::filesystem::path> tuningStore;  ///< folder; empty: lasts as long as the worker
};
/// Tensors are mapped from the payload. Errors: Format, Io; those of parseGraph().
Result<UnpackedJob> unpackJob(const std::string& frame, OwnedFd payload);

/// A text that the worker left at the end of the job's memory file: too long for a frame.
struct LeftText {
    std::string what;  ///< "pass", "report", "profile", "trace", "roof", "values"
    std::uint64_t at = 0, bytes = 0;
};
/// Errors: Io.
Result<LeftText> leaveText(int payload, std::string what, std::string_view text);
/// Errors: Format for a place outside of the file; Io.
Result<std::string> readText(int payload, const LeftText& left);

/// What the worker sends: where it is about to go, or the end of a job. The first message is phase
/// "ready", with the worker's version.
struct WorkerMessage {
    std::string phase;
    std::string version;
    std::optional<WorkerAnswer> answer;
    std::optional<TracedValue> traced = {};  ///< one more value of a run that goes on
    std::optional<LeftText> left = {};       ///< likewise
    std::optional<Error> eagerRaised = {};   ///< told as soon as it is known: what comes next may be the worker's end
};
std::string messageFrame(const WorkerMessage& message);
/// Errors: Format: compiled code may have written on the channel.
Result<WorkerMessage> parseMessage(const std::string& frame);

}  // namespace whittle
