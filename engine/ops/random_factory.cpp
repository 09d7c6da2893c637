// Random tensors out of nothing: rand, randn, randint, randperm, and the forms shaped like another tensor. The
// bits are PyTorch's own (random_draw.h).
#include "engine/ops/all_ops.h"
#include "engine/ops/layout.h"
#include "engine/ops/promote.h"
#include "engine/ops/random_draw.h"

namespace whittle::ops {
namespace {

// --- types -----------------------------------------------------------------------------------------------

Result<Types> sized(const OpCall& call, SymSizes sizes, DType dtype) {
    for (const SymInt& size : sizes)
        if (const auto known = size.constant(); known && *known < 0)
            return fail(Code::Shape, "{}.1: size {} is negative", call.schema().name, *known);
    const Device* device = call.arg("device").as<Device>();
    return Types{TensorType{dtype, std::move(sizes), {}, device ? *device : Device{}}};
}

Result<void> floatsOnly(const OpCall& call, DType dtype) {
    if (isFloating(dtype)) return {};
    return fail(Code::Type, "{}.2: needs a floating dtype, not {}", call.schema().name, dtypeName(dtype));
}

Result<Types> floatType(const OpCall& call) {
    const DType dtype = call.dtype("dtype").value_or(defaultFloat(call.precision()));
    WHITTLE_TRY_VOID(floatsOnly(call, dtype));
    return sized(call, call.symInts("size"), dtype);
}

Types likeSelf(const OpCall& call) {
    const TensorType& self = call.type("self");
    const Device* device = call.arg("device").as<Device>();
    return {TensorType{call.dtype("dtype").value_or(self.dtype), self.sizes, {}, device ? *device : self.device}};
}

Result<Types> floatLikeType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMemoryFormat(call, call.type("self").rank()));
    Types out = likeSelf(call);
    WHITTLE_TRY_VOID(floatsOnly(call, std::get<TensorType>(out[0]).dtype));
    return out;
}

SymInt lowOf(const OpCall& call) { return call.schema().arg("low") ? call.symInt("low") : SymInt(0); }

Result<void> checkBounds(const OpCall& call, DType dtype) {
    const std::string& op = call.schema().name;
    const auto low = lowOf(call).constant(), high = call.symInt("high").constant();
    if (!low || !high) return {};
    if (*low >= *high) return fail(Code::Argument, "{}.3: 'low' must be less than 'high', they are {} and {}", op, *low, *high);
    const IntegerRange limits = integersOf(dtype);
    if (*low < limits.first || *high - 1 > limits.last)
        return fail(Code::Argument, "{}.4: integers from {} up to {} do not fit into {}", op, *low, *high - 1, dtypeName(dtype));
    return {};
}

Result<Types> integersType(const OpCall& call) {
    const DType dtype = call.dtype("dtype").value_or(DType::I64);
    WHITTLE_TRY_VOID(checkBounds(call, dtype));
    return sized(call, call.symInts("size"), dtype);
}

Result<Types> integersLikeType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMemoryFormat(call, call.type("self").rank()));
    Types out = likeSelf(call);
    WHITTLE_TRY_VOID(checkBounds(call, std::get<TensorType>(out[0]).dtype));
    return out;
}

Result<Types> permutationType(const OpCall& call) {
    return sized(call, {call.symInt("n")}, call.dtype("dtype").value_or(DType::I64));
}

// --- kernels ---------------------------------------------------------------------------------------------

Sizes stridesOf(const KernelCall& call) {
    if (const Tensor* self = call.schema().arg("self") ? call.optionalTensor("self") : nullptr) return likeStrides(call, *self);
    return contiguousStrides(call.outputSizes());
}

Result<void> uniformReference(KernelCall& call) {
    const Index count = elementCount(call.outputSizes());
    place(call, 0, drawUniform(call.generator(), call.recordedOutput(), count, 0, 1), stridesOf(call));
    return {};
}

Result<void> normalReference(KernelCall& call) {
    const Sizes sizes = call.outputSizes(), strides = stridesOf(call);
    place(call, 0,
          drawNormal(call.generator(), call.recordedOutput(), elementCount(sizes), 0, 1, normalPath(sizes, strides)), strides);
    return {};
}

Result<void> integersReference(KernelCall& call) {
    const DType dtype = call.recordedOutput();
    WHITTLE_TRY_VOID(checkBounds(call, dtype));
    IntegerRange range{lowOf(call).constant().value_or(0), call.size("high") - 1};
    if (isFloating(dtype)) range = representable(range, dtype);
    const std::uint64_t count = static_cast<std::uint64_t>(range.last) - static_cast<std::uint64_t>(range.first) + 1;
    place(call, 0, drawIntegers(call.generator(), dtype, elementCount(call.outputSizes()), range.first, count), stridesOf(call));
    return {};
}

