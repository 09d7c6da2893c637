// Lines of a kernel's listing in its machine code (DWARF), for debuggers and profilers. Made only where somebody asked for it.
#pragma once

#include <memory>

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/IRBuilder.h>

#include "engine/loops/listing.h"

namespace whittle {

/// Asks the emitter for line tables.
void askForLines(llvm::Module& module);

class DebugLines {
public:
    /// The file is NAME.loops, which `--dump` writes. Does nothing, here and below, where the module does not ask for lines.
    DebugLines(llvm::Module& module, llvm::IRBuilder<>& ir, llvm::Function& function, const LoopKernel& kernel);
    ~DebugLines();
    DebugLines(const DebugLines&) = delete;
    DebugLines& operator=(const DebugLines&) = delete;

    /// What is emitted from here on belongs to that line; one without a line belongs where the last did.
    void atExpr(ExprId id);
    void atLoop(const std::string& variable);
    void atStore(std::size_t store);

private:
    void at(int line);

    llvm::IRBuilder<>& m_ir;
    std::unique_ptr<llvm::DIBuilder> m_builder;
    llvm::DISubprogram* m_scope = nullptr;
    KernelListing m_listing;
};

}  // namespace whittle
