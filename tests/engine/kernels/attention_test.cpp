// Tiled attention against the reference kernel in float64: tiles, blocks and panels of every size, masks that hide
// whole rows, shared heads, tensors that lie in any order.
#include <cmath>

#include <omp.h>

#include "engine/kernels/kernel_list.h"
#include "tests/support/run_op.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr std::string_view kOp = "aten.scaled_dot_product_attention.default";

// Scores of some size, so that rows differ in which key matters.
Tensor filled(DType dtype, Sizes sizes, int salt) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    float* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>((i * 37 + i / 103 * 53 + salt * 11) % 101) / 25.0f - 2.0f;
    return out.to(dtype);
}

Tensor swapped(const Tensor& base) {  // [b,s,h,d] seen as [b,h,s,d]
    const Sizes &n = base.sizes(), &s = base.strides();
    return base.asStrided({n[0], n[2], n[1], n[3]}, {s[0], s[2], s[1], s[3]}, 0);
}

struct Call {
    std::string_view op = kOp;
    std::vector<NamedArg> args{{"query", tensorArg(0)}, {"key", tensorArg(1)}, {"value", tensorArg(2)}};
    std::vector<Datum> tensors;

    Call& with(NamedArg arg) {
        args.push_back(std::move(arg));
        return *this;
    }
    Call& masked(Tensor mask) {
        tensors.emplace_back(std::move(mask));
        return with({"attn_mask", tensorArg(3)});
    }
};

Result<std::vector<Tensor>> runOwn(const Call& given, KernelSession& session) {
    for (const KernelCandidate& candidate : kernelCandidates()) {
        if (candidate.op != given.op) continue;
        std::vector<Type> types;
        for (const Datum& datum : given.tensors) types.push_back(typeOf(datum));
        const auto at = [](ValueId id) { return static_cast<std::size_t>(id.index()); };
        const OpCall::TypeLookup lookup = [&](ValueId id) -> const Type& { return types[at(id)]; };
        WHITTLE_TRY(const OpCall typed, OpCall::bind(*findOp(given.op), given.args, lookup));
        WHITTLE_TRY([[maybe_unused]] const std::string name, candidate.claim(typed, session, {}));
        WHITTLE_TRY(KernelCall call, KernelCall::prepare(*findOp(given.op), given.args, lookup, [&](ValueId id) -> const Datum& { return given.tensors[at(id)]; }, {}));
        WHITTLE_TRY_VOID(candidate.run(call, session, {}));
        std::vector<Tensor> out;
        for (const Datum& datum : call.takeOutputs()) out.push_back(*asTensor(datum));
        return out;
    }
    return fail(Code::NotFound, "no row for {}", given.op);
}

// Of values without their signs: what rounding every weight can change a result by at most, as a part of a rounding.
Result<std::vector<Datum>> runOnMagnitudes(Call wide) {
    Tensor values = asTensor(wide.tensors[2])->contiguous();
    for (double& x : std::span(values.mutableData<double>(), static_cast<std::size_t>(values.numel()))) x = std::abs(x);
    wide.tensors[2] = values;
    return runOp(wide.op, wide.args, wide.tensors);
}

// Empty when all outputs agree with float64's as well as their dtype allows. Of bf16 the weights may be rounded, as PyTorch does.
std::string difference(const Call& call, KernelSession& session) {
    Call wide = call;
    for (Datum& datum : wide.tensors)
        if (const Tensor* tensor = asTensor(datum); isFloating(tensor->dtype())) datum = tensor->to(DType::F64);
    const auto want = runOp(wide.op, wide.args, wide.tensors);
    const auto magnitudes = runOnMagnitudes(wide);
    if (!magnitudes) return "reference: " + magnitudes.error().describe();
    const auto have = runOwn(call, session);
    const auto strides = runOp(call.op, call.args, call.tensors);
    if (!want) return "reference: " + want.error().describe();
    if (!have) return have.error().describe();
    for (std::size_t i = 0; i < have->size(); ++i) {
        const Tensor &right = *asTensor((*want)[i]), &ours = (*have)[i], &laid = *asTensor((*strides)[i]);
        if (ours.sizes() != right.sizes() || ours.strides() != laid.strides()) return fmt::format("output {} lies otherwise", i);
        const bool roundsWeights = i == 0 && ours.dtype() == DType::BF16;
        const double unit = ours.dtype() == DType::F16 ? 0x1p-11 : ours.dtype() == DType::BF16 ? 0x1p-8 : 0x1p-20;
        for (Index j = 0; j < ours.numel(); ++j) {
            const double a = right.flat(j), b = ours.flat(j);
            if (a == b || (std::isnan(a) && std::isnan(b))) continue;
            const double weights = roundsWeights ? unit * asTensor((*magnitudes)[0])->flat(j) : 0;
            if (!(std::abs(a - b) <= unit * 1.1 * std::abs(a) + weights * 1.1 + 2e-5)) return fmt::format("output {}, element {}: {} instead of {}", i, j, b, a);
        }
    }
    return {};
}

