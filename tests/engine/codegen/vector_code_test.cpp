// What runs in vector lanes and what it must keep to: memory outside a tensor, the bits of a result, NaN in every lane.
#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "engine/codegen/cpu_jit.h"
#include "engine/tensor/tensor.h"
#include "tests/support/loops.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

Q_DECLARE_METATYPE(whittle::DType)
Q_DECLARE_METATYPE(whittle::VectorIsa)

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TensorType typed(DType dtype, SymSizes sizes) { return {dtype, std::move(sizes), {}, {}}; }

Result<CompiledKernel> compiled(const LoopKernel& kernel, VectorIsa isa = VectorIsa::Host) {
    WHITTLE_TRY(CpuJit jit, CpuJit::create(isa));
    return jit.compile(kernel);
}

Tensor ramp(DType dtype, Sizes sizes) {
    std::vector<double> values(static_cast<std::size_t>(elementCount(sizes)));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i * 7 % 23) - 11;
    return Tensor::of<double>(std::span(values), std::move(sizes)).to(dtype);
}

// Runs all steps in `parts` calls. Outputs: the kernel's last buffer.
Tensor run(const CompiledKernel& code, const LoopKernel& kernel, std::vector<Tensor> inputs, Sizes outSizes, std::int64_t parts = 1,
           std::vector<std::int64_t> symbols = {}) {
    Tensor out = Tensor::zeros(kernel.buffers.back().dtype, std::move(outSizes));
    std::vector<void*> buffers;
    for (Tensor& input : inputs) buffers.push_back(input.mutableData<std::byte>());
    buffers.push_back(out.mutableData<std::byte>());
    const std::int64_t steps = *code.steps.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        for (std::size_t i = 0; i < kernel.symbols.size(); ++i)
            if (kernel.symbols[i] == name) return symbols[i];
        return std::nullopt;
    });
    for (std::int64_t i = 0; i < parts; ++i) code.run(buffers.data(), symbols.data(), steps * i / parts, steps * (i + 1) / parts);
    return out;
}

// Memory whose end is the end of what may be touched.
class Fenced {
public:
    explicit Fenced(std::size_t bytes) : m_page(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))), m_size((bytes + m_page - 1) / m_page * m_page + m_page) {
        m_base = static_cast<std::byte*>(mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        mprotect(m_base + m_size - m_page, m_page, PROT_NONE);
        m_data = m_base + m_size - m_page - bytes;
    }
    ~Fenced() { munmap(m_base, m_size); }
    Fenced(const Fenced&) = delete;
    Fenced& operator=(const Fenced&) = delete;
    std::byte* data() const { return m_data; }

private:
    std::size_t m_page, m_size;
    std::byte* m_base;
    std::byte* m_data;
};

LoopKernel sumOver(DType dtype, Combiner combiner, const SymSizes& sizes, int axis) {
    HandKernel hand({typed(dtype, sizes)});
    const SymSizes out{sizes[static_cast<std::size_t>(1 - axis)]};
    return hand.finish(typed(dtype, out), [&](LoopBuilder& loops) {
        loops.store(loops.reduce(combiner, {sizes[static_cast<std::size_t>(axis)]}, [&](const SymSizes& r) {
            return axis == 1 ? loops.at(input(0), {loops.index(0), r[0]}) : loops.at(input(0), {r[0], loops.index(0)});
        }));
    });
}

LoopKernel softmaxRows(const SymSizes& sizes) {
    HandKernel hand({typed(DType::F32, sizes)});
    return hand.finish(typed(DType::F32, sizes), [&](LoopBuilder& loops) {
        const auto row = [&](const SymSizes& r) { return loops.at(input(0), {loops.index(0), r[0]}); };
        const Expr top = loops.reduce(Combiner::Max, {sizes[1]}, row);
        const Expr sum = loops.reduce(Combiner::Sum, {sizes[1]}, [&](const SymSizes& r) { return unary(LoopOp::Exp, row(r) - top); });
        loops.store(unary(LoopOp::Exp, loops.load(input(0)) - top) / sum);
    });
}

void addIsas() {
    QTest::addColumn<VectorIsa>("isa");
    QTest::newRow("baseline") << VectorIsa::Baseline;
    QTest::newRow("avx2") << VectorIsa::Avx2;
    QTest::newRow("host") << VectorIsa::Host;
}

}  // namespace

