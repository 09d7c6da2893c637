#include "engine/runtime/value_comparison.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

#include "engine/eager/interpreter.h"
#include "engine/kernels/eager_kernels.h"
#include "engine/runtime/judge.h"
#include "engine/runtime/kernel_nodes.h"
#include "engine/runtime/rounding_noise.h"

namespace whittle {
namespace {

using Values = std::unordered_map<std::string, Datum>;  // by name
using Look = std::function<Result<void>(const Node&, ValueId, const Datum&)>;

constexpr std::uint64_t kMemoryShare = 4;  // what is held of values at once is this part of the job's memory
constexpr std::size_t kNewsValues = 64;
constexpr std::chrono::milliseconds kNewsTime{50};

// One value of the graph that is compared.
struct Wanted {
    ValueId id;
    std::uint64_t bytes = 0;  // in the graph's own dtype; 0 where its size hangs on data
    bool handedOut = false;   // by a kernel of the fused program
};

std::uint64_t bytesOf(const TensorType& type, const std::map<std::string, std::int64_t>& symbols) {
    const Result<std::int64_t> count = type.numel().evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = symbols.find(std::string(name));
        return found == symbols.end() ? std::nullopt : std::optional(found->second);
    });
    return count && *count > 0 ? static_cast<std::uint64_t>(*count) * dtypeSize(type.dtype) : 0;
}

const Tensor* tensorIn(const Datum* datum) {
    const Tensor* tensor = datum ? asTensor(*datum) : nullptr;
    return tensor && tensor->defined() ? tensor : nullptr;
}

const Datum* find(const Values& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
}

// What both jobs share: which values there are, how they are tapped, and the runs.
class Runs {
public:
    Runs(const WorkerJob& job, std::uint64_t memoryBytes, const ComparisonHooks& hooks) : m_job(job), m_budget(memoryBytes / kMemoryShare), m_hooks(hooks) {}

    Result<void> plan() {
        m_hooks.enter("compile");
        CompileOptions options = m_job.compile;
        options.entering = m_hooks.compiling;
        WHITTLE_TRY(const auto plain, compile(m_job.graph, options));
        m_hooks.left();
        std::unordered_set<std::string> last;
        for (const KernelNodes& kernel : kernelNodes(m_job.graph, plain->report())) {
            for (const std::string& node : kernel.nodes) m_kernels[node] = kernel.name;
            if (!kernel.nodes.empty()) last.insert(kernel.nodes.back());
        }
        std::map<std::string, std::int64_t> symbols;
        if (const auto inputs = gatherInputs(m_job.graph, {})) {
            if (auto bound = bindSymbols(m_job.graph, *inputs)) symbols = *std::move(bound);
        }
        for (const Node& node : m_job.graph.nodes())
            for (const ValueId id : node.outputs)
                if (const TensorType* type = asTensorType(m_job.graph.type(id)))
                    m_wanted.push_back({id, bytesOf(*type, symbols), last.contains(node.name)});
        return {};
    }

    const std::vector<Wanted>& wanted() const { return m_wanted; }
    const std::string& name(ValueId id) const { return m_job.graph.value(id).name; }
    std::string kernelOf(const std::string& node) const {
        const auto found = m_kernels.find(node);
        return found == m_kernels.end() ? std::string() : found->second;
    }
    std::uint64_t budget() const { return m_budget; }

    // Values in execution order, as many at once as the budget holds: of each the compiled run's, the fused one's and eager's.
    std::vector<std::span<const Wanted>> parts() const {
        std::vector<std::span<const Wanted>> out;
        std::size_t begin = 0;
        std::uint64_t held = 0;
        for (std::size_t i = 0; i < m_wanted.size(); ++i) {
            const std::uint64_t bytes = m_wanted[i].bytes * (m_wanted[i].handedOut ? 3 : 2);
            if (i > begin && held + bytes > m_budget) {
                out.push_back(std::span(m_wanted).subspan(begin, i - begin));
                begin = i;
                held = 0;
            }
            held += bytes;
        }
        if (begin < m_wanted.size()) out.push_back(std::span(m_wanted).subspan(begin));
        return out;
    }

