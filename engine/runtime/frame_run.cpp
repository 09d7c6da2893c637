#include <algorithm>
#include <chrono>
#include <unordered_set>

#include "engine/kernels/run_trace.h"
#include "engine/ops/check.h"
#include "engine/ops/layout.h"
#include "engine/runtime/frame.h"
#include "engine/runtime/planted_fault.h"
#include "engine/tensor/convert.h"
#include "engine/tensor/storage_part.h"

namespace whittle {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

// Strides on record are hints of the file's producer; type rules of compiled nodes go by the tensors themselves.
Type rowMajorTypeOf(const Datum& datum) {
    Type type = typeOf(datum);
    if (auto* tensor = std::get_if<TensorType>(&type)) tensor->strides.clear();
    return type;
}

bool describes(const Type& type, const Datum& datum) {
    const TensorType* known = asTensorType(type);
    const Tensor* tensor = asTensor(datum);
    if (!known || !tensor) return !known && !tensor && type == typeOf(datum);
    return known->dtype == tensor->dtype() && std::ranges::equal(tensor->sizes(), known->sizes, [](Index size, const SymInt& wanted) { return wanted.is(size); });
}

// An integer is in its type.
bool isOtherNumber(const Datum& before, const Datum& now) {
    const auto isOther = [&]<class T>(const T* number) { return number && (!std::holds_alternative<T>(before) || std::get<T>(before) != *number); };
    return isOther(std::get_if<double>(&now)) || isOther(std::get_if<bool>(&now));
}

// The same elements in memory of their own, their dimensions in the same order.
Tensor copyOf(const Tensor& tensor) {
    Tensor out = Tensor::empty(tensor.dtype(), tensor.sizes());
    convertElements(tensor, out);
    return ops::inLayout(std::move(out), ops::preservedStrides(tensor));
}

bool fitsBuffer(const Tensor& tensor, const LoopBuffer& buffer, const Sizes& sizes) { return tensor.sizes() == sizes && tensor.dtype() == buffer.dtype; }

double bytesOf(const Datum& datum) {
    const Tensor* tensor = asTensor(datum);
    return tensor && tensor->defined() ? static_cast<double>(tensor->byteSize()) : 0;
}

}  // namespace

Result<std::vector<Datum>> Frame::run(std::span<const Datum> userInputs, const RunOptions& options) {
    const CancelToken& cancel = options.cancel;
    RunProfile* const profile = options.profile;
    const auto start = Clock::now();
    // Whatever way the run ends, what it was given and what it made is let go, and what it drew is drawn.
    struct Clearing {
        Frame& frame;
        Generator* generator;
        ~Clearing() {
            if (generator) *generator = frame.m_generator;
            frame.clear();
        }
    } clearing{*this, options.generator};
    if (options.generator) m_generator = *options.generator;
    else if (m_drew) m_generator = Generator(m_program.seed);
    m_drew = options.generator != nullptr;
    m_context.cancel = cancel;
    std::size_t next = 0;
    for (const GraphInput& input : m_program.graph.inputs())
        if (input.kind == InputKind::User) set(input.value, userInputs.empty() ? input.data : userInputs[next++]);
    if (profile) {
        profile->kernelMs.assign(m_steps.size(), 0);
        profile->kernelWork.assign(m_steps.size(), {});
    }
    std::optional<SpanRecorder> recorder;
    if (options.trace) recorder.emplace(m_steps.size(), kernelThreads());
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (cancel.cancelled()) return std::unexpected(cancel.check().error());
        const Thunk& thunk = m_program.thunks[i];
        const double before = profile ? operandBytes(thunk.step.inputs) : 0;
        if (options.entering) options.entering(i);
        const auto stepStart = profile ? Clock::now() : start;
        if (recorder) recorder->kernelBegins(i);
        WHITTLE_TRY_VOID(execute(i, cancel));
        if (recorder) recorder->kernelEnds();
        if (profile) {
            profile->kernelMs[i] = since(stepStart);
            profile->kernelWork[i] = workOf(thunk, m_steps[i], before);
        }
        for (const ValueId id : m_steps[i].drop) drop(id);
    }
    if (recorder) *options.trace = recorder->take();
    if (profile) {
        profile->milliseconds = since(start);
        profile->refusals = std::move(m_refusals);
        profile->notes = m_program.session->notes();
    }
    return outputs();
}

