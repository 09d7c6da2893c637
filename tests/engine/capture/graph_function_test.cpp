// Loaded programs as functions to be recorded: their symbols are the file's, their assertions conditions of the recording.
#include "engine/capture/graph_function.h"

#include "engine/capture/dim_inference.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Branches of which one takes as long as the other, on the tensors between them.
std::string cond(const char* symbols, const char* inputs, const char* operands, const char* declared) {
    return fmt::format("whittle 1\ngraph @g {{\n{0}{1}  input %p : bool[]\n  %bb = aten.cos.default(%b) : f32[s1]\n"
                       "  %taken = higher_order.cond(%p, graph @t {{\n{3}    %y = aten.cos.default(%x) : f32[s0,3]\n    return %y\n  }}, graph @f {{\n{3}"
                       "    %y = aten.sin.default(%x) : f32[s0,3]\n    return %y\n  }}, [{2}]) : f32[s0,3]\n  return %taken, %bb\n}}\n",
                       symbols, inputs, operands, declared);
}

constexpr const char* kX = "  input %x : f32[s0,3]\n";
constexpr const char* kB = "  input %b : f32[s1]\n";

Result<DimInference> inferred(std::string_view text, const std::vector<CallValue>& example) {
    WHITTLE_TRY(Graph graph, parseGraph(text, findSchema));
    return inferDims(dimProgramOf(std::make_shared<const Graph>(std::move(graph))), example, ShapeSpec{DimSpec{.kind = DimSpec::Kind::Auto, .name = {}}});
}

CallValue f32(Sizes sizes) { return Tensor::full(DType::F32, std::move(sizes), 3); }
CallValue flag() { return Tensor::full(DType::Bool, {}, 1); }

QString conclusions(const DimInference& inference) {
    QStringList out;
    for (const auto& dims : inference.dims) {
        QStringList sizes;
        for (const DimConclusion& dim : dims) sizes.append(toQ(dim.size.text()));
        out.append("[" + sizes.join(",") + "]");
    }
    return out.join(' ');
}

QString conditions(const DimInference& inference) {
    QStringList out;
    for (const DimCondition& each : inference.conditions) out.append(toQ(each.condition.text() + (each.onlyARunKnows ? " when run" : "")));
    return out.join("; ");
}

QString verdict(const DimInference& inference, const std::vector<CallValue>& values) {
    const auto checked = checkInputs(inference, values);
    return checked ? "accepted" : toQ(checked.error().message);
}

// The sizes that the graph inside the first node with one is declared with.
QString inside(const DimInference& inference) {
    QStringList out;
    for (const Node& node : inference.recording.graph.nodes())
        for (const NamedArg& arg : node.args)
            forEachGraph(arg.value, [&](const GraphRef& inner) {
                for (const ValueId id : inner->values()) out.append(toQ(typeText(inner->type(id))));
            });
    return out.join(' ');
}

}  // namespace

