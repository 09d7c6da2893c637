#include "engine/formats/fx_parser.h"
#include "engine/base/decimal.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace whittle::fx {
namespace {

constexpr int kMaxDepth = 200;

// Python's binary operators, a higher number binds tighter. `not`, `and`, `or`, `if` are not graph code.
constexpr struct {
    std::string_view op;
    int binds;
} kBinary[] = {{"==", 1}, {"!=", 1}, {"<", 1}, {">", 1},  {"<=", 1}, {">=", 1}, {"|", 2}, {"^", 3}, {"&", 4}, {"<<", 5},
               {">>", 5}, {"+", 6},  {"-", 6}, {"*", 7},  {"/", 7},  {"//", 7}, {"%", 7}, {"@", 7}};

int precedence(std::string_view op) {
    for (const auto& row : kBinary)
        if (row.op == op) return row.binds;
    return 0;
}

class Parser {
public:
    explicit Parser(const Tokens& tokens, std::size_t at = 0) : m_tokens(tokens), m_at(at) {}

    Result<Script> script() {
        Script out;
        while (peek().kind != TokenKind::End) {
            const TokenKind kind = peek().kind;
            if (kind == TokenKind::Newline || kind == TokenKind::Indent || kind == TokenKind::Dedent) {
                ++m_at;
            } else if (isName("class")) {
                WHITTLE_TRY(Class parsed, classDef());
                out.classes.push_back(std::move(parsed));
            } else if (isName("def")) {
                if (!isGraphFunction(m_at + 1)) {
                    skipBlock();
                } else {
                    WHITTLE_TRY(Function parsed, function());
                    out.functions.push_back(std::move(parsed));
                }
            } else {
                lenientLine(out.statements);
            }
        }
        return out;
    }

    Result<std::size_t> line(std::vector<Stmt>& out) {
        while (out.empty() && peek().kind != TokenKind::Dedent && peek().kind != TokenKind::End) {
            if (peek().kind == TokenKind::Newline) ++m_at;
            else WHITTLE_TRY_VOID(simpleLine(out));
        }
        return m_at;
    }

private:
    Token peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    Position here() const { return m_tokens.at(std::min(m_at, m_tokens.size() - 1)); }
    bool isOp(std::string_view op, std::size_t ahead = 0) const {
        return peek(ahead).kind == TokenKind::Op && peek(ahead).source == op;
    }
    bool isName(std::string_view name) const { return peek().kind == TokenKind::Name && peek().source == name; }
    bool eatOp(std::string_view op) {
        if (!isOp(op)) return false;
        ++m_at;
        return true;
    }
    std::unexpected<Error> unexpected(std::string_view wanted) const {
        const Token token = peek();
        const std::string at = here().text();
        switch (token.kind) {
            case TokenKind::Bad: return fail(Code::Format, "{}: {}", at, m_tokens.text(m_at));
            case TokenKind::Newline: return fail(Code::Format, "{}: expected {}, found the end of the line", at, wanted);
            case TokenKind::End: return fail(Code::Format, "{}: expected {}, found the end of the text", at, wanted);
            case TokenKind::Indent: return fail(Code::Format, "{}: expected {}, found deeper indentation", at, wanted);
            case TokenKind::Dedent: return fail(Code::Format, "{}: expected {}, found the end of the block", at, wanted);
            default: return fail(Code::Format, "{}: expected {}, found '{}'", at, wanted, token.source.substr(0, 40));
        }
    }
    Result<void> need(std::string_view op) {
        if (eatOp(op)) return {};
        return unexpected(fmt::format("'{}'", op));
    }
    Result<std::string> identifier(std::string_view wanted) {
        if (peek().kind != TokenKind::Name) return unexpected(wanted);
        return std::string(m_tokens[m_at++].source);
    }

    bool isGraphFunction(std::size_t nameAt) const {
        const std::string_view name = m_tokens[std::min(nameAt, m_tokens.size() - 1)].source;
        return name == "forward" || name == "load_args";
    }

    // A logical line and, if an indented block follows, that block.
    void skipBlock() {
        skipLine();
        if (peek().kind != TokenKind::Indent) return;
        ++m_at;
        skipToDedent();
    }
    // To behind the end of the block that is open here.
    void skipToDedent() {
        for (int depth = 1; depth > 0 && peek().kind != TokenKind::End; ++m_at) {
            if (peek().kind == TokenKind::Indent) ++depth;
            if (peek().kind == TokenKind::Dedent) --depth;
        }
    }
    void skipLine() {
        while (peek().kind != TokenKind::Newline && peek().kind != TokenKind::End) ++m_at;
        if (peek().kind == TokenKind::Newline) ++m_at;
    }

