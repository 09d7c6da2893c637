// What has to be known of a forward before its statements are read in order.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "engine/formats/fx_parser.h"
#include "engine/ir/graph.h"

namespace whittle::fx {

struct BodyScan {
    /// `a: "f32[2]" = native_layer_norm[0]` names an output of its node.
    struct Selection {
        std::string name;
        std::optional<Expr> annotation;
        Position at;
    };
    std::unordered_map<std::string, std::map<std::int64_t, Selection>> selections;  ///< by the node's name and the result's number
    std::set<std::string, std::less<>> graphOperands;  ///< names that have to be graphs: `cond(gt, true_graph_0, false_graph_0, [x])`
    std::map<std::string, Expr> declared;              ///< annotations of `x: "f32[2]"`
    std::vector<Param> flattened;                      ///< the names of `x, = fx_pytree.tree_flatten_spec([], self._in_spec)`
    std::unordered_set<std::string> packed;            ///< the names in the brackets there
    std::unordered_set<std::string> read;              ///< names among the parameters that a statement reads
};

/// Errors: those of parsing, for the whole body.
Result<BodyScan> scanBody(const Tokens& tokens, const Function& forward);

/// The parameters of forward. A graph whose parameters were lifted away declares its inputs in the body instead: `x: "f32[2]"` and
/// `x, = fx_pytree.tree_flatten_spec([], self._in_spec)`.
std::vector<Param> formals(const Function& forward, const BodyScan& scan);

/// What annotations say of the results of a node, by result: of one that gives a tuple, at its selections.
struct Annotations {
    std::map<std::int64_t, Type> types;
    bool complete(std::size_t count) const { return types.size() >= std::max<std::size_t>(count, 1); }
};
/// Null for none. Errors: those of parseAnnotation, Limit.
Result<Annotations> annotationsOf(bool isTuple, const std::map<std::int64_t, BodyScan::Selection>* selections, const Stmt* stmt);

/// Whether the statement only takes the inputs out of the call's pytree.
bool isFlatten(const Stmt& stmt);

}  // namespace whittle::fx