class VectorCodeTest : public QObject {
    Q_OBJECT
private slots:
    void says_what_runs_in_lanes() {
        const auto pointwise = [](SymSizes sizes) {
            HandKernel hand({typed(DType::F32, sizes)});
            return hand.finish(typed(DType::F32, sizes), [](LoopBuilder& loops) { loops.store(-loops.load(input(0))); });
        };
        Result<CpuJit> jit = CpuJit::create(VectorIsa::Avx2);
        VERIFY_OK(jit);
        const auto facts = [&](const LoopKernel& kernel) {
            const Result<CompiledKernel> code = jit->compile(kernel);
            return code ? toQ(fmt::format("{} {}: {}; steps {}", code->vector.isa, code->vector.width, code->vector.text, code->steps.text())) : describe(code);
        };
        if (jit->vectorIsa() != "avx2") QSKIP("for x86");
        QCOMPARE(facts(pointwise({100})), QString("avx2 8: vector width 8 x 2 over i0; steps 7"));
        QCOMPARE(facts(pointwise({4, 6})), QString("avx2 8: vector width 8 over i1; steps 4"));
        QCOMPARE(facts(pointwise({100, 3})), QString("avx2 8: vector width 8 over i0, tiles of 8 steps over i1: 0 loads and 1 store transposed; steps 13"));
        QCOMPARE(facts(pointwise({2, 3})), QString("scalar 1: scalar: the loop over neighbouring elements has 3 steps; steps 2"));
        QCOMPARE(facts(pointwise({SymInt::symbol("n")})), QString("avx2 8: vector width 8 x 2 over i0; steps ((n + 15)//16)"));
        QCOMPARE(facts(sumOver(DType::F32, Combiner::Sum, {5, 100}, 1)),
                 QString("avx2 8: vector width 8 x 8 over r0, scalar outside: the reductions run along memory; steps 5"));
        QCOMPARE(facts(sumOver(DType::F32, Combiner::Sum, {100, 64}, 0)), QString("avx2 8: vector width 8 over i0; steps 8"));
    }

    // Loads and stores of the last, partial block stay inside, whatever the length.
    void touches_nothing_past_the_end_data() { addIsas(); }
    void touches_nothing_past_the_end() {
        QFETCH(VectorIsa, isa);
        const SymInt n = SymInt::symbol("n");
        for (const DType dtype : {DType::F32, DType::F64, DType::F16, DType::BF16, DType::I64, DType::U8, DType::Bool}) {
            HandKernel hand({typed(dtype, {n})});
            const LoopKernel kernel = hand.finish(typed(dtype, {n}), [&](LoopBuilder& loops) { loops.store(loops.load(input(0))); });
            const Result<CompiledKernel> code = compiled(kernel, isa);
            VERIFY_OK(code);
            for (std::int64_t length = 0; length < 70; ++length) {
                const std::size_t bytes = static_cast<std::size_t>(length) * dtypeSize(dtype);
                const Fenced in(bytes), out(bytes);
                for (std::size_t i = 0; i < bytes; ++i) in.data()[i] = std::byte(dtype == DType::Bool ? i % 2 : 1 + i % 100);
                void* buffers[] = {in.data(), out.data()};
                const std::int64_t steps = *code->steps.evaluate([&](std::string_view) { return std::optional(length); });
                code->run(buffers, &length, 0, steps / 2);
                code->run(buffers, &length, steps / 2, steps);
                QVERIFY(std::memcmp(in.data(), out.data(), bytes) == 0);
            }
        }
    }

    void reduces_every_length_data() { addIsas(); }
    void reduces_every_length() {
        QFETCH(VectorIsa, isa);
        const SymInt n = SymInt::symbol("n");
        for (const auto& [dtype, combiner] : {std::pair(DType::F32, Combiner::Sum), std::pair(DType::I32, Combiner::Sum), std::pair(DType::I64, Combiner::Min),
                                              std::pair(DType::F64, Combiner::Max), std::pair(DType::U8, Combiner::Max)})
            for (int axis = 0; axis < 2; ++axis) {
                const LoopKernel kernel = sumOver(dtype, combiner, axis == 1 ? SymSizes{3, n} : SymSizes{n, 37}, axis);
                const Result<CompiledKernel> code = compiled(kernel, isa);
                VERIFY_OK(code);
                for (std::int64_t length = 1; length < 150; length += length < 40 ? 1 : 13) {
                    const Sizes sizes = axis == 1 ? Sizes{3, length} : Sizes{length, 37};
                    const Tensor x = ramp(dtype, sizes);
                    const Tensor got = run(*code, kernel, {x}, {sizes[1 - axis]}, 1, {length});
                    for (Index i = 0; i < got.numel(); ++i) {
                        double want = combiner == Combiner::Sum ? 0 : combiner == Combiner::Max ? -1e9 : 1e9;
                        for (Index r = 0; r < length; ++r) {
                            const double element = x.flat(axis == 1 ? i * length + r : r * 37 + i);
                            want = combiner == Combiner::Sum ? want + element : combiner == Combiner::Max ? std::max(want, element) : std::min(want, element);
                        }
                        QCOMPARE(got.flat(i), want);
                    }
                }
            }
    }

