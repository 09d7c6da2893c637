// That conclusions about sizes are sound: a call that they accept gives with the recorded graph what the function itself gives, for the
// recorded programs and every small size, also 0 and 1.
#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/engine/capture/dim_programs.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr std::array<Index, 9> kSizes{0, 1, 2, 3, 4, 5, 6, 8, 9};

// 3s, so that the sides of every branch differ.
CallValue threes(Sizes sizes) { return Tensor::full(DType::F32, std::move(sizes), 3); }

// Programs as files have them: what they ask of sizes are nodes.
const std::map<std::string, const char*> kGraphs{
    {"asserted", R"(whittle 1
graph @asserted {
  symbol s0 in [2, inf] hint 8
  symbol s1 in [2, inf] hint 4
  input %x : f32[s0]
  input %y : f32[s1]
  %sx = aten.sym_size.int(%x, 0) : int(s0)
  %mod = _operator.mod(%sx, 4) : int(Mod(s0, 4))
  %eq = _operator.eq(%mod, 0) : bool
  aten._assert_scalar.default(%eq, "not divisible")
  %sy = aten.sym_size.int(%y, 0) : int(s1)
  %sum = _operator.add(%sx, %sy) : int(s0 + s1)
  %le = _operator.le(%sum, 12) : bool
  aten._assert_scalar.default(%le, "too many")
  %one = _operator.ne(%sy, 1) : bool
  aten._assert_scalar.default(%one, "one")
  %c = aten.cos.default(%x) : f32[s0]
  return %c, %y
}
)"},
    {"branch", R"(whittle 1
graph @branch {
  symbol s0 in [2, inf] hint 4
  symbol s1 in [2, inf] hint 4
  input %b : f32[s1]
  input %x : f32[s0]
  %n = aten.sym_size.int(%x, 0) : int(s0)
  %gt = _operator.gt(%n, 4) : bool
  %taken = higher_order.cond(%gt, graph @t {
    input %x : f32[s0]
    %y = aten.cos.default(%x) : f32[s0]
    return %y
  }, graph @f {
    input %x : f32[s0]
    %y = aten.sin.default(%x) : f32[s0]
    return %y
  }, [%x]) : f32[s0]
  return %taken, %b
}
)"},
};

// The recorded programs, and some that operators answer otherwise for sizes of 0 and 1.
DimProgram programOf(const std::string& id) {
    if (const auto graph = kGraphs.find(id); graph != kGraphs.end()) return dimProgramOf(std::make_shared<const Graph>(*parseGraph(graph->second, findSchema)));
    const std::map<std::string, CapturedFn> more{
        {"amax", [](FunctionRecorder& r, std::span<const Variable> a) { return r.call("aten.amax.default", {{"self", a[0]}, {"dim", std::vector<Variable>{1}}}); }},
        {"squeeze", [](FunctionRecorder& r, std::span<const Variable> a) { return r.call("aten.squeeze.dim", {{"self", a[0]}, {"dim", 1}}); }},
        {"third", [](FunctionRecorder& r, std::span<const Variable> a) { return r.call("aten.select.int", {{"self", a[0]}, {"dim", 0}, {"index", -3}}); }},
    };
    const auto found = more.find(id);
    return found == more.end() ? *dimProgram(id) : DimProgram{id, {"x"}, found->second};
}

Result<DimInference> inferred(const char* id, const std::vector<Sizes>& example, const char* spec = "Dim.AUTO") {
    std::vector<CallValue> values;
    for (const Sizes& sizes : example) values.push_back(threes(sizes));
    WHITTLE_TRY(const ShapeSpec said, parseShapeSpec(spec));
    return inferDims(programOf(id), values, said);
}

Result<std::vector<Datum>> runGraph(const DimInference& inference, std::span<const CallValue> values) {
    std::vector<Datum> inputs;
    for (const Source& source : inference.recording.inputs) inputs.emplace_back(source.in(values)->tensor()->data);
    WHITTLE_TRY(InterpretResult result, interpret(inference.recording.graph, inputs, {}));
    return std::move(result.outputs);
}

