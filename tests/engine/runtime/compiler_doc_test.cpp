// docs/compiler.md: the way from a graph to machine code with the text of every stage, as the compiler makes it today. The code
// is that for AVX2, whatever machine this runs on, so that the page is the same everywhere; --update writes it.
#include "engine/codegen/cpu_jit.h"
#include "engine/ir/text.h"
#include "engine/loops/kernel.h"
#include "engine/ops/op_def.h"
#include "engine/passes/pipeline.h"
#include "engine/runtime/lifetimes.h"
#include "engine/schedule/schedule.h"
#include "tests/support/golden.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kModel = R"(whittle 1
graph @rmse {
symbol s0 in [1, 1000000] hint 100
input %x : f32[s0,64]
input %y : f32[s0,64]
%d = aten.subtract.Tensor(%x, %y) : f32[s0,64]
%e = aten.subtract.Tensor(%x, %y) : f32[s0,64]
%q = aten.mul.Tensor(%d, %e) : f32[s0,64]
%m = aten.mean.dim(%q, [1], false) : f32[s0]
%unused = aten.exp.default(%m) : f32[s0]
%r = aten.sqrt.default(%m) : f32[s0]
return %r
}
)";

constexpr const char* kIntroduction = R"(# From a graph to machine code

`whittle compile FILE --dump DIR` writes all that this page shows, for any model; `--verbose` and `--json` tell it without files. Here is
one small model on its way, written as carelessly as models are: the root of the mean square error of each row. The texts are what the compiler makes: a test
(`ctest -R engine/runtime/compiler_doc`, built by `test_engine_runtime`) fails when they differ, and with `--update` writes this page anew.

## 1. The graph

Every format is read into the same graph ([text form](text-format.md)). `s0` is a size that is known when the graph runs: one compilation serves all.

)";

constexpr const char* kPasses = R"(
## 2. Passes

The table in `engine/passes/pipeline.cpp`, in this order. Each pass is timed, verified, and can be left out (`--skip-pass NAME`, `--pass-limit N`); what
it rewrote is in its record. A composite operator that a library or the loops compute whole is not taken apart. The last two run when a kernel is chosen for
every node, and change none: they decide how results and weights lie in memory (`engine/passes/memory_layout.h`), and what comes after them decides nothing of the kind.

)";

constexpr const char* kSchedule = R"(
## 3. Who computes what

The scheduler (`engine/schedule`) asks for each node, in this order: a planted fault, numbers only, a library, loops, the reference kernel. What
loops can compute is fused where it can be; every choice is a decision with its reason. An element is computed where it is read while that costs little. Then kernels over
the same rows are joined (`fuse-outputs`, `engine/schedule/join_kernels.h`): a result that is stored and read on (a residual and its norm), several results of one input,
a row's reduction and what reads it. `engine/schedule/kernel_cost.h` says what that saves in bytes and costs in operations. Nothing is joined around a step that runs
between, where outputs would no longer be written side by side, or past 48 nodes.

To find out what a difference comes from, `--keep-apart NODE` leaves a node in a kernel of its own, `--without-library NAME` does without a library's kernels, and `--isa avx2` or
`baseline` has narrower vectors generated; `whittle minify` tries all of that by itself.

What follows a library's matrix product or convolution element by element goes with it. Where the library does it as PyTorch does, it is asked to; else
these nodes become a kernel of loops over a part of the result (`lowerTail`), which the library calls with each part that it has finished, while that
is in the cache: any number of nodes, values that are read more than once, other operands, and reshapes that keep the order of the elements
([decisions/0005](decisions/0005-own-matrix-kernels.md)).

)";

constexpr const char* kLoops = R"(
## 4. Loops

A kernel is a nest of loops around expressions, each at the outermost place that has what it needs. An operator says only what one element is
([decision 1](decisions/0001-first-compiler.md)); [loop-ir.md](loop-ir.md) has the text form, which `whittle compile --kernel FILE` reads back. Sums add up in f64. What `parallel` covers may run on any threads, in blocks of lanes.

)";

constexpr const char* kVectors = R"(
## 5. Vectors

`planVectors` chooses the loop that runs in lanes, or says why none does ([decision 4](decisions/0004-explicit-vectors.md)). For this kernel on AVX2:

)";

constexpr const char* kPrimitives = R"(
All that was done to the loops is one list a kernel, in `KernelRecord::schedule`, `--json`, and the `.schedule` of a dump: `merge` (two loops that every index walks as
one), `reorder`, `split` (a long reduction into parts), `parallel`, `vectorise` (lanes of a register, and what becomes of the last block), `unroll` (registers at once),
`local-sum`, `tile` (transposed on the way), `local-buffer` (rows kept or copied in the kernel's frame), `prefetch` (rows that lie far apart), `store` (of a result that an outer loop has), `non-temporal` (past the
cache), and `micro-kernel` for a library's step that runs code of ours.

)";