    // Where one body serves full and partial blocks: nothing outside is touched, and lanes outside add nothing.
    void long_bodies_data() { addIsas(); }
    void long_bodies() {
        QFETCH(VectorIsa, isa);
        const SymInt n = SymInt::symbol("n");
        const auto heavy = [](Expr x) { return unary(LoopOp::Tanh, unary(LoopOp::Erf, unary(LoopOp::Exp, unary(LoopOp::Erf, x)))); };
        HandKernel pointwise({typed(DType::F32, {n})}), reduction({typed(DType::F32, {n})});
        const LoopKernel kernels[] = {
            pointwise.finish(typed(DType::F32, {n}), [&](LoopBuilder& loops) { loops.store(heavy(loops.load(input(0)))); }),
            reduction.finish(typed(DType::F32, {}), [&](LoopBuilder& loops) {
                loops.store(loops.reduce(Combiner::Sum, {n}, [&](const SymSizes& r) { return heavy(loops.at(input(0), r)); }));
            })};
        for (const LoopKernel& kernel : kernels) {
            const bool reduces = &kernel == &kernels[1];
            const Result<CompiledKernel> code = compiled(kernel, isa);
            VERIFY_OK(code);
            for (std::int64_t length = 1; length < 70; ++length) {
                const auto count = static_cast<std::size_t>(length);
                const Fenced in(count * 4), out(reduces ? 4 : count * 4);
                auto* x = reinterpret_cast<float*>(in.data());
                const auto* got = reinterpret_cast<const float*>(out.data());
                for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<float>(i) * 0.06f - 2;
                void* buffers[] = {in.data(), out.data()};
                code->run(buffers, &length, 0, *code->steps.evaluate([&](std::string_view) { return std::optional(length); }));
                double sum = 0;
                for (std::size_t i = 0; i < count; ++i) {
                    const double want = std::tanh(std::erf(std::exp(std::erf(double(x[i])))));
                    sum += want;
                    if (!reduces) QVERIFY(std::fabs(got[i] - want) < 1e-6);
                }
                if (reduces) QVERIFY(std::fabs(got[0] - sum) < 1e-6 * double(length));
            }
        }
    }

    void nan_wins_in_every_lane() {
        for (const Combiner combiner : {Combiner::Max, Combiner::Min}) {
            const LoopKernel kernel = sumOver(DType::F32, combiner, {1, 83}, 1);
            const Result<CompiledKernel> code = compiled(kernel);
            VERIFY_OK(code);
            for (Index at = 0; at < 83; ++at) {
                std::vector<double> values(83, 1.0);
                values[static_cast<std::size_t>(at)] = kNan;
                QVERIFY(std::isnan(run(*code, kernel, {Tensor::of<double>(std::span(values), {1, 83}).to(DType::F32)}, {1}).flat(0)));
            }
        }
    }

    void has_the_same_bits_however_it_is_split() {
        HandKernel hand({typed(DType::F32, {1003})});
        const LoopKernel flat = hand.finish(typed(DType::F32, {1003}), [](LoopBuilder& loops) { loops.store(unary(LoopOp::Tanh, loops.load(input(0)) * 0.1)); });
        const std::tuple<LoopKernel, Sizes, Sizes> cases[] = {{flat, {1003}, {1003}},
                                                              {softmaxRows({37, 71}), {37, 71}, {37, 71}},
                                                              {sumOver(DType::F32, Combiner::Sum, {41, 333}, 0), {41, 333}, {333}},
                                                              {sumOver(DType::F32, Combiner::Sum, {41, 333}, 1), {41, 333}, {41}}};
        for (const auto& [kernel, in, out] : cases) {
            const Result<CompiledKernel> code = compiled(kernel);
            VERIFY_OK(code);
            const Tensor whole = run(*code, kernel, {ramp(DType::F32, in)}, out);
            for (const std::int64_t parts : {2, 3, 7, 16}) {
                const Tensor split = run(*code, kernel, {ramp(DType::F32, in)}, out, parts);
                QVERIFY(std::memcmp(whole.data<std::byte>(), split.data<std::byte>(), static_cast<std::size_t>(whole.numel()) * 4) == 0);
            }
        }
    }

