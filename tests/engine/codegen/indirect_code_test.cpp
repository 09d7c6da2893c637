// Machine code that follows positions from memory: what it reads and writes by them, and where it stops.
#include <cmath>
#include <cstring>

#include "engine/codegen/cpu_jit.h"
#include "engine/tensor/tensor.h"
#include "tests/support/loops.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

Q_DECLARE_METATYPE(whittle::VectorIsa)

namespace {

TensorType typed(DType dtype, SymSizes sizes) { return {dtype, std::move(sizes), {}, {}}; }

Result<CompiledKernel> compiled(const LoopKernel& kernel, VectorIsa isa) {
    WHITTLE_TRY(CpuJit jit, CpuJit::create(isa));
    return jit.compile(kernel);
}

Tensor ramp(DType dtype, Sizes sizes) {
    std::vector<double> values(static_cast<std::size_t>(elementCount(sizes)));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i * 7 % 23) - 11;
    return Tensor::of<double>(std::span(values), std::move(sizes)).to(dtype);
}

Tensor positions(Index count, Index below) {
    std::vector<std::int64_t> values;
    for (Index i = 0; i < count; ++i) values.push_back(i * 5 % below);
    return Tensor::of<std::int64_t>(std::span(values), {count});
}

// All steps in `parts` calls, which stop at the first refusal.
KernelStop run(const CompiledKernel& code, std::vector<Tensor> inputs, Tensor& out, std::int64_t parts = 1) {
    std::vector<void*> buffers;
    for (Tensor& input : inputs) buffers.push_back(input.mutableData<std::byte>());
    buffers.push_back(out.mutableData<std::byte>());
    const std::int64_t steps = *code.steps.constant();
    for (std::int64_t i = 0; i < parts; ++i)
        if (const KernelStop stop = code.run(buffers.data(), nullptr, steps * i / parts, steps * (i + 1) / parts); stop.check >= 0) return stop;
    return {};
}

SymInt checkedRow(LoopBuilder& loops, Expr named, std::int64_t below) {
    return loops.indirect(loops.check((named >= 0.0) & (named < static_cast<double>(below)), named, "outside"), below);
}

// out[i] = table[at[i]]: positions differ from lane to lane.
LoopKernel elementsByPosition(std::int64_t count, std::int64_t below) {
    HandKernel hand({typed(DType::F32, {below}), typed(DType::I64, {count})});
    return hand.finish(typed(DType::F32, {count}), [&](LoopBuilder& loops) {
        loops.store(loops.at(input(0), {checkedRow(loops, loops.at(input(1), loops.index()), below)}));
    });
}

void addIsas() {
    QTest::addColumn<VectorIsa>("isa");
    QTest::newRow("baseline") << VectorIsa::Baseline;
    QTest::newRow("avx2") << VectorIsa::Avx2;
    QTest::newRow("host") << VectorIsa::Host;
}

}  // namespace

class IndirectCodeTest : public QObject {
    Q_OBJECT
private slots:
    void reads_elements_data() { addIsas(); }
    void reads_elements() {
        QFETCH(VectorIsa, isa);
        for (const std::int64_t count : {1, 5, 32, 61}) {
            const Result<CompiledKernel> code = compiled(elementsByPosition(count, 17), isa);
            VERIFY_OK(code);
            const Tensor table = ramp(DType::F32, {17}), at = positions(count, 17);
            Tensor out = Tensor::zeros(DType::F32, {count});
            QCOMPARE(run(*code, {table, at}, out).check, -1);
            for (Index i = 0; i < count; ++i) QCOMPARE(out.flat(i), table.flat(at.flatInt(i)));
        }
    }

