#include "engine/runtime/tuning.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include <fmt/ranges.h>

#include "engine/base/version.h"
#include "engine/codegen/cpu_jit.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/fill_missing.h"
#include "engine/kernels/onednn/session.h"
#include "engine/passes/pipeline.h"
#include "engine/tensor/compare.h"

namespace whittle {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 20261128;      // of the inputs: the same for every candidate and in every process
constexpr double kMostReferenceFlops = 5e7;    // float64 runs on reference kernels, some 0.5 GFLOP/s: a tenth of a second
constexpr double kHopeless = 30;               // times the best estimate: not worth a run that takes longer than kLongMs
constexpr double kLongMs = 50;
constexpr double kSlow = 5;                    // times the quickest first run: one run says enough
constexpr std::size_t kRounds = 9, kLeastRounds = 3;
constexpr std::size_t kBlock = 3;              // runs of which the median counts; of the medians, the least

double msSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

struct Contestant {
    StoredCandidate stored;
    std::shared_ptr<const Executable> executable;
    std::vector<Datum> outputs;
    std::vector<double> ms;  // the first run is the warm-up

    bool runs() const { return executable != nullptr; }
    void fails(std::string why) {
        stored.refusal = std::move(why);
        executable = nullptr;
    }
};

// The least of the medians of three: others may disturb a part of the rounds, nobody makes one quicker.
double leastMedian(std::span<const double> ms) {
    std::optional<double> least;
    for (std::size_t i = 0; i < ms.size(); i += kBlock) {
        std::vector<double> block(ms.begin() + static_cast<std::ptrdiff_t>(i), ms.begin() + static_cast<std::ptrdiff_t>(std::min(i + kBlock, ms.size())));
        if (least && block.size() < kBlock) break;
        std::ranges::sort(block);
        least = std::min(least.value_or(block[block.size() / 2]), block[block.size() / 2]);
    }
    return *least;
}

// Empty: alike.
std::string whyDifferent(std::span<const Datum> expected, std::span<const Datum> actual) {
    if (expected.size() != actual.size()) return fmt::format("{} results instead of {}", actual.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const Tensor *want = asTensor(expected[i]), *have = asTensor(actual[i]);
        if (!want || !have) continue;
        const Comparison compared = compareTensors(*want, *have, scaledTo(dtypeTolerance(have->dtype()), *want));
        if (!compared.ok) return compared.reason;
    }
    return {};
}

std::vector<std::string> memoryPassesLeftOut(const CompileOptions& whole) {
    return passesLeftOut(PassStage::Memory, {.skip = whole.skipPasses, .limit = whole.passLimit, .cancel = {}});
}

class Race {
public:
    explicit Race(const TuneRequest& request) : m_request(request), m_graph(request.site.graph), m_start(Clock::now()) {}

    Result<std::vector<StoredCandidate>> run() {
        WHITTLE_TRY_VOID(fillMissing(m_graph, kSeed));
        double best = std::numeric_limits<double>::max();
        for (const SiteCandidate& one : m_request.candidates)
            if (one.possible() && one.estimate) best = std::min(best, one.estimate->milliseconds);
        for (const SiteCandidate& one : m_request.candidates) {
            if (!one.possible()) continue;
            m_all.push_back({.stored = {.name = one.name, .implementation = one.implementation, .milliseconds = {}, .refusal = {}}, .executable = {}, .outputs = {}, .ms = {}});
            if (one.estimate && one.estimate->milliseconds > kLongMs && one.estimate->milliseconds > kHopeless * best) continue;
            WHITTLE_TRY_VOID(enter(m_all.back()));
        }
        WHITTLE_TRY_VOID(judge());
        WHITTLE_TRY_VOID(takeTurns());
        std::vector<StoredCandidate> out;
        for (Contestant& one : m_all) {
            if (one.runs()) one.stored.milliseconds = std::max(leastMedian(one.ms), 1e-6);
            out.push_back(std::move(one.stored));
        }
        return out;
    }

private:
    double secondsGone() const { return msSince(m_start) / 1000; }

    // Compiles one and runs it once.
    Result<void> enter(Contestant& one) {
        WHITTLE_TRY_VOID(m_request.compile.cancel.check());
        if (m_request.progress) m_request.progress(one.stored.name);
        auto made = compile(m_graph, candidateOptions(m_request.compile, one.stored.name));
        if (!made) return refuse(one, "does not compile: ", made.error());
        one.executable = *std::move(made);
        return once(one);
    }

