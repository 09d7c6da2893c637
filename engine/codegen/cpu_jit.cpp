#include "engine/codegen/cpu_jit.h"

#include <chrono>

#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>

#include "engine/codegen/cpu_emit.h"

namespace whittle {
namespace {

// Loops arrive rotated and almost minimal, so the whole O2 pipeline would spend most of a kernel's compile time
// looking for work that is not there; these passes are what our loops profit from, in the order O2 has them.
constexpr std::string_view kPipeline =
    "function(sroa,early-cse<memssa>,instcombine,simplifycfg,loop-mssa(licm),loop(indvars),"
    "loop-vectorize,instcombine,early-cse,loop-mssa(licm),simplifycfg)";

bool initialiseLlvm() {
    static const bool kReady = !llvm::InitializeNativeTarget() && !llvm::InitializeNativeTargetAsmPrinter();
    return kReady;
}

std::unexpected<Error> failed(Code code, std::string_view doing, llvm::Error error) {
    return fail(code, "LLVM, {}: {}", doing, llvm::toString(std::move(error)));
}

}  // namespace

struct CpuJit::Session {
    std::unique_ptr<llvm::orc::LLJIT> jit;
    std::unique_ptr<llvm::TargetMachine> machine;  // what the passes ask for costs
    int serial = 0;                                // makes every kernel's symbol unique
};

CpuJit::CpuJit(std::shared_ptr<Session> session) : m_session(std::move(session)) {}
CpuJit::CpuJit(CpuJit&&) noexcept = default;
CpuJit& CpuJit::operator=(CpuJit&&) noexcept = default;
CpuJit::~CpuJit() = default;

Result<CpuJit> CpuJit::create() {
    if (!initialiseLlvm()) return fail(Code::Unsupported, "LLVM has no code generator for this machine");
    auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
    if (!host) return failed(Code::Unsupported, "detecting the CPU", host.takeError());
    auto machine = host->createTargetMachine();
    if (!machine) return failed(Code::Unsupported, "opening the code generator", machine.takeError());
    auto jit = llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(*host)).create();
    if (!jit) return failed(Code::Unsupported, "starting the JIT", jit.takeError());
    // libm and the compiler's runtime, from whatever this process has loaded.
    auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess((*jit)->getDataLayout().getGlobalPrefix());
    if (!process) return failed(Code::Unsupported, "reading the process's symbols", process.takeError());
    (*jit)->getMainJITDylib().addGenerator(std::move(*process));
    return CpuJit(std::make_shared<Session>(Session{std::move(*jit), std::move(*machine)}));
}

std::string CpuJit::cpuName() const { return m_session->machine->getTargetCPU().str(); }

Result<CompiledKernel> CpuJit::compile(const LoopKernel& kernel, KeepText text) {
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY_VOID(checkKernel(kernel));
    auto context = std::make_unique<llvm::LLVMContext>();
    auto module = std::make_unique<llvm::Module>(kernel.name, *context);
    module->setDataLayout(m_session->jit->getDataLayout());
    module->setTargetTriple(m_session->machine->getTargetTriple().str());
    emitKernel(kernel, *module);
    llvm::Function* function = module->getFunction(kernel.name);
    const std::string symbol = fmt::format("{}.{}", kernel.name, m_session->serial++);
    function->setName(symbol);
    function->addFnAttr("target-cpu", m_session->machine->getTargetCPU());
    function->addFnAttr("target-features", m_session->machine->getTargetFeatureString());

    std::string problem;
    llvm::raw_string_ostream problems(problem);
    if (llvm::verifyModule(*module, &problems))
        return fail(Code::Internal, "kernel {} became invalid LLVM IR: {}", kernel.name, problems.str());

    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager callGraph;
    llvm::ModuleAnalysisManager modules;
    llvm::PassBuilder builder(m_session->machine.get());
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(callGraph);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, callGraph, modules);
    llvm::ModulePassManager passes;
    if (auto error = builder.parsePassPipeline(passes, llvm::StringRef(kPipeline.data(), kPipeline.size())))
        return failed(Code::Internal, "reading the pass pipeline", std::move(error));
    passes.run(*module, modules);

    CompiledKernel out;
    if (text == KeepText::Yes) {
        llvm::raw_string_ostream stream(out.llvmIr);
        module->print(stream, nullptr);
    }
    if (auto error = m_session->jit->addIRModule(llvm::orc::ThreadSafeModule(std::move(module), std::move(context))))
        return failed(Code::Compile, fmt::format("adding kernel {}", kernel.name), std::move(error));
    auto address = m_session->jit->lookup(symbol);
    if (!address) return failed(Code::Compile, fmt::format("compiling kernel {}", kernel.name), address.takeError());
    out.run = address->toPtr<KernelFn>();
    out.code = m_session;
    out.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return out;
}

}  // namespace whittle
