#include "app/cli/bench/dispatch_suite.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "app/cli/bench/contestant.h"
#include "engine/dispatch/compiled_function.h"
#include "engine/runtime/python_scripts.h"

namespace whittle::bench {
namespace {

using cli::Json;

constexpr int kTensors = 8, kEntries = 4;
constexpr double kRoundMicroseconds = 20'000;

const DispatchCase kCases[] = {
    {"guards-first", "guards of a hit: 8 tensors, the first of 4 entries fits", 1},
    {"guards-last", "the same, the last of 4 entries fits", 1},
    {"guards-symbolic", "guards of a hit with symbolic sizes: 8 tensors that share one, the first of 4 entries fits", 1},
    {"guards-symbolic-last", "the same, the last of 4 entries fits", 1},
    {"call-first", "a whole call with a backend that does nothing, first entry", 0},
    {"call-last", "the same, an entry further down each time", 0},
};

// One entry of symbolic sizes fits calls of any size: what tells four apart is the dtype.
constexpr DType kDtypes[kEntries] = {DType::F32, DType::F64, DType::I32, DType::I64};

std::vector<CallValue> tensorsOf(Index rows, DType dtype) {
    std::vector<CallValue> out;
    for (int i = 0; i < kTensors; ++i) out.emplace_back(Tensor::zeros(dtype, {rows, 16}));
    return out;
}

// A function that reads all of its arguments, compiled by a backend that answers what it answered before.
class Called {
public:
    explicit Called(Dynamic dynamic) {
        m_context.backends["nothing"] = [](const Graph& graph, const CancelToken&) -> Result<BackendResult> {
            return BackendResult{[count = graph.outputs().size()](std::span<const Datum> inputs, const CancelToken&, Generator*) -> Result<std::vector<Datum>> {
                return std::vector<Datum>(count, inputs.front());
            }, nullptr};
        };
        FunctionSpec spec{.name = "f", .where = {}, .parameters = {}, .run = [](FunctionRecorder&, std::span<const Variable> arguments) {
            Variable sum = arguments[0] + arguments[1];
            for (std::size_t i = 2; i < arguments.size(); ++i) sum = sum + arguments[i];
            return sum;
        }};
        for (int i = 0; i < kTensors; ++i) spec.parameters.push_back(fmt::format("x{}", i));
        m_function.emplace(m_context, std::move(spec), FunctionOptions{.backend = "nothing", .dynamic = dynamic});
    }

    Result<void> call(const std::vector<CallValue>& arguments) {
        WHITTLE_TRY([[maybe_unused]] const CallValue value, (*m_function)(arguments));
        return {};
    }

    // Copies of the entries' guards, the one used last first: what a lookup asks, and nothing else.
    std::vector<GuardSet> guards() const {
        std::vector<GuardSet> out;
        for (const auto& entry : m_function->entries()) out.push_back(entry->guards);
        return out;
    }

    const GlobalState& state() const { return m_context.state; }

private:
    DispatchContext m_context;
    std::optional<CompiledFunction> m_function;
};

double processorMicroseconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) * 1e-3;
}

// Processor time of one `step` in microseconds, over as many as fit into a round: what else the machine runs is not counted.
template <class Step>
double timed(const Step& step) {
    int count = 0;
    const double start = processorMicroseconds();
    double spent = 0;
    do {
        for (int i = 0; i < 64; ++i) step(count + i);
        count += 64;
        spent = processorMicroseconds() - start;
    } while (spent < kRoundMicroseconds);
    return spent / count;
}

class Subject {
public:
    Subject() : m_static(Dynamic::Never), m_symbolic(Dynamic::Always) {
        for (int i = 0; i < kEntries; ++i) {
            m_arguments.push_back(tensorsOf(4 + i, DType::F32));
            m_symbolicArguments.push_back(tensorsOf(4 + i, kDtypes[i]));
        }
    }

    Result<void> prepare() {
        for (const auto& arguments : m_arguments) WHITTLE_TRY_VOID(m_static.call(arguments));
        for (const auto& arguments : m_symbolicArguments) WHITTLE_TRY_VOID(m_symbolic.call(arguments));
        m_guards = m_static.guards();
        m_symbolicGuards = m_symbolic.guards();
        if (m_guards.size() != kEntries || m_symbolicGuards.size() != kEntries)
            return fail(Code::Internal, "{} and {} entries, where {} were to be measured", m_guards.size(), m_symbolicGuards.size(), kEntries);
        return {};
    }

