// What the recorded logs do not have: hostile and growing ones, resets, several ranks' prefixes, TORCH_LOGS text.
#include "engine/formats/trace/trace_log.h"

#include <fstream>

#include <QCryptographicHash>
#include <QElapsedTimer>

#include "engine/formats/trace/causes.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace whittle::trace;

namespace {

std::string header(const std::string& json) { return "V1122 11:19:11.881000 3594 torch/_dynamo/utils.py:1072] " + json + "\n"; }

std::string digest(const std::string& payload) {
    return QCryptographicHash::hash(QByteArray::fromStdString(payload), QCryptographicHash::Md5).toHex().toStdString();
}

// A record with a payload, as PyTorch writes it.
std::string record(const std::string& kind, const std::string& ids, const std::string& payload) {
    std::string lines = "\t";
    for (const char c : payload) lines += c == '\n' ? std::string("\n\t") : std::string(1, c);
    return header("{" + kind + ", " + ids + ", \"has_payload\": \"" + digest(payload) + "\"}") + lines + "\n";
}

const std::string kFirst = R"("frame_id": 0, "frame_compile_id": 0, "attempt": 0)";

class Folder {
public:
    std::filesystem::path write(const std::string& text, const char* name = "a.log") {
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    void append(const std::filesystem::path& path, const std::string& text) { std::ofstream(path, std::ios::binary | std::ios::app) << text; }

private:
    QTemporaryDir m_folder;
};

Result<TraceLog> readText(Folder& folder, const std::string& text) {
    WHITTLE_TRY(TraceLog log, TraceLog::open(folder.write(text)));
    WHITTLE_TRY_VOID(log.more());
    return log;
}

QStringList names(const LogContent& content) {
    QStringList out;
    for (const Compile& compile : content.compiles) out.append(toQ(compile.name() + " " + std::string(statusName(compile.status()))));
    return out.mid(1);
}

}  // namespace

class TraceLogTest : public QObject {
    Q_OBJECT
private slots:
    void an_empty_file_has_nothing() {
        Folder folder;
        const auto log = readText(folder, "");
        VERIFY_OK(log);
        QCOMPARE(log->content().records.size(), std::size_t(0));
        QVERIFY(log->content().facts.notes().empty());
        QCOMPARE(describe(TraceLog::open("/nonexistent/a.log")), QString("io: /nonexistent/a.log cannot be opened: No such file or directory"));
        QCOMPARE(describe(TraceLog::open("/dev/null")), QString("io: /dev/null is not a file"));
    }

    // Fields of the wrong type are as good as missing; nothing of it stops the reader.
    void hostile_headers_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("kind");  // empty: left out as broken
        const auto row = [](const char* name, const char* json, const char* kind) { QTest::newRow(name) << QString(json) << QString(kind); };
        row("no kind", R"({"frame_id": 1})", "(none)");
        row("empty", "{}", "(none)");
        row("unknown kind", R"({"brand_new": {"a": NaN}, "frame_id": 7, "frame_compile_id": 0})", "brand_new");
        row("ids of other types", R"({"dynamo_start": {"stack": 5}, "frame_id": "x", "frame_compile_id": [1], "attempt": {}, "rank": null})", "dynamo_start");
        row("stack of rubbish", R"({"dynamo_start": {"stack": [1, null, {"line": "x", "filename": {}}, {}]}, "frame_id": 0, "frame_compile_id": 0})", "dynamo_start");
        row("metrics of other types", R"({"compilation_metrics": {"co_name": 5, "cache_size": "x", "restart_reasons": 1, "fail_type": []}, "frame_id": 0, "frame_compile_id": 0})", "compilation_metrics");
        row("metrics that are none", R"({"compilation_metrics": 3, "frame_id": 0, "frame_compile_id": 0})", "compilation_metrics");
        row("artifact without a name", R"({"artifact": {}, "frame_id": 0, "frame_compile_id": 0})", "artifact");
        row("symbol without anything", R"({"create_symbol": {}, "frame_id": 0, "frame_compile_id": 0})", "create_symbol");
        row("huge numbers", R"({"str": ["a", 99999999999999999999], "attempt": 1e300, "frame_id": 1e308, "rank": -5})", "str");
        row("attempt past any number of attempts", R"({"dynamo_start": {}, "frame_id": 0, "frame_compile_id": 0, "attempt": 4000000000})", "dynamo_start");
        row("unclosed", R"({"dynamo_start": {)", "");
        row("text behind", R"({"dynamo_start": {}} more)", "");
        row("two values", R"({"dynamo_start": {} {}})", "");
        row("unclosed string", R"({"dynamo_start": "a\"})", "");
        row("wrong bracket", R"({"dynamo_start": {"a": [1}})", "");
    }
    void hostile_headers() {
        QFETCH(QString, json);
        QFETCH(QString, kind);
        Folder folder;
        const auto log = readText(folder, header(json.toStdString()) + header(R"({"str": ["last", 1]})"));
        VERIFY_OK(log);
        const LogContent& content = log->content();
        QCOMPARE(content.records.size(), std::size_t(kind.isEmpty() ? 1 : 2));
        QCOMPARE(content.facts.badJson.count, std::uint64_t(kind.isEmpty()));
        if (!kind.isEmpty()) QCOMPARE(toQ(content.kinds[content.records[0].kind]), kind);
        QCOMPARE(toQ(content.strings.at(1)), QString("last"));
    }

