#include "engine/formats/sympy_expr.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/ranges.h>

namespace whittle {
namespace {

constexpr std::size_t kMaxBytes = 64 << 10;
constexpr int kMaxDepth = 200;
constexpr int kMaxParts = 10'000;
constexpr std::int64_t kMaxPower = 16;

using Args = std::vector<SymInt>;

Result<SymInt> power(const SymInt& base, const SymInt& exponent) {
    const auto times = exponent.constant();
    if (!times || *times < 0 || *times > kMaxPower)
        return fail(Code::Unsupported, "the exponent {} is not a constant from 0 to {}", exponent.text(), kMaxPower);
    SymInt out(1);
    for (std::int64_t i = 0; i < *times; ++i) out = out * base;
    return out;
}

template <SymInt (*fn)(const SymInt&, const SymInt&)>
Result<SymInt> fold(const Args& args) {
    SymInt out = args.front();
    for (std::size_t i = 1; i < args.size(); ++i) out = fn(out, args[i]);
    return out;
}

SymInt add(const SymInt& a, const SymInt& b) { return a + b; }
SymInt multiply(const SymInt& a, const SymInt& b) { return a * b; }
SymInt larger(const SymInt& a, const SymInt& b) { return max(a, b); }
SymInt smaller(const SymInt& a, const SymInt& b) { return min(a, b); }
SymInt divide(const SymInt& a, const SymInt& b) { return floorDiv(a, b); }
SymInt remainder(const SymInt& a, const SymInt& b) { return mod(a, b); }
SymInt divideUp(const SymInt& a, const SymInt& b) { return floorDiv(a + b - SymInt(1), b); }

Result<SymInt> shift(const Args& args) {
    const auto by = args[1].constant();
    if (!by || *by < 0 || *by > 62) return fail(Code::Unsupported, "a shift by {}", args[1].text());
    return args[0] * SymInt(std::int64_t{1} << *by);
}

Result<SymInt> shiftRight(const Args& args) {
    const auto by = args[1].constant();
    if (!by || *by < 0 || *by > 62) return fail(Code::Unsupported, "a shift by {}", args[1].text());
    return floorDiv(args[0], SymInt(std::int64_t{1} << *by));
}

constexpr struct {
    std::string_view name;
    std::size_t least, most;  // arguments
    Result<SymInt> (*apply)(const Args&);
} kFunctions[] = {
    {"Add", 1, SIZE_MAX, fold<add>},
    {"Mul", 1, SIZE_MAX, fold<multiply>},
    {"Max", 1, SIZE_MAX, fold<larger>},
    {"Min", 1, SIZE_MAX, fold<smaller>},
    {"Pow", 2, 2, [](const Args& a) { return power(a[0], a[1]); }},
    {"PowByNatural", 2, 2, [](const Args& a) { return power(a[0], a[1]); }},
    {"FloorDiv", 2, 2, fold<divide>},
    {"CleanDiv", 2, 2, fold<divide>},
    {"CeilDiv", 2, 2, fold<divideUp>},
    {"Mod", 2, 2, fold<remainder>},
    {"PythonMod", 2, 2, fold<remainder>},
    {"ModularIndexing", 3, 3, [](const Args& a) -> Result<SymInt> { return mod(floorDiv(a[0], a[1]), a[2]); }},
    {"Abs", 1, 1, [](const Args& a) -> Result<SymInt> { return max(a[0], SymInt(0) - a[0]); }},
    {"LShift", 2, 2, shift},
    {"RShift", 2, 2, shiftRight},
    {"Identity", 1, 1, [](const Args& a) -> Result<SymInt> { return a[0]; }},
    {"TruncToInt", 1, 1, [](const Args& a) -> Result<SymInt> { return a[0]; }},
};

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<SymInt> parse() {
        WHITTLE_TRY(SymInt out, expression(0));
        skipBlanks();
        if (m_at != m_text.size()) return unexpected("the end");
        if (out == SymInt::overflow())
            return fail(Code::Limit, "the size '{}' overflows 64 bits, divides by zero or is too long", m_text.substr(0, 200));
        return out;
    }

private:
    std::unexpected<Error> unexpected(std::string_view wanted) const {
        return fail(Code::Format, "expected {} at column {} of '{}'", wanted, m_at + 1, m_text.substr(0, 200));
    }
    void skipBlanks() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
    }
    bool eat(std::string_view token) {
        skipBlanks();
        if (!m_text.substr(m_at).starts_with(token)) return false;
        m_at += token.size();
        return true;
    }
    std::string_view name() {
        skipBlanks();
        const std::size_t start = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_')) ++m_at;
        return m_text.substr(start, m_at - start);
    }

