#include "engine/formats/zip_archive.h"

#include <cstring>

#include <zlib.h>

#include "engine/base/files.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// A small archive as Python's zipfile writes it, with a knob for every field that the reader checks.
struct Item {
    std::string name = "a/x";
    std::string data = "hello";
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
    std::string packed = {};                          // method 8
    std::optional<std::uint32_t> size = {};           // instead of the true one
    std::optional<std::string> localName = {};
};

template <class T>
std::string le(T value) {
    std::string out(sizeof value, '\0');
    std::memcpy(out.data(), &value, sizeof value);
    return out;
}

std::string zipOf(const std::vector<Item>& items, std::uint16_t extraCount = 0) {
    std::string body, directory;
    for (const Item& item : items) {
        const auto crc = static_cast<std::uint32_t>(
            crc32_z(0, reinterpret_cast<const Bytef*>(item.data.data()), item.data.size()));
        const std::string& payload = item.method == 8 ? item.packed : item.data;
        const auto size = item.size.value_or(static_cast<std::uint32_t>(item.data.size()));
        const auto packed = item.method == 8 ? static_cast<std::uint32_t>(payload.size()) : size;
        const std::string sizes = le(crc) + le(packed) + le(size);
        const std::string local = item.localName.value_or(item.name);
        directory += "PK\x01\x02" + le<std::uint32_t>(0) + le(item.flags) + le(item.method) + le<std::uint32_t>(0) + sizes +
                     le(static_cast<std::uint16_t>(item.name.size())) + le<std::uint64_t>(0) + le<std::uint32_t>(0) +
                     le(static_cast<std::uint32_t>(body.size())) + item.name;
        body += std::string("PK\x03\x04") + le<std::uint16_t>(20) + le(item.flags) + le(item.method) + le<std::uint32_t>(0) + sizes +
                le(static_cast<std::uint16_t>(local.size())) + le<std::uint16_t>(0) + local + payload;
    }
    const auto count = static_cast<std::uint16_t>(items.size() + extraCount);
    return body + directory + "PK\x05\x06" + le<std::uint32_t>(0) + le(count) + le(count) +
           le(static_cast<std::uint32_t>(directory.size())) + le(static_cast<std::uint32_t>(body.size())) + le<std::uint16_t>(0);
}

std::string deflated(const std::string& data) {
    std::string out(data.size() + 100, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

// Opens and reads every entry: "ok" or the first error.
QString readAll(const std::string& bytes) {
    auto zip = ZipArchive::open(std::as_bytes(std::span(bytes)), std::make_shared<int>(0));
    if (!zip) return describe(zip);
    for (const ZipArchive::Entry& entry : zip->entries())
        if (const auto record = zip->read(entry.name); !record) return describe(record);
    return "ok";
}

}  // namespace

class ZipArchiveTest : public QObject {
    Q_OBJECT
private slots:
    void archives_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<QString>("want");
        const std::string good = zipOf({{}, {.name = "a/y", .data = ""}});
        const std::string text(5000, 'x');
        std::string flipped = good;
        flipped[flipped.find("hello")] = 'j';
        std::string comment = good;
        comment[comment.size() - 2] = 3;
        QTest::newRow("two entries") << good << "ok";
        QTest::newRow("none") << zipOf({}) << "ok";
        QTest::newRow("a comment") << comment + "abc" << "ok";
        QTest::newRow("deflated") << zipOf({{.data = text, .method = 8, .packed = deflated(text)}}) << "ok";
        QTest::newRow("not a zip") << std::string("hello") << "format: not a zip archive: it does not begin with an entry";
        QTest::newRow("cut short") << good.substr(0, good.size() - 1)
                                   << "format: the end record of the archive is missing: the file is cut short or not a zip";
        QTest::newRow("prepended") << "PK\x03\x04" + good << "format: the directory has 98 bytes at 71, its end record stands at 173: bytes were added or cut";
        QTest::newRow("checksum") << flipped << "format: the checksum is 4cd0f5e6, 3610a686 was expected: the file is damaged";
        QTest::newRow("count") << zipOf({{}}, 1) << "format: the directory ends early or is damaged at byte 87";
        QTest::newRow("twice") << zipOf({{}, {}}) << "format: the entry name 'a/x' occurs twice";
        QTest::newRow("encrypted") << zipOf({{.flags = 1}}) << "unsupported: entry 'a/x' is encrypted";
        QTest::newRow("method") << zipOf({{.method = 12}}) << "unsupported: entry 'a/x' uses compression method 12";
        QTest::newRow("past the end") << zipOf({{.size = 5000}}) << "format: its 5000 bytes at 33 reach past the end of the file";
        QTest::newRow("overlap") << zipOf({{.size = 20}, {.name = "b"}}) << "format: entry 'a/x' overlaps what follows it";
        QTest::newRow("names differ") << zipOf({{.localName = "a/z"}}) << "format: its header at byte 0 and the directory disagree";
        QTest::newRow("no descriptor") << zipOf({{.flags = 8}}) << "format: the descriptor at byte 38 and the directory disagree";
        QTest::newRow("traversal") << zipOf({{.name = "a/../../x"}}) << "format: entry name 'a/../../x' contains '..'";
        QTest::newRow("absolute") << zipOf({{.name = "/etc/x"}}) << "format: entry name '/etc/x' is an absolute path";
        QTest::newRow("backslash") << zipOf({{.name = "a\\x"}}) << "format: entry name 'a\\x' contains a backslash";
        QTest::newRow("drive") << zipOf({{.name = "c:x"}}) << "format: entry name 'c:x' has a drive letter";
        QTest::newRow("no name") << zipOf({{.name = ""}}) << "format: an entry has no name";
        const std::string zeros(4 << 20, '\0');
        QTest::newRow("bomb") << zipOf({{.data = zeros, .method = 8, .packed = deflated(zeros)}})
                              << QString("limit: %1 bytes pack 4194304: more than 200 to 1 is refused").arg(deflated(zeros).size());
        QTest::newRow("wrong size") << zipOf({{.data = text, .method = 8, .packed = deflated(text), .size = 4000}})
                                    << "format: the compressed data is damaged or does not unpack to 4000 bytes";
        QTest::newRow("damaged stream") << zipOf({{.data = text, .method = 8, .packed = "junk"}})
                                        << "format: the compressed data is damaged or does not unpack to 5000 bytes";
    }
    void archives() {
        QFETCH(std::string, bytes);
        QTEST(readAll(bytes), "want");
    }

    void every_truncation_is_an_error() {
        const std::string good = zipOf({{}, {.name = "a/y", .data = "more"}});
        for (std::size_t n = 0; n < good.size(); ++n) QVERIFY(readAll(good.substr(0, n)) != "ok");
    }

    void a_stored_entry_is_a_span_of_the_file() {
        const auto file = MappedFile::open(sample("torch211/conv_bn_core.pt2"));
        VERIFY_OK(file);
        auto zip = ZipArchive::open((*file)->bytes(), *file);
        VERIFY_OK(zip);
        const auto record = zip->read("conv_bn_core/data/weights/weight_0");
        VERIFY_OK(record);
        QVERIFY(record->bytes.data() > (*file)->bytes().data() && record->bytes.data() < (*file)->bytes().data() + (*file)->bytes().size());
        QCOMPARE(describe(zip->read("nothing")).left(62), QString("not_found: no entry 'nothing' in this archive; it holds conv_b"));
    }
};

WHITTLE_TEST(ZipArchiveTest)
#include "zip_archive_test.moc"
