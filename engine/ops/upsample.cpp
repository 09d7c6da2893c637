// Resizing the last one to three dimensions, by the nearest element or by blending neighbours. A resize is separable: each
// output line along a dimension is a few weighted input lines, so one kernel serves every operator, and its gradient is
// the same table read the other way. Proof: tests/golden/ops/upsample.
#include <cmath>
#include <map>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/layout.h"
#include "engine/ops/lower.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

enum class Blend { Nearest, NearestExact, Linear, Cubic, WideLinear, WideCubic };  // the wide ones average when they shrink

// --- sizes and scales ---

struct Resize {
    int spatial = 2;
    SymSizes sizes;                              // of the resized dimensions
    std::vector<std::optional<double>> factors;  // as given; they decide positions even when a size is given too
};

constexpr std::string_view kScaleNames[3][3] = {{"scales", "", ""}, {"scales_h", "scales_w", ""}, {"scales_d", "scales_h", "scales_w"}};

Result<Resize> resizeOf(const OpCall& call, int spatial, const TensorType& input) {
    const std::string_view op = call.schema().name;
    if (input.rank() != spatial + 2) return fail(Code::Shape, "{}.1: expected an input of rank {}, got {}", op, spatial + 2, input.text());
    Resize out{spatial, {}, std::vector<std::optional<double>>(static_cast<std::size_t>(spatial))};
    const bool vec = call.schema().arg("scale_factors") != nullptr;
    const Arg::List* factors = vec ? call.arg("scale_factors").as<Arg::List>() : nullptr;
    if (vec && call.isNone("output_size") == (factors == nullptr))
        return fail(Code::Argument, "{}.3: exactly one of output_size and scale_factors is needed", op);
    if (factors && static_cast<int>(factors->size()) != spatial)
        return fail(Code::Argument, "{}.4: scale_factors has {} values, {} are needed", op, factors->size(), spatial);
    for (std::size_t i = 0; i < out.factors.size(); ++i) {
        if (factors) {
            const Arg& given = (*factors)[i];
            if (given.as<ValueId>()) return fail(Code::Unsupported, "{}.8: scale_factors[{}] is a number that only a run knows, and sizes follow from it", op, i);
            out.factors[i] = given.as<double>() ? *given.as<double>() : given.as<std::int64_t>() ? static_cast<double>(*given.as<std::int64_t>()) : 0;
        } else if (const std::string_view name = vec ? "" : kScaleNames[spatial - 1][i]; !name.empty() && !call.isNone(name)) {
            out.factors[i] = call.number(name);
        }
        if (out.factors[i] && !(*out.factors[i] > 0 && *out.factors[i] < 1e6))
            return fail(Code::Argument, "{}.6: the scale factor {} is not positive", op, *out.factors[i]);
    }
    if (!factors) {
        out.sizes = call.symInts("output_size");
        if (static_cast<int>(out.sizes.size()) != spatial)
            return fail(Code::Argument, "{}.4: output_size has {} values, {} are needed", op, out.sizes.size(), spatial);
    }
    for (std::size_t i = 0; i < out.factors.size(); ++i) {
        const SymInt& in = input.sizes[2 + i];
        if (factors) {
            const double factor = *out.factors[i];
            const auto whole = static_cast<std::int64_t>(factor);
            if (const auto from = in.constant()) {
                const double size = static_cast<double>(*from) * factor;
                if (!(std::abs(size) < 0x1p63)) return fail(Code::Limit, "{}.9: {} times {} overflows 64 bits", op, *from, factor);
                out.sizes.push_back(static_cast<std::int64_t>(size));
            } else if (static_cast<double>(whole) == factor) out.sizes.push_back(in * whole);
            else return fail(Code::Unsupported, "{}.7: the symbolic size {} times {} is not known to be whole", op, in.text(), factor);
        }
        const auto from = in.constant(), to = out.sizes[i].constant();
        if ((from && *from < 1) || (to && *to < 1)) return fail(Code::Shape, "{}.5: {} cannot be resized to {}", op, input.text(), sizesText(out.sizes));
    }
    return out;
}

