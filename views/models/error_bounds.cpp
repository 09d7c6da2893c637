#include "views/models/error_bounds.h"

#include <string_view>
#include <unordered_map>

#include <QCoreApplication>
#include <QStringList>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

void judge(ComparedValue& value, double most) {
    if (!value.compiledToExact.comparable || value.compiledToExact.kinds > 0) return;
    const double error = relativeError(value);
    value.wrong = error > most;
    value.why = value.wrong ? QCoreApplication::translate("ErrorBounds", "the error of %1 is more than %2").arg(formatNumber(error), formatNumber(most)).toStdString() : std::string();
}

}  // namespace

std::vector<ComparedValue> judgedBy(const ErrorBounds& bounds, const Graph& graph, std::vector<ComparedValue> judged) {
    if (bounds.most.empty()) return judged;
    std::unordered_map<std::string_view, ComparedValue*> byName;
    byName.reserve(judged.size());
    for (ComparedValue& value : judged) {
        if (const auto bound = bounds.most.find(value.dtype); bound != bounds.most.end()) judge(value, bound->second);
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
