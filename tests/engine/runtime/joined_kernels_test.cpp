#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

// Kernels with several outputs, run: against the interpreter, at sizes that leave partial blocks, and at none.
class JoinedKernelsTest : public QObject {
    Q_OBJECT
private slots:
    void agrees_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<int>("kernels");
        QTest::newRow("siblings") << "%a = aten.exp.default(%x) : f32[s0,s1]\n%b = aten.neg.default(%x) : f32[s0,s1]\nreturn %a, %b" << 1;
        QTest::newRow("two widths") << "%a = aten.add.Tensor(%x, %y) : f32[s0,s1]\n%b = aten.gt.Tensor(%x, %y) : bool[s0,s1]\n%h = aten._to_copy.default(%a, dtype=f16) : f16[s0,s1]\nreturn %a, %b, %h" << 1;
        QTest::newRow("a residual and its norm") << "%a = aten.add.Tensor(%x, %y) : f32[s0,s1]\n%q = aten.mul.Tensor(%a, %a) : f32[s0,s1]\n%v = aten.mean.dim(%q, [1], true) : f32[s0,1]\n"
                                                    "%e = aten.add.Tensor(%v, 0.00001) : f32[s0,1]\n%r = aten.rsqrt.default(%e) : f32[s0,1]\n%n = aten.mul.Tensor(%a, %r) : f32[s0,s1]\nreturn %a, %n, %r" << 1;
        QTest::newRow("softmax and its pieces") << "%m = aten.amax.default(%x, [1], true) : f32[s0,1]\n%d = aten.sub.Tensor(%x, %m) : f32[s0,s1]\n%e = aten.exp.default(%d) : f32[s0,s1]\n"
                                                   "%s = aten.sum.dim_IntList(%e, [1], true) : f32[s0,1]\n%p = aten.div.Tensor(%e, %s) : f32[s0,s1]\nreturn %m, %e, %s, %p" << 2;  // exp once more would cost more than reading it
        QTest::newRow("rows and their sums, without the dimension") << "%a = aten.mul.Tensor(%x, %y) : f32[s0,s1]\n%s = aten.sum.dim_IntList(%a, [1]) : f32[s0]\n%t = aten.exp.default(%a) : f32[s0,s1]\nreturn %a, %s, %t" << 1;
        QTest::newRow("columns") << "%a = aten.mul.Tensor(%x, %y) : f32[s0,s1]\n%s = aten.sum.dim_IntList(%a, [0]) : f32[s1]\nreturn %a, %s" << 2;
    }
    void agrees() {
        QFETCH(QString, lines);
        QFETCH(int, kernels);
        const auto graph = parseGraph("whittle 1\ngraph @g {\nsymbol s0 in [0, inf] hint 64\nsymbol s1 in [0, inf] hint 64\ninput %x : f32[s0,s1]\ninput %y : f32[s0,s1]\n" + lines.toStdString() + "\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto compiled = compile(*graph, {});
        VERIFY_OK(compiled);
        QCOMPARE(int((*compiled)->report().kernels.size()), kernels);
        for (const auto& [rows, columns] : {std::pair{5, 37}, {1, 1}, {64, 64}, {3, 1000}, {2000, 33}, {0, 4}, {4, 0}}) {
            Tensor x = Tensor::empty(DType::F32, {rows, columns}), y = Tensor::empty(DType::F32, {rows, columns});
            for (int i = 0; i < rows * columns; ++i) {
                x.mutableData<float>()[i] = static_cast<float>((i * 7919) % 101) / 25 - 2;
                y.mutableData<float>()[i] = static_cast<float>((i * 1049) % 97) / 50;
            }
            const std::vector<Datum> inputs{x, y};
            const auto expected = interpret(*graph, inputs, {});
            const auto actual = (*compiled)->run(inputs);
            QVERIFY2(expected.has_value() == actual.has_value(), qPrintable(describe(expected) + "; " + describe(actual)));  // amax of nothing is refused
            if (!actual) continue;
            for (std::size_t i = 0; i < actual->size(); ++i) {
                const Comparison comparison = compareTensors(*asTensor(expected->outputs[i]), *asTensor((*actual)[i]), {1e-5, 1e-5});
                QVERIFY2(comparison.ok, fmt::format("output {} at {} x {}: {}", i, rows, columns, comparison.reason).c_str());
            }
        }
    }
};

WHITTLE_TEST(JoinedKernelsTest)
#include "joined_kernels_test.moc"