void Frame::clear() {
    for (const ValueId id : m_passing)
        if (!std::holds_alternative<std::monostate>(m_data[at(id)])) drop(id);
    m_fresh.clear();
    m_emptied = {};
    m_held.clear();
    m_refusals.clear();
    m_context.cancel = {};
}

Result<void> Frame::execute(std::size_t index, const CancelToken& cancel) {
    const Thunk& thunk = m_program.thunks[index];
    BoundStep& step = m_steps[index];
    m_at = index;
    if (step.error) return std::unexpected(*step.error);
    switch (step.way) {
        case BoundStep::Way::Kernel: return runLoops(thunk, step.kernel, cancel);
        case BoundStep::Way::Done: return {};
        case BoundStep::Way::View: return runView(thunk, step.view);
        case BoundStep::Way::Later: return runLater(thunk, cancel);
        case BoundStep::Way::Library: return runLibrary(thunk, step);
        case BoundStep::Way::Eager: return runEager(node(thunk));
        case BoundStep::Way::Host: return runHost(thunk);
        case BoundStep::Way::Fault: return runFault(thunk);
        case BoundStep::Way::Emptied: break;
    }
    m_refusals.push_back({m_at, node(thunk).name, "a size is 0 in this run, which some operators refuse: the reference kernels tell"});
    return runEagerly(thunk);
}

// --- loops and views -------------------------------------------------------------------------------------

// The machine code trusts these; a producer that broke its type must not become a wild read.
Result<Tensor> Frame::operandOf(const LoopBuffer& buffer, const Sizes& sizes) const {
    const Tensor& tensor = std::get<Tensor>(m_data[at(buffer.value)]);
    if (!fitsBuffer(tensor, buffer, sizes))
        return fail(Code::Internal, "%{} is {} where the kernel expects {}", buffer.note, tensor.describe(),
                    TensorType{buffer.dtype, {sizes.begin(), sizes.end()}, {}, {}}.text());
    return denseIn(tensor, buffer.order);
}

Result<void> Frame::openBuffers(const Thunk& thunk, BoundKernel& kernel) {
    for (const OpenBuffer& buffer : kernel.open) {
        void*& pointer = kernel.pointers[buffer.slot];
        if (buffer.role == LoopBuffer::Role::Output) {
            Tensor made = m_pool.take(buffer.dtype, buffer.sizes);
            if (buffer.order == MemoryOrder::ChannelsLast) made = made.asStrided(buffer.sizes, ops::channelsLastStrides(buffer.sizes), 0);
            set(buffer.value, std::move(made));
            pointer = std::get<Tensor>(m_data[at(buffer.value)]).mutableData<std::byte>();
            continue;
        }
        Tensor& tensor = std::get<Tensor>(m_data[at(buffer.value)]);
        if (buffer.role == LoopBuffer::Role::Update) {
            pointer = tensor.mutableData<std::byte>();  // ours alone, so written in place
            continue;
        }
        const LoopKernel& code = *thunk.step.kernel;
        const bool asItIs = buffer.order == MemoryOrder::RowMajor && tensor.isContiguous() && fitsBuffer(tensor, code.buffers[buffer.slot], buffer.sizes);
        if (!asItIs) {
            WHITTLE_TRY(Tensor read, operandOf(code.buffers[buffer.slot], buffer.sizes).context("running kernel {} for {}", code.name, describeNode(node(thunk))));
            m_held.push_back(std::move(read));
        }
        pointer = const_cast<std::byte*>((asItIs ? tensor : m_held.back()).data<std::byte>());  // read only
    }
    return {};
}

