#include "engine/dispatch/guard_causes.h"

#include <algorithm>
#include <map>

namespace whittle {
namespace {

// By the text of the source: the first node that reads the input. A recording holds one graph, which names its inputs in the order of `inputs`.
std::map<std::string, std::size_t> firstReaders(const Recording& recording) {
    std::map<ValueId, std::size_t> firstUse;
    const auto nodes = recording.graph.nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const ValueId value : nodes[i].inputs()) firstUse.try_emplace(value, i);
    std::map<std::string, std::size_t> out;
    const auto& inputs = recording.graph.inputs();
    for (std::size_t i = 0; i < inputs.size() && i < recording.inputs.size(); ++i)
        if (const auto use = firstUse.find(inputs[i].value); use != firstUse.end()) out.emplace(recording.inputs[i].text, use->second);
    return out;
}

}  // namespace

void addCauses(Recording& recording) {
    const std::map<std::string, std::size_t> readers = firstReaders(recording);
    const auto readerOf = [&](const std::string& source) {
        std::optional<std::size_t> first;
        for (const auto& [text, node] : readers)
            if (text == source || text.starts_with(source + "[")) first = std::min(first.value_or(node), node);
        return first;
    };
    const auto blame = [&](const std::string& source, OriginRef& cause, std::optional<std::size_t>& node) {
        if (cause || source.empty()) return;
        node = readerOf(source);
        if (node) cause = recording.graph.nodes()[*node].origin;
    };
    for (Guard& guard : recording.guards) blame(guard.source.text, guard.cause, guard.node);
    for (ShapeGuard& guard : recording.shapeGuards)
        for (const std::string& name : guard.condition.symbols())
            if (const auto size = std::ranges::find(recording.sizes, name, &SizeSource::name); size != recording.sizes.end()) blame(size->source.text, guard.cause, guard.node);
}

}  // namespace whittle