constexpr DType kTypes[] = {DType::F32, DType::F16, DType::BF16};

}  // namespace

class AttentionTest : public QObject {
    Q_OBJECT
private slots:
    void shapes_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<bool>("causal");
        for (const DType dtype : kTypes)
            for (const bool causal : {false, true}) QTest::newRow(fmt::format("{}{}", dtypeName(dtype), causal ? " causal" : "").c_str()) << static_cast<int>(dtype) << causal;
    }
    void shapes() {
        QFETCH(int, dtype);
        QFETCH(bool, causal);
        KernelSession session;
        const auto type = static_cast<DType>(dtype);
        for (const Index rows : {1, 3, 12, 47, 49, 130})
            for (const Index keys : {1, 7, 31, 64, 256, 257, 530})
                for (const auto& [size, valueSize] : {std::pair<Index, Index>{64, 64}, {5, 33}, {80, 16}, {300, 290}}) {
                    if (rows * keys * size > 1'000'000) continue;
                    Call call{.tensors = {filled(type, {2, rows, size}, 1), filled(type, {2, keys, size}, 2), filled(type, {2, keys, valueSize}, 3)}};
                    call.with({"is_causal", causal}).with({"scale", 0.5 / std::sqrt(static_cast<double>(size))});
                    const std::string problem = difference(call, session);
                    QVERIFY2(problem.empty(), fmt::format("{} queries, {} keys, {} and {}: {}", rows, keys, size, valueSize, problem).c_str());
                }
    }

    void masks_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<bool>("flags");
        QTest::addColumn<int>("rows");
        for (const DType dtype : kTypes)
            for (const bool flags : {true, false})
                for (const int rows : {2, 60}) QTest::newRow(fmt::format("{} {} {}", dtypeName(dtype), flags ? "bool" : "added", rows).c_str()) << static_cast<int>(dtype) << flags << rows;
    }
    void masks() {
        QFETCH(int, dtype);
        QFETCH(bool, flags);
        QFETCH(int, rows);
        KernelSession session;
        const auto type = static_cast<DType>(dtype);
        const Index keys = 270, queries = rows;
        for (const Sizes& sizes : {Sizes{queries, keys}, Sizes{2, 3, queries, keys}, Sizes{2, 1, 1, keys}, Sizes{1, 3, queries, 1}, Sizes{keys}}) {
            // Row 1 hides every key, row 0 the whole first block; a mask that is the same for all keys hides some rows.
            Tensor mask = Tensor::empty(DType::F32, sizes);
            for (Index i = 0; i < mask.numel(); ++i) {
                const Index column = i % sizes.back(), row = sizes.size() > 1 && sizes[sizes.size() - 2] > 1 ? i / sizes.back() % queries : 7;
                const bool hidden = row == 1 || (row == 0 && column < 260) || (column + row) % 3 == 1;
                mask.mutableData<float>()[i] = flags ? !hidden : hidden ? -std::numeric_limits<float>::infinity() : static_cast<float>(column % 5) - 2;
            }
            Call call{.tensors = {filled(type, {2, 3, queries, 16}, 1), filled(type, {2, 3, keys, 16}, 2), filled(type, {2, 3, keys, 16}, 3)}};
            call.masked(mask.to(flags ? DType::Bool : type));
            const std::string problem = difference(call, session);
            QVERIFY2(problem.empty(), problem.c_str());
        }
    }

    void heads_are_shared() {
        KernelSession session;
        for (const Index rows : {2, 50}) {
            Call call{.tensors = {filled(DType::F32, {2, 6, rows, 20}, 1), filled(DType::F32, {2, 2, 40, 20}, 2), filled(DType::F32, {2, 2, 40, 20}, 3)}};
            call.with({"enable_gqa", true});
            QCOMPARE(toQ(difference(call, session)), QString());
        }
    }

    void lies_and_broadcasts() {
        KernelSession session;
        for (const DType type : kTypes)
            for (const Index rows : {3, 55}) {
                // Heads between rows, as projections leave them; keys transposed; values with gaps.
                const Tensor keys = filled(type, {2, 3, 24, 70}, 2), gaps = filled(type, {2, 3, 70, 48}, 3);
                const Sizes &k = keys.strides(), &v = gaps.strides();
                Call call{.tensors = {swapped(filled(type, {2, rows, 3, 24}, 1)), keys.asStrided({2, 3, 70, 24}, {k[0], k[1], k[3], k[2]}, 0), gaps.asStrided({2, 3, 70, 24}, {v[0], v[1], v[2], 2}, 1)}};
                QCOMPARE(toQ(difference(call, session)), QString());
                Call spread{.tensors = {filled(type, {2, 3, rows, 24}, 1), filled(type, {3, 70, 24}, 2), filled(type, {1, 1, 70, 24}, 3)}};
                QCOMPARE(toQ(difference(spread, session)), QString());
                Call flat{.tensors = {filled(type, {rows, 24}, 1), filled(type, {70, 24}, 2), filled(type, {70, 24}, 3)}};
                QCOMPARE(toQ(difference(flat, session)), QString());
            }
    }

    void flash_gives_the_logsumexp() {
        KernelSession session;
        for (const DType type : kTypes)
            for (const Index rows : {2, 90}) {
                Call call{.op = "aten._scaled_dot_product_flash_attention_for_cpu.default",
                          .tensors = {filled(type, {2, 3, rows, 32}, 1), filled(type, {2, 3, 300, 32}, 2), filled(type, {2, 3, 300, 32}, 3)}};
                Tensor mask = Tensor::zeros(type, {rows, 300});
                Tensor hidden = Tensor::full(type, {1, 300}, -kInf);
                std::memcpy(mask.mutableData<std::byte>(), hidden.data<std::byte>(), hidden.byteSize());  // the first row
                call.masked(mask);
                QCOMPARE(toQ(difference(call, session)), QString());
            }
    }

    void nan_and_infinity_stay() {
        KernelSession session;
        for (const double odd : {std::nan(""), kInf, -kInf})
            for (const Index rows : {2, 50}) {
                Tensor query = filled(DType::F32, {1, rows, 8}, 1);
                query.mutableData<float>()[8] = static_cast<float>(odd);  // in the second row
                Call call{.tensors = {query, filled(DType::F32, {1, 300, 8}, 2), filled(DType::F32, {1, 300, 8}, 3)}};
                QCOMPARE(toQ(difference(call, session)), QString());
            }
    }

    void same_bits_for_any_number_of_threads() {
        const int before = omp_get_max_threads();
        for (const bool causal : {false, true}) {
            Call call{.tensors = {filled(DType::F32, {1, 2, 400, 64}, 1), filled(DType::F32, {1, 2, 700, 64}, 2), filled(DType::F32, {1, 2, 700, 64}, 3)}};
            call.with({"is_causal", causal});
            std::vector<Tensor> outs;
            for (const int threads : {1, 2, 5}) {
                omp_set_num_threads(threads);
                KernelSession session;
                const auto out = runOwn(call, session);
                VERIFY_OK(out);
                outs.push_back((*out)[0]);
            }
            omp_set_num_threads(before);
            for (const Tensor& out : outs) QVERIFY(std::ranges::equal(out.storage()->bytes(), outs[0].storage()->bytes()));
        }
    }

    void refuses() {
        KernelSession session;
        const Tensor x = filled(DType::F32, {2, 3, 4}, 1), wide = x.to(DType::F64), none = Tensor::zeros(DType::F32, {2, 0, 4});
        Call drop{.tensors = {x, x, x}};
        drop.with({"dropout_p", 0.5});
        QCOMPARE(describe(runOwn(drop, session)), QString("unsupported: tiled attention does not drop out, dropout_p is 0.5"));
        QCOMPARE(describe(runOwn(Call{.tensors = {wide, wide, wide}}, session)), QString("unsupported: tiled attention has none for f64"));
        QCOMPARE(describe(runOwn(Call{.tensors = {x, none, none}}, session)), QString("unsupported: tiled attention needs queries, keys and values"));
    }
};

WHITTLE_TEST(AttentionTest)
#include "attention_test.moc"
