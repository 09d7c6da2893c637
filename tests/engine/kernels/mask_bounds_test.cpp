// What intervals say of a tile against what the mask says of every element of it.
#include "engine/ir/text.h"
#include "engine/kernels/attention/score_code.h"
#include "engine/ops/check.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::attention;
using namespace whittle::test;

namespace {

struct Mask {
    const char* name;
    const char* text;                                     // %c of %b, %h, %m and %n
    bool (*sees)(Index b, Index h, Index m, Index n);
    int decided;                                          // at least so many of the hundred tiles
};

const Mask kMasks[] = {
    {"causal", "%c = aten.ge.Tensor(%m, %n) : bool[]", [](Index, Index, Index m, Index n) { return m >= n; }, 85},
    {"window", "%d = aten.sub.Tensor(%m, %n) : i32[]\n %x = aten.ge.Scalar(%d, 0) : bool[]\n %y = aten.lt.Scalar(%d, 70) : bool[]\n %c = aten.bitwise_and.Tensor(%x, %y) : bool[]",
     [](Index, Index, Index m, Index n) { return m - n >= 0 && m - n < 70; }, 60},
    {"a prefix, then causal", "%x = aten.lt.Scalar(%n, 64) : bool[]\n %y = aten.ge.Tensor(%m, %n) : bool[]\n %c = aten.logical_or.default(%x, %y) : bool[]",
     [](Index, Index, Index m, Index n) { return n < 64 || m >= n; }, 85},
    {"not causal", "%x = aten.ge.Tensor(%m, %n) : bool[]\n %c = aten.logical_not.default(%x) : bool[]", [](Index, Index, Index m, Index n) { return m < n; }, 85},
    {"by batch and head", "%x = aten.mul.Scalar(%h, 20) : i32[]\n %y = aten.mul.Scalar(%b, -10) : i32[]\n %z = aten.add.Tensor(%x, %y) : i32[]\n %c = aten.gt.Tensor(%n, %z) : bool[]",
     [](Index b, Index h, Index, Index n) { return n > 20 * h - 10 * b; }, 85},
    {"chunks", "%x = aten.floor_divide.default(%m, 64) : i32[]\n %y = aten.floor_divide.default(%n, 64) : i32[]\n %c = aten.eq.Tensor(%x, %y) : bool[]",
     [](Index, Index, Index m, Index n) { return m / 64 == n / 64; }, 40},
    {"chosen", "%x = aten.gt.Scalar(%m, 100) : bool[]\n %y = aten.where.self(%x, %n, %m) : i32[]\n %c = aten.le.Scalar(%y, 120) : bool[]",
     [](Index, Index, Index m, Index n) { return (m > 100 ? n : m) <= 120; }, 60},
    {"clamped", "%x = aten.clamp.default(%n, 30, 90) : i32[]\n %c = aten.ne.Scalar(%x, 90) : bool[]", [](Index, Index, Index, Index n) { return std::clamp<Index>(n, 30, 90) != 90; }, 85},
    {"every other", "%x = aten.remainder.Scalar(%n, 2) : i32[]\n %c = aten.eq.Scalar(%x, 0) : bool[]", [](Index, Index, Index, Index n) { return n % 2 == 0; }, 0},
    {"wraps around", "%x = aten.mul.Scalar(%n, 100000000) : i32[]\n %c = aten.ge.Scalar(%x, 0) : bool[]",
     [](Index, Index, Index, Index n) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(n) * 100000000u) >= 0; }, 10},
    {"by a real number", "%x = aten._to_copy.default(%n, dtype=f32) : f32[]\n %c = aten.lt.Scalar(%x, 99.5) : bool[]", [](Index, Index, Index, Index n) { return n < 99.5; }, 0},
};

Result<ScoreLoops> loopsOf(const std::string& mask) {
    const std::string positions = "  input %b : i32[]\n  input %h : i32[]\n  input %m : i32[]\n  input %n : i32[]\n";
    WHITTLE_TRY(const Graph graph, parseGraph("whittle 1\ngraph @g {\n  input %q : f32[2,3,4,8]\n  %y, %l = higher_order.flex_attention(%q, %q, %q, graph @s {\n  input %s : f32[]\n" + positions +
                                                  "  return %s\n}, [4, 4, graph @k {\n" + positions + mask + "\n  return %c\n}], 0.5, [], [], []) : f32[2,3,4,8], f32[2,3,4]\n  return %y\n}\n",
                                              findSchema));
    WHITTLE_TRY_VOID(checkGraph(graph));
    const Node& node = graph.nodes()[0];
    WHITTLE_TRY(const OpCall call, OpCall::bind(*findOp(node.op), node.args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    return lowerScores(call);
}

}  // namespace

class MaskBoundsTest : public QObject {
    Q_OBJECT
private slots:
    void says_what_every_element_says_data() {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < std::size(kMasks); ++i) QTest::newRow(kMasks[i].name) << static_cast<int>(i);
    }
    void says_what_every_element_says() {
        QFETCH(int, row);
        const Mask& mask = kMasks[row];
        const auto loops = loopsOf(mask.text);
        VERIFY_OK(loops);
        int decided = 0;
        for (Index i = 0; i < 10; ++i)
            for (Index j = 0; j < 10; ++j) {
                const TilePlace place{i % 2, j % 3, i * 20, j * 20, i == 9 ? Index{7} : Index{20}, j == 9 ? Index{1} : Index{20}, 0};
                const std::optional<bool> said = loops->bounds.over(place);
                decided += said.has_value();
                for (Index m = place.row; said && m < place.row + place.rows; ++m)
                    for (Index n = place.key; n < place.key + place.keys; ++n)
                        QVERIFY2(mask.sees(place.batch, place.head, m, n) == *said, fmt::format("{} sees {}", m, n).c_str());
            }
        QVERIFY2(decided >= mask.decided, std::to_string(decided).c_str());
    }

    void knows_nothing_of_nothing() { QCOMPARE(MaskBounds().over({}), std::optional<bool>()); }
};

WHITTLE_TEST(MaskBoundsTest)
#include "mask_bounds_test.moc"
