// What the listings of recorded traces say: compiles and their states, causes, guards, symbols, metrics, ranks, choices.
#include "views/models/trace_listings.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "tests/views/models/trace_support.h"
#include "views/models/trace_table_model.h"
#include "views/models/trace_words.h"

using namespace whittle;
using namespace whittle::test;

class TraceListingsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    // The states of every compile of every log, as another parser found them.
    void states_are_those_of_the_reference() {
        QFile file(tracePath("torch26/expected.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject logs = QJsonDocument::fromJson(file.readAll()).object()["logs"].toObject();
        int compared = 0;
        for (auto log = logs.begin(); log != logs.end(); ++log) {
            const QJsonObject compiles = log.value().toObject()["compiles"].toObject();
            if (compiles.isEmpty()) continue;
            TraceFixture f;
            f.open(qPrintable("torch26/" + log.key()));
            const TraceTable& stacks = *f.trace.content()->stacks();
            for (auto compile = compiles.begin(); compile != compiles.end(); ++compile) {
                const QString wanted = compile.value().toObject()["status"].toString();
                const int row = TraceFixture::rowOf(stacks, compile.key());
                if (row < 0 || !QStringList({"ok", "restarted", "empty", "error"}).contains(wanted)) continue;
                QCOMPARE(log.key() + compile.key() + stacks.row(row).cells[1], log.key() + compile.key() + wanted);
                ++compared;
            }
        }
        QVERIFY2(compared > 20, qPrintable(QString::number(compared)));
    }

    void every_state_has_its_word_and_shape() {
        QSet<QString> words;
        for (const trace::Status status : {trace::Status::Ok, trace::Status::Restarted, trace::Status::Empty, trace::Status::Error, trace::Status::LimitHit, trace::Status::Cut}) {
            words << TraceWords::status(status);
            QVERIFY(TraceWords::statusTone(status) != TraceTone::Plain);
            QVERIFY(!TraceWords::statusMeaning(status).isEmpty());
        }
        QCOMPARE(words.size(), 6);
    }

    void stacks_are_a_tree_of_the_users_frames() {
        TraceFixture f;
        f.open("torch26/p2_graph_break.log");
        const TraceTable& stacks = *f.trace.content()->stacks();
        const int row = TraceFixture::rowOf(stacks, "3/0");
        QCOMPARE(stacks.row(row).cells.mid(1, 1), QStringList("empty"));
        QCOMPARE(stacks.path(row).size(), 6);
        QCOMPARE(stacks.path(row)[0], QString("<module> p2_graph_break.py:18"));
        QVERIFY2(stacks.path(row)[4].endsWith("helper p2_graph_break.py:4"), qPrintable(stacks.path(row)[4]));
        QVERIFY(stacks.row(row).cells[2].contains("skip function graph_break"));
        // By words of its caller too.
        const auto found = stacks.filtered("resume_in_helper", {});
        QVERIFY(TraceFixture::rowOf(*found, "4/0") >= 0 && TraceFixture::rowOf(*found, "0/0") < 0);
        JobRunner jobs;
        TraceTableModel model(jobs);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTable(f.trace.content()->stacks());
        QCOMPARE(model.rowCount(), static_cast<int>(stacks.children(-1).size()));
    }

    void a_limit_and_a_cut_log_are_told() {
        TraceFixture f;
        f.open("torch26/robust_1_truncated.log");
        const TraceTable& stacks = *f.trace.content()->stacks();
        QCOMPARE(stacks.row(TraceFixture::rowOf(stacks, "0/3")).cells[1], QString("limit hit"));
        QCOMPARE(stacks.row(TraceFixture::rowOf(stacks, "0/0")).cells[1], QString("cut"));
        QVERIFY(f.trace.content()->notes().contains("the log ends in the middle of line 238"));
    }

    void each_cause_stands_once_with_its_compiles() {
        TraceFixture f;
        f.open("torch26/p2_graph_break.log");
        const TraceTable& causes = *f.trace.content()->causes();
        const int heading = TraceFixture::rowOf(causes, "Graph breaks");
        QCOMPARE(causes.row(heading).cells[1], QString("8"));
        QCOMPARE(causes.children(heading).size(), std::size_t(3));
        const int first = causes.children(heading)[0];
        QCOMPARE(causes.row(first).cells[1], QString("4"));
        QCOMPARE(causes.row(first).cells[3], QString("2/0, 3/0, 5/0, 2/1"));
        QCOMPARE(causes.children(first).size(), std::size_t(4));
        const TraceTarget site = causes.row(causes.children(first)[1]).target;
        QCOMPARE(f.trace.content()->name(site), QString("3/0"));
        QVERIFY(site.record >= 0);
        const Result<std::string> text = f.trace.content()->text(site);
        VERIFY_OK(text);
        QVERIFY(text->find("Graph break") != std::string::npos);
    }

    void one_compile_in_full() {
        TraceFixture f;
        f.open("torch26/p3_dynamic.log");
        f.select("p3_dynamic.log", "0/1");
        const TraceCompile& shown = *f.trace.compile();
        QCOMPARE(TraceFixture::namesBelow(*shown.overview, "Why it was compiled again: what each entry of before asked for"), QStringList("Not 0/0"));
        QVERIFY(TraceFixture::rowOf(*shown.overview, "L['x']") >= 0);
        QCOMPARE(shown.artifacts->count(), 6);
        QCOMPARE(shown.checks, 16);
        const int guard = TraceFixture::rowOf(*shown.guards, "TENSOR_MATCH");
        QVERIFY(guard >= 0 && shown.guards->row(shown.guards->row(guard).parent).cells[0].startsWith("L['"));
        const int symbol = TraceFixture::rowOf(*shown.symbols, "s0");
        QCOMPARE(shown.symbols->row(symbol).cells, QStringList({"s0", "6 in [2, int_oo]", "L['y'].size()[0]", "", "p3_dynamic.py:6 in fn"}));
        QVERIFY(shown.symbols->children(symbol).size() > 10);  // PyTorch's own code, down to what made it
        const int special = shown.symbols->children(TraceFixture::rowOf(*shown.symbols, "Specialised: taken for one value"))[0];
        QCOMPARE(shown.symbols->row(special).cells, QStringList({"s0", "6", "L['y'].size()[0]", "range_refined_to_singleton", "p3_dynamic.py:9 in fn"}));
        QCOMPARE(TraceFixture::namesBelow(*shown.symbols, "Became dynamic"), QStringList("L['y'] dimension 0"));
        QCOMPARE(shown.metrics->row(TraceFixture::rowOf(*shown.metrics, "co_name")).cells[1], QString("fn"));
        const int config = TraceFixture::rowOf(*shown.metrics, "dynamo_config");
        QVERIFY(config >= 0 && shown.metrics->children(config).size() > 20);
        f.select("p3_dynamic.log", "1/0");
        QCOMPARE(f.trace.compile()->tone, TraceTone::Bad);
        QVERIFY(TraceFixture::rowOf(*f.trace.compile()->overview, "Why it failed") >= 0);
        QCOMPARE(f.trace.compile()->guards->count(), 0);
        QVERIFY(!f.trace.compile()->guardsNote.isEmpty());
    }

    // As newer releases write it: of the number of dimensions, with members of PyTorch's own classes for sizes.
    void what_became_dynamic_is_said_in_words() {
        TraceFixture f;
        f.open("torch214/recompiles.log");
        QStringList said;
        for (const trace::Compile& compile : f.trace.content()->logs()[0].content->compiles) {
            f.select("recompiles.log", compile.name().c_str());
            const TraceTable& symbols = *f.trace.compile()->symbols;
            if (const int row = TraceFixture::rowOf(symbols, "Became dynamic"); row >= 0)
                for (const int child : symbols.children(row)) said << symbols.row(child).cells.mid(0, 2).join(u'|');
        }
        QVERIFY2(said.contains("L['x'] all dimensions|(dynamic, 3), then (3, 2, 2)"), qPrintable(said.join(u'\n')));
        QVERIFY2(!said.join(u'\n').contains("token"), qPrintable(said.join(u'\n')));
    }

    // A draft export tells how each condition that the example decided was computed.
    void conditions_have_their_steps() {
        TraceFixture f;
        f.open("torch214/draft_export.log");
        f.select("draft_export.log", "-");
        const TraceTable& overview = *f.trace.compile()->overview;
        const auto problems = overview.children(TraceFixture::rowOf(overview, "Problems of the export"));
        QCOMPARE(problems.size(), std::size_t(3));
        const int decided = problems[1];
        QCOMPARE(overview.row(decided).cells, QStringList({"propagate_real_tensors_provenance", "Eq(Mod(2*u0 + 1, 3), 0) True · programs.py:71 in forward · if rows % 3 == 0:"}));
        QCOMPARE(overview.row(decided).tip, QString("/demo/programs.py:71 in forward"));
        QStringList lines;
        const auto list = [&](const auto& self, int row, int depth) -> void {
            for (const int child : overview.children(row)) {
                lines << QString(depth, ' ') + overview.row(child).cells.join(u'|');
                self(self, child, depth + 1);
            }
        };
        list(list, decided, 0);
        QCOMPARE(lines, QStringList({"Eq(Mod(2*u0 + 1, 3), 0)|eq · programs.py:71 in forward · if rows % 3 == 0:", " Mod(2*u0 + 1, 3)|mod · programs.py:71 in forward · if rows % 3 == 0:",
                                     "  2*u0 + 1|add · programs.py:68 in forward · rows = 2 * k + 1", "   2*u0|mul · programs.py:68 in forward · rows = 2 * k + 1", "    2|",
                                     "    u0|begins here · programs.py:67 in forward · k = n.item()", "   1|", "  3|", " 0|"}));
        // A step leads to its record; a number has none.
        const int step = overview.children(decided)[0];
        const Result<std::string> record = f.trace.content()->text(overview.row(step).target);
        VERIFY_OK(record);
        QVERIFY2(record->find("Eq(Mod(2*u0 + 1, 3), 0)") != std::string::npos, record->c_str());
        QVERIFY(!overview.row(overview.children(step)[1]).target.isSubject());
        QVERIFY(overview.children(problems[2]).empty());  // an operator without a fake kernel is no condition
    }

    // Conditions that are computed from each other share their steps: a log of n lines may ask for n * n rows.
    void steps_of_guards_are_shown_and_bounded() {
        TraceFixture f;
        QByteArray log;
        const auto record = [&](const QString& json) { log += "V1122 11:19:11.881000 3594 torch/_dynamo/utils.py:1072] {" + json.toUtf8() + "}\n"; };
        record(R"("str": ["/home/me/net.py", 0])");
        const QString user = R"("user_stack": [{"line": 7, "name": "forward", "filename": 0, "loc": "k = k + 1"}])";
        record(QString(R"("create_unbacked_symbol": {"symbol": "u0", "vr": "[0, 9]", "node_id": 1, %1})").arg(user));
        for (int i = 1; i <= 300; ++i) {
            record(QString(R"("expression_created": {"method": "add", "result": "u0 + %1", "result_id": %2, "arguments": ["%3", "1"], "argument_ids": [%1], %4})")
                       .arg(i).arg(i + 1).arg(i == 1 ? QString("u0") : QString("u0 + %1").arg(i - 1)).arg(user));
            record(QString(R"("guard_added": {"expr": "u0 + %1", "expr_node_id": %2, %3})").arg(i).arg(i + 1).arg(user));
        }
        const QString path = f.folder.filePath("guards.log");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(log) == log.size());
        file.close();
        f.open(path);
        f.select("guards.log", "-");
        const TraceTable& symbols = *f.trace.compile()->symbols;
        const auto guards = symbols.children(TraceFixture::rowOf(symbols, "What the compiled code relies on"));
        QCOMPARE(guards.size(), std::size_t(300));
        const int step = symbols.children(guards[1])[0];
        QCOMPARE(symbols.row(step).cells, QStringList({"u0 + 2", "", "add", "k = k + 1", "net.py:7 in forward"}));
        const int inner = symbols.children(step)[0];
        QCOMPARE(symbols.row(inner).cells[0], QString("u0 + 1"));
        QCOMPARE(symbols.row(symbols.children(inner)[0]).cells.mid(0, 3), QStringList({"u0", "", "begins here"}));
        QVERIFY(TraceFixture::rowOf(*f.trace.content()->stacks(), "Of no compile") >= 0);  // though an export that was cut has no artifact yet
        QVERIFY(symbols.count() < 25'000);
        QVERIFY(symbols.depth() < 50);
        QCOMPARE(symbols.row(symbols.children(guards.back())[0]).cells, QStringList("Its steps are left out: those of the conditions above are more than 20,000."));
    }

    void the_time_of_all_guards_is_told() {
        TraceFixture f;
        f.open("torch211/train.log");
        QTRY_VERIFY(f.trace.compile());
        QVERIFY2(f.trace.compile()->guardsNote.contains("for all of them, on each call"), qPrintable(f.trace.compile()->guardsNote));
    }

    void ranks_stand_side_by_side() {
        TraceFixture f;
        f.open("torch26/p8_ddp");
        QVERIFY(f.trace.content()->hasRanks());
        const TraceTable& ranks = *f.trace.content()->ranks();
        QCOMPARE(ranks.columns().size(), std::size_t(4));
        QCOMPARE(ranks.columns()[3].title, QString("rank 1"));
        const int ids = TraceFixture::rowOf(ranks, "compile ids");
        QCOMPARE(ranks.row(ids).cells, QStringList({"compile ids", "differ", "0/0, 1/0", "0/0, 1/0, 1/1"}));
        const int missing = TraceFixture::rowOf(ranks, "1/1");
        QCOMPARE(ranks.row(missing).cells.mid(0, 3), QStringList({"1/1", "differ", "not there"}));
        QCOMPARE(ranks.row(missing).target, (TraceTarget{.log = 1, .compile = 3}));
        QCOMPARE(ranks.row(TraceFixture::rowOf(ranks, "0/0")).cells[1], QString("agree"));
    }

    void choices_have_their_rejected_candidates() {
        TraceFixture f;
        f.open("torch26/p7_autotune.stderr.txt");
        const TraceTable& choices = *f.trace.content()->choices();
        const int site = TraceFixture::rowOf(choices, "mm(32x64, 64x64)");
        QVERIFY(site >= 0);
        QCOMPARE(choices.row(choices.children(site)[0]).cells[1], QString("chosen"));
        QCOMPARE(choices.row(choices.children(site)[1]).cells[1], QString("rejected"));
        const int failed = TraceFixture::rowOf(choices, "addmm(32x64, 32x64, 64x64)");
        QStringList states;
        for (const int child : choices.children(failed)) states << choices.row(child).cells[1];
        QCOMPARE(states, QStringList({"chosen", "failed"}));
        f.open("torch211/autotune.log");
        QCOMPARE(f.trace.content()->siteCount(), 2);
        QVERIFY(f.trace.content()->choices()->row(0).target.isSubject());
    }
};

WHITTLE_TEST(TraceListingsTest)
#include "trace_listings_test.moc"
