// Every shape of tile against plain sums, whole and at its edges; nothing outside the stored part may change.
#include "engine/codegen/gemm_microkernel.h"

#include <cmath>

#include "engine/codegen/tile_unit.h"
#include "engine/tensor/half.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr std::int64_t kStep = 80;  // of C: more than any tile's columns

double valueAt(std::int64_t i, int salt) { return static_cast<double>((i * 37 + salt) % 64 - 31) / 32; }  // exact in bf16

template <class Element, class Sum, int perElement>
void check(const MicroKernel& kernel, std::int64_t depth, std::int64_t rows, std::int64_t columns, bool accumulate) {
    const MicroKernelShape& shape = kernel.shape;
    const std::int64_t width = shape.columns(), steps = depth * perElement;
    std::vector<Element> a(static_cast<std::size_t>(shape.rows * std::max(shape.rowStep, 1) + depth * shape.depthStep)), b(static_cast<std::size_t>(depth * width));
    const auto element = [&](std::int64_t line, std::int64_t at, int salt) {
        if constexpr (perElement == 2) {
            const auto bits = [&](std::int64_t k) { return std::uint32_t{BFloat16(static_cast<float>(valueAt(line * 101 + k, salt))).bits}; };
            return static_cast<Element>(bits(2 * at) | bits(2 * at + 1) << 16);
        } else {
            return static_cast<Element>(valueAt(line * 101 + at, salt));
        }
    };
    for (std::int64_t k = 0; k < depth; ++k) {
        for (int r = 0; r < shape.rows; ++r) a[static_cast<std::size_t>(r * shape.rowStep + k * shape.depthStep)] = element(r, k, 5);
        for (std::int64_t c = 0; c < width; ++c) b[static_cast<std::size_t>(k * width + c)] = element(c, k, 9);
    }
    std::vector<Sum> c(static_cast<std::size_t>(shape.rows * kStep), Sum(0.25));
    const MicroKernelCall call{a.data(), b.data(), c.data(), depth, kStep, rows, columns, accumulate};
    kernel.run(&call);
    for (std::int64_t r = 0; r < shape.rows; ++r)
        for (std::int64_t j = 0; j < kStep; ++j) {
            double want = 0.25;
            if (r < rows && j < columns) {
                want = accumulate ? 0.25 : 0;
                for (std::int64_t k = 0; k < steps; ++k) want += valueAt(r * 101 + k, 5) * valueAt(j * 101 + k, 9);
            }
            const double have = c[static_cast<std::size_t>(r * kStep + j)];
            QVERIFY2(std::abs(have - want) <= 1e-4, fmt::format("[{},{}] of {}x{} at depth {}: {} instead of {}", r, j, rows, columns, depth, have, want).c_str());
        }
}

}  // namespace

class GemmMicrokernelTest : public QObject {
    Q_OBJECT
private slots:
    void sums_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("vectors");
        QTest::addColumn<int>("lanes");
        QTest::addColumn<int>("rowStep");
        QTest::addColumn<QString>("feature");
        constexpr int kF32 = static_cast<int>(PanelNumber::F32), kF64 = static_cast<int>(PanelNumber::F64), kPair = static_cast<int>(PanelNumber::Bf16Pair);
        QTest::newRow("6x64") << kF32 << 6 << 4 << 16 << 0 << "avx512f";
        QTest::newRow("14x32") << kF32 << 14 << 2 << 16 << 0 << "avx512f";
        QTest::newRow("12x32") << kF32 << 12 << 2 << 16 << 0 << "avx512f";
        QTest::newRow("12x32, rows of A") << kF32 << 12 << 2 << 16 << 48 << "avx512f";
        QTest::newRow("6x16") << kF32 << 6 << 2 << 8 << 0 << "avx2";
        QTest::newRow("4x24") << kF32 << 4 << 3 << 8 << 0 << "avx2";
        QTest::newRow("6x16, rows of A") << kF32 << 6 << 2 << 8 << 48 << "avx2";
        QTest::newRow("14x16 f64") << kF64 << 14 << 2 << 8 << 0 << "avx512f";
        QTest::newRow("6x8 f64") << kF64 << 6 << 2 << 4 << 0 << "avx2";
        QTest::newRow("16x32 bf16, tile registers") << kPair << kTileRows << kTileVectors << 16 << 56 << "amx-bf16";
        QTest::newRow("14x32 bf16") << kPair << 14 << 2 << 16 << 0 << "avx512bf16";
    }
    void sums() {
        QFETCH(int, number);
        QFETCH(int, rows);
        QFETCH(int, vectors);
        QFETCH(int, lanes);
        QFETCH(int, rowStep);
        QFETCH(QString, feature);
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        if (!jit->hasFeature(feature.toStdString())) QSKIP("this CPU lacks what the tile needs");
        const bool tiles = feature == "amx-bf16";
        if (tiles && !tilesAllowed()) QSKIP("the system lets this process have no tile registers");
        const MicroKernelShape shape{static_cast<PanelNumber>(number), rows, vectors, lanes, rowStep ? rowStep : 1, rowStep ? 1 : rows,
                                     tiles ? MatrixUnit::Tiles : MatrixUnit::Vectors};
        const auto kernel = compileMicroKernel(*jit, shape);
        VERIFY_OK(kernel);
        std::optional<TileUnit> unit;
        if (tiles) unit.emplace();
        for (const std::int64_t depth : {0, 1, 3, 4, 9, 32, 40})
            for (const std::int64_t r : {rows, rows - 1, 1})
                for (const std::int64_t c : {shape.columns(), shape.columns() - 1, lanes, 1})
                    for (const bool accumulate : {false, true}) {
                        if (shape.number == PanelNumber::F32) check<float, float, 1>(*kernel, depth, r, c, accumulate);
                        if (shape.number == PanelNumber::F64) check<double, double, 1>(*kernel, depth, r, c, accumulate);
                        if (shape.number == PanelNumber::Bf16Pair) check<std::uint32_t, float, 2>(*kernel, depth, r, c, accumulate);
                        if (QTest::currentTestFailed()) return;
                    }
    }

    void features_are_whole_words() {
        const Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        QVERIFY(!jit->hasFeature("avx51"));
        QVERIFY(!jit->hasFeature(""));
    }
};

WHITTLE_TEST(GemmMicrokernelTest)
#include "gemm_microkernel_test.moc"
