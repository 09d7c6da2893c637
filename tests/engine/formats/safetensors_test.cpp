#include "engine/formats/safetensors.h"

#include <QTemporaryDir>

#include "engine/base/files.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SafetensorsTest : public QObject {
    Q_OBJECT

    static std::span<const std::byte> bytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }

private slots:
    void written_bytes_read_back() {
        const float f[] = {1, 2, 3, 4, 5, 6};
        const std::int64_t i[] = {-1, INT64_MAX};
        const bool b[] = {true};
        const Tensor dense = Tensor::of<const float>(f, {2, 3});
        const NamedTensors tensors = {{"flag", Tensor::of<const bool>(b, {})},  // makes what follows misaligned
                                      {"x \"é\"", dense},
                                      {"transposed", dense.asStrided({3, 2}, {1, 3}, 0)},
                                      {"ints", Tensor::of<const std::int64_t>(i, {2})},
                                      {"none", Tensor::zeros(DType::BF16, {0, 4})}};
        QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "t.safetensors";
        VERIFY_OK(writeSafetensors(path, tensors));
        const auto read = readSafetensors(path);
        VERIFY_OK(read);
        QCOMPARE(read->size(), tensors.size());
        for (const auto& [name, want] : tensors) {
            const Tensor& got = read->at(name);
            QCOMPARE(toQ(got.describe()), toQ(want.describe()));
            for (Index at = 0; at < want.numel(); ++at) QCOMPARE(got.flat(at), want.flat(at));
        }
        QCOMPARE(read->at("ints").flatInt(1), INT64_MAX);
    }

    void an_aligned_tensor_is_mapped() {
        const auto file = readSafetensors(sample("torch211/gpt_2l.expected.safetensors"));
        VERIFY_OK(file);
        QVERIFY(!file->at("in.0").storage()->writable());
        QCOMPARE(toQ(file->at("in.0").describe()), QString("i64[2,32]"));
    }

    void hostile_files_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("want");
        QTest::newRow("good") << "s_good" << "ok";
        QTest::newRow("header length") << "h_big_header"
                                       << "format: the header length 4611686018427387904 reaches past the file of 10 bytes";
        QTest::newRow("overlap") << "s_overlap" << "format: tensor 'b' begins at 4, the data before it ends at 8";
        QTest::newRow("hole") << "s_hole" << "format: tensor 'b' begins at 12, the data before it ends at 8";
        QTest::newRow("out of bounds") << "s_oob" << "format: the shape needs 8 bytes, data_offsets give 800";
        QTest::newRow("size mismatch") << "s_size_mismatch" << "format: the shape needs";
        QTest::newRow("trailing bytes") << "s_trailing" << "format: the tensors end at byte";
        QTest::newRow("dtype") << "s_unknown_dtype" << "unsupported: dtype";
        QTest::newRow("overflow") << "s_overflow" << "format: the sizes overflow 64 bits";
        QTest::newRow("overflow beside a zero") << "s_empty_overflow"
                                                << "shape: sizes [0,4611686018427387904,8] with strides [9223372036854775807,8,1] overflow";
        QTest::newRow("not an object") << "s_not_object" << "format: the header does not begin with '{'";
        QTest::newRow("duplicate name") << "s_dup" << "format: the key 'a' occurs twice";
        QTest::newRow("reversed") << "s_reversed" << "format: data ends at";
    }
    void hostile_files() {
        QFETCH(QString, file);
        QFETCH(QString, want);
        const auto path = golden("formats/pickle/" + file.toStdString() + ".safetensors");
        const QString got = describe(readSafetensors(path));
        QVERIFY2(got.startsWith(want), qPrintable(got));
    }

    void every_truncation_is_an_error() {
        const std::string whole = safetensorsBytes({{"a", Tensor::zeros(DType::F32, {3})}, {"b", Tensor::zeros(DType::I8, {2})}});
        for (std::size_t n = 0; n < whole.size(); ++n)
            QVERIFY(!parseSafetensors(bytesOf(whole.substr(0, n)), nullptr));
    }

    void a_missing_file_names_the_path() {
        QCOMPARE(describe(readSafetensors("/no/such.safetensors")),
                 QString("io: cannot open /no/such.safetensors: No such file or directory"));
    }
};

WHITTLE_TEST(SafetensorsTest)
#include "safetensors_test.moc"
