// How the arguments are drawn that arg_rules' table names: each function draws one that mostly fits those before it.
#pragma once

#include "minifier/fuzz/arg_rules.h"

namespace whittle::draws {

using Drawn = std::optional<Arg>;
using Kind = Filling::Kind;

Arg ints(std::span<const std::int64_t> values);
Drawn numbers(ArgDraw& draw, const SymSizes& sizes);
int rankOf(const ArgDraw& draw);
std::int64_t oneDim(ArgDraw& draw);
std::vector<std::int64_t> someDims(ArgDraw& draw, bool all);
Drawn dim(ArgDraw& draw);
Drawn allDims(ArgDraw& draw);
int wrapped(std::int64_t dim, int rank);
SymInt sizeAlong(const ArgDraw& draw, const TensorType& type);
Drawn regrouped(ArgDraw& draw);
Drawn expanded(ArgDraw& draw);
Drawn anySizes(ArgDraw& draw);
Drawn trailingSizes(ArgDraw& draw);
Drawn repeats(ArgDraw& draw);
Drawn parts(ArgDraw& draw);
Drawn unflattened(ArgDraw& draw);
Drawn position(ArgDraw& draw);
Drawn bound(ArgDraw& draw);
Drawn lengths(ArgDraw& draw);
Drawn asManyDims(ArgDraw& draw);
Drawn padding(ArgDraw& draw);
Drawn poolStride(ArgDraw& draw);
Drawn divisor(ArgDraw& draw);
Drawn sizeN(ArgDraw& draw);
Drawn sizeC(ArgDraw& draw);
Drawn sizeRest(ArgDraw& draw);
Drawn no(ArgDraw&);
Drawn never(ArgDraw&);
bool isFloatType(const TensorType& t);
Drawn floatOfRank(ArgDraw& draw, int least, int most);
Drawn like(ArgDraw& draw, SymSizes sizes, Filling filling = {Kind::Tame, {}});
Drawn likeFirst(ArgDraw& draw);
Drawn likeNormalized(ArgDraw& draw);
Drawn convWeight(ArgDraw& draw);
Drawn transposedWeight(ArgDraw& draw);
Drawn convGroups(ArgDraw& draw);
Drawn spatial(ArgDraw& draw, int least, int most);
Drawn secondFactor(ArgDraw& draw);
Drawn vectorOfLast(ArgDraw& draw);
Drawn anyVector(ArgDraw& draw);
Drawn linearWeight(ArgDraw& draw);
Drawn addend(ArgDraw& draw);
Drawn einsumFactors(ArgDraw& draw);
Drawn attentionKey(ArgDraw& draw);
Drawn attentionMask(ArgDraw& draw);
Drawn indexVector(ArgDraw& draw);
Drawn indexOfRank(ArgDraw& draw);
Drawn likeIndex(ArgDraw& draw);
Drawn flatIndex(ArgDraw& draw);
Drawn rowIndex(ArgDraw& draw);
Drawn indexList(ArgDraw& draw);
Drawn scalarTensor(ArgDraw& draw);
Drawn classIndex(ArgDraw& draw);
Drawn perClass(ArgDraw& draw);
Drawn mask(ArgDraw& draw);
Drawn denominator(ArgDraw& draw);
Drawn scalarDenominator(ArgDraw& draw);
Drawn resizedGradient(ArgDraw& draw);
Drawn gradientsSize(ArgDraw& draw);
Drawn sizeBeforeResizing(ArgDraw& draw);
Drawn lossGradient(ArgDraw& draw);
Drawn rowStatistics(ArgDraw& draw);
Drawn groupStatistics(ArgDraw& draw);
Drawn likeSelected(ArgDraw& draw);
Drawn likeSlice(ArgDraw& draw);
Drawn likeDiagonal(ArgDraw& draw);

template <int least, int most>
Drawn within(ArgDraw& draw) {
    if (!draw.arg->isList) return Arg(std::int64_t{draw.random().between(least, most)});
    std::vector<std::int64_t> out(static_cast<std::size_t>(draw.arg->listSize > 0 ? draw.arg->listSize : draw.random().between(1, 2)));
    for (std::int64_t& value : out) value = draw.random().between(least, most);
    return ints(out);
}

template <auto& choices>
Drawn oneOf(ArgDraw& draw) {
    return Arg(draw.random().pick(choices));
}

template <int least, int most>
Drawn floats(ArgDraw& draw) {
    return floatOfRank(draw, least, most);
}

template <Kind kind>
Drawn perChannel(ArgDraw& draw) {
    const auto input = draw.first();
    if (!input || input->rank() < 2) return std::nullopt;
    return like(draw, {input->sizes[1]}, {kind, {}});
}

template <int axis>
Drawn convBias(ArgDraw& draw) {
    const auto weight = draw.type("weight");
    return weight && weight->rank() > axis ? like(draw, {weight->sizes[axis]}) : std::nullopt;
}

template <int least, int most>
Drawn eachSpatial(ArgDraw& draw) {
    return spatial(draw, least, most);
}

template <Kind kind>
Drawn filledLikeFirst(ArgDraw& draw) {
    return draw.first() ? like(draw, draw.first()->sizes, {kind, {}}) : std::nullopt;
}

inline constexpr double kEpsilons[] = {1e-5, 1e-3, 0.1};
inline constexpr double kMomenta[] = {0.1, 0.5};
inline constexpr double kRates[] = {0.0, 0.5, 1.0};
inline constexpr double kPositives[] = {0.5, 1.0, 2.0, 0.25};
inline constexpr double kExponents[] = {2.0, 3.0, 0.5, -1.0, 0.0, 1.0, 2.5, -0.5};
inline constexpr const char* kApproximate[] = {"none", "tanh"};
inline constexpr const char* kPadModes[] = {"constant", "reflect", "replicate", "circular"};
inline constexpr const char* kConvPadding[] = {"valid", "same"};
inline constexpr const char* kRounding[] = {"trunc", "floor"};
inline constexpr const char* kReduces[] = {"sum", "prod", "mean", "amax", "amin"};
inline constexpr const char* kOldReduces[] = {"add", "multiply"};
inline constexpr const char* kInterpolation[] = {"linear", "lower", "higher", "midpoint", "nearest"};
inline constexpr const char* kIndexing[] = {"ij", "xy"};
inline constexpr const char* kEquations[] = {"ij,jk->ik", "ij,jk->ki", "ij,jk->j", "ij,jk->", "ij,jk"};
inline constexpr std::int64_t kDivisors[] = {1, 2, 3, -2, 5};
inline constexpr double kFloatDivisors[] = {0.5, -1.5, 2.0};
inline constexpr const char* kDistributions[] = {"rand", "randn"};

}  // namespace whittle::draws
