// A comparison as views see it: states, values as they come, what is said of them, a baseline beside.
#include "views/models/numerics_controller.h"

#include <atomic>

#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryFile>

#include "tests/views/models/numerics_support.h"
#include "views/models/numerics_overlay.h"
#include "views/models/tensor_fetch.h"

using namespace whittle;
using namespace whittle::test;
using State = NumericsController::State;

namespace {

struct Running {
    explicit Running(std::atomic<int>& among) : count(among) { ++count; }
    ~Running() { --count; }
    std::atomic<int>& count;
};

struct Fixture {
    std::atomic<int> running = 0;
    JobRunner jobs;
    GraphRef graph = snapshot(chainGraph(6));
    NumericsSettings asked;
    WantedValue wanted;
    QSemaphore mayEnd;
    int wrongFrom = 3;
    Tensor fetched = risingTensor({2, 3}, 2);  // of the compiled run
    std::optional<Error> error;
    std::optional<Failure> failure;
    std::shared_ptr<const MappedPayload> memory;
    NumericsController controller{jobs, {.compare = [this](const Graph& given, const NumericsSettings& settings, const std::function<void(const ComparisonNews&)>& told,
                                                            const CancelToken& cancel) -> Result<ValueComparison> {
                                             asked = settings;
                                             const Running here(running);
                                             ValueComparison all = chainComparison(given, wrongFrom);
                                             told({.values = {all.values[0], all.values[1]}, .progress = {"reference", 2, 6}});
                                             while (!mayEnd.tryAcquire(1, 5)) WHITTLE_TRY_VOID(cancel.check());
                                             if (error) return std::unexpected(*error);
                                             if (failure) all.values.resize(2);
                                             all.failure = failure;
                                             all.memory = memory;
                                             return all;
                                         },
                                         .fetch = [this](const Graph&, const NumericsSettings&, const WantedValue& value, const CancelToken&) -> Result<ThreeTensors> {
                                             wanted = value;
                                             if (error) return std::unexpected(*error);
                                             return ThreeTensors{fetched, risingTensor({2, 3}), risingTensor({2, 3}).to(DType::F64)};
                                         }}};
    void finish(const NumericsSettings& settings = {}) {
        controller.setGraph(graph);
        controller.start(settings);
        mayEnd.release();
        QTRY_VERIFY(controller.state() != State::Running);
    }
};

}  // namespace

class NumericsControllerTest : public QObject {
    Q_OBJECT
private slots:
    void values_come_while_it_runs() {
        Fixture it;
        it.controller.start({});
        QCOMPARE(it.controller.state(), State::NoGraph);
        it.controller.setGraph(it.graph);
        QCOMPARE(it.controller.state(), State::Ready);
        QSignalSpy added(&it.controller, &NumericsController::valuesAdded);
        it.controller.start({.compiler = {{"--inject", "relu=wrong_result"}}});
        QVERIFY(!it.controller.canStart());
        QTRY_COMPARE(it.controller.values().size(), std::size_t{2});
        QVERIFY2(it.controller.statusText().contains("2") && it.controller.statusText().contains("6"), qPrintable(it.controller.statusText()));
        it.mayEnd.release();
        QTRY_COMPARE(it.controller.state(), State::Done);
        QCOMPARE(it.controller.values().size(), std::size_t{6});
        QCOMPARE(added.size(), 2);
        QCOMPARE(added[1][0].toInt(), 2);
        QCOMPARE(it.asked.compiler.at("--inject"), QString("relu=wrong_result"));
    }

