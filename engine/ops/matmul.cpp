// Matrix products. All of them bring their operands to [batch,m,k] x [batch,k,n], multiply there (see
// matrix_product.h) and round once. Proof: tests/engine/ops/matmul_test.cpp.
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/matrix_product.h"
#include "engine/ops/product_kernels.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

// --- type rules ------------------------------------------------------------------------------------------

Result<void> sameDType(const OpCall& call, const TensorType& a, const TensorType& b) {
    const std::string_view op = call.schema().name;
    if (a.dtype == DType::Bool) return fail(Code::Type, "{}.1: matrices of bool cannot be multiplied", op);
    if (a.dtype != b.dtype)
        return fail(Code::Type, "{}.2: expected both operands to have one dtype, got {} and {}", op, a.text(), b.text());
    return {};
}

Result<void> hasRank(const OpCall& call, std::string_view name, int rank) {
    const TensorType& type = call.type(name);
    if (type.rank() == rank) return {};
    return fail(Code::Shape, "{}.3: argument '{}' is {}, rank {} is needed", call.schema().name, name, type.text(), rank);
}

Result<void> innerMatch(const OpCall& call, const TensorType& a, const SymInt& left, const TensorType& b, const SymInt& right) {
    if (!differ(left, right)) return {};
    return fail(Code::Shape, "{}.4: {} and {} cannot be multiplied: the inner sizes are {} and {}", call.schema().name, a.text(),
                b.text(), left.text(), right.text());
}

// The product of two matrices or two batches of them, by argument names.
Result<TensorType> productType(const OpCall& call, std::string_view left, std::string_view right, int rank) {
    WHITTLE_TRY_VOID(hasRank(call, left, rank));
    WHITTLE_TRY_VOID(hasRank(call, right, rank));
    const TensorType &a = call.type(left), &b = call.type(right);
    WHITTLE_TRY_VOID(sameDType(call, a, b));
    WHITTLE_TRY_VOID(innerMatch(call, a, a.sizes[a.sizes.size() - 1], b, b.sizes[b.sizes.size() - 2]));
    if (rank == 3 && differ(a.sizes[0], b.sizes[0]))
        return fail(Code::Shape, "{}.5: {} and {} have different batch sizes", call.schema().name, a.text(), b.text());
    SymSizes sizes = a.sizes;
    sizes.back() = b.sizes.back();
    return withSizes(a, std::move(sizes));
}

// `out` when the tensor to add (of any rank up to out's) has its dtype and expands to it.
Result<Types> addable(const OpCall& call, const TensorType& added, TensorType out) {
    const std::string_view op = call.schema().name;
    if (added.dtype != out.dtype)
        return fail(Code::Type, "{}.2: expected all operands to have one dtype, got {} to add to {}", op, added.text(), out.text());
    bool fits = added.rank() <= out.rank();
    for (int i = 0; fits && i < added.rank(); ++i) {
        const SymInt& have = added.sizes[added.sizes.size() - 1 - static_cast<std::size_t>(i)];
        fits = isOne(have) || !differ(have, out.sizes[out.sizes.size() - 1 - static_cast<std::size_t>(i)]);
    }
    if (!fits) return fail(Code::Shape, "{}.6: {} does not expand to the product {}", op, added.text(), out.text());
    return Types{std::move(out)};
}

Result<Types> mmType(const OpCall& call) {
    WHITTLE_TRY(TensorType out, productType(call, "self", "mat2", 2));
    return Types{std::move(out)};
}

Result<Types> bmmType(const OpCall& call) {
    WHITTLE_TRY(TensorType out, productType(call, "self", "mat2", 3));
    return Types{std::move(out)};
}

Result<Types> addmmType(const OpCall& call) {
    WHITTLE_TRY(TensorType out, productType(call, "mat1", "mat2", 2));
    return addable(call, call.type("self"), std::move(out));
}

