// One file of each kind that means harm, through the front door: an error that says what and where, at once, and
// without taking memory for it. The parsers' own tests have the finer cases.
#include <ctime>

#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/export_write.h"
#include "engine/formats/open.h"
#include "engine/formats/zip_write.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string repeated(std::string_view piece, int times) {
    std::string out;
    out.reserve(piece.size() * static_cast<std::size_t>(times));
    for (int i = 0; i < times; ++i) out += piece;
    return out;
}

std::string wtl(const std::string& body) { return "whittle 1\ngraph @g {\n  input %x : f32[2]\n" + body + "}\n"; }
std::string fx(const std::string& body) { return "def forward(self, x: \"f32[2]\"):\n" + body; }

std::string joined(const ByteRope& rope) {
    std::string out;
    for (const std::string_view part : rope.parts()) out += part;
    return out;
}

// Of this process, whatever else the machine does.
double secondsSince(std::clock_t begin) { return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC; }

// An archive of layout B around one weight, with something replaced in the JSON that describes the weight.
std::string archive(const std::string& from, const std::string& to) {
    Graph graph;
    graph.addInput({.value = {}, .kind = InputKind::Parameter, .target = "w", .data = Tensor::zeros(DType::F32, {2, 2})}, "w",
                   typeOf(Datum(Tensor::zeros(DType::F32, {2, 2}))));
    graph.addOutput({.value = graph.inputs()[0].value});
    std::string config = R"({"config": {"w": {"path_name": "weight_0", "is_param": true, "use_pickle": false, "tensor_meta": {"dtype": 7,
        "sizes": [{"as_int": 2}, {"as_int": 2}], "requires_grad": true, "device": {"type": "cpu", "index": null},
        "strides": [{"as_int": 2}, {"as_int": 1}], "storage_offset": {"as_int": 0}, "layout": 7}}}})";
    config.replace(config.find(from), from.size(), to);
    const auto program = printExport(graph, programCall(graph), ExportSchema::V8_20);
    ZipWriter zip;
    zip.add("a/data/weights/weight_0", std::string(16, '\0'));
    zip.add("a/data/weights/model_weights_config.json", std::move(config));
    zip.add("a/data/constants/model_constants_config.json", std::string(R"({"config": {}})"));
    zip.add("a/models/model.json", *program);
    zip.add("a/archive_format", std::string("pt2"));
    return joined(std::move(zip).finish());
}

std::string zipOf(const std::map<std::string, std::string>& entries) {
    ZipWriter zip;
    for (const auto& [name, content] : entries) zip.add(name, content);
    return joined(std::move(zip).finish());
}

// f(0) + f(1) + ...
template <class F>
std::string joinedUp(int count, F f) {
    std::string out;
    for (int i = 0; i < count; ++i) out += f(i);
    return out;
}

std::string call(std::string_view result, std::string_view op, std::string_view arguments) {
    return fmt::format("    {} = torch.ops.{}({})\n", result, op, arguments);
}

// Views of views of x, `depth` of them, the last called y; x is written to and y read, `times` over.
std::string writtenViews(int depth, int times) {
    return fx(call("y0", "aten.alias.default", "x") +
              joinedUp(depth, [](int i) { return call(fmt::format("y{}", i + 1), "aten.alias.default", fmt::format("y{}", i)); }) +
              joinedUp(times, [&](int i) {
                  return call(fmt::format("w{}", i), "aten.relu_.default", "x") + call(fmt::format("r{}", i), "aten.relu.default", fmt::format("y{}", depth));
              }) + "    return x\n");
}