    std::vector<std::string> names(std::span<const Wanted> part, bool handedOutOnly) const {
        std::vector<std::string> out;
        for (const Wanted& one : part)
            if (one.handedOut || !handedOutOnly) out.push_back(name(one.id));
        return out;
    }

    Result<Values> compiled(std::vector<std::string> names) const {
        Values out;
        if (names.empty()) return out;
        m_hooks.enter("compile");
        CompileOptions options = m_job.compile;
        options.entering = m_hooks.compiling;
        options.taps = std::move(names);
        WHITTLE_TRY(const auto executable, compile(m_job.graph, options));
        m_hooks.left();
        m_hooks.enter("run");
        std::vector<Tapped> taps;
        RunOptions run{.taps = &taps};
        if (m_hooks.running) run.entering = m_hooks.running(executable->report());
        WHITTLE_TRY_VOID(executable->runWith({}, run));
        m_hooks.left();
        for (Tapped& tap : taps) out.emplace(std::move(tap.name), std::move(tap.datum));
        return out;
    }

    // Every value of one run in execution order, no further than `last`.
    Result<void> interpretEach(Precision precision, ValueId last, const Look& look) const {
        CancelSource stop;
        Result<void> goes;
        bool ended = false;
        EagerKernels kernels(m_job.compile.cache);
        InterpretOptions options{.precision = precision, .seed = m_job.compile.seed, .cancel = stop.token()};
        if (m_job.eagerLibraries) options.kernels = &kernels;
        options.afterNode = [&](const Node& node, std::span<const Datum> outputs, double) {
            for (std::size_t i = 0; i < node.outputs.size() && i < outputs.size() && goes; ++i) {
                goes = look(node, node.outputs[i], outputs[i]);
                ended = ended || node.outputs[i] == last;
            }
            if (!goes || ended) stop.cancel();
        };
        const Result<InterpretResult> run = interpret(m_job.graph, {}, options);
        if (!goes) return goes;
        if (!run && !ended) return std::unexpected(run.error());
        return {};
    }

    // Of each disturbed run these values.
    Result<std::vector<Values>> disturbed(std::span<const ValueId> ids) const {
        std::vector<Values> out;
        for (int number = 0; number < m_job.disturbedRuns; ++number) {
            RoundingNoise noise = RoundingNoise::ofRun(number);
            InterpretOptions options;
            options.kernels = &noise;
            options.seed = m_job.compile.seed;
            options.capture.assign(ids.begin(), ids.end());
            Result<InterpretResult> run = interpret(m_job.graph, {}, options);
            if (!run) continue;  // a rounding may lead out of a range: such a run excuses nothing
            Values& values = out.emplace_back();
            for (auto& [id, datum] : run->captured) values.emplace(name(id), std::move(datum));
        }
        return out;
    }

private:
    const WorkerJob& m_job;
    std::uint64_t m_budget;
    const ComparisonHooks& m_hooks;
    std::vector<Wanted> m_wanted;  // in execution order
    std::unordered_map<std::string, std::string> m_kernels;  // by node
};

class Comparing {
public:
    Comparing(const WorkerJob& job, const ComparisonHooks& hooks, Runs& runs)
        : m_job(job), m_hooks(hooks), m_runs(runs), m_wrong(job.graph.valueIdBound()), m_nonFinite(job.graph.valueIdBound()) {}

