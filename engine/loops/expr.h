// Scalar expressions of the loop IR: what one element of a result is, as a graph of small operations
// over loads, constants and index values. Plain data, interned, so equal subexpressions are one node.
// Nothing here knows tensors' operators; engine/ops describes those with it, engine/codegen reads it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/ids.h"
#include "engine/ir/sym.h"
#include "engine/tensor/dtype.h"

namespace whittle {

enum class LoopOp : std::uint8_t {
    Const, IndexValue, Load, Cast, Reduce, Select, Check, Indirect, Scan,
    // one operand
    Neg, Abs, Not, Sqrt, Floor, Ceil, Trunc, Round,
    Exp, Exp2, Expm1, Log, Log2, Log10, Log1p, Sin, Cos, Tan, Asin, Acos, Atan,
    Sinh, Cosh, Tanh, Asinh, Acosh, Atanh, Erf, Erfc, Lgamma,
    // two operands of one dtype
    Add, Sub, Mul, Div, Maximum, Minimum, And, Or, Xor, ShiftLeft, ShiftRight, Pow, Fmod, Atan2,
    // two operands, a Bool result
    Eq, Ne, Lt, Le, Gt, Ge,
};

struct LoopOpInfo {
    LoopOp op;
    std::string_view name;
    int operands;            ///< -1: depends on the expression
    std::string_view libm;   ///< C function on doubles ("tanh"; "tanhf" on floats); empty: an instruction
    int cost;                ///< rough weight against one addition, for fusion
};
const LoopOpInfo& loopOpInfo(LoopOp op);

/// How a reduction joins elements. Max and Min let a NaN win, as PyTorch does.
enum class Combiner : std::uint8_t { Sum, Product, Max, Min, Any, All };
std::string_view combinerName(Combiner combiner);
LoopOp combinerOp(Combiner combiner);

using ExprId = Id<struct ExprTag>;

/// A loop over 0 .. extent-1. Names are unique in a kernel and differ from the graph's symbols.
struct LoopVar {
    std::string name;
    SymInt extent;
    friend bool operator==(const LoopVar&, const LoopVar&) = default;
};

/// One expression. Arithmetic never happens in f16 or bf16: those are storage, a Cast widens first.
struct LoopExpr {
    LoopOp op = LoopOp::Const;
    DType dtype = DType::F32;
    /// Load: the Indirects that `index` names, then at most a Bool mask (false: do not touch memory, give 0). IndexValue: the
    /// Indirects. Check: a Bool, the value that it gives, at most a Bool mask (false: nothing is checked).
    std::vector<ExprId> args;
    SymInt index;                     ///< IndexValue: the value; Load: offset in elements; Scan: the loop it runs along
    int buffer = -1;                  ///< Load
    double real = 0;                  ///< Const of a floating dtype
    std::int64_t integer = 0;         ///< Const of an integer dtype or bool; Check: which of LoopKernel::checks
    /// Reduce: of args[0] over `ranges`, Scan: over the loop so far; from the neutral element. A Sum in f64 may have f32 elements:
    /// then runs of a fixed number of them are added up in f32 before they join the total.
    Combiner combiner = Combiner::Sum;
    std::vector<LoopVar> ranges;      ///< Reduce; Indirect: the one name that args[0] gets in indices, and what it is below
    friend bool operator==(const LoopExpr&, const LoopExpr&) = default;
};

/// Expressions of one kernel, operands before users. Not thread-safe while it grows.
class ExprPool {
public:
    ExprId add(LoopExpr expr);  ///< the same expression twice gives one id
    /// Of the graph: what new expressions are there for from here on. Tells readers where code comes from; says nothing of the code.
    void setMaker(ValueId maker) { m_maker = maker; }
    ValueId makerOf(ExprId id) const { return m_makers[static_cast<std::size_t>(id.index())]; }  ///< the first that asked; invalid: nobody said
    const LoopExpr& operator[](ExprId id) const { return m_exprs[static_cast<std::size_t>(id.index())]; }
    std::size_t size() const { return m_exprs.size(); }
    std::span<const LoopExpr> all() const { return m_exprs; }
    /// The Indirects that an index names, which whoever has such an index has as operands.
    std::vector<ExprId> indirects(const SymInt& index) const;

private:
    std::vector<LoopExpr> m_exprs;
    std::vector<ValueId> m_makers;  // by expression
    ValueId m_maker;
    std::map<std::string, ExprId, std::less<>> m_indirects;  // by the name they give
    std::unordered_multimap<std::uint64_t, ExprId> m_byHash;
};

/// A handle with operators, so that an op's lowering reads like the formula: `x * (erf(x * c) + 1.0)`.
/// Both sides of an operator have one dtype; a C++ number takes the dtype of the other side.
class Expr {
public:
    Expr() = default;  ///< no expression: what a failed load gives; any use of it gives it again
    Expr(ExprPool& pool, ExprId id) : m_pool(&pool), m_id(id) {}

