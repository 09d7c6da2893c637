#include "engine/dispatch/compiled_function.h"

#include <set>

#include "engine/base/memory_limit.h"
#include "engine/capture/graph_function.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using Args = std::span<const Variable>;

CallValue ramp(Sizes sizes, double first = 1) {
    Tensor out = Tensor::empty(DType::F32, sizes);
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>(first + static_cast<double>(i));
    return out;
}

Variable sum(FunctionRecorder& r, const Variable& x) { return r.call("aten.sum.default", {{"self", x}}); }

// A context that keeps what it is told.
struct Watched {
    DispatchContext context;
    std::vector<CallEvent> events;
    Watched() {
        context.observer = [this](const CallEvent& event) { events.push_back(event); };
    }
    QString outcome() const { return toQ(std::string(outcomeName(events.back().outcome))); }
};

double first(const CallValue& value) { return value.tensor()->data.flat(0); }

}  // namespace

class CompiledFunctionTest : public QObject {
    Q_OBJECT
private slots:
    // Our compiler as backend, static and then with a symbolic size: the numbers are those of the eager run.
    void computes() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "y"}, .run = [](FunctionRecorder& r, Args a) {
            return r.call("aten.relu.default", {{"self", a[0] - a[1]}}) * 2;
        }});
        for (const Index n : {3, 3, 5, 7}) {
            const auto got = f({ramp({n}, 4), ramp({1}, 2)});
            VERIFY_OK(got);
            QCOMPARE(got->tensor()->sizes, (Sizes{n}));
            QCOMPARE(got->tensor()->data.flat(n - 1), 2.0 * (4 + static_cast<double>(n) - 1 - 2));
        }
        QCOMPARE(f.entries().size(), std::size_t{2});
        QVERIFY(f.entries().front()->executable != nullptr);
    }

    // What is claimed of a number that only a run knows is an assertion of the graph: a later call that breaks it is refused, once compiled too.
    void assertsWhatOnlyARunKnows() {
        Watched w;
        w.context.config.captureScalarOutputs = true;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "n"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable n = a[1].item();
            r.check(n >= 1, "at least one row");
            r.check(n <= a[0].size(0), "no more rows than there are");
            return r.call("aten.narrow.default", {{"self", a[0]}, {"dim", 0}, {"start", 0}, {"length", n}});
        }});
        const auto rows = [](std::int64_t n) { return CallValue(Tensor::full(DType::I64, {}, n)); };
        for (const std::int64_t n : {2, 4}) {
            const auto got = f({ramp({4}), rows(n)});
            VERIFY_OK(got);
            QCOMPARE(got->tensor()->sizes, (Sizes{n}));
        }
        for (const std::int64_t n : {0, 5}) {
            const auto got = f({ramp({4}), rows(n)});
            QVERIFY(!got);
            QVERIFY2(toQ(got.error().message).contains(n == 0 ? "at least one row" : "no more rows than there are"), got.error().message.c_str());
        }
        QCOMPARE(f.entries().size(), std::size_t{1});
    }

    // A branch on data: the part before it is compiled, and each way on has entries of its own.
    void compilesAreTimedByPhase() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder& r, Args a) { return r.call("aten.relu.default", {{"self", a[0]}}) * 2; }});
        QVERIFY(f({ramp({3}, 1)}).has_value());
        double whole = 0, passes = 0, eachPass = 0;
        QStringList names;
        for (const PhaseRecord& phase : w.events.back().phases) {
            names << toQ(phase.name);
            if (phase.name == "passes") passes = phase.milliseconds;
            (phase.name.starts_with("pass:") ? eachPass : whole) += phase.milliseconds;
        }
        for (const char* name : {"passes", "pass:decompose", "lower", "codegen"}) QVERIFY2(names.contains(name), qPrintable(names.join(' ')));
        QVERIFY(whole > 0 && whole <= w.events.back().compileMs);
        QVERIFY(eachPass <= passes);
        QVERIFY(f({ramp({3}, 1)}).has_value());
        QVERIFY(w.events.back().phases.empty());
    }

    void branchesOnData() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable doubled = a[0] * 2;
            if (sum(r, doubled) > 10) return doubled - 1;
            return doubled + 100;
        }});
        const auto call = [&](double from) { return f({ramp({3}, from)}); };
        QCOMPARE(first(*call(1)), 2.0 - 1);     // 12 > 10
        QCOMPARE(w.outcome(), "compiled");
        QVERIFY(w.events.back().graphBreak.has_value());
        QCOMPARE(toQ(w.events.back().graphBreak->reason), "Tensor.item");
        QCOMPARE(w.events.back().resumed.size(), std::size_t{1});
        QCOMPARE(first(*call(2)), 4.0 - 1);
        QCOMPARE(w.outcome(), "reused");
        QCOMPARE(first(*call(0)), 0.0 + 100);   // 6
        QCOMPARE(w.outcome(), "recompiled");
        QCOMPARE(first(*call(-1)), -2.0 + 100);
        QCOMPARE(w.outcome(), "reused");
        QCOMPARE(f.entries().size(), std::size_t{1});
        QCOMPARE(entriesAfter(*f.entries().front()).size(), std::size_t{2});
    }

    // A loop whose length is data: one part a round, and what C++ alone knows, how often it went round, is never confused.
    void loopsOnData() {
        Watched w;
        int rounds = 0;
        const CompiledFunction f(w.context, {.name = "halve", .where = {}, .parameters = {"x"}, .run = [&](FunctionRecorder& r, Args a) {
            Variable x = a[0];
            for (rounds = 0; rounds < 8 && sum(r, x) > 4; ++rounds) x = x / 2;
            return x + rounds;
        }});
        const auto expected = [](double value) {
            int n = 0;
            for (; n < 8 && value > 4; ++n) value /= 2;
            return value + n;
        };
        for (const double value : {32.0, 5.0, 1.0, 32.0, 1000.0, 1.0, 5.0}) {
            const auto got = f({ramp({1}, value)});
            VERIFY_OK(got);
            QCOMPARE(first(*got), expected(value));
        }
        QCOMPARE(w.outcome(), "reused");
    }

    void itemIsGuarded() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder& r, Args a) { return a[0] * sum(r, a[0]).item(); }});
        QCOMPARE(first(*f({ramp({2}, 1)})), 1.0 * 3);
        QCOMPARE(first(*f({ramp({2}, 2)})), 2.0 * 5);  // another number: what follows must not reuse the first
        QCOMPARE(first(*f({ramp({2}, 3)})), 3.0 * 7);
    }

    // What was worked out before a break and is read after it: sizes, conditions, numbers.
    void carriesOverBreaks() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "y", "k"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable n = a[0].size(0), big = a[0].size(0) > 4, next = a[2] + 1;
            const Variable add = a[0] + 1;
            r.breakGraph("a callback");
            const Variable more = a[1] + 2;
            r.breakGraph("another");
            return Variable(std::vector<Variable>{n * 10 + more.size(0), big, next, add.size(0)});
        }});
        for (const auto& [x, y, k] : {std::tuple{5, 7, 1}, {3, 4, 2}, {6, 2, 3}, {5, 7, 1}, {3, 9, 9}}) {
            const auto got = f({ramp({x}), ramp({y}), k});
            VERIFY_OK(got);
            QCOMPARE(toQ(got->text()), toQ(fmt::format("[{}, {}, {}, {}]", x * 10 + y, x > 4 ? "True" : "False", k + 1, x)));
        }
    }

    // Random operators draw the numbers of an eager run; those of a part on where the part before stopped, the second normal of a pair too.
    // Nobody tells when a parameter is changed in place: what is known of it is asked on every call.
    void parametersChangedInPlace() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"w"}, .run = [](FunctionRecorder&, Args a) { return a[0] * 2; }});
        const auto call = [&](DType dtype, bool requiresGrad) {
            TensorArg weight = tensorArg(Tensor::full(dtype, {3}, 1));
            weight.isParameter = true;
            weight.requiresGrad = requiresGrad;
            const auto got = f({CallValue(std::make_shared<const TensorArg>(std::move(weight)))});
            return got ? toQ(got->text()) + " " + w.outcome() : describe(got);
        };
        // The first sentence: of a parameter, PyTorch's advice follows.
        const auto reason = [&] {
            for (const EntryMiss& miss : w.events.back().misses)
                if (miss.entry.text() == "0/0") return toQ(miss.reason).section(". Guard failed on a parameter", 0, 0);
            return QString();
        };
        QCOMPARE(call(DType::F32, true), "f32[3] compiled");
        QCOMPARE(call(DType::F32, true), "f32[3] reused");
        QCOMPARE(call(DType::F32, false), "f32[3] recompiled");
        QCOMPARE(reason(), "tensor 'L['w']' requires_grad mismatch. expected requires_grad=1");
        QCOMPARE(call(DType::F64, true), "f64[3] recompiled");
        QCOMPARE(reason(), "tensor 'L['w']' dtype mismatch. expected Float, actual Double");
        QCOMPARE(call(DType::F32, true), "f32[3] reused");
    }

    void randomNumbers_data() {
        QTest::addColumn<QString>("backend");
        QTest::addColumn<bool>("breaks");
        for (const char* backend : {"whittle", "eager", "aot_eager"}) {
            QTest::addRow("%s", backend) << backend << false;
            QTest::addRow("%s in parts", backend) << backend << true;
        }
    }
    void randomNumbers() {
        QFETCH(QString, backend);
        QFETCH(bool, breaks);
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [breaks](FunctionRecorder& r, Args a) {
            std::vector<Variable> drawn;
            for (const char* op : {"aten.randn_like.default", "aten.rand_like.default", "aten.randn_like.default"}) {
                if (breaks && !drawn.empty()) r.breakGraph("a callback");
                drawn.push_back(r.call(op, {{"self", a[0]}}) * 2);
            }
            return Variable(std::move(drawn));
        }}, {.backend = backend.toStdString(), .seed = 7});
        const auto numbers = [&] {
            const auto got = f({ramp({3})});
            QStringList out;
            if (got)
                for (const CallValue& tensor : *got->as<CallValue::List>())
                    for (Index i = 0; i < 3; ++i) out.append(QString::number(tensor.tensor()->data.flat(i)));
            return out.join(' ');
        };
        const QString recorded = numbers(), reused = numbers();
        QCOMPARE(w.outcome(), "reused");
        QCOMPARE(w.events.back().resumed.size(), std::size_t{breaks ? 2u : 0u});
        auto change = w.context.setStance({.name = "force_eager"});
        VERIFY_OK(change);
        const QString eager = numbers();
        QCOMPARE(w.outcome(), "eager");
        QVERIFY(!eager.isEmpty());
        QCOMPARE(recorded, eager);
        QCOMPARE(reused, eager);
    }

    // An eager run holds what the function still names, not all that it ever computed: 60 results of 8 MB need no 480.
    void eagerRunsFreeValues_data() {
        QTest::addColumn<bool>("isGraph");
        QTest::newRow("function") << false;
        QTest::newRow("graph") << true;
    }
    void eagerRunsFreeValues() {
        QFETCH(bool, isGraph);
        constexpr int kSteps = 60;
        Watched w;
        CapturedFn run = [](FunctionRecorder&, Args a) {
            Variable y = a[0];
            for (int i = 0; i < kSteps; ++i) y = y + 1;
            return y;
        };
        if (isGraph) {
            std::string text = "whittle 1\ngraph @g {\n  input %v0 : f32[2097152]\n";
            for (int i = 0; i < kSteps; ++i) text += fmt::format("  %v{} = aten.add.Tensor(%v{}, 1) : f32[2097152]\n", i + 1, i);
            const auto graph = parseGraph(text + fmt::format("  return %v{}\n}}\n", kSteps), findSchema);
            VERIFY_OK(graph);
            run = functionOf(std::make_shared<const Graph>(*graph));
        }
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"v0"}, .run = std::move(run)});
        VERIFY_OK(w.context.setStance({.name = "force_eager"}));
        const CallValue argument = ramp({2097152});
        const MemoryLimit limit(128 << 20);
        const auto got = f({argument});
        VERIFY_OK(got);
        const CallValue& value = isGraph ? got->as<CallValue::List>()->front() : *got;
        QCOMPARE(first(value), 1.0 + kSteps);
    }

    // What entries() gave stays as it was, and is whole, while other threads call.
    void entriesAreASnapshot() {
        Watched w;
        w.context.observer = {};
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable doubled = a[0] * 2;
            r.breakGraph("a callback");
            return doubled + 1;
        }}, {.backend = "eager", .dynamic = Dynamic::Never});
        const auto callAll = [&] {
            for (int i = 0; i < 200; ++i) (void)f({ramp({2 + i % 3})});
        };
        callAll();
        const auto before = f.entries();
        QCOMPARE(before.size(), std::size_t{3});
        const std::int64_t hits = before[0]->hits, later = entriesAfter(*before[0]).at(0)->hits;
        std::unique_ptr<QThread> thread(QThread::create(callAll));
        thread->start();
        std::int64_t last = 0;
        while (!thread->isFinished()) {
            std::int64_t sum = 0;
            std::set<CompileId> ids;
            for (const auto& entry : f.entries()) {
                sum += entry->hits;
                ids.insert(entry->id);
                const auto rest = entriesAfter(*entry);
                QCOMPARE(rest.size(), std::size_t{1});
                QVERIFY(rest[0]->hits == entry->hits);  // a call goes through both
            }
            QCOMPARE(ids.size(), std::size_t{3});
            QVERIFY(sum >= last);
            last = sum;
        }
        thread->wait();
        QVERIFY(before[0]->hits == hits && entriesAfter(*before[0])[0]->hits == later);
        QCOMPARE(f.entries()[0]->id, before[0]->id);
        QVERIFY(f.entries()[0]->hits > hits);
    }

    // How many elements data leaves is known once the part before has run.
    void sizesThatDataDecides() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "y"}, .run = [](FunctionRecorder& r, Args a) {
            const auto places = [&](const Variable& x) { return r.call("aten.nonzero.default", {{"self", x}}); };
            const Variable first = places(a[0]);
            if (first.size(0) > 2) return first * 10;
            return first + places(a[1]);  // whether they broadcast is data too
        }});
        const auto tensor = [](std::vector<float> values) { return CallValue(Tensor::of(std::span<const float>(values), {static_cast<Index>(values.size())})); };
        const auto text = [&](std::vector<float> x, std::vector<float> y) {
            const auto got = f({tensor(std::move(x)), tensor(std::move(y))});
            return got ? toQ(got->text()) + toQ(fmt::format(" {}", got->tensor()->data.numel() > 0 ? got->tensor()->data.flatInt(0) : -1)) : describe(got);
        };
        QCOMPARE(text({0, 1, 1, 1}, {1, 0, 0, 1}), "i64[3,1] 10");
        QCOMPARE(text({0, 1, 0, 1}, {1, 0, 0, 1}), "i64[2,1] 1");
        QCOMPARE(text({0, 0, 1, 0}, {0, 1, 1, 0}), "i64[2,1] 3");
        QCOMPARE(text({1, 0, 1, 1}, {1, 0, 0, 1}), "i64[3,1] 0");
        QCOMPARE(text({0, 1, 0, 1}, {1, 0, 0, 1}), "i64[2,1] 1");
    }

    // Numbers that operators and branches need are guarded by value, whatever became of them as inputs.
    void floatsAreNeverGuessed() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "k"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable y = r.call("aten.leaky_relu.default", {{"self", a[0]}, {"negative_slope", a[1]}});
            return a[1] > 0.25 ? y * 2 : y;
        }});
        for (const double k : {0.1, 0.2, 0.3, 0.4, 0.1}) {
            const auto got = f({ramp({3}, -2), k});
            VERIFY_OK(got);
            QCOMPARE(first(*got), static_cast<double>(static_cast<float>(-2 * static_cast<float>(k))) * (k > 0.25 ? 2 : 1));
        }
    }

    // Sizes that turn out to be 1 broadcast and are squeezed: an entry that took them not to be must not serve them.
    void sizesOfOne() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "y"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable rest = r.call("aten.slice.Tensor", {{"self", a[0]}, {"dim", 0}, {"start", 1}});
            return Variable(std::vector<Variable>{r.call("aten.squeeze.dim", {{"self", rest}, {"dim", 0}}), rest + a[1]});
        }});
        for (const Index n : {4, 5, 6, 2, 3}) {
            const auto got = f({ramp({n}), ramp({n == 2 ? 3 : n - 1})});
            VERIFY_OK(got);
            QCOMPARE(toQ(got->text()), toQ(n == 2 ? std::string("[f32[], f32[3]]") : fmt::format("[f32[{0}], f32[{0}]]", n - 1)));
        }
    }

    // Known integers where an operator needs them; bounds of either sign; through our compiler, which verifies what was recorded.
    void integersOfOperators() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "k"}, .run = [](FunctionRecorder& r, Args a) {
            const Variable part = r.call("aten.slice.Tensor", {{"self", a[0]}, {"dim", 0}, {"start", 0}, {"end", a[1]}});
            return Variable(std::vector<Variable>{part * 2, r.call("aten.select.int", {{"self", a[0]}, {"dim", 0}, {"index", a[1]}})});
        }});
        for (const int k : {3, 4, -2, 5, -3, 0}) {
            const auto got = f({ramp({8}), k});
            VERIFY_OK(got);
            QCOMPARE(toQ(got->text()), toQ(fmt::format("[f32[{}], f32[]]", k < 0 ? 8 + k : k)));
            QCOMPARE((*got->as<CallValue::List>())[1].tensor()->data.flat(0), static_cast<double>(k < 0 ? 9 + k : k + 1));
        }
    }

    void userExceptionsAreErrors() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder&, Args) -> Variable { throw std::runtime_error("no luck"); }});
        QCOMPARE(describe(f({ramp({2})})), "run: the function threw: no luck");
        VERIFY_OK(w.context.setStance({.name = "default"}));  // nothing is left behind
    }

    void dictsByKeysInOrder() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"d"}, .run = [](FunctionRecorder&, Args a) { return a[0]; }});
        const auto text = [&](CallValue value) { return toQ(f({std::move(value)})->text()); };
        QCOMPARE(text(CallValue::Dict{{"a", 1}, {"b", 2}}), "{'a': 1, 'b': 2}");
        QCOMPARE(text(CallValue::Dict{{"b", 2}, {"a", 1}}), "{'b': 2, 'a': 1}");
        QCOMPARE(text(CallValue::Dict{}), "{}");
        QCOMPARE(text(CallValue::List{}), "[]");
    }

    void fullgraphRefusesBreaks() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder& r, Args a) { return a[0] * sum(r, a[0]).item(); }}, {.fullgraph = true});
        QCOMPARE(describe(f({ramp({2})})), "unsupported: graph break: Tensor.item");
    }

    void returnsWhatTheFunctionDid() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "k"}, .run = [](FunctionRecorder&, Args a) {
            return Variable(std::vector<Variable>{a[0] + a[1], a[0].size(0), a[1] * 2, Variable(), true});
        }});
        for (const int k : {2, 3, 4}) {
            const auto got = f({ramp({k + 1}), k});
            VERIFY_OK(got);
            QCOMPARE(toQ(got->text()), toQ(fmt::format("[f32[{0}], {0}, {1}, None, True]", k + 1, 2 * k)));
        }
        QCOMPARE(f.entries().size(), std::size_t{2});
    }

    void refusesWhatDiffersBetweenRuns() {
        Watched w;
        int times = 0;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [&](FunctionRecorder& r, Args a) {
            const Variable y = ++times == 1 ? a[0] + 1 : a[0] * 2;
            r.breakGraph("a callback");
            return y - 1;
        }});
        VERIFY_OK(f({ramp({2})}));
        QVERIFY(describe(f({ramp({2})})).startsWith("run: the function does 'aten.mul.Tensor' where it did 'aten.add.Tensor' when it was recorded"));
    }

    void saysWhatFailOnRecompileMet() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = "net.py:17", .parameters = {"x"}, .run = [](FunctionRecorder&, Args a) { return a[0] + 1; }});
        VERIFY_OK(f({ramp({2})}));
        const auto change = w.context.setStance({.name = "fail_on_recompile"});
        VERIFY_OK(change);
        const StanceScope scope(*change);
        const auto got = f({ramp({3})});
        QVERIFY(!got);
        QVERIFY2(got.error().message.find("net.py:17") != std::string::npos && got.error().message.find("expected 2, actual 3") != std::string::npos,
                 got.error().message.c_str());
        QVERIFY2(got.error().message.ends_with("\n  to let it through, mark dim 0 of x dynamic before the first call, or call it once under default with such arguments"), got.error().message.c_str());
        const auto one = f({ramp({1})});  // 1 is never a symbol
        QVERIFY2(!one && one.error().message.ends_with("\n  to let it through, call it once under default with such arguments"), describe(one).toUtf8());
    }

    // The entry of which least is wrong comes first, though another one was used last.
    void namesTheNearestEntry() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "y"}, .run = [](FunctionRecorder&, Args a) { return a[0] + a[1]; }}, {.dynamic = Dynamic::Never});
        VERIFY_OK(f({ramp({2}), ramp({2})}));
        VERIFY_OK(f({ramp({3}), ramp({3})}));
        VERIFY_OK(f({ramp({1}), ramp({4})}));
        VERIFY_OK(f({ramp({3}), ramp({3})}));
        const auto change = w.context.setStance({.name = "fail_on_recompile"});
        const StanceScope scope(*change);
        const auto got = f({ramp({1}), ramp({7})});
        QVERIFY(!got);
        const QString text = toQ(got.error().message);
        QVERIFY2(text.contains("\n  nearest is entry 0/2: tensor 'L['y']' size mismatch at index 0. expected 4, actual 7   (saw f32, size [7], stride [1])\n  entry 0/1: "), qPrintable(text));
        QVERIFY2(text.endsWith("mark dim 0 of y dynamic before the first call, or call it once under default with such arguments"), qPrintable(text));
    }

    // torch.compiler.set_stance in front of a def.
    void aStanceHoldsDuringCallsOfAFunction() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder&, Args a) { return a[0] + 1; }});
        const auto eager = withStance(w.context, {.name = "force_eager"}, [&](Index rows) { return f({ramp({rows})}); });
        VERIFY_OK(eager);
        QCOMPARE(toQ(w.context.stance().name), "default");  // making it sets nothing
        const auto got = (*eager)(3);
        VERIFY_OK(got);
        QCOMPARE(first(*got), 2.0);
        QCOMPARE(w.outcome(), "eager");
        QCOMPARE(f.entries().size(), std::size_t{0});
        QCOMPARE(toQ(w.context.stance().name), "default");

        // The stance of before the call comes back, whatever it was when the function was made; an inner one wins.
        VERIFY_OK(w.context.setStance({.name = "fail_on_recompile"}));
        const auto inner = withStance(w.context, {.name = "default"}, [&]() -> Result<CallValue> { return f({ramp({3})}); });
        const auto outer = withStance(w.context, {.name = "force_eager"}, [&] {
            QCOMPARE(toQ(w.context.stance().name), "force_eager");
            (void)(*inner)();
            QCOMPARE(toQ(w.context.stance().name), "force_eager");
        });
        VERIFY_OK((*outer)());  // of nothing: Result<void>
        QCOMPARE(toQ(w.context.stance().name), "fail_on_recompile");
        QCOMPARE(f.entries().size(), std::size_t{1});

        // Its errors come through, and leave nothing behind.
        const auto refused = withStance(w.context, {.name = "fail_on_recompile"}, [&] { return f({ramp({9})}); });
        QVERIFY(!(*refused)());
        const auto throws = withStance(w.context, {.name = "force_eager"}, [](int number) { return number > 0 ? throw std::runtime_error("no") : number; });
        QVERIFY_EXCEPTION_THROWN((void)(*throws)(1), std::runtime_error);
        QCOMPARE(toQ(w.context.stance().name), "fail_on_recompile");
        const auto number = (*throws)(-1);
        VERIFY_OK(number);
        QCOMPARE(*number, -1);

        QCOMPARE(describe(withStance(w.context, {.name = "force_eager", .forceBackend = "eager"}, [] {})), "argument: non-default stance cannot have force_backend set");
        VERIFY_OK(w.context.setStance({.name = "default"}));
        QString told;
        const CompiledFunction g(w.context, {.name = "g", .where = {}, .parameters = {"x"}, .run = [&](FunctionRecorder&, Args a) {
            told = describe((*outer)()) + " | " + describe(withStance(w.context, {.name = "default"}, [] {}));
            return a[0];
        }});
        VERIFY_OK(g({ramp({2})}));
        QCOMPARE(told, "argument: attempted to set_stance in a torch.compile region | argument: attempted to set_stance in a torch.compile region");
    }

    void explainsEveryFailure() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "k", "mode"}, .run = [](FunctionRecorder&, Args a) {
            return a[2] == "add" ? a[0] + a[1] : a[0] * a[1];
        }});
        VERIFY_OK(f({ramp({2}), 3, "add"}));
        const auto verdicts = f.explain({ramp({5}), 4, "mul"});
        QCOMPARE(verdicts.size(), std::size_t{1});
        QStringList reasons;
        for (const GuardFailure& failure : verdicts[0].second) reasons.append(toQ(failure.reason));
        QCOMPARE(reasons.join(" | "), "L['k'] == 3 | tensor 'L['x']' size mismatch at index 0. expected 2, actual 5 | L['mode'] == 'add'");
        QCOMPARE(w.events.size(), std::size_t{1});  // asking is no call
    }

    void arguments() {
        Watched w;
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x", "y"}, .run = [](FunctionRecorder&, Args a) { return a[0] + a[1]; }});
        QCOMPARE(describe(f({ramp({2})})), "argument: f() takes 2 arguments (x, y), 1 were given");
        QVERIFY(describe(f({ramp({2}), "text"})).startsWith("argument: ") || !f({ramp({2}), "text"}));
        QCOMPARE(w.outcome(), "error");
        VERIFY_OK(f({ramp({2}), ramp({2})}));  // nothing is left behind
    }

    void callingItselfIsRefused() {
        Watched w;
        std::optional<CompiledFunction> f;
        QString inner;
        f.emplace(w.context, FunctionSpec{.name = "f", .where = {}, .parameters = {"x"}, .run = [&](FunctionRecorder&, Args a) {
            inner = describe((*f)({ramp({2})}));
            return a[0] + 1;
        }});
        VERIFY_OK((*f)({ramp({2})}));
        QCOMPARE(inner, "argument: f is called by itself while it runs; call the plain function inside of it");
    }

    void manyThreads() {
        Watched w;
        w.context.observer = {};
        const CompiledFunction f(w.context, {.name = "f", .where = {}, .parameters = {"x"}, .run = [](FunctionRecorder&, Args a) { return a[0] * 3; }});
        std::vector<std::unique_ptr<QThread>> threads;
        std::atomic<int> wrong = 0;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back(QThread::create([&, t] {
                for (Index i = 1; i < 40; ++i) {
                    const auto got = f({ramp({(i * (t + 1)) % 7 + 1}, t)});
                    if (!got || first(*got) != 3.0 * t) ++wrong;
                }
            }));
        for (const auto& thread : threads) thread->start();
        for (const auto& thread : threads) thread->wait();
        QCOMPARE(wrong.load(), 0);
    }
};

WHITTLE_TEST(CompiledFunctionTest)
#include "compiled_function_test.moc"
