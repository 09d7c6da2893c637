#include "engine/ir/structural_hash.h"

#include <set>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph read(const std::string& lines) {
    const Result<Graph> graph = parseGraph("whittle 1\ngraph @g {\n" + lines + "\n}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    return *graph;
}

}  // namespace

class StructuralHashTest : public QObject {
    Q_OBJECT
private slots:
    void equal_and_different_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("equal");
        const auto row = [](const char* name, const char* a, const char* b, bool equal) {
            QTest::newRow(name) << a << b << equal;
        };
        const char* const kBase = "input %x : f32[2]\n%y = neg(a=%x) : f32[2]\nreturn %y";
        row("names do not count", kBase, "input %p : f32[2]\n%q = neg(a=%p) as n : f32[2]\nreturn %q", true);
        row("origins do not count", kBase, "input %x : f32[2]\n%y = neg(a=%x) : f32[2] @ net.py:3\nreturn %y", true);
        row("metadata does not count", kBase, "meta a = \"b\"\ninput %x : f32[2]\n%y = neg(a=%x) : f32[2]\nreturn %y", true);
        row("dead nodes do not count", kBase, "input %x : f32[2]\n%y = neg(a=%x) : f32[2]\n%z = f() : none\nreturn %y", true);
        row("unread inputs do not count", kBase, "input %u : i64[]\ninput %x : f32[2]\n%y = neg(a=%x) : f32[2]\nreturn %y", true);
        row("order of independent nodes", "%a = f() : none\n%b = g() : none\nreturn %a, %b",
            "%b = g() : none\n%a = f() : none\nreturn %a, %b", true);
        row("order of effects", "%a = f() : none\nf(k=%a) as p\ng(k=%a) as q", "%a = f() : none\ng(k=%a) as q\nf(k=%a) as p", true);
        row("symbols by another name", "symbol s0 hint 3\ninput %x : f32[s0,2*s0]\nreturn %x",
            "symbol s7 hint 3\ninput %x : f32[s7,2*s7]\nreturn %x", true);
        row("operator", kBase, "input %x : f32[2]\n%y = abs(a=%x) : f32[2]\nreturn %y", false);
        row("argument name", kBase, "input %x : f32[2]\n%y = neg(b=%x) : f32[2]\nreturn %y", false);
        row("type", kBase, "input %x : f32[3]\n%y = neg(a=%x) : f32[3]\nreturn %y", false);
        row("dtype", "input %x : f32[2]\nreturn %x", "input %x : f16[2]\nreturn %x", false);
        row("device", "input %x : f32[2]\nreturn %x", "input %x : f32[2] cuda:0\nreturn %x", false);
        row("strides", "input %x : f32[2,2]\nreturn %x", "input %x : f32[2,2]{1,2}\nreturn %x", false);
        row("input kind", "input %x : f32[2]\nreturn %x", "param %x : f32[2] = \"\"\nreturn %x", false);
        row("number held", "input %x : int(s0) = 1\nreturn %x", "input %x : int(s0) = 2\nreturn %x", false);
        row("which input", "input %x : f32[2]\ninput %y : f32[2]\nreturn %x, %y",
            "input %x : f32[2]\ninput %y : f32[2]\nreturn %y, %x", false);
        row("which result", "%a, %b = f() : none, none\nreturn %a", "%a, %b = f() : none, none\nreturn %b", false);
        row("order of outputs", "%a = f() : none\n%b = g() : none\nreturn %a, %b",
            "%a = f() : none\n%b = g() : none\nreturn %b, %a", false);
        row("literal", "%a = f(1) : none\nreturn %a", "%a = f(1.0) : none\nreturn %a", false);
        row("float bits", "%a = f(0.0) : none\nreturn %a", "%a = f(-0.0) : none\nreturn %a", false);
        row("NaN equals itself", "%a = f(nan) : none\nreturn %a", "%a = f(nan) : none\nreturn %a", true);
        row("list shape", "%a = f([1, [2]]) : none\nreturn %a", "%a = f([[1], 2]) : none\nreturn %a", false);
        row("shared or repeated", "%a = rand() : none\n%c = f(%a, %a) : none\nreturn %c",
            "%a = rand() : none\n%b = rand() : none\n%c = f(%a, %b) : none\nreturn %c", false);
        row("effects count", kBase, "input %x : f32[2]\n%y = neg(a=%x) : f32[2]\ncheck(%y)\nreturn %y", false);
        row("range of a symbol", "symbol s0 in [2, 8]\ninput %x : f32[s0]\nreturn %x",
            "symbol s0 in [2, 9]\ninput %x : f32[s0]\nreturn %x", false);
        row("one symbol or two", "input %x : f32[s0,s0]\nreturn %x", "input %x : f32[s0,s1]\nreturn %x", false);
        row("update or result", "buffer %b : f32[] = \"b\"\nreturn %b", "buffer %b : f32[] = \"b\"\nupdate buffer \"b\" = %b", false);
        row("name of an updated buffer", "buffer %b : f32[] = \"b\"\nupdate buffer \"b\" = %b",
            "buffer %c : f32[] = \"c\"\nupdate buffer \"c\" = %c", true);
        row("which buffer is updated",
            "buffer %b : f32[] = \"b\"\nbuffer %c : f32[] = \"c\"\nreturn %b, %c\nupdate buffer \"b\" = %b",
            "buffer %b : f32[] = \"b\"\nbuffer %c : f32[] = \"c\"\nreturn %b, %c\nupdate buffer \"c\" = %b", false);
    }
    void equal_and_different() {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, equal);
        QCOMPARE(structuralHash(read(a.toStdString())) == structuralHash(read(b.toStdString())), equal);
    }

    void data_counts_unless_ignored() {
        Graph graph = read("input %x : f32[2]\nreturn %x");
        const ValueId x = graph.inputs()[0].value;
        Graph other = graph;
        graph.setInputData(x, Tensor::full(DType::F32, {2}, 1));
        other.setInputData(x, Tensor::full(DType::F32, {2}, 2));
        QVERIFY(structuralHash(graph) != structuralHash(other));
        QVERIFY(structuralHash(graph, HashData::Ignore) == structuralHash(other, HashData::Ignore));
        other.setInputData(x, Tensor::full(DType::F32, {2}, 1));
        QVERIFY(structuralHash(graph) == structuralHash(other));
    }

    void content_is_elements_in_row_major_order() {
        const float elements[] = {1, 2, 3, 4};
        const float swapped[] = {1, 3, 2, 4};
        const Tensor rows = Tensor::of<float>(elements, {2, 2});
        const Tensor columns = Tensor::of<float>(swapped, {2, 2}).asStrided({2, 2}, {1, 2}, 0);
        QVERIFY(contentHash(rows) == contentHash(columns));
        QVERIFY(contentHash(rows) != contentHash(rows.viewAs({4})));
        QVERIFY(contentHash(Tensor::zeros(DType::F32, {2})) != contentHash(Tensor::zeros(DType::I32, {2})));
    }

    // Names gone, nodes in another valid order: the same hash.
    void random_graphs_hash_by_structure() {
        std::set<std::string> seen;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            const Graph graph = randomGraph(seed);
            const Hash128 hash = structuralHash(graph);
            seen.insert(hash.hex());
            const Result<Graph> parsed = parseGraph(printGraph(graph, findSchema), findSchema);
            VERIFY_OK(parsed);
            QCOMPARE(toQ(structuralHash(*parsed).hex()), toQ(hash.hex()));
            Graph shuffled = reordered(graph, seed);
            for (const ValueId id : shuffled.values())
                if (shuffled.inputOf(id) == nullptr) shuffled.renameValue(id, fmt::format("renamed{}", id.index()));
            QCOMPARE(toQ(structuralHash(shuffled).hex()), toQ(hash.hex()));
        }
        QVERIFY(seen.size() > 95);
    }

    void depth_is_no_limit() {
        Graph graph;
        ValueId last = graph.addInput({}, "x", TensorType{DType::F32, {2}, {}, {}});
        for (int i = 0; i < 200000; ++i) {
            Graph::NodeSpec spec{.name = {}, .op = "neg", .args = {{"a", last}}, .outputTypes = {graph.type(last)}};
            last = graph.node(graph.addNode(std::move(spec))).output();
        }
        graph.addOutput({last, OutputKind::User, {}});
        QVERIFY(structuralHash(graph) != Hash128{});
    }

