#include "engine/ops/unknown_op.h"

#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class UnknownOpTest : public QObject {
    Q_OBJECT
private slots:
    void near_names_are_told_data() {
        QTest::addColumn<QString>("nearest");  // of those told, the first's name without its overload
        QTest::newRow("aten.relu.out") << "aten.relu";
        QTest::newRow("aten.sofmax.int") << "aten.softmax";
        QTest::newRow("aten.matmull.default") << "aten.matmul";
        QTest::newRow("mylib.layer_norm.default") << "aten.layer_norm";
        QTest::newRow("aten.conv_tbc.default") << "aten.conv1d";
        QTest::newRow("aten.my_fused_softmax.default") << "aten._softmax";
    }
    void near_names_are_told() {
        const std::vector<std::string_view> near = nearOps(QTest::currentDataTag());
        QVERIFY(!near.empty() && near.size() <= 5);
        const std::string_view first = near.front();
        QTEST(toQ(std::string(first.substr(0, first.rfind('.')))), "nearest");
        for (const std::string_view name : near) QVERIFY(findOp(name));
    }

    void what_is_like_nothing_is_said_so_data() {
        QTest::addColumn<QString>("want");
        QTest::newRow("wbsample.affine.default")
            << "unsupported: operator wbsample.affine.default is not supported: 'wbsample' is an extension that Whittle does not know";
        QTest::newRow("aten.zzzzyyyy.default")
            << "unsupported: operator aten.zzzzyyyy.default is not supported, nor is any with a name like it";
    }
    void what_is_like_nothing_is_said_so() { QTEST(describe(Result<void>(unknownOp(QTest::currentDataTag()))), "want"); }

    void the_family_stands_beside() {
        const QString text = describe(Result<void>(unknownOp("aten.relu.out")));
        QVERIFY2(text.startsWith("unsupported: operator aten.relu.out is not supported; near it: aten.relu.default (pointwise"), qPrintable(text));
    }

    void a_name_as_long_as_a_file_costs_nothing() { QVERIFY(nearOps("aten." + std::string(1 << 20, 'a')).empty()); }
};

WHITTLE_TEST(UnknownOpTest)
#include "unknown_op_test.moc"
