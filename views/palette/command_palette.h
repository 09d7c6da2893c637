// The command palette: a field and what fits what is typed there, over the top of the window. It is used by keys alone: arrows and
// page keys move through the list, Enter takes, Esc leaves.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>

#include "views/models/palette.h"

namespace whittle {

class CommandPalette : public QFrame {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* window);

    /// `query`: what stands in the field at first, as "@".
    void open(QList<PaletteEntry> entries, SceneRef scene, const QString& query = {});
    QLineEdit& field() { return *m_field; }
    QListView& list() { return *m_list; }

signals:
    void chosen(const PaletteEntry& entry);  ///< the focus is where it was before

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void setQuery(const QString& query);
    void move(int rows);
    void take();
    void leave();
    void place();
    void describe();

    PaletteModel m_model;
    QLineEdit* m_field;
    QListView* m_list;
    QLabel* m_hint;
    QPointer<QWidget> m_before;  // had the focus
};

}  // namespace whittle
