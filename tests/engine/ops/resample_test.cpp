#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class ResampleTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.constant_pad_nd.default(f32[4,6], [1,-2,0,3], 9.0)", "f32[7,5]");
        row("aten.constant_pad_nd.default(f32[4,s0], [1,1])", "f32[4,s0 + 2]");
        row("aten.constant_pad_nd.default(f32[4], [1,1,1,1])",
            "shape: constant_pad_nd.1: 4 values to pad f32[4]: pairs are needed, at most one a dimension");
        row("aten.constant_pad_nd.default(f32[4], [-3,-2])",
            "shape: constant_pad_nd.2: padding [-3,-2] leaves -1 elements of dim 0 of f32[4]");
        row("aten.pad.default(f32[4], [1,0])", "f32[5]");
        row("aten.pad.default(f32[4], [1,0], \"reflect\")",
            "shape: reflection_pad1d.1: 2 values pad f32[4]: pairs for all but one or two leading dimensions are needed");
        row("aten.pad.default(f32[1,4], [1,0], \"mirror\")",
            "argument: pad.2: the mode is 'mirror' with 2 values; it must be constant, reflect, replicate or circular");
        row("aten._pad_circular.default(f32[1,1,3], [-1,2])", "f32[1,1,4]");
        row("aten._pad_circular.default(f32[1,1,1], [-1,1])",
            "shape: _pad_circular.2: padding (-1, 1) at dimension 2 of f32[1,1,1] is too large for what it is taken from");
        row("aten.upsample_nearest2d.vec(f32[1,2,4,5], none, [2.0,1.5])", "f32[1,2,8,7]");
        row("aten.upsample_nearest2d.vec(f32[s0,2,s1,5], none, [2.0,2.0])", "f32[s0,2,2*s1,10]");
        row("aten.upsample_bilinear2d.vec(f32[1,2,4,5], [7,3], false, none)", "f32[1,2,7,3]");
        row("aten.upsample_nearest2d.vec(f32[4,5], [7,3], none)",
            "shape: upsample_nearest2d.1: expected an input of rank 4, got f32[4,5]");
        row("aten.upsample_bilinear2d.vec(i64[1,1,4,5], [7,3], false, none)",
            "type: upsample_bilinear2d.2: the input is i64[1,1,4,5], a floating dtype is needed");
        row("aten.upsample_nearest2d.vec(f32[1,1,4,5], none, none)",
            "argument: upsample_nearest2d.3: exactly one of output_size and scale_factors is needed");
        row("aten.upsample_nearest2d.vec(f32[1,1,4,5], [1], none)",
            "argument: upsample_nearest2d.4: output_size has 1 values, 2 are needed");
        row("aten.upsample_nearest2d.vec(f32[1,1,4,5], [0,1], none)",
            "shape: upsample_nearest2d.5: f32[1,1,4,5] cannot be resized to [0,1]");
        row("aten.upsample_nearest2d.vec(f32[1,1,4,5], none, [-1.0,1.0])",
            "argument: upsample_nearest2d.6: the scale factor -1 is not positive");
        row("aten.upsample_nearest2d.vec(f32[1,1,s0,5], none, [1.5,1.0])",
            "unsupported: upsample_nearest2d.7: the symbolic size s0 times 1.5 is not known to be whole");
        row("aten.pixel_shuffle.default(f32[1,4,2,3], 2)", "f32[1,1,4,6]");
        row("aten.pixel_shuffle.default(f32[2,3], 2)",
            "shape: pixel_shuffle.1: expected an input of rank 3 or more, got f32[2,3]");
        row("aten.pixel_shuffle.default(f32[4,2,3], 0)",
            "argument: pixel_shuffle.2: the factor 0 is not positive and small");
        row("aten.pixel_shuffle.default(f32[3,2,3], 2)",
            "shape: pixel_shuffle.3: the channels of f32[3,2,3] are not a multiple of 4");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.constant_pad_nd.default(f32[2,2], [1,-1,0,1], 9.0)", "f32[3,2] 9 0 9 2 9 9");
        row("aten.constant_pad_nd.default(f32[2], [-3,2])", "f32[1] 0");
        row("aten.upsample_nearest2d.vec(f32[1,1,2,2], [2,4], none)", "f32[1,1,2,4] 0 0 1 1 2 2 3 3");
        row("aten.upsample_bilinear2d.vec(f32[1,1,1,2], [1,3], true, none)", "f32[1,1,1,3] 0 0.5 1");
        row("aten.upsample_bilinear2d.vec(f32[1,1,1,2], [1,4], false, none)", "f32[1,1,1,4] 0 0.25 0.75 1");
        row("aten.pixel_shuffle.default(f32[4,1,1], 2)", "f32[1,2,2] 0 1 2 3");
        row("aten.pad.default(f32[2,2], [1,-1], \"constant\", 2.0)", "f32[2,2] 2 0 2 2");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }
};

WHITTLE_TEST(ResampleTest)
#include "resample_test.moc"
