// Replays what PyTorch 2.6 was recorded to do, call by call, under every stance (tests/golden/dynamic/stance.json, written by
// tests/torch/record_stance.py), and compares outcome, entries, order, reasons, guards and symbols. What we answer otherwise is in
// tests/golden/dynamic/stance_differences.json, each field with our answer and its reason, and in docs/dynamic.md; a difference that is not there any
// more, or is another one, fails the test too.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "engine/eager/interpreter.h"
#include "tests/engine/dispatch/stance_programs.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Difference {
    QString scenario;
    QString about;   // "call 3 outcome"
    QString ours;    // the answer that is known to be another one
    QString reason;

    bool is(const QString& found) const {
        return found == about || (found.startsWith(about + ": PyTorch '") && found.endsWith(QString("', we '%1'").arg(ours)));
    }
};

const std::vector<Difference>& knownDifferences();

std::string str(const QJsonValue& value) { return value.toString().toStdString(); }

DType dtypeOf(const QJsonObject& tensor) { return *parseDType(str(tensor["dtype"])); }

CallValue argument(const QJsonObject& given, const std::vector<std::pair<QString, CallValue>>& before) {
    const QString kind = given["kind"].toString();
    if (kind == "none") return {};
    if (kind == "str") return str(given["value"]);
    if (kind == "same_as") {
        for (const auto& [name, value] : before)
            if (name == given["arg"].toString()) return value;
    }
    if (kind == "scalar") {
        const QString type = given["type"].toString();
        if (type == "bool") return given["value"].toBool();
        if (type == "int") return static_cast<std::int64_t>(given["value"].toDouble());
        if (given["value"].isString()) return given["value"].toString() == "nan" ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
        return given["value"].toDouble();
    }
    if (kind == "list") {
        CallValue::List items;
        for (const QJsonValue& item : given["items"].toArray()) items.push_back(argument(item.toObject(), before));
        return items;
    }
    if (kind == "dict") {
        CallValue::Dict items;
        const QJsonObject object = given["items"].toObject();
        for (auto item = object.begin(); item != object.end(); ++item) items.emplace_back(item.key().toStdString(), argument(item.value().toObject(), before));
        return items;
    }
    Sizes sizes, strides;
    for (const QJsonValue& size : given["shape"].toArray()) sizes.push_back(size.toInt());
    for (const QJsonValue& stride : given["stride"].toArray()) strides.push_back(stride.toInt());
    TensorArg tensor;
    if (given["device"].toString() == "meta") {
        tensor = metaTensorArg(dtypeOf(given), sizes, strides);
    } else if (strides.empty()) {
        tensor = tensorArg(Tensor::full(dtypeOf(given), sizes, 1));
    } else {
        Index span = 1;
        for (std::size_t i = 0; i < sizes.size(); ++i) span += (sizes[i] - 1) * strides[i];
        tensor = tensorArg(Tensor::full(dtypeOf(given), {span}, 1).asStrided(sizes, strides, 0));
    }
    tensor.requiresGrad = given["requires_grad"].toBool() || given["parameter"].toBool();
    tensor.isParameter = given["parameter"].toBool();
    const auto mark = [&](const char* key, DimMark value) {
        for (const QJsonValue& dim : given[key].toArray()) (void)tensor.setMark(dim.toInt(), value);
    };
    DimMark dynamic{.kind = DimMark::Kind::Dynamic};
    if (given.contains("dyn_min")) dynamic.min = given["dyn_min"].toInt();
    if (given.contains("dyn_max")) dynamic.max = given["dyn_max"].toInt();
    mark("mark_dynamic", dynamic);
    mark("maybe_mark_dynamic", {.kind = DimMark::Kind::MaybeDynamic});
    mark("mark_static", {.kind = DimMark::Kind::Static});
    mark("mark_unbacked", {.kind = DimMark::Kind::Unbacked});
    return std::make_shared<const TensorArg>(std::move(tensor));
}

QString outputText(const CallValue& value) {
    const TensorArg* tensor = value.tensor();
    if (!tensor) return toQ(value.text());
    return toQ(fmt::format("{}[{}]", dtypeInfo(tensor->dtype).torchName, fmt::join(tensor->sizes, ", ")));
}

