#include "engine/kernels/choice.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class KernelListTest : public QObject {
    Q_OBJECT
private slots:
    void rows_name_operators() {
        for (const KernelCandidate& candidate : kernelCandidates())
            QVERIFY2(findOp(candidate.op), std::string(candidate.op).c_str());
    }

    void claims_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("reason");  // empty: it takes it
        QTest::newRow("product") << "input %a : f32[s0,3]\ninput %b : f32[3,4]\n%y = aten.mm.default(%a, %b) : f32[s0,4]" << "library-matmul" << "";
        QTest::newRow("batch") << "input %a : f32[2,s0,3]\ninput %b : f32[2,3,4]\n%y = aten.bmm.default(%a, %b) : f32[2,s0,4]" << "library-matmul" << "";
        QTest::newRow("integers") << "input %a : i64[2,3]\ninput %b : i64[3,4]\n%y = aten.mm.default(%a, %b) : i64[2,4]" << "library-matmul" << "oneDNN has no kernels for i64; own matrix kernels have none for i64";
        QTest::newRow("double") << "input %a : f64[2,3]\ninput %b : f64[3,4]\n%y = aten.mm.default(%a, %b) : f64[2,4]" << "library-matmul" << "";
        QTest::newRow("alpha") << "input %c : f32[4]\ninput %a : f32[2,3]\ninput %b : f32[3,4]\n%y = aten.addmm.default(%c, %a, %b, alpha=2) : f32[2,4]" << "library-matmul" << "";
        QTest::newRow("a matrix to add") << "input %c : f32[2,4]\ninput %a : f32[2,3]\ninput %b : f32[3,4]\n%y = aten.addmm.default(%c, %a, %b) : f32[2,4]" << "library-matmul" << "";
        QTest::newRow("not in the table") << "input %a : f32[2,3]\n%y = aten.exp.default(%a) : f32[2,3]" << "" << "";
    }
    void claims() {
        QFETCH(QString, lines);
        QFETCH(QString, rule);
        QFETCH(QString, reason);
        const auto graph = parseGraph("whittle 1\ngraph @g {\nsymbol s0 in [1, inf] hint 4\n" + lines.toStdString() + "\nreturn %y\n}\n", findSchema);
        VERIFY_OK(graph);
        const Node& node = graph->nodes()[0];
        QCOMPARE(isSite(node), !rule.isEmpty());
        if (!isSite(node)) return;
        const auto site = makeSite(*graph, node, nullptr);
        VERIFY_OK(site);
        KernelSession session;
        const auto candidates = siteCandidates(*graph, node, *site, session, 1);
        VERIFY_OK(candidates);
        bool taken = false;
        QStringList refusals;
        for (const SiteCandidate& one : *candidates) {
            if (one.way != SiteCandidate::Way::Library) continue;
            QCOMPARE(toQ(std::string(one.kernel->rule)), rule);
            taken = taken || one.possible();
            if (!one.possible()) refusals << toQ(one.refusal);
        }
        QCOMPARE(taken, reason.isEmpty());
        if (!taken) QCOMPARE(refusals.join("; "), reason);
    }
};

WHITTLE_TEST(KernelListTest)
#include "kernel_list_test.moc"
