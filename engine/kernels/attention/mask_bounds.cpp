#include "engine/kernels/attention/mask_bounds.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/kernels/attention/score_code.h"

namespace whittle::attention {
namespace {

// What indices are made of: the symbols of a tile's place, and its two loops.
constexpr std::array<std::string_view, 6> kParts = {"tile_batch", "tile_head", "tile_row", "tile_key", "tile_r", "tile_k"};

bool isInteger(DType dtype) { return dtype == DType::Bool || dtype == DType::U8 || dtype == DType::I8 || dtype == DType::I16 || dtype == DType::I32 || dtype == DType::I64; }

// Whether every number of the interval is one of the dtype's, so that none wraps around.
bool fits(DType dtype, std::int64_t from, std::int64_t to) {
    const auto within = [&](std::int64_t least, std::int64_t most) { return from >= least && to <= most; };
    switch (dtype) {
        case DType::Bool: return within(0, 1);
        case DType::U8: return within(0, 255);
        case DType::I8: return within(-128, 127);
        case DType::I16: return within(-32768, 32767);
        case DType::I32: return within(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
        default: return dtype == DType::I64;
    }
}

}  // namespace

std::optional<MaskBounds::Linear> MaskBounds::linear(const SymInt& index) {
    Linear out{.constant = index.constantTerm(), .terms = {}};
    for (const SymInt::Term& term : index.terms()) {
        if (term.factors.size() != 1 || term.factors.front()->fn != SymFn::Symbol) return std::nullopt;
        const auto* part = std::ranges::find(kParts, term.factors.front()->name);
        if (part == kParts.end()) return std::nullopt;
        out.terms.emplace_back(term.coefficient, static_cast<std::size_t>(part - kParts.begin()));
    }
    return out;
}

MaskBounds::MaskBounds(const LoopKernel& mask) : m_result(static_cast<std::size_t>(mask.stores.front().value.index())) {
    for (const LoopExpr& expr : mask.exprs.all()) {
        Step step{.op = expr.op, .dtype = expr.dtype, .from = expr.dtype, .args = {}, .integer = expr.integer, .index = {}};
        for (const ExprId arg : expr.args) step.args.push_back(static_cast<std::size_t>(arg.index()));
        if (!expr.args.empty()) step.from = mask.exprs[expr.args.front()].dtype;
        if (expr.op == LoopOp::IndexValue) step.index = linear(expr.index);
        m_steps.push_back(std::move(step));
    }
}

MaskBounds::Bound MaskBounds::apply(const Step& step, const std::vector<Bound>& known) {
    const auto arg = [&](std::size_t i) -> const Bound& { return known[step.args[i]]; };
    const auto flag = [](bool surely, bool surelyNot) { return Bound(Interval{surely ? 1 : 0, surelyNot ? 0 : 1}); };
    const Bound undecided = step.dtype == DType::Bool ? Bound(Interval{0, 1}) : std::nullopt;
    const auto kept = [&](bool overflows, Interval x) { return overflows || !fits(step.dtype, x.from, x.to) ? undecided : Bound(x); };
    if (!isInteger(step.dtype)) return std::nullopt;
    switch (step.op) {
        case LoopOp::Const: return Interval{step.integer, step.integer};
        case LoopOp::Check: return arg(0) && arg(0)->from == 1 ? arg(1) : undecided;  // where it may fail, every element is asked
        case LoopOp::Select:
            if (arg(0) && arg(0)->from == arg(0)->to) return arg(0)->from ? arg(1) : arg(2);
            return arg(1) && arg(2) ? Bound(Interval{std::min(arg(1)->from, arg(2)->from), std::max(arg(1)->to, arg(2)->to)}) : undecided;
        default: break;
    }
    if (step.args.empty() || step.args.size() > 2 || !isInteger(step.from) || !arg(0) || (step.args.size() == 2 && !arg(1))) return undecided;
    if (step.args.size() == 2 && step.args[0] == step.args[1] && (step.op == LoopOp::Ne || step.op == LoopOp::Eq)) return flag(step.op == LoopOp::Eq, step.op == LoopOp::Ne);
    const Interval a = *arg(0), b = step.args.size() == 2 ? *arg(1) : Interval{};
    const bool flags = a.from >= 0 && a.to <= 1 && b.from >= 0 && b.to <= 1;
    Interval out;
    switch (step.op) {
        case LoopOp::Cast:
            if (step.dtype == DType::Bool) return flag(a.from > 0 || a.to < 0, a.from == 0 && a.to == 0);
            return kept(false, a);
        case LoopOp::Neg: {
            const bool over = __builtin_sub_overflow(std::int64_t{0}, a.to, &out.from);
            return kept(__builtin_sub_overflow(std::int64_t{0}, a.from, &out.to) || over, out);
        }
        case LoopOp::Not: return step.dtype == DType::Bool ? Bound(Interval{1 - a.to, 1 - a.from}) : undecided;
        case LoopOp::Add: {
            const bool over = __builtin_add_overflow(a.from, b.from, &out.from);
            return kept(__builtin_add_overflow(a.to, b.to, &out.to) || over, out);
        }
        case LoopOp::Sub: {
            const bool over = __builtin_sub_overflow(a.from, b.to, &out.from);
            return kept(__builtin_sub_overflow(a.to, b.from, &out.to) || over, out);
        }
        case LoopOp::Mul: {
            std::int64_t products[4];
            bool over = __builtin_mul_overflow(a.from, b.from, &products[0]);
            over |= __builtin_mul_overflow(a.from, b.to, &products[1]);
            over |= __builtin_mul_overflow(a.to, b.from, &products[2]);
            over |= __builtin_mul_overflow(a.to, b.to, &products[3]);
            const auto [least, most] = std::ranges::minmax(products);
            return kept(over, {least, most});
        }
        case LoopOp::Div: return b.from == b.to && b.from > 0 ? Bound(Interval{a.from / b.from, a.to / b.from}) : undecided;  // towards zero, as C++'s
        case LoopOp::Maximum: return Interval{std::max(a.from, b.from), std::max(a.to, b.to)};
        case LoopOp::Minimum: return Interval{std::min(a.from, b.from), std::min(a.to, b.to)};
        case LoopOp::And: return flags ? Bound(Interval{a.from & b.from, a.to & b.to}) : undecided;
        case LoopOp::Or: return flags ? Bound(Interval{a.from | b.from, a.to | b.to}) : undecided;
        case LoopOp::Xor: return flags && a.from == a.to && b.from == b.to ? Bound(Interval{a.from ^ b.from, a.from ^ b.from}) : undecided;
        case LoopOp::Lt: return flag(a.to < b.from, a.from >= b.to);
        case LoopOp::Le: return flag(a.to <= b.from, a.from > b.to);
        case LoopOp::Gt: return flag(a.from > b.to, a.to <= b.from);
        case LoopOp::Ge: return flag(a.from >= b.to, a.to < b.from);
        case LoopOp::Eq: return flag(a.from == a.to && b.from == b.to && a.from == b.from, a.to < b.from || b.to < a.from);
        case LoopOp::Ne: return flag(a.to < b.from || b.to < a.from, a.from == a.to && b.from == b.to && a.from == b.from);
        default: return undecided;
    }
}

std::optional<bool> MaskBounds::over(const TilePlace& place) const {
    if (m_steps.empty()) return std::nullopt;
    const std::array<Interval, kParts.size()> parts = {{{place.batch, place.batch}, {place.head, place.head}, {place.row, place.row}, {place.key, place.key}, {0, place.rows - 1}, {0, place.keys - 1}}};
    std::vector<Bound> known(m_steps.size());
    for (std::size_t i = 0; i <= m_result; ++i) {
        const Step& step = m_steps[i];
        if (step.op != LoopOp::IndexValue) {
            known[i] = apply(step, known);
            continue;
        }
        if (!step.index) continue;
        Interval sum{step.index->constant, step.index->constant};
        bool over = false;
        for (const auto& [coefficient, part] : step.index->terms) {
            std::int64_t ends[2];
            over |= __builtin_mul_overflow(coefficient, parts[part].from, &ends[0]) || __builtin_mul_overflow(coefficient, parts[part].to, &ends[1]);
            over = over || __builtin_add_overflow(sum.from, std::min(ends[0], ends[1]), &sum.from) || __builtin_add_overflow(sum.to, std::max(ends[0], ends[1]), &sum.to);
        }
        if (!over) known[i] = sum;
    }
    const Bound& result = known[m_result];
    return result && result->from == result->to ? std::optional(result->from != 0) : std::nullopt;
}

}  // namespace whittle::attention
