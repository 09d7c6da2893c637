#include "engine/capture/guard_set.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

#include "engine/base/median.h"

namespace whittle {
namespace {

// "L['self']" of "L['self'].scale": what is looked at together.
std::string_view baseOf(const Source& source) { return std::string_view(source.text).substr(0, source.text.find(']') + 1); }

// PyTorch sorts guards by where the value comes from, then by the length of its name, then by the name; what belongs to one object stands
// as it was declared.
auto orderOf(const Source& source) {
    const std::string_view base = baseOf(source);
    return std::tuple(base.starts_with("G["), base.size(), base, source.root, source.text.size(), std::string_view(source.text));
}

// "L['xs'][0][1]" in "L['xs'][0]", and each in itself.
bool isWithin(std::string_view inner, std::string_view outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '[' || inner[outer.size()] == '.');
}

bool isRootGuard(GuardKind kind) { return kind == GuardKind::DefaultDevice || kind == GuardKind::GlobalState; }

const TensorArg* tensorAt(const Source& source, std::span<const CallValue> values) {
    const CallValue* value = source.in(values);
    return value ? value->tensor() : nullptr;
}

}  // namespace

GuardSet::GuardSet(std::vector<Guard> guards, std::vector<ShapeGuard> conditions, std::vector<SizeSource> sizes) : m_guards(std::move(guards)) {
    std::ranges::stable_sort(m_guards, [](const Guard& a, const Guard& b) {
        const bool rootA = isRootGuard(a.kind), rootB = isRootGuard(b.kind);
        if (rootA || rootB) return std::tuple(!rootA, static_cast<int>(a.kind)) < std::tuple(!rootB, static_cast<int>(b.kind));
        return orderOf(a.source) < orderOf(b.source);
    });
    for (std::size_t i = 0; i < m_guards.size(); ++i) place(i);
    m_firstCondition = m_guards.size();
    std::set<std::string, std::less<>> read;
    for (const ShapeGuard& guard : conditions) read.merge(guard.condition.symbols());
    for (SizeSource& size : sizes)  // as they were recorded: one value after the other
        if (read.contains(size.name)) m_sizes.push_back(std::move(size));
    const auto slotOf = [&](std::string_view name) { return static_cast<int>(std::ranges::find(m_sizes, name, &SizeSource::name) - m_sizes.begin()); };
    for (ShapeGuard& guard : conditions) {
        m_conditions.push_back({guard.condition.relation, SizeProgram(guard.condition.left, slotOf), SizeProgram(guard.condition.right, slotOf)});
        m_guards.push_back({.kind = GuardKind::ShapeEnv, .source = {}, .text = std::move(guard.text), .want = std::move(guard.condition), .cause = std::move(guard.cause), .node = guard.node});
    }
    for (const Guard& guard : m_guards) m_checks.push_back(checkOf(guard.kind));
    m_failures.resize(m_guards.size());
    m_loaded.resize(m_sizes.size());
}

// Guards come sorted: those of a value before those of what is inside of it.
void GuardSet::place(std::size_t guard) {
    const Source& source = m_guards[guard].source;
    Branch* at = &m_root;
    const auto enter = [&](std::string_view name) {
        auto found = std::ranges::find_if(at->inside, [&](const Branch& branch) { return isWithin(name, branch.name); });
        if (found == at->inside.end()) found = at->inside.insert(found, {.name = std::string(name), .guards = {}, .inside = {}});
        at = &*found;
    };
    if (!isRootGuard(m_guards[guard].kind)) {
        if (source.text.starts_with("G[")) enter("G");
        enter(baseOf(source));
        while (at->name != source.text) enter(source.text);
    }
    at->guards.push_back(guard);
}

bool GuardSet::loadSizes(const GuardedCall& call, std::span<std::int64_t> sizes) const {
    const Source* before = nullptr;
    const TensorArg* tensor = nullptr;
    for (std::size_t i = 0; i < m_sizes.size(); ++i) {
        const SizeSource& size = m_sizes[i];
        if (size.part == SizeSource::Part::Value) {
            const auto value = size.in(call.values);
            if (!value) return false;
            sizes[i] = *value;
            continue;
        }
        const bool same = before && before->root == size.source.root && before->steps == size.source.steps;
        if (!same) tensor = tensorAt(size.source, call.values);
        before = &size.source;
        if (!tensor || size.dim >= static_cast<int>(tensor->sizes.size())) return false;
        sizes[i] = (size.part == SizeSource::Part::Size ? tensor->sizes : tensor->strides)[static_cast<std::size_t>(size.dim)];
    }
    return true;
}

bool GuardSet::conditionHolds(std::size_t index, std::span<const std::int64_t> sizes) const {
    const Condition& condition = m_conditions[index];
    const auto left = condition.left.run(sizes), right = condition.right.run(sizes);
    return left && right && whittle::holds(condition.relation, *left, *right);
}

