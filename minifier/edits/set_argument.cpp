// Makes an argument of a node simpler: left out, None, 0, 1, a rounder number, a shorter list. What the failure does not
// need disappears from the call, so that what is left says what it needs.
#include <cmath>
#include <cstdlib>

#include "engine/ops/check.h"
#include "minifier/edits/apply.h"
#include "minifier/edits/argument_size.h"
#include "minifier/edits/passes.h"

namespace whittle {
namespace {

// Arguments of graphs inside arguments stay: such a graph is inlined first, where the failure lets it.
class SetArgumentPass final : public ReductionPass {
public:
    std::string_view name() const override { return "set-argument"; }
    std::string_view summary() const override {
        return "Makes arguments simpler: left out, None, 0, 1, a rounder number, a shorter list.";
    }
    // The simplest first.
    bool refines() const override { return true; }
    std::vector<Edit> propose(const Graph& graph) const override {
        std::vector<Edit> edits;
        for (const Node& node : graph.nodes()) {
            const Schema* schema = findSchema(node.op);
            for (const NamedArg& arg : node.args) {
                const SchemaArg* row = schema ? schema->arg(arg.name) : nullptr;
                const std::int64_t size = argumentSize(row, arg.value);
                if (size > 0 && row && row->defaultValue) edits.push_back(SetArgument{node.id, arg.name, std::nullopt});
                for (Arg& simpler : simplerThan(arg.value, row && row->isOptional))
                    if (argumentSize(row, simpler) < size) edits.push_back(SetArgument{node.id, arg.name, std::move(simpler)});
            }
        }
        return edits;
    }
    // Indices into lists shift when one of them gets shorter.
    bool composable() const override { return false; }

private:
    static std::vector<Arg> simplerThan(const Arg& arg, bool optional) {
        std::vector<Arg> out;
        if (optional && !arg.isNone()) out.emplace_back();
        if (arg.as<bool>()) out.emplace_back(false);
        if (const auto* value = arg.as<std::int64_t>()) {
            out.insert(out.end(), {Arg(0), Arg(1)});
            if (*value != INT64_MIN) {
                const std::int64_t magnitude = std::abs(*value);
                std::int64_t power = 1;
                while (power <= magnitude / 2) power *= 2;
                for (const std::int64_t rounder : {power / 2, power, magnitude}) out.emplace_back(rounder);
            }
        }
        if (const auto* value = arg.as<double>()) {
            out.insert(out.end(), {Arg(0.0), Arg(1.0)});
            if (std::isfinite(*value) && *value != 0) {
                const double unit = std::pow(10, std::floor(std::log10(std::abs(*value))));
                for (const double rounder : {std::round(std::abs(*value)), std::round(*value), std::round(*value / unit) * unit, std::abs(*value)})
                    out.emplace_back(rounder);
            }
        }
        if (const auto* list = arg.as<Arg::List>()) {
            const auto part = [&](std::size_t begin, std::size_t end) {  // without these
                Arg::List rest(list->begin(), list->begin() + static_cast<std::ptrdiff_t>(begin));
                rest.insert(rest.end(), list->begin() + static_cast<std::ptrdiff_t>(end), list->end());
                out.emplace_back(std::move(rest));
            };
            for (std::size_t size = list->size() / 2; size > 0; size /= 2)
                for (std::size_t begin = 0; begin < list->size(); begin += size) part(begin, std::min(begin + size, list->size()));
            for (std::size_t i = 0; i < list->size(); ++i)
                for (Arg& simpler : simplerThan((*list)[i], false)) {
                    Arg::List changed = *list;
                    changed[i] = std::move(simpler);
                    out.emplace_back(std::move(changed));
                }
        }
        return out;
    }
};

}  // namespace

Result<void> apply(Graph& graph, const SetArgument& edit, const Capture&) {
    WHITTLE_TRY_VOID(requireNode(graph, edit.node));
    const Node& node = graph.node(edit.node);
    std::vector<NamedArg> args = node.args;
    const auto old = std::ranges::find(args, edit.argument, &NamedArg::name);
    if (old == args.end()) return fail(Code::Verify, "edit.20: node '{}' has no argument '{}'", node.name, edit.argument);
    if (edit.value) {
        bool alive = true;
        forEachValue(*edit.value, [&](const ValueId& id) {
            bool read = false;
            forEachValue(old->value, [&](const ValueId& known) { read = read || known == id; });
            alive = alive && read;
        });
        if (!alive) return fail(Code::Verify, "edit.21: '{}' of node '{}' reads other values", edit.argument, node.name);
        old->value = *edit.value;
    } else {
        args.erase(old);
    }
    graph.setArgs(edit.node, std::move(args));
    // What the node gives may have other sizes now, and everything behind it. Other types keep the strides on record.
    const Graph before = graph;
    WHITTLE_TRY_VOID(retypeGraph(graph));
    for (const Node& one : before.nodes())
        for (const ValueId id : one.outputs)
            if (sameShape(before.type(id), graph.type(id))) graph.setType(id, before.type(id));
    return {};
}

std::unique_ptr<ReductionPass> setArgumentPass() { return std::make_unique<SetArgumentPass>(); }

}  // namespace whittle
