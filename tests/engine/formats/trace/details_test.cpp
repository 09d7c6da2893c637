// The parts of a trace that have a grammar of their own, and what is worked out from whole traces.
#include <fstream>

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "engine/base/files.h"
#include "engine/formats/trace/causes.h"
#include "engine/formats/trace/expression_tree.h"
#include "engine/formats/trace/guard_tree.h"
#include "engine/formats/trace/rank_groups.h"
#include "engine/formats/trace/stack_trie.h"
#include "engine/formats/trace/time_spans.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace whittle::trace;

namespace {

Result<Trace> readTrace(const std::string& name) {
    WHITTLE_TRY(Trace trace, Trace::open(sample("torch_trace/" + name)));
    WHITTLE_TRY_VOID(trace.more());
    return trace;
}

std::vector<Cause> causesOf(const Trace& trace) {
    std::vector<const LogContent*> contents;
    for (const TraceLog& log : trace.logs()) contents.push_back(&log.content());
    return causes(contents);
}

QStringList words(const std::vector<Cause>& causes, CauseKind kind) {
    QStringList out;
    for (const Cause& cause : causes)
        if (cause.kind == kind) out.append(QString("%1x %2").arg(cause.sites.size()).arg(toQ(cause.text)));
    return out;
}

}  // namespace

class DetailsTest : public QObject {
    Q_OBJECT
private slots:
    void guard_tree() {
        const auto tree = parseGuardTree("\nTREE_GUARD_MANAGER:\n"
                                         "+- RootGuardManager\n"
                                         "| +- GLOBAL_STATE: ___check_global_state()\n"
                                         "| +- DEFAULT_DEVICE: utils_device.CURRENT_DEVICE == None    # _dynamo/output_graph.py:493 in init_ambient_guards\n"
                                         "| +- GuardManager: source=L['x'], accessed_by=FrameLocalsGuardAccessor(key='x', framelocals_idx=0), type=<class 'torch.Tensor'>, tag_safe=(True, False)\n"
                                         "| | +- EQUALS_MATCH: L['k'] == 3        # return x * k  # net.py:3 in forward\n"
                                         "| +- DictGuardManager: source=G, accessed_by=GlobalsGuardAccessor\n"
                                         "| | +- KeyValueManager pair at index=0\n"
                                         "| | | +- ValueManager: GuardManager: source=G['a'], accessed_by=V\n"
                                         "| | | | +- NO_TENSOR_ALIASING\n"
                                         "+- LAMBDA_GUARD: 2 <= L['x'].size()[0]  # x  # net.py:3 in forward (why)\n"
                                         "\nGuard latency = 68.61 us\n");
        VERIFY_OK(tree);
        QCOMPARE(tree->checkCount(), 5);
        QCOMPARE(tree->nodes.size(), std::size_t(10));
        QCOMPARE(tree->latencyMicroseconds.value_or(0), 68.61);
        const GuardNode& manager = tree->nodes[3];
        QVERIFY(manager.isManager);
        QCOMPARE(toQ(manager.source), QString("L['x']"));
        QCOMPARE(toQ(manager.accessedBy), QString("FrameLocalsGuardAccessor(key='x', framelocals_idx=0)"));
        QCOMPARE(toQ(manager.type), QString("<class 'torch.Tensor'>"));
        const GuardNode& check = tree->nodes[4];
        QCOMPARE(check.parent, 3);
        QCOMPARE(toQ(check.kind + "|" + check.code + "|" + check.userCode + "|" + check.userPlace), QString("EQUALS_MATCH|L['k'] == 3|return x * k|net.py:3 in forward"));
        QCOMPARE(toQ(tree->nodes[2].userPlace), QString("_dynamo/output_graph.py:493 in init_ambient_guards"));
        QCOMPARE(tree->nodes[8].parent, 7);
        QCOMPARE(tree->nodes[9].parent, -1);
        QVERIFY(tree->notes.empty());
        QCOMPARE(describe(parseGuardTree("nothing")), QString("format: no guard tree: the line 'TREE_GUARD_MANAGER:' was expected"));
        const auto odd = parseGuardTree("TREE_GUARD_MANAGER:\n| | | +- LOST: x\nwhat\n+-\n");
        VERIFY_OK(odd);
        QCOMPARE(odd->nodes.size(), std::size_t(1));
        QCOMPARE(odd->nodes[0].parent, -1);
        QCOMPARE(odd->notes.size(), std::size_t(2));
    }

