// What we write as layout A, a real PyTorch 2.6 loads, runs, and agrees with on the outputs of our own interpreter; so does a
// newer one with layout B. WHITTLE_TORCH_PYTHON names a Python that has the first, WHITTLE_TORCH_NEW_PYTHON the second.
#include <QProcess>
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/pt2_write.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Loads a program, runs its example call, compares with out.0, out.1, ... of a JSON file.
constexpr const char* kScript = R"(
import json, sys, torch
program = torch.export.load(sys.argv[1])
args, kwargs = program.example_inputs
got = torch.utils._pytree.tree_leaves(program.module()(*args, **kwargs))
want = json.load(open(sys.argv[2]))
assert len(got) == len(want), (len(got), len(want))
for i, (g, w) in enumerate(zip(got, want)):
    if w is None:
        assert g is None or not torch.is_tensor(g), i
        continue
    assert list(g.shape) == w['shape'] and str(g.dtype) == 'torch.' + w['dtype'], (i, g.shape, g.dtype, w['shape'], w['dtype'])
    want_values = torch.tensor([float(v) for v in w['values']], dtype=torch.float64).reshape(g.shape)
    torch.testing.assert_close(g.detach().to(torch.float64), want_values, rtol=w['tol'], atol=w['tol'], equal_nan=True)
tied = {}
for name, tensor in program.state_dict.items():
    tied.setdefault(tensor.untyped_storage().data_ptr(), []).append(name)
print('AGREES', sum(len(names) > 1 for names in tied.values()))
)";

}  // namespace

class TorchLoadTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    void agrees_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"mlp_static.torch26", "mlp_static.torch214", "pytree_inputs", "symbolic_exprs", "named_dims_range.torch26"})
            QTest::newRow(name) << toQ(golden(std::string("formats/pt2/") + name + ".pt2"));
        for (const char* name : {"bert_tiny", "conv_bn_core", "ddpm_unet_block", "moe_gather", "squeezenet11", "gpt_2l"})
            QTest::newRow(name) << toQ(sample(std::string("torch211/") + name + ".pt2"));
        QTest::newRow("scan_hop") << toQ(sample("torch26/scan_hop.pt2"));
    }
    void agrees() {
        QFETCH(QString, file);
        const auto opened = openGraph(file.toStdString());
        VERIFY_OK(opened);
        compare(opened->graph, 0);
    }

    // What the current layout made of `scan`, and back.
    void a_scan_of_the_current_layout_comes_back() {
        const auto opened = openGraph(sample("torch26/scan_hop.pt2"));
        VERIFY_OK(opened);
        const QTemporaryDir folder;
        const std::filesystem::path current = std::filesystem::path(folder.path().toStdString()) / "current.pt2";
        VERIFY_OK(writePt2(opened->graph, current, Pt2Layout::B));
        const auto again = openGraph(current);
        VERIFY_OK(again);
        compare(again->graph, 0);
    }

    void a_newer_pytorch_agrees_data() {
        agrees_data();
        // Several results under their operator's name; an argument that is given by name past one that is not.
        for (const char* name : {"torch26/bn_train_mutation", "torch214/state_zoo", "torch26/cond_branch", "torch26/kvcache_step"})
            QTest::newRow(name) << toQ(sample(std::string(name) + ".pt2"));
    }
    void a_newer_pytorch_agrees() {
        QFETCH(QString, file);
        const QString python = qEnvironmentVariable("WHITTLE_TORCH_NEW_PYTHON");
        if (python.isEmpty()) QSKIP("WHITTLE_TORCH_NEW_PYTHON does not name a Python with PyTorch 2.8 or later");
        const auto opened = openGraph(file.toStdString());
        VERIFY_OK(opened);
        compare(opened->graph, -1, {python, Pt2Layout::B});
    }

    void tied_weights_stay_tied() {
        const QTemporaryDir folder;
        const std::filesystem::path text = std::filesystem::path(folder.path().toStdString()) / "tied.wtl";
        VERIFY_OK(writeFileAtomic(text, "whittle 1\ngraph @tied {\n  param %a : f32[2,2] = \"a\"\n  param %b : f32[2,2] = \"b.c\"\n"
                                        "  buffer %n : i64[] = \"n\" nonpersistent\n  input %x : f32[2,2]\n"
                                        "  %p = aten.mm.default(%a, %x) : f32[2,2]\n  %q = aten.add.Tensor(%p, %b, alpha=2) : f32[2,2]\n"
                                        "  %r = aten.add.Tensor(%q, %n) : f32[2,2]\n  return %r\n}\n"));
        auto opened = openGraph(text);
        VERIFY_OK(opened);
        Graph& graph = opened->graph;
        graph.setInputData(graph.inputs()[1].value, graph.inputs()[0].data);
        compare(graph, 1);
    }

private:
    struct Reader {
        QString python;
        Pt2Layout layout = Pt2Layout::A;
    };
    /// `shared` storages of the state; -1: not asked about.
    void compare(const Graph& graph, int shared) { compare(graph, shared, {m_python}); }
    void compare(const Graph& graph, int shared, const Reader& reader) {
        const auto result = interpret(graph, {}, {});
        VERIFY_OK(result);
        std::string want = "[";
        for (std::size_t i = 0; i < result->outputs.size(); ++i) {
            if (graph.outputs()[i].kind != OutputKind::User) continue;
            if (want.size() > 1) want += ",\n";
            want += answer(result->outputs[i]);
        }
        const QTemporaryDir folder;
        const std::filesystem::path base = folder.path().toStdString();
        VERIFY_OK(writeFileAtomic(base / "want.json", want + "]"));
        VERIFY_OK(writeFileAtomic(base / "check.py", kScript));
        VERIFY_OK(writePt2(graph, base / "program.pt2", reader.layout));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(reader.python, {toQ(base / "check.py"), toQ(base / "program.pt2"), toQ(base / "want.json")});
        QVERIFY2(process.waitForFinished(500'000), "PyTorch did not end in time");
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.right(3000).constData());
        QVERIFY2(output.contains(shared < 0 ? "AGREES " : "AGREES " + QByteArray::number(shared)), output.right(3000).constData());
    }

    static std::string answer(const Datum& datum) {
        const Tensor* tensor = asTensor(datum);
        if (!tensor) return "null";
        std::vector<std::string> values;
        for (Index i = 0; i < tensor->numel(); ++i) values.push_back(fmt::format("\"{}\"", tensor->flat(i)));
        const DType dtype = tensor->dtype();
        return fmt::format(R"({{"shape": [{}], "dtype": "{}", "tol": {}, "values": [{}]}})", fmt::join(tensor->sizes(), ", "),
                           dtypeInfo(dtype).torchName, dtypeSize(dtype) < 4 && isFloating(dtype) ? 2e-2 : 1e-4, fmt::join(values, ", "));
    }
    static QString toQ(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

    QString m_python;
};

WHITTLE_TEST(TorchLoadTest)
#include "torch_load_test.moc"
