// Tables as data: what is read of a model, and what the files say.
#include "tests/views/models/models_support.h"

#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStringListModel>

#include "views/models/action_log.h"
#include "views/models/graph_model.h"
#include "views/models/table_reader.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const TableFormat& format(const char* suffix) {
    return *std::ranges::find_if(tableFormats(), [&](const TableFormat& one) { return std::string_view(one.suffix) == suffix; });
}

TableData sample() {
    TableData table;
    table.columns = {"Name", "Time"};
    table.keys = {"name", "time_ms"};
    const auto row = [&](const QVariant& name, const QVariant& time) { table.rows.push_back({{{}, name}, {{}, time}}); };
    row("plain", 0.1);
    row("a,\"b\"\nc", 1e-300);
    row("=HYPERLINK(\"x\")", unknownNumber());
    row("\ttab", std::nan(""));
    row(QString::fromUtf8("größe"), -HUGE_VAL);
    return table;
}

// Two rows, the first with one below it, which has one below itself; two columns of the same title.
class Tree : public QAbstractItemModel {
public:
    using QAbstractItemModel::QAbstractItemModel;
    QModelIndex index(int row, int column, const QModelIndex& above = {}) const override { return createIndex(row, column, above.isValid() ? above.internalId() + 1 : quintptr{0}); }
    QModelIndex parent(const QModelIndex& index) const override { return index.internalId() == 0 ? QModelIndex() : createIndex(0, 0, index.internalId() - 1); }
    int rowCount(const QModelIndex& above = {}) const override { return !above.isValid() ? 2 : above.row() == 0 && above.internalId() < 2; }
    int columnCount(const QModelIndex& = {}) const override { return 2; }
    QVariant data(const QModelIndex& index, int role) const override {
        if (role != Qt::DisplayRole) return {};
        return QStringLiteral("%1%2%3").arg(index.internalId()).arg(index.row()).arg(index.column() == 0 ? 'a' : 'b');
    }
    QVariant headerData(int, Qt::Orientation, int role) const override { return role == Qt::DisplayRole ? QVariant("Name") : QVariant(); }
};

}  // namespace

class TableTest : public QObject {
    Q_OBJECT

    // Null: none came.
    TableRef read(const QAbstractItemModel& model, TableReader::Cells cells = TableReader::Cells::Values) {
        TableRef out;
        QString error;
        auto* reader = new TableReader(model, "Title", cells, [&](Result<TableRef> table) {
            if (table) out = *table;
            else error = QString::fromStdString(table.error().message);
        }, this);
        QSignalSpy gone(reader, &QObject::destroyed);
        if (!gone.wait()) return nullptr;
        m_error = error;
        return out;
    }
    QString m_error;

private slots:
    void writes_comma_separated_values() {
        QCOMPARE(QString::fromStdString(format("csv").write(sample())),
                 QString::fromUtf8("name,time_ms\r\nplain,0.1\r\n\"a,\"\"b\"\"\nc\",1e-300\r\n\"'=HYPERLINK(\"\"x\"\")\",\r\n'\ttab,NaN\r\ngröße,-Infinity\r\n"));
    }

    void writes_tabs_between_without_any_inside() {
        QCOMPARE(QString::fromStdString(format("tsv").write(sample())),
                 QString::fromUtf8("name\ttime_ms\nplain\t0.1\na,\"b\" c\t1e-300\n'=HYPERLINK(\"x\")\t\n' tab\tNaN\ngröße\t-Infinity\n"));
    }

    void writes_json_that_reads_back() {
        const QJsonArray rows = QJsonDocument::fromJson(QByteArray::fromStdString(format("json").write(sample()))).array();
        QCOMPARE(rows.size(), 5);
        QCOMPARE(rows[0].toObject()["time_ms"].toDouble(), 0.1);
        QCOMPARE(rows[1].toObject()["name"].toString(), "a,\"b\"\nc");
        QVERIFY(rows[2].toObject()["time_ms"].isNull());
        QCOMPARE(rows[2].toObject()["name"].toString(), "=HYPERLINK(\"x\")");
        QCOMPARE(rows[3].toObject()["time_ms"].toString(), "NaN");
    }

