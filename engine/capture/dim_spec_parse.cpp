// Reads what a user says about sizes: the part of Python in which dynamic_shapes are written, of which JSON is nearly a part.
#include <algorithm>
#include <cctype>
#include <map>
#include <span>

#include <fmt/format.h>

#include "engine/base/python_keywords.h"
#include "engine/capture/dim_spec.h"

namespace whittle {
namespace {

constexpr int kMaxDepth = 100;
constexpr std::size_t kMostItems = 4096, kMostRepeated = std::size_t{1} << 16;  // of one list; by all repetitions of a text
// Words that a specification has another meaning for.
constexpr std::string_view kOwnWords[] = {"Dim", "dynamic_shapes", "null"};

bool isIn(std::span<const std::string_view> words, std::string_view name) { return std::ranges::find(words, name) != words.end(); }

std::optional<DimSpec> jsonHint(std::string_view word) {
    constexpr std::pair<std::string_view, DimSpec::Kind> kHints[] = {{"auto", DimSpec::Kind::Auto}, {"dynamic", DimSpec::Kind::Dynamic}, {"static", DimSpec::Kind::Static}};
    for (const auto& [name, kind] : kHints)
        if (name == word) return DimSpec{.kind = kind, .name = {}};
    return std::nullopt;
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<ShapeSpec> parse() {
        std::optional<ShapeSpec> last;
        for (skip(true); !atEnd(); skip(true)) {
            if (keyword("from") || keyword("import")) {
                while (!atEnd() && peek() != '\n') ++m_at;
                continue;
            }
            if (last) return error("one specification, but another follows");
            const std::size_t start = m_at;
            const std::string name = word();
            skip(false);
            const bool assigned = !name.empty() && peek() == '=';
            if (assigned) ++m_at;
            else m_at = start;
            WHITTLE_TRY(ShapeSpec value, sum(0));
            skip(false);
            if (!atEnd() && peek() != '\n' && peek() != ';') return error(fmt::format("the end of the line, found '{}'", peek()));
            if (assigned && name != "dynamic_shapes" && value.as<DimSpec>()) m_names.insert_or_assign(name, *value.as<DimSpec>());
            else last = std::move(value);
        }
        if (!last) return error("a specification such as {'x': (Dim.AUTO, 8)}");
        return *std::move(last);
    }

    // All of it, alone; names need no definition.
    Result<DimSpec> parseOne() {
        m_definesNames = true;
        WHITTLE_TRY(const ShapeSpec spec, sum(0));
        skip(true);
        if (!atEnd()) return error(fmt::format("the end, found '{}'", peek()));
        if (spec.isNothing()) return DimSpec{.kind = DimSpec::Kind::Static, .name = {}};
        if (!spec.as<DimSpec>()) return error("one dimension");
        return *spec.as<DimSpec>();
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    static bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

    // Blanks and comments; within brackets, and between statements, lines too.
    void skip(bool lines) {
        for (; !atEnd(); ++m_at) {
            if (peek() == '#') while (m_at + 1 < m_text.size() && m_text[m_at + 1] != '\n') ++m_at;
            else if (peek() == '\n' || peek() == ';') { if (!lines && m_brackets == 0) return; }
            else if (peek() != ' ' && peek() != '\t' && peek() != '\r') return;
        }
    }
    bool take(char c) {
        skip(false);
        if (peek() != c) return false;
        ++m_at;
        return true;
    }
    std::string word() {
        const std::size_t start = m_at;
        if (!std::isdigit(static_cast<unsigned char>(peek())))
            while (isWord(peek())) ++m_at;
        return std::string(m_text.substr(start, m_at - start));
    }
    bool keyword(std::string_view name) {
        return m_text.substr(m_at).starts_with(name) && m_at + name.size() < m_text.size() && m_text[m_at + name.size()] == ' ';
    }
    std::unexpected<Error> error(const std::string& expected) const {
        const auto line = std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(std::min(m_at, m_text.size())), '\n');
        const auto start = m_at == 0 ? std::string_view::npos : m_text.rfind('\n', m_at - 1);
        return fail(Code::Format, "line {}, column {}: expected {}", line + 1, m_at - (start == std::string_view::npos ? 0 : start + 1) + 1, expected);
    }

    Result<std::int64_t> number() {
        skip(false);
        const bool negative = take('-');
        skip(false);
        if (!std::isdigit(static_cast<unsigned char>(peek()))) return error("a number");
        std::int64_t out = 0;
        for (; std::isdigit(static_cast<unsigned char>(peek())); ++m_at)
            if (__builtin_mul_overflow(out, 10, &out) || __builtin_add_overflow(out, peek() - '0', &out)) return error("a number that fits in 64 bits");
        return negative ? -out : out;
    }

    Result<std::string> string() {
        const char quote = peek();
        std::string out;
        for (++m_at; !atEnd() && peek() != quote && peek() != '\n'; ++m_at) {
            if (peek() == '\\') {
                ++m_at;
                if (peek() != '\'' && peek() != '"' && peek() != '\\') return error("\\ before a quote or another \\ only");
            }
            out += peek();
        }
        if (peek() != quote) return error("the end of the text in quotes");
        ++m_at;
        return out;
    }

    // a*b + c of names and numbers; (...)*3 repeats.
    Result<ShapeSpec> sum(int depth) {
        WHITTLE_TRY(ShapeSpec left, product(depth));
        for (;;) {
            skip(false);
            const char op = peek();
            if (op != '+' && op != '-') return left;
            ++m_at;
            WHITTLE_TRY(const ShapeSpec right, product(depth));
            WHITTLE_TRY(left, added(left, right, op == '-' ? -1 : 1));
        }
    }

    Result<ShapeSpec> product(int depth) {
        WHITTLE_TRY(ShapeSpec left, atom(depth));
        while (take('*')) {
            WHITTLE_TRY(const ShapeSpec right, atom(depth));
            WHITTLE_TRY(left, multiplied(left, right));
        }
        return left;
    }

    static const DimSpec* intOf(const ShapeSpec& spec) {
        const auto* dim = spec.as<DimSpec>();
        return dim && dim->kind == DimSpec::Kind::Int ? dim : nullptr;
    }
    static const DimSpec* nameOf(const ShapeSpec& spec) {
        const auto* dim = spec.as<DimSpec>();
        return dim && dim->hasName() ? dim : nullptr;
    }
    // Those in its items as well: what is repeated may hold what was.
    static std::size_t itemsIn(const ShapeSpec& spec) {
        std::size_t out = 0;
        if (const auto* list = spec.as<ShapeSpec::List>())
            for (const ShapeSpec& item : *list) out += 1 + itemsIn(item);
        if (const auto* dict = spec.as<ShapeSpec::Dict>())
            for (const auto& [key, item] : *dict) out += 1 + itemsIn(item);
        return out;
    }
    static DimSpec tidy(DimSpec dim) {
        dim.kind = dim.factor == 1 && dim.rest == 0 ? DimSpec::Kind::Named : DimSpec::Kind::Derived;
        return dim;
    }

    Result<ShapeSpec> added(const ShapeSpec& left, const ShapeSpec& right, std::int64_t sign) {
        const DimSpec *a = intOf(left), *b = intOf(right), *name = nameOf(left) ? nameOf(left) : nameOf(right);
        const DimSpec* number = name == nameOf(left) ? b : a;
        if (a && b) {
            std::int64_t value = 0;
            if (sign < 0 ? __builtin_sub_overflow(a->value, b->value, &value) : __builtin_add_overflow(a->value, b->value, &value)) return error("a number that fits in 64 bits");
            return ShapeSpec{DimSpec{.kind = DimSpec::Kind::Int, .value = value, .name = {}}};
        }
        if (!name || !number || (sign < 0 && number == a)) return error("a name and a number to add, such as b + 1");
        DimSpec out = *name;
        if (sign < 0 ? __builtin_sub_overflow(out.rest, number->value, &out.rest) : __builtin_add_overflow(out.rest, number->value, &out.rest)) return error("a number that fits in 64 bits");
        return ShapeSpec{tidy(std::move(out))};
    }

    Result<ShapeSpec> multiplied(const ShapeSpec& left, const ShapeSpec& right) {
        const DimSpec *a = intOf(left), *b = intOf(right), *name = nameOf(left) ? nameOf(left) : nameOf(right);
        const DimSpec* times = a ? a : b;
        if (const auto* list = left.as<ShapeSpec::List>(); list && b) {
            const std::size_t items = itemsIn(left);
            if (b->value < 0 || static_cast<std::size_t>(b->value) > kMostItems / std::max<std::size_t>(items, 1)) return error("a count that is not negative and not that large");
            m_repeated += items * static_cast<std::size_t>(b->value);
            if (m_repeated > kMostRepeated) return error("fewer items by repetition");
            ShapeSpec::List out;
            for (std::int64_t i = 0; i < b->value; ++i) out.insert(out.end(), list->begin(), list->end());
            return ShapeSpec{std::move(out)};
        }
        if (a && b) {
            std::int64_t value = 0;
            if (__builtin_mul_overflow(a->value, b->value, &value)) return error("a number that fits in 64 bits");
            return ShapeSpec{DimSpec{.kind = DimSpec::Kind::Int, .value = value, .name = {}}};
        }
        if (!name || !times) return error("a name and a number to multiply, such as 4*b");
        if (times->value <= 0) return error("a factor above 0");
        DimSpec out = *name;
        if (__builtin_mul_overflow(out.factor, times->value, &out.factor) || __builtin_mul_overflow(out.rest, times->value, &out.rest)) return error("a number that fits in 64 bits");
        return ShapeSpec{tidy(std::move(out))};
    }

    Result<ShapeSpec> atom(int depth) {
        if (depth > kMaxDepth) return fail(Code::Limit, "the specification nests deeper than {} levels", kMaxDepth);
        skip(false);
        const char c = peek();
        if (c == '{') return dict(depth);
        if (c == '(' || c == '[') return list(depth, c == '(' ? ')' : ']');
        if (c == '-' || std::isdigit(static_cast<unsigned char>(c))) {
            WHITTLE_TRY(const std::int64_t value, number());
            return ShapeSpec{DimSpec{.kind = DimSpec::Kind::Int, .value = value, .name = {}}};
        }
        if (c == '"' || c == '\'') return quotedDim(depth);
        const std::string name = word();
        if (name == "None" || name == "null") return ShapeSpec{};
        if (name == "Dim") return dim();
        if (const auto known = m_names.find(name); known != m_names.end()) return ShapeSpec{known->second};
        if (m_definesNames && !name.empty()) {
            if (const auto hint = jsonHint(name)) return ShapeSpec{*hint};
            return define(name, kAnySize);
        }
        m_at -= name.size();
        if (name.empty()) return error("a specification");
        return error(fmt::format("Dim.AUTO, a number or a name that is defined above, not '{}'", name));
    }

    Result<ShapeSpec> list(int depth, char end) {
        ++m_at;
        ++m_brackets;
        ShapeSpec::List items;
        bool comma = false;
        while (!take(end)) {
            if (!items.empty() && !comma) return error(fmt::format("',' or '{}'", end));
            if (items.size() == kMostItems) return error(fmt::format("no more than {} items", kMostItems));
            WHITTLE_TRY(ShapeSpec item, sum(depth + 1));
            items.push_back(std::move(item));
            comma = take(',');
        }
        --m_brackets;
        if (end == ')' && items.size() == 1 && !comma) return std::move(items.front());  // only grouped
        return ShapeSpec{std::move(items)};
    }

    Result<ShapeSpec> dict(int depth) {
        ++m_at;
        ++m_brackets;
        ShapeSpec::Dict items;
        bool comma = true;
        while (!take('}')) {
            if (!comma) return error("',' or '}'");
            skip(false);
            std::string key;
            if (peek() == '"' || peek() == '\'') {
                WHITTLE_TRY(key, string());
            } else {
                WHITTLE_TRY(const std::int64_t dim, number());
                key = std::to_string(dim);
            }
            for (const auto& [known, item] : items)
                if (known == key) return error(fmt::format("each key once, but '{}' comes again", key));
            if (!take(':')) return error("':'");
            skip(false);
            if (depth > 0 && key == "name" && (peek() == '"' || peek() == '\'')) return namedInJson();
            WHITTLE_TRY(ShapeSpec item, sum(depth + 1));
            items.emplace_back(std::move(key), std::move(item));
            comma = take(',');
        }
        --m_brackets;
        return ShapeSpec{std::move(items)};
    }

    // The rest of {"name": "b", "min": 2, "max": 64}; with "times" and "plus" what is derived from it.
    Result<ShapeSpec> namedInJson() {
        WHITTLE_TRY(const std::string name, string());
        SymRange range = kAnySize;
        DimSpec derived;
        while (take(',')) {
            skip(false);
            if (peek() != '"' && peek() != '\'') return error("\"min\" or \"max\"");
            WHITTLE_TRY(const std::string key, string());
            if (!take(':')) return error("':'");
            if (key == "times" || key == "plus") {
                WHITTLE_TRY((key == "times" ? derived.factor : derived.rest), number());
                if (derived.factor <= 0) return error("a factor above 0");
            } else {
                WHITTLE_TRY_VOID(bound(key, range));
            }
        }
        if (!take('}')) return error("'}'");
        --m_brackets;
        WHITTLE_TRY(const ShapeSpec named, define(name, range));
        DimSpec out = *named.as<DimSpec>();
        out.factor = derived.factor;
        out.rest = derived.rest;
        return ShapeSpec{tidy(std::move(out))};
    }

    Result<void> bound(const std::string& key, SymRange& range) {
        if (key != "min" && key != "max") return error(fmt::format("min or max, not '{}'", key));
        skip(false);
        const std::string open = word();
        if (open == "None" || open == "null" || open == "oo" || open == "int_oo") return {};
        m_at -= open.size();
        WHITTLE_TRY(const std::int64_t value, number());
        (key == "min" ? range.min : range.max) = value;
        return {};
    }

    Result<ShapeSpec> define(const std::string& name, const SymRange& range) {
        if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) || !std::ranges::all_of(name, isWord))
            return error(fmt::format("a name that is a Python identifier, not '{}'", name));
        if (isIn(kPythonKeywords, name) || isIn(kOwnWords, name)) return error(fmt::format("another name: '{}' means something else in Python code", name));
        if (range.isEmpty() || range.min.value_or(0) < 0) return error(fmt::format("min of at least 0 and max of at least min for '{}'", name));
        if (const auto [known, isNew] = m_ranges.emplace(name, range); !isNew && known->second != range) return error(fmt::format("one range of '{}', but it comes again with another", name));
        DimSpec out = DimSpec::named(name, range);
        m_names.insert_or_assign(name, out);
        return ShapeSpec{std::move(out)};
    }

