// Type rules of the pointwise, factory, reduction, index and sort families: promotion, broadcasting, symbolic
// sizes, and each numbered error. Values are the business of the recorded cases (tests/opcases).
#include "engine/ops/promote.h"
#include "tests/support/run_op.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Row {
    const char* label;
    const char* op;
    std::vector<NamedArg> args;
    std::vector<const char*> types;
    const char* want;
};

const Arg kFirst = tensorArg(0), kSecond = tensorArg(1), kThird = tensorArg(2);

std::vector<NamedArg> selfOther() { return {{"self", kFirst}, {"other", kSecond}}; }
std::vector<NamedArg> selfAnd(const char* name, Arg value) { return {{"self", kFirst}, {name, std::move(value)}}; }
Arg indexList(std::vector<Arg> items) { return Arg(Arg::List(std::move(items))); }

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows{
        {"sizes broadcast", "aten.add.Tensor", selfOther(), {"f32[4,1]", "f32[3]"}, "f32[4,3]"},
        {"index_reduce.6", "aten.index_reduce.default", {{"self", kFirst}, {"dim", 0}, {"index", kSecond}, {"source", kFirst}, {"reduce", "prod"}}, {"f32[]", "i64[0]"},
         "shape: index_reduce.6: a scalar takes one index, not 0"},
        {"a prim's cast", "prims.convert_element_type.default", {{"a", kFirst}, {"dtype", DType::F16}}, {"f32[s0]"}, "f16[s0]"},
        {"iota.1", "prims.iota.default", {{"length", 3}, {"start", 0}, {"step", 1}, {"dtype", DType::F32}, {"device", Device{}}, {"requires_grad", false}}, {},
         "type: iota.1: Only integer dtypes are supported, got f32"},
        {"resize of symbols", "aten.resize.default", selfAnd("size", indexList({2, 3})), {"f32[s0]"}, "f32[2,3]"},
        {"resize.1", "aten.resize.default", selfAnd("size", indexList({2, -3})), {"f32[6]"}, "shape: resize.1: sizes must not be negative, got [2,-3]"},
        {"logspace.2", "aten.logspace.default", {{"start", 0}, {"end", 1}, {"steps", -1}}, {}, "argument: logspace.2: number of steps must be non-negative"},
        {"byte planes blend", "aten.upsample_bilinear2d.default", {{"self", kFirst}, {"output_size", indexList({4, 4})}, {"align_corners", false}}, {"u8[s0,3,2,2]"}, "u8[s0,3,4,4]"},
        {"byte lines do not", "aten.upsample_linear1d.default", {{"self", kFirst}, {"output_size", indexList({4})}, {"align_corners", false}}, {"u8[1,3,2]"},
         "type: upsample_linear1d.2: the input is u8[1,3,2], a floating dtype is needed"},
        {"ctc of symbols", "aten.ctc_loss.Tensor", {{"log_probs", kFirst}, {"targets", kSecond}, {"input_lengths", kThird}, {"target_lengths", kThird}, {"reduction", 0}},
         {"f32[s0,s1,4]", "i64[s1,s2]", "i64[s1]"}, "f32[s1]"},
        {"ctc_loss.4", "aten.ctc_loss.Tensor", {{"log_probs", kFirst}, {"targets", kSecond}, {"input_lengths", kThird}, {"target_lengths", kThird}, {"blank", 4}},
         {"f32[5,2,4]", "i64[2,2]", "i64[2]"}, "argument: ctc_loss.4: blank must be in label range, it is 4 of 4"},
        {"one symbol", "aten.add.Tensor", selfOther(), {"f32[s0,3]", "f32[s0,1]"}, "f32[s0,3]"},
        {"a symbol yields to a constant", "aten.add.Tensor", selfOther(), {"f32[s0]", "f32[7]"}, "f32[7]"},
        {"of two symbols the left stays", "aten.add.Tensor", selfOther(), {"f32[s0]", "f32[s1]"}, "f32[s0]"},
        {"size 0 against 1", "aten.mul.Tensor", selfOther(), {"f32[0,3]", "f32[1,3]"}, "f32[0,3]"},
        {"0-d keeps its place", "aten.add.Tensor", selfOther(), {"f16[3]", "f64[]"}, "f16[3]"},
        {"0-d raises the category", "aten.add.Tensor", selfOther(), {"i64[2]", "f32[]"}, "f32[2]"},
        {"a number raises the category", "aten.add.Tensor", selfAnd("other", 1.5), {"i64[2]"}, "f32[2]"},
        {"a number keeps i32", "aten.mul.Scalar", selfAnd("other", 3), {"i32[2]"}, "i32[2]"},
        {"a number makes bool i64", "aten.add.Tensor", selfAnd("other", 3), {"bool[2]"}, "i64[2]"},
        {"a second name takes a number as well", "aten.true_divide.Tensor", selfAnd("other", 3), {"i64[2]"}, "f32[2]"},
        {"true division", "aten.div.Tensor", selfOther(), {"i64[3]", "i64[3]"}, "f32[3]"},
        {"exp of integers", "aten.exp.default", {{"self", kFirst}}, {"i64[3]"}, "f32[3]"},
        {"comparison", "aten.ge.Scalar", selfAnd("other", 2.5), {"i64[3]"}, "bool[3]"},
        {"where promotes", "aten.where.self", {{"condition", kFirst}, {"self", kSecond}, {"other", kThird}}, {"bool[2,1]", "f32[3]", "i64[]"}, "f32[2,3]"},
        {"add.1", "aten.add.Tensor", selfOther(), {"f32[4,3]", "f32[5]"}, "shape: add.1: The size of tensor a (3) must match the size of tensor b (5) at non-singleton dimension 1"},
        {"add.2", "aten.add.Tensor", {{"self", kFirst}, {"other", kSecond}, {"alpha", 0.5}}, {"i64[2]", "i64[2]"}, "type: add.2: For integral input tensors, argument alpha must not be a floating point number."},
        {"add.3", "aten.add.Tensor", {{"self", kFirst}, {"other", kSecond}, {"alpha", true}}, {"i64[2]", "i64[2]"}, "type: add.3: Boolean alpha only supported for Boolean results."},
        {"sub.4", "aten.sub.Tensor", selfOther(), {"bool[1]", "bool[1]"}, "type: sub.4: Subtraction, the `-` operator, with a bool tensor is not supported. Use the `^` or `logical_xor()` operator instead."},
        {"div.2", "aten.div.Tensor_mode", {{"self", kFirst}, {"other", kSecond}, {"rounding_mode", "up"}}, {"f32[1]", "f32[1]"}, "argument: div.2: rounding_mode must be None, 'trunc' or 'floor', not 'up'"},
        {"pow.2", "aten.pow.Tensor_Scalar", selfAnd("exponent", -1), {"i64[2]"}, "argument: pow.2: Integers to negative integer powers are not allowed."},
        {"neg.1", "aten.neg.default", {{"self", kFirst}}, {"bool[2]"}, "type: neg.1: not defined for bool; use logical_not, or cast first"},
        {"silu.1", "aten.silu.default", {{"self", kFirst}}, {"i64[2]"}, "type: silu.1: needs a floating dtype, the input is i64[2]; cast it first"},
        {"gelu.2", "aten.gelu.default", selfAnd("approximate", "fast"), {"f32[2]"}, "argument: gelu.2: approximate must be 'none' or 'tanh', not 'fast'"},
        {"clamp.2", "aten.clamp.default", {{"self", kFirst}}, {"f32[2]"}, "argument: clamp.2: At least one of 'min' or 'max' must not be None"},
        {"dropout.1", "aten.dropout.default", {{"input", kFirst}, {"p", 1.5}, {"train", true}}, {"f32[2]"}, "argument: dropout.1: dropout probability has to be between 0 and 1, but got 1.5"},
        {"where.2", "aten.where.self", {{"condition", kFirst}, {"self", kSecond}, {"other", kSecond}}, {"f32[2]", "f32[2]"}, "type: where.2: 'condition' must be a bool tensor, it is f32[2]"},
        {"bitwise_and.2", "aten.bitwise_and.Tensor", selfOther(), {"f32[2]", "f32[2]"}, "type: bitwise_and.2: needs integer or bool operands, they meet in f32"},
        {"arange of integers", "aten.arange.start_step", {{"start", 1}, {"end", 10}, {"step", 3}}, {}, "i64[3]"},
        {"arange of floats", "aten.arange.default", {{"end", 2.5}}, {}, "f32[3]"},
        {"arange.1", "aten.arange.start_step", {{"start", 1}, {"end", 10}, {"step", 0}}, {}, "argument: arange.1: step must be nonzero"},
        {"arange.2", "aten.arange.start", {{"start", 5}, {"end", 1}}, {}, "argument: arange.2: upper bound and lower bound inconsistent with step sign"},
        {"full of a bool", "aten.full.default", {{"size", indexList({2})}, {"fill_value", true}}, {}, "bool[2]"},
        {"full.1", "aten.full.default", {{"size", indexList({-2})}, {"fill_value", 1}}, {}, "shape: full.1: size -2 is negative"},
        {"scalar_tensor is a float", "aten.scalar_tensor.default", {{"s", 3}}, {}, "f32[]"},
        {"tril.1", "aten.tril.default", {{"self", kFirst}}, {"f32[2]"}, "shape: tril.1: input tensor must have at least 2 dimensions, it is f32[2]"},
        {"sum of a dim", "aten.sum.dim_IntList", {{"self", kFirst}, {"dim", indexList({-1})}, {"keepdim", true}}, {"i8[s0,4]"}, "i64[s0,1]"},
        {"an empty list reduces all", "aten.sum.dim_IntList", selfAnd("dim", indexList({})), {"f32[4,5]"}, "f32[]"},
        {"sum outside", "aten.sum.dim_IntList", selfAnd("dim", indexList({2})), {"f32[4,5]"}, "shape: dim 2 is outside rank 2: it must be from -2 to 1"},
        {"mean.1", "aten.mean.dim", selfAnd("dim", indexList({0})), {"i64[3]"}, "type: mean.1: could not infer output dtype. Input dtype must be a floating point dtype. Got: int64; pass dtype"},
        {"amax.2", "aten.amax.default", selfAnd("dim", indexList({0})), {"f32[0,2]"}, "shape: amax.2: Expected reduction dim 0 to have non-zero size."},
        {"any of a dim", "aten.any.dim", selfAnd("dim", -1), {"f32[2,s0]"}, "bool[2]"},
        {"embedding", "aten.embedding.default", {{"weight", kFirst}, {"indices", kSecond}}, {"f32[10,4]", "i64[s0,3]"}, "f32[s0,3,4]"},
        {"embedding.1", "aten.embedding.default", {{"weight", kFirst}, {"indices", kSecond}}, {"f32[10,4]", "f32[2]"}, "type: embedding.1: 'indices' must be int64 or int32, it is f32[2]"},
        {"embedding.2", "aten.embedding.default", {{"weight", kFirst}, {"indices", kSecond}}, {"f32[10]", "i64[2]"}, "shape: embedding.2: 'weight' must be 2-D, it is f32[10]"},
        {"gather.2", "aten.gather.default", {{"self", kFirst}, {"dim", 0}, {"index", kSecond}}, {"f32[2,3]", "i64[2]"}, "shape: gather.2: 'index' is i64[2], self is f32[2,3]; the ranks must be the same"},
        {"gather.3", "aten.gather.default", {{"self", kFirst}, {"dim", 0}, {"index", kSecond}}, {"f32[2,3]", "i64[2,4]"}, "shape: gather.3: 'index' is i64[2,4], larger than self f32[2,3] in dimension 1"},
        {"gradients of rows in any shape", "aten.embedding_dense_backward.default", {{"grad_output", kFirst}, {"indices", kSecond}, {"num_weights", std::int64_t{5}}, {"padding_idx", std::int64_t{-1}}, {"scale_grad_by_freq", false}}, {"f32[6,4]", "i64[2,3]"}, "f32[5,4]"},
        {"gradients of symbols", "aten.embedding_dense_backward.default", {{"grad_output", kFirst}, {"indices", kSecond}, {"num_weights", std::int64_t{5}}, {"padding_idx", std::int64_t{-1}}, {"scale_grad_by_freq", false}}, {"f32[s0,4]", "i64[2,3]"}, "f32[5,4]"},
        {"embedding_dense_backward.2", "aten.embedding_dense_backward.default", {{"grad_output", kFirst}, {"indices", kSecond}, {"num_weights", std::int64_t{5}}, {"padding_idx", std::int64_t{-1}}, {"scale_grad_by_freq", false}}, {"f16[1,129]", "i64[129]"}, "shape: embedding_dense_backward.2: f16[1,129] has no row for each of indices i64[129]"},
        {"apart indices go first", "aten.index.Tensor", selfAnd("indices", indexList({kSecond, Arg(), kThird})), {"f32[2,3,4]", "i64[1]", "i64[2]"}, "f32[2,3]"},
        {"a mask's size is known at run time", "aten.index.Tensor", selfAnd("indices", indexList({kSecond})), {"f32[4,6]", "bool[4]"}, "f32[u_data,6]"},
        {"index.2", "aten.index.Tensor", selfAnd("indices", indexList({kSecond, kSecond})), {"f32[4]", "i64[2]"}, "shape: index.2: too many indices for tensor of dimension 1 (got 2)"},
        {"topk", "aten.topk.default", selfAnd("k", 2), {"f32[s0,5]"}, "f32[s0,2], i64[s0,2]"},
        {"topk.1", "aten.topk.default", selfAnd("k", 4), {"f32[3]"}, "argument: topk.1: selected index k out of range: k is 4, dimension 0 has 3 elements"},
        {"a number is no condition", "aten.where.self", {{"condition", true}, {"self", kFirst}, {"other", kFirst}}, {"f32[2]"}, "argument: argument 'condition' of aten.where.self is of the wrong kind; its schema is where.self(Tensor condition, Tensor self, Tensor other) -> Tensor"},
    };
    return kRows;
}

}  // namespace

