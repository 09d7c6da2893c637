#include "engine/codegen/code_maker.h"

#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/Utils/Cloning.h>

namespace whittle {
namespace {

// Vectors, loop-carried values and the place of every expression are settled when the IR is made, so all that is left is
// to fold what the emitter repeated. The O2 pipeline costs three times as much and the code is no faster.
// Left to itself, instcombine ends the process where one pass was not enough; what it leaves is only a little longer.
constexpr std::string_view kPipeline = "early-cse,instcombine<no-verify-fixpoint>,simplifycfg";

}  // namespace

std::unexpected<Error> llvmError(Code code, std::string_view doing, llvm::Error error) {
    return fail(code, "LLVM, {}: {}", doing, llvm::toString(std::move(error)));
}

std::string_view CodeMaker::pipeline() { return kPipeline; }

Result<std::unique_ptr<CodeMaker>> CodeMaker::create(llvm::orc::JITTargetMachineBuilder target) {
    auto machine = target.createTargetMachine();
    if (!machine) return llvmError(Code::Unsupported, "opening the code generator", machine.takeError());
    std::unique_ptr<CodeMaker> maker(new CodeMaker(std::move(*machine)));
    llvm::PassBuilder builder(maker->m_machine.get());
    builder.registerModuleAnalyses(maker->m_modules);
    builder.registerCGSCCAnalyses(maker->m_callGraph);
    builder.registerFunctionAnalyses(maker->m_functions);
    builder.registerLoopAnalyses(maker->m_loops);
    builder.crossRegisterProxies(maker->m_loops, maker->m_functions, maker->m_callGraph, maker->m_modules);
    if (auto error = builder.parsePassPipeline(maker->m_passes, llvm::StringRef(kPipeline.data(), kPipeline.size())))
        return llvmError(Code::Internal, "reading the pass pipeline", std::move(error));
    return maker;
}

Result<void> CodeMaker::optimise(llvm::Module& module, std::string_view kernel) {
    std::string problem;
    llvm::raw_string_ostream problems(problem);
    if (llvm::verifyModule(module, &problems)) return fail(Code::Internal, "kernel {} became invalid LLVM IR: {}", kernel, problems.str());
    for (llvm::Function& function : module)
        if (!function.isDeclaration()) m_passes.run(function, m_functions);
    m_loops.clear();
    m_functions.clear();
    m_callGraph.clear();
    m_modules.clear();
    return {};
}

Result<std::string> CodeMaker::object(llvm::Module& module) {
    auto made = llvm::orc::SimpleCompiler(*m_machine)(module);
    if (!made) return llvmError(Code::Compile, "selecting instructions", made.takeError());
    return (*made)->getBuffer().str();
}

Result<std::string> CodeMaker::assembly(const llvm::Module& module) {
    const std::unique_ptr<llvm::Module> copy = llvm::CloneModule(module);  // selecting instructions changes it
    llvm::SmallString<0> text;
    llvm::raw_svector_ostream stream(text);
    llvm::legacy::PassManager passes;
    if (m_machine->addPassesToEmitFile(passes, stream, nullptr, llvm::CodeGenFileType::AssemblyFile))
        return fail(Code::Unsupported, "LLVM has no assembly printer for this machine");
    passes.run(*copy);
    return text.str().str();
}

}  // namespace whittle
