#include "app/cli/bench/minify_suite.h"

#include <algorithm>

#include "engine/ir/structural_hash.h"
#include "engine/ops/op_builder.h"
#include "minifier/edits/graph_size.h"
#include "minifier/oracle/engine_oracle.h"

namespace whittle::bench {
namespace {

// What the failures are planted at; nothing else in the made graphs is one of these.
constexpr std::string_view kCulprits[] = {"aten.relu.default", "aten.exp.default", "aten.erf.default"};
constexpr const char* kPresent = "present";
constexpr const char* kModel = "llama_32l_core.json.xz";
// Where in the model one of many alike operators becomes another one.
constexpr std::string_view kReplaced = "aten.sigmoid.default", kReplacement = "aten.tanh.default";

// Layers as of a network: products with weights, residual sums, and unary operators between them.
Result<Graph> madeGraph(const MinifyCase& what) {
    Graph graph;
    OpBuilder build(graph, std::make_shared<Origin>());
    const auto input = [&](std::string name, std::vector<Index> sizes, double value) {
        GraphInput one;
        one.data = Tensor::full(DType::F32, sizes, value);
        return graph.addInput(std::move(one), std::move(name), TensorType{DType::F32, SymSizes(sizes.begin(), sizes.end()), {}, {}});
    };
    constexpr std::string_view kUnary[] = {"aten.tanh.default", "aten.sigmoid.default", "aten.neg.default", "aten.cos.default"};
    ValueId last = input("x", {32, 64}, 0.25), residual = last;
    for (int i = 0; i < what.nodes; ++i) {
        const auto here = std::ranges::find(what.culprits, i);
        if (here != what.culprits.end()) {
            WHITTLE_TRY(last, build.one(kCulprits[here - what.culprits.begin()], {{"self", last}}));
        } else if (i % 8 == 3) {
            const ValueId weight = input(fmt::format("w{}", i), {64, 64}, 0.03125);
            WHITTLE_TRY(last, build.one("aten.mm.default", {{"self", last}, {"mat2", weight}}));
        } else if (i % 8 == 7) {
            WHITTLE_TRY(last, build.one("aten.add.Tensor", {{"self", last}, {"other", residual}}));
            residual = last;
        } else {
            WHITTLE_TRY(last, build.one(kUnary[i % 4], {{"self", last}}));
        }
    }
    graph.addOutput({.value = last});
    return graph;
}

Result<Graph> modelGraph(const std::filesystem::path& folder) {
    WHITTLE_TRY(OpenedGraph opened, openGraph(folder / kModel));
    Graph& graph = opened.graph;
    std::vector<NodeId> alike;
    for (const Node& node : graph.nodes())
        if (node.op == kReplaced) alike.push_back(node.id);
    if (alike.empty()) return fail(Code::NotFound, "{} has no {}", kModel, kReplaced);
    const Node chosen = graph.node(alike[alike.size() * 2 / 3]);
    OpBuilder build(graph, chosen.origin, chosen.id);
    WHITTLE_TRY(const ValueId other, build.one(kReplacement, {{"self", chosen.inputs().front()}}));
    graph.replaceUses(chosen.output(), other);
    graph.removeNodes(std::span(&chosen.id, 1));
    return std::move(graph);
}

// Fails when all of these operators are there, in any relation: what no single planted fault can say.
class PresentOracle final : public Oracle {
public:
    explicit PresentOracle(std::vector<std::string> needed) : m_needed(std::move(needed)) {}
    std::string_view name() const override { return kPresent; }
    std::unique_ptr<Oracle> another() const override { return std::make_unique<PresentOracle>(m_needed); }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override {
        WHITTLE_TRY_VOID(cancel.check());
        Verdict verdict;
        for (const std::string& op : m_needed)
            if (std::ranges::find(candidate.nodes(), op, &Node::op) == candidate.nodes().end()) return verdict;
        verdict.kind = Verdict::Kind::Fails;
        verdict.failure = Failure{.kind = FailureKind::CompileError, .signature = "all present", .phase = "lower", .node = {}, .message = "all present", .detail = {}};
        return verdict;
    }

private:
    std::vector<std::string> m_needed;
};

Result<std::unique_ptr<Oracle>> makeOracle(const MinifyCase& what, const std::filesystem::path& program) {
    if (what.kind == kPresent) {
        std::vector<std::string> needed;
        for (std::size_t i = 0; i < what.culprits.size(); ++i) needed.emplace_back(kCulprits[i]);
        return std::make_unique<PresentOracle>(std::move(needed));
    }
    EngineOracleOptions options{.program = program};
    // Compiling thousands of nodes on a busy machine is no hang; a planted hang should not take long.
    options.limits.time = std::chrono::seconds(what.kind == "hang" ? 2 : 60);
    WHITTLE_TRY(options.compile.inject, parseInjections(fmt::format("{}={}", what.nodes > 0 ? kCulprits[0] : kReplacement, what.kind)));
    return std::make_unique<EngineOracle>(std::move(options));
}

Result<void> reduce(MinifyRow& row, const MinifySuiteOptions& options, const CancelToken& cancel) {
    WHITTLE_TRY(const Graph graph, row.what.nodes > 0 ? madeGraph(row.what) : modelGraph(options.models));
    WHITTLE_TRY(const std::unique_ptr<Oracle> oracle, makeOracle(row.what, options.program));
    const std::filesystem::path folder = options.scratch / row.what.name;
    WHITTLE_TRY(row.result, minify(graph, *oracle, {.outputFolder = folder, .jobs = options.jobs, .program = options.program}, {}, cancel));
    if (row.result.status == MinifyResult::Status::Stopped) return fail(Code::Cancelled, "{}", row.result.note);
    if (row.result.status != MinifyResult::Status::Minimal) return fail(Code::Run, "{}", row.result.note);
    row.elementsLeft = inputElements(row.result.graph);
    std::error_code none;
    row.needsData = std::filesystem::exists(folder / "inputs.safetensors", none);
    return {};
}

bool isNamed(const std::string& name, const std::string& word) { return name == word || name.starts_with(word + '-'); }

std::string withTarget(auto value, auto wanted) { return wanted > 0 ? fmt::format("{} ({})", value, wanted) : fmt::format("{}", value); }

}  // namespace

std::vector<MinifyCase> minifyCases() {
    std::vector<MinifyCase> cases;
    const auto add = [&](std::string name, int nodes, std::vector<int> culprits, std::string kind, int candidates, double seconds = 0) {
        const int operators = static_cast<int>(culprits.size());
        std::string summary = fmt::format("{} operators, {} needed, {}", nodes, operators, kind);
        cases.push_back({std::move(name), std::move(summary), nodes, std::move(culprits), std::move(kind), candidates, operators, seconds});
    };
    // One culprit: what PyTorch's minifier takes 41, 39 and 53 for.
    const std::pair<int, int> sizes[] = {{22, 6}, {82, 10}, {282, 14}};
    for (const auto& [nodes, wanted] : sizes) {
        add(fmt::format("one-{}-first", nodes), nodes, {0}, kPresent, wanted);
        add(fmt::format("one-{}-middle", nodes), nodes, {nodes / 2}, kPresent, wanted);
        add(fmt::format("one-{}-last", nodes), nodes, {nodes - 1}, kPresent, wanted);
    }
    // Several: no more than a simulation of the hybrid took at most for 50, 200 and 1000.
    add("two-50", 50, {14, 33}, kPresent, 15);
    add("two-200", 200, {40, 150}, kPresent, 19);
    add("two-200-near", 200, {101, 103}, kPresent, 19);
    add("two-1000", 1000, {200, 777}, kPresent, 23);
    add("three-282", 282, {20, 150, 250}, kPresent, 38);
    // Each kind of fault in our own compiler; one that names its node needs no search.
    for (const char* kind : {"compile_error", "crash", "run_error", "wrong_result", "hang"})
        // A wrong value must reach the result: what comes after would smooth it away.
        add(fmt::format("engine-{}", kind), 82, {std::string_view(kind) == "wrong_result" ? 80 : 47}, kind, 10);
    cases.push_back({"large", fmt::format("{}, one operator of its kind, crash", kModel), 0, {}, "crash", 0, 3, 60});
    return cases;
}

bool MinifyRow::meetsTargets() const {
    return trouble.empty() && result.oneMinimal && result.nodesAfter <= what.wantedOperators &&
           (what.wantedCandidates == 0 || result.candidatesToFewest <= what.wantedCandidates) &&
           (what.wantedSeconds == 0 || result.seconds <= what.wantedSeconds);
}

Result<std::vector<MinifyRow>> runMinifySuite(const MinifySuiteOptions& options, const std::function<void(const MinifyCase&)>& begins,
                                              const CancelToken& cancel) {
    std::vector<MinifyCase> chosen;
    const std::vector<MinifyCase> all = minifyCases();
    for (const std::string& word : options.cases) {
        const std::size_t before = chosen.size();
        std::ranges::copy_if(all, std::back_inserter(chosen), [&](const MinifyCase& one) { return isNamed(one.name, word); });
        if (chosen.size() == before) return fail(Code::NotFound, "the suite minify has no case '{}'; whittle bench --list names them", word);
    }
    std::vector<MinifyRow> rows;
    for (const MinifyCase& what : options.cases.empty() ? all : chosen) {
        begins(what);
        MinifyRow row{.what = what, .trouble = {}, .result = {}};
        if (Result<void> done = reduce(row, options, cancel); !done) {
            if (done.error().code == Code::Cancelled) return std::unexpected(std::move(done).error());
            row.trouble = done.error().describe();
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

cli::Json minifyRowsJson(std::span<const MinifyRow> rows) {
    cli::Json out = cli::Json::array();
    for (const MinifyRow& row : rows) {
        const MinifyResult& r = row.result;
        cli::Json json{{"name", row.what.name}, {"ok", row.meetsTargets()}};
        if (!row.trouble.empty()) json["trouble"] = row.trouble;
        json.update({{"nodes_before", r.nodesBefore}, {"nodes_after", r.nodesAfter}, {"candidates", r.candidates}, {"candidates_to_fewest", r.candidatesToFewest},
                     {"cache_hits", r.cacheHits}, {"speculated", r.speculated}, {"seconds", r.seconds}, {"search_seconds", r.searchSeconds},
                     {"inputs_after", r.inputsAfter}, {"elements_after", row.elementsLeft}, {"needs_data_file", row.needsData}, {"one_minimal", r.oneMinimal},
                     {"wanted_candidates", row.what.wantedCandidates}, {"wanted_nodes", row.what.wantedOperators}, {"wanted_seconds", row.what.wantedSeconds}});
        out.push_back(std::move(json));
    }
    return out;
}

std::string minifyRowsText(std::span<const MinifyRow> rows) {
    std::string text = fmt::format("{:24} {:>6} {:>10} {:>14} {:>6} {:>9} {:>5} {:>12} {:>7}\n", "at most, where wanted: ()", "nodes", "left", "to fewest", "all", "elements", "data",
                                   "seconds", "search");
    for (const MinifyRow& row : rows) {
        const MinifyResult& r = row.result;
        if (!row.trouble.empty()) {
            text += fmt::format("{:24} {}\n", row.what.name, row.trouble);
            continue;
        }
        text += fmt::format("{:24} {:>6} {:>10} {:>14} {:>6} {:>9} {:>5} {:>12} {:>6.1f}%{}\n", row.what.name, r.nodesBefore, withTarget(r.nodesAfter, row.what.wantedOperators),
                            withTarget(r.candidatesToFewest, row.what.wantedCandidates), r.candidates, row.elementsLeft, row.needsData ? "yes" : "no",
                            withTarget(fmt::format("{:.1f}", r.seconds), row.what.wantedSeconds), r.seconds > 0 ? 100 * r.searchSeconds / r.seconds : 0.0,
                            row.meetsTargets() ? "" : "  missed");
    }
    return text + "Candidates until the fewest operators, then all until no single edit is left; search: what is neither an oracle nor a file.\n"
                  "PyTorch's minifier takes turns on other cases, with --peer.\n";
}

}  // namespace whittle::bench
