#include "engine/runtime/rounding_noise.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/ops/layout.h"
#include "engine/tensor/convert.h"

namespace whittle {
namespace {

// Families that add up many products or elements: another order of the additions is as if each operand had been off by a rounding,
// which the rounding of the result alone does not show where large terms cancel.
constexpr std::array<std::string_view, 13> kAccumulating{"reduction", "matmul", "conv", "attention", "norm", "product", "softmax",
                                                         "pool", "loss", "statistics", "einsum", "distance", "gradient"};

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

// The call's arguments and data, to call again with other data.
struct Again {
    std::vector<NamedArg> args;
    std::map<ValueId, Datum> data;
    std::map<ValueId, Type> types;
};

template <class Change>
Again again(const KernelCall& call, const Change& change) {
    Again out;
    for (const SchemaArg& arg : call.schema().args) {
        const Arg& value = call.arg(arg.name);
        out.args.push_back({arg.name, value});
        forEachValue(value, [&](ValueId id) {
            Datum datum = call.datum(Arg(id));
            if (const Tensor* tensor = asTensor(datum)) datum = ops::inLayout(change(*tensor), ops::preservedStrides(*tensor));
            out.types[id] = typeOf(datum);
            out.data[id] = std::move(datum);
        });
    }
    return out;
}

Result<std::vector<Datum>> runAgain(const OpDef& op, const Again& what, Precision precision) {
    WHITTLE_TRY(KernelCall call, KernelCall::prepare(op, what.args, [&](ValueId id) -> const Type& { return what.types.at(id); },
                                                     [&](ValueId id) -> const Datum& { return what.data.at(id); }, KernelContext(precision)));
    WHITTLE_TRY_VOID(call.run());
    return call.takeOutputs();
}

}  // namespace

bool RoundingNoise::knows(std::string_view op) const {
    const OpDef* def = findOp(op);
    return def && def->reference && !def->random && !runsGraphs(*findSchema(op));
}

// Elements that came out exactly stay: what was not rounded cannot have been rounded otherwise.
Tensor RoundingNoise::moved(const Tensor& value, const Tensor* exact) {
    if (!isFloating(value.dtype())) return value;
    const double unit = unitOf(value.dtype());
    Tensor out = Tensor::empty(value.dtype(), value.sizes());
    visitReal(value.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0, n = value.numel(); i < n; ++i) {
            const double x = value.flat(i);
            const bool stays = exact ? exact->flat(i) == x : x == std::floor(x);
            const double step = static_cast<double>(m_random() % 3) - 1;
            to[i] = convertTo<T>(stays ? x : x * (1 + step * unit));
        }
    });
    return ops::inLayout(out, ops::preservedStrides(value));
}

Result<KernelUse> RoundingNoise::run(KernelCall& call) {
    const bool accumulates = std::ranges::find(kAccumulating, opFamily(call.op().name)) != kAccumulating.end();
    const auto disturbed = [&](const Tensor& tensor) { return accumulates ? moved(tensor, nullptr) : tensor; };
    WHITTLE_TRY(std::vector<Datum> outputs, runAgain(call.op(), again(call, disturbed), Precision::AsGiven));
    // In float64 nothing is wider to tell by; there, integers are taken for exact.
    const auto widened = [](const Tensor& tensor) { return tensor.to(wideDType(tensor.dtype())); };
    const Result<std::vector<Datum>> exact = runAgain(call.op(), again(call, widened), Precision::Float64);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const Tensor* tensor = asTensor(outputs[i]);
        const Tensor* wide = exact && i < exact->size() ? asTensor((*exact)[i]) : nullptr;
        const bool tells = tensor && wide && tensor->dtype() != wide->dtype() && tensor->sizes() == wide->sizes();
        call.setOutput(static_cast<int>(i), tensor ? Datum(moved(*tensor, tells ? wide : nullptr)) : outputs[i]);
    }
    return KernelUse{.by = KernelUse::By::Library, .implementation = "disturbed reference"};
}

}  // namespace whittle
