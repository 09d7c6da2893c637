// Symbolic integers: sizes such as `s0`, `2*s0 + 1`, `s0//2`, and the index arithmetic of the loop IR.
// Kept in one canonical form, a sum of products of atoms, so equal expressions compare equal
// without a prover: 2*(s0+1) and 2*s0+2 are the same SymInt.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/hash.h"
#include "engine/base/result.h"

namespace whittle {

class SymInt;

/// What cannot be expanded further: a symbol, or a function of expressions.
enum class SymFn { Symbol, FloorDiv, Mod, Max, Min };

/// Immutable and cheap to copy. All arithmetic is exact; a coefficient that leaves int64 turns the
/// expression into `overflow`, which evaluates to an error.
class SymInt {
public:
    struct Atom;
    struct Term;  // coefficient * product of atoms

    SymInt(std::int64_t value = 0) : m_constant(value) {}  // NOLINT: a number is an expression
    static SymInt symbol(std::string_view name);
    static SymInt overflow();

    std::optional<std::int64_t> constant() const {
        if (m_terms) return std::nullopt;
        return m_constant;
    }
    bool isConstant() const { return !m_terms; }
    bool is(std::int64_t value) const { return !m_terms && m_constant == value; }
    /// The name when the expression is exactly one symbol.
    std::optional<std::string> symbolName() const;
    /// Every symbol in the expression, in name order.
    std::set<std::string> symbols() const;

    friend SymInt operator+(const SymInt& a, const SymInt& b);
    friend SymInt operator-(const SymInt& a, const SymInt& b);
    friend SymInt operator*(const SymInt& a, const SymInt& b);
    /// Python's floor division and modulo (sign of the divisor); a constant divisor of 0 is overflow.
    friend SymInt floorDiv(const SymInt& a, const SymInt& b);
    friend SymInt mod(const SymInt& a, const SymInt& b);
    friend SymInt max(const SymInt& a, const SymInt& b);
    friend SymInt min(const SymInt& a, const SymInt& b);

    /// Structural order and equality of the canonical forms.
    friend std::strong_ordering operator<=>(const SymInt& a, const SymInt& b);
    friend bool operator==(const SymInt& a, const SymInt& b) { return (a <=> b) == 0; }

    /// Value under `lookup`, which answers nothing for an unbound symbol. Errors: NotFound names the
    /// symbol; Limit on overflow or division by zero, naming the expression.
    using Lookup = std::function<std::optional<std::int64_t>(std::string_view)>;
    Result<std::int64_t> evaluate(const Lookup& lookup) const;
    /// Replaces symbols; those for which `replace` answers nothing stay.
    SymInt substitute(const std::function<std::optional<SymInt>(std::string_view)>& replace) const;

    /// Python syntax, stable: "2*s0 + 1", "(s0//2)", "Mod(s0, 4)", "Max(1, s0)".
    std::string text() const;
    void hash(Hasher& hasher) const;

    /// For consumers that walk the expression, such as code generation.
    std::int64_t constantTerm() const { return m_constant; }
    const std::vector<Term>& terms() const;

private:
    static SymInt fromAtom(Atom atom);
    static SymInt build(std::int64_t constant, std::vector<Term> terms);

    std::int64_t m_constant = 0;
    std::shared_ptr<const std::vector<Term>> m_terms;  // null when constant; sorted, no zero coefficients
};

struct SymInt::Atom {
    SymFn fn = SymFn::Symbol;
    std::string name;          // Symbol only
    std::vector<SymInt> args;  // two for the functions
};

struct SymInt::Term {
    std::int64_t coefficient = 1;
    std::vector<std::shared_ptr<const Atom>> factors;  // sorted, at least one
};

/// Parses text(); also accepts PyTorch's spellings FloorDiv(a, b), PythonMod, `%`, parentheses and
/// `**` with a constant exponent. Errors: Format with the column; Limit past 200 levels of nesting.
Result<SymInt> parseSymInt(std::string_view text);

}  // namespace whittle
