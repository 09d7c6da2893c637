// What every table of the window offers: all its rows on the clipboard and in files.
#include "tests/views/gui/window_support.h"

#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTableView>
#include <QTreeView>

#include "app/workbench/minify_service.h"
#include "app/workbench/timed_application.h"
#include "views/graph/node_list.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() {
        show({[](const std::filesystem::path& path) -> Result<OpenedGraph> {
                  return OpenedGraph{path.filename() == "large.pt2" ? modulesGraph(20'000) : blocksGraph(), "pt2", {}};
              }, minifyService({}), {}});
    }
    NodeList& nodes() { return *window->findChild<NodeList*>(); }
    static void choose(QAbstractItemView& view, const QString& name) {
        for (QAction* action : view.actions())
            if (action->objectName() == name) return action->trigger();
    }
    // In the menu that opens on the view: Qt's own of all its actions, or one that the view fills.
    static bool isInMenuOf(QAbstractItemView& view, const QString& name) {
        if (view.contextMenuPolicy() == Qt::ActionsContextMenu) return std::ranges::any_of(view.actions(), [&](const QAction* action) { return action->objectName() == name; });
        emit view.customContextMenuRequested({2, 2});
        bool isThere = false;
        for (auto* menu : view.findChildren<QMenu*>(Qt::FindDirectChildrenOnly)) {
            isThere |= menu->isVisible() && std::ranges::any_of(menu->actions(), [&](const QAction* action) { return action->objectName() == name; });
            menu->close();
        }
        return isThere;
    }
};

}  // namespace

class TableExportTest : public QObject {
    Q_OBJECT
private slots:
    void every_table_of_the_window_offers_it() {
        Opened app;
        int tables = 0;
        for (QAbstractItemView* view : app.window->findChildren<QAbstractItemView*>()) {
            if (!qobject_cast<QTableView*>(view) && !qobject_cast<QTreeView*>(view)) continue;
            QStringList names;
            for (const QAction* action : view->actions()) names << action->objectName();
            QVERIFY2(names.contains("table.csv") && names.contains("table.tsv") && names.contains("table.export"), qPrintable(view->accessibleName() + ": " + names.join(',')));
            QVERIFY2(Opened::isInMenuOf(*view, "table.csv"), qPrintable(view->accessibleName()));
            ++tables;
        }
        QVERIFY2(tables >= 10, qPrintable(QString::number(tables)));
    }

    void copies_all_rows_as_they_stand() {
        Opened app;
        app.open("blocks.pt2");
        app.choose(app.nodes(), "table.csv");
        QTRY_VERIFY(app.window->isIdle());
        QTRY_COMPARE(QApplication::clipboard()->text().count("\r\n"), app.nodes().model()->rowCount() + 1);
        QVERIFY2(QApplication::clipboard()->text().startsWith("order,name,operator,type,module,source\r\n0,x,"), qPrintable(QApplication::clipboard()->text()));
        QCOMPARE(app.window->statusBar()->currentMessage(), QString("%1 rows copied.").arg(app.nodes().model()->rowCount()));
        app.nodes().sortByColumn(0, Qt::DescendingOrder);
        QTRY_VERIFY(app.nodes().model()->index(0, 0).data().toString() != "0");
        app.choose(app.nodes(), "table.tsv");
        QTRY_VERIFY(QApplication::clipboard()->text().startsWith(QString("order\tname\toperator\ttype\tmodule\tsource\n%1\t").arg(app.nodes().model()->rowCount() - 1)));
    }

    void the_menu_takes_the_table_with_the_focus() {
        Opened app;
        QApplication::clipboard()->setText("before");
        app.window->actions().action("file.copy-table")->trigger();
        QVERIFY(app.window->statusBar()->currentMessage().startsWith("Go to a table first"));
        app.window->dock("log")->show();
        app.window->dock("log")->raise();
        auto* log = app.window->dock("log")->findChild<QTableView*>();
        app.open("blocks.pt2");
        log->setFocus();
        QTRY_COMPARE(app.window->tables().current(), log);
        app.window->actions().action("file.copy-table")->trigger();
        QTRY_VERIFY2(QApplication::clipboard()->text().startsWith("Time,What,Command\r\n"), qPrintable(QApplication::clipboard()->text()));
        QVERIFY(QApplication::clipboard()->text().contains("whittle info /tmp/blocks.pt2"));
    }

    void exports_what_the_suffix_says() {
        Opened app;
        app.open("blocks.pt2");
        app.nodes().setFocus();
        app.window->actions().action("file.table")->trigger();
        auto* dialog = app.window->findChild<QFileDialog*>();
        QVERIFY(dialog);
        const QString path = app.folder.filePath("nodes.json");
        emit dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(QFile::exists(path));
        QTRY_VERIFY(app.window->statusBar()->currentMessage().contains(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
        QCOMPARE(rows.size(), app.nodes().model()->rowCount());
        QCOMPARE(rows[1].toObject()["order"].toInt(), 1);
        QVERIFY(app.window->log().script("x").contains(path));
    }

    void says_why_a_file_was_not_written() {
        Opened app;
        app.open("blocks.pt2");
        app.window->tables().exportTo(app.nodes(), app.folder.filePath("nodes.xls"));
        QTRY_VERIFY(app.window->findChild<QMessageBox*>());
        auto* box = app.window->findChild<QMessageBox*>();
        QCOMPARE(box->text(), "nodes.xls was not written.");
        QVERIFY(box->informativeText().contains("the name ends in one of .csv, .tsv, .json"));
        box->close();
        QVERIFY(!QFile::exists(app.folder.filePath("nodes.xls")));
    }

    void many_rows_keep_nobody_waiting() {
        Opened app;
        app.open("large.pt2");
        auto& application = *static_cast<TimedApplication*>(qApp);
        application.forgetLongest();
        app.window->tables().exportTo(app.nodes(), app.folder.filePath("nodes.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(app.folder.filePath("nodes.csv")), 30000);
        QVERIFY2(application.longest().milliseconds <= 16, qPrintable(QStringLiteral("%1 ms in %2").arg(application.longest().milliseconds).arg(application.longest().what)));
        QFile file(app.folder.filePath("nodes.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), app.nodes().model()->rowCount() + 1);
    }
};

WHITTLE_TEST(TableExportTest)
#include "table_export_test.moc"
