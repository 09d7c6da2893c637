#include "views/models/item_key.h"

#include <algorithm>
#include <array>

#include <QMultiHash>

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

std::vector<int> findItems(const GraphScene& scene, const QStringList& keys) {
    std::array<QMultiHash<QStringView, std::size_t>, std::size(kKinds)> wanted;  // by kind and name: no text is made for each of many items
    for (qsizetype i = 0; i < keys.size(); ++i)
        for (std::size_t kind = 0; kind < std::size(kKinds); ++kind)
            if (const QLatin1String prefix(kKinds[kind]); keys[i].startsWith(prefix)) wanted[kind].insert(QStringView(keys[i]).mid(prefix.size()), static_cast<std::size_t>(i));
    std::vector<int> found(static_cast<std::size_t>(keys.size()), -1);
    for (int item = 0; item < scene.itemCount(); ++item) {
        const auto& names = wanted[static_cast<std::size_t>(scene.box(item).kind)];
        if (names.isEmpty()) continue;
        const auto [first, last] = names.equal_range(QStringView(scene.isGroup(item) ? scene.content()->foldKey(item) : scene.box(item).name));
        for (auto place = first; place != last; ++place)
            if (found[*place] < 0) found[*place] = item;
    }
    return found;
}

bool isItemKey(const QString& text) {
    return std::ranges::any_of(kKinds, [&](const char* kind) { return text.startsWith(QLatin1String(kind)); });
}

}  // namespace whittle
