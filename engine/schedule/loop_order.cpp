#include "engine/schedule/loop_order.h"

#include <algorithm>
#include <set>

#include "engine/loops/index.h"

namespace whittle {
namespace {

bool mentions(const SymInt& expr, const std::string& name) { return expr.symbols().contains(name); }

// What `name` is multiplied by in a sum, or nothing when it stands inside a division or twice in a product.
std::optional<SymInt> coefficientOf(const SymInt& expr, const std::string& name) {
    const auto at = [&](std::int64_t value) {
        return expr.substitute([&](std::string_view s) { return s == name ? std::optional<SymInt>(value) : std::nullopt; });
    };
    const SymInt rest = at(0), coefficient = at(1) - rest;
    if (mentions(coefficient, name) || expr != rest + coefficient * SymInt::symbol(name)) return std::nullopt;
    return coefficient;
}

// Calls f(index) for everything in the kernel that is computed from loop variables.
template <class F>
bool everyIndex(const LoopKernel& kernel, F&& f) {
    for (const LoopExpr& expr : kernel.exprs.all())
        if (!f(expr.index)) return false;
    for (const LoopStore& store : kernel.stores)
        if (!f(store.offset)) return false;
    return true;
}

void substitute(LoopKernel& kernel, const std::function<std::optional<SymInt>(std::string_view)>& replace) {
    ExprPool pool;
    std::vector<ExprId> now;  // ids shift when expressions become equal
    for (LoopExpr expr : kernel.exprs.all()) {
        for (ExprId& arg : expr.args) arg = now[static_cast<std::size_t>(arg.index())];
        expr.index = expr.index.substitute(replace);
        now.push_back(pool.add(std::move(expr)));
    }
    kernel.exprs = std::move(pool);
    for (LoopStore& store : kernel.stores) {
        store.offset = store.offset.substitute(replace);
        store.value = now[static_cast<std::size_t>(store.value.index())];
    }
}

// Two neighbouring loops become one where every index walks them as one: c*n*outer + c*inner.
void mergeLoops(LoopKernel& kernel) {
    for (std::size_t i = kernel.ranges.size(); i-- > 1;) {
        const LoopVar outer = kernel.ranges[i - 1], inner = kernel.ranges[i];
        const bool together = everyIndex(kernel, [&](const SymInt& index) {
            if (!mentions(index, outer.name) && !mentions(index, inner.name)) return true;
            const auto a = coefficientOf(index, outer.name), b = coefficientOf(index, inner.name);
            return a && b && *a == *b * inner.extent;
        });
        if (!together) continue;
        substitute(kernel, [&](std::string_view s) { return s == outer.name ? std::optional<SymInt>(0) : std::nullopt; });
        kernel.ranges[i - 1] = {inner.name, outer.extent * inner.extent};
        kernel.ranges.erase(kernel.ranges.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

// Loop variables that every reduction needs; all of them when there is no reduction.
std::set<std::string> neededByReductions(const LoopKernel& kernel) {
    std::set<std::string> needed;
    for (const LoopVar& range : kernel.ranges) needed.insert(range.name);
    std::vector<std::set<std::string>> free(kernel.exprs.size());
    for (std::size_t i = 0; i < kernel.exprs.size(); ++i) {
        const LoopExpr& expr = kernel.exprs.all()[i];
        free[i] = expr.index.symbols();
        for (const ExprId arg : expr.args) {
            const auto& below = free[static_cast<std::size_t>(arg.index())];
            free[i].insert(below.begin(), below.end());
        }
        if (expr.op == LoopOp::Reduce) std::erase_if(needed, [&](const std::string& name) { return !free[i].contains(name); });
    }
    return needed;
}

}  // namespace

void orderLoops(LoopKernel& kernel) {
    mergeLoops(kernel);
    const std::set<std::string> outer = neededByReductions(kernel);
    std::stable_partition(kernel.ranges.begin(), kernel.ranges.end(), [&](const LoopVar& v) { return outer.contains(v.name); });
    const bool reduces = std::any_of(kernel.exprs.all().begin(), kernel.exprs.all().end(),
                                     [](const LoopExpr& e) { return e.op == LoopOp::Reduce; });
    // Without reductions the innermost loop stays whole: it is the one that vectorises.
    const auto count = static_cast<int>(kernel.ranges.size());
    kernel.parallel = reduces ? static_cast<int>(outer.size()) : count > 1 ? count - 1 : count;
}

}  // namespace whittle
