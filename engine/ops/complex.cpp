// Operators about complex numbers themselves: their parts, views as pairs, conjugates, polar form. A conjugate
// is computed when asked for: no tensor carries a bit for later, so resolve_conj has nothing left to do. Real
// inputs are let through where PyTorch lets them.
#include <cmath>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

TensorType likeSelf(const OpCall& call, DType dtype) {
    const TensorType& self = call.type(0);
    return {dtype, self.sizes, {}, self.device};
}

Result<Types> sameType(const OpCall& call) { return Types{likeSelf(call, call.type(0).dtype)}; }
Result<Types> boolType(const OpCall& call) { return Types{likeSelf(call, DType::Bool)}; }
Result<Types> realType(const OpCall& call) { return Types{likeSelf(call, realOf(call.type(0).dtype))}; }

Result<void> needComplex(const OpCall& call) {
    if (isComplex(call.type(0).dtype)) return {};
    return fail(Code::Type, "{}.1: {} is not implemented for tensors with non-complex dtypes; the input is {}",
                call.schema().name, call.schema().name, call.type(0).text());
}

Result<void> sameReference(KernelCall& call) {
    call.setOutput(0, call.input(0));
    return {};
}

// --- parts and pairs ---

Result<Types> imagType(const OpCall& call) {
    WHITTLE_TRY_VOID(needComplex(call));
    return realType(call);
}

// A view: every second element of the pairs.
template <Index part>
Result<void> partReference(KernelCall& call) {
    Tensor pairs = call.input(0).viewAsReal();
    Sizes sizes = pairs.sizes(), strides = pairs.strides();
    sizes.pop_back();
    strides.pop_back();
    call.setOutput(0, pairs.asStrided(std::move(sizes), std::move(strides), pairs.offset() + part));
    return {};
}

Result<Types> viewAsRealType(const OpCall& call) {
    WHITTLE_TRY_VOID(needComplex(call));
    TensorType out = likeSelf(call, realOf(call.type(0).dtype));
    out.sizes.push_back(2);
    return Types{std::move(out)};
}

Result<void> viewAsRealReference(KernelCall& call) {
    call.setOutput(0, call.input(0).viewAsReal());
    return {};
}

Result<Types> viewAsComplexType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.dtype == DType::F16)
        return fail(Code::Unsupported, "view_as_complex.1: complex32 is not supported; cast the input to float32");
    if (self.dtype != DType::F32 && self.dtype != DType::F64)
        return fail(Code::Type, "view_as_complex.1: only supported for half, float and double tensors, but got {}", self.text());
    if (self.rank() == 0) return fail(Code::Shape, "view_as_complex.2: Input tensor must have one or more dimensions");
    if (differ(self.sizes.back(), 2))
        return fail(Code::Shape, "view_as_complex.3: Tensor must have a last dimension of size 2, it is {}", self.text());
    TensorType out = likeSelf(call, complexOf(self.dtype));
    out.sizes.pop_back();
    return Types{std::move(out)};
}

// PyTorch refuses strides that are no pairs; ours may differ from those that it saw, so they are copied then.
Result<void> viewAsComplexReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    bool pairs = self.strides().back() == 1 && self.offset() % 2 == 0;
    for (std::size_t i = 0; i + 1 < self.strides().size(); ++i) pairs = pairs && self.strides()[i] % 2 == 0;
    Tensor dense = self;
    if (!pairs) {
        dense = Tensor::empty(self.dtype(), self.sizes());
        convertElements(self, dense);
    }
    call.setOutput(0, dense.viewAsComplex());
    return {};
}

Result<Types> fromPartsType(const OpCall& call, std::string_view first, std::string_view second) {
    const TensorType &a = call.type(first), &b = call.type(second);
    const std::string_view op = call.schema().name;
    if (a.dtype == DType::F16 && b.dtype == DType::F16)
        return fail(Code::Unsupported, "{}.1: complex32 is not supported; cast the inputs to float32", op);
    if (a.dtype != b.dtype)
        return fail(Code::Type, "{}.2: Expected object of scalar type {} but got scalar type {} for second argument", op,
                    dtypeInfo(a.dtype).torchName, dtypeInfo(b.dtype).torchName);
    if (a.dtype != DType::F32 && a.dtype != DType::F64)
        return fail(Code::Type, "{}.3: Expected both inputs to be Half, Float or Double tensors but got {} and {}", op, a.text(), b.text());
    WHITTLE_TRY(const Operands both, promoteOperands(call, {first, second}));
    return both.as(complexOf(a.dtype));
}

