#include "engine/ops/pool_lower.h"

#include <limits>

#include "engine/ops/pool_windows.h"

namespace whittle::ops {
namespace {

// What one output element looks at along one pooled dimension: places from + step * r, r < extent, that lie in [low, high).
struct WindowAxis {
    SymInt size;    // of the input
    SymInt extent;  // of r
    SymInt from, low, high;
    SymInt first{};  // of those in [low, ...), whether there is one or not
    std::int64_t step = 1;
    bool inside = false;  // all places certainly do
};

struct Window {
    std::vector<WindowAxis> axes;
    std::size_t lead = 0;  // dimensions that are not pooled
};

Result<Window> slidingWindow(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    const SymSizes& sizes = call.type("self").sizes;
    Window out;
    out.lead = sizes.size() - static_cast<std::size_t>(windows.spatial);
    for (int i = 0; i < windows.spatial; ++i) {
        const Slide& slide = windows.axis(i);
        const std::size_t dim = out.lead + static_cast<std::size_t>(i);
        WindowAxis axis{.size = sizes[dim], .extent = slide.kernel, .from = loops.index()[dim] * slide.stride - slide.pad, .low = 0, .high = sizes[dim],
                        .step = slide.dilation};
        const auto in = sizes[dim].constant(), count = loops.type().sizes[dim].constant();
        axis.inside = slide.pad == 0 && in && count && (*count - 1) * slide.stride + (slide.kernel - 1) * slide.dilation < *in;
        const std::int64_t before = (slide.pad + slide.dilation - 1) / slide.dilation * slide.dilation;
        axis.first = max(axis.from, mod(axis.from + before, slide.dilation));
        out.axes.push_back(std::move(axis));
    }
    return out;
}

// Bins overlap when the sizes do not divide; then none is longer than the rounded quotient and one more.
Window adaptiveWindow(const OpCall& call, LoopBuilder& loops) {
    const SymSizes &sizes = call.type("self").sizes, &bins = loops.type().sizes;
    Window out;
    out.lead = sizes.size() - static_cast<std::size_t>(pooledDims(call, "output_size"));
    for (std::size_t dim = out.lead; dim < sizes.size(); ++dim) {
        const SymInt &at = loops.index()[dim], &in = sizes[dim], &count = bins[dim];
        const auto known = in.constant(), parts = count.constant();
        if (count.is(0)) {
            loops.refuse("there are no bins");
            return out;
        }
        WindowAxis axis{.size = in, .extent = {}, .from = floorDiv(at * in, count), .low = {}, .high = floorDiv((at + 1) * in + count - 1, count)};
        axis.inside = known && parts && *parts > 0 && *known % *parts == 0;
        if (axis.inside) axis.extent = *known / *parts, axis.from = at * axis.extent;
        else axis.extent = floorDiv(in + count - 1, count) + 1;
        axis.low = axis.first = axis.from;
        out.axes.push_back(std::move(axis));
    }
    return out;
}

/// Joins element(place in the input, its position in the pooled volume) over the window; `outside` counts elsewhere.
Expr foldWindow(LoopBuilder& loops, const Window& window, Combiner combiner, Expr outside,
                const std::function<Expr(const SymSizes& at, const SymInt& position)>& element) {
    SymSizes extents;
    for (const WindowAxis& axis : window.axes)
        if (!axis.extent.is(1)) extents.push_back(axis.extent);
    return loops.reduce(combiner, extents, [&](const SymSizes& r) {
        SymSizes at(loops.index().begin(), loops.index().begin() + static_cast<std::ptrdiff_t>(window.lead));
        SymInt position(0);
        Expr inside;
        std::size_t next = 0;
        for (const WindowAxis& axis : window.axes) {
            const SymInt place = axis.from + (axis.extent.is(1) ? SymInt(0) : r[next++]) * axis.step;
            at.push_back(place);
            position = position * axis.size + place;
            if (axis.inside) continue;
            const Expr here = loops.position(place);
            const Expr fits = (here >= loops.position(axis.low)) & (here < loops.position(axis.high));
            inside = inside.valid() ? inside & fits : fits;
        }
        if (!inside.valid()) return element(at, position);
        return loops.masked(inside, [&] { return element(at, position); }, outside);
    });
}

Expr lowest(LoopBuilder& loops, DType dtype) {
    return isFloating(dtype) ? loops.number(dtype, -std::numeric_limits<double>::infinity()) : loops.integer(dtype, std::numeric_limits<std::int64_t>::min());
}

// The first maximum of a window; among NaN, the last.
void maxima(const OpCall& call, LoopBuilder& loops, const Window& window) {
    const DType compute = computeDType(call.type("self").dtype);
    const auto value = [&](const SymSizes& at) { return loops.at(call.arg("self"), at).to(compute); };
    const Expr best = foldWindow(loops, window, Combiner::Max, lowest(loops, compute), [&](const SymSizes& at, const SymInt&) { return value(at); });
    if (loops.output() == 0) return loops.store(best);
    // NaNs are found from the end, as numbers below 0 that come before all others.
    const Expr none = loops.integer(DType::I64, std::numeric_limits<std::int64_t>::max());
    const Expr found = foldWindow(loops, window, Combiner::Min, none, [&](const SymSizes& at, const SymInt& position) {
        const Expr x = value(at), here = loops.position(position);
        return select(binary(LoopOp::Ne, x, x), -1.0 - here, select(x == best, here, none));
    });
    SymInt first(0);
    for (const WindowAxis& axis : window.axes) first = first * axis.size + axis.first;
    loops.store(select(found < 0.0, -1.0 - found, select(found == none, loops.position(first), found)));
}

void means(const OpCall& call, LoopBuilder& loops, const Window& window, const Expr& divisor) {
    const DType compute = computeDType(call.type("self").dtype);
    const Expr sum = foldWindow(loops, window, Combiner::Sum, loops.number(DType::F64, 0),
                                [&](const SymSizes& at, const SymInt&) { return loops.at(call.arg("self"), at).to(compute).to(DType::F64); });
    loops.store((sum / divisor).to(compute));
}

// How many places of the window there are.
Expr covered(LoopBuilder& loops, const Window& window) {
    SymInt out(1);
    for (const WindowAxis& axis : window.axes)
        out = out * (axis.inside ? axis.extent : min(axis.from + axis.extent, axis.high) - max(axis.from, axis.low));
    return loops.position(out).to(DType::F64);
}

}  // namespace

Result<void> maxPoolLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Window window, slidingWindow(call, loops));
    maxima(call, loops, window);
    return {};
}

