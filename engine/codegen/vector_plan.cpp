#include "engine/codegen/vector_plan.h"

#include <bit>
#include <limits>
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
// Rows of a panel: each may lie in a page of its own, in two or three tensors. Measured with gelu(x.t()) + y in 2048 x 2048 f32: 7.4 ms
// with neither panels nor prefetches, 5.4 without panels, 4.5 with 128 rows, 4.2 with 256; as slow again with 64.
constexpr int kPanel = 256;
// Tiles of which rows are copied at a time. Vectors that do not begin with a line need two, and the second one again in the next tile; rows a power of
// two apart leave the innermost cache in between. Running sums of 1024 rows of 4097: 3.2 ms without.
constexpr int kRunTiles = 4;
// Loads that are asked for ahead: a step goes at least so far, and there are enough of them.
constexpr std::int64_t kFarElements = 512, kFarSteps = 64;
// Weights (loopOpInfo) up to which several registers an iteration pay: they hide latency, but a long body has enough
// independent work in one, and compile time grows with the registers.
constexpr int kLightBody = 12, kMiddlingBody = 60;

// What one element costs, where an addition in lanes costs 1; measured on Zen 4.
constexpr int kShuffled = 4;      // a load of whole vectors and the shuffles that pick from them
constexpr int kTransposed = 7;    // a load or store through a tile
constexpr int kGathered = 40;
constexpr int kScalar = 16;       // as a multiple of the same in lanes
constexpr int kJoined = 320;      // joining the lanes of a reduction

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
        m_owner.resize(kernel.exprs.size());
        for (const auto& [reduce, body] : placement.bodies) {
            m_live.insert(m_live.end(), body.begin(), body.end());
            for (const ExprId id : body) m_owner[at(id)] = reduce;
        }
    }

    VectorPlan run() {
        m_reducesInside = !m_kernel.ranges.empty() && !reductionsOver(m_kernel.ranges.back().name).empty();
        chooseVariable();
        chooseTiles();
        noteFarLoads();
        chooseReductions();
        // Where the result goes straight out, along the lanes; and what is read again has to be in the cache.
        const bool direct = m_plan.tiles.empty() && !m_plan.variable.empty();
        if (direct && m_plan.variable == m_kernel.ranges.back().name) m_plan.kept = keptRow(m_kernel, m_placement);
        keepLanes();
        m_plan.nonTemporal = !m_plan.variable.empty() && !m_plan.kept && goesPastTheCache();
        m_plan.oneBody = m_target.masks && !m_plan.whole && !m_plan.nonTemporal && (m_weight > kMiddlingBody || !m_plan.tiles.empty());
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
            const auto step = stride ? stride->constant() : std::nullopt;
            count += !step || !(*step == 0 || *step == 1 || isShuffled(*step));
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
        if (isScanned(range)) return "a running value goes through it in order";
        const std::vector<ExprId> reductions = reductionsOver(range.name);
        int across = 0, along = 0;
        for (const ExprId id : reductions) {
            const std::vector<ExprId>& body = bodyOf(id);
            across += gathers(body, block(range.name, m_target.lanes));
            along += reducesInLanes(id) ? gathers(body, block(m_kernel.exprs[id].ranges.back().name, m_target.lanes)) : loads(body);
        }
        return along < across ? "the reductions run along memory" : "";
    }

    // The outermost loop that may run in lanes.
    std::size_t firstInLanes() const { return m_kernel.turnwise ? static_cast<std::size_t>(m_kernel.parallel) : 0; }

    void chooseVariable() {
        m_plan.reason = m_kernel.ranges.empty() ? "one element" : "no loop has its outputs' elements side by side";
        for (std::size_t i = m_kernel.ranges.size(); i-- > firstInLanes();) {
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

    bool sideBySide(const SymInt& index, const LaneBlock& lanes) const {
        const auto stride = laneStride(index, lanes);
        return stride && stride->is(1);
    }
    // Of what is stored inside the loop; what an outer one stores is one element there.
    bool storesSideBySide(std::size_t position, int lanes) {
        const LaneBlock own = block(m_kernel.ranges[position].name, lanes);
        for (std::size_t i = 0; i < m_kernel.stores.size(); ++i)
            if (m_storeLevels[i] > position && !sideBySide(m_kernel.stores[i].offset, own)) return false;
        return true;
    }

    // --- tiles ---

    using Tiles = std::map<std::string, VectorPlan::Tile>;
    enum class MayTile { No, Yes };

    // Steps of a tile, as many as there are lanes.
    int tileSteps(std::size_t position) const {
        const auto extent = m_kernel.ranges[position].extent.constant();
        return extent ? std::min<int>(m_target.lanes, static_cast<int>(std::bit_ceil(static_cast<std::uint64_t>(std::min<std::int64_t>(*extent, 1024))))) : m_target.lanes;
    }

    // The loop that an expression is computed in for every element, and not only once for many: its reduction's or the innermost.
    const LoopVar* elementLoop(ExprId id) const {
        if (const ExprId owner = m_owner[at(id)]; owner.valid()) return m_kernel.exprs[owner].ranges.empty() ? nullptr : &m_kernel.exprs[owner].ranges.back();
        if (m_kernel.ranges.empty()) return nullptr;
        const LoopVar& last = m_kernel.ranges.back();
        return dependsOn(id, last.name) && !m_reducesInside ? &last : nullptr;
    }

    // What an element of every load, store and operation costs with that loop in lanes, `none` for no loop; nothing where it cannot be. Tiles
    // are left in `tiles` where they may be used.
    static constexpr std::size_t kNoLoop = static_cast<std::size_t>(-1);
    std::optional<std::int64_t> costOf(std::size_t position, MayTile mayTile, Tiles& tiles) {
        const std::string variable = position == kNoLoop ? std::string() : m_kernel.ranges[position].name;
        const int steps = position == kNoLoop ? 1 : tileSteps(position);
        const auto tileOf = [&](const LoopVar& along) -> VectorPlan::Tile& {
            return tiles.try_emplace(along.name, VectorPlan::Tile{.steps = steps, .masks = m_target.masks}).first->second;
        };
        std::map<std::string, VectorPlan::Tile> direct;
        std::int64_t sum = 0;
        for (const ExprId id : m_live) {
            const LoopExpr& expr = m_kernel.exprs[id];
            const LoopVar* along = elementLoop(id);
            if (!along) continue;
            const ExprId owner = m_owner[at(id)];
            const bool across = !variable.empty() && (!owner.valid() || dependsOn(owner, variable));
            const bool inLanes = across || (owner.valid() && reducesInLanes(owner));
            const bool isStepped = owner.valid() || m_kernel.parallel < static_cast<int>(m_kernel.ranges.size());  // parallel loops are no loops here
            if (expr.op == LoopOp::Load) {
                const std::string& own = across ? variable : along->name;
                const LaneBlock lanes = block(own, m_target.lanes);
                const auto stride = laneStride(expr.index, lanes);
                const auto step = stride ? stride->constant() : std::nullopt;
                if (!inLanes) sum += kScalar;
                else if (step == 0 || step == 1) {
                    sum += 1;
                    if (isStepped && across && along->name != variable && step == 1 && expr.args.empty()) direct[along->name].loads.push_back(id);
                }
                else if (step && isShuffled(*step)) sum += kShuffled;
                else if (mayTile == MayTile::Yes && isStepped && across && along->name != variable && expr.args.empty() && sideBySide(expr.index, block(along->name, steps))) {
                    sum += kTransposed;
                    tileOf(*along).loads.push_back(id);
                } else {
                    sum += kGathered;
                }
                continue;
            }
            sum += loopOpInfo(expr.op).cost * (inLanes ? 1 : kScalar);
            if (expr.op == LoopOp::Reduce && !(!variable.empty() && dependsOn(id, variable)) && reducesInLanes(id)) sum += joinCost(expr);
        }
        // Reductions that are there once for many elements.
        for (const ExprId id : m_live)
            if (const LoopExpr& expr = m_kernel.exprs[id]; expr.op == LoopOp::Reduce && !elementLoop(id) && !(!variable.empty() && dependsOn(id, variable)) && reducesInLanes(id))
                sum += joinCost(expr);
        for (std::size_t i = 0; i < m_kernel.stores.size(); ++i) {
            const LoopStore& store = m_kernel.stores[i];
            if (position != kNoLoop && m_storeLevels[i] <= position) continue;
            if (variable.empty()) sum += m_reducesInside ? 0 : kScalar;
            else if (sideBySide(store.offset, block(variable, m_target.lanes))) {
                sum += 1;
                if (m_kernel.exprs.indirects(store.offset).empty()) direct[m_kernel.ranges.back().name].stores.push_back(i);
            }
            else if (mayTile == MayTile::Yes && m_storeLevels[i] == m_kernel.ranges.size() && isTransposed(store, position, steps)) {
                sum += kTransposed;
                tileOf(m_kernel.ranges.back()).stores.push_back(i);
            } else {
                return std::nullopt;
            }
        }
        for (auto& [name, tile] : tiles) {
            tile.directLoads = std::move(direct[name].loads);
            tile.directStores = std::move(direct[name].stores);
        }
        return sum;
    }

    std::int64_t joinCost(const LoopExpr& reduce) const {
        const auto extent = reduce.ranges.back().extent.constant();
        return extent ? kJoined / std::max<std::int64_t>(*extent, 1) : 0;
    }

    bool isTransposed(const LoopStore& store, std::size_t position, int steps) {
        const std::string& last = m_kernel.ranges.back().name;
        return position + 1 < m_kernel.ranges.size() && !store.combiner && m_kernel.exprs.indirects(store.offset).empty() &&
               m_kernel.parallel < static_cast<int>(m_kernel.ranges.size()) && sideBySide(store.offset, block(last, steps));
    }

    // Where loads or stores lie along another loop than the lanes, tiles of both; and lanes over the rows where rows are too short for them.
    void chooseTiles() {
        Tiles none;
        const std::size_t plain = m_plan.variable.empty() ? kNoLoop : static_cast<std::size_t>(m_plan.position);
        std::int64_t least = costOf(plain, MayTile::No, none).value_or(std::numeric_limits<std::int64_t>::max());
        for (std::size_t i = m_kernel.ranges.size(); i-- > firstInLanes();) {
            const LoopVar& range = m_kernel.ranges[i];
            if (const auto extent = range.extent.constant(); extent && *extent < kFewestLanes) continue;
            if (isScanned(range)) continue;
            Tiles tiles;
            const auto cost = costOf(i, MayTile::Yes, tiles);
            if (!cost || *cost >= least || tiles.empty()) continue;
            least = *cost;
            m_plan.tiles = std::move(tiles);
            m_plan.variable = range.name;
            m_plan.position = static_cast<int>(i);
            m_plan.lanes = tileSteps(i);
            const auto extent = range.extent.constant();
            m_plan.whole = extent && *extent % m_plan.lanes == 0;
        }
        if (m_kernel.ranges.empty() || !m_plan.tiles.contains(m_kernel.ranges.back().name)) return;
        copyRows(m_plan.tiles.at(m_kernel.ranges.back().name));
        const auto inOrder = [&](ExprId id) { return m_kernel.exprs[id].op == LoopOp::Reduce || m_kernel.exprs[id].op == LoopOp::Scan; };
        const auto extent = m_kernel.ranges.back().extent.constant();
        // Every panel runs the outer loops again, and what they store may lie over what they read.
        const bool storesOutside = std::ranges::any_of(m_storeLevels, [&](std::size_t level) { return level < m_kernel.ranges.size(); });
        if (std::ranges::none_of(m_live, inOrder) && !storesOutside && (!extent || *extent > kPanel)) m_plan.panel = kPanel;
    }

    void copyRows(VectorPlan::Tile& tile) {
        const LoopVar& last = m_kernel.ranges.back();
        const auto extent = last.extent.constant();
        tile.run = kRunTiles * tile.steps;
        if (extent && *extent < tile.run) return;
        for (const ExprId id : tile.loads)
            if (!laneAligned(m_kernel.exprs[id].index, block(last.name, tile.steps))) tile.rowLoads.push_back(id);
    }

    // Whether a load of whole vectors goes to another page with every step of the loop.
    bool isFar(ExprId id, const LoopVar& along) {
        const LoopExpr& expr = m_kernel.exprs[id];
        if (expr.op != LoopOp::Load || !expr.args.empty() || along.name == m_plan.variable || !sideBySide(expr.index, block(m_plan.variable, m_plan.lanes))) return false;
        const auto stride = laneStride(expr.index, block(along.name, 1));
        const auto extent = along.extent.constant(), step = stride ? stride->constant() : std::nullopt;
        return step && std::abs(*step) >= kFarElements && (!extent || *extent >= kFarSteps);
    }

    void noteFarLoads() {
        if (m_plan.variable.empty()) return;
        for (const ExprId id : m_live) {
            const LoopVar* along = elementLoop(id);
            if (!along || m_plan.tiles.contains(along->name)) continue;
            if (const ExprId owner = m_owner[at(id)]; owner.valid() && !dependsOn(owner, m_plan.variable)) continue;
            if (isFar(id, *along)) m_plan.farLoads[along->name].push_back(id);
        }
    }

    void keepLanes() {
        if (m_plan.variable.empty()) return;
        m_plan.keptLanes = keptLanes(m_kernel, m_placement, {.lanes = m_plan.lanes,
                                                             .perLane = [this](ExprId reduce) { return dependsOn(reduce, m_plan.variable); },
                                                             .isFar = [this](ExprId load, const LoopVar& along) { return isFar(load, along); }});
        if (m_plan.keptLanes.elements.empty()) return;
        std::set<ExprId> kept, needed;
        std::vector<ExprId> open;
        for (const KeptLanes::Element& element : m_plan.keptLanes.elements) {
            open.push_back(element.expr);
            for (const KeptLanes::Use& use : element.again) kept.insert(use.expr);
        }
        for (const LoopStore& store : m_kernel.stores) {
            open.push_back(store.value);
            for (const ExprId id : m_kernel.exprs.indirects(store.offset)) open.push_back(id);
        }
        while (!open.empty()) {
            const ExprId id = open.back();
            open.pop_back();
            if (!needed.insert(id).second || kept.contains(id)) continue;
            const std::vector<ExprId>& args = m_kernel.exprs[id].args;
            open.insert(open.end(), args.begin(), args.end());
        }
        for (const ExprId id : m_live)
            if (!needed.contains(id)) m_plan.unneeded.insert(id);
        const auto isRead = [&](ExprId id) { return needed.contains(id) && !kept.contains(id); };
        const auto drop = [&](std::vector<ExprId>& ids) { std::erase_if(ids, [&](ExprId id) { return !isRead(id); }); };
        for (auto& [variable, ids] : m_plan.farLoads) drop(ids);
        for (auto& [variable, tile] : m_plan.tiles) {
            drop(tile.loads);
            drop(tile.rowLoads);
            drop(tile.directLoads);
        }
        std::erase_if(m_plan.farLoads, [](const auto& one) { return one.second.empty(); });
        for (const KeptLanes::Element& element : m_plan.keptLanes.elements)
            if (m_kernel.exprs[element.expr].op == LoopOp::Load) m_plan.nextLoads[element.again.front().variable].push_back(element.again.front().expr);
        std::erase_if(m_plan.tiles, [](const auto& one) { return one.second.loads.empty() && one.second.stores.empty(); });
        std::erase_if(m_live, [&](ExprId id) { return !needed.contains(id); });
    }

    bool isScanned(const LoopVar& range) const {
        return std::any_of(m_live.begin(), m_live.end(), [&](ExprId id) { return m_kernel.exprs[id].op == LoopOp::Scan && m_kernel.exprs[id].index.symbolName() == range.name; });
    }

    // Of the other parallel loops, as far as that is known.
    std::int64_t stepsBeside(std::size_t position) const {
        std::int64_t out = 1;
        for (std::size_t i = 0; i < static_cast<std::size_t>(m_kernel.parallel); ++i)
            if (i != position) out = std::min(out * m_kernel.ranges[i].extent.constant().value_or(1), kFewestBlocks);
        return out;
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
            // A part of a block is one too, and so is each step of another parallel loop: rows of 127 share no fewer than rows of 128.
            const auto blocks = [&] { return (*extent + lanes - 1) / lanes * stepsBeside(position); };
            while (reduces && lanes > m_target.lanes && blocks() < kFewestBlocks) lanes /= 2;
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
        std::vector<ExprId> direct = m_live;
        for (const auto& [variable, tile] : m_plan.tiles) {
            std::erase_if(direct, [&loads = tile.loads](ExprId id) { return std::ranges::find(loads, id) != loads.end(); });
            const auto copied = tile.rowLoads.empty() ? std::string() : fmt::format(", {} copied by {} first", tile.rowLoads.size(), tile.run);
            m_plan.costs.push_back(fmt::format("tiles of {} steps over {}: {} load{} and {} store{} transposed{}", tile.steps, variable, tile.loads.size(),
                                               tile.loads.size() == 1 ? "" : "s", tile.stores.size(), tile.stores.size() == 1 ? "" : "s", copied));
        }
        int count = m_plan.variable.empty() ? 0 : gathers(direct, block(m_plan.variable, m_plan.lanes));
        for (const auto& [id, own] : m_plan.reductions) count += gathers(bodyOf(id), block(m_kernel.exprs[id].ranges.back().name, own.lanes));
        if (count > 0) m_plan.costs.push_back(fmt::format("{} gather{}", count, count == 1 ? "" : "s"));
        if (m_plan.kept) m_plan.costs.push_back(fmt::format("{} of the reduction kept in the output", loopOpInfo(m_kernel.exprs[m_plan.kept->element].op).name));
        if (!m_plan.keptLanes.elements.empty()) {
            std::vector<std::string_view> names;
            for (const KeptLanes::Element& one : m_plan.keptLanes.elements) names.push_back(loopOpInfo(m_kernel.exprs[one.expr].op).name);
            m_plan.costs.push_back(fmt::format("{} of the rows kept in {} bytes", fmt::join(names, ", "), m_plan.keptLanes.bytes));
        }
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
            if (m_plan.lanes * size % 64 != 0 || !laneAligned(store.offset, block(storedAlong(i), m_plan.lanes))) return false;
        }
        return bytes >= m_target.cacheBytes;
    }

    // The loop along which a vector of a store lies.
    const std::string& storedAlong(std::size_t store) const {
        for (const auto& [variable, tile] : m_plan.tiles)
            if (std::ranges::find(tile.stores, store) != tile.stores.end()) return variable;
        return m_plan.variable;
    }

    const LoopKernel& m_kernel;
    const Placement& m_placement;
    const VectorTarget& m_target;
    std::vector<std::size_t> m_storeLevels;
    bool m_reducesInside = false;  // what the innermost loop computes once is the result of loops of its own
    std::vector<ExprId> m_owner;  // the reduction whose body an expression stands in
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
