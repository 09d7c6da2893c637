// The one table of oracles and settings: what the command makes options of and the window fields.
#include "app/choices/oracle_choice.h"

#include <fstream>
#include <set>

#include <QTemporaryDir>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QString optionsOf(const std::vector<Error>& errors) {
    QStringList out;
    for (const Error& error : errors) out << toQ(error.context.empty() ? "?" : error.context.back());
    return out.join(", ");
}

}  // namespace

class OracleChoiceTest : public QObject {
    Q_OBJECT
private slots:
    void every_row_can_be_shown() {
        std::set<std::string_view> options;
        for (const OracleSetting& setting : oracleSettings()) {
            QVERIFY(setting.option.starts_with("--"));
            QVERIFY2(options.insert(setting.option).second, std::string(setting.option).c_str());
            QVERIFY(!setting.title.empty() && !setting.what.empty());
            QVERIFY(setting.oracle.empty() || findOracleKind(setting.oracle));
            QCOMPARE(setting.form == SettingForm::OneOf, !setting.values.empty());
            // What nobody has set is one of the values, and can be set again.
            OracleChoice choice;
            VERIFY_OK(setSetting(choice, setting, settingText(OracleChoice(), setting)));
        }
        for (const OracleKind& kind : oracleKinds()) {
            QVERIFY(!kind.title.empty() && !kind.what.empty() && kind.seconds > 0);
            QVERIFY2(options.contains(kind.mainSetting), std::string(kind.name).c_str());
        }
        QVERIFY(!findOracleKind("delphi"));
    }

