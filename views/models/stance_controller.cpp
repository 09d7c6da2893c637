#include "views/models/stance_controller.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QElapsedTimer>
#include <QScopedValueRollback>

#include "engine/base/files.h"
#include "engine/dispatch/call_sequence.h"
#include "engine/dispatch/stance.h"
#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/session_result.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kRun = QStringLiteral("stances");
const QString kFile = QStringLiteral("calls file");
const QString kPaste = QStringLiteral("pasted calls");
const QString kApply = QStringLiteral("advice");
constexpr int kPauseMs = 500;             // after an edit, before it runs by itself
constexpr qint64 kLeastPaceMs = 40;       // between two snapshots of a report that grows
constexpr qint64 kPaceFactor = 10;        // copying one takes at most a tenth of the time
constexpr std::uint64_t kMostFileBytes = 16 << 20;

// Tells when the next snapshot is due.
class Pace {
public:
    bool isDue() const { return !m_since.isValid() || m_since.elapsed() >= m_wait; }
    template <class Make>
    auto measured(Make&& make) {
        QElapsedTimer taken;
        taken.start();
        auto made = make();
        m_wait = std::max(kLeastPaceMs, kPaceFactor * taken.elapsed());
        m_since.start();
        return made;
    }

private:
    QElapsedTimer m_since;
    qint64 m_wait = 0;
};

struct DynamicRow {
    Dynamic dynamic;
    const char* name;
};
constexpr std::array<DynamicRow, 3> kDynamic{{{Dynamic::Automatic, "auto"}, {Dynamic::Always, "true"}, {Dynamic::Never, "false"}}};

// What a file of calls says.
struct CallsFile {
    QList<CallRow> calls;
    std::optional<QString> dynamic;
};
Result<CallsFile> fileOf(const Result<Json>& read, const QList<CallParameter>& parameters) {
    if (!read) return std::unexpected(read.error());
    const Json& json = *read;
    CallsFile out;
    WHITTLE_TRY(out.calls, CallsModel::parse(json, parameters));
    WHITTLE_TRY(const std::optional<Dynamic> dynamic, dynamicOf(json));
    if (dynamic) out.dynamic = QLatin1String(std::ranges::find(kDynamic, *dynamic, &DynamicRow::dynamic)->name);
    return out;
}

QList<QStringList> argumentsOf(const QList<CallRow>& calls) {
    QList<QStringList> out;
    for (const CallRow& call : calls) out << call.arguments;
    return out;
}

}  // namespace

StanceSettings::StanceSettings() {
    for (const std::string_view name : stanceNames()) stances << toQString(name);
}

StanceController::StanceController(JobRunner& jobs, StanceService service, QObject* parent) : QObject(parent), m_jobs(jobs), m_service(std::move(service)) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (!m_isLive || !isStale() || !startTrouble().isEmpty()) return;
        m_jobs.cancel(this, kRun);
        if (m_state == State::Running) m_state = State::Ready;
        start();
    });
    connect(&m_calls, &CallsModel::edited, this, &StanceController::onInput);
}

void StanceController::setGraph(GraphRef graph, const QString& file) {
    m_jobs.cancel(this, kRun);
    m_jobs.cancel(this, kFile);
    m_jobs.cancel(this, kPaste);
    m_jobs.cancel(this, kApply);
    m_pasted.clear();
    m_isFiling = m_isApplying = false;
    m_pause.stop();
    m_graph = std::move(graph);
    m_file = file;
    m_callsFile.clear();
    m_filed.clear();
    forget();
    m_calls.setGraph(m_graph);
    setState(m_graph ? State::Ready : State::NoGraph);
}

void StanceController::onInput() {
    if (m_isSetting) return;
    emit inputChanged();
    if (m_isLive && m_report) m_pause.start();
}

void StanceController::setSettings(const StanceSettings& settings) {
    if (settings == m_settings) return;
    m_settings = settings;
    onInput();
}

void StanceController::setInput(const StanceInput& wanted) {
    if (wanted == input()) return;
    {
        const QScopedValueRollback setting(m_isSetting, true);
        m_settings = wanted.settings;
        m_calls.setCalls(wanted.calls);
    }
    onInput();
}

void StanceController::setLive(bool live) {
    if (live == m_isLive) return;
    m_isLive = live;
    emit inputChanged();
    if (live && isStale()) m_pause.start();
}

