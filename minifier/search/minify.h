// The reduction job: an original graph, an oracle, and the journal that makes it resumable.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "minifier/edits/edit.h"
#include "minifier/oracle/oracle.h"
#include "minifier/search/estimate.h"
#include "minifier/search/signature_rule.h"
#include "minifier/search/steering.h"
#include "minifier/session/history.h"
#include "minifier/session/other_failures.h"

namespace whittle {

class AnswerStore;

struct MinifyOptions {
    std::filesystem::path outputFolder;
    bool resume = false;
    bool takeOver = false;                ///< with `resume`: another process that works in the folder is asked to hand over first
    SignatureRule match;
    int jobs = 1;                         ///< oracles that work at once; the result is the same for any number
    std::shared_ptr<AnswerStore> answers; ///< of earlier jobs; null: none are used or kept
    std::string oracleOptions;            ///< words of a command line that make the same oracle; for the certificate
    int repeat = 0;                       ///< passes that make a candidate one that does not fail; 0: as the original's failure rate tells
    std::chrono::milliseconds budget{0};  ///< of this process, while neither it nor the job stands still; 0: none
    int maxCandidates = 0;                ///< oracle runs of this process; 0: no limit
    std::filesystem::path program;        ///< whittle, in whose worker the original's values are captured; empty: in this process
    std::uint64_t seed = 0;               ///< of random operators while the original's values are captured
    std::string commandLine;              ///< for the report
    std::string againLine;                ///< for the report: the command that asks the same of the reproducer
};

/// A snapshot for whoever watches; immutable, safe to hand to another thread.
struct MinifyProgress {
    std::string phase;          ///< "original", "look", "hint", "halves", "essentials", then a pass's name, "canonical-form", "confirm", "compiler", "done"
    int nodesBefore = 0;
    int nodesNow = 0;
    int inputsNow = 0;          ///< weights included
    std::int64_t elementsNow = 0;  ///< of all input data
    int candidates = 0;         ///< oracle runs after the original's own, this process and earlier ones
    int cacheHits = 0;
    int stored = 0;             ///< candidates that the store of earlier jobs' answers knew
    std::shared_ptr<const std::vector<OtherFailure>> others;  ///< met so far, as MinifyResult lists them; null: none
    std::vector<PassWorth> passes;  ///< what each was worth so far
    double seconds = 0;         ///< all processes together
    std::string lastEdit;
    bool accepted = false;      ///< whether the last candidate became the best
    bool paused = false;        ///< nothing runs until it is told to go on
    std::optional<Remaining> remaining;  ///< an estimate; nothing while nothing is known to estimate from
    GraphRef best;              ///< never null
    int othersMet() const { return others ? static_cast<int>(others->size()) : 0; }
};
using MinifyObserver = std::function<void(const MinifyProgress&)>;

/// How often something was run, and how often it failed as the original does.
struct Repeats {
    int runs = 0;
    int fails = 0;
    double rate() const { return runs == 0 ? 0 : static_cast<double>(fails) / runs; }
};

/// Which part of the compiler makes the smallest graph fail, and with which settings. All of it holds together: it fails with these passes,
/// this fusion and these settings alone.
struct CompilerCulprit {
    std::string firstBadPass;              ///< it fails with the passes up to this one, and not with one fewer; empty: it fails without any
    std::vector<std::string> neededPasses; ///< with these alone it fails, and with none of them left out
    bool needsFusion = false;              ///< it does not fail without fusion
    int runs = 0;                          ///< of the oracle, to find this out; no candidates
    std::vector<std::string> fused = {};   ///< nodes: it fails when no others are fused, and not with one of them apart; empty: not known
    std::vector<std::string> plainSettings = {};   ///< with these too, in place of what the compiler was told or has (CompilerSetting)
    std::vector<std::string> neededSettings = {};  ///< not with one of these plainer
    bool knowsPasses = true, knowsFusion = true;   ///< whether the compiler can do without
    std::string text() const;              ///< one sentence
};

/// The largest graph that a single edit makes of a minimal one and that does not fail: what the failure takes lies between the two.
struct NearMiss {
    std::string edit;  ///< in words
    Graph graph;
};

struct MinifyResult {
    enum class Status { Minimal, DoesNotFail, Stopped, Flaky };  ///< exit 0, 1, 3, 4
    Status status = Status::Minimal;
    Failure failure;                ///< the original's; empty signature when it does not fail or was never asked
    Repeats original;               ///< runs of the original
    Repeats reduced;                ///< runs of the graph at the end, where runs of the original differed; else none
    int passesNeeded = 1;           ///< after how many runs without the failure a candidate counted as not failing
    std::string note;               ///< for DoesNotFail, Stopped and Flaky: what was seen, in one sentence
    Graph graph;                    ///< the smallest that fails the same way; nodes that the original has too have their ids there
    bool canonical = false;         ///< the graph is in canonicalForm(), and fails without its origins
    Failure reducedFailure;         ///< the graph's own, which speaks of its names; the same signature
    int nodesBefore = 0, nodesAfter = 0;
    int inputsBefore = 0, inputsAfter = 0;        ///< weights included
    std::uint64_t bytesBefore = 0, bytesAfter = 0;  ///< of all input data
    int candidates = 0;
    int candidatesToFewest = 0;     ///< of them, until no later one left fewer operators
    int speculated = 0;             ///< oracle runs of this process on guesses that were never asked for; no candidates
    int stored = 0;                 ///< candidates that the store of earlier jobs' answers knew
    int cacheHits = 0;
    double seconds = 0;
    double searchSeconds = 0;       ///< of this process, neither asking an oracle nor writing the best graph
    bool oneMinimal = false;
    std::vector<std::string> essentials;     ///< of a minimal graph: single edits, in words, that end the failure; with others it is another one, or no answer
    std::optional<NearMiss> nearMiss;        ///< where there is one of these
    std::optional<CompilerCulprit> culprit;  ///< of a minimal graph, where the oracle can take its compiler apart
    std::vector<OtherFailure> others;  ///< the first hundred signatures, in the order in which they were met
    int othersBeyond = 0;              ///< failures of yet other signatures, which were counted and no more
    std::vector<std::string> notes;    ///< what is to be known of how it went: an oracle that there can be only one of, a store that cannot be read
    History history;
    std::filesystem::path reproducer;  ///< the folder; empty for DoesNotFail and Flaky
};

/// Runs until 1-minimal for all edits, the budget or `cancel`. The output folder always holds the journal and
/// the best graph so far, from before the first question on; the reproducer is written at the end, whatever ended
/// it, an error after the original failed once included. The order of candidates
/// depends on nothing but the graph and the answers, so a resumed job takes the same way and repeats no candidate.
/// Errors: Io for the folder, NotFound for --resume without a journal, Argument when the journal belongs to
/// another graph or options, another process works in the folder, or the folder holds a job and `resume` is off; those of askForHandOver(); Run when the oracle calls the original
/// itself invalid; else the oracle's.
/// Paused, it lets what runs come to its end, writes the answers down and begins nothing until it is told to go on; the result is the same.
Result<MinifyResult> minify(const Graph& original, Oracle& oracle, const MinifyOptions& options,
                            const MinifyObserver& observer, const Steering& steering);

}  // namespace whittle
