// What a family of operators is called where people read it.
#pragma once

#include <QString>

namespace whittle {

/// Of a name of opFamily(); one that has no words is shown as it is.
QString familyTitle(const QString& family);

}  // namespace whittle
