#include "engine/ir/graph.h"

#include "engine/ir/text.h"
#include "engine/ir/verify.h"
#include "tests/support/graph_compare.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const Type kF32 = TensorType{DType::F32, {2}, {}, {}};

NodeId addUnary(Graph& graph, std::string name, ValueId operand, NodeId before = {}) {
    return graph.addNode({.name = std::move(name), .op = "neg", .args = {{"a", operand}}, .outputTypes = {kF32}, .before = before});
}

// x -> a -> b -> output
struct Chain {
    Graph graph;
    ValueId x = graph.addInput({}, "x", kF32);
    NodeId a = addUnary(graph, "a", x);
    NodeId b = addUnary(graph, "b", graph.node(a).output());
    Chain() { graph.addOutput({graph.node(b).output(), OutputKind::User, {}}); }
    QString text() const { return toQ(printGraph(graph, {})); }
};

}  // namespace

class GraphTest : public QObject {
    Q_OBJECT
private slots:
    void names_are_made_unique() {
        Graph graph;
        QCOMPARE(toQ(graph.value(graph.addInput({}, "x", kF32)).name), QString("x"));
        QCOMPARE(toQ(graph.value(graph.addInput({}, "x", kF32)).name), QString("x_1"));
        QCOMPARE(toQ(graph.value(graph.addInput({}, "x_1", kF32)).name), QString("x_1_1"));
        QCOMPARE(toQ(graph.value(graph.addInput({}, "x", kF32)).name), QString("x_2"));
        QCOMPARE(toQ(graph.value(graph.addInput({}, "", kF32)).name), QString("v"));
        const NodeId first = graph.addNode({.op = "aten.topk.default", .outputTypes = {kF32, kF32}});
        const NodeId second = graph.addNode({.op = "aten.topk.default", .outputTypes = {kF32}});
        QCOMPARE(toQ(graph.node(first).name), QString("topk"));
        QCOMPARE(toQ(graph.value(graph.node(first).outputs[1]).name), QString("topk_1"));
        QCOMPARE(toQ(graph.node(second).name), QString("topk_1"));
        QCOMPARE(toQ(graph.value(graph.node(second).output()).name), QString("topk_1_1"));
        VERIFY_OK(verifyStructure(graph));
        graph.renameValue(graph.node(second).output(), "x");
        QCOMPARE(toQ(graph.value(graph.node(second).output()).name), QString("x_3"));
    }

    void ids_stay_across_edits_and_copies() {
        Chain chain;
        const Graph before = chain.graph;
        const ValueId ofA = chain.graph.node(chain.a).output();
        const NodeId between = addUnary(chain.graph, "between", ofA, chain.b);
        QCOMPARE(chain.graph.position(chain.a), 0);
        QCOMPARE(chain.graph.position(between), 1);
        QCOMPARE(chain.graph.position(chain.b), 2);
        QCOMPARE(toQ(chain.graph.node(chain.b).name), QString("b"));
        chain.graph.replaceUses(ofA, chain.x);
        const NodeId gone[] = {chain.a};
        chain.graph.removeNodes(gone);
        QVERIFY(!chain.graph.contains(chain.a));
        QVERIFY(!chain.graph.contains(ofA));
        QVERIFY(chain.graph.contains(chain.b));
        QCOMPARE(chain.graph.position(chain.b), 1);
        QVERIFY(before.contains(chain.a));  // the copy kept its own
        const NodeId fresh = addUnary(chain.graph, "fresh", chain.x);
        QVERIFY(fresh != chain.a && fresh != between);  // no id twice
        VERIFY_OK(verifyStructure(chain.graph));
        VERIFY_OK(verifyStructure(before));
    }

    void foreign_ids_are_not_contained() {
        const Chain chain;
        QVERIFY(!chain.graph.contains(NodeId()));
        QVERIFY(!chain.graph.contains(ValueId()));
        QVERIFY(!chain.graph.contains(NodeId(99)));
        QVERIFY(!chain.graph.contains(ValueId(99)));
    }

    void replace_uses_reaches_lists_and_outputs() {
        Graph graph;
        const ValueId x = graph.addInput({}, "x", kF32), y = graph.addInput({}, "y", kF32);
        const NodeId cat = graph.addNode({.name = "cat", .op = "cat", .args = {{"tensors", Arg::List{x, Arg::List{x, y}}}},
                                          .outputTypes = {kF32}});
        graph.addOutput({Arg::List{x, Arg()}, OutputKind::User, {}});
        graph.replaceUses(x, y);
        QCOMPARE(graph.node(cat).inputs(), (std::vector<ValueId>{y, y, y}));
        QCOMPARE(graph.outputValues(), std::vector<ValueId>{y});
        const UseMap uses(graph);
        QVERIFY(uses.unused(x));
        QVERIFY(uses.isOutput(y));
        QCOMPARE(uses.users(y).size(), std::size_t{1});  // once a node
    }

    void make_input_cuts_a_value_loose() {
        Chain chain;
        const ValueId ofA = chain.graph.node(chain.a).output();
        const ValueId cut = chain.graph.makeInput(ofA, Tensor::zeros(DType::F32, {2}));
        QCOMPARE(toQ(chain.graph.value(cut).name), QString("a_1"));
        QVERIFY(asTensor(chain.graph.inputOf(cut)->data));
        QCOMPARE(chain.graph.node(chain.b).inputs(), std::vector<ValueId>{cut});
        QVERIFY(UseMap(chain.graph).unused(ofA));
        VERIFY_OK(verifyStructure(chain.graph));
    }

