#include "engine/dispatch/stance_matrix.h"

#include "engine/formats/open.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Every field as it never begins.
ReportedCall fullCall() {
    ReportedCall call{.outcome = CallOutcome::Error, .why = "why \"it\" is\n", .used = CompileId{0, 1}, .made = CompileId{2, 13}, .asked = {}, .order = {{0, 1}, {0, 0}}, .warnings = {"w"},
                      .skippedGuards = {"a", "b"}, .graphBreak = std::pair<std::string, std::string>("Tensor.item", ""), .resumed = {}, .recordMs = 1.5, .compileMs = 2.25, .runMs = 1e-9, .phases = {{"passes", 0.5}, {"pass:decompose", 0.25}}, .error = "run: x\n  while y"};
    call.asked.push_back({{0, 1}, {{.guard = -1, .reason = "r", .seen = "", .wanted = "w"}, {.guard = 4, .reason = "L['x'] \xc3\xbc", .seen = "f32[2]", .wanted = ""}}});
    call.asked.push_back({{0, 0}, {}});
    ReportedCall part = call;
    part.outcome = CallOutcome::Reused;
    part.error.reset();
    call.resumed = {part, {}};
    return call;
}

ReportedEntry fullEntry() {
    ReportedEntry entry{.id = {1, 2}, .backend = "eager", .madeBy = 7, .replaced = CompileId{1, 0}, .hits = 1000000000000, .life = ReportedEntry::Life::Shadowed, .shadowedBy = CompileId{1, 3},
                        .recordMs = 0.125, .compileMs = 3, .guards = {}, .symbols = {}, .graph = "graph @f {\n}\n", .graphBreak = "", .frame = "1/0 after print"};
    entry.guards.push_back({.isValue = true, .source = "L['x']", .nanoseconds = 12.5});
    entry.guards.push_back({.parent = 0, .kind = "TENSOR_MATCH", .source = "L['x']", .text = "f32", .node = "add", .line = "net.py:3: x + 1", .failures = 3, .nanoseconds = 12.5, .order = 2});
    entry.symbols.push_back({.name = "s0", .sources = {"L['x'].size()[0]", "L['k']"}, .hint = 4, .min = -9223372036854775807, .max = {}, .is = "2*s1"});
    return entry;
}

QString text(const StanceReport& report) { return toQ(stanceJson(report).dump(1)); }

constexpr const char* kBegin = R"({"kind":"begin","function":"f","parameters":["x"],"calls":["x=f32[2]"]})";
constexpr const char* kRun = R"({"kind":"run","stance":"default","recompile_limit":8})";

}  // namespace

class StanceReportTest : public QObject {
    Q_OBJECT
private slots:
    // The lines make the report that they were written of, however little of a field's values is usual.
    void roundTrip() {
        std::vector<std::string> lines;
        StanceReporter reporter([&](const std::string& line) { lines.push_back(line); });
        reporter.note("weights were filled");
        reporter.begin("f", {"x", "k"}, {"x=f32[4,8], k=3"}, 2);
        reporter.progress(0, 2);
        reporter.beginRun("default, backend eager", 8);
        reporter.now({.stance = "default", .trying = "", .call = 3, .doing = "running", .id = CompileId{0, 1}});
        reporter.call(fullCall());
        reporter.call({});
        reporter.progress(1, 2);
        reporter.entry(fullEntry());
        reporter.entry({});
        reporter.endRun({.stance = {}, .calls = {}, .entries = {}, .compiles = 1, .eagerCalls = 2, .errors = 3, .compileMs = 4.5, .runMs = 5.5});
        reporter.beginRun("force_eager", 8);
        reporter.died("SIGSEGV in call 0");
        reporter.probe({.stance = "default, backend eager", .call = "x=f32[0]", .entries = fullCall().asked});
        reporter.advising({.stance = "default, backend eager", .compiles = 3, .tried = 4});
        reporter.advice({.text = "mark", .code = "a\nb", .compiles = 1, .saved = 2, .change = {{"mark_dynamic", {{"x", {0}}}}}, .calls = {1, 3}});
        StanceReport back;
        for (const std::string& line : lines) {
            QVERIFY(line.find('\n') == std::string::npos);
            VERIFY_OK(addLine(back, line));
        }
        QCOMPARE(text(back), text(reporter.report()));
        QVERIFY(!back.complete && back.now);
        QCOMPARE(toQ(back.now->text()), "call 3 under stance default, while running 0/1");
        QCOMPARE(back.notes.size(), std::size_t{1});
        QCOMPARE(back.advising->tried, 4);
        QCOMPARE(adviceOn(back, back.runs.at(0), 3).size(), std::size_t{1});
        QVERIFY(adviceOn(back, back.runs.at(0), 2).empty() && adviceOn(back, back.runs.at(1), 3).empty());
        const ReportedRun& run = back.runs.at(0);
        QCOMPARE(run.recompileLimit, 8);
        QCOMPARE(back.stances, std::size_t{2});
        QVERIFY(!run.died && back.runs.at(1).died == "SIGSEGV in call 0" && !back.runs[1].ended);
        QCOMPARE(run.calls.at(0).resumed.size(), std::size_t{2});
        QCOMPARE(toQ(run.calls[0].graphBreak->first), "Tensor.item");
        QCOMPARE(toQ(*run.calls[0].error), "run: x\n  while y");
        QCOMPARE(run.calls[0].asked.at(0).failures.at(1).guard, 4);
        QVERIFY(run.calls[0].asked[1].failures.empty());
        QCOMPARE(run.entries.at(0).hits, std::int64_t{1000000000000});
        QCOMPARE(run.entries[0].guards.at(1).order, 2);
        QVERIFY(run.entries[0].graphBreak && run.entries[0].graphBreak->empty() && !run.entries.at(1).graphBreak);
        QCOMPARE(run.entries[0].symbols.at(0).min, std::optional<std::int64_t>(-9223372036854775807));
        QVERIFY(run.entries[0].shadowedBy == CompileId(1, 3) && run.entries[0].replaced == CompileId(1, 0));
        reporter.end();
        reporter.error({Code::Shape, "wrong", {"reading x"}});
        VERIFY_OK(addLine(back, lines[lines.size() - 2]));
        VERIFY_OK(addLine(back, lines.back()));
        QVERIFY(back.complete && !back.now);
        QCOMPARE(toQ(back.error->describe()), "shape: wrong\n  while reading x");
    }