    static Expr number(ExprPool& pool, DType dtype, double value);
    static Expr integer(ExprPool& pool, DType dtype, std::int64_t value);
    static Expr index(ExprPool& pool, SymInt value);  ///< i64

    bool valid() const { return m_pool != nullptr; }
    ExprPool& pool() const { return *m_pool; }
    ExprId id() const { return m_id; }
    DType dtype() const { return valid() ? (*m_pool)[m_id].dtype : DType::F32; }
    Expr like(double value) const;    ///< a constant of this dtype
    Expr to(DType dtype) const;       ///< PyTorch's conversion; itself when equal

private:
    ExprPool* m_pool = nullptr;
    ExprId m_id;
};

Expr unary(LoopOp op, Expr x);
Expr binary(LoopOp op, Expr a, Expr b);
Expr select(Expr condition, Expr a, Expr b);
/// Whether a Reduce adds up f32 in f64.
bool isWideSum(const ExprPool& pool, const LoopExpr& reduce);
/// The Bool operand that says where a Load touches memory; an invalid id when it always does.
ExprId maskOf(const ExprPool& pool, const LoopExpr& load);

inline Expr operator-(Expr x) { return unary(LoopOp::Neg, x); }
#define WHITTLE_EXPR_BINARY(name, op)                                                       \
    inline Expr name(Expr a, Expr b) { return binary(op, a, b); }                           \
    inline Expr name(Expr a, double b) { return binary(op, a, a.like(b)); }                 \
    inline Expr name(double a, Expr b) { return binary(op, b.like(a), b); }
WHITTLE_EXPR_BINARY(operator+, LoopOp::Add)
WHITTLE_EXPR_BINARY(operator-, LoopOp::Sub)
WHITTLE_EXPR_BINARY(operator*, LoopOp::Mul)
WHITTLE_EXPR_BINARY(operator/, LoopOp::Div)
WHITTLE_EXPR_BINARY(operator<, LoopOp::Lt)
WHITTLE_EXPR_BINARY(operator<=, LoopOp::Le)
WHITTLE_EXPR_BINARY(operator>, LoopOp::Gt)
WHITTLE_EXPR_BINARY(operator>=, LoopOp::Ge)
WHITTLE_EXPR_BINARY(operator==, LoopOp::Eq)
WHITTLE_EXPR_BINARY(operator!=, LoopOp::Ne)
WHITTLE_EXPR_BINARY(maximum, LoopOp::Maximum)
WHITTLE_EXPR_BINARY(minimum, LoopOp::Minimum)
#undef WHITTLE_EXPR_BINARY
inline Expr operator&(Expr a, Expr b) { return binary(LoopOp::And, a, b); }
inline Expr operator|(Expr a, Expr b) { return binary(LoopOp::Or, a, b); }

/// The dtype that arithmetic on `dtype` happens in: f32 for f16 and bf16, else itself.
constexpr DType arithmeticDType(DType dtype) {
    return dtype == DType::F16 || dtype == DType::BF16 ? DType::F32 : dtype;
}

}  // namespace whittle
