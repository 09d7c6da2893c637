// Tensors out of nothing (arange, full, eye), copies and casts. A dtype that is not given follows
// PyTorch: from the number for arange and full, from self for the *_like and new_* forms, else the
// default float. What is shaped like self keeps its layout unless a memory format asks for another.
#include <algorithm>
#include <cmath>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/promote.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

Device deviceOf(const OpCall& call, Device otherwise) {
    const Device* given = call.arg("device").as<Device>();
    return given ? *given : otherwise;
}

Result<Types> sized(const OpCall& call, SymSizes sizes, DType dtype) {
    for (const SymInt& size : sizes)
        if (decided(size, SymRelation::Lt, 0).value_or(false))
            return fail(Code::Shape, "{}.1: size {} is negative", call.schema().name, size.text());
    return Types{TensorType{dtype, std::move(sizes), {}, deviceOf(call, {})}};
}

// Every kernel allocates what its type rule promised; this guards a run against sizes no machine has.
Result<void> refuseHuge(const KernelCall& call) {
    constexpr Index kLimit = Index{1} << 46;
    Index bytes = static_cast<Index>(dtypeSize(call.outputType().dtype));
    for (const Index size : call.outputSizes())
        if (__builtin_mul_overflow(bytes, size, &bytes) || bytes > kLimit)
            return fail(Code::Limit, "{}: {} is larger than 64 TiB", call.op().name, call.outputType().text());
    return {};
}

Result<void> fillOutput(KernelCall& call, const Scalar& value) {
    WHITTLE_TRY_VOID(refuseHuge(call));
    Tensor& out = call.output();
    const Tensor element = tensorOf(value, out.dtype());
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        std::fill_n(out.mutableData<T>(), out.numel(), *element.data<T>());
    });
    return {};
}

template <int value>
Result<void> constantReference(KernelCall& call) { return fillOutput(call, {Scalar::Category::Int, value, value}); }
Result<void> fillValueReference(KernelCall& call) { return fillOutput(call, call.scalar("fill_value")); }

// --- full, zeros, ones and their kind ---

Result<Types> defaultFloatType(const OpCall& call) {
    return sized(call, call.symInts("size"), call.dtype("dtype").value_or(defaultFloat(call.precision())));
}

Result<Types> fullType(const OpCall& call) {
    const DType fromValue = scalarDType(call.scalarCategory("fill_value"), call.precision());
    return sized(call, call.symInts("size"), call.dtype("dtype").value_or(fromValue));
}

Result<Types> likeType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(checkMemoryFormat(call, self.rank()));
    return Types{TensorType{call.dtype("dtype").value_or(self.dtype), self.sizes, {}, deviceOf(call, self.device)}};
}

Result<Types> newType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(Types out, sized(call, call.symInts("size"), call.dtype("dtype").value_or(self.dtype)));
    std::get<TensorType>(out[0]).device = deviceOf(call, self.device);
    return out;
}

// --- layouts that are asked for ---

Result<Types> emptyStridedType(const OpCall& call) {
    const SymSizes size = call.symInts("size"), stride = call.symInts("stride");
    if (size.size() != stride.size())
        return fail(Code::Shape, "empty_strided.2: {} sizes but {} strides", size.size(), stride.size());
    for (const SymInt& one : stride)
        if (const auto known = one.constant(); known && *known < 0)
            return fail(Code::Shape, "empty_strided.3: stride {} is negative", *known);
    return defaultFloatType(call);
}

Result<void> emptyStridedReference(KernelCall& call) {
    WHITTLE_TRY_VOID(refuseHuge(call));
    const Sizes sizes = call.outputSizes(), strides = call.sizes("stride");
    Index last = 0;
    for (std::size_t d = 0; d < sizes.size() && elementCount(sizes) > 0; ++d) {
        Index reach = 0;
        if (__builtin_mul_overflow(sizes[d] - 1, strides[d], &reach) || __builtin_add_overflow(last, reach, &last) || last > Index{1} << 40)
            return fail(Code::Limit, "empty_strided.4: the strides reach past what a machine holds");
    }
    const Tensor base = Tensor::zeros(call.outputType().dtype, {last + 1});
    call.setOutput(0, base.asStrided(sizes, strides, 0));
    return {};
}

