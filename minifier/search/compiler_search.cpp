#include "minifier/search/compiler_search.h"

#include <algorithm>

namespace whittle {
namespace {

using Names = std::vector<std::string>;

// Those of `all` that are not in `kept`.
Names others(const Names& all, const Names& kept) {
    Names out;
    std::ranges::copy_if(all, std::back_inserter(out), [&](const std::string& name) { return std::ranges::find(kept, name) == kept.end(); });
    return out;
}

// Leaves out runs of names, so many at a time, then half as many, ... one by one, until none can go: most have nothing to do with it.
// `failsWith` asks about those that stay.
Result<Names> neededOf(Names kept, std::size_t size, const auto& failsWith) {
    for (size = std::max<std::size_t>(1, size);; size = std::max<std::size_t>(1, size / 2)) {
        bool any = false;
        for (std::size_t begin = 0; begin < kept.size();) {
            Names fewer = kept;
            const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(begin);
            fewer.erase(first, first + static_cast<std::ptrdiff_t>(std::min(size, kept.size() - begin)));
            WHITTLE_TRY(const bool still, failsWith(fewer));
            if (still) kept = std::move(fewer);
            else begin += size;
            any = any || still;
        }
        if (kept.empty() || (size == 1 && !any)) return kept;
    }
}

class Search {
public:
    Search(Trials& trials, const CompilerParts& parts) : m_trials(trials), m_parts(parts) {}

    Result<CompilerCulprit> run() {
        m_found.knowsPasses = !m_parts.passes.empty();
        m_found.knowsFusion = m_parts.fusion;
        WHITTLE_TRY_VOID(settings());
        if (m_parts.fusion) WHITTLE_TRY_VOID(fusion());
        if (!m_parts.passes.empty()) WHITTLE_TRY_VOID(passes());
        return std::move(m_found);
    }

private:
    Result<bool> fails(LeftOut out) {
        for (const std::string& words : m_found.plainSettings) out.plainer.push_back(words);
        ++m_found.runs;
        return m_trials.failsWithout(out);
    }

    // All at their plainest first: mostly none matters. Then those that do, each as plain as it can be. What is found here
    // holds for all questions after it, so that the answers hold together.
    Result<void> settings() {
        Names all;
        for (const CompilerSetting& setting : m_parts.settings) all.push_back(setting.back());
        if (all.empty()) return {};
        const auto plainestOfOthers = [&](const Names& kept) {
            Names plainer;
            for (const CompilerSetting& setting : m_parts.settings)
                if (std::ranges::find(kept, setting.back()) == kept.end()) plainer.push_back(setting.front());
            return plainer;
        };
        WHITTLE_TRY(const Names needed, neededOf(all, all.size(), [&](const Names& kept) { return fails({.passLimit = -1, .passes = {}, .fusion = false, .apart = {}, .plainer = plainestOfOthers(kept)}); }));
        m_found.plainSettings = plainestOfOthers(needed);
        for (const CompilerSetting& setting : m_parts.settings) {
            if (std::ranges::find(needed, setting.back()) == needed.end()) continue;
            std::size_t least = 1;
            for (; least + 1 < setting.size(); ++least) {
                WHITTLE_TRY(const bool enough, fails({.passLimit = -1, .passes = {}, .fusion = false, .apart = {}, .plainer = {setting[least]}}));
                if (enough) break;
            }
            m_found.neededSettings.push_back(setting[least]);
            if (least + 1 < setting.size()) m_between.push_back(setting[least]);
        }
        // They count from here on, and no sooner: each was asked about beside the others as they are.
        m_found.plainSettings.insert(m_found.plainSettings.end(), m_between.begin(), m_between.end());
        if (m_between.size() > 1) {
            WHITTLE_TRY(const bool together, fails({.passLimit = -1, .passes = {}}));
            if (!together) {
                m_found.plainSettings = plainestOfOthers(needed);
                m_found.neededSettings = needed;
                m_between.clear();
            }
        }
        return {};
    }

