#include "minifier/search/answer_pool.h"

#include <algorithm>
#include <deque>

namespace whittle {
namespace {

// How far ahead of the search idle oracles go, in questions an oracle: what is further away is seldom asked.
constexpr std::size_t kAhead = 4;
constexpr std::chrono::milliseconds kCancelPoll{50};

}  // namespace

AnswerPool::AnswerPool(Oracle& oracle, int lanes, const JobClock& clock, const CancelToken& cancel, PauseToken pause, Park park)
    : m_clock(clock), m_cancel(cancel), m_pause(std::move(pause)), m_park(std::move(park)) {
    m_lanes.push_back(std::make_unique<Lane>());
    m_lanes.front()->oracle = &oracle;
    while (static_cast<int>(m_lanes.size()) < lanes) {
        auto lane = std::make_unique<Lane>();
        lane->own = oracle.another();
        if (!lane->own) break;
        lane->oracle = lane->own.get();
        m_lanes.push_back(std::move(lane));
    }
    if (m_lanes.size() == 1) return;
    for (const auto& lane : m_lanes) lane->thread = std::thread([this, one = lane.get()] { work(*one); });
}

AnswerPool::~AnswerPool() {
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
        for (const auto& lane : m_lanes) stop(*lane);
    }
    m_given.notify_all();
    for (const auto& lane : m_lanes)
        if (lane->thread.joinable()) lane->thread.join();
}

void AnswerPool::work(Lane& lane) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_given.wait(lock, [&] { return m_ends || (lane.question && !lane.answer); });
        if (m_ends) return;
        const Question question = *lane.question;
        const CancelToken stop = lane.stop.token();
        lock.unlock();
        Result<Verdict> verdict = withoutStops(m_clock, [&] { return ask(*lane.oracle, *question.graph, m_aim, stop); });
        lock.lock();
        lane.answer = std::move(verdict);
        m_answered.notify_all();
    }
}

void AnswerPool::aimAt(const Aim& aim) {
    rest();
    m_aim = aim;
    if (aim.rule.match() != SignatureMatch::Exact) return;
    for (const auto& lane : m_lanes) lane->oracle->lookFor(aim.target);
}

void AnswerPool::start(Lane& lane, Question question) {
    lane.question = std::move(question);
    lane.stop = CancelSource();
    lane.stopped = false;
    m_given.notify_all();
}

void AnswerPool::stop(Lane& lane) {
    if (!lane.question || lane.answer || lane.stopped) return;
    lane.stop.cancel();
    lane.stopped = true;
}

AnswerPool::Lane* AnswerPool::idle() {
    const auto found = std::ranges::find_if(m_lanes, [](const auto& lane) { return !lane->question; });
    return found == m_lanes.end() ? nullptr : found->get();
}

bool AnswerPool::works(const Hash128& hash) const {
    return std::ranges::any_of(m_lanes, [&](const auto& lane) { return lane->question && lane->question->hash == hash && !lane->stopped; });
}

// Stops what is not wanted any more until so many lanes are free or about to be.
void AnswerPool::makeRoom(std::size_t lanes, const std::unordered_set<Hash128>& wanted) {
    for (const auto& lane : m_lanes) lanes -= lanes > 0 && lane->stopped && !lane->answer;
    for (const auto& lane : m_lanes) {
        if (lanes == 0) return;
        if (!lane->question || lane->answer || lane->stopped || wanted.contains(lane->question->hash)) continue;
        stop(*lane);
        --lanes;
    }
}

// The next that nobody has taken; what was stopped has none.
std::optional<AnswerPool::Answered> AnswerPool::takeAnswer() {
    for (const auto& lane : m_lanes) {
        if (!lane->answer) continue;
        Answered got{.question = *std::exchange(lane->question, std::nullopt), .verdict = *std::exchange(lane->answer, std::nullopt)};
        if (!std::exchange(lane->stopped, false) || got.verdict) return got;
    }
    return std::nullopt;
}

Result<Verdict> AnswerPool::answer(const Question& question, const Next& next, const Spare& spare) {
    if (m_lanes.size() == 1) return withoutStops(m_clock, [&] { return ask(*m_lanes.front()->oracle, *question.graph, m_aim, m_cancel); });
    std::unique_lock lock(m_mutex);
    std::unordered_set<Hash128> wanted{question.hash};
    std::deque<Question> waiting;
    if (!works(question.hash)) waiting.push_back(question);
    bool more = static_cast<bool>(next);
    for (;;) {
        while (const auto got = takeAnswer()) {
            if (got->question.hash == question.hash) return got->verdict;
            if (!got->verdict) continue;  // if it is ever asked in earnest, the trouble comes up again
            lock.unlock();
            WHITTLE_TRY_VOID(spare(got->question, *got->verdict));
            lock.lock();
        }
        if (m_cancel.cancelled()) {
            for (const auto& lane : m_lanes) stop(*lane);
            return std::unexpected(m_cancel.check().error());
        }
        const bool paused = m_pause.paused();
        if (paused && !works(question.hash)) {
            lock.unlock();
            WHITTLE_TRY_VOID(m_park());
            lock.lock();
            continue;
        }
        for (Lane* lane = idle(); lane && !waiting.empty() && !paused; lane = idle()) {
            start(*lane, std::move(waiting.front()));
            waiting.pop_front();
        }
        const bool lookFurther = wanted.size() < m_lanes.size() || (waiting.empty() && idle() && wanted.size() < kAhead * m_lanes.size());
        if (more && lookFurther && !paused) {
            lock.unlock();
            std::optional<Question> likely = next();
            lock.lock();
            if (!likely) more = false;
            else if (wanted.insert(likely->hash).second && !works(likely->hash)) waiting.push_back(*std::move(likely));
            continue;
        }
        if (!paused) makeRoom(waiting.size(), wanted);
        m_answered.wait_for(lock, kCancelPoll, [&] { return std::ranges::any_of(m_lanes, [](const auto& lane) { return lane->answer.has_value(); }); });
    }
}

Result<void> AnswerPool::settle(const Spare& spare) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        while (const auto got = takeAnswer()) {
            if (!got->verdict) continue;
            lock.unlock();
            WHITTLE_TRY_VOID(spare(got->question, *got->verdict));
            lock.lock();
        }
        const bool works = std::ranges::any_of(m_lanes, [](const auto& lane) { return lane->question.has_value(); });
        if (!works || !m_pause.paused() || m_cancel.cancelled()) return {};
        m_answered.wait_for(lock, kCancelPoll, [&] { return std::ranges::any_of(m_lanes, [](const auto& lane) { return lane->answer.has_value(); }); });
    }
}

void AnswerPool::rest() {
    std::unique_lock lock(m_mutex);
    for (const auto& lane : m_lanes) stop(*lane);
    m_answered.wait(lock, [&] { return std::ranges::all_of(m_lanes, [](const auto& lane) { return !lane->question || lane->answer; }); });
    for (const auto& lane : m_lanes) {
        m_dropped += lane->answer && lane->answer->has_value();
        lane->question.reset();
        lane->answer.reset();
        lane->stopped = false;
    }
}

std::vector<std::string> AnswerPool::notes() const {
    std::vector<std::string> out;
    for (const auto& lane : m_lanes) {
        if (!lane->own) continue;  // the caller has the first oracle himself
        for (std::string& note : lane->own->notes())
            if (std::ranges::find(out, note) == out.end()) out.push_back(std::move(note));
    }
    return out;
}

}  // namespace whittle
