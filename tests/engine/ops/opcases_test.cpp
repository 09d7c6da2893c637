// Every recorded PyTorch case of an operator in our table: values, dtypes, sizes, or that it is refused.
#include "tests/support/opcases.h"

#include <fmt/ranges.h>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class OpcasesTest : public QObject {
    Q_OBJECT
private slots:
    void agrees_with_pytorch_data() {
        QTest::addColumn<int>("index");
        auto read = readOpCases(golden("ops"));
        VERIFY_OK(read);
        m_cases = *std::move(read);
        for (std::size_t i = 0; i < m_cases.cases.size(); ++i) {
            const OpCase& opCase = m_cases.cases[i];
            QTest::newRow(fmt::format("{} {} {}", opCase.id, opCase.op, opCase.note).c_str()) << static_cast<int>(i);
        }
    }
    void agrees_with_pytorch() {
        QFETCH(int, index);
        const OpVerdict verdict = judge(m_cases.cases[static_cast<std::size_t>(index)]);
        if (verdict.kind == OpVerdict::Kind::Absent) QSKIP("decomposed, no kernel of its own");
        QVERIFY2(verdict.kind == OpVerdict::Kind::Passed, verdict.reason.c_str());
    }
    void says_what_was_skipped() {
        qInfo("%zu cases run; %zu operators are not in the table: %s", m_cases.cases.size(), m_cases.absent.size(),
              fmt::format("{}", fmt::join(m_cases.absent, " ")).c_str());
        QVERIFY(m_cases.cases.size() > 200);
    }

private:
    OpCases m_cases;
};

WHITTLE_TEST(OpcasesTest)
#include "opcases_test.moc"
