#include "engine/runtime/frame.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include <unistd.h>

#include "engine/ops/check.h"
#include "engine/ops/layout.h"
#include "engine/tensor/storage_part.h"

namespace whittle {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

constexpr std::int64_t kPortionElements = 1 << 20;  // kernels below are over before anyone could want to stop them
constexpr double kPortionOps = 8e6;                 // a few milliseconds
constexpr double kOpsAnElement = 16;                // of a reduction, that take as long as an element of a buffer

std::int64_t machineBytes() {
    static const std::int64_t bytes = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    return bytes;
}

// A result that cannot fit is an error, not the end of the process.
Result<void> fits(DType dtype, const Sizes& sizes) {
    auto bytes = static_cast<std::int64_t>(dtypeSize(dtype));
    bool over = false;
    for (const Index size : sizes) {
        if (size < 0) return fail(Code::Shape, "the output would have the size {}", size);
        over |= size > 0 && __builtin_mul_overflow(bytes, size, &bytes);
    }
    if (std::find(sizes.begin(), sizes.end(), 0) == sizes.end() && (over || bytes > machineBytes()))
        return fail(Code::Limit, "the output needs more memory than this machine has");
    return {};
}

// The step after which each value is let go: nobody reads it any more. -1: it is no step's.
std::vector<int> lastUses(const Program& program) {
    std::vector<int> last(program.values, -1);
    for (std::size_t i = 0; i < program.thunks.size(); ++i) {
        for (const ValueId id : program.thunks[i].step.outputs) last[at(id)] = static_cast<int>(i);
        for (const ValueId id : program.thunks[i].step.inputs) last[at(id)] = static_cast<int>(i);
    }
    for (const ValueId id : program.graph.outputValues()) last[at(id)] = std::numeric_limits<int>::max();
    for (const GraphInput& input : program.graph.inputs()) last[at(input.value)] = std::numeric_limits<int>::max();
    return last;
}

Type typeOfSizes(DType dtype, const Sizes& sizes) { return TensorType{dtype, {sizes.begin(), sizes.end()}, {}, {}}; }

}  // namespace

Tensor denseIn(const Tensor& tensor, MemoryOrder order) {
    return order == MemoryOrder::RowMajor ? tensor.contiguous() : ops::inLayout(tensor, ops::channelsLastStrides(tensor.sizes()));
}

Frame::Frame(const Program& program, BufferPool& pool, SymbolValues symbols)
    : m_program(program), m_pool(pool), m_symbols(std::move(symbols)), m_steps(program.thunks.size()), m_places(program.values), m_data(program.values),
      m_types(program.values), m_stays(program.values, false), m_isWeight(program.values, false), m_generator(program.seed) {
    m_context.generator = &m_generator;
    m_context.layout = ResultLayout::Fastest;
    m_context.isWeight = [this](ValueId id) { return static_cast<bool>(m_isWeight[at(id)]); };
    for (const GraphInput& input : m_program.graph.inputs()) {
        if (input.kind == InputKind::User) continue;
        m_stays[at(input.value)] = true;
        m_isWeight[at(input.value)] = program.packed.contains(input.value);
        set(input.value, input.data);
    }
    bindSteps();
    placeValues();
    settle();
    bindOutputs();
    listDrops();
}

Result<std::int64_t> Frame::value(const SymInt& expr) const {
    if (const auto known = expr.constant()) return *known;
    return expr.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        for (const SymbolValues* values : {&m_symbols, &m_fresh})
            if (const auto found = values->find(std::string(name)); found != values->end()) return found->second;
        return std::nullopt;
    });
}

Result<Sizes> Frame::values(const SymSizes& exprs) const {
    Sizes out;
    for (const SymInt& expr : exprs) {
        WHITTLE_TRY(const std::int64_t one, value(expr));
        out.push_back(one);
    }
    return out;
}

