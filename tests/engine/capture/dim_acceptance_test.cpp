#include "engine/capture/dim_acceptance.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// A view into rows of four and a sum of two inputs; what the file says of sizes and asserts differs.
std::string program(const char* symbols, const char* x, const char* y, const char* assertions) {
    return fmt::format("whittle 1\ngraph @g {{\n{}  input %x : f32[{}]\n  input %y : f32[{}]\n{}"
                       "  %rows = aten.view.default(%x, [-1, 4]) : f32[({}//4),4]\n  %sum = aten.add.Tensor(%x, %y) : f32[{}]\n  return %rows, %sum\n}}\n",
                       symbols, x, y, assertions, x, x);
}

constexpr const char* kS0 = "  symbol s0 in [2, inf] hint 8\n";
constexpr const char* kBoth = "  symbol s0 in [2, inf] hint 8\n  symbol s1 in [2, inf] hint 8\n";
constexpr const char* kDivisible = "  %n = aten.sym_size.int(%x, 0) : int(s0)\n  %mod = _operator.mod(%n, 4) : int(Mod(s0, 4))\n  %eq = _operator.eq(%mod, 0) : bool\n"
                                   "  aten._assert_scalar.default(%eq, \"not divisible\")\n";

CallValue f32(Sizes sizes) { return Tensor::full(DType::F32, std::move(sizes), 3); }

}  // namespace

class DimAcceptanceTest : public QObject {
    Q_OBJECT
private slots:
    void gaps_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("gaps");
        const auto row = [](const char* name, const std::string& text, const char* gaps) { QTest::newRow(name) << toQ(text) << gaps; };
        row("all is declared", program(kS0, "s0", "s0", kDivisible), "");
        row("numbers", program("", "8", "8", ""), "");
        row("multiples", program("  symbol s0 in [2, inf] hint 2\n", "4*s0", "4*s0", ""), "");
        row("divisibility was dropped", program(kS0, "s0", "s0", ""), "Mod(x.shape[0], 4) == 0 by rows: x f32[2] y f32[2]");
        row("two sizes", program(kBoth, "s0", "s1", kDivisible), "x.shape[0] == y.shape[0] by sum: x f32[4] y f32[2]");
        row("a range that says too little", program("  symbol s0 in [6, 9] hint 8\n", "s0", "s0", ""), "Mod(x.shape[0], 4) == 0 by rows: x f32[6] y f32[6]");
        row("a range that says enough", program("  symbol s0 in [8, 8] hint 8\n", "s0", "s0", ""), "");
    }
    void gaps() {
        QFETCH(QString, text);
        auto parsed = parseGraph(text.toStdString(), findSchema);
        VERIFY_OK(parsed);
        const auto graph = std::make_shared<const Graph>(*std::move(parsed));
        const auto inference = inferDims(dimProgramOf(graph), std::vector<CallValue>{f32({8}), f32({8})}, ShapeSpec{DimSpec{.kind = DimSpec::Kind::Auto, .name = {}}});
        VERIFY_OK(inference);
        QStringList out;
        for (const DimGap& gap : acceptedWrongly(*inference, *graph)) {
            if (gap.call.empty()) continue;  // not known to be one
            std::vector<CallValue> values;
            QString call;
            for (const auto& [name, shape] : gap.call) {
                call += toQ(fmt::format(" {} {}", name, shape));
                values.push_back(f32({std::stoll(shape.substr(4))}));
            }
            QVERIFY2(!checkInputs(*inference, values), qPrintable("the program bears" + call));
            if (!gap.ofSmallSizes) out.append(toQ(gap.cause.condition + " by " + gap.cause.node) + ":" + call);
        }
        QTEST(out.join("; "), "gaps");
    }

    // Only calls with a size of 0 or 1: told, and told apart.
    void smallSizes() {
        const auto graph = std::make_shared<const Graph>(*parseGraph("whittle 1\ngraph @g {\n  symbol s0 in [0, inf] hint 8\n  input %x : f32[s0]\n  input %y : f32[s0]\n"
                                                                   "  %sum = aten.add.Tensor(%x, %y) : f32[s0]\n  return %sum\n}\n", findSchema));
        const auto inference = inferDims(dimProgramOf(graph), std::vector<CallValue>{f32({8}), f32({8})}, ShapeSpec{DimSpec{.kind = DimSpec::Kind::Auto, .name = {}}});
        VERIFY_OK(inference);
        int told = 0;
        for (const DimGap& gap : acceptedWrongly(*inference, *graph)) {
            if (gap.call.empty()) continue;
            ++told;
            QVERIFY2(gap.ofSmallSizes, gap.cause.condition.c_str());
            const std::string& shape = gap.call.front().second;
            QVERIFY2(shape == "f32[0]" || shape == "f32[1]", shape.c_str());
        }
        QVERIFY(told > 0);
    }
};

WHITTLE_TEST(DimAcceptanceTest)
#include "dim_acceptance_test.moc"
