#include "views/models/numerics_controller.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include <QLocale>
#include <QStringList>

#include "views/models/failure_words.h"
#include "views/models/format.h"
#include "views/models/numerics_overlay.h"
#include "views/models/release.h"
#include "views/models/session_result.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kCompare = QStringLiteral("compare"), kJudge = QStringLiteral("judge");

}  // namespace

NumericsController::NumericsController(JobRunner& jobs, NumericsService service, QObject* parent) : QObject(parent), m_jobs(jobs), m_service(std::move(service)) {}

void NumericsController::setGraph(GraphRef graph) {
    m_jobs.cancel(this, kCompare);
    m_graph = std::move(graph);
    forget(m_graph ? State::Ready : State::NoGraph);
    dropBaseline();
    emit stateChanged();
}

void NumericsController::start(const NumericsSettings& settings) {
    if (!canStart() || !m_service.compare) return;
    m_settings = settings;
    forget(State::Running);
    m_jobs.submit(
        this, kCompare,
        [this, work = m_service.compare, graph = m_graph, settings](const CancelToken& cancel, const JobChannel& channel) {
            // Posted news run on our own thread, and only while the job is wanted.
            return outcomeOf(settings, work(*graph, settings, [&](const ComparisonNews& news) {
                channel.post([this, shared = std::make_shared<ComparisonNews>(news)] { take(std::move(*shared)); });
            }, cancel));
        },
        [this](Result<Outcome> outcome) { show(std::move(outcome)); });
    emit stateChanged();
}

void NumericsController::stop() {
    if (m_state != State::Running) return;
    m_jobs.cancel(this, kCompare);
    forget(State::Ready);
    emit stateChanged();
}

void NumericsController::setBounds(const ErrorBounds& bounds) {
    if (bounds == m_bounds) return;
    m_bounds = bounds;
    emit boundsChanged();
    judgeAgain();
}

// While one is typed the last one counts. Copying tens of thousands of values takes a worker a frame.
void NumericsController::judgeAgain() {
    m_jobs.cancel(this, kJudge);
    m_judging = m_judged != nullptr;
    if (!m_judging) return;
    m_jobs.submit(
        this, kJudge,
        [judged = m_judged, graph = m_graph, bounds = m_bounds](const CancelToken&) -> NumericsRunRef {
            if (bounds.most.empty()) return judged;
            auto out = std::make_shared<NumericsRun>(*judged);
            out->comparison.values = judgedBy(bounds, *graph, std::move(out->comparison.values));
            out->summary = summaryOf(out->comparison.values);
            return out;
        },
        [this](NumericsRunRef run) {
            m_judging = false;
            releaseElsewhere(std::exchange(m_run, std::move(run)));
            emit verdictsChanged();
        });
}

void NumericsController::keepBaseline() {
    if (!m_run || m_run->comparison.failure) return;
    m_baseline = m_run;
    emit baselineChanged();
}

void NumericsController::dropBaseline() {
    if (!m_baseline) return;
    m_baseline = nullptr;
    emit baselineChanged();
}

// The state changes with the values: who hears of these asks for it.
void NumericsController::forget(State next) {
    m_state = next;
    m_jobs.cancel(this, kJudge);
    m_judging = false;
    releaseElsewhere(std::exchange(m_judged, nullptr));
    releaseElsewhere(std::exchange(m_run, nullptr));
    m_memory = nullptr;
    releaseElsewhere(std::exchange(m_values, {}));
    m_progress = {};
    m_error.clear();
    emit valuesChanged();
}

void NumericsController::take(ComparisonNews news) {
    m_progress = news.progress;
    const int from = static_cast<int>(m_values.size());
    m_values.reserve(static_cast<std::size_t>(std::max(news.progress.of, 0)));  // to move tens of thousands again and again takes longer than a frame
    std::ranges::move(news.values, std::back_inserter(m_values));
    if (static_cast<int>(m_values.size()) > from) emit valuesAdded(from);
    emit stateChanged();
}

// On the worker: what all values say together is found where nobody waits for it.
Result<NumericsController::Outcome> NumericsController::outcomeOf(const NumericsSettings& settings, Result<ValueComparison> result) {
    if (!result) return std::unexpected(std::move(result).error());
    if (result->invalid) return std::unexpected(*std::move(result->invalid));
    Outcome out{.run = {}, .memory = std::move(result->memory)};
    out.run = runOf(settings, *std::move(result));
    return out;
}

