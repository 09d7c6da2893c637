// Linear algebra without a factorisation, or with little of one: norms, condition numbers, powers, the matrix
// exponential, chains of products, cross and Kronecker products. Proof: tests/golden/ops/linalg.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/linalg.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

using lapack::Vectors;

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }
TensorType shaped(const TensorType& from, DType dtype, SymSizes sizes) { return {dtype, std::move(sizes), {}, from.device}; }

// --- norms ---

/// "fro" and "nuc", or the number p of a p-norm.
struct Order {
    std::string_view name;
    double p = 2;

    bool isNuclear() const { return name == "nuc"; }
    bool isSpectral() const { return name.empty() && std::fabs(p) == 2; }
};

/// What is asked for: over which dimensions, as a vector's or a matrix's norm.
struct NormCall {
    Order order;
    std::vector<int> dims;
    bool matrix = false;
};

std::string_view orderName(const OpCall& call) { return call.schema().arg("ord") ? "ord" : "p"; }

Order orderOf(const OpCall& call) {
    const std::string_view name = orderName(call);
    if (call.arg(name).as<std::string>()) return {call.text(name), 2};
    return {"", call.isNone(name) ? 2 : call.number(name)};
}

Result<void> checkMatrixOrder(const OpCall& call, const Order& order) {
    const double p = std::fabs(order.p);
    if (order.name.empty() ? p == 1 || p == 2 || std::isinf(p) : order.name == "fro" || order.isNuclear()) return {};
    return fail(Code::Argument, "{}.3: Order {} not supported for matrices", call.schema().name,
                order.name.empty() ? fmt::format("{}", order.p) : std::string(order.name));
}

Result<DType> normDType(const OpCall& call) {
    const DType self = call.type("self").dtype, dtype = call.schema().arg("dtype") ? call.dtype("dtype").value_or(self) : self;
    if (!isInexact(dtype))
        return fail(Code::Type, "{}.1: Expected a floating point or complex tensor as input. Got {}", call.schema().name, dtypeInfo(dtype).torchName);
    return dtype;
}

Result<NormCall> normOf(const OpCall& call) {
    const int rank = call.type("self").rank();
    const std::string_view op = call.schema().name;
    NormCall out{orderOf(call), {}, op == "linalg_matrix_norm"};
    const bool ordered = out.matrix || !call.isNone(orderName(call));
    if (out.matrix || !call.isNone("dim")) {
        WHITTLE_TRY(out.dims, call.dims("dim", rank));
        if (!out.matrix && out.dims.size() != 1 && out.dims.size() != 2)
            return fail(Code::Argument, "{}.4: If dim is specified, it must be of length 1 or 2. Got length {}", op, out.dims.size());
    } else {
        if (ordered && rank != 1 && rank != 2)
            return fail(Code::Argument, "{}.5: If dim is not specified but ord is, the input must be 1D or 2D. Got {}D.", op, rank);
        for (int i = 0; i < rank; ++i) out.dims.push_back(i);
    }
    out.matrix = out.matrix || (ordered && out.dims.size() == 2);
    if (out.matrix && out.dims.size() != 2) return fail(Code::Argument, "{}.6: dim must be a 2-tuple", op);
    if (out.matrix) WHITTLE_TRY_VOID(checkMatrixOrder(call, out.order));
    if (out.matrix && (out.order.isNuclear() || out.order.isSpectral())) WHITTLE_TRY_VOID(needLinalgDType(call, "self"));  // by singular values
    if (!out.matrix && !out.order.name.empty())
        return fail(Code::Argument, "{}.7: order '{}' needs a matrix, two dimensions", op, out.order.name);
    return out;
}

Result<Types> normType(const OpCall& call) {
    WHITTLE_TRY(const DType dtype, normDType(call));
    WHITTLE_TRY(const NormCall norm, normOf(call));
    const TensorType& self = call.type("self");
    SymSizes sizes;
    for (int i = 0; i < self.rank(); ++i) {
        const bool folds = std::find(norm.dims.begin(), norm.dims.end(), i) != norm.dims.end();
        if (!folds) sizes.push_back(self.sizes[at(i)]);
        else if (call.flag("keepdim")) sizes.push_back(1);
    }
    return Types{shaped(self, realOf(dtype), std::move(sizes))};
}

