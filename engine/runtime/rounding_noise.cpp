#include "engine/runtime/rounding_noise.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/ops/layout.h"
#include "engine/passes/pass.h"
#include "engine/tensor/convert.h"

namespace whittle {
namespace {

// Families and operators that add up many products or elements: another order of the additions is as if each operand had been off by a
// rounding, which the rounding of the result alone does not show where large terms cancel.
constexpr std::array<std::string_view, 21> kAccumulating{"reduction", "matmul", "conv", "attention", "norm", "product", "softmax",
                                                         "pool", "loss", "statistics", "einsum", "distance", "gradient", "upsample",
                                                         "resample", "recurrent", "aten.cumsum", "aten.cumprod", "aten.logcumsumexp",
                                                         "aten.scatter_add", "aten.index_add"};

// What else may be the difference of nearly equal numbers.
constexpr std::array<std::string_view, 6> kSubtracting{"aten.add", "aten.sub", "aten.rsub", "aten.addcmul", "aten.addcdiv", "aten.lerp"};

constexpr int kFewUnits = 4;       // that a fast form of a function, or a sum in another order, may be off by
constexpr int kErrorTrials = 2;    // of operands around: where an operator is off by little, it may be so by luck
constexpr int kResidueTrials = 3;  // of operands moved: one alone may move both sides of a difference alike

double unitOf(DType dtype) {
    switch (dtype) {
        case DType::F16: return 0x1p-10;
        case DType::BF16: return 0x1p-7;
        case DType::F32: return 0x1p-23;
        default: return 0x1p-52;
    }
}

bool runsGraphs(const Schema& schema) {
    return std::ranges::any_of(schema.args, [](const SchemaArg& arg) {
        return arg.kind == ArgKind::Graph || arg.kind == ArgKind::Any || arg.kind == ArgKind::Dict;
    });
}

bool isOneOf(std::span<const std::string_view> table, std::string_view op) {
    return std::ranges::any_of(table, [&](std::string_view what) { return what == opFamily(op) || namesOperator(what, op); });
}

// The call's arguments and data, to call again with other data.
struct Again {
    std::vector<NamedArg> args;
    std::map<ValueId, Datum> data;
    std::map<ValueId, Type> types;
    std::map<ValueId, Type> recorded;  // as the call itself has them
};

template <class Change>
Again again(const KernelCall& call, const Change& change) {
    Again out;
    for (const SchemaArg& arg : call.schema().args) {
        const Arg& value = call.arg(arg.name);
        out.args.push_back({arg.name, value});
        forEachValue(value, [&](ValueId id) {
            Datum datum = call.datum(Arg(id));
            out.recorded[id] = typeOf(datum);
            if (const Tensor* tensor = asTensor(datum)) datum = ops::inLayout(change(*tensor), ops::preservedStrides(*tensor));
            out.types[id] = typeOf(datum);
            out.data[id] = std::move(datum);
        });
    }
    return out;
}

Again inFloat64(Again what) {
    for (auto& [id, datum] : what.data)
        if (const Tensor* tensor = asTensor(datum)) {
            datum = ops::inLayout(tensor->to(wideDType(tensor->dtype())), ops::preservedStrides(*tensor));
            what.types[id] = typeOf(datum);
        }
    return what;
}

Result<std::vector<Datum>> runAgain(const OpDef& op, const Again& what, Precision precision) {
    KernelContext context(precision);
    context.recorded = [&](ValueId id) -> const Type& { return what.recorded.at(id); };
    WHITTLE_TRY(KernelCall call, KernelCall::prepare(op, what.args, [&](ValueId id) -> const Type& { return what.types.at(id); },
                                                     [&](ValueId id) -> const Datum& { return what.data.at(id); }, context));
    WHITTLE_TRY_VOID(call.run());
    return call.takeOutputs();
}

// Whether a product of these, taken in parts as every fast kernel does, can leave float64's range both ways: infinity times zero is NaN
// in one order and a number in another.
bool partsLeaveRange(const Tensor& factors) {
    double up = 0, down = 0;
    for (Index i = 0, n = factors.numel(); i < n; ++i) {
        const double exponent = std::log2(std::abs(factors.flat(i)));
        (exponent > 0 ? up : down) += exponent;
    }
    return up > 1023 && down < -1022;
}

// f16 and bf16 are squared and added up in f32.
template <class T>
double atEdge(double x) {
    const T number = static_cast<T>(x), square = number * number;
    if (!std::isfinite(x) || x == 0) return x;
    if (std::isinf(square)) return std::copysign(INFINITY, x);
    return square < std::numeric_limits<T>::min() ? std::copysign(0.0, x) : x;
}

Tensor atEdges(const Tensor& value) {
    if (!isFloating(value.dtype())) return value;
    Tensor out = Tensor::empty(value.dtype(), value.sizes());
    visitReal(value.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0, n = value.numel(); i < n; ++i)
            to[i] = convertTo<T>(value.dtype() == DType::F64 ? atEdge<double>(value.flat(i)) : atEdge<float>(value.flat(i)));
    });
    return ops::inLayout(out, ops::preservedStrides(value));
}