void Frame::bindSteps() {
    // The kernel itself, or one after it of the same root.
    const auto isEmptied = [&](std::size_t i) {
        return m_program.thunks[i].step.kind == Step::Kind::Loops && (m_steps[i].way == BoundStep::Way::Emptied || m_steps[i].way == BoundStep::Way::Done);
    };
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Thunk& thunk = m_program.thunks[i];
        BoundStep& step = m_steps[i];
        // What a run finds out has no value yet, and the step is bound when it has.
        const auto take = [&](auto bound, auto& into, BoundStep::Way way) {
            if (bound) into = *std::move(bound);
            else if (bound.error().code != Code::NotFound) step.error = std::move(bound).error();
            step.way = bound || step.error ? way : BoundStep::Way::Later;
        };
        switch (thunk.step.kind) {
            case Step::Kind::Loops:
                // A root in several kernels runs its nodes once.
                if (i > 0 && isEmptied(i - 1) && m_program.thunks[i - 1].step.nodes.back() == thunk.step.nodes.back()) step.way = BoundStep::Way::Done;
                else if (const auto empty = hasEmptied(*thunk.step.kernel); empty && *empty && standsAlone(i)) step.way = BoundStep::Way::Emptied;
                else take(bindKernel(thunk), step.kernel, BoundStep::Way::Kernel);
                break;
            case Step::Kind::View: take(bindView(thunk), step.view, BoundStep::Way::View); break;
            case Step::Kind::Library: step.way = BoundStep::Way::Library; break;
            case Step::Kind::Host: step.way = BoundStep::Way::Host; break;
            case Step::Kind::Eager: step.way = thunk.fault ? BoundStep::Way::Fault : BoundStep::Way::Eager; break;
        }
    }
}

Result<BoundKernel> Frame::bindKernel(const Thunk& thunk) const {
    const LoopKernel& kernel = *thunk.step.kernel;
    const auto bind = [&]() -> Result<BoundKernel> {
        BoundKernel out;
        for (const LoopGuard& guard : kernel.guards) {
            WHITTLE_TRY(const std::int64_t left, value(guard.left));
            WHITTLE_TRY(const std::int64_t right, value(guard.right));
            if (left != right) return fail(Code::Shape, "expected {} = {} to equal {} = {}", guard.left.text(), left, guard.right.text(), right);
        }
        for (const std::string& name : kernel.symbols) {
            WHITTLE_TRY(const std::int64_t one, value(SymInt::symbol(name)));
            out.symbols.push_back(one);
        }
        for (std::size_t i = 0; i < kernel.buffers.size(); ++i) {
            const LoopBuffer& buffer = kernel.buffers[i];
            WHITTLE_TRY(Sizes sizes, values(buffer.sizes));
            if (buffer.role == LoopBuffer::Role::Output) WHITTLE_TRY_VOID(fits(buffer.dtype, sizes));
            out.elements += elementCount(sizes);
            out.open.push_back({i, buffer.value, buffer.role, buffer.dtype, buffer.order, std::move(sizes)});
        }
        out.pointers.resize(kernel.buffers.size());
        WHITTLE_TRY(out.steps, value(thunk.code->steps));
        WHITTLE_TRY(out.points, value(kernel.points()));
        out.portion = out.steps;
        const bool reduces = std::ranges::any_of(kernel.exprs.all(), [](const LoopExpr& expr) { return expr.op == LoopOp::Reduce; });
        if (!reduces && out.elements < kPortionElements) return out;
        WHITTLE_TRY(const KernelOps ops, kernelOps(kernel, [this](const SymInt& expr) { return value(expr); }));
        // A reduction may do far more than its buffers tell.
        const std::int64_t elements = std::exchange(out.elements, std::max(out.elements, static_cast<std::int64_t>(std::min(ops.all / kOpsAnElement, 1e15))));
        // Every portion works out anew what stands outside the loops.
        const double each = (ops.all + static_cast<double>(elements)) / static_cast<double>(std::max<std::int64_t>(out.steps, 1));
        if (ops.outside < kPortionOps / 100) out.portion = std::max<std::int64_t>(1, static_cast<std::int64_t>(kPortionOps / std::max(each, 1.0)));
        return out;
    };
    return bind().context("running kernel {} for {}", kernel.name, describeNode(node(thunk)));
}

