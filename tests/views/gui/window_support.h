// A window that a test opens graphs in, and what tests of windows look for.
#pragma once

#include "app/workbench/main_window.h"

#include <QAccessible>
#include <QTabBar>

#include "tests/views/models/models_support.h"

namespace whittle::test {

/// Widgets that take the focus and that a screen reader has no name for.
inline QStringList unnamedFocusable(const QWidget& root) {
    QStringList bad;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_")) continue;
        // Kept by Qt for docks that may share a place; with tabs it is called as the one in front.
        if (const auto* tabs = qobject_cast<QTabBar*>(widget); tabs && tabs->count() == 0) continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        if (face && face->text(QAccessible::Name).isEmpty())
            bad << QString("%1 in %2").arg(widget->metaObject()->className(),
                                           widget->parentWidget() ? widget->parentWidget()->metaObject()->className() : "");
    }
    return bad;
}

struct OpenedWindow {
    QTemporaryDir folder;
    QSettings settings{folder.filePath("s.ini"), QSettings::IniFormat};
    std::unique_ptr<MainWindow> window;

    /// In the place of the one before, with its settings.
    void show(WindowServices services) {
        window.reset();
        window = std::make_unique<MainWindow>(std::move(services), settings);
        window->show();
    }
    void open(const QString& name) {
        window->openFile("/tmp/" + name);
        QTRY_VERIFY(window->isIdle());
    }
    GraphCanvas& canvas() { return window->graphView().canvas(); }
    GraphController& graph() { return window->graph(); }
    QString selected() { return graph().selected() < 0 ? QString() : graph().scene()->box(graph().selected()).title; }
};

}  // namespace whittle::test
