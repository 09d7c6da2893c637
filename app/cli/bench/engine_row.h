// One row of the suite `engine`: a graph compiled and run, alone or in turns with PyTorch.
#pragma once

#include "app/cli/bench/measure.h"
#include "app/cli/bench/peer.h"
#include "app/cli/bench/work.h"
#include "app/cli/bench/workload.h"

namespace whittle::bench {

struct EngineOptions {
    RoundsWanted rounds;
    int compiles = 5;         ///< warm ones, after the first
    int threads = 1;
    std::uint64_t seed = 0;
    Json kernels = Json::object();  ///< which are chosen, as the worker's "compile" takes it
    std::filesystem::path program;  ///< the whittle executable
    std::filesystem::path scratch;  ///< a folder for what the peer reads and writes
};

/// One way that the peer ran the graph.
struct PeerResult {
    Lane lane;
    std::optional<double> compileMs;
    std::optional<double> error;  ///< as EngineRow::error
    std::string wrong;            ///< why its outputs are no answer; empty: they are
    double ratio = 0;             ///< its time as a multiple of ours
};

struct EngineRow {
    std::string name, summary;
    std::optional<Error> failure;  ///< of ours: then the rest is as far as it came
    int nodes = 0;
    std::vector<std::string> notes;
    std::map<std::string, int> kernels;   ///< kind to count
    std::vector<std::string> fallbacks;   ///< nodes on reference kernels
    std::vector<double> compileMs;        ///< the first one, then the warm ones
    Lane own;
    Work work;
    double peakBytes = 0;
    std::string checkedAgainst;    ///< "float64", "eager", or empty: unchecked
    std::optional<double> error;   ///< largest difference as a part of the largest value
    std::string wrong;             ///< why our outputs are no answer; empty: they are
    std::vector<PeerResult> peers;

    bool ok() const { return !failure && wrong.empty(); }
    double warmCompileMs() const;
    /// The quickest of the peer's compiled ways; null: none ran.
    const PeerResult* bestCompiled() const;
};

/// `peer` may be null. Errors: Cancelled only; everything else that can go wrong is in the row.
Result<EngineRow> measureEngineRow(const Workload& workload, const EngineOptions& options, Peer* peer, const CancelToken& cancel);

}  // namespace whittle::bench
