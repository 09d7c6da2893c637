#include "engine/runtime/answerer.h"

#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/base/awake_clock.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::milliseconds kLastMoment{1000};
constexpr std::chrono::seconds kToldToStop{5};  // it ends processes, and removes their files

Result<void> sendAll(int channel, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(channel, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR && errno != EAGAIN) return fail(Code::Io, "the socket is closed");
    }
    return {};
}

}  // namespace

Result<Answerer> Answerer::start(std::string name, const std::vector<std::string>& command, const std::vector<std::string>& environment) {
    // `env` is how a child gets another environment without changing ours.
    std::vector<std::string> words = environment;
    words.insert(words.end(), command.begin(), command.end());
    WHITTLE_TRY(auto child, ChildProcess::start("/usr/bin/env", words));
    return Answerer(std::move(name), std::move(child));
}

std::unexpected<Error> Answerer::died() {
    m_alive = false;
    m_child->drain();
    const std::string tail = m_child->errorTail();
    const ProcessEnd end = m_child->end(kLastMoment);
    m_child->drain();
    const std::string& all = m_child->errorTail().empty() ? tail : m_child->errorTail();
    return fail(Code::Io, "{} died: {}{}{}", m_name, end.text(), all.empty() ? "" : "\n", all);
}

Result<std::string> Answerer::exchange(std::string line, std::chrono::seconds patience, const CancelToken& cancel) {
    WHITTLE_TRY_VOID(cancel.check());  // a word to stop that comes with its question is not seen
    AwakeClock clock;
    AwakeClock::Duration deadline = patience;
    bool told = false;
    if (!sendAll(m_child->channel(), line)) return died();
    for (;;) {
        if (const std::size_t end = m_received.find('\n'); end != m_received.npos) {
            std::string answer = m_received.substr(0, end);
            m_received.erase(0, end + 1);
            if (told) WHITTLE_TRY_VOID(cancel.check());
            return answer;
        }
        if (cancel.cancelled() && !told && !m_stop.empty() && sendAll(m_child->channel(), m_stop)) {
            told = true;
            deadline = clock.now() + kToldToStop;
        }
        if ((cancel.cancelled() && !told) || clock.now() >= deadline) {
            ::shutdown(m_child->channel(), SHUT_RDWR);  // it sees the end and can stop children in groups of their own
            m_child->end(kLastMoment);
            m_alive = false;
            WHITTLE_TRY_VOID(cancel.check());
            return fail(Code::Limit, "{} gave no answer in {} s and was ended", m_name, patience.count());
        }
        pollfd waits[] = {{m_child->channel(), POLLIN, 0}, {m_child->errorPipe(), POLLIN, 0}};
        ::poll(waits, 2, 100);
        m_child->drain();
        if (!waits[0].revents) continue;
        char buffer[4096];
        const ssize_t n = ::read(m_child->channel(), buffer, sizeof buffer);
        if (n > 0) m_received.append(buffer, static_cast<std::size_t>(n));
        else if (n == 0 || (errno != EAGAIN && errno != EINTR)) return died();
    }
}

Result<Json> Answerer::ask(const Json& question, std::chrono::seconds patience, const CancelToken& cancel) {
    WHITTLE_TRY(const std::string text, exchange(question.dump() + '\n', patience, cancel));
    Json answer = Json::parse(text, nullptr, false);
    if (!answer.is_object()) return fail(Code::Run, "{} answered what is no JSON object: {}", m_name, text.substr(0, 200));
    if (answer.contains("error")) return fail(Code::Run, "{}: {}", m_name, answer.value("error", ""));
    return answer;
}

int serveQuestions(int channel, const std::function<Result<Json>(const Json& question)>& answer) {
    std::string received;
    char buffer[4096];
    for (;;) {
        const ssize_t n = ::read(channel, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0 ? 0 : 1;
        received.append(buffer, static_cast<std::size_t>(n));
        for (std::size_t end; (end = received.find('\n')) != received.npos;) {
            const Json question = Json::parse(received.substr(0, end), nullptr, false);
            received.erase(0, end + 1);
            const Result<Json> answered = question.is_object() ? answer(question) : Result<Json>(fail(Code::Format, "the question is no JSON object"));
            const Json reply = answered ? *answered : Json{{"error", answered.error().describe()}};
            if (!sendAll(channel, reply.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n')) return 1;
        }
    }
}

}  // namespace whittle
