#include "engine/schedule/schedule.h"

#include <algorithm>
#include <set>

#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "engine/schedule/join_kernels.h"
#include "engine/schedule/kernel_cost.h"
#include "engine/schedule/limits.h"
#include "engine/schedule/lowering.h"
#include "engine/schedule/split_reduction.h"
#include "engine/schedule/tail.h"

namespace whittle {
namespace {

// Whether the index falls while some loop variable grows, as flip's does. A tensor's strides cannot, so no view shows
// such elements.
bool runsBackwards(const SymInt& index, const IndexRanges& ranges) {
    return std::any_of(index.terms().begin(), index.terms().end(), [&](const SymInt::Term& term) {
        return term.coefficient < 0 && std::any_of(term.factors.begin(), term.factors.end(), [&](const auto& factor) {
                   return factor->fn == SymFn::Symbol && ranges.contains(factor->name);
               });
    });
}

constexpr int kCheap = 8;         // weight up to which recomputing an element beats storing and loading it
constexpr int kMaxViewDepth = 32; // views on views that are folded into one

std::size_t at(ValueId id) { return static_cast<std::size_t>(id.index()); }

// Everything decided about one value.
struct ValuePlan {
    std::optional<LoweringFacts> facts;  // set when a loop can compute it
    bool needed = false;                 // must be in memory
    bool inlined = false;                // is computed where it is read
    MemoryOrder order = MemoryOrder::RowMajor;  // in which it lies when it is in memory
    std::set<ValueId> readers;           // kernels (by root) that read it, through inlined values
    // Of a view, folded through other views: the first value that is none, and the offset of an element in it.
    ValueId base;
    SymInt offset;
    bool strided = false;                // the offset is a sum of stride * variable
    int depth = 0;
    ValueId root;                        // the kernel that computes it, itself unless inlined
    bool alike = false;                  // inlined along a path of equal sizes without reductions, up to the root
};

class Scheduler {
public:
    Scheduler(const Graph& graph, const ScheduleOptions& options)
        : m_graph(graph), m_options(options), m_uses(graph), m_plans(graph.valueIdBound()), m_members(graph.valueIdBound(), 0),
          m_names(loopNames(graph)), m_ranges(symbolRanges(graph)), m_values(graph.valueIdBound()) {}

    Result<Schedule> run() {
        for (const GraphInput& input : m_graph.inputs())
            if (const TensorType* type = asTensorType(m_graph.type(input.value)))
                for (const SymInt& size : type->sizes) m_inputSymbols.merge(size.symbols());
            else if (const NumberType* number = asNumberType(m_graph.type(input.value)))
                m_inputSymbols.merge(number->expr.symbols());
        for (const ValueId id : m_graph.outputValues()) plan(id).needed = true;
        for (const Node& node : m_graph.nodes()) {
            WHITTLE_TRY_VOID(m_options.cancel.check());
            WHITTLE_TRY_VOID(classify(node).context("{}", describeNode(node)));
        }
        for (const Node& node : m_graph.nodes())
            if (way(node) == Way::Library && !absorbTail(node)) absorb(node);
        const auto classified = static_cast<std::ptrdiff_t>(m_out.decisions.size());
        for (std::size_t i = m_graph.nodes().size(); i-- > 0;) place(m_graph.nodes()[i]);
        std::reverse(m_out.decisions.begin() + classified, m_out.decisions.end());  // in execution order
        for (const Node& node : m_graph.nodes()) {
            WHITTLE_TRY_VOID(m_options.cancel.check());
            WHITTLE_TRY_VOID(emit(node).context("{}", describeNode(node)));
        }
        if (m_options.fuse) {
            WHITTLE_TRY(m_drafts, joinKernels(m_graph, std::move(m_drafts), m_options.apart, [this](Decision one) { m_out.decisions.push_back(std::move(one)); }, m_options.cancel));
        }
        for (StepDraft& draft : m_drafts) finish(std::move(draft));
        m_out.values = m_values;
        return std::move(m_out);
    }

private:
    enum class Way { Loops, Library, Eager, Host, Epilogue };