    void writes_by_the_suffix_or_not_at_all() {
        QTemporaryDir folder;
        QVERIFY(writeTable(sample(), folder.filePath("t.CSV")));
        QFile file(folder.filePath("t.CSV"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray::fromStdString(format("csv").write(sample())));
        const Result<void> refused = writeTable(sample(), folder.filePath("t.xls"));
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().message), "a table is not written as 't.xls'; the name ends in one of .csv, .tsv, .json");
        QVERIFY(!QFile::exists(folder.filePath("t.xls")));
    }

    void reads_values_where_the_model_has_them() {
        JobRunner jobs;
        GraphModel model(jobs);
        model.setContent(*GraphContent::build(snapshot(smallGraph()), {}));
        const TableRef table = read(model);
        QVERIFY(table);
        QCOMPARE(table->title, "Title");
        QCOMPARE(table->keys, QStringList({"order", "name", "operator", "type", "module", "source"}));
        QCOMPARE(table->columns.first(), "#");
        QCOMPARE(static_cast<int>(table->rows.size()), model.rowCount());
        QCOMPARE(table->rows[2][0].value, QVariant(2));
        QCOMPARE(table->rows[2][2].value.toString(), model.index(2, GraphModel::OperatorColumn).data().toString());
        QVERIFY(table->rows[2][0].text.isEmpty());
        QCOMPARE(read(model, TableReader::Cells::ValuesAndTexts)->rows[2][0].text, "2");
    }

    void reads_rows_below_others_with_whose_they_are() {
        Tree model;
        const TableRef table = read(model);
        QVERIFY(table);
        QCOMPARE(table->keys, QStringList({"under", "Name", "Name_2"}));
        QStringList rows;
        for (const auto& row : table->rows) rows << row[0].value.toString() + '|' + row[1].value.toString() + '|' + row[2].value.toString();
        QCOMPARE(rows, QStringList({"|00a|00b", "00a|10a|10b", QString::fromUtf8("00a › 10a|20a|20b"), "|01a|01b"}));
    }

    void reads_in_slices_and_begins_again_when_rows_go() {
        QStringListModel model(QStringList(100'000, "x"));
        TableRef table;
        bool eventsCame = false;
        auto* reader = new TableReader(model, "T", TableReader::Cells::Values, [&](Result<TableRef> result) { table = *result; }, this);
        QVERIFY(!table);  // nothing is read before the caller goes on
        QTimer::singleShot(1, this, [&] {
            eventsCame = !table;
            model.removeRows(0, 50'000);
        });
        QSignalSpy gone(reader, &QObject::destroyed);
        QVERIFY(gone.wait());
        QVERIFY(eventsCame);
        QCOMPARE(static_cast<int>(table->rows.size()), 50'000);
    }

    void ends_with_the_model_or_with_a_refusal() {
        auto* model = new QStringListModel(QStringList(20'000, "x"));
        bool called = false;
        auto* reader = new TableReader(*model, "T", TableReader::Cells::Values, [&](Result<TableRef>) { called = true; }, this);
        QSignalSpy gone(reader, &QObject::destroyed);
        delete model;
        QVERIFY(gone.wait());
        QVERIFY(!called);

        struct Vast : QAbstractTableModel {
            int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 3'000'000; }
            int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 2; }
            QVariant data(const QModelIndex&, int) const override { return {}; }
        } vast;
        QVERIFY(!read(vast));
        QCOMPARE(m_error, "the table has 3000000 rows and 2 columns; of more than 4000000 cells in all no copy is made");
    }

    void log_says_its_times_in_full() {
        ActionLog log;
        log.add("Opened x", "whittle info x", QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5)));
        QCOMPARE(read(log)->rows[0][0].value.toString(), "2026-01-02T03:04:05");
    }
};

WHITTLE_TEST(TableTest)
#include "table_test.moc"
