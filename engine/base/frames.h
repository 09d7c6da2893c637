// Frames over a stream socket, which a program and its child processes talk in: a four-byte length and that many bytes,
// a descriptor beside them if need be.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/process.h"

namespace whittle {

inline constexpr std::uint32_t kMaxFrameBytes = 1u << 20;

/// Closes its descriptor.
class OwnedFd {
public:
    explicit OwnedFd(int fd = -1) : m_fd(fd) {}
    ~OwnedFd();
    OwnedFd(OwnedFd&& other) noexcept : m_fd(other.m_fd) { other.m_fd = -1; }
    OwnedFd& operator=(OwnedFd&& other) noexcept;
    int get() const { return m_fd; }

private:
    int m_fd;
};

/// Sends one frame, waiting while the other side is slow, with a descriptor when it is not -1.
/// Errors: Io when the other side is gone.
Result<void> sendFrame(int socket, const std::string& frame, int descriptor = -1);

/// Frames out of a stream. Not thread-safe.
class FrameReader {
public:
    enum class State { Open, Closed };
    /// Takes what the socket has (waits for it when the socket blocks). Errors: Io; Limit for an oversized frame.
    Result<State> read(int socket);
    std::optional<std::string> next();
    OwnedFd takeDescriptor();  ///< the last one received; -1 when there was none

private:
    std::string m_bytes;
    OwnedFd m_descriptor;
};

/// The frames of a child, whose standard error is drained meanwhile. Not thread-safe.
class ChildFrames {
public:
    explicit ChildFrames(std::unique_ptr<ChildProcess> process) : m_process(std::move(process)) {}
    ChildProcess& process() { return *m_process; }
    const ChildProcess& process() const { return *m_process; }
    std::optional<std::string> next() { return m_frames.next(); }  ///< of what came so far
    bool closed() const { return m_closed; }  ///< nothing more will come
    /// Waits so long at most for more to come. Errors: Io, Limit when what came is no frame.
    Result<void> wait(std::chrono::milliseconds patience);

private:
    std::unique_ptr<ChildProcess> m_process;
    FrameReader m_frames;
    bool m_closed = false;
    bool m_errorsClosed = false;  // a closed pipe is always ready: polling it would spin
};

}  // namespace whittle