std::string_view inputName(const OpCall& call) { return call.schema().arg("input") ? "input" : "self"; }

template <int spatial, Blend blend>
Result<Types> upsampleType(const OpCall& call) {
    const TensorType& input = call.type(inputName(call));
    WHITTLE_TRY(const Resize resize, resizeOf(call, spatial, input));
    const bool bytes = spatial == 2 || blend == Blend::Nearest || blend == Blend::NearestExact;
    if (!isFloating(input.dtype) && !(bytes && input.dtype == DType::U8))
        return fail(Code::Type, "{}.2: the input is {}, a floating dtype is needed", call.schema().name, input.text());
    SymSizes sizes{input.sizes[0], input.sizes[1]};
    sizes.insert(sizes.end(), resize.sizes.begin(), resize.sizes.end());
    return resized(input, std::move(sizes));
}

// --- weights of one dimension ---

struct Tap {
    Index line;
    double weight;
};
using Lines = std::vector<std::vector<Tap>>;

// Keys' cubic with a = -0.75, as PyTorch has it.
template <class X>
X cubicNear(X x) { return ((-0.75 + 2) * x - (-0.75 + 3)) * x * x + 1; }
template <class X>
X cubicFar(X x) { return ((-0.75 * x - 5 * -0.75) * x + 8 * -0.75) * x - 4 * -0.75; }

// What antialiasing weighs a neighbour by, x new places away: a triangle, or Keys' cubic with a = -0.5.
double wideWeight(Blend blend, double x) {
    x = std::fabs(x);
    if (blend == Blend::WideLinear) return std::max(1 - x, 0.0);
    if (x < 1) return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1;
    return x < 2 ? ((-0.5 * x - 5 * -0.5) * x + 8 * -0.5) * x - 4 * -0.5 : 0;
}

/// A place as a line of `in`, whatever factor the program gives: also one whose places no integer holds.
Index lineAt(double place, Index in) {
    const double last = static_cast<double>(in - 1);
    return place >= last ? in - 1 : place > 0 ? static_cast<Index>(place) : 0;  // NaN too
}

// Every line within reach, which grows with what is left out. T is the type that PyTorch computes places in: where a
// place falls between two elements its rounding decides.
template <class T>
Lines wideLines(Blend blend, Index in, Index out, double step) {
    const T scale = static_cast<T>(step), size = blend == Blend::WideLinear ? 2 : 4;
    const T support = scale >= 1 ? size / 2 * scale : size / 2, inverse = scale >= 1 ? 1 / scale : T(1);
    const Index most = lineAt(std::ceil(support), in + 1) * 2 + 1;
    Lines lines;
    for (Index i = 0; i < out; ++i) {
        const T centre = scale * (static_cast<T>(i) + T(0.5));
        const Index first = lineAt(centre - support + T(0.5), in + 1);
        const Index count = std::clamp<Index>(lineAt(centre + support + T(0.5), in + 1) - first, 0, most);
        std::vector<Tap>& taps = lines.emplace_back();
        double total = 0;
        for (Index j = 0; j < count; ++j) {
            taps.push_back({first + j, wideWeight(blend, static_cast<double>((static_cast<T>(j + first) - centre + T(0.5)) * inverse))});
            total += taps.back().weight;
        }
        for (Tap& tap : taps)
            if (total != 0) tap.weight /= total;
    }
    return lines;
}

