// The settings of a reduction as the window keeps them, without a screen.
#include "views/models/minify_form.h"

#include <fstream>

#include "engine/base/files.h"
#include "engine/ir/structural_hash.h"
#include "minifier/session/journal.h"
#include "tests/views/models/models_support.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QList<OracleInfo> twoOracles() {
    const SettingInfo fault{.option = "--inject", .title = "Fault", .standard = {}, .values = {}};
    const SettingInfo mode{.option = "--mode", .form = SettingInfo::Form::OneOf, .title = "Mode", .standard = "a", .values = {{"a", "as"}, {"b", "be"}}};
    const SettingInfo compiler{.option = "--compiler-options", .title = "Compiler", .standard = {}, .values = {}};
    return {{.name = "engine", .title = "Ours", .seconds = 10, .settings = {fault, compiler}}, {.name = "torch", .title = "Theirs", .seconds = 300, .settings = {mode}}};
}

// Finds fault with whatever is called "bad".
std::vector<Error> findBad(const MinifySettings& settings) {
    std::vector<Error> errors;
    for (const auto& [option, text] : settings.oracleSettings)
        if (text == "bad") errors.push_back({Code::Argument, "'bad' is bad", {"reading " + option.toStdString()}});
    if (settings.signature == "bad") errors.push_back({Code::Argument, "no pattern", {"reading --signature"}});
    return errors;
}

struct Fixture {
    QTemporaryDir folder;
    JobRunner jobs;
    MinifyForm form{jobs, twoOracles(), findBad};
    GraphRef graph = snapshot(chainGraph(4));

    QString base() const { return folder.filePath("net-reduced"); }
    void open() {
        form.setGraph(graph, "/tmp/net.pt2", base());
        settle();
    }
    void settle() { QTRY_VERIFY(!form.isChecking()); }
    void set(const std::function<void(MinifySettings&)>& edit) {
        MinifySettings settings = form.settings();
        settings.resume = false;
        edit(settings);
        form.setSettings(settings);
        settle();
    }
    /// As a job in `path` would leave it after `candidates` answers.
    void writeJournal(const QString& path, int candidates, const QString& original = {}, const char* match = "exact") {
        const std::string hash = original.isEmpty() ? structuralHash(*graph).hex() : original.toStdString();
        auto journal = Journal::create(toPath(path), {.original = hash, .oracle = "engine inject=relu=crash", .match = match});
        VERIFY_OK(journal);
        JournalEntry entry{.phase = "original", .edit = {}, .hash = structuralHash(*graph), .verdict = {.note = {}}, .atSeconds = 1};
        VERIFY_OK(journal->append(entry));
        entry.phase = "guess";
        entry.source = AnswerSource::Guess;
        VERIFY_OK(journal->append(entry));
        entry.phase = "halves";
        entry.source = AnswerSource::Oracle;
        for (int i = 0; i < candidates; ++i) {
            entry.seq = i + 1;
            entry.atSeconds = 2 + i;
            VERIFY_OK(journal->append(entry));
        }
    }
};

}  // namespace

class MinifyFormTest : public QObject {
    Q_OBJECT
private slots:
    void a_fresh_folder_is_suggested() {
        Fixture f;
        QVERIFY(!f.form.hasGraph());
        f.open();
        QCOMPARE(f.form.settings().outputFolder, f.base());
        QCOMPARE(f.form.settings().file, QString("/tmp/net.pt2"));
        QCOMPARE(f.form.folder().kind, FolderState::Kind::Free);
        QVERIFY(!f.form.settings().resume);
        QVERIFY(!f.form.hasProblems());
        QDir().mkpath(f.base());
        f.open();
        QCOMPARE(f.form.settings().outputFolder, f.base() + "-2");
    }

