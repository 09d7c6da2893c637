#include "minifier/fuzz/arg_rules.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/passes/pass.h"

namespace whittle {

const Arg* ArgDraw::given(std::string_view name) const {
    const auto found = std::ranges::find(sofar, name, &NamedArg::name);
    return found == sofar.end() ? nullptr : &found->value;
}

std::optional<TensorType> ArgDraw::type(std::string_view name) const {
    const Arg* value = given(name);
    const ValueId* id = value ? value->as<ValueId>() : nullptr;
    const TensorType* type = id ? asTensorType(draft.graph().type(*id)) : nullptr;
    return type ? std::optional(*type) : std::nullopt;
}

std::optional<TensorType> ArgDraw::first() const {
    const TensorType* found = nullptr;
    for (const NamedArg& before : sofar)
        forEachValue(before.value, [&](ValueId id) {
            if (!found) found = asTensorType(draft.graph().type(id));
        });
    return found ? std::optional(*found) : std::nullopt;
}

std::int64_t ArgDraw::integer(std::string_view name, std::int64_t otherwise) const {
    const Arg* value = given(name);
    const auto* number = value ? value->as<std::int64_t>() : nullptr;
    return number ? *number : otherwise;
}

namespace {

using Drawn = std::optional<Arg>;
using Kind = Filling::Kind;

Arg ints(std::span<const std::int64_t> values) {
    Arg::List out;
    for (const std::int64_t value : values) out.push_back(Arg(value));
    return Arg(std::move(out));
}

Drawn numbers(ArgDraw& draw, const SymSizes& sizes) {
    Arg::List out;
    for (const SymInt& size : sizes) {
        Drawn number = draw.draft.number(size);
        if (!number) return std::nullopt;
        out.push_back(*std::move(number));
    }
    return Arg(std::move(out));
}

// --- dimensions -----------------------------------------------------------------------------------------

int rankOf(const ArgDraw& draw) { return draw.first() ? draw.first()->rank() : 0; }

std::int64_t oneDim(ArgDraw& draw) {
    const int rank = std::max(1, rankOf(draw));
    return draw.random().between(-rank, rank - 1);
}

std::vector<std::int64_t> someDims(ArgDraw& draw, bool all) {
    const int rank = rankOf(draw);
    std::vector<std::int64_t> dims(static_cast<std::size_t>(rank));
    std::iota(dims.begin(), dims.end(), 0);
    for (std::size_t i = dims.size(); i > 1; --i) std::swap(dims[i - 1], dims[static_cast<std::size_t>(draw.random().below(static_cast<int>(i)))]);
    if (!all && rank > 0) dims.resize(static_cast<std::size_t>(draw.random().between(draw.random().chance(10) ? 0 : 1, rank)));
    for (std::int64_t& dim : dims)
        if (draw.random().chance(30)) dim -= rank;
    return dims;
}

Drawn dim(ArgDraw& draw) { return draw.arg->isList ? Drawn(ints(someDims(draw, false))) : Drawn(Arg(oneDim(draw))); }
Drawn allDims(ArgDraw& draw) { return ints(someDims(draw, true)); }

int wrapped(std::int64_t dim, int rank) { return static_cast<int>(dim < 0 ? dim + std::max(rank, 1) : dim); }

// The size along `dim`, which is drawn before; 1 for a scalar.
SymInt sizeAlong(const ArgDraw& draw, const TensorType& type) {
    const int axis = wrapped(draw.integer("dim", 0), type.rank());
    return axis >= 0 && axis < type.rank() ? type.sizes[static_cast<std::size_t>(axis)] : SymInt(1);
}

// --- shapes -----------------------------------------------------------------------------------------------

// The same elements in another shape: neighbours merged, constants split, ones put in and left out.
Drawn regrouped(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self) return std::nullopt;
    Random& random = draw.random();
    SymSizes out;
    bool open = true;  // whether -1 may stand for one of them still
    Arg::List list;
    for (const SymInt& size : self->sizes) {
        if (size.is(1) && random.chance(50)) continue;
        if (!out.empty() && random.chance(35)) {
            out.back() = out.back() * size;
            continue;
        }
        const auto constant = size.constant();
        if (constant && *constant % 2 == 0 && *constant > 0 && random.chance(30)) {
            out.push_back(2);
            out.push_back(*constant / 2);
        } else {
            out.push_back(size);
        }
        if (random.chance(15)) out.push_back(1);
    }
    for (const SymInt& size : out) {
        Drawn number = draw.draft.number(size);
        if (open && (!number || random.chance(15)) && !size.is(0)) {
            list.push_back(Arg(-1));
            open = false;
        } else if (number) {
            list.push_back(*std::move(number));
        } else {
            return std::nullopt;
        }
    }
    return Arg(std::move(list));
}

Drawn expanded(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self) return std::nullopt;
    SymSizes out;
    if (draw.random().chance(40)) out.push_back(draw.draft.size());
    Arg::List list;
    for (const SymInt& size : self->sizes) out.push_back(size.is(1) && draw.random().chance(70) ? draw.draft.size() : size);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool keeps = i + self->sizes.size() >= out.size() && draw.random().chance(20);
        Drawn number = keeps ? Drawn(Arg(-1)) : draw.draft.number(out[i]);
        if (!number) return std::nullopt;
        list.push_back(*std::move(number));
    }
    return Arg(std::move(list));
}

Drawn anySizes(ArgDraw& draw) {
    if (!draw.arg->isList) return Arg(std::int64_t{draw.random().between(1, 3)});
    return numbers(draw, draw.draft.sizes(draw.random().between(0, 3)));
}

Drawn trailingSizes(ArgDraw& draw) {
    const auto input = draw.first();
    if (!input || input->rank() == 0) return std::nullopt;
    const auto first = static_cast<std::size_t>(draw.random().below(input->rank()));
    return numbers(draw, SymSizes(input->sizes.begin() + static_cast<std::ptrdiff_t>(first), input->sizes.end()));
}