    // Outside a graph: what parses is kept, what does not is stepped over to the end of its line.
    void lenientLine(std::vector<Stmt>& out) {
        std::vector<Stmt> line;
        if (simpleLine(line)) std::move(line.begin(), line.end(), std::back_inserter(out));
        else skipLine();
    }

    Result<Class> classDef() {
        Class out;
        out.at = here();
        ++m_at;
        if (eatOp("<")) {  // class <lambda>(torch.nn.Module): FX prints it so
            WHITTLE_TRY(out.name, identifier("a class name"));
            WHITTLE_TRY_VOID(need(">"));
        } else {
            WHITTLE_TRY(out.name, identifier("a class name"));
        }
        if (eatOp("("))
            while (!eatOp(")")) {
                if (peek().kind == TokenKind::Newline || peek().kind == TokenKind::End) return unexpected("')'");
                ++m_at;
            }
        WHITTLE_TRY_VOID(need(":"));
        WHITTLE_TRY_VOID(openBlock());
        while (peek().kind != TokenKind::Dedent && peek().kind != TokenKind::End) {
            if (peek().kind == TokenKind::Newline) {
                ++m_at;
            } else if (isName("class")) {
                WHITTLE_TRY(Class inner, classDef());
                out.classes.push_back(std::move(inner));
            } else if (isName("def") && isGraphFunction(m_at + 1)) {
                WHITTLE_TRY(Function method, function());
                out.functions.push_back(std::move(method));
            } else if (isName("def") && peek(1).source == "__init__") {
                WHITTLE_TRY(Function method, initialiser());
                out.functions.push_back(std::move(method));
            } else {
                skipBlock();
            }
        }
        if (peek().kind == TokenKind::Dedent) ++m_at;
        return out;
    }

    Result<void> openBlock() {
        if (peek().kind != TokenKind::Newline) return unexpected("a new line");
        ++m_at;
        if (peek().kind != TokenKind::Indent) return unexpected("an indented block");
        ++m_at;
        return {};
    }

    // Child modules are printed as their repr, which need not be Python: read line by line, leniently.
    Result<Function> initialiser() {
        Function out;
        out.at = here();
        out.name = "__init__";
        skipLine();
        if (peek().kind != TokenKind::Indent) return out;
        ++m_at;
        int depth = 1;
        while (depth > 0 && peek().kind != TokenKind::End) {
            const TokenKind kind = peek().kind;
            if (kind == TokenKind::Indent) ++depth;
            if (kind == TokenKind::Dedent) --depth;
            if (kind == TokenKind::Indent || kind == TokenKind::Dedent || kind == TokenKind::Newline) ++m_at;
            else lenientLine(out.body);
        }
        return out;
    }

    Result<Function> function() {
        Function out;
        out.at = here();
        ++m_at;
        WHITTLE_TRY(out.name, identifier("a function name"));
        WHITTLE_TRY_VOID(need("("));
        while (!eatOp(")")) {
            if (isOp("*") || isOp("**"))
                return fail(Code::Unsupported, "{}: a graph with starred inputs is not supported", here().text());
            Param param;
            param.at = here();
            WHITTLE_TRY(param.name, identifier("a parameter name or ')'"));
            if (eatOp(":")) {
                WHITTLE_TRY(param.annotation, expression());
            }
            if (eatOp("=")) {
                WHITTLE_TRY(const Expr ignoredDefault, expression());
            }
            if (param.name != "self") out.params.push_back(std::move(param));
            if (!eatOp(",") && !isOp(")")) return unexpected("',' or ')'");
        }
        if (eatOp("->")) {
            WHITTLE_TRY(const Expr ignoredResult, expression());
        }
        WHITTLE_TRY_VOID(need(":"));
        WHITTLE_TRY_VOID(openBlock());
        out.bodyAt = m_at;
        if (out.name == "forward") {
            skipToDedent();
            return out;
        }
        while (peek().kind != TokenKind::Dedent && peek().kind != TokenKind::End) {
            if (peek().kind == TokenKind::Newline) ++m_at;
            else WHITTLE_TRY_VOID(simpleLine(out.body));
        }
        if (peek().kind == TokenKind::Dedent) ++m_at;
        return out;
    }

    Result<void> simpleLine(std::vector<Stmt>& out) {
        for (;;) {
            if (isName("pass")) {
                ++m_at;
            } else {
                WHITTLE_TRY(Stmt parsed, statement());
                out.push_back(std::move(parsed));
            }
            const bool more = eatOp(";");
            if (peek().kind == TokenKind::Newline) {
                ++m_at;
                return {};
            }
            if (peek().kind == TokenKind::End) return {};
            if (!more) return unexpected("the end of the statement");
        }
    }