    void inputs_can_be_changed_and_removed() {
        Graph graph;
        const ValueId x = graph.addInput({}, "x", kF32), y = graph.addInput({}, "y", kF32);
        graph.setInputKind(x, InputKind::Parameter, "w");
        graph.setInputData(x, Tensor::zeros(DType::F32, {2}));
        QCOMPARE(toQ(graph.inputOf(x)->target), QString("w"));
        const ValueId gone[] = {x};
        graph.removeInputs(gone);
        QVERIFY(!graph.contains(x));
        QVERIFY(graph.inputOf(x) == nullptr);
        QCOMPARE(graph.values(), std::vector<ValueId>{y});
        QVERIFY(graph.findValue("y") == y);
        QVERIFY(!graph.findValue("x"));
    }

    void copies_do_not_share_edits() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Graph graph = randomGraph(seed);
            Graph copy = graph;
            const std::string before = printGraph(graph, {});
            for (const Node& node : graph.nodes()) copy.setOp(node.id, "changed");
            while (!copy.nodes().empty()) {
                const NodeId last[] = {copy.nodes().back().id};
                copy.removeNodes(last);
            }
            QCOMPARE(toQ(printGraph(graph, {})), toQ(before));
        }
    }

    void origins_merge_by_name() {
        Origin p, q;
        p.name = "b";
        p.file = "net.py";
        p.line = 7;
        q.from = {"c", "a", "b"};
        const OriginRef list[] = {std::make_shared<const Origin>(p), std::make_shared<const Origin>(q)};
        const OriginRef merged = mergeOrigins(list);
        QCOMPARE(toQ(merged->where()), QString("net.py:7"));
        QCOMPARE(merged->from, (std::vector<std::string>{"a", "b", "c"}));
        QVERIFY(mergeOrigins({})->where().empty());
    }

    // One failing graph a rule.
    void verifier_names_the_rule_data() {
        QTest::addColumn<int>("damage");
        QTest::addColumn<QString>("want");
        QTest::newRow("sound") << 0 << "ok";
        QTest::newRow("order") << 1 << "verify: verify.1: node 'early' (neg) reads %b before it is defined";
        QTest::newRow("removed operand") << 2 << "verify: verify.1: node 'b' (neg) reads a removed value before it is defined";
        QTest::newRow("removed output") << 4 << "verify: verify.4: an output reads a removed value, which nothing defines";
        QTest::newRow("data of another dtype") << 5 << "verify: verify.5: input %x has type f32[2], but holds i64[2]";
        QTest::newRow("data of another rank") << 6 << "verify: verify.5: input %x has type f32[2], but holds f32[2,1]";
        QTest::newRow("data of another size") << 7 << "verify: verify.5: input %x has type f32[2], but holds f32[3]";
        QTest::newRow("data of another kind") << 8 << "verify: verify.5: input %x has type f32[2], but holds int 5";
        QTest::newRow("undeclared symbol") << 9 << "verify: verify.6: %x has type f32[s0], but symbol s0 is not declared";
        QTest::newRow("undeclared symbol in a number")
            << 10 << "verify: verify.6: %x has type int(2*u0), but symbol u0 is not declared";
        QTest::newRow("no origin") << 11 << "verify: verify.7: node 'a' has no origin";
        QTest::newRow("undeclared symbol in strides")
            << 12 << "verify: verify.6: %x has type f32[2]{s0}, but symbol s0 is not declared";
    }
    void verifier_names_the_rule() {
        QFETCH(int, damage);
        Chain chain;
        Graph& graph = chain.graph;
        const NodeId onlyA[] = {chain.a}, onlyB[] = {chain.b};
        const SymInt s0 = SymInt::symbol("s0");
        switch (damage) {
            case 1: addUnary(graph, "early", graph.node(chain.b).output(), chain.a); break;
            case 2: graph.removeNodes(onlyA); break;
            case 4: graph.removeNodes(onlyB); break;
            case 5: graph.setInputData(chain.x, Tensor::zeros(DType::I64, {2})); break;
            case 6: graph.setInputData(chain.x, Tensor::zeros(DType::F32, {2, 1})); break;
            case 7: graph.setInputData(chain.x, Tensor::zeros(DType::F32, {3})); break;
            case 8: graph.setInputData(chain.x, std::int64_t{5}); break;
            case 9: graph.setType(chain.x, TensorType{DType::F32, {s0}, {}, {}}); break;
            case 10: graph.setType(chain.x, NumberType{NumberType::Kind::Int, SymInt(2) * SymInt::symbol("u0")}); break;
            case 11: graph.setOrigin(chain.a, nullptr); break;
            case 12: graph.setType(chain.x, TensorType{DType::F32, {2}, {s0}, {}}); break;
            default: break;
        }
        QTEST(describe(verifyStructure(graph)), "want");
    }

    // A value's producer and its names cannot be damaged through Graph's interface (rules 2 and 3);
    // what remains is that the interface keeps them under random edits.
    void edits_keep_producers_and_names() {
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            Graph graph = randomGraph(seed);
            Random random(seed);
            for (int edits = 0; edits < 10; ++edits) {
                const std::vector<ValueId> values = graph.values();
                const ValueId value = values[static_cast<std::size_t>(random.below(static_cast<int>(values.size())))];
                if (random.chance(30)) graph.renameValue(value, "v");
                if (random.chance(30)) graph.makeInput(value, {});
                if (random.chance(30)) {
                    const std::vector<ValueId> inputs = graph.nodes().empty() ? std::vector<ValueId>{} : graph.values();
                    graph.replaceUses(value, inputs.empty() ? value : inputs.front());
                }
            }
            const Result<void> checked = verifyStructure(graph);
            QVERIFY2(checked || checked.error().message.find("verify.2") == std::string::npos, "verify.2");
            QVERIFY2(checked || checked.error().message.find("verify.3") == std::string::npos, "verify.3");
        }
    }
};

WHITTLE_TEST(GraphTest)
#include "graph_test.moc"
