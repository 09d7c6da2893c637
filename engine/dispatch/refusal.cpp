#include "engine/dispatch/refusal.h"

#include <algorithm>

#include <fmt/ranges.h>

namespace whittle {
namespace {

struct Miss {
    const CacheEntry* entry;
    std::vector<GuardFailure> failures;  // empty: guards hold, but the backend or an option differs
};

// Dimensions of which a guard wants another size, and nothing else; none where marking them dynamic would not help: 0 and 1 are never symbols, sizes of parameters neither.
std::vector<std::size_t> markable(const Guard& guard, const GuardedCall& call) {
    const auto* want = std::get_if<TensorMatch>(&guard.want);
    const CallValue* value = want ? guard.source.in(call.values) : nullptr;
    const TensorArg* have = value ? value->tensor() : nullptr;
    if (!have || want->isParameter || have->isParameter || have->sizes.size() != want->sizes.size()) return {};
    std::vector<std::size_t> out;
    TensorMatch other = *want;  // what it would want of this call's sizes
    for (std::size_t i = 0; i < want->sizes.size(); ++i) {
        if (want->sizes[i] == TensorMatch::kAny || want->sizes[i] == have->sizes[i]) continue;
        if (std::min(want->sizes[i], have->sizes[i]) < 2) return {};
        other.sizes[i] = TensorMatch::kAny;
        out.push_back(i);
    }
    if (have->strides == contiguousStrides(have->sizes)) other.strides.assign(other.strides.size(), TensorMatch::kAny);  // they follow from the sizes
    Guard rest = guard;
    rest.want = std::move(other);
    return whyNot(rest, call) ? std::vector<std::size_t>{} : out;
}

std::string nameOf(const FunctionSpec& spec, const Source& source) {
    const auto root = static_cast<std::size_t>(source.root);
    return source.steps.empty() && root < spec.parameters.size() ? spec.parameters[root] : source.text;
}

std::string fixOf(const FunctionSpec& spec, const Miss& nearest, const GuardedCall& call) {
    std::vector<std::string> marks;
    for (const GuardFailure& failure : nearest.failures) {
        const std::vector<std::size_t> dims = markable(*failure.guard, call);
        if (dims.empty()) return "call it once under default with such arguments";
        for (const std::size_t dim : dims) marks.push_back(fmt::format("dim {} of {}", dim, nameOf(spec, failure.guard->source)));
    }
    if (marks.empty()) return "call it once under default with the same backend and options";
    return fmt::format("mark {} dynamic before the first call, or call it once under default with such arguments", fmt::join(marks, ", "));
}

std::string missText(const Miss& miss) {
    if (miss.failures.empty()) return fmt::format("entry {}: guards hold, but it was made with another backend or other options", miss.entry->id.text());
    const GuardFailure& first = miss.failures.front();
    const OriginRef& cause = first.guard->cause;
    const std::string line = !cause || cause->where().empty() ? std::string() : fmt::format("   asked at {}{}{}", cause->where(), cause->code.empty() ? "" : ": ", cause->code);
    return fmt::format("entry {}: {}{}{}", miss.entry->id.text(), first.reason, first.seen.empty() ? std::string() : fmt::format("   (saw {})", first.seen), line);
}

}  // namespace

// PyTorch's words, up to "stance is 'fail_on_recompile'"; it does not say the rest.
Error refusal(const FunctionSpec& spec, std::span<const std::shared_ptr<CacheEntry>> entries, const GuardedCall& call) {
    std::string text = fmt::format("Detected recompile when torch.compile stance is 'fail_on_recompile' (function {}{}).", spec.name, spec.where.empty() ? "" : ", " + spec.where);
    std::vector<Miss> misses;
    for (const auto& entry : entries) misses.push_back({entry.get(), entry->guards.failures(call)});
    std::ranges::stable_sort(misses, {}, [](const Miss& miss) { return miss.failures.size(); });
    if (misses.empty()) return {Code::Run, text + " Nothing was compiled before: call it once under another stance first.", {}};
    for (const Miss& miss : misses) text += fmt::format("\n  {}{}", &miss == &misses.front() ? "nearest is " : "", missText(miss));
    return {Code::Run, fmt::format("{}\n  to let it through, {}", text, fixOf(spec, misses.front(), call)), {}};
}

}  // namespace whittle
