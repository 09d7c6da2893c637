#include "engine/ir/schema.h"

#include <array>
#include <cctype>
#include <charconv>

namespace whittle {
namespace {

struct KindName {
    std::string_view text;
    ArgKind kind;
};
// Longest first where one name starts another.
constexpr std::array<KindName, 17> kKinds{{{"MemoryFormat", ArgKind::MemoryFormat},
                                           {"ScalarType", ArgKind::DType},
                                           {"Generator", ArgKind::Generator},
                                           {"Function", ArgKind::Graph},
                                           {"Graph", ArgKind::Graph},
                                           {"Dict", ArgKind::Dict},
                                           {"Any", ArgKind::Any},
                                           {"Tensor", ArgKind::Tensor},
                                           {"Scalar", ArgKind::Scalar},
                                           {"SymInt", ArgKind::Int},
                                           {"SymBool", ArgKind::Bool},
                                           {"Layout", ArgKind::Layout},
                                           {"Device", ArgKind::Device},
                                           {"float", ArgKind::Float},
                                           {"bool", ArgKind::Bool},
                                           {"int", ArgKind::Int},
                                           {"str", ArgKind::String}}};

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<Schema> parse() {
        Schema out;
        out.name = word();
        out.overload = eat(".") ? word() : "default";
        if (out.name.empty() || !eat("(")) return unexpected("NAME.OVERLOAD(");
        bool keywordOnly = false;
        while (!eat(")")) {
            if (eat("*")) {
                keywordOnly = true;
            } else {
                WHITTLE_TRY(SchemaArg arg, argument());
                arg.keywordOnly = keywordOnly;
                out.args.push_back(std::move(arg));
            }
            if (!eat(",") && !peek(')')) return unexpected("',' or ')'");
        }
        if (!eat("->")) return unexpected("'->'");
        if (eat("(")) {
            while (!eat(")")) {
                WHITTLE_TRY(SchemaReturn value, result());
                out.returns.push_back(std::move(value));
                if (!eat(",") && !peek(')')) return unexpected("',' or ')'");
            }
        } else {
            WHITTLE_TRY(SchemaReturn value, result());
            out.returns.push_back(std::move(value));
        }
        blanks();
        if (m_at != m_text.size()) return unexpected("the end");
        return out;
    }

private:
    std::unexpected<Error> unexpected(std::string_view wanted) const {
        return fail(Code::Format, "expected {} at column {} of schema '{}'", wanted, m_at + 1, m_text);
    }
    void blanks() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
    }
    bool peek(char c) {
        blanks();
        return m_at < m_text.size() && m_text[m_at] == c;
    }
    bool eat(std::string_view token) {
        blanks();
        if (!m_text.substr(m_at).starts_with(token)) return false;
        m_at += token.size();
        return true;
    }
    std::string word() {
        blanks();
        const std::size_t start = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_'))
            ++m_at;
        return std::string(m_text.substr(start, m_at - start));
    }
    Result<ArgKind> kind() {
        blanks();
        for (const KindName& entry : kKinds)
            if (eat(entry.text)) return entry.kind;
        return unexpected("a type");
    }
    // "(a)", "(a!)", "(a -> *)": answers mutated for '!'; aliased for any.
    struct Alias {
        bool aliased = false;
        bool mutated = false;
    };
    Result<Alias> alias() {
        if (!eat("(")) return Alias{};
        const std::size_t end = m_text.find(')', m_at);
        if (end == std::string_view::npos) return unexpected("')'");
        const bool mutated = m_text.substr(m_at, end - m_at).find('!') != std::string_view::npos;
        m_at = end + 1;
        return Alias{true, mutated};
    }

    Result<SchemaArg> argument() {
        SchemaArg out;
        blanks();
        out.singleResult = m_text.substr(m_at).starts_with("Function");
        WHITTLE_TRY(out.kind, kind());
        out.isTuple = eat("()");
        WHITTLE_TRY(const Alias aliasing, alias());
        out.mutated = aliasing.mutated;
        const bool optionalElement = eat("?");
        if (out.isTuple) {
            out.isList = true;
        } else if (eat("[")) {
            out.isList = true;
            out.elementOptional = optionalElement;
            const std::string size = word();
            if (!size.empty()) std::from_chars(size.data(), size.data() + size.size(), out.listSize);
            if (!eat("]")) return unexpected("']'");
            out.isOptional = eat("?");
        } else {
            out.isOptional = optionalElement;
        }
        out.elementOptional |= out.kind == ArgKind::Any;
        out.variadic = out.isList && eat("*");
        out.name = word();
        if (out.name.empty()) return unexpected("an argument name");
        if (eat("=")) {
            WHITTLE_TRY(out.defaultValue, defaultValue(out));
        }
        return out;
    }

    Result<Arg> defaultValue(const SchemaArg& arg) {
        if (eat("[")) {
            Arg::List items;
            while (!eat("]")) {
                WHITTLE_TRY(Arg item, literal(arg));
                items.push_back(std::move(item));
                eat(",");
            }
            return Arg(std::move(items));
        }
        WHITTLE_TRY(Arg single, literal(arg));
        // "int[2] stride=1" stands for [1, 1].
        if (arg.isList && !single.isNone())
            return Arg(Arg::List(static_cast<std::size_t>(std::max(arg.listSize, 1)), single));
        return single;
    }

    Result<Arg> literal(const SchemaArg& arg) {
        blanks();
        if (peek('"') || peek('\'')) {
            const char quote = m_text[m_at++];
            const std::size_t end = m_text.find(quote, m_at);
            if (end == std::string_view::npos) return unexpected("a closing quote");
            std::string value(m_text.substr(m_at, end - m_at));
            m_at = end + 1;
            return Arg(std::move(value));
        }
        const std::size_t start = m_at;
        while (m_at < m_text.size() && std::string_view(",)] ").find(m_text[m_at]) == std::string_view::npos) ++m_at;
        const std::string_view token = m_text.substr(start, m_at - start);
        if (token == "None") return Arg();
        if (token == "True") return Arg(true);
        if (token == "False") return Arg(false);
        if (token == "Mean") return Arg(std::int64_t{1});  // at::Reduction::Mean
        if (token == "contiguous_format") return Arg(MemoryFormat::Contiguous);
        if (token == "preserve_format") return Arg(MemoryFormat::Preserve);
        if (token == "strided") return Arg(Layout::Strided);
        if (token == "long") return Arg(DType::I64);
        std::int64_t integer = 0;
        const char* end = token.data() + token.size();
        if (auto [p, e] = std::from_chars(token.data(), end, integer); e == std::errc() && p == end)
            return arg.kind == ArgKind::Float ? Arg(static_cast<double>(integer)) : Arg(integer);
        double number = 0;
        if (auto [p, e] = std::from_chars(token.data(), end, number); e == std::errc() && p == end) return Arg(number);
        return unexpected("a default value");
    }

    Result<SchemaReturn> result() {
        SchemaReturn out;
        WHITTLE_TRY(out.kind, kind());
        WHITTLE_TRY(const Alias aliasing, alias());
        out.aliased = aliasing.aliased;
        if (eat("[")) {
            out.isList = true;
            if (!eat("]")) return unexpected("']'");
        }
        out.name = word();
        return out;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

const SchemaArg* Schema::arg(std::string_view argName) const {
    for (const SchemaArg& candidate : args)
        if (candidate.name == argName) return &candidate;
    return nullptr;
}

Result<Schema> parseSchema(std::string_view text) { return Parser(text).parse(); }

}  // namespace whittle
