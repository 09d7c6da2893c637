// A run that changes an input is noticed, with the input's name.
#include "engine/runtime/input_watch.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph twoInputs() {
    auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[2]\n input %y : f32[2]\n %z = aten.add.Tensor(%x, %y) : f32[2]\n return %z\n}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    for (int i = 0; i < 2; ++i) graph->setInputData(graph->inputs()[static_cast<std::size_t>(i)].value, Tensor::full(DType::F32, {2}, i));
    return *std::move(graph);
}

}  // namespace

class InputWatchTest : public QObject {
    Q_OBJECT
private slots:
    void names_what_changed() {
        const Graph graph = twoInputs();
        const InputWatch watch(graph);
        QVERIFY(!watch.changed());
        // As a kernel would, behind the back of whoever holds the tensor.
        const Tensor& y = *asTensor(graph.inputs()[1].data);
        reinterpret_cast<float*>(y.storage()->mutableData())[1] = 7;
        QVERIFY(watch.changed());
        QCOMPARE(toQ(*watch.changed()), QString("y"));
        QVERIFY(!InputWatch(graph).changed());
    }
};

WHITTLE_TEST(InputWatchTest)
#include "input_watch_test.moc"