void StanceController::openCalls(const QString& path) {
    m_isFiling = true;
    m_jobs.submit(
        this, kFile,
        [file = toPath(path), parameters = m_calls.parameters()](const CancelToken&) -> Result<CallsFile> {
            WHITTLE_TRY(const std::string text, readFile(file, kMostFileBytes));
            return fileOf(parseJson(text), parameters).context("reading {}", file.string());
        },
        [this, path](Result<CallsFile> read) {
            m_isFiling = false;
            if (!read) return emit refused(::whittle::errorText(read.error()));
            m_callsFile = path;
            m_filed = read->calls;
            m_fileDynamic = read->dynamic.value_or(QStringLiteral("auto"));
            StanceInput input{.calls = std::move(read->calls), .settings = m_settings};
            if (read->dynamic) input.settings.dynamic = *read->dynamic;
            setInput(input);
            emit filed(path);
        });
}

// Who pastes again before the first is read cancels that job; the new one reads both.
void StanceController::pasteCalls(const QString& text) {
    m_pasted << text;
    m_jobs.submit(
        this, kPaste,
        [texts = m_pasted, parameters = m_calls.parameters()](const CancelToken&) -> Result<QList<CallRow>> {
            QList<CallRow> out;
            for (const QString& one : texts) {
                WHITTLE_TRY(const QList<CallRow> calls, CallsModel::parseText(one.toStdString(), parameters));
                out << calls;
            }
            return out;
        },
        [this](Result<QList<CallRow>> calls) {
            m_pasted.clear();
            if (!calls) return emit refused(tr("What was copied is no list of calls: %1").arg(::whittle::errorText(calls.error())));
            QList<CallRow> all = m_calls.calls();
            all << *std::move(calls);
            if (all.size() > CallsModel::kMost) return emit refused(tr("That would be %1 calls; the window takes %2, the command any number.").arg(all.size()).arg(CallsModel::kMost));
            m_calls.setCalls(all);
        });
}

void StanceController::saveCalls(const QString& path) {
    if (const QString trouble = m_calls.trouble(); !trouble.isEmpty()) return emit refused(tr("The calls cannot be saved yet. %1").arg(trouble));
    m_isFiling = true;
    Json json = m_calls.json();
    if (m_settings.dynamic != QLatin1String("auto")) json["dynamic"] = m_settings.dynamic == QLatin1String("true");
    m_jobs.submit(
        this, kFile, [file = toPath(path), json = std::move(json)](const CancelToken&) { return writeFileAtomic(file, json.dump(1) + "\n"); },
        [this, path, calls = m_calls.calls(), dynamic = m_settings.dynamic](Result<void> written) {
            m_isFiling = false;
            if (!written) return emit refused(::whittle::errorText(written.error()));
            m_callsFile = path;
            m_filed = calls;
            m_fileDynamic = dynamic;
            emit filed(path);
            emit inputChanged();  // the command names the file now
        });
}

QString StanceController::startTrouble() const {
    if (!m_graph) return tr("Open a graph first.");
    if (m_calls.rowCount() == 0) return tr("There is no call yet.");
    if (m_settings.stances.isEmpty()) return tr("Choose at least one stance.");
    if (m_settings.warm >= m_calls.rowCount()) return tr("%n calls to warm up leave none for the stance.", nullptr, m_settings.warm);
    return m_calls.trouble();
}

StanceRequest StanceController::request() const {
    const bool isFile = !m_callsFile.isEmpty() && argumentsOf(m_filed) == argumentsOf(m_calls.calls());
    return {.file = m_file, .calls = m_calls.json().dump(), .callsFile = isFile ? m_callsFile : QString(), .fileDynamic = m_fileDynamic, .settings = m_settings};
}

QString StanceController::command() const { return startTrouble().isEmpty() && m_service.command ? m_service.command(request()) : QString(); }

void StanceController::start() {
    if (!canStart()) return;
    m_pause.stop();
    forget();
    m_ran = input();
    m_jobs.submit(
        this, kRun,
        [this, work = m_service.work, request = request()](const CancelToken& cancel, const JobChannel& channel) {
            Pace pace;
            return work(request, [&](const StanceReport& report) {
                if (!pace.isDue()) return;
                channel.post([this, copy = pace.measured([&] { return std::make_shared<const StanceReport>(report); })] { take(copy); });
            }, cancel);
        },
        [this](StanceEnding ending) { finish(std::move(ending)); });
    setState(State::Running);
}

void StanceController::stop() {
    if (m_state == State::Running) m_jobs.askToStop(this, kRun);
}

// A call that is still there is the same one.
void StanceController::restore(Restored restored) {
    if (m_state == State::NoGraph || m_state == State::Running) return;
    forget();
    std::vector<int> free;
    for (const CallRow& row : m_calls.calls()) free.push_back(row.id);
    for (CallRow& ran : restored.ran.calls) {
        const auto same = std::ranges::find_if(m_calls.calls(), [&](const CallRow& row) { return row.arguments == ran.arguments && std::ranges::find(free, row.id) != free.end(); });
        ran.id = same == m_calls.calls().end() ? 0 : same->id;
        if (ran.id != 0) std::erase(free, ran.id);
    }
    m_ran = std::move(restored.ran);
    m_restored = restored.made;
    m_error = restored.errorText;
    m_state = restored.state;
    take(std::move(restored.report));
    emit stateChanged();
}