private:
    // The same nodes in a random order that still defines values before their use.
    static Graph reordered(const Graph& graph, std::uint64_t seed) {
        Random random(seed + 1000);
        Graph out;
        out.symbols = graph.symbols;
        std::map<ValueId, ValueId> moved;
        for (const GraphInput& input : graph.inputs())
            moved[input.value] = out.addInput(input, graph.value(input.value).name, graph.type(input.value));
        const auto remap = [&](Arg arg) {
            forEachValue(arg, [&](ValueId& id) { id = moved.at(id); });
            return arg;
        };
        std::vector<const Node*> left;
        for (const Node& node : graph.nodes()) left.push_back(&node);
        while (!left.empty()) {
            const int at = random.below(static_cast<int>(left.size()));
            const Node& node = *left[static_cast<std::size_t>(at)];
            const std::vector<ValueId> inputs = node.inputs();
            if (!std::all_of(inputs.begin(), inputs.end(), [&](ValueId id) { return moved.contains(id); })) continue;
            Graph::NodeSpec spec{.name = node.name, .op = node.op};
            for (const NamedArg& arg : node.args) spec.args.push_back({arg.name, remap(arg.value)});
            for (const ValueId id : node.outputs) spec.outputTypes.push_back(graph.type(id));
            const Node& made = out.node(out.addNode(std::move(spec)));
            for (std::size_t i = 0; i < node.outputs.size(); ++i) moved[node.outputs[i]] = made.outputs[i];
            left.erase(left.begin() + at);
        }
        for (const GraphOutput& output : graph.outputs()) out.addOutput({remap(output.value), output.kind, output.target});
        return out;
    }
};

WHITTLE_TEST(StructuralHashTest)
#include "structural_hash_test.moc"
