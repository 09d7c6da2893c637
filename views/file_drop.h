// A widget on which files can be dropped, whatever else it shows.
#pragma once

#include <functional>

#include <QStringList>

class QWidget;

namespace whittle {

/// `use` is given the paths of local files. What the widget's parents do with files that are dropped does not happen then.
void takeDroppedFiles(QWidget& widget, std::function<void(const QStringList& paths)> use);

}  // namespace whittle