    // Lanes go along the rows, which one position a row chooses; a division of it is worked out once.
    void reads_rows_data() { addIsas(); }
    void reads_rows() {
        QFETCH(VectorIsa, isa);
        HandKernel hand({typed(DType::F32, {6, 37}), typed(DType::I64, {9})});
        const LoopKernel kernel = hand.finish(typed(DType::F32, {9, 37}), [](LoopBuilder& loops) {
            const SymInt row = checkedRow(loops, loops.at(input(1), {loops.index(0)}), 12);
            loops.store(loops.at(input(0), {floorDiv(row, 2), loops.index(1)}) + loops.position(row).to(DType::F32));
        });
        const Result<CompiledKernel> code = compiled(kernel, isa);
        VERIFY_OK(code);
        const Tensor table = ramp(DType::F32, {6, 37}), at = positions(9, 12);
        Tensor out = Tensor::zeros(DType::F32, {9, 37});
        QCOMPARE(run(*code, {table, at}, out, 3).check, -1);
        for (Index i = 0; i < out.numel(); ++i) {
            const Index row = at.flatInt(i / 37);
            QCOMPARE(out.flat(i), table.flat(row / 2 * 37 + i % 37) + static_cast<double>(row));
        }
    }

    void stops_at_the_first_bad_position_data() { addIsas(); }
    void stops_at_the_first_bad_position() {
        QFETCH(VectorIsa, isa);
        const Result<CompiledKernel> code = compiled(elementsByPosition(45, 17), isa);
        VERIFY_OK(code);
        for (Index bad = 0; bad < 45; ++bad)
            for (const std::int64_t value : {std::int64_t{-1}, std::int64_t{17}, std::int64_t{1} << 62}) {
                Tensor at = positions(45, 17), out = Tensor::zeros(DType::F32, {45});
                at.mutableData<std::int64_t>()[bad] = value;
                if (bad < 44) at.mutableData<std::int64_t>()[44] = -9;
                const KernelStop stop = run(*code, {ramp(DType::F32, {17}), at}, out);
                QCOMPARE(stop.check, 0);
                QCOMPARE(stop.value, value);
            }
    }

    // What a mask leaves out may hold any position.
    void checks_nothing_outside_a_mask_data() { addIsas(); }
    void checks_nothing_outside_a_mask() {
        QFETCH(VectorIsa, isa);
        HandKernel hand({typed(DType::F32, {17}), typed(DType::I64, {45})});
        const LoopKernel kernel = hand.finish(typed(DType::F32, {45}), [](LoopBuilder& loops) {
            loops.store(loops.masked(loops.position(loops.index(0)) < 30.0,
                                     [&] { return loops.at(input(0), {checkedRow(loops, loops.at(input(1), loops.index()), 17)}); }, loops.number(DType::F32, -5)));
        });
        const Result<CompiledKernel> code = compiled(kernel, isa);
        VERIFY_OK(code);
        Tensor at = positions(45, 17), out = Tensor::zeros(DType::F32, {45});
        for (Index i = 30; i < 45; ++i) at.mutableData<std::int64_t>()[i] = std::int64_t{1} << 60;
        const Tensor table = ramp(DType::F32, {17});
        QCOMPARE(run(*code, {table, at}, out).check, -1);
        for (Index i = 0; i < 45; ++i) QCOMPARE(out.flat(i), i < 30 ? table.flat(at.flatInt(i)) : -5.0);
    }

    void runs_values_along_a_loop() {
        HandKernel hand({typed(DType::I32, {5, 23})});
        const LoopKernel kernel = hand.finish(typed(DType::I64, {5, 23}), [](LoopBuilder& loops) {
            loops.store(loops.scan(Combiner::Sum, 1, loops.at(input(0), loops.index()).to(DType::I64)));
        });
        const Result<CompiledKernel> code = compiled(kernel, VectorIsa::Host);
        VERIFY_OK(code);
        const Tensor x = ramp(DType::I32, {5, 23});
        Tensor out = Tensor::zeros(DType::I64, {5, 23});
        run(*code, {x}, out, 2);
        for (Index row = 0; row < 5; ++row)
            for (Index i = 0, sum = 0; i < 23; ++i) QCOMPARE(out.flatInt(row * 23 + i), sum += x.flatInt(row * 23 + i));
    }

