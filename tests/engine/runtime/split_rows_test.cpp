// Reductions of few long rows or columns, in parts: what the interpreter answers, and the same bits on any number of threads.
#include <cstring>

#include <omp.h>

#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SplitRowsTest : public QObject {
    Q_OBJECT
private slots:
    void agrees_data() {
        QTest::addColumn<QString>("sizes");
        QTest::addColumn<QString>("lines");
        QTest::newRow("columns") << "9001,13" << "%o = aten.softmax.int(%x, 0) : f32[$]";
        QTest::newRow("one row") << "140001" << "%o = aten.softmax.int(%x, 0) : f32[$]";
        QTest::newRow("few rows") << "3,70000" << "%o = aten.log_softmax.int(%x, 1) : f32[$]";
        QTest::newRow("between dimensions") << "2,40000,5" << "%o = aten.softmax.int(%x, 1) : f32[$]";
        QTest::newRow("a reduction that needs another") << "5,80000" << "%v, %m = aten.var_mean.correction(%x, [1], correction=1, keepdim=true) : f32[5,1], f32[5,1]\n"
                                                                        "%d = aten.sub.Tensor(%x, %m) : f32[$]\n%e = aten.add.Tensor(%v, 0.00001) : f32[5,1]\n"
                                                                        "%r = aten.rsqrt.default(%e) : f32[5,1]\n%o = aten.mul.Tensor(%d, %r) : f32[$]";
        QTest::newRow("computed where it is read") << "20000,20" << "%a = aten.tanh.default(%x) : f32[$]\n%s = aten.softmax.int(%a, 0) : f32[$]\n%o = aten.mul.Tensor(%s, %a) : f32[$]";
    }
    void agrees() {
        QFETCH(QString, sizes);
        QFETCH(QString, lines);
        const auto graph = parseGraph(QString("whittle 1\ngraph @g {\ninput %x : f32[$]\n%1\nreturn %o\n}\n").arg(lines).replace("$", sizes).toStdString(), findSchema);
        VERIFY_OK(graph);
        const auto compiled = compile(*graph, {});
        VERIFY_OK(compiled);
        QVERIFY((*compiled)->report().eagerFallbacks.empty());
        const auto split = std::ranges::find((*compiled)->report().decisions, std::string("split-reduction"), &Decision::rule);
        QVERIFY(split != (*compiled)->report().decisions.end());
        Sizes shape;
        for (const QString& size : sizes.split(',')) shape.push_back(size.toLongLong());
        Tensor x = Tensor::empty(DType::F32, shape);
        for (std::int64_t i = 0; i < elementCount(shape); ++i) x.mutableData<float>()[i] = static_cast<float>((i * 7919) % 1013) / 250 - 2;
        const std::vector<Datum> inputs{x};
        const auto expected = interpret(*graph, inputs, {});
        VERIFY_OK(expected);
        const int before = omp_get_max_threads();
        std::optional<Tensor> first;
        for (const int threads : {1, 2, 3}) {
            omp_set_num_threads(threads);
            const auto actual = (*compiled)->run(inputs);
            omp_set_num_threads(before);
            VERIFY_OK(actual);
            const Tensor got = *asTensor((*actual)[0]);
            const Comparison comparison = compareTensors(*asTensor(expected->outputs[0]), got, {1e-5, 1e-7});
            QVERIFY2(comparison.ok, comparison.reason.c_str());
            if (!first) first = got;
            QVERIFY(std::memcmp(first->data<float>(), got.data<float>(), static_cast<std::size_t>(elementCount(shape)) * sizeof(float)) == 0);
        }
    }
};

WHITTLE_TEST(SplitRowsTest)
#include "split_rows_test.moc"