class GraphFunctionTest : public QObject {
    Q_OBJECT
private slots:
    // Whatever the recording calls the sizes, and whether its names are those of other sizes in the file.
    void graphsInsideHaveTheSizesOfTheRecording_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("xFirst");
        QTest::addColumn<QString>("inside");
        const auto row = [](const char* name, const std::string& text, bool xFirst, const char* inside) { QTest::newRow(name) << toQ(text) << xFirst << inside; };
        const std::string same = "  symbol s0 in [2, inf] hint 4\n  symbol s1 in [2, inf] hint 4\n", others = "  symbol s0 in [2, inf] hint 4\n  symbol s1 in [2, inf] hint 6\n";
        row("equal hints, x second", cond(same.c_str(), (std::string(kB) + kX).c_str(), "%x", kX), false, "f32[s1,3] f32[s1,3] f32[s1,3] f32[s1,3]");
        row("other hints, x second", cond(others.c_str(), (std::string(kB) + kX).c_str(), "%x", kX), false, "f32[s1,3] f32[s1,3] f32[s1,3] f32[s1,3]");
        row("x first", cond(same.c_str(), (std::string(kX) + kB).c_str(), "%x", kX), true, "f32[s0,3] f32[s0,3] f32[s0,3] f32[s0,3]");
    }
    void graphsInsideHaveTheSizesOfTheRecording() {
        QFETCH(QString, text);
        QFETCH(bool, xFirst);
        const auto call = [&](Sizes x, Sizes b) { return xFirst ? std::vector<CallValue>{f32(std::move(x)), f32(std::move(b)), flag()} : std::vector<CallValue>{f32(std::move(b)), f32(std::move(x)), flag()}; };
        const auto inference = inferred(text.toStdString(), call({4, 3}, {text.contains("hint 6") ? 6 : 4}));
        VERIFY_OK(inference);
        QCOMPARE(conclusions(*inference), xFirst ? "[s0,3] [s2] []" : "[s0] [s1,3] []");
        QCOMPARE(conditions(*inference), "");
        QCOMPARE(verdict(*inference, call({7, 3}, {9})), "accepted");
        QTEST(inside(*inference), "inside");
        VERIFY_OK(checkGraph(inference->recording.graph));
    }

    // Of a size that the file derives from the symbol, and of an operand that has none of the symbols.
    void symbolsAreWorkedOut() {
        const std::string text = R"(whittle 1
graph @g {
  symbol s0 in [2, inf] hint 3
  symbol s1 in [2, inf] hint 5
  input %y : f32[s1]
  input %x : f32[2*s0 + 1]
  input %p : bool[]
  %taken = higher_order.cond(%p, graph @t {
    input %x : f32[2*s0 + 1]
    %n = aten.slice.Tensor(%x, 0, 0, -1, 2) : f32[s0]
    return %n
  }, graph @f {
    input %x : f32[2*s0 + 1]
    %n = aten.slice.Tensor(%x, 0, 1, 9223372036854775807, 2) : f32[s0]
    return %n
  }, [%x]) : f32[s0]
  return %taken, %y
}
)";
        const auto inference = inferred(text, {f32({5}), f32({7}), flag()});
        VERIFY_OK(inference);
        QCOMPARE(conditions(*inference), "Eq(2*((s1 - 1)//2) + 1, s1)");
        QCOMPARE(inside(*inference), "f32[2*((s1 - 1)//2) + 1] f32[((s1 - 1)//2)] f32[2*((s1 - 1)//2) + 1] f32[((s1 - 1)//2)]");
        QCOMPARE(verdict(*inference, {f32({6}), f32({9}), flag()}), "accepted");
        QVERIFY(verdict(*inference, {f32({6}), f32({8}), flag()}).startsWith("Runtime assertion failed for expression Eq(2*((s1 - 1)//2) + 1, s1)"));
        const auto refused = inferred(text, {f32({5}), f32({6}), flag()});
        QVERIFY(!refused);
        QCOMPARE(toQ(refused.error().message), "a size is s1, which is not 2*s0 + 1 for any integer, as the file declares");
    }

    // What data decides inside is no size of the outside, whatever it is called.
    void whatDataDecidesInsideIsItsOwn() {
        const auto inference = inferred(R"(whittle 1
graph @g {
  input %x : f32[4]
  input %p : bool[]
  %outer = aten.nonzero.default(%x) : i64[u0,1]
  %n = higher_order.cond(%p, graph @t {
    input %x : f32[4]
    %all = aten.nonzero.default(%x) : i64[u1,1]
    %n = aten.sum.default(%all) : i64[]
    return %n
  }, graph @f {
    input %x : f32[4]
    %all = aten.nonzero.default(%x) : i64[u1,1]
    %n = aten.sum.default(%all) : i64[]
    return %n
  }, [%x]) : i64[]
  return %outer, %n
}
)", {f32({4}), flag()});
        VERIFY_OK(inference);
        QCOMPARE(inside(*inference), "f32[4] i64[u1,1] i64[] f32[4] i64[u2,1] i64[]");
        VERIFY_OK(checkGraph(inference->recording.graph));
    }

    void assertionsAreConditions() {
        const std::string text = R"(whittle 1
graph @asserts {
  symbol s0 in [2, inf] hint 8
  symbol s1 in [2, inf] hint 4
  input %x : f32[s0]
  input %y : f32[s1]
  %sx = aten.sym_size.int(%x, 0) : int(s0)
  %mod = _operator.mod(%sx, 4) : int(Mod(s0, 4))
  %eq = _operator.eq(%mod, 0) : bool
  aten._assert_scalar.default(%eq, "not divisible")
  %sy = aten.sym_size.int(%y, 0) : int(s1)
  %sum = _operator.add(%sx, %sy) : int(s0 + s1)
  %le = _operator.le(%sum, 20) : bool
  aten._assert_scalar.default(%le, "too many")
  aten.sym_constrain_range.default(%sy, min=3, max=12)
  return %x, %y
}
)";
        const auto inference = inferred(text, {f32({8}), f32({4})});
        VERIFY_OK(inference);
        QCOMPARE(conditions(*inference), "Eq(Mod(s0, 4), 0); s0 + s1 <= 20");
        QCOMPARE(toQ(inference->conditions[0].cause.text()), "eq (_operator.eq)");
        QCOMPARE(inference->dims[1][0].range.min, std::optional<std::int64_t>(3));
        QCOMPARE(inference->dims[1][0].range.max, std::optional<std::int64_t>(12));
        for (const Node& node : inference->recording.graph.nodes()) QVERIFY2(!node.op.contains("assert") && !node.op.contains("constrain"), node.op.c_str());
        QCOMPARE(verdict(*inference, {f32({12}), f32({8})}), "accepted");
        QCOMPARE(verdict(*inference, {f32({7}), f32({4})}), "Runtime assertion failed for expression Eq(Mod(s0, 4), 0) with s0 = 7, asked by eq (_operator.eq)");
        QCOMPARE(verdict(*inference, {f32({12}), f32({9})}), "Runtime assertion failed for expression s0 + s1 <= 20 with s0 = 12, s1 = 9, asked by le (_operator.le)");
        const auto refused = inferred(text, {f32({7}), f32({4})});
        QVERIFY(!refused);
        QCOMPARE(toQ(refused.error().message), "assertion failed: not divisible");
    }

    // A run has to look: the assertion stays, and what it claims is known to all after it.
    void assertionsAboutDataStay() {
        const auto inference = inferred(R"(whittle 1
graph @g {
  input %n : i64[]
  %u = aten.item.default(%n) : int(u0)
  %ge = _operator.ge(%u, 3) : bool
  aten._assert_scalar.default(%ge, "too few")
  %x = aten.full.default([%u], 1.0) : f32[u0]
  %first = aten.select.int(%x, 0, 2) : f32[]
  return %first
}
)", {CallValue(Tensor::full(DType::I64, {}, 5))});
        VERIFY_OK(inference);
        const auto nodes = inference->recording.graph.nodes();
        QCOMPARE(std::ranges::count(nodes, "aten._assert_scalar.default", &Node::op), 1);
        QCOMPARE(inference->recording.env.ranges().find("u0")->second.min, std::optional<std::int64_t>(3));
    }
};

WHITTLE_TEST(GraphFunctionTest)
#include "graph_function_test.moc"
