// Inductor's random operators, left in graphs that its passes have seen: seeds are drawn from the run's generator,
// everything else is Philox of a seed and an element's position. As its compiled CPU code does it: run eagerly,
// PyTorch's own stand-ins for these operators draw everything from the generator instead.
#include <cmath>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/random_draw.h"
#include "engine/tensor/philox.h"

namespace whittle::ops {
namespace {

Result<Types> seedsType(const OpCall& call) {
    const Device* device = call.arg("device").as<Device>();
    TensorType out{DType::I64, {}, {}, device ? *device : Device{}};
    if (call.schema().arg("count")) out.sizes = {call.symInt("count")};
    if (!out.sizes.empty() && out.sizes[0].constant().value_or(0) < 0)
        return fail(Code::Shape, "inductor_seeds.1: {} seeds were asked for", out.sizes[0].text());
    return Types{out};
}

Result<void> seedsReference(KernelCall& call) {
    place(call, 0, drawIntegers(call.generator(), DType::I64, elementCount(call.outputSizes()), INT64_MIN, UINT64_MAX));
    return {};
}

Result<Types> lookupSeedType(const OpCall& call) {
    const TensorType& seeds = call.type("seeds");
    if (seeds.dtype != DType::I64 || seeds.rank() != 1)
        return fail(Code::Type, "inductor_lookup_seed.1: the seeds are {}, i64[n] is needed", seeds.text());
    WHITTLE_TRY(const std::int64_t index, call.integer("index"));
    const auto count = seeds.sizes[0].constant();
    if (index < 0 || (count && index >= *count))
        return fail(Code::Shape, "inductor_lookup_seed.2: index {} is outside {}", index, seeds.text());
    return Types{TensorType{DType::I64, {}, {}, seeds.device}};
}

Result<void> lookupSeedReference(KernelCall& call) {
    const Tensor& seeds = call.tensor("seeds");
    call.setOutput(0, seeds.asStrided({}, {}, seeds.offset() + call.size("index") * seeds.strides()[0]));
    return {};
}

Result<Types> sized(const OpCall& call, DType dtype) {
    const TensorType& seed = call.type("seed");
    if (seed.dtype != DType::I64 || seed.numel() != SymInt(1))
        return fail(Code::Type, "{}.1: the seed is {}, i64[] is needed", call.schema().name, seed.text());
    return Types{TensorType{dtype, call.symInts("size"), {}, seed.device}};
}

Result<Types> randomType(const OpCall& call) {
    const std::string_view mode = call.text("mode");
    if (mode != "rand" && mode != "randn")
        return fail(Code::Argument, "inductor_random.2: mode must be 'rand' or 'randn', not '{}'", mode);
    return sized(call, call.precision() == Precision::Float64 ? DType::F64 : DType::F32);
}

Result<Types> randintType(const OpCall& call) {
    const auto low = call.symInt("low").constant(), high = call.symInt("high").constant();
    if (low && high && *low >= *high)
        return fail(Code::Argument, "inductor_randint.2: low is {}, it must be less than high, {}", *low, *high);
    return sized(call, DType::I64);
}

// [0, 1): 31 bits times a little less than 2^-31.
float unit(std::uint32_t bits) { return static_cast<float>(bits & 0x7fffffffu) * 4.6566127342e-10f; }

float uniformFrom(const PhiloxCounter& words) { return unit(words[0]); }

float normalFrom(const PhiloxCounter& words) {
    const float u1 = 1 - unit(words[0]), u2 = 1 - unit(words[1]);
    return static_cast<float>(std::sqrt(-2.0 * std::log(u1)) * std::cos(2.0 * std::numbers::pi * u2));
}

// Element i is a function of the seed and i + offset, so nothing is taken from the generator. Inductor's CPU code
// passes both as 32 bits.
template <class T, class F>
Result<void> byPosition(KernelCall& call, F element) {
    const auto seed = static_cast<std::uint32_t>(call.tensor("seed").flatInt(0));
    const Index offset = call.size("offset");
    Tensor flat = Tensor::empty(DTypeOf<T>::value, {elementCount(call.outputSizes())});
    T* to = flat.template mutableData<T>();
    for (Index i = 0; i < flat.numel(); ++i) to[i] = element(philoxAt(seed, 0, static_cast<std::uint32_t>(offset + i)));
    place(call, 0, flat);
    return {};
}

Result<void> randomReference(KernelCall& call) {
    return byPosition<float>(call, call.text("mode") == "rand" ? uniformFrom : normalFrom);
}

Result<void> randintReference(KernelCall& call) {
    const Index low = call.size("low"), high = call.size("high");
    if (low >= high) return fail(Code::Argument, "inductor_randint.2: low is {}, it must be less than high, {}", low, high);
    const std::uint64_t range = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    return byPosition<std::int64_t>(call, [=](const PhiloxCounter& words) {
        const std::uint64_t bits = words[0] | static_cast<std::uint64_t>(words[1]) << 32;
        return static_cast<std::int64_t>(bits % range + static_cast<std::uint64_t>(low));
    });
}

constexpr OpDef kOps[] = {
    {.name = "prims.inductor_seed.default", .schema = "inductor_seed(Device device) -> Tensor",
     .summary = "A fresh seed.", .inferType = seedsType, .reference = seedsReference, .random = true},
    {.name = "prims.inductor_seeds.default", .schema = "inductor_seeds(int count, Device device) -> Tensor",
     .summary = "Fresh seeds.", .inferType = seedsType, .reference = seedsReference, .random = true},
    {.name = "prims.inductor_lookup_seed.default", .schema = "inductor_lookup_seed(Tensor seeds, int index) -> Tensor",
     .summary = "One of the seeds.", .inferType = lookupSeedType, .reference = lookupSeedReference},
    {.name = "prims.inductor_random.default",
     .schema = "inductor_random(SymInt[] size, Tensor seed, str mode, *, int offset=0) -> Tensor",
     .summary = "rand or randn, each element a function of the seed and its position.", .inferType = randomType, .reference = randomReference},
    {.name = "prims.inductor_randint.default",
     .schema = "inductor_randint(SymInt low, SymInt high, SymInt[] size, Tensor seed, *, int offset=0) -> Tensor",
     .summary = "Integers in [low, high), each a function of the seed and its position.", .inferType = randintType, .reference = randintReference},
};

}  // namespace

std::span<const OpDef> inductorRandomOps() { return kOps; }

}  // namespace whittle::ops
