#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class AttentionTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.scaled_dot_product_attention.default(f32[s0,2,5,4], f32[s0,2,6,4], f32[s0,2,6,3])",
            "f32[s0,2,5,3]");
        row("aten.scaled_dot_product_attention.default(f32[1,4,3,4], f32[1,2,3,4], f32[1,2,3,4], enable_gqa=true)",
            "f32[1,4,3,4]");
        row("aten._scaled_dot_product_flash_attention_for_cpu.default(f16[1,2,5,4], f16[1,2,6,4], f16[1,2,6,4])",
            "f16[1,2,5,4], f32[1,2,5]");
        row("aten.scaled_dot_product_attention.default(f32[2,2], f32[2,2], f32[2,2], dropout_p=0.5)",
            "unsupported: scaled_dot_product_attention.1: dropout_p is 0.5, only 0 (inference) is supported");
        row("aten.scaled_dot_product_attention.default(f32[2], f32[2], f32[2])",
            "shape: scaled_dot_product_attention.2: query, key and value need rank 2 or more, got f32[2], f32[2] and f32[2]");
        row("aten._scaled_dot_product_flash_attention_for_cpu.default(f32[1,2,2,2], f32[2,2,2], f32[1,2,2,2])",
            "shape: _scaled_dot_product_flash_attention_for_cpu.2: key is f32[2,2,2], rank 4 is needed");
        row("aten.scaled_dot_product_attention.default(f32[2,2], f16[2,2], f32[2,2])",
            "type: scaled_dot_product_attention.3: query, key and value need one floating dtype, got f32[2,2], f16[2,2] and f32[2,2]");
        row("aten.scaled_dot_product_attention.default(f32[2,2], f32[2,3], f32[2,2])",
            "shape: scaled_dot_product_attention.4: the last size of query and key, and the length of key and value, must match: f32[2,2], f32[2,3] and f32[2,2]");
        row("aten.scaled_dot_product_attention.default(f32[2,2,2], f32[3,2,2], f32[3,2,2])",
            "shape: scaled_dot_product_attention.5: f32[2,2,2], f32[3,2,2] and f32[3,2,2]: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0");
        row("aten.scaled_dot_product_attention.default(f32[3,2,2], f32[2,2,2], f32[2,2,2], enable_gqa=true)",
            "shape: scaled_dot_product_attention.6: enable_gqa needs known head counts of which the query's is a multiple, got f32[3,2,2], f32[2,2,2] and f32[2,2,2]");
        row("aten.scaled_dot_product_attention.default(f32[2,2], f32[2,2], f32[2,2], bool[2,2], is_causal=true)",
            "argument: scaled_dot_product_attention.7: attn_mask and is_causal cannot be combined");
        row("aten.scaled_dot_product_attention.default(f32[2,2], f32[2,2], f32[2,2], i64[2,2])",
            "type: scaled_dot_product_attention.8: the mask is i64[2,2], bool or f32 is needed");
        row("aten.scaled_dot_product_attention.default(f32[2,2], f32[2,2], f32[2,2], bool[3,2])",
            "shape: scaled_dot_product_attention.9: the mask bool[3,2] does not expand to the scores [2,2]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.scaled_dot_product_attention.default(f32[1,2]{0,0}, f32[2,2], f32[2,2])", "f32[1,2] 1 2");
        row("aten.scaled_dot_product_attention.default(f32[2,1]{0,0}, f32[3,1], f32[3,1], is_causal=true)",
            "f32[2,1] 0 0.5");
        row("aten.scaled_dot_product_attention.default(f32[2,1]{0,0}, f32[2,1], f32[2,1]{3,5}, bool[2,2]{0,1,0,0})",
            "f32[2,1] 5 0");
        row("aten.scaled_dot_product_attention.default(f32[1,1]{0}, f32[2,1], f32[2,1]{3,5}, f32[1,2]{0,-inf})",
            "f32[1,1] 3");
        row("aten.scaled_dot_product_attention.default(f32[1,1]{1}, f32[2,1]{0,1}, f32[2,1]{0,1}, scale=0.0)",
            "f32[1,1] 0.5");
        row("aten.scaled_dot_product_attention.default(f32[2,1,1], f32[1,1,1], f32[1,1,1]{7}, enable_gqa=true)",
            "f32[2,1,1] 7 7");
        row("aten._scaled_dot_product_flash_attention_for_cpu.default(f32[1,1,1,1]{0}, f32[1,1,2,1], f32[1,1,2,1]{3,5})",
            "f32[1,1,1,1] 4; f32[1,1,1] 0.6931");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }

    void decompositions_data() {
        QTest::addColumn<QString>("call");
        for (const char* call : {
                 "aten.scaled_dot_product_attention.default(f32[1,2,5,4], f32[1,2,6,4], f32[1,2,6,4])",
                 "aten.scaled_dot_product_attention.default(f32[1,2,5,4], f32[1,2,6,4], f32[1,2,6,4], is_causal=true)",
                 "aten.scaled_dot_product_attention.default(f32[2,1]{0,0}, f32[2,1], f32[2,1]{3,5}, bool[2,2]{0,1,0,0})",
                 "aten.scaled_dot_product_attention.default(f32[1,1]{0}, f32[2,1], f32[2,1]{3,5}, f32[1,2]{0,1})",
                 "aten.scaled_dot_product_attention.default(f32[1,4,3,4], f32[1,2,3,4], f32[1,2,3,4], enable_gqa=true)"})
            QTest::newRow(call) << call;
    }
    void decompositions() {
        QFETCH(QString, call);
        QCOMPARE(opDecomposed(call.toStdString()), opRun(call.toStdString()));
    }
};

WHITTLE_TEST(AttentionTest)
#include "attention_test.moc"