    void deep_json_is_left_out() {
        Folder folder;
        const auto log = readText(folder, header("{\"a\": " + std::string(1000, '[') + std::string(1000, ']') + "}"));
        VERIFY_OK(log);
        QCOMPARE(log->content().facts.badJson.count, std::uint64_t(1));
    }

    void payloads_are_what_was_written_data() {
        QTest::addColumn<QString>("payload");
        for (const char* text : {"", "one line", "\tinner tab", "a\n\nb\n", "\n", "ends with a CR\r\nmore"}) QTest::newRow(text) << QString(text);
    }
    void payloads_are_what_was_written() {
        QFETCH(QString, payload);
        Folder folder;
        const auto log = readText(folder, record(R"("artifact": {"name": "x", "encoding": "string"})", kFirst, payload.toStdString()));
        VERIFY_OK(log);
        const LogContent& content = log->content();
        QCOMPARE(content.facts.payloadsOk, std::uint64_t(1));
        QCOMPARE(content.compiles.size(), std::size_t(2));
        const Artifact* artifact = content.compiles[1].artifact("x");
        QVERIFY(artifact);
        const auto text = log->payload(content.records[artifact->record]);
        VERIFY_OK(text);
        QCOMPARE(toQ(*text), payload);
    }

    // Output of other programs between the lines of a payload, as collected logs have it.
    void foreign_lines_do_not_tear_a_payload() {
        Folder folder;
        std::string text = record(R"("artifact": {"name": "x", "encoding": "string"})", kFirst, "one\ntwo\nthree");
        text.insert(text.find("\ttwo"), "somebody else's output\n\n");
        const auto log = readText(folder, text);
        VERIFY_OK(log);
        QCOMPARE(log->content().facts.payloadsOk, std::uint64_t(1));
        QCOMPARE(log->content().facts.foreignLines.count, std::uint64_t(1));
        const auto payload = log->payload(log->content().records[0]);
        VERIFY_OK(payload);
        QCOMPARE(toQ(*payload), QString("one\ntwo\nthree"));
    }

    void trouble_is_told_with_its_line() {
        Folder folder;
        std::string damaged = record(R"("artifact": {"name": "x"})", kFirst, "abc");
        damaged.replace(damaged.find("\tabc"), 4, "\tabd");
        const auto log = readText(folder, "\tstray\n" + damaged + header(R"({"artifact": {"name": "gone"}, "has_payload": "00"})") + "nonsense\nV1122 11");
        VERIFY_OK(log);
        QStringList notes;
        for (const std::string& note : log->content().facts.notes()) notes.append(toQ(note));
        QCOMPARE(notes, QStringList({"2 lines are no records and were kept out, the first is line 5", "line 1: a payload without its record was left out",
                                     "line 2: the record's payload does not have the checksum that it was written with", "line 4: the record's payload is missing",
                                     "the log ends in the middle of line 6"}));
    }