Result<void> Frame::runLoops(const Thunk& thunk, BoundKernel& kernel, const CancelToken& cancel) {
    WHITTLE_TRY_VOID(openBuffers(thunk, kernel));
    if (kernel.points == 0) {
        for (const LoopBuffer& buffer : thunk.step.kernel->buffers)
            if (buffer.role == LoopBuffer::Role::Output && std::get<Tensor>(m_data[at(buffer.value)]).numel() > 0)
                return Result<void>(fail(Code::Unsupported, "a size is 0 in this run, and the kernel has no step that stores %{}", buffer.note))
                    .context("running kernel {} for {}", thunk.step.kernel->name, describeNode(node(thunk)));
    } else {
        const KernelEnd end = runKernel({.code = thunk.code->run, .buffers = kernel.pointers.data(), .symbols = kernel.symbols.data(), .steps = kernel.steps,
                                         .elements = kernel.elements, .portion = kernel.portion}, cancel);
        if (end.stop.check >= 0) return refused(thunk.step.kernel->checks[static_cast<std::size_t>(end.stop.check)], end.stop.value);
        if (end.cancelled) return cancel.check();
    }
    m_held.clear();
    if (thunk.step.unfinished) return {};
    for (const OpenBuffer& buffer : kernel.open)
        if (buffer.role != LoopBuffer::Role::Input && m_program.lifetimes.leaves[at(buffer.value)]) m_pool.lend(std::get<Tensor>(m_data[at(buffer.value)]));
    return {};
}

// The error that the operator's own kernel answers.
Result<void> Frame::refused(const LoopCheck& check, std::int64_t refusedValue) const {
    WHITTLE_TRY(const std::int64_t size, value(check.size));
    std::string message = check.message;
    for (const auto& [placeholder, number] : {std::pair{"{value}", refusedValue}, std::pair{"{size}", size}})
        if (const std::size_t place = message.find(placeholder); place != std::string::npos)
            message.replace(place, std::string_view(placeholder).size(), std::to_string(number));
    return Result<void>(fail(Code::Run, "{}", message)).context("running {}", describeNode(m_program.graph.node(m_program.graph.value(check.value).producer)));
}

Result<void> Frame::runView(const Thunk& thunk, const BoundView& view) {
    const Tensor base = denseIn(std::get<Tensor>(m_data[at(thunk.step.view->base)]), thunk.step.view->order);
    std::int64_t last = view.offset;
    for (std::size_t i = 0; i < view.sizes.size(); ++i) last += (view.sizes[i] - 1) * view.strides[i];
    const bool empty = std::find(view.sizes.begin(), view.sizes.end(), 0) != view.sizes.end();
    if (!empty && (view.offset < 0 || last < view.offset || last >= base.numel()))
        return Result<void>(fail(Code::Shape, "the view reaches element {} of a tensor with {}", last, base.numel())).context("running {}", describeNode(node(thunk)));
    set(thunk.step.outputs.front(), base.asStrided(view.sizes, view.strides, base.offset() + (empty ? 0 : view.offset)));
    return {};
}

// By now the run has found out the sizes.
Result<void> Frame::runLater(const Thunk& thunk, const CancelToken& cancel) {
    if (thunk.step.kind == Step::Kind::View) {
        WHITTLE_TRY(const BoundView view, bindView(thunk));
        return runView(thunk, view);
    }
    if (m_emptied == thunk.step.nodes.back()) return {};  // the next kernel of a root that is done
    if (const auto empty = hasEmptied(*thunk.step.kernel); empty && *empty && standsAlone(m_at)) {
        m_refusals.push_back({m_at, node(thunk).name, "a size is 0 in this run, which some operators refuse: the reference kernels tell"});
        m_emptied = thunk.step.nodes.back();
        return runEagerly(thunk);
    }
    WHITTLE_TRY(BoundKernel kernel, bindKernel(thunk));
    return runLoops(thunk, kernel, cancel);
}

