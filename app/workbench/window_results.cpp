#include "app/workbench/window_results.h"

#include <algorithm>
#include <utility>

#include "views/models/numerics_result.h"
#include "views/models/stance_result.h"
#include "views/models/study_result.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString tagOf(const QString& name) { return QStringLiteral("result ") + name; }

}  // namespace

WindowResults::WindowResults(const Sources& sources, QObject* parent) : QObject(parent), m_sources(sources), m_kinds{studyKind(), numericsKind(), baselineKind(), stanceKind()} {
    const auto noteAll = [this] {
        for (const Kind& kind : m_kinds) note(kind);
    };
    connect(&sources.study, &StudyController::stateChanged, this, noteAll);
    connect(&sources.numerics, &NumericsController::stateChanged, this, noteAll);
    connect(&sources.numerics, &NumericsController::baselineChanged, this, noteAll);
    connect(&sources.stances, &StanceController::stateChanged, this, noteAll);
}

WindowResults::Kind WindowResults::studyKind() {
    StudyController& study = m_sources.study;
    return {.name = QStringLiteral("study"),
            .title = tr("The compilation"),
            .current = [&study] { return study.study(); },
            .tellers = [&study] { return studyTellers(study.settings(), study.study()); },
            .reader = [&study]() -> Reader {
                return [&study](const PackedResult& result, const GraphRef& graph, const CancelToken& cancel) -> Result<std::function<void()>> {
                    WHITTLE_TRY(StudyRecord record, readStudyResult(result, graph, cancel));
                    return [&study, record = std::move(record), made = result.made] { study.restore(record.settings, record.outcome, made); };
                };
            }};
}

WindowResults::Kind WindowResults::numericsKind() {
    NumericsController& numerics = m_sources.numerics;
    return {.name = QStringLiteral("numerics"),
            .title = tr("The comparison of values"),
            .current = [&numerics] { return numerics.judged(); },
            .tellers = [&numerics] { return numericsTellers(numerics.judged()); },
            .reader = [&numerics]() -> Reader {
                return [&numerics](const PackedResult& result, const GraphRef& graph, const CancelToken& cancel) -> Result<std::function<void()>> {
                    WHITTLE_TRY(NumericsRunRef run, readNumericsResult(result, *graph, cancel));
                    return [&numerics, run = std::move(run)] { numerics.restore(run); };
                };
            }};
}

WindowResults::Kind WindowResults::baselineKind() {
    NumericsController& numerics = m_sources.numerics;
    return {.name = QStringLiteral("baseline"),
            .title = tr("The baseline of values"),
            .current = [&numerics] { return numerics.baseline(); },
            .tellers = [&numerics] { return numericsTellers(numerics.baseline()); },
            .reader = [&numerics]() -> Reader {
                return [&numerics](const PackedResult& result, const GraphRef& graph, const CancelToken& cancel) -> Result<std::function<void()>> {
                    WHITTLE_TRY(NumericsRunRef run, readNumericsResult(result, *graph, cancel));
                    return [&numerics, run = std::move(run)] { numerics.restoreBaseline(run); };
                };
            }};
}

WindowResults::Kind WindowResults::stanceKind() {
    StanceController& stances = m_sources.stances;
    return {.name = QStringLiteral("stances"),
            .title = tr("The replay under stances"),
            .current = [&stances] { return stances.state() == StanceController::State::Running ? nullptr : stances.report(); },
            .tellers = [&stances] { return stanceTellers(stances); },
            .reader = [&stances]() -> Reader {
                return [&stances, parameters = stances.calls().parameters()](const PackedResult& result, const GraphRef&, const CancelToken& cancel) -> Result<std::function<void()>> {
                    WHITTLE_TRY(StanceController::Restored restored, readStanceResult(result, parameters, cancel));
                    return [&stances, restored = std::move(restored)] { stances.restore(restored); };
                };
            }};
}

SessionResults WindowResults::all() const {
    SessionResults out = m_waiting;
    for (const auto& [name, kept] : m_kept)
        if (kept.result) out.insert_or_assign(name, kept.result);
    return out;
}

// A result is looked at when its run is over; whoever runs again does not want the one that waits.
void WindowResults::note(const Kind& kind) {
    Kept& kept = m_kept[kind.name];
    std::shared_ptr<const void> now = kind.current();
    if (now == kept.of) return;
    kept.of = now;
    if (!m_showing && now) drop(kind.name);
    if (!now) kept.result = nullptr;
    else if (m_showing) kept.result = m_showing;
    else
        kept.result = std::make_shared<const SessionResult>([mark = m_mark, made = QDateTime::currentDateTimeUtc(), ways = kind.tellers()] { return packResult(mark ? mark() : QString(), made, ways); });
    emit changed();
}

