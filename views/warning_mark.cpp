#include "views/warning_mark.h"

#include <QPainter>

#include "views/icons.h"

namespace whittle {

void WarningMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    icon(Icon::Warning).paint(&painter, rect());
}

}  // namespace whittle
