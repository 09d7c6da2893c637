// Arrangements of the docks for one kind of work each: which of them show, what is in front, and how much room the lower ones have.
#pragma once

#include <span>

#include <QStringList>

namespace whittle {

struct DockLayout {
    const char* id;      ///< as in the action "view.layout.ID"
    const char* docks;   ///< dockNames(), by blanks, those in front last; names that there are none of are left out
    int lowerShare;      ///< of the window's height for the docks below the graph, in percent
};
std::span<const DockLayout> dockLayouts();

QStringList docksOf(const DockLayout& layout);

}  // namespace whittle
