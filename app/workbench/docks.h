// The docks by name, in the order of the View menu and its keys Ctrl+1, Ctrl+2, …
#pragma once

#include <QStringList>

namespace whittle {

/// As settings and `--docks` name them.
const QStringList& dockNames();

}  // namespace whittle
