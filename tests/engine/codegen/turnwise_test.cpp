#include "engine/codegen/cpu_jit.h"
#include "engine/loops/kernel_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

// A library that calls a kernel with some rows counts them itself: lanes that lay across rows would be steps of many.
class TurnwiseTest : public QObject {
    Q_OBJECT
private slots:
    // A transposition, whose loads lie across the rows.
    void a_step_is_a_row_data() {
        QTest::addColumn<bool>("turnwise");
        QTest::newRow("turnwise") << true;
        QTest::newRow("as the plan likes") << false;
    }
    void a_step_is_a_row() {
        QFETCH(bool, turnwise);
        const auto kernel = parseKernel(std::string("kernel k(s0)") + (turnwise ? " turnwise" : "") +
                                        "\n"
                                        "  in  b0: f32[40,s0]\n"
                                        "  out b1: f32[s0,40]\n"
                                        "  for i0 in s0 parallel\n"
                                        "    for i1 in 40\n"
                                        "      v0 = load b0[i0 + i1*s0] : f32\n"
                                        "      b1[40*i0 + i1] = v0\n");
        VERIFY_OK(kernel);
        auto jit = CpuJit::create(VectorIsa::Host);
        VERIFY_OK(jit);
        const auto code = jit->compile(*kernel);
        VERIFY_OK(code);
        if (turnwise) QCOMPARE(toQ(code->steps.text()), QString("s0"));
        constexpr std::int64_t rows = 37;
        std::vector<float> in(rows * 40), out(rows * 40, -1);
        for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(i);
        void* buffers[] = {in.data(), out.data()};
        const auto steps = code->steps.evaluate([&](std::string_view) { return std::optional<std::int64_t>(rows); });
        VERIFY_OK(steps);
        code->run(buffers, &rows, 0, *steps);
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t i = 0; i < 40; ++i) QCOMPARE(out[row * 40 + i], in[i * rows + row]);
    }
};

WHITTLE_TEST(TurnwiseTest)
#include "turnwise_test.moc"