    void printed_kernel_choices() {
        const auto text = readFile(sample("torch_trace/torch26/p7_autotune.stderr.txt"));
        VERIFY_OK(text);
        const std::vector<KernelSite> sites = readAutotuneText(*text);
        QCOMPARE(sites.size(), std::size_t(3));
        QCOMPARE(toQ(sites[0].op + " " + sites[0].shapes), QString("mm 32x64, 64x64"));
        QCOMPARE(toQ(sites[0].winner()->name), QString("mm"));
        QCOMPARE(sites[0].choices[1].milliseconds.value_or(0), 23.9805);
        QCOMPARE(toQ(std::string(sites[0].choices[1].family())), QString("cpp"));
        QCOMPARE(sites[0].benchmarkSeconds.value_or(0), 0.2946);
        QCOMPARE(sites[0].precompileSeconds.value_or(0), 6.3259);
        QVERIFY(std::abs(sites[0].margin().value_or(0) - (23.9805 / 0.0527 - 1)) < 1e-9);
        QVERIFY(!sites[1].choices[1].milliseconds);
        QVERIFY2(toQ(sites[1].choices[1].error).contains("error: expected ‘}’ at end of input"), sites[1].choices[1].error.c_str());
        QVERIFY(!sites[1].margin());
        QVERIFY(sites[1].winner());
    }

    void newer_tables_have_more_lines() {
        const std::vector<KernelSite> sites = readAutotuneText(
            "AUTOTUNE addmm(256x1024, 256x512, 512x1024)\n"
            "strides: [0, 1], [512, 1], [1, 512]\n"
            "dtypes: torch.float16, torch.float16, torch.float16\n"
            "  triton_mm_14 0.0138 ms 100.0% ACC_TYPE='tl.float32', BLOCK_M=128\n"
            "  addmm inf ms 0.0% \n"
            "SubProcess AUTOTUNE benchmarking takes 1.5 seconds and 0.5 seconds precompiling for 21 choices\n"
            "Autotune Choices Stats:\n"
            "{\"num_choices\": 21, \"num_triton_choices\": 19, \"best_kernel\": \"triton_mm_14\", \"best_time\": 0.0138, \"best_triton_pos\": 0}\n");
        QCOMPARE(sites.size(), std::size_t(1));
        QCOMPARE(toQ(sites[0].dtypes), QString("torch.float16, torch.float16, torch.float16"));
        QCOMPARE(toQ(sites[0].choices[0].description), QString("ACC_TYPE='tl.float32', BLOCK_M=128"));
        QCOMPARE(sites[0].choices.size(), std::size_t(2));
        QCOMPARE(sites[0].choiceCount, std::int64_t(21));
        QVERIFY(readAutotuneText("AUTOTUNE\nAUTOTUNE )(\n{\"num_choices\": 1}\n").empty());
    }

    void kernel_choices_of_a_trace_and_a_cache() {
        const auto trace = readTrace("torch211/autotune.log");
        VERIFY_OK(trace);
        const std::vector<KernelSite>& sites = trace->logs()[0].content().compiles[1].kernels;
        QCOMPARE(sites.size(), std::size_t(2));
        QCOMPARE(toQ(sites[0].op), QString("addmm"));
        QCOMPARE(toQ(sites[0].winner()->name), QString("triton_mm_14"));
        QCOMPARE(sites[0].choiceCount, std::int64_t(21));
        QCOMPARE(toQ(std::string(sites[0].winner()->family())), QString("triton"));
        const auto text = readFile(sample("torch_trace/torch26/autotune_cache_sample.json"));
        VERIFY_OK(text);
        const std::vector<KernelSite> cached = readAutotuneCache(*text);
        QCOMPARE(cached.size(), std::size_t(3));
        QVERIFY(!cached[1].choices[1].milliseconds);  // Infinity: it failed
        QVERIFY(readAutotuneCache("{\"cache\": 3}").empty());
    }

