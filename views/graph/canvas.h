// The graph on screen: pans, zooms, selects, hovers. What is shown comes from a GraphController; the
// drawing itself from scene_painter.
#pragma once

#include <QAbstractScrollArea>

#include "views/models/graph_controller.h"

class QMenu;

namespace whittle {

class GraphCanvas : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit GraphCanvas(GraphController& graph, QWidget* parent = nullptr);

    GraphController& graph() const { return m_graph; }
    double zoom() const { return m_zoom; }
    QRectF visibleScene() const;
    QRect viewRect(int item) const;          ///< where it lies in the viewport; of one that is shown
    int itemAt(QPointF viewPoint) const;     ///< -1: none
    QString describedItem(int item) const;   ///< for a screen reader
    /// Shows all; with `restView`, the first picture instead: all of it if that can be read, else the
    /// top of the graph at a size that can.
    void fit();
    void restView();
    void zoomIn() { zoomAt(viewport()->rect().center(), kStep); }
    void zoomOut() { zoomAt(viewport()->rect().center(), 1 / kStep); }
    void resetZoom() { zoomAt(viewport()->rect().center(), 1 / m_zoom); }
    void ensureVisible(int item);
    void centreOn(QPointF scenePoint);
    /// As it was left once: later versions of the graph keep the place.
    void showPlace(double zoom, QPointF centre);
    /// What is selected, to be pasted elsewhere; nothing without a selection.
    void copyText();
    void copyMarkdown();

signals:
    void viewChanged();
    void menuWanted(QMenu& menu);  ///< before it opens, for who has more to do with what is selected

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    static constexpr double kStep = 1.25;

    void zoomAt(QPointF viewPoint, double factor);
    void pan(QPointF pixels);
    void setView(double zoom, QPointF centre);
    QPointF toScene(QPointF viewPoint) const;
    QPointF toView(QPointF scenePoint) const;
    int stubAt(QPointF viewPoint) const;
    int lineAt(QPointF viewPoint) const;
    void hover(QPointF viewPoint);
    void followStub(int stub, QPoint globalPosition);
    bool showTip(const QPoint& viewPoint, const QPoint& globalPoint);
    void onScene();
    void onSelection(int item);
    void describe();
    QPointF keptPlace() const;

    GraphController& m_graph;
    SceneRef m_shown;       // as painted last
    double m_zoom = 1;
    QPointF m_centre;       // scene point in the middle of the viewport
    bool m_moved = false;   // by the user: a new version of the graph then keeps the place
    QPointF m_pressed, m_last;
    bool m_dragging = false;
    bool m_isClick = false;   // the button went down here and was not part of a double-click
    bool m_selecting = false; // by a click: what was clicked is in sight
    int m_hovered = -1;
    int m_hoveredLine = -1;
};

}  // namespace whittle
