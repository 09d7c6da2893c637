#include "engine/codegen/kept_row.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/loops/bounds.h"
#include "engine/loops/lanes.h"
#include "engine/loops/stores.h"

namespace whittle {
namespace {

constexpr int kFewestWeight = 8;  // of the expression (loopOpInfo): a store and a load cost less
constexpr std::int64_t kMostRoom = std::int64_t{256} << 10;  // bytes in the frame: a quarter of a second-level cache, and of little of a thread's stack

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

// A loop over a row: a reduction's, or the kernel's innermost.
struct RowLoop {
    ExprId reduce;  // invalid: the innermost
    LoopVar along;
    const std::vector<ExprId>* body;
    std::vector<ExprId> roots;
};

// Those that run one after the other inside the same loops.
std::vector<RowLoop> rowLoops(const LoopKernel& kernel, const Placement& placement, std::size_t level, const LanesOfRows& rows) {
    std::vector<RowLoop> out;
    for (const ExprId id : placement.levels[level]) {
        const LoopExpr& expr = kernel.exprs[id];
        const auto body = placement.bodies.find(id);
        if (expr.op != LoopOp::Reduce || expr.ranges.size() != 1 || body == placement.bodies.end() || !expr.ranges.front().extent.constant() || !rows.perLane(id)) continue;
        out.push_back({id, expr.ranges.front(), &body->second, expr.args});
    }
    const bool hasInnermost = level + 1 == kernel.ranges.size() && kernel.parallel < static_cast<int>(kernel.ranges.size());
    if (out.empty() || !hasInnermost) return out;
    RowLoop last{{}, kernel.ranges.back(), &placement.levels.back(), {}};
    const std::vector<std::size_t> levels = storeLevels(kernel, placement);
    for (std::size_t i = 0; i < levels.size(); ++i)
        if (levels[i] == kernel.ranges.size()) last.roots.push_back(kernel.stores[i].value);
    out.push_back(std::move(last));
    return out;
}

class LanesKeeper {
public:
    LanesKeeper(const LoopKernel& kernel, const LanesOfRows& rows) : m_kernel(kernel), m_rows(rows) {}

    void keepBetween(const std::vector<RowLoop>& loops) {
        const std::size_t first = m_kept.size();
        for (std::size_t later = 1; later < loops.size(); ++later) {
            std::set<ExprId> kept;
            costly(loops, later, kept);
            for (const ExprId id : neededOf(loops[later], kept))
                if (m_kernel.exprs[id].op == LoopOp::Load && m_rows.isFar(id, loops[later].along)) keepFirst(loops, later, id);
        }
        std::stable_sort(m_kept.begin() + static_cast<std::ptrdiff_t>(first), m_kept.end(), [](const Kept& a, const Kept& b) { return a.written < b.written; });
        giveRooms(first);
    }

    KeptLanes result() {
        for (Kept& kept : m_kept)
            if (kept.fits) m_out.elements.push_back(std::move(kept.element));
        return std::move(m_out);
    }

private:
    struct Kept {
        KeptLanes::Element element;
        std::size_t written = 0, lastRead = 0;  // loops
        bool fits = false;
    };

    // What is costliest to compute again; one for all lanes is no row of the room.
    void costly(const std::vector<RowLoop>& loops, std::size_t later, std::set<ExprId>& kept) {
        ExprId best;
        int most = kFewestWeight - 1;
        for (const ExprId id : *loops[later].body)
            if (const int weight = weightOf(m_kernel, id, m_weights); weight > most && m_rows.perLane(id) && writerOf(loops, later, id)) {
                most = weight;
                best = id;
            }
        if (!best.valid()) return;
        keepFirst(loops, later, best);
        kept.insert(best);
    }

    // What a loop computes when some of it is there already.
    std::set<ExprId> neededOf(const RowLoop& loop, const std::set<ExprId>& kept) const {
        const std::set<ExprId> inside(loop.body->begin(), loop.body->end());
        std::set<ExprId> out;
        std::vector<ExprId> open = loop.roots;
        while (!open.empty()) {
            const ExprId id = open.back();
            open.pop_back();
            if (!inside.contains(id) || kept.contains(id) || !out.insert(id).second) continue;
            const std::vector<ExprId>& args = m_kernel.exprs[id].args;
            open.insert(open.end(), args.begin(), args.end());
        }
        return out;
    }

    // The first loop that computes the same, and what it is there.
    std::optional<std::pair<std::size_t, ExprId>> writerOf(const std::vector<RowLoop>& loops, std::size_t later, ExprId id) const {
        for (std::size_t i = 0; i < later; ++i) {
            if (loops[i].along.extent != loops[later].along.extent) continue;
            Matcher match(m_kernel, loops[i].along.name, loops[later].along.name);
            for (const ExprId element : *loops[i].body)
                if (match.same(element, id)) return element == id ? std::nullopt : std::optional(std::pair(i, element));  // two reductions over one loop may share it
        }
        return std::nullopt;
    }

    void keepFirst(const std::vector<RowLoop>& loops, std::size_t later, ExprId id) {
        const auto writer = writerOf(loops, later, id);
        if (!writer) return;
        const RowLoop& loop = loops[writer->first];
        auto kept = std::ranges::find_if(m_kept, [&](const Kept& one) { return one.element.reduce == loop.reduce && one.element.expr == writer->second; });
        if (kept == m_kept.end()) {
            m_kept.push_back({.element = {.reduce = loop.reduce, .expr = writer->second, .variable = loop.along.name, .again = {}}, .written = writer->first});
            kept = m_kept.end() - 1;
        }
        kept->element.again.push_back({id, loops[later].along.name});
        kept->lastRead = std::max(kept->lastRead, later);
    }

    // A room is free for what the loop stores that reads it last: each step reads before it stores.
    void giveRooms(std::size_t first) {
        std::map<std::size_t, std::size_t> freeFrom;  // by room of these loops
        for (std::size_t i = first; i < m_kept.size(); ++i) {
            Kept& kept = m_kept[i];
            const LoopExpr& reduce = m_kernel.exprs[kept.element.reduce];
            const KeptLanes::Room wanted{m_kernel.exprs[kept.element.expr].dtype, *reduce.ranges.front().extent.constant()};
            const auto free = std::ranges::find_if(freeFrom, [&](const auto& one) {
                const KeptLanes::Room& room = m_out.rooms[one.first];
                return one.second <= kept.written && room.dtype == wanted.dtype && room.steps == wanted.steps;
            });
            if (free == freeFrom.end()) {
                const auto step = static_cast<std::int64_t>(dtypeSize(wanted.dtype)) * m_rows.lanes;
                if (wanted.steps > (kMostRoom - m_out.bytes) / step) continue;
                m_out.bytes += wanted.steps * step;
                kept.element.room = m_out.rooms.size();
                m_out.rooms.push_back(wanted);
            } else {
                kept.element.room = free->first;
            }
            freeFrom[kept.element.room] = kept.lastRead;
            kept.fits = true;
        }
    }

    const LoopKernel& m_kernel;
    const LanesOfRows& m_rows;
    Weights m_weights;
    std::vector<Kept> m_kept;
    KeptLanes m_out;
};

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

KeptLanes keptLanes(const LoopKernel& kernel, const Placement& placement, const LanesOfRows& rows) {
    LanesKeeper keeper(kernel, rows);
    for (std::size_t level = 0; level < placement.levels.size(); ++level) keeper.keepBetween(rowLoops(kernel, placement, level, rows));
    return keeper.result();
}

}  // namespace whittle
