// PyTorch's own AOTInductor minifier beside ours: the same planted failure of the same PyTorch, reduced by both in turns.
#pragma once

#include <functional>
#include <optional>

#include "app/cli/command.h"
#include "minifier/search/minify.h"

namespace whittle::bench {

/// A graph with a relu somewhere: what PyTorch's option plants the fault at.
struct PeerCase {
    std::string name, summary;
    std::filesystem::path file;
};

/// What one of the two came to. Wall time, from the start of its Python on.
struct Reduction {
    double seconds = 0;
    int candidates = 0, repeated = 0;  ///< graphs tried; those that had been tried before
    std::int64_t operators = 0, elements = 0;
    bool needsData = false;            ///< its script needs a file beside it
    std::string trouble;               ///< it could not
};

struct PeerRow {
    PeerCase what;
    int nodes = 0;
    Reduction ours, peer;
    bool oneMinimal = false;
    std::optional<double> ratio() const;  ///< our wall time over the peer's
};

struct PeerReport {
    std::string torch;                 ///< version of the peer
    std::vector<PeerRow> rows;
    bool stopped = false;              ///< by the user, with the rows so far
    std::optional<double> geometricMean() const;  ///< of the ratios; nothing when a row has none
    /// Each of ours down to one operator and certified, in at most a quarter of the peer's time by the mean.
    bool meetsTargets() const;
};

struct PeerBenchOptions {
    std::string python;
    std::vector<std::string> cases;    ///< names or first parts of names, or files; empty: all
    std::filesystem::path program, scratch, samples;
    int jobs = 1;                      ///< candidates that Whittle tries at once; PyTorch's has but one
};

/// The graphs in `samples`, smallest first.
std::vector<PeerCase> peerCases(const std::filesystem::path& samples);

/// `says` is told what goes on. Errors: NotFound for a name that is no case and no file; what keeps the peer's Python from taking part.
Result<PeerReport> benchMinifyPeer(const PeerBenchOptions& options, const std::function<void(const std::string&)>& says, const CancelToken& cancel);

cli::Json peerReportJson(const PeerReport& report);
std::string peerReportText(const PeerReport& report);

}  // namespace whittle::bench
