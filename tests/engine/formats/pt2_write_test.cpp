// read(write(g)) is g for both layouts, down to names, origins, strides and shared storages; the bytes repeat.
#include "engine/formats/pt2_write.h"

#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/export_write.h"
#include "engine/formats/open.h"
#include "engine/formats/zip_archive.h"
#include "engine/ir/structural_hash.h"
#include "tests/support/graph_compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string joined(const ByteRope& rope) {
    std::string out;
    for (const std::string_view part : rope.parts()) out += part;
    return out;
}

// Tensors that inputs hold: bits, strides, and who shares with whom.
QString dataDifference(const Graph& a, const Graph& b) {
    std::map<const Storage*, const Storage*> same;
    for (std::size_t i = 0; i < a.inputs().size(); ++i) {
        const GraphInput &x = a.inputs()[i], &y = b.inputs()[i];
        const Tensor *p = asTensor(x.data), *q = asTensor(y.data);
        const QString name = toQ(a.value(x.value).name);
        if (!p != !q) return name + ": one has no data";
        if (!p) continue;
        if (p->sizes() != q->sizes() || p->strides() != q->strides() || p->offset() != q->offset()) return name + ": layout";
        if (contentHash(*p) != contentHash(*q)) return name + ": content";
        if (x.kind == InputKind::User) continue;
        const auto [known, fresh] = same.try_emplace(p->storage().get(), q->storage().get());
        if (!fresh && known->second != q->storage().get()) return name + ": no longer shares its storage";
    }
    return {};
}

QString difference(Graph a, Graph b) {
    for (Graph* graph : {&a, &b}) graph->metadata.erase("schema_version");  // of the file, not of the program
    if (const std::string text = graphDifference(a, b); !text.empty()) {
        for (const auto& [key, value] : a.metadata)
            if (!b.metadata.contains(key) || b.metadata.at(key) != value) return toQ(text + ": " + key);
        return toQ(text);
    }
    if (structuralHash(a) != structuralHash(b)) return "structural hashes differ";
    for (std::size_t i = 0; i < a.nodes().size(); ++i)
        if (a.nodes()[i].origin->stackTrace != b.nodes()[i].origin->stackTrace) return "stack traces differ";
    return dataDifference(a, b);
}

}  // namespace