    void settings_are_text_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");  // what it holds then, or the error
        QTest::newRow("a path") << "--python" << "/opt/my torch/bin/python" << "/opt/my torch/bin/python";
        QTest::newRow("one of several") << "--torch-mode" << "compile" << "compile";
        QTest::newRow("none of several") << "--torch-mode" << "eager" << "argument: 'eager' is none of aoti, compile";
        QTest::newRow("several words") << "--torch-option" << "cpp.simdlen=256 'a b=c d'" << "cpp.simdlen=256 'a b=c d'";
        QTest::newRow("an open quote") << "--torch-option" << "a='b" << "argument: a ' is not closed in a='b";
        QTest::newRow("no words any more") << "--torch-option" << "" << "";
        QTest::newRow("nothing takes it back") << "--fails-when" << "" << "exit==0";
        QTest::newRow("seconds") << "--timeout" << "2.5" << "2.5";
        QTest::newRow("no seconds") << "--timeout" << "" << "";
        QTest::newRow("too few seconds") << "--timeout" << "0" << "argument: '0' is not between 0.001 and 1000000";
        QTest::newRow("not a number") << "--timeout" << "soon" << "argument: 'soon' is not between 0.001 and 1000000";
        QTest::newRow("NaN") << "--timeout" << "nan" << "argument: 'nan' is not between 0.001 and 1000000";
        QTest::newRow("a number and more") << "--memory" << "64x" << "argument: '64x' is not between 16 and 1000000000";
        QTest::newRow("megabytes") << "--memory" << "64" << "64";
        QTest::newRow("the compiler's") << "--compiler-options" << "--isa avx2  --skip-pass fold-constants" << "--skip-pass fold-constants --isa avx2";
        QTest::newRow("none of the compiler's") << "--compiler-options" << " " << "";
        QTest::newRow("no option of the compiler's") << "--compiler-options" << "--no-fusion"
                                                     << "argument: '--no-fusion' is no option of the compiler; there are --skip-pass, --choose, --no-tuning-store, --tuning-store, --keep-apart, --without-library, --isa, --pass-limit";
        QTest::newRow("a value is missing") << "--compiler-options" << "--no-tuning-store --isa" << "argument: --isa needs a value";
        QTest::newRow("too few megabytes") << "--memory" << "8" << "argument: '8' is not between 16 and 1000000000";
    }
    void settings_are_text() {
        QFETCH(QString, option);
        QFETCH(QString, text);
        QFETCH(QString, want);
        const auto all = oracleSettings();
        const auto setting = std::ranges::find(all, std::string_view(option.toStdString()), &OracleSetting::option);
        QVERIFY(setting != all.end());
        OracleChoice choice;
        const Result<void> set = setSetting(choice, *setting, text.toStdString());
        QCOMPARE(set ? toQ(settingText(choice, *setting)) : describe(set), want);
    }

    void words_are_those_of_a_shell_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("plain") << "aten.gelu.default=crash" << "aten.gelu.default=crash";
        QTest::newRow("a comparison") << "exit!=0" << "'exit!=0'";
        QTest::newRow("a pattern") << "stderr~a b" << "'stderr~a b'";
        QTest::newRow("a quote") << "it's" << "'it'\\''s'";
        QTest::newRow("nothing") << "" << "''";
    }
    void words_are_those_of_a_shell() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        QCOMPARE(toQ(shellWord(text.toStdString())), want);
    }

    void what_was_changed_is_told() {
        OracleChoice choice;
        QCOMPARE(toQ(oracleWords(choice)), QString());
        choice.name = "command";
        choice.command = "./check.sh {}";
        choice.format = "wtl";
        choice.timeout = 3;
        choice.compiler.skipPasses = {"fold"};
        QCOMPARE(toQ(oracleWords(choice)), QString(" --oracle command --command './check.sh {}' --candidate-format wtl --timeout 3 --skip-pass fold"));
        OracleChoice narrow;
        narrow.compiler.apart = {"a b"};
        narrow.compiler.withoutLibraries = {"gemm", "onednn"};
        narrow.compiler.isa = "avx2";
        QCOMPARE(toQ(oracleWords(narrow)), QString(" --keep-apart 'a b' --without-library gemm --without-library onednn --isa avx2"));
        OracleChoice torch;
        torch.name = "torch";
        torch.torchOptions = {"cpp.simdlen=256", "a=b c"};
        QCOMPARE(toQ(oracleWords(torch)), QString(" --oracle torch --torch-option cpp.simdlen=256 --torch-option 'a=b c'"));
    }

    void mistakes_are_found_without_a_start_data() {
        QTest::addColumn<QString>("oracle");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("no fault is none") << "engine" << "" << "" << "";
        QTest::newRow("not a fault") << "engine" << "--inject" << "relu" << "reading --inject";
        QTest::newRow("no Python") << "torch" << "" << "" << "reading --python";
        QTest::newRow("no such Python") << "torch" << "--python" << "/no/such/python" << "reading --python";
        QTest::newRow("a Python of PATH") << "torch" << "--python" << "sh" << "";
        QTest::newRow("no command") << "command" << "" << "" << "reading --command";
        QTest::newRow("an open quote") << "command" << "--command" << "sh 'x" << "reading --command";
        QTest::newRow("no such program") << "command" << "--command" << "./no-such-program" << "reading --command";
        QTest::newRow("a command") << "command" << "--command" << "sh -c true" << "";
        QTest::newRow("no rule") << "command" << "--fails-when" << "exit=3" << "reading --command, reading --fails-when";
        QTest::newRow("of the compiler") << "engine" << "--compiler-options" << "--skip-pass fold-constants --isa avx2 --choose mm=gemm:8x48" << "";
        for (const char* wrong : {"--skip-pass none", "--without-library none", "--isa sse2", "--choose mm", "--choose mm=a --choose mm=b", "--no-tuning-store --tuning-store x"})
            QTest::addRow("wrong: %s", wrong) << "engine" << "--compiler-options" << wrong << "reading --compiler-options";
    }
    void mistakes_are_found_without_a_start() {
        QFETCH(QString, oracle);
        QFETCH(QString, option);
        QFETCH(QString, text);
        QFETCH(QString, want);
        OracleChoice choice;
        choice.name = oracle.toStdString();
        for (const OracleSetting& setting : oracleSettings())
            if (setting.option == option.toStdString()) VERIFY_OK(setSetting(choice, setting, text.toStdString()));
        QCOMPARE(optionsOf(checkOracle(choice)), want);
    }

    void an_error_of_making_names_its_setting() {
        const Graph graph;
        const auto make = [&](OracleChoice choice) { return makeOracle(choice, {.original = graph, .program = program(), .seed = 0, .cancel = {}}); };
        const auto contextOf = [&](const OracleChoice& choice) {
            const Result<MadeOracle> made = make(choice);
            return made ? QString("made") : toQ(made.error().context.empty() ? made.error().message : made.error().context.front());
        };
        QCOMPARE(contextOf({}), QString("made"));
        OracleChoice faulty;
        faulty.inject = "relu";
        QCOMPARE(contextOf(faulty), QString("reading --inject"));
        OracleChoice torch;
        torch.name = "torch";
        QCOMPARE(contextOf(torch), QString("reading --python"));
        torch.python = "true";  // of PATH, and no Python
        QVERIFY2(contextOf(torch).startsWith("starting /"), qPrintable(contextOf(torch)));
        torch.torchOptions = {"cpp.simdlen"};
        QVERIFY2(contextOf(torch).startsWith("reading --torch-option"), qPrintable(contextOf(torch)));
        OracleChoice rule;
        rule.name = "command";
        rule.command = "sh";
        rule.failsWhen = "never";
        QCOMPARE(contextOf(rule), QString("reading --fails-when"));
        OracleChoice both;
        both.command = "sh";
        QCOMPARE(contextOf(both), QString("--command goes with --oracle command"));
        OracleChoice apart;
        apart.compiler.apart = {"nonsense"};
        QCOMPARE(toQ(make(apart).error().message), QString("there is no node 'nonsense' to keep apart"));
        QCOMPARE(contextOf(apart), QString("reading --keep-apart"));
        OracleChoice left;
        left.compiler.withoutLibraries = {"nonsense"};
        QCOMPARE(contextOf(left), QString("reading --without-library"));
        OracleChoice planted;
        planted.inject = "relu=crash";
        const Result<MadeOracle> made = make(planted);
        VERIFY_OK(made);
        QCOMPARE(made->notes.size(), std::size_t(1));  // an empty graph has no relu
        QVERIFY(toQ(made->notes[0]).startsWith("no fault planted"));
    }

    // Integers have no NaN; complex numbers do.
    void a_fault_that_cannot_show_is_told_data() {
        QTest::addColumn<QString>("inject");
        QTest::addColumn<QString>("note");
        QTest::newRow("NaN among integers") << "arange=nan" << "no fault planted: nothing that 'arange' answers here can show arange=nan";
        QTest::newRow("a wrong integer") << "arange=wrong_result" << "";
        QTest::newRow("NaN among complex numbers") << "view_as_complex=nan" << "";
    }
    void a_fault_that_cannot_show_is_told() {
        QFETCH(QString, inject);
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[4,2]\n %n = aten.arange.default(4) : i64[4]\n %c = aten.view_as_complex.default(%x) : c64[4]\n return %n, %c\n}\n", findSchema);
        VERIFY_OK(graph);
        OracleChoice planted;
        planted.inject = inject.toStdString();
        const Result<MadeOracle> made = makeOracle(planted, {.original = *graph, .program = program(), .seed = 0, .cancel = {}});
        VERIFY_OK(made);
        QStringList notes;
        for (const std::string& note : made->notes) notes << toQ(note);
        QTEST(notes.join("; "), "note");
    }
};

WHITTLE_TEST(OracleChoiceTest)
#include "oracle_choice_test.moc"
