#include "engine/loops/index.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SymInt sym(const char* text) { return parseSymInt(text).value(); }

SymSizes syms(const QString& text) {
    SymSizes out;
    for (const QString& part : text.split(';', Qt::SkipEmptyParts)) out.push_back(sym(part.toUtf8().constData()));
    return out;
}

QString text(const SymSizes& values) {
    QStringList parts;
    for (const SymInt& value : values) parts << toQ(value.text());
    return parts.join("; ");
}

// 0 <= i0 < s0, i1 < 4, i2 < 6, i3 < s1
const IndexRanges kRanges{{"i0", sym("s0")}, {"i1", sym("4")}, {"i2", sym("6")}, {"i3", sym("s1")}};

}  // namespace

class IndexTest : public QObject {
    Q_OBJECT
private slots:
    void simplifies_data() {
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("want");
        QTest::newRow("division drops what is below the divisor") << "(4*i0 + i1)//4" << "i0";
        QTest::newRow("modulo keeps it") << "Mod(4*i0 + i1, 4)" << "i1";
        QTest::newRow("symbolic divisor") << "(s1*i0 + i3)//s1" << "i0";
        QTest::newRow("symbolic modulo") << "Mod(s1*i0 + i3, s1)" << "i3";
        QTest::newRow("two digits below") << "(24*i0 + 6*i1 + i2)//24" << "i0";
        QTest::newRow("middle digit") << "Mod((24*i0 + 6*i1 + i2)//6, 4)" << "i1";
        QTest::newRow("common factor") << "(12*i0 + i2)//24" << "(i0//2)";
        QTest::newRow("nested division") << "(i0//3)//4" << "(i0//12)";
        QTest::newRow("quotient and rest join") << "4*(i0//4) + Mod(i0, 4)" << "i0";
        QTest::newRow("scaled join") << "s1*4*(i0//4) + s1*Mod(i0, 4)" << "i0*s1";
        QTest::newRow("two moduli join") << "6*Mod(i0//6, 4) + Mod(i0, 6)" << "Mod(i0, 24)";
        QTest::newRow("modulo of a small index goes") << "Mod(i1, 6)" << "i1";
        QTest::newRow("what may wrap stays") << "Mod(i2, 4)" << "Mod(i2, 4)";
        QTest::newRow("an unknown sum stays") << "(i0 + i3)//s1" << "((i0 + i3)//s1)";
        QTest::newRow("an offset that overflows the digit stays") << "(4*i0 + i1 + 1)//4" << "i0 + ((i1 + 1)//4)";
    }
    void simplifies() {
        QFETCH(QString, index);
        QTEST(toQ(simplifyIndex(sym(index.toUtf8().constData()), kRanges).text()), "want");
    }

    // Whatever the rules do, the value may not change.
    void keeps_values() {
        const IndexRanges ranges{{"i0", 5}, {"i1", 4}, {"i2", 6}};
        for (const char* index : {"(24*i0 + 6*i1 + i2)//8", "Mod(24*i0 + 6*i1 + i2, 9)", "Mod((6*i1 + i2)//4, 3)",
                                  "4*Mod((6*i1 + i2)//4, 3) + Mod(6*i1 + i2, 4)", "(6*i1 + i2 + 7)//6", "Mod(6*i1 + i2 + 7, 6)"}) {
            const SymInt before = sym(index), after = simplifyIndex(before, ranges);
            for (int i0 = 0; i0 < 5; ++i0)
                for (int i1 = 0; i1 < 4; ++i1)
                    for (int i2 = 0; i2 < 6; ++i2) {
                        const auto at = [&](std::string_view name) { return name == "i0" ? i0 : name == "i1" ? i1 : i2; };
                        QCOMPARE(after.evaluate(at).value(), before.evaluate(at).value());
                    }
        }
    }

    void reshapes_data() {
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("want");
        QTest::newRow("same") << "i0;i1" << "s0;4" << "s0;4" << "i0; i1";
        QTest::newRow("split of the last") << "i0;i1;i2" << "s0;4;6" << "s0;24" << "i0; 6*i1 + i2";
        QTest::newRow("joined with a sum of symbols") << "i0;i1;i2" << "s0 + 1;4;6" << "s0 + 1;24" << "i0; 6*i1 + i2";
        QTest::newRow("the other way") << "i0;i3" << "s0;s1" << "s0*s1" << "i0*s1 + i3";
        QTest::newRow("ones come and go") << "0;i1;i2" << "1;4;6" << "4;1;6;1" << "i1; 0; i2; 0";
        QTest::newRow("to rank 0") << "0;0" << "1;1" << "" << "";
        QTest::newRow("from rank 0") << "" << "" << "1;1" << "0; 0";
        QTest::newRow("crosswise") << "i1;i2" << "4;6" << "8;3" << "2*i1 + (i2//3); Mod(i2, 3)";
    }
    void reshapes() {
        QFETCH(QString, index);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QTEST(text(reshapeIndex(syms(index), syms(from), syms(to), kRanges)), "want");
    }

    void affine() {
        QVERIFY(isAffine(sym("24*i0 + s1*i1 + 3"), kRanges));
        QVERIFY(isAffine(sym("i0*(s1//2)"), kRanges));
        QVERIFY(!isAffine(sym("i0//2"), kRanges));
        QVERIFY(!isAffine(sym("i0*i1"), kRanges));
    }
};

WHITTLE_TEST(IndexTest)
#include "index_test.moc"
