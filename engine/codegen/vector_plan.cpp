#include "engine/codegen/vector_plan.h"

#include <bit>
#include <numeric>
#include <set>

#include "engine/codegen/math_bounds.h"
#include "engine/loops/lanes.h"
#include "engine/loops/stores.h"

namespace whittle {
namespace {

constexpr std::int64_t kFewestLanes = 4;       // a shorter loop would leave most of a register idle
constexpr std::int64_t kFewestReduced = 8;     // joining the lanes costs as much as this many elements
constexpr std::int64_t kFewestBlocks = 16;     // for threads to share
// Weights (loopOpInfo) up to which several registers an iteration pay: they hide latency, but a long body has enough
// independent work in one, and compile time grows with the registers.
constexpr int kLightBody = 12, kMiddlingBody = 60;

std::size_t at(ExprId id) { return static_cast<std::size_t>(id.index()); }

class Planner {
public:
    Planner(const LoopKernel& kernel, const Placement& placement, const VectorTarget& target)
        : m_kernel(kernel), m_placement(placement), m_target(target), m_storeLevels(storeLevels(kernel, placement)), m_free(kernel.exprs.size()) {
        for (std::size_t i = 0; i < kernel.exprs.size(); ++i) {
            const LoopExpr& expr = kernel.exprs.all()[i];
            m_free[i] = expr.index.symbols();
            for (const ExprId arg : expr.args) m_free[i].insert(m_free[at(arg)].begin(), m_free[at(arg)].end());
            for (const LoopVar& range : expr.ranges) m_free[i].merge(range.extent.symbols());
        }
        for (const auto& level : placement.levels) m_live.insert(m_live.end(), level.begin(), level.end());
        for (const auto& [reduce, body] : placement.bodies) m_live.insert(m_live.end(), body.begin(), body.end());
    }

    VectorPlan run() {
        chooseVariable();
        chooseReductions();
        m_plan.nonTemporal = !m_plan.variable.empty() && goesPastTheCache();
        m_plan.oneBody = m_target.masks && !m_plan.whole && !m_plan.nonTemporal && m_weight > kMiddlingBody;
        noteCosts();
        m_plan.steps = SymInt(1);
        for (int i = 0; i < m_kernel.parallel; ++i) {
            const SymInt& extent = m_kernel.ranges[static_cast<std::size_t>(i)].extent;
            m_plan.steps = m_plan.steps * (i == m_plan.position ? floorDiv(extent + (m_plan.lanes - 1), m_plan.lanes) : extent);
        }
        return std::move(m_plan);
    }

private:
    bool dependsOn(ExprId id, const std::string& variable) const { return m_free[at(id)].contains(variable); }

    LaneBlock block(const std::string& variable, int lanes) {
        const auto [known, fresh] = m_plan.loose.try_emplace(variable);
        if (fresh)
            for (const ExprId id : m_live)
                if (const LoopExpr& expr = m_kernel.exprs[id]; expr.op == LoopOp::Indirect && dependsOn(id, variable)) known->second.insert(expr.ranges.front().name);
        return {known->first, lanes, &known->second};
    }

    // Loads that are neither one vector nor one scalar when the variable runs in lanes.
    int gathers(const std::vector<ExprId>& ids, const LaneBlock& lanes) const {
        int count = 0;
        for (const ExprId id : ids) {
            const LoopExpr& expr = m_kernel.exprs[id];
            if (expr.op != LoopOp::Load || !moves(expr.index, lanes)) continue;
            const auto stride = laneStride(expr.index, lanes);
            count += !stride || !(stride->is(0) || stride->is(1));
        }
        return count;
    }
    int loads(const std::vector<ExprId>& ids) const {
        int count = 0;
        for (const ExprId id : ids) count += m_kernel.exprs[id].op == LoopOp::Load;
        return count;
    }
    const std::vector<ExprId>& bodyOf(ExprId reduce) const {
        static const std::vector<ExprId> kNone;
        const auto found = m_placement.bodies.find(reduce);
        return found == m_placement.bodies.end() ? kNone : found->second;
    }

    // Whether a reduction can run in lanes over its own innermost variable.
    bool reducesInLanes(ExprId reduce) const {
        const LoopExpr& expr = m_kernel.exprs[reduce];
        if (expr.ranges.empty()) return false;
        const auto extent = expr.ranges.back().extent.constant();
        if (extent && *extent < kFewestReduced) return false;
        return std::none_of(bodyOf(reduce).begin(), bodyOf(reduce).end(), [&](ExprId id) { return m_kernel.exprs[id].op == LoopOp::Reduce; });
    }

