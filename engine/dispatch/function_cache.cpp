#include "engine/dispatch/function_cache.h"

#include <algorithm>
#include <chrono>
#include <ranges>

#include "engine/dispatch/guard_causes.h"
#include "engine/dispatch/refusal.h"
#include "engine/dispatch/result_values.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

class Stopwatch {
public:
    double milliseconds() const { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

bool compilesLater(const Stance& stance) { return stance.name == "eager_then_compile" || stance.name == "aot_eager_then_compile"; }

// Guards on tensors and sizes, and those of values that told entries apart before.
std::vector<std::size_t> differentiating(const CacheEntry& entry, const std::set<std::string>& differing) {
    std::vector<std::size_t> out;
    const auto& guards = entry.guards.all();
    for (std::size_t i = 0; i < guards.size(); ++i) {
        const GuardKind kind = guards[i].kind;
        const bool always = kind == GuardKind::TensorMatch || kind == GuardKind::NoTensorAliasing || kind == GuardKind::ShapeEnv;
        if (always || differing.contains(guards[i].source.text)) out.push_back(i);
    }
    return out;
}

void explainMisses(const FunctionFrame& frame, const GuardedCall& call, CallEvent& event) {
    for (const auto& entry : frame.entries) {
        EntryMiss miss{.entry = entry->id, .reason = {}, .seen = {}, .source = {}, .cause = nullptr};
        if (auto failure = entry->guards.firstFailure(call)) {
            miss.reason = std::move(failure->reason);
            miss.seen = std::move(failure->seen);
            miss.source = std::move(failure->source);
            miss.cause = failure->guard->cause;
        }
        event.misses.push_back(std::move(miss));
    }
}

// Its function breaks before it does anything: there is nothing to compile or run.
bool isEmpty(const Graph& graph) { return graph.nodes().empty() && graph.inputs().empty(); }

void tellOrder(const FunctionFrame& frame, CallEvent& event) {
    for (const auto& entry : frame.entries) event.order.push_back(entry->id);
}

// As they are now, with what follows them: later calls change only the originals.
std::vector<std::shared_ptr<CacheEntry>> copyOf(const std::vector<std::shared_ptr<CacheEntry>>& entries) {
    std::vector<std::shared_ptr<CacheEntry>> out;
    for (const auto& entry : entries) {
        const auto& copy = out.emplace_back(std::make_shared<CacheEntry>(*entry));
        if (!entry->rest) continue;
        copy->rest = std::make_shared<FunctionFrame>(*entry->rest);
        copy->rest->entries = copyOf(entry->rest->entries);
    }
    return out;
}

std::vector<PhaseRecord> phasesOf(const CompileReport& report) {
    std::vector<PhaseRecord> out;
    for (const PhaseRecord& phase : report.phases) {
        out.push_back(phase);
        if (phase.name != "passes") continue;
        for (const PassRecord& pass : report.passes)
            if (!pass.skipped) out.push_back({"pass:" + pass.name, pass.milliseconds});
    }
    return out;
}

// Of a call in parts: a compile of any part counts, then a run of any.
CallOutcome outcomeOf(const CallEvent& event) {
    CallOutcome out = event.outcome;
    for (const CallEvent& part : event.resumed) {
        if (part.outcome == CallOutcome::Recompiled || (part.outcome == CallOutcome::Compiled && out == CallOutcome::Reused)) out = CallOutcome::Recompiled;
        if (part.outcome == CallOutcome::Compiled && out == CallOutcome::Eager) out = CallOutcome::Compiled;
        if (part.outcome == CallOutcome::Reused && out == CallOutcome::Eager) out = CallOutcome::Reused;
    }
    return out;
}

}  // namespace

std::vector<std::shared_ptr<const CacheEntry>> entriesAfter(const CacheEntry& entry) {
    if (!entry.rest) return {};
    return {entry.rest->entries.begin(), entry.rest->entries.end()};
}

FunctionCache::FunctionCache(DispatchContext& context, FunctionSpec spec)
    : m_context(context), m_spec(std::move(spec)), m_whole(std::make_shared<FunctionFrame>()) {
    for (const std::string& name : m_spec.parameters) m_inputs.push_back({fmt::format("L['{}']", name), name});
    for (const BoundValue& bound : m_spec.bound) m_inputs.push_back({bound.text, bound.name});
}

void FunctionCache::reset() {
    const std::lock_guard lock(m_context.m_mutex);
    auto fresh = std::make_shared<FunctionFrame>();
    fresh->number = m_whole->number;
    m_whole = std::move(fresh);
    m_histories.clear();
    m_entryCount = 0;
}

std::vector<std::shared_ptr<const CacheEntry>> FunctionCache::entries() const {
    const std::lock_guard lock(m_context.m_mutex);
    const auto now = copyOf(m_whole->entries);
    return {now.begin(), now.end()};
}

std::string FunctionCache::where() const { return m_spec.where.empty() ? std::string() : fmt::format(" ({})", m_spec.where); }

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
    const std::lock_guard lock(m_context.m_mutex);
    for (const EntryRef& entry : m_whole->entries) out.emplace_back(entry->id, entry->guards.failures({*values, m_context.state}));
    return out;
}

