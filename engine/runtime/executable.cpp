#include "engine/runtime/executable.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <unistd.h>

#include <omp.h>

#include "engine/eager/interpreter.h"
#include "engine/kernels/compiled_tail.h"
#include "engine/ops/check.h"
#include "engine/ops/layout.h"
#include "engine/runtime/planted_fault.h"
#include "engine/schedule/lowering.h"

namespace whittle {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// Below this many elements a second thread costs more than it saves.
constexpr std::int64_t kParallelWork = 32768;

KernelStop runParallel(KernelFn kernel, void* const* buffers, const std::int64_t* symbols, std::int64_t steps, std::int64_t work) {
    const auto threads = std::min<std::int64_t>(omp_get_max_threads(), std::min(steps, work / kParallelWork));
    if (threads < 2) return kernel(buffers, symbols, 0, steps);
    std::vector<KernelStop> stops(static_cast<std::size_t>(threads));
#pragma omp parallel for schedule(static) num_threads(static_cast<int>(threads))
    for (std::int64_t t = 0; t < threads; ++t) stops[static_cast<std::size_t>(t)] = kernel(buffers, symbols, steps * t / threads, steps * (t + 1) / threads);
    // The first in the order of the steps, whichever thread met one first.
    const auto stop = std::find_if(stops.begin(), stops.end(), [](const KernelStop& s) { return s.check >= 0; });
    return stop == stops.end() ? KernelStop{} : *stop;
}

// The tensor as a kernel reads it: dense, its dimensions in that order in memory.
Tensor dense(const Tensor& tensor, MemoryOrder order) {
    return order == MemoryOrder::RowMajor ? tensor.contiguous() : ops::inLayout(tensor, ops::channelsLastStrides(tensor.sizes()));
}

// Strides on record are hints of the file's producer; type rules of compiled nodes go by the tensors themselves.
Type rowMajorTypeOf(const Datum& datum) {
    Type type = typeOf(datum);
    if (auto* tensor = std::get_if<TensorType>(&type)) tensor->strides.clear();
    return type;
}

}  // namespace

CompiledGraph::CompiledGraph(Graph graph, std::vector<Thunk> thunks, CompileReport report, std::unique_ptr<KernelSession> session,
                             std::uint64_t seed, std::vector<SymSizes> outputStrides, std::size_t values)
    : m_graph(std::move(graph)), m_thunks(std::move(thunks)), m_report(std::move(report)), m_lastReads(m_thunks.size()),
      m_session(std::move(session)), m_seed(seed), m_outputStrides(std::move(outputStrides)),
      m_isWeight(values, false), m_isResult(values, false) {
    for (const ValueId id : m_graph.outputValues()) m_isResult[at(id)] = true;
    for (const GraphInput& input : m_graph.inputs()) m_isWeight[at(input.value)] = input.kind != InputKind::User;
    std::unordered_map<ValueId, std::size_t> last;
    for (std::size_t i = 0; i < m_thunks.size(); ++i) {
        for (const ValueId id : m_thunks[i].step.outputs) last[id] = i;
        for (const ValueId id : m_thunks[i].step.inputs) last[id] = i;
    }
    for (const ValueId id : m_graph.outputValues()) last.erase(id);
    for (const auto& [id, thunk] : last) m_lastReads[thunk].push_back(id);
}