Result<Types> emptyPermutedType(const OpCall& call) {
    WHITTLE_TRY(const std::vector<std::int64_t> layout, call.integers("physical_layout"));
    const auto rank = static_cast<std::int64_t>(call.symInts("size").size());
    if (static_cast<std::int64_t>(layout.size()) != rank)
        return fail(Code::Shape, "empty_permuted.2: {} sizes but a physical layout of {}", rank, layout.size());
    for (std::size_t i = 0; i < layout.size(); ++i) {
        if (layout[i] < 0 || layout[i] >= rank)
            return fail(Code::Shape, "empty_permuted.3: the physical layout holds {}, it must be from 0 to {}", layout[i], rank - 1);
        if (std::find(layout.begin(), layout.begin() + static_cast<std::ptrdiff_t>(i), layout[i]) != layout.begin() + static_cast<std::ptrdiff_t>(i))
            return fail(Code::Shape, "empty_permuted.4: the physical layout holds {} twice", layout[i]);
    }
    return defaultFloatType(call);
}

Result<void> emptyPermutedReference(KernelCall& call) {
    WHITTLE_TRY_VOID(constantReference<0>(call));
    const Sizes sizes = call.outputSizes(), layout = call.sizes("physical_layout");
    Sizes strides(sizes.size());
    Index step = 1;
    for (std::size_t i = layout.size(); i-- > 0;) {
        strides[static_cast<std::size_t>(layout[i])] = step;
        step *= std::max<Index>(sizes[static_cast<std::size_t>(layout[i])], 1);
    }
    layOut(call, 0, strides);
    return {};
}

Result<Types> scalarTensorType(const OpCall& call) {
    return sized(call, {}, call.dtype("dtype").value_or(defaultFloat(call.precision())));
}
Result<void> scalarTensorReference(KernelCall& call) { return fillOutput(call, call.scalar("s")); }

// --- arange, linspace, eye ---

struct Range {
    Scalar start{Scalar::Category::Int, 0, 0}, end, step{Scalar::Category::Int, 1, 1};
    SymInt symStart = 0, symEnd, symStep = 1;
    bool integers = true;  // none of the three is a float
    bool areKnown = true;
};

Result<Range> rangeOf(const OpCall& call) {
    Range out;
    const auto read = [&](const char* name, Scalar& number, SymInt& expr) -> Result<void> {
        if (!call.schema().arg(name)) return {};
        const bool isFloat = call.scalarCategory(name) == Scalar::Category::Float;
        if (isFloat && call.arg(name).as<ValueId>())
            return fail(Code::Unsupported, "arange.4: '{}' is a float that is only known when the program runs", name);
        if (call.knownNumber(name)) number = call.scalar(name);
        else out.areKnown = false;
        expr = call.symInt(name);
        if (isFloat && !std::isfinite(number.real))
            return fail(Code::Argument, "arange.3: '{}' is {}, a finite number is needed", name, number.real);
        out.integers &= !isFloat;
        return {};
    };
    WHITTLE_TRY_VOID(read("start", out.start, out.symStart));
    WHITTLE_TRY_VOID(read("end", out.end, out.symEnd));
    WHITTLE_TRY_VOID(read("step", out.step, out.symStep));
    return out;
}