Result<Types> baddbmmType(const OpCall& call) {
    WHITTLE_TRY(TensorType out, productType(call, "batch1", "batch2", 3));
    return addable(call, call.type("self"), std::move(out));
}

Result<TensorType> mvProductType(const OpCall& call, std::string_view matrix, std::string_view vector) {
    WHITTLE_TRY_VOID(hasRank(call, matrix, 2));
    WHITTLE_TRY_VOID(hasRank(call, vector, 1));
    const TensorType &a = call.type(matrix), &b = call.type(vector);
    WHITTLE_TRY_VOID(sameDType(call, a, b));
    WHITTLE_TRY_VOID(innerMatch(call, a, a.sizes[1], b, b.sizes[0]));
    return withSizes(a, {a.sizes[0]});
}

Result<Types> mvType(const OpCall& call) {
    WHITTLE_TRY(TensorType out, mvProductType(call, "self", "vec"));
    return Types{std::move(out)};
}

Result<Types> addmvType(const OpCall& call) {
    WHITTLE_TRY(TensorType out, mvProductType(call, "mat", "vec"));
    return addable(call, call.type("self"), std::move(out));
}

Result<Types> dotType(const OpCall& call) {
    WHITTLE_TRY_VOID(hasRank(call, "self", 1));
    WHITTLE_TRY_VOID(hasRank(call, "tensor", 1));
    const TensorType &a = call.type("self"), &b = call.type("tensor");
    WHITTLE_TRY_VOID(sameDType(call, a, b));
    WHITTLE_TRY_VOID(innerMatch(call, a, a.sizes[0], b, b.sizes[0]));
    return resized(a, {});
}

Result<Types> linearType(const OpCall& call) {
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    // Two floating dtypes pass PyTorch's type rule, so graphs with them exist; eager refuses them when it runs.
    const bool mixed = input.dtype != weight.dtype && isFloating(input.dtype) && isFloating(weight.dtype);
    if (!mixed) WHITTLE_TRY_VOID(sameDType(call, input, weight));
    if (input.rank() == 0 || weight.rank() < 1 || weight.rank() > 2)
        return fail(Code::Shape, "linear.3: input {} and weight {}: rank 1 or more, and 1 or 2, are needed", input.text(), weight.text());
    WHITTLE_TRY_VOID(innerMatch(call, input, input.sizes.back(), weight, weight.sizes.back()));
    SymSizes sizes(input.sizes.begin(), input.sizes.end() - 1);
    if (weight.rank() == 2) sizes.push_back(weight.sizes[0]);
    TensorType out = withSizes(input, std::move(sizes));
    const TensorType* bias = call.optionalType("bias");
    if (!bias) return Types{std::move(out)};
    if (mixed && isFloating(bias->dtype)) {
        out.dtype = promoteTypes(promoteTypes(input.dtype, weight.dtype), bias->dtype);
        TensorType added = *bias;
        added.dtype = out.dtype;
        return addable(call, added, std::move(out));
    }
    return addable(call, *bias, std::move(out));
}

// Sizes of the batch dimensions, broadcast.
Result<SymSizes> batchSizes(const TensorType& a, const TensorType& b) {
    const auto lead = [](const TensorType& t) {
        return t.rank() > 2 ? SymSizes(t.sizes.begin(), t.sizes.end() - 2) : SymSizes{};
    };
    auto sizes = broadcastSizes(lead(a), lead(b));
    if (!sizes) return fail(Code::Shape, "matmul.5: {} and {}: {}", a.text(), b.text(), sizes.error().message);
    return sizes;
}