/// The given dimensions moved to the end, in their order; a view.
Tensor movedLast(const Tensor& x, const std::vector<int>& dims) {
    Sizes sizes, strides;
    for (int i = 0; i < x.rank(); ++i) {
        if (std::find(dims.begin(), dims.end(), i) != dims.end()) continue;
        sizes.push_back(x.sizes()[at(i)]);
        strides.push_back(x.strides()[at(i)]);
    }
    for (const int d : dims) {
        sizes.push_back(x.sizes()[at(d)]);
        strides.push_back(x.strides()[at(d)]);
    }
    return x.asStrided(std::move(sizes), std::move(strides), x.offset());
}

Tensor moduli(const Tensor& x) {
    if (!isComplex(x.dtype())) {
        Tensor out = Tensor::empty(DType::F64, x.sizes());
        mapInto<double>(out, [](double value) { return std::fabs(value); }, Elements<double>{x.to(DType::F64)});
        return out;
    }
    Tensor out = Tensor::empty(DType::F64, x.sizes());
    mapInto<double>(out, [](Complex value) { return std::abs(value); }, Elements<Complex>{x.to(DType::C128)});
    return out;
}

double vectorNorm(std::span<const double> sizes, double p) {
    double out = p == -INFINITY ? INFINITY : 0;
    for (const double x : sizes) {
        if (p == INFINITY) out = isNan(out) || out > x ? out : x;
        else if (p == -INFINITY) out = isNan(out) || out < x ? out : x;
        else if (p == 0) out += x != 0;
        else if (p == 2) out += x * x;
        else out += std::pow(x, p);
    }
    if (std::isinf(p) || p == 0) return out;
    return p == 2 ? std::sqrt(out) : std::pow(out, 1 / p);
}

/// Norms of orders 1 and infinity and their opposites: the extremum of the columns' or rows' sums.
double sumNorm(std::span<const double> matrix, Index m, Index n, double p) {
    const bool byColumn = std::fabs(p) == 1;
    std::vector<double> sums(static_cast<std::size_t>(byColumn ? n : m));
    for (Index i = 0; i < m * n; ++i) sums[static_cast<std::size_t>(byColumn ? i % n : i / n)] += matrix[static_cast<std::size_t>(i)];
    return vectorNorm(sums, p > 0 ? INFINITY : -INFINITY);
}

double singularNorm(std::span<const double> values, const Order& order) {
    if (order.isNuclear()) return vectorNorm(values, 1);
    return vectorNorm(values, order.p > 0 ? INFINITY : -INFINITY);
}

/// One norm for each position of the dimensions before the last ones, as f64 of `sizes`.
Result<Tensor> normsOf(std::string_view op, const Tensor& x, const NormCall& norm, Sizes sizes) {
    const Tensor moved = movedLast(x, norm.dims);
    Tensor out = Tensor::empty(DType::F64, std::move(sizes));
    double* to = out.mutableData<double>();
    if (norm.matrix && (norm.order.isNuclear() || norm.order.isSpectral())) {
        WHITTLE_TRY(const Svd svd, svdOf(op, moved, Vectors::None));
        const Tensor values = dense(svd.s, DType::F64);
        const Index k = values.dim(values.rank() - 1);
        for (Index b = 0; b < out.numel(); ++b) to[b] = singularNorm(std::span(values.data<double>() + b * k, static_cast<std::size_t>(k)), norm.order);
        return out;
    }
    const Tensor absolute = moduli(moved);
    const Index folded = out.numel() > 0 ? absolute.numel() / out.numel() : 0;
    for (Index b = 0; b < out.numel(); ++b) {
        const std::span part(absolute.data<double>() + b * folded, static_cast<std::size_t>(folded));
        const bool sums = norm.matrix && norm.order.name.empty();
        to[b] = sums ? sumNorm(part, rowsOf(absolute), columnsOf(absolute), norm.order.p) : vectorNorm(part, norm.order.p);
    }
    return out;
}

