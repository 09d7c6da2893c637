// What the user wants to find again in a graph: nodes and modules, each with a label or without, in an order of their own; the first
// nine have keys. A bookmark is a name, so it holds in every version of the graph that has one of that name, and says so where there is none.
#pragma once

#include <QAbstractTableModel>

#include "views/models/graph_controller.h"

namespace whittle {

struct Bookmark {
    QString key;    ///< as itemKey() gives it
    QString label;  ///< may be empty
    bool operator==(const Bookmark&) const = default;
};

/// "linear_3", "layers.0": of a key, without its kind.
QString bookmarkName(const QString& key);

class Bookmarks : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Label, Place, Number, ColumnCount };
    static constexpr int kWithKeys = 9;
    static constexpr qsizetype kMost = 1000, kLongestLabel = 1000;

    /// What is there and what is not is said of the graph that this one shows.
    explicit Bookmarks(GraphController& graph, QObject* parent = nullptr);

    const QList<Bookmark>& all() const { return m_all; }
    /// Without those that are there twice, and behind the most that there may be.
    void setAll(QList<Bookmark> bookmarks);
    int rowOf(const QString& key) const;  ///< -1: it is none
    /// Behind all others; one that is there already stays where it is. Its row, or -1 for no key, or when there are too many.
    int add(const QString& key);
    void remove(int row);
    void rename(int row, const QString& label);
    void move(int row, int to);  ///< so that it is at `to` afterwards
    bool isThere(int row) const { return m_items[static_cast<std::size_t>(row)] >= 0; }  ///< in the graph that is shown

    /// Flags in another view of the graph too, as far as it has them.
    void showIn(GraphController& graph);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_all.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) override;

signals:
    void changed();

private:
    void onChange();
    void look();
    void flag(GraphController& graph) const;

    GraphController& m_graph;
    QList<Bookmark> m_all;
    std::vector<int> m_items;  // by row, in the graph that is shown; -1: not there
    ContentRef m_content;      // that m_items are of
    QList<GraphController*> m_flagged;
};

}  // namespace whittle