class Pt2WriteTest : public QObject {
    Q_OBJECT
private slots:
    // The samples that ship, and every .pt2 in the folders that WHITTLE_SAMPLES names (separated by ':').
    void reads_back_equal_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("layout");
        std::vector<std::filesystem::path> files;
        for (const char* name : {"mlp_static.torch26", "mlp_static.torch214", "multi_model", "pytree_inputs", "symbolic_exprs",
                                 "named_dims_range.torch26", "custom_op.torch26", "joint_train_step.torch26",
                                 "data_dependent.torch26", "input_mutation.core.torch26"})
            files.push_back(golden(std::string("formats/pt2/") + name + ".pt2"));
        for (const auto& entry : std::filesystem::directory_iterator(sample("torch211")))
            if (entry.path().extension() == ".pt2") files.push_back(entry.path());
        for (const char* name : {"26/cond_branch", "26/cond_symbool", "26/while_loop", "26/map_hop", "26/scan_hop", "214/cond_branch.core"})
            files.push_back(sample(std::string("torch") + name + ".pt2"));
        for (const QString& folder : qEnvironmentVariable("WHITTLE_SAMPLES").split(':', Qt::SkipEmptyParts))
            for (const auto& entry : std::filesystem::directory_iterator(folder.toStdString()))
                if (entry.path().extension() == ".pt2") files.push_back(entry.path());
        for (const auto& file : files)
            for (const int layout : {0, 1})
                QTest::newRow((file.filename().string() + (layout ? " B" : " A")).c_str()) << toQ(file.string()) << layout;
    }
    void reads_back_equal() {
        QFETCH(QString, file);
        QFETCH(int, layout);
        const Pt2Layout wanted = layout == 0 ? Pt2Layout::A : Pt2Layout::B;
        const auto opened = openGraph(file.toStdString());
        VERIFY_OK(opened);
        QTemporaryDir dir;
        const std::filesystem::path copy = std::filesystem::path(dir.path().toStdString()) / "copy.pt2";
        VERIFY_OK(writePt2(opened->graph, copy, wanted));
        const auto again = openGraph(copy);
        VERIFY_OK(again);
        QCOMPARE(difference(opened->graph, again->graph), QString());
        // What stands in a file once, stands there again, byte by byte: no clock, no address, no order of a hash table.
        const auto bytes = pt2Bytes(again->graph, wanted, "copy");
        VERIFY_OK(bytes);
        if (again->graph.metadata.at("schema_version") == opened->graph.metadata.at("schema_version")) QVERIFY(joined(*bytes) == *readFile(copy));
    }

    void payloads_are_aligned_and_mapped() {
        const auto opened = openGraph(sample("torch211/gpt_2l.pt2"));
        VERIFY_OK(opened);
        for (const Pt2Layout layout : {Pt2Layout::A, Pt2Layout::B}) {
            QTemporaryDir dir;
            const std::filesystem::path copy = std::filesystem::path(dir.path().toStdString()) / "copy.pt2";
            VERIFY_OK(writePt2(opened->graph, copy, layout));
            const auto file = MappedFile::open(copy);
            VERIFY_OK(file);
            const auto zip = ZipArchive::open((*file)->bytes(), *file);
            VERIFY_OK(zip);
            for (const ZipArchive::Entry& entry : zip->entries()) QCOMPARE(entry.data % 64, std::uint64_t{0});
            const auto again = openGraph(copy);
            VERIFY_OK(again);
            for (const GraphInput& input : again->graph.inputs())
                if (input.kind == InputKind::Parameter) QVERIFY(!std::get<Tensor>(input.data).storage()->writable());
        }
    }

    // A graph of our own making: no signature, numbers as inputs, an origin that no PyTorch metadata can say.
    void a_graph_from_text() {
        QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        VERIFY_OK(writeFileAtomic(folder / "a.wtl",
                                  "whittle 1\ngraph @t {\n  symbol s0 in [2, 9] hint 4\n  input %x : f32[s0,3]\n  input %n : int(s0) = 4\n"
                                  "  %v, %i = aten.topk.default(%x, 2) as top : f32[s0,2], i64[s0,2]  @ /n.py:3 in f fx other from p, q\n"
                                  "  %y = aten.mul.Scalar(%v, inf) : f32[s0,2]\n  %z = aten.view.default(%y, [%n, 2]) : f32[s0,2]\n"
                                  "  return %z, %i, none, 3\n}\n"));
        const auto opened = openGraph(folder / "a.wtl");
        VERIFY_OK(opened);
        QCOMPARE(describe(writePt2(opened->graph, folder / "a.pt2", Pt2Layout::A)),
                 QString("unsupported: input 'n' is a number, which PyTorch 2.6 cannot load; write the current layout"));
        QVERIFY(!std::filesystem::exists(folder / "a.pt2"));
        VERIFY_OK(writePt2(opened->graph, folder / "b.pt2", Pt2Layout::B));
        auto again = openGraph(folder / "b.pt2");
        VERIFY_OK(again);
        for (const char* key : {"in_spec", "out_spec", "dialect", "torch_version", "schema_version"}) again->graph.metadata.erase(key);
        QCOMPARE(difference(opened->graph, again->graph), QString());
    }

    void a_weight_without_data_is_named() {
        QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        VERIFY_OK(writeFileAtomic(folder / "a.wtl", "whittle 1\ngraph @t {\n  param %w : f32[3] = \"fc.weight\"\n  return %w\n}\n"));
        const auto opened = openGraph(folder / "a.wtl", {.fillMissing = false});
        VERIFY_OK(opened);
        QCOMPARE(describe(writePt2(opened->graph, folder / "a.pt2", Pt2Layout::B)),
                 QString("not_found: the weight 'fc.weight' has no data; open the graph with a seed that fills it"));
        VERIFY_OK(printExport(opened->graph, programCall(opened->graph), ExportSchema::V8_2));  // the program alone needs none
    }
};

WHITTLE_TEST(Pt2WriteTest)
#include "pt2_write_test.moc"
