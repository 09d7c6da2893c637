// Edits in words, for the journal, the log and the window.
#include "engine/ir/text.h"
#include "minifier/edits/edit.h"

namespace whittle {
namespace {

std::string nodeName(const Graph& graph, NodeId id) {
    return graph.contains(id) ? fmt::format("'{}'", graph.node(id).name) : fmt::format("node #{}", id.index());
}

std::string valueName(const Graph& graph, ValueId id) {
    return graph.contains(id) ? "%" + graph.value(id).name : fmt::format("value #{}", id.index());
}

// The first few and the number of the others: a journal line stays readable for a thousand nodes.
template <class Ids, class Name>
std::string list(const Ids& ids, Name name) {
    constexpr std::size_t kShown = 4;
    std::string text;
    for (std::size_t i = 0; i < ids.size() && i < kShown; ++i) text += (i ? ", " : "") + name(ids[i]);
    if (ids.size() > kShown) text += fmt::format(" and {} more", ids.size() - kShown);
    return text;
}

struct InWords {
    const Graph& graph;
    std::string values(const std::vector<ValueId>& ids) const {
        return list(ids, [&](ValueId id) { return valueName(graph, id); });
    }
    std::string operator()(const CutAfter& edit) const { return "cut after " + nodeName(graph, edit.node); }
    std::string operator()(const MakeInputs& edit) const { return "make inputs of " + values(edit.values); }
    std::string operator()(const KeepNodes& edit) const {
        // Whichever list is shorter says more: a removed node, or the few that stay.
        std::vector<bool> kept(graph.nodeIdBound(), false);
        for (const NodeId id : edit.nodes)
            if (graph.contains(id)) kept[static_cast<std::size_t>(id.index())] = true;
        std::vector<NodeId> stay, go;
        for (const Node& node : graph.nodes()) (kept[static_cast<std::size_t>(node.id.index())] ? stay : go).push_back(node.id);
        const auto name = [&](NodeId id) { return nodeName(graph, id); };
        return go.size() < stay.size() ? "remove " + list(go, name) : "keep only " + list(stay, name);
    }
    std::string operator()(const ReplaceUses& edit) const {
        return fmt::format("replace {} by {}", valueName(graph, edit.of), valueName(graph, edit.with));
    }
    std::string operator()(const InlineBranch& edit) const {
        return fmt::format("inline {} of {}", edit.argument, nodeName(graph, edit.node));
    }
    std::string dims(const std::vector<DimRef>& refs) const {
        return list(refs, [&](const DimRef& one) { return fmt::format("dim {} of {}", one.dim, valueName(graph, one.value)); });
    }
    std::string operator()(const ResizeDims& edit) const { return fmt::format("resize {} to {}{}", dims(edit.dims), edit.last ? "the last " : "", edit.size); }
    std::string operator()(const DropDims& edit) const { return "drop " + dims(edit.dims); }
    std::string operator()(const ChangeDType& edit) const {
        return fmt::format("make {} {}: {}{}{}", dtypeName(edit.from), dtypeName(edit.to), values(edit.inputs),
                           edit.inputs.empty() || !edit.arguments ? "" : " and ", edit.arguments ? "arguments" : "");
    }
    std::string operator()(const ConvertOperand& edit) const {
        return fmt::format("make {} of {}", nodeName(graph, edit.node), valueName(graph, edit.operand));
    }
    std::string operator()(const FillResult& edit) const { return fmt::format("fill {} with {}", nodeName(graph, edit.node), edit.value); }
    std::string operator()(const ResizeSymbol& edit) const { return fmt::format("resize {} to {}", edit.symbol, edit.size); }
    std::string operator()(const FixSymbol& edit) const { return fmt::format("fix {}", edit.symbol); }
    std::string operator()(const DropRange& edit) const { return fmt::format("drop the range of {}", edit.symbol); }
    std::string operator()(const SimplifySize& edit) const { return fmt::format("simplify {} to {}", edit.expression, edit.symbol); }
    std::string operator()(const KeepPart& edit) const { return fmt::format("keep part {} of what {} is made of", edit.part, nodeName(graph, edit.node)); }
    std::string operator()(const PlainLayout& edit) const { return fmt::format("lay out {} row by row", values(edit.values)); }
    std::string operator()(const FillInputs& edit) const { return fmt::format("fill {} with {}", values(edit.inputs), fillName(edit.how)); }
    std::string operator()(const WeightsToInputs& edit) const { return "make plain inputs of " + values(edit.weights); }
    std::string operator()(const SetElements& edit) const {
        return fmt::format("set {} {} to {} of {} to {}", edit.others ? "all but elements" : "elements", edit.begin, edit.end - 1,
                           valueName(graph, edit.input), edit.value);
    }
    std::string operator()(const SetArgument& edit) const {
        const std::string of = fmt::format("{} of {}", edit.argument, nodeName(graph, edit.node));
        return edit.value ? fmt::format("set {} to {}", of, argText(*edit.value)) : "leave out " + of;
    }
    std::string argText(const Arg& arg) const {
        bool alive = true;
        forEachValue(arg, [&](const ValueId& id) { alive = alive && graph.contains(id); });
        return alive ? printArg(graph, arg) : "values that are gone";
    }
    std::string operator()(const DropInputs& edit) const { return "drop inputs " + values(edit.inputs); }
    std::string operator()(const KeepOutputs& edit) const {
        return "keep outputs " + list(edit.outputs, [](int index) { return std::to_string(index); });
    }
};

}  // namespace

std::string editText(const Edit& edit, const Graph& graph) { return std::visit(InWords{graph}, edit); }

}  // namespace whittle
