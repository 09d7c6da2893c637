// One listing of a trace: a tree of rows with a field that searches in it. What was selected, folded and scrolled to stays when the listing is made anew,
// as it is while a log grows.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QTreeView>
#include <QWidget>

#include "views/models/trace_table_model.h"

namespace whittle {

class TraceList : public QWidget {
    Q_OBJECT
public:
    enum Folds { AllOpen, HeadingsOpen };  ///< at first; HeadingsOpen: what stands below rows of headings is folded

    /// `name`: for who cannot see it. `hint`: what stands in the empty search field; empty: there is none.
    TraceList(JobRunner& jobs, const QString& name, const QString& hint, Folds folds, QWidget* parent = nullptr);

    void setTable(TraceTableRef table);
    void setEmptyText(const QString& text);
    void setNote(const QString& text);  ///< beside the search field
    void setFilter(const QString& words) { m_filter->setText(words); }
    /// Without telling anybody.
    void setCurrent(const TraceTarget& target);
    TraceTarget current() const;
    bool isBusy() const { return m_model.isFiltering(); }

    QTreeView& tree() { return *m_tree; }
    QLineEdit& filterField() { return *m_filter; }
    TraceTableModel& model() { return m_model; }
    QString note() const { return m_note->text(); }
    QString emptyText() const { return m_empty->isVisibleTo(this) ? m_empty->text() : QString(); }
    void copyRow() const;
    void copyAll() const;

signals:
    void picked(const TraceTarget& target);     ///< the current row became another, by the user
    void activated(const TraceTarget& target);  ///< Enter or a double click
    void filterEdited(const QString& words);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void keep();
    void restore();
    void showColumns();
    void addCopying();

    TraceTableModel m_model;
    Folds m_folds;
    QLineEdit* m_filter;
    QLabel *m_note, *m_empty;
    QTreeView* m_tree;
    QString m_own, m_ownEmpty;  // what the owner says beside it, and in its place
    QStringList m_current;
    QHash<QString, bool> m_opened;  // by the user, or not
    int m_scrolled = 0, m_columns = 0, m_names = 0;
    bool m_isRestoring = false;
    TraceTarget m_wanted;  // waits for a listing that has it
};

}  // namespace whittle
