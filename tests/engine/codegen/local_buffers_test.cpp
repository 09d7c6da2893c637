// Rows that pass through the kernel's own frame: kept there between loops, or copied before they are transposed. Same values, and no memory
// outside the tensors.
#include <cmath>
#include <cstring>

#include "engine/codegen/cpu_jit.h"
#include "engine/codegen/kept_row.h"
#include "engine/loops/kernel_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

Q_DECLARE_METATYPE(whittle::VectorIsa)

namespace {

void addIsas() {
    QTest::addColumn<VectorIsa>("isa");
    QTest::newRow("baseline") << VectorIsa::Baseline;
    QTest::newRow("avx2") << VectorIsa::Avx2;
    QTest::newRow("host") << VectorIsa::Host;
}

LoopKernel parsed(std::string_view text) {
    auto kernel = parseKernel(text);
    if (!kernel) qFatal("%s", qPrintable(describe(kernel)));
    return *std::move(kernel);
}

// Softmax of each column, stored as a column or as a row.
std::string softmaxOfColumns(int rows, int columns, bool asRows) {
    return fmt::format(R"(kernel k()
  in  b0: f32[{0},{1}]
  out b1: f32[{2},{3}]
  for i1 in {1} parallel
    for r0 in {0}
      v0 = load b0[i1 + {1}*r0] : f32
      v1 max= v0
    for r1 in {0}
      v2 = load b0[i1 + {1}*r1] : f32
      v3 = sub v2, v1 : f32
      v4 = exp v3 : f32
      v5 sum= v4 in f64
    v6 = cast v5 : f32
    for i0 in {0}
      v7 = load b0[{1}*i0 + i1] : f32
      v8 = sub v7, v1 : f32
      v9 = exp v8 : f32
      v10 = div v9, v6 : f32
      b1[{4}] = v10
)", rows, columns, asRows ? columns : rows, asRows ? rows : columns, asRows ? fmt::format("i0 + {}*i1", rows) : fmt::format("{}*i0 + i1", columns));
}

std::string scanOfRows(int rows, int columns) {
    return fmt::format(R"(kernel k()
  in  b0: f32[{0},{1}]
  out b1: f32[{0},{1}]
  for i0 in {0} parallel
    for i1 in {1}
      v0 = load b0[{1}*i0 + i1] : f32
      v1 = cast v0 : f64
      v2 = scan sum along i1 v1 : f64
      v3 = cast v2 : f32
      b1[{1}*i0 + i1] = v3
)", rows, columns);
}

// Runs all steps in `parts` calls, with marks on both sides of the result.
std::vector<float> run(const CompiledKernel& code, const std::vector<float>& in, std::int64_t parts) {
    constexpr std::size_t kMargin = 64;
    constexpr float kMark = -77;
    std::vector<float> out(in.size() + 2 * kMargin, kMark), input = in;
    void* buffers[] = {input.data(), out.data() + kMargin};
    const std::int64_t steps = *code.steps.constant();
    for (std::int64_t i = 0; i < parts; ++i) code.run(buffers, nullptr, steps * i / parts, steps * (i + 1) / parts);
    for (std::size_t i = 0; i < kMargin; ++i)
        if (out[i] != kMark || out[out.size() - 1 - i] != kMark) return {};
    return {out.begin() + kMargin, out.end() - kMargin};
}

std::vector<float> ramp(std::size_t count) {
    std::vector<float> out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<float>(i * 7 % 23) * 0.3f - 2;
    return out;
}

}  // namespace

class LocalBuffersTest : public QObject {
    Q_OBJECT
private slots:
    // What the first loop loads from far apart, then the exponentials in its place.
    void keeps_a_row_in_each_lane_data() { addIsas(); }
    void keeps_a_row_in_each_lane() {
        QFETCH(VectorIsa, isa);
        auto jit = CpuJit::create(isa);
        VERIFY_OK(jit);
        for (const bool asRows : {false, true})
            for (const auto& [rows, columns] : {std::pair{100, 600}, {77, 1031}, {64, 513}}) {
                const auto code = jit->compile(parsed(softmaxOfColumns(rows, columns, asRows)));
                VERIFY_OK(code);
                QVERIFY2(code->vector.text.find("load, exp of the rows kept in ") != std::string::npos, code->vector.text.c_str());
                const std::vector<float> in = ramp(static_cast<std::size_t>(rows * columns));
                const std::vector<float> got = run(*code, in, 1);
                QCOMPARE(got.size(), in.size());
                for (int c = 0; c < columns; ++c) {
                    double sum = 0;
                    for (int r = 0; r < rows; ++r) sum += std::exp(double(in[static_cast<std::size_t>(r * columns + c)]));
                    for (int r = 0; r < rows; ++r) {
                        const double want = std::exp(double(in[static_cast<std::size_t>(r * columns + c)])) / sum;
                        QVERIFY(std::fabs(got[static_cast<std::size_t>(asRows ? c * rows + r : r * columns + c)] - want) < 1e-6);
                    }
                }
                QVERIFY(run(*code, in, 3) == got);
            }
    }

