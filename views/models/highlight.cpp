#include "views/models/highlight.h"

#include <QCoreApplication>

#include "views/models/paths.h"

namespace whittle {
namespace {

QString tr(const char* text, int n = -1) { return QCoreApplication::translate("whittle", text, nullptr, n); }

QString nameOf(const GraphContent& content, int item) {
    const SceneBox& box = content.items()[static_cast<std::size_t>(item)];
    return box.name.isEmpty() || box.kind == SceneBox::Kind::Output ? box.title : box.name;
}

// Behind what the item itself stands for.
int othersIn(const GraphContent& content, const std::vector<int>& boxes, int item) {
    int others = 0;
    for (const int box : boxes) others += content.isInside(box, item) ? 0 : 1;
    return others;
}

}  // namespace

Highlight makeHighlight(const GraphContent& content, Highlight::Kind kind, int item, int other, int steps) {
    Highlight made{.kind = kind, .item = item, .other = other, .steps = steps, .boxes = {}, .text = {}};
    switch (kind) {
        case Highlight::Kind::Producers:
            made.boxes = allProducers(content, item);
            made.text = tr("%Ln boxes feed %1", othersIn(content, made.boxes, item)).arg(nameOf(content, item));
            break;
        case Highlight::Kind::Users:
            made.boxes = allUsers(content, item);
            made.text = tr("%1 feeds %Ln boxes", othersIn(content, made.boxes, item)).arg(nameOf(content, item));
            break;
        case Highlight::Kind::Near: {
            made.boxes = boxesNear(content, item, steps);
            const int others = othersIn(content, made.boxes, item);
            made.text = steps == 1 ? tr("%Ln boxes next to %1", others).arg(nameOf(content, item)) : tr("%Ln boxes at most %1 steps from %2", others).arg(steps).arg(nameOf(content, item));
            break;
        }
        case Highlight::Kind::Ways:
            made.boxes = boxesBetween(content, item, other);
            made.text = made.boxes.empty() ? tr("No way leads from %1 to %2, nor back").arg(nameOf(content, item), nameOf(content, other))
                                           : tr("%Ln boxes on the ways between %1 and %2", static_cast<int>(made.boxes.size())).arg(nameOf(content, item), nameOf(content, other));
    }
    return made;
}

}  // namespace whittle