    std::vector<ExprId> reductionsOver(const std::string& variable) const {
        std::vector<ExprId> out;
        for (const ExprId id : m_live)
            if (m_kernel.exprs[id].op == LoopOp::Reduce && dependsOn(id, variable)) out.push_back(id);
        return out;
    }

    std::string whyNot(std::size_t position) {
        const LoopVar& range = m_kernel.ranges[position];
        if (const auto extent = range.extent.constant(); extent && *extent < kFewestLanes)
            return fmt::format("the loop over neighbouring elements has {} steps", *extent);
        if (std::any_of(m_live.begin(), m_live.end(), [&](ExprId id) { return m_kernel.exprs[id].op == LoopOp::Scan && m_kernel.exprs[id].index.symbolName() == range.name; }))
            return "a running value goes through it in order";
        const std::vector<ExprId> reductions = reductionsOver(range.name);
        int across = 0, along = 0;
        for (const ExprId id : reductions) {
            const std::vector<ExprId>& body = bodyOf(id);
            across += gathers(body, block(range.name, m_target.lanes));
            along += reducesInLanes(id) ? gathers(body, block(m_kernel.exprs[id].ranges.back().name, m_target.lanes)) : loads(body);
        }
        return along < across ? "the reductions run along memory" : "";
    }

    void chooseVariable() {
        m_plan.reason = m_kernel.ranges.empty() ? "one element" : "no loop has its outputs' elements side by side";
        for (std::size_t i = m_kernel.ranges.size(); i-- > 0;) {
            if (!storesSideBySide(i, m_target.lanes)) continue;
            m_plan.reason = whyNot(i);
            if (!m_plan.reason.empty()) return;
            m_plan.variable = m_kernel.ranges[i].name;
            m_plan.position = static_cast<int>(i);
            m_plan.lanes = lanesOver(i);
            const auto extent = m_kernel.ranges[i].extent.constant();
            m_plan.whole = extent && *extent % m_plan.lanes == 0;
            return;
        }
    }

    // Of what is stored inside the loop; what an outer one stores is one element there.
    bool storesSideBySide(std::size_t position, int lanes) {
        const LaneBlock own = block(m_kernel.ranges[position].name, lanes);
        for (std::size_t i = 0; i < m_kernel.stores.size(); ++i) {
            if (m_storeLevels[i] <= position) continue;
            const auto stride = laneStride(m_kernel.stores[i].offset, own);
            if (!stride || !stride->is(1)) return false;
        }
        return true;
    }

    int lanesOver(std::size_t position) {
        const LoopVar& range = m_kernel.ranges[position];
        for (const ExprId id : m_live)
            if (dependsOn(id, range.name)) m_weight += loopOpInfo(m_kernel.exprs[id].op).cost;
        const bool reduces = !reductionsOver(range.name).empty();
        // A reduction across memory takes one short piece of every row: the longer, the fewer pages it strides over.
        const bool longer = reduces && m_weight <= 2 * kLightBody && range.extent.constant();
        int lanes = m_target.lanes * (m_weight > kMiddlingBody ? 1 : longer ? m_target.lanes / 2 : 2);
        const int fewest = gathers(m_live, block(range.name, m_target.lanes));
        while (lanes > m_target.lanes && (!storesSideBySide(position, lanes) || gathers(m_live, block(range.name, lanes)) > fewest)) lanes /= 2;
        if (const auto extent = range.extent.constant()) {
            lanes = std::min<int>(lanes, static_cast<int>(std::bit_ceil(static_cast<std::uint64_t>(std::min<std::int64_t>(*extent, 1024)))));
            while (lanes > m_target.lanes && *extent % lanes != 0 && *extent % (lanes / 2) == 0) lanes /= 2;
            while (reduces && lanes > m_target.lanes && *extent / lanes < kFewestBlocks) lanes /= 2;
        }
        return lanes;
    }

