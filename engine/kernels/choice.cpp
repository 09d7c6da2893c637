#include "engine/kernels/choice.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace whittle {
namespace {

using Way = SiteCandidate::Way;

constexpr std::size_t kToldOthers = 3;  // of the candidates that were not chosen, in a sentence

// Of a name such as "14x32" or "14x32-pairs".
std::pair<int, int> tileOf(std::string_view variant) {
    const std::size_t x = variant.find('x');
    if (x == variant.npos) return {0, 0};
    int rows = 0, columns = 0;
    std::from_chars(variant.data(), variant.data() + x, rows);
    std::from_chars(variant.data() + x + 1, variant.data() + variant.size(), columns);
    return {rows, columns};
}

class Lister {
public:
    Lister(const Graph& graph, const Node& node, const Site& site, KernelSession& session, int threads)
        : m_graph(graph), m_node(node), m_site(site), m_session(session), m_threads(threads) {}

    Result<std::vector<SiteCandidate>> run() {
        const OpDef* op = findOp(m_node.op);
        if (!op) return fail(Code::Unsupported, "there is no operator {}", m_node.op);
        WHITTLE_TRY(const OpCall call, OpCall::bind(*op, m_node.args, [this](ValueId id) -> const Type& { return m_graph.type(id); }));
        for (const KernelCandidate& kernel : kernelCandidates())
            if (kernel.op == m_node.op) WHITTLE_TRY_VOID(addLibrary(call, kernel));
        if (op->lower) add({.way = Way::Loops, .name = "loops", .implementation = "llvm", .refusal = {}, .variant = {}, .estimate = {}, .measuredMs = {}});
        if (op->decompose && !op->lower) add({.way = Way::Parts, .name = "parts", .implementation = "decomposition", .refusal = {}, .variant = {}, .estimate = {}, .measuredMs = {}});
        add({.way = Way::Reference, .name = "reference", .implementation = "reference", .refusal = {}, .variant = {}, .estimate = {}, .measuredMs = {}});
        return std::move(m_out);
    }

private:
    Result<void> addLibrary(const OpCall& call, const KernelCandidate& kernel) {
        // What has variants makes code for each that is asked for, so the question goes to a session that makes nothing.
        const std::vector<std::string> variants = kernel.variants ? kernel.variants(call, m_session.probe()) : std::vector<std::string>();
        if (!kernel.variants) return addClaim(call, kernel, m_session, {});
        // What all of them refuse is one candidate.
        if (variants.empty() || !kernel.claimKnown(call, m_session.probe(), {})) return addClaim(call, kernel, m_session.probe(), {});
        for (const std::string& variant : variants) WHITTLE_TRY_VOID(addClaim(call, kernel, m_session.probe().variant(variant), variant));
        return {};
    }

    Result<void> addClaim(const OpCall& call, const KernelCandidate& kernel, KernelSession& session, const std::string& variant) {
        SiteCandidate one{.way = Way::Library, .name = std::string(kernel.library), .implementation = {}, .refusal = {}, .kernel = &kernel, .variant = variant,
                          .estimate = {}, .measuredMs = {}};
        if (!variant.empty()) one.name += ":" + variant;
        Result<std::string> claim = kernel.claimKnown(call, session, {});
        if (!claim && claim.error().code != Code::Unsupported) return std::unexpected(std::move(claim).error());
        if (!claim) {
            one.refusal = claim.error().message;
        } else {
            one.implementation = *std::move(claim);
            const KernelChoice choice = asKernelChoice(one);
            if (!m_site.after.empty() && claimTail(m_graph, m_node, choice, session)) one.followers = m_site.after.size();
            while (one.followers < m_site.after.size() &&
                   claimEpilogue(m_graph, m_node, choice, std::span(m_site.after).first(one.followers + 1), session))
                ++one.followers;
        }
        add(std::move(one));
        return {};
    }

    void add(SiteCandidate one) {
        const auto [rows, columns] = tileOf(one.variant);
        if (one.possible())
            one.estimate = estimateCost(m_site, {.library = one.kernel ? one.kernel->library : std::string_view(one.name), .implementation = one.implementation,
                                                 .tileRows = rows, .tileColumns = columns, .followersLeft = m_site.after.size() - one.followers, .threads = m_threads});
        m_out.push_back(std::move(one));
    }

    const Graph& m_graph;
    const Node& m_node;
    const Site& m_site;
    KernelSession& m_session;
    int m_threads;
    std::vector<SiteCandidate> m_out;
};

// Its time, measured if it was.
std::string timeText(const SiteCandidate& one) {
    if (one.measuredMs) return fmt::format("{:.3g} ms", *one.measuredMs);
    return one.estimate ? fmt::format("{:.3g} ms", one.estimate->milliseconds) : "of unknown time";
}

}  // namespace

bool isSite(const Node& node) { return std::ranges::find(kernelCandidates(), node.op, &KernelCandidate::op) != kernelCandidates().end(); }

Result<std::vector<SiteCandidate>> siteCandidates(const Graph& graph, const Node& node, const Site& site, KernelSession& session, int threads) {
    return Lister(graph, node, site, session, threads).run();
}

std::optional<std::size_t> bestCandidate(std::span<const SiteCandidate> candidates) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < candidates.size(); ++i)
        if (candidates[i].possible() && candidates[i].measuredMs && (!best || *candidates[i].measuredMs < *candidates[*best].measuredMs)) best = i;
    if (best) return best;
    std::optional<double> least;
    for (const SiteCandidate& one : candidates)
        if (one.possible() && one.estimate) least = std::min(least.value_or(one.estimate->milliseconds), one.estimate->milliseconds);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const SiteCandidate& one = candidates[i];
        if (one.possible() && (!least || (one.estimate && one.estimate->milliseconds <= *least * (1 + kEstimateTrust)))) return i;
    }
    return std::nullopt;
}

std::string whyChosen(std::span<const SiteCandidate> candidates, std::size_t chosen) {
    const SiteCandidate& taken = candidates[chosen];
    std::string out = taken.name;
    if (!taken.implementation.empty() && taken.implementation != taken.name) out += " " + taken.implementation;
    out += taken.measuredMs ? ": measured " : taken.estimate ? ": estimated " : ": ";
    out += timeText(taken);
    std::vector<const SiteCandidate*> others;
    for (const SiteCandidate& one : candidates)
        if (&one != &taken && one.possible() && one.measuredMs.has_value() == taken.measuredMs.has_value()) others.push_back(&one);
    std::ranges::stable_sort(others, {}, [](const SiteCandidate* one) {
        return one->measuredMs ? *one->measuredMs : one->estimate ? one->estimate->milliseconds : std::numeric_limits<double>::max();
    });
    for (std::size_t i = 0; i < std::min(others.size(), kToldOthers); ++i) out += fmt::format("; {} {}", others[i]->name, timeText(*others[i]));
    return out;
}

KernelChoice asKernelChoice(const SiteCandidate& candidate) { return {.candidate = candidate.kernel, .implementation = candidate.implementation, .variant = candidate.variant}; }

}  // namespace whittle
