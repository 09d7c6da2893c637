// Tensors filled from a distribution: the functional and in-place forms of uniform, normal, bernoulli and so on,
// and multinomial. The bits are PyTorch's own (random_draw.h).
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/promote.h"
#include "engine/ops/random_draw.h"

namespace whittle::ops {
namespace {

// --- types -----------------------------------------------------------------------------------------------

Types likeSelf(const OpCall& call) {
    const TensorType& self = call.type("self");
    return {TensorType{self.dtype, self.sizes, {}, self.device}};
}

Result<Types> anyType(const OpCall& call) { return likeSelf(call); }

Result<Types> floatType(const OpCall& call) {
    if (!isFloating(call.type("self").dtype))
        return fail(Code::Type, "{}.1: self is {}, a floating dtype is needed", call.schema().name, call.type("self").text());
    return likeSelf(call);
}

std::unexpected<Error> outOfRange(const OpCall& call, std::string_view name, std::string_view wanted) {
    return fail(Code::Argument, "{}.2: '{}' is {}, it must be {}", call.schema().name, name, call.number(name), wanted);
}

Result<Types> uniformType(const OpCall& call) {
    if (const auto from = call.knownNumber("from"), to = call.knownNumber("to"); from && to && !(*from <= *to)) return outOfRange(call, "from", "at most 'to'");
    return floatType(call);
}
Result<Types> normalType(const OpCall& call) {
    if (!(call.knownNumber("std").value_or(0) >= 0)) return outOfRange(call, "std", "at least 0");
    return floatType(call);
}
Result<Types> exponentialType(const OpCall& call) {
    if (!(call.knownNumber("lambd").value_or(1) > 0)) return outOfRange(call, "lambd", "above 0");
    return floatType(call);
}
Result<Types> cauchyType(const OpCall& call) {
    if (!(call.knownNumber("sigma").value_or(1) > 0)) return outOfRange(call, "sigma", "above 0");
    return floatType(call);
}
Result<Types> logNormalType(const OpCall& call) {
    if (!(call.knownNumber("std").value_or(1) > 0)) return outOfRange(call, "std", "above 0");
    return floatType(call);
}
Result<Types> geometricType(const OpCall& call) {
    if (const auto p = call.knownNumber("p"); p && !(*p > 0 && *p < 1)) return outOfRange(call, "p", "between 0 and 1");
    if (call.type("self").dtype == DType::Bool) return fail(Code::Type, "geometric.1: not defined for bool");
    return likeSelf(call);
}
Result<Types> bernoulliPType(const OpCall& call) {
    if (const auto p = call.knownNumber("p"); p && !(*p >= 0 && *p <= 1)) return outOfRange(call, "p", "from 0 to 1");
    return likeSelf(call);
}
Result<Types> bernoulliTensorType(const OpCall& call) {
    const TensorType& p = call.type("p");
    if (!isFloating(p.dtype)) return fail(Code::Type, "bernoulli.1: the probabilities are {}, a floating dtype is needed", p.text());
    WHITTLE_TRY(const SymSizes sizes, broadcastSizes(call.type("self").sizes, p.sizes));
    if (sizes.size() != call.type("self").sizes.size())
        return fail(Code::Shape, "bernoulli.3: probabilities {} do not broadcast to {}", p.text(), call.type("self").text());
    return likeSelf(call);
}

Result<Types> normalOfTensorsType(const OpCall& call) {
    const TensorType *mean = call.optionalType("mean"), *std = call.optionalType("std");
    if (!std && !(call.knownNumber("std").value_or(0) >= 0)) return outOfRange(call, "std", "at least 0");
    TensorType out = mean ? *mean : *std;
    if (mean && std) {
        WHITTLE_TRY(out.sizes, broadcastSizes(mean->sizes, std->sizes));
    }
    if (!isFloating(out.dtype)) return fail(Code::Type, "normal.1: the result would be {}, a floating dtype is needed", out.text());
    out.strides.clear();
    return Types{out};
}

Result<Types> normalOfNumbersType(const OpCall& call) {
    if (!(call.knownNumber("std").value_or(0) >= 0)) return outOfRange(call, "std", "at least 0");
    const DType dtype = call.dtype("dtype").value_or(defaultFloat(call.precision()));
    if (!isFloating(dtype)) return fail(Code::Type, "normal.1: needs a floating dtype, not {}", dtypeName(dtype));
    const Device* device = call.arg("device").as<Device>();
    return Types{TensorType{dtype, call.symInts("size"), {}, device ? *device : Device{}}};
}

Result<Types> multinomialType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (!isFloating(self.dtype)) return fail(Code::Type, "multinomial.1: the weights are {}, a floating dtype is needed", self.text());
    if (self.rank() != 1 && self.rank() != 2)
        return fail(Code::Shape, "multinomial.2: the weights are {}, rank 1 or 2 is needed", self.text());
    WHITTLE_TRY(const std::int64_t samples, call.integer("num_samples"));
    if (samples <= 0) return fail(Code::Argument, "multinomial.3: cannot sample {} times", samples);
    const auto categories = self.sizes.back().constant();
    if (!call.flag("replacement") && categories && samples > *categories)
        return fail(Code::Argument, "multinomial.4: cannot sample {} of {} without replacement", samples, *categories);
    SymSizes sizes = self.sizes;
    sizes.back() = samples;
    return Types{TensorType{DType::I64, std::move(sizes), {}, self.device}};
}

// --- kernels ---------------------------------------------------------------------------------------------

Index count(const KernelCall& call) { return elementCount(call.outputSizes()); }

// The ends, and the way between them, are numbers of the dtype on record.
Result<void> uniformReference(KernelCall& call) {
    const DType dtype = call.recordedOutput();
    const double from = call.number("from"), to = call.number("to");
    const double largest = visitReal(dtype, [](auto tag) -> double {
        if constexpr (std::is_same_v<decltype(tag), Half>) return 65504;
        else if constexpr (std::is_same_v<decltype(tag), BFloat16>) return 3.3895313892515355e38;
        else return static_cast<double>(std::numeric_limits<decltype(tag)>::max());
    });
    if (!(from >= -largest && to <= largest && to - from <= largest))
        return fail(Code::Argument, "uniform.3: from {} to {} is more than {} holds", from, to, dtypeName(dtype));
    place(call, 0, drawUniform(call.generator(), dtype, count(call), from, to),
          likeStrides(call, call.tensor("self")));
    return {};
}

Result<void> normalReference(KernelCall& call) {
    const Tensor& self = call.tensor("self");
    place(call, 0,
          drawNormal(call.generator(), call.recordedOutput(), count(call), call.number("mean"), call.number("std"),
                     normalPath(self.sizes(), self.strides())),
          likeStrides(call, self));
    return {};
}

// One draw of 53 bits an element, whatever the dtype.
template <class F>
Result<void> eachReference(KernelCall& call, F next) {
    place(call, 0, drawEach(call.recordedOutput(), count(call), next), likeStrides(call, call.tensor("self")));
    return {};
}

Result<void> exponentialReference(KernelCall& call) {
    return eachReference(call, [&, factor = -1.0 / call.number("lambd")] { return factor * std::log1p(-call.generator().uniform()); });
}
Result<void> logNormalReference(KernelCall& call) {
    return eachReference(call, [&, mean = call.number("mean"), std = call.number("std")] {
        return std::exp(std::fma(call.generator().normal(), std, mean));
    });
}
Result<void> cauchyReference(KernelCall& call) {
    return eachReference(call, [&, median = call.number("median"), sigma = call.number("sigma")] {
        return std::fma(sigma, std::tan(std::numbers::pi * (call.generator().uniform() - 0.5)), median);
    });
}
Result<void> geometricReference(KernelCall& call) {
    return eachReference(call, [&, scale = std::log1p(-call.number("p"))] {
        return std::ceil(std::log(call.generator().uniform()) / scale);
    });
}
// Unlike the others row-major, whatever the layout of self.
Result<void> bernoulliPReference(KernelCall& call) {
    const double p = call.number("p");
    place(call, 0, drawEach(call.recordedOutput(), count(call), [&] { return call.generator().uniform() < p ? 1.0 : 0.0; }));
    return {};
}

// Probabilities of f64 are met by 53 random bits, all others by 24.
Result<void> bernoulliTensor(KernelCall& call, const char* probabilities, const Sizes& strides) {
    const bool wide = call.recordedDType(probabilities) == DType::F64;
    Generator& generator = call.generator();
    const Tensor drawn = wide ? drawEach(DType::F64, count(call), [&] { return generator.uniform(); })
                              : drawUniform(generator, DType::F32, count(call), 0, 1).to(DType::F64);
    const Sizes sizes = call.outputSizes();
    Tensor out = Tensor::empty(DType::F64, sizes);
    bool valid = true;
    mapInto<double>(out, [&](double x, double p) {
        valid = valid && p >= 0 && p <= 1;
        return x < p ? 1.0 : 0.0;
    }, Elements<double>{drawn.asStrided(sizes, strides, 0)},
       Elements<double>{call.tensor(probabilities).to(DType::F64)});
    if (!valid) return fail(Code::Run, "bernoulli.4: a probability is not between 0 and 1");
    call.setOutput(0, inLayout(out.to(call.outputType().dtype), strides));
    return {};
}
Result<void> bernoulliReference(KernelCall& call) { return bernoulliTensor(call, "self", contiguousStrides(call.outputSizes())); }
Result<void> bernoulliTensorReference(KernelCall& call) { return bernoulliTensor(call, "p", likeStrides(call, call.tensor("self"))); }

// random_() without bounds: as many bits as the dtype holds exactly, and for floats one value more.
Result<void> randomReference(KernelCall& call) {
    const DType dtype = call.recordedOutput();
    Generator& generator = call.generator();
    Tensor integers = Tensor::empty(DType::I64, {count(call)});
    std::int64_t* to = integers.mutableData<std::int64_t>();
    visitReal(dtype, [&](auto tag) {
        using T = decltype(tag);
        constexpr bool kWide = std::is_same_v<T, double> || std::is_same_v<T, std::int64_t>;
        constexpr std::uint64_t kRange = [] {
            if constexpr (std::is_same_v<T, bool>) return std::uint64_t{2};
            else if constexpr (std::is_integral_v<T>) return static_cast<std::uint64_t>(std::numeric_limits<T>::max()) + 1;
            else return (std::uint64_t{1} << mantissaBits(DTypeOf<T>::value)) + 1;
        }();
        for (Index i = 0; i < integers.numel(); ++i)
            to[i] = static_cast<std::int64_t>((kWide ? generator.random64() : generator.random()) % kRange);
    });
    place(call, 0, integers.to(dtype), likeStrides(call, call.tensor("self")));
    return {};
}

// [from, to); without `to` up to the largest value of the dtype, or of its mantissa.
Result<void> randomBetweenReference(KernelCall& call) {
    const DType dtype = call.recordedOutput();
    const std::int64_t from = call.schema().arg("from") ? call.size("from") : 0;
    const IntegerRange limits = integersOf(dtype);
    const bool open = call.isNone("to");
    IntegerRange asked{from, !open ? call.size("to") - 1 : isFloating(dtype) ? INT64_C(1) << mantissaBits(dtype) : limits.last};
    const bool everything = open && from == INT64_MIN;
    if (!everything && (asked.first > asked.last || asked.first < limits.first || asked.last > limits.last))
        return fail(Code::Argument, "random.3: integers from {} up to {} do not fit into {}", from, asked.last, dtypeName(dtype));
    if (isFloating(dtype) && !open) asked = representable(asked, dtype);
    const std::uint64_t range = everything ? 0 : static_cast<std::uint64_t>(asked.last) - static_cast<std::uint64_t>(asked.first) + 1;
    place(call, 0, drawIntegers(call.generator(), dtype, count(call), asked.first, range), likeStrides(call, call.tensor("self")));
    return {};
}

// mean + std * z, each step rounded to the result's dtype.
Result<void> normalOfTensorsReference(KernelCall& call) {
    const Sizes sizes = call.outputSizes();
    const Tensor *mean = call.optionalTensor("mean"), *std = call.optionalTensor("std");
    if (std) {
        const Tensor deviations = dense(*std, DType::F64);
        for (Index i = 0; i < deviations.numel(); ++i)
            if (!(deviations.data<double>()[i] >= 0))
                return fail(Code::Run, "normal.4: a deviation is {}, it must be at least 0", deviations.data<double>()[i]);
    }
    const Sizes strides = contiguousStrides(sizes);
    const double own = std ? 1 : call.number("std");
    const Tensor drawn = drawNormal(call.generator(), call.recordedOutput(), elementCount(sizes), 0, own, normalPath(sizes, strides));
    const DType dtype = call.outputType().dtype;
    const Tensor z = drawn.asStrided(sizes, strides, 0).to(dtype);
    visitFloat(dtype, [&](auto tag) {
        using C = decltype(tag);
        constexpr DType kCompute = DTypeOf<C>::value;
        Tensor scaled = dense(z, kCompute);
        if (std) {
            Tensor product = Tensor::empty(kCompute, sizes);
            mapInto<C>(product, [](C a, C b) { return a * b; }, Elements<C>{scaled}, Elements<C>{std->to(dtype).to(kCompute)});
            scaled = product.to(dtype).to(kCompute);
        }
        const Tensor shift = mean ? mean->to(dtype).to(kCompute) : tensorOf(call.scalar("mean"), dtype).to(kCompute);
        Tensor sum = Tensor::empty(kCompute, sizes);
        mapInto<C>(sum, [](C a, C b) { return a + b; }, Elements<C>{scaled}, Elements<C>{shift});
        call.setOutput(0, sum.to(dtype));
    });
    return {};
}

Result<void> normalOfNumbersReference(KernelCall& call) {
    const Sizes sizes = call.outputSizes();
    place(call, 0, drawNormal(call.generator(), call.recordedOutput(), elementCount(sizes), call.number("mean"), call.number("std"),
                              normalPath(sizes, contiguousStrides(sizes))));
    return {};
}

// --- multinomial -----------------------------------------------------------------------------------------

Result<void> checkWeights(const Tensor& weights) {
    const double* w = weights.data<double>();
    const Index columns = weights.sizes().back(), rows = columns ? weights.numel() / columns : 0;
    for (Index r = 0; r < rows; ++r) {
        double sum = 0;
        for (Index c = 0; c < columns; ++c, ++w) {
            if (!(*w >= 0 && std::isfinite(*w)))
                return fail(Code::Run, "multinomial.5: a weight is {}, weights must be finite and not negative", *w);
            sum += *w;
        }
        if (!(sum > 0)) return fail(Code::Run, "multinomial.6: all weights are 0");
    }
    return {};
}

// Without replacement: the largest of weight / exponential, which is one race for every sample. The exponentials are
// drawn in the order of the given weights' memory, `strides`.
std::vector<std::int64_t> race(Generator& generator, DType dtype, const Tensor& weights, const Sizes& strides, Index samples) {
    const Tensor flat = drawEach(dtype, weights.numel(), [&] { return -std::log1p(-generator.uniform()); }).to(DType::F64);
    const Tensor waits = flat.asStrided(weights.sizes(), strides, 0).contiguous();
    const Index columns = weights.sizes().back();
    std::vector<std::int64_t> out, order(static_cast<std::size_t>(columns));
    for (Index at = 0; at < weights.numel(); at += columns) {
        std::vector<double> speed;
        for (Index c = 0; c < columns; ++c)
            speed.push_back(Tensor::scalar(dtype, weights.data<double>()[at + c] / waits.data<double>()[at + c]).flat(0));
        for (Index c = 0; c < columns; ++c) order[static_cast<std::size_t>(c)] = c;
        std::partial_sort(order.begin(), order.begin() + samples, order.end(), [&](std::int64_t a, std::int64_t b) {
            const double left = speed[static_cast<std::size_t>(a)], right = speed[static_cast<std::size_t>(b)];
            return left != right ? left > right : a < b;
        });
        out.insert(out.end(), order.begin(), order.begin() + samples);
    }
    return out;
}

// With replacement: a place in the running sum of the weights, kept in the weights' compute type.
template <class C>
std::vector<std::int64_t> places(Generator& generator, const Tensor& weights, Index samples) {
    const Index columns = weights.sizes().back();
    std::vector<std::int64_t> out;
    std::vector<C> upTo(static_cast<std::size_t>(columns));
    for (Index at = 0; at < weights.numel(); at += columns) {
        C sum = 0;
        for (Index c = 0; c < columns; ++c) upTo[static_cast<std::size_t>(c)] = sum += static_cast<C>(weights.data<double>()[at + c]);
        for (C& x : upTo) x /= sum;
        upTo.back() = 1;
        for (Index s = 0; s < samples; ++s) {
            const double x = generator.uniform();
            out.push_back(std::partition_point(upTo.begin(), upTo.end(), [&](C bound) { return bound < x; }) - upTo.begin());
        }
    }
    return out;
}

Result<void> multinomialReference(KernelCall& call) {
    const Tensor weights = dense(call.tensor("self"), DType::F64);
    WHITTLE_TRY_VOID(checkWeights(weights));
    const DType dtype = call.recordedDType("self");
    const Index samples = call.size("num_samples");
    const bool replaces = call.flag("replacement") && samples != 1;
    std::vector<std::int64_t> drawn;
    if (!replaces) drawn = race(call.generator(), dtype, weights, preservedStrides(call.tensor("self")), samples);
    else if (dtype == DType::F64) drawn = places<double>(call.generator(), weights, samples);
    else drawn = places<float>(call.generator(), weights, samples);
    call.setOutput(0, Tensor::of<std::int64_t>(drawn, call.outputSizes()));
    return {};
}

#define WHITTLE_GENERATOR ", *, Generator? generator=None"
#define WHITTLE_ROW(op, overload, suffix, args, text, type, kernel)                                               \
    {.name = "aten." op "." overload, .schema = op suffix "(" args WHITTLE_GENERATOR ") -> Tensor", .summary = text, \
     .inferType = type, .reference = kernel, .random = true}
#define WHITTLE_IN_PLACE(op, overload, suffix, args, target)                                                      \
    {.name = "aten." op "." overload, .schema = op suffix "(Tensor(a!) self" args WHITTLE_GENERATOR ") -> Tensor(a!)", \
     .summary = "In place: " target ".", .functional = target}
// A distribution that replaces every element of self, and its in-place form.
#define WHITTLE_PAIR(op, args, text, type, kernel)                                                                \
    WHITTLE_ROW(op, "default", "", "Tensor self" args, text, type, kernel),                                       \
    WHITTLE_IN_PLACE(op "_", "default", "", args, "aten." op ".default")

constexpr OpDef kOps[] = {
    WHITTLE_PAIR("uniform", ", float from=0., float to=1.", "Uniform in [from, to), shaped like self.", uniformType, uniformReference),
    WHITTLE_PAIR("exponential", ", float lambd=1.", "Exponential with rate lambd, shaped like self.", exponentialType, exponentialReference),
    WHITTLE_PAIR("log_normal", ", float mean=1., float std=2.", "exp of a normal, shaped like self.", logNormalType, logNormalReference),
    WHITTLE_PAIR("cauchy", ", float median=0., float sigma=1.", "Cauchy, shaped like self.", cauchyType, cauchyReference),
    WHITTLE_PAIR("geometric", ", float p", "Trials up to the first success of chance p, shaped like self.", geometricType, geometricReference),
    WHITTLE_PAIR("random", "", "Integers that the dtype holds exactly, from 0, shaped like self.", anyType, randomReference),
    WHITTLE_ROW("random", "to", ".to", "Tensor self, int to", "Integers in [0, to), shaped like self.", anyType, randomBetweenReference),
    WHITTLE_ROW("random", "from", ".from", "Tensor self, int from, int? to", "Integers in [from, to), shaped like self.", anyType, randomBetweenReference),
    WHITTLE_IN_PLACE("random_", "to", ".to", ", int to", "aten.random.to"),
    WHITTLE_IN_PLACE("random_", "from", ".from", ", int from, int? to", "aten.random.from"),
    WHITTLE_ROW("normal_functional", "default", "", "Tensor self, float mean=0., float std=1.", "Normal, shaped like self.", normalType, normalReference),
    WHITTLE_IN_PLACE("normal_", "default", "", ", float mean=0., float std=1.", "aten.normal_functional.default"),
    WHITTLE_ROW("normal", "Tensor_float", ".Tensor_float", "Tensor mean, float std=1.", "Normal with a mean for each element.", normalOfTensorsType, normalOfTensorsReference),
    WHITTLE_ROW("normal", "float_Tensor", ".float_Tensor", "float mean, Tensor std", "Normal with a deviation for each element.", normalOfTensorsType, normalOfTensorsReference),
    WHITTLE_ROW("normal", "Tensor_Tensor", ".Tensor_Tensor", "Tensor mean, Tensor std", "Normal with mean and deviation for each element.", normalOfTensorsType, normalOfTensorsReference),
    {.name = "aten.normal.float_float",
     .schema = "normal.float_float(float mean, float std, SymInt[] size, *, Generator? generator=None, ScalarType? dtype=None,"
               " Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor",
     .summary = "Normal of a given size.", .inferType = normalOfNumbersType, .reference = normalOfNumbersReference, .random = true},
    WHITTLE_ROW("bernoulli", "default", "", "Tensor self", "1 with the chance that self gives, else 0.", floatType, bernoulliReference),
    WHITTLE_ROW("bernoulli", "p", ".p", "Tensor self, float p", "1 with chance p, else 0, shaped like self.", bernoulliPType, bernoulliPReference),
    WHITTLE_ROW("bernoulli", "Tensor", ".Tensor", "Tensor self, Tensor p", "1 with the chance that p gives, else 0, shaped like self.", bernoulliTensorType, (laidOut<bernoulliTensorReference, likeFirst>)),
    WHITTLE_IN_PLACE("bernoulli_", "float", ".float", ", float p=0.5", "aten.bernoulli.p"),
    WHITTLE_IN_PLACE("bernoulli_", "Tensor", ".Tensor", ", Tensor p", "aten.bernoulli.Tensor"),
    WHITTLE_ROW("multinomial", "default", "", "Tensor self, int num_samples, bool replacement=False", "Places of weights, drawn in proportion to them.", multinomialType, multinomialReference),
};

#undef WHITTLE_PAIR
#undef WHITTLE_IN_PLACE
#undef WHITTLE_ROW
#undef WHITTLE_GENERATOR

}  // namespace

std::span<const OpDef> distributionOps() { return kOps; }

}  // namespace whittle::ops