    Result<std::vector<std::string>> run() {
        for (const GraphInput& input : m_job.graph.inputs())
            if (const Tensor* tensor = tensorIn(&input.data); tensor && isInexact(tensor->dtype())) m_nonFinite[at(input.value)] = numberFacts(*tensor).nans > 0;
        const auto parts = m_runs.parts();
        if (parts.size() > 1)
            m_notes.push_back(fmt::format("values were compared in {} parts with runs of their own: together they need more memory than the job has", parts.size()));
        for (const std::span<const Wanted> part : parts) WHITTLE_TRY_VOID(comparePart(part));
        return std::move(m_notes);
    }

private:
    static std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

    struct Held {
        Values apart, fused, eager;
        std::vector<ValueId> suspects;  // differ from eager by more than is allowed without float64
        std::optional<std::vector<Values>> disturbed;
    };

    Result<void> comparePart(std::span<const Wanted> part) {
        Held held;
        WHITTLE_TRY(held.fused, m_runs.compiled(m_runs.names(part, true)));
        WHITTLE_TRY(held.apart, m_runs.compiled(m_runs.names(part, false)));
        const ValueId last = part.back().id;
        enter("eager");
        WHITTLE_TRY_VOID(m_runs.interpretEach(Precision::AsGiven, last, [&](const Node&, ValueId id, const Datum& eager) -> Result<void> {
            const std::string& name = m_runs.name(id);
            const Datum* apart = find(held.apart, name);
            if (!apart) return {};
            WHITTLE_TRY(const std::string alone, wrongness(*apart, eager, eager, {}));
            std::string together;
            if (const Datum* fused = find(held.fused, name)) {
                WHITTLE_TRY(together, wrongness(*fused, eager, eager, {}));
            }
            if (!alone.empty() || !together.empty()) held.suspects.push_back(id);
            held.eager.emplace(name, eager);
            return {};
        }));
        enter("reference");
        WHITTLE_TRY_VOID(m_runs.interpretEach(Precision::Float64, last, [&](const Node& node, ValueId id, const Datum& exact) { return compareOne(held, node, id, exact); }));
        return tell();
    }

    void enter(std::string_view phase) {
        m_hooks.enter(phase);
        m_progress.phase = phase;
        m_progress.of = static_cast<int>(m_runs.wanted().size());
    }

    Result<void> compareOne(Held& held, const Node& node, ValueId id, const Datum& exact) {
        const std::string& name = m_runs.name(id);
        ComparedValue out{.name = name, .node = node.name, .order = m_job.graph.position(node.id), .kernel = m_runs.kernelOf(node.name)};
        for (const ValueId read : node.inputs()) {
            out.readsWrong = out.readsWrong || m_wrong[at(read)];
            out.readsNonFinite = out.readsNonFinite || m_nonFinite[at(read)];
        }
        const Datum *apart = find(held.apart, name), *fused = find(held.fused, name), *eager = find(held.eager, name);
        if (!tensorIn(apart) || !tensorIn(eager) || !tensorIn(&exact)) {
            m_wrong[at(id)] = out.readsWrong;  // a number has no row, but hands on what it comes from
            m_nonFinite[at(id)] = out.readsNonFinite;
            return {};
        }
        // The judge asks for as long as it gets more; the first answer is all there is. It is copied for each of the two judgements.
        const auto disturbed = [&, wasAsked = false]() mutable -> Result<std::vector<std::vector<Datum>>> {
            if (std::exchange(wasAsked, true)) return std::vector<std::vector<Datum>>();
            return disturbances(held, name);
        };
        WHITTLE_TRY(const std::string alone, wrongness(*apart, *eager, exact, disturbed));
        std::string together;
        if (tensorIn(fused)) {
            WHITTLE_TRY(together, wrongness(*fused, *eager, exact, disturbed));
        }
        const bool isFused = tensorIn(fused) && (alone.empty() || !together.empty());
        out.tapped = isFused ? TappedIn::AsFused : TappedIn::Apart;
        out.why = isFused ? together : alone;
        out.wrong = !out.why.empty();
        WHITTLE_TRY_VOID(measure(out, *tensorIn(isFused ? fused : apart), *tensorIn(eager), *tensorIn(&exact)));
        m_wrong[at(id)] = out.wrong;
        m_nonFinite[at(id)] = out.isNonFinite();
        held.apart.erase(name);
        held.fused.erase(name);
        held.eager.erase(name);
        m_news.push_back(std::move(out));
        ++m_progress.done;
        return m_news.size() >= kNewsValues || std::chrono::steady_clock::now() - m_told > kNewsTime ? tell() : Result<void>();
    }