    void says_what_was_found_in_words() {
        Fixture it;
        it.finish();
        const QString first = QString::fromStdString(it.graph->nodes()[3].name);
        const QString text = it.controller.findingText();
        QVERIFY2(text.contains("First wrong") && text.contains("<a href=\"node:" + first + "\">"), qPrintable(text));
        QVERIFY2(text.contains("right inputs, wrong result") && text.contains("in kernel k3"), qPrintable(text));
        QVERIFY2(text.contains("1 output"), qPrintable(text));
        QCOMPARE(it.controller.run()->summary.firstWrong, 3);
        QCOMPARE(it.controller.run()->summary.wrong, 3);
        QCOMPARE(it.controller.run()->summary.producers, 1);
        it.wrongFrom = -1;
        it.finish();
        QVERIFY2(it.controller.findingText().contains("All 6 values agree"), qPrintable(it.controller.findingText()));
        it.failure = Failure{.kind = FailureKind::Crash, .signature = "SIGSEGV in run", .phase = "run", .node = "relu_2", .message = "died with SIGSEGV"};
        it.finish();
        QVERIFY2(it.controller.findingText().contains("node:relu_2"), qPrintable(it.controller.findingText()));
        QCOMPARE(it.controller.values().size(), std::size_t{2});
    }

    void stops_and_tells_why_there_is_none() {
        Fixture it;
        it.controller.setGraph(it.graph);
        it.controller.start({});
        QTRY_COMPARE(it.controller.values().size(), std::size_t{2});
        it.controller.stop();
        QCOMPARE(it.controller.state(), State::Ready);
        QVERIFY(it.controller.values().empty());
        QTRY_COMPARE(it.running.load(), 0);  // it would take the next one's end
        it.error = Error{Code::Io, "no worker", {}};
        it.finish();
        QCOMPARE(it.controller.state(), State::Failed);
        QVERIFY(it.controller.errorText().contains("no worker"));
        QVERIFY(it.controller.canStart());
        it.controller.setGraph(nullptr);
        QVERIFY(it.controller.errorText().isEmpty());
    }

    void a_finished_run_stays_as_baseline() {
        Fixture it;
        it.finish({.compiler = {{"--isa", "baseline"}}});
        it.controller.keepBaseline();
        QVERIFY(it.controller.baseline());
        QVERIFY(it.controller.baselineText().contains("--isa baseline"));
        it.controller.start({});
        QVERIFY(it.controller.baseline() && !it.controller.run());
        it.mayEnd.release();
        QTRY_VERIFY(it.controller.run());
        QVERIFY(it.controller.run() != it.controller.baseline());
        it.controller.setGraph(it.graph);
        QVERIFY(!it.controller.baseline());
    }

    void a_baseline_holds_no_memory() {
        Fixture it;
        QTemporaryFile file;
        QVERIFY(file.open() && file.resize(64));
        const auto mapped = MappedPayload::map(file.handle());
        VERIFY_OK(mapped);
        it.memory = *mapped;
        it.finish();
        QCOMPARE(it.controller.memory(), *mapped);
        it.controller.keepBaseline();
        it.memory = nullptr;
        QTRY_COMPARE(mapped->use_count(), 2L);
        it.controller.start({});
        QVERIFY(it.controller.baseline());
        QTRY_COMPARE(mapped->use_count(), 1L);
    }

    void tensors_are_fetched_and_large_ones_in_part() {
        Fixture it;
        TensorFetch fetch(it.controller, it.jobs);
        it.finish();
        fetch.show(4);
        QTRY_COMPARE(fetch.state(), TensorFetch::State::Ready);
        QCOMPARE(it.wanted.name, it.controller.values()[4].name);
        QVERIFY(!it.wanted.apart && it.wanted.ranges.empty());
        QVERIFY(fetch.shown()->isWhole());
        QCOMPARE(fetch.shown()->tensors.compiled.flat(5), 10.0);
        it.error = Error{Code::Limit, "too large", {}};
        fetch.show(3);
        QTRY_COMPARE(fetch.state(), TensorFetch::State::Failed);
        QVERIFY(fetch.errorText().contains("too large"));
        it.controller.setGraph(it.graph);
        QCOMPARE(fetch.state(), TensorFetch::State::None);
    }

