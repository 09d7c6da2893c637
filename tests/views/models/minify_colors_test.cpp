// What the colours of a reduction say of each node, and that they come and go with it.
#include "views/models/minify_colors.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/views/models/models_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Without its first node, whose value is an input now, and with the second one as something else.
Graph smaller(const Graph& original) {
    Graph graph = original;
    const Node first = graph.nodes()[0], second = graph.nodes()[1];
    const ValueId input = graph.addInput({.kind = InputKind::User}, "given", f32({4}));
    std::vector<NamedArg> args = second.args;
    for (NamedArg& arg : args) forEachValue(arg.value, [&](ValueId& value) { value = input; });
    graph.setArgs(second.id, std::move(args));
    graph.removeNodes(std::span(&first.id, 1));
    return graph;
}

QString classOf(const NodeOverlay& overlay, const std::string& name) {
    const auto found = overlay.values.find(name);
    return found == overlay.values.end() ? QString("-") : overlay.classes[static_cast<qsizetype>(found->second)];
}

}  // namespace

class MinifyColorsTest : public QObject {
    Q_OBJECT
private slots:
    void nodes_are_left_simpler_or_gone() {
        const Graph original = *parseGraph(
            "whittle 1\ngraph @g {\n input %x : f32[4]\n %a = aten.relu.default(%x) : f32[4]\n %b = aten.gelu.default(%a) : f32[4]\n %c = aten.sum.dim_IntList(%b, [0], true) : f32[1]\n return %c\n}\n", findSchema);
        const Graph best = smaller(original);
        const OverlayRef before = reductionOverlay(original, best, original);
        QCOMPARE(classOf(*before, "a"), QString("gone"));
        QCOMPARE(classOf(*before, "b"), QString("left as it was"));  // it reads another value, and does the same
        QCOMPARE(classOf(*before, "c"), QString("left as it was"));
        Graph other = best;
        std::vector<NamedArg> args = other.nodes()[1].args;
        args.pop_back();
        other.setArgs(other.nodes()[1].id, std::move(args));
        QCOMPARE(classOf(*reductionOverlay(original, other, original), "c"), QString("left, simpler"));
        const OverlayRef after = reductionOverlay(original, best, best);
        QCOMPARE(classOf(*after, "b"), QString("left as it was"));
        QCOMPARE(classOf(*after, "given"), QString("left, simpler"));  // stands for what went
        QCOMPARE(classOf(*after, "a"), QString("-"));
    }

    void they_come_with_a_reduction_and_go_with_it() {
        JobRunner jobs;
        const GraphRef graph = snapshot(chainGraph(5));
        MinifyController minify(jobs, [](const Graph& original, const MinifySettings&, const MinifyObserver& observe, const CancelToken&) -> Result<MinifyResult> {
            MinifyResult result;
            result.graph = smaller(original);
            result.failure.signature = "wrong value";
            observe({.phase = "halves", .nodesBefore = 5, .nodesNow = 4, .best = snapshot(result.graph)});
            return result;
        });
        GraphController left(jobs), right(jobs);
        MinifyColors colors(jobs, minify, left, right);
        left.setGraph(graph);
        QTRY_COMPARE(left.state(), GraphController::State::Ready);
        left.setColorBy("reduction");
        QVERIFY(!left.overlay());
        minify.setGraph(graph);
        minify.start({});
        QTRY_COMPARE(minify.state(), MinifyController::State::Done);
        QTRY_VERIFY(!colors.isBusy() && left.overlay());
        QCOMPARE(left.overlay()->key, QString("reduction"));
        QCOMPARE(left.shades()->boxesOf(2), 1);
        QCOMPARE(right.offeredOverlays().size(), std::size_t{1});
        minify.setGraph(snapshot(chainGraph(3)));
        QVERIFY(!left.overlay() && left.offeredOverlays().empty() && right.offeredOverlays().empty());
    }
};

WHITTLE_TEST(MinifyColorsTest)
#include "minify_colors_test.moc"
