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

// Leaves out runs of passes, half of them, a quarter, ... one by one, until none can go: most passes have nothing to do with it.
Result<Names> neededOf(const Names& all, Names kept, const auto& fails) {
    for (std::size_t size = std::max<std::size_t>(1, kept.size() / 2);; size = std::max<std::size_t>(1, size / 2)) {
        bool any = false;
        for (std::size_t begin = 0; begin < kept.size();) {
            Names fewer = kept;
            const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(begin);
            fewer.erase(first, first + static_cast<std::ptrdiff_t>(std::min(size, kept.size() - begin)));
            WHITTLE_TRY(const bool still, fails(LeftOut{.passLimit = -1, .passes = others(all, fewer)}));
            if (still) kept = std::move(fewer);
            else begin += size;
            any = any || still;
        }
        if (size == 1 && !any) return kept;
    }
}

}  // namespace

Result<std::optional<CompilerCulprit>> searchCompiler(Trials& trials, const CompilerParts& parts) {
    std::optional<CompilerCulprit> found;
    if (parts.passes.empty() && !parts.fusion) return found;
    found.emplace();
    const auto fails = [&](const LeftOut& out) {
        ++found->runs;
        return trials.failsWithout(out);
    };
    if (parts.fusion) {
        WHITTLE_TRY(const bool unfused, fails(LeftOut{.passLimit = -1, .passes = {}, .fusion = true}));
        found->needsFusion = !unfused;
    }
    if (parts.passes.empty()) return found;
    WHITTLE_TRY(const bool bare, fails(LeftOut{.passLimit = 0, .passes = {}}));
    if (bare) return found;
    std::size_t good = 0, bad = parts.passes.size();
    while (bad - good > 1) {
        const std::size_t middle = good + (bad - good) / 2;
        WHITTLE_TRY(const bool failed, fails(LeftOut{.passLimit = static_cast<int>(middle), .passes = {}}));
        (failed ? bad : good) = middle;
    }
    found->firstBadPass = parts.passes[bad - 1];
    const Names alone{found->firstBadPass};
    WHITTLE_TRY(const bool isEnough, fails(LeftOut{.passLimit = -1, .passes = others(parts.passes, alone)}));
    if (isEnough) {
        found->neededPasses = alone;
        return found;
    }
    const Names upTo(parts.passes.begin(), parts.passes.begin() + static_cast<std::ptrdiff_t>(bad));
    WHITTLE_TRY(found->neededPasses, neededOf(parts.passes, upTo, fails));
    return found;
}

std::string CompilerCulprit::text() const {
    std::string text = firstBadPass.empty() ? "it fails without any pass" : fmt::format("the first bad pass is {}", firstBadPass);
    if (neededPasses.size() > 1) text += fmt::format(", which takes {}", fmt::join(neededPasses, ", "));
    return text + (needsFusion ? "; it does not fail without fusion" : "; fusion has no part in it");
}

}  // namespace whittle
