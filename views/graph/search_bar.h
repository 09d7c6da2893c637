// The search field of a graph with its hits: as you type, Enter and F3 go on, Shift back. A button lists what can be typed.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QWidget>

#include "views/graph/saved_search_button.h"
#include "views/models/graph_controller.h"

namespace whittle {

class SearchBar : public QWidget {
    Q_OBJECT
public:
    explicit SearchBar(GraphController& graph, QWidget* parent = nullptr);
    void focusField();
    void setText(const QString& text) { m_field->setText(text); }
    QMenu& examples() { return *m_examples; }
    /// From now on searches can be saved there, and are offered.
    void keepIn(SavedSearches& searches);
    SavedSearchButton* saved() { return m_saved; }  ///< null before keepIn()

signals:
    void left();  ///< Escape: the canvas takes the keyboard back

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showHits();
    void makeExamples();

    GraphController& m_graph;
    QLineEdit* m_field;
    QLabel* m_count;
    SavedSearchButton* m_saved = nullptr;
    QToolButton* m_help;
    QMenu* m_examples;
    QToolButton* m_previous;
    QToolButton* m_next;
};

}  // namespace whittle
