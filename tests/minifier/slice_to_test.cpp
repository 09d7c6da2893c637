// What one node needs, as a graph of its own.
#include "minifier/edits/slice_to.h"

#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph small() {
    return *parseGraph("whittle 1\n"
                       "graph @g {\n"
                       "  input %x : f32[4]\n"
                       "  input %y : f32[4]\n"
                       "  %a = aten.relu.default(%x) : f32[4]\n"
                       "  %b = aten.exp.default(%y) : f32[4]\n"
                       "  %c = aten.add.Tensor(%a, %b) : f32[4]\n"
                       "  return %c\n"
                       "}\n",
                       findSchema);
}

QStringList names(const Graph& graph) {
    QStringList out;
    for (const Node& node : graph.nodes()) out << toQ(node.name);
    return out;
}

}  // namespace

class SliceToTest : public QObject {
    Q_OBJECT
private slots:
    void keeps_what_the_node_needs() {
        const auto slice = sliceTo(small(), "a");
        VERIFY_OK(slice);
        QCOMPARE(names(*slice), QStringList{"a"});
        QCOMPARE(slice->outputs().size(), std::size_t{1});
        QCOMPARE(slice->inputs().size(), std::size_t{1});
    }
    void the_last_node_needs_all() {
        const auto slice = sliceTo(small(), "c");
        VERIFY_OK(slice);
        QCOMPARE(names(*slice), (QStringList{"a", "b", "c"}));
    }
    void an_unknown_node_is_refused() { QCOMPARE(sliceTo(small(), "nobody").error().code, Code::NotFound); }

    // What the node gives is what it gave in the whole graph.
    void a_part_of_a_model_computes_the_same() {
        const Graph graph = openGraph(sample("torch211/gpt_2l_core.pt2"))->graph;
        const auto slice = sliceTo(graph, "gelu");
        VERIFY_OK(slice);
        QVERIFY(slice->nodes().size() < graph.nodes().size());
        const auto whole = interpret(graph, {}, {.capture = {*graph.findValue("gelu")}}), part = interpret(*slice, {}, {});
        VERIFY_OK(whole);
        VERIFY_OK(part);
        QVERIFY(compareTensors(std::get<Tensor>(whole->captured.front().second), std::get<Tensor>(part->outputs.front()), {.rtol = 0, .atol = 0}).ok);
    }
};

WHITTLE_TEST(SliceToTest)
#include "slice_to_test.moc"
