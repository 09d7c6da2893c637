#include "minifier/fuzz/arg_draws.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace whittle::draws {

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

Drawn like(ArgDraw& draw, SymSizes sizes, Filling filling) {
    const auto first = draw.first();
    return Arg(draw.draft.pickOrAdd(first ? first->dtype : draw.draft.floatDType(), sizes, std::move(filling)));
}

Drawn likeFirst(ArgDraw& draw) {
    return draw.first() ? like(draw, draw.first()->sizes, {Kind::Any, {}}) : std::nullopt;
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
// Integers are divided by what is never 0; floats by anything.
Drawn denominator(ArgDraw& draw) {
    const auto self = draw.first();
    if (!self || isFloating(self->dtype)) return drawByKind(draw);
    return like(draw, draw.random().chance(70) ? self->sizes : SymSizes{}, {Kind::NonZero, {}});
}
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

}  // namespace whittle::draws