    Result<Stmt> statement() {
        Stmt out;
        out.at = here();
        if (isName("return")) {
            ++m_at;
            out.kind = StmtKind::Return;
            if (peek().kind != TokenKind::Newline && !isOp(";")) {
                WHITTLE_TRY(out.value, expressionList());
            }
            return out;
        }
        for (const std::string_view word : {"import", "from", "if", "for", "while", "with", "try", "def", "class", "assert",
                                            "del", "raise", "global", "lambda", "else", "except", "finally"})
            if (isName(word)) return fail(Code::Format, "{}: '{}' cannot stand in a graph", here().text(), word);
        WHITTLE_TRY(out.value, expressionList());
        static constexpr std::string_view kAugmented[] = {"+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", "<<=", ">>="};
        for (const std::string_view op : kAugmented)
            if (eatOp(op)) {
                out.kind = StmtKind::Augmented;
                out.op = op;
                out.targets.push_back(std::move(out.value));
                WHITTLE_TRY(out.value, expressionList());
                return out;
            }
        if (eatOp(":")) {
            WHITTLE_TRY(out.annotation, expression());
            if (!isOp("=")) {
                out.kind = StmtKind::Declaration;
                out.targets.push_back(std::move(out.value));
                out.value = Expr();
                return out;
            }
        }
        while (eatOp("=")) {
            out.kind = StmtKind::Assign;
            out.targets.push_back(std::move(out.value));
            WHITTLE_TRY(out.value, expressionList());
        }
        return out;
    }

    // a, b, c without brackets is a tuple; `x, = ...` has one element.
    Result<Expr> expressionList() {
        WHITTLE_TRY(Expr first, expression());
        if (!isOp(",")) return first;
        Expr tuple;
        tuple.kind = ExprKind::Tuple;
        tuple.at = first.at;
        tuple.source = first.source;
        tuple.items.push_back(std::move(first));
        while (eatOp(",")) {
            if (isOp("=") || isOp(";") || isOp(":") || peek().kind == TokenKind::Newline || peek().kind == TokenKind::End) break;
            WHITTLE_TRY(Expr item, expression());
            tuple.items.push_back(std::move(item));
        }
        return close(std::move(tuple));
    }

    // Fixes depth and source once the children are in place.
    Result<Expr> close(Expr expr) {
        for (const Expr& item : expr.items) expr.depth = std::max(expr.depth, item.depth + 1);
        if (expr.depth > kMaxDepth) return fail(Code::Limit, "{}: expression deeper than {} levels", expr.at.text(), kMaxDepth);
        const Token last = m_tokens[m_at - 1];
        const char* begin = expr.source.data();
        expr.source = std::string_view(begin, static_cast<std::size_t>(last.source.data() + last.source.size() - begin));
        return expr;
    }

    Result<Expr> expression() { return binary(1); }

    // Precedence climbing: one frame a bracket, where a function a level would cost seven.
    Result<Expr> binary(int loosest) {
        WHITTLE_TRY(Expr left, unary());
        for (;;) {
            const int binds = peek().kind == TokenKind::Op ? precedence(peek().source) : 0;
            if (binds < loosest) return left;
            Expr out;
            out.kind = ExprKind::Binary;
            out.text = peek().source;
            out.at = left.at;
            out.source = left.source;
            ++m_at;
            WHITTLE_TRY(Expr right, binary(binds + 1));
            out.items.push_back(std::move(left));
            out.items.push_back(std::move(right));
            WHITTLE_TRY(left, close(std::move(out)));
        }
    }

    Result<Expr> unary() {
        if (!isOp("-") && !isOp("+") && !isOp("~")) return power();
        if (++m_open > kMaxDepth) return fail(Code::Limit, "{}: expression deeper than {} levels", here().text(), kMaxDepth);
        Expr out;
        out.kind = ExprKind::Unary;
        out.text = peek().source;
        out.at = here();
        out.source = peek().source;
        ++m_at;
        WHITTLE_TRY(Expr operand, unary());
        --m_open;
        if (out.text == "-" && operand.kind == ExprKind::Int) {
            operand.integer = -operand.integer;  // -2**63 itself does not occur: 2**63 is refused as a literal
            operand.at = out.at;
            return operand;
        }
        if (out.text == "-" && operand.kind == ExprKind::Float) {
            operand.real = -operand.real;
            operand.at = out.at;
            return operand;
        }
        out.items.push_back(std::move(operand));
        return close(std::move(out));
    }

