#include "engine/formats/open.h"

#include "engine/formats/safetensors.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class OpenTest : public QObject {
    Q_OBJECT
private slots:
    void samples_open_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("weights");
        QTest::newRow("gpt_2l") << "gpt_2l" << 38 << 29;
        QTest::newRow("gpt_2l_core") << "gpt_2l_core" << 159 << 29;
        QTest::newRow("mobilenet") << "mobilenet_v3_small_w25" << 158 << 244;
        QTest::newRow("conv_bn_core") << "conv_bn_core" << 8 << 9;
        QTest::newRow("bert_tiny") << "bert_tiny" << 78 << 41;
        QTest::newRow("moe_gather") << "moe_gather" << 12 << 3;
        QTest::newRow("ddpm_unet_block") << "ddpm_unet_block" << 22 << 14;
        QTest::newRow("squeezenet11") << "squeezenet11" << 66 << 52;
    }
    // With the example call that PyTorch ran, which is what the expected outputs belong to.
    void samples_open() {
        QFETCH(QString, file);
        const std::string stem = "torch211/" + file.toStdString();
        const auto opened = openGraph(sample(stem + ".pt2"));
        VERIFY_OK(opened);
        QCOMPARE(toQ(opened->format), QString("pt2"));
        QVERIFY2(opened->notes.empty(), opened->notes.empty() ? "" : opened->notes[0].c_str());
        const Graph& graph = opened->graph;
        QCOMPARE(toQ(graph.name), file);
        QTEST(static_cast<int>(graph.nodes().size()), "nodes");
        const auto expected = readSafetensors(sample(stem + ".expected.safetensors"));
        VERIFY_OK(expected);
        int weights = 0, users = 0;
        for (const GraphInput& input : graph.inputs()) {
            const Tensor* tensor = asTensor(input.data);
            QVERIFY2(tensor, graph.value(input.value).name.c_str());
            if (input.kind != InputKind::User) {
                ++weights;
                continue;
            }
            const Tensor& want = expected->at(fmt::format("in.{}", users++));
            QCOMPARE(toQ(tensor->describe()), toQ(want.describe()));
            for (Index i = 0; i < want.numel(); ++i) QCOMPARE(tensor->flat(i), want.flat(i));
        }
        QTEST(weights, "weights");
        int outputs = 0;
        for (const GraphOutput& output : graph.outputs())
            if (output.kind == OutputKind::User) ++outputs;
        QCOMPARE(static_cast<std::size_t>(outputs + users), expected->size());
    }
};

WHITTLE_TEST(OpenTest)
#include "open_test.moc"
