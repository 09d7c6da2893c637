// The real bugs of PyTorch 2.6 that take most candidates, or AOTInductor. WHITTLE_TORCH_PYTHON names a Python with PyTorch; a later one may
// have lost some.
#include "tests/minifier/torch/real_bug.h"

using namespace whittle;
using namespace whittle::test;

class RealBugsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_python = qEnvironmentVariable("WHITTLE_TORCH_PYTHON");
        if (m_python.isEmpty()) QSKIP("WHITTLE_TORCH_PYTHON does not name a Python with PyTorch");
    }

    void reduces_a_real_bug_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("signature");
        QTest::addColumn<QString>("op");
        QTest::newRow("size 2*s0") << "derived_dim" << "aoti" << "CppCompileError: '_' was not declared in this scope" << "";
        QTest::newRow("argmax of a transpose") << "argmax_transposed" << "compile" << "wrong value" << "aten.argmax.default";
        QTest::newRow("eager refuses") << "linear_dtypes" << "compile"
                                       << "compiled returns, eager raises RuntimeError: mat1 and mat2 must have the same dtype, but got Half and Float"
                                       << "aten.linear.default";
    }
    void reduces_a_real_bug() {
        QFETCH(QString, file);
        QFETCH(QString, mode);
        QFETCH(QString, signature);
        QFETCH(QString, op);
        reduceToOneOperator({.file = file, .mode = mode, .signature = signature, .op = op, .python = m_python});
    }

private:
    QString m_python;
};

WHITTLE_TEST(RealBugsTest)
#include "real_bugs_test.moc"
