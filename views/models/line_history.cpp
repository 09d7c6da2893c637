#include "views/models/line_history.h"

namespace whittle {

void LineHistory::add(const QString& line) {
    m_lines.removeAll(line);
    m_lines.append(line);
    if (m_lines.size() > kMost) m_lines.removeFirst();
    m_at = m_lines.size();
    m_typed.clear();
}

QString LineHistory::older(const QString& typed) {
    if (m_at == m_lines.size()) m_typed = typed;
    if (m_at == 0) return typed;
    return m_lines[--m_at];
}

QString LineHistory::newer(const QString& typed) {
    if (m_at == m_lines.size()) return typed;
    return ++m_at == m_lines.size() ? m_typed : m_lines[m_at];
}

}  // namespace whittle
