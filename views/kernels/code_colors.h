// Colours of code, in both themes, on the background of text.
#pragma once

#include <QColor>
#include <QPalette>

#include "views/models/code_lexer.h"

namespace whittle {

QColor codeColor(CodeStyle style, const QPalette& palette);

}  // namespace whittle
