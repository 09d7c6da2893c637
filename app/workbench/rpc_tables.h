// What programs call the lists of the window.
#pragma once

#include <vector>

#include <QAbstractItemView>

#include "app/workbench/rpc_rows.h"

namespace whittle {

struct NamedTable {
    QString name;  ///< of its dock and what its rows are: "kernels/candidates"; the same in every language
    QAbstractItemView* view;
};
std::vector<NamedTable> namedTables(MainWindow& window);
/// Of the call's param "table"; null: it has been answered that there is none.
QAbstractItemView* tableOf(MainWindow& window, const RpcCall& call);
QString nameOfTable(MainWindow& window, const QAbstractItemView* view);  ///< empty: it is in no dock

}  // namespace whittle
