#include "engine/runtime/compile.h"

#include <algorithm>
#include <chrono>
#include <sstream>

#include <omp.h>

#include "engine/codegen/cpu_jit.h"
#include "engine/loops/listing.h"
#include "engine/ops/check.h"
#include "engine/runtime/executable.h"
#include "engine/runtime/kernel_chooser.h"
#include "engine/runtime/planted_fault.h"
#include "engine/runtime/taps.h"

namespace whittle {
namespace {

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// One compilation, from passes to thunks.
class Compiler {
public:
    Compiler(const Graph& graph, const CompileOptions& options) : m_graph(graph), m_options(options) {}

    Result<std::shared_ptr<const Executable>> run() {
        const auto start = std::chrono::steady_clock::now();
        m_phaseStart = start;
        WHITTLE_TRY_VOID(checkGraph(m_graph));
        std::vector<SymSizes> outputStrides = stridesOnRecord();
        WHITTLE_TRY(const std::vector<ValueId> taps, tappedValues(m_graph, m_options.taps));
        std::vector<Decision> decisions = addTaps(m_graph, taps);
        outputStrides.resize(m_graph.outputs().size());  // a tap lies as it is
        forgetStrides();
        WHITTLE_TRY_VOID(markApart());
        phaseEnds("check");
        WHITTLE_TRY(CpuJit jit, CpuJit::create(m_options.isa, m_options.cache, m_options.makers).context("codegen"));
        m_jit = std::make_shared<CpuJit>(std::move(jit));
        m_session = std::make_unique<KernelSession>(m_jit);
        m_chooser.emplace(m_options, *m_session, *m_jit);
        m_report.cpu = m_jit->cpuName();
        phaseEnds("start");
        WHITTLE_TRY_VOID(graphPasses());
        phaseEnds("passes");
        WHITTLE_TRY_VOID(injectedCompileErrors().context("lower"));
        enter("choose");
        WHITTLE_TRY_VOID(m_chooser->chooseAll(m_graph).context("choose"));
        phaseEnds("choose");
        WHITTLE_TRY_VOID(runStage({.habits = [this](const Node& node) { return habitsOf(node); }, .memory = &m_memory}, PassStage::Memory));
        phaseEnds("passes");
        enter("lower");
        WHITTLE_TRY(Schedule schedule, makeSchedule(m_graph, scheduleOptions()).context("lower"));
        Lifetimes lifetimes = planLifetimes(m_graph, schedule);
        std::vector<Decision> choices = m_chooser->decisions();
        for (std::vector<Decision>* some : {&choices, &schedule.decisions, &lifetimes.decisions}) std::ranges::move(*some, std::back_inserter(decisions));
        m_report.decisions = std::move(decisions);
        m_report.memory = memoryPlan(lifetimes);
        phaseEnds("lower");
        enter("codegen");
        WHITTLE_TRY_VOID(makeCode(schedule.steps).context("codegen"));
        std::vector<Thunk> thunks;
        for (std::size_t i = 0; i < schedule.steps.size(); ++i) thunks.push_back(makeThunk(std::move(schedule.steps[i]), m_codeOfStep[i]));
        m_report.choices = m_chooser->takeRecords();
        if (m_options.cache) m_report.notes = m_options.cache->notes();
        for (std::string& note : m_chooser->takeNotes()) m_report.notes.push_back(std::move(note));
        phaseEnds("codegen");
        m_report.milliseconds = since(start);
        Program program{.graph = std::move(m_graph), .thunks = std::move(thunks), .lifetimes = std::move(lifetimes), .session = std::move(m_session),
                        .seed = m_options.seed, .outputStrides = std::move(outputStrides), .values = schedule.values, .packed = std::move(m_memory.packed), .taps = taps.size()};
        return std::make_shared<const CompiledGraph>(std::move(program), std::move(m_report));
    }

private:
    void enter(std::string_view part) const {
        if (m_options.entering) m_options.entering(part);
    }

