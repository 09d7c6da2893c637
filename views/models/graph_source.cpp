#include "views/models/graph_source.h"

#include <QStringList>

namespace whittle {

OpenOptions GraphSource::options() const { return {.model = model.toStdString(), .seed = seed, .inputs = inputs.toStdString()}; }

QString GraphSource::how() const {
    QStringList words;
    if (!model.isEmpty()) words << QStringLiteral("--model ") + model;
    if (!inputs.isEmpty()) words << QStringLiteral("--inputs ") + inputs;
    if (seed != 0) words << QStringLiteral("--seed %1").arg(seed);
    return words.join(u' ');
}

}  // namespace whittle
