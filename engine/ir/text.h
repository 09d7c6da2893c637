// The text form of a graph (docs/text-format.md): what `.wtl` files hold, what golden tests compare
// and what the reproducer shows. Printing and parsing are inverse; the printer is an API: stable
// names, stable order, no addresses, no times. Weight data is not in the text (see formats/wtl.h).
#pragma once

#include "engine/ir/graph.h"
#include "engine/ir/schema.h"

namespace whittle {

enum class TextOrigins { Show, Hide };

struct TextOptions {
    TextOrigins origins = TextOrigins::Show;
};

/// `schemas` decides which arguments print by position; an unknown operator prints all by name.
std::string printGraph(const Graph& graph, const SchemaLookup& schemas, TextOptions options = {});

inline constexpr std::size_t kMaxTextBytes = std::size_t{64} << 20;

/// parseGraph(printGraph(g)) equals g up to ids (they are numbered in order of appearance), tensors
/// of inputs and stack traces; an origin without a name is named like its node. Does not run the
/// verifier. Errors: Format and Unsupported with line and column; Verify for a value used before its
/// definition, defined twice, or not at all; Limit past kMaxTextBytes or 200 nested brackets.
Result<Graph> parseGraph(std::string_view text, const SchemaLookup& schemas);

/// Pieces for messages and views: "aten.add.Tensor(%x, %y, alpha=2)", "[1, 2]".
std::string printNode(const Graph& graph, const Node& node, const SchemaLookup& schemas);
std::string printArg(const Graph& graph, const Arg& arg);

}  // namespace whittle
