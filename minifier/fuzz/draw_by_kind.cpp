// What an argument's kind alone says of it.
#include <algorithm>

#include "minifier/fuzz/arg_rules.h"

namespace whittle {
namespace {

bool meets(const TensorType& a, const TensorType& b) {  // broadcast together
    const auto common = static_cast<std::size_t>(std::min(a.rank(), b.rank()));
    for (std::size_t i = 1; i <= common; ++i) {
        const SymInt &x = a.sizes[a.sizes.size() - i], &y = b.sizes[b.sizes.size() - i];
        if (!x.is(1) && !y.is(1) && x != y) return false;
    }
    return true;
}

std::optional<Arg> oneTensor(ArgDraw& draw) {
    Draft& draft = draw.draft;
    Random& random = draw.random();
    const auto first = draw.first();
    if (!first) {
        if (random.chance(85))
            if (const auto found = draft.pick([](const TensorType&) { return true; })) return Arg(*found);
        return Arg(draft.addInput(draft.dtype(), draft.sizes(random.between(0, 5))));
    }
    const int way = random.below(100);
    if (way < 40) {
        if (const auto found = draft.pick([&](const TensorType& t) { return meets(*first, t); })) return Arg(*found);
    } else if (way < 75) {
        return Arg(draft.pickOrAdd(first->dtype, first->sizes));
    } else if (way < 90) {  // sizes of 1 here and there, and none in front
        SymSizes sizes = first->sizes;
        for (SymInt& size : sizes)
            if (random.chance(40)) size = 1;
        if (!sizes.empty() && random.chance(30)) sizes.erase(sizes.begin());
        return Arg(draft.pickOrAdd(random.chance(70) ? first->dtype : draft.dtype(), sizes));
    }
    const auto found = draft.pick([](const TensorType&) { return true; });
    return found ? std::optional(Arg(*found)) : std::nullopt;
}

constexpr std::int64_t kIntegers[] = {0, 1, 1, 2, 3, -1, -2};
constexpr double kFloats[] = {0.0, 1.0, 0.5, -0.5, 2.0, -1.5, 0.1, 3.0};
constexpr DType kDTypes[] = {DType::F32, DType::F64, DType::F16, DType::BF16, DType::I64, DType::I32, DType::U8, DType::Bool};

std::optional<Arg> oneByKind(ArgDraw& draw) {
    Random& random = draw.random();
    switch (draw.arg->kind) {
        case ArgKind::Tensor: return oneTensor(draw);
        case ArgKind::Scalar:
            if (random.chance(5)) return Arg(random.chance(50));
            return random.chance(50) ? Arg(random.pick(kIntegers)) : Arg(random.pick(kFloats));
        case ArgKind::Int: return Arg(random.pick(kIntegers));
        case ArgKind::Float: return Arg(random.pick(kFloats));
        case ArgKind::Bool: return Arg(random.chance(50));
        case ArgKind::DType: return Arg(random.chance(50) ? draw.draft.dtype() : random.pick(kDTypes));
        case ArgKind::Device: return Arg(Device{});
        case ArgKind::MemoryFormat: return Arg(MemoryFormat::Contiguous);
        default: return std::nullopt;  // strings, graphs: a row says how, or the operator is not drawn
    }
}

}  // namespace

std::optional<Arg> drawByKind(ArgDraw& draw) {
    if (!draw.arg->isList) return oneByKind(draw);
    Arg::List out;
    const int count = draw.arg->listSize > 0 ? draw.arg->listSize : draw.random().between(1, 3);
    for (int i = 0; i < count; ++i) {
        std::optional<Arg> one = oneByKind(draw);
        if (!one) return std::nullopt;
        out.push_back(*std::move(one));
        // The next tensor of a list is drawn to fit the first.
        if (draw.arg->kind == ArgKind::Tensor && i == 0) draw.sofar.push_back({"", out.back()});
    }
    if (draw.arg->kind == ArgKind::Tensor) std::erase_if(draw.sofar, [](const NamedArg& arg) { return arg.name.empty(); });
    return Arg(std::move(out));
}

}  // namespace whittle
