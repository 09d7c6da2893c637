// `whittle compile` as a user meets it: the object cache, the passes' switches, and what --dump leaves.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "tests/app/run_program.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Two equal kernels, one of their own, two nodes that are the same, and a dead one.
constexpr const char* kGraph = R"(whittle 1
graph @g {
input %x : f32[8,64]
input %w : f32[64,64]
%a = aten.linear.default(%x, %w) : f32[8,64]
%s = aten._softmax.default(%a, -1, false) : f32[8,64]
%b = aten.linear.default(%s, %w) : f32[8,64]
%t = aten._softmax.default(%b, -1, false) : f32[8,64]
%c = aten.linear.default(%t, %w) : f32[8,64]
%dead = aten.exp.default(%x) : f32[8,64]
%p = aten.sin.default(%x) : f32[8,64]
%q = aten.sin.default(%x) : f32[8,64]
%y = aten.add.Tensor(%p, %q) : f32[8,64]
return %c, %y
}
)";

QStringList codesOf(const QJsonObject& report) {
    QStringList codes;
    for (const QJsonValue& kernel : report["kernels"].toArray())
        if (kernel["kind"] == "loops") codes << kernel["code"].toString();
    codes.sort();
    return codes;
}

QStringList skippedIn(const QJsonObject& report) {
    QStringList names;
    for (const QJsonValue& pass : report["passes"].toArray())
        if (pass["skipped"].toBool()) names << pass["name"].toString();
    return names;
}

// Every rewrite as "rule: before -> after".
QStringList rewritesIn(const QJsonObject& report) {
    QStringList out;
    const auto names = [](const QJsonValue& nodes) {
        QStringList list;
        for (const QJsonValue& node : nodes.toArray()) list << node["name"].toString() + " " + node["op"].toString();
        return list.join(", ");
    };
    for (const QJsonValue& pass : report["passes"].toArray())
        for (const QJsonValue& one : pass["applied"].toArray()) out << one["rule"].toString() + ": " + names(one["before"]) + " -> " + names(one["after"]);
    return out;
}

}  // namespace

class CompileTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_scratch = std::make_unique<QTemporaryDir>();
        m_graph = m_scratch->filePath("g.wtl");
        m_cache = m_scratch->filePath("cache");
        VERIFY_OK(writeFileAtomic(m_graph.toStdString(), kGraph));
    }

    void the_second_compile_reads_code() {
        const QStringList ask{"compile", m_graph, "--json", "--cache", m_cache};
        const ProgramRun first = runProgram(ask), second = runProgram(ask);
        QVERIFY2(first.status == 0, first.err + first.out);
        QCOMPARE(codesOf(first.json()), QStringList({"compiled", "compiled", "repeat"}));
        QCOMPARE(codesOf(second.json()), QStringList({"cache", "cache", "repeat"}));
        QVERIFY(second.json()["notes"].toArray().isEmpty());
        QCOMPARE(codesOf(runProgram({"compile", m_graph, "--json", "--no-cache"}).json()), codesOf(first.json()));
        QCOMPARE(runProgram({"compile", m_graph, "--no-cache", "--cache", m_cache}).status, 2);
        // A run takes the same code.
        const int files = entries();
        const ProgramRun run = runProgram({"run", m_graph, "--mode", "compiled", "--json", "--cache", m_cache});
        QVERIFY2(run.status == 0, run.err + run.out);
        QCOMPARE(entries(), files);
    }

    void the_environment_names_the_folder() {
        qputenv("WHITTLE_CACHE_DIR", m_cache.toUtf8());
        const QStringList first = codesOf(runProgram({"compile", m_graph, "--json"}).json());
        const QStringList second = codesOf(runProgram({"compile", m_graph, "--json"}).json());
        qputenv("WHITTLE_CACHE_DIR", "");
        const QStringList none = codesOf(runProgram({"compile", m_graph, "--json"}).json());
        QCOMPARE(first, QStringList({"compiled", "compiled", "repeat"}));
        QCOMPARE(second, QStringList({"cache", "cache", "repeat"}));
        QCOMPARE(none, first);
    }

    void processes_share_a_folder() {
        std::vector<std::unique_ptr<QProcess>> processes;
        for (int i = 0; i < 4; ++i) {
            processes.push_back(std::make_unique<QProcess>());
            processes.back()->start(toQ(program().string()), {"compile", m_graph, "--json", "--cache", m_cache});
        }
        for (const auto& process : processes) {
            QVERIFY(process->waitForFinished(120000));
            QCOMPARE(process->exitCode(), 0);
            const QJsonObject report = QJsonDocument::fromJson(process->readAllStandardOutput()).object();
            QVERIFY(report["notes"].toArray().isEmpty());
            QCOMPARE(codesOf(report).size(), 3);
        }
        QCOMPARE(codesOf(runProgram({"compile", m_graph, "--json", "--cache", m_cache}).json()), QStringList({"cache", "cache", "repeat"}));
        QCOMPARE(entries(), 2);
    }

    void a_cache_that_cannot_be_written_is_told_once() {
        const ProgramRun text = runProgram({"compile", m_graph, "--cache", "/dev/null/objects"});
        QCOMPARE(text.status, 0);
        QCOMPARE(text.err.count("note: the object cache /dev/null/objects cannot be written"), 1);
        const ProgramRun json = runProgram({"compile", m_graph, "--json", "--cache", "/dev/null/objects"});
        QCOMPARE(json.json()["notes"].toArray().size(), 1);
        const ProgramRun minified = runProgram({"minify", m_graph, "-o", m_scratch->filePath("m"), "--inject", "sin=wrong_result", "--quiet", "--cache", "/dev/null/objects"});
        QVERIFY2(minified.status == 0, minified.err);
        QCOMPARE(minified.err.count("note: the object cache"), 1);
    }

    // Its candidates consist of the same kernels over and over.
    void the_minifier_reads_code_too() {
        const auto minified = [&](const QString& output, const QStringList& cache) {
            return runProgram(QStringList{"minify", m_graph, "-o", m_scratch->filePath(output), "--inject", "sin=wrong_result", "--json", "--quiet"} + cache);
        };
        const ProgramRun without = minified("a", {"--no-cache"}), with = minified("b", {"--cache", m_cache});
        QVERIFY2(without.status == 0 && with.status == 0, without.err + with.err);
        QVERIFY(entries() > 0);
        for (const char* key : {"nodes_after", "candidates", "one_minimal"}) QCOMPARE(with.json()[key], without.json()[key]);
    }

    // Of what passes make of several nodes, the lines of all.
    void kernels_know_the_users_lines() {
        const QString file = m_scratch->filePath("lines.wtl");
        QFile out(file);
        QVERIFY(out.open(QFile::WriteOnly));
        out.write("whittle 1\ngraph @g {\n input %x : f32[8,64]\n input %w : f32[64,64]\n"
                  " %a = aten.linear.default(%x, %w) : f32[8,64]  @ /home/user/net.py:10 in forward\n"
                  " %s = aten.softmax.int(%a, -1) : f32[8,64]  @ /home/user/net.py:12 in forward\n"
                  " %y = aten.mul.Tensor(%s, 2.0) : f32[8,64]  @ /home/user/net.py:12 in forward\n return %y\n}\n");
        out.close();
        const ProgramRun run = runProgram({"compile", file, "--json"});
        QVERIFY2(run.status == 0, run.err);
        QStringList sources;
        for (const QJsonValue& kernel : run.json()["kernels"].toArray())
            for (const QJsonValue& line : kernel["sources"].toArray()) sources << kernel["kind"].toString() + " " + line.toString();
        QVERIFY2(sources.contains("loops net.py:12") && sources.filter("net.py:10").size() == 1 && sources.size() == 2, qPrintable(sources.join(", ")));
    }

    void passes_have_switches() {
        const QJsonObject all = runProgram({"compile", m_graph, "--json"}).json();
        QCOMPARE(skippedIn(all), QStringList());
        QVERIFY(rewritesIn(all).contains("merge-equal: p aten.sin.default, q aten.sin.default -> p aten.sin.default"));
        QVERIFY(rewritesIn(all).contains("remove-dead: dead aten.exp.default -> "));
        for (const QJsonValue& pass : all["passes"].toArray()) QCOMPARE(pass["rewrites"].toInt(), static_cast<int>(pass["applied"].toArray().size()));
        const QJsonObject skipped = runProgram({"compile", "--skip-pass", "merge-equal", "--skip-pass", "remove-dead", m_graph, "--json"}).json();
        QCOMPARE(skippedIn(skipped), QStringList({"merge-equal", "remove-dead"}));
        QVERIFY(rewritesIn(skipped).isEmpty());
        QStringList passes;
        for (const QJsonValue& pass : all["passes"].toArray()) passes << pass["name"].toString();
        const qsizetype limit = passes.indexOf("merge-equal");
        const QJsonObject limited = runProgram({"compile", m_graph, "--pass-limit", QString::number(limit), "--json"}).json();
        QCOMPARE(skippedIn(limited), passes.mid(limit));
        QCOMPARE(skippedIn(runProgram({"compile", m_graph, "--pass-limit", "0", "--json"}).json()).size(), all["passes"].toArray().size());
        const QByteArray text = runProgram({"compile", m_graph, "--verbose"}).out;
        QVERIFY2(text.contains("remove-dead: dead (aten.exp.default) -> nothing"), text);
    }

    void wrong_switches_are_refused_data() {
        QTest::addColumn<QStringList>("switches");
        QTest::addColumn<QString>("why");
        QTest::newRow("no such pass") << QStringList{"--skip-pass", "nonsense"} << "there is no pass 'nonsense'; the passes are: inject-fault, fuse-attention, decompose";
        QTest::newRow("no such node") << QStringList{"--keep-apart", "nonsense"} << "there is no node 'nonsense' to keep apart";
        QTest::newRow("no such library") << QStringList{"--without-library", "nonsense"} << "there is no library 'nonsense' to leave out. There are: attention, gemm, onednn";
        QTest::newRow("no such instructions") << QStringList{"--isa", "nonsense"} << "--isa";
        QTest::newRow("a negative number of passes") << QStringList{"--pass-limit", "-1"} << "--pass-limit";
    }
    void wrong_switches_are_refused() {
        QFETCH(QStringList, switches);
        QFETCH(QString, why);
        const ProgramRun run = runProgram(QStringList{"compile", m_graph} + switches);
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains(why.toUtf8()), run.err);
    }

    // A kernel of a dump is compiled from its text again, to the same code; the schedule of its loops is told.
    void a_kernel_of_a_dump_compiles_alone() {
        const QString folder = m_scratch->filePath("kernels"), again = m_scratch->filePath("kernel_again");
        QCOMPARE(runProgram({"compile", m_graph, "--dump", folder, "--no-cache"}).status, 0);
        const QStringList texts = QDir(folder).entryList({"*.loops"});
        QVERIFY(!texts.isEmpty());
        const QString text = QDir(folder).filePath(texts.first());
        const ProgramRun run = runProgram({"compile", "--kernel", text, "--dump", again, "--json", "--no-cache"});
        QCOMPARE(run.status, 0);
        const QJsonArray schedule = run.json()["kernels"].toArray()[0].toObject()["schedule"].toArray();
        QCOMPARE(schedule[0].toObject()["primitive"].toString(), QString("parallel"));
        const auto bytes = [](const QString& path) {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
        };
        for (const char* suffix : {".loops", ".s", ".ll"}) {
            const QString name = texts.first().chopped(6) + suffix;
            QVERIFY2(bytes(QDir(folder).filePath(name)) == bytes(QDir(again).filePath(name)), qPrintable(name));
        }
        QVERIFY(bytes(QDir(folder).filePath(texts.first().chopped(6) + ".schedule")).contains("vectorise "));
        QVERIFY(runProgram({"compile", "--kernel", text, "--no-cache"}).out.contains(".text"));
        const ProgramRun graph = runProgram({"compile", "--kernel", m_graph});
        QCOMPARE(graph.status, 2);
        QVERIFY2(graph.err.contains("1:1: expected 'kernel '"), graph.err.constData());
    }

    void a_dump_has_every_stage() {
        const QString folder = m_scratch->filePath("new/dump");
        const ProgramRun run = runProgram({"compile", m_graph, "--dump", folder, "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        const QDir dump(folder);
        QStringList wanted{"00-opened.wtl", "decisions.txt", "memory.txt", "report.json"};
        for (const char* rewrites : {"*-merge-equal.rewrites", "*-remove-dead.rewrites"}) {
            QCOMPARE(dump.entryList({rewrites}).size(), 1);
            wanted << dump.entryList({rewrites});
        }
        for (const QJsonValue& pass : run.json()["passes"].toArray()) {
            const QString name = QString("*-%1.wtl").arg(pass["name"].toString());
            QCOMPARE(dump.entryList({name}).size(), 1);
            wanted << dump.entryList({name});
        }
        for (const QJsonValue& kernel : run.json()["kernels"].toArray()) {
            if (kernel["kind"] != "loops") continue;
            const QString name = kernel["name"].toString();
            wanted << name + ".loops" << name + ".schedule";
            if (kernel["code"] == "repeat") QVERIFY(dump.exists(kernel["same_code_as"].toString() + ".ll"));
            else wanted << name + ".ll" << name + ".s" << name + ".o";
        }
        wanted.sort();
        QStringList found = dump.entryList(QDir::Files);
        found.sort();
        QCOMPARE(found, wanted);
        QCOMPARE(QDir(m_scratch->filePath("new")).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList("dump"));
        const auto text = [&](const QString& name) {
            QFile file(dump.filePath(name));
            return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(text(dump.entryList({"*.o"}).front()).startsWith("\177ELF"));
        QVERIFY(text(dump.entryList({"*.ll"}).front()).contains("@k"));
        QVERIFY(text(dump.entryList({"*.s"}).front()).contains("ret"));
        QVERIFY(text(dump.entryList({"*-remove-dead.rewrites"}).front()).contains("remove-dead: dead (aten.exp.default) -> nothing"));
        QCOMPARE(QJsonDocument::fromJson(text("report.json")).object()["kernels"].toArray().size(), run.json()["kernels"].toArray().size());

        const ProgramRun again = runProgram({"compile", m_graph, "--dump", folder});
        QCOMPARE(again.status, 2);
        QVERIFY2(again.err.contains("is not empty; --dump wants a new or an empty folder"), again.err);
    }

    // With code from the cache the texts are the same.
    // The graphs of a flex_attention are code like any other.
    void a_dump_has_the_code_of_graphs() {
        const QString folder = m_scratch->filePath("flex/dump");
        const QString file = toQ(golden("formats/fx/torch26.flex_attention.readable.txt").string());
        const ProgramRun run = runProgram({"compile", file, "--dump", folder, "--no-cache", "--json"});
        QVERIFY2(run.status == 0, run.err);
        const QDir dump(folder);
        for (const char* part : {"visible_keys", "masked_scores", "plain_scores"})
            for (const char* kind : {"loops", "ll", "s", "o"}) QCOMPARE(dump.entryList({QString("*.%1.%2").arg(part, kind)}).size(), 1);
        const QJsonArray parts = run.json()["kernels"].toArray()[0].toObject()["parts"].toArray();
        QCOMPARE(parts.size(), 3);
        QCOMPARE(parts[0].toObject()["code"].toString(), QString("compiled"));
    }

    // Loops that a library calls lie under their own name, which is that of their debug lines; with code of the library's own or without.
    void a_dump_has_the_loops_behind_a_library_data() {
        QTest::addColumn<QString>("kernel");
        QTest::addRow("onednn") << "onednn";
        QTest::addRow("a micro-kernel") << "gemm:6x16";
    }
    void a_dump_has_the_loops_behind_a_library() {
        QFETCH(QString, kernel);
        const QString graph = m_scratch->filePath("tail.wtl"), folder = m_scratch->filePath("tail");
        VERIFY_OK(writeFileAtomic(graph.toStdString(), "whittle 1\ngraph @t {\ninput %x : f32[8,64]\ninput %w : f32[64,64]\ninput %z : f32[8,64]\n"
                                                       "%a = aten.linear.default(%x, %w) : f32[8,64]\n%s = aten.sigmoid.default(%a) : f32[8,64]\n"
                                                       "%y = aten.addcmul.default(%z, %a, %s) : f32[8,64]\nreturn %y\n}\n"));
        const ProgramRun run = runProgram({"compile", graph, "--dump", folder, "--no-cache", "--choose", "a=" + kernel, "--json"});
        QVERIFY2(run.status == 0, run.err);
        QJsonObject record = run.json()["kernels"].toArray()[0].toObject();
        if (record["parts"].isArray()) record = record["parts"].toArray()[0].toObject();
        const QString tail = record["tail"].toString();
        QVERIFY(tail.startsWith("k1_a_"));
        const QDir dump(folder);
        for (const char* suffix : {".loops", ".ll", ".s", ".o"}) QVERIFY2(dump.exists(tail + suffix), qPrintable(dump.entryList(QDir::Files).join(" ")));
        const auto text = [&](const QString& suffix) {
            QFile file(dump.filePath(tail + suffix));
            return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(text(".loops").startsWith(("kernel " + tail + "(").toUtf8()));
        QVERIFY(text(".o").contains((tail + ".loops").toUtf8()));
        QCOMPARE(dump.entryList({"*.loops"}), QStringList(tail + ".loops"));
    }

    void a_dump_does_not_depend_on_the_cache() {
        std::vector<std::map<QString, QByteArray>> dumps;
        for (const char* name : {"a", "b"}) {
            const QDir folder(m_scratch->filePath(name));
            QVERIFY(QDir().mkpath(folder.path()));  // an empty one will do
            QCOMPARE(runProgram({"compile", m_graph, "--dump", folder.path() + "/", "--cache", m_cache}).status, 0);
            dumps.emplace_back();
            for (const QString& one : folder.entryList(QDir::Files)) {
                QFile file(folder.filePath(one));
                QVERIFY(file.open(QFile::ReadOnly));
                if (one != "report.json") dumps.back()[one] = file.readAll();
            }
        }
        QVERIFY(dumps[0].size() > 10);
        QCOMPARE(dumps[0] == dumps[1], true);
    }

    void a_failure_leaves_no_dump_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("folder");
        QTest::newRow("the compiler fails") << QStringList{"--inject", "sin=compile_error"} << "dump";
        QTest::newRow("a file is there") << QStringList() << "g.wtl";
        QTest::newRow("no folder can be made") << QStringList() << "g.wtl/dump";
    }
    void a_failure_leaves_no_dump() {
        QFETCH(QStringList, options);
        QFETCH(QString, folder);
        const ProgramRun run = runProgram(QStringList{"compile", m_graph, "--dump", m_scratch->filePath(folder)} + options);
        QCOMPARE(run.status, 2);
        QCOMPARE(QDir(m_scratch->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList("g.wtl"));
    }

private:
    int entries() const {
        int count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(m_cache.toStdString())) count += entry.is_regular_file();
        return count;
    }

    std::unique_ptr<QTemporaryDir> m_scratch;
    QString m_graph, m_cache;
};

WHITTLE_TEST(CompileTest)
#include "compile_test.moc"
