// The compiled form of a graph: steps in order, each with the code that runs it, over buffers that are sized
// per run. compile.cpp makes it; everyone else sees Executable.
#pragma once

#include "engine/codegen/cpu_jit.h"
#include "engine/kernels/kernel_list.h"
#include "engine/ops/fault.h"
#include "engine/runtime/buffer_pool.h"
#include "engine/runtime/compile.h"
#include "engine/schedule/schedule.h"

namespace whittle {

/// A step ready to run; CompileReport::kernels has one record for each.
struct Thunk {
    Step step;
    std::shared_ptr<const CompiledKernel> code;   // Loops; of a Library, what it calls with each part of its result
    const KernelCandidate* library = nullptr;     // Library
    std::vector<PostOp> epilogue;                 // Library, without its operands
    std::optional<PlantedFault> fault;            // Eager, when planted
};

class CompiledGraph final : public Executable {
public:
    /// `outputStrides`: by graph output, empty where none are on record. `values`: as Schedule::values.
    CompiledGraph(Graph graph, std::vector<Thunk> thunks, CompileReport report, std::unique_ptr<KernelSession> session,
                  std::uint64_t seed, std::vector<SymSizes> outputStrides, std::size_t values);

    const CompileReport& report() const override { return m_report; }
    Result<std::vector<Datum>> run(std::span<const Datum> userInputs, const CancelToken& cancel,
                                   RunProfile* profile) const override;

private:
    class Run;

    Graph m_graph;
    std::vector<Thunk> m_thunks;
    CompileReport m_report;
    std::vector<std::vector<ValueId>> m_lastReads;  // by thunk: values to free after it
    mutable BufferPool m_pool;
    std::unique_ptr<KernelSession> m_session;
    std::uint64_t m_seed;
    std::vector<SymSizes> m_outputStrides;
    std::vector<bool> m_isWeight, m_isResult;  // by value
};

}  // namespace whittle