Result<Types> matmulType(const OpCall& call) {
    const TensorType &a = call.type("self"), &b = call.type("other");
    WHITTLE_TRY_VOID(sameDType(call, a, b));
    if (a.rank() == 0 || b.rank() == 0)
        return fail(Code::Shape, "matmul.3: both operands need rank 1 or more, got {} and {}", a.text(), b.text());
    WHITTLE_TRY_VOID(innerMatch(call, a, a.sizes.back(), b, b.sizes[b.rank() == 1 ? 0 : b.sizes.size() - 2]));
    WHITTLE_TRY(SymSizes sizes, batchSizes(a, b));
    if (a.rank() > 1) sizes.push_back(a.sizes[a.sizes.size() - 2]);
    if (b.rank() > 1) sizes.push_back(b.sizes.back());
    return resized(a, std::move(sizes));
}

Result<Types> outerType(const OpCall& call) {
    WHITTLE_TRY_VOID(hasRank(call, "self", 1));
    WHITTLE_TRY_VOID(hasRank(call, "vec2", 1));
    Promotion promotion;
    promotion.add(call.type("self"));
    promotion.add(call.type("vec2"));
    TensorType out = withSizes(call.type("self"), {call.type("self").sizes[0], call.type("vec2").sizes[0]});
    out.dtype = promotion.result();
    return Types{std::move(out)};
}

// --- reference kernels -----------------------------------------------------------------------------------

// [..., m, k] as [batch, m, k], expanded to the batch sizes first; a missing m or batch is 1.
Tensor asBatch(const Tensor& tensor, DType compute, const Sizes& batch) {
    const std::size_t rank = tensor.sizes().size();
    Sizes full = batch;
    full.insert(full.end(), tensor.sizes().end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(rank, 2)), tensor.sizes().end());
    const Tensor expanded = tensor.asStrided(full, broadcastStrides(tensor, full), tensor.offset());
    return dense(expanded, compute).viewAs({elementCount(batch), full[full.size() - 2], full.back()});
}

Tensor transposed(const Tensor& matrix) {
    return matrix.asStrided({matrix.dim(1), matrix.dim(0)}, {matrix.strides()[1], matrix.strides()[0]}, matrix.offset());
}

Tensor column(const Tensor& vector) {
    return vector.asStrided({vector.dim(0), 1}, {vector.strides()[0], 1}, vector.offset());
}

// output = beta * added + alpha * product, in the product's compute type, rounded once. beta 0 ignores even NaN.
Result<void> addTo(KernelCall& call, const Tensor& product, const Tensor& added, const Scalar& beta, const Scalar& alpha) {
    const DType compute = product.dtype();
    Tensor out = Tensor::empty(compute, call.outputSizes());
    const Tensor shaped = product.viewAs(call.outputSizes());
    const Tensor plus = added.to(compute);
    visitArithmetic(compute, [&](auto tag) {
        using T = decltype(tag);
        const auto factor = [](const Scalar& s) {
            if constexpr (std::is_integral_v<T>) return s.category != Scalar::Category::Float ? static_cast<T>(s.integer) : convertTo<T>(s.real);
            else return static_cast<T>(s.real);
        };
        const T b = factor(beta), a = factor(alpha);
        mapInto<T>(out, [&](T p, T s) { return b == T{} ? wrapMul(a, p) : wrapAdd(wrapMul(b, s), wrapMul(a, p)); },
                   Elements<T>{shaped}, Elements<T>{plus});
    });
    finish(call, 0, out);
    return {};
}

constexpr Scalar kOne{Scalar::Category::Int, 1, 1.0};

Result<void> finishProduct(KernelCall& call, const Tensor& product) {
    finish(call, 0, product.viewAs(call.outputSizes()));
    return {};
}

DType computeOf(const KernelCall& call) { return computeDType(call.outputType().dtype); }

Result<void> matmulReference(KernelCall& call) {
    const DType compute = computeOf(call);
    const Tensor &a = call.tensor("self"), &given = call.input(1);
    const Tensor b = given.rank() == 1 ? column(given) : given;
    if (b.rank() == 2) {  // one matrix for all rows of `a`: no copies of it
        const Index inner = b.dim(0), rows = elementCount(std::span(a.sizes()).first(a.sizes().size() - 1));
        return finishProduct(call, matrixProduct(dense(a, compute).viewAs({1, rows, inner}), asBatch(b, compute, {1})));
    }
    const Tensor left = a.rank() == 1 ? a.asStrided({1, a.dim(0)}, {0, a.strides()[0]}, a.offset()) : a;
    Sizes batch = call.outputSizes();
    batch.resize(batch.size() - (a.rank() == 1 ? 1 : 2));
    return finishProduct(call, matrixProduct(asBatch(left, compute, batch), asBatch(b, compute, batch)));
}

