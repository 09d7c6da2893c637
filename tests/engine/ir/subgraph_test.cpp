// Graphs inside arguments: text, verifier, hash, equality and diff look into them.
#include "engine/ir/diff.h"
#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"
#include "engine/ir/verify.h"
#include "engine/ops/op_def.h"
#include "tests/support/graph_compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// A graph of one node that runs `inner`.
std::string around(const std::string& inner) {
    return "whittle 1\ngraph @g {\n  symbol s0 in [2, inf]\n  input %x : f32[s0]\n  input %p : bool[]\n"
           "  %y = my.run(0=%p, 1=" + inner + ", 2=[%x]) : f32[s0]\n  return %y\n}\n";
}
std::string body(const std::string& name = "f", const std::string& statements = "    %b = aten.sin.default(%a) : f32[s0]\n    return %b\n") {
    return "graph @" + name + " {\n    input %a : f32[s0]\n" + statements + "  }";
}

Graph parsed(const std::string& text) {
    Result<Graph> graph = parseGraph(text, findSchema);
    if (!graph) qFatal("%s\n%s", graph.error().describe().c_str(), text.c_str());
    return *std::move(graph);
}

// `depth` graphs, each running the next.
Graph nested(int depth) {
    Graph graph;
    graph.name = "inner";
    const ValueId x = graph.addInput({}, "x", TensorType{DType::F32, {2}, {}, {}});
    std::vector<NamedArg> args{{"x", x}};
    if (depth > 0) args.push_back({"f", Arg(std::make_shared<const Graph>(nested(depth - 1)))});
    const NodeId node = graph.addNode({.name = "y", .op = "my.run", .args = std::move(args), .outputTypes = {TensorType{DType::F32, {2}, {}, {}}}});
    graph.addOutput({.value = graph.node(node).output()});
    return graph;
}

// A graph whose one node runs `inner`.
Graph running(Graph inner) {
    Graph graph = nested(1);
    const NodeId node = graph.nodes()[0].id;
    std::vector<NamedArg> args = graph.node(node).args;
    args[1].value = Arg(std::make_shared<const Graph>(std::move(inner)));
    graph.setArgs(node, std::move(args));
    return graph;
}

}  // namespace

class SubgraphTest : public QObject {
    Q_OBJECT
private slots:
    void text_comes_back() {
        for (int depth = 0; depth <= kMaxGraphDepth; ++depth) {
            const Graph graph = nested(depth);
            const std::string text = printGraph(graph, findSchema);
            const Graph again = parsed(text);
            QCOMPARE(toQ(graphDifference(graph, again)), QString());
            QCOMPARE(toQ(printGraph(again, findSchema)), toQ(text));
            VERIFY_OK(verifyStructure(again));
        }
    }