Result<CallValue> runFunction(const char* id, std::span<const CallValue> values) {
    const DimProgram program = programOf(id);
    std::vector<RecorderInput> names;
    for (const std::string& name : program.parameters) names.push_back({name, name});
    const GlobalState globals;
    FunctionRecorder recorder({.how = NextSegment::How::Eager}, names, values, globals, {});
    WHITTLE_TRY(FunctionEnd end, recorder.run(program.run, nullptr));
    return std::move(end.value);
}

// What a function gave, as the outputs of its graph.
std::vector<Tensor> tensorsOf(const CallValue& value) {
    if (const TensorArg* tensor = value.tensor()) return {tensor->data};
    std::vector<Tensor> out;
    for (const CallValue& item : *value.as<CallValue::List>()) out.push_back(item.tensor()->data);
    return out;
}

bool same(const Tensor& a, const Tensor& b) {
    if (a.sizes() != b.sizes() || a.dtype() != b.dtype()) return false;
    for (Index i = 0; i < a.numel(); ++i)
        if (a.flat(i) != b.flat(i) && !(std::isnan(a.flat(i)) && std::isnan(b.flat(i)))) return false;
    return true;
}

QString text(const std::vector<CallValue>& values) {
    QStringList out;
    for (const CallValue& value : values) out.append(toQ(value.text()));
    return out.join(", ");
}

QString verdict(const DimInference& inference, const std::vector<CallValue>& values) {
    const auto checked = checkInputs(inference, values);
    return checked ? "accepted" : toQ(checked.error().message);
}

}  // namespace

class DimCheckTest : public QObject {
    Q_OBJECT
private slots:
    void acceptedCallsAreRight_data() {
        QTest::addColumn<QList<QList<int>>>("example");
        const auto row = [](const char* id, QList<QList<int>> example) { QTest::newRow(id) << example; };
        row("D01", {{4, 8}});
        row("D02", {{4, 8}, {4, 8}});
        row("D03", {{4, 8}, {1, 8}});
        row("D04", {{4, 8}, {3, 8}});
        row("D05", {{8}});
        row("D06", {{8}});
        row("D07", {{4, 6}});
        row("D08", {{4, 8}, {8, 5}});
        row("D11", {{8, 2}});
        row("D12", {{8}});
        row("D13", {{8, 2}});
        row("D14", {{8, 2}});
        row("D15", {{6, 2}});
        row("D16", {{9, 2}});
        row("D17", {{4}, {5}});
        row("D18", {{4}, {8}});
        row("D19", {{8}, {4}});
        row("D40", {{4, 8}, {4, 3}});
        row("D42", {{8, 2}});
        row("D46", {{4}, {5}});
        row("D47", {{4, 8}});
        row("D48", {{2, 3, 8, 8}});
        row("D49", {{4}, {6}});
        row("D55", {{4, 8}});
        row("D56", {{4, 4}});
        row("D57", {{4}, {4}});
        row("D59", {{2, 6, 8}});
        row("amax", {{4, 6}});
        row("squeeze", {{4, 6}});
        row("third", {{4, 6}});
        row("asserted", {{8}, {4}});
        row("branch", {{4}, {4}});
    }
    void acceptedCallsAreRight() {
        QFETCH(QList<QList<int>>, example);
        const QByteArray id = QTest::currentDataTag();
        std::vector<Sizes> shapes;
        std::size_t dims = 0;
        for (const QList<int>& shape : example) {
            shapes.emplace_back(shape.begin(), shape.end());
            dims += shapes.back().size();
        }
        const auto inference = inferred(id, shapes);
        VERIFY_OK(inference);
        std::vector<CallValue> values;
        for (const Sizes& sizes : shapes) values.push_back(threes(sizes));
        QCOMPARE(verdict(*inference, values), "accepted");
        int accepted = 0;
        std::vector<std::size_t> at(dims, 0);
        for (bool more = true; more;) {
            std::size_t next = 0;
            values.clear();
            for (Sizes& sizes : shapes) {
                for (Index& size : sizes) size = kSizes[at[next++]];
                values.push_back(threes(sizes));
            }
            if (checkInputs(*inference, values)) {
                ++accepted;
                const auto want = runFunction(id, values);
                const auto got = runGraph(*inference, values);
                QVERIFY2(want.has_value(), qPrintable(text(values) + " accepted, but the function says " + describe(want)));
                QVERIFY2(got.has_value(), qPrintable(text(values) + " accepted, but the graph says " + describe(got)));
                const std::vector<Tensor> wanted = tensorsOf(*want);
                QCOMPARE(wanted.size(), got->size());
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    QVERIFY2(same(wanted[i], *asTensor((*got)[i])), qPrintable(text(values) + " accepted, but the graph gives something else"));
            }
            more = false;
            for (std::size_t d = 0; d < dims && !more; ++d) {
                more = ++at[d] < kSizes.size();
                if (!more) at[d] = 0;
            }
        }
        QVERIFY(accepted > 0);
    }

