// Work off the GUI thread. A job computes a value on a worker and shows it on the runner's thread; the
// worker never touches a QObject. A newer job with the same owner and tag cancels the older one, whose
// answer is then dropped, as is the answer for an owner that is gone.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>

#include "engine/base/cancel.h"
#include "engine/base/result.h"

namespace whittle {

class JobRunner;

/// What one job holds while it runs: how it reports news before its end. Thread-safe.
class JobChannel {
public:
    /// Runs `news` on the runner's thread, later, if the job is still wanted then.
    void post(std::function<void()> news) const;

private:
    friend class JobRunner;
    struct Ticket {
        CancelSource cancel;
        QElapsedTimer since;          // it was submitted
        QPointer<QObject> owner;  // read on the runner's thread only
        bool dropped = false;     // likewise
    };
    JobChannel(JobRunner* runner, std::shared_ptr<Ticket> ticket) : m_runner(runner), m_ticket(std::move(ticket)) {}
    JobRunner* m_runner;  // outlives its jobs: the destructor waits for them
    std::shared_ptr<Ticket> m_ticket;
};

/// Lives in the GUI thread; all functions are called there.
class JobRunner : public QObject {
    Q_OBJECT
public:
    explicit JobRunner(QObject* parent = nullptr);
    /// Cancels every job and waits for the workers: only at the end of the program.
    ~JobRunner() override;

    /// `work(const CancelToken&)` or `work(const CancelToken&, const JobChannel&)` runs on a worker and
    /// must not touch a QObject; `show(answer)` runs here. When the answer is a Result, an exception that the work
    /// did not catch (the library's own for memory that is not there) is shown as its error.
    template <class Work, class Show>
    void submit(QObject* owner, const QString& tag, Work work, Show show) {
        const JobChannel channel = admit(owner, tag);
        start([channel, work = std::move(work), show = std::move(show),
                        token = channel.m_ticket->cancel.token()]() mutable {
            const auto call = [&] {
                if constexpr (std::is_invocable_v<Work, const CancelToken&, const JobChannel&>) return work(token, channel);
                else return work(token);
            };
            using Answer = decltype(call());
            // A shared holder: answers may be move-only, std::function must be copyable.
            std::shared_ptr<Answer> answer;
            if constexpr (std::is_constructible_v<Answer, std::unexpected<Error>>) answer = std::make_shared<Answer>(orError(call));
            else answer = std::make_shared<Answer>(call());
            channel.post([answer, show = std::move(show)]() mutable { show(std::move(*answer)); });
        });
    }

    /// Asks the job to stop and drops its answer.
    void cancel(QObject* owner, const QString& tag);
    /// Asks the job to stop; its answer is still shown (work that ends with its best so far).
    void askToStop(QObject* owner, const QString& tag);

    struct Running {
        QObject* owner;
        QString tag;
        double seconds;   ///< since it was submitted
        bool isStopping;  ///< it was asked to
    };
    /// Jobs whose answers are still wanted and not yet shown.
    std::vector<Running> running() const;

signals:
    void submitted();
    void ended();  ///< a job, whether its answer was shown or dropped: running() holds it no more

private:
    friend class JobChannel;
    using Key = std::pair<QObject*, QString>;

    template <class Call>
    static std::invoke_result_t<Call> orError(Call& call) {
        try {
            return call();
        } catch (...) {
            return std::unexpected(currentException());
        }
    }
    static Error currentException();

    JobChannel admit(QObject* owner, const QString& tag);
    void start(std::function<void()> run);

    QThreadPool m_pool;
    std::map<Key, std::weak_ptr<JobChannel::Ticket>> m_tickets;
};

}  // namespace whittle
