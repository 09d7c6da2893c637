#include "engine/ir/sym.h"

#include <algorithm>
#include <iterator>

namespace whittle {
namespace {

using Atom = SymInt::Atom;
using Term = SymInt::Term;
using Factor = std::shared_ptr<const Atom>;

std::strong_ordering compareAtoms(const Factor& a, const Factor& b) {
    if (a == b) return std::strong_ordering::equal;
    if (const auto c = a->fn <=> b->fn; c != 0) return c;
    if (const auto c = a->name <=> b->name; c != 0) return c;
    return std::lexicographical_compare_three_way(a->args.begin(), a->args.end(), b->args.begin(), b->args.end());
}

// Longer products first, so "s0*s1 + s0 + 1" prints in the usual order.
std::strong_ordering compareFactors(const Term& a, const Term& b) {
    if (const auto c = b.factors.size() <=> a.factors.size(); c != 0) return c;
    return std::lexicographical_compare_three_way(a.factors.begin(), a.factors.end(), b.factors.begin(),
                                                  b.factors.end(), compareAtoms);
}

std::int64_t pythonFloorDiv(std::int64_t a, std::int64_t b) {
    const std::int64_t q = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

std::int64_t pythonMod(std::int64_t a, std::int64_t b) {
    const std::int64_t r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

bool divides(std::int64_t divisor, std::int64_t value) { return divisor != -1 && value % divisor == 0; }

constexpr std::string_view kOverflow = "overflow";

// Expressions come from files, and products of sums and of quotients grow without end. Real sizes
// stay below 50 atoms; past these bounds an expression is `overflow`.
constexpr std::size_t kMaxPairs = 1024;  // products of two terms in one multiplication
constexpr int kMaxWeight = 1000;         // atoms in the whole expression

// One atom that every overflow shares, so that finding it costs a comparison of pointers.
const Factor& overflowAtom() {
    static const Factor kAtom = std::make_shared<const Atom>(Atom{SymFn::Symbol, std::string(kOverflow), {}});
    return kAtom;
}

// Atoms in the expression, counted through quotients; stops soon after `limit`.
int weigh(const std::vector<Term>& terms, int limit) {
    int weight = 0;
    for (const Term& term : terms)
        for (const Factor& factor : term.factors) {
            ++weight;
            for (const SymInt& arg : factor->args) weight += weigh(arg.terms(), limit - weight);
            if (weight > limit) return weight;
        }
    return weight;
}

bool termLess(const Term& a, const Term& b) { return compareFactors(a, b) < 0; }
bool factorLess(const Factor& a, const Factor& b) { return compareAtoms(a, b) < 0; }

bool hasOverflow(const std::vector<Term>& terms) {
    return std::any_of(terms.begin(), terms.end(), [](const Term& term) {
        return std::find(term.factors.begin(), term.factors.end(), overflowAtom()) != term.factors.end();
    });
}

}  // namespace

const std::vector<Term>& SymInt::terms() const {
    static const std::vector<Term> kNone;
    return m_terms ? *m_terms : kNone;
}

SymInt SymInt::build(std::int64_t constant, std::vector<Term> terms) {
    if (!std::is_sorted(terms.begin(), terms.end(), termLess)) std::sort(terms.begin(), terms.end(), termLess);
    std::vector<Term> merged;
    merged.reserve(terms.size());
    for (Term& term : terms) {
        if (!merged.empty() && compareFactors(merged.back(), term) == 0) {
            if (__builtin_add_overflow(merged.back().coefficient, term.coefficient, &merged.back().coefficient))
                return overflow();
        } else {
            merged.push_back(std::move(term));
        }
    }
    std::erase_if(merged, [](const Term& term) { return term.coefficient == 0; });
    if (hasOverflow(merged) || weigh(merged, kMaxWeight) > kMaxWeight) return overflow();
    SymInt out(constant);
    if (!merged.empty()) out.m_terms = std::make_shared<const std::vector<Term>>(std::move(merged));
    return out;
}

SymInt SymInt::fromAtom(Atom atom) {
    return build(0, {Term{1, {std::make_shared<const Atom>(std::move(atom))}}});
}

SymInt SymInt::symbol(std::string_view name) {
    return name == kOverflow ? overflow() : fromAtom({SymFn::Symbol, std::string(name), {}});
}
SymInt SymInt::overflow() {
    SymInt out;
    out.m_terms = std::make_shared<const std::vector<Term>>(1, Term{1, {overflowAtom()}});
    return out;
}

std::optional<std::string> SymInt::symbolName() const {
    if (!m_terms || m_constant != 0 || m_terms->size() != 1) return std::nullopt;
    const Term& term = m_terms->front();
    if (term.coefficient != 1 || term.factors.size() != 1 || term.factors[0]->fn != SymFn::Symbol) return std::nullopt;
    return term.factors[0]->name;
}

std::set<std::string> SymInt::symbols() const {
    std::set<std::string> out;
    for (const Term& term : terms())
        for (const Factor& factor : term.factors) {
            if (factor->fn == SymFn::Symbol) out.insert(factor->name);
            for (const SymInt& arg : factor->args) out.merge(arg.symbols());
        }
    return out;
}

SymInt operator+(const SymInt& a, const SymInt& b) {
    std::int64_t constant = 0;
    if (__builtin_add_overflow(a.m_constant, b.m_constant, &constant)) return SymInt::overflow();
    if (!a.m_terms || !b.m_terms) {
        const SymInt& symbolic = a.m_terms ? a : b;
        if (hasOverflow(symbolic.terms())) return SymInt::overflow();
        SymInt out = symbolic;
        out.m_constant = constant;
        return out;
    }
    std::vector<Term> terms;  // both are sorted: a long sum from a file costs a pass a term, not a sort
    terms.reserve(a.terms().size() + b.terms().size());
    std::merge(a.terms().begin(), a.terms().end(), b.terms().begin(), b.terms().end(), std::back_inserter(terms), termLess);
    return SymInt::build(constant, std::move(terms));
}

SymInt operator-(const SymInt& a, const SymInt& b) { return a + b * SymInt(-1); }

SymInt operator*(const SymInt& a, const SymInt& b) {
    std::int64_t constant = 0;
    if (__builtin_mul_overflow(a.m_constant, b.m_constant, &constant)) return SymInt::overflow();
    if (!a.m_terms && !b.m_terms) return constant;
    std::vector<Term> out;
    const auto scaled = [&](const std::vector<Term>& terms, std::int64_t by) {
        if (by == 0) return true;
        for (Term term : terms) {
            if (__builtin_mul_overflow(term.coefficient, by, &term.coefficient)) return false;
            out.push_back(std::move(term));
        }
        return true;
    };
    if (a.terms().size() * b.terms().size() > kMaxPairs) return SymInt::overflow();
    if (!scaled(a.terms(), b.m_constant) || !scaled(b.terms(), a.m_constant)) return SymInt::overflow();
    if (!a.m_terms || !b.m_terms) return SymInt::build(constant, std::move(out));
    for (const Term& x : a.terms())
        for (const Term& y : b.terms()) {
            Term product;
            if (__builtin_mul_overflow(x.coefficient, y.coefficient, &product.coefficient)) return SymInt::overflow();
            product.factors.reserve(x.factors.size() + y.factors.size());
            std::merge(x.factors.begin(), x.factors.end(), y.factors.begin(), y.factors.end(), std::back_inserter(product.factors), factorLess);
            out.push_back(std::move(product));
        }
    return SymInt::build(constant, std::move(out));
}

SymInt floorDiv(const SymInt& a, const SymInt& b) {
    if (b.is(0)) return SymInt::overflow();
    if (b.is(1)) return a;
    if (const auto divisor = b.constant()) {
        if (const auto value = a.constant())
            return *divisor == -1 ? SymInt(0) - a : SymInt(pythonFloorDiv(*value, *divisor));
        // (k*d*x + rest) // d = k*x + rest // d, whatever the sign of x.
        std::vector<Term> whole, rest;
        for (Term term : a.terms()) {
            if (divides(*divisor, term.coefficient)) {
                term.coefficient /= *divisor;
                whole.push_back(std::move(term));
            } else {
                rest.push_back(std::move(term));
            }
        }
        if (rest.empty() && *divisor > 0)
            return SymInt::build(pythonFloorDiv(a.m_constant, *divisor), std::move(whole));
        if (!whole.empty())
            return SymInt::build(0, std::move(whole)) + floorDiv(SymInt::build(a.m_constant, std::move(rest)), b);
    } else {
        if (a.is(0)) return 0;
        if (a == b) return 1;
        // (x*b) // b = x for a single-term divisor found in every term.
        if (b.terms().size() == 1 && b.m_constant == 0 && a.m_constant == 0) {
            const Term& divisorTerm = b.terms().front();
            std::vector<Term> quotient;
            SymInt plain(0);
            for (const Term& term : a.terms()) {
                Term left = term;
                bool fits = divisorTerm.coefficient != -1 && term.coefficient % divisorTerm.coefficient == 0;
                for (const Factor& factor : divisorTerm.factors) {
                    const auto at = std::find_if(left.factors.begin(), left.factors.end(),
                                                 [&](const Factor& f) { return compareAtoms(f, factor) == 0; });
                    if (at == left.factors.end()) {
                        fits = false;
                        break;
                    }
                    left.factors.erase(at);
                }
                if (!fits) return SymInt::fromAtom({SymFn::FloorDiv, "", {a, b}});
                left.coefficient /= divisorTerm.coefficient;
                if (left.factors.empty())
                    plain = plain + SymInt(left.coefficient);
                else
                    quotient.push_back(std::move(left));
            }
            return SymInt::build(0, std::move(quotient)) + plain;
        }
    }
    return SymInt::fromAtom({SymFn::FloorDiv, "", {a, b}});
}

SymInt mod(const SymInt& a, const SymInt& b) {
    if (b.is(0)) return SymInt::overflow();
    if (b.is(1) || b.is(-1) || a.is(0) || a == b) return 0;
    if (const auto divisor = b.constant()) {
        if (const auto value = a.constant()) return pythonMod(*value, *divisor);
        std::vector<Term> rest;
        for (const Term& term : a.terms())
            if (!divides(*divisor, term.coefficient)) rest.push_back(term);
        const std::int64_t constant = pythonMod(a.m_constant, *divisor);
        if (rest.empty()) return constant;
        return SymInt::fromAtom({SymFn::Mod, "", {SymInt::build(constant, std::move(rest)), b}});
    }
    const SymInt quotient = floorDiv(a, b);
    if (quotient * b == a) return 0;
    return SymInt::fromAtom({SymFn::Mod, "", {a, b}});
}

SymInt max(const SymInt& a, const SymInt& b) {
    if (a == b) return a;
    if (const auto difference = (a - b).constant()) return *difference >= 0 ? a : b;
    return a < b ? SymInt::fromAtom({SymFn::Max, "", {a, b}}) : SymInt::fromAtom({SymFn::Max, "", {b, a}});
}

SymInt min(const SymInt& a, const SymInt& b) {
    if (a == b) return a;
    if (const auto difference = (a - b).constant()) return *difference <= 0 ? a : b;
    return a < b ? SymInt::fromAtom({SymFn::Min, "", {a, b}}) : SymInt::fromAtom({SymFn::Min, "", {b, a}});
}

std::strong_ordering operator<=>(const SymInt& a, const SymInt& b) {
    if (a.m_terms != b.m_terms) {
        const auto& x = a.terms();
        const auto& y = b.terms();
        if (const auto c = x.size() <=> y.size(); c != 0) return c;
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (const auto c = compareFactors(x[i], y[i]); c != 0) return c;
            if (const auto c = x[i].coefficient <=> y[i].coefficient; c != 0) return c;
        }
    }
    return a.m_constant <=> b.m_constant;
}

Result<std::int64_t> SymInt::evaluate(const Lookup& lookup) const {
    const auto overflowed = [&] { return fail(Code::Limit, "'{}' overflows or divides by zero", text()); };
    std::int64_t sum = m_constant;
    for (const Term& term : terms()) {
        std::int64_t product = term.coefficient;
        for (const Factor& factor : term.factors) {
            std::int64_t value = 0;
            if (factor->fn == SymFn::Symbol) {
                const auto bound = lookup(factor->name);
                if (!bound && factor->name == kOverflow) return overflowed();
                if (!bound) return fail(Code::NotFound, "symbol {} has no value", factor->name);
                value = *bound;
            } else {
                WHITTLE_TRY(const std::int64_t a, factor->args[0].evaluate(lookup));
                WHITTLE_TRY(const std::int64_t b, factor->args[1].evaluate(lookup));
                if (factor->fn == SymFn::FloorDiv || factor->fn == SymFn::Mod) {
                    if (b == 0 || (b == -1 && a == INT64_MIN)) return overflowed();
                    value = factor->fn == SymFn::Mod ? pythonMod(a, b) : pythonFloorDiv(a, b);
                } else {
                    value = factor->fn == SymFn::Max ? std::max(a, b) : std::min(a, b);
                }
            }
            if (__builtin_mul_overflow(product, value, &product)) return overflowed();
        }
        if (__builtin_add_overflow(sum, product, &sum)) return overflowed();
    }
    return sum;
}

SymInt SymInt::substitute(const std::function<std::optional<SymInt>(std::string_view)>& replace) const {
    if (!m_terms) return *this;
    SymInt sum(m_constant);
    for (const Term& term : terms()) {
        SymInt product(term.coefficient);
        for (const Factor& factor : term.factors) {
            if (factor->fn == SymFn::Symbol) {
                const auto replacement = replace(factor->name);
                product = product * (replacement ? *replacement : symbol(factor->name));
                continue;
            }
            const SymInt a = factor->args[0].substitute(replace);
            const SymInt b = factor->args[1].substitute(replace);
            switch (factor->fn) {
                case SymFn::FloorDiv: product = product * floorDiv(a, b); break;
                case SymFn::Mod: product = product * mod(a, b); break;
                case SymFn::Max: product = product * max(a, b); break;
                default: product = product * min(a, b); break;
            }
        }
        sum = sum + product;
    }
    return sum;
}

std::string SymInt::text() const {
    const auto atomText = [](const Atom& atom) -> std::string {
        switch (atom.fn) {
            case SymFn::Symbol: return atom.name;
            case SymFn::FloorDiv: {
                const auto side = [](const SymInt& e) {
                    const bool simple = e.isConstant() ? e.constantTerm() >= 0 : e.symbolName().has_value();
                    return simple ? e.text() : "(" + e.text() + ")";
                };
                return "(" + side(atom.args[0]) + "//" + side(atom.args[1]) + ")";
            }
            case SymFn::Mod: return "Mod(" + atom.args[0].text() + ", " + atom.args[1].text() + ")";
            case SymFn::Max: return "Max(" + atom.args[0].text() + ", " + atom.args[1].text() + ")";
            case SymFn::Min: break;
        }
        return "Min(" + atom.args[0].text() + ", " + atom.args[1].text() + ")";
    };
    std::string out;
    for (const Term& term : terms()) {
        const bool negative = term.coefficient < 0;
        out += out.empty() ? (negative ? "-" : "") : (negative ? " - " : " + ");
        const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(term.coefficient)
                                        : static_cast<std::uint64_t>(term.coefficient);
        if (magnitude != 1) out += std::to_string(magnitude) + "*";
        for (std::size_t i = 0; i < term.factors.size(); ++i) {
            if (i > 0) out += "*";
            out += atomText(*term.factors[i]);
        }
    }
    if (out.empty()) return std::to_string(m_constant);
    if (m_constant > 0) out += " + " + std::to_string(m_constant);
    if (m_constant < 0) out += " - " + std::to_string(0 - static_cast<std::uint64_t>(m_constant));
    return out;
}

void SymInt::hash(Hasher& hasher) const { hasher.add(text()); }

namespace {

// Recursive descent over Python's arithmetic, bounded in depth: the text may come from a file.
class SymParser {
public:
    explicit SymParser(std::string_view text) : m_text(text) {}