Result<BoundView> Frame::bindView(const Thunk& thunk) const {
    const ViewStep& view = *thunk.step.view;
    const auto bind = [&]() -> Result<BoundView> {
        WHITTLE_TRY(Sizes sizes, values(view.sizes));
        WHITTLE_TRY(Sizes strides, values(view.strides));
        WHITTLE_TRY(const std::int64_t offset, value(view.offset));
        return BoundView{std::move(sizes), std::move(strides), offset};
    };
    return bind().context("running {}", describeNode(node(thunk)));
}

// Whether a size that was a symbol at compile time is 0 where that can matter: loops over nothing check no position, and have no
// largest element.
Result<bool> Frame::hasEmptied(const LoopKernel& kernel) const {
    // Of a row without elements there may still be a result.
    if (kernel.stores.size() < 2 && kernel.checks.empty() && std::ranges::none_of(kernel.exprs.all(), [](const LoopExpr& expr) { return expr.op == LoopOp::Reduce; })) return false;
    for (const LoopBuffer& buffer : kernel.buffers)
        for (const SymInt& size : buffer.sizes) {
            if (size.isConstant()) continue;
            WHITTLE_TRY(const std::int64_t now, value(size));
            if (now == 0) return true;
        }
    return false;
}

// Whether the step's nodes can run one by one: what they take is in memory, where a kernel needs only what it reads.
bool Frame::standsAlone(std::size_t index) const {
    const Thunk& thunk = m_program.thunks[index];
    if (thunk.step.unfinished || std::ranges::any_of(thunk.step.kernel->buffers, [](const LoopBuffer& b) { return b.role == LoopBuffer::Role::Update; })) return false;
    const std::vector<int> last = lastUses(m_program);
    std::unordered_set<ValueId> there;
    for (const GraphInput& input : m_program.graph.inputs()) there.insert(input.value);
    for (std::size_t i = 0; i < index; ++i)
        for (const ValueId id : m_program.thunks[i].step.outputs)
            if (last[at(id)] >= static_cast<int>(index)) there.insert(id);
    for (const NodeId id : thunk.step.nodes) {
        const Node& one = m_program.graph.node(id);
        for (const ValueId input : one.inputs())
            if (!there.contains(input)) return false;
        there.insert(one.outputs.begin(), one.outputs.end());
    }
    return true;
}

// --- the arena -------------------------------------------------------------------------------------------

void Frame::placeValues() {
    const std::vector<Lifetime>& all = m_program.lifetimes.values;
    std::vector<int> intervalOf(all.size(), -1);
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const BoundStep& step = m_steps[static_cast<std::size_t>(all[i].first)];
        if (step.error || (step.way != BoundStep::Way::Kernel && step.way != BoundStep::Way::Library)) continue;
        const auto sizes = values(all[i].sizes);
        if (!sizes || !fits(all[i].dtype, *sizes)) continue;
        intervalOf[i] = static_cast<int>(intervals.size());
        intervals.push_back({.bytes = static_cast<std::size_t>(elementCount(*sizes)) * dtypeSize(all[i].dtype), .first = all[i].first, .last = all[i].last,
                             .over = all[i].over < 0 ? -1 : intervalOf[static_cast<std::size_t>(all[i].over)]});
    }
    const Placing placing = whittle::placeValues(intervals);
    // More than there is: then each value brings its own memory, as far as that goes.
    if (placing.total > static_cast<std::size_t>(machineBytes())) return;
    m_arena = Storage::allocate(placing.total);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (intervalOf[i] >= 0) {
            const auto k = static_cast<std::size_t>(intervalOf[i]);
            m_places[at(all[i].value)] = {m_arena->mutableData() + placing.offsets[k], intervals[k].bytes, false, all[i].order};
        }
}

void Frame::keep(ValueId id, Tensor tensor) {
    m_stays[at(id)] = true;
    m_types[at(id)] = typeOfSizes(tensor.dtype(), tensor.sizes());
    m_data[at(id)] = std::move(tensor);
}