Result<Types> arangeType(const OpCall& call) {
    WHITTLE_TRY(const Range range, rangeOf(call));
    const DType dtype =
        call.dtype("dtype").value_or(range.integers ? DType::I64 : defaultFloat(call.precision()));
    if (isComplex(dtype)) return fail(Code::Type, "arange.6: \"arange_cpu\" not implemented for {}", dtypeName(dtype));
    WHITTLE_TRY_VOID(refuseBool(call, dtype));
    const auto badStep = [&] {
        return fail(Code::Argument, "arange.2: upper bound and lower bound inconsistent with step sign");
    };
    if (!range.integers) {
        if (!range.areKnown) return fail(Code::Unsupported, "arange.4: with floats, start, end and step must be known numbers");
        const double step = range.step.real;
        if (step == 0) return fail(Code::Argument, "arange.1: step must be nonzero");
        if (isIntegral(dtype) && std::fabs(step) < 1) return fail(Code::Argument, "arange.1: step {} is zero as {}", step, dtypeName(dtype));
        const double count = std::ceil((range.end.real - range.start.real) / step);
        if (count < 0 || (range.end.real - range.start.real) * step < 0) return badStep();
        if (count > 9e18) return fail(Code::Limit, "arange.5: {} elements are too many", count);
        return sized(call, {static_cast<std::int64_t>(count)}, dtype);
    }
    const auto step = range.symStep.constant();
    if (!step) return fail(Code::Unsupported, "arange.4: 'step' is {}, a known number is needed", range.symStep.text());
    if (*step == 0) return fail(Code::Argument, "arange.1: step must be nonzero");
    // ceil((end - start) / step) in integers; a symbolic distance is taken to go the step's way.
    const SymInt distance = *step > 0 ? range.symEnd - range.symStart : range.symStart - range.symEnd;
    const SymInt stride = *step > 0 ? SymInt(*step) : SymInt(0) - SymInt(*step);
    if (const auto known = distance.constant(); known && *known < 0) return badStep();
    return sized(call, {floorDiv(distance + stride - 1, stride)}, dtype);
}

Result<void> arangeReference(KernelCall& call) {
    WHITTLE_TRY(const Range range, rangeOf(call));
    WHITTLE_TRY_VOID(refuseHuge(call));
    const auto integer = [](const Scalar& s) {
        return s.category == Scalar::Category::Float ? convertTo<std::int64_t>(s.real) : s.integer;
    };
    Tensor& out = call.output();
    const Index count = out.numel();
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        if (isFloating(out.dtype()))
            for (Index i = 0; i < count; ++i)
                to[i] = convertTo<T>(range.start.real + static_cast<double>(i) * range.step.real);
        else
            for (Index i = 0; i < count; ++i)
                to[i] = convertTo<T>(wrapAdd(integer(range.start), wrapMul(i, integer(range.step))));
    });
    return {};
}

Result<Types> linspaceType(const OpCall& call) {
    if (const auto steps = call.symInt("steps").constant(); steps && *steps < 0)
        return fail(Code::Argument, "{}.2: number of steps must be non-negative", call.schema().name);
    return sized(call, {call.symInt("steps")}, call.dtype("dtype").value_or(defaultFloat(call.precision())));
}

// `spread` makes the element of the place on the line: itself, or a power.
template <bool powers>
Result<void> linspaceReference(KernelCall& call) {
    WHITTLE_TRY_VOID(refuseHuge(call));
    // Both ends become integers first where the result holds integers.
    const auto bound = [&](const char* name) {
        const double given = call.number(name);
        return isFloating(call.outputType().dtype) ? given : std::trunc(given);
    };
    const double start = bound("start"), end = bound("end");
    Tensor& out = call.output();
    const Index count = out.numel();
    const double step = count > 1 ? (end - start) / static_cast<double>(count - 1) : 0;
    const double base = powers ? call.number("base") : 1;
    const auto spread = [base](double place) { return powers ? std::pow(base, place) : place; };
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        // Each half counts from its own end, so both ends are exact.
        for (Index i = 0; i < count; ++i)
            to[i] = convertTo<T>(spread(i < count / 2 || count == 1 ? start + step * static_cast<double>(i)
                                                                    : end - step * static_cast<double>(count - 1 - i)));
    });
    return {};
}