    void phaseEnds(std::string name) {
        const auto known = std::ranges::find(m_report.phases, name, &PhaseRecord::name);
        if (known != m_report.phases.end()) known->milliseconds += since(m_phaseStart);
        else m_report.phases.push_back({std::move(name), since(m_phaseStart)});
        m_phaseStart = std::chrono::steady_clock::now();
    }

    // What whoever reads the outputs may count on: the layout that the producer of the graph saw. Empty: none on record.
    std::vector<SymSizes> stridesOnRecord() const {
        std::vector<SymSizes> out;
        for (const GraphOutput& output : m_graph.outputs()) {
            const auto* id = output.value.as<ValueId>();
            const TensorType* type = id ? asTensorType(m_graph.type(*id)) : nullptr;
            out.push_back(type ? type->strides : SymSizes());
        }
        return out;
    }

    // Strides on record are what the producer of the file saw. We lay tensors out ourselves, and a decomposition may
    // not fail for a layout that nobody has here.
    void forgetStrides() {
        for (const ValueId id : m_graph.values())
            if (const TensorType* type = asTensorType(m_graph.type(id)); type && !type->strides.empty()) {
                TensorType plain = *type;
                plain.strides.clear();
                m_graph.setType(id, std::move(plain));
            }
    }

    // What passes make of a node keeps that node's origin, so that is where it is told from others.
    Result<void> markApart() {
        if (m_options.apart.empty()) return {};
        for (const std::string& name : m_options.apart)
            if (!m_options.choices.mayLackSites && std::ranges::find(m_graph.nodes(), name, &Node::name) == m_graph.nodes().end())
                return fail(Code::Argument, "there is no node '{}' to keep apart", name);
        std::vector<NodeId> ids;
        for (const Node& node : m_graph.nodes()) ids.push_back(node.id);
        for (const NodeId id : ids) m_graph.setOrigin(id, std::make_shared<const Origin>(Origin{.name = m_graph.node(id).name}));
        return {};
    }

    bool isApart(const Node& node) const {
        const auto named = [this](const std::string& name) { return std::ranges::find(m_options.apart, name) != m_options.apart.end(); };
        return named(node.origin->name) || std::ranges::any_of(node.origin->from, named);
    }

    // At the sizes of the data that the graph carries, or else those on record.
    MemoryPlan memoryPlan(const Lifetimes& lifetimes) const {
        std::map<std::string, std::int64_t> symbols;
        for (const auto& [name, info] : m_graph.symbols)
            if (info.hint) symbols.emplace(name, *info.hint);
        if (const auto data = gatherInputs(m_graph, {}))
            if (const auto bound = bindSymbols(m_graph, *data))
                for (const auto& [name, known] : *bound) symbols.insert_or_assign(name, known);
        return planMemory(lifetimes, [&](const SymInt& size) {
            return size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
                const auto found = symbols.find(std::string(name));
                return found == symbols.end() ? std::nullopt : std::optional(found->second);
            });
        });
    }

    Result<void> graphPasses() {
        Result<void> choosing;
        const auto ask = [&](auto question) {
            return [this, &choosing, question](const Graph& graph, const Node& node) {
                Result<bool> whole = (*m_chooser.*question)(graph, node);
                if (!whole && choosing) choosing = std::unexpected(std::move(whole).error());
                return whole.value_or(false);
            };
        };
        WHITTLE_TRY_VOID(runStage({.inject = m_options.inject, .libraryTakes = ask(&KernelChooser::keepsWhole), .libraryWouldTake = ask(&KernelChooser::wouldKeepWhole)}, PassStage::Graph));
        WHITTLE_TRY_VOID(std::move(choosing).context("choose"));
        return {};
    }

    Result<void> runStage(const PassContext& context, PassStage stage) {
        const PipelineOptions pipeline{.skip = m_options.skipPasses, .limit = m_options.passLimit,
                                       .snapshots = m_options.keepArtefacts ? Snapshots::Keep : Snapshots::Drop,
                                       .stage = stage, .cancel = m_options.cancel, .entering = m_options.entering, .passed = m_options.passed};
        WHITTLE_TRY(std::vector<PassRecord> records, runPasses(m_graph, context, pipeline));
        std::ranges::move(records, std::back_inserter(m_report.passes));
        return {};
    }