    void text_errors_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const std::string& text, const char* want) { QTest::newRow(name) << toQ(text) << want; };
        row("value of the outside", around(body("f", "    %b = aten.sin.default(%x) : f32[s0]\n    return %b\n")),
            "verify: 8:27: %x is a value of the graph around this one; a graph reads its own inputs only, so make it an operand and an input");
        row("used before defined", around(body("f", "    %c = aten.sin.default(%b) : f32[s0]\n    %b = aten.sin.default(%a) : f32[s0]\n")),
            "verify: 8:27: %b is used before its definition on line 9");
        row("defined in another graph", around(body("f", "    return %q\n  }, graph @h {\n    input %q : f32[s0]\n")), "verify: 8:12: %q is not defined");
        row("no name", around("graph {}"), "format: 6:23: expected an argument, found 'graph {}, 2=[%x]) : f32['");
        row("not closed", "whittle 1\ngraph @g {\n  my.run(f=graph @f {\n", "format: 4:1: expected symbol, meta, input, param, buffer, const, a node, return, update or '}', found the end of the text");
        std::string deep = "whittle 1\ngraph @g {\n";
        for (int i = 0; i < 40; ++i) deep += "my.run(f=graph @f {\n";
        row("too deep", deep, "limit: 19:17: graphs are nested deeper than 16 levels");
    }
    void text_errors() {
        QFETCH(QString, text);
        const Result<Graph> graph = parseGraph(text.toStdString(), findSchema);
        QVERIFY(!graph);
        QTEST(describe(graph), "want");
    }

    void messages_are_brief() {
        const Graph graph = parsed(around(body()));
        const Node& node = graph.nodes()[0];
        QCOMPARE(toQ(printArg(graph, node.args[1].value)), QString("graph @f (1 node)"));
        QCOMPARE(toQ(printNode(graph, node, findSchema)), QString("my.run(\"0\"=%p, \"1\"=graph @f (1 node), \"2\"=[%x])"));
    }

    void verifier_looks_inside() {
        const auto complaint = [](Graph inner) { return describe(verifyStructure(running(std::move(inner)))); };
        Graph weight = nested(0);
        weight.setInputKind(weight.inputs()[0].value, InputKind::Parameter, "w");
        QCOMPARE(complaint(weight), QString("verify: verify.12: its input %x is a weight or holds data; weights are passed as operands"));
        Graph data = nested(0);
        data.setInputData(data.inputs()[0].value, Tensor::zeros(DType::F32, {2}));
        QCOMPARE(complaint(data), QString("verify: verify.12: its input %x is a weight or holds data; weights are passed as operands"));
        Graph symbol = nested(0);
        symbol.symbols["s0"] = {};
        QCOMPARE(complaint(symbol), QString("verify: verify.11: it declares symbol s0; the outermost graph declares all symbols"));
        Graph writes = nested(0);
        writes.addOutput({.value = writes.inputs()[0].value, .kind = OutputKind::InputMutation, .target = "x"});
        QCOMPARE(complaint(writes), QString("verify: verify.13: it writes back to 'x'; a graph inside another changes nothing in place"));
        Graph undeclared = nested(0);
        undeclared.setType(undeclared.inputs()[0].value, TensorType{DType::F32, {SymInt::symbol("s9")}, {}, {}});
        QCOMPARE(complaint(undeclared), QString("verify: verify.6: %x has type f32[s9], but symbol s9 is not declared"));
        Graph dangling = nested(0);
        dangling.removeNodes(std::vector{dangling.nodes()[0].id});
        QCOMPARE(complaint(dangling), QString("verify: verify.4: an output reads a removed value, which nothing defines"));
        QCOMPARE(describe(verifyStructure(nested(kMaxGraphDepth + 1))), QString("verify: verify.10: graphs are nested deeper than 16 levels"));
    }

    void verifier_names_graph_and_node() {
        Graph inner = nested(0);
        inner.symbols["s0"] = {};
        const auto result = verifyStructure(running(inner));
        QVERIFY(!result);
        QVERIFY2(result.error().describe().find("in graph 'inner' of node 'y' (my.run)") != std::string::npos, result.error().describe().c_str());
    }

    void equality_and_hash_ignore_names_inside() {
        const Graph graph = parsed(around(body()));
        const Graph renamed = parsed(around("graph @other {\n    input %q : f32[s0]\n    %r = aten.sin.default(%q) : f32[s0]\n    return %r\n  }"));
        QVERIFY(graph.nodes()[0].args[1].value == renamed.nodes()[0].args[1].value);
        QCOMPARE(structuralHash(graph).hex(), structuralHash(renamed).hex());
        const char* const different[] = {"    %b = aten.cos.default(%a) : f32[s0]\n    return %b\n", "    %b = aten.sin.default(%a) : f32[s0]\n    return %a\n",
                                         "    %b = aten.sin.default(%a) : f64[s0]\n    return %b\n", "    input %c : f32[s0]\n    %b = aten.sin.default(%a) : f32[s0]\n    return %b\n"};
        for (const char* statements : different) {
            const Graph other = parsed(around(body("f", statements)));
            QVERIFY(!(graph.nodes()[0].args[1].value == other.nodes()[0].args[1].value));
            QVERIFY2(structuralHash(graph).hex() != structuralHash(other).hex(), statements);
        }
    }

    // Operands go to inputs by position, so which of two like inputs is read matters, read or not.
    void hash_counts_unread_inputs_inside() {
        const auto text = [](const char* read) {
            return around(std::string("graph @f {\n    input %a : f32[s0]\n    input %c : f32[s0]\n    %b = aten.sin.default(") + read +
                          ") : f32[s0]\n    return %b\n  }");
        };
        QVERIFY(structuralHash(parsed(text("%a"))).hex() != structuralHash(parsed(text("%c"))).hex());
    }

    void diff_tells_of_the_inside() {
        const Graph graph = parsed(around(body()));
        QVERIFY(diffGraphs(graph, parsed(around(body("renamed")))).empty());
        const GraphDiff diff = diffGraphs(graph, parsed(around(body("f", "    %b = aten.cos.default(%a) : f32[s0]\n    return %b\n"))));
        QCOMPARE(diff.count(DiffKind::Changed), std::size_t{1});
        QCOMPARE(toQ(diff.rows[0].what), QString("graph 1: of its nodes 1 changed, 0 removed, 0 added"));
    }

    // Snapshots are shared: changing types makes a new inner graph and leaves the old one.
    void map_types_reaches_the_inside() {
        const Graph graph = parsed(around(body()));
        Graph changed = graph;
        mapTypes(changed, [](const Type& type) {
            Type out = type;
            if (auto* tensor = std::get_if<TensorType>(&out))
                for (SymInt& size : tensor->sizes) size = size.substitute([](std::string_view) { return std::optional<SymInt>(7); });
            return out;
        });
        const auto innerType = [](const Graph& g) {
            const Graph& inner = **g.nodes()[0].args[1].value.as<GraphRef>();
            return toQ(typeText(inner.type(inner.nodes()[0].output())));
        };
        QCOMPARE(innerType(changed), QString("f32[7]"));
        QCOMPARE(innerType(graph), QString("f32[s0]"));
        QVERIFY(*graph.nodes()[0].args[1].value.as<GraphRef>() == *Graph(graph).nodes()[0].args[1].value.as<GraphRef>());
    }
};

WHITTLE_TEST(SubgraphTest)
#include "subgraph_test.moc"
