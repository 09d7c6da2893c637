#include "engine/loops/expr.h"

#include <bit>

#include "engine/tensor/convert.h"

namespace whittle {
namespace {

constexpr LoopOpInfo kOps[] = {
    {LoopOp::Const, "const", 0, "", 0},      {LoopOp::IndexValue, "index", -1, "", 1},
    {LoopOp::Load, "load", -1, "", 1},       {LoopOp::Cast, "cast", 1, "", 1},
    {LoopOp::Reduce, "reduce", 1, "", 8},    {LoopOp::Select, "select", 3, "", 1},
    {LoopOp::Check, "check", -1, "", 1},     {LoopOp::Indirect, "indirect", 1, "", 0},
    {LoopOp::Scan, "scan", 1, "", 1},
    {LoopOp::Neg, "neg", 1, "", 1},          {LoopOp::Abs, "abs", 1, "", 1},
    {LoopOp::Not, "not", 1, "", 1},          {LoopOp::Sqrt, "sqrt", 1, "", 4},
    {LoopOp::Floor, "floor", 1, "", 1},      {LoopOp::Ceil, "ceil", 1, "", 1},
    {LoopOp::Trunc, "trunc", 1, "", 1},      {LoopOp::Round, "round", 1, "", 1},
    {LoopOp::Exp, "exp", 1, "exp", 16},      {LoopOp::Exp2, "exp2", 1, "exp2", 16},
    {LoopOp::Expm1, "expm1", 1, "expm1", 20}, {LoopOp::Log, "log", 1, "log", 16},
    {LoopOp::Log2, "log2", 1, "log2", 16},   {LoopOp::Log10, "log10", 1, "log10", 20},
    {LoopOp::Log1p, "log1p", 1, "log1p", 20}, {LoopOp::Sin, "sin", 1, "sin", 20},
    {LoopOp::Cos, "cos", 1, "cos", 20},      {LoopOp::Tan, "tan", 1, "tan", 24},
    {LoopOp::Asin, "asin", 1, "asin", 20},   {LoopOp::Acos, "acos", 1, "acos", 20},
    {LoopOp::Atan, "atan", 1, "atan", 20},   {LoopOp::Sinh, "sinh", 1, "sinh", 24},
    {LoopOp::Cosh, "cosh", 1, "cosh", 24},   {LoopOp::Tanh, "tanh", 1, "tanh", 24},
    {LoopOp::Asinh, "asinh", 1, "asinh", 24}, {LoopOp::Acosh, "acosh", 1, "acosh", 24},
    {LoopOp::Atanh, "atanh", 1, "atanh", 24}, {LoopOp::Erf, "erf", 1, "erf", 24},
    {LoopOp::Erfc, "erfc", 1, "erfc", 24},   {LoopOp::Lgamma, "lgamma", 1, "lgamma", 40},
    {LoopOp::Add, "add", 2, "", 1},          {LoopOp::Sub, "sub", 2, "", 1},
    {LoopOp::Mul, "mul", 2, "", 1},          {LoopOp::Div, "div", 2, "", 4},
    {LoopOp::Maximum, "maximum", 2, "", 1},  {LoopOp::Minimum, "minimum", 2, "", 1},
    {LoopOp::And, "and", 2, "", 1},          {LoopOp::Or, "or", 2, "", 1},
    {LoopOp::Xor, "xor", 2, "", 1},          {LoopOp::ShiftLeft, "shift_left", 2, "", 1},
    {LoopOp::ShiftRight, "shift_right", 2, "", 1}, {LoopOp::Pow, "pow", 2, "pow", 30},
    {LoopOp::Fmod, "fmod", 2, "fmod", 20},   {LoopOp::Atan2, "atan2", 2, "atan2", 24},
    {LoopOp::Eq, "eq", 2, "", 1},            {LoopOp::Ne, "ne", 2, "", 1},
    {LoopOp::Lt, "lt", 2, "", 1},            {LoopOp::Le, "le", 2, "", 1},
    {LoopOp::Gt, "gt", 2, "", 1},            {LoopOp::Ge, "ge", 2, "", 1},
};

constexpr bool inEnumOrder() {
    for (std::size_t i = 0; i < std::size(kOps); ++i)
        if (static_cast<std::size_t>(kOps[i].op) != i) return false;
    return std::size(kOps) == static_cast<std::size_t>(LoopOp::Ge) + 1;
}
static_assert(inEnumOrder(), "kOps is indexed by LoopOp");

struct CombinerInfo {
    std::string_view name;
    LoopOp op;
};
constexpr CombinerInfo kCombiners[] = {{"sum", LoopOp::Add},     {"product", LoopOp::Mul}, {"max", LoopOp::Maximum},
                                       {"min", LoopOp::Minimum}, {"any", LoopOp::Or},      {"all", LoopOp::And}};

std::uint64_t hashOf(const LoopExpr& expr) {
    Hasher hasher;
    hasher.add(static_cast<std::uint64_t>(expr.op)).add(static_cast<std::uint64_t>(expr.dtype));
    for (const ExprId arg : expr.args) hasher.add(static_cast<std::uint64_t>(arg.index()));
    expr.index.hash(hasher);
    hasher.add(static_cast<std::uint64_t>(expr.buffer)).add(std::bit_cast<std::uint64_t>(expr.real));
    hasher.add(static_cast<std::uint64_t>(expr.integer));
    for (const LoopVar& range : expr.ranges) hasher.add(range.name);
    return hasher.finish().low;
}

// -0.0 == 0.0 and NaN != NaN, so constants compare by their bits.
bool same(const LoopExpr& a, const LoopExpr& b) {
    if (std::bit_cast<std::uint64_t>(a.real) != std::bit_cast<std::uint64_t>(b.real)) return false;
    return a.op == b.op && a.dtype == b.dtype && a.args == b.args && a.index == b.index && a.buffer == b.buffer &&
           a.integer == b.integer && a.combiner == b.combiner && a.ranges == b.ranges;
}

}  // namespace

const LoopOpInfo& loopOpInfo(LoopOp op) { return kOps[static_cast<std::size_t>(op)]; }
std::string_view combinerName(Combiner combiner) { return kCombiners[static_cast<std::size_t>(combiner)].name; }
LoopOp combinerOp(Combiner combiner) { return kCombiners[static_cast<std::size_t>(combiner)].op; }

ExprId ExprPool::add(LoopExpr expr) {
    const std::uint64_t hash = hashOf(expr);
    const auto [first, last] = m_byHash.equal_range(hash);
    for (auto it = first; it != last; ++it)
        if (same((*this)[it->second], expr)) return it->second;
    const ExprId id(static_cast<std::int32_t>(m_exprs.size()));
    if (expr.op == LoopOp::Indirect) m_indirects[expr.ranges.front().name] = id;
    m_exprs.push_back(std::move(expr));
    m_makers.push_back(m_maker);
    m_byHash.emplace(hash, id);
    return id;
}

std::vector<ExprId> ExprPool::indirects(const SymInt& index) const {
    std::vector<ExprId> out;
    if (m_indirects.empty()) return out;
    for (const std::string& name : index.symbols())
        if (const auto found = m_indirects.find(name); found != m_indirects.end()) out.push_back(found->second);
    return out;
}

bool isWideSum(const ExprPool& pool, const LoopExpr& reduce) {
    return reduce.combiner == Combiner::Sum && reduce.dtype == DType::F64 && pool[reduce.args[0]].dtype == DType::F32;
}

ExprId maskOf(const ExprPool& pool, const LoopExpr& load) {
    return load.args.empty() || pool[load.args.back()].dtype != DType::Bool ? ExprId() : load.args.back();
}

Expr Expr::number(ExprPool& pool, DType dtype, double value) {
    // Through the dtype itself, so that 0.1 as f32 is the same constant wherever it is written.
    if (dtype == DType::Bool) return integer(pool, dtype, value != 0);  // 0.5 is true, and so is NaN
    if (!isFloating(dtype)) return integer(pool, dtype, convertTo<std::int64_t>(value));
    const double rounded = visitReal(dtype, [&](auto tag) {
        using T = decltype(tag);
        return convertTo<double>(convertTo<T>(value));
    });
    return {pool, pool.add({.op = LoopOp::Const, .dtype = dtype, .real = rounded})};
}

Expr Expr::integer(ExprPool& pool, DType dtype, std::int64_t value) {
    if (isFloating(dtype)) return number(pool, dtype, static_cast<double>(value));
    const std::int64_t wrapped = visitReal(dtype, [&](auto tag) -> std::int64_t {
        using T = decltype(tag);
        return convertTo<std::int64_t>(convertTo<T>(value));
    });
    return {pool, pool.add({.op = LoopOp::Const, .dtype = dtype, .integer = wrapped})};
}

Expr Expr::index(ExprPool& pool, SymInt value) {
    if (const auto known = value.constant()) return integer(pool, DType::I64, *known);
    std::vector<ExprId> named = pool.indirects(value);
    return {pool, pool.add({.op = LoopOp::IndexValue, .dtype = DType::I64, .args = std::move(named), .index = std::move(value)})};
}

Expr Expr::like(double value) const { return valid() ? number(*m_pool, dtype(), value) : Expr(); }

Expr Expr::to(DType wanted) const {
    if (!valid() || dtype() == wanted) return *this;
    const LoopExpr& self = (*m_pool)[m_id];
    if (self.op == LoopOp::Const)
        return isFloating(self.dtype) ? number(*m_pool, wanted, self.real) : integer(*m_pool, wanted, self.integer);
    return {*m_pool, m_pool->add({.op = LoopOp::Cast, .dtype = wanted, .args = {m_id}})};
}

Expr unary(LoopOp op, Expr x) {
    if (!x.valid()) return {};
    return {x.pool(), x.pool().add({.op = op, .dtype = x.dtype(), .args = {x.id()}})};
}

Expr binary(LoopOp op, Expr a, Expr b) {
    if (!a.valid() || !b.valid()) return {};
    const DType result = op >= LoopOp::Eq ? DType::Bool : a.dtype();
    return {a.pool(), a.pool().add({.op = op, .dtype = result, .args = {a.id(), b.id()}})};
}

Expr select(Expr condition, Expr a, Expr b) {
    if (!condition.valid() || !a.valid() || !b.valid()) return {};
    return {a.pool(), a.pool().add({.op = LoopOp::Select, .dtype = a.dtype(), .args = {condition.id(), a.id(), b.id()}})};
}

}  // namespace whittle
