#include "engine/schedule/equal_reductions.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "engine/schedule/rewrite_exprs.h"

namespace whittle {
namespace {

// Whether two expressions are the same when the loops of the second take names of the first.
class Comparison {
public:
    Comparison(const ExprPool& pool, const std::map<ExprId, ExprId>& merged) : m_pool(pool), m_merged(merged) {}

    bool same(ExprId left, ExprId right) {
        left = merged(left);
        right = merged(right);
        if (left == right) return true;
        if (m_equal.contains({left, right})) return true;
        const LoopExpr &a = m_pool[left], &b = m_pool[right];
        if (a.op != b.op || a.dtype != b.dtype || a.args.size() != b.args.size() || a.buffer != b.buffer || a.integer != b.integer ||
            std::bit_cast<std::uint64_t>(a.real) != std::bit_cast<std::uint64_t>(b.real) || a.combiner != b.combiner || a.ranges.size() != b.ranges.size())
            return false;
        for (std::size_t i = 0; i < a.ranges.size(); ++i) {
            if (a.ranges[i].extent != renamed(b.ranges[i].extent)) return false;
            if (a.op == LoopOp::Reduce) m_names[b.ranges[i].name] = a.ranges[i].name;
            else if (a.ranges[i].name != b.ranges[i].name) return false;  // positions from memory keep their names
        }
        if (a.index != renamed(b.index)) return false;
        for (std::size_t i = 0; i < a.args.size(); ++i)
            if (!same(a.args[i], b.args[i])) return false;
        m_equal.insert({left, right});
        return true;
    }

private:
    ExprId merged(ExprId id) const {
        const auto found = m_merged.find(id);
        return found == m_merged.end() ? id : found->second;
    }
    SymInt renamed(const SymInt& index) const {
        if (m_names.empty()) return index;
        return index.substitute([&](std::string_view name) -> std::optional<SymInt> {
            const auto found = m_names.find(std::string(name));
            return found == m_names.end() ? std::nullopt : std::optional(SymInt::symbol(found->second));
        });
    }

    const ExprPool& m_pool;
    const std::map<ExprId, ExprId>& m_merged;
    std::map<std::string, std::string> m_names;  // of the second, to those of the first
    std::set<std::pair<ExprId, ExprId>> m_equal;
};

}  // namespace

void mergeEqualReductions(LoopKernel& kernel) {
    const std::span<const LoopExpr> all = kernel.exprs.all();
    std::map<ExprId, ExprId> merged;
    std::vector<ExprId> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].op != LoopOp::Reduce) continue;
        const ExprId id(static_cast<std::int32_t>(i));
        const auto known = std::ranges::find_if(kept, [&](ExprId other) { return Comparison(kernel.exprs, merged).same(other, id); });
        if (known == kept.end()) kept.push_back(id);
        else merged.emplace(id, *known);
    }
    rewriteExprs(kernel, {.instead = [&](ExprId id) {
        const auto found = merged.find(id);
        return found == merged.end() ? id : found->second;
    }});
}

}  // namespace whittle