    void kernels_of_generated_code() {
        const auto trace = readTrace("torch26/p7_autotune.log");
        VERIFY_OK(trace);
        const TraceLog& log = trace->logs()[0];
        const Artifact* code = log.content().compiles[1].artifact("inductor_output_code");
        QVERIFY(code);
        const auto text = log.payload(log.content().records[code->record]);
        VERIFY_OK(text);
        QCOMPARE(kernelsCalled(*text), (std::vector<std::string>{"extern_kernels.mm", "cpp_fused_relu_0", "extern_kernels.addmm", "extern_kernels.addmm"}));
    }

    void results_of_a_debug_folder() {
        const std::vector<KernelSite> sites = readAutotuneResults("{\"op\": \"mm\", \"input_nodes\": \"a, b\", \"autotuning_choices\": [{\"type\": \"extern\", \"time_ms\": 2.5}, "
                                                                  "{\"name\": \"triton_mm_1\", \"benchmark_result\": 0.5}]}\nnonsense\n{\"autotuning_choices\": 1}\n");
        QCOMPARE(sites.size(), std::size_t(2));
        QCOMPARE(toQ(sites[0].winner()->name), QString("triton_mm_1"));
        QCOMPARE(sites[0].margin().value_or(0), 4.0);
        QVERIFY(!sites[1].winner());
    }

    // What told of the reasons is cut off, and only the metrics say that the limit was reached.
    void a_limit_that_only_the_metrics_tell_of() {
        LogContent content;
        Compile compile;
        Metrics& metrics = compile.metrics.emplace_back();
        metrics.kind = "compilation_metrics";
        metrics.failReason = "Dynamo recompile limit exceeded: forward";
        content.compiles.push_back(std::move(compile));
        const LogContent* const one = &content;
        const std::vector<Cause> all = causes({&one, 1});
        QCOMPARE(words(all, CauseKind::LimitHit), QStringList("1x the recompile limit was reached"));
        QCOMPARE(toQ(all.front().example), QString("Dynamo recompile limit exceeded: forward"));
    }

    void causes_are_merged() {
        const auto trace = readTrace("torch26/p2_graph_break.log");
        VERIFY_OK(trace);
        const std::vector<Cause> all = causesOf(*trace);
        const QStringList breaks = words(all, CauseKind::GraphBreak);
        QCOMPARE(breaks.size(), 3);
        QVERIFY(breaks[0].startsWith("4x Unsupported: 'skip function graph_break"));
        QVERIFY(breaks[1].startsWith("2x Unsupported: builtin: print"));
        QCOMPARE(words(all, CauseKind::Recompile).size(), 4);
        const auto failed = readTrace("torch26/p5_error.log");
        VERIFY_OK(failed);
        const std::vector<Cause> errors = causesOf(*failed);
        QCOMPARE(words(errors, CauseKind::Error).size(), 3);
        QCOMPARE(words(errors, CauseKind::LimitHit), QStringList("1x the recompile limit was reached"));
        const auto newer = readTrace("torch211/breaks.log");
        VERIFY_OK(newer);
        QVERIFY(words(causesOf(*newer), CauseKind::GraphBreak).contains("2x Failed to trace builtin operator"));
        const auto draft = readTrace("torch26/p10_draft_export.log");
        VERIFY_OK(draft);
        QVERIFY(words(causesOf(*draft), CauseKind::ExportProblem).contains("2x missing_fake_kernel: demo.twice.default"));
    }