    // What a replay tells line by line is what it gives.
    void ofAReplay() {
        const auto graph = std::make_shared<const Graph>(openGraph(sample("stance/classifier.wtl"))->graph);
        const auto json = parseJson(R"([{"x": [4,6,8], "mask": [4,6]}, {"x": [5,6,8], "mask": [5,6]}, {"x": "f64[6,6,8]", "mask": [6,6]}])");
        VERIFY_OK(json);
        const auto calls = parseCalls(*json, *graph, 0);
        VERIFY_OK(calls);
        StanceReport back;
        StanceReporter reporter([&](const std::string& line) { VERIFY_OK(addLine(back, line)); });
        VERIFY_OK(runStances(graph, *calls, {.stances = {{}, {.name = "fail_on_recompile"}}, .function = {.backend = "eager"}, .tries = {calls->front()}}, reporter));
        QCOMPARE(text(back), text(reporter.report()));
        QCOMPARE(back.runs.size(), std::size_t{2});
        QCOMPARE(back.probes.size(), std::size_t{2});
    }

    // What scripts read has each thing that a report can hold, by its name, and a guard's own words where a failure is one of an entry's.
    void asJson() {
        StanceReporter reporter;
        reporter.begin("f", {"x"}, {"x=f32[4]"}, 2);
        reporter.note("weights were filled");
        reporter.beginRun("default", 8);
        ReportedCall call = fullCall();
        call.asked[0].entry = {1, 2};
        call.asked[0].failures[1].guard = 1;
        reporter.call(call);
        reporter.entry(fullEntry());
        reporter.entry({});
        reporter.endRun({.stance = {}, .calls = {}, .entries = {}, .compiles = 1, .eagerCalls = 2, .errors = 3, .compileMs = 4.5, .runMs = 5.5});
        reporter.beginRun("force_eager", 8);
        reporter.died("SIGSEGV in call 0");
        reporter.probe({.stance = "default", .call = "x=f32[0]", .entries = call.asked});
        reporter.advising({.stance = "default", .compiles = 3, .tried = 4});
        reporter.advice({.text = "mark", .code = "a\nb", .compiles = 1, .saved = 2, .change = {{"mark_dynamic", {{"x", {0}}}}}, .calls = {0}});
        const auto json = stanceJson(reporter.report());
        QCOMPARE(toQ(json["notes"].dump() + json["calls"].dump() + json["function"].dump()), "[\"weights were filled\"][\"x=f32[4]\"]\"f\"");
        QCOMPARE(toQ(json["advice"].dump()), R"([{"text":"mark","code":"a\nb","compiles":1,"saved":2,"change":{"mark_dynamic":{"x":[0]}},"calls":[0]}])");
        QCOMPARE(toQ(json["advising"].dump()), R"({"stance":"default","compiles":3,"tried":4})");
        QCOMPARE(toQ(json["stances"]["default"]["calls"][0]["avoided_by"].dump()), R"(["mark"])");
        QCOMPARE(toQ(json["stances"]["force_eager"]["died"].dump() + json["stances"]["force_eager"]["calls"].dump()), "\"SIGSEGV in call 0\"[]");

        const auto& run = json["stances"]["default"];
        QVERIFY(!run.contains("died") && run["compiles"] == 1 && run["eager_calls"] == 2 && run["errors"] == 3 && run["compile_ms"] == 4.5 && run["run_ms"] == 5.5 && run["recompile_limit"] == 8);
        const auto& made = run["calls"][0];
        QCOMPARE(toQ(made["outcome"].dump() + made["used"].dump() + made["made"].dump() + made["entries"].dump()), R"("error""0/1""2/13"["0/1","0/0"])");
        QCOMPARE(toQ(made["graph_break"].dump() + made["warnings"].dump() + made["skipped_guards"].dump()), R"({"reason":"Tensor.item","line":""}["w"]["a","b"])");
        QCOMPARE(toQ(made["error"].get<std::string>()), "run: x\n  while y");
        QCOMPARE(made["resumed"].size(), std::size_t{2});
        QCOMPARE(toQ(made["resumed"][0]["outcome"].dump() + made["resumed"][1].dump()), R"("reused"{"outcome":"eager","cause":"","entries":[],"record_ms":0.0,"compile_ms":0.0,"run_ms":0.0})");
        const auto& failures = made["asked"][0]["failures"];
        QVERIFY(made["asked"][0]["fits"] == false && made["asked"][1]["fits"] == true && !failures[0].contains("source"));
        QCOMPARE(toQ(failures[1].dump()), QString::fromUtf8(R"({"reason":"L['x'] ü","seen":"f32[2]","wanted":"","guard":1,"source":"L['x']","line":"net.py:3: x + 1"})"));
        QCOMPARE(toQ(json["tries"][0]["entries"].dump()), toQ(made["asked"].dump()));

        const auto& entry = run["cache"][0];
        QCOMPARE(toQ(entry["id"].dump() + entry["life"].dump() + entry["shadowed_by"].dump() + entry["replaced"].dump() + entry["frame"].dump()), R"("1/2""shadowed""1/3""1/0""1/0 after print")");
        QCOMPARE(toQ(entry["symbols"].dump()), R"({"s0":{"sources":["L['x'].size()[0]","L['k']"],"hint":4,"min":-9223372036854775807,"max":null,"is":"2*s1"}})");
        QCOMPARE(toQ(entry["guards"].dump()), R"([{"parent":-1,"value":"L['x']","ns":12.5},{"parent":0,"kind":"TENSOR_MATCH","source":"L['x']","guard":"f32","order":2,"failures":3,"ns":12.5,"node":"add","line":"net.py:3: x + 1"}])");
        QVERIFY(entry["graph_break"] == "" && entry["graph"] == "graph @f {\n}\n" && run["cache"][1]["replaced"].is_null() && !run["cache"][1].contains("graph_break"));
    }