// Planes, and every gradient, double a size by whole steps whatever the factor says; that is PyTorch's own exception.
Lines linesOf(Blend blend, Index in, Index out, std::optional<double> factor, bool corners, bool wholeSteps, DType dtype) {
    const double scale = factor ? 1 / *factor : static_cast<double>(in) / static_cast<double>(out);
    const double step = corners ? (out > 1 ? static_cast<double>(in - 1) / static_cast<double>(out - 1) : 0.0) : scale;
    if (blend == Blend::WideLinear || blend == Blend::WideCubic)
        return dtype == DType::F64 || dtype == DType::U8 ? wideLines<double>(blend, in, out, step) : wideLines<float>(blend, in, out, step);
    Lines lines;
    for (Index i = 0; i < out; ++i) {
        const auto at = static_cast<double>(i);
        if (blend == Blend::Nearest && wholeSteps && (out == in || out == 2 * in)) {
            lines.push_back({{out == in ? i : i / 2, 1.0}});
        } else if (blend == Blend::Nearest || blend == Blend::NearestExact) {
            // PyTorch computes these positions in f32.
            const float place = (static_cast<float>(i) + (blend == Blend::NearestExact ? 0.5F : 0.0F)) * static_cast<float>(scale);
            lines.push_back({{lineAt(std::floor(place), in), 1.0}});
        } else if (blend == Blend::Linear) {
            const double place = corners ? at * step : std::max((at + 0.5) * step - 0.5, 0.0);
            const Index low = lineAt(place, in);
            const double part = std::min(std::max(place - static_cast<double>(low), 0.0), 1.0);
            lines.push_back({{low, 1 - part}, {std::min(low + 1, in - 1), part}});
        } else {
            const double place = corners ? at * step : (at + 0.5) * step - 0.5;
            const double low = std::floor(place), t = place - low;
            const double weights[] = {cubicFar(t + 1), cubicNear(t), cubicNear(1 - t), cubicFar(2 - t)};
            std::vector<Tap> taps;
            for (Index k = 0; k < 4; ++k) taps.push_back({lineAt(low - 1 + static_cast<double>(k), in), weights[k]});
            lines.push_back(std::move(taps));
        }
    }
    return lines;
}

/// Lines of all three dimensions, the leading ones left alone.
std::array<Lines, 3> allLines(const OpCall& call, Blend blend, const Resize& resize, std::span<const Index> in, std::span<const Index> out) {
    const bool corners = call.schema().arg("align_corners") && call.flag("align_corners");
    const bool wholeSteps = resize.spatial == 2 || call.schema().arg("grad_output") != nullptr;
    std::array<Lines, 3> lines{Lines{{{0, 1.0}}}, Lines{{{0, 1.0}}}, Lines{{{0, 1.0}}}};
    for (std::size_t i = 0; i < in.size(); ++i) lines[3 - in.size() + i] = linesOf(blend, in[i], out[i], resize.factors[i], corners, wholeSteps, call.type(0).dtype);
    return lines;
}

/// Calls f(output position, input position, weight) for every pair in one volume that the resize joins.
template <class F>
void forEachTap(const std::array<Lines, 3>& lines, std::array<Index, 2> inner, F f) {
    Index k = 0;
    for (const auto& depths : lines[0])
        for (const auto& rows : lines[1])
            for (const auto& columns : lines[2]) {
                for (const Tap& d : depths)
                    for (const Tap& h : rows)
                        for (const Tap& w : columns) f(k, (d.line * inner[0] + h.line) * inner[1] + w.line, d.weight * h.weight * w.weight);
                ++k;
            }
}

std::array<Index, 2> innerOf(std::span<const Index> in) {
    return {in.size() > 1 ? in[in.size() - 2] : 1, in.back()};
}

// --- bytes ---

/// Weights of one dimension in whole numbers, in the largest unit of 1 / 2^bits that lets them fit 16 bits.
struct ByteLines {
    std::vector<std::vector<std::pair<Index, std::int32_t>>> lines;
    int bits = 0;
};

