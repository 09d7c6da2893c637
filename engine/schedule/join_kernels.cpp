#include "engine/schedule/join_kernels.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "engine/loops/lanes.h"
#include "engine/loops/stores.h"
#include "engine/schedule/kernel_cost.h"
#include "engine/schedule/limits.h"
#include "engine/schedule/split_reduction.h"

namespace whittle {
namespace {

constexpr double kOperationsPerByte = 3;   // what a core computes in lanes while it waits for a byte of memory
constexpr std::size_t kMaxCandidates = 8;  // kernels that one is tried with: each try lowers both again
constexpr std::size_t kMaxBetween = 4;     // kernels between two that may come along
constexpr double kShortLoop = 16;          // fewer neighbours than this leave lanes idle

class Joiner {
public:
    Joiner(const Graph& graph, std::vector<StepDraft> steps, const std::function<bool(const Node&)>& apart, const std::function<void(Decision)>& decide)
        : m_graph(graph), m_uses(graph), m_steps(std::move(steps)), m_apart(apart), m_decide(decide), m_costs(m_steps.size()), m_alive(m_steps.size(), true),
          m_after(m_steps.size()) {
        int lastEager = -1;
        for (int i = 0; i < count(); ++i) {
            const Step& step = at(i).step;
            for (const ValueId id : step.outputs) m_producer[id] = i;
            for (const ValueId id : step.inputs) m_readers[id].push_back(i);
            if (i > 0 && at(i - 1).step.unfinished) follows(i - 1, i);
            if (step.kind != Step::Kind::Eager) continue;
            if (lastEager >= 0) follows(lastEager, i);
            lastEager = i;
        }
    }

    Result<std::vector<StepDraft>> run(const CancelToken& cancel) {
        for (int i = 0; i < count(); ++i) {
            WHITTLE_TRY_VOID(cancel.check());
            if (!joinable(i)) continue;
            std::set<int> refused;
            for (bool joined = true; joined;) {
                joined = false;
                for (const int other : candidates(i)) {
                    if (refused.contains(other)) continue;
                    WHITTLE_TRY(joined, join(other, i));
                    if (joined) break;
                    refused.insert(other);
                }
                if (joined) refused.clear();
            }
        }
        return inOrder();
    }

private:
    int count() const { return static_cast<int>(m_steps.size()); }
    const StepDraft& at(int i) const { return m_steps[static_cast<std::size_t>(i)]; }
    bool alive(int i) const { return m_alive[static_cast<std::size_t>(i)]; }
    void follows(int first, int second) { m_after[static_cast<std::size_t>(first)].push_back(second); }
    const SymSizes& sizes(ValueId id) const { return asTensorType(m_graph.type(id))->sizes; }
    const KernelCost& cost(int i) {
        std::optional<KernelCost>& known = m_costs[static_cast<std::size_t>(i)];
        if (!known) known = costOf(*at(i).step.kernel, m_graph);
        return *known;
    }

    bool joinable(int i) {
        if (!alive(i) || !at(i).plan) return false;
        if (m_apart && std::ranges::any_of(at(i).step.nodes, [this](NodeId id) { return m_apart(m_graph.node(id)); })) return false;
        const LoopKernel& kernel = *at(i).step.kernel;
        return std::ranges::none_of(kernel.exprs.all(), [](const LoopExpr& expr) { return expr.op == LoopOp::Scan; }) && !isSplit(kernel);
    }

    // --- what depends on what ---

    template <class F>
    void eachSuccessor(int i, F&& f) const {
        for (const ValueId id : at(i).step.outputs)
            if (m_producer.at(id) == i)
                if (const auto readers = m_readers.find(id); readers != m_readers.end())
                    for (const int reader : readers->second)
                        if (alive(reader) && reader != i) f(reader);
        for (const int next : m_after[static_cast<std::size_t>(i)]) f(next);
    }

