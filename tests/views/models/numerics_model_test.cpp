// The values as a table: sorted and filtered by itself, quick with tens of thousands, and a slice of a tensor as another.
#include "views/models/numerics_model.h"

#include <ctime>

#include <QAbstractItemModelTester>
#include <QSemaphore>

#include "tests/views/models/numerics_support.h"
#include "views/models/tensor_slice.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Fixture {
    JobRunner jobs;
    GraphRef graph;
    int wrongFrom;
    void (*alter)(ValueComparison&) = nullptr;
    NumericsController controller{jobs, {.compare = [this](const Graph& given, const NumericsSettings&, const std::function<void(const ComparisonNews&)>& told, const CancelToken&) -> Result<ValueComparison> {
                                             ValueComparison all = chainComparison(given, wrongFrom);
                                             if (alter) alter(all);
                                             std::vector<ComparedValue> some(all.values.begin(), all.values.begin() + static_cast<std::ptrdiff_t>(all.values.size() / 2));
                                             told({.values = std::move(some), .progress = {}});
                                             return all;
                                         },
                                         .fetch = {}}};
    NumericsModel model{controller};

    explicit Fixture(int count = 8, int wrong = 3) : graph(snapshot(chainGraph(count))), wrongFrom(wrong) {}
    void finish() {
        controller.setGraph(graph);
        controller.start({});
        QTRY_VERIFY_WITH_TIMEOUT(controller.state() == NumericsController::State::Done, 60000);
    }
    QString text(int row, int column) const { return model.index(row, column).data().toString(); }
    QStringList names() const {
        QStringList out;
        for (int row = 0; row < model.rowCount(); ++row) out << text(row, NumericsModel::NameColumn);
        return out;
    }
};

ShownTensorsRef shownOf(ThreeTensors tensors, Sizes sizes, std::vector<AxisRange> part) {
    return std::make_shared<const ShownTensors>(ShownTensors{std::move(tensors), DType::F32, std::move(sizes), std::move(part)});
}

ThreeTensors threeOf(const Sizes& sizes) { return {risingTensor(sizes, 2), risingTensor(sizes), risingTensor(sizes).to(DType::F64)}; }

ShownTensorsRef wholeOf(const Sizes& sizes) {
    std::vector<AxisRange> part;
    for (const Index size : sizes) part.push_back({0, size});
    return shownOf(threeOf(sizes), sizes, std::move(part));
}

}  // namespace

