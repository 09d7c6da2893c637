#include "views/models/error_bounds.h"

#include <string_view>
#include <unordered_map>

#include <QCoreApplication>
#include <QStringList>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct Bound {
    double most;
    std::string why;  // made once: there may be tens of thousands beyond it
};

void judge(ComparedValue& value, const Bound& bound) {
    if (!value.compiledToExact.comparable || value.compiledToExact.kinds > 0) return;
    value.wrong = relativeError(value) > bound.most;
    value.why = value.wrong ? bound.why : std::string();
}

}  // namespace

std::vector<ComparedValue> judgedBy(const ErrorBounds& bounds, const Graph& graph, std::vector<ComparedValue> judged) {
    if (bounds.most.empty()) return judged;
    std::map<DType, Bound> with;
    for (const auto& [dtype, most] : bounds.most) with.emplace(dtype, Bound{most, QCoreApplication::translate("ErrorBounds", "the error is more than %1").arg(formatNumber(most)).toStdString()});
    std::unordered_map<std::string_view, ComparedValue*> byName;
    byName.reserve(judged.size());
    for (ComparedValue& value : judged) {
        if (const auto bound = with.find(value.dtype); bound != with.end()) judge(value, bound->second);
        byName.emplace(value.name, &value);
    }
    // In execution order, so what is read is known. A number has no row, but hands on what it comes from.
    std::vector<bool> wrong;
    const auto at = [&](ValueId id) -> std::vector<bool>::reference {
        const auto place = static_cast<std::size_t>(id.index());
        if (place >= wrong.size()) wrong.resize(place + 1);
        return wrong[place];
    };
    for (const Node& node : graph.nodes()) {
        bool reads = false;
        for (const ValueId read : node.inputs()) reads = reads || at(read);
        for (const ValueId id : node.outputs) {
            const auto found = byName.find(graph.value(id).name);
            if (found != byName.end()) found->second->readsWrong = reads;
            at(id) = found != byName.end() ? found->second->wrong : reads;
        }
    }
    return judged;
}

QString boundsText(const ErrorBounds& bounds) {
    QStringList out;
    for (const auto& [dtype, most] : bounds.most) out << QStringLiteral("%1 %2").arg(toQString(dtypeName(dtype)), formatNumber(most));
    return out.join(QStringLiteral(", "));
}

}  // namespace whittle