ByteLines byteLinesOf(const Lines& lines) {
    ByteLines out;
    std::vector<std::map<Index, double>> joined;  // beyond an edge its element counts more than once
    double largest = 0;
    for (const auto& taps : lines) {
        std::map<Index, double>& line = joined.emplace_back();
        for (const Tap& tap : taps) line[tap.line] += tap.weight;
        for (const auto& [at, weight] : line) largest = std::max(largest, weight);
    }
    while (out.bits < 22 && static_cast<std::int32_t>(0.5 + largest * (1 << (out.bits + 1))) < 1 << 15) ++out.bits;
    for (const auto& line : joined) {
        auto& taps = out.lines.emplace_back();
        for (const auto& [at, weight] : line) taps.emplace_back(at, static_cast<std::int32_t>(std::round(weight * (1 << out.bits))));
    }
    return out;
}

/// `count` rows of `in` places each become rows of as many places as there are lines; `inner` bytes lie at a place.
std::vector<std::uint8_t> blendBytes(const std::vector<std::uint8_t>& from, Index count, Index in, Index inner, const ByteLines& by) {
    std::vector<std::uint8_t> out;
    out.reserve(static_cast<std::size_t>(count * inner) * by.lines.size());
    for (Index row = 0; row < count; ++row)
        for (const auto& taps : by.lines)
            for (Index i = 0; i < inner; ++i) {
                std::int32_t sum = by.bits > 0 ? 1 << (by.bits - 1) : 0;
                for (const auto& [at, weight] : taps) sum += weight * from[static_cast<std::size_t>((row * in + at) * inner + i)];
                out.push_back(static_cast<std::uint8_t>(std::clamp(sum >> by.bits, 0, 255)));
            }
    return out;
}

// Columns first, then rows, each rounded to bytes: as PyTorch blends images.
Tensor upsampledBytes(const Tensor& given, const std::array<Lines, 3>& lines, const Sizes& sizes) {
    const Tensor input = given.contiguous();
    const Index planes = input.dim(0) * input.dim(1), rows = input.dim(2), columns = input.dim(3);
    std::vector<std::uint8_t> bytes(input.data<std::uint8_t>(), input.data<std::uint8_t>() + input.numel());
    bytes = blendBytes(bytes, planes * rows, columns, 1, byteLinesOf(lines[2]));
    bytes = blendBytes(bytes, planes, rows, static_cast<Index>(lines[2].size()), byteLinesOf(lines[1]));
    return Tensor::of(std::span<const std::uint8_t>(bytes), sizes);
}

template <int spatial, Blend blend>
Result<void> upsampleReference(KernelCall& call) {
    const Tensor& given = call.tensor(inputName(call));
    WHITTLE_TRY(const Resize resize, resizeOf(call, spatial, call.type(inputName(call))));
    if (given.dtype() == DType::U8 && blend != Blend::Nearest && blend != Blend::NearestExact) {
        const Sizes sizes = call.outputSizes();
        const auto lines = allLines(call, blend, resize, std::span(given.sizes()).last(spatial), std::span(sizes).last(spatial));
        call.setOutput(0, keepChannelsLast(upsampledBytes(given, lines, sizes), given));
        return {};
    }
    const Tensor input = dense(given, computeDType(given.dtype()));
    Tensor out = Tensor::empty(input.dtype(), call.outputSizes());
    const auto in = std::span(input.sizes()).last(spatial), to = std::span(out.sizes()).last(spatial);
    const auto lines = allLines(call, blend, resize, in, to);
    const Index inSize = elementCount(in), outSize = elementCount(to);
    visitCompute(input.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* target = out.mutableData<T>();
        std::vector<double> sums(static_cast<std::size_t>(outSize));
        for (Index p = 0; p < input.dim(0) * input.dim(1); ++p) {
            const T* source = input.data<T>() + p * inSize;
            std::fill(sums.begin(), sums.end(), -0.0);  // which leaves a zero its sign
            forEachTap(lines, innerOf(in), [&](Index k, Index i, double weight) {
                // A weight of 0 must not turn an infinity next door into NaN, unless blending always reads it.
                if (weight != 0 || blend != Blend::Nearest) sums[static_cast<std::size_t>(k)] += weight * static_cast<double>(source[i]);
            });
            for (Index k = 0; k < outSize; ++k) target[p * outSize + k] = static_cast<T>(sums[static_cast<std::size_t>(k)]);
        }
    });
    call.setOutput(0, keepChannelsLast(out.to(call.outputType().dtype), given));
    return {};
}