Drawn repeats(ArgDraw& draw) {
    std::vector<std::int64_t> out(static_cast<std::size_t>(rankOf(draw) + draw.random().below(2)));
    for (std::int64_t& times : out) times = draw.random().chance(10) ? 0 : draw.random().between(1, 3);
    return ints(out);
}

// Parts that make up the whole along `dim`, which the schema lists behind them.
Drawn parts(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self) return std::nullopt;
    const auto whole = sizeAlong(draw, *self).constant();
    if (!whole) return std::nullopt;
    std::vector<std::int64_t> out;
    for (std::int64_t left = *whole; left > 0;) {
        out.push_back(std::min<std::int64_t>(left, draw.random().between(1, 3)));
        left -= out.back();
    }
    if (out.empty()) out.push_back(0);
    return ints(out);
}

Drawn unflattened(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self) return std::nullopt;
    const auto whole = sizeAlong(draw, *self).constant();
    if (whole && *whole % 2 == 0) return ints(std::array<std::int64_t, 2>{2, *whole / 2});
    return ints(std::array<std::int64_t, 2>{draw.random().chance(50) ? 1 : -1, draw.random().chance(50) ? 1 : -1});
}

// --- integers ---------------------------------------------------------------------------------------------

template <int least, int most>
Drawn within(ArgDraw& draw) {
    if (!draw.arg->isList) return Arg(std::int64_t{draw.random().between(least, most)});
    std::vector<std::int64_t> out(static_cast<std::size_t>(draw.arg->listSize > 0 ? draw.arg->listSize : draw.random().between(1, 2)));
    for (std::int64_t& value : out) value = draw.random().between(least, most);
    return ints(out);
}

// A position along `dim`: known for constants; symbols are at least 2.
Drawn position(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || self->rank() == 0) return std::nullopt;
    const std::int64_t size = sizeAlong(draw, *self).constant().value_or(2);
    if (size <= 0) return std::nullopt;
    return Arg(std::int64_t{draw.random().between(static_cast<int>(-size), static_cast<int>(size - 1))});
}

Drawn bound(ArgDraw& draw) {  // of a slice; of a range, where there is no tensor
    const auto self = draw.first();
    if (!self) return Arg(std::int64_t{draw.random().between(-2, 9)});
    const int size = static_cast<int>(sizeAlong(draw, *self).constant().value_or(4));
    return Arg(std::int64_t{draw.random().between(-size - 1, size + 2)});
}

Drawn lengths(ArgDraw& draw) {  // of a list that goes with `dims`, drawn behind it
    const int count = std::max(1, draw.random().between(0, rankOf(draw)));
    std::vector<std::int64_t> out(static_cast<std::size_t>(count));
    for (std::int64_t& value : out) value = draw.random().between(-3, 3);
    return ints(out);
}

Drawn asManyDims(ArgDraw& draw) {
    const Arg* shifts = draw.given("shifts");
    const Arg::List* list = shifts ? shifts->as<Arg::List>() : nullptr;
    if (!list) return std::nullopt;
    std::vector<std::int64_t> dims = someDims(draw, true);
    if (list->size() == 1 && (dims.empty() || draw.random().chance(30))) return ints({});
    if (dims.size() < list->size()) return std::nullopt;
    dims.resize(list->size());
    return ints(dims);
}

Drawn padding(ArgDraw& draw) {  // of the last dimensions, two each; circular and reflected ones want as many as fit
    const int pairs = draw.arg->listSize > 0 ? draw.arg->listSize / 2 : draw.random().between(0, std::min(3, rankOf(draw)));
    std::vector<std::int64_t> out;
    const bool negative = draw.random().chance(20);
    for (int i = 0; i < 2 * pairs; ++i) out.push_back(draw.random().between(negative ? -1 : 0, 2));
    return ints(out);
}

Drawn poolStride(ArgDraw& draw) { return draw.random().chance(30) ? Drawn(ints({})) : within<1, 3>(draw); }

Drawn divisor(ArgDraw& draw) {  // of the channels
    const auto input = draw.first();
    if (!input || input->rank() < 2) return std::nullopt;
    const auto channels = input->sizes[1].constant();
    if (!channels || *channels <= 0) return Arg(std::int64_t{1});
    const int tried = draw.random().between(1, 4);
    return Arg(std::int64_t{*channels % tried == 0 ? tried : 1});
}

Drawn sizeN(ArgDraw& draw) { return rankOf(draw) >= 2 ? draw.draft.number(draw.first()->sizes[0]) : std::nullopt; }
Drawn sizeC(ArgDraw& draw) { return rankOf(draw) >= 2 ? draw.draft.number(draw.first()->sizes[1]) : std::nullopt; }
Drawn sizeRest(ArgDraw& draw) {
    if (rankOf(draw) < 2) return std::nullopt;
    SymInt rest = 1;
    for (std::size_t i = 2; i < draw.first()->sizes.size(); ++i) rest = rest * draw.first()->sizes[i];
    return draw.draft.number(rest);
}

// --- numbers and words ------------------------------------------------------------------------------------

template <auto& choices>
Drawn oneOf(ArgDraw& draw) {
    return Arg(draw.random().pick(choices));
}
constexpr double kEpsilons[] = {1e-5, 1e-3, 0.1};
constexpr double kMomenta[] = {0.1, 0.5};
constexpr double kRates[] = {0.0, 0.5, 1.0};
constexpr double kPositives[] = {0.5, 1.0, 2.0, 0.25};
constexpr double kExponents[] = {2.0, 3.0, 0.5, -1.0, 0.0, 1.0, 2.5, -0.5};
constexpr const char* kApproximate[] = {"none", "tanh"};
constexpr const char* kPadModes[] = {"constant", "reflect", "replicate", "circular"};
constexpr const char* kConvPadding[] = {"valid", "same"};
constexpr const char* kRounding[] = {"trunc", "floor"};
constexpr const char* kReduces[] = {"sum", "prod", "mean", "amax", "amin"};
constexpr const char* kOldReduces[] = {"add", "multiply"};
constexpr const char* kInterpolation[] = {"linear", "lower", "higher", "midpoint", "nearest"};
constexpr const char* kIndexing[] = {"ij", "xy"};
constexpr const char* kEquations[] = {"ij,jk->ik", "ij,jk->ki", "ij,jk->j", "ij,jk->", "ij,jk"};