void WindowResults::drop(const QString& name) {
    m_sources.jobs.cancel(this, tagOf(name));
    m_reading.erase(name);
    m_waiting.erase(name);
}

void WindowResults::wait(const SessionResults& results) {
    forgetWaiting();
    m_waiting = results;
}

void WindowResults::forgetWaiting() {
    for (const QString& name : std::exchange(m_reading, {})) m_sources.jobs.cancel(this, tagOf(name));
    m_waiting.clear();
    m_troubles.clear();
}

void WindowResults::show(const GraphRef& graph) {
    m_graph = graph;
    m_mark = graphMarkOf(graph);
    const SessionResults waiting = m_waiting;
    for (const auto& [name, result] : waiting) {
        const auto kind = std::ranges::find(m_kinds, name, &Kind::name);
        if (kind != m_kinds.end()) read(*kind, result);
        else if (const QString& trouble = result->packed().trouble; name.isEmpty() && !trouble.isEmpty()) m_troubles << tr("What runs found cannot be read: %1.").arg(trouble);
    }
    std::erase_if(m_waiting, [&](const auto& each) { return !m_reading.contains(each.first); });  // those of a newer Whittle, which this one cannot keep
    if (!m_reading.empty()) return;
    if (!m_troubles.isEmpty()) emit refused(std::exchange(m_troubles, {}).join(u' '));
    emit shown();
}

void WindowResults::read(const Kind& kind, const SessionResultRef& result) {
    m_reading.insert(kind.name);
    m_sources.jobs.submit(
        this, tagOf(kind.name),
        [title = kind.title, reader = kind.reader(), result, graph = m_graph, mark = m_mark](const CancelToken& cancel) { return answerOf(title, reader, result->packed(), graph, mark(), cancel); },
        [this, kind, result](const Answer& answer) { take(kind, result, answer); });
}

WindowResults::Answer WindowResults::answerOf(const QString& title, const Reader& read, const PackedResult& result, const GraphRef& graph, const QString& mark, const CancelToken& cancel) {
    Answer out;
    if (!result.trouble.isEmpty()) out.trouble = tr("%1 of this session cannot be shown: %2.").arg(title, result.trouble);
    else if (result.data.isEmpty()) out.trouble = tr("%1 is not in this session: it was too large.").arg(title);
    else if (mark != result.graph) out.trouble = tr("%1 of this session is not shown: the graph has changed since.").arg(title);
    if (!out.trouble.isEmpty()) return out;
    Result<std::function<void()>> show = [&]() -> Result<std::function<void()>> {
        try {
            return read(result, graph, cancel);
        } catch (const std::bad_alloc&) {
            return fail(Code::Limit, "there is not enough memory for it");
        }
    }();
    if (!show) return {.show = {}, .trouble = tr("%1 of this session cannot be shown: %2.").arg(title, toQString(show.error().message))};
    out.show = *std::move(show);
    if (result.isShort) out.trouble = tr("%1 of this session is without the texts of its kernels: it was too large with them.").arg(title);
    return out;
}

void WindowResults::take(const Kind& kind, const SessionResultRef& result, const Answer& answer) {
    m_reading.erase(kind.name);
    m_waiting.erase(kind.name);
    if (!answer.trouble.isEmpty()) m_troubles << answer.trouble;
    if (answer.show) {
        m_showing = result;
        m_sources.present(answer.show);
        m_showing = nullptr;
    }
    if (!m_reading.empty()) return;
    if (!m_troubles.isEmpty()) emit refused(std::exchange(m_troubles, {}).join(u' '));
    emit shown();
}

QString WindowResults::leftOutText() const {
    QStringList out;
    for (const Kind& kind : m_kinds) {
        const auto found = m_kept.find(kind.name);
        if (found == m_kept.end() || !found->second.result || !found->second.result->isPacked()) continue;
        const PackedResult& packed = found->second.result->packed();
        if (packed.data.isEmpty()) out << tr("%1 is too large for the session, and was left out.").arg(kind.title);
        else if (packed.isShort) out << tr("%1 is too large for the session with the texts of its kernels; these were left out.").arg(kind.title);
    }
    return out.join(u' ');
}

}  // namespace whittle