    Result<SymInt> parseAll() {
        WHITTLE_TRY(SymInt value, sum());
        skipBlanks();
        if (m_at != m_text.size()) return unexpected("end of expression");
        return value;
    }

private:
    static constexpr int kMaxDepth = 200;
    static constexpr int kMaxParts = 10'000;  // numbers and symbols; each costs a pass over what was read before it

    void skipBlanks() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
    }
    bool eat(std::string_view token) {
        skipBlanks();
        if (!m_text.substr(m_at).starts_with(token)) return false;
        m_at += token.size();
        return true;
    }
    std::unexpected<Error> unexpected(std::string_view wanted) const {
        return fail(Code::Format, "expected {} at column {} of '{}'", wanted, m_at + 1, m_text.substr(0, 200));
    }

    Result<SymInt> sum() {
        WHITTLE_TRY(SymInt left, product());
        for (;;) {
            if (eat("+")) {
                WHITTLE_TRY(const SymInt right, product());
                left = left + right;
            } else if (eat("-")) {
                WHITTLE_TRY(const SymInt right, product());
                left = left - right;
            } else {
                return left;
            }
        }
    }
    Result<SymInt> product() {
        WHITTLE_TRY(SymInt left, unary());
        for (;;) {
            skipBlanks();
            if (m_text.substr(m_at).starts_with("**")) return unexpected("an operator other than '**' here");
            if (eat("*")) {
                WHITTLE_TRY(const SymInt right, unary());
                left = left * right;
            } else if (eat("//")) {
                WHITTLE_TRY(const SymInt right, unary());
                left = floorDiv(left, right);
            } else if (eat("%")) {
                WHITTLE_TRY(const SymInt right, unary());
                left = mod(left, right);
            } else {
                return left;
            }
        }
    }
    Result<SymInt> unary() {
        if (++m_depth > kMaxDepth) return fail(Code::Limit, "expression nested deeper than {} levels", kMaxDepth);
        struct Leave {
            int& depth;
            ~Leave() { --depth; }
        } leave{m_depth};
        if (eat("-")) {
            if (eat("9223372036854775808")) return SymInt(INT64_MIN);  // has no positive counterpart
            WHITTLE_TRY(const SymInt value, unary());
            return SymInt(0) - value;
        }
        WHITTLE_TRY(const SymInt base, atom());
        if (!eat("**")) return base;
        WHITTLE_TRY(const SymInt exponent, unary());
        const auto power = exponent.constant();
        if (!power || *power < 0 || *power > 16) return unexpected("a constant exponent from 0 to 16");
        SymInt out(1);
        for (std::int64_t i = 0; i < *power; ++i) out = out * base;
        return out;
    }
    Result<SymInt> atom() {
        if (++m_parts > kMaxParts) return fail(Code::Limit, "expression of more than {} parts", kMaxParts);
        if (eat("(")) {
            WHITTLE_TRY(const SymInt value, sum());
            if (!eat(")")) return unexpected("')'");
            return value;
        }
        skipBlanks();
        const std::size_t start = m_at;
        const auto isDigit = [&] { return m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; };
        if (isDigit()) {
            std::int64_t value = 0;
            while (isDigit())
                if (__builtin_mul_overflow(value, 10, &value) ||
                    __builtin_add_overflow(value, m_text[m_at++] - '0', &value))
                    return fail(Code::Limit, "a number in '{}' does not fit 64 bits", m_text.substr(0, 200));
            return SymInt(value);
        }
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_'))
            ++m_at;
        if (m_at == start) return unexpected("a number, a symbol or '('");
        const std::string_view name = m_text.substr(start, m_at - start);
        if (!eat("(")) return SymInt::symbol(name);
        WHITTLE_TRY(SymInt left, sum());
        while (eat(",")) {
            WHITTLE_TRY(const SymInt right, sum());
            if (name == "FloorDiv") left = floorDiv(left, right);
            else if (name == "Mod" || name == "PythonMod") left = mod(left, right);
            else if (name == "Max") left = max(left, right);
            else if (name == "Min") left = min(left, right);
            else return fail(Code::Unsupported, "function '{}' in the size expression '{}'", name, m_text.substr(0, 200));
        }
        if (!eat(")")) return unexpected("')'");
        return left;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_parts = 0;
};

}  // namespace

Result<SymInt> parseSymInt(std::string_view text) { return SymParser(text).parseAll(); }

}  // namespace whittle
