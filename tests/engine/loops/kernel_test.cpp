#include "engine/loops/kernel.h"

#include "tests/support/loops.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

TensorType f32(SymSizes sizes) { return {DType::F32, std::move(sizes), {}, {}}; }
const SymInt kS0 = SymInt::symbol("s0");

// softmax over the last dimension, as an op's lowering would say it
LoopKernel softmax() {
    HandKernel hand({f32({kS0, 64})});
    return hand.finish(f32({kS0, 64}), [](LoopBuilder& loops) {
        const auto row = [&](const SymSizes& r) { return loops.at(input(0), {loops.index(0), r[0]}); };
        const Expr top = loops.reduce(Combiner::Max, {64}, row);
        const Expr sum = loops.reduce(Combiner::Sum, {64}, [&](const SymSizes& r) { return unary(LoopOp::Exp, row(r) - top); });
        loops.store(unary(LoopOp::Exp, loops.load(input(0)) - top) / sum);
    });
}

// Rows of b0 that b1 names
LoopKernel rowsByPosition() {
    HandKernel hand({f32({8, 4}), {DType::I64, {kS0}, {}, {}}});
    return hand.finish(f32({kS0, 4}), [](LoopBuilder& loops) {
        const Expr named = loops.at(input(1), {loops.index(0)});
        const Expr low = named >= 0.0;
        const Expr high = named < 8.0;
        const SymInt row = loops.indirect(loops.check(low & high, named, "{value} is outside", 8), 8);
        loops.store(loops.at(input(0), {row, loops.index(1)}));
    });
}

}  // namespace

class KernelTest : public QObject {
    Q_OBJECT
private slots:
    void prints_pointwise() {
        HandKernel hand({f32({kS0, 4}), f32({4})});
        const LoopKernel kernel = hand.finish(f32({kS0, 4}), [](LoopBuilder& loops) {
            const Expr x = loops.load(input(0));
            const Expr positive = x > 0.0;  // in statements: C++ orders no arguments, and the numbers below follow
            const Expr scaled = x * loops.load(input(1));
            loops.store(select(positive, scaled, x + x));
        });
        VERIFY_OK(checkKernel(kernel));
        QCOMPARE(toQ(printKernel(kernel)), QString("kernel k(s0)\n"
                                                   "  in  b0: f32[s0,4]\n"
                                                   "  in  b1: f32[4]\n"
                                                   "  out b2: f32[s0,4]\n"
                                                   "  for i0 in s0 parallel\n"
                                                   "    for i1 in 4\n"
                                                   "      v0 = load b0[4*i0 + i1] : f32\n"
                                                   "      v1 = gt v0, 0 : bool\n"
                                                   "      v2 = load b1[i1] : f32\n"
                                                   "      v3 = mul v0, v2 : f32\n"
                                                   "      v4 = add v0, v0 : f32\n"
                                                   "      v5 = select v1, v3, v4 : f32\n"
                                                   "      b2[4*i0 + i1] = v5\n"));
    }

    // An index names a position that another tensor holds; the check stands before whatever reads by it.
    void prints_positions_from_memory() {
        QCOMPARE(toQ(printKernel(rowsByPosition())), QString("kernel k(s0)\n"
                                                             "  in  b0: f32[8,4]\n"
                                                             "  in  b1: i64[s0]\n"
                                                             "  out b2: f32[s0,4]\n"
                                                             "  check c0: \"{value} is outside\" size 8\n"
                                                             "  for i0 in s0 parallel\n"
                                                             "    v0 = load b1[i0] : i64\n"
                                                             "    v1 = ge v0, 0 : bool\n"
                                                             "    v2 = lt v0, 8 : bool\n"
                                                             "    v3 = and v1, v2 : bool\n"
                                                             "    v4 = check v3, v0 else c0 : i64\n"
                                                             "    g6 = v4 below 8\n"
                                                             "    for i1 in 4\n"
                                                             "      v5 = load b0[4*g6 + i1] : f32\n"
                                                             "      b2[4*i0 + i1] = v5\n"));
    }

