// How every list of rows looks and is moved through: said once, so that a new view is like the others.
#pragma once

#include <QTableView>

namespace whittle {

/// One row at a time is selected, by mouse or keys; Tab leaves the list. `name`: for screen readers.
void makeRowList(QTableView& table, const QString& name);

}  // namespace whittle
