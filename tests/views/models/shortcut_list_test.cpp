// Keys that are changed: who has which, what stands against it, and the way back.
#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/views/models/models_support.h"
#include "views/models/shortcut_list.h"

using namespace whittle;

namespace {

QList<ShortcutRow> rows() {
    return {{"file.open", "Open…", "File", "Ctrl+O", "Ctrl+O", {}},
            {"go.find", "Find…", "Go", "Ctrl+F", "Ctrl+F", {}},
            {"help.about", "About", "Help", "", "", {}},
            {"", "Follow the edges", "Graph", "↑ ↓", "↑ ↓", {"Up", "Down"}}};
}

}  // namespace

class ShortcutListTest : public QObject {
    Q_OBJECT
private slots:
    void a_free_key_is_given() {
        ShortcutList list(rows());
        QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy told(&list, &ShortcutList::keysChanged);
        QCOMPARE(list.conflict(2, "F1"), QString());
        QVERIFY(list.setKeys(2, "F1"));
        QCOMPARE(told, (QList<QVariantList>{{"help.about", "F1"}}));
        QVERIFY(list.isChanged(2));
        QCOMPARE(list.index(2, ShortcutList::Keys).data().toString(), QString("F1"));
        QVERIFY(list.index(2, 0).data(Qt::ToolTipRole).toString().contains("no key"));
    }

    void a_taken_key_says_whose_it_is_and_moves() {
        ShortcutList list(rows());
        QCOMPARE(list.conflict(0, "Ctrl+F"), QString("Ctrl+F is the key of “Find…” (Go), which would lose it."));
        QVERIFY(list.setKeys(0, "Ctrl+F"));
        QCOMPARE(list.row(0).keys, QString("Ctrl+F"));
        QCOMPARE(list.row(1).keys, QString());
        QVERIFY(list.hasChanges());
        list.resetAll();
        QCOMPARE(list.row(0).keys + ' ' + list.row(1).keys, QString("Ctrl+O Ctrl+F"));
        QVERIFY(!list.hasChanges());
    }

    void swapped_keys_find_back() {
        ShortcutList list(rows());
        list.setKeys(0, "Ctrl+F");
        list.setKeys(1, "Ctrl+O");
        list.resetAll();
        QCOMPARE(list.row(0).keys + ' ' + list.row(1).keys, QString("Ctrl+O Ctrl+F"));
    }

    void a_key_of_the_view_stays_its_own() {
        ShortcutList list(rows());
        QVERIFY(list.conflict(0, "Up").contains("a key of the view itself"));
        QVERIFY(!list.setKeys(0, "Up"));
        QVERIFY(!list.setKeys(3, "F9"));
        QCOMPARE(list.row(0).keys, QString("Ctrl+O"));
        QVERIFY(list.index(3, 0).data(ShortcutList::FixedRole).toBool());
    }

    void its_own_key_is_no_conflict() {
        ShortcutList list(rows());
        QCOMPARE(list.conflict(0, "Ctrl+O"), QString());
        QVERIFY(list.setKeys(0, ""));
        QVERIFY(list.reset(0));
        QCOMPARE(list.row(0).keys, QString("Ctrl+O"));
        QCOMPARE(list.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("Where"));
    }
};

WHITTLE_TEST(ShortcutListTest)
#include "shortcut_list_test.moc"