Result<void> normReference(KernelCall& call) {
    WHITTLE_TRY(const DType dtype, normDType(call));
    WHITTLE_TRY(const NormCall norm, normOf(call));
    WHITTLE_TRY(const Tensor out, normsOf("linalg_svd", call.tensor("self").to(dtype), norm, call.outputSizes()));
    finish(call, 0, out);
    return {};
}

// --- condition numbers ---

Result<Types> condType(const OpCall& call) {
    WHITTLE_TRY_VOID(needMatrix(call, "self"));
    const Order order = orderOf(call);
    WHITTLE_TRY_VOID(checkMatrixOrder(call, order));
    if (!order.isSpectral()) WHITTLE_TRY_VOID(needSquare(call, "self"));
    return Types{shaped(call.type("self"), realOf(call.type("self").dtype), leading(call.type("self")))};
}

Result<void> condReference(KernelCall& call) {
    const Tensor& a = call.tensor("self");
    const Order order = orderOf(call);
    Tensor out = Tensor::empty(DType::F64, call.outputSizes());
    double* to = out.mutableData<double>();
    if (order.isSpectral()) {
        WHITTLE_TRY(const Svd svd, svdOf("linalg_svd", a, Vectors::None));
        const Index k = svd.s.dim(svd.s.rank() - 1);
        for (Index b = 0; b < out.numel(); ++b) {
            const double largest = svd.s.flat(b * k), smallest = svd.s.flat(b * k + k - 1);
            to[b] = order.p > 0 ? largest / smallest : smallest / largest;
        }
    } else {
        const NormCall norm{order, {a.rank() - 2, a.rank() - 1}, true};
        const Lu lu = luOf(a);
        const Tensor inverse = luSolved(lu.factors, lu.pivots, identity(a.dtype(), batchOf(a), rowsOf(a)), lapack::Operation::None);
        std::vector<bool> singular(static_cast<std::size_t>(out.numel()));
        for (Index b = 0; b < out.numel(); ++b) singular[static_cast<std::size_t>(b)] = lu.info.flatInt(b) != 0;
        const bool any = std::find(singular.begin(), singular.end(), true) != singular.end();
        if (any && order.isNuclear()) return fail(Code::Run, "linalg_cond: the nuclear norm of a singular matrix's inverse is undefined");
        WHITTLE_TRY(const Tensor first, normsOf("linalg_svd", a, norm, call.outputSizes()));
        WHITTLE_TRY(const Tensor second, normsOf("linalg_svd", inverse, norm, call.outputSizes()));
        for (Index b = 0; b < out.numel(); ++b) to[b] = singular[static_cast<std::size_t>(b)] ? INFINITY : first.flat(b) * second.flat(b);
    }
    finish(call, 0, out);
    return {};
}

// --- powers and exponentials ---

Result<Types> squareType(const OpCall& call) {
    WHITTLE_TRY_VOID(needSquare(call, "self"));
    return resized(call.type("self"), call.type("self").sizes);
}

// In double whatever the dtype, so that 16-bit floats are taken too.
Result<Types> exponentialType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.dtype != DType::F16 && self.dtype != DType::BF16) return squareType(call);
    if (self.rank() < 2 || differ(self.sizes[self.sizes.size() - 2], self.sizes.back()))
        return fail(Code::Shape, "{}.3: batches of square matrices are needed, got {}", call.schema().name, self.text());
    return resized(self, self.sizes);
}

Result<void> powerReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    Index n = call.size("n");
    Tensor base = self;
    if (n < 0) {
        const Lu lu = luOf(self);
        WHITTLE_TRY_VOID(refuseFailed("linalg_inv", lu.info));
        base = luSolved(lu.factors, lu.pivots, identity(self.dtype(), batchOf(self), rowsOf(self)), lapack::Operation::None);
        n = -n;
    }
    Tensor out = identity(self.dtype(), batchOf(self), rowsOf(self));
    for (bool first = true; n > 0; n >>= 1) {
        if (n & 1) {
            out = first ? base : product(out, base);
            first = false;
        }
        if (n > 1) base = product(base, base);
    }
    call.setOutput(0, out);
    return {};
}

