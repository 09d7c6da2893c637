#include "engine/runtime/compile.h"

#include <algorithm>
#include <chrono>

#include "engine/codegen/cpu_jit.h"
#include "engine/ops/check.h"
#include "engine/runtime/executable.h"

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
        WHITTLE_TRY_VOID(checkGraph(m_graph));
        const std::vector<SymSizes> outputStrides = stridesOnRecord();
        forgetStrides();
        WHITTLE_TRY_VOID(passes());
        WHITTLE_TRY_VOID(injectedCompileErrors().context("lower"));
        WHITTLE_TRY(Schedule schedule, makeSchedule(m_graph, scheduleOptions()).context("lower"));
        m_report.decisions = std::move(schedule.decisions);
        Result<CpuJit> jit = CpuJit::create().context("codegen");
        if (!jit) return std::unexpected(std::move(jit).error());
        m_report.cpu = jit->cpuName();
        std::vector<Thunk> thunks;
        for (Step& step : schedule.steps) {
            WHITTLE_TRY_VOID(m_options.cancel.check());
            WHITTLE_TRY(Thunk thunk, makeThunk(std::move(step), *jit).context("codegen"));
            thunks.push_back(std::move(thunk));
        }
        m_report.milliseconds = since(start);
        return std::make_shared<const CompiledGraph>(std::move(m_graph), std::move(thunks), std::move(m_report), std::move(m_session),
                                                     m_options.seed, outputStrides);
    }

private:
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

    Result<void> passes() {
        const auto takes = [this](const Graph& graph, const Node& node) {
            const auto choice = chooseKernel(graph, node, *m_session);
            return choice && choice->candidate;
        };
        const PassContext context{.inject = m_options.inject, .libraryTakes = takes};
        const PipelineOptions pipeline{.skip = m_options.skipPasses, .limit = m_options.passLimit,
                                       .snapshots = m_options.keepArtefacts ? Snapshots::Keep : Snapshots::Drop,
                                       .cancel = m_options.cancel};
        WHITTLE_TRY(m_report.passes, runPasses(m_graph, context, pipeline));
        return {};
    }

    Result<void> injectedCompileErrors() const {
        for (const Node& node : m_graph.nodes())
            if (const auto fault = plantedFault(node); fault && fault->kind == FailureKind::CompileError)
                return Result<void>(fail(Code::Compile, "injected fault at {}", fault->op)).context("node '{}' ({})", fault->node, fault->op);
        return {};
    }

    ScheduleOptions scheduleOptions() {
        ScheduleOptions out;
        out.fuse = m_options.fuse;
        out.cancel = m_options.cancel;
        out.opaque = [](const Node& node) { return plantedFault(node).has_value(); };
        out.library = [this](const Node& node) -> LibraryClaim {
            auto choice = chooseKernel(m_graph, node, *m_session);
            if (!choice) return {.accepted = false, .rule = "library", .reason = choice.error().message};
            LibraryClaim claim{choice->candidate != nullptr, choice->rule, choice->candidate ? choice->implementation : choice->reason, choice->order};
            if (choice->candidate) m_chosen.insert_or_assign(node.id, *std::move(choice));
            return claim;
        };
        out.epilogue = [this](const Node& node, std::span<const NodeId> after) -> LibraryClaim {
            Result<std::vector<PostOp>> claimed = claimEpilogue(m_graph, node, m_chosen.at(node.id), after, *m_session);
            if (!claimed) return {.accepted = false, .rule = "fuse-epilogue", .reason = claimed.error().message};
            m_epilogues.insert_or_assign(node.id, *std::move(claimed));
            return {.accepted = true, .rule = "fuse-epilogue", .reason = {}};
        };
        return out;
    }

    Result<Thunk> makeThunk(Step step, CpuJit& jit) {
        KernelRecord record;
        for (const NodeId id : step.nodes) record.nodes.push_back(m_graph.node(id).name);
        record.name = record.nodes.back();
        Thunk thunk;
        const Node& node = m_graph.node(step.nodes.back());
        switch (step.kind) {
            case Step::Kind::Loops: {
                record.kind = "loops";
                record.implementation = "llvm";
                record.name = step.kernel->name;
                if (m_options.keepArtefacts) record.loopIr = printKernel(*step.kernel);
                WHITTLE_TRY(thunk.code, code(*step.kernel, jit, record).context("compiling kernel {} for {}", step.kernel->name, describeNode(node)));
                record.llvmIr = thunk.code->llvmIr;
                record.vector = thunk.code->vector;
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
                thunk.library = choice.candidate;
                if (const auto after = m_epilogues.find(step.nodes.front()); after != m_epilogues.end()) thunk.epilogue = after->second;
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

    // Layers repeat: kernels that differ in names only are compiled once.
    Result<std::shared_ptr<const CompiledKernel>> code(const LoopKernel& kernel, CpuJit& jit, KernelRecord& record) {
        auto& known = m_code[kernelFingerprint(kernel)];
        if (!known) {
            WHITTLE_TRY(CompiledKernel compiled, jit.compile(kernel, m_options.keepArtefacts ? KeepText::Yes : KeepText::No));
            record.compileMs = compiled.milliseconds;
            known = std::make_shared<const CompiledKernel>(std::move(compiled));
        }
        return known;
    }

    Graph m_graph;
    const CompileOptions& m_options;
    CompileReport m_report;
    std::unique_ptr<KernelSession> m_session = std::make_unique<KernelSession>();
    std::unordered_map<NodeId, KernelChoice> m_chosen;
    std::unordered_map<NodeId, std::vector<PostOp>> m_epilogues;
    std::unordered_map<std::string, std::shared_ptr<const CompiledKernel>> m_code;
};

}  // namespace

Result<std::shared_ptr<const Executable>> compile(const Graph& graph, const CompileOptions& options) {
    return Compiler(graph, options).run();
}

}  // namespace whittle
