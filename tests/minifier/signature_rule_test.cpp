#include "minifier/search/signature_rule.h"

#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

class SignatureRuleTest : public QObject {
    Q_OBJECT
private slots:
    void accepts_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("signature");
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("crash");  // else compile_error, as the target
        QTest::addColumn<bool>("want");
        QTest::newRow("exact, the same") << "exact" << "boom" << "other words" << false << true;
        QTest::newRow("exact, another signature") << "exact" << "bang" << "it went boom" << false << false;
        QTest::newRow("exact, another kind") << "exact" << "boom" << "it went boom" << true << false;
        QTest::newRow("kind, another signature") << "kind" << "bang" << "" << false << true;
        QTest::newRow("kind, another kind") << "kind" << "boom" << "" << true << false;
        QTest::newRow("text in the signature") << "^compile_error: b[ao]" << "bang" << "" << false << true;
        QTest::newRow("text in the message") << "went .*oom$" << "bang" << "it went boom" << false << true;
        QTest::newRow("text of any kind") << "bo+m" << "boom" << "" << true << true;
        QTest::newRow("text nowhere") << "^crash: b" << "bang" << "it went boom" << false << false;
        QTest::newRow("text past what is looked at") << "needle" << "bang" << QString(5000, 'x') + "needle" << false << false;
        QTest::newRow("a long message is no stack overflow") << "(x|y)*z" << "bang" << QString(3000000, 'x') << false << false;
    }
    void accepts() {
        QFETCH(QString, rule);
        QFETCH(QString, signature);
        QFETCH(QString, message);
        QFETCH(bool, crash);
        const auto parsed = SignatureRule::parse(rule.toStdString());
        VERIFY_OK(parsed);
        QCOMPARE(toQ(parsed->text()), rule);
        Failure failure = boom(signature.toStdString(), crash ? FailureKind::Crash : FailureKind::CompileError);
        failure.message = message.toStdString();
        QTEST(parsed->accepts(failure, boom()), "want");
    }

    void no_rule_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("empty") << "" << "argument: a signature is 'exact', 'kind' or a regular expression, and not empty";
        QTest::newRow("unclosed") << "a(b" << "argument: the signature 'a(b' is neither 'exact' nor 'kind' nor a regular expression: ";
    }
    void no_rule() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const QString got = describe(SignatureRule::parse(text.toStdString()));
        QVERIFY2(got.startsWith(want), qPrintable(got));
    }
};

WHITTLE_TEST(SignatureRuleTest)
#include "signature_rule_test.moc"