    Result<void> fusion() {
        WHITTLE_TRY(const bool unfused, fails({.passLimit = -1, .passes = {}, .fusion = true}));
        m_found.needsFusion = !unfused;
        if (unfused) return {};
        Names nodes;
        for (const Node& node : m_trials.best().nodes()) nodes.push_back(node.name);
        WHITTLE_TRY(m_found.fused, neededOf(nodes, nodes.size() / 2, [&](const Names& kept) { return fails({.passLimit = -1, .passes = {}, .fusion = false, .apart = others(nodes, kept)}); }));
        return {};
    }

    Result<void> passes() {
        const Names& all = m_parts.passes;
        WHITTLE_TRY(const bool bare, fails({.passLimit = 0, .passes = {}}));
        if (bare) return {};
        std::size_t good = 0, bad = all.size();
        while (bad - good > 1) {
            const std::size_t middle = good + (bad - good) / 2;
            WHITTLE_TRY(const bool failed, fails({.passLimit = static_cast<int>(middle), .passes = {}}));
            (failed ? bad : good) = middle;
        }
        m_found.firstBadPass = all[bad - 1];
        const auto failsWith = [&](const Names& kept) { return fails({.passLimit = -1, .passes = others(all, kept)}); };
        const Names alone{m_found.firstBadPass};
        WHITTLE_TRY(const bool isEnough, failsWith(alone));
        m_found.neededPasses = alone;
        if (isEnough) return {};
        const Names upTo(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(bad));
        WHITTLE_TRY(m_found.neededPasses, neededOf(upTo, upTo.size() / 2, failsWith));
        return {};
    }

    Trials& m_trials;
    const CompilerParts& m_parts;
    CompilerCulprit m_found;
    Names m_between;  // words of settings that are neither the plainest nor what is
};

}  // namespace

Result<std::optional<CompilerCulprit>> searchCompiler(Trials& trials, const CompilerParts& parts) {
    if (parts.passes.empty() && !parts.fusion && parts.settings.empty()) return std::nullopt;
    WHITTLE_TRY(CompilerCulprit found, Search(trials, parts).run());
    return found;
}

namespace {

// "no gemm kernels", "no onednn kernels" -> "no gemm, onednn kernels"
Names grouped(const Names& words) {
    Names out;
    std::string begin, end;
    for (const std::string& one : words) {
        const std::size_t first = one.find(' '), last = one.rfind(' ');
        const bool isThree = first != one.npos && last > first && one.find(' ', first + 1) == last;
        const std::string head = isThree ? one.substr(0, first) : std::string(), tail = isThree ? one.substr(last) : std::string();
        if (isThree && head == begin && tail == end) {
            std::string& group = out.back();
            group.insert(group.size() - tail.size(), ", " + one.substr(first + 1, last - first - 1));
        } else {
            out.push_back(one);
        }
        begin = head;
        end = tail;
    }
    return out;
}

}  // namespace

std::string CompilerCulprit::text() const {
    std::string text;
    const auto add = [&](const std::string& words) { text += (text.empty() ? "" : "; ") + words; };
    if (knowsPasses) {
        std::string words = firstBadPass.empty() ? "it fails without any pass" : fmt::format("the first bad pass is {}", firstBadPass);
        if (neededPasses.size() > 1) words += fmt::format(", which takes {}", fmt::join(neededPasses, ", "));
        add(words);
    }
    if (knowsFusion && !needsFusion) add("fusion has no part in it");
    if (knowsFusion && needsFusion) {
        if (fused.empty()) add("it does not fail without fusion");
        else if (fused.size() == 1) add(fmt::format("it fails only when what {} is made of is fused", fused.front()));
        else add(fmt::format("it fails only when {} are fused", fmt::join(fused, ", ")));
    }
    if (!neededSettings.empty()) add(fmt::format("it takes {}", fmt::join(neededSettings, ", ")));
    const Names plain = others(plainSettings, neededSettings);
    if (!plain.empty()) add(fmt::format("it fails with {} too", fmt::join(grouped(plain), ", ")));
    return text;
}

}  // namespace whittle