    // Positions that come more than once are written in order, and what joins them starts from what is there. Lanes go along the
    // columns where the columns lie side by side.
    void writes_by_position_data() { addIsas(); }
    void writes_by_position() {
        QFETCH(VectorIsa, isa);
        for (const std::optional<Combiner> combiner : {std::optional<Combiner>(), std::optional(Combiner::Sum), std::optional(Combiner::Max)}) {
            HandKernel hand({typed(DType::F32, {9, 21}), typed(DType::I64, {9})});
            LoopKernel kernel = hand.finish(typed(DType::F32, {9, 21}), [](LoopBuilder& loops) {
                const SymInt row = checkedRow(loops, loops.at(input(1), {loops.index(0)}), 4);
                loops.store(loops.at(input(0), loops.index()) + loops.position(row).to(DType::F32));
            });
            std::swap(kernel.ranges[0], kernel.ranges[1]);  // columns are parallel, rows run in order
            kernel.buffers.back() = {LoopBuffer::Role::Update, DType::F32, {4, 21}, ValueId(2), {}};
            const LoopExpr& named = *std::find_if(kernel.exprs.all().begin(), kernel.exprs.all().end(), [](const LoopExpr& e) { return e.op == LoopOp::Indirect; });
            kernel.stores.front().offset = SymInt::symbol(named.ranges.front().name) * 21 + SymInt::symbol("i1");
            kernel.stores.front().combiner = combiner;
            const Result<CompiledKernel> code = compiled(kernel, isa);
            VERIFY_OK(code);
            const Tensor x = ramp(DType::F32, {9, 21}), at = positions(9, 4);
            Tensor out = ramp(DType::F32, {4, 21}), want = ramp(DType::F32, {4, 21});
            run(*code, {x, at}, out);
            for (Index i = 0; i < x.numel(); ++i) {
                float& slot = want.mutableData<float>()[at.flatInt(i / 21) * 21 + i % 21];
                const auto value = static_cast<float>(x.flat(i) + static_cast<double>(at.flatInt(i / 21)));
                slot = !combiner ? value : *combiner == Combiner::Sum ? slot + value : std::max(slot, value);
            }
            QVERIFY(std::memcmp(out.data<std::byte>(), want.data<std::byte>(), 4 * 21 * 4) == 0);
        }
    }

    // Sums of f32 in f64: as good as f64, along memory and across it, on every vector unit and in any split with the same bits.
    void sums_wide() {
        for (const int axis : {0, 1})
            for (const std::int64_t length : {1, 63, 64, 1000, 5000}) {
                const SymSizes sizes = axis == 1 ? SymSizes{3, length} : SymSizes{length, 37};
                HandKernel hand({typed(DType::F32, sizes)});
                const std::int64_t results = axis == 1 ? 3 : 37;
                const LoopKernel kernel = hand.finish(typed(DType::F32, {results}), [&](LoopBuilder& loops) {
                    loops.store(loops.wideSum({length}, [&](const SymSizes& r) {
                        return loops.at(input(0), axis == 1 ? SymSizes{loops.index(0), r[0]} : SymSizes{r[0], loops.index(0)});
                    }).to(DType::F32));
                });
                Tensor x = Tensor::empty(DType::F32, axis == 1 ? Sizes{3, length} : Sizes{length, 37}), first;
                for (Index i = 0; i < x.numel(); ++i) x.mutableData<float>()[i] = 0.1F + static_cast<float>(i % 97) * 0.013F;
                for (const VectorIsa isa : {VectorIsa::Baseline, VectorIsa::Avx2, VectorIsa::Host})
                    for (const std::int64_t parts : {1, 3}) {
                        const Result<CompiledKernel> code = compiled(kernel, isa);
                        VERIFY_OK(code);
                        Tensor out = Tensor::zeros(DType::F32, {results});
                        run(*code, {x}, out, parts);
                        for (Index i = 0; i < results; ++i) {
                            double want = 0;
                            for (Index r = 0; r < length; ++r) want += x.flat(axis == 1 ? i * length + r : r * 37 + i);
                            QVERIFY(std::fabs(out.flat(i) - want) <= 3e-7 * want);
                        }
                        if (!first.defined()) first = out;
                        QVERIFY(std::memcmp(first.data<std::byte>(), out.data<std::byte>(), static_cast<std::size_t>(results) * 4) == 0);
                    }
            }
    }
};

WHITTLE_TEST(IndirectCodeTest)
#include "indirect_code_test.moc"