Drawn no(ArgDraw&) { return Arg(false); }
Drawn never(ArgDraw&) { return Arg(0.0); }

// --- tensors ----------------------------------------------------------------------------------------------

bool isFloatType(const TensorType& t) { return isFloating(t.dtype); }

// A floating tensor of this rank, sizes drawn: what convolutions, products and pools start from.
Drawn floatOfRank(ArgDraw& draw, int least, int most) {
    if (draw.random().chance(60))
        if (const auto found = draw.draft.pick([&](const TensorType& t) { return isFloatType(t) && t.rank() >= least && t.rank() <= most; })) return Arg(*found);
    return Arg(draw.draft.addInput(draw.draft.floatDType(), draw.draft.sizes(draw.random().between(least, most))));
}
template <int least, int most>
Drawn floats(ArgDraw& draw) {
    return floatOfRank(draw, least, most);
}

Drawn like(ArgDraw& draw, SymSizes sizes, Filling filling = {Kind::Tame, {}}) {
    const auto first = draw.first();
    return Arg(draw.draft.pickOrAdd(first ? first->dtype : draw.draft.floatDType(), sizes, std::move(filling)));
}

Drawn likeFirst(ArgDraw& draw) {
    return draw.first() ? like(draw, draw.first()->sizes, {Kind::Any, {}}) : std::nullopt;
}

template <Kind kind>
Drawn perChannel(ArgDraw& draw) {
    const auto input = draw.first();
    if (!input || input->rank() < 2) return std::nullopt;
    return like(draw, {input->sizes[1]}, {kind, {}});
}

Drawn likeNormalized(ArgDraw& draw) {
    const auto input = draw.first();
    const Arg* shape = draw.given("normalized_shape");
    const Arg::List* list = shape ? shape->as<Arg::List>() : nullptr;
    if (!input || !list || list->size() > input->sizes.size()) return std::nullopt;
    return like(draw, SymSizes(input->sizes.end() - static_cast<std::ptrdiff_t>(list->size()), input->sizes.end()));
}

Drawn convWeight(ArgDraw& draw) {
    const auto input = draw.first();
    if (!input || input->rank() < 3) return std::nullopt;
    const auto channels = input->sizes[1].constant();
    Random& random = draw.random();
    std::int64_t groups = random.chance(30) ? 2 : 1;
    if (channels && random.chance(15)) groups = *channels;
    if (!channels || groups <= 0 || *channels % groups != 0) groups = 1;
    SymSizes sizes{groups * random.between(1, 3), groups == 1 ? input->sizes[1] : SymInt(*channels / groups)};
    for (int i = 2; i < input->rank(); ++i) sizes.push_back(random.between(1, 3));
    return like(draw, sizes);
}
Drawn transposedWeight(ArgDraw& draw) {  // [in, out, ...], one group
    const auto input = draw.first();
    if (!input || input->rank() < 3) return std::nullopt;
    SymSizes sizes{input->sizes[1], draw.random().between(1, 3)};
    for (int i = 2; i < input->rank(); ++i) sizes.push_back(draw.random().between(1, 3));
    return like(draw, sizes);
}
template <int axis>
Drawn convBias(ArgDraw& draw) {
    const auto weight = draw.type("weight");
    return weight && weight->rank() > axis ? like(draw, {weight->sizes[axis]}) : std::nullopt;
}
Drawn convGroups(ArgDraw& draw) {
    const auto input = draw.first(), weight = draw.type("weight");
    if (!input || !weight || input->rank() < 3) return std::nullopt;
    const auto whole = input->sizes[1].constant(), part = weight->sizes[1].constant();
    return Arg(std::int64_t{whole && part && *part > 0 ? *whole / *part : 1});
}
Drawn spatial(ArgDraw& draw, int least, int most) {  // one number for each spatial dimension
    const auto input = draw.first();
    if (!input || input->rank() < 3) return std::nullopt;
    std::vector<std::int64_t> out(static_cast<std::size_t>(input->rank() - 2));
    for (std::int64_t& value : out) value = draw.random().between(least, most);
    return ints(out);
}
template <int least, int most>
Drawn eachSpatial(ArgDraw& draw) {
    return spatial(draw, least, most);
}

// Products: the second factor by the first one's last size; then the addend by both.
Drawn secondFactor(ArgDraw& draw) {
    const auto a = draw.first();
    if (!a || a->rank() < 1) return std::nullopt;
    SymSizes sizes(a->sizes.begin(), a->sizes.end());
    const SymInt inner = sizes.back();
    if (a->rank() == 1) return like(draw, {inner, draw.draft.size()});
    sizes[sizes.size() - 2] = inner;
    sizes.back() = draw.draft.size();
    if (draw.random().chance(20)) sizes.erase(sizes.begin(), sizes.end() - 2);
    return like(draw, sizes);
}
Drawn vectorOfLast(ArgDraw& draw) {
    const auto a = draw.first();
    return a && a->rank() >= 1 ? like(draw, {a->sizes.back()}) : std::nullopt;
}
Drawn anyVector(ArgDraw& draw) { return like(draw, {draw.draft.size()}); }
Drawn linearWeight(ArgDraw& draw) {
    const auto input = draw.first();
    return input && input->rank() >= 1 ? like(draw, {draw.draft.size(), input->sizes.back()}) : std::nullopt;
}
Drawn addend(ArgDraw& draw) {  // of a product whose factors are known, broadcast now and then
    std::vector<const TensorType*> factors;
    for (const NamedArg& arg : draw.sofar)
        if (const ValueId* id = arg.value.as<ValueId>())
            if (const TensorType* t = asTensorType(draw.draft.graph().type(*id))) factors.push_back(t);
    if (factors.size() < 2 || factors[0]->rank() < 1 || factors[1]->rank() < 1) return std::nullopt;
    SymSizes sizes(factors[0]->sizes.begin(), factors[0]->sizes.end());
    if (factors[0]->rank() == 1) sizes.push_back(factors[1]->sizes.back());
    else if (factors[1]->rank() == 1) sizes.pop_back();
    else sizes.back() = factors[1]->sizes.back();
    if (sizes.size() > 1 && draw.random().chance(40)) sizes.erase(sizes.begin());
    else if (draw.random().chance(20)) sizes.front() = 1;
    return like(draw, sizes, {Kind::Any, {}});
}
Drawn einsumFactors(ArgDraw& draw) {
    const SymInt middle = draw.draft.size();
    const DType dtype = draw.draft.floatDType();
    return Arg(Arg::List{Arg(draw.draft.pickOrAdd(dtype, {draw.draft.size(), middle})), Arg(draw.draft.pickOrAdd(dtype, {middle, draw.draft.size()}))});
}

