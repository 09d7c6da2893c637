#include "engine/runtime/step_work.h"

namespace whittle {
namespace {

Result<double> product(std::span<const LoopVar> ranges, const SizeOf& sizeOf) {
    double out = 1;
    for (const LoopVar& range : ranges) {
        // An inner extent may depend on an outer variable, which has no value here: as if it ran once.
        const auto extent = sizeOf(range.extent);
        if (!extent && extent.error().code != Code::NotFound) return std::unexpected(extent.error());
        out *= extent ? static_cast<double>(*extent) : 1;
    }
    return out;
}

// What one evaluation of these expressions costs, reductions with all their iterations.
Result<double> costOf(const LoopKernel& kernel, const Placement& placement, const std::vector<ExprId>& ids, const SizeOf& sizeOf) {
    double out = 0;
    for (const ExprId id : ids) {
        const LoopExpr& expr = kernel.exprs[id];
        if (expr.op == LoopOp::Load || expr.op == LoopOp::Cast || expr.op == LoopOp::IndexValue || expr.op == LoopOp::Check) continue;
        if (expr.op != LoopOp::Reduce) {
            out += loopOpInfo(expr.op).cost;
            continue;
        }
        double body = loopOpInfo(combinerOp(expr.combiner)).cost;
        if (const auto found = placement.bodies.find(id); found != placement.bodies.end()) {
            WHITTLE_TRY(const double inner, costOf(kernel, placement, found->second, sizeOf));
            body += inner;
        }
        WHITTLE_TRY(const double times, product(expr.ranges, sizeOf));
        out += times * body;
    }
    return out;
}

}  // namespace

Result<KernelOps> kernelOps(const LoopKernel& kernel, const SizeOf& sizeOf) {
    const Placement placement = placeExprs(kernel);
    KernelOps out;
    for (std::size_t level = 0; level < placement.levels.size(); ++level) {
        WHITTLE_TRY(const double times, product(std::span(kernel.ranges).first(level), sizeOf));
        WHITTLE_TRY(const double each, costOf(kernel, placement, placement.levels[level], sizeOf));
        out.all += times * each;
        if (level == 0) out.outside = each;
    }
    return out;
}

}  // namespace whittle
