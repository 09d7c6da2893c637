// Bounds of the user's own: what they call wrong, what follows from that for what reads it, and that a large comparison is judged again at once.
#include "tests/views/models/numerics_support.h"

#include <QSignalSpy>

#include "views/models/error_bounds.h"
#include "views/models/numerics_model.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Errors of the values against float64 as a part of the largest number there: 0, 1e-6, 1e-4, 1e-2 along a chain of four.
ValueComparison risingErrors(const Graph& graph) {
    ValueComparison out;
    for (int i = 0; i < static_cast<int>(graph.nodes().size()); ++i) {
        const Tensor eager = risingTensor({2, 3});
        out.values.push_back(comparedValue(graph, i, {.compiled = i == 0 ? eager : risingTensor({2, 3}, 1 + std::pow(10, 2 * i - 8)), .eager = eager, .exact = eager.to(DType::F64)}));
    }
    return out;
}

QString verdicts(const std::vector<ComparedValue>& values) {
    QString out;
    for (const ComparedValue& value : values) out += value.isProducer() ? 'P' : value.wrong ? 'w' : '.';
    return out;
}

}  // namespace

class ErrorBoundsTest : public QObject {
    Q_OBJECT
private slots:
    void a_bound_decides_from_which_error_on_a_value_is_wrong() {
        const Graph graph = chainGraph(4);
        const std::vector<ComparedValue> judged = risingErrors(graph).values;
        QCOMPARE(verdicts(judged), "....");
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 1e-3}}}, graph, judged)), "...P");
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 1e-5}}}, graph, judged)), "..Pw");
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 0}}}, graph, judged)), ".Pww");
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 1}}}, graph, judged)), "....");
        QCOMPARE(verdicts(judgedBy({{{DType::BF16, 0}}}, graph, judged)), "....");
        QCOMPARE(judgedBy({}, graph, judged), judged);
        const auto strict = judgedBy({{{DType::F32, 1e-5}}}, graph, judged);
        QCOMPARE(QString::fromStdString(strict[3].why), "the error is more than 1.00e-05");
        QVERIFY(strict[1].why.empty());
    }

    void what_the_judge_calls_wrong_can_be_right() {
        const Graph graph = chainGraph(4);
        const std::vector<ComparedValue> judged = chainComparison(graph, 2).values;
        QCOMPARE(verdicts(judged), "..Pw");
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 100}}}, graph, judged)), "....");
    }

    void nan_and_sizes_stay_what_they_are() {
        const Graph graph = chainGraph(4);
        std::vector<ComparedValue> judged = chainComparison(graph, 2).values;
        judged[2].compiledToExact.kinds = 1;
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 100}}}, graph, judged)), "..P.");
        judged[2].compiledToExact = {.comparable = false};
        QCOMPARE(verdicts(judgedBy({{{DType::F32, 100}}}, graph, judged)), "..P.");
    }

    void the_controller_judges_this_run_and_the_next_and_takes_it_back() {
        JobRunner jobs;
        const GraphRef graph = snapshot(chainGraph(4));
        NumericsController controller(jobs, {.compare = [](const Graph& given, const NumericsSettings&, const std::function<void(const ComparisonNews&)>&, const CancelToken&) -> Result<ValueComparison> {
                                                 return risingErrors(given);
                                             },
                                             .fetch = {}});
        NumericsModel model(controller);
        model.setOnlyBad(true);
        controller.setGraph(graph);
        controller.start({});
        QTRY_COMPARE(controller.state(), NumericsController::State::Done);
        QCOMPARE(model.rowCount(), 0);
        QSignalSpy told(&controller, &NumericsController::verdictsChanged), replaced(&controller, &NumericsController::valuesChanged);
        controller.setBounds({{{DType::F32, 1e-5}}});
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(replaced.size(), 0);  // what is selected stays
        QCOMPARE(controller.run()->summary.firstWrong, 2);
        QCOMPARE(controller.run()->summary.wrong, 2);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY2(controller.findingText().contains("Judged by tolerances of your own: f32 1.00e-05."), qPrintable(controller.findingText()));
        controller.start({});
        QTRY_COMPARE(controller.state(), NumericsController::State::Done);
        QTRY_COMPARE(controller.run()->summary.firstWrong, 2);
        controller.setBounds({});
        QTRY_COMPARE(controller.run()->summary.firstWrong, -1);
        QVERIFY(!controller.findingText().contains("your own"));
        controller.setBounds({{{DType::F32, 0}}});
        controller.setBounds({{{DType::F32, 1e-3}}});  // the last one counts
        QTRY_VERIFY(!controller.isJudging());
        QCOMPARE(controller.run()->summary.firstWrong, 3);
    }

    void many_values_are_judged_in_less_than_three_frames() {
        const Graph graph = chainGraph(27'000);
        const ComparedValue one = risingErrors(chainGraph(2)).values[1];
        std::vector<ComparedValue> judged;
        for (const Node& node : graph.nodes()) {
            judged.push_back(one);
            judged.back().name = graph.value(node.outputs.front()).name;
            judged.back().node = node.name;
        }
        double best = 1e9;
        for (int run = 0; run < 5; ++run) {
            std::vector<ComparedValue> copy = judged;
            const double before = cpuMs();
            const auto again = judgedBy({{{DType::F32, 0}}}, graph, std::move(copy));
            const ComparisonSummary summary = summaryOf(again);
            best = std::min(best, cpuMs() - before);
            QCOMPARE(summary.wrong, 27'000);
        }
        QVERIFY2(best < 50, qPrintable(QString::number(best)));
    }
};

WHITTLE_TEST(ErrorBoundsTest)
#include "error_bounds_test.moc"
