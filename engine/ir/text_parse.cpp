// The parsing half of the text form. The text may come from anyone: sizes, nesting, names and uses
// are checked here, and every error says line and column.
#include <bit>
#include <charconv>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/ir/text.h"
#include "engine/ir/text_words.h"

namespace whittle {
namespace {

using namespace text;

void appendUtf8(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) return byte(code);
    if (code < 0x800) {
        byte(0xc0 | code >> 6);
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3f));
    } else {
        byte(0xf0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3f));
        byte(0x80 | (code >> 6 & 0x3f));
    }
    byte(0x80 | (code & 0x3f));
}

Device parseDevice(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return {std::string(text), -1};
    int index = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, index);
    if (error != std::errc() || stop != end || index < 0) return {std::string(text), -1};
    return {std::string(text.substr(0, colon)), index};
}

class Parser {
public:
    Parser(std::string_view text, const SchemaLookup& schemas) : m_text(text), m_schemas(schemas) {}

    Result<Graph> parse() {
        if (m_text.size() > kMaxTextBytes)
            return fail(Code::Limit, "the text has {} bytes, at most {} are accepted", m_text.size(), kMaxTextBytes);
        WHITTLE_TRY_VOID(header());
        WHITTLE_TRY_VOID(statements());
        blankLines();
        if (!atEnd()) return unexpected("nothing after the closing '}'");
        return std::move(m_graph);
    }

private:
    // --- characters -------------------------------------------------------------------------------

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    // Inside brackets a line end is a blank like any other.
    void blanks() {
        while (!atEnd()) {
            const char c = m_text[m_at];
            if (c == '#')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && m_depth > 0))
                ++m_at;
            else
                return;
        }
    }
    void blankLines() {
        for (blanks(); peek() == '\n'; blanks()) ++m_at;
    }
    bool eat(char c) {
        blanks();
        if (atEnd() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    template <class Predicate>
    std::string_view scan(Predicate predicate) {
        const std::size_t start = m_at;
        while (!atEnd() && predicate(m_text[m_at])) ++m_at;
        return m_text.substr(start, m_at - start);
    }
    // The word if it comes next, whole.
    bool eatWord(std::string_view word) {
        blanks();
        const std::size_t start = m_at;
        if (scan(isNameChar) == word) return true;
        m_at = start;
        return false;
    }

    // --- errors -----------------------------------------------------------------------------------

    template <class... Args>
    std::unexpected<Error> failAt(std::size_t at, Code code, fmt::format_string<Args...> text, Args&&... args) const {
        const std::string_view before = m_text.substr(0, std::min(at, m_text.size()));
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
        return fail(code, "{}:{}: {}", line, before.size() - lineStart + 1,
                    fmt::format(text, std::forward<Args>(args)...));
    }
    std::unexpected<Error> unexpected(std::string_view wanted) const {
        if (atEnd()) return failAt(m_at, Code::Format, "expected {}, found the end of the text", wanted);
        const std::string_view rest = m_text.substr(m_at, std::min<std::size_t>(m_text.find('\n', m_at) - m_at, 24));
        if (rest.empty()) return failAt(m_at, Code::Format, "expected {}, found the end of the line", wanted);
        return failAt(m_at, Code::Format, "expected {}, found '{}'", wanted, rest);
    }
    Result<void> expect(char c) {
        if (eat(c)) return {};
        return unexpected(fmt::format("'{}'", c));
    }

    // --- words ------------------------------------------------------------------------------------

    Result<std::uint32_t> hexDigits() {
        std::uint32_t code = 0;
        const std::string_view digits = m_text.substr(m_at, 4);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (error != std::errc() || stop != digits.data() + 4) return unexpected("four hexadecimal digits");
        m_at += 4;
        return code;
    }
    Result<void> escape(std::string& out) {
        constexpr std::string_view kLetters = "\"\\/bfnrt";
        constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        if (const std::size_t i = kLetters.find(peek()); !atEnd() && i != std::string_view::npos) {
            out += kMeanings[i];
            ++m_at;
            return {};
        }
        if (peek() != 'u') return unexpected("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u in a string");
        ++m_at;
        WHITTLE_TRY(std::uint32_t code, hexDigits());
        if (code >= 0xd800 && code < 0xdc00 && m_text.substr(m_at).starts_with("\\u")) {
            m_at += 2;
            WHITTLE_TRY(const std::uint32_t low, hexDigits());
            if (low < 0xdc00 || low > 0xdfff) return failAt(m_at - 4, Code::Format, "unpaired surrogate in a string");
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else if (code >= 0xd800 && code < 0xe000) {
            return failAt(m_at - 4, Code::Format, "unpaired surrogate in a string");
        }
        appendUtf8(out, code);
        return {};
    }
    Result<std::string> string() {
        blanks();
        const std::size_t start = m_at;
        if (peek() != '"') return unexpected("a string");
        ++m_at;
        std::string out;
        for (;;) {
            if (atEnd() || peek() == '\n') return failAt(start, Code::Format, "the string has no closing quote");
            const char c = m_text[m_at++];
            if (c == '"') return out;
            if (c != '\\')
                out += c;
            else
                WHITTLE_TRY_VOID(escape(out));
        }
    }
    template <class Predicate>
    Result<std::string> word(Predicate predicate, std::string_view what) {
        blanks();
        if (peek() == '"') return string();
        const std::string_view bare = scan(predicate);
        if (bare.empty()) return unexpected(what);
        return std::string(bare);
    }
    Result<std::string> name(std::string_view what) {
        blanks();
        const std::size_t start = m_at;
        WHITTLE_TRY(std::string out, word(isNameChar, what));
        if (out.empty()) return failAt(start, Code::Format, "expected {}, found an empty string", what);
        return out;
    }
    template <class T, std::size_t N>
    Result<T> oneOf(const std::array<Spelling<T>, N>& table, std::string_view what) {
        blanks();
        const std::size_t start = m_at;
        const std::string_view found = scan(isIdentifierChar);
        for (const Spelling<T>& row : table)
            if (row.word == found) return row.value;
        m_at = start;
        return unexpected(what);
    }

    // --- values -----------------------------------------------------------------------------------

    struct Definition {
        std::string name;
        std::size_t at = 0;
    };
    Result<Definition> definition() {
        blanks();
        Definition out{{}, m_at};
        WHITTLE_TRY_VOID(expect('%'));
        WHITTLE_TRY(out.name, name("a name after '%'"));
        if (m_values.contains(out.name)) return failAt(out.at, Code::Verify, "%{} is defined twice", out.name);
        return out;
    }
    // Only asked on the way to an error: where a later line defines the value.
    std::optional<std::ptrdiff_t> definedLater(const std::string& wanted) const {
        int inside = 0;  // graphs that opened on the way; their values are their own
        std::size_t next = m_text.rfind('\n', m_at) + 1;  // npos + 1 is 0
        for (std::size_t start = next; start < m_text.size(); start = next) {
            next = std::min(m_text.find('\n', start), m_text.size()) + 1;
            // A parser of the line alone: an error inside costs the line, not the text before it.
            const std::string_view line = m_text.substr(start, next - 1 - start);
            Parser later(line, m_schemas);
            later.blanks();
            if (later.peek() == '}' && --inside < 0) return std::nullopt;
            if (line.ends_with('{')) ++inside;
            if (inside > 0) continue;
            if (!text::isAlpha(later.peek()) && later.peek() != '%') continue;
            for (const Spelling<InputKind>& kind : kInputKinds) later.eatWord(kind.word);
            do {
                if (!later.eat('%')) break;
                const auto found = later.name("");
                if (found && *found == wanted)
                    return std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(start), '\n') + 1;
            } while (later.eat(','));
        }
        return std::nullopt;
    }
    Result<ValueId> use() {
        blanks();
        const std::size_t start = m_at;
        WHITTLE_TRY_VOID(expect('%'));
        WHITTLE_TRY(const std::string wanted, name("a name after '%'"));
        if (const auto found = m_values.find(wanted); found != m_values.end()) return found->second;
        if (const auto line = definedLater(wanted))
            return failAt(start, Code::Verify, "%{} is used before its definition on line {}", wanted, *line);
        for (const Scope& outer : m_outer)
            if (outer.values.contains(wanted))
                return failAt(start, Code::Verify, "%{} is a value of the graph around this one; a graph reads its own inputs "
                              "only, so make it an operand and an input", wanted);
        return failAt(start, Code::Verify, "%{} is not defined", wanted);
    }

    // --- literals ---------------------------------------------------------------------------------

    Result<std::int64_t> integer(std::string_view what) {
        blanks();
        const std::size_t start = m_at;
        const std::string_view digits = scan([](char c) { return isDigit(c) || c == '-'; });
        std::int64_t value = 0;
        const char* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, value);
        if (error == std::errc::result_out_of_range) return failAt(start, Code::Format, "{} does not fit 64 bits", digits);
        m_at = error == std::errc() && stop == end ? m_at : start;
        if (m_at == start) return unexpected(what);
        return value;
    }
    Result<Arg> number() {
        const std::size_t start = m_at;
        if (m_text.substr(m_at).starts_with("-inf")) {
            m_at += 4;
            return Arg(-std::numeric_limits<double>::infinity());
        }
        const std::string_view token = scan([](char c) { return isNameChar(c) || c == '-' || c == '+'; });
        if (token.find_first_of(".eE") == std::string_view::npos) {
            m_at = start;
            WHITTLE_TRY(const std::int64_t value, integer("a number"));
            return Arg(value);
        }
        double value = 0;
        const auto [stop, error] = std::from_chars(token.data(), token.data() + token.size(), value);
        if (error == std::errc::result_out_of_range) return failAt(start, Code::Format, "{} does not fit a double", token);
        if (error == std::errc() && stop == token.data() + token.size()) return Arg(value);
        m_at = start;
        return unexpected("a number");
    }
    Result<Arg> nan() {
        if (!eat('(')) return Arg(std::bit_cast<double>(0x7ff8000000000000ull));
        blanks();
        const std::size_t start = m_at;
        const std::string_view token = scan(isIdentifierChar);
        std::uint64_t bits = 0;
        const char* end = token.data() + token.size();
        const bool prefixed = token.starts_with("0x");
        const auto [stop, error] = std::from_chars(token.data() + (prefixed ? 2 : 0), end, bits, 16);
        const double value = std::bit_cast<double>(bits);
        if (!prefixed || error != std::errc() || stop != end || value == value)
            return failAt(start, Code::Format, "expected the bits of a NaN (0x7ff8...), found '{}'", token);
        WHITTLE_TRY_VOID(expect(')'));
        return Arg(value);
    }
    template <class T, class Inner>
    Result<T> inBrackets(char close, Inner inner) {
        if (++m_depth + m_outerDepth > kMaxNesting)
            return failAt(m_at, Code::Limit, "brackets are nested deeper than {} levels", kMaxNesting);
        WHITTLE_TRY(T out, inner());
        blanks();
        if (peek() != close) return unexpected(fmt::format("',' or '{}'", close));
        ++m_at;
        --m_depth;
        return out;
    }
    Result<Arg> list() {
        return inBrackets<Arg>(']', [&]() -> Result<Arg> {
            Arg::List items;
            blanks();
            if (peek() == ']') return Arg(std::move(items));
            do {
                WHITTLE_TRY(Arg item, literal());
                items.push_back(std::move(item));
            } while (eat(','));
            return Arg(std::move(items));
        });
    }
    // graph @NAME { statements }: values have names of their own, and line ends end statements again.
    Result<Arg> innerGraph() {
        if (m_outer.size() >= static_cast<std::size_t>(kMaxGraphDepth))
            return failAt(m_at, Code::Limit, "graphs are nested deeper than {} levels", kMaxGraphDepth);
        const int depth = m_depth;
        m_outerDepth += depth;
        m_depth = 0;
        m_outer.push_back({std::exchange(m_graph, {}), std::exchange(m_values, {}), std::exchange(m_nodeNames, {})});
        WHITTLE_TRY(m_graph.name, word(isNameChar, "the graph's name"));
        WHITTLE_TRY_VOID(expect('{'));
        WHITTLE_TRY_VOID(statements());
        GraphRef inner = std::make_shared<const Graph>(std::move(m_graph));
        m_graph = std::move(m_outer.back().graph);
        m_values = std::move(m_outer.back().values);
        m_nodeNames = std::move(m_outer.back().nodeNames);
        m_outer.pop_back();
        m_depth = depth;
        m_outerDepth -= depth;
        return Arg(std::move(inner));
    }
    Result<Arg> wordLiteral() {
        const std::size_t start = m_at;
        const std::string_view found = scan(isIdentifierChar);
        if (found == "none") return Arg();
        if (found == "true") return Arg(true);
        if (found == "false") return Arg(false);
        if (found == "inf") return Arg(std::numeric_limits<double>::infinity());
        if (found == "nan") return nan();
        if (found == "graph" && eat('@')) return innerGraph();
        if (found == "device" && eat('(')) {
            WHITTLE_TRY(const std::string device, string());
            WHITTLE_TRY_VOID(expect(')'));
            return Arg(parseDevice(device));
        }
        if (found == "layout" && eat('(')) {
            WHITTLE_TRY(const Layout layout, oneOf(kLayouts, "strided"));
            WHITTLE_TRY_VOID(expect(')'));
            return Arg(layout);
        }
        if (found == "memory_format" && eat('(')) {
            WHITTLE_TRY(const MemoryFormat format,
                        oneOf(kMemoryFormats, "contiguous, channels_last, channels_last_3d or preserve"));
            WHITTLE_TRY_VOID(expect(')'));
            return Arg(format);
        }
        if (const auto dtype = parseDType(found)) return Arg(*dtype);
        m_at = start;
        return unexpected("an argument");
    }
    Result<Arg> literal() {
        blanks();
        const char c = peek();
        if (c == '%') {
            WHITTLE_TRY(const ValueId id, use());
            return Arg(id);
        }
        if (c == '"') {
            WHITTLE_TRY(std::string text, string());
            return Arg(std::move(text));
        }
        if (eat('[')) return list();
        if (isDigit(c) || c == '-') return number();
        if (text::isAlpha(c)) return wordLiteral();
        return unexpected("an argument");
    }

    // --- types ------------------------------------------------------------------------------------

    // Comma-separated sizes up to `close`, which may not stand on another line.
    Result<SymSizes> sizes(char close) {
        SymSizes out;
        blanks();
        std::size_t start = m_at;
        for (int depth = 0;; ++m_at) {
            const char c = peek();
            if (atEnd() || c == '\n') return unexpected(fmt::format("'{}'", close));
            if (depth == 0 && (c == ',' || c == close)) {
                if (c == close && out.empty() && m_at == start) break;
                Result<SymInt> size = parseSymInt(m_text.substr(start, m_at - start));
                if (!size) return failAt(start, size.error().code, "{}", size.error().message);
                out.push_back(*std::move(size));
                if (c == close) break;
                start = m_at + 1;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        ++m_at;
        return out;
    }
    // After a tensor's sizes: "cuda:0"; nothing means cpu.
    Result<Device> deviceSuffix() {
        blanks();
        if (peek() == '"') {
            WHITTLE_TRY(const std::string device, string());
            return parseDevice(device);
        }
        const std::size_t start = m_at;
        const std::string_view device = scan([](char c) { return isIdentifierChar(c) || c == ':'; });
        if (!device.empty() && text::isAlpha(device.front()) && device != kNonPersistent) return parseDevice(device);
        m_at = start;
        return Device{};
    }
    Result<Type> type() {
        blanks();
        const std::size_t start = m_at;
        const std::string_view found = scan(isIdentifierChar);
        if (const auto dtype = parseDType(found); dtype && peek() == '[') {
            ++m_at;
            TensorType tensor;
            tensor.dtype = *dtype;
            WHITTLE_TRY(tensor.sizes, sizes(']'));
            const std::size_t stridesAt = m_at;
            if (eat('{')) {
                WHITTLE_TRY(tensor.strides, sizes('}'));
                if (tensor.strides.size() != tensor.sizes.size())
                    return failAt(stridesAt, Code::Format, "{} strides for {} sizes", tensor.strides.size(),
                                  tensor.sizes.size());
            }
            WHITTLE_TRY(tensor.device, deviceSuffix());
            return Type(std::move(tensor));
        }
        if (found == "int" && eat('(')) {
            WHITTLE_TRY(SymSizes value, sizes(')'));
            if (value.size() != 1) return failAt(start, Code::Format, "int() takes one expression");
            return Type(NumberType{NumberType::Kind::Int, std::move(value.front())});
        }
        if (found == "float") return Type(NumberType{NumberType::Kind::Float, {}});
        if (found == "bool") return Type(NumberType{NumberType::Kind::Bool, {}});
        if (found == "none") return Type();
        m_at = start;
        return unexpected("a type such as f32[2,s0], int(s0), float, bool or none");
    }

    // --- statements -------------------------------------------------------------------------------

    Result<void> header() {
        blankLines();
        if (!eatWord("whittle")) return unexpected("'whittle 1', the first line of Whittle's text form");
        const std::size_t at = m_at;
        WHITTLE_TRY(const std::int64_t version, integer("the format's version"));
        if (version != kVersion)
            return failAt(at, Code::Unsupported, "this is version {} of the text form, this program reads {}", version,
                          kVersion);
        blankLines();
        if (!eatWord("graph")) return unexpected("'graph @NAME {'");
        WHITTLE_TRY_VOID(expect('@'));
        WHITTLE_TRY(m_graph.name, word(isNameChar, "the graph's name"));
        return expect('{');
    }

    // Up to and with the closing brace.
    Result<void> statements() {
        for (;;) {
            blankLines();
            if (eat('}')) return {};
            WHITTLE_TRY_VOID(statement());
            blanks();
            if (peek() != '\n' && !atEnd()) return unexpected("the end of the line");
        }
    }

    Result<void> statement() {
        blanks();
        const std::size_t start = m_at;
        const std::string_view first = scan(isOpChar);
        if (peek() == '(' || peek() == '%') {
            m_at = start;
            return node();
        }
        for (const Spelling<InputKind>& kind : kInputKinds)
            if (kind.word == first) return input(kind.value);
        static constexpr std::array<Spelling<Result<void> (Parser::*)()>, 4> kStatements{
            {{"symbol", &Parser::symbol},
             {"meta", &Parser::metadata},
             {"return", &Parser::results},
             {"update", &Parser::update}}};
        for (const auto& row : kStatements)
            if (row.word == first) return (this->*row.value)();
        m_at = start;
        return unexpected("symbol, meta, input, param, buffer, const, a node, return, update or '}'");
    }

    Result<std::optional<std::int64_t>> bound(std::string_view open) {
        blanks();
        if (m_text.substr(m_at).starts_with(open)) {
            m_at += open.size();
            return std::nullopt;
        }
        WHITTLE_TRY(const std::int64_t value, integer(fmt::format("a number or {}", open)));
        return value;
    }
    Result<void> symbol() {
        const std::size_t start = m_at;
        WHITTLE_TRY(const std::string symbolName, name("a symbol"));
        SymbolInfo info;
        if (eatWord("in")) {
            WHITTLE_TRY_VOID(expect('['));
            WHITTLE_TRY(info.min, bound("-inf"));
            WHITTLE_TRY_VOID(expect(','));
            WHITTLE_TRY(info.max, bound("inf"));
            WHITTLE_TRY_VOID(expect(']'));
        }
        if (eatWord("hint")) {
            WHITTLE_TRY(info.hint, integer("the hint's value"));
        }
        if (!m_graph.symbols.try_emplace(symbolName, info).second)
            return failAt(start, Code::Format, "symbol {} is declared twice", symbolName);
        return {};
    }

    Result<void> metadata() {
        const std::size_t start = m_at;
        WHITTLE_TRY(const std::string key, word(isNameChar, "a key"));
        WHITTLE_TRY_VOID(expect('='));
        WHITTLE_TRY(std::string value, string());
        if (!m_graph.metadata.try_emplace(key, std::move(value)).second)
            return failAt(start, Code::Format, "metadata key '{}' stands twice", key);
        return {};
    }

    Result<void> input(InputKind kind) {
        GraphInput out;
        out.kind = kind;
        WHITTLE_TRY(Definition value, definition());
        WHITTLE_TRY_VOID(expect(':'));
        WHITTLE_TRY(Type inputType, type());
        while (eat('=')) {
            blanks();
            const std::size_t start = m_at;
            WHITTLE_TRY(Arg literalValue, literal());
            if (auto* target = std::get_if<std::string>(&literalValue.value))
                out.target = std::move(*target);
            else if (const auto* number = literalValue.as<std::int64_t>())
                out.data = *number;
            else if (const auto* real = literalValue.as<double>())
                out.data = *real;
            else if (const auto* flag = literalValue.as<bool>())
                out.data = *flag;
            else
                return failAt(start, Code::Format, "an input holds a qualified name, a number, true or false here");
        }
        if (eatWord(kNonPersistent)) out.persistent = false;
        m_values[value.name] = m_graph.addInput(std::move(out), value.name, std::move(inputType));
        return {};
    }

    // "name=value" or "value"; the name of a positional argument is the schema's.
    Result<std::optional<std::string>> argumentName() {
        blanks();
        const std::size_t start = m_at;
        std::string found;
        if (peek() == '"') {
            WHITTLE_TRY(found, string());
        } else {
            found = scan(isIdentifierChar);
        }
        if (m_at != start && eat('=')) return found;
        m_at = start;
        return std::nullopt;
    }
    Result<std::vector<NamedArg>> arguments(const std::string& op) {
        const Schema* schema = m_schemas ? m_schemas(op) : nullptr;
        std::vector<NamedArg> out;
        std::unordered_set<std::string> names;
        bool named = false;
        blanks();
        if (peek() == ')') return out;
        do {
            blanks();
            const std::size_t start = m_at;
            WHITTLE_TRY(std::optional<std::string> given, argumentName());
            if (!given && named) return failAt(start, Code::Format, "an argument without a name after one with a name");
            named = given.has_value();
            if (!given && schema) {
                if (out.size() >= schema->args.size())
                    return failAt(start, Code::Format, "{} takes {} arguments", op, schema->args.size());
                const SchemaArg& next = schema->args[out.size()];
                if (next.keywordOnly)
                    return failAt(start, Code::Format, "argument '{0}' of {1} needs its name: {0}=...", next.name, op);
                given = next.name;
            }
            std::string argName = given.value_or("");
            if (!argName.empty() && !names.insert(argName).second)
                return failAt(start, Code::Format, "argument '{}' stands twice", argName);
            WHITTLE_TRY(Arg value, literal());
            out.push_back({std::move(argName), std::move(value)});
        } while (eat(','));
        return out;
    }

    Result<OriginRef> origin(const std::string& nodeName) {
        Origin out;
        out.name = nodeName;
        if (!eat('@')) return std::make_shared<const Origin>(std::move(out));
        const auto keyword = [&]() -> std::string_view {
            blanks();
            const std::size_t start = m_at;
            const std::string_view found = scan(isPathChar);
            if (isOriginWord(found)) return found;
            m_at = start;
            return {};
        };
        std::string_view next = keyword();
        if (next.empty()) {
            WHITTLE_TRY(out.file, word(isPathChar, "a source file, in, module, type, code, op, fx or from"));
            if (eat(':')) {
                const std::size_t start = m_at;
                WHITTLE_TRY(const std::int64_t line, integer("a line number"));
                if (line != static_cast<int>(line)) return failAt(start, Code::Format, "line {} is too large", line);
                out.line = static_cast<int>(line);
            }
            next = keyword();
        }
        for (; !next.empty() && next != kFrom; next = keyword())
            for (const OriginPart& part : kOriginParts)
                if (part.word == next) {
                    WHITTLE_TRY(out.*part.field, word(isPathChar, fmt::format("a word or a string after '{}'", next)));
                }
        if (next == kFrom) do {
                WHITTLE_TRY(std::string made, word(isPathChar, "a node's name"));
                out.from.push_back(std::move(made));
            } while (eat(','));
        return std::make_shared<const Origin>(std::move(out));
    }

    Result<void> node() {
        Graph::NodeSpec spec;
        std::vector<Definition> defined;
        blanks();
        if (peek() == '%') {
            do {
                WHITTLE_TRY(Definition value, definition());
                spec.outputNames.push_back(value.name);
                defined.push_back(std::move(value));
            } while (eat(','));
            WHITTLE_TRY_VOID(expect('='));
        }
        blanks();
        const std::size_t opAt = m_at;
        spec.op = scan(isOpChar);
        if (!isOpName(spec.op)) {
            m_at = opAt;
            return unexpected("an operator such as aten.add.Tensor");
        }
        WHITTLE_TRY_VOID(expect('('));
        WHITTLE_TRY(spec.args,
                    inBrackets<std::vector<NamedArg>>(')', [&] { return arguments(spec.op); }));
        if (!defined.empty()) spec.name = defined.front().name;
        std::size_t nameAt = defined.empty() ? m_at : defined.front().at;
        if (eatWord("as")) {
            blanks();
            nameAt = m_at;
            WHITTLE_TRY(spec.name, name("the node's name"));
        }
        if (!spec.name.empty() && m_nodeNames.contains(spec.name))
            return failAt(nameAt, Code::Verify, "two nodes are named '{}'", spec.name);
        if (!defined.empty()) {
            WHITTLE_TRY_VOID(expect(':'));
            do {
                WHITTLE_TRY(Type outputType, type());
                spec.outputTypes.push_back(std::move(outputType));
            } while (eat(','));
        }
        if (spec.outputTypes.size() != defined.size())
            return failAt(opAt, Code::Format, "{} results but {} types", defined.size(), spec.outputTypes.size());
        WHITTLE_TRY(spec.origin, origin(spec.name));
        const Node& made = m_graph.node(m_graph.addNode(std::move(spec)));
        m_nodeNames.insert(made.name);
        for (std::size_t i = 0; i < defined.size(); ++i)
            if (!m_values.try_emplace(defined[i].name, made.outputs[i]).second)
                return failAt(defined[i].at, Code::Verify, "%{} is defined twice", defined[i].name);
        return {};
    }

    Result<void> results() {
        do {
            WHITTLE_TRY(Arg value, literal());
            m_graph.addOutput({std::move(value), OutputKind::User, {}});
        } while (eat(','));
        return {};
    }
    Result<void> update() {
        GraphOutput out;
        WHITTLE_TRY(out.kind, oneOf(kUpdateKinds, "buffer or input"));
        WHITTLE_TRY(out.target, string());
        WHITTLE_TRY_VOID(expect('='));
        WHITTLE_TRY(out.value, literal());
        m_graph.addOutput(std::move(out));
        return {};
    }

    std::string_view m_text;
    const SchemaLookup& m_schemas;
    std::size_t m_at = 0;
    int m_depth = 0;       // brackets that are open in the present graph
    int m_outerDepth = 0;  // and in the graphs around it
    Graph m_graph;
    std::unordered_map<std::string, ValueId> m_values;
    std::unordered_set<std::string> m_nodeNames;
    struct Scope {
        Graph graph;
        std::unordered_map<std::string, ValueId> values;
        std::unordered_set<std::string> nodeNames;
    };
    std::vector<Scope> m_outer;  // the graphs around the present one, outermost first
};

}  // namespace

Result<Graph> parseGraph(std::string_view text, const SchemaLookup& schemas) { return Parser(text, schemas).parse(); }

}  // namespace whittle