Result<CallValue> FunctionCache::call(const FunctionOptions& options, std::vector<CallValue> arguments, const CancelToken& cancel) {
    CallSetting setting{.key = options, .stance = m_context.stance(), .cancel = cancel};
    CallEvent event;
    event.number = m_context.m_calls++;
    event.function = m_spec.name;
    event.stance = stanceText(setting.stance);
    const auto answer = [&]() -> Result<CallValue> {
        WHITTLE_TRY(const std::vector<CallValue> values, allValues(std::move(arguments)));
        const Stance& stance = setting.stance;
        if (std::ranges::find(stanceNames(), stance.name) == stanceNames().end())
            return fail(Code::Argument, "invalid torch.compile stance 'DynamoStance(stance='{}', skip_guard_eval_unsafe={}, backend={})'", stance.name,
                        stance.skipGuardEvalUnsafe ? "True" : "False", stance.forceBackend.empty() ? "None" : fmt::format("'{}'", stance.forceBackend));
        if (!stance.forceBackend.empty()) setting.key.backend = stance.forceBackend;
        if (!m_context.backends.contains(setting.key.backend))
            return fail(Code::Argument, "Invalid backend: '{}'; there are {}", setting.key.backend, fmt::join(m_context.backends | std::views::keys, ", "));
        std::unique_lock lock(m_context.m_mutex);
        if (m_inParts) return fail(Code::Argument, "{} is called by itself while it runs; call the plain function inside of it", m_spec.name);
        WHITTLE_TRY(Decision first, decide(*m_whole, setting, values, event));
        const bool whole = first.entry && !first.entry->rest;
        if (!whole) return runParts(setting, std::move(first), values, event);
        tellOrder(*m_whole, event);
        lock.unlock();
        enter(event, CallStage::Doing::Running, event.used);
        const Stopwatch watch;
        std::optional<Generator> generator;
        if (first.entry->draws) generator.emplace(setting.key.seed);
        Result<CallValue> result = runEntry(*first.entry, values, cancel, generator ? &*generator : nullptr);
        event.runMs = watch.milliseconds();
        return result;
    }();
    if (event.order.empty()) {
        const std::lock_guard lock(m_context.m_mutex);
        tellOrder(*m_whole, event);
    }
    event.outcome = answer ? outcomeOf(event) : CallOutcome::Error;
    if (!answer) event.error = answer.error();
    if (m_context.observer) m_context.observer(event);
    return answer;
}

Result<FunctionCache::Decision> FunctionCache::decide(FunctionFrame& frame, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event) const {
    if (setting.stance.name == "force_eager") {
        event.why = "the stance is force_eager";
        return Decision{};
    }
    if (EntryRef entry = lookUp(frame, setting, values, event)) {
        event.outcome = CallOutcome::Reused;
        event.used = entry->id;
        ++entry->hits;
        return Decision{.entry = std::move(entry), .backend = {}};
    }
    return decideMiss(frame, setting, values, event);
}

