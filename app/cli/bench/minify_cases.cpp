#include "app/cli/bench/minify_cases.h"

#include <algorithm>
#include <random>

#include "engine/formats/open.h"
#include "engine/ops/op_builder.h"
#include "minifier/oracle/engine_oracle.h"

namespace whittle::bench {
namespace {

// What the failures are planted at; none of these is anything else in a host.
constexpr std::string_view kCulprits[] = {"aten.asinh.default", "aten.atan.default", "aten.erfc.default", "aten.erf.default",
                                          "aten.frac.default",  "aten.trunc.default", "aten.sinh.default", "aten.expm1.default"};
constexpr const char* kPresent = "present";

// Layers as of a network: products with weights, residual sums, and unary operators between them.
Result<Graph> madeGraph(int nodes) {
    Graph graph;
    OpBuilder build(graph, std::make_shared<Origin>());
    const auto input = [&](std::string name, std::vector<Index> sizes, double value) {
        GraphInput one;
        one.data = Tensor::full(DType::F32, sizes, value);
        return graph.addInput(std::move(one), std::move(name), TensorType{DType::F32, SymSizes(sizes.begin(), sizes.end()), {}, {}});
    };
    constexpr std::string_view kUnary[] = {"aten.tanh.default", "aten.sigmoid.default", "aten.neg.default", "aten.cos.default"};
    ValueId last = input("x", {32, 64}, 0.25), residual = last;
    for (int i = 0; i < nodes; ++i) {
        if (i % 8 == 3) {
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

bool floats(const Graph& graph, const Node& node) {
    const TensorType* type = node.outputs.size() == 1 ? asTensorType(graph.type(node.output())) : nullptr;
    return type && type->dtype == DType::F32;
}

// Behind the first node from there on that gives numbers with fractions, and in every reader's way.
Result<void> plant(Graph& graph, std::string_view op, NodeId at) {
    const auto nodes = graph.nodes();
    std::size_t place = static_cast<std::size_t>(graph.position(at));
    while (place + 1 < nodes.size() && !floats(graph, nodes[place])) ++place;
    while (place > 0 && !floats(graph, nodes[place])) --place;
    const Node chosen = nodes[place];
    OpBuilder build(graph, chosen.origin, place + 1 < nodes.size() ? nodes[place + 1].id : NodeId());
    WHITTLE_TRY(const ValueId planted, build.one(op, {{"self", chosen.output()}}));
    const NodeId node = graph.value(planted).producer;
    graph.replaceUses(chosen.output(), planted);
    std::vector<NamedArg> args = graph.node(node).args;
    args[0].value = chosen.output();
    graph.setArgs(node, std::move(args));
    return {};
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

std::size_t culpritsOf(const MinifyCase& what) { return what.seeds > 0 ? static_cast<std::size_t>(what.drawn) : what.culprits.size(); }

std::vector<double> placesOf(const MinifyCase& what, int seed) {
    if (what.seeds == 0) return what.culprits;
    std::mt19937 random(static_cast<unsigned>(seed));
    std::vector<double> places;
    for (int i = 0; i < what.drawn; ++i) places.push_back(std::uniform_real_distribution()(random));
    return places;
}

constexpr const char *kTransformer = "large/gpt2_small.json.xz", *kLarge = "large/llama_32l_core.json.xz", *kResNet = "large/resnet18_full.json.xz",
                     *kDeepResNet = "large/resnet152_core.json.xz", *kDynamic = "torch26/gpt_tiny_dynseq.pt2", *kMessages = "families/graph_messages.pt2";
constexpr int kHinted = 4;  // a failure that says where it is
constexpr int kPassesAtThirty = 13;  // runs without a failure at a rate of 0.3, after which one refusal in a hundred is wrong
constexpr double kFirst = 0, kMiddle = 0.5, kLast = 1;

}  // namespace

std::vector<MinifyCase> minifyCases() {
    std::vector<MinifyCase> cases;
    const auto add = [&](MinifyCase one) {
        one.wantedOperators = static_cast<int>(culpritsOf(one));
        const std::string what = one.host.empty() ? fmt::format("{} operators", one.nodes) : std::filesystem::path(one.host).filename().string();
        one.summary = fmt::format("{}, {} needed, {}", what, one.wantedOperators, one.kind);
        cases.push_back(std::move(one));
    };
    // One culprit: what PyTorch's minifier takes 41, 39 and 53 for.
    const std::pair<int, int> sizes[] = {{22, 6}, {82, 10}, {282, 14}};
    for (const auto& [nodes, wanted] : sizes) {
        add({.name = fmt::format("one-{}-first", nodes), .nodes = nodes, .culprits = {kFirst}, .kind = kPresent, .wantedCandidates = wanted});
        add({.name = fmt::format("one-{}-middle", nodes), .nodes = nodes, .culprits = {kMiddle}, .kind = kPresent, .wantedCandidates = wanted});
        add({.name = fmt::format("one-{}-last", nodes), .nodes = nodes, .culprits = {kLast}, .kind = kPresent, .wantedCandidates = wanted});
    }
    // Several: no more than a simulation of the hybrid took at most for 50, 200 and 1000, and of five for the next larger it knew.
    add({.name = "two-50", .nodes = 50, .culprits = {0.28, 0.66}, .kind = kPresent, .wantedCandidates = 15});
    add({.name = "two-200", .nodes = 200, .culprits = {0.2, 0.75}, .kind = kPresent, .wantedCandidates = 19});
    add({.name = "two-200-near", .nodes = 200, .culprits = {0.505, 0.515}, .kind = kPresent, .wantedCandidates = 19});
    add({.name = "two-1000", .nodes = 1000, .culprits = {0.2, 0.777}, .kind = kPresent, .wantedCandidates = 23});
    add({.name = "three-282", .nodes = 282, .culprits = {0.07, 0.53, 0.89}, .kind = kPresent, .wantedCandidates = 38});
    add({.name = "three-transformer", .host = kTransformer, .culprits = {0.1, 0.45, 0.8}, .kind = kPresent, .wantedCandidates = 38});
    add({.name = "three-dynamic-near", .host = kDynamic, .culprits = {0.5, 0.53, 0.56}, .kind = kPresent, .wantedCandidates = 28});
    add({.name = "five-1000", .nodes = 1000, .culprits = {0.05, 0.3, 0.5, 0.7, 0.95}, .kind = kPresent, .wantedCandidates = 92});
    add({.name = "five-cnn-near", .host = kDeepResNet, .culprits = {0.6, 0.605, 0.61, 0.615, 0.62}, .kind = kPresent, .wantedCandidates = 61});
    // Each kind of fault in our own compiler; all of them say where they are, or can be looked for in one run.
    const std::pair<const char*, double> kinds[] = {{"compile_error", kMiddle}, {"crash", kMiddle}, {"run_error", kMiddle}, {"wrong_result", kLast}, {"hang", kMiddle}};
    for (const auto& [kind, at] : kinds)  // a wrong value must reach the result: what comes after would smooth it away
        add({.name = fmt::format("engine-{}", kind), .nodes = 82, .culprits = {at}, .kind = kind, .wantedCandidates = kHinted});
    add({.name = "engine-wrong-22", .nodes = 22, .culprits = {kMiddle}, .kind = "wrong_result", .wantedCandidates = kHinted});
    add({.name = "engine-wrong-282", .nodes = 282, .culprits = {kLast}, .kind = "wrong_result", .wantedCandidates = kHinted});
    add({.name = "engine-hang-282", .nodes = 282, .culprits = {kFirst}, .kind = "hang", .wantedCandidates = kHinted});
    add({.name = "host-transformer-abort", .host = kTransformer, .culprits = {kFirst}, .kind = "abort", .wantedCandidates = kHinted});
    add({.name = "host-cnn-sigfpe", .host = kResNet, .culprits = {kMiddle}, .kind = "sigfpe", .wantedCandidates = kHinted});
    add({.name = "host-cnn-nan", .host = kResNet, .culprits = {0.9}, .kind = "nan", .wantedCandidates = kHinted});
    add({.name = "host-dynamic-memory", .host = kDynamic, .culprits = {0.3}, .kind = "out_of_memory", .wantedCandidates = kHinted});
    add({.name = "host-dynamic-wrong", .host = kDynamic, .culprits = {kLast}, .kind = "wrong_result", .wantedCandidates = kHinted});
    add({.name = "host-messages-flaky", .host = kMessages, .culprits = {kMiddle}, .kind = "crash@0.3", .wantedCandidates = kHinted, .repeat = kPassesAtThirty});
    add({.name = "host-messages-compile", .host = kMessages, .culprits = {kLast}, .kind = "compile_error", .wantedCandidates = kHinted});
    add({.name = "large", .host = kLarge, .culprits = {0.66}, .kind = "crash", .wantedCandidates = kHinted, .wantedSeconds = 60});
    // No more candidates about nodes than the mean of the hybrid in a simulation, in which every set of nodes is a program.
    // Where the two lie close together, so many reductions that the mean is known to a tenth or little more.
    constexpr int kFew = 24, kMany = 120;
    const std::tuple<int, int, double, int> simulated[] = {{200, 1, 11.7, kFew},  {200, 2, 17.6, kMany},  {200, 8, 69.2, kFew},
                                                           {1000, 1, 15.3, kFew}, {1000, 4, 42.8, kMany}, {1000, 8, 86.7, kFew}};
    for (const auto& [nodes, culprits, mean, seeds] : simulated)
        add({.name = fmt::format("hybrid-{}-{}", nodes, culprits), .nodes = nodes, .culprits = {}, .kind = kPresent, .seeds = seeds, .drawn = culprits, .wantedMean = mean});
    return cases;
}

Result<Graph> minifyGraph(const MinifyCase& what, int seed, const std::filesystem::path& samples) {
    const std::vector<double> places = placesOf(what, seed);
    Graph graph;
    if (what.host.empty()) {
        WHITTLE_TRY(graph, madeGraph(what.nodes - static_cast<int>(places.size())));
    } else {
        WHITTLE_TRY(OpenedGraph opened, openGraph(samples / what.host));
        graph = std::move(opened.graph);
    }
    std::vector<NodeId> at;
    for (const double place : places)
        at.push_back(graph.nodes()[std::min(graph.nodes().size() - 1, static_cast<std::size_t>(place * static_cast<double>(graph.nodes().size())))].id);
    for (std::size_t i = 0; i < at.size(); ++i) WHITTLE_TRY_VOID(plant(graph, kCulprits[i], at[i]).context("planting {} in {}", kCulprits[i], what.name));
    return graph;
}

Result<std::unique_ptr<Oracle>> minifyOracle(const MinifyCase& what, const std::filesystem::path& program) {
    if (what.kind == kPresent) {
        std::vector<std::string> needed;
        for (std::size_t i = 0; i < culpritsOf(what); ++i) needed.emplace_back(kCulprits[i]);
        return std::make_unique<PresentOracle>(std::move(needed));
    }
    EngineOracleOptions options{.program = program};
    // Compiling thousands of nodes on a busy machine is no hang; a planted hang should not take long, nor planted greed.
    options.limits.time = std::chrono::seconds(what.kind == "hang" ? 2 : 60);
    if (what.kind == "out_of_memory") options.limits.memoryBytes = std::uint64_t{1} << 30;
    WHITTLE_TRY(options.compile.inject, parseInjections(fmt::format("{}={}", kCulprits[0], what.kind)));
    return std::make_unique<EngineOracle>(std::move(options));
}

}  // namespace whittle::bench
