// Losses and activation gradients: types, symbolic sizes and every numbered error. Their values are recorded cases
// (tests/golden/ops/loss, activation and training).
#include "tests/support/op_case.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class LossTest : public QObject {
    Q_OBJECT
private slots:
    void types_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.mse_loss.default(f32[s0,3], f64[s0,3])", "f64[]");
        row("aten.mse_loss.default(f32[s0,3], f32[3], 0)", "f32[s0,3]");
        row("aten.mse_loss.default(f32[2], f32[2], 3)", "argument: mse_loss.1: reduction must be 0 (none), 1 (mean) or 2 (sum), not 3");
        row("aten.mse_loss.default(i64[2], i64[2])", "type: mse_loss.2: the operands meet in i64, a floating dtype is needed");
        row("aten.huber_loss.default(f32[2], f32[2], 1, 0.0)", "argument: huber_loss.3: 'delta' is 0, too small");
        row("aten.smooth_l1_loss.default(f32[2], f32[2], 1, -1.0)", "argument: smooth_l1_loss.3: 'beta' is -1, too small");
        row("aten.mse_loss_backward.default(f32[], f32[s0,3], f32[s0,3], 1)", "f32[s0,3]");
        row("aten.nll_loss_forward.default(f32[s0,4], i64[s0], none, 0, -100)", "f32[s0], f32[]");
        row("aten.nll_loss_forward.default(i64[2,4], i64[2], none, 1, -100)", "type: nll_loss_forward.2: the input is i64[2,4], a floating dtype is needed");
        row("aten.nll_loss_forward.default(f32[2,4], f32[2], none, 1, -100)", "type: nll_loss_forward.3: the target is f32[2], i64 class numbers are needed");
        row("aten.nll_loss_forward.default(f32[2,4], i64[3], none, 1, -100)",
            "shape: nll_loss_forward.4: input f32[2,4] and target i64[3] do not fit; [N,C] and [N], or [C] and [] are needed");
        row("aten.nll_loss2d_forward.default(f32[2,4], i64[2], none, 1, -100)",
            "shape: nll_loss2d_forward.4: input f32[2,4] and target i64[2] do not fit; [N,C,H,W] and [N,H,W] are needed");
        row("aten.nll_loss_forward.default(f32[2,4], i64[2], f32[3], 1, -100)",
            "shape: nll_loss_forward.5: the weight is f32[3], one for each of 4 classes is needed");
        row("aten.nll_loss_backward.default(f32[3], f32[2,4], i64[2], none, 0, -100, f32[])",
            "shape: nll_loss_backward.6: the gradient is f32[3], the loss f32[2]");
        row("aten.multi_margin_loss.default(f32[2,4], i64[2], 3)", "argument: multi_margin_loss.6: p must be 1 or 2, not 3");
        row("aten.cross_entropy_loss.default(f32[s0,4,5], i64[s0,5], none, 0)", "f32[s0,5]");
        row("aten.cross_entropy_loss.default(f32[s0,4], f32[s0,4])", "f32[]");
        row("aten.cross_entropy_loss.default(i64[2,4], i64[2])", "type: cross_entropy_loss.2: the input is i64[2,4], a floating dtype is needed");
        row("aten.cross_entropy_loss.default(f32[], i64[])", "shape: cross_entropy_loss.3: the input is f32[], rank 1 or more is needed");
        row("aten.cross_entropy_loss.default(f32[2,4], i64[4])", "shape: cross_entropy_loss.4: input f32[2,4] and target i64[4] do not fit");
        row("aten.l1_loss.default(i64[2], i64[2])", "type: l1_loss.2: the mean of i64 is asked for, a floating dtype is needed");
        row("aten.kl_div.default(f32[s0], f32[s0], 0)", "f32[s0]");
        row("aten.binary_cross_entropy_with_logits.default(f32[2,1], f32[2,3], none, f32[3], 0)", "f32[2,3]");
        row("aten.binary_cross_entropy.default(f32[7,7], f32[7,7], f32[7], 0)", "f32[7,7]");
        row("aten.binary_cross_entropy.default(f32[7,7], f32[7,7], f32[2,7,7])",
            "shape: binary_cross_entropy.5: the weight f32[2,7,7] does not fit into the loss's sizes [7,7]");
        row("aten.binary_cross_entropy_backward.default(f32[], f32[7,7], f32[7,7], f32[7,1])", "f32[7,7]");
        row("aten.binary_cross_entropy_backward.default(f32[7,7], f32[2,2,2,7,1], f32[7,7], f32[2,7,2])",
            "shape: binary_cross_entropy_backward.5: the weight f32[2,7,2] does not fit into the loss's sizes [2,2,2,7,7]");
        row("aten.margin_ranking_loss.default(f32[2], f32[2], f32[1,2])", "shape: margin_ranking_loss.3: all operands should have one rank");
        row("aten.cosine_embedding_loss.default(f32[2,3], f32[2,3], f32[2,3])",
            "shape: cosine_embedding_loss.3: inputs [N,D] with target [N], or [D] with [], are needed, not f32[2,3] and f32[2,3] with f32[2,3]");
        row("aten.cosine_embedding_loss.default(bf16[1,1], i64[1], i64[1])",
            "shape: cosine_embedding_loss.3: inputs [N,D] with target [N], or [D] with [], are needed, not bf16[1,1] and i64[1] with i64[1]");
        row("aten.triplet_margin_loss.default(f32[s0,3], f32[s0,3], f32[s0,3], reduction=0)", "f32[s0]");
        row("aten.triplet_margin_loss.default(i64[2], i64[2], i64[2])", "f32[]");
        row("aten.triplet_margin_loss.default(f32[], f32[], f32[1])", "shape: triplet_margin_loss.3: all operands should have one rank");
        row("aten.kl_div.default(i64[2], f32[2])", "type: kl_div.2: 'self' is i64[2], a floating dtype is needed");
        row("aten.gelu_backward.default(f32[s0], bf16[s0])", "f32[s0]");
        row("aten.gelu_backward.default(i64[2], i64[2])", "type: gelu_backward.1: the operands meet in i64, a floating dtype is needed");
        row("aten.gelu_backward.default(f32[2], f32[2], approximate=\"erf\")", "argument: gelu_backward.2: approximate must be 'none' or 'tanh', not 'erf'");
        row("aten.elu_backward.default(f32[2], -1.0, 1.0, 1.0, true, f32[2])", "argument: elu_backward.3: no slope can be told from results when alpha is -1");
        row("aten.leaky_relu_backward.default(f32[2], f32[2], -1.0, true)", "argument: leaky_relu_backward.3: no slope can be told from results when it is -1");
        row("aten.glu_backward.default(f32[2,3], f32[2,5], 1)", "shape: glu_backward.2: the gradient is f32[2,3] for self f32[2,5]");
        row("aten.glu_backward.default(f32[2,2], f32[2,2], 1)", "shape: glu_backward.2: the gradient is f32[2,2] for self f32[2,2]");
        row("aten.glu_backward.default(f32[1,s0], f32[4,s0], 0)", "f32[4,s0]");
        row("aten._softmax_backward_data.default(f32[s0,3], f32[s0,3], 1, f32)", "f32[s0,3]");
        row("aten._softmax_backward_data.default(f32[3], f32[3], 0, f16)",
            "unsupported: _softmax_backward_data.1: a gradient in another dtype than the input's is a conversion that only GPU kernels do");
        row("aten._softmax_backward_data.default(i64[3], i64[3], 0, i64)", "type: _softmax_backward_data.2: the gradient is i64[3], a floating dtype is needed");
        row("aten._softmax_backward_data.default(f32[3], f32[2], 0, f32)", "shape: _softmax_backward_data.3: the gradient is f32[3], the output f32[2]");
    }
    void types() {
        QFETCH(QString, call);
        QTEST(opTypes(call.toStdString()), "want");
    }

    void values_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* call, const char* want) { QTest::newRow(call) << call << want; };
        row("aten.binary_cross_entropy.default(f32[2]{0.5,2}, f32[2])", "run: binary_cross_entropy.4: an input is 2, inputs must be between 0 and 1");
        row("aten.glu_backward.default(f32[1]{2}, f32[2,2]{1,2,0,0}, 0)", "f32[2,2] 1 1 0.5 1");  // one number for a whole half
        row("aten.nll_loss_forward.default(f32[1,2], i64[1]{5}, none, 1, -100)", "run: nll_loss_forward.7: target 5 is out of bounds, there are 2 classes");
        row("aten.nll_loss_forward.default(f32[2,2]{1,2,3,4}, i64[2]{1,-1}, f32[2]{1,0.5}, 1, -1)", "f32[] -2; f32[] 0.5");
    }
    void values() {
        QFETCH(QString, call);
        QTEST(opRun(call.toStdString()), "want");
    }
};

WHITTLE_TEST(LossTest)
#include "loss_test.moc"