    void conditionsThatExportDropsAreChecked() {
        const auto sum = inferred("D46", {{4}, {5}});
        VERIFY_OK(sum);
        QCOMPARE(verdict(*sum, {threes({6}), threes({7})}), "accepted");
        QCOMPARE(verdict(*sum, {threes({10}), threes({12})}), "Runtime assertion failed for expression s0 + s1 < 20 with s0 = 10, s1 = 12, asked by the function's own code");
        QCOMPARE(sum->conditions.size(), 1U);
    }
    // A name that the program derives from another has the range that follows from that, not the one it was declared with.
    void namesThatAreDerivedHaveDerivedRanges() {
        const auto refuted = inferred("D17", {{4}, {5}}, "n = Dim('n', max=64); m = Dim('m', max=100); {'x': (n,), 'y': (m,)}");
        VERIFY_OK(refuted);
        QCOMPARE(toQ(refuted->dims[1][0].size.text()), "s0 + 1");
        QCOMPARE(refuted->dims[0][0].range, (SymRange{0, 64}));
        QCOMPARE(refuted->dims[1][0].range, (SymRange{1, 65}));
    }
    // A name begins where the conditions that refuse 0 and 1 let it, in what can be pasted.
    void namesBeginWhereTheProgramBears() {
        const auto row = inferred("amax", {{4, 6}}, "{'x': (Dim.AUTO, Dim('n'))}");
        VERIFY_OK(row);
        QVERIFY(row->conflicts.empty());
        QCOMPARE(toQ(shapeSpecCode(row->fixedSpec)), "from torch.export import Dim\nn = Dim('n', min=1)\ndynamic_shapes = {'x': (Dim.AUTO, n)}\n");
        const auto again = inferred("amax", {{4, 6}}, shapeSpecCode(row->fixedSpec).c_str());
        VERIFY_OK(again);
        QVERIFY(again->conflicts.empty());
        QVERIFY(again->fixedSpec == row->fixedSpec);
    }
    void inputsThatAreOtherThingsAreRefused() {
        const auto add = inferred("D02", {{4, 8}, {4, 8}});
        VERIFY_OK(add);
        QCOMPARE(verdict(*add, {threes({5, 6})}), "the program takes 2 arguments, not 1");
        QCOMPARE(verdict(*add, {threes({5, 6}), CallValue(3)}), "Expected input at *args[1] to be a tensor, but got 3");
        QCOMPARE(verdict(*add, {threes({5, 6}), CallValue(Tensor::full(DType::F64, {5, 6}, 3))}), "Expected input at *args[1] to be float32, but got float64");
        QCOMPARE(verdict(*add, {threes({5}), threes({5})}), "Unexpected number of dimensions in input at *args[0].shape (expected torch.Size([s0, s1]), got torch.Size([5]))");
    }
    void aNameWithoutAFixMayBeInferred() {
        const auto refuted = inferred("D15", {{7, 2}}, "{'x': {0: Dim('b')}}");
        VERIFY_OK(refuted);
        QCOMPARE(toQ(refuted->message()), "Constraints violated (b)!\n  - Not all values of b = L['x'].size()[0] in the specified range satisfy the generated guard L['x'].size()[0] != 8.\n"
                                          "Suggested fixes:\n  b = Dim.AUTO");
        QCOMPARE(toQ(shapeSpecCode(refuted->fixedSpec)), "from torch.export import Dim\ndynamic_shapes = {'x': (Dim.AUTO, Dim.STATIC)}\n");
    }
    void namesHoldAlsoWhereTheProgramDoesNotAsk() {
        const auto shared = inferred("D57", {{4}, {4}}, "b = Dim('b'); {'x': (b,), 'y': (b,)}");
        VERIFY_OK(shared);
        QVERIFY(shared->conflicts.empty());
        QCOMPARE(verdict(*shared, {threes({5}), threes({6})}), "Expected input at *args[1].shape[0] to be equal to 5, but got 6");
        const auto derived = inferred("D57", {{4}, {9}}, "b = Dim('b'); {'x': (b,), 'y': (2*b + 1,)}");
        VERIFY_OK(derived);
        QCOMPARE(toQ(derived->dims[1][0].size.text()), "2*s0 + 1");
        QVERIFY(derived->dims[1][0].because.front().stated);
        QCOMPARE(verdict(*derived, {threes({5}), threes({11})}), "accepted");
    }
    // A name that stands only in derived sizes, of which the program allows one.
    void derivedNamesAreRefutedByTheirName() {
        const auto refuted = inferred("D06", {{8}}, "{'x': (4*Dim('_b'),)}");
        VERIFY_OK(refuted);
        QCOMPARE(toQ(refuted->message()), "Constraints violated (_b)!\n  - Not all values of _b in the specified range are valid because _b was inferred to be a constant (2).\nSuggested fixes:\n  _b = 2");
        QCOMPARE(toQ(shapeSpecCode(refuted->fixedSpec)), "from torch.export import Dim\ndynamic_shapes = {'x': (8,)}\n");
    }
    void namesOfSizes0And1AreRefuted() {
        const auto refuted = inferred("D01", {{1, 8}}, "{'x': {0: Dim('b')}}");
        VERIFY_OK(refuted);
        QCOMPARE(refuted->conflicts.size(), 1U);
        QCOMPARE(toQ(refuted->fixes.front().lines().front()), "b = 1");
    }
    void sizesRelatedToInferredOnesMayBeDerived() {  // y is twice x, and only y has a name
        const auto refuted = inferred("D18", {{4}, {8}}, "{'x': (Dim.AUTO,), 'y': (Dim('b'),)}");
        VERIFY_OK(refuted);
        QCOMPARE(toQ(refuted->message()), "Constraints violated (b)!\n  - Not all values of b = L['y'].size()[0] in the specified range are valid because b was inferred to be of the form 2*s0.\n"
                                          "Suggested fixes:\n  _b = Dim('_b', min=2, max=oo)\n  b = 2*_b");
        const auto again = inferred("D18", {{4}, {8}}, shapeSpecCode(refuted->fixedSpec).c_str());
        VERIFY_OK(again);
        QVERIFY2(again->conflicts.empty(), again->message().c_str());
    }
    void saidOfExample_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("error");
        QTest::newRow("one name, two sizes") << "b = Dim('b'); {'x': (b,), 'y': (b,)}" << "argument: b is 4 by L['x'].size()[0] = 4, but 5 by L['y'].size()[0] = 5";
        QTest::newRow("outside of its range") << "{'x': (Dim('b', min=6),)}" << "argument: 4 not in range [6, oo] of b, for L['x'].size()[0]";
        QTest::newRow("a name for all") << "{'x': Dim('b')}" << "argument: `dynamic_shapes['x']` is b for a whole tensor; say it of a dimension, as in {0: b}";
        QTest::newRow("no dimension") << "{'x': {'a': Dim.AUTO}}" << "argument: `dynamic_shapes['x']` has the key 'a', where the number of a dimension belongs";
    }
    void saidOfExample() {
        QFETCH(QString, spec);
        QTEST(describe(inferred("D57", {{4}, {5}}, qPrintable(spec))), "error");
    }
};

WHITTLE_TEST(DimCheckTest)
#include "dim_check_test.moc"