QString valuesText(const CallValue& value) {
    const TensorArg* tensor = value.tensor();
    if (!tensor || !tensor->data.defined()) return toQ(value.text());
    QStringList out{toQ(value.text())};
    for (Index i = 0; i < tensor->data.numel(); ++i) out.append(QString::number(tensor->data.flat(i), 'g', 17));
    return out.join(' ');
}

// One scenario, run to its end; what differs is collected.
class Replay {
public:
    Replay(const QJsonObject& scenario, StanceProgram program) : m_scenario(scenario), m_program(std::move(program)) {
        for (const std::string name : {"countingA", "countingB"})
            m_context.backends[name] = [this](const Graph& graph, const CancelToken&) -> Result<BackendResult> {
                ++m_compiled;
                return BackendResult{[this, shared = std::make_shared<const Graph>(graph)](std::span<const Datum> inputs, const CancelToken&, Generator*) -> Result<std::vector<Datum>> {
                    WHITTLE_TRY(InterpretResult result, interpret(*shared, inputs, {}));
                    return std::move(result.outputs);
                }, nullptr};
            };
        auto& aot = m_context.backends["aot_eager"];
        aot = [this, inner = aot](const Graph& graph, const CancelToken& cancel) {
            ++m_compiled;
            return inner(graph, cancel);
        };
        const QJsonObject config = scenario["config"].toObject();
        DispatchConfig& c = m_context.config;
        if (config.contains("cache_size_limit")) c.cacheSizeLimit = config["cache_size_limit"].toInt();
        if (config.contains("accumulated_cache_size_limit")) c.accumulatedCacheSizeLimit = config["accumulated_cache_size_limit"].toInt();
        c.failOnCacheLimitHit = config["fail_on_cache_limit_hit"].toBool();
        c.errorOnRecompile = config["error_on_recompile"].toBool();
        c.automaticDynamicShapes = config["automatic_dynamic_shapes"].toBool(true);
        c.assumeStaticByDefault = config["assume_static_by_default"].toBool(true);
        c.specializeInt = config["specialize_int"].toBool();
        c.captureScalarOutputs = config["capture_scalar_outputs"].toBool();
        m_context.observer = [this](const CallEvent& event) { m_event = event; };
        FunctionOptions options{.backend = "countingA"};
        options.fullgraph = scenario["compile"].toObject()["fullgraph"].toBool();
        const QJsonValue dynamic = scenario["compile"].toObject()["dynamic"];
        if (dynamic.isBool()) options.dynamic = dynamic.toBool() ? Dynamic::Always : Dynamic::Never;
        m_program.spec.where = str(scenario["id"]) + ".py:2";
        m_function.emplace(m_context, m_program.spec, options);
        m_eager.emplace(m_plain, m_program.spec, options);
        m_plain.backends["countingA"] = m_context.backends["countingA"];
        (void)m_plain.setStance({.name = "force_eager"});
    }

    QStringList run() {
        const QJsonArray calls = m_scenario["calls"].toArray();
        for (const QJsonValue& call : calls) replay(call.toObject());
        const QJsonObject entries = m_scenario["entries"].toObject();
        for (auto entry = entries.begin(); entry != entries.end(); ++entry) compareEntry(entry.key(), entry.value().toObject());
        compareParts(entries);
        return m_found;
    }

private:
    void differs(const QString& where, const QString& what, const QString& want, const QString& got) {
        if (want != got) m_found.append(QString("%1 %2: PyTorch '%3', we '%4'").arg(where, what, want, got));
    }