void StanceController::take(StanceReportRef report) {
    releaseElsewhere(std::exchange(m_report, std::move(report)));
    emit reportChanged();
    if (m_state == State::Running) emit stateChanged();  // how far it is
}

// What was told before it died, or was stopped, stays.
void StanceController::finish(StanceEnding ending) {
    const std::optional<Error> error = std::move(ending.error);
    m_state = !error ? State::Done : error->code == Code::Cancelled ? State::Stopped : State::Failed;
    if (error && m_state == State::Failed) m_error = ::whittle::errorText(*error);
    // Who was stopped, or could not go on, has no whole report to give: what was told last is what there is.
    if (!error || !ending.report.runs.empty() || !m_report) take(std::make_shared<const StanceReport>(std::move(ending.report)));
    else emit reportChanged();
    emit stateChanged();
    if (m_isLive && isStale()) m_pause.start();
}

void StanceController::forget() {
    const bool had = m_report != nullptr;
    releaseElsewhere(std::exchange(m_report, nullptr));
    m_ran = {};
    m_restored = {};
    m_error.clear();
    if (had) emit reportChanged();
}

int StanceController::reportedCall(int row) const {
    if (!m_report || row < 0 || row >= m_calls.rowCount()) return -1;
    const auto found = std::ranges::find(m_ran.calls, m_calls.calls()[row].id, &CallRow::id);
    return found == m_ran.calls.end() ? -1 : static_cast<int>(found - m_ran.calls.begin());
}

int StanceController::rowOfReported(int call) const {
    if (call < 0 || call >= m_ran.calls.size()) return -1;
    const auto found = std::ranges::find(m_calls.calls(), m_ran.calls[call].id, &CallRow::id);
    return found == m_calls.calls().end() ? -1 : static_cast<int>(found - m_calls.calls().begin());
}

int StanceController::all() const { return static_cast<int>(m_ran.calls.size() * m_ran.settings.stances.size()); }
int StanceController::done() const { return m_report ? static_cast<int>(m_report->done) : 0; }

QString StanceController::statusText() const {
    switch (m_state) {
        case State::NoGraph: return tr("Open a graph to call it");
        case State::Ready: return tr("Not run yet");
        case State::Running:
            if (m_report && m_report->now && !m_report->now->trying.empty()) return tr("Trying: %1…").arg(toQString(m_report->now->trying));
            return done() < all() ? tr("Call %1 of %2…").arg(formatCount(done() + 1), formatCount(all())) : tr("Looking for what would save compiles…");
        case State::Stopped: return fromSessionText(tr("Stopped after %1 of %2 calls").arg(formatCount(done()), formatCount(all())), m_restored);
        case State::Failed: return fromSessionText(tr("Not complete: %1 of %2 calls").arg(formatCount(done()), formatCount(all())), m_restored);
        case State::Done: break;
    }
    if (isStale()) return tr("Changed since it ran");
    return fromSessionText(tr("%n calls", nullptr, static_cast<int>(m_ran.calls.size())) + QStringLiteral(" × ") + tr("%n stances", nullptr, static_cast<int>(m_ran.settings.stances.size())), m_restored);
}

bool StanceController::canApply(int advice) const {
    if (!m_report || m_state == State::Running || m_isApplying || advice < 0 || advice >= static_cast<int>(m_report->advice.size()) || !m_calls.trouble().isEmpty()) return false;
    return isKnownChange(m_report->advice[static_cast<std::size_t>(advice)].change);
}

void StanceController::apply(int advice) {
    if (!canApply(advice)) return;
    m_isApplying = true;
    m_jobs.submit(
        this, kApply,
        [calls = m_calls.json(), change = m_report->advice[static_cast<std::size_t>(advice)].change, graph = m_graph, parameters = m_calls.parameters()](const CancelToken&) {
            return fileOf(withChange(calls, change, *graph), parameters);
        },
        [this, before = input()](Result<CallsFile> changed) {
            m_isApplying = false;
            if (!changed) return emit refused(tr("The advice cannot be applied: %1").arg(::whittle::errorText(changed.error())));
            if (!(before == input())) return setState(m_state);  // the user went on meanwhile
            StanceInput after = before;
            for (qsizetype i = 0; i < after.calls.size(); ++i) after.calls[i].arguments = changed->calls[i].arguments;
            if (changed->dynamic) after.settings.dynamic = *changed->dynamic;
            setInput(after);
            start();
        });
    setState(m_state);
}

void StanceController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

}  // namespace whittle
