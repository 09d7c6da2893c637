#include "app/workbench/dock_layouts.h"

#include "app/workbench/docks.h"

namespace whittle {

std::span<const DockLayout> dockLayouts() {
    static const DockLayout layouts[] = {
        {"explore", "bookmarks stages nodes inspector", 0},
        {"kernels", "nodes stages inspector profile kernels", 48},
        {"numerics", "stages nodes inspector numerics", 48},
        {"minify", "nodes stages inspector log minify", 40},
        {"dynamic", "stages nodes inspector log dims trace recompiles", 52},
        {"compare", "nodes stages inspector comparison", 36},
    };
    return layouts;
}

QStringList docksOf(const DockLayout& layout) {
    QStringList names;
    for (const QString& name : QString::fromLatin1(layout.docks).split(u' '))
        if (dockNames().contains(name)) names << name;
    return names;
}

}  // namespace whittle