    // Steps that come after the first and before the second, whatever the order.
    std::vector<int> between(int first, int second) const {
        std::unordered_map<int, bool> leads;
        std::vector<int> out;
        const auto visit = [&](const auto& self, int i) -> bool {
            if (i == second) return true;
            if (const auto known = leads.find(i); known != leads.end()) return known->second;
            leads[i] = false;
            bool any = false;
            // Nothing that comes later leads back: joined kernels stand where their last one stood.
            if (i < std::max(first, second)) eachSuccessor(i, [&](int next) { any |= self(self, next); });
            leads[i] = any;
            if (any) out.push_back(i);
            return any;
        };
        eachSuccessor(first, [&](int next) { visit(visit, next); });
        return out;
    }

    // Producers of what it reads, then other readers of that; the latest first.
    std::vector<int> candidates(int i) {
        std::set<int, std::greater<>> producers, siblings;
        for (const ValueId id : at(i).step.inputs) {
            if (const auto producer = m_producer.find(id); producer != m_producer.end() && producer->second != i && joinable(producer->second)) producers.insert(producer->second);
            for (const int reader : m_readers[id])
                if (reader < i && joinable(reader)) siblings.insert(reader);
        }
        std::vector<int> out(producers.begin(), producers.end());
        for (const int sibling : siblings)
            if (!producers.contains(sibling)) out.push_back(sibling);
        if (out.size() > kMaxCandidates) out.resize(kMaxCandidates);
        return out;
    }

    bool reads(int second, int first) const {
        const std::vector<ValueId>& inputs = at(second).step.inputs;
        return std::ranges::any_of(at(first).step.outputs, [&](ValueId id) { return std::ranges::find(inputs, id) != inputs.end(); });
    }

    // --- joining ---

    Result<bool> join(int first, int second) {
        std::set<int> all{first, second};
        for (const int i : between(first, second)) all.insert(i);
        // The second may be joined with what came before the first.
        for (const int i : between(second, first)) all.insert(i);
        std::string refusal;
        if (all.size() > 2 + kMaxBetween) refusal = fmt::format("{} steps come between", all.size() - 2);
        for (const int i : all)
            if (refusal.empty() && !joinable(i)) refusal = fmt::format("{} comes between", m_graph.node(at(i).step.nodes.back()).name);
        if (refusal.empty()) {
            WHITTLE_TRY(refusal, tryJoin(all));
        }
        if (refusal.empty()) return true;
        if (reads(second, first)) tell({first, second}, false, "not fused: " + refusal);
        return false;
    }

    void tell(const std::set<int>& all, bool accepted, std::string reason) {
        std::vector<std::string> names;
        for (const int i : all) names.push_back(m_graph.node(at(i).step.nodes.back()).name);
        m_decide({"fuse-outputs", std::move(names), accepted, std::move(reason)});
    }

    bool isReadOutside(ValueId id, const std::set<int>& all) {
        return m_uses.isOutput(id) || std::ranges::any_of(m_readers[id], [&](int reader) { return alive(reader) && !all.contains(reader); });
    }

    // Why not, or nothing when they are one now.
    Result<std::string> tryJoin(const std::set<int>& all) {
        KernelPlan plan;
        plan.order = at(*all.begin()).plan->order;
        plan.ranges = at(*all.begin()).plan->ranges;
        std::set<int> nodes;
        std::vector<ValueId> roots;
        int checking = 0;
        for (const int i : all) {
            const StepDraft& draft = at(i);
            for (const NodeId id : draft.step.nodes) nodes.insert(m_graph.position(id));
            roots.insert(roots.end(), draft.step.outputs.begin(), draft.step.outputs.end());
            plan.inlined.insert(draft.plan->inlined.begin(), draft.plan->inlined.end());
            plan.inlined.insert(draft.step.outputs.begin(), draft.step.outputs.end());
            checking += !draft.step.kernel->checks.empty();
        }
        if (nodes.size() > kMaxMembers) return fmt::format("the kernel would hold {} nodes (limit {})", nodes.size(), kMaxMembers);
        if (checking > 1) return std::string("both check elements, which is told in order");
        std::vector<ValueId> stored;
        for (const ValueId id : roots)
            if (isReadOutside(id, all)) stored.push_back(id);
        // Else an element that nobody reads would not be checked.
        for (const int i : all)
            if (!at(i).step.kernel->checks.empty() && std::ranges::any_of(at(i).step.outputs, [&](ValueId id) { return std::ranges::find(stored, id) == stored.end(); }))
                return std::string("it checks every element, and its reader may not read them all");
        const auto largest = std::ranges::find_if(stored.rbegin(), stored.rend(), [&](ValueId whole) {
            return std::ranges::all_of(stored, [&](ValueId id) { return fitsInto(sizes(id), sizes(whole)); });
        });
        if (largest == stored.rend()) return std::string("they walk different sizes");
        plan.root = *largest;
        if (stored.size() > 1 && std::ranges::any_of(sizes(plan.root), [](const SymInt& size) { return size.is(0); })) return std::string("there is nothing to compute");
        for (const ValueId id : stored)
            if (id != plan.root) plan.also.push_back(id);
        Result<LoweredKernel> kernel = lowerKernel(m_graph, plan);
        if (!kernel && kernel.error().code == Code::Unsupported) return kernel.error().message;
        if (!kernel) return std::unexpected(std::move(kernel).error());
        if (std::string reason = whyNot(kernel->kernel, all); !reason.empty()) return reason;
        replace(all, std::move(plan), nodes, std::move(stored), *std::move(kernel));
        return std::string();
    }

