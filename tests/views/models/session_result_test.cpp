// What runs found, as a session keeps it: it comes back as it was, and what is hostile is refused in words.
#include "views/models/session_result.h"

#include <cmath>

#include "engine/formats/packed_lines.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/report_json.h"
#include "engine/runtime/trace_json.h"
#include "tests/views/models/numerics_support.h"
#include "tests/views/models/stance_support.h"
#include "tests/views/models/study_support.h"
#include "views/models/numerics_result.h"
#include "views/models/stance_result.h"
#include "views/models/study_result.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const QDateTime kMade = QDateTime::fromString("2026-11-29T18:40:00Z", Qt::ISODate);

PackedResult packed(const std::vector<ResultTeller>& ways) { return packResult("mark", kMade, ways); }

// Lines as somebody who is no Whittle might write them.
PackedResult written(const std::vector<std::string>& lines) {
    LinePacker packer(1 << 22);
    for (const std::string& line : lines)
        if (!packer.add(line)) return {};
    const Result<std::string> block = packer.finish();
    return {.made = kMade, .graph = "mark", .data = QByteArray(block->data(), static_cast<qsizetype>(block->size()))};
}

std::shared_ptr<Study> fullStudy() {
    auto study = std::make_shared<Study>(smallStudy());
    Graph after = smallGraph();
    study->report.passes[0].after = std::make_shared<const Graph>(std::move(after));
    study->report.passes.push_back({.name = "left-out", .milliseconds = 0, .rewrites = {}, .skipped = true, .after = {}});
    study->report.notes = {"a note"};
    study->profile.refusals = {{.kernel = 2, .node = "mystery", .reason = "it would not"}};
    study->failure = Failure{.kind = FailureKind::Crash, .signature = "SIGSEGV in run", .phase = "run", .node = "add", .message = "died", .detail = "of \xc3\xa4"};
    return study;
}

QString textOf(const Study& study) {
    nlohmann::ordered_json passes = nlohmann::ordered_json::array();
    for (const PassRecord& pass : study.report.passes) passes.push_back(passJson(pass));
    return toQString(nlohmann::ordered_json{{"report", reportJson(study.report, KernelTexts::Keep)}, {"passes", passes}, {"profile", profileJson(study.profile)},
                                            {"trace", runTraceJson(study.trace)}, {"roof", roofJson(*study.roof)}, {"failure", failureJson(*study.failure)}}.dump(1));
}

QString troubleOf(const PackedResult& result) {
    const Result<StudyRecord> read = readStudyResult(result, snapshot(smallGraph()), {});
    return read ? QStringLiteral("ok") : toQString(read.error().message);
}

}  // namespace

class SessionResultTest : public QObject {
    Q_OBJECT
private slots:
    void a_study_comes_back() {
        const auto study = fullStudy();
        const StudySettings settings{.compiler = {{"--inject", "gelu=crash"}}, .seed = 18446744073709551615ull, .forced = {{"linear", "gemm"}}, .measureCandidates = true, .runs = 3};
        const PackedResult result = packed(studyTellers(settings, study));
        QVERIFY(!result.data.isEmpty() && !result.isShort);
        const GraphRef opened = snapshot(smallGraph());
        const Result<StudyRecord> back = readStudyResult(result, opened, {});
        VERIFY_OK(back);
        QVERIFY(back->settings == settings);
        QCOMPARE(textOf(*back->outcome.study), textOf(*study));
        QVERIFY(back->outcome.byKernel);
        const PassRecord& pass = back->outcome.study->report.passes[0];
        QVERIFY(pass.after && pass.after != opened);
        QCOMPARE(toQString(printGraph(*pass.after, findSchema)), toQString(printGraph(*study->report.passes[0].after, findSchema)));
    }