    ValuePlan& plan(ValueId id) { return m_plans[at(id)]; }
    const TensorType* tensor(ValueId id) const { return asTensorType(m_graph.type(id)); }
    Way& way(const Node& node) { return m_way[node.id]; }

    void decide(std::string rule, const Node& node, bool accepted, std::string reason) {
        m_out.decisions.push_back({std::move(rule), {node.name}, accepted, std::move(reason)});
    }

    // --- first, forwards: who can compute the node -------------------------------------------------------

    // The run knows a size from the symbols; what depends on a tensor's elements it must read.
    bool hostKnows(const Node& node) const {
        return !node.outputs.empty() && std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId id) {
            const NumberType* number = asNumberType(m_graph.type(id));
            if (!number || number->kind != NumberType::Kind::Int) return false;
            const auto symbols = number->expr.symbols();
            return std::includes(m_inputSymbols.begin(), m_inputSymbols.end(), symbols.begin(), symbols.end());
        });
    }

    bool handlesNumbersOnly(const Node& node) const {
        if (hostKnows(node)) return true;
        const std::vector<ValueId> inputs = node.inputs();
        const auto isTensor = [&](ValueId id) { return tensor(id) != nullptr; };
        return std::none_of(inputs.begin(), inputs.end(), isTensor) && std::none_of(node.outputs.begin(), node.outputs.end(), isTensor);
    }