    double traced(const SymInt& size) const { return asTraced(size, m_graph); }

    static bool storesSideBySide(const LoopKernel& kernel) {
        if (kernel.ranges.empty()) return false;
        const std::vector<std::size_t> levels = storeLevels(kernel, placeExprs(kernel));
        const LaneBlock lanes{kernel.ranges.back().name, 4};
        for (std::size_t i = 0; i < levels.size(); ++i) {
            if (levels[i] < kernel.ranges.size()) continue;
            const auto stride = laneStride(kernel.stores[i].offset, lanes);
            if (!stride || !stride->is(1)) return false;
        }
        return true;
    }

    std::string whyNot(const LoopKernel& joined, const std::set<int>& all) {
        // A result that lacks a dimension in the middle of the others' is one element for all steps along it.
        if (std::ranges::any_of(joined.stores, [&](const LoopStore& store) { return !whyShared(joined, store).empty(); })) return "several steps would store the same element";
        SymInt read(0), written(0);
        double operations = 0, steps = traced(joined.parallelExtent());
        bool apart = false, shorter = false;
        double fewest = steps;
        for (const int i : all) {
            const LoopKernel& kernel = *at(i).step.kernel;
            read = read + cost(i).read;
            written = written + cost(i).written;
            operations += cost(i).operations;
            fewest = i == *all.begin() ? traced(kernel.parallelExtent()) : std::min(fewest, traced(kernel.parallelExtent()));
            apart |= storesSideBySide(kernel) && !storesSideBySide(joined);
            if (!kernel.ranges.empty() && !joined.ranges.empty()) {
                const double now = traced(joined.ranges.back().extent);
                shorter |= now < kShortLoop && traced(kernel.ranges.back().extent) >= 4 * now;
            }
        }
        if (apart) return "the elements of its outputs would no longer lie side by side";
        if (shorter) return fmt::format("rows of {} elements would leave the lanes of a register idle", joined.ranges.back().extent.text());
        if (steps < fewest) return fmt::format("{} steps would run in parallel instead of {}", joined.parallelExtent().text(), fewest);
        const KernelCost now = costOf(joined, m_graph);
        const SymInt saved = read + written - now.bytes();
        const double more = now.operations - operations, bytes = traced(saved);
        if (bytes <= 0)
            return traced(now.read) > traced(read) ? fmt::format("would read {:.1f}x the bytes ({} instead of {})", traced(now.read) / std::max(traced(read), 1.0),
                                                                  bytesText(now.read, m_graph), bytesText(read, m_graph))
                                                   : "nothing would be saved";
        if (more > kOperationsPerByte * bytes)
            return fmt::format("would compute {:.1f}x as much to save {}", now.operations / std::max(operations, 1.0), bytesText(saved, m_graph));
        std::vector<std::string> parts;
        if (const SymInt less = read - now.read; traced(less) > 0) parts.push_back("reading " + bytesText(less, m_graph));
        if (const SymInt less = written - now.written; traced(less) > 0) parts.push_back("writing " + bytesText(less, m_graph));
        tell(all, true, fmt::format("fused: saves {}", fmt::join(parts, " and ")));
        return {};
    }