// Classes inside classes, each of which runs the next `width` times.
std::string graphsByName(int depth, int width) {
    std::string out;
    for (int level = 0; level <= depth; ++level) {
        const std::string indent(static_cast<std::size_t>(4 * level), ' ');
        out += fmt::format("{0}class g{1}(torch.nn.Module):\n{0}    def forward(self, x: \"f32[2]\"):\n", indent, level);
        if (level < depth) {
            out += fmt::format("{}        a = self.g{}\n", indent, level + 1);
            out += joinedUp(width, [&](int i) { return fmt::format("{}        y{}: \"f32[2]\" = torch.ops.other.run.default(x, a)\n", indent, i); });
        }
        out += fmt::format("{}        return x\n", indent);
    }
    return out;
}

// An exported program of x, with these nodes and a type for each of `values`; the last one is returned.
std::string program(const std::string& nodes, const std::vector<std::string>& values) {
    const std::string meta = R"({"dtype": 7, "sizes": [{"as_int": 2}], "requires_grad": false, "device": {"type": "cpu"}, "strides": [{"as_int": 1}],
        "storage_offset": {"as_int": 0}, "layout": 7})";
    std::string types;
    for (const std::string& value : values) types += fmt::format(", \"{}\": {}", value, meta);
    return fmt::format(R"({{"graph_module": {{"graph": {{"inputs": [{{"as_tensor": {{"name": "x"}}}}], "outputs": [{{"as_tensor": {{"name": "{0}"}}}}],
        "nodes": [{1}], "tensor_values": {{"x": {2}{3}}}, "sym_int_values": {{}}, "sym_bool_values": {{}}}},
        "signature": {{"input_specs": [{{"user_input": {{"arg": {{"as_tensor": {{"name": "x"}}}}}}}}],
                       "output_specs": [{{"user_output": {{"arg": {{"as_tensor": {{"name": "{0}"}}}}}}}}]}}, "module_call_graph": []}},
        "opset_version": {{"aten": 10}}, "range_constraints": {{}}, "schema_version": {{"major": 8, "minor": 2}}, "verifiers": ["ATEN"],
        "torch_version": "2.6.0"}})", values.back(), nodes, meta, types);
}

std::string nodeJson(std::string_view result, std::string_view reads) {
    return fmt::format(R"({{"target": "torch.ops.aten.relu.default", "inputs": [{{"name": "self", "arg": {{"as_tensor": {{"name": "{}"}}}}}}],
        "outputs": [{{"as_tensor": {{"name": "{}"}}}}], "metadata": {{}}}})", reads, result);
}

// Nodes that each hold a graph with the next.
std::string nestedJson(int depth) {
    std::string open, close;
    for (int i = 0; i < depth; ++i) {
        open += R"({"target": "other.run", "inputs": [{"name": "f", "arg": {"as_graph": {"name": "f", "graph": {"inputs": [], "outputs": [], "nodes": [)";
        close = R"(]}}}}], "outputs": [], "metadata": {}})" + close;
    }
    return open + close;
}

}  // namespace