    double measure(std::string_view name) {
        // Entries lie the one used last first, so that of m_arguments[0] is the last one.
        if (name == "guards-first") return timed([&](int) { look(m_guards, m_arguments.back()); });
        if (name == "guards-last") return timed([&](int) { look(m_guards, m_arguments.front()); });
        if (name == "guards-symbolic") return timed([&](int) { look(m_symbolicGuards, m_symbolicArguments.back()); });
        if (name == "guards-symbolic-last") return timed([&](int) { look(m_symbolicGuards, m_symbolicArguments.front()); });
        if (name == "call-first") return timed([&](int) { (void)m_static.call(m_arguments.back()); });
        return timed([&](int i) { (void)m_static.call(m_arguments[static_cast<std::size_t>(i % kEntries)]); });
    }

    bool missed() const { return m_missed; }

private:
    void look(std::vector<GuardSet>& guards, const std::vector<CallValue>& arguments) {
        for (GuardSet& set : guards)
            if (set.check({arguments, m_static.state()})) return;
        m_missed = true;
    }

    Called m_static, m_symbolic;
    std::vector<std::vector<CallValue>> m_arguments, m_symbolicArguments;
    std::vector<GuardSet> m_guards, m_symbolicGuards;
    bool m_missed = false;
};

}  // namespace

std::span<const DispatchCase> dispatchCases() { return kCases; }

bool DispatchReport::ok() const { return std::ranges::all_of(rows, &DispatchRow::meetsTarget); }

Result<DispatchReport> benchDispatch(const DispatchBenchOptions& options, const std::function<void(const std::string&)>& says, const CancelToken& cancel) {
    DispatchReport out;
    Subject subject;
    WHITTLE_TRY_VOID(subject.prepare());
    std::optional<Contestant> peer;
    if (!options.python.empty()) {
        says("starting " + options.python);
        const std::filesystem::path script = options.program.parent_path().parent_path() / "share/whittle/bench_dispatch.py";
        WHITTLE_TRY(const std::filesystem::path copy, copyScript(script, {"answering.py"}, options.scratch));
        WHITTLE_TRY(peer, Contestant::start("PyTorch", {options.python, copy.string()}, {}));
        WHITTLE_TRY(const Json started, peer->ask({{"do", "start"}, {"tensors", kTensors}, {"entries", kEntries}}, std::chrono::seconds(300), cancel)
                                            .context("starting {}", options.python));
        out.torch = started.value("torch", "");
    }
    for (const DispatchCase& what : kCases) {
        says(what.name);
        std::vector<double> ours, theirs;
        const bool isCall = what.name.starts_with("call-");
        for (int round = 0; round < options.rounds; ++round) {
            WHITTLE_TRY_VOID(cancel.check());
            ours.push_back(subject.measure(what.name));
            if (!peer || !isCall) continue;
            WHITTLE_TRY(const Json answer, peer->ask({{"do", "call"}, {"last", what.name == "call-last"}}, std::chrono::seconds(120), cancel));
            theirs.push_back(answer.value("microseconds", 0.0));
        }
        if (subject.missed()) return fail(Code::Internal, "the guards of {} do not fit the call that they were made for", what.name);
        // The best round: others shared caches with what else ran.
        out.rows.push_back({what, std::ranges::min(ours), theirs.empty() ? std::nullopt : std::optional(std::ranges::min(theirs))});
    }
    return out;
}

cli::Json dispatchJson(const DispatchReport& report) {
    Json rows = Json::array();
    for (const DispatchRow& row : report.rows) {
        Json one{{"name", row.what.name}, {"microseconds", row.microseconds}, {"ok", row.meetsTarget()}};
        if (row.what.wantedMicroseconds > 0) one["wanted_microseconds"] = row.what.wantedMicroseconds;
        if (row.peerMicroseconds) {
            one["peer_microseconds"] = *row.peerMicroseconds;
            one["ratio"] = *row.peerMicroseconds / row.microseconds;
        }
        rows.push_back(std::move(one));
    }
    return rows;
}

std::string dispatchText(const DispatchReport& report) {
    std::string out = fmt::format("{:<20} {:>12}  {:>12} {:>7}   {}\n", "dispatch", "Whittle", report.torch.empty() ? "" : "PyTorch " + report.torch, report.torch.empty() ? "" : "ratio", "");
    for (const DispatchRow& row : report.rows) {
        const std::string peer = row.peerMicroseconds ? fmt::format("{:>9.2f} us {:>6.1f}x", *row.peerMicroseconds, *row.peerMicroseconds / row.microseconds) : fmt::format("{:>20}", "");
        out += fmt::format("{:<20} {:>9.3f} us  {}   {}{}\n", row.what.name, row.microseconds, peer, row.what.summary,
                           row.meetsTarget() ? "" : fmt::format("   more than {} us", row.what.wantedMicroseconds));
    }
    return out;
}

}  // namespace whittle::bench
