// What may get less room than it needs, as docks do in a small window: it scrolls then, where a main window would paint it over its neighbours.
#pragma once

class QScrollArea;
class QWidget;

namespace whittle {

/// Takes `content`, which is as large as its place, and never smaller than it can be: unlike in a scrolled() one, tables in it shrink before anything scrolls.
QScrollArea* shrinkable(QWidget* content);

}  // namespace whittle
