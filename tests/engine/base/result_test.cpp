#include "engine/base/result.h"

#include <memory>

#include "engine/base/cancel.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Result<int> parseDigit(char c) {
    if (c < '0' || c > '9') return fail(Code::Format, "'{}' is no digit", c);
    return c - '0';
}

Result<void> checkEven(int value) {
    if (value % 2 != 0) return fail(Code::Argument, "{} is odd", value);
    return {};
}

Result<int> half(char c) {
    WHITTLE_TRY(const int value, parseDigit(c).context("reading '{}'", c));
    WHITTLE_TRY_VOID(checkEven(value).context("halving {}", value).context("testing"));
    return value / 2;
}

}  // namespace

class ResultTest : public QObject {
    Q_OBJECT
private slots:
    void chain_data() {
        QTest::addColumn<QString>("input");
        QTest::addColumn<QString>("want");
        QTest::newRow("value") << "8" << "4";
        QTest::newRow("one context") << "x" << "format: 'x' is no digit\n  while reading 'x'";
        QTest::newRow("innermost first") << "7" << "argument: 7 is odd\n  while halving 7\n  while testing";
    }
    void chain() {
        QFETCH(QString, input);
        const Result<int> result = half(input.front().toLatin1());
        QTEST(result ? QString::number(*result) : toQ(result.error().describe()), "want");
    }

    void context_keeps_a_value() {
        Result<std::unique_ptr<int>> owned = std::make_unique<int>(3);
        const Result<std::unique_ptr<int>> same = std::move(owned).context("never said");
        QCOMPARE(**same, 3);
    }

    void try_moves_out_of_the_result() {
        const auto take = []() -> Result<int> {
            WHITTLE_TRY(std::unique_ptr<int> owned, Result<std::unique_ptr<int>>(std::make_unique<int>(5)));
            return *owned;
        };
        QCOMPARE(*take(), 5);
    }

    // Scripts read these words from --json.
    void code_names() {
        const std::vector<std::string_view> want{"io",     "format", "unsupported", "not_found", "type", "shape",    "argument",
                                                 "limit",  "verify", "compile",     "run",       "cancelled", "internal"};
        for (std::size_t i = 0; i < want.size(); ++i) QCOMPARE(codeName(static_cast<Code>(i)), want[i]);
        QCOMPARE(static_cast<std::size_t>(Code::Internal) + 1, want.size());
    }

    void cancellation_reaches_every_token() {
        const CancelToken never;
        QVERIFY(!never.cancelled());
        VERIFY_OK(never.check());
        CancelSource source;
        const CancelToken token = source.token();
        const CancelToken copy = token;
        QVERIFY(!copy.cancelled());
        source.cancel();
        QVERIFY(token.cancelled() && copy.cancelled() && source.token().cancelled());
        QCOMPARE(describe(copy.check()), QString("cancelled: stopped on request"));
        QVERIFY(!CancelSource().token().cancelled());
    }

    void token_outlives_its_source() {
        CancelToken token;
        {
            CancelSource source;
            token = source.token();
            source.cancel();
        }
        QVERIFY(token.cancelled());
    }
};

WHITTLE_TEST(ResultTest)
#include "result_test.moc"
