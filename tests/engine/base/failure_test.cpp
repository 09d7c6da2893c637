#include "engine/base/failure.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class FailureTest : public QObject {
    Q_OBJECT
private slots:
    void signatures_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("", "");
        row("plain words stay", "plain words stay");
        row("input 3 of 'mm_7' at 0x7f12 in /tmp/x.py", "input # of '_' at # in _");
        row("first line\nsecond 5", "first line");
        row("expected f32[2,3], got f16[2]", "expected f32[#,#], got f16[#]");  // a dtype is not a number
        row("took 1.5e-3 s, 12.25 more", "took #-# s, # more");
        row("says \"hello\" twice", "says \"_\" twice");
        row("an odd ' quote 1", "an odd ' quote #");
        row("at (/home/ada/my_net.py:17)", "at (_:#)");
        row("and/or", "and/or");
        row("conv2d_3 stays one word", "conv2d_3 stays one word");
        row("-5", "-#");
    }
    void signatures() {
        QFETCH(QString, text);
        QTEST(toQ(normaliseSignature(text.toStdString())), "want");
    }

    void runs_of_one_bug_agree() {
        QCOMPARE(normaliseSignature("mm.2: input 1 of 'mm_7' is f32[3,4] at 0x55aa"),
                 normaliseSignature("mm.2: input 0 of 'mm' is f32[8,16] at 0x7fff0010"));
        QVERIFY(normaliseSignature("mm: sizes differ") != normaliseSignature("cat: sizes differ"));
    }

    void kinds_have_names() {
        for (int i = 0; i <= static_cast<int>(FailureKind::NonDeterministic); ++i) {
            const auto kind = static_cast<FailureKind>(i);
            QVERIFY(parseFailureKind(failureKindName(kind)) == kind);
        }
        QCOMPARE(failureKindName(FailureKind::OutOfMemory), std::string_view("out_of_memory"));
        QVERIFY(!parseFailureKind("boredom"));
        QVERIFY(!parseFailureKind(""));
    }
};

WHITTLE_TEST(FailureTest)
#include "failure_test.moc"