    // One room serves both, since each step reads the number before it stores the exponential; costly things alone where nothing is far.
    void shares_rooms() {
        const auto kept = [](int rows, int columns, bool isFar) {
            const LoopKernel kernel = parsed(softmaxOfColumns(rows, columns, false));
            return keptLanes(kernel, placeExprs(kernel), {.lanes = 16, .perLane = [](ExprId) { return true; }, .isFar = [&](ExprId, const LoopVar&) { return isFar; }});
        };
        const KeptLanes far = kept(100, 600, true);
        QCOMPARE(far.elements.size(), std::size_t{2});
        QCOMPARE(far.rooms.size(), std::size_t{1});
        QCOMPARE(far.bytes, 100 * 16 * 4);
        QCOMPARE(far.elements[0].variable, std::string("r0"));
        QCOMPARE(far.elements[0].again.size(), std::size_t{1});
        QCOMPARE(far.elements[0].again[0].variable, std::string("r1"));
        QCOMPARE(far.elements[1].variable, std::string("r1"));
        QCOMPARE(far.elements[1].again[0].variable, std::string("i0"));
        const KeptLanes near = kept(100, 600, false);
        QCOMPARE(near.elements.size(), std::size_t{1});
        QCOMPARE(near.elements[0].variable, std::string("r1"));
        QVERIFY(kept(1 << 12, 600, true).elements.size() == 2);
        QVERIFY(kept((1 << 12) + 1, 600, true).elements.empty());  // a quarter of a megabyte and more
    }

    // Rows that begin inside cache lines; the last run is a short one, and so is the last block of lanes.
    void copies_rows_before_it_transposes_them_data() { addIsas(); }
    void copies_rows_before_it_transposes_them() {
        QFETCH(VectorIsa, isa);
        auto jit = CpuJit::create(isa);
        VERIFY_OK(jit);
        for (const auto& [rows, columns, copied] : {std::tuple{37, 131, true}, {16, 1001, true}, {33, 65, true}, {32, 97, true}, {20, 256, false}, {40, 7, false}}) {
            const auto code = jit->compile(parsed(scanOfRows(rows, columns)));
            VERIFY_OK(code);
            QVERIFY2((code->vector.text.find("1 copied by ") != std::string::npos) == copied, code->vector.text.c_str());
            const std::vector<float> in = ramp(static_cast<std::size_t>(rows * columns));
            const std::vector<float> got = run(*code, in, 1);
            QCOMPARE(got.size(), in.size());
            for (int r = 0; r < rows; ++r) {
                double sum = 0;
                for (int c = 0; c < columns; ++c) {
                    const auto i = static_cast<std::size_t>(r * columns + c);
                    sum += double(in[i]);
                    QCOMPARE(got[i], static_cast<float>(sum));
                }
            }
            QVERIFY(run(*code, in, 2) == got);
        }
    }

    // Both are in the schedule with their reasons.
    void the_schedule_tells() {
        const auto schedule = [](const std::string& text) {
            auto jit = CpuJit::create();
            const auto code = jit ? jit->compile(parsed(text)) : Result<CompiledKernel>(std::unexpected(jit.error()));
            return code ? scheduleText(code->vector.schedule) : describe(code).toStdString();
        };
        const std::string columns = schedule(softmaxOfColumns(100, 600, true));
        QVERIFY2(columns.find("local-buffer r0 of load; local-buffer r1 of exp") != std::string::npos, columns.c_str());
        QVERIFY2(columns.find("prefetch r0 of 1; prefetch r1 of 1 a block ahead") != std::string::npos, columns.c_str());
        const std::string near = schedule(softmaxOfColumns(100, 400, true));  // within a page: nothing is loaded ahead, and the exponentials alone are kept
        QVERIFY2(near.find("local-buffer r1 of exp") != std::string::npos && near.find("prefetch") == std::string::npos, near.c_str());
        const std::string scan = schedule(scanOfRows(64, 1031));
        QVERIFY2(scan.find("tile i1 by ") != std::string::npos && scan.find("local-buffer i1 by ") != std::string::npos, scan.c_str());
    }
};

WHITTLE_TEST(LocalBuffersTest)
#include "local_buffers_test.moc"