    void chooseReductions() {
        for (const ExprId id : m_live) {
            const LoopExpr& expr = m_kernel.exprs[id];
            if (expr.op != LoopOp::Reduce || !reducesInLanes(id)) continue;
            if (!m_plan.variable.empty() && dependsOn(id, m_plan.variable)) continue;
            int weight = 0;
            for (const ExprId part : bodyOf(id)) weight += loopOpInfo(m_kernel.exprs[part].op).cost;
            int lanes = weight <= kLightBody ? 64 : weight <= kMiddlingBody ? 32 : 16;
            if (dtypeSize(expr.dtype) == 8 && !isWideSum(m_kernel.exprs, expr)) lanes = std::min(lanes, 32);
            if (const auto extent = expr.ranges.back().extent.constant())
                lanes = std::min<int>(lanes, static_cast<int>(std::bit_ceil(static_cast<std::uint64_t>(std::min<std::int64_t>(*extent, 64)))));
            m_plan.reductions[id] = {lanes, m_target.masks && weight > kMiddlingBody};
        }
    }

    void noteCosts() {
        int count = m_plan.variable.empty() ? 0 : gathers(m_live, block(m_plan.variable, m_plan.lanes));
        for (const auto& [id, own] : m_plan.reductions) count += gathers(bodyOf(id), block(m_kernel.exprs[id].ranges.back().name, own.lanes));
        if (count > 0) m_plan.costs.push_back(fmt::format("{} gather{}", count, count == 1 ? "" : "s"));
        std::set<std::string> calls;
        for (const ExprId id : m_live) {
            const LoopExpr& expr = m_kernel.exprs[id];
            const LoopOpInfo& info = loopOpInfo(expr.op);
            if (!info.libm.empty() && !hasInlineMath(expr.op, expr.dtype)) calls.insert(fmt::format("{} by libm", info.name));
        }
        m_plan.costs.insert(m_plan.costs.end(), calls.begin(), calls.end());
    }

    bool goesPastTheCache() {
        const auto updates = [](const LoopBuffer& buffer) { return buffer.role == LoopBuffer::Role::Update; };
        if (m_target.cacheBytes <= 0 || std::any_of(m_kernel.buffers.begin(), m_kernel.buffers.end(), updates)) return false;
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < m_kernel.stores.size(); ++i) {
            const LoopStore& store = m_kernel.stores[i];
            if (m_storeLevels[i] <= static_cast<std::size_t>(m_plan.position)) continue;
            const LoopBuffer& buffer = m_kernel.buffers[static_cast<std::size_t>(store.buffer)];
            const auto size = static_cast<std::int64_t>(dtypeSize(buffer.dtype));
            std::int64_t count = size;
            for (const SymInt& extent : buffer.sizes) {
                const auto known = extent.constant();
                if (!known || __builtin_mul_overflow(count, *known, &count)) return false;
            }
            bytes += count;
            // Such stores want whole cache lines.
            if (m_plan.lanes * size % 64 != 0 || !laneAligned(store.offset, block(m_plan.variable, m_plan.lanes))) return false;
        }
        return bytes >= m_target.cacheBytes;
    }

    const LoopKernel& m_kernel;
    const Placement& m_placement;
    const VectorTarget& m_target;
    std::vector<std::size_t> m_storeLevels;
    std::vector<std::set<std::string>> m_free;
    std::vector<ExprId> m_live;
    int m_weight = 0;  // of what depends on the variable
    VectorPlan m_plan;
};

std::string widthText(int lanes, const VectorTarget& target) {
    return lanes > target.lanes ? fmt::format("{} x {}", target.lanes, lanes / target.lanes) : std::to_string(lanes);
}

}  // namespace

VectorPlan planVectors(const LoopKernel& kernel, const Placement& placement, const VectorTarget& target) {
    return Planner(kernel, placement, target).run();
}

int widthOf(const VectorPlan& plan, const VectorTarget& target) {
    int lanes = plan.lanes;
    for (const auto& [id, own] : plan.reductions) lanes = std::max(lanes, own.lanes);
    return std::min(lanes, target.lanes);
}

std::string describe(const VectorPlan& plan, const LoopKernel& kernel, const VectorTarget& target) {
    std::vector<std::string> parts;
    if (!plan.variable.empty()) parts.push_back(fmt::format("vector width {} over {}", widthText(plan.lanes, target), plan.variable));
    const std::map<ExprId, VectorPlan::Reduction> inOrder(plan.reductions.begin(), plan.reductions.end());
    for (const auto& [id, own] : inOrder)
        parts.push_back(fmt::format("vector width {} over {}", widthText(own.lanes, target), kernel.exprs[id].ranges.back().name));
    if (plan.variable.empty()) parts.push_back("scalar" + std::string(parts.empty() ? ": " : " outside: ") + plan.reason);
    if (plan.nonTemporal) parts.push_back("non-temporal stores");
    parts.insert(parts.end(), plan.costs.begin(), plan.costs.end());
    return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace whittle
