#include "engine/schedule/lowering.h"

#include <algorithm>

#include "engine/ops/op_call.h"
#include "engine/schedule/equal_reductions.h"
#include "engine/schedule/loop_order.h"
#include "engine/schedule/rewrite_exprs.h"

namespace whittle {
namespace {

int outputIndex(const Node& node, ValueId value) {
    return static_cast<int>(std::find(node.outputs.begin(), node.outputs.end(), value) - node.outputs.begin());
}

// Runs lowerings over one kernel's expressions. Elements of a value come from its producer's lowering when the
// value is inlined, from a buffer otherwise; either way once per index, so a chain costs what it is long.
class Lowering final : public LoopSource {
public:
    Lowering(const Graph& graph, const KernelPlan& plan) : m_graph(graph), m_plan(plan), m_names(loopNames(graph)) { m_ranges.sizes = plan.ranges ? *plan.ranges : symbolRanges(graph); }

    Result<Expr> output(ValueId value, const SymSizes& index, Expr mask) {
        const Node& node = m_graph.node(m_graph.value(value).producer);
        const OpDef* op = findOp(node.op);
        if (!op || !op->lower) return fail(Code::Unsupported, "{} has no lowering", node.op);
        WHITTLE_TRY(const OpCall call, OpCall::bind(*op, node.args, [this](ValueId id) -> const Type& { return m_graph.type(id); }));
        LoopBuilder builder(*this, outputIndex(node, value), std::get<TensorType>(m_graph.type(value)), index, mask);
        const ValueId outer = lowerNow(value);
        const Result<void> done = op->lower(call, builder);
        lowerNow(outer);
        WHITTLE_TRY_VOID(call.needKnown());
        WHITTLE_TRY_VOID(done);
        return builder.finish();
    }

    const Type& type(ValueId value) const override { return m_graph.type(value); }
    Expr element(ValueId value, const SymSizes& index, Expr mask) override {
        if (const auto given = m_given.find(value); given != m_given.end()) return given->second;
        Key key{value.index(), index, mask.valid() ? mask.id().index() : -1};
        if (const auto known = m_known.find(key); known != m_known.end()) return known->second;
        const Expr result = m_plan.inlined.contains(value) ? inlinedElement(value, index, mask) : load(value, index, mask);
        m_known.emplace(std::move(key), result);
        return result;
    }
    ExprPool& pool() override { return m_kernel.exprs; }
    const IndexRanges& ranges() const override { return m_ranges; }
    LoopVar reductionVar(SymInt extent) override {
        LoopVar var{m_names.reduction + std::to_string(m_reductions++), std::move(extent)};
        m_ranges[var.name] = var.extent;
        return var;
    }

    void require(SymInt left, SymInt right) override {
        LoopGuard guard{std::move(left), std::move(right)};
        if (std::find(m_kernel.guards.begin(), m_kernel.guards.end(), guard) == m_kernel.guards.end())
            m_kernel.guards.push_back(std::move(guard));
    }

    LoopVar indirectVar(ExprId position, SymInt extent) override {
        const auto [known, fresh] = m_indirects.try_emplace({position.index(), extent}, m_names.indirect + std::to_string(m_indirects.size()));
        if (fresh) m_ranges[known->second] = extent;
        return {known->second, std::move(extent)};
    }

    std::int64_t check(LoopCheck check) override {
        check.value = m_lowered;
        const auto known = std::find(m_kernel.checks.begin(), m_kernel.checks.end(), check);
        const auto number = known - m_kernel.checks.begin();
        if (known == m_kernel.checks.end()) m_kernel.checks.push_back(std::move(check));
        return number;
    }

    bool asksForWrites() const override { return m_asksForWrites; }
    void write(std::optional<LoopWrite> write) override {
        m_writes = true;
        m_write = std::move(write);
    }
    bool writes() const { return m_writes; }
    const std::optional<LoopWrite>& writing() const { return m_write; }
    void askForWrites() { m_asksForWrites = true; }
    void give(ValueId value, Expr element) { m_given.emplace(value, element); }

    LoopKernel& kernel() { return m_kernel; }
    IndexRanges& mutableRanges() { return m_ranges; }
    const LoopNames& names() const { return m_names; }
    const std::optional<Error>& error() const { return m_error; }
    const SymSizes& loadedIndex(std::size_t load) const { return m_loadIndex[load]; }
    MemoryOrder order(ValueId value) const { return m_plan.order ? m_plan.order(value) : MemoryOrder::RowMajor; }

private:
    using Key = std::tuple<std::int32_t, SymSizes, std::int32_t>;