    void a_comparison_comes_back() {
        const Graph graph = chainGraph(6);
        ValueComparison comparison = chainComparison(graph, 3);
        comparison.notes = {"in two parts"};
        comparison.values[4].compiled.most = INFINITY;
        comparison.values[4].compiledToExact.rmse = NAN;
        comparison.values[2].kept = KeptPlaces{.compiled = 64, .eager = 128, .exact = 192};
        const NumericsSettings settings{.compiler = {{"--threads", "1"}}, .seed = 7};
        const auto run = NumericsController::runOf(settings, comparison);
        const Result<NumericsRunRef> back = readNumericsResult(packed(numericsTellers(run)), graph, {});
        VERIFY_OK(back);
        QVERIFY((*back)->settings == settings);
        QCOMPARE((*back)->restored, kMade);
        QCOMPARE((*back)->comparison.values.size(), comparison.values.size());
        QCOMPARE((*back)->summary.firstWrong, 3);
        QCOMPARE((*back)->comparison.notes, comparison.notes);
        for (std::size_t i = 0; i < comparison.values.size(); ++i)
            QCOMPARE(toQString(valueJson((*back)->comparison.values[i]).dump()), toQString(valueJson(comparison.values[i]).dump()));
        QVERIFY(!(*back)->comparison.values[2].kept);  // the worker's memory is gone
        QVERIFY((*back)->errors);
    }

    void a_replay_comes_back() {
        JobRunner jobs;
        MadeUpStances made;
        StanceController stances(jobs, made.service());
        stances.setGraph(snapshot(reluGraph()), "/tmp/f.pt2");
        StanceInput input = stances.input();
        input.calls = {{.id = 0, .arguments = {"f32[4]"}}, {.id = 0, .arguments = {"f32[4]"}}, {.id = 0, .arguments = {"f32[6]"}}};
        input.settings.stances = {"default", "force_eager"};
        stances.setInput(input);
        stances.start();
        QTRY_COMPARE(stances.state(), StanceController::State::Done);
        const PackedResult result = packed(stanceTellers(stances));
        const QString lines = toQString(stances.report()->runs[0].entries[0].graph);

        StanceController other(jobs, made.service());
        other.setGraph(snapshot(reluGraph()), "/tmp/f.pt2");
        other.setInput(input);
        const int runs = made.runs;
        Result<StanceController::Restored> back = readStanceResult(result, other.calls().parameters(), {});
        VERIFY_OK(back);
        other.restore(*back);
        QCOMPARE(other.state(), StanceController::State::Done);
        QCOMPARE(made.runs, runs);
        QVERIFY(!other.isStale());
        for (int row = 0; row < 3; ++row) QCOMPARE(other.reportedCall(row), row);
        QVERIFY(other.statusText().contains("from the session, made "));
        std::vector<std::string> was, is;
        const auto into = [](std::vector<std::string>& all) { return [&all](const std::string& line) { return all.push_back(line), Result<void>(); }; };
        VERIFY_OK(tellReport(*stances.report(), into(was)));
        VERIFY_OK(tellReport(*other.report(), into(is)));
        QCOMPARE(is, was);
        QVERIFY(is.size() > 10);
        QCOMPARE(toQString(other.report()->runs[0].entries[0].graph), lines);
        input.calls[0].arguments = {"f32[5]"};  // one that was not made
        other.setInput(input);
        QVERIFY(other.isStale());
    }

    void what_is_too_large_is_left_out_step_by_step() {
        const auto noisy = [](qsizetype bytes) -> ResultTeller {
            return [bytes](const TellResult& tell) {
                std::string noise;
                for (std::uint32_t i = 0, x = 7; static_cast<qsizetype>(noise.size()) < bytes; ++i, x = x * 1664525 + 1013904223) noise += static_cast<char>('!' + (x >> 24) % 90);
                return tell("noise", noise);
            };
        };
        const PackedResult fits = packed({noisy(1000)}), shorter = packed({noisy(3 * kMostResultBytes), noisy(1000)}), nothing = packed({noisy(3 * kMostResultBytes)});
        QVERIFY(!fits.isShort && !fits.data.isEmpty());
        QVERIFY(shorter.isShort && !shorter.data.isEmpty());
        QVERIFY(nothing.data.isEmpty());
        QVERIFY(resultFromJson(resultToJson(shorter)).isShort);
        QVERIFY(resultFromJson(resultToJson(nothing)).data.isEmpty());
        QCOMPARE(resultFromJson(resultToJson(nothing)).trouble, QString());
    }

    void a_study_without_texts_is_still_one() {
        const Result<StudyRecord> back = readStudyResult(packed({studyTellers({}, fullStudy())[1]}), snapshot(smallGraph()), {});
        VERIFY_OK(back);
        QCOMPARE(back->outcome.study->report.kernels.size(), std::size_t{3});
        QVERIFY(back->outcome.study->report.kernels[1].assembly.empty());
    }

