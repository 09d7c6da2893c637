// Window functions for spectra: step by step as PyTorch computes them, each step rounded to the dtype but for kaiser's.
#include <limits>
#include <numbers>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/promote.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

// What the recipes of all windows start with: positions 0, 1, ... of a window that a periodic one is cut from.
class Window {
public:
    Window(const OpCall& call, OpBuilder& build) : m_steps(call, build), m_call(call) {
        const SchemaArg* periodic = call.schema().arg("periodic");
        m_periodic = !periodic || call.flag("periodic");
        m_dtype = m_result = call.dtype("dtype").value_or(defaultFloat(call.precision()));
    }

    Result<std::int64_t> length() {
        const std::string& op = m_call.schema().name;
        WHITTLE_TRY(const std::int64_t given, m_call.integer("window_length"));
        if (given < 0) return fail(Code::Argument, "{}.1: {} requires non-negative window_length, got window_length={}", op, op, given);
        if (!isFloating(m_dtype)) return fail(Code::Type, "{}.2: {} expects floating point dtypes, got: {}", op, op, dtypeName(m_dtype));
        if (given == std::numeric_limits<std::int64_t>::max()) return fail(Code::Limit, "{}.3: a window of {} elements does not fit 64 bits", op, given);
        m_length = given + (m_periodic ? 1 : 0);
        return given;
    }

    ValueId positions() { return m_steps("aten.arange.default", {m_length}, options()); }
    ValueId ones(std::int64_t count) { return m_steps("aten.ones.default", {Arg::List{count}}, options()); }
    ValueId times(ValueId x, double factor) { return m_steps("aten.mul.Tensor", {x, factor}); }
    ValueId plus(ValueId x, double shift) { return m_steps("aten.add.Tensor", {x, shift}); }
    ValueId cosine(ValueId x) { return m_steps("aten.cos.default", {x}); }
    double last() const { return static_cast<double>(m_length - 1); }
    std::int64_t count() const { return m_length; }
    Steps& steps() { return m_steps; }
    std::vector<NamedArg> options() const { return {{"dtype", m_dtype}, {"device", m_call.arg("device")}}; }

    /// What follows is rounded to the dtype only once, in the end.
    void roundOnce() { m_dtype = computeDType(m_result); }

    Values done(ValueId window) {
        window = m_steps.to(window, m_result);
        if (!m_periodic) return m_steps.done(window);
        return m_steps.done(m_steps("aten.slice.Tensor", {window, 0, 0, m_length - 1}));
    }

private:
    Steps m_steps;
    const OpCall& m_call;
    bool m_periodic = true;
    DType m_dtype = DType::F32, m_result = DType::F32;
    std::int64_t m_length = 0;
};

// A window of 0 or 1 elements is the same for all.
template <auto recipe>
Values windowDecompose(const OpCall& call, OpBuilder& build) {
    Window window(call, build);
    WHITTLE_TRY(const std::int64_t length, window.length());
    if (length < 2) return window.steps().done(window.ones(length));
    return window.done(recipe(call, window));
}

// alpha - beta * cos(2 pi n / N)
ValueId raisedCosine(Window& window, double alpha, double beta) {
    const ValueId wave = window.cosine(window.times(window.positions(), std::numbers::pi * 2. / window.last()));
    return window.plus(window.times(wave, -beta), alpha);
}

ValueId hann(const OpCall&, Window& window) { return raisedCosine(window, 0.5, 0.5); }

ValueId hamming(const OpCall& call, Window& window) {
    const auto given = [&](const char* name, double otherwise) { return call.schema().arg(name) ? call.number(name) : otherwise; };
    return raisedCosine(window, given("alpha", 0.54), given("beta", 0.46));
}

ValueId blackman(const OpCall&, Window& window) {
    const ValueId place = window.times(window.positions(), std::numbers::pi / window.last());
    const ValueId fast = window.times(window.cosine(window.times(place, 4)), 0.08);
    const ValueId slow = window.times(window.cosine(window.times(place, 2)), 0.5);
    return window.plus(window.steps()("aten.sub.Tensor", {fast, slow}), 0.42);
}

// Up to the middle, then down.
ValueId bartlett(const OpCall&, Window& window) {
    Steps& steps = window.steps();
    const ValueId ramp = window.times(window.positions(), 2. / window.last());
    const std::int64_t half = ((window.count() - 1) >> 1) + 1;
    const ValueId up = steps("aten.slice.Tensor", {ramp, 0, 0, half}), rest = steps("aten.slice.Tensor", {ramp, 0, half});
    return steps("aten.cat.default", {Arg::List{up, window.plus(window.times(rest, -1), 2)}});
}

// I0(beta * sqrt(1 - ((n - a) / a)^2)) / I0(beta), a = N / 2
ValueId kaiser(const OpCall& call, Window& window) {
    Steps& steps = window.steps();
    window.roundOnce();
    const double beta = call.schema().arg("beta") ? call.number("beta") : 12.0, middle = window.last() / 2;
    const ValueId away = steps("aten.div.Tensor", {window.plus(window.positions(), -middle), middle});
    const ValueId square = steps("aten.mul.Tensor", {away, away});
    const ValueId root = steps("aten.sqrt.default", {steps("aten.rsub.Scalar", {square, 1})});
    const ValueId above = steps("aten.i0.default", {window.times(root, beta)});
    const ValueId whole = steps("aten.i0.default", {steps("aten.full.default", {Arg::List{}, beta}, window.options())});
    return steps("aten.div.Tensor", {above, whole});
}

#define WHITTLE_OPTIONS ", *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor"
#define WHITTLE_WINDOW(op, overload, suffix, args, text, recipe)                                                       \
    {.name = "aten." op "." overload, .schema = op suffix "(int window_length" args WHITTLE_OPTIONS, .summary = text, \
     .inferType = decomposedType, .decompose = windowDecompose<recipe>}
#define WHITTLE_PAIR(op, text, recipe)                         \
    WHITTLE_WINDOW(op, "default", "", "", text, recipe),       \
    WHITTLE_WINDOW(op, "periodic", ".periodic", ", bool periodic", text, recipe)

constexpr OpDef kOps[] = {
    WHITTLE_PAIR("hann_window", "Half of 1 - cos: a window that ends in 0.", hann),
    WHITTLE_PAIR("hamming_window", "0.54 - 0.46 cos: a window that ends above 0.", hamming),
    WHITTLE_WINDOW("hamming_window", "periodic_alpha", ".periodic_alpha", ", bool periodic, float alpha", "alpha - 0.46 cos.", hamming),
    WHITTLE_WINDOW("hamming_window", "periodic_alpha_beta", ".periodic_alpha_beta", ", bool periodic, float alpha, float beta", "alpha - beta cos.", hamming),
    WHITTLE_PAIR("blackman_window", "0.42 - 0.5 cos + 0.08 cos of the double: a window with low side lobes.", blackman),
    WHITTLE_PAIR("bartlett_window", "A triangle that ends in 0.", bartlett),
    WHITTLE_PAIR("kaiser_window", "A window of the Bessel function I0, of shape 12.", kaiser),
    WHITTLE_WINDOW("kaiser_window", "beta", ".beta", ", bool periodic, float beta", "A window of the Bessel function I0, of shape beta.", kaiser),
};

#undef WHITTLE_PAIR
#undef WHITTLE_WINDOW
#undef WHITTLE_OPTIONS

}  // namespace

std::span<const OpDef> windowOps() { return kOps; }

}  // namespace whittle::ops