    Result<void> measure(ComparedValue& out, const Tensor& compiled, const Tensor& eager, const Tensor& exact) {
        out.dtype = eager.dtype();
        out.sizes = eager.sizes();
        out.compiled = numberFacts(compiled);
        out.eager = numberFacts(eager);
        out.exact = numberFacts(exact);
        out.compiledToEager = errorFacts(eager, compiled, eager.dtype());
        out.compiledToExact = errorFacts(exact, compiled, eager.dtype());
        out.eagerToExact = errorFacts(exact, eager, eager.dtype());
        if (!m_hooks.keep || compiled.sizes() != eager.sizes() || exact.sizes() != eager.sizes()) return {};
        const std::uint64_t bytes = compiled.byteSize() + eager.byteSize() + exact.byteSize();
        if (bytes > m_job.keptBytes - m_kept) return {};
        m_kept += bytes;
        KeptPlaces places{.compiledDType = compiled.dtype(), .exactDType = exact.dtype()};
        WHITTLE_TRY(places.compiled, m_hooks.keep(compiled));
        WHITTLE_TRY(places.eager, m_hooks.keep(eager));
        WHITTLE_TRY(places.exact, m_hooks.keep(exact));
        out.kept = places;
        return {};
    }

    // What the judge says against the value; nothing where it is right.
    Result<std::string> wrongness(const Datum& compiled, const Datum& eager, const Datum& exact, std::function<Result<std::vector<std::vector<Datum>>>()> disturbed) const {
        const auto reference = [&]() -> Result<std::vector<Datum>> { return std::vector{exact}; };
        WHITTLE_TRY(const auto verdict, judgeOutputs({.compiled = std::span(&compiled, 1), .eager = std::span(&eager, 1), .reference = reference,
                                                      .tolerance = m_job.tolerance, .disturbed = std::move(disturbed)}));
        return verdict ? fmt::format("{}: {}", verdict->signature, verdict->detail) : std::string();
    }

    // Runs with other roundings are made when a value is wrong without them, once for all suspects.
    Result<std::vector<std::vector<Datum>>> disturbances(Held& held, const std::string& name) {
        if (!held.disturbed) {
            std::uint64_t bytes = 0;
            for (const ValueId id : held.suspects)
                if (const Tensor* tensor = tensorIn(find(held.eager, m_runs.name(id)))) bytes += tensor->byteSize();
            held.disturbed.emplace();
            if (bytes * static_cast<std::uint64_t>(m_job.disturbedRuns) > m_runs.budget()) {
                m_notes.push_back("wrong values were not held against runs with other roundings: they would not fit into the job's memory");
            } else if (m_job.disturbedRuns > 0) {
                WHITTLE_TRY(held.disturbed, m_runs.disturbed(held.suspects));
            }
        }
        std::vector<std::vector<Datum>> out;
        for (const Values& run : *held.disturbed)
            if (const Datum* datum = find(run, name)) out.push_back({*datum});
        return out;
    }

    Result<void> tell() {
        const ComparisonNews news{.values = std::exchange(m_news, {}), .progress = m_progress};
        m_told = std::chrono::steady_clock::now();
        return m_hooks.tell(news);
    }

    const WorkerJob& m_job;
    const ComparisonHooks& m_hooks;
    Runs& m_runs;
    std::vector<bool> m_wrong, m_nonFinite;  // by value id
    std::vector<std::string> m_notes;
    std::vector<ComparedValue> m_news;
    ComparisonProgress m_progress;
    std::chrono::steady_clock::time_point m_told{};
    std::uint64_t m_kept = 0;
};

