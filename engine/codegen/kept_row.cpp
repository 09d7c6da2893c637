#include "engine/codegen/kept_row.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/loops/bounds.h"
#include "engine/loops/lanes.h"

namespace whittle {
namespace {

constexpr int kFewestWeight = 8;  // of the expression (loopOpInfo): a store and a load cost less

// The expressions of a kernel where one loop's variable stands for another's.
class Matcher {
public:
    Matcher(const LoopKernel& kernel, std::string from, const std::string& to) : m_kernel(kernel), m_from(std::move(from)), m_to(SymInt::symbol(to)) {}

    SymInt moved(const SymInt& index) const {
        return index.substitute([&](std::string_view name) { return name == m_from ? std::optional<SymInt>(m_to) : std::nullopt; });
    }

    // Whether `a` is `b` once the variable is replaced.
    bool same(ExprId a, ExprId b) {
        if (m_same.contains({a, b})) return true;
        if (!alike(a, b)) return false;
        m_same.insert({a, b});
        return true;
    }

private:
    bool alike(ExprId a, ExprId b) {
        const LoopExpr& x = m_kernel.exprs[a];
        const LoopExpr& y = m_kernel.exprs[b];
        if (a == b) return true;
        if (x.op == LoopOp::Indirect || x.op == LoopOp::Reduce || x.op == LoopOp::Scan || x.op == LoopOp::Check) return false;
        if (x.op != y.op || x.dtype != y.dtype || x.buffer != y.buffer || x.real != y.real || x.integer != y.integer || x.args.size() != y.args.size()) return false;
        if (moved(x.index) != y.index) return false;
        for (std::size_t i = 0; i < x.args.size(); ++i)
            if (!same(x.args[i], y.args[i])) return false;
        return true;
    }

    const LoopKernel& m_kernel;
    std::string m_from;
    SymInt m_to;
    std::set<std::pair<ExprId, ExprId>> m_same;  // operands are shared: each pair is looked at once
};

using Weights = std::map<ExprId, int>;

int weightOf(const LoopKernel& kernel, ExprId id, Weights& known) {
    if (const auto found = known.find(id); found != known.end()) return found->second;
    const LoopExpr& expr = kernel.exprs[id];
    if (expr.op == LoopOp::Reduce || expr.op == LoopOp::Load) return 0;
    int out = loopOpInfo(expr.op).cost;
    for (const ExprId arg : expr.args) out = std::min(out + weightOf(kernel, arg, known), 1000);
    return known[id] = out;
}

}  // namespace

std::optional<KeptRow> keptRow(const LoopKernel& kernel, const Placement& placement) {
    if (kernel.stores.size() != 1 || kernel.ranges.empty() || kernel.parallel >= static_cast<int>(kernel.ranges.size())) return std::nullopt;
    // What lies below the output is read after the row is there.
    if (std::ranges::any_of(kernel.buffers, &LoopBuffer::overwritten)) return std::nullopt;
    const LoopStore& store = kernel.stores.front();
    const LoopBuffer& buffer = kernel.buffers[static_cast<std::size_t>(store.buffer)];
    if (store.combiner || buffer.role != LoopBuffer::Role::Output || !kernel.exprs.indirects(store.offset).empty()) return std::nullopt;
    const LoopVar& last = kernel.ranges.back();
    // Each element needs a place of its own in the row. A step that is a size, or a product of sizes, is not 0 where there are elements.
    const auto step = coefficientOf(store.offset, last.name);
    if (!step || step->is(0) || !isNonNegative(*step, kernel.sizes)) return std::nullopt;
    if (const auto extent = last.extent.constant(); extent && *extent > kLongestRow) return std::nullopt;
    std::optional<KeptRow> best;
    Weights weights;
    int most = kFewestWeight - 1;
    // Just outside the innermost loop every other variable of the offset has its value.
    for (const ExprId reduce : placement.levels[kernel.ranges.size() - 1]) {
        const LoopExpr& expr = kernel.exprs[reduce];
        const auto body = placement.bodies.find(reduce);
        if (expr.op != LoopOp::Reduce || expr.ranges.size() != 1 || expr.ranges.front().extent != last.extent || body == placement.bodies.end()) continue;
        Matcher match(kernel, expr.ranges.front().name, last.name);
        const Matcher back(kernel, last.name, expr.ranges.front().name);
        for (const ExprId element : body->second)
            for (const ExprId again : placement.levels.back()) {
                if (kernel.exprs[element].dtype != buffer.dtype || !match.same(element, again)) continue;
                const int weight = weightOf(kernel, element, weights);
                if (weight <= most) continue;
                most = weight;
                best = {reduce, element, again, {store.buffer, back.moved(store.offset), element, {}}};
            }
    }
    return best;
}

}  // namespace whittle