Result<Types> eyeType(const OpCall& call) {
    const SymInt rows = call.symInt("n");
    return sized(call, {rows, call.schema().arg("m") ? call.symInt("m") : rows},
                 call.dtype("dtype").value_or(defaultFloat(call.precision())));
}

Result<void> eyeReference(KernelCall& call) {
    WHITTLE_TRY_VOID(constantReference<0>(call));
    Tensor& out = call.output();
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0; i < std::min(out.dim(0), out.dim(1)); ++i) to[i * (out.dim(1) + 1)] = convertTo<T>(1.0f);
    });
    return {};
}

// --- copies and casts ---

Result<Types> selfType(const OpCall& call) {
    const TensorType& self = call.type("self");
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

/// A kernel whose result is shaped like self, then the layout that `memory_format` asks for.
template <auto reference>
Result<void> inFormat(KernelCall& call) {
    WHITTLE_TRY_VOID(reference(call));
    layOut(call, 0, formatStrides(call, call.tensor("self")));
    return {};
}

Result<Types> cloneType(const OpCall& call) {
    WHITTLE_TRY_VOID(checkMemoryFormat(call, call.type("self").rank()));
    return selfType(call);
}

Result<void> selfReference(KernelCall& call) {
    call.setOutput(0, call.tensor("self"));
    return {};
}

Result<Types> castType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY_VOID(checkMemoryFormat(call, self.rank()));
    const Device* device = call.schema().arg("device") ? call.arg("device").as<Device>() : nullptr;
    return Types{TensorType{call.dtype("dtype").value_or(self.dtype), self.sizes, {}, device ? *device : self.device}};
}

Result<void> copyCastReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    call.setOutput(0, inLayout(self.to(call.outputType().dtype), preservedStrides(self)));
    return {};
}

// `to`: self as it is when there is nothing to do.
Result<void> castReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    const bool format = call.schema().arg("memory_format") && !call.isNone("memory_format");
    const bool copy = call.schema().arg("copy") && call.flag("copy");
    if (self.dtype() == call.outputType().dtype && !copy && !format) return selfReference(call);
    WHITTLE_TRY_VOID(copyCastReference(call));
    if (format) layOut(call, 0, formatStrides(call, self));
    return {};
}

Result<Types> likeOtherType(const OpCall& call) {
    const TensorType &self = call.type("self"), &other = call.type("other");
    return Types{TensorType{other.dtype, self.sizes, {}, other.device}};
}

// copy and fill: self gives dtype and sizes, the other operand the values.
Result<Types> copyType(const OpCall& call) {
    const TensorType &self = call.type("self"), &src = call.type("src");
    const auto sizes = broadcastSizes(self.sizes, src.sizes);
    // A symbolic size of self may meet a constant of src; only a size that must grow is refused.
    bool grows = !sizes || sizes->size() != self.sizes.size();
    for (std::size_t i = 0; !grows && i < sizes->size(); ++i) grows = self.sizes[i].is(1) && !(*sizes)[i].is(1);
    if (grows)
        return fail(Code::Shape, "copy.1: {} cannot be broadcast to {}", src.text(), self.text());
    return selfType(call);
}

Result<void> broadcastReference(KernelCall& call, std::string_view from) {
    const DType dtype = call.outputType().dtype;
    const Tensor source = operand(call, from, dtype);
    visitArithmetic(dtype, [&](auto tag) { mapToOutput<decltype(tag)>(call, [](auto x) { return x; }, source); });
    return {};
}
Result<void> copyReference(KernelCall& call) { return broadcastReference(call, "src"); }
// The one operator whose result keeps even the gaps between self's elements.
Sizes likeSelfWithGaps(const KernelCall& call, const Sizes&) {
    const Tensor& self = call.tensor("self");
    for (int axis = 0; axis < self.rank(); ++axis)
        if (self.dim(axis) > 1 && self.strides()[static_cast<std::size_t>(axis)] == 0) return preservedStrides(self);
    return self.strides();
}
Result<void> fillReference(KernelCall& call) { return broadcastReference(call, "value"); }

