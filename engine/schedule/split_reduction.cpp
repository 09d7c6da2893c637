#include "engine/schedule/split_reduction.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/loops/lanes.h"
#include "engine/schedule/loop_order.h"

namespace whittle {
namespace {

constexpr std::int64_t kPart = 32768;        // elements of a part: what a thread is worth starting for
constexpr std::int64_t kFewResults = 16;     // more rows than this are work enough for the threads there are
constexpr std::int64_t kFewColumns = 512;    // side by side in memory they are a few blocks of lanes
constexpr std::int64_t kWholeBlocks = 64;    // lanes of the longest block
constexpr std::int64_t kKeptSteps = 4096;    // rows up to here stay in a core's cache from loop to loop, a block of lanes of them (kept_row.h)

SymInt product(const std::vector<LoopVar>& ranges, std::size_t from = 0) {
    SymInt out(1);
    for (std::size_t i = from; i < ranges.size(); ++i) out = out * ranges[i].extent;
    return out;
}

// Loops that reductions are run in: all, or those around the loop over a row.
std::vector<LoopVar> loopsOfResults(const LoopKernel& kernel) { return {kernel.ranges.begin(), kernel.ranges.begin() + kernel.parallel}; }

// Whether results lie side by side in what is reduced: then they are computed in lanes, and even many are few blocks.
bool readsColumns(const LoopKernel& kernel, const std::vector<LoopVar>& results) {
    if (results.empty()) return false;
    const LaneBlock lanes{results.back().name, 4};
    return std::any_of(kernel.exprs.all().begin(), kernel.exprs.all().end(), [&](const LoopExpr& expr) {
        const auto stride = expr.op == LoopOp::Load ? laneStride(expr.index, lanes) : std::nullopt;
        return stride && stride->is(1);
    });
}

// Steps along the outermost loop that make one part, where each walks `across` results. A number that divides the extent leaves no
// short part behind.
std::int64_t partLength(const LoopExpr& reduce, std::int64_t across) {
    const auto rest = (product(reduce.ranges, 1) * across).constant();
    const std::int64_t wanted = std::max<std::int64_t>(1, rest ? kPart / std::max<std::int64_t>(*rest, 1) : 1);
    const auto extent = reduce.ranges.front().extent.constant();
    if (!extent) return wanted;
    const std::int64_t unit = reduce.ranges.size() == 1 && across == 1 ? kWholeBlocks : 1;
    for (std::int64_t length = wanted / unit * unit; length > wanted / 2; length -= unit)
        if (*extent % length == 0) return length;
    return std::max(wanted / unit * unit, std::int64_t{1});
}

class Splitter {
public:
    /// `across`: results that one step of a reduction walks.
    Splitter(const LoweredKernel& lowered, std::int64_t across, const std::function<ValueId()>& fresh)
        : m_kernel(lowered.kernel), m_schedule(lowered.schedule), m_results(loopsOfResults(lowered.kernel)), m_across(across), m_fresh(fresh) {}

    std::vector<LoweredKernel> run() {
        const Placement placement = placeExprs(m_kernel);
        std::vector<ExprId> reductions;  // not those inside others
        for (const auto& level : placement.levels)
            for (const ExprId id : level)
                if (m_kernel.exprs[id].op == LoopOp::Reduce) reductions.push_back(id);
        std::sort(reductions.begin(), reductions.end());  // operands first
        if (hasRows()) return rowWise(placement, reductions);
        std::vector<LoweredKernel> out;
        for (const ExprId id : reductions)
            if (isLong(m_kernel.exprs[id])) out.push_back(part(id));
        if (!out.empty()) out.push_back({rest(), m_schedule});
        return out;
    }

private:
    // The result of a reduction, in parts.
    struct Parts {
        ValueId value;
        SymInt count;
    };

    // A loop inside the results: reductions of rows, and what the rows become.
    bool hasRows() const { return m_results.size() < m_kernel.ranges.size(); }

