// The command line that does what was chosen, and the choice that a command line makes.
#include "app/choices/minify_choice.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class MinifyChoiceTest : public QObject {
    Q_OBJECT
private slots:
    void a_command_is_read_as_it_was_written_data() {
        QTest::addColumn<QString>("line");
        for (const char* line : {"whittle minify a.pt2 -o out",
                                 "whittle minify 'with blank.pt2' -o 'it'\\''s out' --node relu_3 --inject aten.relu=crash --signature kind --repeat 3 --jobs 4 --resume",
                                 "whittle minify a.pt2 -o out --oracle torch --python /venv/bin/python --torch-option cpp.simdlen=256 --torch-option 'a=b c' --timeout 60 --seed 7",
                                 "whittle minify a.pt2 -o out --oracle command --command './check.sh {}' --candidate-format fx --fails-when 'stderr~it failed' --memory 512",
                                 "whittle minify a.pt2 -o out --inject aten.relu=crash --timeout 60 --skip-pass fold-constants --skip-pass fuse-attention --choose mm=gemm:8x48 --no-tuning-store "
                                 "--keep-apart 'a b' --without-library onednn --isa avx2 --pass-limit 3 --seed 18446744073709551615",
                                 "whittle minify a.pt2 -o out --tuning-store 'my measurements' --pass-limit 0 --signature kind",
                                 "whittle minify a.pt2 -o out --inputs case.safetensors --model m --budget 1.5 --max-candidates 9 --no-answers --take-over"})
            QTest::newRow(line) << line;
    }
    void a_command_is_read_as_it_was_written() {
        QFETCH(QString, line);
        const auto choice = readMinifyCommand(line.toStdString());
        VERIFY_OK(choice);
        QCOMPARE(toQ(minifyCommand(*choice)), line);
    }

    void what_is_no_such_command_is_refused_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << "" << "";
        QTest::newRow("another command") << "whittle run a.pt2" << "no command line of whittle minify";
        QTest::newRow("no file") << "whittle minify" << "no command line of whittle minify";
        QTest::newRow("no value") << "whittle minify a.pt2 -o" << "no command line of whittle minify";
        QTest::newRow("no number") << "whittle minify a.pt2 -o out --jobs many" << "no command line of whittle minify";
        QTest::newRow("one that is unknown") << "whittle minify a.pt2 -o out --skip-pass fold --no-fusion" << "no setting for --no-fusion";
        QTest::newRow("a name for several") << "whittle minify a.pt2 -o out --compiler-options '--isa avx2'" << "no setting for --compiler-options";
        QTest::newRow("no number of passes") << "whittle minify a.pt2 -o out --pass-limit few" << "--pass-limit 'few' is no number of passes";
        QTest::newRow("a negative number of passes") << "whittle minify a.pt2 -o out --pass-limit -2" << "--pass-limit '-2' is no number of passes";
        QTest::newRow("no pass") << "whittle minify a.pt2 -o out --skip-pass" << "no command line of whittle minify";
        QTest::newRow("a fault that is none") << "whittle minify a.pt2 -o out --timeout never" << "never";
        QTest::newRow("an open quote") << "whittle minify 'a.pt2 -o out" << "is not closed";
    }
    void what_is_no_such_command_is_refused() {
        QFETCH(QString, line);
        QFETCH(QString, says);
        const auto choice = readMinifyCommand(line.toStdString());
        QVERIFY(!choice);
        QVERIFY2(describe(choice).contains(says), qPrintable(describe(choice)));
    }
};

WHITTLE_TEST(MinifyChoiceTest)
#include "minify_choice_test.moc"