Drawn attentionKey(ArgDraw& draw) {
    const auto query = draw.first();
    if (!query || query->rank() < 2) return std::nullopt;
    if (const auto key = draw.type("key")) {
        SymSizes sizes = key->sizes;
        if (draw.random().chance(20)) sizes.back() = draw.draft.size();
        return like(draw, sizes);
    }
    SymSizes sizes = query->sizes;
    if (draw.random().chance(50)) sizes[sizes.size() - 2] = draw.draft.size();
    return like(draw, sizes);
}
Drawn attentionMask(ArgDraw& draw) {
    const auto query = draw.first(), key = draw.type("key");
    if (!query || !key || query->rank() < 2 || key->rank() < 2) return std::nullopt;
    const SymSizes sizes{query->sizes[query->sizes.size() - 2], key->sizes[key->sizes.size() - 2]};
    return Arg(draw.draft.addInput(draw.random().chance(50) ? DType::Bool : query->dtype, sizes, {Kind::Tame, {}}));
}

// Indices along `dim`, or into the first dimension. A vector, or as `index` says below.
Drawn indexVector(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self) return std::nullopt;
    return Arg(draw.draft.addInput(DType::I64, {draw.draft.size()}, {Kind::Position, sizeAlong(draw, *self)}));
}
Drawn indexOfRank(ArgDraw& draw) {  // gather, scatter: no larger than self but along dim
    const auto self = draw.first();
    if (!self) return std::nullopt;
    SymSizes sizes = self->sizes;
    const int axis = wrapped(draw.integer("dim", 0), self->rank());
    if (axis >= 0 && axis < self->rank() && draw.random().chance(50)) sizes[static_cast<std::size_t>(axis)] = draw.draft.size();
    return Arg(draw.draft.addInput(DType::I64, sizes, {Kind::Position, sizeAlong(draw, *self)}));
}
Drawn likeIndex(ArgDraw& draw) {
    const auto self = draw.first(), index = draw.type("index");
    if (!self || !index) return std::nullopt;
    SymSizes sizes = index->sizes;
    if (index->rank() != self->rank()) {  // index_add and the like: self with the indexed dimension replaced
        sizes = self->sizes;
        const int axis = wrapped(draw.integer("dim", 0), self->rank());
        if (axis >= 0 && axis < self->rank()) sizes[static_cast<std::size_t>(axis)] = index->rank() == 0 ? SymInt(1) : index->sizes[0];
    }
    return like(draw, sizes, {Kind::Any, {}});
}
Drawn flatIndex(ArgDraw& draw) {
    return draw.first() ? Drawn(Arg(draw.draft.addInput(DType::I64, draw.draft.sizes(draw.random().between(0, 2)), {Kind::Position, draw.first()->numel()}))) : std::nullopt;
}
Drawn rowIndex(ArgDraw& draw) {  // embedding: rows of a weight
    const auto weight = draw.first();
    if (!weight || weight->rank() == 0) return std::nullopt;
    return Arg(draw.draft.addInput(DType::I64, draw.draft.sizes(draw.random().between(0, 3)), {Kind::Position, weight->sizes[0]}));
}
Drawn indexList(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || self->rank() == 0) return std::nullopt;
    const SymSizes shape = draw.draft.sizes(draw.random().between(0, 2));
    Arg::List out;
    const int count = draw.random().between(1, self->rank());
    for (int i = 0; i < count; ++i) {
        if (i + 1 < count && draw.random().chance(30)) out.push_back(Arg());
        else out.push_back(Arg(draw.draft.addInput(draw.random().chance(85) ? DType::I64 : DType::I32, draw.random().chance(80) ? shape : SymSizes{1},
                                                   {Kind::Position, self->sizes[static_cast<std::size_t>(i)]})));
    }
    return Arg(std::move(out));
}
Drawn scalarTensor(ArgDraw& draw) { return like(draw, {}, {Kind::Any, {}}); }
Drawn classIndex(ArgDraw& draw) {  // targets: the batch and what follows the classes
    const auto self = draw.first();
    if (!self || self->rank() == 0) return std::nullopt;
    SymSizes sizes = self->sizes;
    const std::size_t axis = sizes.size() > 1 ? 1 : 0;
    const SymInt classes = sizes[axis];
    sizes.erase(sizes.begin() + static_cast<std::ptrdiff_t>(axis));
    return Arg(draw.draft.addInput(DType::I64, sizes, {Kind::Position, classes}));
}
Drawn perClass(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || self->rank() == 0) return std::nullopt;
    return like(draw, {self->sizes[self->sizes.size() > 1 ? 1 : 0]}, {Kind::Positive, {}});
}
Drawn mask(ArgDraw& draw) {
    const auto self = draw.first();
    if (draw.random().chance(60))
        if (const auto found = draw.draft.pick([&](const TensorType& t) { return t.dtype == DType::Bool && (!self || t.rank() <= self->rank() + 1); })) return Arg(*found);
    return Arg(draw.draft.addInput(DType::Bool, self ? self->sizes : draw.draft.sizes(draw.random().between(0, 3))));
}
template <Kind kind>
Drawn filledLikeFirst(ArgDraw& draw) {
    return draw.first() ? like(draw, draw.first()->sizes, {kind, {}}) : std::nullopt;
}
// Integers are divided by what is never 0; floats by anything.
Drawn denominator(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || isFloating(self->dtype)) return drawByKind(draw);
    return like(draw, draw.random().chance(70) ? self->sizes : SymSizes{}, {Kind::NonZero, {}});
}
constexpr std::int64_t kDivisors[] = {1, 2, 3, -2, 5};
constexpr double kFloatDivisors[] = {0.5, -1.5, 2.0};
Drawn scalarDenominator(ArgDraw& draw) { return draw.random().chance(50) ? oneOf<kDivisors>(draw) : oneOf<kFloatDivisors>(draw); }

