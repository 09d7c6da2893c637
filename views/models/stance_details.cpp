#include "views/models/stance_details.h"

#include <algorithm>
#include <utility>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/models/release.h"
#include "views/models/stance_story.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kCompare = QStringLiteral("entries");

}  // namespace

NodeId nodeOfRecording(const Graph& shown, const QString& node, const QString& line) {
    const auto nodes = shown.nodes();
    auto found = std::ranges::find(nodes, node.toStdString(), &Node::name);
    if (node.isEmpty() || found == nodes.end())
        found = std::ranges::find_if(nodes, [given = line.toStdString()](const Node& one) {
            const std::string where = one.origin->line > 0 ? one.origin->where() : std::string();
            return !where.empty() && (given == where || given.starts_with(where + ':'));  // net.py:1 is not where net.py:17 is
        });
    return found == nodes.end() ? NodeId() : found->id;
}

StanceDetails::StanceDetails(JobRunner& jobs, StanceController& controller, QObject* parent) : QObject(parent), m_jobs(jobs), m_controller(controller) {
    connect(&controller, &StanceController::reportChanged, this, &StanceDetails::onReport);
    connect(&controller, &StanceController::inputChanged, this, [this] {
        if (m_callId != 0) emit cellChanged();  // another place, or stale
    });
}

Result<GraphRef> StanceDetails::graphOf(const std::string& text) {
    WHITTLE_TRY(Graph graph, parseGraph(text, findSchema));
    return std::make_shared<const Graph>(std::move(graph));
}

void StanceDetails::select(const QString& stance, int callId) {
    if (stance == m_stance && callId == m_callId) return;
    const bool isOther = stance != m_stance;
    m_stance = stance;
    m_callId = callId;
    if (isOther) m_entry.reset();
    emit cellChanged();
    // The entry of the cell is what one wants to look into; without one the entry stays.
    const ReportedCall* const known = call();
    if (known && (known->made || known->used)) setEntry(known->made ? *known->made : *known->used);
    else chooseEntry();
    compare();
}

const ReportedRun* StanceDetails::run() const {
    const StanceReportRef& report = m_controller.report();
    const qsizetype at = report ? m_controller.ranInput().settings.stances.indexOf(m_stance) : -1;
    return at < 0 || at >= static_cast<qsizetype>(report->runs.size()) ? nullptr : &report->runs[static_cast<std::size_t>(at)];
}

int StanceDetails::reportedCall() const {
    const auto& calls = m_controller.ranInput().calls;
    const auto found = std::ranges::find(calls, m_callId, &CallRow::id);
    return m_callId == 0 || found == calls.end() ? -1 : static_cast<int>(found - calls.begin());
}

const ReportedCall* StanceDetails::call() const {
    const ReportedRun* const of = run();
    const int at = of ? reportedCall() : -1;
    return at < 0 || at >= static_cast<int>(of->calls.size()) ? nullptr : &of->calls[static_cast<std::size_t>(at)];
}

const ReportedEntry* StanceDetails::entry(const CompileId& id) const {
    const ReportedRun* const of = run();
    if (!of) return nullptr;
    const auto found = std::ranges::find(of->entries, id, &ReportedEntry::id);
    return found == of->entries.end() ? nullptr : &*found;
}

const ReportedEntry* StanceDetails::entry() const { return m_entry ? entry(*m_entry) : nullptr; }

void StanceDetails::setEntry(const CompileId& id) {
    if (m_entry == id) return;
    m_entry = id;
    emit entryChanged();
}

// Of a replay that has found something, what a person would look for first: the recompile, then the error, then what was compiled.
void StanceDetails::chooseCell() {
    const StanceReportRef& report = m_controller.report();
    if (!report || call() || m_controller.state() == StanceController::State::Running) return;
    if (m_callId != 0 && run()) return;  // the user's own, which the replay has not reached
    const StanceInput& ran = m_controller.ranInput();
    for (const CallOutcome wanted : {CallOutcome::Recompiled, CallOutcome::Error, CallOutcome::Compiled, CallOutcome::Eager})
        for (std::size_t r = 0; r < report->runs.size() && r < static_cast<std::size_t>(ran.settings.stances.size()); ++r) {
            const auto& calls = report->runs[r].calls;
            const auto found = std::ranges::find(calls, wanted, &ReportedCall::outcome);
            if (found != calls.end()) return select(ran.settings.stances[static_cast<qsizetype>(r)], ran.calls[found - calls.begin()].id);
        }
}

void StanceDetails::chooseEntry() {
    const ReportedRun* const of = run();
    if (m_entry && entry()) return;
    std::optional<CompileId> next;
    if (of && !of->entries.empty()) next = of->entries.front().id;
    if (next == m_entry) return;
    m_entry = next;
    emit entryChanged();
}

void StanceDetails::onReport() {
    chooseCell();
    emit cellChanged();
    chooseEntry();
    emit entryChanged();
    compare();
}

void StanceDetails::compare() {
    const ReportedCall* const of = call();
    const ReportedEntry* const after = of && of->made ? entry(*of->made) : nullptr;
    const ReportedEntry* const before = after && after->replaced ? entry(*after->replaced) : nullptr;
    const bool isSame = before ? m_compared.first == before->graph && m_compared.second == after->graph : m_compared.first.empty();
    if (isSame && (m_isComparing || m_difference || !m_error.isEmpty() || !before)) return;
    m_compared = {};
    if (before) m_compared = {before->graph, after->graph};
    m_jobs.cancel(this, kCompare);
    releaseElsewhere(std::exchange(m_difference, nullptr));
    m_error.clear();
    m_isComparing = before != nullptr;
    emit differenceChanged();
    if (!before) return;
    using Made = Result<std::shared_ptr<const EntryDifference>>;
    m_jobs.submit(
        this, kCompare,
        [texts = m_compared, ids = std::pair(before->id, after->id)](const CancelToken& cancel) -> Made {
            WHITTLE_TRY(GraphRef first, graphOf(texts.first));
            WHITTLE_TRY(GraphRef second, graphOf(texts.second));
            WHITTLE_TRY(DifferenceRef difference, differenceOf({{{}, std::move(first)}, {{}, std::move(second)}}, cancel));
            return std::make_shared<const EntryDifference>(EntryDifference{ids.first, ids.second, std::move(difference)});
        },
        [this](Made made) {
            m_isComparing = false;
            if (made) m_difference = *std::move(made);
            else m_error = ::whittle::errorText(made.error());
            emit differenceChanged();
        });
}

QString StanceDetails::storyText() const { return callStory(*this); }

}  // namespace whittle