/// Scaled until its norm is at most a half, where 18 terms of the series are exact in double, then squared back.
Result<void> exponentialReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const DType wide = isComplex(self.dtype()) ? DType::C128 : DType::F64;
    const NormCall one{{"", 1}, {self.rank() - 2, self.rank() - 1}, true};
    WHITTLE_TRY(const Tensor norms, normsOf("linalg_svd", self, one, batchOf(self)));
    double largest = 0;
    for (Index i = 0; i < norms.numel(); ++i) largest = std::max(largest, std::isfinite(norms.flat(i)) ? norms.flat(i) : 0);
    const int squarings = largest > 0.5 ? static_cast<int>(std::ceil(std::log2(largest / 0.5))) : 0;
    const auto scaled = [&](const Tensor& x, double factor) {
        Tensor out = Tensor::empty(wide, x.sizes());
        visitArithmetic(wide, [&](auto tag) {
            using C = decltype(tag);
            if constexpr (!std::is_integral_v<C> && !std::is_same_v<C, float>)
                mapInto<C>(out, [&](C value) { return value * factor; }, Elements<C>{x});
        });
        return out;
    };
    const auto sum = [&](const Tensor& x, const Tensor& y) {
        Tensor out = Tensor::empty(wide, x.sizes());
        visitArithmetic(wide, [&](auto tag) {
            using C = decltype(tag);
            mapInto<C>(out, [](C a, C b) { return static_cast<C>(a + b); }, Elements<C>{x}, Elements<C>{y});
        });
        return out;
    };
    const Tensor a = scaled(self.to(wide), std::ldexp(1.0, -squarings));
    Tensor out = identity(wide, batchOf(self), rowsOf(self)), term = out;
    for (int k = 1; k <= 18; ++k) {
        term = scaled(product(term, a), 1.0 / k);
        out = sum(out, term);
    }
    for (int i = 0; i < squarings; ++i) out = product(out, out);
    finish(call, 0, out);
    return {};
}

// --- chains of products ---

Result<Types> chainType(const OpCall& call) {
    const std::string_view op = call.schema().name;
    const int count = call.inputCount();
    const bool vectors = op == "linalg_multi_dot";
    if (count == 0) return fail(Code::Argument, "{}.1: expected at least one matrix", op);
    if (vectors && count < 2) return fail(Code::Argument, "{}.1: expected at least 2 tensors but got {}", op, count);
    SymSizes sizes;
    for (int i = 0; i < count; ++i) {
        const TensorType& type = call.type(i);
        const bool end = i == 0 || i + 1 == count;
        if (type.rank() != 2 && !(vectors && end && type.rank() == 1))
            return fail(Code::Shape, "{}.2: tensor {} is {}, a matrix is needed", op, i, type.text());
        if (type.dtype != call.type(0).dtype) return fail(Code::Type, "{}.3: tensor {} is {}, the first is {}", op, i, type.text(), call.type(0).text());
        if (i > 0 && differ(call.type(i - 1).sizes.back(), type.sizes[0]))
            return fail(Code::Shape, "{}.4: tensors {} and {} with shapes {} and {} cannot be multiplied", op, i - 1, i,
                        sizesText(call.type(i - 1).sizes), sizesText(type.sizes));
    }
    if (call.type(0).rank() == 2) sizes.push_back(call.type(0).sizes[0]);
    if (call.type(count - 1).rank() == 2) sizes.push_back(call.type(count - 1).sizes.back());
    return resized(call.type(0), std::move(sizes));
}