    // What only newer releases write: how a condition was computed, down to where its symbols begin.
    void conditions_are_taken_apart() {
        const auto trace = readTrace("torch214/draft_export.log");
        VERIFY_OK(trace);
        const Compile& compile = trace->logs().front().content().compiles.front();
        QCOMPARE(compile.problems.size(), std::size_t(3));
        QStringList lines;
        for (const ExpressionLine& line : expressionTree(compile, compile.problems[1].computedBy))
            lines << QString(line.depth, ' ') + toQ(line.text) + (line.expression < 0 ? QString() : " | " + toQ(expressionWords(compile, line)));
        QCOMPARE(lines, (QStringList{"Eq(Mod(2*u0 + 1, 3), 0) | eq at /demo/programs.py:71 in forward: if rows % 3 == 0:",
                                     " Mod(2*u0 + 1, 3) | mod at /demo/programs.py:71 in forward: if rows % 3 == 0:",
                                     "  2*u0 + 1 | add at /demo/programs.py:68 in forward: rows = 2 * k + 1",
                                     "   2*u0 | mul at /demo/programs.py:68 in forward: rows = 2 * k + 1",
                                     "    2", "    u0 | begins at /demo/programs.py:67 in forward: k = n.item()",
                                     "   1", "  3", " 0"}));
        QVERIFY(expressionTree(compile, -1).empty());
    }

    // Draft exports write a record in full of each, and the one that all compiles write.
    void conditions_stand_once() {
        const auto trace = readTrace("torch26/p10_draft_export.log");
        VERIFY_OK(trace);
        QStringList guards;
        for (const ShapeGuard& guard : trace->logs().front().content().compiles.front().shapeGuards) guards << toQ(guard.expression);
        QCOMPARE(guards, (QStringList{"u0 > 2", "Eq(Mod(u1, 2), 0)", "u2 > 2", "Eq(Mod(u3, 2), 0)", "Ne((u3//2), 1)"}));
    }

    // Each part is taken apart once, however often it is used: twenty doublings would be a million lines.
    void shared_parts_are_shown_once() {
        Compile compile;
        compile.expressions.push_back({.text = "u0", .method = {}, .parts = {}, .user = {}});
        for (int i = 0; i < 20; ++i) compile.expressions.push_back({.text = QString("d%1").arg(i).toStdString(), .method = "add", .parts = {{"a", i}, {"b", i}}, .user = {}});
        const std::vector<ExpressionLine> lines = expressionTree(compile, 20);
        QCOMPARE(lines.size(), std::size_t(41));
        QVERIFY(lines.back().isKnown);
        QCOMPARE(toQ(expressionWords(compile, lines.back())), QString("as above"));
    }

