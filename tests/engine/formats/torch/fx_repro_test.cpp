// Runs reproducers that Whittle wrote under a real PyTorch. WHITTLE_TORCH_PYTHON names a Python that has one.
#include <QDir>
#include <QProcess>

#include "engine/formats/export_py.h"
#include "engine/formats/open.h"
#include "engine/formats/tensor_fill.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class FxReproTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    void agrees_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("backend");
        QTest::addColumn<bool>("single");
        QTest::newRow("minifier's program, AOTInductor") << "aoti_minifier/exported_program.pt2" << "aoti" << false;
        QTest::newRow("minifier's program, torch.compile") << "aoti_minifier/exported_program.pt2" << "compile" << false;
        QTest::newRow("convolution, AOTInductor") << "torch211/conv_bn_core.pt2" << "aoti" << false;
        QTest::newRow("routing, AOTInductor") << "torch211/moe_gather.pt2" << "aoti" << false;
        QTest::newRow("all in one file, torch.compile") << "torch211/moe_gather.pt2" << "compile" << true;
    }
    void agrees() {
        QFETCH(QString, file);
        QFETCH(QString, backend);
        QFETCH(bool, single);
        const auto opened = openGraph(sample(file.toStdString()));
        VERIFY_OK(opened);
        const QTemporaryDir folder;
        const auto script = std::filesystem::path(folder.path().toStdString()) / "repro.py";
        VERIFY_OK(writeRepro(opened->graph, script, {.data = single ? ReproData::Inside : ReproData::Beside}));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), single ? 1 : 2);
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(m_python, {toQ(script.string()), "--backend", backend});
        QVERIFY2(process.waitForFinished(500'000), "the reproducer did not end in time");
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.right(3000).constData());
        QVERIFY2(output.contains("AGREES"), output.right(3000).constData());
    }

    // What Whittle draws and writes out is what the script makes of it in PyTorch, to the last bit.
    void values_are_the_same() {
        Graph graph;
        QString want;
        const auto add = [&](const Tensor& tensor) {
            const ValueId input = graph.addInput({.kind = InputKind::User, .data = tensor}, fmt::format("x{}", graph.inputs().size()), typeOf(Datum(tensor)));
            graph.addOutput({.value = input});
            const Tensor flat = tensor.contiguous();
            const QByteArray bytes(reinterpret_cast<const char*>(flat.data<std::byte>()), static_cast<qsizetype>(flat.byteSize()));
            want += QString::fromLatin1(bytes.toHex()) + '\n';
        };
        for (int dtype = 0; dtype < kDTypeCount; ++dtype)
            for (int how = 0; how < int(Fill::Listed); ++how)
                for (const Sizes& sizes : {Sizes{}, Sizes{5}, Sizes{3, 7}, Sizes{4, 16}})
                    if (const auto tensor = filled({static_cast<Fill>(how), static_cast<std::uint64_t>(dtype)}, static_cast<DType>(dtype), sizes)) add(*tensor);
        Tensor few = Tensor::zeros(DType::F16, {9, 9});
        few.mutableData<Half>()[40] = static_cast<Half>(0.1f);
        add(few);
        add(Tensor::full(DType::F32, {1, 3}, 0.1).asStrided({4, 3}, {0, 1}, 0));
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        VERIFY_OK(writeRepro(graph, path / "repro.py"));
        QVERIFY(!std::filesystem::exists(path / "inputs.safetensors"));
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(m_python, {"-c", "import torch, repro\n"
                                       "for x in repro.fresh(repro.load_inputs(), 'cpu'):\n"
                                       "    print(bytes(x.contiguous().reshape(-1).view(torch.uint8).tolist()).hex())\n"});
        QVERIFY(process.waitForFinished(200'000));
        const QStringList got = QString::fromLatin1(process.readAllStandardOutput()).split('\n'), lines = want.split('\n');  // each ends with an empty one
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().right(3000).constData());
        QCOMPARE(got.size(), lines.size());
        for (qsizetype i = 0; i + 1 < got.size(); ++i)  // QVERIFY2 makes its text whether or not it holds
            QVERIFY2(got[i] == lines[i], qPrintable(QString("input %1 (%2): PyTorch has %3, Whittle %4").arg(i).arg(toQ(describe(graph.inputs()[std::size_t(i)].data)), got[i], lines[i])));
    }

private:
    QString m_python;
};

WHITTLE_TEST(FxReproTest)
#include "fx_repro_test.moc"
