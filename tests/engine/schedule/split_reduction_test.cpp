#include "engine/schedule/split_reduction.h"

#include "engine/loops/kernel_text.h"
#include "tests/support/loops.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

TensorType f32(SymSizes sizes) { return {DType::F32, std::move(sizes), {}, {}}; }

std::vector<LoopKernel> split(LoopKernel kernel) {
    std::int32_t next = 100;
    std::vector<LoopKernel> out;
    for (LoweredKernel& part : splitReductions({std::move(kernel), {}}, [&] { return ValueId(next++); })) out.push_back(std::move(part.kernel));
    return out;
}

// exp, summed over `extents` into one number
LoopKernel sumOfAll(const SymSizes& extents) {
    HandKernel hand({f32(extents)});
    return hand.finish(f32({}), [&](LoopBuilder& loops) {
        loops.store(loops.reduce(Combiner::Sum, extents, [&](const SymSizes& r) { return unary(LoopOp::Exp, loops.at(input(0), r)); }) * 2.0);
    });
}

LoopKernel parsed(std::string_view text) {
    auto kernel = parseKernel(text);
    if (!kernel) qFatal("%s", qPrintable(describe(kernel)));
    return *std::move(kernel);
}

// Softmax of `columns` columns of `rows` elements.
std::string softmaxOfColumns(int rows, int columns) {
    return fmt::format(R"(kernel k()
  in  b0: f32[{0},{1}]
  out b1: f32[{0},{1}]  # %s
  for i1 in {1} parallel
    for r0 in {0}
      v0 = load b0[i1 + {1}*r0] : f32
      v1 max= v0
    for r1 in {0}
      v2 = load b0[i1 + {1}*r1] : f32
      v3 = sub v2, v1 : f32
      v4 = exp v3 : f32
      v5 sum= v4 in f64
    v6 = div 1, v5 : f64
    v7 = cast v6 : f32
    for i0 in {0}
      v8 = load b0[{1}*i0 + i1] : f32
      v9 = sub v8, v1 : f32
      v10 = exp v9 : f32
      v11 = mul v10, v7 : f32
      b1[{1}*i0 + i1] = v11
)", rows, columns);
}

}  // namespace

class SplitReductionTest : public QObject {
    Q_OBJECT
private slots:
    void parts_are_joined_in_order() {
        const std::vector<LoopKernel> kernels = split(sumOfAll({98304}));
        QCOMPARE(kernels.size(), std::size_t{2});
        for (const LoopKernel& kernel : kernels) VERIFY_OK(checkKernel(kernel));
        QCOMPARE(toQ(printKernel(kernels[0])), QString("kernel k_parts()\n"
                                                       "  in  b0: f32[98304]\n"
                                                       "  out b1: f32[3,1]  # %.parts\n"
                                                       "  for r0p in 3 parallel\n"
                                                       "    for r0 in 32768\n"
                                                       "      v0 = load b0[r0 + 32768*r0p] : f32\n"
                                                       "      v1 = exp v0 : f32\n"
                                                       "      v2 sum= v1\n"
                                                       "    b1[r0p] = v2\n"));
        QCOMPARE(toQ(printKernel(kernels[1])), QString("kernel k()\n"
                                                       "  in  b0: f32[3,1]  # %.parts\n"
                                                       "  out b1: f32[]\n"
                                                       "  for r0p in 3\n"
                                                       "    v0 = load b0[r0p] : f32\n"
                                                       "    v1 sum= v0\n"
                                                       "  v2 = mul v1, 2 : f32\n"
                                                       "  b1[0] = v2\n"));
    }

    // The last part of a prime number of elements, and of a number that the run knows, ends where they do.
    void the_last_part_may_be_short() {
        for (const SymInt& size : {SymInt(100003), SymInt::symbol("n")}) {
            const std::vector<LoopKernel> kernels = split(sumOfAll({size}));
            QCOMPARE(kernels.size(), std::size_t{2});
            for (const LoopKernel& kernel : kernels) VERIFY_OK(checkKernel(kernel));
            const auto extent = kernels[0].exprs.all().back().ranges.front().extent;
            const auto at = [&](std::int64_t part, std::int64_t n) {
                return extent.evaluate([&](std::string_view name) { return std::optional(name == "n" ? n : part); }).value_or(-1);
            };
            QCOMPARE(at(0, 100003), 32768);
            QCOMPARE(at(3, 100003), 100003 - 3 * 32768);
        }
    }