    // Each reduction in parts; then the rows, element by element in the order of memory, as if what they take of their reductions were inputs.
    std::vector<LoweredKernel> rowWise(const Placement& placement, const std::vector<ExprId>& reductions) {
        for (auto level = placement.levels.begin(); level <= placement.levels.begin() + m_kernel.parallel; ++level) m_ofResults.insert(level->begin(), level->end());
        const bool scans = std::ranges::any_of(m_kernel.exprs.all(), [](const LoopExpr& expr) { return expr.op == LoopOp::Scan; });
        if (scans || reductions.empty() || !std::ranges::all_of(reductions, [&](ExprId id) { return m_ofResults.contains(id) && isLong(m_kernel.exprs[id]); })) return {};
        std::vector<bool> reduced(m_kernel.exprs.size());
        for (std::size_t i = 0; i < reduced.size(); ++i) {
            const LoopExpr& expr = m_kernel.exprs.all()[i];
            reduced[i] = expr.op == LoopOp::Reduce || std::ranges::any_of(expr.args, [&](ExprId arg) { return reduced[at(arg)]; });
        }
        // A position needs its name where it is used.
        for (std::size_t i = 0; i < reduced.size(); ++i)
            if (reduced[i] && m_kernel.exprs.all()[i].op == LoopOp::Indirect) return {};
        std::vector<LoweredKernel> out;
        const auto holdFor = [&](const std::vector<ExprId>& needed) {
            for (const ExprId id : needed)
                if (m_ofResults.contains(id) && reduced[at(id)] && !m_held.contains(id.index())) out.push_back(hold(id));
        };
        for (const ExprId id : reductions) {
            if (const auto body = placement.bodies.find(id); body != placement.bodies.end())
                for (const ExprId expr : body->second) holdFor(m_kernel.exprs[expr].args);
            out.push_back(part(id));
        }
        for (const ExprId expr : placement.levels.back()) holdFor(m_kernel.exprs[expr].args);
        holdFor({m_kernel.stores.front().value});
        out.push_back(rows());
        return out;
    }

    bool isLong(const LoopExpr& reduce) const {
        if (reduce.ranges.empty()) return false;
        const auto total = product(reduce.ranges).constant();
        if (!total) return m_kernel.ranges.empty();  // one result of a size that the run knows
        if (hasRows() && *total <= kKeptSteps) return false;
        return *total * m_across >= 2 * kPart && *reduce.ranges.front().extent.constant() > partLength(reduce, m_across);
    }

    LoopBuffer bufferOf(const Parts& parts, DType dtype, LoopBuffer::Role role) const {
        return {role, dtype, {parts.count, product(m_results)}, parts.value, m_kernel.buffers.back().note + ".parts", MemoryOrder::RowMajor};
    }
    LoopBuffer heldBuffer(ExprId id, LoopBuffer::Role role) const {
        return {role, m_kernel.exprs[id].dtype, {product(m_results)}, m_held.at(id.index()), m_kernel.buffers.back().note + ".joined", MemoryOrder::RowMajor};
    }
    // Of a further kernel of its kind.
    static std::string numbered(std::string name, std::size_t before) { return before == 0 ? name : name + std::to_string(before + 1); }

    // Where the result of a part stands: parts outermost.
    SymInt offset(const SymInt& part) const {
        SymInt out = part;
        for (const LoopVar& range : m_results) out = out * range.extent + SymInt::symbol(range.name);
        return out;
    }

    using Moves = std::function<std::optional<SymInt>(std::string_view)>;

    // Takes what `root` needs into `to`, reductions that are there in parts as the join of those. `move` replaces loop variables.
    ExprId copy(LoopKernel& to, ExprId root, const IndexRanges& ranges, const Moves& move) {
        std::vector<bool> needed(m_kernel.exprs.size(), false);
        needed[at(root)] = true;
        for (std::size_t i = m_kernel.exprs.size(); i-- > 0;)
            if (const auto id = static_cast<std::int32_t>(i); needed[i] && !m_parts.contains(id) && !m_held.contains(id))
                for (const ExprId arg : m_kernel.exprs.all()[i].args) needed[at(arg)] = true;
        std::map<std::int32_t, ExprId> now;
        for (std::size_t i = 0; i < m_kernel.exprs.size(); ++i) {
            if (!needed[i]) continue;
            const auto id = static_cast<std::int32_t>(i);
            LoopExpr expr = m_kernel.exprs.all()[i];
            to.exprs.setMaker(m_kernel.exprs.makerOf(ExprId(id)));
            if (m_held.contains(id)) {
                LoopExpr load{.op = LoopOp::Load, .dtype = expr.dtype, .index = offset(0)};
                load.buffer = bufferIn(to, heldBuffer(ExprId(id), LoopBuffer::Role::Input));
                now[id] = to.exprs.add(std::move(load));
                continue;
            }
            if (const auto parts = m_parts.find(id); parts != m_parts.end()) {
                now[id] = joined(to, expr, parts->second);
                continue;
            }
            for (ExprId& arg : expr.args) arg = now.at(arg.index());
            if (move) expr.index = simplifyIndex(expr.index.substitute(move), ranges);
            if (expr.op == LoopOp::Load) expr.buffer = bufferIn(to, m_kernel.buffers[static_cast<std::size_t>(expr.buffer)]);
            now[id] = to.exprs.add(std::move(expr));
        }
        return now.at(root.index());
    }

