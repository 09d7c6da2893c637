// Any program as the oracle: it gets a candidate as a file, and its end is the answer. It runs in a folder of its own,
// within limits, and nothing that it starts outlives its answer.
#pragma once

#include "engine/base/keeper.h"
#include "engine/formats/writers.h"
#include "minifier/oracle/fails_when.h"
#include "minifier/oracle/oracle.h"
#include "engine/base/scratch_folder.h"

namespace whittle {

struct CommandOracleOptions {
    std::filesystem::path program;  ///< the whittle executable
    std::vector<std::string> words;  ///< commandWords()
    std::string command;            ///< as the user wrote it, for identity()
    std::string format = "repro";   ///< a GraphWriter's name
    FailsWhen failsWhen;
    std::chrono::milliseconds time{10000};
    std::uint64_t memoryBytes = 4ull << 30;
    std::filesystem::path tempFolder;
};

class CommandOracle final : public Oracle {
public:
    /// Errors: Io for the folder.
    static Result<std::unique_ptr<CommandOracle>> make(CommandOracleOptions options);
    std::string_view name() const override { return "command"; }
    std::string identity() const override;
    std::string limits() const override;
    /// With a folder and a keeper of its own: the program runs as often at once.
    std::unique_ptr<Oracle> another() const override;
    /// The variable that names the candidate is the first of the command's environment, for the programs that it starts too.
    /// Errors: NotFound when the program cannot be started; Io; Cancelled.
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override;

private:
    CommandOracle(CommandOracleOptions options, ScratchFolder scratch);
    Result<Verdict> judge(const Graph& candidate, const std::filesystem::path& folder, const CancelToken& cancel);
    Result<void> write(const Graph& candidate, const std::filesystem::path& file) const;
    Verdict verdictOf(const KeptEnd& end) const;
    CommandOracleOptions m_options;
    std::string m_called;  // what messages call the program
    ScratchFolder m_scratch;
    Keeper m_keeper;
    int m_next = 0;
};

}  // namespace whittle
