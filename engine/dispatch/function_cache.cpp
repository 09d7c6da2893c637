#include "engine/dispatch/function_cache.h"

#include <algorithm>
#include <chrono>
#include <ranges>

#include "engine/dispatch/result_values.h"

namespace whittle {
namespace {

class Stopwatch {
public:
    double milliseconds() const { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

bool compilesLater(const Stance& stance) { return stance.name == "eager_then_compile" || stance.name == "aot_eager_then_compile"; }

// PyTorch's words, up to "stance is 'fail_on_recompile'"; it does not say the rest.
Error refusal(const FunctionSpec& spec, const CallEvent& event) {
    std::string text = fmt::format("Detected recompile when torch.compile stance is 'fail_on_recompile' (function {}{}).", spec.name,
                                   spec.where.empty() ? "" : ", " + spec.where);
    if (event.misses.empty()) text += " Nothing was compiled before: call it once under another stance first.";
    for (const EntryMiss& miss : event.misses) text += fmt::format("\n  entry {}", miss.text());
    return {Code::Run, std::move(text), {}};
}

}  // namespace

FunctionCache::FunctionCache(DispatchContext& context, FunctionSpec spec) : m_context(context), m_spec(std::move(spec)) {
    for (const std::string& name : m_spec.parameters) m_inputs.push_back({fmt::format("L['{}']", name), name});
    for (const BoundValue& bound : m_spec.bound) m_inputs.push_back({bound.text, bound.name});
}

void FunctionCache::reset() {
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
    m_history = {};
    m_compiles = 0;
    m_runOnly = false;
    m_break.reset();
    m_differing.clear();
    m_firstExample.reset();
}

std::vector<std::shared_ptr<const CacheEntry>> FunctionCache::entries() const {
    const std::lock_guard lock(m_mutex);
    return {m_entries.begin(), m_entries.end()};
}

Result<std::vector<CallValue>> FunctionCache::allValues(std::vector<CallValue> arguments) const {
    if (arguments.size() != m_spec.parameters.size())
        return fail(Code::Argument, "{}() takes {} arguments ({}), {} were given", m_spec.name, m_spec.parameters.size(),
                    fmt::join(m_spec.parameters, ", "), arguments.size());
    for (const BoundValue& bound : m_spec.bound) arguments.push_back(bound.read());
    return arguments;
}

std::vector<std::pair<CompileId, std::vector<GuardFailure>>> FunctionCache::explain(std::vector<CallValue> arguments) const {
    std::vector<std::pair<CompileId, std::vector<GuardFailure>>> out;
    const auto values = allValues(std::move(arguments));
    if (!values) return out;
    const std::lock_guard lock(m_mutex);
    for (const EntryRef& entry : m_entries) out.emplace_back(entry->id, entry->guards.failures({*values, m_context.state}));
    return out;
}

Result<CallValue> FunctionCache::call(const FunctionOptions& options, std::vector<CallValue> arguments, const CancelToken& cancel) {
    const Stance stance = m_context.stance();
    CallEvent event;
    event.number = m_context.m_calls++;
    event.function = m_spec.name;
    event.stance = stanceText(stance);
    const auto answer = [&]() -> Result<CallValue> {
        WHITTLE_TRY(const std::vector<CallValue> values, allValues(std::move(arguments)));
        WHITTLE_TRY(const Plan todo, plan(options, stance, values, event, cancel));
        const Stopwatch watch;
        Result<CallValue> result = todo.eager ? runEager(options, values) : runEntry(*todo.entry, values, cancel);
        event.runMs = watch.milliseconds();
        return result;
    }();
    if (!answer) {
        event.outcome = CallOutcome::Error;
        event.error = answer.error();
    }
    {
        const std::lock_guard lock(m_mutex);
        for (const EntryRef& entry : m_entries) event.order.push_back(entry->id);
    }
    if (m_context.observer) m_context.observer(event);
    return answer;
}

Result<FunctionCache::Plan> FunctionCache::plan(const FunctionOptions& options, const Stance& stance, std::span<const CallValue> values, CallEvent& event,
                                                const CancelToken& cancel) {
    if (std::ranges::find(stanceNames(), stance.name) == stanceNames().end())
        return fail(Code::Argument, "invalid torch.compile stance 'DynamoStance(stance='{}', skip_guard_eval_unsafe={}, backend={})'", stance.name,
                    stance.skipGuardEvalUnsafe ? "True" : "False", stance.forceBackend.empty() ? "None" : fmt::format("'{}'", stance.forceBackend));
    FunctionOptions key = options;
    if (!stance.forceBackend.empty()) key.backend = stance.forceBackend;
    if (!m_context.backends.contains(key.backend))
        return fail(Code::Argument, "Invalid backend: '{}'; there are {}", key.backend, fmt::join(m_context.backends | std::views::keys, ", "));
    if (stance.name == "force_eager") {
        event.why = "the stance is force_eager";
        return Plan{.entry = nullptr, .eager = true};
    }
    const std::lock_guard lock(m_mutex);
    const bool runOnly = m_runOnly || stance.name == "eager_on_recompile";
    if (EntryRef entry = lookUp(key, stance, runOnly, {values, m_context.state}, event)) {
        event.outcome = CallOutcome::Reused;
        event.used = entry->id;
        ++entry->hits;
        return Plan{.entry = std::move(entry)};
    }
    return miss(key, stance, values, event, cancel);
}

FunctionCache::EntryRef FunctionCache::lookUp(const FunctionOptions& key, const Stance& stance, bool anyBackend, const GuardedCall& call, CallEvent& event) {
    for (auto at = m_entries.begin(); at != m_entries.end(); ++at) {
        CacheEntry& entry = **at;
        if (!anyBackend && !(entry.key == key)) continue;
        if (stance.skipGuardEvalUnsafe) {
            const std::vector<std::size_t> asked = differentiating(entry);
            if (!entry.guards.checkOnly(asked, call)) continue;
            for (std::size_t i = 0; i < entry.guards.all().size(); ++i)
                if (std::ranges::find(asked, i) == asked.end()) event.skippedGuards.push_back(entry.guards.all()[i].text);
        } else if (!entry.guards.check(call)) {
            continue;
        }
        std::rotate(m_entries.begin(), at, at + 1);
        return m_entries.front();
    }
    return nullptr;
}

// Guards on tensors and sizes, and those of values that told entries apart before.
std::vector<std::size_t> FunctionCache::differentiating(const CacheEntry& entry) const {
    std::vector<std::size_t> out;
    const auto& guards = entry.guards.all();
    for (std::size_t i = 0; i < guards.size(); ++i) {
        const GuardKind kind = guards[i].kind;
        const bool always = kind == GuardKind::TensorMatch || kind == GuardKind::NoTensorAliasing || kind == GuardKind::ShapeEnv;
        if (always || std::ranges::find(m_differing, guards[i].source.text) != m_differing.end()) out.push_back(i);
    }
    return out;
}

void FunctionCache::explainMisses(const GuardedCall& call, CallEvent& event) {
    for (const EntryRef& entry : m_entries) {
        EntryMiss miss{.entry = entry->id, .reason = {}, .seen = {}, .source = {}, .cause = nullptr};
        if (auto failure = entry->guards.firstFailure(call)) {
            miss.reason = std::move(failure->reason);
            miss.seen = seenBy(*failure->guard, call);
            miss.source = failure->guard->source.text;
            miss.cause = failure->guard->cause;
        }
        event.misses.push_back(std::move(miss));
    }
}

std::optional<std::string> FunctionCache::limitHit() const {
    const auto count = static_cast<int>(m_entries.size());
    if (count >= m_context.config.cacheSizeLimit) return fmt::format("cache_size_limit ({})", m_context.config.cacheSizeLimit);
    if (count >= m_context.config.accumulatedCacheSizeLimit || m_compiles >= m_context.config.accumulatedCacheSizeLimit)
        return fmt::format("accumulated_cache_size_limit ({})", m_context.config.accumulatedCacheSizeLimit);
    return std::nullopt;
}

Result<FunctionCache::Plan> FunctionCache::miss(const FunctionOptions& key, const Stance& stance, std::span<const CallValue> values, CallEvent& event,
                                                const CancelToken& cancel) {
    const GuardedCall call{values, m_context.state};
    const auto eager = [&](std::string why) {
        event.why = std::move(why);
        return Plan{.entry = nullptr, .eager = true};
    };
    explainMisses(call, event);
    if (stance.skipGuardEvalUnsafe)
        return fail(Code::Run, "Recompilation triggered with skip_guard_eval_unsafe stance. This usually means that you have not warmed up your model "
                               "with enough inputs such that you can guarantee no more recompilations.");
    if (m_runOnly) return eager("a limit on recompiles was hit before");
    if (stance.name == "eager_on_recompile") return eager("no entry fits, and the stance is eager_on_recompile");
    if (stance.name == "fail_on_recompile") return std::unexpected(refusal(m_spec, event));
    if (m_break) return eager(fmt::format("it cannot be recorded: {}", m_break->reason));
    if (compilesLater(stance) && !m_firstExample) {
        m_firstExample.emplace(values.begin(), values.end());
        if (stance.name == "eager_then_compile") return eager("the stance is eager_then_compile, and this is the first call that nothing fits");
        return compileEntry(key, "aot_eager", values, event, cancel);
    }
    if (!m_entries.empty()) {
        for (const EntryMiss& miss : event.misses)
            if (!miss.source.empty()) m_differing.push_back(miss.source);
        if (m_context.config.errorOnRecompile) {
            std::string text = fmt::format("Recompiling function {}{}", m_spec.name, m_spec.where.empty() ? "" : " in " + m_spec.where);
            for (const EntryMiss& miss : event.misses) text += "\n    - " + miss.text();
            return fail(Code::Run, "{}", text);
        }
        if (const auto limit = limitHit()) {
            event.warnings.push_back(fmt::format("torch._dynamo hit config.{}\n   function: '{}'{}\n   last reason: {}", *limit, m_spec.name,
                                                 m_spec.where.empty() ? "" : fmt::format(" ({})", m_spec.where), event.misses.back().text()));
            if (m_context.config.failOnCacheLimitHit)
                return fail(Code::Limit, "{} reached, because fail_on_cache_limit_hit = True this is a HARD failure", limit->substr(0, limit->find(' ')));
            m_runOnly = true;
            return eager(fmt::format("the limit on recompiles was hit: {}", *limit));
        }
    }
    return compileEntry(key, key.backend, values, event, cancel);
}

Result<FunctionCache::Plan> FunctionCache::compileEntry(const FunctionOptions& key, const std::string& backend, std::span<const CallValue> values,
                                                        CallEvent& event, const CancelToken& cancel) {
    const DispatchConfig& config = m_context.config;
    if (m_number < 0) m_number = m_context.m_functions++;
    const CompileId id{m_number, m_compiles++};
    RecordOptions options{.dynamic = key.dynamic,
                          .automaticDynamic = config.automaticDynamicShapes,
                          .specializeInt = config.specializeInt,
                          .captureScalarOutputs = config.captureScalarOutputs};
    if (key.dynamic == Dynamic::Automatic && !config.assumeStaticByDefault) options.dynamic = Dynamic::Always;
    if (m_firstExample) options.earlier = *m_firstExample;
    const Stopwatch tracing;
    Recorder recorder(Recorder::Mode::Record, m_inputs, values, m_context.state, m_history, options);
    ++m_context.m_recording;
    Result<Recording> recorded = recorder.record(m_spec.run);
    --m_context.m_recording;
    event.recordMs = tracing.milliseconds();
    if (!recorded && recorder.graphBreak() && !key.fullgraph) {
        event.graphBreak = m_break = recorder.graphBreak();
        event.why = fmt::format("graph break: {}", m_break->reason);
        return Plan{.entry = nullptr, .eager = true};
    }
    if (!recorded) return std::unexpected(std::move(recorded).context("recording {} as {}", m_spec.name, id.text()).error());
    recorded->graph.name = m_spec.name;
    const Stopwatch compiling;
    WHITTLE_TRY(BackendResult made, m_context.backends.at(backend)(recorded->graph, cancel));
    event.compileMs = compiling.milliseconds();
    auto entry = std::make_shared<CacheEntry>(CacheEntry{.id = id,
                                                         .key = key,
                                                         .guards = GuardSet(std::move(recorded->guards), std::move(recorded->shapeGuards), recorded->sizes),
                                                         .recording = *std::move(recorded),
                                                         .call = std::move(made.call),
                                                         .executable = std::move(made.executable),
                                                         .recordMs = event.recordMs,
                                                         .compileMs = event.compileMs});
    event.outcome = m_entries.empty() ? CallOutcome::Compiled : CallOutcome::Recompiled;
    event.made = event.used = id;
    m_entries.insert(m_entries.begin(), entry);
    return Plan{.entry = std::move(entry)};
}

Result<CallValue> FunctionCache::runEntry(const CacheEntry& entry, std::span<const CallValue> values, const CancelToken& cancel) const {
    if (isMetaCall(entry.recording, values)) return metaResult(entry.recording, values);
    WHITTLE_TRY(const std::vector<Datum> inputs, inputData(entry.recording, values));
    WHITTLE_TRY(const std::vector<Datum> outputs, entry.call(inputs, cancel));
    return resultValue(entry.recording, values, outputs);
}

Result<CallValue> FunctionCache::runEager(const FunctionOptions& options, std::span<const CallValue> values) const {
    DynamicHistory unused;
    Recorder recorder(Recorder::Mode::Eager, m_inputs, values, m_context.state, unused, {});
    return recorder.runEager(m_spec.run, nullptr, options.seed);
}

}  // namespace whittle