FunctionCache::EntryRef FunctionCache::lookUp(FunctionFrame& frame, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event) const {
    const GuardedCall call{values, m_context.state};
    const bool anyBackend = frame.runOnly || setting.stance.name == "eager_on_recompile";
    if (m_context.lookupObserver) m_context.lookupObserver({.entries = frame.entries, .call = call, .key = anyBackend ? nullptr : &setting.key});
    for (auto at = frame.entries.begin(); at != frame.entries.end(); ++at) {
        CacheEntry& entry = **at;
        if (!anyBackend && !(entry.key == setting.key)) continue;
        if (setting.stance.skipGuardEvalUnsafe) {
            const std::vector<std::size_t> asked = differentiating(entry, frame.differing);
            if (!entry.guards.checkOnly(asked, call)) continue;
            for (std::size_t i = 0; i < entry.guards.all().size(); ++i)
                if (std::ranges::find(asked, i) == asked.end()) event.skippedGuards.push_back(wantedBy(entry.guards.all()[i]));
        } else if (!entry.guards.check(call)) {
            continue;
        }
        std::rotate(frame.entries.begin(), at, at + 1);
        return frame.entries.front();
    }
    return nullptr;
}

std::optional<std::string> FunctionCache::limitHit(const FunctionFrame& frame) const {
    const DispatchConfig& config = m_context.config;
    if (static_cast<int>(frame.entries.size()) >= config.cacheSizeLimit) return fmt::format("cache_size_limit ({})", config.cacheSizeLimit);
    if (m_entryCount >= config.accumulatedCacheSizeLimit || frame.compiles >= config.accumulatedCacheSizeLimit)
        return fmt::format("accumulated_cache_size_limit ({})", config.accumulatedCacheSizeLimit);
    return std::nullopt;
}

Result<FunctionCache::Decision> FunctionCache::decideMiss(FunctionFrame& frame, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event) const {
    const Stance& stance = setting.stance;
    const auto eager = [&](std::string why) {
        event.why = std::move(why);
        return Decision{};
    };
    explainMisses(frame, {values, m_context.state}, event);
    if (stance.skipGuardEvalUnsafe)
        return fail(Code::Run, "Recompilation triggered with skip_guard_eval_unsafe stance. This usually means that you have not warmed up your model "
                               "with enough inputs such that you can guarantee no more recompilations.");
    if (frame.runOnly) return eager("a limit on recompiles was hit before");
    if (stance.name == "eager_on_recompile") return eager("no entry fits, and the stance is eager_on_recompile");
    if (stance.name == "fail_on_recompile") return std::unexpected(refusal(m_spec, frame.entries, {values, m_context.state}));
    if (compilesLater(stance) && !frame.firstExample) {
        frame.firstExample.emplace(values.begin(), values.end());
        if (stance.name == "eager_then_compile") return eager("the stance is eager_then_compile, and this is the first call that nothing fits");
        return Decision{.entry = nullptr, .backend = "aot_eager"};
    }
    if (!frame.entries.empty()) {
        if (m_context.config.errorOnRecompile) {
            std::string text = fmt::format("Recompiling function {}{}", m_spec.name, m_spec.where.empty() ? "" : " in " + m_spec.where);
            for (const EntryMiss& miss : event.misses) text += "\n    - " + miss.text();
            return fail(Code::Run, "{}", text);
        }
        if (const auto limit = limitHit(frame)) {
            event.warnings.push_back(fmt::format("torch._dynamo hit config.{}\n   function: '{}'{}\n   last reason: {}", *limit, m_spec.name, where(),
                                                 event.misses.back().text()));
            if (m_context.config.failOnCacheLimitHit)
                return fail(Code::Limit, "{} reached, because fail_on_cache_limit_hit = True this is a HARD failure", limit->substr(0, limit->find(' ')));
            frame.runOnly = true;
            return eager(fmt::format("the limit on recompiles was hit: {}", *limit));
        }
    }
    for (const EntryMiss& miss : event.misses)
        if (!miss.source.empty()) frame.differing.insert(miss.source);
    return Decision{.entry = nullptr, .backend = setting.key.backend};
}

CompileId FunctionCache::nextId(FunctionFrame& frame) const {
    if (frame.number < 0) frame.number = m_context.m_functions++;
    return {frame.number, frame.compiles++};
}

