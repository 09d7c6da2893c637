// The tables of a reduction while it goes: what its passes brought, and the other failures that it met.
#include <QAbstractItemModelTester>

#include "tests/views/models/models_support.h"
#include "views/models/other_failures_model.h"
#include "views/models/pass_worth_model.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Tells these, one after the other as it is let.
struct Telling {
    std::vector<MinifyProgress> news;
    std::atomic<std::size_t> let{0};
    MinifyWork work() {
        return [this](const Graph& graph, const MinifySettings&, const MinifyObserver& observe, const Steering& steering) -> Result<MinifyResult> {
            for (std::size_t i = 0; i < news.size() && !steering.cancelled();)
                if (i < let) observe(news[i++]);
                else std::this_thread::yield();
            while (let <= news.size() && !steering.cancelled()) std::this_thread::yield();
            MinifyResult result;
            result.graph = graph;
            result.others = *news.back().others;
            return result;
        };
    }
};

std::shared_ptr<const std::vector<OtherFailure>> failures(std::vector<int> counts) {
    std::vector<OtherFailure> out;
    for (const int count : counts)
        out.push_back({.failure = {.kind = FailureKind::Hang, .signature = std::to_string(out.size()), .message = "it hangs"}, .count = count, .example = "other/1-hang.wtl"});
    return std::make_shared<const std::vector<OtherFailure>>(std::move(out));
}

QString rowText(const QAbstractItemModel& model, int row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) cells << model.index(row, column).data().toString();
    return cells.join(QStringLiteral(" | "));
}

}  // namespace

class MinifyRowsTest : public QObject {
    Q_OBJECT
private slots:
    void rows_come_and_change_while_it_goes() {
        const GraphRef graph = snapshot(chainGraph(9));
        Telling telling;
        telling.news = {
            {.phase = "halves", .others = failures({}), .passes = {{.pass = "halves", .tried = 4, .known = 1, .accepted = 2, .nodesRemoved = 6, .milliseconds = 8}}, .best = graph},
            {.phase = "cut-after", .others = failures({1}),
             .passes = {{.pass = "halves", .tried = 4, .known = 1, .accepted = 2, .nodesRemoved = 6, .milliseconds = 8}, {.pass = "cut-after", .tried = 1, .accepted = 1, .nodesRemoved = 2, .inputsRemoved = -1}},
             .best = graph},
            {.phase = "cut-after", .others = failures({3, 1}),
             .passes = {{.pass = "halves", .tried = 5, .known = 1, .accepted = 2, .nodesRemoved = 6, .milliseconds = 8}, {.pass = "cut-after", .tried = 2, .accepted = 1, .nodesRemoved = 2, .inputsRemoved = -1}},
             .best = graph},
        };
        JobRunner jobs;
        MinifyController minify(jobs, telling.work());
        PassWorthModel passes(minify);
        OtherFailuresModel others(minify);
        QAbstractItemModelTester passesTester(&passes, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QAbstractItemModelTester othersTester(&others, QAbstractItemModelTester::FailureReportingMode::Fatal);
        minify.setGraph(graph);
        minify.start({.outputFolder = "/out"});
        QCOMPARE(passes.rowCount(), 0);
        telling.let = 1;
        QTRY_COMPARE(passes.rowCount(), 1);
        QCOMPARE(rowText(passes, 0), QString("halves | 4 | 1 | 2 | 6 | 0 | 0 | 8.0 ms"));
        QCOMPARE(passes.index(0, PassWorthModel::OperatorsColumn).data(PassWorthModel::ShareRole).toDouble(), 1.0);
        QVERIFY(passes.index(0, 0).data(PassWorthModel::CurrentRole).toBool());
        QCOMPARE(others.rowCount(), 0);
        telling.let = 2;
        QTRY_COMPARE(others.rowCount(), 1);
        QCOMPARE(passes.index(0, PassWorthModel::OperatorsColumn).data(PassWorthModel::ShareRole).toDouble(), 0.75);
        QVERIFY(!passes.index(0, 0).data(PassWorthModel::CurrentRole).toBool());
        QVERIFY(passes.index(1, 0).data(PassWorthModel::CurrentRole).toBool());
        QCOMPARE(passes.index(1, PassWorthModel::InputsColumn).data(Qt::EditRole).toDouble(), -1.0);
        QCOMPARE(rowText(others, 0), QString("hang | 1 | it hangs"));
        QCOMPARE(others.index(0, 0).data(OtherFailuresModel::ExampleRole).toString(), QString("/out/other/1-hang.wtl"));
        const QPersistentModelIndex kept = others.index(0, 0);  // as a selection is
        telling.let = 3;
        QTRY_COMPARE(others.rowCount(), 2);
        QVERIFY(kept.isValid());
        QCOMPARE(rowText(others, 0), QString("hang | 3 | it hangs"));
        QCOMPARE(passes.index(0, PassWorthModel::TriedColumn).data().toString(), QString("5"));
        telling.let = 4;
        QTRY_VERIFY(!minify.isRunning());
        QCOMPARE(others.rowCount(), 2);
        QVERIFY(!passes.rowCount() || !passes.index(passes.rowCount() - 1, 0).data(PassWorthModel::CurrentRole).toBool());
        minify.setGraph(nullptr);
        QCOMPARE(passes.rowCount() + others.rowCount(), 0);
    }
};

WHITTLE_TEST(MinifyRowsTest)
#include "minify_rows_test.moc"
