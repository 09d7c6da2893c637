#include "engine/formats/wtl.h"

#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/formats/safetensors.h"
#include "tests/support/graph_compare.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class WtlTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath("g.wtl").toStdString();
    }

    void graph_and_tensors_come_back() {
        const Graph graph = randomProgram(3);
        VERIFY_OK(writeWtl(graph, m_file));
        const Result<Graph> back = readWtl(m_file);
        VERIFY_OK(back);
        QCOMPARE(toQ(graphDifference(graph, *back)), QString());
        for (std::size_t i = 0; i < graph.inputs().size(); ++i) {
            const Tensor& was = *asTensor(graph.inputs()[i].data);
            const Tensor* is = asTensor(back->inputs()[i].data);
            QVERIFY(is);
            QCOMPARE(toQ(is->describe()), toQ(was.describe()));
            for (Index at = 0; at < was.numel(); ++at) QCOMPARE(is->flat(at), was.flat(at));
        }
    }

    // Transposed, with gaps, expanded: `view` and libraries look at how an input lies.
    void strides_on_record_come_back() {
        const Tensor numbers = Tensor::of<double>(std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {12});
        const std::vector<Tensor> tensors{numbers.asStrided({3, 4}, {1, 3}, 0), numbers.asStrided({2, 3}, {6, 2}, 1), numbers.asStrided({2, 5, 3}, {3, 0, 1}, 0),
                                          numbers.asStrided({4}, {0}, 2), numbers.asStrided({2, 2}, {1, 1}, 0)};
        Graph graph;
        for (const Tensor& tensor : tensors) graph.addInput({.value = {}, .kind = InputKind::User, .target = {}, .data = tensor}, "x", typeOf(tensor));
        VERIFY_OK(writeWtl(graph, m_file));
        const Result<Graph> back = readWtl(m_file);
        VERIFY_OK(back);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const Tensor& is = *asTensor(back->inputs()[i].data);
            // Elements that share a place in another way than by expansion stay row-major.
            QCOMPARE(is.strides(), i == 4 ? Sizes({2, 1}) : tensors[i].strides());
            for (Index at = 0; at < is.numel(); ++at) QCOMPARE(is.flat(at), tensors[i].flat(at));
        }
    }

    void tensors_may_be_absent() {
        VERIFY_OK(writeWtl(randomProgram(3), m_file));
        QVERIFY(std::filesystem::remove(tensors()));
        const Result<Graph> back = readWtl(m_file);
        VERIFY_OK(back);
        QVERIFY(std::holds_alternative<std::monostate>(back->inputs()[0].data));
    }

    void stale_tensors_do_not_stay() {
        VERIFY_OK(writeWtl(randomProgram(3), m_file));
        Graph without;
        without.addInput({}, "x0", TensorType{DType::F32, {7}, {}, {}});
        VERIFY_OK(writeWtl(without, m_file));
        QVERIFY(!std::filesystem::exists(tensors()));
        VERIFY_OK(readWtl(m_file));
    }

    void errors_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tensorName");
        QTest::addColumn<QString>("want");
        const QString graph = "whittle 1\ngraph @g {\ninput %x : f32[2]\nreturn %x\n}\n";
        QTest::newRow("fits") << graph << "x" << "ok";
        QTest::newRow("text") << "whittle 1\ngraph" << "x" << "format: 2:6: expected '@', found the end of the text";
        QTest::newRow("tensor of nothing") << graph << "y" << "format: tensor 'y' belongs to no input of graph @g";
        QTest::newRow("tensor of another type")
            << QString(graph).replace("f32", "i64") << "x"
            << "verify: verify.5: input %x has type i64[2], but holds f32[2]";
        QTest::newRow("undeclared symbol") << QString(graph).replace("[2]", "[s0]") << "x"
                                           << "verify: verify.6: %x has type f32[s0], but symbol s0 is not declared";
    }
    void errors() {
        QFETCH(QString, text);
        QFETCH(QString, tensorName);
        VERIFY_OK(writeFileAtomic(m_file, text.toStdString()));
        VERIFY_OK(writeSafetensors(tensors(), {{tensorName.toStdString(), Tensor::zeros(DType::F32, {2})}}));
        QTEST(describe(readWtl(m_file)), "want");
    }
    void missing_file() { QVERIFY(describe(readWtl(m_file)).startsWith("io: cannot open")); }

private:
    std::filesystem::path tensors() const { return m_file.string() + ".safetensors"; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

WHITTLE_TEST(WtlTest)
#include "wtl_test.moc"
