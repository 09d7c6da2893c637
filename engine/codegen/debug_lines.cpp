#include "engine/codegen/debug_lines.h"

#include <llvm/IR/Module.h>

namespace whittle {

void askForLines(llvm::Module& module) {
    module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
    module.addModuleFlag(llvm::Module::Max, "Dwarf Version", 4);
}

DebugLines::DebugLines(llvm::Module& module, llvm::IRBuilder<>& ir, llvm::Function& function, const LoopKernel& kernel) : m_ir(ir) {
    if (!module.getModuleFlag("Debug Info Version")) return;
    m_listing = listKernel(kernel);
    m_builder = std::make_unique<llvm::DIBuilder>(module);
    llvm::DIFile* file = m_builder->createFile(kernel.name + ".loops", ".");
    // Debuggers want to know a language for expressions; there are no variables to use in them.
    m_builder->createCompileUnit(llvm::dwarf::DW_LANG_C, file, "whittle", true, "", 0, "", llvm::DICompileUnit::LineTablesOnly);
    m_scope = m_builder->createFunction(file, kernel.name, "", file, 1, m_builder->createSubroutineType(m_builder->getOrCreateTypeArray({})), 1,
                                        llvm::DINode::FlagZero, llvm::DISubprogram::SPFlagDefinition | llvm::DISubprogram::SPFlagOptimized);
    function.setSubprogram(m_scope);
    at(1);
}

DebugLines::~DebugLines() {
    if (m_builder) m_builder->finalize();
}

void DebugLines::at(int line) { m_ir.SetCurrentDebugLocation(llvm::DILocation::get(m_ir.getContext(), static_cast<unsigned>(line), 0, m_scope)); }

void DebugLines::atExpr(ExprId id) {
    if (!m_builder) return;
    if (const auto found = m_listing.lineOf.find(id); found != m_listing.lineOf.end()) at(found->second);
}

void DebugLines::atLoop(const std::string& variable) {
    if (!m_builder) return;
    if (const auto found = m_listing.loopLines.find(variable); found != m_listing.loopLines.end()) at(found->second);
}

void DebugLines::atStore(std::size_t store) {
    if (m_builder) at(m_listing.storeLines[store]);
}

}  // namespace whittle