class NumericsModelTest : public QObject {
    Q_OBJECT
private slots:
    void is_a_model_at_all_times() {
        Fixture it;
        QAbstractItemModelTester tester(&it.model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        it.finish();
        it.model.sort(NumericsModel::ErrorColumn, Qt::DescendingOrder);
        it.model.setOnlyBad(true);
        it.model.setText("relu");
        it.model.setText("nothing of the kind");
        QCOMPARE(it.model.rowCount(), 0);
        it.model.setText({});
        it.controller.keepBaseline();
        it.finish();
        it.controller.setGraph(nullptr);
        QCOMPARE(it.model.rowCount(), 0);
    }

    void sorts_by_numbers_and_keeps_what_is_selected() {
        Fixture it;
        it.finish();
        QCOMPARE(it.model.rowCount(), 8);
        QCOMPARE(it.text(3, NumericsModel::VerdictColumn), QString("goes wrong"));
        QCOMPARE(it.text(4, NumericsModel::VerdictColumn), QString("wrong"));
        QVERIFY(it.text(0, NumericsModel::VerdictColumn).isEmpty());
        const QPersistentModelIndex held = it.model.index(5, NumericsModel::NameColumn);
        const QString name = held.data().toString();
        it.model.sort(NumericsModel::ErrorColumn, Qt::DescendingOrder);
        QCOMPARE(it.model.index(0, 0).data(NumericsModel::ValueRole).toInt(), 7);  // the last is furthest off
        QCOMPARE(held.data().toString(), name);
        QCOMPARE(held.row(), 2);
        it.model.sort(NumericsModel::NameColumn, Qt::AscendingOrder);
        const QStringList names = it.names();
        QStringList sorted = names;
        std::sort(sorted.begin(), sorted.end());
        QCOMPARE(names, sorted);
    }

    void numbers_that_are_none_stand_at_the_end() {
        Fixture it(400);
        it.alter = [](ValueComparison& all) {
            for (std::size_t i = 0; i < all.values.size(); ++i) all.values[i].compiledToEager.maxAbs = i % 3 == 0 ? std::nan("") : static_cast<double>(i * 7919 % 400);
        };
        it.finish();
        it.model.sort(NumericsModel::AbsoluteColumn, Qt::AscendingOrder);
        for (int row = 0; row < 400; ++row) {
            const double number = it.controller.values()[static_cast<std::size_t>(it.model.index(row, 0).data(NumericsModel::ValueRole).toInt())].compiledToEager.maxAbs;
            QCOMPARE(std::isnan(number), row >= 266);
            if (row == 0 || row >= 266) continue;
            QVERIFY(it.controller.values()[static_cast<std::size_t>(it.model.index(row - 1, 0).data(NumericsModel::ValueRole).toInt())].compiledToEager.maxAbs <= number);
        }
    }

    void filters() {
        Fixture it;
        it.finish();
        it.model.setOnlyBad(true);
        QCOMPARE(it.model.rowCount(), 5);
        QCOMPARE(it.model.rowOf(2), -1);
        QCOMPARE(it.model.rowOf(3), 0);
        it.model.setText("k7");  // a kernel
        QCOMPARE(it.model.rowCount(), 1);
        it.model.setOnlyBad(false);
        it.model.setText("RELU");
        QCOMPARE(it.model.rowCount(), 8);
    }

    void a_baseline_stands_beside() {
        Fixture it;
        it.finish();
        QVERIFY(it.text(5, NumericsModel::BaselineColumn).isEmpty());
        it.controller.keepBaseline();
        const QString before = it.text(5, NumericsModel::ErrorColumn);
        it.wrongFrom = -1;
        it.controller.start({});
        QTRY_COMPARE(it.controller.state(), NumericsController::State::Done);
        QCOMPARE(it.text(5, NumericsModel::BaselineColumn), before);
        QCOMPARE(it.text(5, NumericsModel::ErrorColumn), QString("0"));
    }

    void large_graphs_are_quick() {
        Fixture it(27000, 9000);
        it.finish();
        QCOMPARE(it.model.rowCount(), 27000);
        // Time of the processor, the best of a few: others share the machine.
        const auto quickest = [](const std::function<void(int)>& act) {
            qint64 best = INT64_MAX;
            for (int turn = 0; turn < 5; ++turn) {
                const std::clock_t start = std::clock();
                act(turn);
                best = std::min(best, static_cast<qint64>((std::clock() - start) * 1000 / CLOCKS_PER_SEC));
            }
            return best;
        };
        const auto order = [](int turn) { return turn % 2 ? Qt::AscendingOrder : Qt::DescendingOrder; };
        const std::pair<const char*, std::function<void(int)>> handlers[] = {
            {"sort by a number", [&](int turn) { it.model.sort(NumericsModel::ErrorColumn, order(turn)); }},
            {"sort by a place in the source", [&](int turn) { it.model.sort(NumericsModel::SourceColumn, order(turn)); }},
            {"sort by a type", [&](int turn) { it.model.sort(NumericsModel::TypeColumn, order(turn)); }},
            {"sort by a module", [&](int turn) { it.model.sort(NumericsModel::ModuleColumn, order(turn)); }},
            {"sort by a kernel", [&](int turn) { it.model.sort(NumericsModel::KernelColumn, order(turn)); }},
            {"sort by a name", [&](int turn) { it.model.sort(NumericsModel::NameColumn, order(turn)); }},
            {"only bad", [&](int turn) { it.model.setOnlyBad(turn % 2 == 0); }},
            {"a text", [&](int turn) { it.model.setText(turn % 2 ? "relu_1" : "relu_26"); }},
        };
        for (const auto& [what, act] : handlers) {
            const qint64 best = quickest(act);
            QVERIFY2(best <= 16, qPrintable(QString("%1: %2 ms").arg(what).arg(best)));
        }
    }

    void a_slice_is_a_model_and_shows_its_numbers() {
        TensorSlice slice;
        QAbstractItemModelTester tester(&slice, QAbstractItemModelTester::FailureReportingMode::Fatal);
        slice.setTensors(wholeOf({2, 3, 4}));
        QCOMPARE(slice.rowCount(), 3);
        QCOMPARE(slice.columnCount(), 4);
        QCOMPARE(slice.index(1, 2).data().toString(), QString("12"));  // twice (1 * 4 + 2)
        slice.setPosition(0, 1);
        QCOMPARE(slice.number(1, 2, ShownRun::Eager), 18.0);
        slice.setRun(ShownRun::CompiledToEager);
        QCOMPARE(slice.index(1, 2).data().toString(), QString("18"));
        QCOMPARE(slice.placeText(1, 2), QString("[1, 1, 2]"));
        slice.setColumnAxis(0);
        QCOMPARE(slice.columnCount(), 2);
        slice.setRowAxis(0);  // they change places
        QCOMPARE(slice.columnAxis(), 1);
        QCOMPARE(slice.rowCount(), 2);
        const QModelIndex cell = slice.reveal(23);
        QCOMPARE(slice.placeText(cell.row(), cell.column()), QString("[1, 2, 3]"));
        QCOMPARE(slice.copyText({slice.index(0, 0), slice.index(0, 1), slice.index(1, 0)}), QString("3\t7\n15"));
        QCOMPARE(slice.range(), std::pair(3.0, 23.0));
        slice.setTensors(nullptr);
        QCOMPARE(slice.rowCount(), 0);
    }

    void slices_of_every_rank_data() {
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("a number") << QList<int>{} << 1 << 1;
        QTest::newRow("a vector") << QList<int>{5} << 5 << 1;
        QTest::newRow("a matrix") << QList<int>{5, 2} << 5 << 2;
        QTest::newRow("empty") << QList<int>{5, 0} << 0 << 0;
        QTest::newRow("empty in front") << QList<int>{0, 5, 2} << 0 << 0;
        QTest::newRow("five") << QList<int>{2, 2, 2, 3, 4} << 3 << 4;
    }
    void slices_of_every_rank() {
        QFETCH(QList<int>, sizes);
        TensorSlice slice;
        QAbstractItemModelTester tester(&slice, QAbstractItemModelTester::FailureReportingMode::Fatal);
        slice.setTensors(wholeOf(Sizes(sizes.begin(), sizes.end())));
        QTEST(slice.rowCount(), "rows");
        QTEST(slice.columnCount(), "columns");
        if (slice.rowCount() > 0) QCOMPARE(slice.number(slice.rowCount() - 1, slice.columnCount() - 1, ShownRun::Eager), static_cast<double>(slice.rowCount() * slice.columnCount() - 1));
    }

    void a_part_says_where_it_stands_and_asks_for_others() {
        TensorSlice slice;
        slice.setTensors(shownOf(threeOf({1, 4, 5}), {9, 100, 5}, {{3, 1}, {8, 4}, {0, 5}}));
        QCOMPARE(slice.placeText(1, 2), QString("[3, 9, 2]"));
        QCOMPARE(slice.headerData(0, Qt::Vertical, Qt::DisplayRole).toInt(), 8);
        std::vector<Index> wanted;
        connect(&slice, &TensorSlice::partWanted, this, [&](const std::vector<Index>& position) { wanted = position; });
        slice.setPosition(0, 5);
        QCOMPARE(wanted.size(), std::size_t{3});
        QCOMPARE(wanted[0], Index{5});
        slice.setTensors(shownOf(threeOf({1, 4, 5}), {9, 100, 5}, {{5, 1}, {8, 4}, {0, 5}}));
        QCOMPARE(slice.position(0), Index{5});
    }

    void complex_numbers_are_shown_as_such() {
        std::vector<std::complex<float>> elements{{3, -4}, {0, 1}};
        const Tensor tensor = Tensor::of<std::complex<float>>(std::span<const std::complex<float>>(elements), {2});
        TensorSlice slice;
        slice.setTensors(shownOf({tensor, tensor, tensor.to(DType::C128)}, {2}, {{0, 2}}));
        QCOMPARE(slice.number(0, 0, ShownRun::Compiled), 5.0);
        QCOMPARE(slice.index(0, 0).data().toString(), QString("3 − 4i"));
        QCOMPARE(slice.number(1, 0, ShownRun::CompiledToEager), 0.0);
        slice.setTensors(shownOf({risingTensor({2}, 3), tensor, tensor.to(DType::C128)}, {2}, {{0, 2}}));
        QCOMPARE(slice.number(1, 0, ShownRun::CompiledToEager), std::sqrt(10.0));
    }
};

WHITTLE_TEST(NumericsModelTest)
#include "numerics_model_test.moc"
