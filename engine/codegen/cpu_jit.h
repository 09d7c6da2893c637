// Loop kernels to machine code in this process, for the CPU it runs on. LLVM stays behind this header.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/codegen/vector_facts.h"
#include "engine/loops/kernel.h"

namespace llvm {
class Function;
class Module;
}  // namespace llvm

namespace whittle {

/// Runs the steps begin <= step < end of CompiledKernel::steps. `buffers` holds one pointer a LoopBuffer (first element,
/// row-major, outputs 64-byte aligned and not overlapping inputs), `symbols` one value a LoopKernel::symbols. Reentrant: steps
/// may be split over threads in any way, the result has the same bits.
using KernelFn = void (*)(void* const* buffers, const std::int64_t* symbols, std::int64_t begin, std::int64_t end);

struct CompiledKernel {
    KernelFn run = nullptr;
    SymInt steps = 1;                  ///< how far [begin, end) may go; a step is one block of lanes where the loops run in parallel
    VectorFacts vector;
    std::shared_ptr<const void> code;  ///< keeps the machine code alive
    std::string llvmIr;                ///< after optimisation; empty unless kept
    double milliseconds = 0;
};

/// A function that another file of this folder wrote in LLVM IR.
struct CompiledFunction {
    void* address = nullptr;
    std::shared_ptr<const void> code;  ///< keeps the machine code alive
    double milliseconds = 0;
};

enum class KeepText { No, Yes };

/// The widest vectors to use. Less than the host has is for comparing: the same code serves every width.
enum class VectorIsa { Baseline, Avx2, Host };

/// A JIT session. Code stays valid while the session or any of its kernels is alive. Not thread-safe; sessions are
/// independent of each other.
class CpuJit {
public:
    /// Errors: Unsupported when LLVM has no code generator for this machine.
    static Result<CpuJit> create(VectorIsa widest = VectorIsa::Host);
    CpuJit(CpuJit&&) noexcept;
    CpuJit& operator=(CpuJit&&) noexcept;
    ~CpuJit();

    /// Errors: Internal when the kernel breaks the loop IR's rules (checkKernel) or LLVM refuses the module;
    /// Compile when a needed symbol cannot be resolved. Cost: 4 to 10 ms, by the size of the expressions.
    Result<CompiledKernel> compile(const LoopKernel& kernel, KeepText text = KeepText::No);
    /// Compiles the function that `build` adds to an empty module, which must already be in vector form: only redundant
    /// instructions are removed. Errors: as above.
    Result<CompiledFunction> compileFunction(const std::string& name, const std::function<llvm::Function&(llvm::Module&)>& build);
    std::string cpuName() const;  ///< LLVM's name of the host, "znver4"
    const std::string& vectorIsa() const;  ///< the widest that kernels may use
    bool hasFeature(std::string_view feature) const;  ///< in LLVM's spelling: "avx512f"

private:
    struct Session;
    struct Draft;
    explicit CpuJit(std::shared_ptr<Session> session);
    Draft start(const std::string& name) const;
    Result<void*> finish(Draft draft, llvm::Function& function, std::string* text);
    std::shared_ptr<Session> m_session;
};

}  // namespace whittle
