#include "app/cli/run_numerics.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <unistd.h>

#include "app/cli/print_text.h"
#include "engine/runtime/value_comparison.h"

namespace whittle::cli {
namespace {

constexpr int kRows = 40;          // of the table
constexpr int kDisturbedRuns = 8;  // as the engine oracle has them

std::string sizesText(const ComparedValue& value) { return fmt::format("{}[{}]", dtypeName(value.dtype), fmt::join(value.sizes, ",")); }

std::string place(const Graph& graph, const ComparedValue& value) {
    const auto node = std::ranges::find(graph.nodes(), value.node, &Node::name);
    if (node == graph.nodes().end()) return {};
    std::string out = node->op;
    for (const std::string& part : {node->origin->modulePath, node->origin->where()})
        if (!part.empty()) out += ", " + part;
    return fmt::format(" ({})", out);
}

std::string marks(const ComparedValue& value) {
    std::string out = value.isProducer() ? "WRONG" : value.wrong ? "wrong" : "";
    if (value.startsNonFinite()) out += out.empty() ? "NaN/Inf" : ", NaN/Inf";
    return out;
}

// The values that say how the error grew: those further off than all before, and those where something begins.
std::vector<const ComparedValue*> growth(const std::vector<ComparedValue>& values) {
    std::vector<const ComparedValue*> out;
    double most = 0;
    for (const ComparedValue& value : values) {
        const double error = relativeError(value);
        const bool grows = error > most;
        if (grows || value.isProducer() || value.startsNonFinite()) out.push_back(&value);
        most = std::max(most, error);
    }
    return out;
}

void printTable(const std::vector<ComparedValue>& values) {
    std::vector<const ComparedValue*> rows = growth(values);
    if (rows.empty()) return;
    const std::size_t left = rows.size() > kRows ? rows.size() - kRows : 0;
    rows.resize(rows.size() - left);
    std::size_t name = 4, type = 4;
    for (const ComparedValue* row : rows) {
        name = std::max(name, row->name.size() + 1);
        type = std::max(type, sizesText(*row).size());
    }
    printText("\nwhere the error grows (against float64):\n{:<{}}  {:<{}}  {:>9}  {:>9}  {:>9}  {:>9}  {:<8}\n", "value", name, "type", type, "max abs", "relative", "ULP", "eager", "from");
    for (const ComparedValue* row : rows)
        printText("{:<{}}  {:<{}}  {:>9.2e}  {:>9.2e}  {:>9.3g}  {:>9.2e}  {:<8}  {}\n", "%" + row->name, name, sizesText(*row), type, row->compiledToExact.maxAbs, relativeError(*row),
                   row->compiledToExact.maxUlp, eagerRelativeError(*row), row->tapped == TappedIn::AsFused ? "as fused" : "apart", marks(*row));
    if (left > 0) printText("and {} more; --json has all\n", left);
}

std::string affected(const Graph& graph, const std::vector<ComparedValue>& values) {
    std::set<std::string> wrong;
    for (const ComparedValue& value : values)
        if (value.wrong) wrong.insert(value.name);
    std::size_t outputs = 0;
    for (const ValueId id : graph.outputValues()) outputs += wrong.contains(graph.value(id).name) ? 1 : 0;
    return fmt::format("{} of {} values, {} of {} outputs", wrong.size(), values.size(), outputs, graph.outputValues().size());
}

void printSummary(const Graph& graph, const ValueComparison& comparison) {
    const ComparisonSummary summary = summaryOf(comparison.values);
    printText("{} values compared, {} as fused, {} kept apart\n", comparison.values.size(), summary.asFused, comparison.values.size() - static_cast<std::size_t>(summary.asFused));
    const auto at = [&](int index) -> const ComparedValue& { return comparison.values[static_cast<std::size_t>(index)]; };
    if (summary.firstWrong >= 0) {
        const ComparedValue& value = at(summary.firstWrong);
        printText("first wrong   %{}{}: right inputs, wrong result{}\n", value.name, place(graph, value), value.kernel.empty() ? "" : ", in kernel " + value.kernel);
        printText("              {}\n", value.why);
        printText("wrong         {}\n", affected(graph, comparison.values));
    } else if (!comparison.failure) {
        printText("all agree{}\n", summary.largest < 0 ? std::string() : fmt::format("; the largest relative error against float64 is {:.2e}, at %{}", relativeError(at(summary.largest)), at(summary.largest).name));
    }
    if (summary.firstNonFinite >= 0) {
        const ComparedValue& value = at(summary.firstNonFinite);
        printText("first NaN/Inf %{}{}: {} NaN, {} infinite{}\n", value.name, place(graph, value), value.compiled.nans, value.compiled.infinities,
                   value.eager.nans + value.eager.infinities > 0 ? "; eager has them too" : "");
    }
}

Json answerJson(const ValueComparison& comparison, bool ok) {
    const ComparisonSummary summary = summaryOf(comparison.values);
    const auto name = [&](int index) { return index < 0 ? Json(nullptr) : Json(comparison.values[static_cast<std::size_t>(index)].name); };
    Json out{{"ok", ok}, {"mode", "numerics"}, {"first_wrong", name(summary.firstWrong)}, {"first_non_finite", name(summary.firstNonFinite)}, {"wrong", summary.wrong}};
    out["failure"] = nullptr;
    if (const auto& failure = comparison.failure) out["failure"] = {{"kind", failureKindName(failure->kind)}, {"signature", failure->signature}, {"phase", failure->phase}, {"node", failure->node}, {"message", failure->message}};
    out["values"] = Json::array();
    for (const ComparedValue& value : comparison.values) out["values"].push_back(valueJson(value));
    out["notes"] = comparison.notes;
    return out;
}

class ProgressLine {
public:
    explicit ProgressLine(bool shown) : m_shown(shown && ::isatty(STDERR_FILENO)) {}
    ~ProgressLine() {
        if (m_drawn) fmt::print(stderr, "\r\x1b[K");
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    void show(const ComparisonProgress& progress) {
        if (!m_shown) return;
        fmt::print(stderr, "\r\x1b[K{} of {} values compared", progress.done, progress.of);
        m_drawn = true;
    }

private:
    bool m_shown, m_drawn = false;
};

}  // namespace

Result<int> runNumerics(const Graph& graph, CompileOptions compile, const NumericsOptions& options, std::vector<std::string> notes) {
    Worker worker(ownProgram(), {.time = std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * 1000)), .memoryBytes = options.memoryMb << 20});
    ValueComparison comparison;
    {
        ProgressLine line(!options.json);
        const WorkerJob job{.graph = graph, .compile = std::move(compile), .tolerance = {}, .disturbedRuns = kDisturbedRuns, .keptBytes = 0};
        WHITTLE_TRY(comparison, worker.compareValues(job, interruptToken(), [&](const ComparisonNews& news) { line.show(news.progress); }));
    }
    if (comparison.invalid) return std::unexpected(*std::move(comparison.invalid));
    comparison.notes.insert(comparison.notes.begin(), notes.begin(), notes.end());
    const bool ok = !comparison.failure && std::ranges::none_of(comparison.values, &ComparedValue::wrong);
    if (options.json) {
        printJson(answerJson(comparison, ok));
        return ok ? kOk : kCheckFailed;
    }
    for (const std::string& note : comparison.notes) printText(stderr, "note: {}\n", note);
    if (const auto& failure = comparison.failure)
        printText("FAILED {}: {}{}\n", failureKindName(failure->kind), failure->message, failure->node.empty() ? "" : " at " + failure->node);
    printSummary(graph, comparison);
    printTable(comparison.values);
    return ok ? kOk : kCheckFailed;
}

}  // namespace whittle::cli