    ExprId joined(LoopKernel& to, const LoopExpr& reduce, const Parts& parts) const {
        const LoopVar part{reduce.ranges.front().name + "p", parts.count};
        LoopExpr load{.op = LoopOp::Load, .dtype = reduce.dtype, .index = offset(SymInt::symbol(part.name))};
        load.buffer = bufferIn(to, bufferOf(parts, reduce.dtype, LoopBuffer::Role::Input));
        const ExprId element = to.exprs.add(std::move(load));
        return to.exprs.add({.op = LoopOp::Reduce, .dtype = reduce.dtype, .args = {element}, .combiner = reduce.combiner, .ranges = {part}});
    }

    static int bufferIn(LoopKernel& to, const LoopBuffer& buffer) {
        const auto known = std::find_if(to.buffers.begin(), to.buffers.end(), [&](const LoopBuffer& b) { return b.value == buffer.value; });
        const auto index = known - to.buffers.begin();
        if (known == to.buffers.end()) to.buffers.push_back(buffer);
        return static_cast<int>(index);
    }

    // One reduction over each part of its outermost loop.
    LoweredKernel part(ExprId id) {
        const LoopExpr& reduce = m_kernel.exprs[id];
        const LoopVar& along = reduce.ranges.front();
        const std::int64_t length = partLength(reduce, m_across);
        const Parts parts{m_fresh(), floorDiv(along.extent + (length - 1), length)};
        const LoopVar outer{along.name + "p", parts.count};
        LoopKernel out;
        out.name = numbered(m_kernel.name + "_parts", m_parts.size());
        out.guards = m_kernel.guards;
        out.ranges = m_results;
        out.ranges.insert(out.ranges.begin(), outer);
        out.parallel = static_cast<int>(out.ranges.size());
        const auto known = along.extent.constant();
        const SymInt first = SymInt::symbol(outer.name) * length;
        IndexRanges ranges{{along.name, length}};
        ranges.sizes = m_kernel.sizes;
        for (const LoopVar& range : out.ranges) ranges[range.name] = range.extent;
        for (std::size_t i = 1; i < reduce.ranges.size(); ++i) ranges[reduce.ranges[i].name] = reduce.ranges[i].extent;
        LoopExpr shorter = reduce;
        shorter.ranges.front().extent = known && *known % length == 0 ? SymInt(length) : min(SymInt(length), along.extent - first);
        shorter.args = {copy(out, reduce.args.front(), ranges, [&](std::string_view name) {
            return name == along.name ? std::optional<SymInt>(first + SymInt::symbol(along.name)) : std::nullopt;
        })};
        out.exprs.setMaker(m_kernel.exprs.makerOf(id));
        const ExprId result = out.exprs.add(std::move(shorter));
        out.stores.push_back({static_cast<int>(out.buffers.size()), offset(SymInt::symbol(outer.name)), result});
        out.buffers.push_back(bufferOf(parts, reduce.dtype, LoopBuffer::Role::Output));
        nameSizes(out, m_kernel.sizes);
        m_parts.emplace(id.index(), parts);
        std::vector<SchedulePrimitive> done = hasRows() ? merges() : m_schedule;
        done.push_back({"split", {along.name, "by", std::to_string(length)}, "few results of many elements: parts run on any thread"});
        return {std::move(out), std::move(done)};
    }