constexpr const char* kLlvm = R"(
## 6. LLVM IR

The emitter writes vectors outright; `early-cse`, `instcombine` and `simplifycfg` fold what it repeated. This is what is left. The function takes one pointer a
buffer, the sizes, and which steps to do.

)";

constexpr const char* kAssembly = R"(
## 7. Assembly

LLVM selects instructions for the CPU at hand, here for `x86-64-v3`. Directives that only debuggers read are left out below; the `.s` of a dump has them.

)";

constexpr const char* kEnd = R"(
## 8. The object, and finding it again

The object is linked into the process by LLVM's JIT. Kernels are made on all threads at once and linked in order: each is a module of its own, so its code
is the same on any number of threads. Kernels that differ in names only are made once.

With `--debug-info` (run, compile, minify), and where `--dump` writes its texts, the object has the lines of its kernel's `.loops` in DWARF and GDB's JIT interface is told of it. With
the dump in DIR: `gdb -ex 'directory DIR' --args whittle run FILE --mode compiled --debug-info`, then `set breakpoint pending on` and `break k0_relu.loops:7`. Such objects have keys of their own.
With `whittle run --perf-map`, `/tmp/perf-PID.map` names each kernel and its place, so that `perf record whittle run FILE --mode compiled --perf-map` and `perf report` tell
kernels by name; the file stays behind for the report.

Objects are also kept in a folder, `whittle/objects` in `$XDG_CACHE_HOME` or `~/.cache`; `--cache DIR` and `$WHITTLE_CACHE_DIR` name another, `--no-cache` or
an empty variable switches it off. The key is a hash (BLAKE3) of the module as the emitter wrote it, which names the CPU and its features, of the passes, and of
the version and build of LLVM: a change of the emitter changes the key, and nothing has to be counted up. Names of kernels and values are no part of it.
An entry is used only when a checksum over all of it fits, its own key is the one asked for, and the file and its folders belong to this user alone; otherwise the
kernel is compiled. Entries are written aside and renamed, so processes may share the folder. It is held at 128 MB; what was not used for longest
goes. A folder that cannot be written is told once and changes nothing else. The minifier's workers use it like any other process: candidates consist of the
same kernels over and over.

Not shown here: library steps (who computes them is [chosen](tuning.md) before the schedule is made), and the micro-kernels of our own products and attention, which take the same way from step 6 on. The
graphs of a flex_attention go the whole way: joined into one graph over a single element, they pass `decompose`, are lowered like a kernel's nodes, and become
three loops over a tile of scores (who is seen, scores with the mask, scores without), which a dump has as `NN-NODE.masked_scores.loops` and so on. A graph that
cannot be lowered is named with its reason in the decisions, and the node runs on its reference kernel.
)";

constexpr const char* kMemory = R"(
## 9. Memory, and the run

Fused like that the model has no intermediates. Without fusion (`CompileOptions::fuse`) it has three, which one block of memory holds, the arena: from when to when each
is there is known once the steps are (`planLifetimes`), offsets once the sizes are (`planMemory`; here `s0` is 100), and a kernel may write its result over what
ends with it where each element is read at the place at which it is stored. That too is a decision, made before code is: loads of a buffer marked `overwritten`
may not be moved past stores ([decision 9](decisions/0009-memory-plan.md)).

)";

constexpr const char* kRun = R"(
`whittle compile` tells the plan in a line, `--json` and the `memory.txt` of a dump tell all of it. Results of the graph, and what they are views of, are never in the arena:
they are lent from a pool, and their memory serves again when the last holder has let it go. A library gets its result's place in the arena; a reference kernel brings its
own memory, and so does what has a size that only the run finds out.

All that depends on sizes alone is a *frame* (`engine/runtime/frame.h`): the arena, the address of every buffer in it, how many steps each kernel has, strides of views,
prepared library calls. It is made by the first run with these sizes and kept for the next, one for each run that goes on at once. A step of such a run is a call of the kernel
through a table of addresses. Kernels that take milliseconds look between portions of their steps whether they should stop.

`whittle run --mode compiled --profile` holds the time of each kernel against the bytes and operations that it is there for; `--tap NODE` keeps an intermediate, which the compiler is
told beforehand, since most are never in memory.
)";

std::string fenced(std::string_view text) { return fmt::format("```\n{}{}```\n", text, text.ends_with('\n') ? "" : "\n"); }