    Result<Expr> power() {
        WHITTLE_TRY(Expr base, postfix());
        if (!isOp("**")) return base;
        if (++m_open > kMaxDepth) return fail(Code::Limit, "{}: expression deeper than {} levels", here().text(), kMaxDepth);
        Expr out;
        out.kind = ExprKind::Binary;
        out.text = "**";
        out.at = base.at;
        out.source = base.source;
        ++m_at;
        WHITTLE_TRY(Expr exponent, unary());
        --m_open;
        out.items.push_back(std::move(base));
        out.items.push_back(std::move(exponent));
        return close(std::move(out));
    }

    Result<Expr> postfix() {
        WHITTLE_TRY(Expr out, atom());
        for (;;) {
            if (isOp(".")) {
                ++m_at;
                WHITTLE_TRY(const std::string name, identifier("a name after '.'"));
                WHITTLE_TRY(out, attribute(std::move(out), name));
            } else if (isOp("(")) {
                WHITTLE_TRY(out, call(std::move(out)));
            } else if (isOp("[")) {
                Expr subscript;
                subscript.kind = ExprKind::Subscript;
                subscript.at = out.at;
                subscript.source = out.source;
                ++m_at;
                WHITTLE_TRY(Expr index, subscriptList());
                WHITTLE_TRY_VOID(need("]"));
                subscript.items.push_back(std::move(out));
                subscript.items.push_back(std::move(index));
                WHITTLE_TRY(out, close(std::move(subscript)));
            } else {
                return out;
            }
        }
    }

    Result<Expr> attribute(Expr base, const std::string& name) {
        if (base.kind == ExprKind::Name || base.kind == ExprKind::Dotted) {
            base.kind = ExprKind::Dotted;
            base.text += '.' + name;
            return close(std::move(base));
        }
        // getattr(self.l1, "0").c1.weight names an attribute path like any other
        if (base.kind == ExprKind::Call && base.items.front().isName("getattr") && base.items.size() == 3 &&
            !base.items[1].path().empty() && base.items[2].kind == ExprKind::String) {
            Expr path;
            path.kind = ExprKind::Dotted;
            path.text = fmt::format("{}.{}.{}", base.items[1].path(), base.items[2].text, name);
            path.at = base.at;
            path.source = base.source;
            return close(std::move(path));
        }
        Expr out;
        out.kind = ExprKind::Attribute;
        out.text = name;
        out.at = base.at;
        out.source = base.source;
        out.items.push_back(std::move(base));
        return close(std::move(out));
    }

    Result<Expr> call(Expr callee) {
        Expr out;
        out.kind = ExprKind::Call;
        out.at = callee.at;
        out.source = callee.source;
        out.items.push_back(std::move(callee));
        ++m_at;
        while (!eatOp(")")) {
            if (isOp("*") || isOp("**"))
                return fail(Code::Unsupported, "{}: starred arguments are not supported", here().text());
            const bool named = peek().kind == TokenKind::Name && isOp("=", 1);
            if (named) {
                out.keywords.emplace_back(peek().source);
                m_at += 2;
            } else if (!out.keywords.empty()) {
                return unexpected("a keyword argument");
            }
            WHITTLE_TRY(Expr argument, expression());
            out.items.push_back(std::move(argument));
            if (!eatOp(",") && !isOp(")")) return unexpected("',' or ')'");
        }
        return close(std::move(out));
    }

    Result<Expr> subscriptList() {
        WHITTLE_TRY(Expr first, subscriptItem());
        if (!isOp(",")) return first;
        Expr tuple;
        tuple.kind = ExprKind::Tuple;
        tuple.at = first.at;
        tuple.source = first.source;
        tuple.items.push_back(std::move(first));
        while (eatOp(",") && !isOp("]")) {
            WHITTLE_TRY(Expr item, subscriptItem());
            tuple.items.push_back(std::move(item));
        }
        return close(std::move(tuple));
    }

    Result<Expr> subscriptItem() {
        Expr slice;
        slice.kind = ExprKind::Slice;
        slice.at = here();
        slice.source = peek().source;
        slice.items.emplace_back();
        bool isSlice = false;
        for (;;) {
            if (isOp(":")) {
                ++m_at;
                isSlice = true;
                slice.items.emplace_back();
                if (slice.items.size() > 3) return unexpected("']'");
            } else if (isOp(",") || isOp("]")) {
                break;
            } else {
                WHITTLE_TRY(slice.items.back(), expression());
                if (!isOp(":")) break;
            }
        }
        if (!isSlice && slice.items.front().at.line == 1 && slice.items.front().source.empty()) return unexpected("an index");
        if (!isSlice) {
            Expr only = std::move(slice.items.front());
            return only;
        }
        return close(std::move(slice));
    }

