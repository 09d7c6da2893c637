#include "engine/runtime/lifetimes.h"

#include <algorithm>
#include <set>

#include "engine/loops/stores.h"

namespace whittle {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

class Planner {
public:
    Planner(const Graph& graph, Schedule& schedule) : m_graph(graph), m_steps(schedule.steps), m_base(schedule.values), m_lifetimeOf(schedule.values, -1) {
        m_out.leaves.assign(schedule.values, false);
        m_out.lastRead.assign(schedule.values, -1);
    }

    Lifetimes run() {
        for (const GraphInput& input : m_graph.inputs())
            if (const TensorType* type = asTensorType(m_graph.type(input.value)))
                for (const SymInt& size : type->sizes) m_known.merge(size.symbols());
            else if (const NumberType* number = asNumberType(m_graph.type(input.value)))
                m_known.merge(number->expr.symbols());
        for (const Step& step : m_steps)
            if (step.view) m_base[at(step.outputs.front())] = step.view->base;
        for (const ValueId id : m_graph.outputValues()) m_out.leaves[at(id)] = m_out.leaves[at(root(id))] = true;
        for (std::size_t i = 0; i < m_steps.size(); ++i) read(static_cast<int>(i));
        for (std::size_t i = 0; i < m_steps.size(); ++i) write(static_cast<int>(i));
        for (const GraphInput& input : m_graph.inputs())
            if (const TensorType* type = asTensorType(m_graph.type(input.value)))
                m_out.given.push_back({{.name = m_graph.value(input.value).name, .bytes = {}, .isWeight = input.kind != InputKind::User}, type->dtype, type->sizes});
        return std::move(m_out);
    }

private:
    // The value whose memory it is.
    ValueId root(ValueId id) const {
        while (m_base[at(id)].valid()) id = m_base[at(id)];
        return id;
    }

    void read(int index) {
        const Step& step = m_steps[static_cast<std::size_t>(index)];
        const auto reads = [&](ValueId id) { m_out.lastRead[at(root(id))] = index; };
        for (const ValueId id : step.inputs) reads(id);
        for (const ValueId id : step.outputs) reads(id);  // it is there at least while it is computed
        if (!step.kernel) return;
        for (const LoopBuffer& buffer : step.kernel->buffers) reads(buffer.value);
    }

    void write(int index) {
        Step& step = m_steps[static_cast<std::size_t>(index)];
        switch (step.kind) {
            case Step::Kind::Loops:
                for (std::size_t b = 0; b < step.kernel->buffers.size(); ++b) {
                    const LoopBuffer& buffer = step.kernel->buffers[b];
                    if (buffer.role != LoopBuffer::Role::Output) continue;
                    if (begin({buffer.value, nameOf(buffer.value, *step.kernel), buffer.dtype, buffer.sizes, buffer.order, index, 0, -1, nodeOf(buffer.value, step)})) overwrite(step, b, index);
                    else explain(step, b, index);
                }
                return;
            case Step::Kind::Library:
                for (const ValueId id : step.outputs)
                    if (const TensorType* type = asTensorType(m_graph.type(id)))
                        begin({id, m_graph.value(id).name, type->dtype, type->sizes, orderOf(id, step), index, 0, -1, nodeOf(id, step)});
                return;
            case Step::Kind::Eager:
                for (const ValueId id : step.outputs)
                    if (const TensorType* type = asTensorType(m_graph.type(id)))
                        outside({id, m_graph.value(id).name, type->dtype, type->sizes, MemoryOrder::RowMajor, index, 0, -1, nodeOf(id, step)}, "its reference kernel brings its own memory");
                return;
            case Step::Kind::View:
            case Step::Kind::Host: return;
        }
    }

    // As the kernel leaves it that the library calls with each part of its result.
    static MemoryOrder orderOf(ValueId id, const Step& step) {
        if (!step.kernel) return MemoryOrder::RowMajor;
        const auto found = std::ranges::find(step.kernel->buffers, id, &LoopBuffer::value);
        return found == step.kernel->buffers.end() ? MemoryOrder::RowMajor : found->order;
    }