    void what_one_part_suffices_for_stays() {
        QCOMPARE(split(sumOfAll({40000})).size(), std::size_t{1});
        QCOMPARE(split(sumOfAll({3, 100})).size(), std::size_t{1});
        HandKernel hand({f32({100, 4096})});
        LoopKernel rows = hand.finish(f32({100}), [](LoopBuilder& loops) {
            loops.store(loops.reduce(Combiner::Max, {4096}, [&](const SymSizes& r) { return loops.at(input(0), {loops.index(0), r[0]}); }));
        });
        QCOMPARE(split(std::move(rows)).size(), std::size_t{1});
    }

    // Columns are side by side: one step walks all of them.
    void columns_are_cut_across() {
        HandKernel hand({f32({8192, 256})});
        LoopKernel columns = hand.finish(f32({256}), [](LoopBuilder& loops) {
            loops.store(loops.reduce(Combiner::Max, {8192}, [&](const SymSizes& r) { return loops.at(input(0), {r[0], loops.index(0)}); }));
        });
        const std::vector<LoopKernel> kernels = split(std::move(columns));
        QCOMPARE(kernels.size(), std::size_t{2});
        for (const LoopKernel& kernel : kernels) VERIFY_OK(checkKernel(kernel));
        QCOMPARE(toQ(kernels[0].ranges[0].extent.text()), QString("64"));
        QCOMPARE(kernels[0].parallel, 2);
    }

    // Both reductions in parts, and the rows in the order of memory, with what they need once a column.
    void long_columns_become_rows() {
        const std::vector<LoopKernel> kernels = split(parsed(softmaxOfColumns(32768, 127)));
        QStringList names;
        for (const LoopKernel& kernel : kernels) {
            VERIFY_OK(checkKernel(kernel));
            names << toQ(kernel.name);
        }
        QCOMPARE(names, (QStringList{"k_parts", "k_joined", "k_parts2", "k_joined2", "k"}));
        QCOMPARE(toQ(printKernel(kernels[1])), QString("kernel k_joined()\n"
                                                       "  in  b0: f32[128,127]  # %s.parts\n"
                                                       "  out b1: f32[127]  # %s.joined\n"
                                                       "  for i1 in 127 parallel\n"
                                                       "    for r0p in 128\n"
                                                       "      v0 = load b0[i1 + 127*r0p] : f32\n"
                                                       "      v1 max= v0\n"
                                                       "    b1[i1] = v1\n"));
        QCOMPARE(toQ(printKernel(kernels[2])), QString("kernel k_parts2()\n"
                                                       "  in  b0: f32[127]  # %s.joined\n"
                                                       "  in  b1: f32[32768,127]\n"
                                                       "  out b2: f64[128,127]  # %s.parts\n"
                                                       "  for r1p in 128 parallel\n"
                                                       "    for i1 in 127 parallel\n"
                                                       "      v0 = load b0[i1] : f32\n"
                                                       "      for r1 in 256\n"
                                                       "        v1 = load b1[i1 + 127*r1 + 32512*r1p] : f32\n"
                                                       "        v2 = sub v1, v0 : f32\n"
                                                       "        v3 = exp v2 : f32\n"
                                                       "        v4 sum= v3 in f64\n"
                                                       "      b2[i1 + 127*r1p] = v4\n"));
        QCOMPARE(toQ(printKernel(kernels[4])), QString("kernel k()\n"
                                                       "  in  b0: f32[127]  # %s.joined\n"
                                                       "  in  b1: f32[127]  # %s.joined\n"
                                                       "  in  b2: f32[32768,127]\n"
                                                       "  out b3: f32[32768,127]  # %s\n"
                                                       "  for i0 in 32768 parallel\n"
                                                       "    for i1 in 127\n"
                                                       "      v0 = load b0[i1] : f32\n"
                                                       "      v1 = load b1[i1] : f32\n"
                                                       "      v2 = load b2[127*i0 + i1] : f32\n"
                                                       "      v3 = sub v2, v0 : f32\n"
                                                       "      v4 = exp v3 : f32\n"
                                                       "      v5 = mul v4, v1 : f32\n"
                                                       "      b3[127*i0 + i1] = v5\n"));
    }

    // Columns that a core's cache holds from loop to loop, and so many of them that there is work for all threads.
    void short_or_many_columns_stay() {
        QCOMPARE(split(parsed(softmaxOfColumns(4096, 127))).size(), std::size_t{1});
        QCOMPARE(split(parsed(softmaxOfColumns(32768, 513))).size(), std::size_t{1});
        QCOMPARE(split(parsed(softmaxOfColumns(32768, 512))).size(), std::size_t{5});
    }
};

WHITTLE_TEST(SplitReductionTest)
#include "split_reduction_test.moc"
