// Asks several oracles at once. The search asks one question after the other and waits for each; while it waits, idle oracles work
// at what it is likely to ask next. That changes when answers are known, never which are asked for: whatever the number of oracles,
// the search takes the same way.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "minifier/search/asking.h"
#include "minifier/search/job_clock.h"
#include "minifier/search/steering.h"

namespace whittle {

struct Question {
    Hash128 hash;
    GraphRef graph;
};

class AnswerPool {
public:
    /// What is likely to be asked next, most likely first; nothing when there is no more to guess.
    using Next = std::function<std::optional<Question>()>;
    /// Takes an answer that nobody has asked for yet.
    using Spare = std::function<Result<void>(const Question&, const Verdict&)>;

    /// Waits until the job is not paused any more.
    using Park = std::function<Result<void>()>;

    /// The clock and the first oracle are borrowed, the other oracles are made by it. With one, all happens on the caller's thread. Nothing begins while the job is paused;
    /// `park` is called, on the caller's thread, when a question has to wait for that.
    AnswerPool(Oracle& oracle, int lanes, const JobClock& clock, const CancelToken& cancel, PauseToken pause, Park park);
    ~AnswerPool();  ///< stops what runs
    AnswerPool(const AnswerPool&) = delete;
    AnswerPool& operator=(const AnswerPool&) = delete;

    int lanes() const { return static_cast<int>(m_lanes.size()); }
    void aimAt(const Aim& aim);

    /// The answer to this question, perhaps begun earlier. `next` and `spare` are called on this thread, before it returns.
    /// What runs and is neither this question nor among the next ones is stopped when its oracle is needed.
    /// Errors: the oracle's; Cancelled; those of `spare`.
    Result<Verdict> answer(const Question& question, const Next& next, const Spare& spare);
    /// Waits, while the job is paused, for what runs to end, and hands on what was answered. Errors: those of `spare`.
    Result<void> settle(const Spare& spare);
    /// Stops what runs, so that the first oracle may be asked directly.
    void rest();
    /// Answers that came too late for anybody to take: after rest() was called.
    int dropped() const { return m_dropped; }
    /// What the oracles had to say, each thing once.
    std::vector<std::string> notes() const;

private:
    struct Lane {
        Oracle* oracle = nullptr;
        std::unique_ptr<Oracle> own;
        std::thread thread;
        std::optional<Question> question;      // given to the lane, until its answer is taken
        std::optional<Result<Verdict>> answer;
        CancelSource stop;
        bool stopped = false;
    };
    struct Answered {
        Question question;
        Result<Verdict> verdict;
    };
    void work(Lane& lane);
    std::optional<Answered> takeAnswer();
    void start(Lane& lane, Question question);
    void stop(Lane& lane);
    Lane* idle();
    bool works(const Hash128& hash) const;
    void makeRoom(std::size_t lanes, const std::unordered_set<Hash128>& wanted);

    const JobClock& m_clock;
    CancelToken m_cancel;
    PauseToken m_pause;
    Park m_park;
    int m_dropped = 0;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    Aim m_aim;  // not changed while a lane works
    mutable std::mutex m_mutex;
    std::condition_variable m_given, m_answered;
    bool m_ends = false;
};

}  // namespace whittle