// --- gradients, which are given what the forward operator was and gave --------------------------------------

// Of a plane or a volume: as many dimensions as the schema's sizes have.
Drawn resizedGradient(ArgDraw& draw) {
    const int rank = findSchema(draw.op.name)->arg("input_size")->listSize;
    return floatOfRank(draw, rank, rank);
}
Drawn gradientsSize(ArgDraw& draw) {
    const auto grad = draw.type("grad_output");
    return grad && grad->rank() > 2 ? numbers(draw, SymSizes(grad->sizes.begin() + 2, grad->sizes.end())) : std::nullopt;
}
Drawn sizeBeforeResizing(ArgDraw& draw) {
    const auto grad = draw.type("grad_output");
    if (!grad || grad->rank() <= 2) return std::nullopt;
    SymSizes sizes = grad->sizes;
    for (std::size_t i = 2; i < sizes.size(); ++i) sizes[i] = draw.random().between(1, 5);
    return numbers(draw, sizes);
}
Drawn lossGradient(ArgDraw& draw) {  // of each target, or of their sum or mean
    const auto target = draw.type("target");
    return target ? like(draw, draw.integer("reduction", 1) == 0 ? target->sizes : SymSizes{}) : std::nullopt;
}
Drawn rowStatistics(ArgDraw& draw) {
    const auto input = draw.first();
    const Arg* shape = draw.given("normalized_shape");
    const Arg::List* list = shape ? shape->as<Arg::List>() : nullptr;
    if (!input || !list || list->size() > input->sizes.size()) return std::nullopt;
    SymSizes sizes = input->sizes;
    std::fill(sizes.end() - static_cast<std::ptrdiff_t>(list->size()), sizes.end(), SymInt(1));
    return like(draw, sizes, {Kind::Positive, {}});
}
Drawn groupStatistics(ArgDraw& draw) {
    const auto input = draw.first();
    return input && input->rank() >= 2 ? like(draw, {input->sizes[0], draw.integer("group", 1)}, {Kind::Positive, {}}) : std::nullopt;
}

// --- what is put into a part of another tensor -----------------------------------------------------------------

Drawn likeSelected(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || self->rank() == 0) return std::nullopt;
    SymSizes sizes = self->sizes;
    sizes.erase(sizes.begin() + wrapped(draw.integer("dim", 0), self->rank()));
    return like(draw, sizes, {Kind::Any, {}});
}
Drawn likeSlice(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || self->rank() == 0) return std::nullopt;
    SymSizes sizes = self->sizes;
    SymInt& along = sizes[static_cast<std::size_t>(wrapped(draw.integer("dim", 0), self->rank()))];
    const auto size = along.constant();
    if (!size) return std::nullopt;
    const auto within = [&](std::int64_t place) { return std::clamp<std::int64_t>(place < 0 ? place + *size : place, 0, *size); };
    const std::int64_t from = within(draw.integer("start", 0)), to = within(draw.integer("end", *size)), step = draw.integer("step", 1);
    along = std::max<std::int64_t>(0, (to - from + step - 1) / step);
    return like(draw, sizes, {Kind::Any, {}});
}
Drawn likeDiagonal(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || self->rank() < 2) return std::nullopt;
    const int first = wrapped(draw.integer("dim1", 0), self->rank()), second = wrapped(draw.integer("dim2", 1), self->rank());
    const auto rows = self->sizes[static_cast<std::size_t>(first)].constant(), columns = self->sizes[static_cast<std::size_t>(second)].constant();
    if (first == second || !rows || !columns) return std::nullopt;
    const std::int64_t offset = draw.integer("offset", 0);
    SymSizes sizes;
    for (int axis = 0; axis < self->rank(); ++axis)
        if (axis != first && axis != second) sizes.push_back(self->sizes[static_cast<std::size_t>(axis)]);
    sizes.push_back(std::max<std::int64_t>(0, std::min(*rows + std::min<std::int64_t>(offset, 0), *columns - std::max<std::int64_t>(offset, 0))));
    return like(draw, sizes, {Kind::Any, {}});
}

constexpr const char* kDistributions[] = {"rand", "randn"};

