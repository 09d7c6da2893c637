// "Does it still fail, and in the same way?" One interface for our engine, PyTorch and any command.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/base/failure.h"
#include "engine/formats/inductor_setting.h"
#include "engine/ir/graph.h"

namespace whittle {

struct Verdict {
    enum class Kind { Fails, Passes, Invalid };
    enum class Eager { Unknown, Passes, Raises };
    Kind kind = Kind::Passes;
    std::optional<Failure> failure;  ///< set for Fails
    std::string note;                ///< why Invalid; how it Passes where there is something to say
    std::string limits = {};         ///< Oracle::limits() where it is they that this is the answer to, else empty
    double milliseconds = 0;
    int runs = 1;   ///< of the oracle, that this is the answer of
    int fails = 0;  ///< how many of them failed as the original does; the search counts, not the oracle
    Eager eager = Eager::Unknown;  ///< what the candidate's eager run does; one that does another thing than the original's is no answer
};

/// What a compiler was told, or has, and may have less of: in words from the plainest to what it is, which is the last
/// ("1 thread", "2 threads"; "no --choose mm=gemm", "--choose mm=gemm").
using CompilerSetting = std::vector<std::string>;

struct CompilerParts {
    std::vector<std::string> passes;
    bool fusion = false;  ///< and of single nodes
    std::vector<CompilerSetting> settings;  ///< no words are in two of them
};
struct LeftOut {
    int passLimit = -1;               ///< only the first so many passes run; -1: all
    std::vector<std::string> passes;  ///< by name
    bool fusion = false;
    std::vector<std::string> apart;    ///< nodes that share a kernel with no other
    std::vector<std::string> plainer;  ///< words of settings, in place of what is
    bool has(std::string_view words) const { return std::ranges::find(plainer, words) != plainer.end(); }
    std::string text() const;         ///< "only the first 3 passes", "without passes fold, merge-equal", "without fusion", "with 1 thread"
};

using NodeGuesses = std::vector<std::vector<std::string>>;

/// What a reproducer script did when it was run as its reader will run it.
struct ScriptRun {
    bool reproduces = false;
    std::string note;  ///< why not
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
    /// What it runs on, each with its version ("LLVM 19.1.4"); for the report.
    virtual std::vector<std::string> libraries() const { return {}; }
    /// identity() and all else that an answer depends on (the build of the compiler, the machine): answers are kept for other jobs under
    /// it. Empty: they are good for this job only.
    virtual std::string lastingIdentity() const { return {}; }
    /// One more of the same, with processes of its own, for another thread. Null: there can be only one.
    virtual std::unique_ptr<Oracle> another() const { return nullptr; }
    /// What it had to say besides its answers, each thing once; for standard error.
    virtual std::vector<std::string> notes() const { return {}; }
    /// From here on no candidate is of interest but those that fail just so, kind and signature. An oracle that can tell sooner that one does
    /// not may end its run there: it passes, with a note. lastingIdentity() then says so.
    virtual void lookFor(const Failure&) {}
    /// What candidates' runs leave out since lookFor(), in words; empty: nothing. For the report.
    virtual std::string shortcut() const { return {}; }
    /// Errors: only what ends the whole job (the worker program is missing, Cancelled).
    virtual Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) = 0;
    /// Which nodes of this graph its failure probably takes, by name: each guess a few nodes, the likeliest first. One that looks for them runs the
    /// graph for it; nothing from one that has no way to look. Errors: as test().
    virtual Result<std::optional<NodeGuesses>> findNodes(const Graph&, const Failure&, const CancelToken&) { return std::nullopt; }
    /// Parts of the compiler that testWithout() can leave out, passes in their order; none when the compiler cannot be taken apart.
    virtual CompilerParts parts() const { return {}; }
    /// As test(), with a compiler that lacks these parts.
    virtual Result<Verdict> testWithout(const Graph& candidate, const LeftOut&, const CancelToken& cancel) { return test(candidate, cancel); }
    /// Which compiler repro.py shall compare with eager (ReproOptions::backend); empty: its own choice.
    virtual std::string scriptBackend() const { return {}; }
    /// What repro.py shall set before it compiles (ReproOptions::settings), where the compiler is one of testWithout().
    virtual std::vector<InductorSetting> scriptSettings(const LeftOut&) const { return {}; }
    /// Runs repro.py where that says something about the failure; nothing where it does not. Errors: as test().
    virtual Result<std::optional<ScriptRun>> runScript(const std::filesystem::path&, const Failure&, const CancelToken&) { return std::nullopt; }
};

/// Size and time of a file, for lastingIdentity(): another build has others, and to read all of it takes longer. Empty when it cannot be told.
std::string fileStamp(const std::filesystem::path& file);

}  // namespace whittle
