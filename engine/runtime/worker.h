// The other process: compiled code runs in `whittle worker`, a child with time and memory limits, so that
// a crash, a hang or a blow-up is an answer and not the end of the window or the minifier.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/base/cancel.h"
#include "engine/base/failure.h"
#include "engine/kernels/run_trace.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/machine_roof.h"
#include "engine/tensor/compare.h"
#include "engine/tensor/datum.h"

namespace whittle {

struct WorkerLimits {
    std::chrono::milliseconds time{10000};      ///< wall clock for one job
    std::uint64_t memoryBytes = 4ull << 30;     ///< address space the job may add to the idle worker's
};

/// What the eager run of a job is for.
enum class EagerRun {
    MustPass,   ///< compiled results are compared with it; a graph that it refuses is invalid
    MayRaise,   ///< what it does is what the compiled run has to do: give its results, or raise
    Skipped,    ///< nothing is compared
};

/// Elements of one dimension: the first, and how many from there on.
struct AxisRange {
    Index first = 0, count = 0;
    friend bool operator==(const AxisRange&, const AxisRange&) = default;
};

/// A value of the graph that is to be looked at, or a part of it.
struct WantedValue {
    std::string name;               ///< %NAME, of a tensor that a node computes
    bool apart = false;             ///< as the compilation that keeps every value apart has it; else as the fused program does
    std::vector<AxisRange> ranges;  ///< one a dimension; empty: all of it
};

struct WorkerJob {
    Graph graph;                     ///< with its data
    CompileOptions compile;          ///< its cache is opened anew by the worker
    EagerRun eager = EagerRun::MustPass;  ///< also whether to run in float64, and to judge the difference
    std::optional<Tolerance> tolerance;  ///< default: by dtype
    int threads = 0;             ///< that kernels run on; 0: as many as there are
    bool eagerLibraries = true;  ///< whether the eager run asks libraries, as eager mode does, or reference kernels alone
    int disturbedRuns = 0;       ///< eager runs with other roundings that may excuse a wrong result (Judgement::disturbed)
    int measuredRuns = 0;        ///< of Worker::study()
    std::uint64_t keptBytes = 256ull << 20;  ///< of tensors that Worker::compareValues() keeps for who looks at them later
    std::optional<WantedValue> wanted = {};  ///< of Worker::fetch()
};

/// What a compilation did and what its kernels cost, with everything there is to look at.
struct Study {
    CompileReport report;   ///< with graphs after passes (without data) and texts of kernels, without objects; where the compilation failed, its passes alone
    RunProfile profile;     ///< of measured runs, the median for each kernel; empty where none ended
    RunTrace trace = {};    ///< of one more run, after those: recording takes time of its own; empty where it did not end
    std::optional<MachineRoof> roof = {};  ///< what these may be held against; nothing where none ended
    std::optional<Failure> failure = {};
    std::optional<Error> invalid = {};  ///< nothing could be compiled: the job could not be read
};

/// Where a compiled run goes wrong: the first node that is wrong while what it reads is right, and what is computed with it in one kernel,
/// itself included.
struct WrongSite {
    std::string node;
    std::vector<std::string> kernel;
};

/// What happened: `failure` is empty when the job compiled, ran and (if asked) agreed.
struct WorkerAnswer {
    std::optional<Failure> failure;
    std::optional<Error> invalid;  ///< eager itself cannot run the graph: the candidate is no answer
    std::optional<Failure> eagerDied = {};  ///< beside `invalid`: what it died of; our reference kernels are to refuse, not to die
    std::optional<Error> eagerRaised = {};  ///< what it said, under EagerRun::MayRaise; told of a worker that died afterwards too
    double compileMs = 0;
    double runMs = 0;
    std::vector<std::string> notes;  ///< CompileReport::notes
    bool cutShort = false;  ///< with more time the verdict might be another
    std::optional<WrongSite> wrongFrom = {};  ///< locate()'s
};

/// What an eager run held, in the order of its nodes.
struct EagerTrace {
    std::vector<std::pair<std::string, Datum>> values;  ///< by name; inputs left out
    std::optional<Error> endedBy;  ///< why there are no more: an error of a node, or what killed the worker
};

struct ComparisonNews;   // value_comparison.h
struct ThreeTensors;
struct ValueComparison;

struct PackedJob;
struct WorkerMessage;

/// One warm child, restarted when it dies. Not thread-safe: one object a thread.
class Worker {
public:
    /// `program` is the whittle executable, started as `program worker`.
    Worker(std::filesystem::path program, WorkerLimits limits);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Signatures hold no names of nodes or values: "SIGSEGV in run", "hang in compile", "out of memory in run",
    /// "wrong value", else the error's first line normalised. What goes wrong in the eager runs is `invalid`.
    /// Errors: Io when the worker cannot be started at all, Cancelled (within 0.1 s). A dying worker is a Failure,
    /// not an Error. A Failure of a process that died, hung or ran out of memory names what it was in: a pass, or a kernel
    /// and the nodes that this computes.
    Result<WorkerAnswer> run(const WorkerJob& job, const CancelToken& cancel);
    /// Where the job's compiled run first differs from the eager one by more than judgeOutputs() allows: every value is looked at. Nothing
    /// where none is wrong, or where it cannot be told (a death, too little memory or time). Errors: as run().
    Result<std::optional<WrongSite>> locate(const WorkerJob& job, const CancelToken& cancel);
    /// Runs the job's graph eagerly, nothing else. Memory: all values. Errors: as run().
    Result<EagerTrace> trace(const WorkerJob& job, const CancelToken& cancel);
    /// Compiles, and runs once and then WorkerJob::measuredRuns times; nothing is compared. `passed` is told of each pass as it ends, with the graph that it
    /// left: what kills the worker later leaves these. Errors: as run().
    Result<Study> study(const WorkerJob& job, const CancelToken& cancel, const std::function<void(const PassRecord&)>& passed = {});
    /// Holds every tensor that the job's graph computes in a compiled run against eager's and float64's, and judges it as judgeOutputs() does. `told` is told of
    /// values in execution order while the comparison goes on: what kills the worker later leaves these. Errors: as run().
    Result<ValueComparison> compareValues(const WorkerJob& job, const CancelToken& cancel, const std::function<void(const ComparisonNews&)>& told = {});
    /// What WorkerJob::wanted was in the three runs. Errors: as run(); those of fetchValue(); Run for what ended a run, in words.
    Result<ThreeTensors> fetch(const WorkerJob& job, const CancelToken& cancel);

private:
    struct Child;
    Result<void> start(const CancelToken& cancel);
    Result<void> send(const PackedJob& packed, const CancelToken& cancel);
    /// Sends a packed job and waits for its end; `told` hears every message before that. A failure says where it was.
    Result<WorkerAnswer> ask(const PackedJob& packed, const CancelToken& cancel, const std::function<void(WorkerMessage&)>& told = {});
    Result<WorkerAnswer> await(const CancelToken& cancel, const std::function<void(WorkerMessage&)>& told);
    WorkerAnswer died(std::string_view phase);
    WorkerAnswer hung(std::string_view phase);
    std::filesystem::path m_program;
    WorkerLimits m_limits;
    std::unique_ptr<Child> m_child;
};

/// The child's side: serves jobs on file descriptor `channel` until it closes. Exit status for main.
int serveWorker(int channel);

}  // namespace whittle
