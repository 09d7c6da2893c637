#include "engine/schedule/split_reduction.h"

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
};

WHITTLE_TEST(SplitReductionTest)
#include "split_reduction_test.moc"
