#include "engine/codegen/schedule_primitives.h"

#include <algorithm>
#include <map>

#include "engine/loops/stores.h"

namespace whittle {
namespace {

// Lanes of registers, and how many registers at once.
void inLanes(std::vector<SchedulePrimitive>& out, const LoopVar& range, int lanes, bool oneBody, const VectorTarget& target, std::string reason) {
    const auto extent = range.extent.constant();
    const char* tail = extent && *extent % lanes == 0 ? "whole blocks" : oneBody ? "masked body" : "masked tail";
    out.push_back({"vectorise", {range.name, "by", std::to_string(std::min(lanes, target.lanes)), tail}, std::move(reason)});
    if (lanes > target.lanes) out.push_back({"unroll", {range.name, "by", std::to_string(lanes / target.lanes)}, "registers that do not wait for each other"});
}

std::string bufferName(int buffer) { return fmt::format("b{}", buffer); }

}  // namespace

std::vector<SchedulePrimitive> primitivesOf(const VectorPlan& plan, const LoopKernel& kernel, const Placement& placement, const VectorTarget& target) {
    std::vector<SchedulePrimitive> out;
    if (kernel.parallel > 0) {
        SchedulePrimitive parallel{"parallel", {}, ""};
        for (int i = 0; i < kernel.parallel; ++i) parallel.args.push_back(kernel.ranges[static_cast<std::size_t>(i)].name);
        out.push_back(std::move(parallel));
    }
    if (plan.position >= 0) inLanes(out, kernel.ranges[static_cast<std::size_t>(plan.position)], plan.lanes, plan.oneBody, target, "its neighbours lie side by side in the outputs");
    std::map<ExprId, int> sums;  // by reduction that is computed, in order: the lanes of its own
    for (const auto& level : placement.levels)
        for (const ExprId id : level) sums.emplace(id, 1);
    for (const auto& [reduce, body] : placement.bodies)
        for (const ExprId id : body) sums.emplace(id, 1);
    std::erase_if(sums, [&](const auto& one) { return kernel.exprs[one.first].op != LoopOp::Reduce; });
    for (auto& [id, lanes] : sums) {
        const LoopExpr& expr = kernel.exprs[id];
        if (const auto own = plan.reductions.find(id); own != plan.reductions.end() && own->second.lanes > 1) {
            lanes = own->second.lanes;
            inLanes(out, expr.ranges.back(), lanes, own->second.oneBody, target, "each lane reduces its share, the lanes are joined by halves");
        }
        if (isWideSum(kernel.exprs, expr))
            out.push_back({"local-sum", {expr.ranges.back().name, "by", std::to_string(lanes * kSumRun)}, "runs add up in f32 before they join the f64 total"});
    }
    for (const auto& [variable, tile] : plan.tiles) {
        out.push_back({"tile", {variable, "by", std::to_string(tile.steps)}, "what lies along it in memory is transposed on the way"});
        if (!tile.rowLoads.empty()) out.push_back({"local-buffer", {variable, "by", std::to_string(tile.run)}, "rows that begin inside cache lines are copied one after the other"});
    }
    for (const KeptLanes::Element& kept : plan.keptLanes.elements) {
        const bool load = kernel.exprs[kept.expr].op == LoopOp::Load;
        out.push_back({"local-buffer", {kept.variable, "of", std::string(loopOpInfo(kernel.exprs[kept.expr].op).name)},
                       load ? "later loops read it from the cache" : "later loops need not compute it again"});
    }
    for (const auto& [variable, loads] : plan.farLoads)
        out.push_back({"prefetch", {variable, "of", std::to_string(loads.size())}, "each step goes to another page, which the CPU does not foresee"});
    for (const auto& [variable, loads] : plan.nextLoads)
        out.push_back({"prefetch", {variable, "of", std::to_string(loads.size()), "a block ahead"}, "the loop reads little itself while the next block's rows come"});
    const std::vector<std::size_t> levels = storeLevels(kernel, placement);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const int buffer = kernel.stores[i].buffer;
        if (levels[i] < kernel.ranges.size())
            out.push_back({"store", {bufferName(buffer), "in", levels[i] == 0 ? "no loop" : kernel.ranges[levels[i] - 1].name}, "once for all steps of the loops inside"});
        else if (plan.nonTemporal)
            out.push_back({"non-temporal", {bufferName(buffer)}, "the outputs exceed the last-level cache"});
    }
    return out;
}

}  // namespace whittle