Result<void> adaptiveMaxLower(const OpCall& call, LoopBuilder& loops) {
    maxima(call, loops, adaptiveWindow(call, loops));
    return {};
}

Result<void> avgPoolLower(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Window window, slidingWindow(call, loops));
    if (call.schema().arg("divisor_override") && !call.isNone("divisor_override")) {
        means(call, loops, window, loops.number(DType::F64, call.number("divisor_override")));
        return {};
    }
    if (!call.flag("count_include_pad")) {
        means(call, loops, window, covered(loops, window));
        return {};
    }
    WHITTLE_TRY(const Windows windows, windowsOf(call));
    SymInt padded(1);  // places in the padding count, places beyond it do not
    for (std::size_t i = 0; i < window.axes.size(); ++i) {
        const WindowAxis& axis = window.axes[i];
        padded = padded * (axis.inside ? axis.extent : min(axis.from + axis.extent, axis.size + windows.axis(static_cast<int>(i)).pad) - axis.from);
    }
    means(call, loops, window, loops.position(padded).to(DType::F64));
    return {};
}

Result<void> adaptiveAvgLower(const OpCall& call, LoopBuilder& loops) {
    const Window window = adaptiveWindow(call, loops);
    SymInt count(1);
    for (const WindowAxis& axis : window.axes) count = count * (axis.inside ? axis.extent : axis.high - axis.low);
    means(call, loops, window, loops.position(count).to(DType::F64));
    return {};
}

}  // namespace whittle::ops
