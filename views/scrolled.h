// What may be higher than its place, as texts are in a small window or a language of long words: scrolled there, where a layout alone would cut its lines.
#pragma once

#include <QScrollArea>

namespace whittle {

/// Takes `content`. Tab goes to what is in it, and brings that into sight.
inline QScrollArea* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setWidget(content);
    return area;
}

}  // namespace whittle