    void replay(const QJsonObject& call) {
        const QString where = QString("call %1").arg(call["n"].toInt());
        const QJsonObject expect = call["expect"].toObject();
        if (call.contains("before")) statement(str(call["before"]));
        const GlobalState usual = m_context.state;
        enter(call["global_context"].toString());
        std::vector<std::pair<QString, CallValue>> named;
        const QJsonObject args = call["args"].toObject();
        for (const std::string& name : m_program.spec.parameters)
            if (args.contains(toQ(name))) named.emplace_back(toQ(name), argument(args[toQ(name)].toObject(), named));
        std::vector<CallValue> values;
        for (const auto& [name, value] : named) values.push_back(value);
        m_compiled = 0;
        m_event.reset();
        for (const QJsonValue& verdict : expect["guard_check_before"].toArray()) compareVerdict(where, verdict.toObject(), values);
        std::optional<Result<CallValue>> result;
        if (call.contains("action")) {
            result = act(str(call["action"]), values);
        } else {
            const Stance stance{.name = str(call["stance"]), .skipGuardEvalUnsafe = call["skip_guard_eval_unsafe"].toBool(), .forceBackend = str(call["force_backend"])};
            auto change = m_context.setStance(stance);
            if (!change) {
                result = std::unexpected(change.error());
            } else {
                const StanceScope scope(*change);
                result = (*m_function)(values);
            }
        }
        m_context.state = call.contains("global_context") ? usual : m_context.state;
        const bool failed = result && !*result;
        const QString outcome = failed ? "error" : !m_event ? "eager" : toQ(std::string(outcomeName(m_event->outcome)));
        differs(where, "outcome", expect["outcome"].toString(), outcome + (failed && expect["outcome"].toString() != "error" ? " (" + describe(*result) + ")" : ""));
        differs(where, "graphs compiled", QString::number(expect["graphs_compiled"].toInt()), QString::number(m_compiled));
        if (expect.contains("output") && result && *result && !call.contains("action")) differs(where, "output", expect["output"].toString(), outputText(**result));
        // Whatever ran, it computed what the function computes; but in the scenarios that show how a stance reuses a wrong
        // graph, as PyTorch does.
        if (result && *result && !call.contains("action") && m_scenario["level"].toString() != "unsound") {
            const auto plain = (*m_eager)(values);
            differs(where, "values", plain ? valuesText(*plain) : describe(plain), valuesText(**result));
        }
        QStringList order, wanted;
        for (const auto& entry : m_function->entries()) order.append(toQ(entry->id.text()));
        for (const QJsonValue& id : expect["mru_order_after"].toObject()["main"].toArray()) wanted.append(id.toString());
        differs(where, "order", wanted.join(' '), order.join(' '));
        if (expect.contains("used_entry") && !expect["used_entry"].isNull())
            differs(where, "used entry", expect["used_entry"].toString(), m_event && m_event->used ? toQ(m_event->used->text()) : QString());
        const QJsonArray reasons = expect["recompile_reasons"].toArray();
        if (!reasons.isEmpty()) {
            QStringList want, got;
            for (const QJsonValue& reason : reasons) {
                if (reason.isArray())  // a list a part of the function
                    for (const QJsonValue& one : reason.toArray()) want.append(one.toString().trimmed());
                else want.append(reason.toString().trimmed());
            }
            const auto add = [&](const CallEvent& event) {
                for (const EntryMiss& miss : event.misses) got.append(toQ(miss.text()).trimmed());
            };
            if (m_event) {
                add(*m_event);
                for (const CallEvent& part : m_event->resumed) add(part);
            }
            differs(where, "reasons", want.join(" | "), got.join(" | "));
        }
        const QJsonObject error = expect["error"].toObject();
        if (failed && !error.isEmpty()) compareError(where, error["first_line"].toString(), toQ((*result).error().message));
        QStringList warnings;
        for (const QJsonValue& warning : expect["warnings"].toArray()) warnings.append(warning.toString().section('\n', 0, 0));
        QStringList ours;
        if (m_event)
            for (const std::string& warning : m_event->warnings) ours.append(toQ(warning).section('\n', 0, 0));
        differs(where, "warnings", warnings.join(" | "), ours.join(" | "));
    }

    // Our messages say more: PyTorch's first line is how they begin.
    void compareError(const QString& where, const QString& want, const QString& got) {
        if (!got.startsWith(want)) differs(where, "error", want, got);
    }

    void compareVerdict(const QString& where, const QJsonObject& want, const std::vector<CallValue>& values) {
        for (const auto& [id, failures] : m_function->explain(values)) {
            if (toQ(id.text()) != want["entry"].toString()) continue;
            const QString got = failures.empty() ? "ok" : toQ(failures.front().reason);
            differs(where, "verdict of " + want["entry"].toString(), want["ok"].toBool() ? "ok" : want["reason"].toString(), got);
        }
    }