// `value`, with 0 for what is no larger than the way that it is from `other`.
Tensor withoutResidues(const Tensor& value, const Tensor& other) {
    Tensor out = Tensor::empty(value.dtype(), value.sizes());
    visitReal(value.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0, n = value.numel(); i < n; ++i) {
            const double x = value.flat(i), away = std::abs(other.flat(i) - x);
            to[i] = convertTo<T>(std::isfinite(away) && std::abs(x) <= away ? std::copysign(0.0, x) : x);
        }
    });
    return ops::inLayout(out, ops::preservedStrides(value));
}

}  // namespace

RoundingNoise RoundingNoise::ofRun(int number) {
    const auto seed = static_cast<std::uint64_t>(number);
    switch (number % 8) {
        case 2: return RoundingNoise(seed, 1, Kind::Edges);
        case 3: return RoundingNoise(seed, kFewUnits, Kind::Residues);
        default: return RoundingNoise(seed, number % 2 == 0 ? 1 : kFewUnits);
    }
}

bool RoundingNoise::knows(std::string_view op) const {
    const OpDef* def = findOp(op);
    return def && def->reference && !def->random && !runsGraphs(*findSchema(op));
}

// Elements that came out exactly stay: what was not rounded cannot have been rounded otherwise. The others move by a unit, or by as much as
// they are off already, here or around here: a formula whose terms cancel (a gradient where it changes its sign) is off by more than its
// result's unit.
double RoundingNoise::movedElement(double x, double unit, std::optional<double> exact, double error) {
    if (exact ? *exact == x || (std::isnan(*exact) && std::isnan(x)) : x == std::floor(x)) return x;
    const double step = static_cast<double>(m_random() % 3) - 1;
    if (!exact || !std::isfinite(*exact)) return x * (1 + step * unit);
    if (std::isinf(x)) return step < 0 ? *exact * (1 - unit) : x;  // beyond the largest number, perhaps by a rounding only
    return x + step * std::max({std::abs(x) * unit, std::abs(*exact - x), error});
}

Tensor RoundingNoise::moved(const Tensor& value, const Tensor* exact, Zeros zeros, const std::vector<double>& errors) {
    if (!isFloating(value.dtype())) return value;
    // Halves are rounded once, from f32, whatever the form.
    const bool isHalf = value.dtype() == DType::F16 || value.dtype() == DType::BF16;
    const double unit = unitOf(value.dtype()) * (isHalf ? 1 : m_units);
    Tensor out = Tensor::empty(value.dtype(), value.sizes());
    visitReal(value.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0, n = value.numel(); i < n; ++i) {
            const double x = movedElement(value.flat(i), unit, exact ? std::optional(exact->flat(i)) : std::nullopt,
                                          errors.empty() ? 0 : errors[static_cast<std::size_t>(i)]);
            // Nothing settles the sign of a NaN, and seen as integers, it shows.
            const bool eitherSign = std::isnan(x) || (x == 0 && zeros == Zeros::OfEitherSign);
            to[i] = convertTo<T>(eitherSign && m_random() % 2 == 0 ? -x : x);
        }
    });
    return ops::inLayout(out, ops::preservedStrides(value));
}

// What is left where large numbers cancel may be nothing at all when they were rounded otherwise, and nothing is what divisions and
// logarithms make most of; moves of a unit hardly ever meet it.
Result<void> RoundingNoise::dropResidues(KernelCall& call) {
    WHITTLE_TRY_VOID(call.run());
    if (!isOneOf(kAccumulating, call.op().name) && !isOneOf(kSubtracting, call.op().name)) return {};
    const std::vector<Datum> plain = [&] {
        std::vector<Datum> out;
        for (int i = 0; i < call.outputCount(); ++i) out.push_back(call.given(i));
        return out;
    }();
    for (int trial = 0; trial < kResidueTrials; ++trial) {
        const auto others = runAgain(call.op(), again(call, [&](const Tensor& tensor) { return moved(tensor, nullptr, Zeros::AsTheyAre); }), Precision::AsGiven);
        for (std::size_t i = 0; others && i < plain.size(); ++i) {
            const Tensor *value = asTensor(plain[i]), *other = asTensor((*others)[i]);
            if (!value || !other || !isFloating(value->dtype()) || value->sizes() != other->sizes()) continue;
            const int output = static_cast<int>(i);
            call.setOutput(output, withoutResidues(*asTensor(call.given(output)), *other));
        }
    }
    return {};
}