Result<void> permutationReference(KernelCall& call) {
    const Index count = call.size("n");
    const DType dtype = call.recordedOutput();
    // Of the floats every integer up to here is one, except that PyTorch does not ask bf16.
    const Index most = isFloating(dtype) ? (INT64_C(1) << mantissaBits(dtype)) + 1 : integersOf(dtype).last;
    if (count > most && dtype != DType::BF16)
        return fail(Code::Argument, "randperm.4: the numbers below {} do not all fit into {}", count, dtypeName(dtype));
    // Beyond this PyTorch draws 64 bits a step, in another order.
    if (count >= static_cast<Index>(UINT32_MAX / 20)) return fail(Code::Limit, "randperm.3: {} elements are too many", count);
    Tensor out = Tensor::empty(DType::I64, {count});
    std::int64_t* data = out.mutableData<std::int64_t>();
    for (Index i = 0; i < count; ++i) data[i] = i;
    for (Index i = 0; i + 1 < count; ++i) std::swap(data[i], data[i + call.generator().random() % (count - i)]);
    place(call, 0, out.to(dtype));
    return {};
}

#define WHITTLE_OPTIONS "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None"
#define WHITTLE_LONG "ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None"
#define WHITTLE_ROW(overload, schema_, text, type, kernel)                                                     \
    {.name = "aten." overload, .schema = schema_, .summary = text, .inferType = type, .reference = kernel, .random = true}
// One row without a generator argument and one with: files hold both, the argument being None.
#define WHITTLE_NEW(op, overload, other, args, options, text, type, kernel)                                    \
    WHITTLE_ROW(op "." overload, op other "(" args ", *, " options ") -> Tensor", text, type, kernel)
#define WHITTLE_LIKE(op, overload, suffix, args, text, type, kernel)                                           \
    WHITTLE_ROW(op "." overload, op suffix "(Tensor self" args ", *, " WHITTLE_OPTIONS ", MemoryFormat? memory_format=None) -> Tensor", \
                text, type, kernel)

constexpr OpDef kOps[] = {
    WHITTLE_NEW("rand", "default", "", "SymInt[] size", WHITTLE_OPTIONS, "Uniform in [0, 1).", floatType, uniformReference),
    WHITTLE_NEW("rand", "generator", ".generator", "SymInt[] size", "Generator? generator, " WHITTLE_OPTIONS, "Uniform in [0, 1).", floatType, uniformReference),
    WHITTLE_NEW("randn", "default", "", "SymInt[] size", WHITTLE_OPTIONS, "Standard normal.", floatType, normalReference),
    WHITTLE_NEW("randn", "generator", ".generator", "SymInt[] size", "Generator? generator, " WHITTLE_OPTIONS, "Standard normal.", floatType, normalReference),
    WHITTLE_NEW("randint", "default", "", "SymInt high, SymInt[] size", WHITTLE_LONG, "Integers in [0, high).", integersType, integersReference),
    WHITTLE_NEW("randint", "low", ".low", "SymInt low, SymInt high, SymInt[] size", WHITTLE_LONG, "Integers in [low, high).", integersType, integersReference),
    WHITTLE_NEW("randint", "generator", ".generator", "SymInt high, SymInt[] size", "Generator? generator, " WHITTLE_LONG, "Integers in [0, high).", integersType, integersReference),
    WHITTLE_NEW("randint", "low_generator", ".low_generator", "SymInt low, SymInt high, SymInt[] size", "Generator? generator, " WHITTLE_LONG, "Integers in [low, high).", integersType, integersReference),
    WHITTLE_NEW("randperm", "default", "", "SymInt n", WHITTLE_LONG, "0 to n - 1 in random order.", permutationType, permutationReference),
    WHITTLE_NEW("randperm", "generator", ".generator", "SymInt n", "Generator? generator, " WHITTLE_LONG, "0 to n - 1 in random order.", permutationType, permutationReference),
    WHITTLE_LIKE("rand_like", "default", "", "", "Uniform in [0, 1), shaped like self.", floatLikeType, uniformReference),
    WHITTLE_LIKE("randn_like", "default", "", "", "Standard normal, shaped like self.", floatLikeType, normalReference),
    WHITTLE_LIKE("randint_like", "default", "", ", SymInt high", "Integers in [0, high), shaped like self.", integersLikeType, integersReference),
    WHITTLE_LIKE("randint_like", "low_dtype", ".low_dtype", ", SymInt low, SymInt high", "Integers in [low, high), shaped like self.", integersLikeType, integersReference),
};

#undef WHITTLE_LIKE
#undef WHITTLE_NEW
#undef WHITTLE_ROW
#undef WHITTLE_LONG
#undef WHITTLE_OPTIONS

}  // namespace

std::span<const OpDef> randomFactoryOps() { return kOps; }

}  // namespace whittle::ops
