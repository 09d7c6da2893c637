// What an item of a scene is called in what is kept of it: in a session, in the history of places. Holds in every version of the graph.
#pragma once

#include "views/models/graph_scene.h"

namespace whittle {

/// "node:linear_3", "input:x", "output:0", "module:layers.0 (2)". Empty for none.
QString itemKey(const GraphScene& scene, int item);
/// -1: this graph has none of the name. Cost: linear.
int findItem(const GraphScene& scene, const QString& key);
/// Of several, by place in `keys`; -1: this graph has none of the name. Cost: as of one.
std::vector<int> findItems(const GraphScene& scene, const QStringList& keys);
/// It begins as a key does.
bool isItemKey(const QString& text);

}  // namespace whittle