std::string passesText(const std::vector<PassRecord>& records) {
    std::string table = "| pass | | rewrites |\n| --- | --- | --- |\n", rest;
    const std::span<const PassDef> passes = allPasses();
    for (std::size_t i = 0; i < records.size(); ++i) {
        table += fmt::format("| `{}` | {} | {} |\n", passes[i].name, passes[i].summary, records[i].rewrites.size());
        if (records[i].rewrites.empty()) continue;
        std::string rewrites;
        for (const Rewrite& rewrite : records[i].rewrites) rewrites += fmt::format("{}: {}\n", rewrite.rule, rewriteText(rewrite));
        rest += fmt::format("\nAfter `{}`:\n\n{}\n{}", passes[i].name, fenced(rewrites), fenced(printGraph(*records[i].after, findSchema)));
    }
    return table + rest;
}

std::string decisionsText(const std::vector<Decision>& decisions) {
    std::string out;
    for (const Decision& one : decisions)
        out += fmt::format("{}: {}{} ({})\n", one.rule, one.accepted ? "yes" : "no", one.reason.empty() ? "" : ", " + one.reason, fmt::join(one.nodes, ", "));
    return out;
}

// Without what only debuggers and linkers read.
std::string codeOf(const std::string& assembly) {
    std::string out;
    for (std::size_t begin = 0; begin < assembly.size();) {
        const std::size_t end = std::min(assembly.find('\n', begin), assembly.size());
        const std::string_view line = std::string_view(assembly).substr(begin, end - begin);
        begin = end + 1;
        const bool unread = line.starts_with("\t.cfi_") || line.starts_with("\t.file") || line.starts_with("\t.section\t\".note") || line.starts_with("\t.size") ||
                            line.starts_with("\t.type") || line.starts_with("\t.ident") || line.starts_with(".Lfunc_end");
        if (!unread) out += std::string(line) + "\n";
    }
    return out;
}

}  // namespace

class CompilerDocTest : public QObject {
    Q_OBJECT
private slots:
    void page_is_fresh() {
        Result<Graph> graph = parseGraph(kModel, findSchema);
        VERIFY_OK(graph);
        std::string page = kIntroduction + fenced(printGraph(*graph, findSchema)) + kPasses;
        const auto records = runPasses(*graph, {}, {.snapshots = Snapshots::Keep});
        VERIFY_OK(records);
        for (const char* pass : {"decompose", "merge-equal", "remove-dead"})
            QVERIFY2(!std::ranges::find(*records, pass, &PassRecord::name)->rewrites.empty(), pass);  // or the page shows little
        page += passesText(*records) + kSchedule;
        Result<Schedule> schedule = makeSchedule(*graph, {});
        VERIFY_OK(schedule);
        page += fenced(decisionsText(schedule->decisions)) + kLoops;
        QCOMPARE(schedule->steps.size(), std::size_t{1});
        QVERIFY(schedule->steps[0].kernel);
        const LoopKernel& kernel = *schedule->steps[0].kernel;
        page += fenced(printKernel(kernel)) + kVectors;
        Result<CpuJit> jit = CpuJit::create(VectorIsa::Avx2);
        VERIFY_OK(jit);
        if (jit->vectorIsa() != "avx2") QSKIP("the page shows code for x86-64, which LLVM makes on such a machine only");
        const Result<CompiledKernel> code = jit->compile(kernel, KeepText::Yes);
        VERIFY_OK(code);
        std::vector<SchedulePrimitive> done = schedule->steps[0].schedule;
        done.insert(done.end(), code->vector.schedule.begin(), code->vector.schedule.end());
        std::string primitives;
        for (const SchedulePrimitive& one : done) primitives += fmt::format("{}{}{}\n", scheduleText({one}), one.reason.empty() ? "" : "  # ", one.reason);
        page += fenced(fmt::format("{}, {} steps", code->vector.text, code->steps.text())) + kPrimitives + fenced(primitives) + kLlvm + fenced(code->texts.llvmIr) + kAssembly + fenced(codeOf(code->texts.assembly)) + kEnd + kMemory;
        Result<Schedule> unfused = makeSchedule(*graph, {.fuse = false});
        VERIFY_OK(unfused);
        const Lifetimes lifetimes = planLifetimes(*graph, *unfused);
        page += fenced(decisionsText(lifetimes.decisions)) + "\n";
        page += fenced(planText(planMemory(lifetimes, [](const SymInt& size) { return size.evaluate([](std::string_view) { return std::optional<std::int64_t>(100); }); }))) + kRun;
        const std::string difference = goldenDifference("../../docs/compiler.md", page);
        QVERIFY2(difference.empty(), difference.c_str());
    }
};

WHITTLE_TEST(CompilerDocTest)
#include "compiler_doc_test.moc"
