#include "engine/ir/sym_range.h"

#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QString text(const SymRanges& ranges) {
    QStringList out;
    const auto end = [](const std::optional<std::int64_t>& value) { return value ? QString::number(*value) : QString("open"); };
    for (const auto& [name, range] : ranges) out << QString("%1 %2 %3").arg(toQ(name), end(range.min), end(range.max));
    return out.join(", ");
}

}  // namespace

class SymRangeTest : public QObject {
    Q_OBJECT
private slots:
    void of_symbols_data() {
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<QString>("input");
        QTest::addColumn<QString>("want");
        QTest::newRow("a size") << "s" << "%x : f32[s,4]" << "";
        QTest::newRow("declared") << "s in [4, 64]" << "%x : f32[s,4]" << "s 4 64";
        QTest::newRow("the tracer's lower bound") << "s in [2, 64]" << "%x : f32[s,4]" << "s 0 64";
        QTest::newRow("and no other") << "s in [2, inf]" << "%x : f32[s,4]" << "";
        QTest::newRow("a number") << "s" << "%n : int(s)" << "s open open";
        QTest::newRow("with a largest") << "s in [0, 64]" << "%n : int(s)" << "s open 64";
        QTest::newRow("a number that is a size as well") << "s" << "%n : int(s)\ninput %x : f32[s]" << "";
        QTest::newRow("in a size") << "s" << "%x : f32[2*s]" << "";
        QTest::newRow("more than a size") << "s" << "%x : f32[s - 3]" << "";
        QTest::newRow("maybe less than one") << "s" << "%x : f32[s + 3]" << "s open open";
        QTest::newRow("that no input tells") << "u in [4, 1000]" << "%x : f32[3]" << "";
        QTest::newRow("no value at all") << "s in [9, 4]" << "%x : f32[s]" << "s open open";
    }
    void of_symbols() {
        QFETCH(QString, symbol);
        QFETCH(QString, input);
        const Graph graph = graphOf("symbol " + symbol.toStdString() + "\ninput " + input.toStdString() + "\ninput %y : f32[2]\nreturn %y");
        QTEST(text(symbolRanges(graph)), "want");
    }

    void ends_belong_to_it() {
        const SymRange range{.min = -1, .max = 3};
        QVERIFY(range.holds(-1) && range.holds(3) && !range.holds(-2) && !range.holds(4));
        QVERIFY(SymRange{}.holds(INT64_MIN) && !kAnySize.holds(-1));
        QVERIFY(!range.isEmpty() && !SymRange{}.isEmpty() && (SymRange{.min = 4, .max = 3}).isEmpty());
    }
};

WHITTLE_TEST(SymRangeTest)
#include "sym_range_test.moc"
