#include "views/models/time_window.h"

#include <algorithm>
#include <cmath>

namespace whittle {

void TimeWindow::setLeast(double size) {
    m_least = std::clamp(size, 1e-12, 1.0);
    set(m_begin, m_end);
}

void TimeWindow::set(double begin, double end) {
    if (!std::isfinite(begin) || !std::isfinite(end)) return;
    const double size = std::clamp(end - begin, m_least, 1.0), middle = (begin + end) / 2;
    m_begin = std::clamp(middle - size / 2, 0.0, 1 - size);
    m_end = size >= 1 ? 1 : m_begin + size;
}

void TimeWindow::zoom(double factor, double fixed) {
    if (!(factor > 0)) return;
    const double size = std::clamp(this->size() / factor, m_least, 1.0), place = (fixed - m_begin) / this->size();
    set(fixed - place * size, fixed - place * size + size);
}

void TimeWindow::pan(double by) { set(m_begin + by, m_end + by); }

void TimeWindow::reveal(double begin, double end) {
    if (begin < m_begin || end - begin > size()) pan(begin - m_begin);
    else if (end > m_end) pan(end - m_end);
}

std::vector<double> roundTicks(double begin, double end, int most) {
    std::vector<double> out;
    if (!(end > begin) || most < 1) return out;
    const double rough = (end - begin) / most, power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {5.0, 2.0, 1.0})
        if (factor * power >= rough) step = factor * power;
    for (double i = std::ceil(begin / step); i * step <= end; ++i) out.push_back(i * step);
    return out;
}

}  // namespace whittle