    void prints_scans_and_wide_sums() {
        HandKernel hand({f32({kS0, 4})});
        const LoopKernel kernel = hand.finish(f32({kS0, 4}), [](LoopBuilder& loops) {
            const Expr running = loops.scan(Combiner::Sum, 1, loops.load(input(0)));
            const Expr sum = loops.wideSum({4}, [&](const SymSizes& r) { return loops.at(input(0), {loops.index(0), r[0]}); });
            loops.store(running / sum.to(DType::F32));
        });
        VERIFY_OK(checkKernel(kernel));
        QCOMPARE(toQ(printKernel(kernel)), QString("kernel k(s0)\n"
                                                   "  in  b0: f32[s0,4]\n"
                                                   "  out b1: f32[s0,4]\n"
                                                   "  for i0 in s0 parallel\n"
                                                   "    for r0 in 4\n"
                                                   "      v0 = load b0[4*i0 + r0] : f32\n"
                                                   "      v1 sum= v0 in f64\n"
                                                   "    v2 = cast v1 : f32\n"
                                                   "    for i1 in 4\n"
                                                   "      v3 = load b0[4*i0 + i1] : f32\n"
                                                   "      v4 = scan sum along i1 v3 : f32\n"
                                                   "      v5 = div v4, v2 : f32\n"
                                                   "      b1[4*i0 + i1] = v5\n"));
    }

    // Reductions stand in the loop over rows, not in the loop over the row's elements.
    void reductions_run_where_their_variables_are() {
        const LoopKernel kernel = softmax();
        VERIFY_OK(checkKernel(kernel));
        const Placement placement = placeExprs(kernel);
        const auto countReductions = [&](std::size_t level) {
            int n = 0;
            for (const ExprId id : placement.levels[level]) n += kernel.exprs[id].op == LoopOp::Reduce;
            return n;
        };
        QCOMPARE(countReductions(0), 0);
        QCOMPARE(countReductions(1), 2);
        QCOMPARE(countReductions(2), 0);
    }

    void equal_expressions_are_one() {
        ExprPool pool;
        const Expr x = Expr::index(pool, SymInt::symbol("i0")).to(DType::F32);
        const Expr a = x * 2.0 + 1.0, b = x * 2.0 + 1.0;
        QVERIFY(a.id() == b.id());
        QVERIFY(x.like(0.0).id() != x.like(-0.0).id());
    }

    void broken_kernels_are_refused() {
        LoopKernel kernel = softmax();
        kernel.symbols.clear();
        QCOMPARE(describe(checkKernel(kernel)), QString("internal: kernel k: s0 is neither a loop variable nor a parameter"));
        HandKernel half({{DType::F16, {4}, {}, {}}});
        const LoopKernel narrow = half.finish({DType::F16, {4}, {}, {}}, [](LoopBuilder& loops) {
            const Expr x = loops.load(input(0));
            loops.store(x + x);
        });
        QCOMPARE(describe(checkKernel(narrow)),
                 QString("internal: kernel k: expression %1 (add) breaks the rule: no arithmetic in 16-bit floats"));

        LoopKernel blind = rowsByPosition();
        blind.exprs.add({.op = LoopOp::Load, .dtype = DType::F32, .index = SymInt::symbol("g6"), .buffer = 0});
        QVERIFY(describe(checkKernel(blind)).endsWith("(load) breaks the rule: the indirects of its index, then at most a bool mask"));
        LoopKernel unchecked = rowsByPosition();
        unchecked.checks.clear();
        QVERIFY(describe(checkKernel(unchecked)).endsWith("(check) breaks the rule: a check that exists"));
        LoopKernel joining = rowsByPosition();
        joining.stores.front().combiner = Combiner::Sum;
        QCOMPARE(describe(checkKernel(joining)), QString("internal: kernel k: a store of f32 into % of f32"));
        HandKernel line({f32({9})});  // its one loop is parallel
        const LoopKernel parallel = line.finish(f32({9}), [](LoopBuilder& loops) { loops.store(loops.scan(Combiner::Sum, 0, loops.load(input(0)))); });
        QVERIFY(describe(checkKernel(parallel)).endsWith("(scan) breaks the rule: along the innermost loop, which is not parallel"));
        LoopKernel over = HandKernel({f32({kS0})}).finish(f32({kS0}), [](LoopBuilder& loops) { loops.store(-loops.load(input(0))); });
        over.buffers[0].overwritten = true;
        VERIFY_OK(checkKernel(over));
        QVERIFY(printKernel(over).find("in  b0: f32[s0] overwritten\n") != std::string::npos);
        LoopKernel ahead = softmax();
        ahead.buffers[0].overwritten = true;
        QVERIFY(describe(checkKernel(ahead)).endsWith("(load) breaks the rule: a buffer that is written over is read where its elements are stored"));
    }
};

WHITTLE_TEST(KernelTest)
#include "kernel_test.moc"