    std::optional<KernelHabits> habitsOf(const Node& node) const {
        const SiteCandidate* chosen = m_chooser->chosen(node.id);
        if (!chosen || chosen->way != SiteCandidate::Way::Library || plantedFault(node)) return std::nullopt;
        const KernelCandidate& kernel = *chosen->kernel;
        KernelHabits out{.name = fmt::format("{} {}", chosen->name, chosen->implementation), .order = kernel.order, .packs = {}};
        if (!kernel.packs) return out;
        if (const auto call = OpCall::bind(*findOp(node.op), node.args, [this](ValueId id) -> const Type& { return m_graph.type(id); })) out.packs = kernel.packs(*call);
        return out;
    }

    // The library computes with the channels innermost, and no pass says that its result may lie so.
    bool isReordered(const Node& node) const { return m_chosen.at(node.id).candidate->order != MemoryOrder::RowMajor && !m_memory.channelsLast.contains(node.id); }

    Result<void> injectedCompileErrors() const {
        for (const Node& node : m_graph.nodes())
            if (const auto fault = plantedFault(node); fault && fault->kind == FailureKind::CompileError && strikes(*fault))
                return Result<void>(fail(Code::Compile, "injected fault at {}", fault->op)).context("node '{}' ({})", fault->node, fault->op);
        return {};
    }

    ScheduleOptions scheduleOptions() {
        ScheduleOptions out;
        out.fuse = m_options.fuse;
        out.cancel = m_options.cancel;
        if (!m_options.apart.empty()) out.apart = [this](const Node& node) { return isApart(node); };
        // A reference kernel that nobody has to take is one that somebody chose.
        out.opaque = [this](const Node& node) {
            const SiteCandidate* chosen = m_chooser->chosen(node.id);
            return plantedFault(node).has_value() || (chosen && chosen->way == SiteCandidate::Way::Reference && !m_chooser->isLast(node.id));
        };
        out.library = [this](const Node& node) -> LibraryClaim {
            const SiteCandidate* chosen = m_chooser->chosen(node.id);
            if (!chosen) return {};
            if (chosen->way != SiteCandidate::Way::Library) return {.accepted = false, .rule = m_chooser->libraryRule(node.id), .reason = m_chooser->whyNoLibrary(node.id)};
            const KernelChoice& choice = m_chosen.insert_or_assign(node.id, asKernelChoice(*chosen)).first->second;
            return {.accepted = true, .rule = std::string(choice.candidate->rule), .reason = choice.implementation, .order = isReordered(node) ? MemoryOrder::RowMajor : choice.candidate->order};
        };
        out.epilogue = [this](const Node& node, std::span<const NodeId> after) -> LibraryClaim {
            Result<std::vector<PostOp>> claimed = claimEpilogue(m_graph, node, m_chosen.at(node.id), after, m_session->variant(m_chosen.at(node.id).variant));
            if (!claimed) return {.accepted = false, .rule = "fuse-epilogue", .reason = claimed.error().message};
            m_epilogues.insert_or_assign(node.id, *std::move(claimed));
            return {.accepted = true, .rule = "fuse-epilogue", .reason = {}};
        };
        out.tail = [this](const Node& node) -> LibraryClaim {
            if (isReordered(node)) return {.accepted = false, .rule = "fuse-epilogue", .reason = "the parts of its result do not lie as the result does"};
            const Result<void> claimed = claimTail(m_graph, node, m_chosen.at(node.id), m_session->variant(m_chosen.at(node.id).variant));
            return {.accepted = claimed.has_value(), .rule = "fuse-epilogue", .reason = claimed ? std::string() : claimed.error().message};
        };
        return out;
    }