Result<FunctionCache::EntryRef> FunctionCache::addEntry(FunctionFrame& frame, const CallSetting& setting, const std::string& backend, CompileId id,
                                                        Recording recording, CallEvent& event) {
    recording.graph.name = m_spec.name;
    const Stopwatch compiling;
    BackendResult made{[](std::span<const Datum>, const CancelToken&, Generator*) { return Result<std::vector<Datum>>(std::vector<Datum>{}); }, nullptr};
    if (!isEmpty(recording.graph)) {
        const auto known = m_context.backends.find(backend);
        if (known == m_context.backends.end()) return fail(Code::Argument, "the stance {} needs a backend '{}', which there is none of", setting.stance.name, backend);
        enter(event, CallStage::Doing::Compiling, id);
        WHITTLE_TRY(made, known->second(recording.graph, setting.cancel));
    }
    event.compileMs = compiling.milliseconds();
    if (made.executable) event.phases = phasesOf(made.executable->report());
    addCauses(recording);
    GuardSet guards(std::move(recording.guards), std::move(recording.shapeGuards), recording.sizes);
    event.graphBreak = recording.graphBreak;
    const bool draws = std::ranges::any_of(recording.graph.nodes(), [](const Node& node) { return drawsRandom(node.op, node.args); });
    auto rest = recording.graphBreak ? std::make_shared<FunctionFrame>() : nullptr;
    if (rest) rest->path = fmt::format("{}/{}", frame.path, recording.graphBreak->reason);
    else recording.steps = {};  // nobody replays the last part
    auto entry = std::make_shared<CacheEntry>(CacheEntry{.id = id,
                                                         .key = setting.key,
                                                         .guards = std::move(guards),
                                                         .recording = std::move(recording),
                                                         .call = std::move(made.call),
                                                         .executable = std::move(made.executable),
                                                         .draws = draws,
                                                         .recordMs = event.recordMs,
                                                         .compileMs = event.compileMs,
                                                         .rest = std::move(rest)});
    event.outcome = frame.entries.empty() ? CallOutcome::Compiled : CallOutcome::Recompiled;
    event.made = event.used = id;
    frame.entries.insert(frame.entries.begin(), entry);
    ++m_entryCount;
    return entry;
}

Result<CallValue> FunctionCache::runEntry(const CacheEntry& entry, std::span<const CallValue> values, const CancelToken& cancel, Generator* generator) {
    if (isMetaCall(entry.recording, values)) return metaResult(entry.recording, values);
    WHITTLE_TRY(const std::vector<Datum> inputs, inputData(entry.recording, values));
    WHITTLE_TRY(const std::vector<Datum> outputs, entry.call(inputs, cancel, generator));
    return resultValue(entry.recording, values, outputs);
}

void FunctionCache::enter(const CallEvent& event, CallStage::Doing doing, std::optional<CompileId> id) const {
    if (m_context.stageObserver) m_context.stageObserver({.call = event.number, .doing = doing, .id = id});
}

// Decides about one part after the other, and runs each that was compiled.
class FunctionCache::Parts final : public SegmentRunner {
public:
    Parts(FunctionCache& cache, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event)
        : m_cache(cache), m_setting(setting), m_values(values), m_whole(event), m_event(&event), m_frame(cache.m_whole) {}

    NextSegment begin(Decision decision) {
        m_decision = std::move(decision);
        const bool records = !m_decision.entry && !m_decision.backend.empty();
        m_cache.m_context.m_recording = records ? std::this_thread::get_id() : m_recordedBefore;
        if (m_decision.entry) return {.how = NextSegment::How::Replay, .recording = &m_decision.entry->recording};
        if (m_decision.backend.empty()) {
            m_cache.enter(*m_event, CallStage::Doing::RunningEagerly, std::nullopt);
            m_watch = {};
            return {.how = NextSegment::How::Eager};
        }
        m_id = m_cache.nextId(*m_frame);
        m_cache.enter(*m_event, CallStage::Doing::Recording, m_id);
        m_watch = {};
        NextSegment out{.how = NextSegment::How::Record, .history = &m_cache.m_histories[m_frame->path]};
        if (m_frame->firstExample) out.earlier = *m_frame->firstExample;
        return out;
    }

    Result<std::vector<CallValue>> ran(Recording recording) override {
        WHITTLE_TRY_VOID(compiled(std::move(recording)));
        return ranAgain();
    }

