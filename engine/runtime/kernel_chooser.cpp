#include "engine/runtime/kernel_chooser.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/ranges.h>
#include <omp.h>

#include "engine/base/spelling.h"
#include "engine/ops/check.h"
#include "engine/runtime/tuning.h"

namespace whittle {
namespace {

using Way = SiteCandidate::Way;

constexpr double kSiteSeconds = 2;      // for one site, of the time for all
constexpr std::size_t kNear = 3;        // names that may have been meant
constexpr std::size_t kListed = 24;     // names in a list

std::string today() { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))); }

// "; near it: a, b. There are: a, b, c"
std::string namesNear(const std::string& wanted, std::vector<std::string> names) {
    std::string out;
    std::vector<std::string> near = names;
    std::erase_if(near, [&](const std::string& name) { return editDistance(wanted, name) > std::max<std::size_t>(2, wanted.size() / 3); });
    std::ranges::stable_sort(near, {}, [&](const std::string& name) { return editDistance(wanted, name); });
    if (near.size() > kNear) near.resize(kNear);
    if (!near.empty()) out += fmt::format("; near it: {}", fmt::join(near, ", "));
    const std::size_t all = names.size();
    if (all > kListed) names.resize(kListed);
    return out + fmt::format(". There are: {}{}", fmt::join(names, ", "), all > kListed ? fmt::format(" and {} more", all - kListed) : "");
}

std::vector<std::string> namesOf(std::span<const SiteCandidate> candidates) {
    std::vector<std::string> out;
    for (const SiteCandidate& one : candidates) out.push_back(one.name);
    return out;
}

}  // namespace

const ForcedChoice* KernelChooser::forcedFor(const std::string& site) const {
    const auto& forced = m_options.choices.forced;
    const auto found = std::ranges::find(forced, site, &ForcedChoice::site);
    return found == forced.end() ? nullptr : &*found;
}

Result<std::size_t> KernelChooser::force(const ForcedChoice& forced, std::span<const SiteCandidate> candidates) const {
    const auto found = std::ranges::find(candidates, forced.candidate, &SiteCandidate::name);
    if (found == candidates.end())
        return fail(Code::Argument, "'{}' has no candidate '{}'{}", forced.site, forced.candidate, namesNear(forced.candidate, namesOf(candidates)));
    if (!found->possible()) return fail(Code::Unsupported, "'{}' cannot be computed by {}: {}", forced.site, forced.candidate, found->refusal);
    return static_cast<std::size_t>(found - candidates.begin());
}

Result<std::vector<SiteCandidate>> KernelChooser::candidatesOf(const Graph& graph, const Node& node, const Site& site, const std::string& text) {
    // Layers repeat. Symbols have other values in the text than in the graph, so what is of symbolic sizes is asked each time.
    const bool isShared = !text.empty() && site.assumed.empty();
    if (isShared)
        if (const auto known = m_candidates.find(text); known != m_candidates.end()) return known->second;
    WHITTLE_TRY(std::vector<SiteCandidate> out, siteCandidates(graph, node, site, m_session, omp_get_max_threads()));
    for (SiteCandidate& one : out)
        if (one.kernel && std::ranges::find(m_options.choices.withoutLibraries, one.kernel->library) != m_options.choices.withoutLibraries.end())
            one.refusal = fmt::format("{} is left out", one.kernel->library);
    if (isShared) m_candidates.emplace(text, out);
    return out;
}

Result<const KernelChooser::Known*> KernelChooser::measurement(const Site& site, const std::string& text, const std::string& name, std::span<const SiteCandidate> candidates) {
    const ChoiceOptions& choices = m_options.choices;
    const auto [place, isNew] = m_known.try_emplace(text);
    Known& known = place->second;
    if (known.tuning || (!isNew && !choices.measure)) return &known;
    const std::string key = tuningKey(text, m_jit, omp_get_max_threads(), m_options);
    if (choices.store && (known.tuning = choices.store->find(key))) {
        known.isStored = true;
        return &known;
    }
    if (!choices.measure) return &known;
    const double left = choices.seconds - m_secondsSpent;
    if (left <= 0) {
        m_tooLate.insert(name);
        return &known;
    }
    const auto start = std::chrono::steady_clock::now();
    const auto progress = [&](const std::string& candidate) {
        if (choices.progress) choices.progress({name, candidate, m_at, std::max(m_at, m_sites)});
    };
    WHITTLE_TRY(std::vector<StoredCandidate> times, measureCandidates({.site = site, .candidates = candidates, .seconds = std::min(left, kSiteSeconds),
                                                                       .compile = m_options, .progress = progress}));
    m_secondsSpent += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    known.tuning = StoredTuning{today(), std::move(times)};
    const bool holdsLater = std::ranges::none_of(known.tuning->candidates, &StoredCandidate::isPassing);
    if (choices.store && holdsLater) choices.store->store(key, *known.tuning);
    return &known;
}