    // What PyTorch compiles of the rest of a function has code of its own; ours belongs to the entry before the graph break.
    void compareParts(const QJsonObject& entries) {
        int want = 0, got = 0;
        for (const QJsonValue& entry : entries) want += entry.toObject()["code"].toString() != "main";
        const std::function<void(const CacheEntry&)> count = [&](const CacheEntry& entry) {
            for (const auto& part : entriesAfter(entry)) {
                ++got;
                count(*part);
            }
        };
        for (const auto& entry : m_function->entries()) count(*entry);
        differs("parts after graph breaks", "number", QString::number(want), QString::number(got));
    }

    void compareEntry(const QString& id, const QJsonObject& want) {
        if (want["code"].toString() != "main") return;
        const auto entries = m_function->entries();
        const auto entry = std::ranges::find_if(entries, [&](const auto& e) { return toQ(e->id.text()) == id; });
        const QString where = "entry " + id;
        differs(where, "kept", "yes", entry == entries.end() ? "no" : "yes");
        if (entry == entries.end()) return;
        const Recording& recording = (*entry)->recording;
        QStringList wantGuards, gotGuards, wantShape, gotShape;
        for (const QJsonValue& value : want["guards"].toArray()) {
            const QJsonObject guard = value.toObject();
            const QString kind = guard["kind"].toString(), text = guard["expr"].toString();
            if (kind == "TENSOR_MATCH") wantGuards.append(tensorText(guard));
            else if (kind == "SHAPE_ENV") { if (!text.contains("___as_tensor") && !text.contains("__math_isnan")) wantShape.append(text); }
            else if (kind == "EQUALS_MATCH" || kind == "LENGTH_CHECK" || kind == "NO_HASATTR" || kind == "DYNAMIC_INDICES" || kind == "OBJECT_ALIASING" || kind == "NO_TENSOR_ALIASING") wantGuards.append(text);
            else if ((kind == "ID_MATCH" && !text.contains("G['__") && !text.contains("torch_function_mode")) || (kind == "DICT_LENGTH" && text.startsWith("len(L['d'])"))) wantGuards.append(text);
        }
        for (const Guard& guard : (*entry)->guards.all()) {
            if (guard.kind == GuardKind::TensorMatch) gotGuards.append(tensorText(guard));
            else if (guard.kind == GuardKind::ShapeEnv) gotShape.append(toQ(guard.text));
            else if (guard.kind == GuardKind::EqualsMatch || guard.kind == GuardKind::LengthCheck || guard.kind == GuardKind::DynamicIndices || guard.kind == GuardKind::ObjectAliasing ||
                     guard.kind == GuardKind::NoTensorAliasing || guard.kind == GuardKind::IdMatch || (guard.kind == GuardKind::DictLength && guard.text.starts_with("len(L['d'])")))
                gotGuards.append(toQ(guard.text));
        }
        for (QStringList* list : {&wantGuards, &gotGuards}) {
            list->removeDuplicates();
            list->sort();
        }
        differs(where, "guards", wantGuards.join(" | "), gotGuards.join(" | "));
        differs(where, "conditions", wantShape.join(" | "), gotShape.join(" | "));
        QStringList wantSymbols, gotSymbols;
        const QJsonObject symbols = want["symbols"].toObject();
        for (auto symbol = symbols.begin(); symbol != symbols.end(); ++symbol) {
            const QJsonObject facts = symbol.value().toObject();
            QStringList sources, range;
            for (const QJsonValue& source : facts["sources"].toArray()) sources.append(source.toString());
            for (const QJsonValue& end : facts["range"].toArray()) range.append(end.toString());
            wantSymbols.append(QString("%1=%2 %3 [%4]").arg(symbol.key(), facts["hint"].toVariant().toString(), sources.join(","), range.join(", ")));
        }
        for (const SymbolRecord& symbol : recording.env.symbols()) {
            if (!symbol.hint) continue;
            const bool real = symbol.name.starts_with("zf");
            const SymRange& range = recording.env.ranges().find(symbol.name)->second;
            QStringList sources;
            for (const std::string& source : symbol.sources) sources.append(toQ(source));
            const QString min = range.min ? QString::number(*range.min) : real ? "-oo" : "-int_oo", max = range.max ? QString::number(*range.max) : real ? "oo" : "int_oo";
            if (real) continue;
            gotSymbols.append(QString("%1=%2 %3 [%4, %5]").arg(toQ(symbol.name)).arg(*symbol.hint).arg(sources.join(","), min, max));
        }
        wantSymbols.removeIf([](const QString& text) { return text.startsWith("zf"); });
        wantSymbols.sort();
        gotSymbols.sort();
        differs(where, "symbols", wantSymbols.join(" | "), gotSymbols.join(" | "));
        QStringList wantReplaced, gotReplaced;
        const QJsonObject replaced = want["replacements"].toObject();
        for (auto item = replaced.begin(); item != replaced.end(); ++item) wantReplaced.append(item.key() + " -> " + item.value().toString());
        for (const auto& [name, by] : recording.env.replacements()) gotReplaced.append(toQ(name + " -> " + by.text()));
        differs(where, "replacements", wantReplaced.join(" | "), gotReplaced.join(" | "));
    }

