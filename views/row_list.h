// How every list of rows looks and is moved through: said once, so that a new view is like the others.
#pragma once

#include <QTableView>

namespace whittle {

/// One row at a time is selected, by mouse or keys; Tab leaves the list. `name`: for screen readers.
void makeRowList(QTableView& table, const QString& name);

/// Where in the viewport a menu opens that customContextMenuRequested(asked) wants: asked for by a key that is in the current cell, which is shown again if it was
/// scrolled away.
QPoint menuPlace(QTableView& table, const QPoint& asked);

}  // namespace whittle