    // A reduction's lanes are counted by the kernel, not by the machine.
    void sums_alike_on_every_vector_unit() {
        const LoopKernel kernel = sumOver(DType::F32, Combiner::Sum, {9, 1001}, 1);
        const std::vector<double> tenths(9009, 0.1);
        const Tensor x = Tensor::of<double>(std::span(tenths), {9, 1001}).to(DType::F32);
        std::vector<Tensor> results;
        for (const VectorIsa isa : {VectorIsa::Baseline, VectorIsa::Avx2, VectorIsa::Host}) {
            const Result<CompiledKernel> code = compiled(kernel, isa);
            VERIFY_OK(code);
            results.push_back(run(*code, kernel, {x}, {9}));
        }
        for (const Tensor& result : results) QVERIFY(std::memcmp(results[0].data<std::byte>(), result.data<std::byte>(), 36) == 0);
    }

    void gathers_data() { addIsas(); }
    void gathers() {
        QFETCH(VectorIsa, isa);
        // Strided, backwards, through divisions that lanes share and that they do not, and under a mask.
        const SymInt i = SymInt::symbol("i0");
        const SymInt indices[] = {i * 3, SymInt(299) - i, floorDiv(i, 64) * 100 + mod(i, 64), floorDiv(i, 7) * 5 + mod(i, 7), floorDiv(i, 20)};
        const Tensor x = ramp(DType::F32, {301});
        for (const SymInt& index : indices) {
            HandKernel hand({typed(DType::F32, {301})});
            const LoopKernel kernel = hand.finish(typed(DType::F32, {99}), [&](LoopBuilder& loops) {
                const Expr inside = loops.masked(loops.position(i) < 90.0, [&] { return loops.at(input(0), {index}); }, loops.number(DType::F32, -1));
                loops.store(loops.at(input(0), {index}) * 100.0 + inside);
            });
            const Result<CompiledKernel> code = compiled(kernel, isa);
            VERIFY_OK(code);
            const Tensor got = run(*code, kernel, {x}, {99});
            for (Index at = 0; at < 99; ++at) {
                const double element = x.flat(*index.evaluate([&](std::string_view) { return std::optional<std::int64_t>(at); }));
                QCOMPARE(got.flat(at), element * 100 + (at < 90 ? element : -1));
            }
        }
    }

    // Loads and stores that lie along another loop than the lanes, for every size of the last tile in both directions; nothing outside is touched.
    void tiles_data() { addIsas(); }
    void tiles() {
        QFETCH(VectorIsa, isa);
        const SymInt n = SymInt::symbol("n"), m = SymInt::symbol("m");
        for (const DType dtype : {DType::F32, DType::F64, DType::BF16, DType::U8, DType::Bool}) {
            // Rows of an input are columns of the output, where the loop over them is the inner one.
            LoopKernel kernel;
            kernel.name = "transpose";
            kernel.symbols = {"n", "m"};
            kernel.buffers = {{LoopBuffer::Role::Input, dtype, {m, n}, ValueId(0), {}}, {LoopBuffer::Role::Input, dtype, {n, m}, ValueId(1), {}},
                              {LoopBuffer::Role::Output, dtype, {n, m}, ValueId(2), {}}};
            kernel.ranges = {{"j", m}, {"i", n}};
            kernel.parallel = 1;
            const SymInt i = SymInt::symbol("i"), j = SymInt::symbol("j");
            const ExprId a = kernel.exprs.add({.op = LoopOp::Load, .dtype = dtype, .args = {}, .index = j * n + i, .buffer = 0});
            const ExprId b = kernel.exprs.add({.op = LoopOp::Load, .dtype = dtype, .args = {}, .index = i * m + j, .buffer = 1});
            const bool adds = arithmeticDType(dtype) == dtype;  // zeros
            const ExprId value = adds ? kernel.exprs.add({.op = LoopOp::Add, .dtype = dtype, .args = {a, b}}) : a;
            kernel.stores = {{2, i * m + j, value, {}}};
            const Result<CompiledKernel> code = compiled(kernel, isa);
            VERIFY_OK(code);
            QVERIFY2(code->vector.text.find("1 load and 0 stores transposed") != std::string::npos, code->vector.text.c_str());
            const std::size_t size = dtypeSize(dtype);
            for (const std::int64_t rows : {1, 2, 7, 15, 16, 17, 33, 300})
                for (const std::int64_t columns : {1, 3, 8, 16, 31, 65}) {
                    const std::size_t bytes = static_cast<std::size_t>(rows * columns) * size;
                    const Fenced in(bytes), beside(bytes), out(bytes);
                    for (std::size_t at = 0; at < bytes; ++at) in.data()[at] = std::byte(dtype == DType::Bool ? at % 7 % 2 : at % 61), beside.data()[at] = std::byte(0);
                    void* buffers[] = {in.data(), beside.data(), out.data()};
                    const std::int64_t symbols[] = {rows, columns};
                    const std::int64_t steps = *code->steps.evaluate([&](std::string_view name) { return std::optional(name == "n" ? rows : columns); });
                    code->run(buffers, symbols, 0, steps / 2);
                    code->run(buffers, symbols, steps / 2, steps);
                    for (std::int64_t r = 0; r < rows; ++r)
                        for (std::int64_t c = 0; c < columns; ++c)
                            QVERIFY(std::memcmp(out.data() + static_cast<std::size_t>(r * columns + c) * size, in.data() + static_cast<std::size_t>(c * rows + r) * size, size) == 0);
                }
        }
    }