    ValueId lowerNow(ValueId value) {
        m_kernel.exprs.setMaker(value);
        return std::exchange(m_lowered, value);
    }

    Expr inlinedElement(ValueId value, const SymSizes& index, Expr mask) {
        Result<Expr> result = output(value, index, mask);
        if (result) return *result;
        if (!m_error) m_error = std::move(result).error();
        return {};
    }

    Expr load(ValueId value, const SymSizes& index, Expr mask) {
        const auto [slot, fresh] = m_buffers.try_emplace(value, static_cast<int>(m_kernel.buffers.size()));
        const TensorType& type = std::get<TensorType>(m_graph.type(value));
        if (fresh)
            m_kernel.buffers.push_back({LoopBuffer::Role::Input, type.dtype, type.sizes, value, m_graph.value(value).name, order(value)});
        LoopExpr out{.op = LoopOp::Load, .dtype = type.dtype};
        out.index = simplifyIndex(flattenIndex(index, denseStrides(type.sizes, order(value))), m_ranges);
        out.args = m_kernel.exprs.indirects(out.index);
        if (mask.valid()) out.args.push_back(mask.id());
        out.buffer = slot->second;
        const std::size_t before = m_kernel.exprs.size();
        const ExprId id = m_kernel.exprs.add(std::move(out));
        if (m_kernel.exprs.size() > before) {
            m_loadIndex.resize(before + 1);
            m_loadIndex[before] = index;
        }
        return {m_kernel.exprs, id};
    }

