// Loop kernels to machine code in this process, for the CPU it runs on. LLVM stays behind this header.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/base/result.h"
#include "engine/codegen/code_lines.h"
#include "engine/codegen/object_cache.h"
#include "engine/codegen/perf_map.h"
#include "engine/codegen/vector_facts.h"
#include "engine/loops/kernel.h"

namespace llvm {
class Function;
class Module;
}  // namespace llvm

namespace whittle {

class CodeMakers;

/// Why a kernel ended before its last step.
struct KernelStop {
    std::int64_t check = -1;  ///< which of LoopKernel::checks failed; -1: none
    std::int64_t value = 0;   ///< what it refused
};

/// Runs the steps begin <= step < end of CompiledKernel::steps. `buffers` holds one pointer a LoopBuffer (first element,
/// row-major, outputs 64-byte aligned; one may lie over an input that is `overwritten`, and over no other), `symbols` one value a LoopKernel::symbols. Reentrant: steps
/// may be split over threads in any way, the result has the same bits. After a failed check what was stored means nothing.
using KernelFn = KernelStop (*)(void* const* buffers, const std::int64_t* symbols, std::int64_t begin, std::int64_t end);

/// Where machine code came from: made now, read from the object cache, or already there for an equal kernel.
enum class CodeSource { Compiled, Cache, Repeat };
std::string_view codeSourceName(CodeSource source);  ///< "compiled", "cache", "repeat"

/// What can be read of a function; empty unless kept. Texts show the name that was asked for; the object's symbol is made from
/// its key, so that equal code is found again under any name.
struct CodeTexts {
    std::string emittedIr; ///< LLVM IR before optimisation
    std::string llvmIr;    ///< after
    std::string assembly;
    std::string object;    ///< the relocatable object that was linked
    CodeLines lines;
};

/// A function in machine code.
struct NativeFunction {
    void* address = nullptr;
    std::shared_ptr<const void> code;  ///< keeps the machine code alive
    CodeSource source = CodeSource::Compiled;
    CodeTexts texts;
    double milliseconds = 0;
};

struct CompiledKernel {
    KernelFn run = nullptr;
    SymInt steps = 1;                  ///< how far [begin, end) may go; a step is one block of lanes where the loops run in parallel
    VectorFacts vector;
    std::shared_ptr<const void> code;  ///< keeps the machine code alive
    CodeSource source = CodeSource::Compiled;
    CodeTexts texts;
    double milliseconds = 0;
};

/// A function that is to be made.
struct CodeRequest {
    std::string name;  ///< as texts show it
    /// Adds it to an empty module, in vector form already: only redundant instructions are removed. May be called more than once, on any
    /// thread; must give the same each time.
    std::function<llvm::Function&(llvm::Module&)> build;
    std::string purpose = {};  ///< for errors: "node 'relu_3' (aten.relu.default)"; may be empty
};

/// A loop kernel on its way to code: what is known without LLVM.
struct PlannedKernel {
    CodeRequest request;
    SymInt steps = 1;
    VectorFacts vector;

    CompiledKernel with(NativeFunction code) const;
};

/// WithLines: the object has the lines of the kernel's listing too (DWARF), debuggers are told of it, and CodeTexts::lines has those of the texts. Names are then part of its key.
enum class KeepText { No, Yes, WithLines };

struct CodeOptions {
    KeepText texts = KeepText::No;
    int threads = 1;
    CancelToken cancel;
    std::shared_ptr<PerfMap> perfMap = nullptr;  ///< is told of every function, under the name with which it was first asked for; null: none
};

/// A JIT session. Code stays valid while the session or any of its kernels is alive. Not thread-safe, though it works on threads
/// of its own; sessions are independent of each other.
class CpuJit {
public:
    /// `cache`: where objects are looked up and left; null for none. `makers`: code generators of other sessions, which get back what this one
    /// takes or makes; null: it has its own. Errors: Unsupported when LLVM has no code generator for this machine.
    static Result<CpuJit> create(VectorIsa widest = VectorIsa::Host, std::shared_ptr<ObjectCache> cache = nullptr, std::shared_ptr<CodeMakers> makers = nullptr);
    CpuJit(CpuJit&&) noexcept;
    CpuJit& operator=(CpuJit&&) noexcept;
    ~CpuJit();

    /// How the kernel will be run, and the request for its code. `kernel` must outlive it. Errors: Internal when the kernel breaks
    /// the loop IR's rules (checkKernel).
    Result<PlannedKernel> plan(const LoopKernel& kernel) const;
    /// All of them, in their order; each has the same machine code on any number of threads. Errors: Internal when LLVM refuses a
    /// module; Compile when a needed symbol cannot be resolved; with the kernel and its purpose as context, and always those of the first request
    /// that fails; Io of the perf map; Cancelled. Cost: 4 to 10 ms
    /// each, by the size of the expressions; 0.3 ms from the cache.
    Result<std::vector<NativeFunction>> make(std::span<const CodeRequest> requests, const CodeOptions& options);
    /// One kernel from plan to code. Errors: as above.
    Result<CompiledKernel> compile(const LoopKernel& kernel, KeepText texts = KeepText::No);
    std::string cpuName() const;  ///< LLVM's name of the host, "znver4"
    std::string cpuFeatures() const;  ///< in LLVM's spelling, all of them: "+avx2,-avx512f,..."
    const std::string& vectorIsa() const;  ///< the widest that kernels may use
    bool hasFeature(std::string_view feature) const;  ///< in LLVM's spelling: "avx512f"

private:
    struct Session;
    explicit CpuJit(std::shared_ptr<Session> session);
    std::shared_ptr<Session> m_session;
};

}  // namespace whittle