    Result<std::vector<CallValue>> ranAgain() override {
        WHITTLE_TRY(const CallValue values, runPart());
        m_event->graphBreak = m_decision.entry->recording.graphBreak;
        return *values.as<CallValue::List>();
    }

    Result<NextSegment> next(std::span<const RecorderInput>, std::span<const CallValue> values) override {
        m_values = values;
        m_frame = m_decision.entry->rest;
        m_whole.resumed.emplace_back();  // only the last one is ever written to
        m_event = &m_whole.resumed.back();
        m_event->number = m_whole.number;
        m_event->function = m_whole.function;
        m_event->stance = m_whole.stance;
        WHITTLE_TRY(Decision decision, m_cache.decide(*m_frame, m_setting, values, *m_event));
        return begin(std::move(decision));
    }

    /// The value of the function, once it has come to its end.
    Result<CallValue> end(FunctionEnd end) {
        if (end.how == NextSegment::How::Eager) {
            m_event->runMs = m_watch.milliseconds();
            return std::move(end.value);
        }
        if (end.recording) WHITTLE_TRY_VOID(compiled(*std::move(end.recording)));
        return runPart();
    }

    std::string idText() const { return m_id.text(); }
    /// What all parts draw from, compiled or not.
    Generator& generator() { return m_generator; }
    /// Whoever recorded when this call came: a function that calls this one.
    std::thread::id recordedBefore() const { return m_recordedBefore; }

private:
    Result<void> compiled(Recording recording) {
        m_event->recordMs = m_watch.milliseconds();
        WHITTLE_TRY(m_decision.entry, m_cache.addEntry(*m_frame, m_setting, m_decision.backend, m_id, std::move(recording), *m_event));
        return {};
    }

    Result<CallValue> runPart() {
        m_cache.enter(*m_event, CallStage::Doing::Running, m_decision.entry->id);
        const Stopwatch watch;
        Result<CallValue> out = runEntry(*m_decision.entry, m_values, m_setting.cancel, &m_generator);
        m_event->runMs = watch.milliseconds();
        tellOrder(*m_frame, *m_event);
        if (isEmpty(m_decision.entry->recording.graph) && m_event->outcome == CallOutcome::Reused) m_event->outcome = CallOutcome::Eager;
        return out;
    }

    FunctionCache& m_cache;
    const CallSetting& m_setting;
    std::span<const CallValue> m_values;
    CallEvent& m_whole;
    CallEvent* m_event;
    std::shared_ptr<FunctionFrame> m_frame;
    Decision m_decision;
    CompileId m_id;
    Stopwatch m_watch;
    Generator m_generator{m_setting.key.seed};
    std::thread::id m_recordedBefore = m_cache.m_context.m_recording;
};

Result<CallValue> FunctionCache::runParts(const CallSetting& setting, Decision first, std::span<const CallValue> values, CallEvent& event) {
    const DispatchConfig& config = m_context.config;
    RecordOptions options{.dynamic = setting.key.dynamic,
                          .automaticDynamic = config.automaticDynamicShapes,
                          .specializeInt = config.specializeInt,
                          .captureScalarOutputs = config.captureScalarOutputs};
    if (options.dynamic == Dynamic::Automatic && !config.assumeStaticByDefault) options.dynamic = Dynamic::Always;
    Parts parts(*this, setting, values, event);
    const bool records = !first.entry && !first.backend.empty();
    FunctionRecorder recorder(parts.begin(std::move(first)), m_inputs, values, m_context.state, options);
    recorder.setKernels(nullptr, parts.generator());
    m_inParts = true;
    Result<FunctionEnd> end = recorder.run(m_spec.run, setting.key.fullgraph ? nullptr : &parts);
    m_inParts = false;
    m_context.m_recording = parts.recordedBefore();
    if (!end) {
        if (recorder.graphBreak() && event.resumed.empty()) event.graphBreak = recorder.graphBreak();
        return std::unexpected(records ? std::move(end).context("recording {} as {}", m_spec.name, parts.idText()).error() : std::move(end).error());
    }
    return parts.end(*std::move(end));
}

}  // namespace whittle
