// A child process that may crash, hang or be killed without taking us along: its own process group,
// a socket to talk over, and the end of what it wrote to its standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "engine/base/result.h"

namespace whittle {

/// How a process ended: by itself with a status, or by a signal.
struct ProcessEnd {
    int status = 0;
    int signal = 0;  ///< 0: it ended by itself
    bool byUs = false;  ///< it was still running when its time to end was up, so we ended it
    std::string text() const;  ///< "exit status 3" or "SIGSEGV"
};

/// "SIGSEGV"; "signal 63" for one without a name.
std::string signalName(int signal);

/// File descriptor under which the child finds its end of the channel.
inline constexpr int kChildChannel = 3;

/// Not thread-safe. The destructor kills the whole group and reaps the child, so nothing is left running.
class ChildProcess {
public:
    /// Where its standard output goes.
    enum class Output { Collected, Channel };
    /// Starts `program args...` with the environment as it is, standard input empty, standard error (and output) collected, and one end of
    /// a stream socket pair as descriptor kChildChannel. No other descriptor is inherited. Errors: Io with the program and the system's reason.
    static Result<std::unique_ptr<ChildProcess>> start(const std::filesystem::path& program, const std::vector<std::string>& args,
                                                       Output output = Output::Collected);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    pid_t pid() const { return m_pid; }
    int channel() const { return m_channel; }      ///< our end, non-blocking
    int errorPipe() const { return m_errorPipe; }  ///< for poll(); readable when drain() has something to do

    std::uint64_t residentBytes() const;  ///< of memory that it has touched, 0 when it has ended

    /// Reads what the child has written so far without waiting; keeps the last 4 KiB.
    void drain();
    const std::string& errorTail() const { return m_errorTail; }

    /// For a child that is about to end by itself: waits so long for it, then kills it. What it left in its
    /// group is killed in any case.
    ProcessEnd end(std::chrono::milliseconds patience);
    /// Kills the group with SIGKILL and reaps the child. Also correct when it has ended already.
    ProcessEnd kill();

private:
    ChildProcess(pid_t pid, int channel, int errorPipe) : m_pid(pid), m_channel(channel), m_errorPipe(errorPipe) {}

    ProcessEnd reap();

    pid_t m_pid;
    int m_channel;
    int m_errorPipe;
    std::string m_errorTail;
    std::optional<ProcessEnd> m_end;
};

}  // namespace whittle
