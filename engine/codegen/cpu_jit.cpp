#include "engine/codegen/cpu_jit.h"

#include <chrono>
#include <fstream>
#include <unistd.h>

#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/SubtargetFeature.h>
#include <llvm/TargetParser/Host.h>

#include "engine/codegen/cpu_emit.h"

namespace whittle {
namespace {

// Vectors, loop-carried values and the place of every expression are settled when the IR is made, so all that is left is
// to fold what the emitter repeated. The O2 pipeline costs three times as much and the code is no faster.
constexpr std::string_view kPipeline = "early-cse,instcombine,simplifycfg";

bool initialiseLlvm() {
    static const bool kReady = !llvm::InitializeNativeTarget() && !llvm::InitializeNativeTargetAsmPrinter();
    return kReady;
}

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::unexpected<Error> failed(Code code, std::string_view doing, llvm::Error error) {
    return fail(code, "LLVM, {}: {}", doing, llvm::toString(std::move(error)));
}

}  // namespace

namespace {

// The last-level cache that one core sees. The kernel knows; the C library adds up all of a socket's on some CPUs.
std::int64_t cacheBytes() {
    static const std::int64_t kBytes = [] {
        std::ifstream file("/sys/devices/system/cpu/cpu0/cache/index3/size");
        std::int64_t kibibytes = 0;
        if (file >> kibibytes) return kibibytes * 1024;
        return std::max<std::int64_t>(sysconf(_SC_LEVEL3_CACHE_SIZE), 0);
    }();
    return kBytes;
}

VectorTarget targetOf(const llvm::TargetMachine& machine) {
    const llvm::Triple& triple = machine.getTargetTriple();
    const llvm::MCSubtargetInfo* features = machine.getMCSubtargetInfo();
    const auto has = [&](std::string_view list) { return features->checkFeatures(std::string(list)); };
    VectorTarget target{.isa = "sse2", .lanes = 4, .cacheBytes = cacheBytes()};
    if (triple.isAArch64()) target.isa = "neon";
    else if (!triple.isX86()) target.isa = "llvm";  // vectors of some kind: LLVM splits ours to fit
    else if (has("+avx512f,+avx512bw,+avx512dq,+avx512vl")) target.isa = "avx512", target.lanes = 16, target.masks = true;
    else if (has("+avx2,+fma")) target.isa = "avx2", target.lanes = 8;
    return target;
}

}  // namespace

struct CpuJit::Session {
    std::string reported{};  // the cause, which a failed lookup does not name
    std::unique_ptr<llvm::orc::LLJIT> jit;
    std::unique_ptr<llvm::TargetMachine> machine;  // what the passes ask for costs
    VectorTarget target;
    int serial = 0;  // makes every kernel's symbol unique
    // Registering every analysis costs as much as running the few we use, so this is done once.
    llvm::LoopAnalysisManager loops{};
    llvm::FunctionAnalysisManager functions{};
    llvm::CGSCCAnalysisManager callGraph{};
    llvm::ModuleAnalysisManager modules{};
    llvm::FunctionPassManager passes{};

    llvm::Error preparePasses() {
        llvm::PassBuilder builder(machine.get());
        builder.registerModuleAnalyses(modules);
        builder.registerCGSCCAnalyses(callGraph);
        builder.registerFunctionAnalyses(functions);
        builder.registerLoopAnalyses(loops);
        builder.crossRegisterProxies(loops, functions, callGraph, modules);
        return builder.parsePassPipeline(passes, llvm::StringRef(kPipeline.data(), kPipeline.size()));
    }
    void optimise(llvm::Function& function) {
        passes.run(function, functions);
        loops.clear();
        functions.clear();
        callGraph.clear();
        modules.clear();
    }
};

CpuJit::CpuJit(std::shared_ptr<Session> session) : m_session(std::move(session)) {}
CpuJit::CpuJit(CpuJit&&) noexcept = default;
CpuJit& CpuJit::operator=(CpuJit&&) noexcept = default;
CpuJit::~CpuJit() = default;

Result<CpuJit> CpuJit::create(VectorIsa widest) {
    if (!initialiseLlvm()) return fail(Code::Unsupported, "LLVM has no code generator for this machine");
    auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
    if (!host) return failed(Code::Unsupported, "detecting the CPU", host.takeError());
    if (widest != VectorIsa::Host && llvm::Triple(host->getTargetTriple()).isX86()) {
        host->setCPU(widest == VectorIsa::Avx2 ? "x86-64-v3" : "x86-64");
        host->getFeatures() = llvm::SubtargetFeatures();
    }
    auto machine = host->createTargetMachine();
    if (!machine) return failed(Code::Unsupported, "opening the code generator", machine.takeError());
    auto jit = llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(*host)).create();
    if (!jit) return failed(Code::Unsupported, "starting the JIT", jit.takeError());
    // libm and the compiler's runtime, from whatever this process has loaded.
    auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess((*jit)->getDataLayout().getGlobalPrefix());
    if (!process) return failed(Code::Unsupported, "reading the process's symbols", process.takeError());
    (*jit)->getMainJITDylib().addGenerator(std::move(*process));
    const VectorTarget target = targetOf(**machine);
    auto session = std::make_shared<Session>(Session{.reported = {}, .jit = std::move(*jit), .machine = std::move(*machine), .target = target});
    if (auto error = session->preparePasses()) return failed(Code::Internal, "reading the pass pipeline", std::move(error));
    session->jit->getExecutionSession().setErrorReporter(
        [own = session.get()](llvm::Error error) { own->reported = llvm::toString(std::move(error)); });
    return CpuJit(std::move(session));
}

