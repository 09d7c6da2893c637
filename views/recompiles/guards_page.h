// The guards of an entry: a tree with a search, what each costs, and how often it failed.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTreeView>

#include "views/models/guard_tree_model.h"
#include "views/models/stance_details.h"

namespace whittle {

class GuardsPage : public QWidget {
    Q_OBJECT
public:
    explicit GuardsPage(StanceDetails& details, QWidget* parent = nullptr);
    GuardTreeModel& model() { return m_model; }
    QTreeView& tree() { return *m_tree; }
    QLineEdit& search() { return *m_search; }
    QComboBox& entries() { return *m_entries; }
    /// Where the search hides it, that goes.
    void showGuard(int guard);

signals:
    void nodeWanted(const QString& node, const QString& line);

private:
    void showEntry();

    StanceDetails& m_details;
    GuardTreeModel m_model;
    QComboBox* m_entries;
    QLineEdit* m_search;
    QLabel* m_text;
    QTreeView* m_tree;
};

}  // namespace whittle
