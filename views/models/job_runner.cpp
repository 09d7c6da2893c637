#include "views/models/job_runner.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>

#include "views/models/free_memory.h"

namespace whittle {
namespace {

// A minification occupies a thread for minutes; opening and layout must still find one.
constexpr int kFewestThreads = 4;
constexpr std::chrono::milliseconds kLarge{200};  // a job that takes so long has had much in hand

}  // namespace

void JobChannel::post(std::function<void()> news) const {
    QMetaObject::invokeMethod(
        m_runner,
        [ticket = m_ticket, news = std::move(news)] {
            if (!ticket->dropped && ticket->owner) news();
        },
        Qt::QueuedConnection);
}

JobRunner::JobRunner(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(std::max(kFewestThreads, QThread::idealThreadCount()));
}

JobRunner::~JobRunner() {
    for (const auto& [key, weak] : m_tickets)
        if (const auto ticket = weak.lock()) {
            ticket->dropped = true;
            ticket->cancel.cancel();
        }
    m_pool.clear();
    m_pool.waitForDone();
}

Error JobRunner::currentException() {
    constexpr std::string_view kAdvice = "this job needs more memory than there is; close other graphs or programs and try again";
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return {Code::Limit, std::string(kAdvice), {}};
    } catch (const std::length_error&) {  // a size that no container can have
        return {Code::Limit, std::string(kAdvice), {}};
    } catch (const std::exception& error) {
        return {Code::Internal, fmt::format("unexpected exception: {}", error.what()), {}};
    } catch (...) {
        return {Code::Internal, "unexpected exception of an unknown kind", {}};
    }
}

JobChannel JobRunner::admit(QObject* owner, const QString& tag) {
    cancel(owner, tag);
    std::erase_if(m_tickets, [](const auto& entry) { return entry.second.expired(); });
    const auto ticket = std::make_shared<JobChannel::Ticket>();
    ticket->owner = owner;
    ticket->since.start();
    m_tickets[{owner, tag}] = ticket;
    emit submitted();
    return {this, ticket};
}

void JobRunner::start(std::function<void()> run) {
    m_pool.start([this, run = std::move(run)]() mutable {
        const auto began = std::chrono::steady_clock::now();
        run();
        run = nullptr;  // with all that it held
        QMetaObject::invokeMethod(this, &JobRunner::ended, Qt::QueuedConnection);  // behind the answer
        if (std::chrono::steady_clock::now() - began > kLarge) returnFreeMemory();
    });
}

std::vector<JobRunner::Running> JobRunner::running() const {
    std::vector<Running> out;
    for (const auto& [key, weak] : m_tickets)
        if (const auto ticket = weak.lock(); ticket && ticket->owner)
            out.push_back({ticket->owner, key.second, static_cast<double>(ticket->since.elapsed()) / 1000, ticket->cancel.token().cancelled()});
    return out;
}

void JobRunner::cancel(QObject* owner, const QString& tag) {
    const auto found = m_tickets.find({owner, tag});
    if (found == m_tickets.end()) return;
    if (const auto ticket = found->second.lock()) {
        ticket->dropped = true;
        ticket->cancel.cancel();
    }
    m_tickets.erase(found);
}

void JobRunner::askToStop(QObject* owner, const QString& tag) {
    const auto found = m_tickets.find({owner, tag});
    if (found == m_tickets.end()) return;
    if (const auto ticket = found->second.lock()) ticket->cancel.cancel();
}

}  // namespace whittle