std::shared_ptr<NumericsRun> NumericsController::runOf(const NumericsSettings& settings, ValueComparison comparison) {
    const ComparisonSummary summary = summaryOf(comparison.values);
    OverlayRef errors = errorOverlay(comparison.values);
    return std::make_shared<NumericsRun>(NumericsRun{.settings = settings, .comparison = std::move(comparison), .summary = summary, .errors = std::move(errors)});
}

void NumericsController::restore(NumericsRunRef run) {
    if (!canStart()) return;
    forget(State::Ready);
    m_settings = run->settings;
    m_judged = m_run = std::move(run);
    m_state = State::Done;
    if (!values().empty()) emit valuesAdded(0);
    emit stateChanged();
    if (!m_bounds.most.empty()) judgeAgain();
}

void NumericsController::restoreBaseline(NumericsRunRef run) {
    m_baseline = std::move(run);
    emit baselineChanged();
}

void NumericsController::show(Result<Outcome> outcome) {
    if (!outcome) {
        m_error = ::whittle::errorText(outcome.error());
        return setState(State::Failed);
    }
    const auto told = static_cast<int>(m_values.size());
    m_memory = std::move(outcome->memory);
    m_judged = m_run = std::move(outcome->run);
    releaseElsewhere(std::exchange(m_values, {}));
    // Those that came while it ran are the same ones.
    m_state = State::Done;
    if (told > static_cast<int>(values().size())) emit valuesChanged();
    else if (told < static_cast<int>(values().size())) emit valuesAdded(told);
    emit stateChanged();
    if (!m_bounds.most.empty()) judgeAgain();
}

const Node* NumericsController::nodeOf(const ComparedValue& value) const {
    if (!m_graph || value.order < 0 || value.order >= static_cast<int>(m_graph->nodes().size())) return nullptr;
    return &m_graph->nodes()[static_cast<std::size_t>(value.order)];
}

QString NumericsController::statusText() const {
    switch (m_state) {
        case State::NoGraph: return tr("Open a graph to compare its values");
        case State::Ready: return tr("Nothing compared yet");
        case State::Running:
            if (m_progress.of > 0) return tr("Comparing: %1 of %n values", nullptr, m_progress.of).arg(formatCount(m_progress.done));
            return tr("Comparing: compiling…");
        case State::Failed: return tr("Not compared");
        case State::Done: break;
    }
    if (const auto& failure = m_run->comparison.failure) {
        const QString phase = phaseToSay(*failure), message = toQString(failure->message);
        return fromSessionText(phase.isEmpty() ? tr("The compiled run fails: %1").arg(message) : tr("The compiled run fails in %1: %2").arg(phase, message), m_run->restored);
    }
    const ComparisonSummary& summary = m_run->summary;
    return fromSessionText(summary.wrong > 0 ? tr("%1 of %n values are wrong", nullptr, static_cast<int>(values().size())).arg(formatCount(summary.wrong))
                                             : tr("All %n values agree", nullptr, static_cast<int>(values().size())), m_run->restored);
}

QString NumericsController::nodeLink(const ComparedValue& value) const {
    const QString name = toQString(value.node).toHtmlEscaped();
    QString out = QStringLiteral("<a href=\"node:%1\">%1</a>").arg(name);
    const Node* node = nodeOf(value);
    if (!node) return out;
    QStringList where;
    for (const std::string& part : {node->origin->modulePath, node->origin->where()})
        if (!part.empty()) where << toQString(part).toHtmlEscaped();
    return where.isEmpty() ? out : QStringLiteral("%1 (%2)").arg(out, where.join(QStringLiteral(", ")));
}

