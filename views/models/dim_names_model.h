// The names that are said of sizes: each with its range, which can be edited, its size in the example, and where it stands.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "views/models/dims_controller.h"

namespace whittle {

class DimNamesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, LeastColumn, MostColumn, ExampleColumn, PlacesColumn, ColumnCount };

    explicit DimNamesModel(DimsController& dims, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_names.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Of an end of the range: a number that is not negative, or empty text for none. False: refused() has told why, or it is none of these.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void refused(const QString& why);

private:
    struct Name {
        QString name;
        SymRange range;
        QString example;
        QStringList places;
    };
    void collect();
    QString text(const Name& name, int column) const;

    DimsController& m_dims;
    std::vector<Name> m_names;
};

}  // namespace whittle
