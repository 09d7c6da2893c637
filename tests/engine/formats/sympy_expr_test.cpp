#include "engine/formats/sympy_expr.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SympyExprTest : public QObject {
    Q_OBJECT
private slots:
    void expressions_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("symbol") << "Symbol('s0', positive=True, integer=True)" << "s0";
        QTest::newRow("number") << "Integer(-7)" << "-7";
        QTest::newRow("product") << "Mul(Integer(128), Symbol('s1', integer=True))" << "128*s1";
        QTest::newRow("sum") << "Add(Mod(Symbol('s1'), Integer(4)), Integer(1))" << "Mod(s1, 4) + 1";
        QTest::newRow("floor") << "Mul(Integer(3), FloorDiv(Symbol('s1'), Integer(2)))" << "3*(s1//2)";
        QTest::newRow("max of three") << "Max(Integer(1), Symbol('s1'), Integer(2))" << "Max(2, Max(1, s1))";
        QTest::newRow("min") << "Min(Integer(3), Mul(Integer(3), Symbol('s27')))" << "Min(3, 3*s27)";
        QTest::newRow("power") << "Mul(Integer(4), Pow(Symbol('s1'), Integer(2)))" << "4*s1*s1";
        QTest::newRow("round up") << "CeilDiv(Symbol('s0'), Integer(4))" << "((s0 + 3)//4)";
        QTest::newRow("index") << "ModularIndexing(Symbol('s0'), Integer(2), Integer(8))" << "Mod((s0//2), 8)";
        QTest::newRow("shift") << "LShift(Symbol('s0'), Integer(3))" << "8*s0";
        QTest::newRow("comparison") << "GreaterThan(Symbol('u0'), Integer(0))"
                                    << "unsupported: the function 'GreaterThan' in the size 'GreaterThan(Symbol('u0'), Integer(0))'";
        QTest::newRow("infinity") << "int_oo" << "unsupported: 'int_oo' is not an integer";
        QTest::newRow("negative power") << "Pow(Symbol('s0'), Integer(-1))" << "unsupported: the exponent -1 is not a constant from 0 to 16";
        QTest::newRow("python") << "__import__('os').system('x')" << "unsupported: the function '__import__' in the size '__import__('os').system('x')'";
        QTest::newRow("unclosed") << "Add(Integer(1)" << "format: expected ')' at column 15 of 'Add(Integer(1)'";
        QTest::newRow("arity") << "Mod(Integer(1))" << "format: Mod takes 2 arguments, found 1";
        QTest::newRow("rest") << "Integer(1) 2" << "format: expected the end at column 12 of 'Integer(1) 2'";
        QTest::newRow("too big") << "Integer(99999999999999999999)" << "limit: a number at column 9 does not fit 64 bits";
        QTest::newRow("zero") << "FloorDiv(Symbol('s0'), Integer(0))"
                              << "limit: the size 'FloorDiv(Symbol('s0'), Integer(0))' overflows 64 bits, divides by zero or is too long";
        QTest::newRow("empty") << "" << "format: expected a name at column 1 of ''";
    }
    void expressions() {
        QFETCH(QString, text);
        const auto parsed = parseSympy(text.toStdString());
        QTEST(parsed ? toQ(parsed->text()) : describe(parsed), "want");
    }

    void hostile_text_is_bounded() {
        std::string deep = "Symbol('a')";
        for (int i = 0; i < 300; ++i) deep = "Identity(" + deep + ")";
        QCOMPARE(describe(parseSympy(deep)), QString("limit: an expression nested deeper than 200 levels"));
        std::string wide = "Add(Symbol('s'),Symbol('t'),Symbol('u'),Integer(1))";
        wide = "Pow(Pow(" + wide + ",Integer(16)),Integer(16))";
        QCOMPARE(describe(parseSympy(wide)), QString("limit: the size '%1' overflows 64 bits, divides by zero or is too long").arg(toQ(wide)));
        QCOMPARE(describe(parseSympy(std::string(70'000, ' '))), QString("limit: an expression of 70000 bytes, at most 65536 are accepted"));
    }
};

WHITTLE_TEST(SympyExprTest)
#include "sympy_expr_test.moc"