void Frame::settle() {
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Thunk& thunk = m_program.thunks[i];
        BoundStep& step = m_steps[i];
        if (step.error) continue;
        if (step.way == BoundStep::Way::Kernel) settleKernel(step);
        else if (step.way == BoundStep::Way::View) settleView(thunk, step);
        if (step.way != BoundStep::Way::Host || !thunk.step.inputs.empty()) continue;
        // Sizes come from the symbols; comparisons and assertions on them from their kernels.
        std::vector<std::int64_t> numbers;
        for (const ValueId output : node(thunk).outputs)
            if (const NumberType* number = asNumberType(m_program.graph.type(output)); number && number->kind == NumberType::Kind::Int)
                if (const auto known = value(number->expr)) numbers.push_back(*known);
        if (numbers.empty() || numbers.size() != node(thunk).outputs.size()) continue;
        for (std::size_t k = 0; k < numbers.size(); ++k) {
            set(node(thunk).outputs[k], numbers[k]);
            m_stays[at(node(thunk).outputs[k])] = true;
        }
        step.way = BoundStep::Way::Done;
    }
}

void Frame::settleKernel(BoundStep& step) {
    std::erase_if(step.kernel.open, [&](OpenBuffer& buffer) {
        Place& place = m_places[at(buffer.value)];
        if (buffer.role == LoopBuffer::Role::Output) {
            if (!place.address) return false;
            const Sizes strides = buffer.order == MemoryOrder::RowMajor ? contiguousStrides(buffer.sizes) : ops::channelsLastStrides(buffer.sizes);
            auto tensor = Tensor::overStorage(storagePart({place.address, place.bytes}, m_arena), buffer.dtype, buffer.sizes, strides, 0);
            if (!tensor) return false;
            place.fixed = true;
            keep(buffer.value, *std::move(tensor));
        }
        if (!place.fixed) return false;
        const Tensor& tensor = std::get<Tensor>(m_data[at(buffer.value)]);
        // The machine code trusts these: what does not fit is left to the check in the run.
        if (tensor.sizes() != buffer.sizes || tensor.dtype() != buffer.dtype || place.order != buffer.order) return false;
        step.kernel.pointers[buffer.slot] = place.address;
        return true;
    });
}

void Frame::settleView(const Thunk& thunk, BoundStep& step) {
    const ValueId base = thunk.step.view->base, id = thunk.step.outputs.front();
    if (!m_places[at(base)].fixed) return;
    if (auto made = runView(thunk, step.view); !made) {
        step.error = std::move(made).error();
        return;
    }
    const Tensor tensor = std::get<Tensor>(m_data[at(id)]);
    keep(id, tensor);
    step.way = BoundStep::Way::Done;
    if (!inArena(tensor) || !tensor.isContiguous()) return;
    m_places[at(id)] = {m_arena->mutableData() + (tensor.data<std::byte>() - m_arena->bytes().data()), tensor.byteSize(), true, MemoryOrder::RowMajor};
}

// --- what is left ----------------------------------------------------------------------------------------

void Frame::bindOutputs() {
    for (const GraphOutput& output : m_program.graph.outputs()) {
        const SymSizes& recorded = m_program.outputStrides[m_layouts.size()];
        const auto* id = output.value.as<ValueId>();
        const TensorType* type = id ? asTensorType(m_program.graph.type(*id)) : nullptr;
        std::optional<Sizes>& layout = m_layouts.emplace_back();
        if (!type || recorded.empty() || recorded.size() != type->sizes.size()) continue;
        if (auto strides = values(recorded)) layout = *std::move(strides);
    }
}

void Frame::listDrops() {
    const std::vector<int> last = lastUses(m_program);
    for (std::size_t i = 0; i < last.size(); ++i) {
        if (m_stays[i]) continue;
        const ValueId id(static_cast<std::int32_t>(i));
        m_passing.push_back(id);
        if (last[i] >= 0 && last[i] < static_cast<int>(m_steps.size())) m_steps[static_cast<std::size_t>(last[i])].drop.push_back(id);
    }
}

}  // namespace whittle
