// Numbers read the same under a locale whose decimal point is a comma.
#include "engine/base/decimal.h"

#include <clocale>
#include <cmath>

#include "tests/support/test.h"

using namespace whittle;

class DecimalTest : public QObject {
    Q_OBJECT
private slots:
    void reads_c_numbers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("want");
        QTest::newRow("a fraction") << QByteArray("0.5") << 0.5;
        QTest::newRow("too large") << QByteArray("1.5e400") << HUGE_VAL;
        QTest::newRow("too small") << QByteArray("1.5e-400") << 0.0;
        QTest::newRow("by name") << QByteArray("-inf") << -HUGE_VAL;
    }
    void reads_c_numbers() {
        QFETCH(QByteArray, text);
        QFETCH(double, want);
        const std::string before = std::setlocale(LC_NUMERIC, nullptr);
        for (const char* locale : {"C", "de_DE.UTF-8"}) {  // the second where it is installed
            std::setlocale(LC_NUMERIC, locale);
            char* end = nullptr;
            const double got = decimal(text.constData(), &end);
            std::setlocale(LC_NUMERIC, before.c_str());
            QVERIFY(got == want);
            QCOMPARE(*end, '\0');
        }
    }
    void says_where_it_stopped() {
        const char* text = "1,5";
        char* end = nullptr;
        QCOMPARE(decimal(text, &end), 1.0);
        QCOMPARE(end, text + 1);
    }
};

WHITTLE_TEST(DecimalTest)
#include "decimal_test.moc"
