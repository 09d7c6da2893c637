// Where the eye has been in a graph, for going back and forward as in a browser.
#pragma once

#include <QObject>
#include <QStringList>

namespace whittle {

class PlaceHistory : public QObject {
    Q_OBJECT
public:
    static constexpr int kMost = 200;

    explicit PlaceHistory(QObject* parent = nullptr) : QObject(parent) {}

    /// Forgets what was ahead. The same place again is no visit, nor is none.
    void visit(const QString& place);
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    /// The place gone to; empty where there is none.
    QString back() { return go(-1); }
    QString forward() { return go(1); }
    void clear();

signals:
    void changed();

private:
    QString go(int step);
    QStringList m_places;
    qsizetype m_at = -1;
};

}  // namespace whittle