    Result<Expr> atom() {
        const Token token = peek();
        Expr out;
        out.at = here();
        out.source = token.source;
        switch (token.kind) {
            case TokenKind::Name: {
                static constexpr struct {
                    std::string_view word;
                    ExprKind kind;
                } kWords[] = {{"True", ExprKind::True}, {"False", ExprKind::False}, {"None", ExprKind::None},
                              {"Ellipsis", ExprKind::Ellipsis}};
                out.kind = ExprKind::Name;
                for (const auto& word : kWords)
                    if (word.word == token.source) out.kind = word.kind;
                out.text = token.source;
                ++m_at;
                return out;
            }
            case TokenKind::Int: return integer(std::move(out));
            case TokenKind::Float: {
                out.kind = ExprKind::Float;
                std::string digits(token.source);
                std::erase(digits, '_');
                const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.real);
                // Out of range is infinity or zero in Python, which is what decimal() answers.
                if (error != std::errc()) out.real = decimal(digits.c_str());
                ++m_at;
                return out;
            }
            case TokenKind::String:
                out.kind = ExprKind::String;
                while (peek().kind == TokenKind::String) out.text += m_tokens.text(m_at++);
                return close(std::move(out));
            default: break;
        }
        if (eatOp("...")) {
            out.kind = ExprKind::Ellipsis;
            return out;
        }
        if (isOp("(")) return sequence(")", ExprKind::Tuple);
        if (isOp("[")) return sequence("]", ExprKind::List);
        if (isOp("{")) return dict();
        return unexpected("an expression");
    }

    Result<Expr> integer(Expr out) {
        out.kind = ExprKind::Int;
        std::string digits(peek().source);
        std::erase(digits, '_');
        int base = 10;
        std::size_t skip = 0;
        if (digits.size() > 2 && digits[0] == '0' && std::isalpha(static_cast<unsigned char>(digits[1]))) {
            base = digits[1] == 'b' ? 2 : digits[1] == 'o' ? 8 : 16;
            skip = 2;
        }
        const auto [end, error] = std::from_chars(digits.data() + skip, digits.data() + digits.size(), out.integer, base);
        if (error != std::errc() || end != digits.data() + digits.size())
            return fail(Code::Limit, "{}: {} does not fit a 64-bit integer", out.at.text(), digits.substr(0, 40));
        ++m_at;
        return out;
    }

    Result<Expr> sequence(std::string_view closing, ExprKind kind) {
        Expr out;
        out.kind = kind;
        out.at = here();
        out.source = peek().source;
        ++m_at;
        bool comma = kind == ExprKind::List;
        while (!eatOp(closing)) {
            WHITTLE_TRY(Expr item, expression());
            out.items.push_back(std::move(item));
            if (eatOp(",")) comma = true;
            else if (!isOp(closing)) return unexpected(fmt::format("',' or '{}'", closing));
        }
        if (kind == ExprKind::Tuple && !comma && out.items.size() == 1) {  // (x) is x
            Expr inner = std::move(out.items.front());
            return inner;
        }
        return close(std::move(out));
    }

    Result<Expr> dict() {
        Expr out;
        out.kind = ExprKind::Dict;
        out.at = here();
        out.source = peek().source;
        ++m_at;
        while (!eatOp("}")) {
            WHITTLE_TRY(Expr key, expression());
            if (!eatOp(":")) return unexpected("':' between a key and its value");
            WHITTLE_TRY(Expr value, expression());
            out.items.push_back(std::move(key));
            out.items.push_back(std::move(value));
            if (!eatOp(",") && !isOp("}")) return unexpected("',' or '}'");
        }
        return close(std::move(out));
    }

    const Tokens& m_tokens;
    std::size_t m_at;
    int m_open = 0;
};

}  // namespace

const Expr* Expr::keyword(std::string_view name) const {
    for (std::size_t i = 0; i < keywords.size(); ++i)
        if (keywords[i] == name) return &items[items.size() - keywords.size() + i];
    return nullptr;
}

Result<Script> parseScript(const Tokens& tokens) { return Parser(tokens).script(); }

Result<std::vector<Stmt>> Body::nextLine() {
    std::vector<Stmt> out;
    WHITTLE_TRY(m_at, Parser(m_tokens, m_at).line(out));
    return out;
}

}  // namespace whittle::fx