constexpr ArgRule kRules[] = {
    // Operators of their own.
    {"aten.select_scatter", "src", likeSelected, false, true},
    {"aten.slice_scatter", "src", likeSlice, false, true},
    {"aten.diagonal_scatter", "src", likeDiagonal, false, true},
    {"aten.masked_scatter", "source", likeFirst},
    {"aten.copy", "src", likeFirst},
    {"aten.mvlgamma", "p", within<1, 3>},
    {"aten.special_multigammaln", "p", within<1, 3>},
    {"aten._unsafe_masked_index", "indices", indexList},
    {"aten._unsafe_masked_index_put_accumulate", "indices", indexList},
    {"prims.inductor_random", "mode", oneOf<kDistributions>},
    {"aten.upsample_trilinear3d", "input", floats<5, 5>},
    {"aten.upsample_trilinear3d", "self", floats<5, 5>},
    {"aten.nll_loss_backward", "grad_output", lossGradient, false, true},
    {"aten.nll_loss_backward", "self", floats<1, 2>},
    {"aten.nll_loss_backward", "target", classIndex},
    {"aten.nll_loss_backward", "weight", perClass},
    {"aten.nll_loss_backward", "total_weight", scalarTensor},
    {"aten.nll_loss2d_backward", "grad_output", lossGradient, false, true},
    {"aten.nll_loss2d_backward", "self", floats<4, 4>},
    {"aten.nll_loss2d_backward", "target", classIndex},
    {"aten.nll_loss2d_backward", "weight", perClass},
    {"aten.nll_loss2d_backward", "total_weight", scalarTensor},
    {"aten.native_layer_norm_backward", "grad_out", floats<1, 4>},
    {"aten.native_layer_norm_backward", "input", likeFirst},
    {"aten.native_layer_norm_backward", "mean", rowStatistics, false, true},
    {"aten.native_layer_norm_backward", "rstd", rowStatistics, false, true},
    {"aten.native_layer_norm_backward", "weight", likeNormalized},
    {"aten.native_layer_norm_backward", "bias", likeNormalized},
    {"aten.native_group_norm_backward", "grad_out", floats<3, 4>},
    {"aten.native_group_norm_backward", "input", likeFirst},
    {"aten.native_group_norm_backward", "mean", groupStatistics, false, true},
    {"aten.native_group_norm_backward", "rstd", groupStatistics, false, true},
    {"aten.native_group_norm_backward", "weight", perChannel<Kind::Tame>},
    {"aten.native_group_norm_backward", "N", sizeN},
    {"aten.native_group_norm_backward", "C", sizeC},
    {"aten.native_group_norm_backward", "HxW", sizeRest},
    {"aten.view", "size", regrouped},
    {"aten.reshape", "shape", regrouped},
    {"aten._unsafe_view", "size", regrouped},
    {"aten.expand", "size", expanded},
    {"aten.permute", "dims", allDims},
    {"aten.unflatten", "sizes", unflattened},
    {"aten.split_with_sizes", "split_sizes", parts, false, true},
    {"aten.unsafe_split_with_sizes", "split_sizes", parts, false, true},
    {"aten.split.sizes", "split_size", parts, false, true},
    {"aten.select", "index", position},
    {"aten.select_scatter", "index", position},
    {"aten.roll", "shifts", lengths},
    {"aten.roll", "dims", asManyDims, true},
    {"aten.tile", "dims", repeats},
    {"aten.repeat", "repeats", repeats},
    {"aten.native_group_norm", "N", sizeN},
    {"aten.native_group_norm", "C", sizeC},
    {"aten.native_group_norm", "HxW", sizeRest},
    {"aten.convolution", "input", floats<3, 5>},
    {"aten.convolution", "weight", convWeight},
    {"aten.convolution", "bias", convBias<0>},
    {"aten.convolution", "stride", eachSpatial<1, 2>},
    {"aten.convolution", "padding", eachSpatial<0, 2>},
    {"aten.convolution", "dilation", eachSpatial<1, 2>},
    {"aten.convolution", "transposed", no},
    {"aten.convolution", "output_padding", eachSpatial<0, 0>},
    {"aten.convolution", "groups", convGroups},
    // A weight is finite, here as elsewhere (Kind::Tame): whether an infinite one meets the padding, which is NaN, PyTorch's own kernels
    // do not agree on (in 2.6 those for f32 and f64 multiply, the one for bf16 leaves it out).
    {"aten._convolution", "input", floats<3, 5>},
    {"aten._convolution", "weight", convWeight},
    {"aten._convolution", "bias", convBias<0>},
    {"aten._convolution", "stride", eachSpatial<1, 2>},
    {"aten._convolution", "padding", eachSpatial<0, 2>},
    {"aten._convolution", "dilation", eachSpatial<1, 2>},
    {"aten._convolution", "transposed", no},
    {"aten._convolution", "output_padding", eachSpatial<0, 0>},
    {"aten._convolution", "groups", convGroups},
    {"aten._convolution_mode", "input", floats<3, 5>},
    {"aten._convolution_mode", "weight", convWeight},
    {"aten._convolution_mode", "bias", convBias<0>},
    {"aten._convolution_mode", "stride", eachSpatial<1, 2>},
    {"aten._convolution_mode", "padding", oneOf<kConvPadding>},
    {"aten._convolution_mode", "dilation", eachSpatial<1, 2>},
    {"aten._convolution_mode", "groups", convGroups},
    {"aten.conv1d", "input", floats<3, 3>},
    {"aten.conv2d", "input", floats<4, 4>},
    {"aten.conv3d", "input", floats<5, 5>},
    {"aten.conv1d", "weight", convWeight},
    {"aten.conv2d", "weight", convWeight},
    {"aten.conv3d", "weight", convWeight},
    {"aten.conv1d", "bias", convBias<0>},
    {"aten.conv2d", "bias", convBias<0>},
    {"aten.conv3d", "bias", convBias<0>},
    {"aten.conv1d.padding", "padding", oneOf<kConvPadding>},
    {"aten.conv2d.padding", "padding", oneOf<kConvPadding>},
    {"aten.conv1d", "groups", convGroups, true},
    {"aten.conv2d", "groups", convGroups, true},
    {"aten.conv3d", "groups", convGroups, true},
    {"aten.conv_transpose1d", "input", floats<3, 3>},
    {"aten.conv_transpose2d", "input", floats<4, 4>},
    {"aten.conv_transpose3d", "input", floats<5, 5>},
    {"aten.conv_transpose1d", "weight", transposedWeight},
    {"aten.conv_transpose2d", "weight", transposedWeight},
    {"aten.conv_transpose3d", "weight", transposedWeight},
    {"aten.conv_transpose1d", "bias", convBias<1>},
    {"aten.conv_transpose2d", "bias", convBias<1>},
    {"aten.conv_transpose3d", "bias", convBias<1>},
    {"aten.conv_transpose1d", "output_padding", within<0, 1>},
    {"aten.conv_transpose2d", "output_padding", within<0, 1>},
    {"aten.conv_transpose3d", "output_padding", within<0, 1>},
    {"aten.mm", "self", floats<2, 2>},
    {"aten.mm", "mat2", secondFactor},
    {"aten.bmm", "self", floats<3, 3>},
    {"aten.bmm", "mat2", secondFactor},
    {"aten.matmul", "self", floats<1, 4>},
    {"aten.matmul", "other", secondFactor},
    {"aten.mv", "self", floats<2, 2>},
    {"aten.mv", "vec", vectorOfLast},
    {"aten.dot", "self", floats<1, 1>},
    {"aten.dot", "tensor", likeFirst},
    {"aten.outer", "self", floats<1, 1>},
    {"aten.outer", "vec2", anyVector},
    {"aten.ger", "self", floats<1, 1>},
    {"aten.ger", "vec2", anyVector},
    {"aten.linear", "input", floats<1, 4>},
    {"aten.linear", "weight", linearWeight},
    {"aten.linear", "bias", convBias<0>},
    {"aten.addmm", "self", addend, false, true},
    {"aten.addmm", "mat1", floats<2, 2>},
    {"aten.addmm", "mat2", secondFactor},
    {"aten.addmv", "self", addend, false, true},
    {"aten.addmv", "mat", floats<2, 2>},
    {"aten.addmv", "vec", vectorOfLast},
    {"aten.baddbmm", "self", addend, false, true},
    {"aten.baddbmm", "batch1", floats<3, 3>},
    {"aten.baddbmm", "batch2", secondFactor},
    {"aten.addbmm", "self", addend, false, true},
    {"aten.addbmm", "batch1", floats<3, 3>},
    {"aten.addbmm", "batch2", secondFactor},
    {"aten.addr", "self", addend, false, true},
    {"aten.addr", "vec1", floats<1, 1>},
    {"aten.addr", "vec2", anyVector},
    {"aten.einsum", "equation", oneOf<kEquations>},
    {"aten.einsum", "tensors", einsumFactors},
    {"aten.scaled_dot_product_attention", "query", floats<3, 4>},
    {"aten._scaled_dot_product_flash_attention_for_cpu", "query", floats<4, 4>},
    {"aten.index", "indices", indexList},
    {"aten._unsafe_index", "indices", indexList},
    {"aten.index_put", "indices", indexList},
    {"aten._unsafe_index_put", "indices", indexList},
    {"aten.index_put", "values", scalarTensor},
    {"aten._unsafe_index_put", "values", scalarTensor},
    {"aten.index_put", "accumulate", no, true},  // with it, the order of additions is the kernel's own
    {"aten.gather", "index", indexOfRank},
    {"aten.scatter", "index", indexOfRank},
    {"aten.scatter_add", "index", indexOfRank},
    {"aten.scatter_reduce", "index", indexOfRank},
    {"aten.take", "index", flatIndex},
    {"aten.scatter.reduce", "reduce", oneOf<kOldReduces>},
    {"aten.scatter.value_reduce", "reduce", oneOf<kOldReduces>},
    {"aten.embedding", "weight", floats<2, 2>},
    {"aten.embedding_dense_backward", "indices", rowIndex},
    {"aten.index_fill.int_Tensor", "value", scalarTensor},
    {"aten.masked_fill.Tensor", "value", scalarTensor},
    {"aten.fill.Tensor", "value", scalarTensor},
    {"aten.nll_loss", "target", classIndex},
    {"aten.nll_loss_nd", "target", classIndex},
    {"aten.nll_loss2d", "target", classIndex},
    {"aten.nll_loss_forward", "target", classIndex},
    {"aten.nll_loss2d_forward", "target", classIndex},
    {"aten.cross_entropy_loss", "target", classIndex},
    {"aten.nll_loss", "weight", perClass},
    {"aten.nll_loss_nd", "weight", perClass},
    {"aten.nll_loss_forward", "weight", perClass},
    {"aten.nll_loss2d_forward", "weight", perClass},
    {"aten.cross_entropy_loss", "weight", perClass},
    {"aten.multi_margin_loss", "target", classIndex},
    {"aten.binary_cross_entropy", "self", floats<0, 4>},
    {"aten.binary_cross_entropy", "target", filledLikeFirst<Kind::Unit>},
    {"aten.remainder.Scalar", "other", scalarDenominator},
    {"aten.fmod.Scalar", "other", scalarDenominator},
    {"aten.floor_divide.Scalar", "other", scalarDenominator},
    {"aten.div.Scalar_mode", "other", scalarDenominator},
    {"aten.divide.Scalar_mode", "other", scalarDenominator},
    {"aten.remainder", "other", denominator},
    {"aten.fmod", "other", denominator},
    {"aten.floor_divide", "other", denominator},
    {"aten.div.Tensor_mode", "other", denominator},
    {"aten.divide.Tensor_mode", "other", denominator},
    {"aten.pow.Tensor_Scalar", "exponent", oneOf<kExponents>},
    {"aten.layer_norm", "input", floats<1, 4>},
    {"aten.native_layer_norm", "input", floats<1, 4>},
    {"aten.rms_norm", "input", floats<1, 4>},
    {"aten.group_norm", "input", floats<2, 5>},
    {"aten.native_group_norm", "input", floats<3, 4>},
    {"aten.batch_norm", "input", floats<2, 4>},
    {"aten.layer_norm", "weight", likeNormalized},
    {"aten.layer_norm", "bias", likeNormalized},
    {"aten.native_layer_norm", "weight", likeNormalized},
    {"aten.native_layer_norm", "bias", likeNormalized},
    {"aten.rms_norm", "weight", likeNormalized},
    {"aten._fused_rms_norm", "weight", likeNormalized},
    {"aten.group_norm", "weight", perChannel<Kind::Tame>},
    {"aten.group_norm", "bias", perChannel<Kind::Tame>},
    {"aten.native_group_norm", "weight", perChannel<Kind::Tame>},
    {"aten.native_group_norm", "bias", perChannel<Kind::Tame>},
    {"aten.batch_norm", "weight", perChannel<Kind::Tame>},
    {"aten.batch_norm", "bias", perChannel<Kind::Tame>},
    {"aten._native_batch_norm_legit_no_training", "weight", perChannel<Kind::Tame>},
    {"aten._native_batch_norm_legit_no_training", "bias", perChannel<Kind::Tame>},
    {"aten.prelu", "weight", perChannel<Kind::Tame>},
    {"aten.upsample_nearest1d_backward", "grad_output", resizedGradient},
    {"aten.upsample_nearest1d_backward", "output_size", gradientsSize},
    {"aten.upsample_nearest2d_backward", "grad_output", resizedGradient},
    {"aten.upsample_nearest2d_backward", "output_size", gradientsSize},
    {"aten.upsample_nearest3d_backward", "grad_output", resizedGradient},
    {"aten.upsample_nearest3d_backward", "output_size", gradientsSize},
    {"aten.upsample_linear1d_backward", "grad_output", resizedGradient},
    {"aten.upsample_linear1d_backward", "output_size", gradientsSize},
    {"aten.upsample_bilinear2d_backward", "grad_output", resizedGradient},
    {"aten.upsample_bilinear2d_backward", "output_size", gradientsSize},
    {"aten.upsample_bicubic2d_backward", "grad_output", resizedGradient},
    {"aten.upsample_bicubic2d_backward", "output_size", gradientsSize},
    {"aten.upsample_trilinear3d_backward", "grad_output", resizedGradient},
    {"aten.upsample_trilinear3d_backward", "output_size", gradientsSize},
    {"aten._upsample_nearest_exact1d_backward", "grad_output", resizedGradient},
    {"aten._upsample_nearest_exact1d_backward", "output_size", gradientsSize},
    {"aten._upsample_nearest_exact2d_backward", "grad_output", resizedGradient},
    {"aten._upsample_nearest_exact2d_backward", "output_size", gradientsSize},
    {"aten._upsample_nearest_exact3d_backward", "grad_output", resizedGradient},
    {"aten._upsample_nearest_exact3d_backward", "output_size", gradientsSize},
    {"aten._upsample_bilinear2d_aa_backward", "grad_output", resizedGradient},
    {"aten._upsample_bilinear2d_aa_backward", "output_size", gradientsSize},
    {"aten._upsample_bicubic2d_aa_backward", "grad_output", resizedGradient},
    {"aten._upsample_bicubic2d_aa_backward", "output_size", gradientsSize},
    // Arguments by name: tensors, then all else.
    {"*", "running_mean", perChannel<Kind::Tame>, true},
    {"*", "running_var", perChannel<Kind::Positive>, true},
    {"*", "key", attentionKey},
    {"*", "value", attentionKey},
    {"*", "attn_mask", attentionMask},
    {"", "dropout_p", never, true},
    {"", "p", oneOf<kRates>},
    {"", "train", no, true},
    {"", "training", no, true},
    {"", "enable_gqa", no, true},
    {"*", "grad_output", floats<0, 4>},
    {"*", "grad_out", floats<0, 4>},
    {"*", "mask", mask},
    {"*", "condition", mask},
    {"*", "index", indexVector},
    {"*", "indices", rowIndex},
    {"*", "src", likeIndex},
    {"*", "source", likeIndex},
    {"", "dim", dim},
    {"", "dims", dim},
    {"", "dim0", dim},
    {"", "dim1", dim},
    {"", "dim2", dim},
    {"", "axis", dim},
    {"", "axis0", dim},
    {"", "axis1", dim},
    {"", "start_dim", dim},
    {"", "end_dim", dim},
    {"", "dimension", dim},
    {"", "destination", dim},
    {"", "normalized_shape", trailingSizes},
    {"", "size", anySizes},
    {"", "output_size", within<1, 5>},
    {"", "input_size", sizeBeforeResizing},
    {"", "kernel_size", within<1, 3>},
    {"", "stride", poolStride},
    {"", "padding", within<0, 1>},
    {"", "dilation", within<1, 2>},
    {"", "pad", padding},
    {"", "num_groups", divisor},
    {"", "group", divisor},
    {"", "groups", divisor},
    {"", "start", bound},
    {"", "end", bound},
    {"", "step", within<1, 3>},
    {"", "length", within<0, 3>},
    {"", "split_size", within<1, 4>},
    {"", "chunks", within<1, 4>},
    {"", "sections", within<1, 3>},
    {"", "k", within<1, 3>},
    {"", "offset", within<-2, 2>},
    {"", "diagonal", within<-2, 2>},
    {"", "repeats", within<0, 3>},
    {"", "reduction", within<0, 2>},
    {"", "upscale_factor", within<1, 2>},
    {"", "downscale_factor", within<1, 2>},
    {"", "decimals", within<-1, 2>},
    {"", "steps", within<0, 9>},
    {"", "n", within<0, 5>},
    {"", "m", within<0, 5>},
    {"", "correction", within<0, 2>},
    {"", "eps", oneOf<kEpsilons>},
    {"", "momentum", oneOf<kMomenta>},
    {"", "delta", oneOf<kPositives>},
    {"", "beta", oneOf<kPositives>},
    {"", "q", oneOf<kRates>},
    {"", "approximate", oneOf<kApproximate>},
    {"", "mode", oneOf<kPadModes>},
    {"", "rounding_mode", oneOf<kRounding>},
    {"", "reduce", oneOf<kReduces>},
    {"", "interpolation", oneOf<kInterpolation>},
    {"", "indexing", oneOf<kIndexing>},
};

// --- by kind ----------------------------------------------------------------------------------------------

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

std::span<const ArgRule> argRules() { return kRules; }

const ArgRule* findArgRule(std::string_view op, std::string_view arg) {
    const SchemaArg* schemaArg = findSchema(op)->arg(arg);
    if (!schemaArg) return nullptr;
    // Names mean other things elsewhere: fill's `value` is a number, movedim's `source` a dimension, quantile's `q` a tensor.
    const std::string_view any = schemaArg->kind == ArgKind::Tensor ? kAnyTensor : kAnyOther;
    const ArgRule* general = nullptr;
    for (const ArgRule& rule : kRules) {
        if (rule.arg != arg) continue;
        if (rule.op == any) general = &rule;
        else if (rule.op != kAnyTensor && rule.op != kAnyOther && namesOperator(rule.op, op)) return &rule;
    }
    return general;
}

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