    std::string nameOf(ValueId id, const LoopKernel& kernel) const {
        return at(id) < m_graph.valueIdBound() ? m_graph.value(id).name : kernel.name + " in parts";
    }

    // Of what lies between the kernels of a node, that node.
    std::string nodeOf(ValueId id, const Step& step) const {
        const NodeId producer = at(id) < m_graph.valueIdBound() ? m_graph.value(id).producer : NodeId();
        return m_graph.node(producer.valid() ? producer : step.nodes.back()).name;
    }

    void outside(Lifetime one, std::string reason) {
        const bool isResult = m_out.leaves[at(one.value)];
        const int last = isResult ? static_cast<int>(m_steps.size()) - 1 : m_out.lastRead[at(one.value)];
        m_out.outside.push_back({{.name = std::move(one.name), .reason = std::move(reason), .node = std::move(one.node), .bytes = {}, .first = one.first, .last = last, .isResult = isResult},
                                 one.dtype, std::move(one.sizes)});
    }

    // Whether the value has a place in the arena.
    bool begin(Lifetime one) {
        if (m_out.leaves[at(one.value)]) {
            outside(std::move(one), "a result of the graph: whoever gets it may keep it");
            return false;
        }
        for (const SymInt& size : one.sizes)
            for (const std::string& symbol : size.symbols())
                if (!m_known.contains(symbol)) {
                    outside(std::move(one), "the run finds out its size " + symbol);
                    return false;
                }
        one.last = m_out.lastRead[at(one.value)];
        m_lifetimeOf[at(one.value)] = static_cast<int>(m_out.values.size());
        m_out.values.push_back(std::move(one));
        return true;
    }

    // --- in place --------------------------------------------------------------------------------------

    // Inputs that the output could be written over, going by what they are.
    std::vector<std::size_t> alike(const LoopKernel& kernel, const LoopBuffer& output) const {
        std::vector<std::size_t> out;
        for (std::size_t b = 0; b < kernel.buffers.size(); ++b) {
            const LoopBuffer& input = kernel.buffers[b];
            if (input.role == LoopBuffer::Role::Input && input.dtype == output.dtype && input.sizes == output.sizes && input.order == output.order) out.push_back(b);
        }
        return out;
    }

    void overwrite(Step& step, std::size_t output, int index) {
        LoopKernel& kernel = *step.kernel;
        std::string reasons;
        for (const std::size_t b : alike(kernel, kernel.buffers[output])) {
            const std::string reason = whyNot(kernel, b, output, index);
            LoopBuffer& input = kernel.buffers[b];
            if (reason.empty()) {
                input.overwritten = true;
                m_out.values.back().over = m_lifetimeOf[at(input.value)];
                decide(step, true, "over %" + input.note);
                return;
            }
            reasons += fmt::format("{}%{}: {}", reasons.empty() ? "" : "; ", input.note, reason);
        }
        if (!reasons.empty()) decide(step, false, reasons);
    }

    // Why a result that has no place is in none, where an input ends that could have been written over.
    void explain(const Step& step, std::size_t output, int index) {
        for (const std::size_t b : alike(*step.kernel, step.kernel->buffers[output])) {
            const ValueId input = step.kernel->buffers[b].value;
            if (!m_base[at(input)].valid() && m_lifetimeOf[at(input)] >= 0 && m_out.lastRead[at(input)] == index)
                return decide(step, false, fmt::format("%{} is outside the arena", step.kernel->buffers[output].note));
        }
    }

