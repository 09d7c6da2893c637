// What a reduction leaves in its folder: every file is read back.
#include "minifier/session/reproducer.h"

#include <fstream>

#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/open.h"
#include "engine/formats/wtl.h"
#include "minifier/session/error_sizes.h"
#include "minifier/session/report_facts.h"
#include "tests/minifier/fake.h"
#include "tests/support/graph_compare.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";

using Json = nlohmann::json;

QString read(const std::filesystem::path& file) {
    const auto text = readFile(file);
    return text ? toQ(*text) : QString();
}

Json reportOf(const std::filesystem::path& folder) { return Json::parse(*readFile(folder / "report.json")); }

// What stops a page from being well-formed, which ours are although HTML does not ask for it.
QString trouble(const std::filesystem::path& page) {
    QXmlStreamReader reader(read(page).toUtf8());
    while (!reader.atEnd()) reader.readNext();
    return reader.hasError() ? QString("line %1: %2").arg(reader.lineNumber()).arg(reader.errorString()) : QString();
}

// One operator on data that no formula gives.
Graph withOddData(const Sizes& sizes) {
    ValueId x;
    Graph graph = emptyGraph(sizes, x);
    std::vector<float> elements(static_cast<std::size_t>(sizes[0] * sizes[1]));
    for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = 1.F / static_cast<float>(i + 2);
    graph.setInputData(x, Tensor::of<float>(elements, sizes));
    graph.addOutput({.value = call(graph, kRelu, {{"self", x}})});
    return graph;
}

// Names aside, which a format may have to change: the same program with the same data.
void sameProgram(const Graph& a, const Graph& b) {
    QVERIFY(sameStructure(a, b));
    QCOMPARE(a.inputs().size(), b.inputs().size());
    for (std::size_t i = 0; i < a.inputs().size(); ++i) {
        const Tensor *x = asTensor(a.inputs()[i].data), *y = asTensor(b.inputs()[i].data);
        QVERIFY(x && y);
        QCOMPARE(contentHash(*x), contentHash(*y));
    }
}

}  // namespace