    Result<void> once(Contestant& one) {
        RunProfile profile;
        const auto start = Clock::now();
        auto outputs = one.executable->run({}, m_request.compile.cancel, &profile);
        const double ms = msSince(start);
        if (!outputs) return refuse(one, "fails: ", outputs.error());
        if (!profile.refusals.empty()) {
            one.fails("refused when its sizes were known: " + profile.refusals.front().reason);
            return {};
        }
        if (one.ms.empty()) one.outputs = *std::move(outputs);
        one.ms.push_back(ms);
        return {};
    }

    static Result<void> refuse(Contestant& one, std::string_view what, const Error& error) {
        if (error.code == Code::Cancelled) return std::unexpected(error);
        one.fails(fmt::format("{}{}", what, error.message));
        one.stored.isPassing = error.code == Code::Limit;
        return {};
    }

    // By float64 where that takes no time, else by each other.
    Result<void> judge() {
        if (m_request.site.work.flops <= kMostReferenceFlops) {
            const auto exact = interpret(m_graph, {}, {.precision = Precision::Float64, .seed = 0, .generator = nullptr, .cancel = m_request.compile.cancel, .afterNode = {}, .capture = {}});
            if (!exact && exact.error().code == Code::Cancelled) return std::unexpected(exact.error());
            if (exact) {
                for (Contestant& one : m_all) {
                    if (!one.runs()) continue;
                    if (std::string why = whyDifferent(exact->outputs, one.outputs); !why.empty()) one.fails("answers wrongly: " + why);
                }
                return {};
            }
        }
        std::vector<std::pair<Contestant*, std::string>> alone;
        for (Contestant& one : m_all) {
            if (!one.runs()) continue;
            std::size_t others = 0, unlike = 0;
            std::string why;
            for (const Contestant& other : m_all) {
                if (&other == &one || !other.runs()) continue;
                ++others;
                std::string reason = whyDifferent(other.outputs, one.outputs);
                if (reason.empty()) continue;
                ++unlike;
                if (why.empty()) why = fmt::format("{}: {}", other.stored.name, reason);
            }
            if (others > 0 && 2 * unlike >= others && unlike > 0) alone.emplace_back(&one, "answers unlike " + why);
        }
        for (auto& [one, why] : alone) one->fails(std::move(why));
        return {};
    }

    Result<void> takeTurns() {
        double quickest = std::numeric_limits<double>::max();
        for (Contestant& one : m_all) {
            one.outputs.clear();
            if (one.runs()) quickest = std::min(quickest, one.ms.front());
        }
        for (std::size_t round = 0; round < kRounds && (round < kLeastRounds || secondsGone() < m_request.seconds); ++round)
            for (Contestant& one : m_all) {
                WHITTLE_TRY_VOID(m_request.compile.cancel.check());
                if (!one.runs() || one.ms.front() > kSlow * quickest + kLongMs) continue;
                if (round == 0) one.ms.clear();  // what made code and packed weights on the way
                WHITTLE_TRY_VOID(once(one));
            }
        return {};
    }

    const TuneRequest& m_request;
    Graph m_graph;
    Clock::time_point m_start;
    std::vector<Contestant> m_all;
};

}  // namespace

CompileOptions candidateOptions(const CompileOptions& whole, std::string_view candidate) {
    CompileOptions options;
    options.skipPasses = memoryPassesLeftOut(whole);
    for (const char* folding : {"fold-constants", "fold-batch-norm"}) options.skipPasses.emplace_back(folding);  // its operands may be weights one and all
    options.fuse = whole.fuse;
    options.isa = whole.isa;
    options.choices.withoutLibraries = whole.choices.withoutLibraries;
    options.threads = whole.threads;
    options.cache = whole.cache;
    options.makers = whole.makers;
    options.cancel = whole.cancel;
    options.choices.forced = {{std::string(kSiteNode), std::string(candidate)}};
    return options;
}

std::string tuningKey(std::string_view site, const CpuJit& jit, int threads, const CompileOptions& whole) {
    std::string conditions;
    for (const std::string& name : memoryPassesLeftOut(whole)) conditions += " without " + name;
    if (!whole.fuse) conditions += " without fusion";
    for (const std::string& library : whole.choices.withoutLibraries) conditions += " without " + library;
    return fmt::format("whittle {} store {} {} cpu {} {} threads {}{}\n{}", kVersion, TuningStore::kVersion, dnn::version(), jit.cpuName(), jit.cpuFeatures(), threads, conditions, site);
}

Result<std::vector<StoredCandidate>> measureCandidates(const TuneRequest& request) { return Race(request).run(); }

}  // namespace whittle