// --- lowering ---

// linesOf in loops: where an output line reads, in the same arithmetic, so the positions and weights are the same numbers.
struct LoopTap {
    SymInt line;
    Expr weight;  // f64; not valid: 1
};

std::vector<LoopTap> tapsOf(LoopBuilder& loops, Blend blend, const SymInt& at, const SymInt& in, const SymInt& out, std::optional<double> factor, bool corners,
                            bool wholeSteps) {
    if (blend == Blend::Nearest && wholeSteps && out == in) return {{at, {}}};
    if (blend == Blend::Nearest && wholeSteps && out == 2 * in) return {{floorDiv(at, 2), {}}};
    if (blend == Blend::Nearest && wholeSteps && !(in.isConstant() && out.isConstant())) {
        loops.refuse("whether a size doubles exactly is known at run time only");
        return {};
    }
    const auto real = [&](const SymInt& value) { return loops.position(value).to(DType::F64); };
    const Expr scale = factor ? loops.number(DType::F64, 1 / *factor) : real(in) / real(out);
    const Expr last = loops.position(in - 1), zero = loops.integer(DType::I64, 0);
    // As lineAt; after the cast once more, for NaN and for a last line that f32 rounds up.
    const auto whole = [&](Expr place) {
        const Expr within = minimum(maximum(place, 0.0), last.to(place.dtype()));
        return minimum(maximum(within.to(DType::I64), zero), last);
    };
    const auto line = [&](Expr position) { return loops.indirect(position, in); };
    if (blend == Blend::Nearest || blend == Blend::NearestExact) {
        const Expr shifted = loops.position(at).to(DType::F32) + (blend == Blend::NearestExact ? 0.5 : 0.0);
        return {{line(whole(unary(LoopOp::Floor, shifted * scale.to(DType::F32)))), {}}};
    }
    // One output line has no steps between corners.
    const Expr step = !corners ? scale : out.is(1) ? loops.number(DType::F64, 0) : real(in - 1) / real(out - 1);
    if (corners && !out.isConstant()) {
        loops.refuse("whether there is one line only is known at run time");
        return {};
    }
    const Expr place = corners ? real(at) * step : (real(at) + 0.5) * step - 0.5;
    if (blend == Blend::Linear) {
        const Expr from = corners ? place : maximum(place, 0.0);
        const Expr low = whole(from);
        const Expr part = minimum(maximum(from - low.to(DType::F64), 0.0), 1.0);
        return {{line(low), 1.0 - part}, {line(minimum(low + 1.0, last)), part}};
    }
    const Expr low = unary(LoopOp::Floor, place), t = place - low;
    const Expr weights[] = {cubicFar(t + 1.0), cubicNear(t), cubicNear(1.0 - t), cubicFar(2.0 - t)};
    std::vector<LoopTap> out4;
    for (int k = 0; k < 4; ++k) out4.push_back({line(whole(low + (k - 1.0))), weights[k]});
    return out4;
}