Result<void> copyLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(loops.load(call.arg("src")));
    return {};
}
Result<void> fillLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(loops.load(call.arg("value")));
    return {};
}

Result<Types> fillType(const OpCall& call) {
    if (const TensorType* value = call.optionalType("value"); value && value->rank() != 0)
        return fail(Code::Shape, "fill.1: value must be a tensor of rank 0, it is {}", value->text());
    return selfType(call);
}

// --- triangles ---

Result<Types> triangleType(const OpCall& call) {
    if (call.type("self").rank() < 2)
        return fail(Code::Shape, "{}.1: input tensor must have at least 2 dimensions, it is {}", call.schema().name,
                    call.type("self").text());
    WHITTLE_TRY([[maybe_unused]] const std::int64_t diagonal, call.integer("diagonal"));
    return selfType(call);
}

template <bool lower>
Result<void> triangleReference(KernelCall& call) {
    const Tensor self = call.tensor("self").contiguous();
    const Index diagonal = call.size("diagonal");
    Tensor& out = call.output();
    const Index rows = out.dim(out.rank() - 2), columns = out.dim(out.rank() - 1), total = out.numel();
    visitDType(out.dtype(), [&](auto tag) {
        using T = decltype(tag);
        const T* from = self.data<T>();
        T* to = out.mutableData<T>();
        for (Index i = 0; i < total; ++i) {
            const Index row = i / columns % rows, column = i % columns;
            to[i] = (lower ? column - row <= diagonal : column - row >= diagonal) ? from[i] : T{};
        }
    });
    return {};
}

// --- lowerings ---

template <int value>
Result<void> constantLower(const OpCall&, LoopBuilder& loops) {
    loops.store(loops.integer(loops.type().dtype, value));
    return {};
}
Result<void> fillValueLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(loops.load(call.arg("fill_value")));
    return {};
}
Result<void> scalarTensorLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(loops.load(call.arg("s")));
    return {};
}

Result<void> arangeLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Range range, rangeOf(call));
    if (range.integers) {
        const SymInt at = range.symStart + loops.index(0) * range.symStep;
        loops.store(loops.position(at).to(isFloating(loops.type().dtype) ? DType::F64 : DType::I64));
    } else if (isFloating(loops.type().dtype)) {
        loops.store(range.start.real + loops.position(loops.index(0)).to(DType::F64) * range.step.real);
    } else {
        loops.refuse("an integer range with float bounds truncates them first");
    }
    return {};
}

template <bool lower>
Result<void> triangleLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const std::int64_t diagonal, call.integer("diagonal"));
    const int rank = loops.type().rank();
    const Expr away = loops.position(loops.index(rank - 1) - loops.index(rank - 2));
    const Expr x = loops.at(call.arg("self"), loops.index());
    const auto limit = static_cast<double>(diagonal);
    loops.store(select(lower ? away <= limit : away >= limit, x, x.like(0)));
    return {};
}

#define WHITTLE_OPTIONS "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None"
#define WHITTLE_FORMAT ", MemoryFormat? memory_format=None"
#define WHITTLE_ROW(op, overload, suffix, args, text, type, kernel, lower_)                                          \
    {.name = "aten." op "." overload, .schema = op suffix "(" args ") -> Tensor", .summary = text,           \
     .inferType = type, .reference = kernel, .complex = kernel, .lower = lower_}
#define WHITTLE_NEW(op, args, text, type, kernel, lower_) \
    WHITTLE_ROW(op, "default", "", args ", *, " WHITTLE_OPTIONS, text, type, kernel, lower_)
#define WHITTLE_LIKE(op, args, text, kernel, lower_) \
    WHITTLE_ROW(op, "default", "", "Tensor self" args ", *, " WHITTLE_OPTIONS WHITTLE_FORMAT, text, likeType, inFormat<kernel>, lower_)
#define WHITTLE_IN_PLACE(op, overload, suffix, args, target)                                                 \
    {.name = "aten." op "." overload, .schema = op suffix "(Tensor(a!) self" args ") -> Tensor(a!)",         \
     .summary = "In place: " target ".", .functional = target}