    // What is left out is said.
    void long_trees_are_cut() {
        Compile compile;
        compile.expressions.push_back({.text = "u0", .method = {}, .parts = {}, .user = {}});
        compile.expressions.push_back({.text = "sum", .method = "add", .parts = std::vector<ExpressionPart>(9'999, {"u0", 0}), .user = {}});
        QCOMPARE(expressionTree(compile, 1).size(), std::size_t(10'000));
        QCOMPARE(toQ(expressionTree(compile, 1).back().text), QString("u0"));
        compile.expressions[1].parts.push_back({"1"});
        const std::vector<ExpressionLine> cut = expressionTree(compile, 1);
        QCOMPARE(cut.size(), std::size_t(10'001));
        QCOMPARE(toQ(cut.back().text), QString("and more: only the first 10000 lines are shown"));
        QVERIFY(cut.back().expression < 0);
    }

    // Since 2.14 a limit that is reached is a failed compile to PyTorch. It never began, so its code is that of its frame's first compile.
    void limits_of_newer_releases() {
        const auto trace = readTrace("torch214/limit.log");
        VERIFY_OK(trace);
        const Compile& last = trace->logs().front().content().compiles.back();
        QCOMPARE(toQ(last.name()), QString("0/2"));
        QCOMPARE(toQ(std::string(statusName(last.status()))), QString("limit_hit"));
        QCOMPARE(last.stack.size(), std::size_t(1));
        QCOMPARE(toQ(last.stack.front().place()), QString("/demo/programs.py:26 in g"));
        const std::vector<Cause> all = causesOf(*trace);
        QCOMPARE(words(all, CauseKind::Error), QStringList());
        QCOMPARE(words(all, CauseKind::LimitHit), QStringList("1x the recompile limit was reached"));
    }

    void newer_releases_are_read_in_full() {
        for (const char* name : {"torch214/recompiles.log", "torch214/limit.log", "torch214/breaks.log", "torch214/draft_export.log"}) {
            const auto trace = readTrace(name);
            VERIFY_OK(trace);
            const LogContent& content = trace->logs().front().content();
            QVERIFY2(content.facts.notes().empty(), name);
            for (const Compile& compile : content.compiles) {
                if (!compile.guards) continue;
                const auto tree = parseGuardTree(*trace->logs().front().payload(content.records[*compile.guards]));
                VERIFY_OK(tree);
                QVERIFY(tree->checkCount() > 0 && tree->latencyMicroseconds && tree->notes.empty());
            }
        }
        const auto changed = readTrace("torch214/recompiles.log");
        VERIFY_OK(changed);
        QCOMPARE(toQ(changed->logs().front().content().compiles[4].dynamics.front().text()),
                 QString("L['x'] all dimensions: dimensionality change, (dynamic, 3) then (3, 2, 2)"));
    }

    void causes_of_recompiles_data() {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("want");
        QTest::newRow("size") << "0/1: tensor 'L['x']' size mismatch at index 0. expected 4, actual 6" << "tensor 'L['x']' size mismatch at index 0";
        QTest::newRow("comment") << "0/0: L['k'] == 3          # y = x * k  # net.py:3 in f" << "L['k'] == 3";
        QTest::newRow("address") << "0/2: ___check_obj_id(L['self'].training, 10443360)" << "___check_obj_id(L['self'].training, …)";
        QTest::newRow("nothing said") << "0/0: " << "no guard failed: another backend or dispatch mode";
    }
    void causes_of_recompiles() {
        QFETCH(QString, reason);
        QFETCH(QString, want);
        QCOMPARE(toQ(recompileCause(reason.toStdString())), want);
    }

    void ranks_are_held_against_each_other() {
        const auto trace = readTrace("torch26/p8_ddp");
        VERIFY_OK(trace);
        QCOMPARE(trace->logs().size(), std::size_t(2));
        QCOMPARE(toQ(trace->label(trace->logs()[1])), QString("rank 1"));
        const auto compared = compareRanks(*trace);
        VERIFY_OK(compared);
        QCOMPARE(toQ(compared->aspects.at(0).name), QString("compile_ids"));
        QVERIFY(compared->aspects[0].differs());
        QCOMPARE(toQ(compared->missing.at(0)), QString("compile 1/1 is not on rank 0"));
        const auto alone = readTrace("torch26/p3_dynamic.log");
        VERIFY_OK(alone);
        const auto nothing = compareRanks(*alone);
        VERIFY_OK(nothing);
        QVERIFY(nothing->aspects.empty() && nothing->missing.empty());
    }

    // What newer versions log of each rank: agreeing in all but what one of them did differently.
    void ranks_differ_in_what_they_did() {
        const QTemporaryDir folder;
        const auto write = [&](int rank, const char* order, const char* cache, double time) {
            const std::string ids = QString("\"rank\": %1, \"frame_id\": 0, \"frame_compile_id\": 0, \"attempt\": 0").arg(rank).toStdString();
            const auto artifact = [&](const std::string& name, const std::string& payload) {
                return "V1122 11:19:11.881000 3594 torch/a.py:1] {\"artifact\": {\"name\": \"" + name + "\", \"encoding\": \"json\"}, " + ids + "}\n\t" + payload + "\n";
            };
            std::ofstream(folder.filePath(QString("rank_%1.log").arg(rank)).toStdString())
                << artifact("inductor_collective_schedule", order) << artifact(std::string("fx_graph_cache_") + cache, "{}")
                << artifact("inductor_runtime_and_tensor_meta", "{\"ops\": [{\"name\": \"mm\", \"estimated_runtime_ns\": " + std::to_string(time) + "}]}");
        };
        write(0, "[\"all_reduce\", \"all_gather\"]", "hit", 10);
        write(1, "[\"all_gather\", \"all_reduce\"]", "hit", 25);
        write(2, "[\"all_reduce\",  \"all_gather\"]", "miss", 10);
        auto trace = Trace::open(folder.path().toStdString());
        VERIFY_OK(trace);
        VERIFY_OK(trace->more());
        const auto compared = compareRanks(*trace);
        VERIFY_OK(compared);
        QStringList said;
        for (const RankAspect& aspect : compared->aspects) {
            QString groups;
            for (const RankGroup& group : aspect.groups)
                for (const std::uint32_t log : group.logs) groups += (log == group.logs[0] ? " " : ",") + QString::number(log);
            said.append(toQ(aspect.name) + ":" + groups);
        }
        QCOMPARE(said, QStringList({"compile_ids: 0,1,2", "cache: 0,1 2", "collectives: 0,2 1", "tensors: 0,1,2"}));
        QCOMPARE(compared->runTimes.at(0).spread(), 15.0);
        QVERIFY(compared->missing.empty());
    }

    void stacks_are_one_tree() {
        const auto trace = readTrace("torch26/p3_dynamic.log");
        VERIFY_OK(trace);
        const StackTrie trie = stackTrie(trace->logs()[0].content());
        QCOMPARE(trie.nodes[0].children.size(), std::size_t(6));  // six calls, each on a line of its own
        std::size_t compiles = 0;
        for (const StackNode& node : trie.nodes) compiles += node.compiles.size();
        QCOMPARE(compiles, std::size_t(6));
        QCOMPARE(toQ(trie.nodes[1].frame.place()), QString("/demo/p3_dynamic.py:13 in <module>"));
    }

    void time_spans() {
        const auto trace = readTrace("torch26/p1_recompiles.log");
        VERIFY_OK(trace);
        const LogContent& content = trace->logs()[0].content();
        const std::vector<TimeSpan> spans = timeSpans(content);
        QCOMPARE(spans.size(), std::size_t(108));
        QVERIFY(std::is_sorted(spans.begin(), spans.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.start < b.start; }));
        QVERIFY(std::none_of(spans.begin(), spans.end(), [](const TimeSpan& span) { return span.open || span.duration < 0; }));
        QVERIFY(std::any_of(spans.begin(), spans.end(), [](const TimeSpan& span) { return span.depth > 2; }));
    }

    void chrome_trace() {
        const auto trace = readTrace("torch26/p8_ddp");
        VERIFY_OK(trace);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "spans.json";
        VERIFY_OK(writeChromeTrace(*trace, path));
        const auto text = readFile(path);
        VERIFY_OK(text);
        const QJsonArray events = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).array();
        std::size_t recorded = 0;
        for (const TraceLog& log : trace->logs()) recorded += log.content().events.size();
        QCOMPARE(std::size_t(events.size()), recorded + 2);  // and a name for each process
        QCOMPARE(events[0].toObject()["args"].toObject()["name"].toString(), QString("rank 0"));
        QSet<int> processes;
        for (const QJsonValue& event : events) processes.insert(event["pid"].toInt());
        QCOMPARE(processes, QSet<int>({0, 1}));
    }

    // More events than one write has room for.
    void a_large_chrome_trace_is_written_in_pieces() {
        const QTemporaryDir folder;
        const auto log = std::filesystem::path(folder.path().toStdString()) / "large.log";
        std::ofstream out(log);
        constexpr int kEvents = 20'000;
        for (int i = 0; i < kEvents; ++i) {
            QByteArray payload = QByteArrayLiteral("{'name': 'step', 'ph': 'PHASE', 'ts': TIME, 'args': {'words': 'WORDS'}}");
            payload.replace('\'', '"').replace("PHASE", i % 2 ? "E" : "B").replace("TIME", QByteArray::number(i)).replace("WORDS", QByteArray(60, 'w'));
            const QByteArray sum = QCryptographicHash::hash(payload, QCryptographicHash::Md5).toHex();
            out << "V1122 11:19:11.881000 3594 torch/_dynamo/utils.py:1072] {\"chromium_event\": {}, \"has_payload\": \"" << sum.constData() << "\"}\n\t" << payload.constData() << "\n";
        }
        out.close();
        auto trace = Trace::open(log);
        VERIFY_OK(trace);
        VERIFY_OK(trace->more());
        const auto path = log.parent_path() / "spans.json";
        VERIFY_OK(writeChromeTrace(*trace, path));
        QVERIFY(std::filesystem::file_size(path) > 2u << 20);
        const QJsonArray events = QJsonDocument::fromJson(QByteArray::fromStdString(*readFile(path))).array();
        QCOMPARE(events.size(), kEvents + 1);
        QCOMPARE(events[kEvents].toObject()["ts"].toInt(), kEvents - 1);
        CancelSource cancel;
        cancel.cancel();
        QCOMPARE(writeChromeTrace(*trace, path, cancel.token()).error().code, Code::Cancelled);
        QVERIFY(std::filesystem::file_size(path) > 2u << 20);
    }

    void a_folder_has_all_that_is_in_it() {
        const auto trace = readTrace("torch26");
        VERIFY_OK(trace);
        QCOMPARE(trace->logs().size(), std::size_t(19));  // 17 traces and two texts
        QCOMPARE(trace->debugGraphs().size(), std::size_t(1));
        QCOMPARE(trace->printedKernels().size(), std::size_t(6));
        QVERIFY(describe(Trace::open("/nonexistent")).startsWith("not_found: /nonexistent is not there"));
        QVERIFY(describe(Trace::open(sample("torch26"))).startsWith("unsupported: no trace in"));
        QVERIFY(describe(Trace::open(sample("README.md"))).startsWith("unsupported: no trace in"));
    }

    void new_logs_of_a_folder_are_found() {
        const QTemporaryDir folder;
        const std::filesystem::path at = folder.path().toStdString();
        std::filesystem::copy_file(sample("torch_trace/torch26/p6_export.log"), at / "a.log");
        auto trace = Trace::open(at);
        VERIFY_OK(trace);
        VERIFY_OK(trace->more(TraceLog::End::MayGrow));
        QCOMPARE(trace->logs().size(), std::size_t(1));
        const TraceLog* first = &trace->logs()[0];
        std::filesystem::copy_file(sample("torch_trace/torch26/p3_dynamic.log"), at / "b.log");
        const auto news = trace->more(TraceLog::End::MayGrow);
        VERIFY_OK(news);
        QVERIFY(*news);
        QCOMPARE(trace->logs().size(), std::size_t(2));
        QCOMPARE(first, &trace->logs()[0]);
        // One that is looked at before its first line is whole.
        std::ofstream growing(at / "c.log", std::ios::binary);
        growing << "V1122 11:" << std::flush;
        VERIFY_OK(trace->more(TraceLog::End::MayGrow));
        QCOMPARE(trace->logs().size(), std::size_t(2));
        growing << "19:11.881000 3594 torch/a.py:1] {\"str\": [\"x\", 0]}\n" << std::flush;
        VERIFY_OK(trace->more(TraceLog::End::MayGrow));
        QCOMPARE(trace->logs().size(), std::size_t(3));
        QCOMPARE(trace->logs()[2].content().strings.size(), std::size_t(1));
        QCOMPARE(trace->logs()[1].content().compiles.size(), std::size_t(7));
    }

    void inputs_have_types() {
        const auto trace = readTrace("torch26/p1_recompiles.log");
        VERIFY_OK(trace);
        const Compile& compile = trace->logs()[0].content().compiles[2];
        const Input& input = compile.inputs.at(2);
        QCOMPARE(toQ(input.source), QString("L['x']"));
        QCOMPARE(toQ(input.dtype), QString("torch.float32"));
        QCOMPARE(toQ(input.device), QString("cpu"));
        QCOMPARE(input.size, (std::vector<std::string>{"6", "8"}));
        QVERIFY(compile.inputs[0].isParameter);
        QCOMPARE(toQ(compile.dynamics.at(0).source + compile.dynamics[0].reason + compile.dynamics[0].before + compile.dynamics[0].now), QString("L['x']size change46"));
    }
};

WHITTLE_TEST(DetailsTest)
#include "details_test.moc"