template <int spatial, Blend blend>
Result<void> upsampleLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& input = call.type(inputName(call));
    WHITTLE_TRY(const Resize resize, resizeOf(call, spatial, input));
    if (input.dtype == DType::U8 && (blend == Blend::Linear || blend == Blend::Cubic)) {
        loops.refuse("bytes are blended in whole numbers, line by line");
        return {};
    }
    const bool corners = call.schema().arg("align_corners") && call.flag("align_corners");
    // Products of one tap a dimension, the last dimension's fastest, as forEachTap has them.
    std::vector<std::pair<SymSizes, Expr>> places{{{loops.index(0), loops.index(1)}, {}}};
    for (std::size_t i = 0; i < spatial; ++i) {
        const std::vector<LoopTap> taps = tapsOf(loops, blend, loops.index()[2 + i], input.sizes[2 + i], resize.sizes[i], resize.factors[i], corners, spatial == 2);
        std::vector<std::pair<SymSizes, Expr>> longer;
        for (const auto& [at, weight] : places)
            for (const LoopTap& tap : taps) {
                SymSizes next = at;
                next.push_back(tap.line);
                longer.emplace_back(std::move(next), weight.valid() && tap.weight.valid() ? weight * tap.weight : weight.valid() ? weight : tap.weight);
            }
        places = std::move(longer);
    }
    Expr sum;
    for (const auto& [at, weight] : places) {
        const Expr x = loops.at(call.arg(inputName(call)), at);
        const Expr term = weight.valid() ? weight * x.to(computeDType(input.dtype)).to(DType::F64) : x;
        sum = sum.valid() ? sum + term : term;
    }
    if (sum.valid()) loops.store(blend == Blend::Linear || blend == Blend::Cubic ? sum.to(computeDType(input.dtype)) : sum);
    return {};
}

// --- gradients ---

template <int spatial, Blend blend>
Result<Types> backwardType(const OpCall& call) {
    const TensorType& grad = call.type("grad_output");
    const SymSizes in = call.symInts("input_size"), out = call.symInts("output_size");
    if (static_cast<int>(in.size()) != spatial + 2)
        return fail(Code::Argument, "{}.4: input_size has {} values, {} are needed", call.schema().name, in.size(), spatial + 2);
    TensorType input = withSizes(grad, in);
    WHITTLE_TRY(const Resize resize, resizeOf(call, spatial, input));
    SymSizes want{in[0], in[1]};
    want.insert(want.end(), resize.sizes.begin(), resize.sizes.end());
    bool same = want.size() == grad.sizes.size() && isFloating(grad.dtype);
    for (std::size_t i = 0; same && i < want.size(); ++i) same = !differ(want[i], grad.sizes[i]);
    if (!same) return fail(Code::Shape, "{}.8: grad_output is {}, floating of sizes {} is needed", call.schema().name, grad.text(), sizesText(want));
    return Types{std::move(input)};
}

template <int spatial, Blend blend>
Result<void> backwardReference(KernelCall& call) {
    const Tensor& given = call.tensor("grad_output");
    const Tensor grad = dense(given, DType::F64);
    TensorType input = call.outputType();
    WHITTLE_TRY(const Resize resize, resizeOf(call, spatial, input));
    Tensor out = Tensor::zeros(DType::F64, call.outputSizes());
    const auto in = std::span(out.sizes()).last(spatial), from = std::span(grad.sizes()).last(spatial);
    const auto lines = allLines(call, blend, resize, in, from);
    const Index inSize = elementCount(in), outSize = elementCount(from);
    double* to = out.mutableData<double>();
    for (Index p = 0; p < grad.dim(0) * grad.dim(1); ++p)
        forEachTap(lines, innerOf(in), [&](Index k, Index i, double weight) { to[p * inSize + i] += weight * grad.data<double>()[p * outSize + k]; });
    call.setOutput(0, keepChannelsLast(out.to(call.outputType().dtype), given));
    return {};
}

// How many elements a wide blend reads hangs on the sizes.
template <int spatial, Blend blend>
constexpr auto kLower = blend == Blend::WideLinear || blend == Blend::WideCubic ? nullptr : &upsampleLower<spatial, blend>;

