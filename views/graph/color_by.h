// Chooses what the boxes of a graph are coloured by: their operators' families, what the graph tells, what others offer.
#pragma once

#include <QToolButton>

#include "views/models/graph_controller.h"

class QMenu;

namespace whittle {

class ColorBy : public QToolButton {
    Q_OBJECT
public:
    explicit ColorBy(GraphController& graph, QWidget* parent = nullptr);

    void openMenu();
    QMenu& choiceMenu() { return *m_menu; }
    /// Where there is little room; the key and the tool tip say the rest.
    void setShort(bool isShort);

signals:
    void left();  ///< something was chosen: the canvas takes the keyboard back

private:
    struct Choice {
        QString key;
        QString title;
    };
    QList<Choice> choices() const;
    void fill();
    void addRampChoices();
    void follow();

    GraphController& m_graph;
    QMenu* m_menu;
    bool m_short = false;
};

}  // namespace whittle