Result<Types> complexType(const OpCall& call) { return fromPartsType(call, "real", "imag"); }
Result<Types> polarType(const OpCall& call) { return fromPartsType(call, "abs", "angle"); }

Result<void> complexReference(KernelCall& call) {
    const Tensor real = call.input(0).to(DType::F64), imag = call.input(1).to(DType::F64);
    Tensor out = Tensor::empty(DType::C128, call.outputSizes());
    mapInto<Complex>(out, [](double a, double b) { return Complex(a, b); }, Elements<double>{real}, Elements<double>{imag});
    call.setOutput(0, inLayout(out.to(call.outputType().dtype), elementwiseStrides(call)));
    return {};
}

Result<void> polarReference(KernelCall& call) {
    const Tensor size = call.input(0).to(DType::F64), angle = call.input(1).to(DType::F64);
    Tensor out = Tensor::empty(DType::C128, call.outputSizes());
    mapInto<Complex>(out, [](double r, double t) { return Complex(r * std::cos(t), r * std::sin(t)); }, Elements<double>{size},
                     Elements<double>{angle});
    call.setOutput(0, inLayout(out.to(call.outputType().dtype), elementwiseStrides(call)));
    return {};
}

// --- conjugates, signs, angles ---

Result<Types> adjointType(const OpCall& call) {
    TensorType out = likeSelf(call, call.type(0).dtype);
    if (out.rank() < 2)
        return fail(Code::Shape, "{}.1: a matrix or a batch of them is needed, got {}", call.schema().name, call.type(0).text());
    std::swap(out.sizes[out.sizes.size() - 1], out.sizes[out.sizes.size() - 2]);
    return Types{std::move(out)};
}

Tensor transposed(const Tensor& x) {
    Sizes sizes = x.sizes(), strides = x.strides();
    std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
    std::swap(strides[strides.size() - 1], strides[strides.size() - 2]);
    return x.asStrided(std::move(sizes), std::move(strides), x.offset());
}

Result<void> transposeReference(KernelCall& call) {
    call.setOutput(0, transposed(call.input(0)));
    return {};
}

Result<void> adjointComplex(KernelCall& call) {
    const Tensor x = call.input(0).to(DType::C128);
    Tensor out = Tensor::empty(DType::C128, x.sizes());
    mapInto<Complex>(out, [](Complex value) { return std::conj(value); }, Elements<Complex>{x});
    call.setOutput(0, transposed(out.to(call.outputType().dtype)));
    return {};
}

Result<void> negated(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitArithmetic(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x) { return wrapNeg(x); }, operand(call, "self", dtype));
    });
    return {};
}

Result<void> sgnReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitCompute(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x) { return static_cast<C>((x > 0) - (x < 0)); }, operand(call, "self", dtype));
    });
    return {};
}

Complex unitOf(Complex x) { return x == Complex{} ? Complex{} : x / std::abs(x); }

// Of a real number: 0, or pi for a negative one; NaN stays.
Result<Types> angleType(const OpCall& call) {
    return Types{likeSelf(call, realOf(floatOf(call.type(0).dtype, call.precision())))};
}

Result<void> angleReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        mapToOutput<C>(call, [](C x) { return isNan(x) ? x : x < 0 ? std::numbers::pi_v<C> : C{0}; }, operand(call, "self", dtype));
    });
    return {};
}

Result<void> angleComplex(KernelCall& call) {
    const Tensor self = call.tensor("self").to(DType::C128);
    Tensor out = Tensor::empty(DType::F64, call.outputSizes());
    mapInto<double>(out, [](Complex x) { return std::arg(x); }, Elements<Complex>{self});
    call.setOutput(0, out.to(call.outputType().dtype));
    return {};
}

Result<void> allRealReference(KernelCall& call) {
    call.setOutput(0, inLayout(Tensor::full(DType::Bool, call.outputSizes(), 1), elementwiseStrides(call)));
    return {};
}

Result<void> isRealComplex(KernelCall& call) {
    const Tensor self = call.tensor("self").to(DType::C128);
    testToOutput(call, [](Complex x) { return x.imag() == 0; }, Elements<Complex>{self});
    return {};
}

// --- products of conjugates ---