    // One element for every result, of parts joined in order.
    LoweredKernel hold(ExprId id) {
        LoopKernel out;
        out.name = numbered(m_kernel.name + "_joined", m_held.size());
        out.guards = m_kernel.guards;
        out.ranges = m_results;
        out.parallel = static_cast<int>(out.ranges.size());
        const ExprId value = copy(out, id, {}, {});
        m_held.emplace(id.index(), m_fresh());
        out.stores.push_back({static_cast<int>(out.buffers.size()), offset(0), value});
        out.buffers.push_back(heldBuffer(id, LoopBuffer::Role::Output));
        nameSizes(out, m_kernel.sizes);
        return {std::move(out), {}};
    }

    // What was done to the loops and still holds where the loop over the rows is not there, or elsewhere.
    std::vector<SchedulePrimitive> merges() const {
        std::vector<SchedulePrimitive> out = m_schedule;
        std::erase_if(out, [](const SchedulePrimitive& one) { return one.name == "reorder"; });
        return out;
    }

    LoweredKernel rows() {
        LoopKernel out = rest();
        // The loop over neighbours inside, and nothing that must stay outside any more.
        const SymInt& offset = out.stores.front().offset;
        std::ranges::stable_partition(out.ranges, [&](const LoopVar& range) {
            const auto step = coefficientOf(offset, range.name);
            return !step || !step->is(1);
        });
        std::vector<SchedulePrimitive> done = merges();
        for (SchedulePrimitive& one : orderLoops(out)) done.push_back(std::move(one));
        nameSizes(out, m_kernel.sizes);
        return {std::move(out), std::move(done)};
    }

    // What was there around the reductions.
    LoopKernel rest() {
        LoopKernel out;
        out.name = m_kernel.name;
        out.guards = m_kernel.guards;
        out.ranges = m_kernel.ranges;
        out.parallel = m_kernel.parallel;
        const LoopStore& store = m_kernel.stores.front();
        const ExprId value = copy(out, store.value, {}, {});
        out.stores.push_back({static_cast<int>(out.buffers.size()), store.offset, value});
        out.buffers.push_back(m_kernel.buffers[static_cast<std::size_t>(store.buffer)]);
        nameSizes(out, m_kernel.sizes);
        return out;
    }

    static std::size_t at(ExprId id) { return static_cast<std::size_t>(id.index()); }

    const LoopKernel& m_kernel;
    const std::vector<SchedulePrimitive>& m_schedule;
    const std::vector<LoopVar> m_results;
    std::int64_t m_across;
    const std::function<ValueId()>& m_fresh;
    std::map<std::int32_t, Parts> m_parts;     // by reduction
    std::set<ExprId> m_ofResults;              // once a row
    std::map<std::int32_t, ValueId> m_held;    // those that are in memory already
};

// Results of a kernel whose reductions may be split, as many as steps walk side by side; 0: it has none or too many.
std::int64_t fewResults(const LoopKernel& kernel) {
    if (kernel.stores.size() != 1 || kernel.stores.front().combiner || !kernel.checks.empty() || static_cast<int>(kernel.ranges.size()) > kernel.parallel + 1) return 0;
    if (std::ranges::none_of(kernel.exprs.all(), [](const LoopExpr& expr) { return expr.op == LoopOp::Reduce; })) return 0;
    const std::vector<LoopVar> loops = loopsOfResults(kernel);
    const auto results = product(loops).constant();
    if (!results || *results > kFewColumns) return 0;
    const bool columns = readsColumns(kernel, loops);
    if (*results > (columns ? kFewColumns : kFewResults)) return 0;
    return columns ? *results : 1;
}

}  // namespace

bool isSplit(const LoopKernel& kernel) {
    return fewResults(kernel) > 0 && splitReductions({kernel, {}}, [] { return ValueId(0); }).size() > 1;  // most end before the copy
}

std::vector<LoweredKernel> splitReductions(LoweredKernel lowered, const std::function<ValueId()>& fresh) {
    std::vector<LoweredKernel> out;
    if (const std::int64_t across = fewResults(lowered.kernel); across > 0) out = Splitter(lowered, across, fresh).run();
    if (out.empty()) out.push_back(std::move(lowered));
    return out;
}

}  // namespace whittle