    // PyTorch counts from 0/0 again after a reset.
    void ids_that_come_again_are_other_compiles() {
        Folder folder;
        const std::string start = header(R"({"dynamo_start": {"stack": []}, "frame_id": 0, "frame_compile_id": 0, "attempt": 0})");
        const std::string metrics = header(R"({"compilation_metrics": {"graph_op_count": 2}, "frame_id": 0, "frame_compile_id": 0, "attempt": 0})");
        const auto log = readText(folder, start + metrics + start + metrics + start);
        VERIFY_OK(log);
        QCOMPARE(names(log->content()), QStringList({"0/0 ok", "0/0#2 ok", "0/0#3 cut"}));
    }

    void the_limit_is_told_from_a_cut_log() {
        Folder folder;
        const auto log = readText(folder, record(R"("artifact": {"name": "recompile_reasons", "encoding": "json"})", R"("frame_id": 3, "frame_compile_id": 8)", "[\n\"3/7: L['k'] == 7\"\n]") +
                                              header(R"({"dynamo_start": {"stack": []}, "frame_id": 4, "frame_compile_id": 0})"));
        VERIFY_OK(log);
        QCOMPARE(names(log->content()), QStringList({"3/8 limit_hit", "4/0 cut"}));
        QCOMPARE(toQ(log->content().compiles[1].recompileReasons.at(0)), QString("3/7: L['k'] == 7"));
    }

    // Whoever writes the metrics may leave out any of their fields.
    void a_limit_whose_error_has_no_type() {
        Folder folder;
        const auto log = readText(folder, header("{\"compilation_metrics\": {\"fail_reason\": \"Dynamo recompile limit exceeded: f\"}, " + kFirst + "}"));
        VERIFY_OK(log);
        QCOMPARE(names(log->content()), QStringList{"0/0 limit_hit"});
        const LogContent* const contents[] = {&log->content()};
        const std::vector<Cause> all = causes(contents);
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(toQ(all[0].example), QString("Dynamo recompile limit exceeded: f"));
    }