bool GuardSet::checkBranch(Branch& branch, const GuardedCall& call) {
    for (const std::size_t guard : branch.guards)
        if (!holds(guard, call)) return ++m_failures[guard], ++branch.failures, false;
    for (Branch& inner : branch.inside) {
        if (checkBranch(inner, call)) continue;
        ++branch.failures;
        // What fails often is asked early, once something was asked in vain before it.
        if (&inner != &branch.inside.front()) std::ranges::stable_sort(branch.inside, std::greater{}, &Branch::failures);
        return false;
    }
    return true;
}

bool GuardSet::check(const GuardedCall& call) {
    if (!checkBranch(m_root, call)) return false;
    if (m_conditions.empty()) return true;
    if (!loadSizes(call, m_loaded)) return false;
    for (std::size_t i = 0; i < m_conditions.size(); ++i)
        if (!conditionHolds(i, m_loaded)) return ++m_failures[m_firstCondition + i], false;
    return true;
}

bool GuardSet::checkOnly(std::span<const std::size_t> chosen, const GuardedCall& call) const {
    std::vector<std::int64_t> loaded(m_sizes.size());
    const bool known = loadSizes(call, loaded);
    return std::ranges::all_of(chosen, [&](std::size_t guard) {
        return guard < m_firstCondition ? holds(guard, call) : known && conditionHolds(guard - m_firstCondition, loaded);
    });
}

GuardFailure GuardSet::conditionFailure(std::size_t condition, std::span<const std::int64_t> sizes) const {
    const Guard& guard = m_guards[m_firstCondition + condition];
    GuardFailure out{&guard, guard.text, {}, {}, m_firstCondition + condition};
    std::vector<std::string> seen;
    for (const std::string& name : std::get<SymCondition>(guard.want).symbols()) {
        const auto size = std::ranges::find(m_sizes, name, &SizeSource::name);
        seen.push_back(fmt::format("{} = {}", name, sizes[static_cast<std::size_t>(size - m_sizes.begin())]));
        if (out.source.empty()) out.source = size->source.text;
    }
    out.seen = fmt::format("{}", fmt::join(seen, ", "));
    return out;
}

std::vector<GuardFailure> GuardSet::failures(const GuardedCall& call) const {
    std::vector<GuardFailure> out;
    const auto ask = [&](std::size_t index) {
        const Guard& guard = m_guards[index];
        if (auto reason = whyNot(guard, call)) out.push_back({&guard, *std::move(reason), seenBy(guard, call), guard.source.text, index});
    };
    const auto askAll = [&](const auto& self, const Branch& branch) -> void {
        for (const std::size_t guard : branch.guards) ask(guard);
        for (const Branch& inner : branch.inside) self(self, inner);
    };
    askAll(askAll, m_root);
    std::vector<std::int64_t> loaded(m_sizes.size());
    const bool known = loadSizes(call, loaded);
    // Sizes that the call does not have: a guard of their tensor has failed already, and says it better.
    for (std::size_t i = 0; i < m_conditions.size() && (known || out.empty()); ++i)
        if (!known || !conditionHolds(i, loaded)) out.push_back(conditionFailure(i, loaded));
    return out;
}

std::vector<GuardPlace> GuardSet::tree() const {
    std::vector<GuardPlace> out;
    const auto add = [&](const auto& self, const Branch& branch, int parent) -> void {
        if (!branch.name.empty()) {
            out.push_back({.parent = parent, .value = branch.name, .guard = {}});
            parent = static_cast<int>(out.size()) - 1;
        }
        for (const std::size_t guard : branch.guards) out.push_back({.parent = parent, .value = {}, .guard = guard});
        for (const Branch& inner : branch.inside) self(self, inner, parent);
    };
    add(add, m_root, -1);
    for (std::size_t i = m_firstCondition; i < m_guards.size(); ++i) out.push_back({.parent = -1, .value = {}, .guard = i});
    return out;
}

std::vector<std::optional<double>> GuardSet::nanoseconds(const GuardedCall& call) const {
    constexpr int kSamples = 15, kChecks = 32;  // the clock itself takes 20 ns: many checks between two looks at it
    const auto timed = [&](const auto& check) -> std::optional<double> {
        std::vector<double> samples;
        for (int i = 0; i < kSamples; ++i) {
            const auto start = std::chrono::steady_clock::now();
            for (int k = 0; k < kChecks; ++k)
                if (!check()) return std::nullopt;
            samples.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() / kChecks);
        }
        return median(std::move(samples));
    };
    std::vector<std::optional<double>> out;
    for (std::size_t i = 0; i < m_firstCondition; ++i) out.push_back(timed([&] { return holds(i, call); }));
    std::vector<std::int64_t> loaded(m_sizes.size());
    const auto loading = timed([&] { return loadSizes(call, loaded); });
    for (std::size_t i = 0; i < m_conditions.size(); ++i) {
        out.push_back(loading ? timed([&] { return conditionHolds(i, loaded); }) : std::nullopt);
        if (out.back()) *out.back() += *loading / static_cast<double>(m_conditions.size());
    }
    return out;
}

std::optional<GuardFailure> GuardSet::firstFailure(const GuardedCall& call) const {
    auto all = failures(call);
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

}  // namespace whittle