// --- nodes -----------------------------------------------------------------------------------------------

OpCall::TypeLookup Frame::types() const {
    return [this](ValueId id) -> const Type& { return m_types[at(id)]; };
}
KernelCall::DatumLookup Frame::data() const {
    return [this](ValueId id) -> const Datum& { return m_data[at(id)]; };
}

// Calls that are prepared know the types, and the numbers, that they were prepared with.
void Frame::set(ValueId id, Datum datum) {
    if (!describes(m_types[at(id)], datum) || isOtherNumber(m_data[at(id)], datum)) {
        m_types[at(id)] = rowMajorTypeOf(datum);
        for (BoundStep& step : m_steps) step.call.reset();
    }
    m_data[at(id)] = std::move(datum);
}

void Frame::drop(ValueId id) {
    Datum& datum = m_data[at(id)];
    if (auto* tensor = std::get_if<Tensor>(&datum); tensor && tensor->defined() && !inArena(*tensor)) m_pool.give(std::move(*tensor));
    datum = std::monostate{};
}

bool Frame::inArena(const Tensor& tensor) const {
    if (!m_arena || !tensor.defined()) return false;
    const std::byte *begin = m_arena->bytes().data(), *place = tensor.storage()->bytes().data();
    return place >= begin && place <= begin + m_arena->bytes().size();
}

void Frame::take(const Node& computed, std::vector<Datum> outputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        bindFresh(m_program.graph.type(computed.outputs[i]), outputs[i]);
        set(computed.outputs[i], std::move(outputs[i]));
    }
}

// Symbols that only a result tells: the size of nonzero's output, the number item() reads.
void Frame::bindFresh(const Type& declared, const Datum& actual) {
    const auto bind = [&](const SymInt& expr, std::int64_t known) {
        if (const auto name = expr.symbolName(); name && !m_symbols.contains(*name)) m_fresh.try_emplace(*name, known);
    };
    if (const TensorType* type = asTensorType(declared)) {
        if (const Tensor* tensor = asTensor(actual); tensor && tensor->rank() == type->rank())
            for (std::size_t i = 0; i < type->sizes.size(); ++i) bind(type->sizes[i], tensor->sizes()[i]);
    } else if (const NumberType* number = asNumberType(declared)) {
        if (const auto* integer = std::get_if<std::int64_t>(&actual)) bind(number->expr, *integer);
    }
}

Result<void> Frame::runEager(const Node& computed) {
    m_drew = true;
    WHITTLE_TRY(std::vector<Datum> outputs, runNode(computed, types(), data(), m_context));
    // A reference kernel may answer a view of what it got, which is there no longer than the plan says.
    for (Datum& datum : outputs)
        if (const Tensor* tensor = asTensor(datum); tensor && inArena(*tensor)) datum = copyOf(*tensor);
    take(computed, std::move(outputs));
    return {};
}

Result<void> Frame::runEagerly(const Thunk& thunk) {
    std::unordered_set<ValueId> there;  // what other steps made: a kernel may have computed it once more
    for (std::size_t i = 0; i < m_at; ++i) there.insert(m_program.thunks[i].step.outputs.begin(), m_program.thunks[i].step.outputs.end());
    const auto isThere = [&](ValueId id) { return there.contains(id) && !std::holds_alternative<std::monostate>(m_data[at(id)]); };
    std::vector<ValueId> passing;
    for (const NodeId id : thunk.step.nodes) {
        const Node& one = m_program.graph.node(id);
        if (!one.outputs.empty() && std::ranges::all_of(one.outputs, isThere)) continue;
        std::vector<ValueId> made;  // of a node with several results, some may be another step's
        std::ranges::remove_copy_if(one.outputs, std::back_inserter(made), isThere);
        WHITTLE_TRY_VOID(runEager(one));
        if (id == thunk.step.nodes.back()) break;  // its result stays, also where this step has only parts of it
        for (const ValueId output : made)
            if (std::ranges::find(thunk.step.outputs, output) == thunk.step.outputs.end()) passing.push_back(output);
    }
    for (const ValueId id : passing) drop(id);
    return {};
}

