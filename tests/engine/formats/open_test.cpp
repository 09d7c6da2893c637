#include "engine/formats/open.h"

#include <fstream>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/pt2_write.h"
#include "engine/formats/safetensors.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class OpenTest : public QObject {
    Q_OBJECT
private slots:
    void samples_open_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("weights");
        QTest::newRow("gpt_2l") << "gpt_2l" << 38 << 29;
        QTest::newRow("gpt_2l_core") << "gpt_2l_core" << 159 << 29;
        QTest::newRow("mobilenet") << "mobilenet_v3_small_w25" << 158 << 244;
        QTest::newRow("conv_bn_core") << "conv_bn_core" << 8 << 9;
        QTest::newRow("bert_tiny") << "bert_tiny" << 78 << 41;
        QTest::newRow("moe_gather") << "moe_gather" << 12 << 3;
        QTest::newRow("ddpm_unet_block") << "ddpm_unet_block" << 22 << 14;
        QTest::newRow("squeezenet11") << "squeezenet11" << 66 << 52;
    }
    // With the example call that PyTorch ran, which is what the expected outputs belong to.
    void samples_open() {
        QFETCH(QString, file);
        const std::string stem = "torch211/" + file.toStdString();
        const auto opened = openGraph(sample(stem + ".pt2"));
        VERIFY_OK(opened);
        QCOMPARE(toQ(opened->format), QString("pt2"));
        QVERIFY2(opened->notes.empty(), opened->notes.empty() ? "" : opened->notes[0].c_str());
        const Graph& graph = opened->graph;
        QCOMPARE(toQ(graph.name), file);
        QTEST(static_cast<int>(graph.nodes().size()), "nodes");
        const auto expected = readSafetensors(sample(stem + ".expected.safetensors"));
        VERIFY_OK(expected);
        int weights = 0, users = 0;
        for (const GraphInput& input : graph.inputs()) {
            const Tensor* tensor = asTensor(input.data);
            QVERIFY2(tensor, graph.value(input.value).name.c_str());
            if (input.kind != InputKind::User) {
                ++weights;
                continue;
            }
            const Tensor& want = expected->at(fmt::format("in.{}", users++));
            QCOMPARE(toQ(tensor->describe()), toQ(want.describe()));
            for (Index i = 0; i < want.numel(); ++i) QCOMPARE(tensor->flat(i), want.flat(i));
        }
        QTEST(weights, "weights");
        int outputs = 0;
        for (const GraphOutput& output : graph.outputs())
            if (output.kind == OutputKind::User) ++outputs;
        QCOMPARE(static_cast<std::size_t>(outputs + users), expected->size());
    }

    void a_packed_program_opens() {
        const auto opened = openGraph(golden("formats/symbolic_exprs.json.xz"), {.fillMissing = false});
        VERIFY_OK(opened);
        QCOMPARE(toQ(opened->format), QString("export json"));
        QCOMPARE(opened->graph.nodes().size(), std::size_t{22});
    }

    void what_is_no_graph_is_told_apart_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("want");
        QFile packed(toQ(golden("formats/symbolic_exprs.json.xz").string()));
        QVERIFY(packed.open(QFile::ReadOnly));
        QTest::newRow("packed, cut short") << packed.readAll().first(1000) << "format: the packed data is damaged or cut short (xz status 10)";
        QFile bomb(toQ(golden("formats/hostile/bomb.json.xz").string()));
        QVERIFY(bomb.open(QFile::ReadOnly));
        QTest::newRow("packed bomb") << bomb.readAll() << "limit: the packed file holds more than 536870912 bytes";
        QTest::newRow("graph text") << QByteArray("graph():\n    %x : [num_users=1] = placeholder[target=x]\n")
                                    << "unsupported: the text of str(gm.graph), which has no types; print the graph with gm.print_readable()";
        QTest::newRow("loop IR") << QByteArray("op0: ExternKernelSchedulerNode(ExternKernelOut)\nop0.writes = []\n")
                                 << "unsupported: Inductor's loop IR, not a graph; open fx_graph_readable.py or fx_graph_runnable.py of the same folder";
        QTest::newRow("generated code") << QByteArray("\n#include <torch/csrc/inductor/aoti_runtime/interface.h>\n")
                                        << "unsupported: generated code, not a graph; open fx_graph_readable.py or fx_graph_runnable.py of the same folder";
        QTest::newRow("tensors") << QByteArray("\x08\0\0\0\0\0\0\0{}      ", 16)
                                 << "unsupported: a safetensors file holds tensors, not a graph; it can serve as --inputs or --check";
    }
    void what_is_no_graph_is_told_apart() {
        QFETCH(QByteArray, bytes);
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "file";
        VERIFY_OK(writeFileAtomic(path, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
        QTEST(describe(openGraph(path)), "want");
    }

    // A checksum that is owed is still asked for, and one that is asked for now is not owed.
    void damaged_weights_are_found_now_or_later() {
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "big.pt2";
        VERIFY_OK(writeFileAtomic(path.parent_path() / "big.wtl", "whittle 1\ngraph @g {\n  param %w : f32[1024,1024] = \"w\"\n  return %w\n}\n"));
        const auto big = openGraph(path.parent_path() / "big.wtl");
        VERIFY_OK(big);
        for (const Pt2Layout layout : {Pt2Layout::A, Pt2Layout::B}) {
            VERIFY_OK(writePt2(big->graph, path, layout));
            const auto whole = openGraph(path, {.check = DataCheck::Later});
            VERIFY_OK(whole);
            VERIFY_OK(whole->checkData());
            std::string bytes = *readFile(path);
            bytes[bytes.size() / 2] ^= 1;
            VERIFY_OK(writeFileAtomic(path, bytes));
            const auto later = openGraph(path, {.check = DataCheck::Later});
            VERIFY_OK(later);
            QVERIFY2(describe(later->checkData()).startsWith("format: the checksum is "), qPrintable(describe(later->checkData())));
            QVERIFY(describe(openGraph(path)).startsWith("format: the checksum is "));
        }
    }

    // Whoever opens a file names it, once: the reader of a part names the part.
    void contexts_name_a_file_once_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("beside");  // content of FILE.safetensors
        QTest::addColumn<QString>("wanted");
        const QString graph = "whittle 1\ngraph @g {\n  input %x : f32[2]\n  return %x\n}\n";
        QTest::newRow("text") << "a.wtl" << "whittle 1\ngraph @g {\n  return %x\n}\n" << ""
                              << "verify: 3:10: %x is not defined\n  while opening a.wtl";
        QTest::newRow("its tensors") << "a.wtl" << graph << "junk"
                                     << "format: 4 bytes are too few for a safetensors file\n  while reading a.wtl.safetensors\n  while opening a.wtl";
        QTest::newRow("a tensor too many") << "a.wtl" << graph << QString::fromStdString(safetensorsBytes({{"y", Tensor::zeros(DType::F32, {2})}}))
                                           << "format: tensor 'y' belongs to no input of graph @g\n  while reading a.wtl.safetensors\n  while opening a.wtl";
        QTest::newRow("inputs") << "a.py" << "def forward(self, x: \"f32[2]\"):\n    return (x,)\n" << "junk"
                                << "format: 4 bytes are too few for a safetensors file\n  while reading a.py.safetensors\n  while opening a.py";
        QTest::newRow("a program named by a script") << "a.py" << "p = torch.export.load('bad.pt2')\n" << ""
                                                     << "format: the end record of the archive is missing: the file is cut short or not a zip\n"
                                                        "  while opening bad.pt2\n  while opening a.py";
    }
    void contexts_name_a_file_once() {
        QFETCH(QString, file);
        QFETCH(QString, content);
        QFETCH(QString, beside);
        QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString(), path = folder / file.toStdString();
        VERIFY_OK(writeFileAtomic(path, content.toStdString()));
        VERIFY_OK(writeFileAtomic(folder / "bad.pt2", std::string("PK\3\4", 4)));
        OpenOptions options;
        if (!beside.isEmpty()) VERIFY_OK(writeFileAtomic(path.string() + ".safetensors", beside.toStdString()));
        if (!beside.isEmpty() && file.endsWith(".py")) options.inputs = path.string() + ".safetensors";
        const auto opened = openGraph(path, options);
        QVERIFY(!opened);
        QTEST(toQ(opened.error().describe()).replace(dir.path() + '/', ""), "wanted");
    }

    // 2 GB of weights are mapped, not read: an export that PyTorch wrote opens at once, whatever its size.
    void large_archives_open_at_once() {
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "large.pt2";
        VERIFY_OK(writeFileAtomic(path.parent_path() / "large.wtl", "whittle 1\ngraph @g {\n  param %w : f32[2,2] = \"w\"\n  return %w\n}\n"));
        const auto small = openGraph(path.parent_path() / "large.wtl");
        VERIFY_OK(small);
        VERIFY_OK(writeLarge(small->graph, path));
        const std::size_t before = residentBytes();
        QElapsedTimer timer;
        timer.start();
        const auto opened = openGraph(path, {.check = DataCheck::Later});
        const qint64 took = timer.elapsed();
        VERIFY_OK(opened);
        QCOMPARE(toQ(asTensor(opened->graph.inputs()[0].data)->describe()), QString("f32[32768,16384]"));
        QVERIFY2(residentBytes() - before < (std::size_t{100} << 20), qPrintable(QString::number(residentBytes() - before)));
        QVERIFY2(took < 300, qPrintable(QString::number(took)));
    }

private:
    // The file of a weight of 2 GB, as a hole in a sparse file: headers and directory are written, the data is not.
    static Result<void> writeLarge(Graph graph, const std::filesystem::path& path) {
        const ValueId weight = graph.inputs()[0].value;
        WHITTLE_TRY(const std::shared_ptr<const MappedFile> hole, sparseFile(path.string() + ".hole", std::size_t{2} << 30));
        WHITTLE_TRY(Tensor tensor, Tensor::overStorage(Storage::borrow(hole->bytes(), hole), DType::F32, {32768, 16384}, {16384, 1}, 0));
        graph.setType(weight, typeOf(Datum(tensor)));
        graph.setInputData(weight, std::move(tensor));
        WHITTLE_TRY(const ByteRope bytes, pt2Bytes(graph, Pt2Layout::B, "large"));
        std::ofstream out(path, std::ios::binary);
        for (const std::string_view part : bytes.parts())
            if (part.size() < (std::size_t{1} << 30)) out << part;
            else out.seekp(static_cast<std::streamoff>(part.size()), std::ios::cur);
        out.close();
        if (!out) return fail(Code::Io, "cannot write {}", path.string());
        return {};
    }
    static Result<std::shared_ptr<const MappedFile>> sparseFile(const std::filesystem::path& path, std::size_t size) {
        std::ofstream(path, std::ios::binary).put('\0');
        std::filesystem::resize_file(path, size);
        return MappedFile::open(path);
    }
    static std::size_t residentBytes() {
        std::size_t total = 0, resident = 0;
        std::ifstream("/proc/self/statm") >> total >> resident;
        return resident * 4096;
    }
};

WHITTLE_TEST(OpenTest)
#include "open_test.moc"
