// Random counts of events: poisson. Drawn one element after the other, by the way that PyTorch's CPU kernel takes, so that a
// seed gives its numbers.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/random_draw.h"

namespace whittle::ops {
namespace {

Result<Types> poissonType(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (!isFloating(self.dtype)) return fail(Code::Type, "poisson.1: the rates are {}, a floating dtype is needed", self.text());
    return Types{TensorType{self.dtype, self.sizes, {}, self.device}};
}

// Few events: as many uniform numbers as keep their product above exp(-rate).
double fewEvents(Generator& generator, double rate) {
    const double least = std::exp(-rate);
    double product = 1, count = 0;
    while (true) {
        product *= generator.uniform();
        if (product <= least) return count;
        ++count;
    }
}

// Many: Hoermann's transformed rejection (1993), two uniform numbers a try.
double manyEvents(Generator& generator, double rate) {
    const double root = std::sqrt(rate), logRate = std::log(rate);
    const double b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
    const double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), quick = 0.9277 - 3.6224 / (b - 2);
    while (true) {
        const double u = generator.uniform() - 0.5, v = generator.uniform(), edge = 0.5 - std::fabs(u);
        const double count = std::floor((2 * a / edge + b) * u + rate + 0.43);
        if (edge >= 0.07 && v <= quick) return count;
        if (count < 0 || (edge < 0.013 && v > edge)) continue;
        if (std::log(v) + std::log(inverseAlpha) - std::log(a / (edge * edge) + b) <= -rate + count * logRate - std::lgamma(count + 1)) return count;
    }
}

Result<void> poissonReference(KernelCall& call) {
    const Tensor rates = dense(call.tensor("self"), DType::F64);
    for (Index i = 0; i < rates.numel(); ++i) {
        const double rate = rates.data<double>()[i];
        if (!(rate >= 0)) return fail(Code::Run, "poisson.2: invalid Poisson rate {}, expected rate to be non-negative", rate);
        // Above this a count need not fit into 64 bits.
        if (rate > 0x1p62) return fail(Code::Limit, "poisson.3: the rate {} is too large", rate);
    }
    Index i = 0;
    place(call, 0, drawEach(call.recordedOutput(), rates.numel(), [&]() -> double {
              const double rate = rates.data<double>()[i++];
              if (rate == 0) return 0;
              return rate >= 10 ? manyEvents(call.generator(), rate) : fewEvents(call.generator(), rate);
          }));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = "aten.poisson.default", .schema = "poisson(Tensor self, Generator? generator=None) -> Tensor",
     .summary = "A random count of events for each rate.", .inferType = poissonType, .reference = poissonReference, .random = true},
};

}  // namespace

std::span<const OpDef> countOps() { return kOps; }

}  // namespace whittle::ops
