#include "engine/ir/sym.h"

#include <limits>

#include "engine/ir/affine_size.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SymTest : public QObject {
    Q_OBJECT
private slots:
    void canonical_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("like terms merge") << "s0 + s0 + 1 - 3" << "2*s0 - 2";
        QTest::newRow("products distribute") << "2*(s0 + 1)*s1" << "2*s0*s1 + 2*s1";
        QTest::newRow("cancels") << "s0 - s0" << "0";
        QTest::newRow("exact division") << "(4*s0 + 8)//4" << "s0 + 2";
        QTest::newRow("division keeps the rest") << "(4*s0 + s1)//4" << "s0 + (s1//4)";
        QTest::newRow("division by a symbol") << "(s0*s1 + 3*s0)//s0" << "s1 + 3";
        QTest::newRow("floor of a negative") << "(0 - 7)//2" << "-4";
        QTest::newRow("mod drops multiples") << "(6*s0 + s1 + 5) % 3" << "Mod(s1 + 2, 3)";
        QTest::newRow("max of comparable") << "Max(s0, s0 + 2)" << "s0 + 2";
        QTest::newRow("max sorts") << "Max(s1, s0) - Max(s0, s1)" << "0";
        QTest::newRow("power") << "s0**2" << "s0*s0";
        QTest::newRow("overflow") << "9223372036854775807 + 1" << "overflow";
        QTest::newRow("overflow absorbs") << "s0 + 2*(s1//0) + 1" << "overflow";
        QTest::newRow("smallest integer") << "-9223372036854775808" << "-9223372036854775808";
        QTest::newRow("past the smallest integer") << "-9223372036854775808 - 1" << "overflow";
        QTest::newRow("division by zero") << "s0//0" << "overflow";
        QTest::newRow("bad token") << "s0 + $" << "format: expected a number, a symbol or '(' at column 6 of 's0 + $'";
        QTest::newRow("unclosed") << "(s0" << "format: expected ')' at column 4 of '(s0'";
    }
    void canonical() {
        QFETCH(QString, text);
        const auto parsed = parseSymInt(text.toStdString());
        const QString got = parsed ? toQ(parsed->text()) : describe(parsed);
        QTEST(got, "want");
    }

    void text_parses_back() {
        for (const char* text : {"2*s0*s1 - s0 + 7", "(s0//3)*Mod(s1, 4)", "Min((s0 + 1)//2, s1)"}) {
            const auto first = parseSymInt(text);
            VERIFY_OK(first);
            const auto second = parseSymInt(first->text());
            VERIFY_OK(second);
            QVERIFY2(*first == *second, text);
        }
    }

    void evaluates() {
        const auto value = parseSymInt("3*(s0//2) + Mod(s0, 2)");
        VERIFY_OK(value);
        QCOMPARE(*value->evaluate([](std::string_view) { return 7; }), 10);
        QCOMPARE(describe(value->evaluate([](std::string_view) { return std::nullopt; })),
                 QString("not_found: symbol s0 has no value"));
    }

    void sizes_tell_their_symbol_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("symbol");
        QTest::newRow("itself") << "s0" << qint64{7} << "s0 = 7";
        QTest::newRow("a multiple and more") << "2*s0 + 1" << qint64{11} << "s0 = 5";
        QTest::newRow("no integer") << "2*s0" << qint64{11} << "s0 is none";
        QTest::newRow("downwards") << "10 - s0" << qint64{4} << "s0 = 6";
        QTest::newRow("beyond the machine's integers") << "3 - s0" << std::numeric_limits<qint64>::min() << "s0 is none";
        QTest::newRow("constant") << "7" << qint64{7} << "not affine";
        QTest::newRow("two symbols") << "s0 + s1" << qint64{7} << "not affine";
        QTest::newRow("a product") << "s0*s1" << qint64{7} << "not affine";
        QTest::newRow("a function") << "2*(s0//2)" << qint64{6} << "not affine";
        QTest::newRow("no number") << "s0//0" << qint64{6} << "not affine";
    }
    void sizes_tell_their_symbol() {
        QFETCH(QString, text);
        QFETCH(qint64, size);
        const auto parsed = parseSymInt(text.toStdString());
        VERIFY_OK(parsed);
        QString told = "not affine";
        if (const auto affine = affineSize(*parsed)) {
            const auto value = affine->symbolWhere(size);
            told = toQ(affine->symbol) + (value ? QString(" = %1").arg(*value) : QString(" is none"));
        }
        QTEST(told, "symbol");
    }

    // Short texts whose canonical forms would fill any memory.
    void growth_is_bounded() {
        std::string sums = "1", powers = "s0", quotients = "s0";
        for (int i = 0; i < 60; ++i) sums += fmt::format("*(a{0} + b{0})", i);
        for (int i = 0; i < 60; ++i) powers = "(" + powers + ")**16";
        for (int i = 0; i < 60; ++i) quotients = "((" + quotients + ")//3 + 1)**4";
        std::string terms = "0";
        for (int i = 0; i < 9000; ++i) terms += fmt::format(" + t{}", i);
        for (const std::string& text : {sums, powers, quotients, terms}) {
            const auto parsed = parseSymInt(text);
            VERIFY_OK(parsed);
            QVERIFY(parsed->text().size() < 1000000);
            QVERIFY(!parsed->evaluate([](std::string_view) { return std::nullopt; }));
        }
    }

    // Each part costs a pass over what stands before it.
    void length_is_bounded() {
        std::string terms = "s0";
        for (int i = 0; i < 200'000; ++i) terms += " + s0";
        QCOMPARE(describe(parseSymInt(terms)), QString("limit: expression of more than 10000 parts"));
    }

    void sums_and_products_stay_canonical() {
        QCOMPARE(toQ((*parseSymInt("(b + a + c)*(c + 2*a) - c*c")).text()), toQ((*parseSymInt("2*a*a + 2*a*b + 3*a*c + b*c")).text()));
        QCOMPARE(*parseSymInt("s0 + 3 - s0"), SymInt(3));
        QCOMPARE(*parseSymInt("2*(s0//0) + 1"), SymInt::overflow());
        QCOMPARE(*parseSymInt("s0 + 9223372036854775807 + 1"), SymInt::overflow());
    }

    void nesting_is_bounded() {
        const std::string deep = std::string(5000, '(') + "1" + std::string(5000, ')');
        QCOMPARE(describe(parseSymInt(deep)), QString("limit: expression nested deeper than 200 levels"));
    }
};

WHITTLE_TEST(SymTest)
#include "sym_test.moc"
