#include "views/graph/canvas_accessible.h"

#include <algorithm>

#include "views/graph/canvas.h"

namespace whittle {
namespace {

class BoxAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    BoxAccessible(GraphCanvas& canvas, int item) : m_canvas(&canvas), m_scene(canvas.graph().scene()), m_item(item) {}

    int item() const { return m_item; }

    // As long as the version of the graph is shown that it is a box of.
    bool isValid() const override { return m_canvas && !m_scene.expired() && m_canvas->graph().scene() == m_scene.lock(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return m_canvas ? QAccessible::queryAccessibleInterface(m_canvas) : nullptr; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::TreeItem; }

    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        const SceneBox& box = scene().box(m_item);
        if (kind == QAccessible::Name) return box.title == box.name || box.name.isEmpty() ? box.title : box.title + u' ' + box.name;
        return kind == QAccessible::Description ? m_canvas->describedItem(m_item) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        if (!isValid() || !scene().isShown(m_item)) return {};
        const QRect place = m_canvas->viewRect(m_item).intersected(m_canvas->viewport()->rect());
        return {m_canvas->viewport()->mapToGlobal(place.topLeft()), place.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State out;
        out.invalid = !isValid();
        if (out.invalid) return out;
        out.selectable = out.focusable = true;
        out.selected = m_canvas->graph().selected() == m_item;
        out.focused = out.selected && m_canvas->hasFocus();
        out.invisible = !scene().isShown(m_item);
        out.offscreen = rect().isEmpty();
        out.expandable = scene().isGroup(m_item);
        out.expanded = out.expandable && scene().isOpen(m_item);
        out.collapsed = out.expandable && !out.expanded;
        return out;
    }

    void* interface_cast(QAccessible::InterfaceType type) override { return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr; }
    QStringList actionNames() const override {
        if (!isValid()) return {};
        return scene().isGroup(m_item) ? QStringList{setFocusAction(), toggleAction()} : QStringList{setFocusAction()};
    }
    void doAction(const QString& name) override {
        if (!isValid()) return;
        GraphController& graph = m_canvas->graph();
        if (name == setFocusAction()) {
            m_canvas->setFocus(Qt::OtherFocusReason);
            graph.select(m_item);
        } else if (name == toggleAction() && scene().isGroup(m_item)) {
            graph.setOpen(m_item, !scene().isOpen(m_item));
        }
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    const GraphScene& scene() const { return *m_canvas->graph().scene(); }

    QPointer<GraphCanvas> m_canvas;
    std::weak_ptr<const GraphScene> m_scene;
    int m_item;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* canvas = qobject_cast<GraphCanvas*>(object);
    return canvas ? new CanvasAccessible(*canvas) : nullptr;
}

}  // namespace

CanvasAccessible::CanvasAccessible(GraphCanvas& canvas) : QAccessibleWidget(&canvas, QAccessible::Tree) {}

CanvasAccessible::~CanvasAccessible() { forget(); }

GraphCanvas& CanvasAccessible::canvas() const { return *static_cast<GraphCanvas*>(widget()); }

void CanvasAccessible::forget() const {
    for (const auto& [item, id] : std::exchange(m_ids, {})) QAccessible::deleteAccessibleInterface(id);
}

// In the order of the graph: around before within.
std::vector<int> CanvasAccessible::boxes() const {
    const SceneRef& scene = canvas().graph().scene();
    if (!scene) return {};
    const QRectF seen = canvas().visibleScene();
    std::vector<int> out = scene->itemsIn({static_cast<float>(seen.x()), static_cast<float>(seen.y()), static_cast<float>(seen.width()), static_cast<float>(seen.height())});
    if (out.size() > kMostBoxes) out.resize(kMostBoxes);
    if (const int selected = canvas().graph().selected(); selected >= 0 && std::ranges::find(out, selected) == out.end()) out.push_back(selected);
    return out;
}

QAccessibleInterface* CanvasAccessible::box(int item) const {
    const SceneRef& scene = canvas().graph().scene();
    if (m_scene.lock() != scene) {
        forget();
        m_scene = scene;
    }
    const auto found = m_ids.find(item);
    if (found != m_ids.end()) return QAccessible::accessibleInterface(found->second);
    auto* made = new BoxAccessible(canvas(), item);
    m_ids.emplace(item, QAccessible::registerAccessibleInterface(made));
    return made;
}

int CanvasAccessible::childCount() const { return static_cast<int>(boxes().size()); }

QAccessibleInterface* CanvasAccessible::child(int index) const {
    const std::vector<int> all = boxes();
    return index >= 0 && index < static_cast<int>(all.size()) ? box(all[static_cast<std::size_t>(index)]) : nullptr;
}

int CanvasAccessible::indexOfChild(const QAccessibleInterface* child) const {
    const auto* box = dynamic_cast<const BoxAccessible*>(child);
    if (!box || !box->isValid()) return -1;
    const std::vector<int> all = boxes();
    const auto found = std::ranges::find(all, box->item());
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

QAccessibleInterface* CanvasAccessible::childAt(int x, int y) const {
    const int item = canvas().itemAt(canvas().viewport()->mapFromGlobal(QPoint(x, y)));
    return item >= 0 ? box(item) : nullptr;
}

QAccessibleInterface* CanvasAccessible::focusChild() const {
    const int selected = canvas().graph().selected();
    return canvas().hasFocus() && canvas().graph().scene() && selected >= 0 ? box(selected) : nullptr;
}

void installCanvasAccessible() {
    static const bool kInstalled = (QAccessible::installFactory(makeInterface), true);
    (void)kInstalled;
}

}  // namespace whittle
