// A child process that answers questions: `whittle bench-worker`, or Python with a script of resources/. Questions
// and answers are JSON objects, one a line, over the socket that ChildProcess makes. Several can be kept waiting, so that
// they take turns and the machine's other load hits all alike; a crash of one ends that one only.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/cancel.h"
#include "engine/base/process.h"

namespace whittle {

class Answerer {
public:
    /// `name` is for messages. Starts `command` with `environment` ("K=V") on top of the present one, which all such children
    /// share: how OpenMP's threads wait, for one. Errors: Io.
    static Result<Answerer> start(std::string name, const std::vector<std::string>& command, const std::vector<std::string>& environment);

    /// Errors: Run with what the child answered under "error"; Io for how it died and the end of what it wrote; Limit when
    /// `patience` is up, which ends the child; Cancelled within 0.1 s and the child's moment to end what it started.
    /// After a death every question is answered so.
    Result<nlohmann::ordered_json> ask(const nlohmann::ordered_json& question, std::chrono::seconds patience, const CancelToken& cancel);

    /// What to send to the child when a question is cancelled: one that is told answers the question soon, however, and stays for the next.
    /// Without it, or when it does not answer, a cancelled question ends the child.
    void stopsBy(const nlohmann::ordered_json& word) { m_stop = word.dump() + '\n'; }

    /// Whether it still answers: neither died nor was ended.
    bool alive() const { return m_alive; }

private:
    Answerer(std::string name, std::unique_ptr<ChildProcess> child) : m_name(std::move(name)), m_child(std::move(child)) {}
    Result<std::string> exchange(std::string line, std::chrono::seconds patience, const CancelToken& cancel);
    std::unexpected<Error> died();

    std::string m_name;
    std::unique_ptr<ChildProcess> m_child;
    std::string m_received, m_stop;
    bool m_alive = true;
};

/// The child's side: answers each line of the socket by `answer` until it closes. An error becomes {"error": text}.
int serveQuestions(int channel, const std::function<Result<nlohmann::ordered_json>(const nlohmann::ordered_json& question)>& answer);

}  // namespace whittle