    // Rows too short for lanes of their own: the lanes run over the rows, and both reductions and the store go through tiles.
    void short_rows_data() { addIsas(); }
    void short_rows() {
        QFETCH(VectorIsa, isa);
        for (const std::int64_t length : {2, 3, 7, 8, 13}) {
            const LoopKernel kernel = softmaxRows({SymInt::symbol("n"), length});
            LoopKernel ordered = kernel;
            ordered.parallel = 1;
            const Result<CompiledKernel> code = compiled(ordered, isa);
            VERIFY_OK(code);
            QVERIFY2(code->vector.text.find("1 store transposed") != std::string::npos, code->vector.text.c_str());
            for (std::int64_t rows : {1, 5, 16, 37}) {
                const auto count = static_cast<std::size_t>(rows * length);
                const Fenced in(count * 4), out(count * 4);
                auto* x = reinterpret_cast<float*>(in.data());
                const auto* got = reinterpret_cast<const float*>(out.data());
                for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<float>(i * 7 % 23) * 0.3f;
                void* buffers[] = {in.data(), out.data()};
                code->run(buffers, &rows, 0, *code->steps.evaluate([&](std::string_view) { return std::optional(rows); }));
                for (std::int64_t r = 0; r < rows; ++r) {
                    double sum = 0;
                    for (std::int64_t c = 0; c < length; ++c) sum += std::exp(double(x[r * length + c]));
                    for (std::int64_t c = 0; c < length; ++c) QVERIFY(std::fabs(got[r * length + c] - std::exp(double(x[r * length + c])) / sum) < 1e-6);
                }
            }
        }
    }

    // Exponentials that a softmax needs twice stand in the output between, with partial blocks of both loops' own lengths.
    void keeps_a_row_data() { addIsas(); }
    void keeps_a_row() {
        QFETCH(VectorIsa, isa);
        const SymInt n = SymInt::symbol("n");
        const LoopKernel kernel = softmaxRows({SymInt(3), n});
        const Result<CompiledKernel> code = compiled(kernel, isa);
        VERIFY_OK(code);
        QVERIFY2(code->vector.text.find("exp of the reduction kept in the output") != std::string::npos, code->vector.text.c_str());
        for (std::int64_t length = 1; length < 140; length += length < 40 ? 1 : 11) {
            const auto count = static_cast<std::size_t>(3 * length);
            const Fenced in(count * 4), out(count * 4);
            auto* x = reinterpret_cast<float*>(in.data());
            const auto* got = reinterpret_cast<const float*>(out.data());
            for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<float>(i * 7 % 23) * 0.3f;
            void* buffers[] = {in.data(), out.data()};
            code->run(buffers, &length, 0, 3);
            for (std::int64_t row = 0; row < 3; ++row) {
                double sum = 0;
                for (std::int64_t c = 0; c < length; ++c) sum += std::exp(double(x[row * length + c]));
                for (std::int64_t c = 0; c < length; ++c) QVERIFY(std::fabs(got[row * length + c] - std::exp(double(x[row * length + c])) / sum) < 1e-6);
            }
        }
        // A row that leaves the cache in between is not kept.
        const Result<CompiledKernel> longer = compiled(softmaxRows({3, 1 << 20}), isa);
        VERIFY_OK(longer);
        QVERIFY2(longer->vector.text.find("kept") == std::string::npos, longer->vector.text.c_str());
    }

