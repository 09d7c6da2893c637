#include "engine/schedule/loop_order.h"

#include <algorithm>
#include <set>

#include "engine/loops/index.h"
#include "engine/loops/lanes.h"
#include "engine/schedule/rewrite_exprs.h"

namespace whittle {
namespace {

// Calls f(index) for everything in the kernel that is computed from loop variables.
template <class F>
bool everyIndex(const LoopKernel& kernel, F&& f) {
    for (const LoopExpr& expr : kernel.exprs.all())
        if (!f(expr.index)) return false;
    for (const LoopStore& store : kernel.stores)
        if (!f(store.offset)) return false;
    return true;
}

// Two neighbouring loops that are to become one, which keeps the name of the inner.
struct Pair {
    LoopVar outer, inner;
};

void join(std::vector<LoopVar>& ranges, const Pair& pair) {
    const auto outer = std::find(ranges.begin(), ranges.end(), pair.outer);
    if (outer == ranges.end()) return;
    *outer = {pair.inner.name, pair.outer.extent * pair.inner.extent};
    ranges.erase(outer + 1);
}

void join(LoopKernel& kernel, const Pair& pair) {
    const auto replace = [&](std::string_view s) { return s == pair.outer.name ? std::optional<SymInt>(0) : std::nullopt; };
    rewriteExprs(kernel, {.change = [&](LoopExpr& expr) {
        expr.index = expr.index.substitute(replace);
        join(expr.ranges, pair);
    }});
    for (LoopStore& store : kernel.stores) store.offset = store.offset.substitute(replace);
    join(kernel.ranges, pair);
}

// Whether every index walks the two as one: c*n*outer + c*inner.
bool walkAsOne(const LoopKernel& kernel, const Pair& pair) {
    return everyIndex(kernel, [&](const SymInt& index) {
        if (!mentions(index, pair.outer.name) && !mentions(index, pair.inner.name)) return true;
        const auto a = coefficientOf(index, pair.outer.name), b = coefficientOf(index, pair.inner.name);
        return a && b && *a == *b * pair.inner.extent;
    });
}

// Longer loops for the vector lanes: those of the kernel, and those of each reduction.
void mergeLoops(LoopKernel& kernel, std::vector<SchedulePrimitive>& done) {
    const auto tell = [&](const Pair& pair) { done.push_back({"merge", {pair.outer.name, pair.inner.name}, "every index walks them as one"}); };
    for (std::size_t i = kernel.ranges.size(); i-- > 1;)
        if (const Pair pair{kernel.ranges[i - 1], kernel.ranges[i]}; walkAsOne(kernel, pair)) {
            join(kernel, pair);
            tell(pair);
        }
    // Two over the same loops (a sum and the same in f64) are joined as one: the second would find loops that are no more.
    std::vector<std::vector<LoopVar>> reductions;
    for (const LoopExpr& expr : kernel.exprs.all())
        if (expr.ranges.size() > 1 && std::ranges::find(reductions, expr.ranges) == reductions.end()) reductions.push_back(expr.ranges);
    for (std::vector<LoopVar>& ranges : reductions)
        for (std::size_t i = ranges.size(); i-- > 1;)
            if (const Pair pair{ranges[i - 1], ranges[i]}; walkAsOne(kernel, pair)) {
                join(kernel, pair);
                join(ranges, pair);
                tell(pair);
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

// Whether neighbours in the loop lie side by side in memory.
bool walksSideBySide(const SymInt& index, const LoopVar& range) {
    const auto coefficient = coefficientOf(index, range.name);
    return coefficient && coefficient->is(1);
}

// Where a load jumps from element to element of the innermost loop, and another loop walks it side by side (a
// transposition), that one goes inside: the lanes of the first then read neighbours of what they read a step before, which
// the cache still has. Without reductions only, whose order is settled.
void putSideBySideInside(LoopKernel& kernel) {
    if (kernel.ranges.size() < 2) return;
    constexpr std::int64_t kLine = 16;  // f32 elements of a cache line
    const LoopVar last = kernel.ranges.back();
    for (const LoopStore& store : kernel.stores)
        if (!walksSideBySide(store.offset, last)) return;
    for (const LoopExpr& expr : kernel.exprs.all()) {
        if (expr.op != LoopOp::Load || !mentions(expr.index, last.name) || walksSideBySide(expr.index, last)) continue;
        for (std::size_t i = kernel.ranges.size() - 1; i-- > 0;) {
            const auto extent = kernel.ranges[i].extent.constant();
            if ((extent && *extent < kLine) || !walksSideBySide(expr.index, kernel.ranges[i])) continue;
            std::rotate(kernel.ranges.begin() + static_cast<std::ptrdiff_t>(i), kernel.ranges.begin() + static_cast<std::ptrdiff_t>(i) + 1, kernel.ranges.end());
            return;
        }
    }
}

// A running value goes through its loop in order, with nothing inside: the others are parallel.
bool putScanInside(LoopKernel& kernel) {
    for (const LoopExpr& expr : kernel.exprs.all()) {
        if (expr.op != LoopOp::Scan) continue;
        const auto along = std::find_if(kernel.ranges.begin(), kernel.ranges.end(), [&](const LoopVar& range) { return range.name == expr.index.symbolName(); });
        std::rotate(along, along + 1, kernel.ranges.end());
        kernel.parallel = static_cast<int>(kernel.ranges.size()) - 1;
        return true;
    }
    return false;
}

std::vector<std::string> namesOf(const std::vector<LoopVar>& ranges) {
    std::vector<std::string> out;
    for (const LoopVar& range : ranges) out.push_back(range.name);
    return out;
}

}  // namespace

std::vector<SchedulePrimitive> orderLoops(LoopKernel& kernel) {
    std::vector<SchedulePrimitive> done;
    mergeLoops(kernel, done);
    const std::vector<std::string> before = namesOf(kernel.ranges);
    const auto reordered = [&](std::string reason) {
        if (namesOf(kernel.ranges) != before) done.push_back({"reorder", namesOf(kernel.ranges), std::move(reason)});
        return std::move(done);
    };
    if (putScanInside(kernel)) return reordered("a running value goes through its loop in order, inside the others");
    const std::set<std::string> outer = neededByReductions(kernel);
    std::stable_partition(kernel.ranges.begin(), kernel.ranges.end(), [&](const LoopVar& v) { return outer.contains(v.name); });
    const bool reduces = std::any_of(kernel.exprs.all().begin(), kernel.exprs.all().end(),
                                     [](const LoopExpr& e) { return e.op == LoopOp::Reduce; });
    if (!reduces) putSideBySideInside(kernel);
    // Without reductions the innermost loop stays whole.
    const auto count = static_cast<int>(kernel.ranges.size());
    kernel.parallel = reduces ? static_cast<int>(outer.size()) : count > 1 ? count - 1 : count;
    return reordered(reduces ? "reductions run once for each step of the outer loops" : "what is read across memory is read along it inside");
}

}  // namespace whittle