    void replace(const std::set<int>& all, KernelPlan plan, const std::set<int>& nodes, std::vector<ValueId> stored, LoweredKernel lowered) {
        const int slot = *all.rbegin();
        for (const int i : all) m_alive[static_cast<std::size_t>(i)] = i == slot;
        for (const int i : all)
            for (const ValueId id : at(i).step.outputs) m_producer.erase(id);
        for (auto& [value, readers] : m_readers) std::erase_if(readers, [&](int reader) { return all.contains(reader); });
        StepDraft& draft = m_steps[static_cast<std::size_t>(slot)];
        draft.step = {.kind = Step::Kind::Loops, .nodes = {}, .outputs = std::move(stored)};
        for (const int position : nodes) draft.step.nodes.push_back(m_graph.nodes()[static_cast<std::size_t>(position)].id);
        for (const LoopBuffer& buffer : lowered.kernel.buffers)
            if (buffer.role == LoopBuffer::Role::Input) draft.step.inputs.push_back(buffer.value);
        for (const ValueId id : draft.step.outputs) m_producer[id] = slot;
        for (const ValueId id : draft.step.inputs) m_readers[id].push_back(slot);
        draft.step.kernel = std::move(lowered.kernel);
        draft.step.schedule = std::move(lowered.schedule);
        draft.plan = std::move(plan);
        m_costs[static_cast<std::size_t>(slot)].reset();
    }

    // --- the order ---

    Result<std::vector<StepDraft>> inOrder() {
        std::vector<std::vector<int>> before(m_steps.size());
        for (int i = 0; i < count(); ++i)
            for (const int next : m_after[static_cast<std::size_t>(i)]) before[static_cast<std::size_t>(next)].push_back(i);
        std::vector<bool> placed(m_steps.size(), false);
        std::vector<StepDraft> out;
        const auto place = [&](const auto& self, int i) -> void {
            if (placed[static_cast<std::size_t>(i)] || !alive(i)) return;
            placed[static_cast<std::size_t>(i)] = true;
            // What writes into a result comes right after it, so what that reads is there before both.
            const bool unfinished = at(i).step.unfinished;
            for (int part = i; part <= i + unfinished; ++part) {
                for (const int first : before[static_cast<std::size_t>(part)]) self(self, first);
                for (const ValueId id : at(part).step.inputs)
                    if (const auto producer = m_producer.find(id); producer != m_producer.end() && producer->second != i + unfinished) self(self, producer->second);
            }
            out.push_back(std::move(m_steps[static_cast<std::size_t>(i)]));
            if (unfinished) self(self, i + 1);
        };
        for (int i = 0; i < count(); ++i) place(place, i);
        std::unordered_set<ValueId> there;
        for (const StepDraft& draft : out) {
            for (const ValueId id : draft.step.inputs)
                if (m_producer.contains(id) && !there.contains(id)) return fail(Code::Internal, "%{} is read before it is computed: joined kernels wait for each other", m_graph.value(id).name);
            there.insert(draft.step.outputs.begin(), draft.step.outputs.end());
        }
        return out;
    }

    const Graph& m_graph;
    UseMap m_uses;
    std::vector<StepDraft> m_steps;
    const std::function<bool(const Node&)>& m_apart;
    const std::function<void(Decision)>& m_decide;
    std::vector<std::optional<KernelCost>> m_costs;
    std::vector<bool> m_alive;
    std::vector<std::vector<int>> m_after;  // what must come later though it reads nothing of it
    std::unordered_map<ValueId, int> m_producer;
    std::unordered_map<ValueId, std::vector<int>> m_readers;
};

}  // namespace

Result<std::vector<StepDraft>> joinKernels(const Graph& graph, std::vector<StepDraft> steps, const std::function<bool(const Node&)>& apart,
                                           const std::function<void(Decision)>& decide, const CancelToken& cancel) {
    return Joiner(graph, std::move(steps), apart, decide).run(cancel);
}

}  // namespace whittle
