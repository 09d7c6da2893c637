#include "engine/schedule/kernel_cost.h"

#include <algorithm>
#include <map>
#include <set>

namespace whittle {
namespace {

constexpr double kNear = 256 << 10;      // bytes that the cache of a core keeps from one loop to the next
constexpr std::int64_t kUnknown = 128;   // a size that the graph tells nothing of

std::size_t at(ExprId id) { return static_cast<std::size_t>(id.index()); }

std::string unitText(double bytes) {
    constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < std::size(kUnits)) {
        bytes /= 1000;
        ++unit;
    }
    return unit == 0 ? fmt::format("{:.0f} bytes", bytes) : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

class Costs {
public:
    Costs(const LoopKernel& kernel, const Graph& graph) : m_kernel(kernel), m_graph(graph), m_placement(placeExprs(kernel)) {
        for (const LoopVar& range : kernel.ranges) m_extents[range.name] = range.extent;
        for (const LoopExpr& expr : kernel.exprs.all())
            if (expr.op == LoopOp::Reduce)
                for (const LoopVar& range : expr.ranges) m_extents[range.name] = range.extent;
        for (std::size_t i = 0; i < kernel.exprs.size(); ++i) {
            const LoopExpr& expr = kernel.exprs.all()[i];
            addLoops(expr.index, m_loopsOf.emplace_back());
            for (const ExprId arg : expr.args) m_loopsOf[i].insert(m_loopsOf[at(arg)].begin(), m_loopsOf[at(arg)].end());
        }
        for (int i = 0; i < kernel.parallel; ++i) m_outer.insert(kernel.ranges[static_cast<std::size_t>(i)].name);
    }

    KernelCost run() {
        double steps = 1;
        for (std::size_t level = 0; level < m_placement.levels.size(); ++level) {
            if (level > 0) steps *= traced(m_kernel.ranges[level - 1].extent);
            visit(m_placement.levels[level], steps, ExprId());
        }
        for (std::size_t i = 0; i < m_kernel.buffers.size(); ++i) {
            const LoopBuffer& buffer = m_kernel.buffers[i];
            if (buffer.role == LoopBuffer::Role::Input) m_cost.read = m_cost.read + readOf(buffer, m_reads[static_cast<int>(i)]);
            else m_cost.written = m_cost.written + sizeOf(buffer);
        }
        return std::move(m_cost);
    }

private:
    // The loads of one buffer in one loop nest: a reduction's, or the kernel's own.
    struct Read {
        SymInt elements;  // different ones, over all loops
        SymInt ofStep;    // and over those inside a step that runs in parallel
    };
    using Reads = std::map<ExprId, Read>;  // by reduction; an invalid id for the kernel's own loops

    double traced(const SymInt& size) const { return asTraced(size, m_graph); }
    const SymInt& larger(const SymInt& a, const SymInt& b) const { return traced(a) < traced(b) ? b : a; }

    void visit(const std::vector<ExprId>& ids, double steps, ExprId owner) {
        for (const ExprId id : ids) {
            const LoopExpr& expr = m_kernel.exprs[id];
            m_cost.operations += loopOpInfo(expr.op).cost * steps;
            if (expr.op == LoopOp::Load) note(expr, owner);
            if (expr.op != LoopOp::Reduce) continue;
            double inside = steps;
            for (const LoopVar& range : expr.ranges) inside *= traced(range.extent);
            m_cost.operations += inside;  // to join them
            if (const auto body = m_placement.bodies.find(id); body != m_placement.bodies.end()) visit(body->second, inside, owner.valid() ? owner : id);
        }
    }

    void note(const LoopExpr& load, ExprId owner) {
        std::set<std::string> loops;
        addLoops(load.index, loops);
        Read one{1, 1};
        for (const std::string& name : loops) {
            one.elements = one.elements * m_extents.at(name);
            if (!m_outer.contains(name)) one.ofStep = one.ofStep * m_extents.at(name);
        }
        const auto [known, fresh] = m_reads[load.buffer].try_emplace(owner, one);
        if (fresh) return;
        known->second.elements = larger(known->second.elements, one.elements);
        known->second.ofStep = larger(known->second.ofStep, one.ofStep);
    }

    // The loops that an index moves with, through positions that come from memory.
    void addLoops(const SymInt& index, std::set<std::string>& to) const {
        for (const std::string& name : index.symbols())
            if (m_extents.contains(name)) to.insert(name);
        for (const ExprId position : m_kernel.exprs.indirects(index)) to.insert(m_loopsOf[at(position)].begin(), m_loopsOf[at(position)].end());
    }

    SymInt sizeOf(const LoopBuffer& buffer) const {
        SymInt out(static_cast<std::int64_t>(dtypeSize(buffer.dtype)));
        for (const SymInt& size : buffer.sizes) out = out * size;
        return out;
    }

    SymInt readOf(const LoopBuffer& buffer, const Reads& reads) const {
        const SymInt whole = sizeOf(buffer);
        const auto element = static_cast<std::int64_t>(dtypeSize(buffer.dtype));
        SymInt once(0), each(0);
        double step = 0;
        for (const auto& [owner, read] : reads) {
            SymInt bytes = read.elements * element;
            if (traced(whole) <= traced(bytes)) bytes = whole;
            once = larger(once, bytes);
            each = each + bytes;
            step = std::max(step, traced(read.ofStep * element));
        }
        return step <= kNear ? once : each;
    }

    const LoopKernel& m_kernel;
    const Graph& m_graph;
    Placement m_placement;
    std::map<std::string, SymInt> m_extents;
    std::set<std::string> m_outer;
    std::vector<std::set<std::string>> m_loopsOf;  // by expression
    std::map<int, Reads> m_reads;
    KernelCost m_cost;
};

}  // namespace

double asTraced(const SymInt& size, const Graph& graph) {
    if (const auto known = size.constant()) return static_cast<double>(*known);
    const auto value = size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = graph.symbols.find(std::string(name));
        return found != graph.symbols.end() && found->second.hint ? *found->second.hint : kUnknown;
    });
    return value ? static_cast<double>(*value) : 0;
}

KernelCost costOf(const LoopKernel& kernel, const Graph& graph) { return Costs(kernel, graph).run(); }

std::string bytesText(const SymInt& bytes, const Graph& graph) {
    const std::string traced = unitText(asTraced(bytes, graph));
    return bytes.isConstant() ? traced : fmt::format("{} bytes ({} as traced)", bytes.text(), traced);
}

}  // namespace whittle
