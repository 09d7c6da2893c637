#include "views/models/graph_source.h"

namespace whittle {

OpenOptions GraphSource::options() const { return {.model = model.toStdString(), .seed = seed, .inputs = inputs.toStdString()}; }

}  // namespace whittle