    void badLines_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("want");
        QTest::newRow("cut") << "{\"kind\":\"call\",\"outc" << "format: ";
        QTest::newRow("no object") << "[]" << "format: expected a line to be an object";
        QTest::newRow("no kind") << "{}" << "format: ";
        QTest::newRow("no run") << R"({"kind":"call","outcome":"eager"})" << "format: no run has begun that the line could be of";
        QTest::newRow("wrong type") << R"({"kind":"begin","calls":"x"})" << "format: expected calls to be a list";
        QTest::newRow("no id") << R"({"kind":"now","id":"0-1"})" << "format: id is '0-1', which is no number of a compile such as 0/1";
        QTest::newRow("no number") << R"({"kind":"now","call":4294967296})" << "format: call is 4294967296, which is out of its range";
        QTest::newRow("no such name") << R"({"kind":"error","code":"odd"})" << "format: code is 'odd', which is none that is known";
        QTest::newRow("newer") << R"({"kind":"weather","of":"today"})" << "ok";
    }
    void badLines() {
        QFETCH(QString, line);
        QFETCH(QString, want);
        StanceReport report;
        VERIFY_OK(addLine(report, kBegin));
        const QString before = text(report);
        const QString got = describe(addLine(report, line.toStdString()));
        QVERIFY2(got.startsWith(want), qPrintable(got));
        QCOMPARE(text(report), before);
    }

    void afterARunHasEnded() {
        StanceReport report;
        VERIFY_OK(addLine(report, kRun));
        VERIFY_OK(addLine(report, R"({"kind":"ran","compiles":1})"));
        QCOMPARE(describe(addLine(report, R"({"kind":"entry","id":"0/0"})")), "format: no run has begun that the line could be of");
    }
};

WHITTLE_TEST(StanceReportTest)
#include "stance_report_test.moc"
