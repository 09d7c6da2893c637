#include "views/models/numerics_overlay.h"

#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "views/models/format.h"

namespace whittle {

OverlayRef errorOverlay(std::span<const ComparedValue> values) {
    if (values.empty()) return nullptr;
    auto out = std::make_shared<NodeOverlay>();
    out->key = QStringLiteral("error");
    out->title = QCoreApplication::translate("NumericsOverlay", "Error");
    out->scale = NodeOverlay::Scale::Logarithmic;
    out->text = [](double error) { return formatNumber(error); };
    for (const ComparedValue& value : values) {
        const double error = relativeError(value);
        const double shown = std::isfinite(error) ? error : std::numeric_limits<double>::quiet_NaN();
        const auto [found, isNew] = out->values.emplace(value.node, shown);
        if (!isNew && (std::isnan(shown) || shown > found->second)) found->second = shown;
    }
    return out;
}

}  // namespace whittle