    static QString tensorText(const QJsonObject& guard) {
        const auto list = [&](const char* key) {
            QStringList out;
            for (const QJsonValue& value : guard[key].toArray()) out.append(value.isNull() ? "?" : QString::number(value.toInt()));
            return out.join(",");
        };
        QStringList keys;
        for (const QJsonValue& key : guard["dispatch_keys"].toArray()) keys.append(key.toString());
        return QString("%1 %2 %3[%4]{%5}%6 %7").arg(guard["source"].toString(), guard["type"].toString(), guard["dtype"].toString(), list("size"), list("stride"),
                                                  guard["requires_grad"].toBool() ? " grad" : "", keys.join(", "));
    }
    static QString tensorText(const Guard& guard) {
        const auto& match = std::get<TensorMatch>(guard.want);
        const auto list = [](const Sizes& values) {
            QStringList out;
            for (const Index value : values) out.append(value == TensorMatch::kAny ? "?" : QString::number(value));
            return out.join(",");
        };
        return QString("%1 %2 %3[%4]{%5}%6 %7").arg(toQ(guard.source.text), match.isParameter ? "Parameter" : "Tensor", toQ(std::string(dtypeInfo(match.dtype).torchName)),
                                                  list(match.sizes), list(match.strides), match.requiresGrad ? " grad" : "", toQ(match.keys.text()));
    }

    void statement(const std::string& text) {
        if (const auto known = m_program.statements.find(text); known != m_program.statements.end()) return known->second();
        GlobalState& state = m_context.state;
        const std::map<std::string, std::function<void()>> kSettings{
            {"torch.use_deterministic_algorithms(True)", [&] { state.deterministicAlgorithms = true; }},
            {"torch.use_deterministic_algorithms(False)", [&] { state.deterministicAlgorithms = false; }},
            {"torch.set_default_dtype(torch.float64)", [&] { state.defaultDtype = DType::F64; }},
            {"torch.set_default_dtype(torch.float32)", [&] { state.defaultDtype = DType::F32; }},
            {"torch.set_num_threads(1)", [&] { state.numThreads = 1; }},
            {"torch.set_default_device('cpu')", [&] { state.defaultDevice = Device{}; }},
            {"torch.set_default_device(None)", [&] { state.defaultDevice.reset(); }},
            {"torch.set_float32_matmul_precision('high')", [&] { state.allowTf32 = true; }},
            {"pass", [] {}},
        };
        const auto known = kSettings.find(text);
        if (known == kSettings.end()) m_found.append("unknown statement: " + toQ(text));
        else known->second();
    }

    void enter(const QString& context) {
        GlobalState& state = m_context.state;
        if (context == "no_grad") state.gradMode = false;
        else if (context == "inference_mode") state.gradMode = false, state.inferenceMode = true;
        else if (context == "autocast_cpu") state.autocast = true;
        else if (!context.isEmpty()) m_found.append("unknown context: " + context);
    }