    void tensors_that_do_not_fit_together_are_refused_in_words_data() {
        QTest::addColumn<Tensor>("compiled");
        QTest::addColumn<QString>("told");
        QTest::newRow("smaller") << risingTensor({2, 2}) << "f32[2,2]";
        QTest::newRow("none") << Tensor() << "undefined";
        QTest::newRow("complex") << risingTensor({2, 3}).to(DType::C64) << "c64[2,3]";
    }
    void tensors_that_do_not_fit_together_are_refused_in_words() {
        QFETCH(Tensor, compiled);
        QFETCH(QString, told);
        Fixture it;
        TensorFetch fetch(it.controller, it.jobs);
        it.finish();
        it.fetched = compiled;
        fetch.show(4);
        QTRY_COMPARE(fetch.state(), TensorFetch::State::Failed);
        QVERIFY2(fetch.errorText().contains(told), qPrintable(fetch.errorText()));
        QVERIFY(!fetch.shown());
        it.fetched = risingTensor({3, 2}).asStrided({2, 3}, {1, 2}, 0);
        fetch.show(4);
        QTRY_COMPARE(fetch.state(), TensorFetch::State::Ready);
        QVERIFY(fetch.shown()->tensors.compiled.isContiguous());
        QCOMPARE(fetch.shown()->tensors.compiled.flat(1), 2.0);
    }

    void what_fits_of_a_large_tensor_data() {
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<QList<int>>("position");
        QTest::addColumn<QString>("want");
        QTest::newRow("all") << QList<int>{2, 3, 4} << QList<int>{} << "0+2 0+3 0+4";
        QTest::newRow("last two") << QList<int>{5, 4, 5} << QList<int>{3, 0, 0} << "3+1 0+4 0+5";
        QTest::newRow("rows are cut") << QList<int>{2, 100, 5} << QList<int>{1, 9, 0} << "1+1 8+4 0+5";
        QTest::newRow("the end of rows") << QList<int>{1, 10, 5} << QList<int>{0, 9, 0} << "0+1 6+4 0+5";
        QTest::newRow("one long row") << QList<int>{100} << QList<int>{50} << "48+24";
        QTest::newRow("wide") << QList<int>{3, 100} << QList<int>{2, 99} << "2+1 76+24";
        QTest::newRow("outside") << QList<int>{5, 4, 5} << QList<int>{9, 9, 9} << "4+1 0+4 0+5";
    }
    void what_fits_of_a_large_tensor() {
        QFETCH(QList<int>, sizes);
        QFETCH(QList<int>, position);
        Sizes all(sizes.begin(), sizes.end());
        std::vector<Index> at(position.begin(), position.end());
        QStringList got;
        Index count = 1;
        for (const AxisRange& range : fittingPart(all, at, 24)) {
            got << QString("%1+%2").arg(range.first).arg(range.count);
            count *= range.count;
        }
        QTEST(got.join(' '), "want");
        QVERIFY(count <= 24);
    }

    void the_overlay_has_the_largest_error_of_a_node() {
        const Graph graph = chainGraph(3);
        ValueComparison comparison = chainComparison(graph, 2);
        comparison.values[1].compiledToExact.kinds = 1;
        const OverlayRef overlay = errorOverlay(comparison.values);
        QVERIFY(overlay);
        QCOMPARE(overlay->key, QString("error"));
        QCOMPARE(overlay->values.at(graph.nodes()[0].name), 0.0);
        QVERIFY(std::isnan(overlay->values.at(graph.nodes()[1].name)));
        // 0 to 5 times 4 against 0 to 5: off by 15 where the largest is 5.
        QCOMPARE(overlay->values.at(graph.nodes()[2].name), 3.0);
        QCOMPARE(overlay->text(3.0), QString("3"));
        QVERIFY(!errorOverlay({}));
    }
};

WHITTLE_TEST(NumericsControllerTest)
#include "numerics_controller_test.moc"