Result<Types> vdotType(const OpCall& call) {
    const TensorType &a = call.type("self"), &b = call.type("other");
    if (a.rank() != 1 || b.rank() != 1 || differ(a.sizes[0], b.sizes[0]))
        return fail(Code::Shape, "vdot.1: two vectors of one length are needed, got {} and {}", a.text(), b.text());
    if (a.dtype != b.dtype)
        return fail(Code::Type, "vdot.2: expected both vectors to have one dtype, got {} and {}", a.text(), b.text());
    return resized(a, {});
}

Result<void> vdotReference(KernelCall& call) {
    const DType dtype = call.outputType().dtype;
    const Tensor a = operand(call, "self", dtype).contiguous(), b = operand(call, "other", dtype).contiguous();
    visitArithmetic(dtype, [&](auto tag) {
        using C = decltype(tag);
        using Wide = std::conditional_t<std::is_same_v<C, float>, double, C>;
        Wide sum{};
        for (Index i = 0; i < a.numel(); ++i) {
            const Wide x(a.data<C>()[i]), y(b.data<C>()[i]);
            if constexpr (kIsComplex<C>) sum += wrapMul(std::conj(x), y);
            else sum = wrapAdd(sum, wrapMul(x, y));
        }
        call.setOutput(0, Tensor::of<Wide>(std::span(&sum, 1), {}).to(dtype));
    });
    return {};
}

#define WHITTLE_ROW(op, schema_, text, type, kernel, complex_) \
    {.name = "aten." op ".default", .schema = op schema_ " -> Tensor", .summary = text, .inferType = type, .reference = kernel, .complex = complex_}
#define WHITTLE_VIEW(op, text, type, kernel, complex_) \
    {.name = "aten." op ".default", .schema = op "(Tensor(a) self) -> Tensor(a)", .summary = text, .inferType = type, .reference = kernel, .complex = complex_}

constexpr auto conjugate = complexKernel<[](Complex x) { return std::conj(x); }>;

constexpr OpDef kOps[] = {
    WHITTLE_VIEW("real", "The real parts; a real tensor itself.", realType, sameReference, partReference<0>),
    WHITTLE_VIEW("imag", "The imaginary parts.", imagType, sameReference, partReference<1>),
    WHITTLE_VIEW("view_as_real", "Complex elements as pairs, a new last dimension.", viewAsRealType, sameReference, viewAsRealReference),
    WHITTLE_VIEW("view_as_complex", "Pairs along the last dimension as complex elements.", viewAsComplexType, viewAsComplexReference, nullptr),
    WHITTLE_ROW("complex", "(Tensor real, Tensor imag)", "Complex numbers from their parts.", complexType, complexReference, nullptr),
    WHITTLE_ROW("polar", "(Tensor abs, Tensor angle)", "Complex numbers from moduli and angles.", polarType, polarReference, nullptr),
    WHITTLE_VIEW("conj", "The conjugate.", sameType, sameReference, conjugate),
    WHITTLE_VIEW("_conj", "The conjugate.", sameType, sameReference, conjugate),
    WHITTLE_VIEW("resolve_conj", "The same: conjugates are never put off here.", sameType, sameReference, sameReference),
    WHITTLE_VIEW("resolve_neg", "The same: negation is never put off here.", sameType, sameReference, sameReference),
    WHITTLE_VIEW("_neg_view", "-x.", sameType, negated, negated),
    WHITTLE_ROW("conj_physical", "(Tensor self)", "The conjugate.", sameType, sameReference, conjugate),
    WHITTLE_ROW("_conj_physical", "(Tensor self)", "The conjugate.", sameType, sameReference, conjugate),
    WHITTLE_VIEW("adjoint", "The conjugate transpose.", adjointType, transposeReference, adjointComplex),
    WHITTLE_VIEW("mH", "The conjugate transpose.", adjointType, transposeReference, adjointComplex),
    WHITTLE_ROW("sgn", "(Tensor self)", "The element over its modulus, 0 for 0.", sameType, sgnReference, complexKernel<unitOf>),
    WHITTLE_ROW("angle", "(Tensor self)", "The angle of a complex number; 0 or pi for a real one.", angleType, angleReference, angleComplex),
    WHITTLE_ROW("isreal", "(Tensor self)", "Where the imaginary part is zero.", boolType, allRealReference, isRealComplex),
    WHITTLE_ROW("vdot", "(Tensor self, Tensor other)", "The sum of the products, the first vector conjugated.", vdotType, vdotReference, vdotReference),
};

#undef WHITTLE_VIEW
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> complexOps() { return kOps; }

}  // namespace whittle::ops