Result<std::string> KernelChooser::measured(const Site& site, const std::string& text, const std::string& name, std::vector<SiteCandidate>& candidates) {
    if (!m_options.choices.store && !m_options.choices.measure) return std::string();
    WHITTLE_TRY(const Known* const known, measurement(site, text, name, candidates));
    const auto& tuning = known->tuning;
    if (!tuning) return std::string();
    for (SiteCandidate& one : candidates) {
        const auto found = std::ranges::find(tuning->candidates, one.name, &StoredCandidate::name);
        if (found == tuning->candidates.end() || !one.possible() || found->implementation != one.implementation) continue;
        one.refusal = found->refusal;
        one.measuredMs = found->milliseconds;
    }
    return known->isStored ? "stored, measured " + tuning->date : std::string("measured");
}

Result<KernelChooser::Made> KernelChooser::choose(const Graph& graph, const Node& node, const UseMap* uses, Stage stage) {
    // What cannot be cut out can be neither weighed nor measured, but chosen all the same.
    Result<Site> cut = makeSite(graph, node, uses);
    if (!cut && cut.error().code != Code::Unsupported) return std::unexpected(std::move(cut).error());
    const Site site = cut ? *std::move(cut) : Site();
    const std::string text = site.graph.nodes().empty() ? std::string() : site.text();
    Made made;
    WHITTLE_TRY(made.candidates, candidatesOf(graph, node, site, text));
    // Who was not taken apart by now will not be.
    const auto parts = static_cast<std::size_t>(std::ranges::find(made.candidates, Way::Parts, &SiteCandidate::way) - made.candidates.begin());
    const bool tooLate = stage == Stage::Schedule && parts < made.candidates.size();
    const bool wasAsked = m_asked.contains(node.id);
    const std::string left = wasAsked ? "the pass decompose left it whole" : "the pass decompose did not run";
    if (tooLate && !wasAsked) made.candidates[parts].refusal = left;

    const std::vector<SiteCandidate> unmeasured = made.candidates;
    std::string source;
    const ForcedChoice* forced = forcedFor(node.name);
    if (forced && m_options.choices.mayLackSites && std::ranges::any_of(made.candidates, [&](const SiteCandidate& one) { return one.name == forced->candidate && !one.possible(); }))
        forced = nullptr;
    if (!forced && !text.empty()) {
        WHITTLE_TRY(source, measured(site, text, node.name, made.candidates));
    }
    const auto best = [&](std::vector<SiteCandidate> among) {
        if (tooLate) among[parts].refusal = left;
        return bestCandidate(among);
    };
    std::optional<std::size_t> chosen;
    if (forced) {
        if (tooLate && wasAsked && forced->candidate == made.candidates[parts].name) return fail(Code::Unsupported, "'{}' cannot be computed by parts: {}", node.name, left);
        WHITTLE_TRY(chosen, force(*forced, made.candidates));
    } else if (!(chosen = best(made.candidates))) {  // nothing answered rightly: measurements are no help
        made.candidates = unmeasured;
        source.clear();
        chosen = best(made.candidates);
    }
    if (!chosen) return fail(Code::Internal, "nothing computes {}", describeNode(node));
    made.chosen = *chosen;

    const SiteCandidate& taken = made.candidates[*chosen];
    ChoiceRecord& record = made.record;
    record.site = node.name;
    record.op = node.op;
    record.operands = site.operands;
    const bool only = std::ranges::count_if(made.candidates, &SiteCandidate::possible) == 1;
    record.by = forced ? "forced" : taken.measuredMs ? (source == "measured" ? "measured" : "stored") : only ? "only" : "estimate";
    record.reason = (forced ? "forced: " : "") + whyChosen(made.candidates, *chosen);
    if (source.starts_with("stored") && taken.measuredMs) record.reason += fmt::format(" ({})", source);
    if (!site.assumed.empty()) record.reason += fmt::format("; at {}", fmt::join(site.assumed, ", "));
    for (const SiteCandidate& one : made.candidates)
        record.candidates.push_back({.name = one.name, .implementation = one.implementation, .refusal = one.refusal, .chosen = &one == &taken,
                                     .estimatedMs = one.estimate ? std::optional(one.estimate->milliseconds) : std::nullopt, .measuredMs = one.measuredMs});
    return made;
}

Result<KernelChooser::Made> KernelChooser::chooseInPasses(const Graph& graph, const Node& node) {
    std::optional<UseMap> uses;  // costs a walk over the graph, which only a measurement is worth
    if (m_options.choices.measure) uses.emplace(graph);
    return choose(graph, node, uses ? &*uses : nullptr, Stage::Passes);
}

Result<bool> KernelChooser::wouldKeepWhole(const Graph& graph, const Node& node) {
    if (!isSite(node)) return false;
    if (forcedFor(node.name)) return true;  // then the user says what becomes of it, and it has to be there
    WHITTLE_TRY(const Made made, chooseInPasses(graph, node));
    return made.candidates[made.chosen].way == Way::Library;
}