    // All machine code at once, on all threads. Layers repeat: kernels that differ in names only are made once.
    Result<void> makeCode(const std::vector<Step>& steps) {
        const std::vector<KernelSession::Wanted> wanted = m_session->wanted();
        std::vector<CodeRequest> requests;
        for (const KernelSession::Wanted& one : wanted) requests.push_back(one.request);
        std::vector<PlannedKernel> planned;
        std::unordered_map<std::string, std::size_t> known;  // by fingerprint, into `planned`
        for (const Step& step : steps) {
            std::optional<std::size_t>& code = m_codeOfStep.emplace_back();
            if (!step.kernel) continue;
            const auto [place, isNew] = known.try_emplace(kernelFingerprint(*step.kernel), planned.size());
            code = place->second;
            if (!isNew) continue;
            const std::string purpose = describeNode(m_graph.node(step.nodes.back()));
            WHITTLE_TRY(PlannedKernel plan, m_jit->plan(*step.kernel).context("compiling kernel {} for {}", step.kernel->name, purpose));
            requests.push_back(plan.request);
            requests.back().purpose = purpose;
            planned.push_back(std::move(plan));
        }
        WHITTLE_TRY(std::vector<NativeFunction> made, m_jit->make(requests, {.texts = m_options.keepArtefacts ? KeepText::WithLines : KeepText::No,
                                                                              .threads = m_options.threads > 0 ? m_options.threads : omp_get_max_threads(),
                                                                              .cancel = m_options.cancel,
                                                                              .perfMap = m_options.perfMap}));
        const std::span library(made.data(), wanted.size());
        m_session->takeCode(library);
        for (std::size_t i = 0; i < wanted.size(); ++i) m_libraryCode.push_back({wanted[i], std::move(library[i])});
        for (std::size_t i = 0; i < planned.size(); ++i)
            m_code.push_back(std::make_shared<const CompiledKernel>(planned[i].with(std::move(made[wanted.size() + i]))));
        return {};
    }

    template <class Record>
    void tellLoops(const LoopKernel& kernel, Record& record) const {
        if (!m_options.keepArtefacts) return;
        KernelListing listing = listKernel(kernel);
        record.loopIr = std::move(listing.text);
        for (const ValueId id : listing.values) {
            // Between kernels there are values that the graph does not have.
            const NodeId producer = id.valid() && m_graph.contains(id) ? m_graph.value(id).producer : NodeId();
            record.loopNodes.push_back(producer.valid() ? m_graph.node(producer).name : std::string());
        }
    }

    // Code that several kernels share is told of the first; the others say "repeat".
    template <class Code, class Record>
    void tellCode(const Code& code, Record& record, const std::string& name) {
        const auto [told, isFirst] = m_told.try_emplace(&code, name);
        if (!isFirst) {
            record.code = codeSourceName(CodeSource::Repeat);
            record.sameCodeAs = told->second;
            return;
        }
        record.code = codeSourceName(code.source);
        record.compileMs = code.milliseconds;
        record.emittedIr = code.texts.emittedIr;
        record.llvmIr = code.texts.llvmIr;
        record.lines = code.texts.lines;
        record.assembly = code.texts.assembly;
        record.object = code.texts.object;
    }

    // Of a library's kernel: what it calls that is named in the parts of its implementation, first the micro-kernel.
    void tellLibraryCode(KernelRecord& record) {
        std::istringstream parts(record.implementation);
        bool isFirst = true;
        for (std::string part; std::getline(parts, part, '+');)
            for (const LibraryCode& one : m_libraryCode) {
                if (!part.ends_with(one.wanted.implementation)) continue;
                if (std::exchange(isFirst, false)) tellCode(one.code, record, record.name);
                else {
                    CodeRecord& more = record.parts.emplace_back(CodeRecord{.name = one.wanted.request.name});
                    if (m_options.keepArtefacts) more.loopIr = one.wanted.loopIr;
                    more.vector = one.wanted.vector;
                    tellCode(one.code, more, record.name + "." + more.name);
                }
            }
    }