Result<void> addmmReference(KernelCall& call) { return addmmWith(call, plainProduct); }
Result<void> addmvReference(KernelCall& call) { return addmvWith(call, plainProduct); }
Result<void> baddbmmReference(KernelCall& call) { return baddbmmWith(call, plainProduct); }

Result<void> linearReference(KernelCall& call) {
    const DType compute = computeOf(call);
    const Tensor &input = call.tensor("input"), &weight = call.tensor("weight");
    if (input.dtype() != weight.dtype())
        return fail(Code::Type, "linear.7: mat1 and mat2 must have the same dtype, but got {} and {}", dtypeName(input.dtype()), dtypeName(weight.dtype()));
    const Index inner = input.sizes().back(), rows = elementCount(std::span(input.sizes()).first(input.sizes().size() - 1));
    const Tensor right = weight.rank() == 1 ? column(weight) : transposed(weight);
    const Tensor product = matrixProduct(dense(input, compute).viewAs({1, rows, inner}), asBatch(right, compute, {1}));
    const Tensor* bias = call.optionalTensor("bias");
    return bias ? addTo(call, product, *bias, kOne, kOne) : finishProduct(call, product);
}

Result<void> outerReference(KernelCall& call) {
    const DType compute = computeOf(call);
    const Tensor& row = call.tensor("vec2");
    const Tensor right = row.asStrided({1, row.dim(0)}, {0, row.strides()[0]}, row.offset());
    return finishProduct(call, matrixProduct(asBatch(column(call.tensor("self")), compute, {1}), asBatch(right, compute, {1})));
}

// --- decompositions --------------------------------------------------------------------------------------

Result<ValueId> viewOf(OpBuilder& build, ValueId value, SymSizes sizes, std::vector<ValueId> from = {}) {
    return viewTo(build, value, sizes, from);
}

const SymSizes& sizesOf(OpBuilder& build, ValueId value) { return asTensorType(build.type(value))->sizes; }

Result<ValueId> permuteOf(OpBuilder& build, ValueId value, Arg::List dims) {
    return build.one("aten.permute.default", {{"self", value}, {"dims", std::move(dims)}});
}

// x @ w^T + bias on rows: addmm or mm between two views.
Result<std::vector<ValueId>> linearDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, linearType(call));
    const SymSizes& out = asTensorType(types[0])->sizes;
    const ValueId input = valueArg(call, "input"), weight = valueArg(call, "weight"), bias = valueArg(call, "bias");
    const TensorType &x = call.type("input"), &w = call.type("weight");
    WHITTLE_TRY_VOID(sameDType(call, x, w));
    const bool vector = w.rank() == 1;
    const SymInt rows = product(std::span(x.sizes).first(x.sizes.size() - 1));
    const SymInt columns = vector ? SymInt(1) : w.sizes[0];
    WHITTLE_TRY(const ValueId flat, viewOf(build, input, {rows, x.sizes.back()}));
    WHITTLE_TRY(const ValueId right, vector ? viewOf(build, weight, {w.sizes[0], 1}) : permuteOf(build, weight, {1, 0}));
    WHITTLE_TRY(const ValueId result,
                bias.valid() && !vector
                    ? build.one("aten.addmm.default", {{"self", bias}, {"mat1", flat}, {"mat2", right}})
                    : build.one("aten.mm.default", {{"self", flat}, {"mat2", right}}));
    WHITTLE_TRY(ValueId shaped, viewOf(build, result, out, {input}));
    if (bias.valid() && vector) {
        WHITTLE_TRY(shaped, build.one("aten.add.Tensor", {{"self", shaped}, {"other", bias}}));
    }
    return std::vector{shaped};
}

