#include "engine/passes/fuse_attention.h"

#include <limits>

#include "engine/eager/interpreter.h"
#include "engine/ops/check.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kNone = -std::numeric_limits<double>::infinity();

// Queries, keys and values, of the sizes that most rows have.
const std::string kInputs = "input %q : f32[2,3,5,4]\ninput %k : f32[2,3,6,4]\ninput %v : f32[2,3,6,8]\n";
const std::string kTurned = "%t = aten.transpose.int(%k, -2, -1) : f32[2,3,4,6]\n";
const std::string kScores = kTurned + "%s = aten.matmul.default(%q, %t) : f32[2,3,5,6]\n";
const std::string kEnd = "%w = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y";

// The scores become %x.
std::string around(const std::string& middle) { return kInputs + kScores + middle + kEnd; }

// A safe softmax of %x as PyTorch takes it apart, and what follows.
const std::string kSafeEnd = "%p = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%e = aten.eq.Scalar(%x, -inf) : bool[2,3,5,6]\n"
                             "%n = aten.logical_not.default(%e) : bool[2,3,5,6]\n%a = aten.any.dim(%n, -1, true) : bool[2,3,5,1]\n"
                             "%none = aten.logical_not.default(%a) : bool[2,3,5,1]\n%zeros = aten.full_like.default(%p, 0) : f32[2,3,5,6]\n"
                             "%w = aten.where.self(%none, %zeros, %p) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y";

// Key j lies ahead of query i: j > i, for 5 queries and 6 keys.
const std::string kAhead = "%keys = aten.arange.default(6) : i64[6]\n%queries = aten.arange.default(5) : i64[5]\n%down = aten.unsqueeze.default(%queries, -1) : i64[5,1]\n"
                           "%ahead = aten.gt.Tensor(%keys, %down) : bool[5,6]\n";

// A mask hides all of its first line from somebody; what is added is -inf there.
Datum dataFor(const Graph& graph, const GraphInput& input, std::size_t index) {
    const TensorType& type = *asTensorType(graph.type(input.value));
    Sizes sizes;
    for (const SymInt& size : type.sizes) sizes.push_back(*size.evaluate([&](std::string_view name) { return graph.symbols.at(std::string(name)).hint; }));
    const std::string& name = graph.value(input.value).name;
    const Index width = sizes.empty() ? 1 : sizes.back();
    if (name != "hidden" && name != "seen" && name != "added") return ramp(sizes, 0.125 * static_cast<double>(index) - 0.5).to(type.dtype);
    std::vector<double> elements;
    for (Index i = 0; i < elementCount(sizes); ++i) {
        const bool hides = i / width == 0 || i % 4 == 1;
        elements.push_back(name == "added" ? (hides ? kNone : 0.25 * static_cast<double>(i % 5)) : hides == (name == "hidden") ? 1 : 0);
    }
    return Tensor::of<double>(elements, sizes).to(type.dtype);
}

// Fuses, so many times, and says where a result in float64 is another than before; empty: nowhere.
QString differsFused(Graph& graph, const std::vector<Datum>& inputs, std::size_t times, Rewrites& rewrites) {
    const auto before = interpret(graph, inputs, {.precision = Precision::Float64});
    if (!before) return describe(before);
    auto made = fuseAttention(graph, {});
    if (!made) return describe(made);
    rewrites = *std::move(made);
    if (rewrites.size() != times) return QString("fused %1 times").arg(rewrites.size());
    if (const auto checked = checkGraph(graph); !checked) return describe(checked);
    const auto after = interpret(graph, inputs, {.precision = Precision::Float64});
    if (!after) return describe(after);
    for (std::size_t i = 0; i < before->outputs.size(); ++i) {
        const Comparison comparison = compareTensors(*asTensor(before->outputs[i]), *asTensor(after->outputs[i]), {1e-12, 1e-12});
        if (!comparison.ok) return QString("output %1: %2").arg(i).arg(toQ(comparison.reason));
    }
    return {};
}

}  // namespace

