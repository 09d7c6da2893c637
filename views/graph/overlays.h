// What helps to read the canvas: the overview map over a corner, the key of the colours below.
#pragma once

#include <QWidget>

#include "views/graph/canvas.h"
#include "views/worker_picture.h"

namespace whittle {

/// The whole graph, small, with the part in sight; click or drag goes there. Hides itself when all is in sight.
class OverviewMap : public QWidget {
    Q_OBJECT
public:
    OverviewMap(GraphController& graph, GraphCanvas& canvas);
    bool isPainting() const { return m_picture.isPainting(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override { mousePressEvent(event); }
    void mouseReleaseEvent(QMouseEvent*) override {}
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void redraw();
    void follow();
    void paintMarks(QPainter& painter) const;

    GraphController& m_graph;
    GraphCanvas& m_canvas;
    WorkerPicture m_picture;
    double m_scale = 1;
};

/// What the colours of boxes say: families of operators, or the classes of an overlay, or the ends of its ramp; in as many rows as the
/// width needs.
class ColorKey : public QWidget {
    Q_OBJECT
public:
    explicit ColorKey(GraphController& graph, QWidget* parent = nullptr);
    void setWanted(bool wanted);
    /// While something else stands in the place of the graph.
    void setCovered(bool covered);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Look { Title, Family, Shade, Ramp };
    struct Entry {
        Look look;
        QString label;
        QString family;
        int shade = 0;
        QString most;  // of a ramp, whose label is the least
        QRect rect;
    };
    void rebuild();
    void addFamilies();
    void addShades(const OverlayShades& shades);
    void settle();
    int widthOf(const Entry& entry) const;
    void paintRamp(QPainter& painter, const Entry& entry) const;

    GraphController& m_graph;
    std::vector<Entry> m_entries;
    bool m_wanted = true;
    bool m_covered = false;
};

}  // namespace whittle
