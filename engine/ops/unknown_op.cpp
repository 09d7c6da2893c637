#include "engine/ops/unknown_op.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/ranges.h>

#include "engine/base/spelling.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

constexpr std::size_t kShown = 5;
constexpr std::size_t kLongest = 64;  // names of files are longer than any operator's only on purpose

// "aten.add.Tensor" is space "aten", name "add", overload "Tensor".
struct Parts {
    std::string_view space, name;
};
Parts partsOf(std::string_view op) {
    const std::size_t first = op.find('.');
    if (first == op.npos) return {{}, op};
    return {op.substr(0, first), op.substr(first + 1, op.find('.', first + 1) - first - 1)};
}

// "conv" of conv_tbc and conv2d: what PyTorch's names of one family share.
std::string_view firstWord(std::string_view name) {
    name.remove_prefix(std::min(name.find_first_not_of('_'), name.size()));
    return name.substr(0, name.find_first_of("_0123456789"));
}

// Smaller is nearer; nothing: not alike.
std::optional<std::size_t> farness(std::string_view wanted, std::string_view known) {
    if (wanted == known) return 0;
    const std::size_t letters = editDistance(wanted, known);
    const bool sameStart = !wanted.empty() && !known.empty() && wanted[0] == known[0];  // else "odd" would be near "add"
    if (sameStart && letters <= std::max<std::size_t>(1, wanted.size() / 4)) return letters;
    const auto& [small, large] = std::minmax(wanted, known, [](auto a, auto b) { return a.size() < b.size(); });
    if (small.size() >= 4 && large.find(small) != large.npos) return 10 + letters;
    if (const std::string_view word = firstWord(wanted); word.size() >= 3 && word == firstWord(known)) return 100 + letters;
    return std::nullopt;
}

}  // namespace

std::vector<std::string_view> nearOps(std::string_view op) {
    struct Match {
        std::size_t far;
        std::string_view name;
    };
    std::vector<Match> found;
    const Parts wanted = partsOf(op);
    if (wanted.name.size() > kLongest) return {};
    for (const OpDef* def : allOps())
        if (const auto far = farness(wanted.name, partsOf(def->name).name)) found.push_back({*far, def->name});
    std::sort(found.begin(), found.end(), [](const Match& a, const Match& b) { return std::tie(a.far, a.name) < std::tie(b.far, b.name); });
    std::vector<std::string_view> out;
    for (const Match& match : found)
        if (out.size() < kShown) out.push_back(match.name);
    return out;
}

std::unexpected<Error> unknownOp(std::string_view op) {
    const std::string_view space = partsOf(op).space;
    const bool known = std::any_of(allOps().begin(), allOps().end(), [&](const OpDef* def) { return partsOf(def->name).space == space; });
    if (!known && !space.empty())
        return fail(Code::Unsupported, "operator {} is not supported: '{}' is an extension that Whittle does not know", op, space);
    std::vector<std::string> near;
    for (const std::string_view name : nearOps(op)) near.push_back(fmt::format("{} ({})", name, opFamily(name)));
    if (!near.empty()) return fail(Code::Unsupported, "operator {} is not supported; near it: {}", op, fmt::join(near, ", "));
    return fail(Code::Unsupported, "operator {} is not supported, nor is any with a name like it", op);
}

}  // namespace whittle