    void json_round_trip() {
        const PackedResult result = packed(studyTellers({}, fullStudy()));
        const PackedResult back = resultFromJson(resultToJson(result));
        QCOMPARE(back.trouble, QString());
        QCOMPARE(back.data, result.data);
        QCOMPARE(back.graph, QString("mark"));
        QCOMPARE(back.made, kMade);
    }

    void hostile_json_data() {
        QTest::addColumn<QJsonValue>("json");
        QTest::addColumn<QString>("want");
        const QJsonObject good = resultToJson(packed(studyTellers({}, fullStudy())));
        const auto with = [&](const char* key, const QJsonValue& value) {
            QJsonObject changed = good;
            changed.insert(QLatin1String(key), value);
            return QJsonValue(changed);
        };
        QTest::newRow("a list") << QJsonValue(QJsonArray()) << "it is no result";
        QTest::newRow("nothing in it") << QJsonValue(QJsonObject()) << "it is no result";
        QTest::newRow("newer") << with("version", kResultVersion + 1) << "it was written by a newer Whittle";
        QTest::newRow("version in words") << with("version", "1") << "it is no result";
        QTest::newRow("no time") << with("made", "yesterday") << "it is no result";
        QTest::newRow("no graph") << with("graph", 5) << "it is no result";
        QTest::newRow("data is a number") << with("data", 5) << "it is no result";
        QTest::newRow("no base64") << with("data", "%%%") << "it is not in base64";
        QTest::newRow("large") << with("data", QString(kMostResultBytes / 3 * 4 + 8, u'A')) << "it is too large";
    }
    void hostile_json() {
        QFETCH(QJsonValue, json);
        QTEST(resultFromJson(json).trouble, "want");
    }

