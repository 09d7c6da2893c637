// Archives of both layouts through the front door, and what a user sees when a file is broken.
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/open.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::filesystem::path archive(const std::string& name) { return golden("formats/pt2/" + name); }

}  // namespace

class Pt2Test : public QObject {
    Q_OBJECT
private slots:
    // One model with one seed, saved by PyTorch 2.6 (layout A) and 2.14 (layout B).
    void both_layouts_hold_the_same_program() {
        const auto a = openGraph(archive("mlp_static.torch26.pt2"));
        const auto b = openGraph(archive("mlp_static.torch214.pt2"));
        VERIFY_OK(a);
        VERIFY_OK(b);
        QCOMPARE(a->graph.inputs().size(), b->graph.inputs().size());
        for (std::size_t i = 0; i < a->graph.inputs().size(); ++i) {
            const GraphInput& x = a->graph.inputs()[i];
            const GraphInput& y = b->graph.inputs()[i];
            QCOMPARE(toQ(x.target), toQ(y.target));
            const Tensor& p = std::get<Tensor>(x.data);
            const Tensor& q = std::get<Tensor>(y.data);
            QCOMPARE(toQ(p.describe()), toQ(q.describe()));
            for (Index at = 0; at < p.numel(); ++at) QCOMPARE(p.flat(at), q.flat(at));
        }
        QCOMPARE(a->graph.nodes().size(), b->graph.nodes().size());
        for (std::size_t i = 0; i < a->graph.nodes().size(); ++i)
            QCOMPARE(toQ(a->graph.nodes()[i].op), toQ(b->graph.nodes()[i].op));
        QCOMPARE(toQ(a->graph.metadata.at("schema_version")), QString("8.2"));
        QCOMPARE(toQ(b->graph.metadata.at("schema_version")), QString("8.20"));
    }

    void weights_are_mapped_and_tied_ones_share() {
        const auto opened = openGraph(sample("torch211/gpt_2l.pt2"));
        VERIFY_OK(opened);
        for (const GraphInput& input : opened->graph.inputs())
            if (input.kind == InputKind::Parameter) QVERIFY(!std::get<Tensor>(input.data).storage()->writable());
    }

    void a_model_is_chosen_by_name() {
        const auto encode = openGraph(archive("multi_model.pt2"), {.model = "encode"});
        VERIFY_OK(encode);
        QCOMPARE(toQ(encode->graph.name), QString("encode"));
        QCOMPARE(encode->graph.nodes().size(), std::size_t{4});
        QCOMPARE(encode->models, (std::vector<std::string>{"decode", "encode"}));
        const auto first = openGraph(archive("multi_model.pt2"));
        VERIFY_OK(first);
        QCOMPARE(toQ(first->notes.back()), QString("the archive holds the models decode, encode; 'decode' is shown"));
        QCOMPARE(describe(openGraph(archive("multi_model.pt2"), {.model = "x"})),
                 QString("not_found: no model 'x' in this archive; it holds decode, encode"));
    }

    void constant_arguments_are_noted() {
        const auto opened = openGraph(archive("pytree_inputs.pt2"));
        VERIFY_OK(opened);
        QCOMPARE(toQ(opened->graph.metadata.at("constant_input.scale")), QString("2.5"));
        QCOMPARE(toQ(opened->notes[0]), QString("argument 'scale' is the constant 2.5 in this program"));
        for (const GraphInput& input : opened->graph.inputs()) QVERIFY(asTensor(input.data));
    }

    void symbolic_sizes_keep_ranges_and_hints() {
        const auto opened = openGraph(archive("symbolic_exprs.pt2"));
        VERIFY_OK(opened);
        QVERIFY(opened->graph.symbols.at("s27").hint == 10);
        QVERIFY(opened->graph.symbols.at("s27").min == 2);
        QVERIFY(!opened->graph.symbols.at("s27").max);
    }

    void an_unknown_operator_loads() {
        const auto opened = openGraph(sample("torch211/conv_bn_core.pt2"));
        VERIFY_OK(opened);
        QCOMPARE(opened->graph.nodes().size(), std::size_t{8});
    }