class FuseAttentionTest : public QObject {
    Q_OBJECT
private slots:
    // Each row: a body, and what the pass tells of the one rewrite it makes, or that it makes none.
    void recognises_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char* name, const std::string& body, const char* detail) { QTest::newRow(name) << toQ(body) << QString(detail); };
        const char* none = "none";
        row("unscaled", kInputs + kTurned + "%x = aten.matmul.default(%q, %t) : f32[2,3,5,6]\n" + kEnd, "scale 1");
        row("divided", around("%x = aten.div.Tensor(%s, 2.0) : f32[2,3,5,6]\n"), "scale 0.5");
        row("multiplied", around("%x = aten.mul.Tensor(%s, 0.25) : f32[2,3,5,6]\n"), "scale 0.25");
        row("divided by a constant", around("%c = aten.full.default([], 4.0) : f32[]\n%x = aten.div.Tensor(%s, %c) : f32[2,3,5,6]\n"), "scale 0.25");
        row("by a negative number", around("%x = aten.mul.Tensor(%s, -0.25) : f32[2,3,5,6]\n"), "scale -0.25");
        row("queries scaled", kInputs + kTurned + "%b = aten.mul.Scalar(%q, 0.5) : f32[2,3,5,4]\n%x = aten.matmul.default(%b, %t) : f32[2,3,5,6]\n" + kEnd, "scale 0.5");
        row("both scaled", kInputs + "%b = aten.mul.Scalar(%q, 0.5) : f32[2,3,5,4]\n%c = aten.mul.Scalar(%k, 0.5) : f32[2,3,6,4]\n"
                           "%t = aten.permute.default(%c, [0, 1, 3, 2]) : f32[2,3,4,6]\n%x = aten.matmul.default(%b, %t) : f32[2,3,5,6]\n" + kEnd, "scale 0.25");
        row("keys scaled when turned", kInputs + kTurned + "%c = aten.div.Tensor(%t, 2) : f32[2,3,4,6]\n%x = aten.matmul.default(%q, %c) : f32[2,3,5,6]\n" + kEnd, "scale 0.5");
        row("keys that come turned", "input %q : f32[2,3,5,4]\ninput %t : f32[2,3,4,6]\ninput %v : f32[2,3,6,8]\n%x = aten.matmul.default(%q, %t) : f32[2,3,5,6]\n" + kEnd, "scale 1");
        row("one head", "input %q : f32[5,4]\ninput %k : f32[6,4]\ninput %v : f32[6,8]\n%t = aten.t.default(%k) : f32[4,6]\n%s = aten.mm.default(%q, %t) : f32[5,6]\n"
                        "%w = aten.softmax.int(%s, 1) : f32[5,6]\n%y = aten.mm.default(%w, %v) : f32[5,8]\nreturn %y", "scale 1");
        row("heads joined", kInputs + "%b = aten.clone.default(%q) : f32[2,3,5,4]\n%b3 = aten.view.default(%b, [6, 5, 4]) : f32[6,5,4]\n" + kTurned +
                            "%t2 = aten.expand.default(%t, [2, 3, 4, 6]) : f32[2,3,4,6]\n%t3 = aten.reshape.default(%t2, [6, 4, 6]) : f32[6,4,6]\n"
                            "%s3 = aten.bmm.default(%b3, %t3) : f32[6,5,6]\n%x = aten.view.default(%s3, [2, 3, 5, 6]) : f32[2,3,5,6]\n"
                            "%p = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%p3 = aten.view.default(%p, [6, 5, 6]) : f32[6,5,6]\n"
                            "%v3 = aten.view.default(%v, [6, 6, 8]) : f32[6,6,8]\n%y3 = aten.bmm.default(%p3, %v3) : f32[6,5,8]\n%y = aten.view.default(%y3, [2, 3, 5, 8]) : f32[2,3,5,8]\nreturn %y", "scale 1");
        row("heads that come joined", "input %q : f32[6,5,4]\ninput %k : f32[6,6,4]\ninput %v : f32[6,6,8]\ninput %added : f32[2,1,5,6]\n%t = aten.permute.default(%k, [0, 2, 1]) : f32[6,4,6]\n"
                                      "%s = aten.bmm.default(%q, %t) : f32[6,5,6]\n%s4 = aten.view.default(%s, [2, 3, 5, 6]) : f32[2,3,5,6]\n%m = aten.add.Tensor(%s4, %added) : f32[2,3,5,6]\n"
                                      "%x = aten.view.default(%m, [6, 5, 6]) : f32[6,5,6]\n%p = aten._softmax.default(%x, 2, false) : f32[6,5,6]\n%y = aten.bmm.default(%p, %v) : f32[6,5,8]\nreturn %y",
            "scale 1, masked, NaN without a key");
        row("keys for all heads", "input %q : f32[2,3,5,4]\ninput %k : f32[2,1,6,4]\ninput %v : f32[2,3,6,8]\n%e = aten.expand.default(%k, [2, 3, 6, 4]) : f32[2,3,6,4]\n"
                                  "%t = aten.transpose.int(%e, 2, 3) : f32[2,3,4,6]\n%x = aten.matmul.default(%q, %t) : f32[2,3,5,6]\n" + kEnd, "scale 1");
        row("no dropout", kInputs + kScores + "%p = aten.softmax.int(%s, -1) : f32[2,3,5,6]\n%w = aten.dropout.default(%p, 0.1, false) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y", "scale 1");
        row("the same dtype again", kInputs + kScores + "%f = aten.to.dtype(%s, f32) : f32[2,3,5,6]\n%p = aten.softmax.int(%f, -1) : f32[2,3,5,6]\n%w = aten.type_as.default(%p, %f) : f32[2,3,5,6]\n"
                                    "%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y", "scale 1");
        row("weights that nobody takes", kInputs + kScores + "%w = aten._softmax.default(%s, -1, false) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\n"
                                         "%flat = aten.view.default(%w, [6, 5, 6]) : f32[6,5,6]\n%mean = aten.mean.dim(%flat, [0]) : f32[5,6]\nreturn %y", "scale 1");
        row("sums of products", kInputs + "%s = aten.einsum.default(\"bhid, bhjd -> bhij\", [%q, %k]) : f32[2,3,5,6]\n%x = aten.div.Tensor(%s, 2.0) : f32[2,3,5,6]\n"
                                "%w = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%y = aten.einsum.default(\"bhij,bhjd->bhid\", [%w, %v]) : f32[2,3,5,8]\nreturn %y", "scale 0.5");
        row("sums of products, heads inside", "input %q : f32[2,5,3,4]\ninput %k : f32[2,6,3,4]\ninput %v : f32[2,6,3,8]\n%x = aten.einsum.default(\"bihd,bjhd->bhij\", [%q, %k]) : f32[2,3,5,6]\n"
                                              "%w = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%y = aten.einsum.default(\"bhij,bjhd->bihd\", [%w, %v]) : f32[2,5,3,8]\nreturn %y", "scale 1");
        row("sums of products, keys turned", "input %q : f32[2,3,5,4]\ninput %k : f32[2,3,4,6]\ninput %v : f32[2,3,8,6]\n%x = aten.einsum.default(\"bhid,bhdj->bhij\", [%q, %k]) : f32[2,3,5,6]\n"
                                             "%w = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%y = aten.einsum.default(\"bhij,bhdj->bhid\", [%w, %v]) : f32[2,3,5,8]\nreturn %y", "scale 1");
        const std::string batched = "input %q : f32[6,5,4]\ninput %k : f32[6,6,4]\ninput %v : f32[6,6,8]\ninput %added : f32[6,5,6]\n%t = aten.transpose.int(%k, 1, 2) : f32[6,4,6]\n";
        const std::string weighed = "%w = aten._softmax.default(%x, -1, false) : f32[6,5,6]\n%y = aten.bmm.default(%w, %v) : f32[6,5,8]\nreturn %y";
        row("a product that adds nothing", batched + "%x = aten.baddbmm.default(%added, %q, %t, beta=0, alpha=0.25) : f32[6,5,6]\n" + weighed, "scale 0.25");
        row("a product that adds the mask", batched + "%x = aten.baddbmm.default(%added, %q, %t, alpha=0.25) : f32[6,5,6]\n" + weighed, "scale 0.25, masked, NaN without a key");
        row("a product that adds half of it", batched + "%x = aten.baddbmm.default(%added, %q, %t, beta=0.5) : f32[6,5,6]\n" + weighed, none);
        row("sums over something else", "input %q : f32[2,3,5,4]\ninput %k : f32[2,3,6,4]\ninput %v : f32[2,3,6,8]\n%x = aten.einsum.default(\"bhid,bhjd->bhij\", [%q, %k]) : f32[2,3,5,6]\n"
                                        "%w = aten._softmax.default(%x, -1, false) : f32[2,3,5,6]\n%y = aten.einsum.default(\"bhij,bhjd->bhjd\", [%w, %v]) : f32[2,3,6,8]\nreturn %y", none);
        row("half precision, softmax in f32", "input %q : f16[2,5,4]\ninput %k : f16[2,6,4]\ninput %v : f16[2,6,8]\n%t = aten.transpose.int(%k, 1, 2) : f16[2,4,6]\n%s = aten.bmm.default(%q, %t) : f16[2,5,6]\n"
                            "%p = aten.softmax.int(%s, -1, f32) : f32[2,5,6]\n%w = aten._to_copy.default(%p, dtype=f16) : f16[2,5,6]\n%y = aten.bmm.default(%w, %v) : f16[2,5,8]\nreturn %y", "scale 1");
        row("sizes of the run", "symbol s0 in [1, 64] hint 2\nsymbol s1 in [1, 64] hint 5\ninput %q : f32[s0,3,s1,4]\ninput %k : f32[s0,3,s1,4]\ninput %v : f32[s0,3,s1,8]\n"
                                "%t = aten.transpose.int(%k, -2, -1) : f32[s0,3,4,s1]\n%s = aten.matmul.default(%q, %t) : f32[s0,3,s1,s1]\n%x = aten.mul.Tensor(%s, 0.5) : f32[s0,3,s1,s1]\n"
                                "%w = aten._softmax.default(%x, -1, false) : f32[s0,3,s1,s1]\n%y = aten.matmul.default(%w, %v) : f32[s0,3,s1,8]\nreturn %y", "scale 0.5");

        row("a mask that is added", "input %added : f32[5,6]\n" + around("%x = aten.add.Tensor(%s, %added) : f32[2,3,5,6]\n"), "scale 1, masked, NaN without a key");
        row("a mask of half precision", "input %added : f16[5,6]\n" + around("%x = aten.add.Tensor(%s, %added) : f32[2,3,5,6]\n"), "scale 1, masked, NaN without a key");
        row("added to a safe softmax", "input %added : f32[2,1,5,6]\n" + kInputs + kScores + "%x = aten.add.Tensor(%added, %s) : f32[2,3,5,6]\n" + kSafeEnd, "scale 1, masked");
        row("a safe softmax", "input %added : f32[2,1,5,6]\n" + kInputs + kScores + "%x = aten.add.Tensor(%added, %s) : f32[2,3,5,6]\n"
                              "%w = aten._safe_softmax.default(%x, -1) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y", "scale 1, masked");
        row("scaled and masked", "input %hidden : bool[2,1,5,6]\n" + around("%d = aten.div.Tensor(%s, 2.0) : f32[2,3,5,6]\n%x = aten.masked_fill.Scalar(%d, %hidden, -inf) : f32[2,3,5,6]\n"),
            "scale 0.5, masked, NaN without a key");
        row("chosen by a mask", "input %seen : bool[2,1,1,6]\n" + around("%c = aten.scalar_tensor.default(-inf, dtype=f32) : f32[]\n%x = aten.where.self(%seen, %s, %c) : f32[2,3,5,6]\n"),
            "scale 1, masked, NaN without a key");
        row("the other way round", "input %hidden : bool[5,6]\n" + around("%x = aten.where.ScalarSelf(%hidden, -inf, %s) : f32[2,3,5,6]\n"), "scale 1, masked, NaN without a key");
        row("filled with a number", "input %hidden : bool[5,6]\n" + around("%x = aten.masked_fill.Scalar(%s, %hidden, -1000000000.0) : f32[2,3,5,6]\n"), "scale 1, masked, the mean without a key");
        row("filled with a number, safe", "input %hidden : bool[5,6]\n" + kInputs + kScores + "%x = aten.masked_fill.Scalar(%s, %hidden, -1000000000.0) : f32[2,3,5,6]\n" + kSafeEnd,
            "scale 1, masked, the mean without a key");
        row("causal", around(kAhead + "%x = aten.masked_fill.Scalar(%s, %ahead, -inf) : f32[2,3,5,6]\n"), "scale 1, causal");
        row("causal by what is added", around(kAhead + "%c = aten.where.Scalar(%ahead, -inf, 0.0) : f32[5,6]\n%x = aten.add.Tensor(%s, %c) : f32[2,3,5,6]\n"), "scale 1, causal");
        row("causal by a number that is added", around(kAhead + "%c = aten.where.Scalar(%ahead, -3.4e38, 0.0) : f32[5,6]\n%x = aten.add.Tensor(%s, %c) : f32[2,3,5,6]\n"), "scale 1, causal");
        row("constant, not causal", around(kAhead + "%keep = aten.le.Scalar(%keys, 3) : bool[6]\n%x = aten.where.ScalarOther(%keep, %s, -inf) : f32[2,3,5,6]\n"), "scale 1, masked");

        // A mask whose sizes the run tells.
        const auto ofTheRun = [](const std::string& mask) {
            return "symbol s0 in [1, 64] hint 2\nsymbol s1 in [1, 64] hint 5\ninput %q : f32[s0,s1,4]\ninput %k : f32[s0,s1,4]\ninput %v : f32[s0,s1,8]\n%n = aten.sym_size.int(%q, 1) : int(s1)\n"
                   "%t = aten.transpose.int(%k, -2, -1) : f32[s0,4,s1]\n%s = aten.bmm.default(%q, %t) : f32[s0,s1,s1]\n%i = aten.arange.default(%n) : i64[s1]\n"
                   "%d = aten.unsqueeze.default(%i, -1) : i64[s1,1]\n%row = aten.unsqueeze.default(%i, 0) : i64[1,s1]\n" + mask +
                   "%w = aten._softmax.default(%x, -1, false) : f32[s0,s1,s1]\n%y = aten.bmm.default(%w, %v) : f32[s0,s1,8]\nreturn %y";
        };
        const std::string filled = "%x = aten.masked_fill.Scalar(%s, %h, -inf) : f32[s0,s1,s1]\n";
        row("later positions", ofTheRun("%h = aten.gt.Tensor(%row, %d) : bool[s1,s1]\n" + filled), "scale 1, causal");
        row("earlier positions turned round", ofTheRun("%g = aten.ge.Tensor(%d, %i) : bool[s1,s1]\n%h = aten.logical_not.default(%g) : bool[s1,s1]\n" + filled), "scale 1, causal");
        row("by a difference", ofTheRun("%z = aten.sub.Tensor(%row, %d) : i64[s1,s1]\n%g = aten.le.Scalar(%z, 0) : bool[s1,s1]\n%ones = aten.full.default([%n, %n], true, dtype=bool) : bool[s1,s1]\n"
                                        "%b = aten.logical_and.default(%g, %ones) : bool[s1,s1]\n%c = aten.where.Scalar(%b, 0.0, -inf) : f32[s1,s1]\n%x = aten.add.Tensor(%s, %c) : f32[s0,s1,s1]\n"), "scale 1, causal");
        row("an upper triangle", ofTheRun("%f = aten.full.default([%n, %n], -3.4e38) : f32[s1,s1]\n%u = aten.triu.default(%f, 1) : f32[s1,s1]\n%c = aten.unsqueeze.default(%u, 0) : f32[1,s1,s1]\n"
                                          "%x = aten.add.Tensor(%s, %c) : f32[s0,s1,s1]\n"), "scale 1, causal");
        row("a lower triangle", ofTheRun("%f = aten.ones.default([%n, %n]) : f32[s1,s1]\n%l = aten.tril.default(%f) : f32[s1,s1]\n%h = aten.eq.Scalar(%l, 0) : bool[s1,s1]\n" + filled), "scale 1, causal");
        row("a triangle that is cut to whole numbers", ofTheRun("%f = aten.full.default([%n, %n], 0.5) : f32[s1,s1]\n%l = aten.tril.default(%f) : f32[s1,s1]\n%g = aten._to_copy.default(%l, dtype=i64) : i64[s1,s1]\n"
                                                                "%h = aten.eq.Scalar(%g, 0) : bool[s1,s1]\n" + filled), "scale 1, masked, NaN without a key");
        row("one position more", ofTheRun("%f = aten.ones.default([%n, %n]) : f32[s1,s1]\n%l = aten.tril.default(%f, 1) : f32[s1,s1]\n%h = aten.eq.Scalar(%l, 0) : bool[s1,s1]\n" + filled), "scale 1, masked");
        row("not itself", ofTheRun("%h = aten.ge.Tensor(%row, %d) : bool[s1,s1]\n" + filled), "scale 1, masked, NaN without a key");
        row("earlier positions", ofTheRun("%h = aten.lt.Tensor(%row, %d) : bool[s1,s1]\n" + filled), "scale 1, masked, NaN without a key");
        row("a sum of positions", ofTheRun("%z = aten.add.Tensor(%row, %d) : i64[s1,s1]\n%h = aten.gt.Scalar(%z, 3) : bool[s1,s1]\n" + filled), "scale 1, masked, NaN without a key");

        // What only looks like it.
        row("the scores have another reader", around("%x = aten.mul.Tensor(%s, 0.25) : f32[2,3,5,6]\n") + ", %s", none);
        row("the weights have another reader", around("%x = aten.mul.Tensor(%s, 0.25) : f32[2,3,5,6]\n") + ", %w", none);
        row("the scale is a tensor", "input %c : f32[3,1,1]\n" + around("%x = aten.mul.Tensor(%s, %c) : f32[2,3,5,6]\n"), none);
        row("the scale is given", "input %c : f32[]\n" + around("%x = aten.div.Tensor(%s, %c) : f32[2,3,5,6]\n"), none);
        row("scaled after the mask", "input %added : f32[5,6]\n" + around("%m = aten.add.Tensor(%s, %added) : f32[2,3,5,6]\n%x = aten.div.Tensor(%m, 2.0) : f32[2,3,5,6]\n"), none);
        row("two masks", "input %added : f32[5,6]\n" + around("%m = aten.add.Tensor(%s, %added) : f32[2,3,5,6]\n%x = aten.add.Tensor(%m, %added) : f32[2,3,5,6]\n"), none);
        row("softmax over the queries", kInputs + kScores + "%w = aten._softmax.default(%s, 2, false) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y", none);
        row("weights on the right", "input %q : f32[2,6,4]\ninput %k : f32[2,6,4]\n%t = aten.transpose.int(%k, 1, 2) : f32[2,4,6]\n%s = aten.bmm.default(%q, %t) : f32[2,6,6]\n"
                                    "%w = aten._softmax.default(%s, -1, false) : f32[2,6,6]\n%y = aten.bmm.default(%t, %w) : f32[2,4,6]\nreturn %y", none);
        row("weights turned", "input %q : f32[2,6,4]\ninput %k : f32[2,6,4]\n%t = aten.transpose.int(%k, 1, 2) : f32[2,4,6]\n%s = aten.bmm.default(%q, %t) : f32[2,6,6]\n"
                              "%w = aten._softmax.default(%s, -1, false) : f32[2,6,6]\n%z = aten.transpose.int(%w, 1, 2) : f32[2,6,6]\n%y = aten.bmm.default(%z, %k) : f32[2,6,4]\nreturn %y", none);
        row("a mask of more dimensions", "input %q : f32[5,4]\ninput %k : f32[6,4]\ninput %v : f32[6,8]\ninput %added : f32[2,5,6]\n%t = aten.t.default(%k) : f32[4,6]\n%s = aten.mm.default(%q, %t) : f32[5,6]\n"
                                         "%x = aten.add.Tensor(%s, %added) : f32[2,5,6]\n%w = aten._softmax.default(%x, -1, false) : f32[2,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,5,8]\nreturn %y", none);
        row("a mask of another dtype", "input %q : f16[2,5,4]\ninput %k : f16[2,6,4]\ninput %v : f16[2,6,8]\ninput %added : f32[5,6]\n%t = aten.transpose.int(%k, 1, 2) : f16[2,4,6]\n%s = aten.bmm.default(%q, %t) : f16[2,5,6]\n"
                                       "%x = aten.add.Tensor(%s, %added) : f32[2,5,6]\n%p = aten._softmax.default(%x, -1, false) : f32[2,5,6]\n%w = aten._to_copy.default(%p, dtype=f16) : f16[2,5,6]\n%y = aten.bmm.default(%w, %v) : f16[2,5,8]\nreturn %y", none);
        row("filled with a small number", "input %hidden : bool[5,6]\n" + around("%x = aten.masked_fill.Scalar(%s, %hidden, -100.0) : f32[2,3,5,6]\n"), none);
        row("added twice over", "input %added : f32[5,6]\n" + around("%x = aten.add.Tensor(%s, %added, alpha=2) : f32[2,3,5,6]\n"), none);
        row("a bool that is added", "input %seen : bool[5,6]\n" + around("%x = aten.add.Tensor(%s, %seen) : f32[2,3,5,6]\n"), none);
        row("dropout of a training step", kInputs + kScores + "%p = aten.softmax.int(%s, -1) : f32[2,3,5,6]\n%w = aten.dropout.default(%p, 0.1, true) : f32[2,3,5,6]\n%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\nreturn %y", none);
        row("rounded on the way", kInputs + kScores + "%h = aten._to_copy.default(%s, dtype=f16) : f16[2,3,5,6]\n%x = aten._to_copy.default(%h, dtype=f32) : f32[2,3,5,6]\n" + kEnd, none);
        row("something between", around("%x = aten.tanh.default(%s) : f32[2,3,5,6]\n"), none);
    }
    void recognises() {
        QFETCH(QString, body);
        QFETCH(QString, detail);
        Graph graph = graphOf(body.toStdString());
        std::vector<Datum> inputs;
        for (const GraphInput& input : graph.inputs()) inputs.push_back(dataFor(graph, input, inputs.size()));
        const auto before = interpret(graph, inputs, {.precision = Precision::Float64});
        const Graph original = graph;
        const auto rewrites = fuseAttention(graph, {});
        VERIFY_OK(rewrites);
        VERIFY_OK(checkGraph(graph));
        QString told = "none";
        for (const Rewrite& rewrite : *rewrites) told = toQ(rewrite.detail);
        QCOMPARE(told, detail);
        const bool fuses = detail != "none";
        QCOMPARE(std::ssize(*rewrites), fuses ? 1 : 0);
        if (!fuses) {
            QVERIFY(sameStructure(graph, original));
            return;
        }
        VERIFY_OK(before);
        const auto after = interpret(graph, inputs, {.precision = Precision::Float64});
        VERIFY_OK(after);
        const Comparison comparison = compareTensors(*asTensor(before->outputs[0]), *asTensor(after->outputs[0]), {1e-12, 1e-12});
        QVERIFY2(comparison.ok, comparison.reason.c_str());
        const auto fused = std::ranges::find(graph.nodes(), "aten.scaled_dot_product_attention.default", &Node::op);
        QVERIFY(fused != graph.nodes().end());
        QVERIFY(std::ranges::none_of(graph.nodes(), [](const Node& node) { return node.op.find("softmax") != node.op.npos; }));
        const auto softmax = std::ranges::find_if(original.nodes(), [](const Node& node) { return node.op.find("softmax") != node.op.npos; });
        QVERIFY(std::ranges::find(fused->origin->from, softmax->name) != fused->origin->from.end());
    }

    // As many keys as the run says, none included: those of the products, not of the rows that see no key.
    void keys_of_the_run_data() {
        QTest::addColumn<QString>("mask");
        QTest::addColumn<int>("keys");
        for (const int keys : {0, 1, 6}) {
            QTest::addRow("added, %d", keys) << "%x = aten.add.Tensor(%s, %added) : f32[2,5,s1]\n" << keys;
            QTest::addRow("filled, %d", keys) << "%h = aten.eq.Scalar(%added, -inf) : bool[5,s1]\n%x = aten.masked_fill.Scalar(%s, %h, -1e9) : f32[2,5,s1]\n" << keys;
        }
    }
    void keys_of_the_run() {
        QFETCH(QString, mask);
        QFETCH(int, keys);
        Graph graph = graphOf("symbol s1 in [2, 16] hint 5\ninput %q : f32[2,5,4]\ninput %k : f32[2,s1,4]\ninput %v : f32[2,s1,8]\ninput %added : f32[5,s1]\n"
                              "%t = aten.transpose.int(%k, -2, -1) : f32[2,4,s1]\n%s = aten.bmm.default(%q, %t) : f32[2,5,s1]\n" + mask.toStdString() +
                              "%w = aten._softmax.default(%x, -1, false) : f32[2,5,s1]\n%y = aten.bmm.default(%w, %v) : f32[2,5,8]\nreturn %y");
        std::vector<double> elements;
        for (int i = 0; i < 5 * keys; ++i) elements.push_back(i / std::max(keys, 1) % 2 == 0 ? kNone : 0.5);
        const std::vector<Datum> inputs{ramp({2, 5, 4}, -0.5), ramp({2, keys, 4}, 0.25), ramp({2, keys, 8}, -1), Tensor::of<double>(elements, {5, keys}).to(DType::F32)};
        Rewrites rewrites;
        QCOMPARE(differsFused(graph, inputs, 1, rewrites), QString());
    }

    // A weight of the longest context, of which the run takes a part.
    void a_causal_weight_is_cut_data() {
        QTest::addColumn<int>("above");  // the first diagonal that is hidden
        QTest::addColumn<bool>("spoilt");
        QTest::addColumn<QString>("detail");
        QTest::newRow("causal") << 1 << false << "scale 1, causal";
        QTest::newRow("a key more") << 2 << false << "scale 1, masked";
        QTest::newRow("a key less") << 0 << false << "scale 1, masked, NaN without a key";
        QTest::newRow("far back") << -3 << false << "scale 1, masked, NaN without a key";
        QTest::newRow("one element differs") << 1 << true << "scale 1, masked, NaN without a key";
    }
    void a_causal_weight_is_cut() {
        QFETCH(int, above);
        QFETCH(bool, spoilt);
        QFETCH(QString, detail);
        Graph graph = graphOf("symbol s1 in [2, 16] hint 5\ninput %q : f32[2,s1,4]\ninput %k : f32[2,s1,4]\ninput %v : f32[2,s1,8]\ninput %tril : f32[1,16,16]\n%n = aten.sym_size.int(%q, 1) : int(s1)\n"
                              "%a = aten.slice.Tensor(%tril, 1, 0, %n) : f32[1,s1,16]\n%b = aten.slice.Tensor(%a, 2, 0, %n) : f32[1,s1,s1]\n%h = aten.eq.Scalar(%b, 0) : bool[1,s1,s1]\n"
                              "%t = aten.transpose.int(%k, -2, -1) : f32[2,4,s1]\n%s = aten.bmm.default(%q, %t) : f32[2,s1,s1]\n%x = aten.masked_fill.Scalar(%s, %h, -inf) : f32[2,s1,s1]\n"
                              "%w = aten._softmax.default(%x, -1, false) : f32[2,s1,s1]\n%y = aten.bmm.default(%w, %v) : f32[2,s1,8]\nreturn %y");
        std::vector<double> elements;
        for (int i = 0; i < 16; ++i)
            for (int j = 0; j < 16; ++j) elements.push_back(j - i < above ? 1 : 0);
        if (spoilt) elements[16 * 9 + 4] = 0;
        graph.setInputKind(*graph.findValue("tril"), InputKind::Buffer, "tril");
        graph.setInputData(*graph.findValue("tril"), Tensor::of<double>(elements, {1, 16, 16}).to(DType::F32));
        const std::vector<Datum> inputs{ramp({2, 5, 4}, -0.5), ramp({2, 5, 4}, 0.25), ramp({2, 5, 8}, -1)};
        Rewrites rewrites;
        QCOMPARE(differsFused(graph, inputs, 1, rewrites), QString());
        QCOMPARE(toQ(rewrites[0].detail), detail);
    }

    // Nodes that nobody reads hang off the weights, each level read twice by the next; and the queries come from attention that was fused before.
    void dead_readers_and_attention_before() {
        std::string body = kInputs + kScores + "%w = aten._softmax.default(%s, -1, false) : f32[2,3,5,6]\n";
        std::string last = "%w";
        for (int i = 0; i < 40; ++i) {
            body += fmt::format("%r{0} = aten.relu.default({1}) : f32[2,3,5,6]\n%b{0} = aten.add.Tensor({1}, %r{0}) : f32[2,3,5,6]\n", i, last);
            last = fmt::format("%b{}", i);
        }
        body += "%y = aten.matmul.default(%w, %v) : f32[2,3,5,8]\n%w2 = aten._softmax.default(%y, -1, false) : f32[2,3,5,8]\n%vt = aten.transpose.int(%v, -2, -1) : f32[2,3,8,6]\n"
                "%z = aten.matmul.default(%w2, %vt) : f32[2,3,5,6]\nreturn %z";
        Graph graph = graphOf(body);
        const auto rewrites = fuseAttention(graph, {});
        VERIFY_OK(rewrites);
        VERIFY_OK(checkGraph(graph));
        QCOMPARE(std::ssize(*rewrites), 1);
    }

    // What no library would compute whole stays written out, without a trace.
    void a_library_must_want_it() {
        Graph graph = graphOf(around("%x = aten.mul.Tensor(%s, 0.25) : f32[2,3,5,6]\n"));
        const Graph original = graph;
        int asked = 0;
        const auto refuses = [&](const Graph& in, const Node& node) {
            ++asked;
            return in.contains(node.id) && node.op != "aten.scaled_dot_product_attention.default";
        };
        const auto rewrites = fuseAttention(graph, {.libraryWouldTake = refuses});
        VERIFY_OK(rewrites);
        QVERIFY(rewrites->empty());
        QCOMPARE(asked, 1);
        QVERIFY(sameStructure(graph, original));
    }

    // The values of the first, whose softmax stands before, are the result of the second: what was made for the first reads what the second became.
    void attention_that_is_found_later_is_read_by_what_was_made() {
        Graph graph = graphOf(kInputs + kScores + "%w = aten._softmax.default(%s, -1, false) : f32[2,3,5,6]\n%s2 = aten.matmul.default(%k, %t) : f32[2,3,6,6]\n"
                              "%w2 = aten._softmax.default(%s2, -1, false) : f32[2,3,6,6]\n%y2 = aten.matmul.default(%w2, %v) : f32[2,3,6,8]\n"
                              "%y = aten.matmul.default(%w, %y2) : f32[2,3,5,8]\nreturn %y, %y2, %y");
        std::vector<Datum> inputs;
        for (std::size_t i = 0; i < graph.inputs().size(); ++i) inputs.push_back(dataFor(graph, graph.inputs()[i], i));
        Rewrites rewrites;
        QCOMPARE(differsFused(graph, inputs, 2, rewrites), QString());
    }

    void two_layers() {
        Graph graph = graphOf("input %q : f32[2,6,6]\n%t = aten.transpose.int(%q, 1, 2) : f32[2,6,6]\n%s = aten.bmm.default(%q, %t) : f32[2,6,6]\n%w = aten._softmax.default(%s, -1, false) : f32[2,6,6]\n"
                              "%y = aten.bmm.default(%w, %q) : f32[2,6,6]\n%t2 = aten.transpose.int(%y, 1, 2) : f32[2,6,6]\n%s2 = aten.bmm.default(%y, %t2) : f32[2,6,6]\n"
                              "%w2 = aten._softmax.default(%s2, -1, false) : f32[2,6,6]\n%y2 = aten.bmm.default(%w2, %y) : f32[2,6,6]\nreturn %y2");
        const std::vector<Datum> inputs{ramp({2, 6, 6}, -0.5)};
        Rewrites rewrites;
        QCOMPARE(differsFused(graph, inputs, 2, rewrites), QString());
    }
};

WHITTLE_TEST(FuseAttentionTest)
#include "fuse_attention_test.moc"
