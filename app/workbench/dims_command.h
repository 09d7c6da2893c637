// The command that infers sizes as the window does.
#pragma once

#include <QString>

#include "engine/capture/dim_spec.h"

namespace whittle {

QString dimsCommand(const QString& file, const ShapeSpec& spec);

}  // namespace whittle
