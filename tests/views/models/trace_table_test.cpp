// Listings of a trace: what stands below what, what is found in them, what is copied.
#include "views/models/trace_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/views/models/models_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// fruit: apple (red), pear (green: conference), and by itself "bread".
std::shared_ptr<TraceTable> pantry() {
    auto table = std::make_shared<TraceTable>(std::vector<TraceColumn>{{"What", 100}, {"More", 80, true}}, 1);
    const int fruit = table->addHeading("fruit");
    table->add({.cells = {"apple", "red"}, .parent = fruit, .tone = TraceTone::Good, .target = {.log = 0, .compile = 1}});
    const int pear = table->add({.cells = {"pear", "green"}, .tip = "grown in Kent", .parent = fruit});
    table->add({.cells = {"conference"}, .parent = pear, .target = {.log = 0, .compile = 2, .record = 7}});
    table->add({.cells = {"bread", ""}});
    table->finish();
    return table;
}

QStringList names(const TraceTable& table) {
    QStringList out;
    for (int row = 0; row < table.count(); ++row) out << table.row(row).cells[0];
    return out;
}

}  // namespace

class TraceTableTest : public QObject {
    Q_OBJECT
private slots:
    void rows_stand_below_others() {
        const auto table = pantry();
        QCOMPARE(table->children(-1).size(), std::size_t(2));
        QCOMPARE(table->children(0).size(), std::size_t(2));
        QCOMPARE(table->children(2)[0], 3);
        QVERIFY(table->children(4).empty());
        QCOMPARE(table->place(4), 1);
        QCOMPARE(table->path(3), QStringList({"fruit", "pear", "conference"}));
        QCOMPARE(table->find(QStringList({"fruit", "pear", "conference"})), 3);
        QCOMPARE(table->find(QStringList({"fruit", "bread"})), -1);
        QCOMPARE(table->find(TraceTarget{.log = 0, .compile = 1}), 1);
        QCOMPARE(table->find(TraceTarget{.log = 0, .compile = 9}), -1);
        QVERIFY(!TraceTarget{.log = 0}.isSubject());
        QVERIFY((TraceTarget{.log = 0, .compile = 0, .record = 0}.isText()));
    }

    void what_is_found_keeps_what_is_around_it_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("want");
        QTest::addColumn<int>("hits");
        QTest::newRow("a row and what is above it") << "APPLE" << QStringList{"fruit", "apple"} << 1;
        QTest::newRow("what is below too") << "green" << QStringList{"fruit", "pear", "conference"} << 1;
        QTest::newRow("in the tip") << "kent" << QStringList{"fruit", "pear", "conference"} << 1;
        QTest::newRow("all of the words") << "pear red" << QStringList{} << 0;
        QTest::newRow("in any cell") << "red app" << QStringList{"fruit", "apple"} << 1;
        QTest::newRow("at the root") << "bread" << QStringList{"bread"} << 1;
        QTest::newRow("several") << "re" << QStringList{"fruit", "apple", "pear", "conference", "bread"} << 4;
        QTest::newRow("nothing") << "meat" << QStringList{} << 0;
    }
    void what_is_found_keeps_what_is_around_it() {
        QFETCH(QString, words);
        QFETCH(QStringList, want);
        QFETCH(int, hits);
        const auto found = pantry()->filtered(words, {});
        QCOMPARE(names(*found), want);
        QCOMPARE(found->hits(), hits);
        for (int row = 0; row < found->count(); ++row) QVERIFY(found->row(row).parent < row);
    }

    void rows_are_copied_as_text() {
        const auto table = pantry();
        QCOMPARE(table->text(1), QString("apple\tred"));
        QCOMPARE(table->text(2), QString("pear\tgreen\tgrown in Kent"));
        QCOMPARE(table->text(4), QString("bread"));
        QCOMPARE(table->text(), QString("fruit\n  apple\tred\n  pear\tgreen\tgrown in Kent\n    conference\nbread\n"));
    }

    void the_model_follows_the_filter() {
        JobRunner jobs;
        TraceTableModel model(jobs);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.rowCount(), 0);
        model.setTable(pantry());
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex pear = model.index(1, 0, model.index(0, 0));
        QCOMPARE(pear.data().toString(), QString("pear"));
        QCOMPARE(pear.data(Qt::ToolTipRole).toString(), QString("grown in Kent"));
        QCOMPARE(model.index(0, 0, pear).data(TraceTableModel::TargetRole).value<TraceTarget>().record, qint64(7));
        QVERIFY(model.index(0, 1, model.index(0, 0)).data(TraceTableModel::MarkRole).toBool());
        QVERIFY(!pear.siblingAtColumn(1).data(TraceTableModel::MarkRole).toBool());
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("More"));
        QSignalSpy shown(&model, &TraceTableModel::shownChanged);
        model.setFilter("conf");
        QVERIFY(model.isFiltering());
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.shown()->hits(), 1);
        // A new table is searched before it is shown.
        auto other = std::make_shared<TraceTable>(pantry()->columns());
        other->add({.cells = {"confetti"}});
        other->add({.cells = {"cake"}});
        other->finish();
        model.setTable(other);
        QTRY_COMPARE(model.index(0, 0).data().toString(), QString("confetti"));
        QCOMPARE(model.rowCount(), 1);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 2);
        model.setTable(nullptr);
        QCOMPARE(model.columnCount(), 0);
    }
};

WHITTLE_TEST(TraceTableTest)
#include "trace_table_test.moc"