// Numbers around: near enough for the kernel to be off by as much, and so far away that its intermediate results are other ones.
Tensor RoundingNoise::around(const Tensor& value) {
    if (!isFloating(value.dtype())) return value;
    const double reach = std::sqrt(unitOf(value.dtype()));
    Tensor out = Tensor::empty(value.dtype(), value.sizes());
    visitReal(value.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0, n = value.numel(); i < n; ++i) to[i] = convertTo<T>(value.flat(i) * (1 + reach * (static_cast<double>(m_random() % 2001) / 1000 - 1)));
    });
    return ops::inLayout(out, ops::preservedStrides(value));
}

// How far the kernel is off around here, for every element of every output.
std::vector<std::vector<double>> RoundingNoise::errorsAround(const KernelCall& call, const std::vector<Datum>& outputs) {
    std::vector<std::vector<double>> errors(outputs.size());
    for (int trial = 0; trial < kErrorTrials; ++trial) {
        const Again near = again(call, [&](const Tensor& tensor) { return around(tensor); });
        const auto given = runAgain(call.op(), near, Precision::AsGiven), exact = runAgain(call.op(), inFloat64(near), Precision::Float64);
        for (std::size_t i = 0; given && exact && i < outputs.size(); ++i) {
            const Tensor *value = asTensor(outputs[i]), *one = asTensor((*given)[i]), *other = asTensor((*exact)[i]);
            if (!value || !one || !other || !isFloating(value->dtype()) || one->sizes() != value->sizes() || other->sizes() != value->sizes()) continue;
            errors[i].resize(static_cast<std::size_t>(value->numel()), 0.0);
            for (Index k = 0; k < value->numel(); ++k) {
                const double error = std::abs(one->flat(k) - other->flat(k));
                if (double& most = errors[i][static_cast<std::size_t>(k)]; std::isfinite(error)) most = std::max(most, error);
            }
        }
    }
    return errors;
}

Result<KernelUse> RoundingNoise::run(KernelCall& call) {
    const KernelUse use{.by = KernelUse::By::Library, .implementation = "disturbed reference"};
    if (m_kind == Kind::Residues) {
        WHITTLE_TRY_VOID(dropResidues(call));
        return use;
    }
    const std::string_view op = call.op().name;
    const bool accumulates = isOneOf(kAccumulating, op);
    const auto disturbed = [&](const Tensor& tensor) {
        if (!accumulates) return tensor;
        return moved(m_kind == Kind::Edges ? atEdges(tensor) : tensor, nullptr, Zeros::AsTheyAre);
    };
    // The sign of a zero that is a sum, or the largest of several, hangs on the order; PyTorch's vector kernels settle it no more than ours.
    const Zeros zeros = accumulates ? Zeros::OfEitherSign : Zeros::AsTheyAre;
    WHITTLE_TRY(std::vector<Datum> outputs, runAgain(call.op(), again(call, disturbed), Precision::AsGiven));
    // In float64 nothing is wider to tell by; there, integers are taken for exact.
    const auto same = [](const Tensor& tensor) { return tensor; };
    const Result<std::vector<Datum>> exact = runAgain(call.op(), inFloat64(again(call, same)), Precision::Float64);
    const std::vector<std::vector<double>> errors = accumulates ? std::vector<std::vector<double>>(outputs.size()) : errorsAround(call, outputs);
    const Datum self = namesOperator("aten.prod", op) ? call.datum(call.arg("self")) : Datum();
    const Tensor* factors = asTensor(self);
    const bool orderDecides = factors && isFloating(factors->dtype()) && partsLeaveRange(*factors);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const Tensor* tensor = asTensor(outputs[i]);
        if (tensor && orderDecides) {
            call.setOutput(static_cast<int>(i), ops::inLayout(Tensor::full(tensor->dtype(), tensor->sizes(), std::nan("")), ops::preservedStrides(*tensor)));
            continue;
        }
        const Tensor* wide = exact && i < exact->size() ? asTensor((*exact)[i]) : nullptr;
        const bool tells = tensor && wide && m_kind == Kind::Units && tensor->dtype() != wide->dtype() && tensor->sizes() == wide->sizes();
        call.setOutput(static_cast<int>(i), tensor ? Datum(moved(*tensor, tells ? wide : nullptr, zeros, errors[i])) : outputs[i]);
    }
    return use;
}

}  // namespace whittle