    void broken_files_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<QString>("want");
        const std::string good = *readFile(archive("mlp_static.torch214.pt2"));
        QTest::newRow("empty") << std::string() << "format: the file is empty\n  while opening FILE";
        QTest::newRow("truncated zip") << good.substr(0, good.size() / 2)
                                       << "format: the end record of the archive is missing: the file is cut short or not a zip\n  while opening FILE";
        QTest::newRow("wrong magic") << std::string("\x7f""ELF\2\1\1\0", 8)
                                     << "format: not a file Whittle reads (it begins with the bytes 7f 45 4c 46 02 01 01 00); a .pt2 "
                                        "archive, an export JSON, .wtl or the Python text of a graph was expected\n  while opening FILE";
        QTest::newRow("plain text") << std::string("\n garbage\nand more") << "format: not a file Whittle reads (it begins with 'garbage'); a .pt2 archive, an export JSON, "
                                                                              ".wtl or the Python text of a graph was expected\n  while opening FILE";
        QTest::newRow("bare pickle") << std::string("\x80\x02}.") << "unsupported: a bare pickle, not a PT2 archive; export the model with "
                                                                   "torch.export.save\n  while opening FILE";
        QTest::newRow("json of the wrong shape") << std::string("{\"graph_module\": []}")
                                                 << "format: the key 'schema_version' is missing\n  while opening FILE";
        std::string missing = good;  // the record is renamed in both places, so its config points at nothing
        for (std::size_t at = 0; (at = missing.find("data/weights/weight_1", at)) != std::string::npos; ++at) missing[at + 20] = 'x';
        QTest::newRow("missing weight") << missing
            << "not_found: no entry 'mlp_static/data/weights/weight_1' in this archive; it holds mlp_static/data/weights/weight_0, "
               "mlp_static/data/weights/weight_x, mlp_static/data/weights/weight_2, mlp_static/data/weights/weight_3, "
               "mlp_static/data/weights/weight_4, mlp_static/data/weights/weight_5, mlp_static/data/weights/model_weights_config.json, "
               "mlp_static/data/constants/model_constants_config.json and 7 more\n"
               "  while reading entry 'mlp_static/data/weights/model_weights_config.json'\n"
               "  while reading the weight 'fc1.bias'\n  while importing graph input 1\n"
               "  while reading entry 'mlp_static/models/model.json'\n  while opening FILE";
    }
    void broken_files() {
        QFETCH(std::string, bytes);
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "broken.pt2";
        VERIFY_OK(writeFileAtomic(path, bytes));
        const auto opened = openGraph(path);
        QVERIFY(!opened);
        QTEST(toQ(opened.error().describe()).replace(toQ(path.string()), "FILE"), "want");
    }

    // By its name one knows what was meant.
    void broken_texts_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<QString>("want");
        QTest::newRow("a script") << std::string("train.py") << std::string("import re\nprint(1)\n")
                                  << "format: Python text without a graph (it begins with 'import re'): there is neither 'def forward(', as gm.print_readable() prints it, "
                                     "nor 'torch.export.load('; save a model with torch.export.save\n  while opening FILE";
        QTest::newRow("our own text") << std::string("a.wtl") << std::string("graph x { broken\n")
                                      << "format: not .wtl text: it begins with 'graph x { broken', not with 'whittle 1'\n  while opening FILE";
    }
    void broken_texts() {
        QFETCH(std::string, name);
        QFETCH(std::string, bytes);
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / name;
        VERIFY_OK(writeFileAtomic(path, bytes));
        const auto opened = openGraph(path);
        QVERIFY(!opened);
        QTEST(toQ(opened.error().describe()).replace(toQ(path.string()), "FILE"), "want");
    }

    void refused_archives_data() {
        QTest::addColumn<QString>("want");
        QTest::newRow("pt2/incomplete_export.pt2") << "not_found: no program in this archive: the export failed or was interrupted";
        QTest::newRow("pickle/tensor.pt") << "unsupported: a file of torch.save holds tensors, not a graph; export the model with torch.export";
    }
    void refused_archives() { QTEST(describe(openGraph(golden("formats/" + std::string(QTest::currentDataTag())))), "want"); }
};

WHITTLE_TEST(Pt2Test)
#include "pt2_test.moc"