// From the left: the order that costs least differs in rounding only.
Result<void> chainReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype, compute = computeDType(dtype);
    const auto asMatrix = [&](int i) {
        const Tensor x = dense(call.input(i), compute);
        if (x.rank() == 2) return x;
        return i == 0 ? x.viewAs({1, x.dim(0)}) : x.viewAs({x.dim(0), 1});
    };
    Tensor out = asMatrix(0);
    for (int i = 1; i < call.inputCount(); ++i) out = product(out, asMatrix(i));
    finish(call, 0, out.contiguous().viewAs(call.outputSizes()));
    return {};
}

// --- cross, vecdot, kron ---

Result<int> crossDim(const OpCall& call, const SymSizes& sizes) {
    const int rank = static_cast<int>(sizes.size());
    if (!call.isNone("dim")) return call.dim("dim", rank);
    for (int i = 0; i < rank; ++i)
        if (sizes[at(i)].is(3)) return i;
    return fail(Code::Shape, "cross.4: no dimension of size 3 in input");
}

Result<Types> crossType(const OpCall& call) {
    const TensorType &a = call.type("self"), &b = call.type("other");
    const std::string_view op = call.schema().name;
    if (a.rank() != b.rank()) return fail(Code::Shape, "{}.2: inputs must have the same number of dimensions, got {} and {}", op, a.text(), b.text());
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    WHITTLE_TRY(const int dim, crossDim(call, both.sizes));
    if (a.rank() == 0 || differ(a.sizes[at(dim)], 3) || differ(b.sizes[at(dim)], 3))
        return fail(Code::Shape, "{}.3: inputs dimension {} must have length 3, got {} and {}", op, dim, a.text(), b.text());
    if (a.dtype != b.dtype) return fail(Code::Type, "{}.6: expected both inputs to have one dtype, got {} and {}", op, a.text(), b.text());
    if (both.dtype == DType::Bool) return fail(Code::Type, "{}.5: \"cross\" not implemented for 'Bool'", op);
    return both.as(both.dtype);
}

Result<void> crossReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype, compute = computeDType(dtype);
    const Sizes sizes = call.outputSizes();
    WHITTLE_TRY(const int dim, crossDim(call, call.outputType().sizes));
    const auto spread = [&](std::string_view name) {
        const Tensor x = operand(call, name, dtype);
        return x.asStrided(sizes, broadcastStrides(x, sizes), x.offset()).contiguous();
    };
    const Tensor a = spread("self"), b = spread("other");
    const Index step = contiguousStrides(sizes)[at(dim)];
    Tensor out = Tensor::empty(compute, sizes);
    visitArithmetic(compute, [&](auto tag) {
        using C = decltype(tag);
        const C *x = a.data<C>(), *y = b.data<C>();
        C* to = out.mutableData<C>();
        for (Index start = 0; start < out.numel(); start += 3 * step)
            for (Index i = start; i < start + step; ++i)
                for (Index k = 0; k < 3; ++k) {
                    const Index p = i + (k + 1) % 3 * step, q = i + (k + 2) % 3 * step;
                    to[i + k * step] = wrapSub(wrapMul(x[p], y[q]), wrapMul(x[q], y[p]));
                }
    });
    finish(call, 0, out);
    return {};
}

Result<Types> vecdotType(const OpCall& call) {
    WHITTLE_TRY_VOID(needLinalgDType(call, "x"));
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"x", "y"}));
    if (call.type("x").dtype != call.type("y").dtype)
        return fail(Code::Type, "linalg_vecdot.4: expected both inputs to have one dtype, got {} and {}", call.type("x").text(), call.type("y").text());
    if (both.sizes.empty()) return fail(Code::Shape, "linalg_vecdot.5: vectors are needed, got numbers");
    WHITTLE_TRY(const int dim, call.dim("dim", static_cast<int>(both.sizes.size())));
    SymSizes sizes = both.sizes;
    sizes.erase(sizes.begin() + dim);
    return Types{shaped(call.type("x"), both.dtype, std::move(sizes))};
}

