// Lines that were typed, to have again by Up and Down; what was being typed comes back at the end.
#pragma once

#include <QStringList>

namespace whittle {

class LineHistory {
public:
    static constexpr qsizetype kMost = 500;

    void add(const QString& line);
    /// The one before, from `typed` on; `typed` itself where there is none.
    QString older(const QString& typed);
    QString newer(const QString& typed);

private:
    QStringList m_lines;
    qsizetype m_at = 0;  // m_lines.size(): what is being typed
    QString m_typed;
};

}  // namespace whittle