    // Texts and ids of arguments are joined in the time that it takes to read them.
    void expressions_of_many_arguments() {
        constexpr int kMany = 200'000;
        std::string texts, ids;
        for (int i = 0; i < kMany; ++i) {
            texts += "\"2\", ";
            ids += "7, ";
        }
        Folder folder;
        const auto path = folder.write(header(R"({"create_unbacked_symbol": {"symbol": "u0", "node_id": 7}, )" + kFirst + "}") +
                                       header(R"({"expression_created": {"method": "mul", "result": "u0**2", "result_id": 8, "argument_ids": [)" + ids + R"(7, 7], "arguments": [)" + texts + R"("u0", "u0"]}, )" + kFirst + "}"));
        auto log = TraceLog::open(path);
        VERIFY_OK(log);
        QElapsedTimer time;
        time.start();
        VERIFY_OK(log->more());
        QVERIFY2(time.elapsed() < 10'000, qPrintable(QString::number(time.elapsed())));
        const std::vector<ExpressionPart>& parts = log->content().compiles.at(1).expressions.at(1).parts;
        QCOMPARE(parts.size(), std::size_t(kMany + 2));
        QVERIFY(parts[kMany - 1].expression < 0 && parts[kMany].expression == 0 && parts[kMany + 1].expression == 0);
    }

    void names_of_compiles_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");  // empty: is none
        for (const char* text : {"0/0", "12/3", "!0/1/2", "!0/-/-", "-/4"}) QTest::newRow(text) << QString(text) << QString(text);
        QTest::newRow("attempt") << "3/0_1" << "3/0_1";
        for (const char* text : {"", "0", "a/b", "0/0_", "0/0_x", "-/-", "!/0/0", "0/0/0", "1/-2", "0/0_99999999999"}) QTest::newRow(qPrintable(QString("not ") + text)) << QString(text) << QString();
    }
    void names_of_compiles() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const auto name = parseCompileName(text.toStdString());
        QCOMPARE(name ? toQ(name->id.text(name->attempt)) : QString(), want);
    }

    void prefixes_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("fits");
        QTest::newRow("usual") << "V1122 11:19:11.881000 3594 torch/a.py:1072] {}" << true;
        QTest::newRow("rank and blanks") << "[rank3]: I1122  11:19:11.881000   3594  /opt/torch/a.py:1] {}" << true;
        QTest::newRow("no line number") << "V1122 11:19:11.881000 3594 torch/a.py] {}" << false;
        QTest::newRow("short") << "V1122 11" << false;
        QTest::newRow("another letter") << "X1122 11:19:11.881000 3594 torch/a.py:1072] {}" << false;
        QTest::newRow("no process") << "V1122 11:19:11.881000 torch/a.py:1072] {}" << false;
        QTest::newRow("no microseconds") << "V1122 11:19:11 3594 torch/a.py:1072] {}" << false;
        QTest::newRow("huge process") << "V1122 11:19:11.881000 99999999999999999999999 torch/a.py:1072] {}" << false;
        QTest::newRow("unclosed rank") << "[rank3 V1122 11:19:11.881000 3594 torch/a.py:1072] {}" << false;
    }
    void prefixes() {
        QFETCH(QString, line);
        QFETCH(bool, fits);
        const std::string text = line.toStdString();
        const auto prefix = parsePrefix(text);
        QCOMPARE(prefix.has_value(), fits);
        if (!prefix) return;
        QCOMPARE(prefix->process, std::int64_t(3594));
        QCOMPARE(prefix->microseconds, std::int64_t(((11 * 60 + 19) * 60 + 11) * 1000000ll + 881000));
        QCOMPARE(QString::fromUtf8(prefix->rest.data(), qsizetype(prefix->rest.size())), QString("{}"));
    }

    void the_rank_of_a_prefix_counts_where_the_record_has_none() {
        Folder folder;
        const auto log = readText(folder, "[rank2]:" + header(R"({"dynamo_start": {"stack": []}, "frame_id": 0, "frame_compile_id": 0})"));
        VERIFY_OK(log);
        QCOMPARE(log->content().rank.value_or(-1), std::int64_t(2));
    }

    // A log that another process is writing, cut at every byte: what is read in steps is what is read at once.
    void a_growing_log_reads_as_a_whole_one_data() {
        QTest::addColumn<int>("step");
        for (const int step : {1, 7, 61, 997, 5000}) QTest::addRow("%d bytes at a time", step) << step;
    }
    void a_growing_log_reads_as_a_whole_one() {
        QFETCH(int, step);
        std::ifstream in(sample("torch_trace/torch26/robust_0_base.log"), std::ios::binary);
        const std::string all((std::istreambuf_iterator<char>(in)), {});
        const std::string text = step == 1 ? all.substr(0, 9000) : all;
        Folder folder;
        const auto path = folder.write("");
        auto log = TraceLog::open(path);
        VERIFY_OK(log);
        std::size_t before = 0;
        for (std::size_t at = 0; at < text.size(); at += static_cast<std::size_t>(step)) {
            folder.append(path, text.substr(at, static_cast<std::size_t>(step)));
            VERIFY_OK(log->more(TraceLog::End::MayGrow));
            QVERIFY(log->content().records.size() >= before);
            before = log->content().records.size();
        }
        VERIFY_OK(log->more());
        Folder other;
        const auto whole = readText(other, text);
        VERIFY_OK(whole);
        const LogContent &got = log->content(), &want = whole->content();
        QCOMPARE(got.records.size(), want.records.size());
        for (std::size_t i = 0; i < want.records.size(); ++i) {
            QCOMPARE(got.records[i].offset, want.records[i].offset);
            QCOMPARE(got.records[i].payloadBytes, want.records[i].payloadBytes);
            QCOMPARE(got.records[i].line, want.records[i].line);
            QCOMPARE(int(got.records[i].check), int(want.records[i].check));
        }
        QCOMPARE(names(got), names(want));
        QCOMPARE(got.facts.notes(), want.facts.notes());
    }

    void a_whole_record_is_shown_before_the_next_one_comes() {
        Folder folder;
        const std::string text = record(R"("artifact": {"name": "x"})", kFirst, "one\ntwo");
        const auto path = folder.write(text.substr(0, text.size() - 5));
        auto log = TraceLog::open(path);
        VERIFY_OK(log);
        VERIFY_OK(log->more(TraceLog::End::MayGrow));
        QCOMPARE(log->content().records.size(), std::size_t(0));
        const auto before = log->snapshot();
        folder.append(path, text.substr(text.size() - 5));
        const auto news = log->more(TraceLog::End::MayGrow);
        VERIFY_OK(news);
        QVERIFY(*news);
        QCOMPARE(log->content().records.size(), std::size_t(1));
        QCOMPARE(before->records.size(), std::size_t(0));  // a snapshot stays what it was
        QCOMPARE(log->snapshot()->records.size(), std::size_t(1));
        const auto none = log->more(TraceLog::End::MayGrow);
        VERIFY_OK(none);
        QVERIFY(!*none);
        folder.write("");
        QVERIFY(describe(log->more(TraceLog::End::MayGrow)).endsWith("became shorter while it was read; open it again"));
    }

    void a_stopped_reader_can_go_on() {
        Folder folder;
        std::string text;
        for (int i = 0; i < 20000; ++i) text += header(R"({"str": ["a", 1]})");
        auto log = TraceLog::open(folder.write(text));
        VERIFY_OK(log);
        CancelSource source;
        QCOMPARE(describe(log->more(TraceLog::End::Final, source.token(), [&](std::uint64_t done, std::uint64_t) {
            if (done > 0) source.cancel();
        })), QString("cancelled: stopped on request"));
        QVERIFY(log->content().records.size() > 0 && log->content().records.size() < 20000);
        VERIFY_OK(log->more());
        QCOMPARE(log->content().records.size(), std::size_t(20000));
    }

    void a_line_that_never_ends_takes_no_memory() {
        Folder folder;
        const auto log = readText(folder, header(R"({"str": ["a", 1]})") + std::string((64 << 20) + (3 << 20), 'x') + "\n" + header(R"({"str": ["b", 2]})"));
        VERIFY_OK(log);
        QCOMPARE(log->content().facts.longLines.count, std::uint64_t(1));
        QCOMPARE(log->content().records.size(), std::size_t(2));
        QCOMPARE(log->content().facts.lines, std::uint64_t(3));
    }

    void torch_logs_text_is_a_second_form() {
        auto log = TraceLog::open(sample("torch_trace/torch26/q1_torch_logs.stderr.txt"));
        VERIFY_OK(log);
        VERIFY_OK(log->more());
        const LogContent& content = log->content();
        QVERIFY(content.facts.textLog);
        QCOMPARE(names(content), QStringList({"0/0 restarted", "1/0 ok", "0/0#2 restarted", "1/0#2 ok", "0/1 restarted", "1/1 ok"}));
        const Compile& again = content.compiles[5];
        QCOMPARE(toQ(again.recompileReasons.at(0)), QString("0/0: tensor 'L['x']' size mismatch at index 0. expected 4, actual 6"));
        QCOMPARE(toQ(again.stack.at(0).place()), QString("/demo/q1.py:2 in f"));
        QCOMPARE(again.symbols.size(), std::size_t(2));
        QCOMPARE(toQ(again.symbols[1].name + "|" + again.symbols[1].hint + "|" + again.symbols[1].range + "|" + again.symbols[1].source), QString("s1|6|[2, int_oo]|L['x'].size()[1]"));
        QCOMPARE(again.symbols[0].user.line, 3);
        QCOMPARE(toQ(again.shapeGuards.at(0).expression), QString("Eq(s1, s0)"));
        QCOMPARE(toQ(content.compiles[1].breaks.at(0).reason), QString("Unsupported: 'skip function graph_break in file /usr/lib/python3/dist-packages/torch/_dynamo/decorators.py'"));
        QCOMPARE(content.compiles[1].breaks[0].user.line, 4);
        QVERIFY(content.compiles[1].guards);
        const auto guards = log->payload(content.records[*content.compiles[1].guards]);
        VERIFY_OK(guards);
        QVERIFY(toQ(*guards).startsWith("\nTREE_GUARD_MANAGER:\n+- RootGuardManager\n| +- DEFAULT_DEVICE:"));
    }
};

WHITTLE_TEST(TraceLogTest)
#include "trace_log_test.moc"