Result<bool> KernelChooser::keepsWhole(const Graph& graph, const Node& node) {
    if (!isSite(node)) return false;
    if (m_sites == 0) m_sites = static_cast<std::size_t>(std::ranges::count_if(graph.nodes(), isSite));
    ++m_at;
    WHITTLE_TRY(Made made, chooseInPasses(graph, node));
    const bool whole = made.candidates[made.chosen].way != Way::Parts;
    m_asked.insert_or_assign(node.id, std::move(made.record));
    return whole;
}

// What has variants was asked without consequence; now its code is wanted.
Result<void> KernelChooser::want(const Graph& graph, const Node& node, const SiteCandidate& candidate) {
    if (candidate.way != Way::Library || !candidate.kernel->variants) return {};
    WHITTLE_TRY(const OpCall call, OpCall::bind(*findOp(node.op), node.args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    WHITTLE_TRY([[maybe_unused]] const std::string name, candidate.kernel->claimKnown(call, m_session.variant(candidate.variant), {}));
    return {};
}

Result<void> KernelChooser::chooseAll(const Graph& graph) {
    WHITTLE_TRY_VOID(checkSites(graph));
    for (const auto& [id, record] : m_asked)
        if (!graph.contains(id)) m_records.push_back(record);
    std::ranges::sort(m_records, {}, &ChoiceRecord::site);
    const UseMap uses(graph);
    m_sites = static_cast<std::size_t>(std::ranges::count_if(graph.nodes(), isSite));
    m_at = 0;
    for (const Node& node : graph.nodes()) {
        WHITTLE_TRY_VOID(m_options.cancel.check());
        if (!isSite(node)) continue;
        ++m_at;
        WHITTLE_TRY(Made made, choose(graph, node, &uses, Stage::Schedule).context("{}", describeNode(node)));
        WHITTLE_TRY_VOID(want(graph, node, made.candidates[made.chosen]));
        m_records.push_back(made.record);
        m_made.emplace(node.id, std::move(made));
    }
    return {};
}

Result<void> KernelChooser::checkSites(const Graph& graph) const {
    if (m_options.choices.mayLackSites) return {};
    std::vector<std::string> sites;
    for (const auto& [id, record] : m_asked)
        if (!graph.contains(id)) sites.push_back(record.site);
    std::ranges::sort(sites);
    for (const Node& node : graph.nodes())
        if (isSite(node)) sites.push_back(node.name);
    for (const ForcedChoice& forced : m_options.choices.forced) {
        if (std::ranges::find(sites, forced.site) != sites.end()) continue;
        const auto node = std::ranges::find(graph.nodes(), forced.site, &Node::name);
        const std::string what = node == graph.nodes().end() ? fmt::format("there is no node '{}' after the passes", forced.site)
                                                             : fmt::format("no library knows {}: there is nothing to choose", describeNode(*node));
        if (sites.empty()) return fail(Code::Argument, "{}; the graph has no node that libraries know", what);
        return fail(Code::Argument, "{}{}", what, namesNear(forced.site, sites));
    }
    return {};
}

const SiteCandidate* KernelChooser::chosen(NodeId id) const {
    const auto found = m_made.find(id);
    return found == m_made.end() ? nullptr : &found->second.candidates[found->second.chosen];
}

std::string KernelChooser::libraryRule(NodeId id) const {
    std::string rule;
    for (const SiteCandidate& one : m_made.at(id).candidates)
        if (one.kernel) rule = one.kernel->rule;
    return rule;
}

bool KernelChooser::isLast(NodeId id) const {
    const auto& candidates = m_made.at(id).candidates;
    return std::ranges::none_of(candidates, [](const SiteCandidate& one) { return one.way != Way::Reference && one.way != Way::Parts && one.possible(); });
}

std::string KernelChooser::whyNoLibrary(NodeId id) const {
    const Made& made = m_made.at(id);
    std::vector<std::string> reasons;
    for (const SiteCandidate& one : made.candidates) {
        if (one.way != Way::Library) continue;
        if (one.possible()) return fmt::format("{} was chosen", made.candidates[made.chosen].name);
        if (std::ranges::find(reasons, one.refusal) == reasons.end()) reasons.push_back(one.refusal);
    }
    return fmt::format("{}", fmt::join(reasons, "; "));
}

std::vector<Decision> KernelChooser::decisions() const {
    std::vector<Decision> out;
    for (const ChoiceRecord& record : m_records) out.push_back({"choose-kernel", {record.site}, true, record.reason});
    return out;
}

std::vector<std::string> KernelChooser::takeNotes() {
    std::vector<std::string> out;
    if (m_options.choices.store) out = m_options.choices.store->notes();
    if (!m_tooLate.empty()) out.push_back(fmt::format("{} sites were not measured in the {:g} s given; they are chosen by estimate", m_tooLate.size(), m_options.choices.seconds));
    return out;
}

}  // namespace whittle
