// What the inspector says about the selected box, or about the whole graph when nothing is selected:
// sections of name and value. A row may lead to another box.
#pragma once

#include <vector>

#include <QAbstractItemModel>

#include "views/models/graph_scene.h"

namespace whittle {

struct Property {
    QString name;
    QString value;
    QString tip;    ///< longer than the value; empty: the value
    int box = -1;   ///< where the row leads
};
struct PropertySection {
    QString title;
    std::vector<Property> rows;
};

/// Pure. `box` -1: the graph itself; `notes` are what its reader had to say.
/// In which way modules are equal that are shown as one card.
QString repeatsText();

std::vector<PropertySection> describeBox(const GraphScene& scene, int box, const QStringList& notes);

class NodePropertiesModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    enum Role { BoxRole = Qt::UserRole };  ///< -1 where the row leads nowhere

    using QAbstractItemModel::QAbstractItemModel;
    void setSections(std::vector<PropertySection> sections);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<PropertySection> m_sections;
};

}  // namespace whittle
