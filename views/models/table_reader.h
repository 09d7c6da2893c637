// Reads all rows of a model, of whatever view, in slices between events: tens of thousands of rows are read without keeping the window waiting.
#pragma once

#include <functional>

#include <QAbstractItemModel>
#include <QPointer>
#include <QTimer>

#include "views/models/table_data.h"

namespace whittle {

class TableReader : public QObject {
    Q_OBJECT
public:
    /// More cells than this, as a slice of a tensor may have, are not read.
    static constexpr qint64 kMostCells = 4'000'000;

    enum class Cells { Values, ValuesAndTexts };

    /// Rows below others come behind these, with a first column "under" that says whose they are. Rows that are added meanwhile are read too; when others
    /// change their places it begins again. Ends by exactly one call of `done`; or by none, when the model or this goes. Deletes itself then.
    /// Errors: Limit beyond kMostCells.
    TableReader(const QAbstractItemModel& model, const QString& title, Cells cells, std::function<void(Result<TableRef>)> done, QObject* parent);

private:
    struct Place {
        QModelIndex parent;
        QString under;
        int next = 0;  // row
    };
    void begin();
    void readSlice();
    void readRow(const Place& place);
    void end(Result<TableRef> result);

    QPointer<const QAbstractItemModel> m_model;
    Cells m_cells;
    std::function<void(Result<TableRef>)> m_done;
    TableData m_table;
    bool m_isTree = false;
    std::vector<Place> m_places;  // down to the row that is next
    QTimer m_timer;
};

}  // namespace whittle
