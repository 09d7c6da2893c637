// Runs reproducers that Whittle wrote under a real PyTorch. WHITTLE_TORCH_PYTHON names a Python that has one.
#include <QProcess>

#include "engine/formats/export_py.h"
#include "engine/formats/open.h"
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
        QTest::newRow("minifier's program, AOTInductor") << "aoti_minifier/exported_program.pt2" << "aoti";
        QTest::newRow("minifier's program, torch.compile") << "aoti_minifier/exported_program.pt2" << "compile";
        QTest::newRow("convolution, AOTInductor") << "torch211/conv_bn_core.pt2" << "aoti";
        QTest::newRow("routing, AOTInductor") << "torch211/moe_gather.pt2" << "aoti";
    }
    void agrees() {
        QFETCH(QString, file);
        QFETCH(QString, backend);
        const auto opened = openGraph(sample(file.toStdString()));
        VERIFY_OK(opened);
        const QTemporaryDir folder;
        const auto script = std::filesystem::path(folder.path().toStdString()) / "repro.py";
        VERIFY_OK(writeRepro(opened->graph, script));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(m_python, {toQ(script.string()), "--backend", backend});
        QVERIFY2(process.waitForFinished(500'000), "the reproducer did not end in time");
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.right(3000).constData());
        QVERIFY2(output.contains("AGREES"), output.right(3000).constData());
    }

private:
    QString m_python;
};

WHITTLE_TEST(FxReproTest)
#include "fx_repro_test.moc"
