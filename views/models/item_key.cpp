#include "views/models/item_key.h"

namespace whittle {
namespace {

constexpr const char* kKinds[] = {"node:", "input:", "output:", "module:"};  // by SceneBox::Kind

}  // namespace

QString itemKey(const GraphScene& scene, int item) {
    if (item < 0 || item >= scene.itemCount()) return {};
    const SceneBox& box = scene.box(item);
    return QLatin1String(kKinds[static_cast<std::size_t>(box.kind)]) + (scene.isGroup(item) ? scene.content()->foldKey(item) : box.name);
}

int findItem(const GraphScene& scene, const QString& key) {
    for (int item = 0; item < scene.itemCount(); ++item)
        if (itemKey(scene, item) == key) return item;
    return -1;
}

}  // namespace whittle
