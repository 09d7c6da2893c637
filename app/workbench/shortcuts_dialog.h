// The editor of keys: every action with its key, found by name or key, changed by pressing another. Below them the keys that the
// canvas has of its own.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>

#include "app/workbench/actions.h"
#include "views/models/shortcut_list.h"

namespace whittle {

/// Takes the next key that is pressed with what is held beside it. Esc, Tab and Backtab are its own way out.
class KeyRecorder : public QLineEdit {
    Q_OBJECT
public:
    explicit KeyRecorder(QWidget* parent = nullptr);

signals:
    void recorded(const QString& keys);
    void cancelled();

protected:
    bool event(QEvent* event) override;
};

class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(Actions& actions, QWidget* parent = nullptr);
    ShortcutList& list() { return m_list; }

private:
    static QList<ShortcutRow> rowsOf(const Actions& actions);
    int currentRow() const;
    void record();
    void take(const QString& keys);
    void showCurrent();

    ShortcutList m_list;
    QSortFilterProxyModel m_found;
    QTableView* m_table;
    KeyRecorder* m_recorder;
    QLabel* m_said;
    QPushButton *m_change, *m_instead, *m_none, *m_reset, *m_resetAll;
    QString m_wanted;  // keys that somebody else has
};

}  // namespace whittle