// Memory for what a library makes: its place, or else what earlier runs left.
Tensor Frame::memoryFor(ValueId id, DType dtype, const Sizes& sizes) {
    const Place& place = m_places[at(id)];
    if (place.address && place.bytes == static_cast<std::size_t>(elementCount(sizes)) * dtypeSize(dtype))
        if (auto tensor = Tensor::overStorage(storagePart({place.address, place.bytes}, m_arena), dtype, sizes, contiguousStrides(sizes), 0)) return *std::move(tensor);
    return m_pool.take(dtype, sizes);
}

Datum Frame::placeFor(const KernelCall& call, ValueId id, int output) {
    const TensorType* type = asTensorType(call.outputTypes()[static_cast<std::size_t>(output)]);
    if (!type || !std::ranges::all_of(type->sizes, [](const SymInt& size) { return size.isConstant(); })) return {};
    return memoryFor(id, type->dtype, call.outputSizes(output));
}

Result<void> Frame::runLibrary(const Thunk& thunk, BoundStep& step) {
    const Node& computed = m_program.graph.node(thunk.step.nodes.front());
    const std::vector<ValueId>& results = node(thunk).outputs;
    const auto run = [&]() -> Result<std::vector<Datum>> {
        if (!step.call) {
            WHITTLE_TRY(step.call, KernelCall::prepare(*findOp(computed.op), computed.args, types(), data(), m_context));
        }
        std::vector<PostOp> epilogue = thunk.epilogue;
        for (PostOp& op : epilogue)
            if (op.value.valid()) op.operand = std::get<Tensor>(m_data[at(op.value)]);
        KernelCall& call = *step.call;
        if (thunk.code) {
            WHITTLE_TRY(BoundTail tail, bindTail(thunk));
            epilogue.front().tail = &tail.call;
            WHITTLE_TRY_VOID(thunk.library->run(call, *thunk.session, epilogue));
            m_held.clear();
            return std::vector<Datum>{std::move(tail.out)};
        }
        for (int i = 0; i < call.outputCount(); ++i) call.setOutput(i, thunk.reordered ? Datum() : placeFor(call, results[static_cast<std::size_t>(i)], i));
        WHITTLE_TRY_VOID(thunk.library->run(call, *thunk.session, epilogue));
        std::vector<Datum> out;
        for (int i = 0; i < call.outputCount(); ++i) {
            out.push_back(call.given(i));
            call.setOutput(i, {});
            if (const Tensor* made = thunk.reordered ? asTensor(out.back()) : nullptr) {
                Tensor rows = memoryFor(results[static_cast<std::size_t>(i)], made->dtype(), made->sizes());
                convertElements(*made, rows);
                out.back() = std::move(rows);
            }
        }
        return out;
    };
    Result<std::vector<Datum>> outputs = run();
    if (!outputs) step.call.reset();
    // Sizes that were symbols at compile time may turn out to be ones the library does not do.
    if (!outputs && outputs.error().code == Code::Unsupported) {
        m_refusals.push_back({m_at, computed.name, std::move(outputs).error().message});
        return runEagerly(thunk);
    }
    WHITTLE_TRY(std::vector<Datum> done, std::move(outputs).context("running {}", describeNode(computed)));
    take(node(thunk), std::move(done));
    for (const ValueId id : results)
        if (const Tensor* tensor = asTensor(m_data[at(id)]); tensor && m_program.lifetimes.leaves[at(id)]) m_pool.lend(*tensor);
    return {};
}

