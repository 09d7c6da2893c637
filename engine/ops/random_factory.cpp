// Random tensors out of nothing: rand, randn, randint, randperm, and the forms shaped like another tensor. The
// bits are PyTorch's own (random_draw.h).
#include <limits>

#include "engine/ops/all_ops.h"
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
    Types out = likeSelf(call);
    WHITTLE_TRY_VOID(floatsOnly(call, std::get<TensorType>(out[0]).dtype));
    return out;
}

struct Bounds {
    std::int64_t low, high;
};

// The range that random integers of a dtype may be asked for: what it holds, for floats at least finitely.
Bounds limitsOf(DType dtype) {
    return visitReal(dtype, [](auto tag) -> Bounds {
        using T = decltype(tag);
        if constexpr (std::is_same_v<T, bool>) return {0, 1};
        else if constexpr (std::is_integral_v<T>) return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
        else if constexpr (std::is_same_v<T, Half>) return {-65504, 65504};
        else return {INT64_MIN, INT64_MAX};
    });
}

SymInt lowOf(const OpCall& call) { return call.schema().arg("low") ? call.symInt("low") : SymInt(0); }

Result<void> checkBounds(const OpCall& call, DType dtype) {
    const std::string& op = call.schema().name;
    const auto low = lowOf(call).constant(), high = call.symInt("high").constant();
    if (!low || !high) return {};
    if (*low >= *high) return fail(Code::Argument, "{}.3: 'low' must be less than 'high', they are {} and {}", op, *low, *high);
    const Bounds limits = limitsOf(dtype);
    if (*low < limits.low || *high - 1 > limits.high)
        return fail(Code::Argument, "{}.4: integers from {} up to {} do not fit into {}", op, *low, *high - 1, dtypeName(dtype));
    return {};
}

Result<Types> integersType(const OpCall& call) {
    const DType dtype = call.dtype("dtype").value_or(DType::I64);
    WHITTLE_TRY_VOID(checkBounds(call, dtype));
    return sized(call, call.symInts("size"), dtype);
}

Result<Types> integersLikeType(const OpCall& call) {
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

// A floating dtype does not hold every integer: bounds move inwards to ones that it does, as in PyTorch.
Bounds representable(Bounds bounds, DType dtype) {
    const auto throughDType = [&](std::int64_t x) {
        return static_cast<std::int64_t>(Tensor::of<std::int64_t>(std::span(&x, 1), {}).to(dtype).flat(0));
    };
    const auto step = [&](std::int64_t x) {
        int log = 0;
        for (std::uint64_t rest = static_cast<std::uint64_t>(std::abs(x)); rest >>= 1;) ++log;
        return std::int64_t{1} << (log - mantissaBits(dtype) + 1);
    };
    if (const std::int64_t above = throughDType(bounds.low + 1); above < bounds.low) bounds.low = above + step(bounds.low + 1);
    if (const std::int64_t below = throughDType(bounds.high - 1); below >= bounds.high) bounds.high = below - step(bounds.high - 1);
    return bounds;
}

Result<void> integersReference(KernelCall& call) {
    const DType dtype = call.recordedOutput();
    WHITTLE_TRY_VOID(checkBounds(call, dtype));
    Bounds bounds{lowOf(call).constant().value_or(0), call.size("high")};
    if (isFloating(dtype)) bounds = representable(bounds, dtype);
    const auto range = static_cast<std::uint64_t>(bounds.high) - static_cast<std::uint64_t>(bounds.low);
    place(call, 0, drawIntegers(call.generator(), dtype, elementCount(call.outputSizes()), bounds.low, range), stridesOf(call));
    return {};
}

Result<void> permutationReference(KernelCall& call) {
    const Index count = call.size("n");
    // Beyond this PyTorch draws 64 bits a step, in another order.
    if (count >= static_cast<Index>(UINT32_MAX / 20)) return fail(Code::Limit, "randperm.3: {} elements are too many", count);
    Tensor out = Tensor::empty(DType::I64, {count});
    std::int64_t* data = out.mutableData<std::int64_t>();
    for (Index i = 0; i < count; ++i) data[i] = i;
    for (Index i = 0; i + 1 < count; ++i) std::swap(data[i], data[i + call.generator().random() % (count - i)]);
    place(call, 0, out.to(call.recordedOutput()));
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