// One run: its own values and symbols.
class CompiledGraph::Run {
public:
    Run(const CompiledGraph& owner, const CancelToken& cancel)
        : m_owner(owner), m_graph(owner.m_graph), m_generator(owner.m_seed), m_data(owner.m_isResult.size()), m_types(owner.m_isResult.size()) {
        m_context.generator = &m_generator;
        m_context.cancel = cancel;
        m_context.layout = ResultLayout::Fastest;
        m_context.isWeight = [this](ValueId id) { return m_owner.m_isWeight[at(id)]; };
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Result<void> bind(std::span<const Datum> userInputs) {
        WHITTLE_TRY(std::vector<Datum> inputs, gatherInputs(m_graph, userInputs));
        WHITTLE_TRY(m_symbols, bindSymbols(m_graph, inputs));
        for (std::size_t i = 0; i < inputs.size(); ++i) set(m_graph.inputs()[i].value, std::move(inputs[i]));
        return {};
    }

    Result<void> step(std::size_t index) {
        const Thunk& thunk = m_owner.m_thunks[index];
        m_at = index;
        WHITTLE_TRY_VOID(execute(thunk));
        for (const ValueId id : m_owner.m_lastReads[index]) {
            if (auto* tensor = std::get_if<Tensor>(&m_data[at(id)])) m_owner.m_pool.give(std::move(*tensor));
            m_data[at(id)] = std::monostate{};
        }
        return {};
    }

    std::vector<RunRefusal> takeRefusals() { return std::move(m_refusals); }

    Result<std::vector<Datum>> outputs() {
        std::vector<Datum> out;
        for (const GraphOutput& output : m_graph.outputs()) {
            if (const auto* id = output.value.as<ValueId>()) out.push_back(laidOut(m_data[at(*id)], m_owner.m_outputStrides[out.size()]));
            else if (const auto* number = output.value.as<std::int64_t>()) out.emplace_back(*number);
            else if (const auto* real = output.value.as<double>()) out.emplace_back(*real);
            else if (const auto* flag = output.value.as<bool>()) out.emplace_back(*flag);
            else if (output.value.isNone()) out.emplace_back();
            else return fail(Code::Unsupported, "output {} is neither a tensor, a number nor None", out.size());
        }
        return out;
    }

private:
    // The output in the layout on record. One that would let elements share a place is left as it is.
    Datum laidOut(const Datum& datum, const SymSizes& recorded) const {
        const Tensor* tensor = asTensor(datum);
        if (!tensor || recorded.size() != tensor->sizes().size() || recorded.empty()) return datum;
        const Result<Sizes> strides = values(recorded);
        if (!strides || !ops::sharesNoPlace(tensor->asStrided(tensor->sizes(), *strides, 0))) return datum;
        return ops::inLayout(*tensor, *strides);
    }

    void set(ValueId id, Datum datum) {
        m_types[at(id)] = rowMajorTypeOf(datum);
        m_data[at(id)] = std::move(datum);
    }

    Result<std::int64_t> value(const SymInt& expr) const {
        if (const auto known = expr.constant()) return *known;
        return expr.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
            const auto found = m_symbols.find(std::string(name));
            return found == m_symbols.end() ? std::nullopt : std::optional(found->second);
        });
    }
    Result<Sizes> values(const SymSizes& exprs) const {
        Sizes out;
        for (const SymInt& expr : exprs) {
            WHITTLE_TRY(const std::int64_t one, value(expr));
            out.push_back(one);
        }
        return out;
    }

    const Node& node(const Thunk& thunk) const { return m_graph.node(thunk.step.nodes.back()); }

    Result<void> execute(const Thunk& thunk) {
        const auto run = [&]() -> Result<void> {
            switch (thunk.step.kind) {
                case Step::Kind::Loops: return loops(thunk);
                case Step::Kind::View: return view(thunk);
                case Step::Kind::Library: return library(thunk);
                case Step::Kind::Host: return host(thunk);
                case Step::Kind::Eager: break;
            }
            return thunk.fault ? fault(thunk) : eager(node(thunk));
        };
        return run();
    }

    Result<void> loops(const Thunk& thunk) {
        const LoopKernel& kernel = *thunk.step.kernel;
        const auto here = [&](auto result) { return std::move(result).context("running kernel {} for {}", kernel.name, describeNode(node(thunk))); };
        for (const LoopGuard& guard : kernel.guards) {
            WHITTLE_TRY(const std::int64_t left, here(value(guard.left)));
            WHITTLE_TRY(const std::int64_t right, here(value(guard.right)));
            if (left != right)
                return here(Result<void>(fail(Code::Shape, "expected {} = {} to equal {} = {}", guard.left.text(), left, guard.right.text(), right)));
        }
        std::vector<std::int64_t> symbols;
        for (const std::string& name : kernel.symbols) {
            WHITTLE_TRY(const std::int64_t one, here(value(SymInt::symbol(name))));
            symbols.push_back(one);
        }
        WHITTLE_TRY(const bool empty, here(hasEmptied(kernel)));
        if (m_done.contains(thunk.step.nodes.back())) return {};
        if (empty && standsAlone(thunk)) {
            m_done.insert(thunk.step.nodes.back());
            m_refusals.push_back({m_at, node(thunk).name, "a size is 0 in this run, which some operators refuse: the reference kernels tell"});
            return eagerly(thunk);
        }
        std::vector<Tensor> held;  // inputs as they are read
        held.reserve(kernel.buffers.size());
        std::vector<void*> pointers;
        std::int64_t work = 0;
        for (const LoopBuffer& buffer : kernel.buffers) {
            WHITTLE_TRY(Sizes sizes, here(values(buffer.sizes)));
            if (buffer.role == LoopBuffer::Role::Input) {
                WHITTLE_TRY(Tensor read, here(operand(buffer, sizes)));
                held.push_back(std::move(read));
                pointers.push_back(const_cast<std::byte*>(held.back().data<std::byte>()));  // read only
            } else if (buffer.role == LoopBuffer::Role::Update) {
                held.push_back(std::move(std::get<Tensor>(m_data[at(buffer.value)])));  // ours alone, so written in place
                pointers.push_back(held.back().mutableData<std::byte>());
            } else {
                WHITTLE_TRY(Tensor made, here(room(buffer, sizes)));
                held.push_back(std::move(made));
                pointers.push_back(held.back().mutableData<std::byte>());
            }
            work += held.back().numel();
        }
        WHITTLE_TRY(const std::int64_t steps, here(value(thunk.code->steps)));
        WHITTLE_TRY(const std::int64_t points, here(value(kernel.points())));
        if (points > 0) {
            const KernelStop stop = runParallel(thunk.code->run, pointers.data(), symbols.data(), steps, work);
            if (stop.check >= 0) return refused(kernel.checks[static_cast<std::size_t>(stop.check)], stop.value);
        }
        for (std::size_t i = 0; i < kernel.buffers.size(); ++i)
            if (kernel.buffers[i].role != LoopBuffer::Role::Input) {
                if (m_owner.m_isResult[at(kernel.buffers[i].value)] && !thunk.step.unfinished) m_owner.m_pool.lend(held[i]);
                set(kernel.buffers[i].value, std::move(held[i]));
            }
        return {};
    }

    // Whether a size that was a symbol at compile time is 0 where that can matter: loops over nothing check no position, and have no
    // largest element.
    Result<bool> hasEmptied(const LoopKernel& kernel) const {
        if (kernel.checks.empty() && std::ranges::none_of(kernel.exprs.all(), [](const LoopExpr& expr) { return expr.op == LoopOp::Reduce; })) return false;
        for (const LoopBuffer& buffer : kernel.buffers)
            for (const SymInt& size : buffer.sizes) {
                if (size.isConstant()) continue;
                WHITTLE_TRY(const std::int64_t now, value(size));
                if (now == 0) return true;
            }
        return false;
    }

    // Whether the step's nodes can run one by one: what they take is in memory, where a kernel needs only what it reads.
    bool standsAlone(const Thunk& thunk) const {
        if (thunk.step.unfinished || std::ranges::any_of(thunk.step.kernel->buffers, [](const LoopBuffer& b) { return b.role == LoopBuffer::Role::Update; })) return false;
        std::unordered_set<ValueId> own;
        for (const NodeId id : thunk.step.nodes) {
            const Node& one = m_graph.node(id);
            for (const ValueId input : one.inputs())
                if (!own.contains(input) && std::holds_alternative<std::monostate>(m_data[at(input)])) return false;
            own.insert(one.outputs.begin(), one.outputs.end());
        }
        return true;
    }

    Result<void> eagerly(const Thunk& thunk) {
        for (const NodeId id : thunk.step.nodes) WHITTLE_TRY_VOID(eager(m_graph.node(id)));
        for (std::size_t i = 0; i + 1 < thunk.step.nodes.size(); ++i)
            for (const ValueId id : m_graph.node(thunk.step.nodes[i]).outputs)
                if (std::ranges::find(thunk.step.outputs, id) == thunk.step.outputs.end()) m_data[at(id)] = std::monostate{};
        return {};
    }

    // The error that the operator's own kernel answers.
    Result<void> refused(const LoopCheck& check, std::int64_t refusedValue) const {
        WHITTLE_TRY(const std::int64_t size, value(check.size));
        std::string message = check.message;
        for (const auto& [placeholder, number] : {std::pair{"{value}", refusedValue}, std::pair{"{size}", size}})
            if (const std::size_t place = message.find(placeholder); place != std::string::npos)
                message.replace(place, std::string_view(placeholder).size(), std::to_string(number));
        return Result<void>(fail(Code::Run, "{}", message)).context("running {}", describeNode(m_graph.node(m_graph.value(check.value).producer)));
    }

    // A result that cannot fit is an error, not the end of the process.
    static Result<void> fits(DType dtype, const Sizes& sizes) {
        static const std::int64_t kMachine = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
        auto bytes = static_cast<std::int64_t>(dtypeSize(dtype));
        bool over = false;
        for (const Index size : sizes) {
            if (size < 0) return fail(Code::Shape, "the output would have the size {}", size);
            over |= size > 0 && __builtin_mul_overflow(bytes, size, &bytes);
        }
        if (std::find(sizes.begin(), sizes.end(), 0) == sizes.end() && (over || bytes > kMachine))
            return fail(Code::Limit, "the output needs more memory than this machine has");
        return {};
    }

    Result<void> view(const Thunk& thunk) {
        const ViewStep& view = *thunk.step.view;
        const Tensor base = dense(std::get<Tensor>(m_data[at(view.base)]), view.order);
        WHITTLE_TRY(Sizes sizes, values(view.sizes).context("running {}", describeNode(node(thunk))));
        WHITTLE_TRY(Sizes strides, values(view.strides).context("running {}", describeNode(node(thunk))));
        WHITTLE_TRY(const std::int64_t offset, value(view.offset).context("running {}", describeNode(node(thunk))));
        std::int64_t last = offset;
        for (std::size_t i = 0; i < sizes.size(); ++i) last += (sizes[i] - 1) * strides[i];
        const bool empty = std::find(sizes.begin(), sizes.end(), 0) != sizes.end();
        if (!empty && (offset < 0 || last < offset || last >= base.numel()))
            return Result<void>(fail(Code::Shape, "the view reaches element {} of a tensor with {}", last, base.numel())).context("running {}", describeNode(node(thunk)));
        set(thunk.step.outputs.front(), base.asStrided(std::move(sizes), std::move(strides), base.offset() + (empty ? 0 : offset)));
        return {};
    }

    OpCall::TypeLookup types() const {
        return [this](ValueId id) -> const Type& { return m_types[at(id)]; };
    }
    std::function<const Datum&(ValueId)> data() const {
        return [this](ValueId id) -> const Datum& { return m_data[at(id)]; };
    }

    Result<void> take(const Node& computed, std::vector<Datum> outputs) {
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            bindFresh(m_graph.type(computed.outputs[i]), outputs[i]);
            set(computed.outputs[i], std::move(outputs[i]));
        }
        return {};
    }

    // Symbols that only a result tells: the size of nonzero's output, the number item() reads.
    void bindFresh(const Type& declared, const Datum& actual) {
        const auto bind = [&](const SymInt& expr, std::int64_t known) {
            if (const auto name = expr.symbolName()) m_symbols.try_emplace(*name, known);
        };
        if (const TensorType* type = asTensorType(declared)) {
            if (const Tensor* tensor = asTensor(actual); tensor && tensor->rank() == type->rank())
                for (std::size_t i = 0; i < type->sizes.size(); ++i) bind(type->sizes[i], tensor->sizes()[i]);
        } else if (const NumberType* number = asNumberType(declared)) {
            if (const auto* integer = std::get_if<std::int64_t>(&actual)) bind(number->expr, *integer);
        }
    }

    Result<void> eager(const Node& computed) {
        WHITTLE_TRY(std::vector<Datum> outputs, runNode(computed, types(), data(), m_context));
        return take(computed, std::move(outputs));
    }

    struct BoundTail {
        CompiledTail call;
        Tensor out;
        std::vector<Tensor> held;  // inputs as they are read
    };

    // What a library's kernel calls with each part of its result: everything but the part itself.
    Result<BoundTail> bindTail(const Thunk& thunk) {
        const LoopKernel& kernel = *thunk.step.kernel;
        const ValueId source = m_graph.node(thunk.step.nodes.front()).output();
        const PartNames part = partNames(m_graph);
        // A name that the kernel does without (one column) goes behind the others.
        const std::size_t unused = kernel.symbols.size();
        CompiledTail::Places places{.source = 0, .row = unused, .column = unused, .rows = unused, .columns = unused, .step = unused};
        std::vector<std::int64_t> symbols;
        for (const std::string& name : kernel.symbols) {
            const std::pair<const std::string&, std::size_t&> own[] = {{part.row, places.row}, {part.column, places.column}, {part.rows, places.rows}, {part.columns, places.columns}, {part.step, places.step}};
            const auto known = std::ranges::find_if(own, [&](const auto& one) { return one.first == name; });
            if (known != std::end(own)) known->second = symbols.size();
            WHITTLE_TRY(const std::int64_t one, known != std::end(own) ? Result<std::int64_t>(0) : value(SymInt::symbol(name)));
            symbols.push_back(one);
        }
        symbols.push_back(0);
        std::vector<void*> pointers;
        std::vector<Tensor> held;
        Tensor out;
        for (const LoopBuffer& buffer : kernel.buffers) {
            if (buffer.value == source) {
                places.source = pointers.size();
                pointers.push_back(nullptr);
                continue;
            }
            WHITTLE_TRY(Sizes sizes, values(buffer.sizes));
            if (buffer.role == LoopBuffer::Role::Input) {
                WHITTLE_TRY(Tensor read, operand(buffer, sizes));
                pointers.push_back(const_cast<std::byte*>(read.data<std::byte>()));  // read only
                held.push_back(std::move(read));
            } else {
                WHITTLE_TRY(out, room(buffer, sizes));
                pointers.push_back(out.mutableData<std::byte>());
            }
        }
        if (m_owner.m_isResult[at(thunk.step.outputs.front())]) m_owner.m_pool.lend(out);
        return BoundTail{CompiledTail(thunk.code->run, std::move(pointers), std::move(symbols), places), std::move(out), std::move(held)};
    }

    // A kernel's input as it reads it, and memory for an output.
    Result<Tensor> operand(const LoopBuffer& buffer, const Sizes& sizes) const {
        const Tensor& tensor = std::get<Tensor>(m_data[at(buffer.value)]);
        // The machine code trusts these; a producer that broke its type must not become a wild read.
        if (tensor.sizes() != sizes || tensor.dtype() != buffer.dtype)
            return fail(Code::Internal, "%{} is {} where the kernel expects {}", buffer.note, tensor.describe(),
                        TensorType{buffer.dtype, {sizes.begin(), sizes.end()}, {}, {}}.text());
        return dense(tensor, buffer.order);
    }
    Result<Tensor> room(const LoopBuffer& buffer, const Sizes& sizes) {
        WHITTLE_TRY_VOID(fits(buffer.dtype, sizes));
        const Sizes strides = buffer.order == MemoryOrder::RowMajor ? contiguousStrides(sizes) : ops::channelsLastStrides(sizes);
        return m_owner.m_pool.take(buffer.dtype, sizes).asStrided(sizes, strides, 0);
    }

    Result<void> library(const Thunk& thunk) {
        const Node& computed = m_graph.node(thunk.step.nodes.front());
        const auto run = [&]() -> Result<std::vector<Datum>> {
            WHITTLE_TRY(KernelCall call, KernelCall::prepare(*findOp(computed.op), computed.args, types(), data(), m_context));
            std::vector<PostOp> epilogue = thunk.epilogue;
            for (PostOp& op : epilogue)
                if (op.value.valid()) op.operand = std::get<Tensor>(m_data[at(op.value)]);
            if (!thunk.code) {
                WHITTLE_TRY_VOID(thunk.library->run(call, *m_owner.m_session, epilogue));
                return call.takeOutputs();
            }
            WHITTLE_TRY(BoundTail tail, bindTail(thunk));
            epilogue.front().tail = &tail.call;
            WHITTLE_TRY_VOID(thunk.library->run(call, *m_owner.m_session, epilogue));
            return std::vector<Datum>{std::move(tail.out)};
        };
        Result<std::vector<Datum>> outputs = run();
        // Sizes that were symbols at compile time may turn out to be ones the library does not do.
        if (!outputs && outputs.error().code == Code::Unsupported) {
            m_refusals.push_back({m_at, computed.name, std::move(outputs).error().message});
            return eagerly(thunk);
        }
        WHITTLE_TRY(std::vector<Datum> done, std::move(outputs).context("running {}", describeNode(computed)));
        return take(node(thunk), std::move(done));
    }

    // Sizes come from the symbols; comparisons and assertions on them from their kernels.
    Result<void> host(const Thunk& thunk) {
        const Node& computed = node(thunk);
        if (!thunk.step.inputs.empty() || computed.outputs.empty()) return eager(node(thunk));
        for (const ValueId output : computed.outputs) {
            const NumberType* number = asNumberType(m_graph.type(output));
            if (!number || number->kind != NumberType::Kind::Int) return eager(node(thunk));
            WHITTLE_TRY(const std::int64_t known, value(number->expr).context("running {}", describeNode(computed)));
            set(output, Datum(known));
        }
        return {};
    }

    Result<void> fault(const Thunk& thunk) {
        const Node& planted = node(thunk);
        const Arg* self = planted.arg("self");
        Result<Tensor> struck = strike(*thunk.fault, std::get<Tensor>(m_data[at(*self->as<ValueId>())]));
        WHITTLE_TRY(Tensor value, std::move(struck).context("running node '{}' ({})", thunk.fault->node, thunk.fault->op));
        set(planted.output(), std::move(value));
        return {};
    }

    const CompiledGraph& m_owner;
    const Graph& m_graph;
    Generator m_generator;
    KernelContext m_context;
    std::vector<Datum> m_data;
    std::vector<Type> m_types;
    std::map<std::string, std::int64_t> m_symbols;
    std::size_t m_at = 0;  // the thunk that runs
    std::unordered_set<NodeId> m_done;  // that stood alone: what else their kernels do is done
    std::vector<RunRefusal> m_refusals;
};

Result<std::vector<Datum>> CompiledGraph::run(std::span<const Datum> userInputs, const CancelToken& cancel, RunProfile* profile) const {
    const auto start = std::chrono::steady_clock::now();
    Run run(*this, cancel);
    WHITTLE_TRY_VOID(run.bind(userInputs));
    if (profile) profile->kernelMs.assign(m_thunks.size(), 0);
    for (std::size_t i = 0; i < m_thunks.size(); ++i) {
        WHITTLE_TRY_VOID(cancel.check());
        const auto stepStart = std::chrono::steady_clock::now();
        WHITTLE_TRY_VOID(run.step(i));
        if (profile) profile->kernelMs[i] = since(stepStart);
    }
    if (profile) {
        profile->milliseconds = since(start);
        profile->refusals = run.takeRefusals();
        profile->notes = m_session->notes();
    }
    return run.outputs();
}

}  // namespace whittle
