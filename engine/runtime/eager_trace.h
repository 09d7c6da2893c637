// Every value that an eager run holds, sent from the worker to its parent as the run goes on: what ends the worker takes
// only the values behind it along. Bytes lie in the job's memory file, and a frame says where.
#pragma once

#include <span>

#include "engine/base/frames.h"
#include "engine/runtime/worker.h"

namespace whittle {

/// Bytes of a memory file; unmapped when the last tensor over them is gone.
class MappedPayload {
public:
    /// Errors: Io.
    static Result<std::shared_ptr<const MappedPayload>> map(int fd);
    ~MappedPayload();
    MappedPayload(const MappedPayload&) = delete;
    MappedPayload& operator=(const MappedPayload&) = delete;
    std::span<const std::byte> bytes() const { return {m_data, m_size}; }

private:
    MappedPayload(const std::byte* data, std::size_t size) : m_data(data), m_size(size) {}
    const std::byte* m_data;
    std::size_t m_size;
};

/// A value as a frame tells it. A tensor's storage is at `at` in the memory file.
struct TracedValue {
    std::string name;
    Datum number;  ///< anything but a tensor
    DType dtype = DType::F32;
    Sizes sizes, strides;
    Index offset = 0;
    std::uint64_t at = 0, bytes = 0;
    bool isTensor = false;
};

/// The worker's side: runs the graph and calls `send` for each value. Storages that lie in `payload` stay where they are,
/// others are appended to it, each once. Errors: the run's, Io.
Result<void> traceEager(const WorkerJob& job, const std::shared_ptr<const MappedPayload>& payload, int payloadFd,
                        const std::function<Result<void>(const TracedValue&)>& send);

/// The parent's side. Errors: Format for a place outside of the file.
Result<Datum> tracedDatum(const TracedValue& value, const std::shared_ptr<const MappedPayload>& payload);

}  // namespace whittle