class ReproducerTest : public QObject {
    Q_OBJECT
private:
    std::filesystem::path fresh() { return m_dir.path().toStdString() + "/" + std::to_string(m_next++); }
    static Result<MinifyResult> reduce(const Graph& graph, Predicate predicate, MinifyOptions options) {
        FakeOracle oracle(std::move(predicate));
        return minify(graph, oracle, options, {}, {});
    }
    // Straight to the writer, for what no search would come to.
    static Result<void> leave(const Graph& graph, Failure failure, const std::filesystem::path& folder) {
        MinifyResult result{.failure = failure, .graph = graph, .reducedFailure = failure};
        result.history.begin(graph);
        result.nodesBefore = result.nodesAfter = static_cast<int>(graph.nodes().size());
        FakeOracle oracle(needs({}));
        const MinifyOptions options{.outputFolder = folder};
        return writeReproducer({graph, result, options, oracle, {}});
    }
    QTemporaryDir m_dir;
    int m_next = 0;

private slots:
    // As the oracle measured them: a reduction keeps the kind of error, not its size.
    void the_sizes_of_errors_stand_side_by_side() {
        const auto folder = fresh();
        const auto result = reduce(chain(24, {{9, kRelu}}), [](const Graph& graph) -> std::optional<Failure> {
            if (!hasOp(graph, kRelu)) return std::nullopt;
            const std::size_t nodes = graph.nodes().size();
            return Failure{.kind = FailureKind::WrongResult, .signature = "wrong value", .phase = "compare", .node = {}, .message = "output 0 has a wrong value",
                           .detail = fmt::format("worst <at> {} nodes\nand more", nodes)};
        }, {.outputFolder = folder});
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 1);
        const auto sizes = errorSizes(*result);
        QVERIFY(sizes);
        QCOMPARE(toQ(sizes->original), QString("output 0 has a wrong value: worst <at> 24 nodes"));
        QCOMPARE(toQ(sizes->reduced), QString("output 0 has a wrong value: worst <at> 1 nodes"));
        const Json report = reportOf(folder);
        QCOMPARE(toQ(report["failure"]["detail"].get<std::string>()), QString("worst <at> 24 nodes\nand more"));
        QCOMPARE(toQ(report["reduced_failure"]["detail"].get<std::string>()), QString("worst <at> 1 nodes\nand more"));
        QCOMPARE(trouble(folder / "report.html"), QString());
        const QString page = read(folder / "report.html"), issue = read(folder / "issue.md");
        for (const char* row : {"<th>the original</th><td>output 0 has a wrong value: worst &lt;at&gt; 24 nodes</td>", "<th>what is left</th><td>output 0 has a wrong value: worst &lt;at&gt; 1 nodes</td>"})
            QVERIFY2(page.contains(row), qPrintable(page));
        QVERIFY(issue.contains("worst <at> 1 nodes\nand more"));
        QVERIFY2(issue.contains("In the graph that this is a part of:\n\n```text\noutput 0 has a wrong value: worst <at> 24 nodes\n```"), qPrintable(issue));
    }
    // What it takes to fail, told from the certificate, and a graph to compare with.
    void the_nearest_graph_that_passes_is_there() {
        const auto folder = fresh(), again = fresh();
        const Predicate predicate = needs({kRelu, "aten.exp.default"});
        const MinifyOptions options{.outputFolder = folder, .maxCandidates = 2};
        VERIFY_OK(reduce(chain(40, {{11, kRelu}, {30, "aten.exp.default"}}), predicate, options));
        QVERIFY(!std::filesystem::exists(folder / "passing.wtl"));
        QCOMPARE(toQ(reportOf(folder)["not_written"]["passing.wtl"].get<std::string>()), QString("it is known of a minimal graph only"));
        const auto result = reduce(chain(40, {{11, kRelu}, {30, "aten.exp.default"}}), predicate, {.outputFolder = folder, .resume = true});
        VERIFY_OK(result);
        QVERIFY(result->nearMiss && !result->essentials.empty());
        QVERIFY(std::ranges::find(result->essentials, result->nearMiss->edit) != result->essentials.end());
        const auto passing = readWtl(folder / "passing.wtl");
        VERIFY_OK(passing);
        QVERIFY(!predicate(*passing));
        QCOMPARE(passing->nodes().size(), std::size_t{1});
        const Json report = reportOf(folder);
        QCOMPARE(report["essentials"].size(), result->essentials.size());
        QCOMPARE(report["near_miss"].get<std::string>(), result->nearMiss->edit);
        const QString page = read(folder / "report.html");
        QCOMPARE(trouble(folder / "report.html"), QString());
        QVERIFY(page.contains("What the failure takes"));
        QVERIFY(page.contains("<li>" + toQ(result->essentials.front()).toHtmlEscaped() + "</li>"));
        // Another way to the same graph is the same bug; another failure of it is not.
        VERIFY_OK(reduce(chain(24, {{2, kRelu}, {9, "aten.exp.default"}}), predicate, {.outputFolder = again}));
        QCOMPARE(reportOf(again)["fingerprint"], report["fingerprint"]);
        QVERIFY(read(folder / "issue.md").contains("- fingerprint: `" + toQ(report["fingerprint"].get<std::string>()) + "`"));
        MinifyResult other = *result;
        other.failure.signature = "another";
        QVERIFY(fingerprint(other) != fingerprint(*result));
    }
    void other_kinds_have_no_size() {
        MinifyResult result{.failure = boom("SIGSEGV in run", FailureKind::Crash), .graph = {}, .reducedFailure = boom()};
        QVERIFY(!errorSizes(result));
        result.failure = {.kind = FailureKind::WrongResult, .signature = "wrong value", .phase = {}, .node = {}, .message = "output 0[1]: eager gives 1.0, compiled 2.0", .detail = {}};
        QCOMPARE(toQ(errorSizes(result)->original), QString("output 0[1]: eager gives 1.0, compiled 2.0"));
    }

    void the_report_tells_the_whole_way() {
        const auto folder = fresh();
        const auto result = reduce(chain(40, {{17, kRelu}}), needs({kRelu}), {.outputFolder = folder, .commandLine = "whittle minify x", .againLine = "whittle minify repro.wtl"});
        VERIFY_OK(result);
        const Json report = reportOf(folder);
        const Json& curve = report["curve"];
        QVERIFY(curve.size() >= 2);
        QCOMPARE(curve.front()["candidate"].get<int>(), 0);
        QCOMPARE(curve.front()["nodes"].get<int>(), 40);
        QCOMPARE(curve.front()["elements"].get<int>(), 6);
        QVERIFY(!curve.front().contains("pass"));
        QCOMPARE(curve.back()["nodes"].get<int>(), report["nodes_after"].get<int>());
        QCOMPARE(curve.back()["inputs"].get<int>(), report["inputs_after"].get<int>());
        for (std::size_t i = 1; i < curve.size(); ++i) {
            QVERIFY(curve[i]["nodes"] <= curve[i - 1]["nodes"]);
            QVERIFY(curve[i]["candidate"] > curve[i - 1]["candidate"]);
            QVERIFY(curve[i]["seconds"] >= curve[i - 1]["seconds"]);
            QVERIFY(!curve[i]["pass"].get<std::string>().empty());
            QVERIFY(!curve[i]["edit"].get<std::string>().empty());
        }
        int tried = 0, cached = 0, removed = 0, accepted = 0;
        for (const Json& pass : report["passes"]) {
            tried += pass["tried"].get<int>();
            cached += pass["from_cache"].get<int>();
            removed += pass["nodes_removed"].get<int>();
            if (pass["pass"] != "canonical-form") accepted += pass["accepted"].get<int>();  // which is no smaller graph
            QVERIFY(pass["milliseconds"].get<double>() >= 0);
        }
        QCOMPARE(tried, report["candidates"].get<int>());
        QCOMPARE(cached, report["cache_hits"].get<int>());
        QCOMPARE(removed, 40 - report["nodes_after"].get<int>());
        QCOMPARE(accepted, static_cast<int>(curve.size()) - 1);
        QCOMPARE(toQ(report["signature"]["text"].get<std::string>()), QString("boom"));
        QCOMPARE(toQ(report["signature"]["match"].get<std::string>()), QString("exact"));
        for (const char* fact : {"Whittle", "oracle", "CPU", "CPU threads", "system"}) QVERIFY2(report["environment"].contains(fact), fact);
        QCOMPARE(toQ(report["again"].get<std::string>()), QString("whittle minify repro.wtl"));
        for (const Json& file : report["files"]) QVERIFY2(std::filesystem::exists(folder / file.get<std::string>()), file.get<std::string>().c_str());
        for (const char* file : {"repro.py", "repro.pt2", "repro.wtl", "issue.md", "report.html", "report.json"})
            QVERIFY2(std::ranges::find(report["files"], Json(file)) != report["files"].end(), file);
        // Any data will do, so the script makes its own.
        QCOMPARE(toQ(report["single_file"].get<std::string>()), QString("repro.py"));
        QCOMPARE(toQ(report["not_written"].dump()), QString(R"({"passing.wtl":"no single edit of what is left ends the failure","repro_single.py":"repro.py needs no other file"})"));
    }

    // However often the job was stopped, the curve is that of the whole way.
    void a_resumed_job_has_the_whole_curve() {
        const Graph graph = chain(64, {{40, kRelu}});
        const auto whole = fresh(), parts = fresh();
        VERIFY_OK(reduce(graph, needs({kRelu}), {.outputFolder = whole}));
        VERIFY_OK(reduce(graph, needs({kRelu}), {.outputFolder = parts, .maxCandidates = 4}));
        VERIFY_OK(reduce(graph, needs({kRelu}), {.outputFolder = parts, .resume = true, .maxCandidates = 2}));
        VERIFY_OK(reduce(graph, needs({kRelu}), {.outputFolder = parts, .resume = true}));
        const auto without = [](Json report) {
            for (Json& point : report["curve"]) point.erase("seconds");
            for (Json& pass : report["passes"]) pass.erase("milliseconds");
            return Json{report["curve"], report["passes"]};
        };
        QCOMPARE(toQ(without(reportOf(parts)).dump(1)), toQ(without(reportOf(whole)).dump(1)));
        double seconds = 0;
        for (const Json& point : reportOf(parts)["curve"]) {
            QVERIFY(point["seconds"].get<double>() >= seconds);
            seconds = point["seconds"].get<double>();
        }
        QVERIFY(seconds <= reportOf(parts)["seconds"].get<double>());
    }

    void every_form_opens_as_the_same_program() {
        const auto folder = fresh();
        const Graph graph = withOddData({64, 64});
        VERIFY_OK(leave(graph, boom(), folder));
        QCOMPARE(toQ(reportOf(folder)["single_file"].get<std::string>()), QString("repro_single.py"));
        // The single file needs nothing beside it.
        const auto elsewhere = fresh();
        std::filesystem::create_directories(elsewhere);
        std::filesystem::copy_file(folder / "repro_single.py", elsewhere / "mine.py");
        for (const auto& file : {folder / "repro.wtl", folder / "repro.py", folder / "repro.pt2", elsewhere / "mine.py"}) {
            const auto opened = openGraph(file, {.fillMissing = false});
            VERIFY_OK(opened);
            sameProgram(opened->graph, graph);
        }
    }

    void strides_travel_in_the_single_file() {
        Graph graph = withOddData({40, 64});
        const ValueId x = graph.inputs()[0].value;
        graph.setInputData(x, asTensor(graph.inputs()[0].data)->asStrided({64, 40}, {1, 64}, 0));
        graph.setType(x, TensorType{DType::F32, {64, 40}, {1, 64}, {}});
        graph.setType(graph.nodes()[0].output(), TensorType{DType::F32, {64, 40}, {1, 64}, {}});
        const auto folder = fresh();
        VERIFY_OK(leave(graph, boom(), folder));
        const auto opened = openGraph(folder / "repro_single.py", {.fillMissing = false});
        VERIFY_OK(opened);
        QCOMPARE(asTensor(opened->graph.inputs()[0].data)->strides(), (Sizes{1, 64}));
    }

    void damaged_data_in_a_script_is_refused() {
        const auto folder = fresh();
        VERIFY_OK(leave(withOddData({64, 64}), boom(), folder));
        QString script = read(folder / "repro_single.py");
        QVERIFY(script.contains("DATA_BASE64 = (\n    '"));
        script.replace("DATA_BASE64 = (\n    '", "DATA_BASE64 = (\n    '*");
        std::ofstream(folder / "bad.py") << script.toStdString();
        QVERIFY(describe(openGraph(folder / "bad.py")).startsWith("format: base64:"));
    }

    void what_has_no_spelling_is_told() {
        Graph graph;
        const TensorType type{DType::F32, {2}, {}, {}};
        const ValueId x = graph.addInput({.data = Tensor::full(DType::F32, {2}, 1)}, "x", type);
        const NodeId node = graph.addNode({.name = "n", .op = "aten.no spelling", .args = {{"self", x}}, .outputTypes = {type}, .outputNames = {}, .origin = nullptr, .before = {}});
        graph.addOutput({.value = graph.node(node).output()});
        const auto folder = fresh();
        std::filesystem::create_directories(folder);
        for (const char* old : {"repro.py", "repro_single.py", "inputs.safetensors", "repro.pt2"}) std::ofstream(folder / old) << "of an earlier run";
        VERIFY_OK(leave(graph, boom(), folder));
        const Json report = reportOf(folder);
        QVERIFY(report["single_file"].is_null());
        QVERIFY(toQ(report["not_written"]["repro.py"].get<std::string>()).contains("no spelling in PyTorch"));
        for (const char* gone : {"repro.py", "repro_single.py", "inputs.safetensors"}) QVERIFY2(!std::filesystem::exists(folder / gone), gone);
        QVERIFY(std::filesystem::exists(folder / "repro.wtl"));
        QVERIFY(read(folder / "report.html").contains("not written: "));
        QCOMPARE(std::filesystem::exists(folder / "repro.pt2"), !report["not_written"].contains("repro.pt2"));
    }

    void much_data_stays_beside_the_script() {
        const auto folder = fresh();
        VERIFY_OK(leave(withOddData({2200, 2000}), boom(), folder));
        QVERIFY(std::filesystem::exists(folder / "inputs.safetensors"));
        QVERIFY(!std::filesystem::exists(folder / "repro_single.py"));
        QVERIFY(toQ(reportOf(folder)["not_written"]["repro_single.py"].get<std::string>()).contains("17600000 bytes"));
    }

    // Names and messages come from files and from programs that failed.
    void the_page_is_well_formed_and_runs_nothing() {
        const auto folder = fresh();
        Graph graph = chain(60, {{20, kRelu}});
        graph.name = "</title><script>alert(1)</script>";
        const std::string hostile = "</pre><img src=x onerror=alert(2)> ``` \x1b[31m \xff & \"quotes\" 'and'";
        Failure failure = boom(hostile);
        failure.message = failure.detail = failure.phase = failure.node = hostile;
        const auto result = reduce(graph, [&](const Graph& candidate) { return hasOp(candidate, kRelu) ? std::optional(failure) : std::nullopt; },
                                   {.outputFolder = folder, .commandLine = "whittle " + hostile});
        VERIFY_OK(result);
        QCOMPARE(trouble(folder / "report.html"), QString());
        const QString page = read(folder / "report.html");
        for (const char* never : {"<script", "<img", "<link", " src=", " href=", "@import", "url("}) {
            QString shown = page;
            shown.remove(" src=x onerror");  // as text: the tag before it is escaped
            QVERIFY2(!shown.contains(never), never);
        }
        QVERIFY(page.contains("&lt;/title&gt;&lt;script&gt;alert(1)"));
        QVERIFY(page.contains("prefers-color-scheme: dark"));
        for (const char* part : {"What happens", "What is left", "Where it was", "The way there", "Passes and their worth", "Issue text", "Reproducer", "Environment"})
            QVERIFY2(page.contains(QString("<h2>%1</h2>").arg(part)), part);
        // The issue's code cannot be left by what stands in it.
        QVERIFY(read(folder / "issue.md").contains("\n````text\n"));
    }

    void a_page_of_a_job_that_never_saw_a_failure() {
        const auto folder = fresh();
        CancelSource stop;
        stop.cancel();
        FakeOracle oracle(needs({kRelu}));
        VERIFY_OK(minify(chain(24, {{7, kRelu}}), oracle, {.outputFolder = folder}, {}, stop.token()));
        QCOMPARE(trouble(folder / "report.html"), QString());
        QVERIFY(!std::filesystem::exists(folder / "issue.md"));
        QVERIFY(read(folder / "report.html").contains("The original was not seen to fail"));
    }

    void nothing_names_a_place_on_this_machine() {
        const auto folder = fresh();
        Failure failure = boom();
        failure.message = "assert in /home/me/src/lower.cpp:31";
        failure.detail = "File \"/home/me/my work/x.py\", line 3\nsee https://example.org/doc and 1 / 2";
        Graph original = chain(20, {{3, kRelu}});
        auto origin = std::make_shared<Origin>();
        origin->file = "/home/me/net.py";
        origin->line = 17;
        origin->stackTrace = "File \"/home/me/net.py\", line 17, in forward";
        for (const Node& node : original.nodes()) original.setOrigin(node.id, origin);
        const auto result = reduce(original, [&](const Graph& graph) { return hasOp(graph, kRelu) ? std::optional(failure) : std::nullopt; },
                                   {.outputFolder = folder, .commandLine = "whittle minify '/home/me/my net.pt2' -o /tmp/out"});
        VERIFY_OK(result);
        for (const char* file : {"repro.py", "repro.wtl", "repro.pt2", "report.json", "report.html", "issue.md"}) {
            const QString content = read(folder / file);
            for (const QString& place : {QString("/home/me"), QString("/tmp/out"), m_dir.path()}) QVERIFY2(!content.contains(place), file);
        }
        QVERIFY(read(folder / "issue.md").contains("assert in lower.cpp:31\nFile \"x.py\", line 3\nsee https://example.org/doc and 1 / 2"));
        // Where its operators were is told of the original; the reduced graph is the same for all that lead to it.
        QVERIFY(read(folder / "report.html").contains("net.py:17"));
        QVERIFY(!read(folder / "repro.wtl").contains("net.py:17"));
        QCOMPARE(toQ(reportOf(folder)["command"].get<std::string>()), QString("whittle minify 'my net.pt2' -o out"));
    }

    void the_issue_says_what_a_maintainer_asks_for() {
        const auto folder = fresh();
        VERIFY_OK(reduce(chain(20, {{3, kRelu}}), needs({kRelu}), {.outputFolder = folder, .againLine = "whittle minify 'repro.wtl' -o 'again'"}));
        const QString issue = read(folder / "issue.md");
        QVERIFY2(issue.startsWith("# Compilation of relu fails: it went boom\n"), qPrintable(issue.left(200)));
        for (const char* part : {"## What happens", "## What was expected", "## The program", "## How to run it", "## Environment", "torch.ops.aten.relu.default", "python repro.py",
                                 "whittle minify 'repro.wtl' -o 'again'", "from 20 operators and 1 input to 1 operator and 1 input"})
            QVERIFY2(issue.contains(part), part);
    }
};

WHITTLE_TEST(ReproducerTest)
#include "reproducer_test.moc"