#define WHITTLE_UPSAMPLE(op, n, m, corners, scales, text, spatial, blend) \
    {.name = "aten." op ".default", .schema = op "(Tensor self, SymInt[" n "] output_size" corners scales ") -> Tensor", .summary = text, \
     .inferType = upsampleType<spatial, blend>, .reference = laidOut<upsampleReference<spatial, blend>, channelsLikeFirst>, .lower = kLower<spatial, blend>}, \
    {.name = "aten." op ".vec", .schema = op ".vec(Tensor input, SymInt[]? output_size" corners ", float[]? scale_factors) -> Tensor", .summary = text, \
     .inferType = upsampleType<spatial, blend>, .reference = laidOut<upsampleReference<spatial, blend>, channelsLikeFirst>, .lower = kLower<spatial, blend>}, \
    {.name = "aten." op "_backward.default", .schema = op "_backward(Tensor grad_output, SymInt[" n "] output_size, SymInt[" m "] input_size" corners scales ") -> Tensor", \
     .summary = "Gradient of " op ".", .inferType = backwardType<spatial, blend>, .reference = backwardReference<spatial, blend>}
#define WHITTLE_CORNERS ", bool align_corners"
#define WHITTLE_SCALE1 ", float? scales=None"
#define WHITTLE_SCALE2 ", float? scales_h=None, float? scales_w=None"
#define WHITTLE_SCALE3 ", float? scales_d=None, float? scales_h=None, float? scales_w=None"

constexpr OpDef kOps[] = {
    WHITTLE_UPSAMPLE("upsample_nearest1d", "1", "3", "", WHITTLE_SCALE1, "Lines resized by repeating the nearest element.", 1, Blend::Nearest),
    WHITTLE_UPSAMPLE("upsample_nearest2d", "2", "4", "", WHITTLE_SCALE2, "Planes resized by repeating the nearest element.", 2, Blend::Nearest),
    WHITTLE_UPSAMPLE("upsample_nearest3d", "3", "5", "", WHITTLE_SCALE3, "Volumes resized by repeating the nearest element.", 3, Blend::Nearest),
    WHITTLE_UPSAMPLE("_upsample_nearest_exact1d", "1", "3", "", WHITTLE_SCALE1, "Lines resized by the element whose centre is nearest.", 1, Blend::NearestExact),
    WHITTLE_UPSAMPLE("_upsample_nearest_exact2d", "2", "4", "", WHITTLE_SCALE2, "Planes resized by the element whose centre is nearest.", 2, Blend::NearestExact),
    WHITTLE_UPSAMPLE("_upsample_nearest_exact3d", "3", "5", "", WHITTLE_SCALE3, "Volumes resized by the element whose centre is nearest.", 3, Blend::NearestExact),
    WHITTLE_UPSAMPLE("upsample_linear1d", "1", "3", WHITTLE_CORNERS, WHITTLE_SCALE1, "Lines resized by blending the two nearest elements.", 1, Blend::Linear),
    WHITTLE_UPSAMPLE("upsample_bilinear2d", "2", "4", WHITTLE_CORNERS, WHITTLE_SCALE2, "Planes resized by blending the four nearest elements.", 2, Blend::Linear),
    WHITTLE_UPSAMPLE("upsample_trilinear3d", "3", "5", WHITTLE_CORNERS, WHITTLE_SCALE3, "Volumes resized by blending the eight nearest elements.", 3, Blend::Linear),
    WHITTLE_UPSAMPLE("upsample_bicubic2d", "2", "4", WHITTLE_CORNERS, WHITTLE_SCALE2, "Planes resized by cubics through sixteen elements.", 2, Blend::Cubic),
    WHITTLE_UPSAMPLE("_upsample_bilinear2d_aa", "2", "4", WHITTLE_CORNERS, WHITTLE_SCALE2, "Planes resized by triangles that widen as they shrink.", 2, Blend::WideLinear),
    WHITTLE_UPSAMPLE("_upsample_bicubic2d_aa", "2", "4", WHITTLE_CORNERS, WHITTLE_SCALE2, "Planes resized by cubics that widen as they shrink.", 2, Blend::WideCubic),
};

#undef WHITTLE_SCALE3
#undef WHITTLE_SCALE2
#undef WHITTLE_SCALE1
#undef WHITTLE_CORNERS
#undef WHITTLE_UPSAMPLE

}  // namespace

std::span<const OpDef> upsampleOps() { return kOps; }

}  // namespace whittle::ops