    const Graph& m_graph;
    const KernelPlan& m_plan;
    LoopNames m_names;
    LoopKernel m_kernel;
    IndexRanges m_ranges;
    int m_reductions = 0;
    ValueId m_lowered;  // whose operator is being lowered
    bool m_asksForWrites = false, m_writes = false;
    std::optional<LoopWrite> m_write;
    std::map<std::pair<std::int32_t, SymInt>, std::string> m_indirects;
    std::unordered_map<ValueId, int> m_buffers;
    std::vector<SymSizes> m_loadIndex;  // by expression: the multi-index of a load
    std::map<Key, Expr> m_known;
    std::unordered_map<ValueId, Expr> m_given;  // elements of inputs that are known without loading
    std::optional<Error> m_error;
};

}  // namespace

LoopNames loopNames(const Graph& graph) {
    LoopNames names;
    const auto taken = [&](const std::string& prefix) {
        const auto after = graph.symbols.lower_bound(prefix);
        return after != graph.symbols.end() && after->first.starts_with(prefix);
    };
    while (taken(names.map)) names.map += '_';
    while (taken(names.reduction)) names.reduction += '_';
    while (taken(names.indirect)) names.indirect += '_';
    while (taken(names.part)) names.part += '_';
    return names;
}

SymSizes mapIndex(const TensorType& type, const LoopNames& names, IndexRanges& ranges) {
    SymSizes index;
    for (std::size_t i = 0; i < type.sizes.size(); ++i) {
        if (type.sizes[i].is(1)) {
            index.emplace_back(0);
            continue;
        }
        const std::string name = names.map + std::to_string(i);
        ranges[name] = type.sizes[i];
        index.push_back(SymInt::symbol(name));
    }
    return index;
}

namespace {

// Loops and machine code know real numbers only.
bool touchesComplex(const Graph& graph, const Node& node) {
    const auto isComplexValue = [&](ValueId id) {
        const TensorType* type = asTensorType(graph.type(id));
        return type && isComplex(type->dtype);
    };
    return std::any_of(node.outputs.begin(), node.outputs.end(), isComplexValue) || std::ranges::any_of(node.inputs(), isComplexValue);
}

}  // namespace

Result<LoweringFacts> lowerAlone(const Graph& graph, const Node& node, int output, const SymRanges& ranges) {
    if (touchesComplex(graph, node)) return fail(Code::Unsupported, "complex numbers run on the reference kernel");
    const ValueId value = node.outputs[static_cast<std::size_t>(output)];
    const KernelPlan alone{.root = value, .inlined = {}, .order = {}, .name = {}, .ranges = &ranges};
    Lowering lowering(graph, alone);
    const SymSizes index = mapIndex(std::get<TensorType>(graph.type(value)), lowering.names(), lowering.mutableRanges());
    WHITTLE_TRY(const Expr result, lowering.output(value, index, {}));
    if (lowering.writes()) {
        lowering.askForWrites();
        WHITTLE_TRY_VOID(lowering.output(value, index, {}));
    }
    const LoopKernel& kernel = lowering.kernel();
    LoweringFacts facts;
    facts.writes = lowering.writes();
    for (std::size_t i = 0; i < kernel.exprs.size(); ++i) {
        const LoopExpr& expr = kernel.exprs.all()[i];
        facts.cost += loopOpInfo(expr.op).cost;
        facts.reduces |= expr.op == LoopOp::Reduce;
        facts.scans |= expr.op == LoopOp::Scan;
        facts.checks |= expr.op == LoopOp::Check;
        if (expr.op != LoopOp::Load) continue;
        const ValueId read = kernel.buffers[static_cast<std::size_t>(expr.buffer)].value;
        ++facts.reads[read];
        if (!expr.args.empty() || lowering.loadedIndex(i) != index) facts.elsewhere.insert(read);
    }
    const LoopExpr& last = kernel.exprs[result.id()];
    if (last.op == LoopOp::Load && last.args.empty() && !facts.writes)
        facts.view = {kernel.buffers[static_cast<std::size_t>(last.buffer)].value,
                      lowering.loadedIndex(static_cast<std::size_t>(result.id().index()))};
    return facts;
}

bool fitsInto(const SymSizes& sizes, const SymSizes& whole) {
    if (sizes.size() > whole.size()) return false;
    const bool sameRank = sizes.size() == whole.size();
    for (std::size_t i = 0; i < sizes.size(); ++i)
        if (sizes[i] != whole[i] && !(sameRank && sizes[i].is(1))) return false;
    return true;
}

namespace {

// Where the element stands that belongs to the root's at `index`.
SymSizes indexInto(const SymSizes& sizes, const SymSizes& index) {
    SymSizes out;
    for (std::size_t i = 0; i < sizes.size(); ++i) out.push_back(sizes[i].is(1) ? SymInt(0) : index[i]);
    return out;
}

}  // namespace

Result<LoweredKernel> lowerKernel(const Graph& graph, KernelPlan plan) {
    const ValueId root = plan.root;
    Lowering lowering(graph, plan);
    const TensorType& type = std::get<TensorType>(graph.type(root));
    const SymSizes index = mapIndex(type, lowering.names(), lowering.mutableRanges());
    // An element that others in the kernel read too is one that is known.
    Result<Expr> result = plan.inlined.contains(root) ? Result<Expr>(lowering.element(root, index, {})) : lowering.output(root, index, {});
    if (lowering.error()) return std::unexpected(*lowering.error());  // the cause, not "an input could not be lowered"
    if (!result) return std::unexpected(std::move(result).error());
    LoopKernel& kernel = lowering.kernel();
    kernel.name = std::move(plan.name);
    const MemoryOrder order = lowering.order(root);
    for (const std::size_t i : dimensionsOf(order, index.size()))
        if (!index[i].isConstant()) kernel.ranges.push_back({*index[i].symbolName(), type.sizes[i]});
    const auto store = [&](ValueId value, const SymSizes& at, ExprId element) {
        const TensorType& stored = std::get<TensorType>(graph.type(value));
        const int buffer = static_cast<int>(kernel.buffers.size());
        kernel.buffers.push_back({LoopBuffer::Role::Output, stored.dtype, stored.sizes, value, graph.value(value).name, lowering.order(value)});
        kernel.stores.push_back({buffer, flattenIndex(at, denseStrides(stored.sizes, lowering.order(value))), element});
    };
    std::vector<std::pair<SymSizes, ExprId>> more;
    for (const ValueId value : plan.also) {
        SymSizes at = indexInto(std::get<TensorType>(graph.type(value)).sizes, index);
        const Expr element = lowering.element(value, at, {});
        if (lowering.error()) return std::unexpected(*lowering.error());
        more.emplace_back(std::move(at), element.id());
    }
    store(root, index, result->id());
    for (std::size_t i = 0; i < more.size(); ++i) store(plan.also[i], more[i].first, more[i].second);
    if (!plan.also.empty()) mergeEqualReductions(kernel);
    std::vector<SchedulePrimitive> done = orderLoops(kernel);
    nameSizes(kernel, lowering.ranges().sizes);
    return LoweredKernel{std::move(kernel), std::move(done)};
}

PartNames partNames(const Graph& graph) {
    const std::string prefix = loopNames(graph).part;
    return {prefix + "_row", prefix + "_column", prefix + "_rows", prefix + "_columns", prefix + "_step"};
}

namespace {

// Every index in terms of the part: its first row and column are added to the loop variables, and what is read of it lies `step` apart.
void moveToPart(LoopKernel& kernel, int source, const LoopNames& names, const PartNames& part) {
    const std::string row = names.map + "0", column = names.map + "1";
    const auto moved = [&](const SymInt& index) {
        return index.substitute([&](std::string_view name) -> std::optional<SymInt> {
            if (name == row) return SymInt::symbol(row) + SymInt::symbol(part.row);
            if (name == column) return SymInt::symbol(column) + SymInt::symbol(part.column);
            return std::nullopt;
        });
    };
    rewriteExprs(kernel, {.change = [&](LoopExpr& expr) {
        const bool isPart = expr.op == LoopOp::Load && expr.buffer == source;
        expr.index = isPart ? SymInt::symbol(row) * SymInt::symbol(part.step) + SymInt::symbol(column) : moved(expr.index);
    }});
    for (LoopStore& store : kernel.stores) store.offset = moved(store.offset);
    kernel.ranges = {{row, SymInt::symbol(part.rows)}, {column, SymInt::symbol(part.columns)}};
    kernel.parallel = 1;
    kernel.turnwise = true;
    kernel.buffers[static_cast<std::size_t>(source)].sizes = {SymInt::symbol(part.rows), SymInt::symbol(part.step)};
}

}  // namespace

Result<LoopKernel> lowerTail(const Graph& graph, KernelPlan plan, ValueId source) {
    const ValueId root = plan.root;
    Lowering lowering(graph, plan);
    const TensorType &type = std::get<TensorType>(graph.type(root)), &given = std::get<TensorType>(graph.type(source));
    const MemoryOrder order = lowering.order(source);
    if (given.rank() < 2) return fail(Code::Unsupported, "%{} has no rows", graph.value(source).name);
    // Nor has it places that differ from row to row.
    if (std::ranges::any_of(given.sizes, [](const SymInt& size) { return size.is(0); })) return fail(Code::Unsupported, "%{} has no elements", graph.value(source).name);
    if (type.sizes != given.sizes && order != MemoryOrder::RowMajor)
        return fail(Code::Unsupported, "%{} has its channels innermost, and other sizes than %{}", graph.value(source).name, graph.value(root).name);
    // Rows and columns of the result as the library has it.
    const std::vector<std::size_t> dims = dimensionsOf(order, given.sizes.size());
    SymSizes outer;
    SymInt rows(1);
    for (std::size_t i = 0; i + 1 < dims.size(); ++i) {
        outer.push_back(given.sizes[dims[i]]);
        rows = rows * outer.back();
    }
    const SymInt columns = given.sizes[dims.back()];
    const std::string rowName = lowering.names().map + "0", columnName = lowering.names().map + "1";
    lowering.mutableRanges().insert({{rowName, rows}, {columnName, columns}});
    const SymInt row = SymInt::symbol(rowName), column = SymInt::symbol(columnName), flat = row * columns + column;
    SymSizes index(type.sizes.size());
    if (type.sizes == given.sizes) {
        const SymSizes outside = unflattenIndex(row, outer, lowering.ranges());
        for (std::size_t i = 0; i + 1 < dims.size(); ++i) index[dims[i]] = outside[i];
        index[dims.back()] = columns.is(1) ? SymInt(0) : column;
    } else if (!type.sizes.empty() && type.sizes.back() == columns) {
        index = unflattenIndex(row, {type.sizes.begin(), type.sizes.end() - 1}, lowering.ranges());
        index.push_back(columns.is(1) ? SymInt(0) : column);
    } else {
        index = unflattenIndex(flat, type.sizes, lowering.ranges());
    }
    Result<Expr> result = lowering.output(root, index, {});
    if (lowering.error()) return std::unexpected(*lowering.error());
    if (!result) return std::unexpected(std::move(result).error());
    LoopKernel& kernel = lowering.kernel();
    kernel.name = std::move(plan.name);
    const auto part = std::ranges::find(kernel.buffers, source, &LoopBuffer::value);
    if (part == kernel.buffers.end()) return fail(Code::Unsupported, "%{} does not read %{}", graph.value(root).name, graph.value(source).name);
    const int slot = static_cast<int>(part - kernel.buffers.begin());
    const SymInt own = columns.is(1) ? row : flat;
    for (const LoopExpr& expr : kernel.exprs.all()) {
        if (expr.op == LoopOp::Reduce || expr.op == LoopOp::Scan || expr.op == LoopOp::Check || expr.op == LoopOp::Indirect)
            return fail(Code::Unsupported, "%{} is more than elements by themselves", graph.value(root).name);
        if (expr.op == LoopOp::Load && expr.buffer == slot && (expr.index != own || !expr.args.empty()))
            return fail(Code::Unsupported, "%{} reads %{} in another order", graph.value(root).name, graph.value(source).name);
    }
    if (!kernel.guards.empty() || !kernel.checks.empty()) return fail(Code::Unsupported, "sizes of %{} are checked in the run", graph.value(root).name);
    const MemoryOrder stored = type.sizes == given.sizes ? order : MemoryOrder::RowMajor;
    const int buffer = static_cast<int>(kernel.buffers.size());
    kernel.buffers.push_back({LoopBuffer::Role::Output, type.dtype, type.sizes, root, graph.value(root).name, stored});
    kernel.stores.push_back({buffer, own, result->id()});
    moveToPart(kernel, slot, lowering.names(), partNames(graph));
    nameSizes(kernel, lowering.ranges().sizes);
    return std::move(kernel);
}

Result<LoweredKernel> lowerWrites(const Graph& graph, KernelPlan plan) {
    const ValueId root = plan.root;
    Lowering lowering(graph, plan);
    lowering.askForWrites();
    const TensorType& type = std::get<TensorType>(graph.type(root));
    const SymSizes index = mapIndex(type, lowering.names(), lowering.mutableRanges());
    const Result<Expr> result = lowering.output(root, index, {});
    if (lowering.error()) return std::unexpected(*lowering.error());
    if (!result) return std::unexpected(result.error());
    LoopKernel& kernel = lowering.kernel();
    kernel.name = std::move(plan.name);
    const LoopWrite& write = *lowering.writing();
    for (const bool apart : {true, false})
        for (std::size_t i = 0; i < write.ranges.size(); ++i)
            if (write.apart[i] == apart) kernel.ranges.push_back(write.ranges[i]);
    kernel.parallel = static_cast<int>(std::count(write.apart.begin(), write.apart.end(), true));
    const MemoryOrder order = lowering.order(root);
    const int buffer = static_cast<int>(kernel.buffers.size());
    kernel.buffers.push_back({LoopBuffer::Role::Update, type.dtype, type.sizes, root, graph.value(root).name, order});
    const SymInt offset = simplifyIndex(flattenIndex(write.position, denseStrides(type.sizes, order)), lowering.ranges());
    kernel.stores.push_back({buffer, offset, write.value.id(), write.combiner});
    nameSizes(kernel, lowering.ranges().sizes);
    return LoweredKernel{std::move(kernel), {}};
}

Result<LoopKernel> lowerPoints(const Graph& graph, const PointPlan& plan) {
    KernelPlan whole{.root = plan.root, .inlined = {}, .order = {}, .name = {}};
    for (const Node& node : graph.nodes()) {
        if (touchesComplex(graph, node)) return fail(Code::Unsupported, "complex numbers run on the reference kernel");
        whole.inlined.insert(node.outputs.begin(), node.outputs.end());
    }
    Lowering lowering(graph, whole);
    LoopKernel& kernel = lowering.kernel();
    for (const LoopVar& range : plan.ranges) lowering.mutableRanges()[range.name] = range.extent;
    const auto addBuffer = [&](LoopBuffer::Role role, ValueId value) {
        const DType dtype = std::get<TensorType>(graph.type(value)).dtype;
        kernel.buffers.push_back({role, dtype, plan.sizes, value, graph.value(value).name});
        return static_cast<int>(kernel.buffers.size()) - 1;
    };
    if (plan.element.valid()) {
        const int buffer = addBuffer(LoopBuffer::Role::Input, plan.element);
        const DType dtype = kernel.buffers.back().dtype;
        lowering.give(plan.element, {kernel.exprs, kernel.exprs.add({.op = LoopOp::Load, .dtype = dtype, .index = plan.offset, .buffer = buffer})});
    }
    for (const auto& [value, position] : plan.positions)
        lowering.give(value, Expr::index(kernel.exprs, position).to(std::get<TensorType>(graph.type(value)).dtype));
    const Expr result = lowering.element(plan.root, {}, {});
    if (lowering.error()) return std::unexpected(*lowering.error());
    if (lowering.writes()) return fail(Code::Unsupported, "it scatters");
    kernel.name = plan.name;
    kernel.ranges = plan.ranges;
    kernel.parallel = 1;
    kernel.turnwise = true;
    const int out = addBuffer(LoopBuffer::Role::Output, plan.root);
    kernel.stores.push_back({out, plan.offset, result.id()});
    nameSizes(kernel, lowering.ranges().sizes);
    return std::move(kernel);
}

}  // namespace whittle
