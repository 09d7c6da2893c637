// Sampling planes and volumes at given places: grid_sampler and the grids of affine maps. Places are in [-1, 1] over the
// input. Proof: tests/golden/ops/grid.
#include <array>
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

enum Mode : std::int64_t { Bilinear, Nearest, Bicubic };
enum Padding : std::int64_t { Zeros, Border, Reflection };

struct Sampler {
    int spatial;
    Mode mode;
    Padding padding;
    bool corners;
};

Result<Sampler> samplerOf(const OpCall& call) {
    const TensorType &input = call.type("input"), &grid = call.type("grid");
    const std::string_view op = call.schema().name;
    const int spatial = input.rank() - 2;
    const bool fixed = (op == "grid_sampler_2d" && spatial != 2) || (op == "grid_sampler_3d" && spatial != 3);
    if (spatial < 2 || spatial > 3 || fixed || grid.rank() != input.rank() || differ(grid.sizes.back(), spatial) || differ(grid.sizes[0], input.sizes[0]))
        return fail(Code::Shape, "{}.1: input {} and grid {} need one rank, one batch size and a coordinate a dimension", op, input.text(), grid.text());
    if (!isFloating(input.dtype) || grid.dtype != input.dtype)
        return fail(Code::Type, "{}.2: expected input and grid to have one floating dtype, got {} and {}", op, input.text(), grid.text());
    for (int i = 0; i < spatial; ++i)
        if (input.sizes[static_cast<std::size_t>(2 + i)].is(0)) return fail(Code::Shape, "{}.3: expected input to have non-empty spatial dimensions, got {}", op, input.text());
    WHITTLE_TRY(const std::int64_t mode, call.integer("interpolation_mode"));
    WHITTLE_TRY(const std::int64_t padding, call.integer("padding_mode"));
    if (mode < Bilinear || mode > (spatial == 2 ? Bicubic : Nearest) || padding < Zeros || padding > Reflection)
        return fail(Code::Argument, "{}.4: interpolation mode {} and padding mode {} are not both from 0 to 2 (bicubic: planes only)", op, mode, padding);
    return Sampler{spatial, Mode(mode), Padding(padding), call.flag("align_corners")};
}

Result<Types> samplerType(const OpCall& call) {
    WHITTLE_TRY_VOID(samplerOf(call));
    const TensorType &input = call.type("input"), &grid = call.type("grid");
    SymSizes sizes{input.sizes[0], input.sizes[1]};
    sizes.insert(sizes.end(), grid.sizes.begin() + 1, grid.sizes.end() - 1);
    return resized(input, std::move(sizes));
}

// Mirrored at `low` and `high`, in halves of a pixel.
double reflected(double x, double low, double high) {
    if (low == high) return 0;
    const double span = (high - low) / 2, start = low / 2, away = std::fabs(x - start);
    const double rest = std::fmod(away, span);
    return std::fmod(std::floor(away / span), 2) == 0 ? rest + start : span - rest + start;
}

// A place in pixels, brought inside as the padding says.
double inside(const Sampler& s, double x, Index size) {
    const auto last = static_cast<double>(size - 1);
    if (s.padding == Reflection) x = s.corners ? reflected(x, 0, 2 * last) : reflected(x, -1, 2 * last + 1);
    if (s.padding != Zeros) x = std::isnan(x) ? 0 : std::min(std::max(x, 0.0), last);
    return x;
}

struct Tap {
    Index line;  // -1: outside, counts as 0
    double weight;
};

