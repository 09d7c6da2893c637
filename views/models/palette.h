// What the command palette lists for what is typed: actions, docks, recent files and passes of the compiler; behind "@" the items of the graph.
#pragma once

#include <QAbstractListModel>

#include "views/models/fuzzy.h"
#include "views/models/graph_scene.h"

namespace whittle {

struct PaletteEntry {
    enum class Kind { Action, Dock, File, Pass, Item };
    Kind kind = Kind::Action;
    QString id;      ///< of the action or dock, the pass, or the file, with how it is opened
    QString text;
    QString detail;  ///< where it is found: the menu, the folder, the module
    QString keys;
};

class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole, KeysRole, KindRole, MatchesRole };  ///< MatchesRole: QList<int>, letters of the text that were typed
    static constexpr int kMost = 200;  ///< more would not be read

    explicit PaletteModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// What there is now, in the order that an empty query lists it in. Null scene: no graph is open.
    void setContent(QList<PaletteEntry> entries, SceneRef scene);
    void setQuery(const QString& query);
    const QString& query() const { return m_query; }
    bool asksForItems() const { return m_query.startsWith(u'@'); }
    /// What to say where nothing is listed, or not all; empty else.
    QString hint() const;
    PaletteEntry entry(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        int index = 0;  // of m_entries, or the item
        int score = 0;
    };
    void match();

    QList<PaletteEntry> m_entries;
    SceneRef m_scene;
    QString m_query;
    std::vector<Row> m_rows;
    int m_left = 0;  // more that fit
};

}  // namespace whittle