    Thunk makeThunk(Step step, std::optional<std::size_t> code) {
        KernelRecord record;
        for (const NodeId id : step.nodes) {
            const Node& node = m_graph.node(id);
            record.nodes.push_back(node.name);
            if (std::string line = node.origin->where(); !line.empty() && std::ranges::find(record.sources, line) == record.sources.end())
                record.sources.push_back(std::move(line));
        }
        record.name = record.nodes.back();
        Thunk thunk;
        const Node& node = m_graph.node(step.nodes.back());
        switch (step.kind) {
            case Step::Kind::Loops: {
                record.kind = "loops";
                record.implementation = "llvm";
                record.name = step.kernel->name;
                tellLoops(*step.kernel, record);
                thunk.code = m_code[*code];
                tellCode(*thunk.code, record, record.name);
                record.vector = thunk.code->vector;
                record.schedule = std::move(step.schedule);
                record.schedule.insert(record.schedule.end(), record.vector.schedule.begin(), record.vector.schedule.end());
                break;
            }
            case Step::Kind::View:
                record.kind = "view";
                record.implementation = "strides";
                break;
            case Step::Kind::Library: {
                const KernelChoice& choice = m_chosen.at(step.nodes.front());
                record.kind = choice.candidate->library;
                record.library = true;
                record.implementation = choice.implementation;
                tellLibraryCode(record);
                if (!record.code.empty()) record.schedule.push_back({"micro-kernel", {record.implementation}, ""});
                thunk.library = choice.candidate;
                thunk.session = &m_session->variant(choice.variant);
                thunk.reordered = isReordered(m_graph.node(step.nodes.front()));
                if (step.kernel) {
                    thunk.code = m_code[*code];
                    thunk.epilogue = {PostOp{.kind = PostOp::Kind::Compiled}};
                    const auto tell = [&](auto& part, const std::string& name) {
                        part.tail = step.kernel->name;
                        tellLoops(*step.kernel, part);
                        part.vector = thunk.code->vector;
                        tellCode(*thunk.code, part, name);
                    };
                    if (record.code.empty()) tell(record, record.name);
                    else tell(record.parts.emplace_back(CodeRecord{.name = step.kernel->name}), record.name + "." + step.kernel->name);
                } else if (const auto after = m_epilogues.find(step.nodes.front()); after != m_epilogues.end()) {
                    thunk.epilogue = after->second;
                }
                break;
            }
            case Step::Kind::Host:
                record.kind = "host";
                record.implementation = "reference";
                break;
            case Step::Kind::Eager:
                thunk.fault = plantedFault(node);
                record.kind = thunk.fault ? "fault" : "eager";
                record.implementation = thunk.fault ? std::string(failureKindName(thunk.fault->kind)) : "reference";
                if (!thunk.fault) m_report.eagerFallbacks.push_back(node.name);
                break;
        }
        thunk.step = std::move(step);
        m_report.kernels.push_back(std::move(record));
        return thunk;
    }

    struct LibraryCode {
        KernelSession::Wanted wanted;
        NativeFunction code;
    };

    Graph m_graph;
    const CompileOptions& m_options;
    CompileReport m_report;
    std::chrono::steady_clock::time_point m_phaseStart;
    std::shared_ptr<CpuJit> m_jit;
    std::unique_ptr<KernelSession> m_session;
    std::optional<KernelChooser> m_chooser;
    MemoryLayout m_memory;
    std::unordered_map<NodeId, KernelChoice> m_chosen;
    std::unordered_map<NodeId, std::vector<PostOp>> m_epilogues;
    std::vector<std::shared_ptr<const CompiledKernel>> m_code;
    std::vector<std::optional<std::size_t>> m_codeOfStep;  // into m_code
    std::vector<LibraryCode> m_libraryCode;
    std::unordered_map<const void*, std::string> m_told;  // by code, the kernel it was told of
};

}  // namespace

Result<std::shared_ptr<const Executable>> compile(const Graph& graph, const CompileOptions& options) {
    return Compiler(graph, options).run();
}

}  // namespace whittle
