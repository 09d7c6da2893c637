// docs/ops.md says what the operator table says, and every operator in the table has its proof.
#include "tests/opcases/op_doc.h"

#include "tests/support/golden.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Exemption {
    std::string_view op;  // a whole name or, with a trailing '.', a prefix
    std::string_view reason;
};

// Operators that PyTorch 2.6 cannot be asked about.
constexpr Exemption kUnrecorded[] = {
    {"aten._fused_rms_norm.", "newer than PyTorch 2.6: tests/engine/ops/norm_test.cpp"},
    {"whittle.", "our own operators, which PyTorch does not have"},
};

// Null for an operator that must be proven.
const Exemption* exemptionOf(std::string_view op) {
    for (const Exemption& one : kUnrecorded)
        if (op == one.op || op.starts_with(one.op)) return &one;
    return nullptr;
}

}  // namespace

class OpsDocTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        auto evidence = readEvidence(golden("ops"));
        VERIFY_OK(evidence);
        m_evidence = *std::move(evidence);
    }

    void page_is_fresh() {
        const std::string difference = goldenDifference("../../docs/ops.md", opsPage(m_evidence));
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void operator_has_a_sentence() {
        for (const OpDef* op : allOps()) QVERIFY2(!op->summary.empty(), std::string(op->name).c_str());
    }
    // In-place forms are proven by the operator that computes them.
    void operator_has_cases_and_refusals() {
        std::string owed;
        for (const OpDef* op : allOps()) {
            if (!op->functional.empty() || exemptionOf(op->name)) continue;
            const auto found = m_evidence.find(std::string(op->name));
            if (found == m_evidence.end()) owed += fmt::format("{}: no recorded case\n", op->name);
            else if (found->second.refusals == found->second.cases) owed += fmt::format("{}: no recorded case that PyTorch takes\n", op->name);
            else if (found->second.refusals == 0) owed += fmt::format("{}: no recorded case that must be refused\n", op->name);
        }
        QVERIFY2(owed.empty(), (owed + "see docs/adding-op.md for recording cases").c_str());
    }
    void exemptions_are_used() {
        for (const Exemption& one : kUnrecorded) {
            bool used = false;
            for (const OpDef* op : allOps()) used |= exemptionOf(op->name) == &one;
            QVERIFY2(used, std::string(one.op).c_str());
        }
    }

private:
    std::map<std::string, OpEvidence> m_evidence;
};

WHITTLE_TEST(OpsDocTest)
#include "ops_doc_test.moc"