    Result<SymInt> expression(int depth) {
        if (depth > kMaxDepth) return fail(Code::Limit, "an expression nested deeper than {} levels", kMaxDepth);
        if (++m_parts > kMaxParts) return fail(Code::Limit, "an expression of more than {} parts", kMaxParts);
        const std::string_view callee = name();
        if (callee.empty()) return unexpected("a name");
        if (!eat("(")) return fail(Code::Unsupported, "'{}' is not an integer", callee.substr(0, 60));
        if (callee == "Integer") return integer();
        if (callee == "Symbol") return symbol();
        for (const auto& row : kFunctions) {
            if (row.name != callee) continue;
            Args args;
            do {
                WHITTLE_TRY(SymInt arg, expression(depth + 1));
                args.push_back(std::move(arg));
            } while (eat(","));
            if (!eat(")")) return unexpected("')'");
            if (args.size() < row.least || args.size() > row.most)
                return fail(Code::Format, "{} takes {} arguments, found {}", callee, row.least, args.size());
            return row.apply(args);
        }
        return fail(Code::Unsupported, "the function '{}' in the size '{}'", callee.substr(0, 60), m_text.substr(0, 200));
    }

    Result<SymInt> integer() {
        skipBlanks();
        std::int64_t value = 0;
        const char* end = m_text.data() + m_text.size();
        const auto [stop, status] = std::from_chars(m_text.data() + m_at, end, value);
        if (status == std::errc::result_out_of_range)
            return fail(Code::Limit, "a number at column {} does not fit 64 bits", m_at + 1);
        if (status != std::errc()) return unexpected("a number");
        m_at = static_cast<std::size_t>(stop - m_text.data());
        if (!eat(")")) return unexpected("')'");
        return SymInt(value);
    }

    Result<SymInt> symbol() {
        if (!eat("'")) return unexpected("a quoted name");
        const std::string_view label = name();
        if (label.empty() || !eat("'")) return unexpected("a quoted name");
        while (eat(",")) {  // positive=True, integer=True: assumptions, which the ranges repeat
            if (name().empty() || !eat("=") || name().empty()) return unexpected("an assumption such as integer=True");
        }
        if (!eat(")")) return unexpected("')'");
        return SymInt::symbol(label);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_parts = 0;
};

}  // namespace

namespace {

// Sizes of inputs are positive; what a node finds out while running (u0, u1, ...) need not be.
std::string printAtom(const SymInt::Atom& atom) {
    if (atom.fn == SymFn::Symbol)
        return fmt::format("Symbol('{}', {}integer=True)", atom.name, atom.name.starts_with('u') ? "" : "positive=True, ");
    constexpr std::string_view kNames[] = {"", "FloorDiv", "Mod", "Max", "Min"};  // by SymFn
    std::string out(kNames[static_cast<int>(atom.fn)]);
    for (std::size_t i = 0; i < atom.args.size(); ++i) out += (i == 0 ? "(" : ", ") + printSympy(atom.args[i]);
    return out + ")";
}

std::string printCall(std::string_view name, const std::vector<std::string>& args) {
    return args.size() == 1 ? args[0] : fmt::format("{}({})", name, fmt::join(args, ", "));
}

}  // namespace

std::string printSympy(const SymInt& expr) {
    std::vector<std::string> sum;
    if (expr.isConstant()) return fmt::format("Integer({})", expr.constantTerm());
    for (const SymInt::Term& term : expr.terms()) {
        std::vector<std::string> product;
        if (term.coefficient != 1) product.push_back(fmt::format("Integer({})", term.coefficient));
        for (const auto& factor : term.factors) product.push_back(printAtom(*factor));
        sum.push_back(printCall("Mul", product));
    }
    if (expr.constantTerm() != 0) sum.push_back(fmt::format("Integer({})", expr.constantTerm()));
    return printCall("Add", sum);
}

Result<SymInt> parseSympy(std::string_view text) {
    if (text.size() > kMaxBytes) return fail(Code::Limit, "an expression of {} bytes, at most {} are accepted", text.size(), kMaxBytes);
    return Parser(text).parse();
}

}  // namespace whittle
