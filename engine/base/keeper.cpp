#include "engine/base/keeper.h"

#include <algorithm>
#include <csignal>
#include <thread>

#include <sys/socket.h>

#include "engine/base/awake_clock.h"
#include "engine/base/frames.h"
#include "engine/base/keeper_protocol.h"
#include "engine/base/process_tree.h"

namespace whittle {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStartLimit{30000};  // loading libraries on a busy machine takes its time
constexpr std::chrono::milliseconds kPoll{50};           // how soon a request to stop is seen
// Beyond the command's own time: killing a fork bomb, or a pattern that backtracks for ever.
constexpr std::chrono::milliseconds kGrace{30000};
constexpr std::chrono::milliseconds kStopPatience{12000};
constexpr std::chrono::milliseconds kKillPoll{2};

}  // namespace

Keeper::Keeper(std::filesystem::path program, std::filesystem::path folder)
    : m_program(std::move(program)), m_folder(std::move(folder)) {}

Keeper::~Keeper() { stop(); }

// It takes the closed channel as the word to end everything; killed at once it would leave what it keeps behind.
void Keeper::stop() {
    if (!m_child) return;
    (void)sendFrame(m_child->process().channel(), std::string(kKeeperStop));  // one that is gone needs no word
    ::shutdown(m_child->process().channel(), SHUT_RDWR);
    m_child->process().end(kStopPatience);
    m_child.reset();
}

Result<void> Keeper::start(const CancelToken& cancel) {
    WHITTLE_TRY(std::unique_ptr<ChildProcess> process, ChildProcess::start(m_program, {"keeper", "--folder", m_folder.string()}));
    auto child = std::make_unique<ChildFrames>(std::move(process));
    AwakeClock clock;
    for (;;) {
        if (const auto frame = child->next()) {
            if (*frame != kKeeperReady) break;
            m_child = std::move(child);
            return {};
        }
        WHITTLE_TRY_VOID(cancel.check());
        if (child->closed() || clock.now() > kStartLimit || !child->wait(kPoll)) break;
    }
    const ProcessEnd end = child->process().end(kPoll);
    return fail(Code::Io, "{} does not work as a keeper: it ended with {}, and said: {}", m_program.string(), end.text(),
                child->process().errorTail());
}

Result<KeptEnd> Keeper::run(const KeptCommand& command, const CancelToken& cancel) {
    const std::string frame = commandFrame(command);
    if (frame.size() > kMaxFrameBytes) return fail(Code::Limit, "the command and its environment have {} bytes, too many", frame.size());
    // An idle keeper may have been killed; a fresh one gets the command then.
    for (int attempt = 0;; ++attempt) {
        if (!m_child) WHITTLE_TRY_VOID(start(cancel));
        const Result<void> sent = sendFrame(m_child->process().channel(), frame);
        if (sent) break;
        m_child.reset();
        if (attempt == 1) return std::unexpected(sent.error());
    }
    AwakeClock clock;
    const auto deadline = command.time + kGrace;
    for (;;) {
        if (const auto answer = m_child->next()) {
            if (auto end = parseEnd(*answer)) return *std::move(end);
            return lost(command);
        }
        if (m_child->closed() || clock.now() > deadline || !m_child->wait(kPoll)) return lost(command);
        if (const Result<void> wanted = cancel.check(); !wanted) {
            stop();
            return std::unexpected(wanted.error());
        }
    }
}

// Who kills the keeper frees what it kept; what still has the command's environment is found by that.
KeptEnd Keeper::lost(const KeptCommand& command) {
    KeptEnd end;
    end.end = m_child->process().end(kPoll);
    end.lost = true;
    m_child.reset();
    if (command.environment.empty()) return end;
    // One that is killed goes when it gets the processor next.
    for (const auto deadline = Clock::now() + kStopPatience; Clock::now() < deadline; std::this_thread::sleep_for(kKillPoll)) {
        const std::vector<pid_t> left = processesWith(command.environment.front());
        for (const pid_t pid : left) ::kill(pid, SIGKILL);
        if (left.empty()) break;
        end.leftBehind = std::max(end.leftBehind, static_cast<int>(left.size()));
    }
    return end;
}

}  // namespace whittle