    // Whole vectors and shuffles instead of gathers; the last of them ends with the last element.
    void strided_loads_data() { addIsas(); }
    void strided_loads() {
        QFETCH(VectorIsa, isa);
        for (const DType dtype : {DType::F32, DType::F64, DType::BF16, DType::U8})
            for (const std::int64_t stride : {-1, 2, 3, 4}) {
                HandKernel hand({typed(dtype, {1000})});
                const std::int64_t length = 150;
                const SymInt index = stride > 0 ? SymInt::symbol("i0") * stride : SymInt(length - 1) - SymInt::symbol("i0");
                const LoopKernel kernel = hand.finish(typed(dtype, {length}), [&](LoopBuilder& loops) { loops.store(loops.at(input(0), {index})); });
                const Result<CompiledKernel> code = compiled(kernel, isa);
                VERIFY_OK(code);
                QVERIFY2(code->vector.text.find("gather") == std::string::npos, code->vector.text.c_str());
                const std::size_t size = dtypeSize(dtype), elements = static_cast<std::size_t>(stride > 0 ? (length - 1) * stride + 1 : length);
                const Fenced in(elements * size), out(static_cast<std::size_t>(length) * size);
                for (std::size_t i = 0; i < elements * size; ++i) in.data()[i] = std::byte(i % 61);
                void* buffers[] = {in.data(), out.data()};
                code->run(buffers, nullptr, 0, *code->steps.constant());
                for (std::int64_t i = 0; i < length; ++i) {
                    const std::int64_t from = stride > 0 ? i * stride : length - 1 - i;
                    QVERIFY(std::memcmp(out.data() + static_cast<std::size_t>(i) * size, in.data() + static_cast<std::size_t>(from) * size, size) == 0);
                }
            }
    }

    void divides_integers_in_a_partial_block() {
        HandKernel hand({typed(DType::I32, {37}), typed(DType::I32, {37})});
        const LoopKernel kernel = hand.finish(typed(DType::I32, {37}), [](LoopBuilder& loops) { loops.store(loops.load(input(0)) / loops.load(input(1))); });
        const Result<CompiledKernel> code = compiled(kernel);
        VERIFY_OK(code);
        const std::vector<double> threes(37, 3);
        const Tensor three = Tensor::of<double>(std::span(threes), {37}).to(DType::I32);
        const Tensor x = ramp(DType::I32, {37}), got = run(*code, kernel, {x, three}, {37});
        for (Index i = 0; i < 37; ++i) QCOMPARE(got.flatInt(i), x.flatInt(i) / 3);
    }

    // Large outputs go past the cache they would flush, and arrive all the same.
    void stores_past_the_cache() {
        const auto negated = [](SymSizes sizes) {
            HandKernel hand({typed(DType::F32, {sizes.back()})});
            return hand.finish(typed(DType::F32, sizes), [](LoopBuilder& loops) { loops.store(-loops.load(input(0))); });
        };
        const Result<CompiledKernel> small = compiled(negated({4, 1024}));
        VERIFY_OK(small);
        QVERIFY(!small->vector.nonTemporal);
        const LoopKernel kernel = negated({131072, 1024});  // 512 MiB: above any cache today
        const Result<CompiledKernel> large = compiled(kernel), uneven = compiled(negated({131072, 1025}));
        VERIFY_OK(large);
        VERIFY_OK(uneven);
        if (!large->vector.nonTemporal) QSKIP("the size of the cache is unknown here");
        QVERIFY(toQ(large->vector.text).endsWith("non-temporal stores"));
        QVERIFY2(!uneven->vector.nonTemporal, "rows do not start at cache lines");
        // Some rows of it are enough.
        const Tensor x = ramp(DType::F32, {1024});
        Tensor out = Tensor::zeros(DType::F32, {64, 1024});
        void* buffers[] = {const_cast<std::byte*>(x.data<std::byte>()), out.mutableData<std::byte>()};
        large->run(buffers, nullptr, 0, 64);
        for (Index i = 0; i < out.numel(); ++i) QCOMPARE(out.flat(i), -x.flat(i % 1024));
    }
};

WHITTLE_TEST(VectorCodeTest)
#include "vector_code_test.moc"
