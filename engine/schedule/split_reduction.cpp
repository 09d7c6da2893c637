#include "engine/schedule/split_reduction.h"

#include <algorithm>
#include <map>

#include "engine/loops/lanes.h"

namespace whittle {
namespace {

constexpr std::int64_t kPart = 32768;        // elements of a part: what a thread is worth starting for
constexpr std::int64_t kFewResults = 16;     // more rows than this are work enough for the threads there are
constexpr std::int64_t kFewColumns = 512;    // side by side in memory they are a few blocks of lanes
constexpr std::int64_t kWholeBlocks = 64;    // lanes of the longest block

SymInt product(const std::vector<LoopVar>& ranges, std::size_t from = 0) {
    SymInt out(1);
    for (std::size_t i = from; i < ranges.size(); ++i) out = out * ranges[i].extent;
    return out;
}

// Whether results lie side by side in what is reduced: then they are computed in lanes, and even many are few blocks.
bool readsColumns(const LoopKernel& kernel) {
    if (kernel.ranges.empty()) return false;
    const LaneBlock lanes{kernel.ranges.back().name, 4};
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
        : m_kernel(lowered.kernel), m_schedule(lowered.schedule), m_across(across), m_fresh(fresh) {}

    std::vector<LoweredKernel> run() {
        const Placement placement = placeExprs(m_kernel);
        std::vector<ExprId> reductions;  // not those inside others
        for (const auto& level : placement.levels)
            for (const ExprId id : level)
                if (m_kernel.exprs[id].op == LoopOp::Reduce) reductions.push_back(id);
        std::sort(reductions.begin(), reductions.end());  // operands first
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

    bool isLong(const LoopExpr& reduce) const {
        if (reduce.ranges.empty()) return false;
        const auto total = product(reduce.ranges).constant();
        if (!total) return m_kernel.ranges.empty();  // one result of a size that the run knows
        return *total * m_across >= 2 * kPart && *reduce.ranges.front().extent.constant() > partLength(reduce, m_across);
    }

    LoopBuffer bufferOf(const Parts& parts, DType dtype, LoopBuffer::Role role) const {
        return {role, dtype, {parts.count, m_kernel.points()}, parts.value, m_kernel.buffers.back().note + ".parts", MemoryOrder::RowMajor};
    }

    // Where the result of a part stands: parts outermost.
    SymInt offset(const SymInt& part) const {
        SymInt out = part;
        for (const LoopVar& range : m_kernel.ranges) out = out * range.extent + SymInt::symbol(range.name);
        return out;
    }

    using Moves = std::function<std::optional<SymInt>(std::string_view)>;

    // Takes what `root` needs into `to`, reductions that are there in parts as the join of those. `move` replaces loop variables.
    ExprId copy(LoopKernel& to, ExprId root, const IndexRanges& ranges, const Moves& move) {
        std::vector<bool> needed(m_kernel.exprs.size(), false);
        needed[at(root)] = true;
        for (std::size_t i = m_kernel.exprs.size(); i-- > 0;)
            if (needed[i] && !m_parts.contains(static_cast<std::int32_t>(i)))
                for (const ExprId arg : m_kernel.exprs.all()[i].args) needed[at(arg)] = true;
        std::map<std::int32_t, ExprId> now;
        for (std::size_t i = 0; i < m_kernel.exprs.size(); ++i) {
            if (!needed[i]) continue;
            const auto id = static_cast<std::int32_t>(i);
            LoopExpr expr = m_kernel.exprs.all()[i];
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
        out.name = m_kernel.name + "_parts";
        out.guards = m_kernel.guards;
        out.ranges = m_kernel.ranges;
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
        const ExprId result = out.exprs.add(std::move(shorter));
        out.stores.push_back({static_cast<int>(out.buffers.size()), offset(SymInt::symbol(outer.name)), result});
        out.buffers.push_back(bufferOf(parts, reduce.dtype, LoopBuffer::Role::Output));
        nameSizes(out, m_kernel.sizes);
        m_parts.emplace(id.index(), parts);
        std::vector<SchedulePrimitive> done = m_schedule;
        done.push_back({"split", {along.name, "by", std::to_string(length)}, "few results of many elements: parts run on any thread"});
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
    std::int64_t m_across;
    const std::function<ValueId()>& m_fresh;
    std::map<std::int32_t, Parts> m_parts;  // by reduction
};

}  // namespace

bool isSplit(const LoopKernel& kernel) {
    if (kernel.parallel != static_cast<int>(kernel.ranges.size())) return false;  // most are not: that costs no copy
    const auto results = kernel.points().constant();
    return results && *results <= kFewColumns && splitReductions({kernel, {}}, [] { return ValueId(0); }).size() > 1;
}

std::vector<LoweredKernel> splitReductions(LoweredKernel lowered, const std::function<ValueId()>& fresh) {
    const LoopKernel& kernel = lowered.kernel;
    const bool inOrder = kernel.parallel != static_cast<int>(kernel.ranges.size());
    const auto results = kernel.points().constant();
    const bool columns = readsColumns(kernel), few = results && *results <= (columns ? kFewColumns : kFewResults);
    std::vector<LoweredKernel> out;
    if (few && !inOrder && kernel.stores.size() == 1 && kernel.checks.empty()) out = Splitter(lowered, columns ? *results : 1, fresh).run();
    if (out.empty()) out.push_back(std::move(lowered));
    return out;
}

}  // namespace whittle
