// One thread's way from an LLVM module to machine code: passes, then instruction selection.
#pragma once

#include <memory>
#include <string>

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/Target/TargetMachine.h>

#include "engine/base/result.h"

namespace whittle {

std::unexpected<Error> llvmError(Code code, std::string_view doing, llvm::Error error);

/// Not thread-safe; makers are independent of each other. What it makes depends on the module and the target alone.
class CodeMaker {
public:
    /// Errors: Unsupported, Internal. Cost: 1 to 2 ms; every analysis is registered here, once.
    static Result<std::unique_ptr<CodeMaker>> create(llvm::orc::JITTargetMachineBuilder target);

    /// What is done to a module between emitting and selecting instructions, as `opt -passes=` takes it.
    static std::string_view pipeline();

    /// Errors: Internal when the module breaks LLVM's rules.
    Result<void> optimise(llvm::Module& module, std::string_view kernel);
    /// The relocatable object; the module is used up. Errors: Compile.
    Result<std::string> object(llvm::Module& module);
    /// The same as the assembler reads it. The module is left as it is.
    Result<std::string> assembly(const llvm::Module& module);

private:
    explicit CodeMaker(std::unique_ptr<llvm::TargetMachine> machine) : m_machine(std::move(machine)) {}
    std::unique_ptr<llvm::TargetMachine> m_machine;  // what the passes ask for costs
    llvm::LoopAnalysisManager m_loops{};
    llvm::FunctionAnalysisManager m_functions{};
    llvm::CGSCCAnalysisManager m_callGraph{};
    llvm::ModuleAnalysisManager m_modules{};
    llvm::FunctionPassManager m_passes{};
};

}  // namespace whittle