class HostileTest : public QObject {
    Q_OBJECT
private slots:
    void refused_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<QString>("want");
        // Deep recursion
        QTest::newRow("json, deep") << "{\"a\":" + repeated("[", 1'000'000) << "limit: nested deeper than 200 levels";
        QTest::newRow("wtl, deep") << wtl("  %y = aten.relu.default(" + repeated("[", 1'000'000)) << "limit: 4:226: brackets are nested deeper than 200 levels";
        QTest::newRow("wtl, deep size") << wtl("  %y = aten.relu.default(%x) : f32[" + repeated("(", 1'000'000) + "2" + repeated(")", 1'000'000) + "]\n") << "limit: ";
        QTest::newRow("fx, deep brackets") << fx("    y = " + repeated("(", 1'000'000)) << "limit: 2:209: brackets nested deeper than 200";
        QTest::newRow("fx, deep blocks") << fx([] {
            std::string out;
            for (int i = 1; i < 2000; ++i) out += std::string(static_cast<std::size_t>(i), ' ') + "class A:\n";
            return out;
        }()) << "limit: ";
        QTest::newRow("fx, deep signs") << fx("    y = " + repeated("-", 1'000'000) + "x\n") << "limit: ";
        QTest::newRow("fx, long sum") << fx("    y = x" + repeated(" + x", 1'000'000) + "\n    return y\n") << "limit: ";
        QTest::newRow("fx, deep attributes") << fx("    y = x" + repeated("[0]", 1'000'000) + "\n    return y\n") << "limit: ";
        QTest::newRow("fx, deep annotation") << "def forward(self, x: \"f32[" + repeated("(", 100'000) + "2" + repeated(")", 100'000) + "]\"):\n    return x\n" << "limit: ";
        QTest::newRow("fx, deep list") << fx("    a = [1]\n" + repeated("    a = [a]\n", 300) + "    return x\n")
                                       << "limit: 103:10: 'a' is a list nested deeper than 100 levels";
        QTest::newRow("json, deep graphs") << program(nestedJson(18), {"y"}) << "limit: graphs are nested deeper than 16 levels";
        // Numbers at their ends
        QTest::newRow("fx, halves overflow") << "def forward(self, g: \"f32[2]\", x: \"f32[4611686018427387904]\"):\n" + call("a", "aten.glu_backward.default", "g, x, 0") + "    return a\n"
                                             << "shape: 2:9: glu_backward.2: the gradient is f32[2] for self f32[4611686018427387904]";
        QTest::newRow("fx, padding overflows") << "def forward(self, x: \"f32[1, 4]\"):\n" + call("a", "aten.replication_pad1d.default", "x, [1, 9223372036854775807]") + "    return a\n"
                                               << "limit: 2:9: replication_pad1d.6: padding (1, 9223372036854775807) of dimension 1 of f32[1,4] overflows 64 bits";
        QTest::newRow("fx, resize overflows") << "def forward(self, x: \"f32[1, 2, 9223372036854775807]\"):\n" + call("a", "aten.upsample_nearest1d.vec", "x, None, [2.0]") + "    return a\n"
                                              << "limit: 2:9: upsample_nearest1d.9: 9223372036854775807 times 2 overflows 64 bits";
        // Short texts that stand for much
        QTest::newRow("wtl, long size") << wtl("  input %y : f32[" + repeated("s0+", 100'000) + "1]\n  return %x\n") << "limit: 4:18: expression of more than 10000 parts";
        QTest::newRow("wtl, costly size") << wtl("  input %y : f32[" + joinedUp(450, [](int i) { return fmt::format("s{}+", i); }) + repeated("s1-s1+", 10'000) + "1]\n")
                                          << "limit: 4:18: expression of more than 10000 parts";
        QTest::newRow("fx, lists of lists") << fx("    a = [1]\n" + repeated("    a = [a, a]\n", 40) + "    return x\n") << "limit: ";
        QTest::newRow("fx, a list by many names") << fx("    a = [" + repeated("1, ", 5000) + "]\n" + joinedUp(5000, [](int i) { return fmt::format("    b{} = a\n", i); }) + "    return x\n")
                                                  << "limit: 203:12: the lists and texts that names stand for have more than 1000000 elements altogether";
        QTest::newRow("fx, a text by many names") << fx("    a = '" + std::string(1'000'000, 'k') + "'\n" + joinedUp(5000, [](int i) { return fmt::format("    b{} = a\n", i); }) + "    return x\n")
                                                  << "limit: ";
        QTest::newRow("fx, graphs by name") << graphsByName(7, 20) << "limit: ";
        QTest::newRow("fx, writes seen through views") << writtenViews(1000, 1000) << "limit: carrying writes on through views takes more than 200000 nodes";
        QTest::newRow("wtl, use before many names") << wtl("  return %later\n" + repeated("  %\"\n", 200'000)) << "verify: 4:10: %later is not defined";
        // Names twice, cycles
        QTest::newRow("json, name twice") << program(nodeJson("a", "x") + "," + nodeJson("a", "x"), {"a"}) << "format: the value 'a' is defined twice";
        QTest::newRow("json, cycle") << program(nodeJson("a", "b") + "," + nodeJson("b", "a"), {"a", "b"}) << "format: reads 'b', which nothing before it defines";
        QTest::newRow("wtl, node name twice") << wtl("  %a = aten.relu.default(%x) as n : f32[2]\n  %b = aten.relu.default(%x) as n : f32[2]\n  return %b\n")
                                              << "verify: 5:33: two nodes are named 'n'";
        QTest::newRow("fx, name twice") << fx(call("a", "aten.relu.default", "x") + call("a", "aten.relu.default", "x") + "    return a\n")
                                        << "format: 3:9: the value 'a' is defined twice";
        QTest::newRow("wtl, name twice") << wtl("  %a = aten.relu.default(%x) : f32[2]\n  %a = aten.relu.default(%x) : f32[2]\n  return %a\n")
                                         << "verify: 5:3: %a is defined twice";
        QTest::newRow("wtl, cycle") << wtl("  %a = aten.add.Tensor(%b, %x) : f32[2]\n  %b = aten.relu.default(%a) : f32[2]\n  return %b\n") << "verify: 4:24: ";
        QTest::newRow("fx, cycle") << fx("    a = torch.ops.aten.relu.default(b)\n    b = torch.ops.aten.relu.default(a)\n    return b\n")
                                   << "format: 2:37: 'b' is not defined here";
        // Archives of something else
        QTest::newRow("compiled, 2.6") << zipOf({{"archive_format", "pt2"}, {"data/aotinductor/model/c.so", "\x7f" "ELF"}, {"version", "0"}})
                                       << "unsupported: a package that AOTInductor compiled: it holds machine code, not a graph.";
        QTest::newRow("compiled") << zipOf({{"a/archive_format", "pt2"}, {"a/data/aotinductor/model/c.so", "\x7f" "ELF"}})
                                  << "unsupported: a package that AOTInductor compiled: it holds machine code, not a graph.";
        QTest::newRow("no program") << zipOf({{"a/archive_format", "pt2"}, {"a/data/weights/weight_0", "1234"}})
                                    << "not_found: no program in this archive: the export failed or was interrupted";
        QTest::newRow("outside") << zipOf({{"a/../../x", "1"}}) << "format: entry name 'a/../../x' contains '..'";
        // Offsets, sizes, strides
        QTest::newRow("weight, offset") << archive(R"("storage_offset": {"as_int": 0})", R"("storage_offset": {"as_int": 1})")
                                        << "shape: sizes [2,2], strides [2,1], offset 1 reach past a storage of 4 elements";
        QTest::newRow("weight, overflow") << archive(R"("strides": [{"as_int": 2})", R"("strides": [{"as_int": 9223372036854775807})")
                                          << "shape: sizes [2,2] with strides [9223372036854775807,1] overflow";
        QTest::newRow("weight, size") << archive(R"("sizes": [{"as_int": 2})", R"("sizes": [{"as_int": 4611686018427387904})")
                                      << "shape: sizes [4611686018427387904,2] overflow";
        QTest::newRow("weight, empty and large") << archive(R"("sizes": [{"as_int": 2}, {"as_int": 2}])", R"("sizes": [{"as_int": 0}, {"as_int": 9223372036854775807}])")
                                                 << "shape: the weight 'w' is f32[0,9223372036854775807], the program declares f32[2,2]";
        QTest::newRow("script, empty and large") << std::string(
            "class Repro(torch.nn.Module):\n    def __init__(self):\n        self.register_buffer('b', torch.randn([0, 4611686018427387904, 8]))\n"
            "    def forward(self):\n        return self.b\n") << "limit: 3:";
        QTest::newRow("weight, negative") << archive(R"("sizes": [{"as_int": 2})", R"("sizes": [{"as_int": -2})") << "format: the negative size -2";
        QTest::newRow("weight, traversal") << archive("weight_0", "../../../etc/passwd") << "not_found: no entry 'a/data/weights/../../../etc/passwd'";
        QTest::newRow("weight, pickled") << archive(R"("use_pickle": false)", R"("use_pickle": true)") << "unsupported: the record 'weight_0' is a pickled object";
        QTest::newRow("wtl, too large to fill") << std::string("whittle 1\ngraph @g {\n  param %w : f32[4000000000,4000000000] = \"w\"\n  return %w\n}\n") << "limit: ";
        QTest::newRow("fx, too large to fill") << std::string("def forward(self, x: \"f32[9223372036854775807]\"):\n    return x\n") << "limit: ";
        QTest::newRow("script, too large to fill") << std::string(
            "class Repro(torch.nn.Module):\n    def __init__(self):\n        self.register_buffer('b', torch.randn([1000000000000]))\n"
            "    def forward(self):\n        return self.b\n") << "limit: 3:";
    }
    void refused() {
        QFETCH(std::string, bytes);
        QFETCH(QString, want);
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "hostile";
        VERIFY_OK(writeFileAtomic(path, bytes));
        const std::clock_t begin = std::clock();
        const QString answer = describe(openGraph(path));
        QVERIFY2(answer.startsWith(want), qPrintable(answer.left(300)));
        QVERIFY2(secondsSince(begin) < 5, qPrintable(QString::number(secondsSince(begin))));
    }

    // Large, and read: nothing here may cost the square of what is written.
    void read_at_once_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::newRow("fx, keywords") << fx("    a: \"f32[2]\" = torch.ops.other.run.default(" + joinedUp(50'000, [](int i) { return fmt::format("k{}=1, ", i); }) + ")\n    return a\n");
        QTest::newRow("fx, freed at once") << fx("    " + joinedUp(10'000, [](int i) { return fmt::format("a{} = torch.ops.other.run.default(x); ", i); }) +
                                                 joinedUp(10'000, [](int i) { return fmt::format("a{} = None; ", i); }) + "\n    return x\n");
        QTest::newRow("fx, declared inputs") << "def forward(self):\n" + joinedUp(30'000, [](int i) { return fmt::format("    a{}: \"f32[2]\"\n", i); }) + "    " +
                                                joinedUp(30'000, [](int i) { return fmt::format("a{}, ", i); }) + "= fx_pytree.tree_flatten_spec([], self._in_spec)\n    return a0\n";
        QTest::newRow("fx, symbols") << "def load_args(reader):\n    buf0 = reader.storage(None, 8)\n    reader.tensor(buf0, (" +
                                        joinedUp(30'000, [](int i) { return fmt::format("s{}, ", i); }) + "))\ndef forward(self, x):\n    return x\n";
        QTest::newRow("fx, transposed in place") << "def forward(self, x: \"f32[2, 2]\"):\n" + joinedUp(20'000, [](int i) { return call(fmt::format("a{}", i), "aten.t_.default", "x"); }) + "    return x\n";
        QTest::newRow("fx, a long comment") << fx("    # File: /net.py:17 in forward, code: " + std::string(1'000'000, 'k') + "\n" +
                                                  joinedUp(20'000, [](int i) { return call(fmt::format("a{}", i), "aten.relu.default", "x"); }) + "    return x\n");
        QTest::newRow("fx, writes through views") << writtenViews(200, 200);
    }
    void read_at_once() {
        QFETCH(std::string, bytes);
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "large.py";
        VERIFY_OK(writeFileAtomic(path, bytes));
        const std::clock_t begin = std::clock();
        VERIFY_OK(openGraph(path, {.fillMissing = false}));
        QVERIFY2(secondsSince(begin) < 5, qPrintable(QString::number(secondsSince(begin))));
    }
};

WHITTLE_TEST(HostileTest)
#include "hostile_test.moc"
