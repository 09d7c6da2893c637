// What the boxes of a graph are coloured by in the place of their operator's family: a number or a class for each node. Immutable, so that it is
// made on a worker; told by node names, so that it holds for other versions of the graph too.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include <QString>
#include <QStringList>

namespace whittle {

struct NodeOverlay {
    enum class Scale {
        Linear,
        Logarithmic,  ///< of numbers above 0; 0 has the least colour
        Classes,      ///< values are indices into `classes`
        Difference,   ///< likewise; the classes are "removed", "added", "changed", "absent in some", "changed in some", which have colours of their own
    };
    QString key;    ///< "time", "error", "dtype": of settings and the command line
    QString title;  ///< "Time"
    Scale scale = Scale::Linear;
    std::unordered_map<std::string, double> values;  ///< by node name, an input's by its own; NaN is shown as bad; a node that is not here is grey
    QStringList classes;
    std::function<QString(double)> text;  ///< how a number is told, "12.3 µs"; not of classes
    QString unit;  ///< of the numbers, where a query may say another one: "s", "ms", "us", "ns" or "B"; empty: plain numbers
};

using OverlayRef = std::shared_ptr<const NodeOverlay>;

}  // namespace whittle
