#include "engine/dispatch/stance_matrix.h"

#include "engine/formats/open.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::shared_ptr<const Graph> classifier() {
    return std::make_shared<const Graph>(openGraph(sample("stance/classifier.wtl"))->graph);
}

Result<std::vector<SequencedCall>> callsOf(const Graph& graph, const char* text) {
    WHITTLE_TRY(const Json json, parseJson(text));
    return parseCalls(json, graph, 0);
}

QString outcomes(const ReportedRun& run) {
    QStringList out;
    for (const ReportedCall& call : run.calls) out.append(toQ(std::string(outcomeName(call.outcome))));
    return out.join(' ');
}

Result<StanceReport> reportOf(const std::shared_ptr<const Graph>& graph, const std::vector<SequencedCall>& calls, const StanceOptions& options,
                              StanceReporter::Listener listener = {}) {
    StanceReporter reporter(std::move(listener));
    WHITTLE_TRY_VOID(runStances(graph, calls, options, reporter));
    reporter.end();
    return reporter.take();
}

constexpr const char* kBatches = R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [5,6,8], "mask": [5,6]}, {"x": [6,6,8], "mask": [6,6]}, {"x": [4,6,8], "mask": [4,6]}])";

}  // namespace

class StanceMatrixTest : public QObject {
    Q_OBJECT
private slots:
    void sideBySide() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, kBatches);
        VERIFY_OK(calls);
        StanceOptions options;
        for (const std::string_view name : stanceNames()) options.stances.push_back({.name = std::string(name)});
        const auto matrix = reportOf(graph, *calls, options);
        VERIFY_OK(matrix);
        QVERIFY(matrix->complete && !matrix->now);
        QCOMPARE(matrix->done, calls->size() * stanceNames().size());
        QCOMPARE(matrix->of, matrix->done);
        QCOMPARE(outcomes(matrix->runs[0]), "compiled recompiled reused reused");
        QCOMPARE(outcomes(matrix->runs[1]), "eager eager eager eager");
        QCOMPARE(outcomes(matrix->runs[2]), "eager eager eager eager");
        QCOMPARE(outcomes(matrix->runs[3]), "error error error error");
        QCOMPARE(outcomes(matrix->runs[4]), "eager compiled reused reused");
        QCOMPARE(outcomes(matrix->runs[5]), "compiled recompiled reused reused");
        QCOMPARE(matrix->runs[0].compiles, 2);
        QCOMPARE(matrix->runs[4].compiles, 1);
        const auto json = stanceJson(*matrix);
        const auto& cell = json["stances"]["default"]["calls"][1];
        QCOMPARE(toQ(cell["outcome"].get<std::string>()), "recompiled");
        QCOMPARE(toQ(cell["cause"].get<std::string>()), "0/0: tensor 'L['x']' size mismatch at index 0. expected 4, actual 5");
        QCOMPARE(toQ(cell["entries"].dump()), "[\"0/1\",\"0/0\"]");
    }

    // Advice is what a replay with it did: taking it gives the compiles that it promises.
    void adviceHolds() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, kBatches);
        StanceOptions options{.stances = {{}}};
        const auto matrix = reportOf(graph, *calls, options);
        VERIFY_OK(matrix);
        QVERIFY(!matrix->advice.empty());
        const ReportedAdvice& best = matrix->advice.front();
        QCOMPARE(toQ(best.text), "mark dim 0 of x, dim 0 of mask dynamic");
        QCOMPARE(toQ(best.code), "torch._dynamo.mark_dynamic(x, 0)\ntorch._dynamo.mark_dynamic(mask, 0)");
        QCOMPARE(best.compiles, 1);
        QCOMPARE(best.saved, 1);
        const auto marked = callsOf(*graph, R"([{"x": {"shape": [4,6,8], "mark_dynamic": [0]}, "mask": {"shape": [4,6], "mark_dynamic": [0]}},
            {"x": [5,6,8], "mask": [5,6]}, {"x": [6,6,8], "mask": [6,6]}, {"x": [4,6,8], "mask": [4,6]}])");
        VERIFY_OK(marked);
        const auto again = reportOf(graph, *marked, options);
        VERIFY_OK(again);
        QCOMPARE(again->runs[0].compiles, best.compiles);
        QVERIFY(again->advice.empty());
    }

    void noAdviceForWhatNeedsNone() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [4,6,8], "mask": [4,6]}])");
        const auto matrix = reportOf(graph, *calls, {.stances = {{}}});
        VERIFY_OK(matrix);
        QVERIFY(matrix->advice.empty());
    }

    void warm() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, kBatches);
        const auto matrix = reportOf(graph, *calls, {.stances = {{.name = "fail_on_recompile"}}, .warm = 2});
        VERIFY_OK(matrix);
        QCOMPARE(outcomes(matrix->runs[0]), "compiled recompiled reused reused");
        const auto cold = reportOf(graph, *calls, {.stances = {{.name = "fail_on_recompile"}}, .warm = 1});
        QCOMPARE(outcomes(cold->runs[0]), "compiled error error reused");
    }

    void stops() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, kBatches);
        CancelSource source;
        const StanceOptions options{.stances = {{}}, .cancel = source.token()};
        const auto stopped = reportOf(graph, *calls, options, [&](const std::string& line) {
            if (line.find("\"kind\":\"call\"") != std::string::npos) source.cancel();
        });
        QCOMPARE(describe(stopped), "cancelled: stopped after 1 of 4 calls");
    }

    void badCalls_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("empty") << "[]" << "argument: there is no call in it";
        QTest::newRow("not calls") << "{\"a\": 1}" << "format: expected {\"calls\": [...]} or a list of calls";
        QTest::newRow("no such input") << "[{\"z\": [2]}]" << "argument: the program has no input 'z'; it has x, mask";
        QTest::newRow("no tensor") << "[{\"x\": \"f33[2]\"}]" << "format: expected a tensor such as \"f32[4,8]\", got \"f33[2]\"";
        QTest::newRow("negative") << "[{\"x\": [2,-1,8]}]" << "argument: the shape holds the negative size -1";
        QTest::newRow("huge") << "[{\"x\": [4294967296,4294967296,8]}]" << "limit: the shape is larger than 8589934592 elements";
        QTest::newRow("huge span") << "[{\"x\": {\"shape\": [4,6,8], \"stride\": [4611686018427387904,8,1]}}]" << "limit: the tensor spans more than 8589934592 elements";
        QTest::newRow("bad mark") << "[{\"x\": {\"shape\": [4,6,8], \"mark_dynamic\": [7]}}]" << "shape: dim 7 cannot be marked: the tensor has 3 dimensions";
        QTest::newRow("same as nothing") << "[{\"x\": {\"same_as\": \"mask\"}}]" << "argument: same_as names 'mask', which is no earlier argument";
        QTest::newRow("misspelt") << "[{\"x\": {\"shap\": [4]}}]" << "format: a tensor has no 'shap'; it may have shape, dtype, stride, device, requires_grad, mark_dynamic, min, max, maybe_mark_dynamic, mark_static, mark_unbacked";
    }
    void badCalls() {
        QFETCH(QString, text);
        QTEST(describe(callsOf(*classifier(), text.toUtf8().constData())), "want");
    }
};

WHITTLE_TEST(StanceMatrixTest)
#include "stance_matrix_test.moc"