// Sizes come from the symbols; comparisons and assertions on them from their kernels.
Result<void> Frame::runHost(const Thunk& thunk) {
    const Node& computed = node(thunk);
    if (!thunk.step.inputs.empty() || computed.outputs.empty()) return runEager(computed);
    for (const ValueId output : computed.outputs) {
        const NumberType* number = asNumberType(m_program.graph.type(output));
        if (!number || number->kind != NumberType::Kind::Int) return runEager(computed);
        WHITTLE_TRY(const std::int64_t known, value(number->expr).context("running {}", describeNode(computed)));
        set(output, Datum(known));
    }
    return {};
}

Result<void> Frame::runFault(const Thunk& thunk) {
    const Node& planted = node(thunk);
    const Arg* self = planted.arg("self");
    Result<Tensor> struck = strike(*thunk.fault, std::get<Tensor>(m_data[at(*self->as<ValueId>())]));
    WHITTLE_TRY(Tensor value, std::move(struck).context("running node '{}' ({})", thunk.fault->node, thunk.fault->op));
    set(planted.output(), inArena(value) ? copyOf(value) : std::move(value));
    return {};
}

// --- what comes of it ------------------------------------------------------------------------------------

Result<std::vector<Datum>> Frame::outputs() const {
    std::vector<Datum> out;
    // The output in the layout on record. One that would let elements share a place is left as it is.
    const auto laidOut = [&](const Datum& datum, std::size_t index) -> Datum {
        const Tensor* tensor = asTensor(datum);
        const SymSizes& recorded = m_program.outputStrides[index];
        if (!tensor || recorded.size() != tensor->sizes().size() || recorded.empty()) return datum;
        std::optional<Sizes> strides = m_layouts[index];
        if (auto known = strides ? Result<Sizes>(*strides) : values(recorded)) strides = *std::move(known);
        if (!strides || *strides == tensor->strides()) return datum;
        if (!ops::sharesNoPlace(tensor->asStrided(tensor->sizes(), *strides, 0))) return datum;
        return ops::inLayout(*tensor, *strides);
    };
    for (const GraphOutput& output : m_program.graph.outputs()) {
        if (const auto* id = output.value.as<ValueId>()) out.push_back(laidOut(m_data[at(*id)], out.size()));
        else if (const auto* number = output.value.as<std::int64_t>()) out.emplace_back(*number);
        else if (const auto* real = output.value.as<double>()) out.emplace_back(*real);
        else if (const auto* flag = output.value.as<bool>()) out.emplace_back(*flag);
        else if (output.value.isNone()) out.emplace_back();
        else return fail(Code::Unsupported, "output {} is neither a tensor, a number nor None", out.size());
    }
    return out;
}

double Frame::operandBytes(std::span<const ValueId> ids) const {
    double out = 0;
    for (const ValueId id : ids) out += bytesOf(m_data[at(id)]);
    return out;
}

StepWork Frame::workOf(const Thunk& thunk, BoundStep& step, double bytesBefore) const {
    if (step.work) return *step.work;
    const auto sizeOf = [this](const SymInt& expr) { return value(expr); };
    StepWork work;
    const bool moves = thunk.step.kind != Step::Kind::View && thunk.step.kind != Step::Kind::Host;
    if (moves) work = {.bytesRead = bytesBefore, .bytesWritten = operandBytes(thunk.step.outputs)};
    if (thunk.step.kind == Step::Kind::Loops) {
        if (const auto ops = kernelOps(*thunk.step.kernel, sizeOf)) work.flops = ops->all;
    } else {
        for (const NodeId id : thunk.step.nodes)
            if (const auto counted = nodeWork(m_program.graph, m_program.graph.node(id), sizeOf)) work.flops += counted->flops;
    }
    if (step.way != BoundStep::Way::Later && m_fresh.empty()) step.work = work;
    return work;
}

}  // namespace whittle
