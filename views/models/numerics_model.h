// The values of a comparison as a table, sorted and filtered by itself: with tens of thousands of rows a proxy would take its time at every key.
#pragma once

#include <unordered_map>
#include <vector>

#include <QAbstractTableModel>

#include "views/models/numerics_controller.h"

namespace whittle {

class NumericsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        OrderColumn, NameColumn, VerdictColumn, ErrorColumn, BaselineColumn, EagerErrorColumn, AbsoluteColumn, UlpColumn, NanColumn, InfinityColumn, LeastColumn, MostColumn,
        MeanColumn, OperatorColumn, TypeColumn, TappedColumn, KernelColumn, ModuleColumn, SourceColumn, ColumnCount
    };
    enum Role { ValueRole = Qt::UserRole, WrongRole };  ///< index into the controller's values(); whether it is wrong

    explicit NumericsModel(NumericsController& controller, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    /// Only values that are wrong, or where NaN or infinities begin.
    void setOnlyBad(bool only);
    /// Only those with this text in their name, operator, module or source; empty: all.
    void setText(const QString& text);
    const ComparedValue& value(int row) const { return m_controller.values()[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)])]; }
    int rowOf(int value) const;  ///< -1 where it is filtered out
    /// Of the baseline run, the value of this name; null without.
    const ComparedValue* baselineOf(const ComparedValue& value) const;

private:
    bool isShown(int value) const;
    void refill();
    void add(int from);
    void order(std::vector<int>& rows) const;

    NumericsController& m_controller;
    std::vector<int> m_rows;  // indices into the controller's values
    int m_sortColumn = OrderColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_onlyBad = false;
    std::string m_text;  // in small letters
    std::unordered_map<std::string, int> m_baseline;  // name to index
};

}  // namespace whittle
