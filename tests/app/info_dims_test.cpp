// `whittle info --dims` through the command: the table, JSON, what a program refutes and the code that it accepts, calls checked.
#include <QFile>
#include <QJsonArray>

#include "tests/app/run_program.h"

using namespace whittle::test;

namespace {

// As a shell splits it: words, of which those in single quotes are kept as they are.
QStringList commandWords(const QString& line) {
    QStringList out;
    const QStringList parts = line.split('\'');
    for (qsizetype i = 0; i < parts.size(); ++i)
        if (i % 2 == 1) out.append(parts[i]);
        else out += parts[i].split(' ', Qt::SkipEmptyParts);
    return out;
}

}  // namespace

class InfoDimsTest : public QObject {
    Q_OBJECT
private slots:
    void infersEachSize() {
        const ProgramRun run = runProgram({"info", samplePath("dims/encoder.wtl"), "--dims", "auto", "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject json = run.json();
        QStringList sizes;
        for (const QJsonValue& input : json["inputs"].toArray())
            for (const QJsonValue& dim : input["dims"].toArray()) sizes.append(dim["size"].toString());
        QCOMPARE(sizes.join(", "), "s0, s1, s0, s1 + 1, s0, s1");
        const QJsonObject length = json["inputs"][0]["dims"][1].toObject();
        QCOMPARE(length["range"].toArray(), QJsonArray({2, 64}));
        QCOMPARE(length["max_forced_by"]["node"].toString(), "positions");
        QCOMPARE(length["max_forced_by"]["line"].toInt(), 17);
        const QJsonObject mask = json["inputs"][2]["dims"][0].toObject();
        QCOMPARE(mask["forced_by"][0]["condition"].toString(), "ids.shape[0] == mask.shape[0]");
        QCOMPARE(mask["forced_by"][0]["code"].toString(), "x = x * mask.unsqueeze(2)");
        QCOMPARE(json["conditions"][0]["condition"].toString(), "Eq(Mod(s1, 4), 0)");
        QCOMPARE(json["conditions"][0]["forced_by"]["node"].toString(), "blocks");
        QVERIFY(json["conflicts"].toArray().isEmpty());
    }
    void tellsWhatForcedANumber() {
        const ProgramRun run = runProgram({"info", samplePath("stance/classifier.wtl"), "--dims", "auto"});
        QVERIFY2(run.status == 0, run.err + run.out);
        QVERIFY2(run.out.contains("specialised") && run.out.contains("x.shape[2] == 8: linear (aten.linear.default) at classifier.py:11: return self.head(pooled)"), run.out);
    }
    void filesKeepWhatTheyDeclare() {
        const ProgramRun run = runProgram({"info", samplePath("torch26/named_dims_range.pt2"), "--dims", "auto", "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject batch = run.json()["inputs"][0]["dims"][0].toObject();
        QCOMPARE(batch["range"].toArray(), QJsonArray({2, 64}));
        QCOMPARE(batch["max_forced_by"]["code"].toString(), "declared in the file");
    }
    void factorsInCommonHideNoNumber() {
        const ProgramRun run = runProgram({"info", samplePath("torch26/symbolic_exprs.pt2"), "--dims", "auto", "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        const QJsonObject channels = run.json()["inputs"][0]["dims"][2].toObject();
        QCOMPARE(channels["is"].toString(), "specialised");
        QCOMPARE(channels["forced_by"][0]["condition"].toString(), "x.shape[2] == 3");
        QCOMPARE(channels["forced_by"][0]["node"].toString(), "reshape");
    }
    void numbersThatOnlyARunKnowsStayWithinWhatTheFileDeclares() {
        const ProgramRun run = runProgram({"info", samplePath("torch26/data_dependent.pt2"), "--dims", "auto", "--json"});
        QVERIFY2(run.status == 0, run.err + run.out);
        QCOMPARE(run.json()["ranges"].toObject()["u1"].toArray(), QJsonArray({0, 8}));
    }
    void aStatementThatTheProgramRefutesComesWithOneThatItAccepts() {
        const QString file = samplePath("dims/encoder.wtl");
        const ProgramRun run = runProgram({"info", file, "--dims-spec", R"({"ids": ["b", "n"], "next": ["b", "m"], "mask": ["b", "n"]})", "--json"});
        QCOMPARE(run.status, 1);
        const QJsonObject json = run.json();
        QVERIFY2(json["message"].toString().startsWith("Constraints violated ("), run.out);
        QStringList fixes;
        for (const QJsonValue& fix : json["fixes"].toArray())
            for (const QJsonValue& line : fix["lines"].toArray()) fixes.append(line.toString());
        QCOMPARE(fixes.join("; "), "_n = Dim('_n', min=1, max=16); n = 4*_n; m = n + 1");
        QVERIFY2(json["accepted_spec"].toString().contains("b = Dim('b', min=2)\n"), run.out);  // Ne(b, 0) and Ne(b, 1) are asked
        const ProgramRun fixed = runProgram({"info", file, "--dims-spec", json["accepted_spec"].toString()});
        QVERIFY2(fixed.status == 0, fixed.out + fixed.err);
        const ProgramRun text = runProgram({"info", file, "--dims-spec", R"({"ids": ["b", "n"], "next": ["b", "m"], "mask": ["b", "n"]})"});
        QVERIFY2(text.out.contains("blocks (aten.view.default) at encoder.py:21") && text.out.contains("dynamic_shapes = {"), text.out);
    }
    void dynamicMayNotBecomeANumber() {
        const ProgramRun run = runProgram({"info", samplePath("stance/classifier.wtl"), "--dims", "dynamic"});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.out.contains("Not all values of RelaxedUnspecConstraint(L['x'].size()[2]) are valid because L['x'].size()[2] was inferred to be a constant (8)."), run.out);
    }
    void callsAreChecked() {
        const QString file = samplePath("dims/encoder.wtl");
        const ProgramRun run = runProgram({"info", file, "--dims", "auto", "--json", "--dims-call", R"({"ids": [3,16], "next": [3,17], "mask": [3,16]})", "--dims-call",
                                           R"({"ids": [3,18], "next": [3,19], "mask": [3,18]})", "--dims-call", R"({"ids": [3,16], "next": [3,16], "mask": [3,16]})"});
        QCOMPARE(run.status, 1);
        const QJsonArray calls = run.json()["calls"].toArray();
        QCOMPARE(calls.size(), 3);
        QVERIFY(calls[0]["accepted"].toBool());
        QVERIFY2(calls[1]["reason"].toString().startsWith("Runtime assertion failed for expression Eq(Mod(s1, 4), 0) with s1 = 18"), run.out);
        QCOMPARE(calls[2]["reason"].toString(), "Expected input at *args[1].shape[1] to be equal to 17, but got 16");
        const ProgramRun list = runProgram({"info", file, "--dims", "auto", "--json", "--dims-call", R"([{"ids": [3,16], "next": [3,17], "mask": [3,16]}, {"ids": [3,18], "next": [3,19], "mask": [3,18]}])"});
        QVERIFY2(list.json()["calls"].toArray() == QJsonArray({calls[0], calls[1]}), list.out + list.err);
        const ProgramRun none = runProgram({"info", file, "--dims", "auto", "--dims-call", "[]"});
        QVERIFY2(none.status == 2 && none.err.contains("there is no call in it"), none.err);
    }
    void tellsWhatTheFileDoesNotCheck() {
        const QString file = samplePath("dims/encoder.wtl");
        const ProgramRun run = runProgram({"info", file, "--dims", "auto", "--json"});
        const QJsonObject gap = run.json()["unchecked"][0].toObject();
        QCOMPARE(gap["forced_by"]["condition"].toString(), "Mod(ids.shape[1], 4) == 0");
        QVERIFY(!gap["sizes_from_2_meet_it"].toBool());
        // The call that it shows passes what the file declares, and is refused by the condition.
        const QByteArray call = QJsonDocument(gap["accepted_call"].toObject()).toJson(QJsonDocument::Compact);
        const ProgramRun checked = runProgram({"info", file, "--dims", "auto", "--json", "--dims-call", QString::fromUtf8(call)});
        QVERIFY2(checked.json()["calls"][0]["reason"].toString().startsWith("Runtime assertion failed for expression Eq(Mod(s1, 4), 0)"), checked.out);
        const ProgramRun said = runProgram({"info", file, "--dims-spec", R"({"ids": ["auto", 12]})", "--json"});
        QVERIFY(said.json()["unchecked"].isNull());
        QTemporaryDir scratch;
        QFile plain(scratch.filePath("plain.wtl"));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.write("whittle 1\ngraph @plain {\n  symbol s0 in [2, inf] hint 4\n  input %x : f32[s0]\n  %y = aten.cos.default(%x) : f32[s0]\n  return %y\n}\n");
        plain.close();
        const ProgramRun covered = runProgram({"info", plain.fileName(), "--dims", "auto"});
        QVERIFY2(covered.out.contains("the file itself checks all that the program asks of its inputs' sizes"), covered.out);
    }
    // What docs/dim-auto.md shows is what the commands above it print; "..." stands for lines left out.
    void documentationShowsWhatIsPrinted() {
        QFile file(QString::fromStdString((sourceDir() / "docs/dim-auto.md").string()));
        QVERIFY(file.open(QFile::ReadOnly));
        QStringList arguments;
        QByteArray printed;
        int shown = 0;
        bool inBlock = false;
        qsizetype at = 0;
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.startsWith("    whittle info ")) {
                arguments = commandWords(QString::fromUtf8(line).trimmed());
                arguments.removeFirst();
                for (QString& argument : arguments) argument.replace("samples/", samplePath(""));
                const ProgramRun run = runProgram(arguments);
                QVERIFY2(run.status == 0 || run.status == 1, run.err);
                printed = run.out;
                at = 0;
            } else if (line == "```") {
                inBlock = !inBlock;
            } else if (inBlock && line != "...") {
                const qsizetype found = printed.indexOf(line + "\n", at);
                QVERIFY2(found >= 0, arguments.join(' ').toUtf8() + "\ndoes not print\n" + line + "\nbut\n" + printed.mid(at));
                at = found + line.size();
                ++shown;
            }
        }
        QVERIFY(shown > 20);
    }
    void refusesWhatIsNoSpecification_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("message");
        QTest::newRow("syntax") << "{'ids': (Dim.AUTO" << "reading the specification";
        QTest::newRow("unknown input") << "{'tokens': None}" << "its top-level keys must be the arg names ['ids', 'next', 'mask']";
        QTest::newRow("fixed size") << "{'ids': (3,)}" << "Static shape constraint of 3 does not match input size of 2, for L['ids'].size()[0]";
    }
    void refusesWhatIsNoSpecification() {
        QFETCH(QString, spec);
        QFETCH(QString, message);
        const ProgramRun run = runProgram({"info", samplePath("dims/encoder.wtl"), "--dims-spec", spec});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains(message.toUtf8()), run.err);
    }

    void readsAFileWhateverItsName() {
        QTemporaryDir scratch;
        QFile file(scratch.filePath("spec (1) [b].json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{'ids': (3,)}");
        file.close();
        const ProgramRun run = runProgram({"info", samplePath("dims/encoder.wtl"), "--dims-spec", file.fileName()});
        QVERIFY2(run.err.contains("Static shape constraint of 3"), run.err);
    }
};

WHITTLE_TEST(InfoDimsTest)
#include "info_dims_test.moc"