    // After "Dim".
    Result<ShapeSpec> dim() {
        static const std::map<std::string, DimSpec::Kind, std::less<>> kHints{
            {"AUTO", DimSpec::Kind::Auto}, {"DYNAMIC", DimSpec::Kind::Dynamic}, {"STATIC", DimSpec::Kind::Static}};
        if (take('.')) {
            const auto hint = kHints.find(word());
            if (hint == kHints.end()) return error("Dim.AUTO, Dim.DYNAMIC or Dim.STATIC");
            return ShapeSpec{DimSpec{.kind = hint->second, .name = {}}};
        }
        if (!take('(')) return error("Dim.AUTO or Dim('name')");
        skip(false);
        if (peek() != '"' && peek() != '\'') return error("the name in quotes");
        WHITTLE_TRY(const std::string name, string());
        SymRange range = kAnySize;
        while (take(',')) {
            skip(false);
            const std::string key = word();
            if (!take('=')) return error("min= or max=");
            WHITTLE_TRY_VOID(bound(key, range));
        }
        if (!take(')')) return error("')'");
        return define(name, range);
    }

    // JSON has no names: they stand in quotes, and need no definition.
    Result<ShapeSpec> quotedDim(int depth) {
        WHITTLE_TRY(const std::string text, string());
        if (const auto hint = jsonHint(text)) return ShapeSpec{*hint};
        Parser inner(text);
        inner.m_names = m_names;
        for (inner.skip(false); !inner.atEnd(); ++inner.m_at) {
            const std::string name = inner.word();
            if (!name.empty() && !m_names.contains(name)) {
                WHITTLE_TRY_VOID(define(name, kAnySize));
            }
        }
        inner.m_names = m_names;
        inner.m_at = 0;
        auto out = inner.sum(depth + 1);
        inner.skip(false);
        if (!out || !inner.atEnd() || !out->as<DimSpec>()) return error(fmt::format("auto, dynamic, static, or a name as in 'b' or '2*b + 1', not '{}'", text));
        return out;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_brackets = 0;
    std::size_t m_repeated = 0;
    bool m_definesNames = false;
    std::map<std::string, DimSpec, std::less<>> m_names;
    std::map<std::string, SymRange> m_ranges;  // of each Dim; a name may be assigned something else
};

}  // namespace

Result<ShapeSpec> parseShapeSpec(std::string_view text) { return Parser(text).parse(); }
Result<DimSpec> parseDimSpec(std::string_view text) { return Parser(text).parseOne(); }

}  // namespace whittle