std::string CpuJit::cpuName() const { return m_session->machine->getTargetCPU().str(); }
const std::string& CpuJit::vectorIsa() const { return m_session->target.isa; }


bool CpuJit::hasFeature(std::string_view feature) const {
    // LLVM's own check takes a feature that it does not know for one that is there.
    const std::string wanted = fmt::format(",+{},", feature);
    return fmt::format(",{},", m_session->machine->getTargetFeatureString().str()).find(wanted) != std::string::npos;
}

// A module while it is written, for this session's machine.
struct CpuJit::Draft {
    std::unique_ptr<llvm::LLVMContext> context;
    std::unique_ptr<llvm::Module> module;
};

CpuJit::Draft CpuJit::start(const std::string& name) const {
    Draft draft;
    draft.context = std::make_unique<llvm::LLVMContext>();
    draft.module = std::make_unique<llvm::Module>(name, *draft.context);
    draft.module->setDataLayout(m_session->jit->getDataLayout());
    draft.module->setTargetTriple(m_session->machine->getTargetTriple().str());
    return draft;
}

// Verifies, optimises and compiles; answers the address. `text` gets the optimised IR unless null.
Result<void*> CpuJit::finish(Draft draft, llvm::Function& function, std::string* text) {
    const std::string name = function.getName().str(), symbol = fmt::format("{}.{}", name, m_session->serial++);
    function.setName(symbol);
    function.addFnAttr("target-cpu", m_session->machine->getTargetCPU());
    function.addFnAttr("target-features", m_session->machine->getTargetFeatureString());
    if (m_session->target.isa == "avx512") function.addFnAttr("prefer-vector-width", "512");

    std::string problem;
    llvm::raw_string_ostream problems(problem);
    if (llvm::verifyModule(*draft.module, &problems))
        return fail(Code::Internal, "kernel {} became invalid LLVM IR: {}", name, problems.str());

    m_session->optimise(function);
    if (text) {
        llvm::raw_string_ostream stream(*text);
        draft.module->print(stream, nullptr);
    }
    if (auto error = m_session->jit->addIRModule(llvm::orc::ThreadSafeModule(std::move(draft.module), std::move(draft.context))))
        return failed(Code::Compile, fmt::format("adding kernel {}", name), std::move(error));
    m_session->reported.clear();
    auto address = m_session->jit->lookup(symbol);
    if (!address) {
        std::unexpected<Error> error = failed(Code::Compile, fmt::format("compiling kernel {}", name), address.takeError());
        if (const std::string& cause = m_session->reported; !cause.empty()) error.error().message += ": " + cause;
        return error;
    }
    return address->toPtr<void*>();
}

Result<CompiledKernel> CpuJit::compile(const LoopKernel& kernel, KeepText text) {
    const auto begin = std::chrono::steady_clock::now();
    WHITTLE_TRY_VOID(checkKernel(kernel));
    Draft draft = start(kernel.name);
    const Placement placement = placeExprs(kernel);
    const VectorPlan plan = planVectors(kernel, placement, m_session->target);
    emitKernel(kernel, placement, plan, *draft.module);
    llvm::Function& function = *draft.module->getFunction(kernel.name);
    CompiledKernel out;
    WHITTLE_TRY(void* const address, finish(std::move(draft), function, text == KeepText::Yes ? &out.llvmIr : nullptr));
    out.run = reinterpret_cast<KernelFn>(address);
    out.code = m_session;
    out.steps = plan.steps;
    const int width = widthOf(plan, m_session->target);
    out.vector = {width > 1 ? m_session->target.isa : "scalar", width, plan.nonTemporal, describe(plan, kernel, m_session->target)};
    out.milliseconds = since(begin);
    return out;
}

Result<CompiledFunction> CpuJit::compileFunction(const std::string& name, const std::function<llvm::Function&(llvm::Module&)>& build) {
    const auto begin = std::chrono::steady_clock::now();
    Draft draft = start(name);
    llvm::Function& function = build(*draft.module);
    CompiledFunction out;
    WHITTLE_TRY(out.address, finish(std::move(draft), function, nullptr));
    out.code = m_session;
    out.milliseconds = since(begin);
    return out;
}

}  // namespace whittle