// `value` expanded to `batch` and folded to rank 3.
Result<ValueId> foldBatch(OpBuilder& build, ValueId value, const SymSizes& batch, const std::vector<ValueId>& from) {
    const SymSizes& own = sizesOf(build, value);
    SymSizes full = batch;
    full.insert(full.end(), own.end() - 2, own.end());
    if (full != own) {
        Arg::List size;
        const std::size_t lead = full.size() - own.size();
        for (std::size_t i = 0; i < full.size(); ++i) {
            if (i >= lead && own[i - lead] == full[i]) {
                size.push_back(-1);
                continue;
            }
            WHITTLE_TRY(Arg one, sizeArg(build, full[i], from));
            size.push_back(std::move(one));
        }
        WHITTLE_TRY(value, build.one("aten.expand.default", {{"self", value}, {"size", std::move(size)}}));
    }
    return viewOf(build, value, {product(batch), full[full.size() - 2], full.back()}, from);
}

Result<std::vector<ValueId>> matmulDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, matmulType(call));
    const SymSizes& out = asTensorType(types[0])->sizes;
    ValueId a = valueArg(call, "self"), b = valueArg(call, "other");
    const std::vector<ValueId> sources{a, b};
    if (call.type("self").rank() == 1) {
        WHITTLE_TRY(a, viewOf(build, a, {1, sizesOf(build, a)[0]}));
    }
    if (call.type("other").rank() == 1) {
        WHITTLE_TRY(b, viewOf(build, b, {sizesOf(build, b)[0], 1}));
    }
    ValueId result;
    if (sizesOf(build, b).size() == 2) {
        const SymSizes left = sizesOf(build, a);
        WHITTLE_TRY(const ValueId flat, viewOf(build, a, {product(std::span(left).first(left.size() - 1)), left.back()}, sources));
        WHITTLE_TRY(result, build.one("aten.mm.default", {{"self", flat}, {"mat2", b}}));
    } else {
        WHITTLE_TRY(const SymSizes batch, batchSizes(call.type("self"), call.type("other")));
        WHITTLE_TRY(const ValueId left, foldBatch(build, a, batch, sources));
        WHITTLE_TRY(const ValueId right, foldBatch(build, b, batch, sources));
        WHITTLE_TRY(result, build.one("aten.bmm.default", {{"self", left}, {"mat2", right}}));
    }
    WHITTLE_TRY(const ValueId shaped, viewOf(build, result, out, sources));
    return std::vector{shaped};
}

// mv and dot: the vectors as one-column and one-row matrices.
Result<std::vector<ValueId>> vectorDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Types types, call.op().inferType(call));
    const Schema& schema = call.schema();
    ValueId a = valueArg(call, schema.args[0].name);
    const ValueId b = valueArg(call, schema.args[1].name);
    if (sizesOf(build, a).size() == 1) {
        WHITTLE_TRY(a, viewOf(build, a, {1, sizesOf(build, a)[0]}));
    }
    WHITTLE_TRY(const ValueId right, viewOf(build, b, {sizesOf(build, b)[0], 1}));
    WHITTLE_TRY(const ValueId result, build.one("aten.mm.default", {{"self", a}, {"mat2", right}}));
    WHITTLE_TRY(const ValueId shaped, viewOf(build, result, asTensorType(types[0])->sizes));
    return std::vector{shaped};
}

Result<std::vector<ValueId>> outerDecompose(const OpCall& call, OpBuilder& build) {
    const ValueId a = valueArg(call, "self");
    WHITTLE_TRY(const ValueId left, viewOf(build, a, {sizesOf(build, a)[0], 1}));
    return build.call("aten.mul.Tensor", {{"self", left}, {"other", valueArg(call, "vec2")}});
}