// Keys' cubic with a = -0.75.
double cubic(double x) {
    constexpr double a = -0.75;
    x = std::fabs(x);
    if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

// The place in pixels is worked out in T: which neighbour is nearest, where it lies in the middle, hangs on the rounding.
template <class T>
std::vector<Tap> tapsOf(const Sampler& s, T place, Index size) {
    const auto length = static_cast<T>(size);
    double x = s.corners ? (place + 1) / 2 * (length - 1) : ((place + 1) * length - 1) / 2;
    const auto line = [&](double at) { return at >= 0 && at < static_cast<double>(size) ? static_cast<Index>(at) : Index{-1}; };
    if (s.mode == Bicubic) {
        std::vector<Tap> out;
        const double low = std::floor(x);
        for (int k = -1; k <= 2; ++k) out.push_back({line(inside(s, low + k, size)), cubic(x - low - k)});
        return out;
    }
    x = inside(s, x, size);
    if (s.mode == Nearest) return {{line(std::nearbyint(x)), 1.0}};
    const double low = std::floor(x);
    return {{line(low), low + 1 - x}, {line(low + 1), x - low}};
}

Result<void> samplerReference(KernelCall& call) {
    WHITTLE_TRY(const Sampler s, samplerOf(call));
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute), grid = dense(call.tensor("grid"), compute);
    std::array<Index, 3> sides{1, 1, 1};
    std::copy(input.sizes().begin() + 2, input.sizes().end(), sides.end() - s.spatial);
    const Index channels = input.dim(1), volume = sides[0] * sides[1] * sides[2];
    Tensor out = Tensor::empty(compute, call.outputSizes());
    const Index places = channels * input.dim(0) > 0 ? out.numel() / (channels * input.dim(0)) : 0;
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index n = 0; n < input.dim(0); ++n)
            for (Index p = 0; p < places; ++p) {
                // The grid names the last dimension first.
                const T* at = grid.data<T>() + (n * places + p) * s.spatial;
                std::array<std::vector<Tap>, 3> taps{{{{0, 1.0}}, {{0, 1.0}}, {{0, 1.0}}}};
                for (int d = 0; d < s.spatial; ++d) taps[static_cast<std::size_t>(2 - d)] = tapsOf(s, at[d], sides[static_cast<std::size_t>(2 - d)]);
                for (Index c = 0; c < channels; ++c) {
                    const T* plane = input.data<T>() + (n * channels + c) * volume;
                    double sum = 0;
                    for (const Tap& z : taps[0])
                        for (const Tap& y : taps[1])
                            for (const Tap& x : taps[2])
                                if (z.line >= 0 && y.line >= 0 && x.line >= 0)
                                    sum += z.weight * y.weight * x.weight * static_cast<double>(plane[(z.line * sides[1] + y.line) * sides[2] + x.line]);
                    to[(n * channels + c) * places + p] = static_cast<T>(sum);
                }
            }
    });
    finish(call, 0, out);
    return {};
}

// --- affine_grid_generator ---

Result<Types> affineType(const OpCall& call) {
    const TensorType& theta = call.type("theta");
    const SymSizes size = call.symInts("size");
    const auto spatial = static_cast<std::int64_t>(size.size()) - 2;
    if ((spatial != 2 && spatial != 3) || theta.rank() != 3 || differ(theta.sizes[0], size[0]) || differ(theta.sizes[1], spatial) || differ(theta.sizes[2], spatial + 1) || !isFloating(theta.dtype))
        return fail(Code::Shape, "affine_grid_generator.1: theta {} does not map onto sizes {}", theta.text(), sizesText(size));
    SymSizes sizes{size[0]};
    sizes.insert(sizes.end(), size.begin() + 2, size.end());
    sizes.push_back(spatial);
    return resized(theta, std::move(sizes));
}

Result<void> affineReference(KernelCall& call) {
    const Tensor theta = dense(call.tensor("theta"), DType::F64);
    const Sizes sizes = call.outputSizes();
    const auto spatial = static_cast<std::size_t>(sizes.size() - 2);
    const bool corners = call.flag("align_corners");
    Tensor out = Tensor::empty(DType::F64, sizes);
    double* to = out.mutableData<double>();
    // Evenly spaced from -1 to 1: at the ends, or half a step inside.
    const auto place = [&](Index i, Index size) {
        if (size <= 1) return 0.0;
        const double x = -1 + 2 * static_cast<double>(i) / static_cast<double>(size - 1);
        return corners ? x : x * static_cast<double>(size - 1) / static_cast<double>(size);
    };
    const Index places = sizes[0] > 0 ? out.numel() / (sizes[0] * static_cast<Index>(spatial)) : 0;
    for (Index n = 0; n < sizes[0]; ++n)
        for (Index p = 0; p < places; ++p) {
            std::vector<double> base(spatial + 1, 1.0);  // x, y, (z), 1
            Index rest = p;
            for (std::size_t d = 0; d < spatial; ++d) {
                const Index size = sizes[spatial - d];
                base[d] = place(rest % size, size);
                rest /= size;
            }
            for (std::size_t row = 0; row < spatial; ++row) {
                double sum = 0;
                for (std::size_t k = 0; k <= spatial; ++k)
                    sum += base[k] * theta.data<double>()[(n * static_cast<Index>(spatial) + static_cast<Index>(row)) * static_cast<Index>(spatial + 1) + static_cast<Index>(k)];
                *to++ = sum;
            }
        }
    finish(call, 0, out);
    return {};
}

#define WHITTLE_SAMPLER(op, text) \
    {.name = "aten." op ".default", .schema = op "(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor", \
     .summary = text, .inferType = samplerType, .reference = samplerReference}

constexpr OpDef kOps[] = {
    WHITTLE_SAMPLER("grid_sampler", "Planes or volumes sampled at the places of a grid."),
    WHITTLE_SAMPLER("grid_sampler_2d", "Planes sampled at the places of a grid."),
    WHITTLE_SAMPLER("grid_sampler_3d", "Volumes sampled at the places of a grid."),
    {.name = "aten.affine_grid_generator.default", .schema = "affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor",
     .summary = "The grid that an affine map makes of evenly spaced places.", .inferType = affineType, .reference = affineReference},
};

#undef WHITTLE_SAMPLER

}  // namespace

std::span<const OpDef> gridOps() { return kOps; }

}  // namespace whittle::ops