Result<void> vecdotReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Tensor x = call.tensor("x").to(DType::C128), y = call.tensor("y").to(DType::C128);
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"x", "y"}));
    Sizes sizes;
    for (const SymInt& size : both.sizes) sizes.push_back(size.constant().value_or(0));
    Tensor products = Tensor::empty(DType::C128, sizes);
    mapInto<Complex>(products, [](Complex a, Complex b) { return wrapMul(std::conj(a), b); }, Elements<Complex>{x}, Elements<Complex>{y});
    const int dim = call.checkedDim("dim", products.rank());
    const Index count = products.dim(dim), step = products.strides()[at(dim)];
    Tensor out = Tensor::zeros(DType::C128, call.outputSizes());
    auto* to = out.mutableData<Complex>();
    for (Index i = 0; i < out.numel(); ++i)
        for (Index k = 0; k < count; ++k) to[i] += products.data<Complex>()[i / step * step * count + i % step + k * step];
    call.setOutput(0, out.to(dtype));
    return {};
}

Result<Types> kronType(const OpCall& call) {
    const TensorType &a = call.type("self"), &b = call.type("other");
    Promotion promotion;
    promotion.add(a);
    promotion.add(b);
    const std::size_t rank = std::max(a.sizes.size(), b.sizes.size());
    SymSizes sizes(rank, SymInt(1));
    for (std::size_t i = 0; i < a.sizes.size(); ++i) sizes[rank - 1 - i] = sizes[rank - 1 - i] * a.sizes[a.sizes.size() - 1 - i];
    for (std::size_t i = 0; i < b.sizes.size(); ++i) sizes[rank - 1 - i] = sizes[rank - 1 - i] * b.sizes[b.sizes.size() - 1 - i];
    return Types{shaped(a, promotion.result(), std::move(sizes))};
}

// Both operands with a dimension of size 1 next to each of the other's: one broadcast product.
Result<void> kronReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const std::size_t rank = call.outputType().sizes.size();
    const auto interleaved = [&](std::string_view name, bool first) {
        const Tensor x = operand(call, name, dtype).contiguous();
        Sizes sizes;
        for (std::size_t i = 0; i < rank; ++i) {
            const std::size_t missing = rank - x.sizes().size();
            const Index size = i < missing ? 1 : x.sizes()[i - missing];
            sizes.push_back(first ? size : 1);
            sizes.push_back(first ? 1 : size);
        }
        return x.viewAs(std::move(sizes));
    };
    const Tensor a = interleaved("self", true), b = interleaved("other", false);
    Sizes sizes;
    for (std::size_t i = 0; i < 2 * rank; ++i) sizes.push_back(a.sizes()[i] * b.sizes()[i]);
    visitArithmetic(dtype, [&](auto tag) {
        using C = decltype(tag);
        Tensor out = Tensor::empty(DTypeOf<C>::value, sizes);
        mapInto<C>(out, [](C x, C y) { return wrapMul(x, y); }, Elements<C>{a}, Elements<C>{b});
        call.setOutput(0, out.viewAs(call.outputSizes()).to(dtype));
    });
    return {};
}

// --- names of torch.linalg for operators that exist ---

Result<std::vector<ValueId>> matmulDecompose(const OpCall& call, OpBuilder& build) {
    return build.call("aten.matmul.default", {{"self", valueArg(call, "self")}, {"other", valueArg(call, "other")}});
}
Result<Types> matmulType(const OpCall& call) {
    const OpDef* op = findOp("aten.matmul.default");
    return op->inferType(call);
}
Result<std::vector<ValueId>> diagonalDecompose(const OpCall& call, OpBuilder& build) {
    return build.call("aten.diagonal.default", {{"self", valueArg(call, "A")}, {"offset", call.arg("offset")}, {"dim1", call.arg("dim1")}, {"dim2", call.arg("dim2")}});
}
Result<Types> diagonalType(const OpCall& call) {
    const NamedArg args[] = {{"self", call.arg("A")}, {"offset", call.arg("offset")}, {"dim1", call.arg("dim1")}, {"dim2", call.arg("dim2")}};
    const Type self = call.type("A");
    return inferTypes(*findOp("aten.diagonal.default"), args, [&](ValueId) -> const Type& { return self; }, call.precision());
}

