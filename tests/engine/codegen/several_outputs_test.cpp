#include <cmath>

#include "engine/codegen/cpu_jit.h"
#include "engine/codegen/kept_row.h"
#include "engine/loops/kernel_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

// Kernels that store more than one result, some of them once a row.
class SeveralOutputsTest : public QObject {
    Q_OBJECT
private slots:
    // Rows of 37 elements: their largest, and how far each element is from it. 37 leaves a partial block.
    void a_row_and_its_elements_data() {
        QTest::addColumn<int>("isa");
        QTest::newRow("baseline") << int(VectorIsa::Baseline);
        QTest::newRow("avx2") << int(VectorIsa::Avx2);
        QTest::newRow("host") << int(VectorIsa::Host);
    }
    void a_row_and_its_elements() {
        QFETCH(int, isa);
        const auto kernel = parseKernel(
            "kernel k(s0)\n"
            "  in  b0: f32[s0,37]\n"
            "  out b1: f32[s0,37]\n"
            "  out b2: f32[s0]\n"
            "  for i0 in s0 parallel\n"
            "    for r0 in 37\n"
            "      v0 = load b0[37*i0 + r0] : f32\n"
            "      v1 max= v0\n"
            "    for i1 in 37\n"
            "      v2 = load b0[37*i0 + i1] : f32\n"
            "      v3 = sub v1, v2 : f32\n"
            "      b1[37*i0 + i1] = v3\n"
            "      b2[i0] = v1\n");
        VERIFY_OK(kernel);
        auto jit = CpuJit::create(static_cast<VectorIsa>(isa));
        VERIFY_OK(jit);
        const auto code = jit->compile(*kernel);
        VERIFY_OK(code);
        // The store of the row's largest does not keep the others out of lanes.
        QVERIFY2(QByteArray::fromStdString(code->vector.text).contains("over i1"), code->vector.text.c_str());
        constexpr std::int64_t rows = 5;
        std::vector<float> in(rows * 37), out(rows * 37), top(rows, -1);
        for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>((i * 7919) % 101);
        void* buffers[] = {in.data(), out.data(), top.data()};
        code->run(buffers, &rows, 0, 2);
        QCOMPARE(top[2], -1.f);  // only the steps that were asked for
        code->run(buffers, &rows, 2, rows);
        for (std::size_t row = 0; row < rows; ++row) {
            const float want = *std::max_element(in.begin() + static_cast<std::ptrdiff_t>(row) * 37, in.begin() + static_cast<std::ptrdiff_t>(row + 1) * 37);
            QCOMPARE(top[row], want);
            for (std::size_t i = 0; i < 37; ++i) QCOMPARE(out[row * 37 + i], want - in[row * 37 + i]);
        }
    }

    // The exponentials of a row are kept where its results go, unless those have no place for each of them.
    void a_row_is_kept_where_it_has_room_data() {
        QTest::addColumn<QString>("sizes");
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("kept");
        QTest::newRow("side by side") << "16,9" << "9*i0 + i1" << true;
        QTest::newRow("across memory") << "9,16" << "i0 + 16*i1" << true;
        QTest::newRow("one place for the row") << "16" << "i0" << false;
    }
    void a_row_is_kept_where_it_has_room() {
        QFETCH(QString, sizes);
        QFETCH(QString, place);
        QFETCH(bool, kept);
        const auto kernel = parseKernel(
            "kernel k()\n"
            "  in  b0: f32[16,9]\n"
            "  out b1: f32[" + sizes.toStdString() + "]\n"
            "  for i0 in 16 parallel\n"
            "    for r0 in 9\n"
            "      v0 = load b0[9*i0 + r0] : f32\n"
            "      v1 = exp v0 : f32\n"
            "      v2 sum= v1\n"
            "    for i1 in 9\n"
            "      v3 = load b0[9*i0 + i1] : f32\n"
            "      v4 = exp v3 : f32\n"
            "      v5 = div v4, v2 : f32\n"
            "      b1[" + place.toStdString() + "] = v5\n");
        VERIFY_OK(kernel);
        QCOMPARE(keptRow(*kernel, placeExprs(*kernel)).has_value(), kept);
        auto jit = CpuJit::create();
        VERIFY_OK(jit);
        const auto code = jit->compile(*kernel);
        VERIFY_OK(code);
        alignas(64) float in[16 * 9], out[16 * 9] = {};
        for (std::size_t i = 0; i < 16 * 9; ++i) in[i] = static_cast<float>(i % 7) - 3;
        void* buffers[] = {in, out};
        code->run(buffers, nullptr, 0, *code->steps.constant());
        const SymInt offset = kernel->stores.front().offset;
        for (std::int64_t i0 = 0; i0 < 16; ++i0) {
            double sum = 0;
            for (std::int64_t i1 = 0; i1 < 9; ++i1) sum += std::exp(static_cast<double>(in[i0 * 9 + i1]));
            for (std::int64_t i1 = kept ? 0 : 8; i1 < 9; ++i1) {  // the last one stays where all go to one place
                const auto at = offset.evaluate([&](std::string_view name) { return std::optional(name == "i0" ? i0 : i1); });
                VERIFY_OK(at);
                QVERIFY(std::abs(out[*at] - std::exp(static_cast<double>(in[i0 * 9 + i1])) / sum) < 1e-6);
            }
        }
    }

    void columns_in_lanes() {
        const auto kernel = parseKernel(
            "kernel k()\n"
            "  in  b0: f32[5,40]\n"
            "  out b1: f32[5,40]\n"
            "  out b2: f32[40]\n"
            "  for i1 in 40 parallel\n"
            "    for r0 in 5\n"
            "      v0 = load b0[i1 + 40*r0] : f32\n"
            "      v1 sum= v0\n"
            "    for i0 in 5\n"
            "      v2 = load b0[40*i0 + i1] : f32\n"
            "      v3 = sub v2, v1 : f32\n"
            "      b1[40*i0 + i1] = v3\n"
            "      b2[i1] = v1\n");
        VERIFY_OK(kernel);
        auto jit = CpuJit::create();
        VERIFY_OK(jit);
        const auto code = jit->compile(*kernel);
        VERIFY_OK(code);
        std::vector<float> in(200), out(200), sum(40);
        for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(i % 17);
        void* buffers[] = {in.data(), out.data(), sum.data()};
        code->run(buffers, nullptr, 0, *code->steps.constant());
        for (std::size_t i = 0; i < 40; ++i) {
            float want = 0;
            for (std::size_t row = 0; row < 5; ++row) want += in[40 * row + i];
            QCOMPARE(sum[i], want);
            for (std::size_t row = 0; row < 5; ++row) QCOMPARE(out[40 * row + i], in[40 * row + i] - want);
        }
    }

    void steps_share_no_element() {
        const auto kernel = parseKernel(
            "kernel k()\n  in  b0: f32[5,40]\n  out b1: f32[5,40]\n  out b2: f32[5]\n  for i0 in 5 parallel\n    v0 = load b0[40*i0] : f32\n"
            "    for i1 in 40 parallel\n      b1[40*i0 + i1] = v0\n      b2[i0] = v0\n");
        QVERIFY(!kernel);
        QCOMPARE(describe(kernel), QString("verify: kernel k: several steps would store the same element of b2"));
    }
};

WHITTLE_TEST(SeveralOutputsTest)
#include "several_outputs_test.moc"