    Result<void> classify(const Node& node) {
        way(node) = Way::Eager;
        if (m_options.opaque && m_options.opaque(node)) return {};
        if (handlesNumbersOnly(node)) {
            way(node) = Way::Host;
            return {};
        }
        LibraryClaim claim;
        if (m_options.library) claim = m_options.library(node);
        if (!claim.rule.empty()) decide(claim.rule, node, claim.accepted, claim.reason);
        if (claim.accepted) {
            way(node) = Way::Library;
            for (const ValueId output : node.outputs) plan(output).order = claim.order;
            return {};
        }
        const OpDef* op = findOp(node.op);
        if (!op || !op->lower) {
            decide("eager-fallback", node, true, claim.rule.empty() ? "the operator has no lowering and no library kernel" : claim.reason);
            return {};
        }
        std::vector<LoweringFacts> facts;
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            Result<LoweringFacts> one = lowerAlone(m_graph, node, static_cast<int>(i), m_ranges);
            if (!one && one.error().code == Code::Unsupported) {
                decide("eager-fallback", node, true, one.error().message);
                return {};
            }
            if (!one) return std::unexpected(std::move(one).error());
            facts.push_back(*std::move(one));
        }
        way(node) = Way::Loops;
        for (std::size_t i = 0; i < facts.size(); ++i) {
            ValuePlan& p = plan(node.outputs[i]);
            p.facts = std::move(facts[i]);
            p.order = orderOf(node.outputs[i], *p.facts);
            if (p.facts->view) foldView(node.outputs[i], p);
        }
        return {};
    }

    // A computed value lies as what it reads does: then both are walked in order. A view that moves no dimension lies
    // where its source lies. Results of the graph are row-major, which is what most readers expect.
    MemoryOrder orderOf(ValueId value, const LoweringFacts& facts) {
        const std::size_t rank = tensor(value)->sizes.size();
        if (facts.view) return keepsDimensions(value, facts.view->second) ? plan(facts.view->first).order : MemoryOrder::RowMajor;
        if (m_uses.isOutput(value)) return MemoryOrder::RowMajor;
        const bool any = std::any_of(facts.reads.begin(), facts.reads.end(), [&](const auto& read) {
            return plan(read.first).order == MemoryOrder::ChannelsLast && tensor(read.first)->sizes.size() == rank;
        });
        return any ? MemoryOrder::ChannelsLast : MemoryOrder::RowMajor;
    }

    bool keepsDimensions(ValueId value, const SymSizes& index) {
        IndexRanges ranges;
        return mapIndex(*tensor(value), m_names, ranges) == index;
    }

    void foldView(ValueId value, ValuePlan& p) {
        const auto& [source, index] = *p.facts->view;
        IndexRanges ranges;
        const SymSizes own = mapIndex(*tensor(value), m_names, ranges);
        const ValuePlan& below = plan(source);
        if (below.facts && below.facts->view && below.depth < kMaxViewDepth) {
            // The source's offset is over its own i0, i1, ...: those become the index with which it is read.
            p.base = below.base;
            p.depth = below.depth + 1;
            p.offset = below.offset.substitute([&](std::string_view name) -> std::optional<SymInt> {
                for (std::size_t i = 0; i < index.size(); ++i)
                    if (name == m_names.map + std::to_string(i)) return index[i];
                return std::nullopt;
            });
        } else {
            p.base = source;
            p.offset = flattenIndex(index, denseStrides(tensor(source)->sizes, below.order));
        }
        p.offset = simplifyIndex(p.offset, ranges);
        p.strided = isAffine(p.offset, ranges) && !runsBackwards(p.offset, ranges);
    }

    // --- next, forwards: what a library can do as it stores its result -----------------------------------

    void absorb(const Node& library) {
        if (!m_options.fuse || !m_options.epilogue || library.outputs.size() != 1) return;
        std::vector<NodeId> after;
        for (const Node* next = followerOf(library, library.output()); next; next = followerOf(library, next->output())) {
            after.push_back(next->id);
            const LibraryClaim claim = m_options.epilogue(library, after);
            decide("fuse-epilogue", *next, claim.accepted, claim.accepted ? "into the library call of " + library.name : "not fused: " + claim.reason);
            if (!claim.accepted) {
                after.pop_back();
                break;
            }
            way(*next) = Way::Epilogue;
        }
        if (!after.empty()) m_epilogues.emplace(library.id, std::move(after));
    }

    // Everything elementwise after the library's result, as a kernel that it calls with each part of it; unless the library can do as much by
    // itself.
    bool absorbTail(const Node& library) {
        if (!m_options.fuse || !m_options.tail || library.outputs.size() != 1 || !tensor(library.output())) return false;
        const TailRules rules{.elementwise = [this](const Node& node) { return isElementwise(node); },
                              .isView = [this](ValueId id) { return plan(id).facts && plan(id).facts->view; },
                              .inMemoryBefore = [&](const Node& node) { return m_graph.position(node.id) < m_graph.position(library.id); }};
        std::vector<Tail> tails = tailsOf(m_graph, m_uses, library, rules);
        std::erase_if(tails, [&](const Tail& tail) {
            return isApart(library) || std::ranges::any_of(tail.nodes, [&](NodeId id) { return isApart(m_graph.node(id)); });
        });
        const std::size_t own = tails.empty() ? 0 : ownEpilogue(library);
        if (tails.empty() || own >= tails.front().nodes.size()) return false;
        const LibraryClaim claim = m_options.tail(library);
        std::string why = claim.reason;
        for (const Tail& tail : tails) {
            if (!claim.accepted || tail.nodes.size() <= own) break;
            std::string name = fmt::format("k{}_after_{}", m_kernels, library.name);
            if (name.size() > 60) name.resize(60);
            Result<LoopKernel> kernel = lowerTail(m_graph, {.root = tail.root, .inlined = tail.inlined, .order = [this](ValueId id) { return plan(id).order; }, .name = name, .ranges = &m_ranges}, library.output());
            if (!kernel) {
                why = kernel.error().message;
                continue;
            }
            ++m_kernels;
            for (const NodeId id : tail.nodes) {
                way(m_graph.node(id)) = Way::Epilogue;
                decide("fuse-epilogue", m_graph.node(id), true, "with each part of the result of " + library.name);
            }
            m_epilogues.emplace(library.id, tail.nodes);
            m_tails.emplace(library.id, *std::move(kernel));
            return true;
        }
        decide("fuse-epilogue", m_graph.node(tails.front().nodes.back()), false, "not fused: " + why);
        return false;
    }

    bool isElementwise(const Node& node) {
        if (way(node) != Way::Loops || node.outputs.size() != 1) return false;
        const ValuePlan& p = plan(node.output());
        return alone(p) && !p.facts->checks;
    }

    // How many of the nodes after it the library does by itself.
    std::size_t ownEpilogue(const Node& library) {
        std::vector<NodeId> after;
        if (m_options.epilogue)
            for (const Node* next = followerOf(library, library.output()); next; next = followerOf(library, next->output())) {
                after.push_back(next->id);
                if (m_options.epilogue(library, after).accepted) continue;
                after.pop_back();
                break;
            }
        return after.size();
    }

    // The only reader of the value, where it is pointwise over tensors of the value's sizes that are in memory by the
    // time the library runs, whatever becomes of this.
    const Node* followerOf(const Node& library, ValueId value) {
        const std::span<const NodeId> users = m_uses.users(value);
        if (users.size() != 1 || m_uses.isOutput(value)) return nullptr;
        const Node& next = m_graph.node(users.front());
        if (isApart(value) || isApart(next) || way(next) != Way::Loops || next.outputs.size() != 1) return nullptr;
        const ValuePlan& p = plan(next.output());
        if (p.facts->view || !alone(p) || p.facts->checks || !alikeTypes(value, next.output())) return nullptr;
        const std::vector<ValueId> inputs = next.inputs();
        const bool there = std::all_of(inputs.begin(), inputs.end(), [&](ValueId id) {
            return id == value || (alikeTypes(value, id) && isThereBefore(library, id));
        });
        return there ? &next : nullptr;
    }

    bool isApart(const Node& node) const { return m_options.apart && m_options.apart(node); }
    bool isApart(ValueId id) const {
        const NodeId producer = m_graph.value(id).producer;
        return producer.valid() && isApart(m_graph.node(producer));
    }

    bool alikeTypes(ValueId a, ValueId b) const {
        const TensorType *left = tensor(a), *right = tensor(b);
        return left && right && left->dtype == right->dtype && left->sizes == right->sizes;
    }

    bool isThereBefore(const Node& library, ValueId id) {
        const NodeId producer = m_graph.value(id).producer;
        if (!producer.valid()) return true;
        const Node& node = m_graph.node(producer);
        return m_graph.position(producer) < m_graph.position(library.id) &&
               (way(node) != Way::Loops || m_uses.users(id).size() > 1 || m_uses.isOutput(id));
    }

    // The node and what its library does after it.
    std::vector<NodeId> withEpilogue(const Node& node) const {
        std::vector<NodeId> out{node.id};
        if (const auto found = m_epilogues.find(node.id); found != m_epilogues.end()) out.insert(out.end(), found->second.begin(), found->second.end());
        return out;
    }

    // What these nodes read of others.
    std::vector<ValueId> inputsOf(std::span<const NodeId> nodes) const {
        std::vector<ValueId> out;
        std::unordered_set<ValueId> own;
        for (const NodeId id : nodes) {
            const Node& node = m_graph.node(id);
            for (const ValueId input : node.inputs())
                if (!own.contains(input)) out.push_back(input);
            own.insert(node.outputs.begin(), node.outputs.end());
        }
        return out;
    }

    // --- then, backwards: what is in memory and what is inlined ------------------------------------------

    void need(ValueId id) { plan(id).needed = true; }

    void place(const Node& node) {
        if (way(node) == Way::Epilogue) return;
        if (way(node) != Way::Loops) {
            if (way(node) != Way::Host || !hostKnows(node))
                for (const ValueId id : inputsOf(withEpilogue(node))) need(id);
            return;
        }
        for (const ValueId output : node.outputs) {
            ValuePlan& p = plan(output);
            if (!p.needed && p.readers.empty()) continue;  // nobody wants it
            if (p.facts->view) placeView(node, output, p);
            else placeComputed(node, output, p);
        }
    }

    void placeView(const Node& node, ValueId output, ValuePlan& p) {
        const ValueId source = p.facts->view->first;
        if (p.needed && p.strided) {
            need(p.base);
        } else if (p.needed) {
            // A reshape across a transposition and the like: a copy, as a kernel of its own.
            p.root = output;
            plan(source).readers.insert(output);
            m_members[at(output)] += 1;
            decide("materialise-view", node, true, "its elements are not evenly spaced in %" + m_graph.value(p.base).name);
        }
        if (p.readers.empty()) return;
        if (!m_options.fuse || p.depth >= kMaxViewDepth || staysApart(output, p)) {
            if (!p.needed) {
                p.needed = true;
                placeView(node, output, p);  // once: now it is needed
            }
            return;
        }
        p.inlined = true;
        plan(source).readers.insert(p.readers.begin(), p.readers.end());
    }

    void placeComputed(const Node& node, ValueId output, ValuePlan& p) {
        const std::string refusal = whyNotInline(output, p);
        if (refusal.empty()) {
            p.inlined = true;
            p.root = *p.readers.begin();
            const std::span<const NodeId> users = m_uses.users(output);
            p.alike = alone(p) && std::all_of(users.begin(), users.end(), [&](NodeId id) { return alikeFrom(output, m_graph.node(id)); });
            m_members[at(p.root)] += 1;
            decide(p.facts->reduces ? "fuse-epilogue" : "fuse-pointwise", node, true, "into the kernel of %" + m_graph.value(p.root).name);
        } else {
            p.needed = true;
            p.root = output;
            p.alike = alone(p);
            m_members[at(output)] += 1;
            if (!p.readers.empty()) decide("fuse-pointwise", node, false, "not fused: " + refusal);
        }
        for (const auto& [input, count] : p.facts->reads) plan(input).readers.insert(p.root);
    }

    // Whether an element stands for itself: it is no part of a walk over others.
    static bool alone(const ValuePlan& p) { return !p.facts->reduces && !p.facts->scans && !p.facts->writes; }

    // Whether `user` reads the value at its own index and leads on to the root that way.
    bool alikeFrom(ValueId value, const Node& user) {
        return std::all_of(user.outputs.begin(), user.outputs.end(), [&](ValueId out) {
            const ValuePlan& p = plan(out);
            return p.facts && !p.facts->view && p.alike && !p.facts->elsewhere.contains(value) && tensor(out)->sizes == tensor(value)->sizes;
        });
    }

    SymInt bytesOf(ValueId id) const { return tensor(id)->numel() * static_cast<std::int64_t>(dtypeSize(tensor(id)->dtype)); }

    // What a kernel that computes the value itself would read in its place.
    std::string bytesOfReading(ValueId value, const ValuePlan& p) const {
        SymInt operands(0);
        for (const auto& [input, count] : p.facts->reads) operands = operands + bytesOf(input);
        return fmt::format(": each would read {} instead of {}", bytesText(operands, m_graph), bytesText(bytesOf(value), m_graph));
    }

    // Its kernel would be another's too.
    bool staysApart(ValueId value, const ValuePlan& p) const {
        return m_options.apart && (isApart(value) || std::ranges::any_of(p.readers, [&](ValueId reader) { return isApart(reader); }));
    }

    // Empty: compute it where it is read.
    std::string whyNotInline(ValueId value, const ValuePlan& p) {
        if (!m_options.fuse) return "fusion is off";
        if (staysApart(value, p)) return "it is kept apart";
        if (p.needed) return m_uses.isOutput(value) ? "it is a result of the graph" : "a library or reference kernel reads it";
        if (p.readers.size() > 1) return fmt::format("{} kernels read it{}", p.readers.size(), bytesOfReading(value, p));
        if (p.facts->scans) return "a running value is computed by loops of its own";
        if (p.facts->writes) return "its elements are written one by one";
        if (m_members[at(*p.readers.begin())] >= kMaxMembers)
            return fmt::format("the kernel would hold {} nodes (limit {})", m_members[at(*p.readers.begin())] + 1, kMaxMembers);
        for (const NodeId id : m_uses.users(value)) {
            const Node& user = m_graph.node(id);
            if (p.facts->reduces && !alikeFrom(value, user))
                return "it reduces, and its reader has another shape or reduces itself";
            // Else an element that nobody reads would not be checked.
            if (p.facts->checks && !alikeFrom(value, user)) return "it checks every element, and its reader may not read them all";
            if (p.facts->cost <= kCheap) continue;
            for (const ValueId out : user.outputs) {
                const std::optional<LoweringFacts>& reader = plan(out).facts;
                if (!reader) continue;
                const auto reads = reader->reads.find(value);
                if (reads != reader->reads.end() && reads->second > 1)
                    return fmt::format("%{} would compute it {} times{}", m_graph.value(out).name, reads->second, bytesOfReading(value, p));
                if (!reader->reduces && tensor(out)->numel() != tensor(value)->numel())
                    return fmt::format("%{} has another number of elements: {} would be computed for {}", m_graph.value(out).name, tensor(out)->numel().text(), tensor(value)->numel().text());
            }
        }
        return {};
    }

    // --- last, forwards: the steps -----------------------------------------------------------------------

    Result<void> emit(const Node& node) {
        constexpr Step::Kind kKinds[] = {Step::Kind::Loops, Step::Kind::Library, Step::Kind::Eager, Step::Kind::Host};
        if (way(node) == Way::Epilogue) return {};
        if (way(node) != Way::Loops) {
            Step step{.kind = kKinds[static_cast<int>(way(node))], .nodes = withEpilogue(node)};
            step.outputs = m_graph.node(step.nodes.back()).outputs;
            if (way(node) != Way::Host || !hostKnows(node)) step.inputs = inputsOf(step.nodes);
            if (const auto tail = m_tails.find(node.id); tail != m_tails.end()) step.kernel = std::move(tail->second);
            m_drafts.push_back({std::move(step), {}});
            return {};
        }
        for (const ValueId output : node.outputs) {
            ValuePlan& p = plan(output);
            if (p.inlined) m_inlined.insert(output);
            if (!p.needed) continue;
            if (p.facts->view && p.strided) emitView(node, output, p);
            else WHITTLE_TRY_VOID(emitKernel(node, output));
        }
        return {};
    }

    void emitView(const Node& node, ValueId output, const ValuePlan& p) {
        IndexRanges ranges;
        const TensorType& type = *tensor(output);
        const SymSizes index = mapIndex(type, m_names, ranges);
        ViewStep view{p.base, plan(p.base).order, type.sizes, {}, p.offset};
        const auto without = [&](const SymInt& expr, const std::string& name, std::int64_t value) {
            return expr.substitute([&](std::string_view s) { return s == name ? std::optional<SymInt>(value) : std::nullopt; });
        };
        for (const SymInt& one : index) {
            const auto name = one.symbolName();
            if (!name) {
                view.strides.emplace_back(1);  // a dimension of size 1: any stride will do
                continue;
            }
            view.strides.push_back(without(view.offset, *name, 1) - without(view.offset, *name, 0));
            view.offset = without(view.offset, *name, 0);
        }
        Step step{.kind = Step::Kind::View, .nodes = {node.id}, .outputs = {output}, .inputs = {p.base}};
        for (ValueId v = p.facts->view->first; v != p.base; v = plan(v).facts->view->first) step.nodes.insert(step.nodes.begin(), m_graph.value(v).producer);
        step.view = std::move(view);
        m_drafts.push_back({std::move(step), {}});
    }

    Result<void> emitKernel(const Node& node, ValueId output) {
        // What it inlines, found by walking back from the root.
        std::set<int> members{m_graph.position(node.id)};
        std::vector<ValueId> open;
        const auto follow = [&](ValueId id) {
            for (const auto& [input, count] : plan(id).facts->reads) open.push_back(input);
        };
        std::unordered_set<ValueId> seen;
        follow(output);
        while (!open.empty()) {
            const ValueId id = open.back();
            open.pop_back();
            if (!m_inlined.contains(id) || !seen.insert(id).second) continue;
            members.insert(m_graph.position(m_graph.value(id).producer));
            follow(id);
        }
        Step step{.kind = Step::Kind::Loops, .nodes = {}, .outputs = {output}};
        for (const int position : members) step.nodes.push_back(m_graph.nodes()[static_cast<std::size_t>(position)].id);
        KernelPlan wanted{.root = output, .inlined = std::move(seen), .also = {}, .order = [this](ValueId id) { return plan(id).order; }, .name = {}, .ranges = &m_ranges};
        const bool writes = plan(output).facts->writes;
        WHITTLE_TRY(LoweredKernel kernel, lowerKernel(m_graph, wanted));
        Step first = step;
        first.unfinished = writes;
        pushKernel(std::move(first), std::move(kernel), writes ? std::nullopt : std::optional(wanted));
        if (!writes) return {};
        WHITTLE_TRY(LoweredKernel second, lowerWrites(m_graph, std::move(wanted)));
        pushKernel(std::move(step), std::move(second), {});
        return {};
    }

    void pushKernel(Step step, LoweredKernel lowered, std::optional<KernelPlan> from) {
        takeInputs(step, lowered.kernel);
        step.kernel = std::move(lowered.kernel);
        step.schedule = std::move(lowered.schedule);
        m_drafts.push_back({std::move(step), std::move(from)});
    }

    static void takeInputs(Step& step, const LoopKernel& kernel) {
        step.inputs.clear();
        for (const LoopBuffer& buffer : kernel.buffers)
            if (buffer.role == LoopBuffer::Role::Input) step.inputs.push_back(buffer.value);
    }

    // A name that a reader recognises: the first few nodes that compute something. Long reductions come in parts.
    void finish(StepDraft draft) {
        Step& step = draft.step;
        if (!step.kernel) return m_out.steps.push_back(std::move(step));
        const bool continues = !m_out.steps.empty() && m_out.steps.back().unfinished;
        std::string name = continues ? m_out.steps.back().kernel->name + "_writes" : fmt::format("k{}", m_kernels++);
        int named = 0;
        for (const NodeId id : step.nodes) {
            const Node& member = m_graph.node(id);
            if (continues || named == 3 || std::ranges::any_of(member.outputs, [&](ValueId v) { return plan(v).facts && plan(v).facts->view; })) continue;
            name += "_" + member.name;
            ++named;
        }
        if (name.size() > 60 && !continues) name.resize(60);
        step.kernel->name = std::move(name);
        if (!draft.plan) return m_out.steps.push_back(std::move(step));
        std::vector<LoweredKernel> kernels = splitReductions({*std::move(step.kernel), std::move(step.schedule)}, [this] { return ValueId(static_cast<std::int32_t>(m_values++)); });
        if (kernels.size() > 1) decide("split-reduction", m_graph.node(step.nodes.back()), true, "few results of many elements: in parts, then joined in order");
        for (LoweredKernel& lowered : kernels) {
            Step part = step;
            if (kernels.size() > 1) part.outputs = {lowered.kernel.buffers.back().value};
            takeInputs(part, lowered.kernel);
            part.kernel = std::move(lowered.kernel);
            part.schedule = std::move(lowered.schedule);
            m_out.steps.push_back(std::move(part));
        }
    }

    const Graph& m_graph;
    const ScheduleOptions& m_options;
    UseMap m_uses;
    std::vector<ValuePlan> m_plans;
    std::vector<std::size_t> m_members;  // nodes of each kernel, by root
    LoopNames m_names;
    SymRanges m_ranges;
    std::set<std::string> m_inputSymbols;
    std::unordered_map<NodeId, Way> m_way;
    std::unordered_map<NodeId, std::vector<NodeId>> m_epilogues;  // by the library's node
    std::unordered_map<NodeId, LoopKernel> m_tails;               // likewise
    std::unordered_set<ValueId> m_inlined;
    std::vector<StepDraft> m_drafts;  // the steps, before kernels are joined and named
    int m_kernels = 0;
    std::size_t m_values;  // of the graph, then those between kernels that have no name in it
    Schedule m_out;
};

}  // namespace

Result<Schedule> makeSchedule(const Graph& graph, const ScheduleOptions& options) { return Scheduler(graph, options).run(); }

}  // namespace whittle
