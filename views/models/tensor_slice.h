// Two dimensions of a value's tensors as a table: which axes are rows and columns, where the others stand, and which of the runs, or their difference, is shown.
#pragma once

#include <QAbstractTableModel>

#include "views/models/tensor_fetch.h"

namespace whittle {

enum class ShownRun { Compiled, Eager, Float64, CompiledToEager, CompiledToFloat64, EagerToFloat64 };

class TensorSlice : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Dense tensors. With the last two dimensions as rows and columns, at the first place; or as before where the sizes are the same.
    void setTensors(ShownTensorsRef shown);
    const ShownTensorsRef& shown() const { return m_shown; }
    void setRun(ShownRun run);
    ShownRun shownRun() const { return m_run; }

    int rank() const { return m_shown ? static_cast<int>(m_shown->sizes.size()) : 0; }
    int rowAxis() const { return m_rowAxis; }        ///< -1: a single row
    int columnAxis() const { return m_columnAxis; }  ///< -1: a single column
    /// Where both are the same, they change places.
    void setRowAxis(int axis);
    void setColumnAxis(int axis);
    /// Of an axis that is neither. What the part in memory does not hold is asked for by partWanted().
    void setPosition(int axis, Index position);
    Index position(int axis) const { return m_position[static_cast<std::size_t>(axis)]; }
    /// The slice that holds this row-major position of the whole value, and its cell there; invalid where it is not held.
    QModelIndex reveal(Index flat);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Of complex numbers the modulus; a difference is one of the numbers, of complex ones its modulus.
    double number(int row, int column, ShownRun run) const;
    std::vector<Index> placeOf(int row, int column) const;  ///< in the whole value
    QString placeText(int row, int column) const;           ///< "[0, 3, 5]"
    QString tipText(int row, int column) const;             ///< the place and what all runs have there
    /// Cells as lines with tabs between, as spreadsheets take them.
    QString copyText(const QModelIndexList& cells) const;
    /// Least and most finite number of the slice, of no more than kSampled rows and columns each, evenly taken; 0 and 0 where there is none.
    std::pair<double, double> range() const;
    static constexpr int kSampled = 384;

    static QString runTitle(ShownRun run);

signals:
    void sliceChanged();
    void partWanted(std::vector<whittle::Index> position);

private:
    const Tensor& tensorOf(ShownRun run) const;
    QString numberText(int row, int column, ShownRun run) const;
    void findCells();
    int countOf(int axis) const;
    void change(const std::function<void()>& how);

    ShownTensorsRef m_shown;
    ShownRun m_run = ShownRun::Compiled;
    int m_rowAxis = -1, m_columnAxis = -1;
    std::vector<Index> m_position;  // in the whole value, by axis
    Sizes m_sizes;                  // of what was shown last
    struct Cells {
        Index first = 0, down = 0, across = 0;  // in elements
    } m_cells;
};

}  // namespace whittle
