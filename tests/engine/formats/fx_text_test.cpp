#include "engine/formats/fx_text.h"

#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/ir/structural_hash.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class FxTextTest : public QObject {
    Q_OBJECT
private slots:
    void our_own_repro_reads_back_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"conv_bn_core", "moe_gather", "gpt_2l_core", "bert_tiny"}) QTest::newRow(name) << QString(name);
    }
    void our_own_repro_reads_back() {
        QFETCH(QString, file);
        const auto original = openGraph(sample("torch211/" + file.toStdString() + ".pt2"));
        VERIFY_OK(original);
        const QTemporaryDir folder;
        const auto script = std::filesystem::path(folder.path().toStdString()) / "repro.py";
        VERIFY_OK(writeRepro(original->graph, script));
        const auto again = openGraph(script);
        VERIFY_OK(again);
        QCOMPARE(toQ(again->format), QString("repro"));
        QCOMPARE(toQ(again->graph.name), toQ(original->graph.name));
        const QStringList got = toQ(printFx(again->graph)).split('\n');
        const QStringList want = toQ(printFx(original->graph)).split('\n');
        for (qsizetype i = 0; i < std::min(got.size(), want.size()); ++i) QCOMPARE(got[i], want[i]);
        QCOMPARE(got.size(), want.size());
        QCOMPARE(toQ(structuralHash(again->graph).hex()), toQ(structuralHash(original->graph).hex()));
    }

    // The .pt2 lies beside the script, not where the machine that wrote it had it.
    void launchers_open_their_program() {
        for (const char* name : {"repro.py", "minifier_launcher.py"}) {
            const auto opened = openGraph(sample(std::string("aoti_minifier/") + name));
            VERIFY_OK(opened);
            QCOMPARE(toQ(opened->format), QString("minifier launcher"));
            QVERIFY(!opened->notes.empty());
            QVERIFY2(opened->notes[0].ends_with("(beside the script)"), opened->notes[0].c_str());
            QVERIFY(opened->graph.metadata.contains("config"));
            QVERIFY(opened->graph.metadata.contains("config_patches"));
            QVERIFY(opened->graph.metadata.contains("command"));
        }
    }

    void a_lost_program_names_the_places() {
        const auto opened = openPython("exported_program = torch.export.load('/gone/x.pt2')\n", "/tmp/no/repro.py");
        QCOMPARE(describe(opened),
                 QString("not_found: 1:38: the program '/gone/x.pt2' is not there; looked for /gone/x.pt2, /gone/x.pt2, "
                         "/tmp/no/checkpoints/x.pt2, /tmp/no/x.pt2. Copy the .pt2 beside the script"));
        QCOMPARE(describe(openPython("p = torch.export.load(find())\n", "/tmp/no/repro.py")),
                 QString("unsupported: 1:23: the path 'find()' is computed by code, which is never run; write it as a string"));
    }

    void load_args_gives_types_and_data() {
        const std::string text = "import torch\n"
                                 "class Repro(torch.nn.Module):\n"
                                 "    def forward(self, a, n, b):\n"
                                 "        return (a, b)\n"
                                 "def load_args(reader):\n"
                                 "    buf0 = reader.storage(None, 96)\n"
                                 "    reader.tensor(buf0, (6, 4), (1, 6), is_leaf=True)  # a\n"
                                 "    reader.symint(12)  # n\n"
                                 "    buf1 = reader.storage('abc', 24, dtype_hint=torch.int64)\n"
                                 "    reader.tensor(buf1, (2,), dtype=torch.int64, storage_offset=1)  # b\n"
                                 "load_args._version = 0\n"
                                 "if __name__ == '__main__':\n"
                                 "    with torch.no_grad():\n"
                                 "        run_repro(mod, load_args, accuracy=False, command='run', save_dir='/none', check_str='boom')\n";
        const auto opened = openPython(text, "/tmp/none/repro.py");
        VERIFY_OK(opened);
        QCOMPARE(toQ(opened->format), QString("repro"));
        const Graph& graph = opened->graph;
        QCOMPARE(toQ(typeText(graph.type(graph.inputs()[0].value))), QString("f32[6,4]{1,6}"));
        QCOMPARE(std::get<std::int64_t>(graph.inputs()[1].data), 12);
        QCOMPARE(toQ(asTensor(graph.inputs()[2].data)->describe()), QString("i64[2]"));
        QCOMPARE(toQ(graph.metadata.at("check_str")), QString("boom"));
        QCOMPARE(toQ(graph.metadata.at("command")), QString("run"));
        QVERIFY(!opened->notes.empty());
    }

    void load_args_errors_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("want");
        QTest::newRow("outside its storage") << "    b = reader.storage(None, 8)\n    reader.tensor(b, (4,))\n" << "shape";
        QTest::newRow("unknown storage") << "    reader.tensor(b, (4,))\n" << "format: 4:19: storage 'b' is not defined";
        QTest::newRow("not a hash") << "    b = reader.storage('../../etc/passwd', 8)\n"
                                    << "format: 4:24: '../../etc/passwd' is not a storage's hash";
        QTest::newRow("unknown call") << "    reader.magic(1)\n" << "unsupported: 4:5: load_args calls 'reader.magic', which is not known";
        QTest::newRow("too large") << "    b = reader.storage(None, 99999999999999)\n" << "limit: 4:30: a storage of 99999999999999 bytes";
    }
    void load_args_errors() {
        QFETCH(QString, lines);
        QFETCH(QString, want);
        const auto opened = openPython("def forward(self, a):\n    return a\ndef load_args(reader):\n" + lines.toStdString(), "r.py");
        QVERIFY2(describe(opened).startsWith(want), qPrintable(describe(opened)));
    }

    void text_without_a_graph_is_refused() {
        QCOMPARE(describe(openPython("print('def forward(')\n", "x.py")),
                 QString("format: no graph in this Python text: expected a class with a forward method, `def forward(self, ...)`, or "
                         "`torch.export.load('...')`"));
    }
};

WHITTLE_TEST(FxTextTest)
#include "fx_text_test.moc"
