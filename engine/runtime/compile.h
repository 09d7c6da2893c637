// The compiler's front door: a graph in, an Executable out, and an account of everything decided on
// the way. Nothing here prints; reports, views and --json read the account.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/base/failure.h"
#include "engine/codegen/code_lines.h"
#include "engine/codegen/vector_facts.h"
#include "engine/ir/graph.h"
#include "engine/passes/pipeline.h"
#include "engine/runtime/choice_record.h"
#include "engine/runtime/memory_plan.h"
#include "engine/runtime/phase_record.h"
#include "engine/runtime/step_work.h"
#include "engine/schedule/decision.h"

namespace whittle {

class Generator;

class CodeMakers;
class ObjectCache;
class PerfMap;
struct RunTrace;

struct CompileOptions {
    std::vector<std::string> skipPasses;
    int passLimit = -1;             ///< run only the first N passes; -1: all
    bool fuse = true;
    std::vector<std::string> apart; ///< nodes, by name, that share a kernel with no other; what passes make of them neither
    VectorIsa isa = VectorIsa::Host; ///< of machine code that is made here; a library has its own
    bool keepArtefacts = false;     ///< snapshots, loop IR, LLVM IR, assembly and objects in the report
    std::vector<Injection> inject;
    std::uint64_t seed = 0;         ///< of the generator that each run starts with, as torch.manual_seed takes it
    int threads = 0;                ///< that make machine code; 0: as many as kernels run on
    std::vector<std::string> taps;  ///< nodes or values to keep: each run answers them (RunOptions::taps)
    std::shared_ptr<ObjectCache> cache;  ///< of machine code; null: every kernel is compiled
    std::shared_ptr<CodeMakers> makers;  ///< code generators of compilations before and after this one; null: it makes its own
    std::shared_ptr<PerfMap> perfMap;    ///< is told where each kernel's code lies; null: none
    ChoiceOptions choices;          ///< among the kernels that can compute a node
    CancelToken cancel;
    /// Told, on the calling thread, what begins now: "pass:NAME", "choose", "lower", "codegen". What kills the process does so in the one told last.
    std::function<void(std::string_view part)> entering = {};
    std::function<void(const PassRecord& pass)> passed = {};  ///< told of each pass that ran, likewise
};

/// A function in machine code that a kernel calls besides its own.
struct CodeRecord {
    std::string name;                      ///< "masked_scores"
    std::string tail;                      ///< as a KernelRecord's
    std::string loopIr, emittedIr, llvmIr, assembly, object, code, sameCodeAs;  ///< as a KernelRecord's
    std::vector<std::string> loopNodes;    ///< likewise
    CodeLines lines;                       ///< likewise
    double compileMs = 0;
    VectorFacts vector;
};

struct KernelRecord {
    std::string name;                ///< "k3_add_gelu"
    std::string kind;                ///< "loops", "eager", "view", "host" (numbers only), "fault", or a library: "onednn", "gemm"
    std::vector<std::string> nodes;  ///< graph nodes it computes
    std::vector<std::string> sources;  ///< the user's lines that these come from, "net.py:17", each once, in the order of the nodes
    bool library = false;            ///< `kind` names a library
    std::string implementation;      ///< "llvm", "brgconv:avx512_core", "reference"
    VectorFacts vector;              ///< of "loops", and of loops that a library calls with each part of its result
    std::vector<SchedulePrimitive> schedule;  ///< how its loops were arranged and run; of a library, our own code that it runs
    std::string tail;                ///< the kernel of loops that a library calls with each part of its result, as its text and debug lines name it
    std::string loopIr;              ///< empty unless keepArtefacts
    std::vector<std::string> loopNodes;    ///< by line of it, from 0: the node that it is for, of a buffer the one that makes it; empty: for all, or none makes it
    std::string emittedIr, llvmIr, assembly, object;  ///< of its machine code, LLVM IR before optimisation and after; likewise
    CodeLines lines;                       ///< of those, to lines of the loop IR
    std::string code;                ///< where its machine code came from (codeSourceName); empty where it has none of ours
    std::string sameCodeAs;          ///< of "repeat": the kernel that came first, which has the texts
    double compileMs = 0;            ///< of its code: to compile or to read it; 0 for "repeat"
    std::vector<CodeRecord> parts;   ///< of an attention whose scores graphs change: the graphs' code
};

struct CompileReport {
    std::vector<PassRecord> passes;
    std::vector<Decision> decisions;
    std::vector<KernelRecord> kernels;     ///< in execution order
    std::vector<ChoiceRecord> choices;     ///< one a node that libraries know, in execution order
    std::vector<std::string> eagerFallbacks;  ///< node names that run on reference kernels
    std::vector<PhaseRecord> phases;       ///< in order, without the passes one by one
    double milliseconds = 0;
    std::string cpu;                       ///< LLVM's name of the host
    MemoryPlan memory;                     ///< at the sizes that the graph was traced with; runs of other sizes make their own
    std::vector<std::string> notes;        ///< what the user should know: "the object cache ... cannot be written"
};

/// A node that a library took when the graph was compiled and refused in a run, when its sizes were known: the
/// reference kernel computed it.
struct RunRefusal {
    std::size_t kernel = 0;  ///< index into CompileReport::kernels
    std::string node;
    std::string reason;
};

struct RunProfile {
    double milliseconds = 0;
    std::vector<double> kernelMs;     ///< by index into CompileReport::kernels
    std::vector<StepWork> kernelWork; ///< likewise
    std::vector<RunRefusal> refusals;
    std::vector<std::string> notes;  ///< KernelSession::notes
};

/// A value that CompileOptions::taps asked for, as a run computed it.
struct Tapped {
    std::string name;  ///< of the value, in the graph that was compiled
    Datum datum;
};

struct RunOptions {
    CancelToken cancel;
    RunProfile* profile = nullptr;
    std::vector<Tapped>* taps = nullptr;  ///< filled with every tapped value, in the order of CompileOptions::taps
    std::function<void(std::size_t kernel)> entering = {};  ///< told of each kernel, an index into CompileReport::kernels, before it runs
    Generator* generator = nullptr;       ///< to draw on from; null: a run starts with CompileOptions::seed
    RunTrace* trace = nullptr;            ///< gets the spans of a run that succeeds; takes some tens of nanoseconds for each
};

/// A compiled graph. Thread-safe to run from several threads at once; each run has its own buffers, which later runs use again.
class Executable {
public:
    virtual ~Executable() = default;
    virtual const CompileReport& report() const = 0;
    /// `userInputs` as for interpret(). Errors: as interpret().
    virtual Result<std::vector<Datum>> runWith(std::span<const Datum> userInputs, const RunOptions& options) const = 0;
    Result<std::vector<Datum>> run(std::span<const Datum> userInputs, const CancelToken& cancel = {}, RunProfile* profile = nullptr) const {
        return runWith(userInputs, {.cancel = cancel, .profile = profile});
    }
    /// Frees the memory that runs have left behind for later ones; those going on keep theirs.
    virtual void freeMemory() const = 0;
};

/// Errors: Unsupported names an operator; Compile for a failure of the compiler itself, with the phase as
/// outermost context ("pass:NAME", "choose", "lower", "codegen"); Argument for a forced choice that cannot be made; Verify when a pass broke the graph; Cancelled.
Result<std::shared_ptr<const Executable>> compile(const Graph& graph, const CompileOptions& options);

}  // namespace whittle
