// The compiled form of a graph: the program, and the frames in which it runs. compile.cpp makes it; everyone else sees Executable.
#pragma once

#include "engine/runtime/frame.h"
#include "engine/runtime/input_binding.h"

namespace whittle {

class CompiledGraph final : public Executable {
public:
    CompiledGraph(Program program, CompileReport report);

    const CompileReport& report() const override { return m_report; }
    Result<std::vector<Datum>> runWith(std::span<const Datum> userInputs, const RunOptions& options) const override;
    void freeMemory() const override;

private:
    // Idle frames, those used last at the end. Several are of one set of sizes when runs went on at once.
    struct Idle {
        std::vector<std::int64_t> sizes;
        std::unique_ptr<Frame> frame;
    };

    std::unique_ptr<Frame> takeFrame(const std::vector<std::int64_t>& sizes) const;
    void giveFrame(std::vector<std::int64_t> sizes, std::unique_ptr<Frame> frame) const;

    Program m_program;
    CompileReport m_report;
    InputBinding m_binding;
    mutable BufferPool m_pool;
    mutable std::mutex m_mutex;
    mutable std::vector<Idle> m_idle;
};

}  // namespace whittle