class TypeRulesTest : public QObject {
    Q_OBJECT
private slots:
    void promotes_data() {
        QTest::addColumn<int>("a");
        QTest::addColumn<int>("b");
        QTest::addColumn<int>("want");
        using enum DType;
        const std::tuple<DType, DType, DType> kRows[] = {
            {I8, U8, I16},   {F16, BF16, F32}, {I64, F16, F16}, {U8, I32, I32}, {Bool, I8, I8}, {Bool, Bool, Bool},
            {F32, F64, F64}, {BF16, F32, F32}, {I16, I64, I64}, {U8, U8, U8},   {Bool, BF16, BF16},
        };
        for (const auto& [a, b, want] : kRows)
            QTest::newRow(fmt::format("{} {}", dtypeName(a), dtypeName(b)).c_str()) << int(a) << int(b) << int(want);
    }
    void promotes() {
        QFETCH(int, a);
        QFETCH(int, b);
        QFETCH(int, want);
        QCOMPARE(int(ops::promoteTypes(DType(a), DType(b))), want);
        QCOMPARE(int(ops::promoteTypes(DType(b), DType(a))), want);
    }

    void type_rule_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < rows().size(); ++i) QTest::newRow(rows()[i].label) << static_cast<int>(i);
    }
    void type_rule() {
        QFETCH(int, index);
        const Row& row = rows()[static_cast<std::size_t>(index)];
        std::vector<Type> types;
        for (const char* text : row.types) types.push_back(typeFrom(text));
        QCOMPARE(toQ(typesText(opTypes(row.op, row.args, types))), QString(row.want));
    }

    void defaults_are_f64_in_a_float64_run() {
        const auto type = [](const char* op, std::vector<NamedArg> args, std::vector<Type> types) {
            return toQ(typesText(opTypes(op, args, types, Precision::Float64)));
        };
        QCOMPARE(type("aten.arange.default", {{"end", 2.5}}, {}), QString("f64[3]"));
        QCOMPARE(type("aten.scalar_tensor.default", {{"s", 3}}, {}), QString("f64[]"));
        QCOMPARE(type("aten.exp.default", {{"self", kFirst}}, {typeFrom("i64[3]")}), QString("f64[3]"));
        QCOMPARE(type("aten.full.default", {{"size", indexList({2})}, {"fill_value", 1}, {"dtype", DType::F16}}, {}), QString("f64[2]"));
    }
};

WHITTLE_TEST(TypeRulesTest)
#include "type_rules_test.moc"
