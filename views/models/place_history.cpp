#include "views/models/place_history.h"

namespace whittle {

void PlaceHistory::visit(const QString& place) {
    if (place.isEmpty() || (m_at >= 0 && m_places[m_at] == place)) return;
    m_places.resize(m_at + 1);
    m_places << place;
    if (m_places.size() > kMost) m_places.removeFirst();
    m_at = m_places.size() - 1;
    emit changed();
}

QString PlaceHistory::go(int step) {
    if (m_at + step < 0 || m_at + step >= m_places.size()) return {};
    m_at += step;
    emit changed();
    return m_places[m_at];
}

void PlaceHistory::clear() {
    m_places.clear();
    m_at = -1;
    emit changed();
}

}  // namespace whittle
