// How kernels are chosen in a compilation: what the user asks for, and the account of what became of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace whittle {

class TuningStore;

/// "linear_3=gemm:14x32"
struct ForcedChoice {
    std::string site;       ///< a node's name after the passes, as reports show it
    std::string candidate;  ///< CandidateRecord::name
};

/// A candidate is about to be measured.
struct TuneProgress {
    std::string site, candidate;
    std::size_t index = 0, count = 0;  ///< of the site among all, from 1
};

struct ChoiceOptions {
    std::vector<ForcedChoice> forced;
    bool mayLackSites = false;           ///< a forced choice for a node that is not there, or that cannot run there, is left out: the minifier's graphs shrink
    std::vector<std::string> withoutLibraries;  ///< by name, "onednn": no kernel of theirs is taken
    std::shared_ptr<TuningStore> store;  ///< measurements of before; null: none
    bool measure = false;                ///< what the store does not have
    double seconds = 30;                 ///< for all measurements; sites that come too late are estimated
    std::function<void(const TuneProgress&)> progress;  ///< on the compiling thread; may be empty
};

struct CandidateRecord {
    std::string name;            ///< "onednn", "gemm:14x32", "reference"
    std::string implementation;  ///< "brgemm:avx512_core"; empty where it is refused
    std::string refusal;         ///< why it cannot be taken; empty: it can
    bool chosen = false;
    std::optional<double> estimatedMs;
    std::optional<double> measuredMs;
};

/// A node that libraries know, and who computes it.
struct ChoiceRecord {
    std::string site;      ///< the node's name
    std::string op;
    std::string operands;  ///< "f32[64,32] f32[32,8]"
    std::vector<CandidateRecord> candidates;
    std::string by;        ///< "estimate", "measured", "stored", "forced", "only" (nothing else can run)
    std::string reason;    ///< "onednn brgemm:avx512_core: estimated 10.4 ms; gemm:14x32 11.3 ms"
};

}  // namespace whittle
