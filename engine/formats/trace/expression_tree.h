// How a condition on sizes came to be, from the condition down to the symbols: what a view or a terminal shows, line by line.
#pragma once

#include "engine/formats/trace/compile_record.h"

namespace whittle::trace {

struct ExpressionLine {
    int depth = 0;
    std::string text;      ///< "u0 > 2", "2"
    int expression = -1;   ///< index into Compile::expressions; -1: a number, or what the log does not explain
    bool isKnown = false;  ///< its parts stand above, where it was met first
};

/// `root`: ShapeGuard::computedBy and the like; -1 gives nothing. Each expression is taken apart once, so the cost is linear; of more than 10,000 lines the last says so.
std::vector<ExpressionLine> expressionTree(const Compile& compile, int root);

/// "gt of 2 at net.py:13 in forward: if k > 2:", of a symbol "begins at ..."; empty for what is explained nowhere.
std::string expressionWords(const Compile& compile, const ExpressionLine& line);

}  // namespace whittle::trace