QString NumericsController::wrongText(const ComparisonSummary& summary) const {
    const ComparedValue& first = values()[static_cast<std::size_t>(summary.firstWrong)];
    QString out = tr("<b>First wrong:</b> %1: right inputs, wrong result").arg(nodeLink(first));
    if (!first.kernel.empty()) {
        const QString kernel = toQString(first.kernel).toHtmlEscaped();
        out += first.tapped == TappedIn::AsFused ? tr(", in kernel %1").arg(kernel) : tr(", seen with every value kept apart; kernel %1 computes it").arg(kernel);
    }
    std::set<std::string> wrong;
    for (const ComparedValue& value : values())
        if (value.wrong) wrong.insert(value.name);
    int outputs = 0;
    for (const ValueId id : m_graph->outputValues()) outputs += wrong.contains(m_graph->value(id).name) ? 1 : 0;
    out += outputs > 0 ? tr("; it reaches %n outputs.", nullptr, outputs) : tr("; it reaches no output.");
    if (summary.producers > 1) out += u' ' + tr("%n nodes go wrong by themselves.", nullptr, summary.producers);
    return out;
}

QString NumericsController::nonFiniteText(const ComparisonSummary& summary) const {
    if (summary.firstNonFinite < 0) return {};
    const ComparedValue& first = values()[static_cast<std::size_t>(summary.firstNonFinite)];
    const bool isNan = first.compiled.nans > 0, hasEager = first.eager.nans + first.eager.infinities > 0;
    const QString what = isNan ? tr("<b>First NaN:</b> %1").arg(nodeLink(first)) : tr("<b>First infinity:</b> %1").arg(nodeLink(first));
    return hasEager ? tr("%1; eager has it too.").arg(what) : what + u'.';
}

QString NumericsController::findingText() const {
    if (m_state == State::Failed) return m_error.toHtmlEscaped();
    if (!m_run || m_state != State::Done) return statusText().toHtmlEscaped();
    const ValueComparison& comparison = m_run->comparison;
    QStringList out;
    if (const auto& failure = comparison.failure) {
        const QString phase = phaseToSay(*failure).toHtmlEscaped(), message = toQString(failure->message).toHtmlEscaped();
        QString text = phase.isEmpty() ? tr("<b>The compiled run fails</b>: %1").arg(message) : tr("<b>The compiled run fails</b> in %1: %2").arg(phase, message);
        QStringList nodes;
        for (const QString& name : toQString(failure->node).split(QStringLiteral(", "), Qt::SkipEmptyParts)) nodes << QStringLiteral("<a href=\"node:%1\">%1</a>").arg(name.toHtmlEscaped());
        if (!nodes.isEmpty()) text += tr(" at %1").arg(nodes.join(QStringLiteral(", ")));
        out << text + u'.';
    } else if (m_run->summary.firstWrong >= 0) {
        out << wrongText(m_run->summary);
    } else {
        QString text = tr("All %n values agree", nullptr, static_cast<int>(values().size()));
        if (m_run->summary.largest >= 0) {
            const ComparedValue& largest = values()[static_cast<std::size_t>(m_run->summary.largest)];
            text += tr("; the largest error against float64 is %1, at %2").arg(formatNumber(relativeError(largest)), nodeLink(largest));
        }
        out << text + u'.';
    }
    if (const QString text = nonFiniteText(m_run->summary); !text.isEmpty()) out << text;
    if (!m_bounds.most.empty()) out << tr("Judged by tolerances of your own: %1.").arg(boundsText(m_bounds));
    for (const std::string& note : comparison.notes) out << toQString(note).toHtmlEscaped() + u'.';
    if (m_run->restored.isValid()) out << tr("From the session, made %1.").arg(QLocale().toString(m_run->restored.toLocalTime(), QLocale::ShortFormat)).toHtmlEscaped();
    return out.join(u' ');
}

QString NumericsController::failedNode() const {
    if (!m_graph || !m_run || !m_run->comparison.failure) return {};
    std::set<std::string> named;
    for (const QString& name : toQString(m_run->comparison.failure->node).split(QStringLiteral(", "), Qt::SkipEmptyParts)) named.insert(name.toStdString());
    const auto& nodes = m_graph->nodes();
    const auto last = std::find_if(nodes.rbegin(), nodes.rend(), [&](const Node& node) { return named.contains(node.name); });
    return last == nodes.rend() ? QString() : toQString(last->name);
}

QString NumericsController::baselineText() const {
    if (!m_baseline) return {};
    QStringList options;
    for (const auto& [option, text] : m_baseline->settings.compiler)
        if (!text.isEmpty()) options << option + u' ' + text;
    return options.isEmpty() ? tr("with the settings as they come") : options.join(u' ');
}

void NumericsController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

}  // namespace whittle