// empty* promise nothing about their content; zeros keep two runs of a graph comparable.
constexpr OpDef kOps[] = {
    WHITTLE_NEW("arange", "Scalar end", "0, 1, ... up to but without end.", arangeType, arangeReference, arangeLower),
    WHITTLE_ROW("arange", "start", ".start", "Scalar start, Scalar end, *, " WHITTLE_OPTIONS, "start, start + 1, ... up to but without end.", arangeType, arangeReference, arangeLower),
    WHITTLE_ROW("arange", "start_step", ".start_step", "Scalar start, Scalar end, Scalar step=1, *, " WHITTLE_OPTIONS, "start, start + step, ... up to but without end.", arangeType, arangeReference, arangeLower),
    WHITTLE_NEW("linspace", "Scalar start, Scalar end, int steps", "Evenly spaced numbers, both ends included.", linspaceType, linspaceReference<false>, nullptr),
    WHITTLE_NEW("logspace", "Scalar start, Scalar end, int steps, float base=10.", "Powers of base, their exponents evenly spaced.", linspaceType, linspaceReference<true>, nullptr),
    WHITTLE_NEW("eye", "SymInt n", "The identity matrix.", eyeType, eyeReference, nullptr),
    WHITTLE_ROW("eye", "m", ".m", "SymInt n, SymInt m, *, " WHITTLE_OPTIONS, "Ones on the main diagonal.", eyeType, eyeReference, nullptr),
    WHITTLE_NEW("full", "SymInt[] size, Scalar fill_value", "One number everywhere.", fullType, fillValueReference, fillValueLower),
    WHITTLE_NEW("zeros", "SymInt[] size", "Zeros.", defaultFloatType, constantReference<0>, constantLower<0>),
    WHITTLE_NEW("ones", "SymInt[] size", "Ones.", defaultFloatType, constantReference<1>, constantLower<1>),
    WHITTLE_ROW("empty", "memory_format", ".memory_format", "SymInt[] size, *, " WHITTLE_OPTIONS WHITTLE_FORMAT, "Unspecified content; zeros here.", defaultFloatType, constantReference<0>, constantLower<0>),
    WHITTLE_NEW("empty_strided", "SymInt[] size, SymInt[] stride", "Unspecified content; zeros here.", emptyStridedType, emptyStridedReference, constantLower<0>),
    WHITTLE_NEW("empty_permuted", "SymInt[] size, int[] physical_layout", "Unspecified content; zeros here.", emptyPermutedType, emptyPermutedReference, constantLower<0>),
    WHITTLE_NEW("scalar_tensor", "Scalar s", "A 0-d tensor of a number, in the default float.", scalarTensorType, scalarTensorReference, scalarTensorLower),
    WHITTLE_LIKE("full_like", ", Scalar fill_value", "One number everywhere, shaped like self.", fillValueReference, fillValueLower),
    WHITTLE_LIKE("zeros_like", "", "Zeros shaped like self.", constantReference<0>, constantLower<0>),
    WHITTLE_LIKE("ones_like", "", "Ones shaped like self.", constantReference<1>, constantLower<1>),
    WHITTLE_LIKE("empty_like", "", "Unspecified content shaped like self; zeros here.", constantReference<0>, constantLower<0>),
    WHITTLE_NEW("new_full", "Tensor self, SymInt[] size, Scalar fill_value", "One number everywhere, with self's dtype.", newType, fillValueReference, fillValueLower),
    WHITTLE_NEW("new_zeros", "Tensor self, SymInt[] size", "Zeros with self's dtype.", newType, constantReference<0>, constantLower<0>),
    WHITTLE_NEW("new_ones", "Tensor self, SymInt[] size", "Ones with self's dtype.", newType, constantReference<1>, constantLower<1>),
    WHITTLE_NEW("new_empty", "Tensor self, SymInt[] size", "Unspecified content with self's dtype; zeros here.", newType, constantReference<0>, constantLower<0>),
    WHITTLE_ROW("clone", "default", "", "Tensor self, *, MemoryFormat? memory_format=None", "A copy.", cloneType, inFormat<selfReference>, lowerSelf<>),
    WHITTLE_IN_PLACE("detach_", "default", "", "", "aten.detach.default"),
    WHITTLE_ROW("_to_copy", "default", "", "Tensor self, *, " WHITTLE_OPTIONS ", bool non_blocking=False" WHITTLE_FORMAT, "A copy in another dtype or on another device.", castType, inFormat<copyCastReference>, lowerSelf<>),
    WHITTLE_ROW("to", "dtype", ".dtype", "Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False" WHITTLE_FORMAT, "The input in another dtype.", castType, castReference, lowerSelf<>),
    WHITTLE_ROW("to", "dtype_layout", ".dtype_layout", "Tensor(a) self, *, " WHITTLE_OPTIONS ", bool non_blocking=False, bool copy=False" WHITTLE_FORMAT, "The input in another dtype or on another device.", castType, castReference, lowerSelf<>),
    WHITTLE_ROW("to", "device", ".device", "Tensor(a) self, Device device, ScalarType dtype, bool non_blocking=False, bool copy=False" WHITTLE_FORMAT, "The input in another dtype or on another device.", castType, castReference, lowerSelf<>),
    WHITTLE_ROW("to", "other", ".other", "Tensor(a) self, Tensor other, bool non_blocking=False, bool copy=False" WHITTLE_FORMAT, "The input in the dtype of other.", likeOtherType, castReference, lowerSelf<>),
    WHITTLE_ROW("type_as", "default", "", "Tensor self, Tensor other", "The input in the dtype of other.", likeOtherType, castReference, lowerSelf<>),
    WHITTLE_ROW("copy", "default", "", "Tensor self, Tensor src, bool non_blocking=False", "src broadcast to self's sizes and cast to its dtype.", copyType, (laidOut<copyReference, likeSelfWithGaps>), copyLower),
    WHITTLE_IN_PLACE("copy_", "default", "", ", Tensor src, bool non_blocking=False", "aten.copy.default"),
    WHITTLE_ROW("fill", "Scalar", ".Scalar", "Tensor self, Scalar value", "One number everywhere, shaped like self.", fillType, (laidOut<fillReference, likeFirst>), fillLower),
    WHITTLE_ROW("fill", "Tensor", ".Tensor", "Tensor self, Tensor value", "One number everywhere, shaped like self.", fillType, (laidOut<fillReference, likeFirst>), fillLower),
    WHITTLE_IN_PLACE("fill_", "Scalar", ".Scalar", ", Scalar value", "aten.fill.Scalar"),
    WHITTLE_IN_PLACE("fill_", "Tensor", ".Tensor", ", Tensor value", "aten.fill.Tensor"),
    WHITTLE_IN_PLACE("zero_", "default", "", "", "aten.zeros_like.default"),
    WHITTLE_ROW("tril", "default", "", "Tensor self, int diagonal=0", "The lower triangle, zeros above it.", triangleType, triangleReference<true>, triangleLower<true>),
    WHITTLE_ROW("triu", "default", "", "Tensor self, int diagonal=0", "The upper triangle, zeros below it.", triangleType, triangleReference<false>, triangleLower<false>),
    WHITTLE_IN_PLACE("tril_", "default", "", ", int diagonal=0", "aten.tril.default"),
    WHITTLE_IN_PLACE("triu_", "default", "", ", int diagonal=0", "aten.triu.default"),
};

#undef WHITTLE_IN_PLACE
#undef WHITTLE_LIKE
#undef WHITTLE_NEW
#undef WHITTLE_ROW
#undef WHITTLE_FORMAT
#undef WHITTLE_OPTIONS

}  // namespace

std::span<const OpDef> factoryOps() { return kOps; }

}  // namespace whittle::ops