    // Python that a scenario runs instead of a plain call.
    std::optional<Result<CallValue>> act(const std::string& text, const std::vector<CallValue>& values) {
        const auto set = [&](Stance stance) { return m_context.setStance(std::move(stance)); };
        const auto call = [&] { return (*m_function)(values); };
        const auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
        if (const auto known = m_program.statements.find(text); known != m_program.statements.end()) {
            known->second();
            return call();
        }
        if (text == "compiled(*ARGS)\n") return call();
        if (has("torch._dynamo.reset()")) {
            m_function->reset();
            return call();
        }
        if (has("c2 = ") || has("c3 = ") || has("c4 = ")) {
            FunctionOptions options{.backend = has("countingB") ? "countingB" : "countingA"};
            if (has("dynamic=True")) options.dynamic = Dynamic::Always;
            m_other.emplace(m_function->with(options));
            return (*m_other)(values);
        }
        if (text == "c4(*ARGS)") return (*m_other)(values);
        return stanceObjects(text, set, call);
    }

    // T12 and T13: what torch.compiler.set_stance does as a call, a context and a decorator, and what it refuses.
    template <class Set, class Call>
    std::optional<Result<CallValue>> stanceObjects(const std::string& text, const Set& set, const Call& call) {
        const auto now = [&] { return m_context.stance().name; };
        const auto expect = [&](const std::string& name) {
            if (now() != name) m_found.append(QString("stance: expected %1, it is %2").arg(toQ(name), toQ(now())));
        };
        std::optional<Result<CallValue>> out;
        const auto refused = [&](const Stance& stance) {
            const auto change = set(stance);
            if (!change) out = std::unexpected(change.error());
        };
        // A function that sets a stance while it is recorded.
        const auto inside = [&](bool scoped) -> Result<CallValue> {
            CompiledFunction h(m_context, {.name = "h", .where = {}, .parameters = {"x"}, .run = [&, scoped](FunctionRecorder&, std::span<const Variable> a) {
                auto change = m_context.setStance({.name = "force_eager"});
                if (!change) FunctionRecorder::leave(change.error());
                if (scoped) change->leave();
                return a[0] + 1;
            }}, {.backend = "eager"});
            return h({CallValue(Tensor::full(DType::F32, {4}, 1))});
        };
        const std::vector<std::pair<std::string_view, std::function<void()>>> kActions{
            {"with set_stance('force_eager'):\n    LOG", [&] {
                 const StanceScope outer(*set({.name = "force_eager"}));
                 expect("force_eager");
                 out = call();
                 {
                     const StanceScope inner(*set({.name = "default"}));
                     expect("default");
                 }
                 expect("force_eager");
             }},
            {"with set_stance('force_eager'):\n    with set_stance('default')", [&] {
                 const StanceScope outer(*set({.name = "force_eager"}));
                 const StanceScope inner(*set({.name = "default"}));
                 out = call();
             }},
            {"try:", [&] {
                 try {
                     const StanceScope scope(*set({.name = "eager_on_recompile"}));
                     throw std::runtime_error("left");
                 } catch (const std::runtime_error&) {
                 }
                 expect("default");
                 out = call();
             }},
            {"set_stance('eager_on_recompile')\nassert", [&] {
                 (void)set({.name = "eager_on_recompile"});
                 expect("eager_on_recompile");
                 out = call();
             }},
            {"with set_stance('default'):\n    pass", [&] {
                 (void)set({.name = "eager_on_recompile"});  // what the call before left; the replay sets each call's own
                 { const StanceScope scope(*set({.name = "default"})); }
                 expect("eager_on_recompile");
                 (void)set({.name = "default"});
                 out = call();
             }},
            {"@set_stance('force_eager')", [&] {
                 auto change = *set({.name = "force_eager"});
                 change.leave();  // as decorating does
                 expect("default");
                 {
                     const StanceScope scope(change);
                     expect("force_eager");
                     out = call();
                 }
                 expect("default");
             }},
            {"c = set_stance('force_eager')\nassert", [&] {
                 auto change = *set({.name = "force_eager"});
                 expect("force_eager");
                 { const StanceScope scope(change); }
                 expect("default");
             }},
            {"@set_stance('default', skip", [&] {
                 const StanceScope scope(*set({.name = "default", .skipGuardEvalUnsafe = true}));
                 if (!m_context.stance().skipGuardEvalUnsafe) m_found.append("stance: skip_guard_eval_unsafe was lost");
             }},
            {"c=set_stance('force_eager')\nset_stance('fail", [&] {
                 auto change = *set({.name = "force_eager"});
                 (void)set({.name = "fail_on_recompile"});
                 {
                     const StanceScope scope(change);
                     expect("force_eager");
                 }
                 expect("default");
             }},
            {"set_stance('bogus')", [&] { refused({.name = "bogus"}); }},
            {"set_stance('default')\ncompiled", [&] {
                 (void)set({.name = "default"});
                 out = call();
             }},
            {"set_stance('force_eager', force_backend", [&] { refused({.name = "force_eager", .forceBackend = "eager"}); }},
            {"set_stance('eager_on_recompile', force_backend", [&] { refused({.name = "eager_on_recompile", .forceBackend = "eager"}); }},
            {"set_stance('default', force_backend='no_such_backend')", [&] {
                 (void)set({.name = "default", .forceBackend = "no_such_backend"});
                 out = call();
             }},
            {"@torch.compile(backend='eager')\ndef h(x):\n    torch", [&] { out = inside(false); }},
            {"@torch.compile(backend='eager')\ndef h(x):\n    with", [&] { out = inside(true); }},
            {"@torch.compiler.set_stance('force_eager')\ndef inner", [&] { out = inside(true); }},
        };
        for (const auto& [start, action] : kActions)
            if (text.starts_with(start)) {
                m_event.reset();
                action();
                return out;
            }
        m_found.append("unknown action: " + toQ(text));
        return std::nullopt;
    }