    void an_unfinished_reduction_is_offered_again() {
        Fixture f;
        f.writeJournal(f.base(), 3);
        f.open();
        QCOMPARE(f.form.settings().outputFolder, f.base());
        QCOMPARE(f.form.folder().kind, FolderState::Kind::Unfinished);
        QVERIFY(f.form.settings().resume);
        QCOMPARE(f.form.folderText(), QString("Holds an unfinished reduction of this graph: 3 candidates in 0:04, begun with engine inject=relu=crash, signature exact."));
        f.form.takeFreshFolder();
        f.settle();
        QCOMPARE(f.form.settings().outputFolder, f.base() + "-2");
        QVERIFY(!f.form.settings().resume);
        QVERIFY(f.form.folderText().isEmpty());
    }

    void what_a_folder_holds_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("suggested");  // what follows the base
        QTest::addColumn<QString>("problem");
        QTest::newRow("a journal without candidates") << "start" << "-2" << "";
        QTest::newRow("a finished job") << "finished" << "-2" << "";
        QTest::newRow("of another graph") << "foreign" << "-2" << "This folder holds a reduction of another graph: choose a new one.";
        QTest::newRow("not a journal") << "broken" << "-2" << "line 1: not the header of a journal";
        QTest::newRow("torn before its first line") << "torn" << "-2" << "";
        QTest::newRow("an entry that is none") << "entry" << "-2" << "line 2: not an entry of a journal";
        QTest::newRow("a later version") << "version" << "-2" << "has journal version 99";
    }
    void what_a_folder_holds() {
        QFETCH(QString, what);
        QFETCH(QString, suggested);
        QFETCH(QString, problem);
        Fixture f;
        const std::filesystem::path journal = toPath(f.base()) / "journal.jsonl";
        if (what == "start") f.writeJournal(f.base(), 0);
        if (what == "finished") {
            f.writeJournal(f.base(), 5);
            VERIFY_OK(writeFileAtomic(toPath(f.base()) / "certificate.json", "{}"));
        }
        if (what == "foreign") f.writeJournal(f.base(), 5, "0123");
        if (what == "broken") VERIFY_OK(writeFileAtomic(journal, "hello\n"));
        if (what == "torn") VERIFY_OK(writeFileAtomic(journal, "{\"whittle_jou"));
        if (what == "entry") {
            f.writeJournal(f.base(), 0);
            std::ofstream(journal, std::ios::trunc) << "{\"whittle_journal\":1,\"original\":\"1\"}\n{}\n";
        }
        if (what == "version") VERIFY_OK(writeFileAtomic(journal, "{\"whittle_journal\":99}\n"));
        f.open();
        QCOMPARE(f.form.settings().outputFolder, f.base() + suggested);
        f.set([&](MinifySettings& settings) { settings.outputFolder = f.base(); });
        const QString found = f.form.problem(kOutputOption);
        QVERIFY2(problem.isEmpty() ? found.isEmpty() : found.contains(problem), qPrintable(found));
        QCOMPARE(f.form.settings().resume, problem.isEmpty());
        if (what == "finished") QVERIFY(f.form.folderText().startsWith("Holds a finished reduction"));
    }

    void a_resumed_reduction_keeps_its_settings() {
        Fixture f;
        f.writeJournal(f.base(), 3, {}, "kind");
        f.open();
        QCOMPARE(f.form.problem(kSignatureOption), QString("The reduction in the output folder was begun with 'kind'."));
        f.set([](MinifySettings& settings) { settings.signature = "kind"; });
        QVERIFY(!f.form.hasProblems());
        f.set([](MinifySettings& settings) { settings.oracle = "torch"; });
        QCOMPARE(f.form.problem(kOracleOption), QString("The reduction in the output folder was begun with the oracle 'engine'."));
    }

    void mistakes_stand_at_their_settings() {
        Fixture f;
        f.open();
        const SettingInfo& fault = f.form.oracles()[0].settings[0];
        f.form.setText(fault, "bad");
        QVERIFY(f.form.isChecking());
        f.settle();
        QCOMPARE(f.form.problem("--inject"), QString("'bad' is bad"));
        f.form.setText(fault, "good");
        f.settle();
        QVERIFY(!f.form.hasProblems());
        f.set([](MinifySettings& settings) { settings.signature = "bad"; });
        QCOMPARE(f.form.problem(kSignatureOption), QString("no pattern"));
        f.set([](MinifySettings& settings) {
            settings.signature = "exact";
            settings.outputFolder.clear();
        });
        QVERIFY(f.form.problem(kOutputOption).contains("needs a folder"));
    }

    void what_a_run_complained_of_stays_until_a_change() {
        Fixture f;
        f.open();
        f.form.blame("--inject", "there is no such operator");
        QCOMPARE(f.form.problem("--inject"), QString("there is no such operator"));
        QVERIFY(!f.form.hasProblems());  // it may have been for once
        f.form.look();
        f.settle();
        QCOMPARE(f.form.problem("--inject"), QString("there is no such operator"));
        f.form.setText(f.form.oracles()[0].settings[0], "gelu=crash");
        f.form.setText(f.form.oracles()[0].settings[1], "--isa avx2");
        f.settle();
        QVERIFY(f.form.problem("--inject").isEmpty());
    }

    void settings_of_each_oracle_are_kept_apart() {
        Fixture f;
        f.open();
        const SettingInfo& mode = f.form.oracles()[1].settings[0];
        QCOMPARE(f.form.oracle().name, QString("engine"));
        QCOMPARE(f.form.text(mode), QString("a"));
        f.form.setText(mode, "b");
        f.form.setText(f.form.oracles()[0].settings[0], "gelu=crash");
        f.set([](MinifySettings& settings) {
            settings.oracle = "torch";
            settings.jobs = 4;
        });
        QCOMPARE(f.form.oracle().title, QString("Theirs"));

        Fixture next;
        next.form.restore(f.form.kept());
        QCOMPARE(next.form.oracle().name, QString("torch"));
        QCOMPARE(next.form.text(mode), QString("b"));
        QCOMPARE(next.form.settings().jobs, 4);
        for (const SettingInfo& ours : f.form.oracles()[0].settings) QCOMPARE(next.form.text(ours), QString());  // a planted fault is nothing to keep, nor what all compilations would do otherwise
        next.form.setText(mode, "a");
        QVERIFY(next.form.settings().oracleSettings.empty());
        next.form.restore({{"oracle", "gone"}, {"jobs", 100000}});
        QCOMPARE(next.form.oracle().name, QString("torch"));
        QCOMPARE(next.form.settings().jobs, 256);
    }

    void how_the_graph_was_read_is_part_of_the_settings() {
        Fixture f;
        const GraphSource source{.file = "/tmp/net.pt2", .model = "decoder", .inputs = "/tmp/case.safetensors", .seed = 7};
        f.form.setGraph(f.graph, source, f.base());
        f.settle();
        QCOMPARE(f.form.settings().source(), source);
        f.open();
        QVERIFY(f.form.settings().source().isPlain());
    }

    void another_graph_forgets_the_folder() {
        Fixture f;
        f.writeJournal(f.base(), 3);
        f.open();
        QVERIFY(f.form.settings().resume);
        f.form.setGraph(nullptr, QString(), {});
        QVERIFY(!f.form.settings().resume);
        QVERIFY(f.form.settings().outputFolder.isEmpty());
        QVERIFY(!f.form.hasProblems());
        f.form.setGraph(snapshot(chainGraph(5)), "/tmp/other.pt2", f.base());  // its own name is taken
        f.set([](MinifySettings&) {});
        QTRY_COMPARE(f.form.settings().outputFolder, f.base() + "-2");
    }

    void who_is_quicker_than_the_disk_is_heard() {
        Fixture f;
        f.form.setGraph(f.graph, "/tmp/net.pt2", f.base());
        MinifySettings settings = f.form.settings();
        settings.outputFolder = f.folder.filePath("mine");
        f.form.setSettings(settings);
        f.settle();
        QCOMPARE(f.form.settings().outputFolder, f.folder.filePath("mine"));
    }
};

WHITTLE_TEST(MinifyFormTest)
#include "minify_form_test.moc"
