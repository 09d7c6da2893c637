#include "engine/formats/trace/expression_tree.h"

#include <set>

#include <fmt/format.h>

namespace whittle::trace {

std::vector<ExpressionLine> expressionTree(const Compile& compile, int root) {
    constexpr std::size_t kMostLines = 10'000;
    std::vector<ExpressionLine> out;
    if (root < 0) return out;
    std::set<int> met;
    std::vector<ExpressionLine> next{{0, compile.expressions[static_cast<std::size_t>(root)].text, root}};  // the last comes first
    while (!next.empty() && out.size() < kMostLines) {
        out.push_back(std::move(next.back()));
        next.pop_back();
        ExpressionLine& line = out.back();
        if (line.expression < 0) continue;
        const std::vector<ExpressionPart>& parts = compile.expressions[static_cast<std::size_t>(line.expression)].parts;
        line.isKnown = !met.insert(line.expression).second && !parts.empty();
        if (line.isKnown) continue;
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) next.push_back({line.depth + 1, part->text, part->expression});
    }
    if (!next.empty()) out.push_back({0, fmt::format("and more: only the first {} lines are shown", kMostLines)});
    return out;
}

std::string expressionWords(const Compile& compile, const ExpressionLine& line) {
    if (line.expression < 0) return {};
    if (line.isKnown) return "as above";
    const Expression& made = compile.expressions[static_cast<std::size_t>(line.expression)];
    std::string out = made.method.empty() ? "begins" : made.method;
    if (!made.user.file.empty()) out += " at " + made.user.place();
    if (!made.user.code.empty()) out += ": " + made.user.code;
    return out;
}

}  // namespace whittle::trace