    void hostile_lines_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("want");  // the error begins so
        const auto row = [](const char* name, const QString& line, const char* want) { QTest::newRow(name) << line << want; };
        row("no JSON", "nothing", "a line of the result is none");
        row("a list", "[]", "a line of the result is none");
        row("no content", R"({"what":"report"})", "a line of the result is none");
        row("a name that is none", R"({"what":5,"is":{}})", "a line of the result is none");
        row("deep", "{\"what\":\"report\",\"is\":" + QString(100000, u'['), "nested deeper than 64 levels");
        row("a report that is none", R"({"what":"report","is":[]})", "not an account of a compilation: ");
        row("a pass that is none", R"({"what":"pass","is":{"name":5}})", "not an account of a compilation: ");
        row("a pass of no graph", "{\"what\":\"pass\",\"is\":{\"name\":\"p\",\"ms\":1,\"skipped\":false,\"applied\":[],\"after\":\"whittle 1\\ngraph @f {\"}}", "");
        row("settings that are none", R"({"what":"settings","is":{"compiler":[5]}})", "not the settings of a compilation: ");
        row("a failure that is none", R"({"what":"failure","is":"it died"})", "not an account of a failure: ");
        row("spans of a million threads", R"({"what":"trace","is":{"end_ns":1,"threads":1000000,"kernels_ns":[],"chunks_ns":[],"chunks_left_out":0}})", "not the spans of a run: ");
        row("spans of no kernel", R"({"what":"trace","is":{"end_ns":9,"threads":1,"kernels_ns":[[7,0,1]],"chunks_ns":[],"chunks_left_out":0}})", "the spans are of another run");
        row("times of no kernel", R"({"what":"profile","is":{"ms":1,"kernel_ms":[1],"kernel_work":[],"refusals":[],"notes":[]}})", "the times are of other kernels");
        row("a refusal of no kernel", R"({"what":"profile","is":{"ms":1,"kernel_ms":[],"kernel_work":[],"refusals":[{"kernel":9,"node":"x","reason":"y"}],"notes":[]}})", "a kernel refused that there is not");
        row("a part of a newer Whittle", R"({"what":"weather","is":{"sun":true}})", "ok");
    }
    void hostile_lines() {
        QFETCH(QString, line);
        QFETCH(QString, want);
        const QString trouble = troubleOf(written({line.toStdString()}));
        QVERIFY2(trouble.startsWith(want) && (want == "ok") == (trouble == "ok"), qPrintable(trouble));
    }

    void hostile_blocks() {
        PackedResult result = packed(studyTellers({}, fullStudy()));
        QCOMPARE(troubleOf(result), QString("ok"));
        PackedResult cut = result;
        cut.data.chop(cut.data.size() / 2);
        QCOMPARE(troubleOf(cut), QString("the compressed block ends too early"));
        PackedResult noise = result;
        noise.data = "this is no zlib";
        QVERIFY(troubleOf(noise).startsWith("the compressed block is damaged"));
        // Each byte changed in turn: whatever comes out, it is an answer.
        for (qsizetype i = 0; i < result.data.size(); ++i) {
            PackedResult broken = result;
            broken.data[i] = static_cast<char>(broken.data[i] ^ 0x55);
            QVERIFY(troubleOf(broken) != "ok");
        }
    }

    void values_of_no_node_are_refused_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"order", "name", "sizes", "huge", "worst"}) QTest::newRow(what) << what;
    }
    void values_of_no_node_are_refused() {
        QFETCH(QString, what);
        const Graph graph = chainGraph(4);
        ValueComparison comparison = chainComparison(graph, 2);
        ComparedValue& value = comparison.values[1];
        if (what == "order") value.order = 99;
        if (what == "name") value.node = "nobody";
        if (what == "sizes") value.sizes = {-1};
        if (what == "huge") value.sizes = Sizes(10, Index{1} << 20);
        if (what == "worst") value.compiledToEager.worst = 1000;
        const auto read = readNumericsResult(packed(numericsTellers(std::make_shared<NumericsRun>(NumericsRun{.settings = {}, .comparison = comparison, .summary = {}}))), graph, {});
        QVERIFY(!read);
        QCOMPARE(read.error().code, Code::Format);
    }

    void hostile_replays_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("no end") << R"({"what":"end","is":{"state":"flying","error":""}})";
        QTest::newRow("an end in numbers") << R"({"what":"end","is":{"state":1,"error":2}})";
        QTest::newRow("no calls") << R"({"what":"ran","is":{"stances":["default"]}})";
        QTest::newRow("another program's calls") << R"({"what":"ran","is":{"stances":["default"],"dynamic":"auto","backend":"whittle","warm":0,"limit":8,"skip_guards":false,"calls":[["f32[4]","3"]]}})";
        QTest::newRow("a stance that is none") << R"({"what":"ran","is":{"stances":["lotus"],"dynamic":"auto","backend":"whittle","warm":0,"limit":8,"skip_guards":false,"calls":[]}})";
        QTest::newRow("a line that is none") << "{\"what\":\"line\",\"is\":\"{\"}";
        QTest::newRow("a line that is no text") << R"({"what":"line","is":{}})";
        QTest::newRow("runs without calls") << "{\"what\":\"line\",\"is\":\"{\\\"kind\\\":\\\"run\\\",\\\"stance\\\":\\\"default\\\",\\\"recompile_limit\\\":8}\"}";
    }
    void hostile_replays() {
        QFETCH(QString, line);
        CallsModel calls;
        calls.setGraph(snapshot(reluGraph()));
        QVERIFY(!readStanceResult(written({line.toStdString()}), calls.parameters(), {}).has_value());
    }

    void a_graph_has_its_mark() {
        const QString mark = graphMark(smallGraph());
        QCOMPARE(graphMark(smallGraph()), mark);
        QVERIFY(graphMark(chainGraph(3)) != graphMark(chainGraph(4)));
        const std::function<QString()> later = graphMarkOf(snapshot(smallGraph()));
        QCOMPARE(later(), mark);
        QCOMPARE(later(), mark);
        Graph otherData = smallGraph();
        Tensor ones = Tensor::zeros(DType::F32, {8, 8});
        ones.mutableData<float>()[5] = 1;
        otherData.setInputData(*otherData.findValue("p_fc_weight"), ones);
        QVERIFY(graphMark(otherData) != mark);
        Graph otherName = smallGraph();
        otherName.renameValue(*otherName.findValue("x"), "y");
        QVERIFY(graphMark(otherName) != mark);
    }
};

WHITTLE_TEST(SessionResultTest)
#include "session_result_test.moc"
