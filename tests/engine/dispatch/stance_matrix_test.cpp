#include "engine/dispatch/stance_matrix.h"

#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
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

    // A branch on a size: every stance runs it, and none asks for more than the caller knows.
    void branchesInsideGraphs_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("on a size") << "torch26/cond_symbool.pt2";
        QTest::newRow("on data") << "torch26/cond_branch.pt2";
    }
    void branchesInsideGraphs() {
        QFETCH(QString, file);
        auto opened = openGraph(sample(file.toStdString()));
        VERIFY_OK(opened);
        const auto graph = std::make_shared<const Graph>(std::move(opened->graph));
        const auto calls = callsOf(*graph, file.contains("symbool") ? R"([{}, {"x": [6,3]}, {"x": [3,3]}, {"x": [9,3]}])" : "[{}, {}]");
        VERIFY_OK(calls);
        StanceOptions options{.function = {.backend = "eager"}};
        for (const std::string_view name : stanceNames()) options.stances.push_back({.name = std::string(name)});
        const auto matrix = reportOf(graph, *calls, options);
        VERIFY_OK(matrix);
        for (std::size_t s = 0; s < matrix->runs.size(); ++s) {
            const ReportedRun& run = matrix->runs[s];
            const bool refuses = options.stances[s].name == "fail_on_recompile";
            for (const ReportedCall& call : run.calls) QVERIFY2(refuses == call.error.has_value(), (options.stances[s].name + ": " + call.error.value_or("no error")).c_str());
        }
        QCOMPARE(outcomes(matrix->runs[1]), QStringList(QList<QString>(static_cast<int>(calls->size()), "eager")).join(' '));
    }

    // Advice is what a replay with it did: taking it gives the compiles that it promises, whichever way the calls give their tensors.
    void adviceHolds_data() {
        QTest::addColumn<QString>("calls");
        QTest::newRow("sizes") << kBatches;
        QTest::newRow("texts, and the file's own") << R"({"calls": [{}, {"x": "f32[5,6,8]", "mask": "f32[5,6]"}, {"x": "f32[6,6,8]", "mask": "f32[6,6]"}]})";
        QTest::newRow("objects, said otherwise before") << R"([{"x": {"shape": [4,6,8], "maybe_mark_dynamic": [0], "mark_static": [0, 2]}, "mask": [4,6]}, {"x": {"shape": [5,6,8]}, "mask": [5,6]},
                                                               {"x": [6,7,8], "mask": [6,7]}, {"x": [6,9,8], "mask": [6,9]}])";
    }
    void adviceHolds() {
        QFETCH(QString, calls);
        const auto graph = classifier();
        const auto json = parseJson(calls.toStdString());
        VERIFY_OK(json);
        const auto given = parseCalls(*json, *graph, 0);
        VERIFY_OK(given);
        const StanceOptions options{.stances = {{}}, .function = {.backend = "eager"}};
        const auto matrix = reportOf(graph, *given, options);
        VERIFY_OK(matrix);
        QVERIFY(!matrix->advice.empty());
        for (const ReportedAdvice& advice : matrix->advice) {
            const auto changed = withChange(*json, advice.change, *graph);
            VERIFY_OK(changed);
            const auto dynamic = dynamicOf(*changed);
            VERIFY_OK(dynamic);
            const auto parsed = parseCalls(*changed, *graph, 0);
            VERIFY_OK(parsed);
            StanceOptions with = options;
            with.function.dynamic = dynamic->value_or(Dynamic::Automatic);
            const auto again = reportOf(graph, *parsed, with);
            VERIFY_OK(again);
            QVERIFY2(again->runs[0].compiles == advice.compiles, advice.text.c_str());
            QCOMPARE(advice.compiles + advice.saved, matrix->runs[0].compiles);
        }
    }

    void bestAdvice() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, kBatches);
        const auto matrix = reportOf(graph, *calls, {.stances = {{}}});
        VERIFY_OK(matrix);
        const ReportedAdvice& best = matrix->advice.front();
        QCOMPARE(toQ(best.text), "mark dim 0 of x, dim 0 of mask dynamic");
        QCOMPARE(toQ(best.code), "torch._dynamo.mark_dynamic(x, 0)\ntorch._dynamo.mark_dynamic(mask, 0)");
        QCOMPARE(toQ(best.change.dump()), R"({"mark_dynamic":{"mask":[0],"x":[0]}})");
        QCOMPARE(best.compiles, 1);
        QCOMPARE(best.saved, 1);
        QCOMPARE(best.calls, std::vector<std::size_t>{1});
        QCOMPARE(toQ(matrix->advising->stance), "default");
        QCOMPARE(adviceOn(*matrix, matrix->runs[0], 1).front(), &best);
    }

    // Advice is about a stance that is shown, with its warm calls, and says so where it has nothing to say.
    void adviceIsOfTheStanceShown() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [4,6,8], "mask": [4,6]}, {"x": [5,6,8], "mask": [5,6]}, {"x": [5,7,8], "mask": [5,7]}, {"x": [6,9,8], "mask": [6,9]}])");
        const auto later = reportOf(graph, *calls, {.stances = {{.name = "force_eager"}, {.name = "aot_eager_then_compile"}}, .warm = 2, .function = {.backend = "eager"}});
        VERIFY_OK(later);
        QVERIFY(later->advising && !later->advice.empty());
        QCOMPARE(toQ(later->advising->stance), "aot_eager_then_compile");
        QCOMPARE(later->advising->compiles, later->runs[1].compiles);
        const auto skipped = reportOf(graph, *calls, {.stances = {{.skipGuardEvalUnsafe = true}}, .function = {.backend = "eager"}});
        VERIFY_OK(skipped);
        QCOMPARE(skipped->runs[0].compiles, 0);
        QVERIFY(!skipped->advising && skipped->advice.empty());
        const auto refused = reportOf(graph, *calls, {.stances = {{.name = "fail_on_recompile"}}, .warm = 1, .function = {.backend = "eager"}});
        VERIFY_OK(refused);
        QCOMPARE(toQ(refused->advising->stance), "default");
        const auto relu = std::make_shared<const Graph>(*parseGraph("whittle 1\ngraph @g {\n  input %a : f32[2,3]\n  %c = aten.relu.default(%a) : f32[2,3]\n  return %c\n}\n", findSchema));
        const auto dtypes = callsOf(*relu, R"([{"a": "f32[2,3]"}, {"a": "f64[2,3]"}, {"a": "i64[2,3]"}])");
        const auto nothing = reportOf(relu, *dtypes, {.stances = {{}}, .function = {.backend = "eager"}});
        VERIFY_OK(nothing);
        QCOMPARE(nothing->advising->compiles, 3);
        QVERIFY(nothing->advising->tried > 0 && nothing->advice.empty());
    }

    // Marks that some calls have and others lack split entries; a size of 1 does, whatever is marked.
    void adviceAboutMarks() {
        const auto relu = std::make_shared<const Graph>(*parseGraph("whittle 1\ngraph @g {\n  input %a : f32[4,3]\n  %c = aten.relu.default(%a) : f32[4,3]\n  return %c\n}\n", findSchema));
        const auto text = [&](const char* calls, const char* want) {
            const auto given = callsOf(*relu, calls);
            if (!given) return describe(given);
            const auto report = reportOf(relu, *given, {.stances = {{}}, .function = {.backend = "eager"}});
            QStringList out;
            for (const ReportedAdvice& advice : report->advice)
                if (toQ(advice.text) == want) return toQ(advice.text + " " + advice.change.dump());
            for (const ReportedAdvice& advice : report->advice) out << toQ(advice.text);
            return out.join("; ");
        };
        QCOMPARE(text(R"([{"a": [4,3]}, {"a": {"shape": [4,3], "mark_dynamic": [0], "min": 2, "max": 9}}, {"a": [4,3]}])", "mark dim 0 of a in no call"), R"(mark dim 0 of a in no call {"unmark":{"a":[0]}})");
        QCOMPARE(text(R"([{"a": [4,3]}, {"a": [1,3]}, {"a": [7,3]}])", "mark dim 0 of a unbacked"), R"(mark dim 0 of a unbacked {"mark_unbacked":{"a":[0]}})");
    }

    // The elements of a call are made when it is, so that many large calls need the memory of one.
    void elementsAreDrawnWhenTheyAreNeeded() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\n  input %a : f32[2,3]\n  input %b : f32[2,3]\n  %c = aten.add.Tensor(%a, %b) : f32[2,3]\n  return %c\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto calls = callsOf(*graph, R"([{"a": {"shape": [2,3], "stride": [1,2]}, "b": {"same_as": "a"}}, {"a": {"shape": [2,3], "device": "meta"}}])");
        VERIFY_OK(calls);
        for (const SequencedCall& call : *calls)
            for (const CallValue& value : call.arguments) QVERIFY(!value.tensor()->data.defined());
        const auto drawn = withElements(calls->front());
        QVERIFY(drawn[0].tensor()->data.defined() && drawn[0].tensor() == drawn[1].tensor());
        QCOMPARE(drawn[0].tensor()->data.strides(), (Sizes{1, 2}));
        QVERIFY(!withElements(calls->back())[0].tensor()->data.defined() && withElements(calls->back())[1].tensor()->data.defined());
    }

    void changes_data() {
        QTest::addColumn<QString>("calls");
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("want");
        QTest::newRow("text") << R"([{"a": "f32[2,3]"}])" << R"({"mark_dynamic": {"a": [1]}})" << R"({"calls":[{"a":{"dtype":"f32","mark_dynamic":[1],"shape":[2,3]}}]})";
        QTest::newRow("left out") << R"([{}])" << R"({"mark_dynamic": {"a": [0, 1]}})" << R"({"calls":[{"a":{"mark_dynamic":[0,1]}}]})";
        QTest::newRow("one tensor twice") << R"([{"a": [2,3], "b": {"same_as": "a"}}])" << R"({"mark_dynamic": {"a": [0], "b": [0]}})" << R"({"calls":[{"a":{"mark_dynamic":[0],"shape":[2,3]},"b":{"same_as":"a"}}]})";
        QTest::newRow("another rank") << R"([{"a": [2]}])" << R"({"mark_dynamic": {"a": [1]}})" << R"({"calls":[{"a":{"shape":[2]}}]})";
        QTest::newRow("said before") << R"([{"a": {"shape": [2,3], "mark_unbacked": [1], "mark_dynamic": [0]}}])" << R"({"mark_dynamic": {"a": [0, 1]}})" << R"({"calls":[{"a":{"mark_dynamic":[0,1],"shape":[2,3]}}]})";
        QTest::newRow("dynamic") << R"([{}])" << R"({"dynamic": true})" << R"({"calls":[{}],"dynamic":true})";
        QTest::newRow("another mark") << R"([{"a": {"shape": [2,3], "mark_dynamic": [0], "min": 2, "max": 5}}])" << R"({"mark_static": {"a": [0]}})" << R"({"calls":[{"a":{"mark_static":[0],"shape":[2,3]}}]})";
        QTest::newRow("no mark") << R"([{"a": {"shape": [2,3], "mark_dynamic": [0, 1], "min": 2}}])" << R"({"unmark": {"a": [0]}})" << R"({"calls":[{"a":{"mark_dynamic":[1],"min":2,"shape":[2,3]}}]})";
        QTest::newRow("no such input") << R"([{}])" << R"({"mark_dynamic": {"c": [0]}})" << "argument: the program has no input 'c'; it has a, b";
    }
    void changes() {
        QFETCH(QString, calls);
        QFETCH(QString, change);
        const auto graph = parseGraph("whittle 1\ngraph @g {\n  input %a : f32[2,3]\n  input %b : f32[2,3]\n  %c = aten.add.Tensor(%a, %b) : f32[2,3]\n  return %c\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto changed = withChange(*parseJson(calls.toStdString()), *parseJson(change.toStdString()), *graph);
        QTEST(changed ? toQ(changed->dump()) : describe(changed), "want");
    }

    // What a tensor is marked as, each argument that is the same tensor is.
    void adviceKeepsOneTensorOne() {
        const auto graph = std::make_shared<const Graph>(
            *parseGraph("whittle 1\ngraph @g {\n  symbol s0 in [2, inf] hint 4\n  input %a : f32[s0]\n  input %b : f32[s0]\n  %c = aten.add.Tensor(%a, %b) : f32[s0]\n  return %c\n}\n", findSchema));
        const auto json = parseJson(R"([{"a": [4], "b": {"same_as": "a"}}, {"a": [5], "b": {"same_as": "a"}}, {"a": [6], "b": {"same_as": "a"}}])");
        const auto calls = parseCalls(*json, *graph, 0);
        VERIFY_OK(calls);
        const auto matrix = reportOf(graph, *calls, {.stances = {{}}, .function = {.backend = "eager"}});
        VERIFY_OK(matrix);
        QVERIFY(!matrix->advice.empty());
        QCOMPARE(matrix->advice.front().compiles, 1);
    }

    void noAdviceForWhatNeedsNone() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [4,6,8], "mask": [4,6]}])");
        const auto matrix = reportOf(graph, *calls, {.stances = {{}}});
        VERIFY_OK(matrix);
        QVERIFY(matrix->advice.empty());
    }

    // The call that the stance let recompile asked both entries, each of which says all that is wrong with it.
    void verdicts() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [4,7,8], "mask": [4,7]}, {"x": [5,9,8], "mask": [5,9]}, {"x": [4,6,8], "mask": [4,6]}, {"x": [9,6,8], "mask": [9,6]}])");
        const auto tried = callsOf(*graph, R"([{"x": "f64[4,6,8]", "mask": [4,7]}])");
        const auto matrix = reportOf(graph, *calls, {.stances = {{}}, .function = {.backend = "eager"}, .advise = false, .tries = *tried});
        VERIFY_OK(matrix);
        const ReportedRun& run = matrix->runs.at(0);
        QCOMPARE(outcomes(run), "compiled recompiled recompiled reused reused");
        QVERIFY(run.calls[0].asked.empty());
        const auto& asked = run.calls[2].asked;
        QCOMPARE(asked.size(), std::size_t{2});
        QVERIFY(asked[0].entry == CompileId(0, 1) && asked[1].entry == CompileId(0, 0));
        QCOMPARE(asked[1].failures.size(), std::size_t{2});
        QCOMPARE(toQ(asked[1].failures[1].reason), "tensor 'L['mask']' size mismatch at index 0. expected 4, actual 5");
        QCOMPARE(toQ(asked[1].failures[1].seen), "f32, size [5, 9], stride [9, 1]");
        QCOMPARE(toQ(asked[1].failures[1].wanted), "f32, size [4, 6], stride [6, 1]");
        QCOMPARE(run.calls[3].asked.size(), std::size_t{1});  // the first one fits: nobody else is asked
        QVERIFY(run.calls[3].asked[0].failures.empty());

        const auto entry = [&](int compile) { return *std::ranges::find(run.entries, CompileId{0, compile}, &ReportedEntry::id); };
        QCOMPARE(toQ(run.entries[0].id.text()), "0/2");
        QVERIFY(entry(2).life == ReportedEntry::Life::Live && entry(2).hits == 2 && entry(2).replaced == CompileId(0, 1) && entry(2).madeBy == 2);
        QVERIFY(entry(1).life == ReportedEntry::Life::Shadowed && entry(1).shadowedBy == CompileId(0, 2));  // call 3 would fit it
        QVERIFY(entry(0).life == ReportedEntry::Life::Shadowed && !entry(0).replaced);
        QCOMPARE(entry(1).symbols.size(), std::size_t{2});  // x's and mask's, which turn out to be one
        QCOMPARE(toQ(entry(1).symbols[0].is + entry(1).symbols[1].is), toQ(entry(1).symbols[entry(1).symbols[0].is.empty() ? 0 : 1].name));
        const auto parsed = parseGraph(entry(1).graph, findSchema);
        VERIFY_OK(parsed);
        QCOMPARE(parsed->nodes().size(), graph->nodes().size());

        const auto& guards = entry(2).guards;
        for (std::size_t i = 0; i < guards.size(); ++i) {
            QVERIFY(guards[i].parent < static_cast<int>(i));
            QVERIFY2(guards[i].nanoseconds > 0 && guards[i].nanoseconds < 1e6, qPrintable(toQ(guards[i].text)));
            QVERIFY(guards[i].isValue ? guards[i].order == -1 : guards[i].order >= 0);
        }
        const auto value = std::ranges::find(guards, "L['x']", &ReportedGuard::source);
        QVERIFY(value->isValue);
        const auto match = std::ranges::find(guards, "TENSOR_MATCH", &ReportedGuard::kind);
        QCOMPARE(match->parent, static_cast<int>(value - guards.begin()));
        QCOMPARE(toQ(match->text), "f32, size [any, any, 8], stride [any, 8, 1]");
        const auto condition = std::ranges::find(guards, "L['mask'].size()[0] == L['x'].size()[0]", &ReportedGuard::text);
        const auto other = std::ranges::find(guards, "L['x'].size()[0] == L['mask'].size()[0]", &ReportedGuard::text);
        QVERIFY(condition != guards.end() || other != guards.end());
        const ReportedGuard& equality = condition != guards.end() ? *condition : *other;
        QCOMPARE(toQ(equality.node), "mul");  // which multiplies them
        QCOMPARE(toQ(equality.line), "classifier.py:9: x = x * weights");
        QCOMPARE(toQ(equality.source), "L['mask'].size()[0], L['x'].size()[0]");
        QCOMPARE(toQ(match->node + " " + match->line), "mul classifier.py:9: x = x * weights");  // the first to read x
        const auto bound = std::ranges::find_if(guards, [](const ReportedGuard& guard) { return guard.text.starts_with("2 <= L['mask']"); });
        QVERIFY(bound != guards.end());
        QVERIFY2(bound->source.starts_with("L['mask'].size()[") && bound->line == "classifier.py:8: weights = mask.unsqueeze(2)", (bound->source + " " + bound->line).c_str());
        const ReportedGuard& failed = entry(0).guards.at(static_cast<std::size_t>(asked[1].failures[1].guard));
        QCOMPARE(toQ(failed.kind), "TENSOR_MATCH");
        QCOMPARE(toQ(failed.source), "L['mask']");

        QCOMPARE(matrix->probes.size(), std::size_t{1});
        QCOMPARE(matrix->probes[0].entries.size(), std::size_t{3});
        QVERIFY(matrix->probes[0].entries[0].failures.size() >= 2);  // the dtype, and sizes that are to be one
        QVERIFY(toQ(matrix->probes[0].entries[0].failures[0].reason).contains("dtype mismatch"));
    }

    // An entry that no later call fits is dead; the last one made was not asked since, which says nothing.
    void lives() {
        const auto graph = classifier();
        const auto calls = callsOf(*graph, R"([{"x": "f32[1,6,8]", "mask": [1,6]}, {"x": [4,6,8], "mask": [4,6]}, {"x": [1,1,8], "mask": [1,1]}])");
        const auto matrix = reportOf(graph, *calls, {.stances = {{}, {.name = "force_eager"}}, .function = {.backend = "eager"}, .advise = false});
        VERIFY_OK(matrix);
        QStringList lives;
        for (const ReportedEntry& entry : matrix->runs[0].entries) lives.append(toQ(entry.id.text() + " " + std::string(lifeName(entry.life))));
        QCOMPARE(lives, (QStringList{"0/2 live", "0/1 dead", "0/0 dead"}));
        QVERIFY(matrix->runs[1].entries.empty() && matrix->runs[1].calls[2].asked.empty());
    }

    // What follows a graph break has entries of its own, which are asked and told as well.
    void partsAreTold() {
        const auto graph = std::make_shared<const Graph>(*parseGraph(
            "whittle 1\ngraph @g {\n  symbol s0 in [2, inf] hint 4\n  input %a : f32[s0]\n  %n = aten.nonzero.default(%a) : i64[u0,1]\n  %m = aten.mul.Scalar(%n, 2) : i64[u0,1]\n"
            "  %v = aten.view.default(%m, [-1, 2]) : i64[u1,2]\n  return %v\n}\n", findSchema));
        const auto calls = callsOf(*graph, R"([{"a": [4]}, {"a": [4]}])");
        VERIFY_OK(calls);
        const auto matrix = reportOf(graph, *calls, {.stances = {{}}, .function = {.backend = "eager"}, .advise = false});
        VERIFY_OK(matrix);
        const ReportedRun& run = matrix->runs.at(0);
        QVERIFY2(run.calls[0].graphBreak, run.calls[0].error.value_or("").c_str());
        QCOMPARE(run.calls[1].resumed.size(), std::size_t{1});
        QCOMPARE(run.calls[1].resumed[0].asked.size(), std::size_t{1});
        QVERIFY(run.calls[1].resumed[0].used == CompileId(1, 0));
        QCOMPARE(run.entries.size(), std::size_t{2});
        QVERIFY(run.entries[0].graphBreak && run.entries[0].frame.empty());
        QVERIFY2(run.entries[1].frame.starts_with("0/0 after "), run.entries[1].frame.c_str());
        QVERIFY(run.entries[1].life == ReportedEntry::Life::Live && run.entries[1].hits == 1);
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
        QTest::newRow("misspelt dynamic") << "{\"dynamik\": true, \"calls\": [{}]}" << "format: beside \"calls\" may stand \"dynamic\", not 'dynamik'";
        QTest::newRow("no such input") << "[{\"z\": [2]}]" << "argument: the program has no input 'z'; it has x, mask";
        QTest::newRow("no tensor") << "[{\"x\": \"f33[2]\"}]" << "format: expected a tensor such as \"f32[4,8]\", got \"f33[2]\"";
        QTest::newRow("negative") << "[{\"x\": [2,-1,8]}]" << "argument: the shape holds the negative size -1";
        QTest::newRow("huge") << "[{\"x\": [4294967296,4294967296,8]}]" << "limit: the shape is larger than 8589934592 elements";
        QTest::newRow("huge span") << "[{\"x\": {\"shape\": [4,6,8], \"stride\": [4611686018427387904,8,1]}}]" << "limit: the tensor spans more than 8589934592 elements";
        QTest::newRow("bad mark") << "[{\"x\": {\"shape\": [4,6,8], \"mark_dynamic\": [7]}}]" << "shape: dim 7 cannot be marked: the tensor has 3 dimensions";
        QTest::newRow("a range without a mark") << "[{\"x\": {\"shape\": [4,6,8], \"min\": 2}}]" << "argument: 'min' is of mark_dynamic, which the tensor does not have";
        QTest::newRow("an empty range") << "[{\"x\": {\"shape\": [4,6,8], \"mark_dynamic\": [0], \"min\": 5, \"max\": 2}}]" << "argument: min is 5, which is more than max, 2";
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