    QJsonObject m_scenario;
    StanceProgram m_program;
    DispatchContext m_context;
    DispatchContext m_plain;  // where everything runs eagerly
    std::optional<CompiledFunction> m_function, m_other, m_eager;
    std::optional<CallEvent> m_event;
    int m_compiled = 0;
    QStringList m_found;
};

}  // namespace

class StanceConformanceTest : public QObject {
    Q_OBJECT
private slots:
    void replay_data() {
        QTest::addColumn<QJsonObject>("scenario");
        QFile file(toQ((sourceDir() / "tests/golden/dynamic/stance.json").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray scenarios = QJsonDocument::fromJson(file.readAll()).object()["scenarios"].toArray();
        qsizetype calls = 0;
        for (const QJsonValue& scenario : scenarios) {
            const QJsonObject object = scenario.toObject();
            calls += object["calls"].toArray().size();
            QTest::newRow(qPrintable(object["id"].toString())) << object;
        }
        QCOMPARE(scenarios.size(), 92);
        QCOMPARE(calls, 538);
    }
    void replay() {
        QFETCH(QJsonObject, scenario);
        const QString id = scenario["id"].toString();
        const auto program = stanceProgram(id.toStdString());
        QStringList found = program ? Replay(scenario, *program).run() : QStringList{"no counterpart"};
        for (const Difference& known : knownDifferences()) {
            if (known.scenario != id) continue;
            QVERIFY2(!known.reason.isEmpty(), qPrintable(known.about));
            const auto before = found.size();
            found.removeIf([&](const QString& text) { return known.is(text); });
            QVERIFY2(found.size() < before, qPrintable("no longer different, or in another way: " + known.about + "\n  " + found.join("\n  ")));
        }
        QVERIFY2(found.isEmpty(), qPrintable("\n  " + found.join("\n  ")));
    }
};

namespace {

const std::vector<Difference>& knownDifferences() {
    static const std::vector<Difference> kDifferences = [] {
        std::vector<Difference> out;
        QFile file(toQ(golden("dynamic/stance_differences.json").string()));
        if (!file.open(QIODevice::ReadOnly)) return out;
        for (const QJsonValue& group : QJsonDocument::fromJson(file.readAll()).array()) {
            const QJsonObject scenarios = group["scenarios"].toObject();
            for (auto scenario = scenarios.begin(); scenario != scenarios.end(); ++scenario) {
                const QJsonObject fields = scenario.value().toObject();
                for (auto field = fields.begin(); field != fields.end(); ++field) out.push_back({scenario.key(), field.key(), field.value().toString(), group["reason"].toString()});
            }
        }
        return out;
    }();
    return kDifferences;
}

}  // namespace

WHITTLE_TEST(StanceConformanceTest)
#include "stance_conformance_test.moc"
