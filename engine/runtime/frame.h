// All that a run needs besides its inputs, for one set of sizes: every size, place and pointer worked out, the arena, and each step ready to
// go. Made once a set of sizes and used by one run at a time.
#pragma once

#include "engine/eager/interpreter.h"
#include "engine/kernels/compiled_tail.h"
#include "engine/runtime/buffer_pool.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/parallel_run.h"
#include "engine/runtime/program.h"

namespace whittle {

using SymbolValues = std::map<std::string, std::int64_t>;

/// A buffer of a kernel whose address only the run knows.
struct OpenBuffer {
    std::size_t slot = 0;  ///< among the kernel's buffers
    ValueId value;
    LoopBuffer::Role role = LoopBuffer::Role::Input;
    DType dtype = DType::F32;
    MemoryOrder order = MemoryOrder::RowMajor;
    Sizes sizes;
};

/// A loop kernel with sizes. Addresses in the arena are in place already.
struct BoundKernel {
    std::vector<std::int64_t> symbols;
    std::vector<void*> pointers;   ///< by buffer
    std::vector<OpenBuffer> open;
    std::int64_t steps = 0, points = 0, elements = 0, portion = 0;
};

struct BoundView {
    Sizes sizes, strides;
    Index offset = 0;
};

/// What a library calls with each part of its result, bound to everything but the part; and where that goes.
struct BoundTail {
    CompiledTail call;
    Tensor out;
};

struct BoundStep {
    enum class Way {
        Kernel,   ///< `kernel`
        Done,     ///< nothing is left to do: a view of the arena, a number that the sizes tell
        View,     ///< `view`
        Later,    ///< loops or a view with sizes that the run finds out
        Emptied,  ///< loops over nothing, whose nodes run on their reference kernels
        Library,
        Eager,
        Host,
        Fault,
    };
    Way way = Way::Eager;
    std::optional<Error> error;      ///< told when the run gets here
    BoundKernel kernel;
    BoundView view;
    std::optional<KernelCall> call;  ///< Library: prepared by the first run
    std::vector<ValueId> drop;       ///< values to let go after it
    std::optional<StepWork> work;    ///< counted when first asked for
};

class Frame {
public:
    /// `pool` gives the memory of what leaves. Both outlive the frame.
    Frame(const Program& program, BufferPool& pool, SymbolValues symbols);
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

    std::size_t arenaBytes() const { return m_arena ? m_arena->bytes().size() : 0; }

    /// One run. Inputs fit the symbols. Taps are the last of the outputs.
    Result<std::vector<Datum>> run(std::span<const Datum> userInputs, const RunOptions& options);

private:
    // A value's place in the arena.
    struct Place {
        std::byte* address = nullptr;
        std::size_t bytes = 0;
        bool fixed = false;  // it is always there: kernels have its address
        MemoryOrder order = MemoryOrder::RowMajor;
    };
    // --- making it (frame.cpp) ---
    Result<std::int64_t> value(const SymInt& expr) const;
    Result<Sizes> values(const SymSizes& exprs) const;
    void bindSteps();
    void placeValues();
    void settle();
    void settleKernel(BoundStep& step);
    void settleView(const Thunk& thunk, BoundStep& step);
    void bindOutputs();
    void listDrops();
    void keep(ValueId id, Tensor tensor);
    Result<BoundKernel> bindKernel(const Thunk& thunk) const;
    Result<BoundView> bindView(const Thunk& thunk) const;
    Result<bool> hasEmptied(const LoopKernel& kernel) const;
    bool standsAlone(std::size_t index) const;
    const Node& node(const Thunk& thunk) const { return m_program.graph.node(thunk.step.nodes.back()); }

    // --- running it (frame_run.cpp) ---
    Result<void> execute(std::size_t index, const CancelToken& cancel);
    Result<void> runLoops(const Thunk& thunk, BoundKernel& kernel, const CancelToken& cancel);
    Result<void> runView(const Thunk& thunk, const BoundView& view);
    Result<void> runLater(const Thunk& thunk, const CancelToken& cancel);
    Result<void> runLibrary(const Thunk& thunk, BoundStep& step);
    Result<void> runEagerly(const Thunk& thunk);
    Result<void> runEager(const Node& computed);
    Result<void> runHost(const Thunk& thunk);
    Result<void> runFault(const Thunk& thunk);
    Result<void> openBuffers(const Thunk& thunk, BoundKernel& kernel);
    Result<void> refused(const LoopCheck& check, std::int64_t refusedValue) const;
    Result<Tensor> operandOf(const LoopBuffer& buffer, const Sizes& sizes) const;
    Result<BoundTail> bindTail(const Thunk& thunk);
    Tensor memoryFor(ValueId id, DType dtype, const Sizes& sizes);
    Datum placeFor(const KernelCall& call, ValueId id, int output);
    void take(const Node& computed, std::vector<Datum> outputs);
    void bindFresh(const Type& declared, const Datum& actual);
    void set(ValueId id, Datum datum);
    void drop(ValueId id);
    bool inArena(const Tensor& tensor) const;
    Result<std::vector<Datum>> outputs() const;
    void clear();
    OpCall::TypeLookup types() const;
    KernelCall::DatumLookup data() const;
    double operandBytes(std::span<const ValueId> ids) const;
    StepWork workOf(const Thunk& thunk, BoundStep& step, double bytesBefore) const;

    const Program& m_program;
    BufferPool& m_pool;
    SymbolValues m_symbols, m_fresh;        // told by the inputs; found out by the run
    std::vector<BoundStep> m_steps;
    std::shared_ptr<Storage> m_arena;
    std::vector<Place> m_places;            // by value
    std::vector<Datum> m_data;              // by value; what is fixed stays from run to run
    std::vector<Type> m_types;              // by value, of the data
    std::vector<ValueId> m_passing;         // values that a run brings and that go with it
    std::vector<bool> m_stays, m_isWeight;  // by value; libraries keep what they make of the second
    std::vector<std::optional<Sizes>> m_layouts;  // by graph output: the strides on record
    std::vector<Tensor> m_held;             // inputs of the kernel that runs, as it reads them
    Generator m_generator;
    KernelContext m_context;
    bool m_drew = false;                    // a kernel ran that may have drawn random numbers
    NodeId m_emptied;                       // the root whose nodes ran on their reference kernels, as the run found its sizes
    std::size_t m_at = 0;                   // the step that runs
    std::vector<RunRefusal> m_refusals;
};

/// The tensor as a kernel reads it: dense, its dimensions in that order in memory.
Tensor denseIn(const Tensor& tensor, MemoryOrder order);

}  // namespace whittle
