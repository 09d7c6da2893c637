#include "engine/tensor/generator.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace whittle {

double Generator::normal() {
    if (m_spareNormal) return *std::exchange(m_spareNormal, std::nullopt);
    const double angle = 2.0 * std::numbers::pi * uniform();
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    m_spareNormal = radius * std::sin(angle);
    return radius * std::cos(angle);
}

}  // namespace whittle
