// Random operators against the numbers that PyTorch drew (tests/torch/record_random.py), and what Inductor's
// operators make of Philox.
#include "engine/formats/safetensors.h"
#include "engine/tensor/compare.h"
#include "tests/support/op_case.h"
#include "tests/support/run_op.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class RandomTest : public QObject {
    Q_OBJECT
private slots:
    // Equal to the last bit, but for what the C library's exp, log, sin, cos and tan make of it: one unit. f32 is
    // exact: its uniform has no such function, its normal one polynomials of its own.
    void draws_what_pytorch_draws_data() {
        QTest::addColumn<QString>("name");
        auto read = readSafetensors(golden("random/draws.safetensors"));
        VERIFY_OK(read);
        m_draws = *std::move(read);
        QVERIFY(m_draws.size() > 300);
        for (const auto& [name, tensor] : m_draws) QTest::newRow(name.substr(0, 100).c_str()) << toQ(name);
    }
    void draws_what_pytorch_draws() {
        QFETCH(QString, name);  // "seed call output"
        const std::string text = name.toStdString();
        const std::size_t first = text.find(' '), last = text.rfind(' ');
        const auto outputs = opOutputs(text.substr(first + 1, last - first - 1), std::stoull(text));
        VERIFY_OK(outputs);
        const Tensor* drawn = asTensor(outputs->at(std::stoul(text.substr(last))));
        QVERIFY(drawn);
        const Tensor& wanted = m_draws.at(text);
        QCOMPARE(toQ(drawn->describe()), toQ(wanted.describe()));
        const double unit = wanted.dtype() == DType::F64 ? 0x1p-52 : wanted.dtype() == DType::F32 ? 0x1p-23 : 0;
        for (Index i = 0; i < wanted.numel(); ++i) {
            const double want = wanted.flat(i), got = drawn->flat(i);
            if (want == got || (want != want && got != got)) continue;
            QVERIFY2(std::fabs(got - want) <= unit * std::fabs(want), fmt::format("element {}: {:.17g}, PyTorch has {:.17g}", i, got, want).c_str());
        }
    }

    // One seed from the run's generator, then Philox by position: the whole way of a compiled torch.rand.
    void inductor_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("offset");
        for (const char* name : {"rand", "randn", "randint"}) QTest::newRow(name) << name << 0;
        QTest::newRow("rand from an offset") << "rand" << 5;
    }
    void inductor() {
        QFETCH(QString, name);
        QFETCH(int, offset);
        const auto recorded = readSafetensors(golden("random/inductor.safetensors"));
        VERIFY_OK(recorded);
        const auto seeds = opOutputs("prims.inductor_seeds.default(3, cpu)", 7);
        VERIFY_OK(seeds);
        const auto seed = runOp("prims.inductor_lookup_seed.default", {{"seeds", tensorArg(0)}, {"index", 0}}, {seeds->at(0)});
        VERIFY_OK(seed);

        const Tensor& wanted = recorded->at(name.toStdString());
        const Index count = wanted.numel() - offset;
        std::vector<NamedArg> args{{"size", Arg::List{Arg(count)}}, {"seed", tensorArg(0)}, {"offset", offset}};
        if (name == "randint") {
            args.push_back({"low", -9});
            args.push_back({"high", std::int64_t{1} << 40});
        } else {
            args.push_back({"mode", name.toStdString()});
        }
        const auto drawn = runOp(name == "randint" ? "prims.inductor_randint.default" : "prims.inductor_random.default", args, {seed->at(0)});
        VERIFY_OK(drawn);
        const Tensor* got = asTensor(drawn->at(0));
        QCOMPARE(got->dtype(), wanted.dtype());
        QCOMPARE(got->numel(), count);
        for (Index i = 0; i < count; ++i) {
            const double want = wanted.flat(offset + i);
            QVERIFY2(std::fabs(got->flat(i) - want) <= 0x1p-23 * std::fabs(want), fmt::format("{}: {:.9g}, not {:.9g}", i, got->flat(i), want).c_str());
        }
    }

    void refuses_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.rand.default([-1])", "shape: rand.1: size -1 is negative");
        row("aten.randn.default([2], dtype=i64)", "type: randn.2: needs a floating dtype, not i64");
        row("aten.randint.low(3, 3, [2])", "argument: randint.3: 'low' must be less than 'high', they are 3 and 3");
        row("aten.randint.default(300, [2], dtype=u8)", "argument: randint.4: integers from 0 up to 299 do not fit into u8");
        row("aten.randperm.default(-2)", "shape: randperm.1: size -2 is negative");
        row("aten.randperm.default(300000000)", "limit: randperm.3: 300000000 elements are too many");
        row("aten.uniform.default(i64[2])", "type: uniform.1: self is i64[2], a floating dtype is needed");
        row("aten.uniform.default(f32[2], 2.0, 1.0)", "argument: uniform.2: 'from' is 2, it must be at most 'to'");
        row("aten.normal_functional.default(f32[2], 0.0, -1.0)", "argument: normal_functional.2: 'std' is -1, it must be at least 0");
        row("aten.exponential.default(f32[2], 0.0)", "argument: exponential.2: 'lambd' is 0, it must be above 0");
        row("aten.cauchy.default(f32[2], 0.0, 0.0)", "argument: cauchy.2: 'sigma' is 0, it must be above 0");
        row("aten.log_normal.default(f32[2], 0.0, 0.0)", "argument: log_normal.2: 'std' is 0, it must be above 0");
        row("aten.geometric.default(f32[2], 1.0)", "argument: geometric.2: 'p' is 1, it must be between 0 and 1");
        row("aten.random.from(i8[2], 0, 200)", "argument: random.3: integers from 0 up to 199 do not fit into i8");
        row("aten.bernoulli.p(f32[2], 1.5)", "argument: bernoulli.2: 'p' is 1.5, it must be from 0 to 1");
        row("aten.bernoulli.default(f32[2]{0.5,2})", "run: bernoulli.4: a probability is not between 0 and 1");
        row("aten.bernoulli.Tensor(f32[2], f32[1,2])", "shape: bernoulli.3: probabilities f32[1,2] do not broadcast to f32[2]");
        row("aten.multinomial.default(f32[2]{1,-1}, 1)", "run: multinomial.5: a weight is -1, weights must be finite and not negative");
        row("aten.multinomial.default(f32[2]{0,0}, 1)", "run: multinomial.6: all weights are 0");
        row("aten.multinomial.default(f32[2], 3)", "argument: multinomial.4: cannot sample 3 of 2 without replacement");
        row("aten.multinomial.default(f32[1,1,2], 1)", "shape: multinomial.2: the weights are f32[1,1,2], rank 1 or 2 is needed");
        row("aten.dropout.default(f32[2], 1.5, true)", "argument: dropout.1: dropout probability has to be between 0 and 1, but got 1.5");
        row("aten.feature_dropout.default(f32[2], 0.5, true)", "shape: feature_dropout.2: the input is f32[2], rank 2 or more is needed for whole channels");
        row("aten.rrelu.default(f32[2], 0.5, 0.25)", "argument: rrelu.2: lower is 0.5, above upper, 0.25");
        row("prims.inductor_random.default([2], i64[1], \"randperm\")", "argument: inductor_random.2: mode must be 'rand' or 'randn', not 'randperm'");
        row("prims.inductor_randint.default(3, 3, [2], i64[])", "argument: inductor_randint.2: low is 3, it must be less than high, 3");
    }
    void refuses() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void types_hold_symbols_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.rand.default([sym(s0),3])", "f32[s0,3]");
        row("aten.randint_like.default(bf16[s0], 5, dtype=i32)", "i32[s0]");
        row("aten.normal.Tensor_Tensor(f64[s0,1], f64[3])", "f64[s0,3]");
        row("aten.multinomial.default(f32[s0,4], 2)", "i64[s0,2]");
        row("aten.native_dropout.default(f16[s0], 0.5, true)", "f16[s0], bool[s0]");
        row("prims.inductor_seed.default(cpu)", "i64[]");
    }
    void types_hold_symbols() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    // A float64 run takes the numbers of the dtype on record, so that it can be compared.
    void float64_draws_the_recorded_dtype() {
        for (const char* call : {"aten.randn.default([20])", "aten.rand_like.default(bf16[3])", "aten.bernoulli.default(f32[4]{0.2,0.4,0.6,0.8})",
                                 "aten.native_dropout.default(f16[5], 0.5, true)"}) {
            const auto given = opOutputs(call, 3), wide = opOutputs(call, 3, Precision::Float64);
            VERIFY_OK(given);
            VERIFY_OK(wide);
            const Tensor *a = asTensor(given->at(0)), *b = asTensor(wide->at(0));
            QCOMPARE(b->dtype(), DType::F64);
            QVERIFY2(compareTensors(*b, a->to(DType::F64), {.rtol = 1e-3, .atol = 0}).ok, call);
        }
    }

    void draws_random_in_training_only() {
        const auto draws = [](const char* op, std::vector<NamedArg> args) { return drawsRandom(op, args); };
        QVERIFY(draws("aten.rand.default", {}));
        QVERIFY(draws("aten.dropout.default", {{"train", true}}));
        QVERIFY(!draws("aten.dropout.default", {{"train", false}}));
        QVERIFY(draws("aten.native_dropout.default", {{"train", Arg()}}));
        QVERIFY(!draws("aten.rrelu.default", {}));  // the default of training
        QVERIFY(!draws("prims.inductor_random.default", {}));
        QVERIFY(!draws("aten.relu.default", {}));
    }

private:
    std::map<std::string, Tensor> m_draws;
};

WHITTLE_TEST(RandomTest)
#include "random_test.moc"
