// One file of each kind that means harm, through the front door: an error that says what and where, at once, and
// without taking memory for it. The parsers' own tests have the finer cases.
#include <QElapsedTimer>
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/export_write.h"
#include "engine/formats/open.h"
#include "engine/formats/pt2_write.h"
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

std::string manyNodes(int count) {
    std::string out = "whittle 1\ngraph @g {\n  input %v : f32[2]\n  %v0 = aten.relu.default(%v) : f32[2]\n";
    for (int i = 1; i < count; ++i) out += fmt::format("  %v{} = aten.relu.default(%v{}) : f32[2]\n", i, i - 1);
    return out + fmt::format("  return %v{}\n}}\n", count - 1);
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
        // Names twice, cycles
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
        QElapsedTimer timer;
        timer.start();
        const QString answer = describe(openGraph(path));
        QVERIFY2(answer.startsWith(want), qPrintable(answer.left(300)));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    // Large is not hostile: what costs memory and time in line with the file is read.
    void many_nodes_are_read() {
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "many.wtl";
        VERIFY_OK(writeFileAtomic(path, manyNodes(200'000)));
        const auto opened = openGraph(path);
        VERIFY_OK(opened);
        QCOMPARE(opened->graph.nodes().size(), std::size_t{200'000});
        VERIFY_OK(writePt2(opened->graph, dir.path().toStdString() + "/many.pt2", Pt2Layout::A));
        const auto again = openGraph(dir.path().toStdString() + "/many.pt2");
        VERIFY_OK(again);
        QCOMPARE(again->graph.nodes().size(), std::size_t{200'000});
    }
};

WHITTLE_TEST(HostileTest)
#include "hostile_test.moc"
