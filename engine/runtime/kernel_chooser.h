// Who computes each node that libraries know, for one compilation: as the user says, as somebody measured, or by an estimate.
#pragma once

#include <set>

#include "engine/kernels/choice.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/tuning_store.h"

namespace whittle {

class KernelChooser {
public:
    /// All must outlive it.
    KernelChooser(const CompileOptions& options, KernelSession& session, const CpuJit& jit) : m_options(options), m_session(session), m_jit(jit) {}

    /// For the pass that takes composite operators apart: whether the node stays whole. A node of a graph that is being rewritten.
    Result<bool> keepsWhole(const Graph& graph, const Node& node);
    /// The same of a node that need not stay: nothing of it is in the account.
    Result<bool> wouldKeepWhole(const Graph& graph, const Node& node);

    /// Chooses for every node of the graph as it will be scheduled. Errors: Argument for a forced choice without its site or candidate,
    /// Unsupported where it cannot run; Cancelled.
    Result<void> chooseAll(const Graph& graph);

    /// The candidate chosen for a node; null: libraries do not know it.
    const SiteCandidate* chosen(NodeId id) const;
    /// Why no library computes it: what each refused, or that another way was chosen.
    std::string whyNoLibrary(NodeId id) const;
    std::string libraryRule(NodeId id) const;  ///< of the last one asked
    bool isLast(NodeId id) const;  ///< whether nothing else could compute it

    std::vector<ChoiceRecord> takeRecords() { return std::move(m_records); }
    std::vector<Decision> decisions() const;  ///< one a site
    std::vector<std::string> takeNotes();

private:
    struct Made {
        std::vector<SiteCandidate> candidates;
        std::size_t chosen = 0;
        ChoiceRecord record;
    };
    enum class Stage { Passes, Schedule };

    Result<Made> chooseInPasses(const Graph& graph, const Node& node);
    Result<Made> choose(const Graph& graph, const Node& node, const UseMap* uses, Stage stage);
    const ForcedChoice* forcedFor(const std::string& site) const;
    Result<std::size_t> force(const ForcedChoice& forced, std::span<const SiteCandidate> candidates) const;
    // A site's measurement, where there is one.
    struct Known {
        std::optional<StoredTuning> tuning;
        bool isStored = false;
    };
    /// `text`: the site's, empty where it could not be cut out.
    Result<std::vector<SiteCandidate>> candidatesOf(const Graph& graph, const Node& node, const Site& site, const std::string& text);
    Result<const Known*> measurement(const Site& site, const std::string& text, const std::string& name, std::span<const SiteCandidate> candidates);
    /// Fills in measured times; answers where they come from, empty for nowhere.
    Result<std::string> measured(const Site& site, const std::string& text, const std::string& name, std::vector<SiteCandidate>& candidates);
    Result<void> checkSites(const Graph& graph) const;
    Result<void> want(const Graph& graph, const Node& node, const SiteCandidate& candidate);

    const CompileOptions& m_options;
    KernelSession& m_session;
    const CpuJit& m_jit;
    std::unordered_map<NodeId, Made> m_made;
    std::unordered_map<NodeId, ChoiceRecord> m_asked;  // by the pass, and whether to take it apart
    std::vector<ChoiceRecord> m_records;
    std::unordered_map<std::string, std::vector<SiteCandidate>> m_candidates;  // by the site's text
    std::unordered_map<std::string, Known> m_known;  // likewise
    std::size_t m_sites = 0, m_at = 0;       // for progress
    double m_secondsSpent = 0;
    std::set<std::string> m_tooLate;         // sites that no time was left for
};

}  // namespace whittle
