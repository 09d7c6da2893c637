// Our own icons, drawn from a table of strokes in the colours of the palette: sharp at every size, right
// in both themes, and there on desktops without an icon theme.
#pragma once

#include <QIcon>

namespace whittle {

enum class Icon {
    Open, Fit, ZoomIn, ZoomOut, Previous, Next, Export, Start, Pause, Stop, Copy, Folder, Search, Warning, Graph, Close, Add, Remove, Count
};

QIcon icon(Icon which);

/// The program's own mark, in its colours.
QIcon applicationIcon();

}  // namespace whittle
