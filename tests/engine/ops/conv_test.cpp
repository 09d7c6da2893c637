#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class ConvTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.convolution.default(f32[s0,3,7,6], f32[4,3,3,3], f32[4], [1,1], [0,0], [1,1], false, [0,0], 1)",
            "f32[s0,4,5,4]");
        row("aten.convolution.default(f32[2,3,9], f32[2,3,4], f32[2], [2], [3], [2], false, [0], 1)",
            "f32[2,2,5]");
        row("aten.convolution.default(f32[1,4,3,3], f32[4,3,3,3], f32[6], [2,2], [1,1], [1,1], true, [1,0], 2)",
            "f32[1,6,6,5]");
        row("aten.conv2d.default(f32[1,3,s0,s1], f32[4,3,3,3], none, [2,2], [1,1])",
            "f32[1,4,((s0 - 1)//2) + 1,((s1 - 1)//2) + 1]");
        row("aten.conv2d.default(f32[3,5,5], f32[2,3,3,3])", "f32[2,3,3]");
        row("aten.conv2d.padding(f32[1,2,5,6], f32[2,2,2,3], none, [1,1], \"same\")", "f32[1,2,5,6]");
        row("aten.conv2d.padding(f32[1,2,5,6], f32[2,2,2,3])", "f32[1,2,4,4]");
        row("aten.conv1d.default(f32[1,2,5], f32[3,2,2])", "f32[1,3,4]");
        row("aten.conv3d.default(f32[1,2,4,4,4], f32[2,2,2,2,2], none, [1,1,1], [0,1,0])", "f32[1,2,3,5,3]");
        row("aten.conv_transpose2d.input(f32[1,2,3,3], f32[2,4,2,2], none, [2,2])", "f32[1,4,6,6]");
        row("aten.conv_transpose1d.default(f32[1,2,3], f32[2,4,2], none, [2])", "f32[1,4,6]");
        row("aten.conv2d.default(f32[1,1,5,5], f32[1,1,3,3], none, [1,1,1])",
            "argument: conv2d.1: argument 'stride' has 3 values for 2 spatial dimensions");
        row("aten.conv2d.padding(f32[1,1,5,5], f32[1,1,3,3], none, [1,1], \"full\")",
            "argument: conv2d.2: padding is 'full', it must be 'same', 'valid' or sizes");
        row("aten.conv2d.padding(f32[1,1,5,5], f32[1,1,3,3], none, [2,2], \"same\")",
            "argument: conv2d.3: padding='same' needs stride 1 and a known kernel size");
        row("aten.conv2d.default(f32[1,1,5], f32[1,1,3])",
            "shape: conv2d.4: the weight is f32[1,1,3], rank 4 is needed");
        row("aten.convolution.default(f32[3,5,5], f32[2,3,3,3], none, [1,1], [0,0], [1,1], false, [0,0], 1)",
            "shape: convolution.5: expected a 4-dimensional input for the weight f32[2,3,3,3], got f32[3,5,5]");
        row("aten.conv2d.default(f32[1,1,5,5], f32[1,1,3,3], none, [0,1])",
            "argument: conv2d.6: stride 0, dilation 1, padding 0, output_padding 0: strides and dilations must be positive, paddings not negative");
        row("aten.conv2d.default(f32[1,1,5,5], f16[1,1,3,3])",
            "type: conv2d.7: the input is f32[1,1,5,5], the weight f16[1,1,3,3]: one dtype is needed");
        row("aten.conv2d.default(f32[1,3,5,5], f32[4,1,3,3], groups=3)",
            "argument: conv2d.8: the channels of input f32[1,3,5,5] and weight f32[4,1,3,3] cannot be divided into 3 groups");
        row("aten.conv2d.default(f32[1,3,5,5], f32[4,2,3,3])",
            "shape: conv2d.9: expected input f32[1,3,5,5] to have 2 channels for weight f32[4,2,3,3] and 1 groups, got 3");
        row("aten.conv2d.default(f32[1,3,5,5], f32[4,3,3,3], f32[3])",
            "shape: conv2d.10: the bias is f32[3], f32[4] is needed");
        row("aten.conv2d.default(f32[1,3,2,2], f32[4,3,3,3])",
            "shape: conv2d.11: the kernel of weight f32[4,3,3,3] is larger than the padded input f32[1,3,2,2]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.conv2d.default(f32[1,1,3,3], f32[1,1,2,2]{1,1,1,1}, f32[1]{1})", "f32[1,1,2,2] 9 13 21 25");
        row("aten.conv2d.default(f32[1,1,3,3], f32[1,1,1,1]{2}, none, [2,2])", "f32[1,1,2,2] 0 4 12 16");
        row("aten.conv2d.default(f32[1,2,1,2], f32[2,1,1,1]{1,10}, groups=2)", "f32[1,2,1,2] 0 1 20 30");
        row("aten.conv2d.default(f16[1,2,1,2], f16[1,2,1,1]{1,10})", "f16[1,1,1,2] 20 31");
        row("aten.conv1d.default(f32[1,1,4], f32[1,1,2]{1,1}, none, [1], [1], [2])", "f32[1,1,4] 1 2 4 2");
        row("aten.conv1d.padding(f32[1,1,3], f32[1,1,2]{1,1}, none, [1], \"same\")", "f32[1,1,3] 1 3 2");
        row("aten.conv_transpose1d.default(f32[1,1,2]{1,2}, f32[1,1,2]{1,10}, none, [2])", "f32[1,1,4] 1 10 2 20");
        row("aten.conv_transpose2d.input(f32[1,1,1,2]{1,2}, f32[1,1,1,2]{1,10}, f32[1]{1})",
            "f32[1,1,1,3] 2 13 21");
        row("aten.conv2d.default(f32[0,1,3,3], f32[1,1,2,2])", "f32[0,1,2,2]");
        row("aten.conv3d.default(f32[1,1,1,2,2], f32[1,1,1,2,2]{1,1,1,1})", "f32[1,1,1,1,1] 6");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.conv1d.default(f32[1,1,4], f32[1,1,2], none, [1], [1], [2])",
                 "aten.conv2d.default(f32[2,3,3], f32[1,2,2,2], f32[1])",
                 "aten.conv1d.padding(f32[1,1,3], f32[1,1,2], none, [1], \"same\")",
                 "aten.conv_transpose2d.input(f32[1,1,2,2], f32[1,2,2,2], f32[2], [2,2], [1,1], [1,1])"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(ConvTest)
#include "conv_test.moc"