#define WHITTLE_ROW(op, overload, schema_, text, type, kernel) \
    {.name = "aten." op "." overload, .schema = schema_ " -> Tensor", .summary = text, .inferType = type, .reference = kernel, .complex = kernel}
#define WHITTLE_PLAIN(op, args, text, type, kernel) WHITTLE_ROW(op, "default", op args, text, type, kernel)

constexpr OpDef kOps[] = {
    WHITTLE_PLAIN("linalg_norm", "(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None)", "A vector's or a matrix's norm.", normType, normReference),
    WHITTLE_ROW("linalg_norm", "ord_str", "linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None)", "A matrix's Frobenius or nuclear norm.", normType, normReference),
    WHITTLE_PLAIN("linalg_matrix_norm", "(Tensor self, Scalar ord, int[] dim=[-2,-1], bool keepdim=False, *, ScalarType? dtype=None)", "A norm of every matrix of a batch.", normType, normReference),
    WHITTLE_ROW("linalg_matrix_norm", "str_ord", "linalg_matrix_norm.str_ord(Tensor self, str ord='fro', int[] dim=[-2,-1], bool keepdim=False, *, ScalarType? dtype=None)", "The Frobenius or nuclear norm of every matrix of a batch.", normType, normReference),
    WHITTLE_PLAIN("linalg_cond", "(Tensor self, Scalar? p=None)", "How much an inverse magnifies errors, in a norm.", condType, condReference),
    WHITTLE_ROW("linalg_cond", "p_str", "linalg_cond.p_str(Tensor self, str p)", "How much an inverse magnifies errors, in a norm.", condType, condReference),
    WHITTLE_PLAIN("linalg_matrix_power", "(Tensor self, int n)", "A matrix times itself n times; of the inverse for n < 0.", squareType, powerReference),
    WHITTLE_PLAIN("matrix_power", "(Tensor self, int n)", "A matrix times itself n times; of the inverse for n < 0.", squareType, powerReference),
    WHITTLE_PLAIN("linalg_matrix_exp", "(Tensor self)", "The exponential series of a matrix.", exponentialType, exponentialReference),
    WHITTLE_PLAIN("matrix_exp", "(Tensor self)", "The exponential series of a matrix.", exponentialType, exponentialReference),
    WHITTLE_PLAIN("linalg_multi_dot", "(Tensor[] tensors)", "The product of several matrices, vectors at the ends.", chainType, chainReference),
    WHITTLE_PLAIN("chain_matmul", "(Tensor[] matrices)", "The product of several matrices.", chainType, chainReference),
    WHITTLE_PLAIN("linalg_cross", "(Tensor self, Tensor other, *, int dim=-1)", "The cross product of vectors of length 3.", crossType, crossReference),
    WHITTLE_PLAIN("cross", "(Tensor self, Tensor other, int? dim=None)", "The cross product; without dim along the first dimension of size 3.", crossType, crossReference),
    WHITTLE_PLAIN("linalg_vecdot", "(Tensor x, Tensor y, *, int dim=-1)", "The sum of the products along a dimension, x conjugated.", vecdotType, vecdotReference),
    WHITTLE_PLAIN("kron", "(Tensor self, Tensor other)", "Every element of self times the whole of other.", kronType, kronReference),
    {.name = "aten.linalg_matmul.default", .schema = "linalg_matmul(Tensor self, Tensor other) -> Tensor",
     .summary = "As matmul.", .inferType = matmulType, .decompose = matmulDecompose},
    {.name = "aten.linalg_diagonal.default",
     .schema = "linalg_diagonal(Tensor(a) A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor(a)",
     .summary = "As diagonal, of the last two dimensions unless told.", .inferType = diagonalType, .decompose = diagonalDecompose},
};

#undef WHITTLE_PLAIN
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> linalgProductOps() { return kOps; }

}  // namespace whittle::ops