Result<Tensor> partOf(const Tensor& tensor, const std::vector<AxisRange>& ranges) {
    if (ranges.empty()) return tensor;
    if (ranges.size() != tensor.sizes().size()) return fail(Code::Argument, "a part of {} has {} ranges, not {}", tensor.describe(), tensor.rank(), ranges.size());
    Sizes sizes;
    Index offset = tensor.offset();
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto& [first, count] = ranges[i];
        if (first < 0 || count < 0 || first > tensor.sizes()[i] || count > tensor.sizes()[i] - first)
            return fail(Code::Argument, "{} to {} is outside of dimension {} of {}", first, first + count, i, tensor.describe());
        offset += first * tensor.strides()[i];
        sizes.push_back(count);
    }
    return tensor.asStrided(std::move(sizes), tensor.strides(), offset);
}

Result<Tensor> fetchable(const Datum* datum, const WorkerJob& job) {
    const Tensor* tensor = tensorIn(datum);
    if (!tensor) return fail(Code::NotFound, "%{} is no tensor", job.wanted->name);
    WHITTLE_TRY(const Tensor part, partOf(*tensor, job.wanted->ranges));
    const std::uint64_t bytes = static_cast<std::uint64_t>(part.numel()) * sizeof(double);
    if (bytes > kMostFetched)
        return fail(Code::Limit, "{} elements of %{} are more than the {} that can be shown at once; ask for a part of it", part.numel(), job.wanted->name, kMostFetched / sizeof(double));
    return part.contiguous();
}

}  // namespace

Result<std::vector<std::string>> compareValues(const WorkerJob& job, std::uint64_t memoryBytes, const ComparisonHooks& hooks) {
    Runs runs(job, memoryBytes, hooks);
    WHITTLE_TRY_VOID(runs.plan());
    return Comparing(job, hooks, runs).run();
}

Result<ThreeTensors> fetchValue(const WorkerJob& job, std::uint64_t memoryBytes, const ComparisonHooks& hooks) {
    if (!job.wanted) return fail(Code::Argument, "no value was asked for");
    Runs runs(job, memoryBytes, hooks);
    WHITTLE_TRY_VOID(runs.plan());
    const auto wanted = std::ranges::find(runs.wanted(), job.wanted->name, [&](const Wanted& one) { return runs.name(one.id); });
    if (wanted == runs.wanted().end()) return fail(Code::NotFound, "the graph computes no tensor %{}", job.wanted->name);
    // As it was compared: with all that was tapped beside it, or with what kernels hand out alone.
    std::vector<std::string> names;
    for (const std::span<const Wanted> part : runs.parts())
        if (std::ranges::find(part, wanted->id, &Wanted::id) != part.end()) names = runs.names(part, !job.wanted->apart);
    if (!job.wanted->apart && !wanted->handedOut) return fail(Code::Argument, "no kernel of the fused program hands out %{}", job.wanted->name);
    ThreeTensors out;
    WHITTLE_TRY(const Values compiled, runs.compiled(std::move(names)));
    WHITTLE_TRY(out.compiled, fetchable(find(compiled, job.wanted->name), job));
    const auto fetch = [&](std::string_view phase, Precision precision, Tensor& into) -> Result<void> {
        hooks.enter(phase);
        return runs.interpretEach(precision, wanted->id, [&](const Node&, ValueId id, const Datum& datum) -> Result<void> {
            if (id != wanted->id) return {};
            WHITTLE_TRY(into, fetchable(&datum, job));
            return {};
        });
    };
    WHITTLE_TRY_VOID(fetch("eager", Precision::AsGiven, out.eager));
    WHITTLE_TRY_VOID(fetch("reference", Precision::Float64, out.exact));
    return out;
}

}  // namespace whittle
