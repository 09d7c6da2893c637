// The syntax of FX text and reproducer scripts, as a tree that mirrors the source. What the names mean is
// fx_import's business.
#pragma once

#include <optional>

#include "engine/formats/fx_lexer.h"

namespace whittle::fx {

enum class ExprKind {
    Name,       // text: "x"
    Dotted,     // text: "torch.ops.aten.add.Tensor", "self.fc1.weight"
    Int,        // integer
    Float,      // real
    String,     // text
    True,
    False,
    None,
    Ellipsis,
    Attribute,  // items[0] . text, where items[0] is not a name
    Call,       // items[0] is the callee, then the arguments; the last keywords.size() are keyword arguments
    Subscript,  // items[0] [ items[1] ]
    List,
    Tuple,
    Dict,       // key, value, key, value
    Unary,      // text: operator
    Binary,     // text: operator
    Slice,      // a:b:c, items with None for what is absent
};

struct Expr {
    ExprKind kind = ExprKind::None;
    std::string text;
    std::int64_t integer = 0;
    double real = 0;
    std::vector<Expr> items;
    std::vector<std::string> keywords;
    Position at;
    std::string_view source;
    int depth = 1;

    bool isName(std::string_view name) const { return kind == ExprKind::Name && text == name; }
    /// Name or dotted text, empty for anything else.
    std::string_view path() const {
        return kind == ExprKind::Name || kind == ExprKind::Dotted ? std::string_view(text) : std::string_view();
    }
    std::size_t positionalCount() const { return items.size() - 1 - keywords.size(); }  ///< Call only
    const Expr* keyword(std::string_view name) const;                                    ///< Call only
};

enum class StmtKind { Assign, Expression, Augmented, Return, Declaration };  // Declaration: `x: "f32[2]"` without a value

struct Stmt {
    StmtKind kind = StmtKind::Expression;
    std::vector<Expr> targets;  ///< Assign: a = b = value gives two; Augmented and Declaration: one
    std::string op;             ///< Augmented: "+="
    std::optional<Expr> annotation;
    Expr value;
    Position at;
};

struct Param {
    std::string name;
    std::optional<Expr> annotation;
    Position at;
};

struct Function {
    std::string name;
    std::vector<Param> params;  ///< `self` left out
    std::vector<Stmt> body;     ///< of all but forward, which Body reads
    std::size_t bodyAt = 0;     ///< its first token
    Position at;
};

/// The statements of a function, parsed line by line as they are asked for: the tree of a long graph would take kilobytes a line.
class Body {
public:
    Body(const Tokens& tokens, const Function& function) : m_tokens(tokens), m_at(function.bodyAt) {}
    /// The statements of the next line, none at the end. Errors: Format, Unsupported, Limit, "line:column: ...".
    Result<std::vector<Stmt>> nextLine();

private:
    const Tokens& m_tokens;
    std::size_t m_at;
};

struct Class {
    std::string name;
    std::vector<Function> functions;
    std::vector<Class> classes;
    Position at;
};

/// A whole file. Statements that are not graph code (imports, kernels, `with`) are stepped over; the simple
/// statements inside `if` and `with` blocks count as top-level ones, as they are in a reproducer's main block.
struct Script {
    std::vector<Class> classes;
    std::vector<Function> functions;
    std::vector<Stmt> statements;
};

/// Errors: Format "line:column: ..." in the heads of classes and functions that hold a graph; Limit for depth.
Result<Script> parseScript(const Tokens& tokens);

}  // namespace whittle::fx
