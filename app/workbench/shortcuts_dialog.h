// Every key that does something, read from the actions themselves plus those of the canvas.
#pragma once

#include <QDialog>

class QAction;

namespace whittle {

class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

}  // namespace whittle
