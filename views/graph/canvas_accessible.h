// What assistive technology finds on the canvas: the boxes in sight, each with its name, what it computes, where it lies and what can be done with it.
#pragma once

#include <unordered_map>
#include <vector>

#include <QAccessibleWidget>
#include <QPointer>

#include "views/models/graph_scene.h"

namespace whittle {

class GraphCanvas;

/// A tree whose items are the boxes in sight, at most kMostBoxes of them; what is selected is always there, and has the focus while the canvas has.
class CanvasAccessible : public QAccessibleWidget {
public:
    static constexpr int kMostBoxes = 500;  ///< more cannot be read at that size, and are a picture

    explicit CanvasAccessible(GraphCanvas& canvas);
    ~CanvasAccessible() override;

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;

private:
    GraphCanvas& canvas() const;
    std::vector<int> boxes() const;
    QAccessibleInterface* box(int item) const;
    void forget() const;

    mutable std::weak_ptr<const GraphScene> m_scene;             // that m_ids are of
    mutable std::unordered_map<int, QAccessible::Id> m_ids;      // of the boxes asked for so far, by item
};

/// From then on every GraphCanvas is found so. May be called again.
void installCanvasAccessible();

}  // namespace whittle