    std::string whyNot(const LoopKernel& kernel, std::size_t b, std::size_t output, int index) const {
        const LoopBuffer& input = kernel.buffers[b];
        const ValueId memory = root(input.value);
        if (at(memory) < m_graph.valueIdBound() && m_graph.inputOf(memory)) return "an input of the graph";
        if (m_base[at(input.value)].valid()) return "a view of %" + m_graph.value(memory).name;
        if (m_lifetimeOf[at(memory)] < 0) return "outside the arena";
        if (const int last = m_out.lastRead[at(memory)]; last > index) return "read again by " + stepName(last);
        if (input.overwritten) return "another result is written over it";
        for (std::size_t other = 0; other < kernel.buffers.size(); ++other)
            if (other != b && kernel.buffers[other].role == LoopBuffer::Role::Input && root(kernel.buffers[other].value) == memory) return "read through a view as well";
        const SymInt* offset = nullptr;
        const std::vector<std::size_t> levels = storeLevels(kernel, placeExprs(kernel));
        for (std::size_t i = 0; i < kernel.stores.size(); ++i) {
            const LoopStore& store = kernel.stores[i];
            if (static_cast<std::size_t>(store.buffer) != output) continue;
            // Loops further inside may read what is stored by then.
            if (levels[i] < kernel.ranges.size()) return "stored once a row";
            if (offset || store.combiner) return "its elements are stored more than once";
            offset = &store.offset;
        }
        if (!offset) return "nothing is stored";
        for (const LoopExpr& expr : kernel.exprs.all())
            if (expr.op == LoopOp::Load && static_cast<std::size_t>(expr.buffer) == b && expr.index != *offset) return "read at other positions";
        return {};
    }

    std::string stepName(int index) const {
        const Step& step = m_steps[static_cast<std::size_t>(index)];
        return step.kernel ? step.kernel->name : "%" + m_graph.node(step.nodes.back()).name;
    }

    void decide(const Step& step, bool accepted, std::string reason) {
        m_out.decisions.push_back({"in-place", {m_graph.node(step.nodes.back()).name}, accepted, std::move(reason)});
    }

    const Graph& m_graph;
    std::vector<Step>& m_steps;
    std::vector<ValueId> m_base;      // of views
    std::vector<int> m_lifetimeOf;    // by value, into m_out.values
    std::set<std::string> m_known;    // symbols that inputs tell
    Lifetimes m_out;
};

}  // namespace

Lifetimes planLifetimes(const Graph& graph, Schedule& schedule) { return Planner(graph, schedule).run(); }

MemoryPlan planMemory(const Lifetimes& lifetimes, const std::function<Result<std::int64_t>(const SymInt&)>& sizeOf) {
    MemoryPlan plan;
    // Nothing where a size has no value or the product is none that memory could have.
    const auto bytesOf = [&](DType dtype, const SymSizes& sizes) -> std::optional<std::size_t> {
        std::int64_t bytes = static_cast<std::int64_t>(dtypeSize(dtype));
        for (const SymInt& size : sizes) {
            const auto known = sizeOf(size);
            if (!known || __builtin_mul_overflow(bytes, std::max<std::int64_t>(*known, 0), &bytes)) return std::nullopt;
        }
        return static_cast<std::size_t>(bytes);
    };
    for (const OutsideLifetime& one : lifetimes.outside) plan.outside.emplace_back(one.value).bytes = bytesOf(one.dtype, one.sizes);
    for (const GivenLifetime& one : lifetimes.given) plan.given.emplace_back(one.value).bytes = bytesOf(one.dtype, one.sizes);
    std::vector<Interval> intervals;
    for (const Lifetime& one : lifetimes.values) {
        const std::optional<std::size_t> bytes = bytesOf(one.dtype, one.sizes);
        plan.sized &= bytes.has_value();
        intervals.push_back({bytes.value_or(0), one.first, one.last, one.over});
        plan.inPlace += one.over >= 0;
        plan.values.push_back({one.name, 0, 0, one.first, one.last, one.over < 0 ? std::string() : lifetimes.values[static_cast<std::size_t>(one.over)].name, one.node});
    }
    if (!plan.sized) return plan;
    const Placing placing = placeValues(intervals);
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        plan.values[i].offset = placing.offsets[i];
        plan.values[i].bytes = intervals[i].bytes;
    }
    plan.total = placing.total;
    plan.sum = placing.sum;
    plan.peak = placing.peak;
    return plan;
}

}  // namespace whittle
