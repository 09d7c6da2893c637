#include "views/models/kernel_overlays.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QCoreApplication>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::size_t kClasses = 11;  // colours that an eye can tell apart, but one for all others

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

}  // namespace

OverlayRef kernelTimeOverlay(const KernelContent& content) {
    if (!std::isfinite(content.milliseconds())) return nullptr;
    auto out = std::make_shared<NodeOverlay>(NodeOverlay{.key = QStringLiteral("time"), .title = tr("Kernel time"), .scale = NodeOverlay::Scale::Logarithmic, .values = {}, .classes = {}, .text = formatDuration, .unit = QStringLiteral("ms")});
    for (const KernelRow& row : content.rows())
        for (const QString& node : row.nodeNames) {
            double& value = out->values[node.toStdString()];
            value = std::max(value, row.milliseconds);
        }
    // Of the graph as passes left it, too; a node that was there before has what it has.
    for (int kernel = 0; kernel < content.count(); ++kernel)
        for (const std::string& node : content.record(kernel).nodes) out->values.try_emplace(node, content.row(kernel).milliseconds);
    return out;
}

OverlayRef kernelOverlay(const KernelContent& content) {
    auto out = std::make_shared<NodeOverlay>(NodeOverlay{.key = QStringLiteral("kernel"), .title = tr("Kernel"), .scale = NodeOverlay::Scale::Classes, .values = {}, .classes = {}, .text = {}});
    std::vector<int> order(static_cast<std::size_t>(content.count()));
    std::iota(order.begin(), order.end(), 0);
    if (std::isfinite(content.milliseconds())) std::ranges::stable_sort(order, std::greater(), [&](int kernel) { return content.row(kernel).milliseconds; });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const KernelRow& row = content.row(order[i]);
        if (row.nodeNames.isEmpty()) continue;
        const bool isOwn = out->classes.size() < static_cast<qsizetype>(kClasses);
        if (isOwn) out->classes << row.name;
        else if (out->classes.size() == static_cast<qsizetype>(kClasses)) out->classes << tr("others");
        for (const QString& node : row.nodeNames) out->values.try_emplace(node.toStdString(), static_cast<double>(out->classes.size() - 1));
        for (const std::string& node : content.record(order[i]).nodes) out->values.try_emplace(node, static_cast<double>(out->classes.size() - 1));
    }
    return out;
}

std::vector<OverlayRef> kernelOverlays(const KernelContent& content) {
    std::vector<OverlayRef> out{kernelTimeOverlay(content), kernelOverlay(content)};
    std::erase(out, nullptr);
    return out;
}

}  // namespace whittle
