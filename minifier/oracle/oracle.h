// "Does it still fail, and in the same way?" One interface for our engine, PyTorch and any command.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/base/failure.h"
#include "engine/ir/graph.h"

namespace whittle {

struct Verdict {
    enum class Kind { Fails, Passes, Invalid };
    Kind kind = Kind::Passes;
    std::optional<Failure> failure;  ///< set for Fails
    std::string note;                ///< why Invalid
    std::string limits = {};         ///< Oracle::limits() where it is they that this is the answer to, else empty
    double milliseconds = 0;
    int runs = 1;   ///< of the oracle, that this is the answer of
    int fails = 0;  ///< how many of them failed as the original does; the search counts, not the oracle
};

/// Not thread-safe; the search makes one a worker.
class Oracle {
public:
    virtual ~Oracle() = default;
    virtual std::string_view name() const = 0;
    /// Name and every setting that can change an answer ("engine inject=aten.relu=crash"): a journal is resumed
    /// only by the oracle that began it.
    virtual std::string identity() const { return std::string(name()); }
    /// Time and memory that a candidate may take, in words. They are no part of identity(), so that a job can go on with wider ones;
    /// then the answers that ran into the old ones are asked for again.
    virtual std::string limits() const { return {}; }
    /// What it had to say besides its answers, each thing once; for standard error.
    virtual std::vector<std::string> notes() const { return {}; }
    /// Errors: only what ends the whole job (the worker program is missing, Cancelled).
    virtual Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) = 0;
};

}  // namespace whittle