constexpr OpDef kOps[] = {
    {.name = "aten.mm.default", .schema = "mm(Tensor self, Tensor mat2) -> Tensor",
     .summary = "The product of two matrices.", .inferType = mmType, .reference = matmulReference, .complex = matmulReference},
    {.name = "aten.bmm.default", .schema = "bmm(Tensor self, Tensor mat2) -> Tensor",
     .summary = "Products of the matrices of two batches.", .inferType = bmmType, .reference = matmulReference, .complex = matmulReference},
    {.name = "aten.addmm.default",
     .schema = "addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
     .summary = "beta * self + alpha * (mat1 @ mat2).", .inferType = addmmType, .reference = addmmReference, .complex = addmmReference},
    {.name = "aten.baddbmm.default",
     .schema = "baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
     .summary = "beta * self + alpha * (batch1 @ batch2), matrix by matrix.", .inferType = baddbmmType,
     .reference = baddbmmReference, .complex = baddbmmReference},
    {.name = "aten.mv.default", .schema = "mv(Tensor self, Tensor vec) -> Tensor",
     .summary = "The product of a matrix and a vector.", .inferType = mvType, .reference = matmulReference, .complex = matmulReference,
     .decompose = vectorDecompose},
    {.name = "aten.addmv.default",
     .schema = "addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
     .summary = "beta * self + alpha * (mat @ vec).", .inferType = addmvType, .reference = addmvReference, .complex = addmvReference},
    {.name = "aten.dot.default", .schema = "dot(Tensor self, Tensor tensor) -> Tensor",
     .summary = "The sum of the products of two vectors' elements.", .inferType = dotType,
     .reference = matmulReference, .complex = matmulReference, .decompose = vectorDecompose},
    {.name = "aten.outer.default", .schema = "outer(Tensor self, Tensor vec2) -> Tensor",
     .summary = "Every element of one vector times every element of the other.", .inferType = outerType,
     .reference = outerReference, .complex = outerReference, .decompose = outerDecompose},
    {.name = "aten.linear.default", .schema = "linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor",
     .summary = "input @ weight^T + bias on the last dimension.", .inferType = linearType,
     .reference = linearReference, .complex = linearReference, .decompose = linearDecompose},
    {.name = "aten.matmul.default", .schema = "matmul(Tensor self, Tensor other) -> Tensor",
     .summary = "Products of vectors, matrices or batches of matrices; batch dimensions broadcast.",
     .inferType = matmulType, .reference = matmulReference, .complex = matmulReference, .decompose = matmulDecompose},
};

}  // namespace

Result<Tensor> plainProduct(const Tensor& a, const Tensor& b) { return matrixProduct(a, b); }

Result<void> addmmWith(KernelCall& call, const Product& product) {
    const DType compute = computeOf(call);
    WHITTLE_TRY(const Tensor done, product(asBatch(call.tensor("mat1"), compute, {1}), asBatch(call.tensor("mat2"), compute, {1})));
    return addTo(call, done, call.tensor("self"), call.scalar("beta"), call.scalar("alpha"));
}

Result<void> addmvWith(KernelCall& call, const Product& product) {
    const DType compute = computeOf(call);
    WHITTLE_TRY(const Tensor done, product(asBatch(call.tensor("mat"), compute, {1}), asBatch(column(call.tensor("vec")), compute, {1})));
    return addTo(call, done, call.tensor("self"), call.scalar("beta"), call.scalar("alpha"));
}

Result<void> baddbmmWith(KernelCall& call, const Product& product) {
    const DType compute = computeOf(call);
    WHITTLE_TRY(const Tensor done, product(dense(call.tensor("batch1"), compute), dense(call.tensor("batch2"), compute)));
    return addTo(call, done, call.tensor("self"), call.scalar("beta"), call.scalar("alpha"));
}

std::span<const OpDef> matmulOps() { return kOps; }

}  // namespace whittle::ops
