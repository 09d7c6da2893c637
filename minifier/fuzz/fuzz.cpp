#include "minifier/fuzz/fuzz.h"

#include <algorithm>
#include <set>

#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "minifier/fuzz/fuzz_report.h"
#include "minifier/fuzz/generator.h"

namespace whittle {
namespace {

std::vector<std::string> operatorsOf(const Graph& graph) {
    std::set<std::string> names;
    for (const Node& node : graph.nodes()) names.insert(node.op);
    return {names.begin(), names.end()};
}

class Campaign {
public:
    Campaign(const FuzzOptions& options, const FuzzObserver& observer, const CancelToken& cancel)
        : m_options(options), m_observer(observer), m_cancel(cancel), m_oracle(options.oracle) {}

    Result<FuzzResult> run() {
        WHITTLE_TRY(m_ops, drawnOps(m_options.ops));
        WHITTLE_TRY_VOID(prepareFolder());
        Result<void> ran = tryAll();
        m_result.interrupted = !ran && ran.error().code == Code::Cancelled;
        WHITTLE_TRY_VOID(writeFuzzReport(m_result, m_options));
        if (!ran && !m_result.interrupted) return std::unexpected(std::move(ran).error());
        return std::move(m_result);
    }

private:
    using Clock = std::chrono::steady_clock;

    Result<void> prepareFolder() {
        std::error_code trouble;
        std::filesystem::create_directories(m_options.outputFolder, trouble);
        if (trouble) return fail(Code::Io, "cannot make {}: {}", m_options.outputFolder.string(), trouble.message());
        if (std::filesystem::exists(m_options.outputFolder / kFuzzReport, trouble))
            return fail(Code::Argument, "{} holds the report of another run; name a new folder", m_options.outputFolder.string());
        return {};
    }

    Result<void> tryAll() {
        for (m_result.next = m_options.first; !isOver(); ++m_result.next) {
            WHITTLE_TRY_VOID(m_cancel.check());
            WHITTLE_TRY_VOID(tryGraph(m_result.next));
        }
        return {};
    }

    bool isOver() const {
        if (m_options.count != 0 && m_result.next - m_options.first >= m_options.count) return true;
        return m_options.time.count() != 0 && Clock::now() - m_start >= m_options.time;
    }

    Result<void> tryGraph(std::uint64_t number) {
        const RandomGraph random = randomGraph(m_options.seed, number, m_options.maxNodes, m_ops);
        bool ran = false;
        for (std::size_t run = 0; run < random.bindings.size() && !random.graph.nodes().empty(); ++run) {
            const Graph graph = random.withData(run);
            // The strides of inputs come last, and a view may not be had of them.
            if (const Result<void> checked = checkGraph(graph); !checked) {
                refused(checked.error().describe());
                continue;
            }
            WHITTLE_TRY(const Verdict verdict, m_oracle.test(graph, m_cancel));
            if (verdict.kind == Verdict::Kind::Invalid) {
                refused(verdict.note);
                continue;
            }
            ++m_result.totals.runs;
            ran = true;
            if (verdict.kind == Verdict::Kind::Passes) continue;
            ++m_result.totals.failures;
            WHITTLE_TRY_VOID(record(number, run, graph, *verdict.failure));
            break;  // its other sizes would fail alike
        }
        ++m_result.totals.graphs;
        if (ran)
            for (const Node& node : random.graph.nodes()) ++m_result.operators[node.op];
        report({});
        return {};
    }

    void refused(const std::string& why) {
        ++m_result.totals.runs;
        ++m_result.totals.refused;
        ++m_result.refusals[normaliseSignature(why.substr(0, why.find('\n')))];
    }

    Result<void> record(std::uint64_t number, std::size_t run, const Graph& graph, const Failure& failure) {
        const std::vector<std::string> operators = operatorsOf(graph);
        const auto known = std::ranges::find_if(m_result.failures, [&](const FuzzFailure& one) {
            return one.failure.kind == failure.kind && one.failure.signature == failure.signature &&
                   std::ranges::includes(operators, one.operators);
        });
        if (known != m_result.failures.end()) {
            ++known->count;
            return {};
        }
        report(failure.message);
        FuzzFailure found{.failure = failure, .graph = number, .run = run, .folder = fmt::format("graph-{}-{}", number, run)};
        const MinifyOptions options{.outputFolder = m_options.outputFolder / found.folder,
                                    .budget = m_options.minifyTime,
                                    .program = m_options.oracle.program,
                                    .commandLine = fmt::format("{} --graph {} --count 1", m_options.commandLine, number)};
        WHITTLE_TRY(const MinifyResult smallest, minify(graph, m_oracle, options, [this, &failure](const MinifyProgress&) { report(failure.message); }, m_cancel));
        found.status = smallest.status;
        found.nodesBefore = smallest.nodesBefore;
        found.nodesAfter = smallest.nodesAfter;
        const bool hasSmaller = smallest.status == MinifyResult::Status::Minimal || smallest.status == MinifyResult::Status::Stopped;
        const Graph& shown = hasSmaller ? smallest.graph : graph;
        found.operators = operatorsOf(shown);
        found.text = printGraph(shown, findSchema);
        m_result.failures.push_back(std::move(found));
        return writeFuzzReport(m_result, m_options);  // whatever ends the run, what was found is told
    }

    void report(const std::string& minifying) {
        m_result.totals.seconds = std::chrono::duration<double>(Clock::now() - m_start).count();
        m_result.totals.minifying = minifying;
        if (m_observer) m_observer(m_result.totals);
    }

    const FuzzOptions& m_options;
    const FuzzObserver& m_observer;
    const CancelToken& m_cancel;
    EngineOracle m_oracle;
    std::vector<DrawnOp> m_ops;
    FuzzResult m_result;
    Clock::time_point m_start = Clock::now();
};

}  // namespace

Result<FuzzResult> fuzz(const FuzzOptions& options, const FuzzObserver& observer, const CancelToken& cancel) {
    return Campaign(options, observer, cancel).run();
}

}  // namespace whittle
