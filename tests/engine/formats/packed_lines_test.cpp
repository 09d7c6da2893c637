#include "engine/formats/packed_lines.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string packed(const std::vector<std::string>& lines) {
    LinePacker packer(1 << 20);
    for (const std::string& line : lines)
        if (!packer.add(line)) return {};
    Result<std::string> out = packer.finish();
    return out ? *out : std::string();
}

struct Unpacked {
    std::vector<std::string> lines;
    Result<void> end;
};
Unpacked unpacked(std::string_view bytes, const PackedLimits& limits = {}) {
    Unpacked out;
    out.end = unpackLines(bytes, limits, {}, [&](std::string_view line) -> Result<void> {
        out.lines.emplace_back(line);
        return {};
    });
    return out;
}

}  // namespace

class PackedLinesTest : public QObject {
    Q_OBJECT
private slots:
    void whatIsPackedComesBack() {
        const std::vector<std::string> lines{"", "a", std::string(300'000, 'x'), "\xff\x01", "last"};
        const Unpacked back = unpacked(packed(lines));
        VERIFY_OK(back.end);
        QVERIFY(back.lines == lines);
        const Unpacked nothing = unpacked(packed({}));
        VERIFY_OK(nothing.end);
        QVERIFY(nothing.lines.empty());
    }

    // Of noise, which no compression makes smaller.
    void aBlockHasItsBound() {
        LinePacker packer(1000);
        std::string noise;
        for (std::uint32_t i = 0, x = 1; i < 200'000; ++i, x = x * 1664525 + 1013904223) noise += static_cast<char>(x >> 24);
        QCOMPARE(describe(packer.add(noise)), QString("limit: it takes more than 1000 bytes compressed"));
    }

    void whatIsCutIsSaid() {
        const std::string whole = packed({"one", "two", std::string(5000, 'y')});
        for (std::size_t size = 0; size < whole.size(); ++size) QCOMPARE(describe(unpacked(whole.substr(0, size)).end), QString("format: the compressed block ends too early"));
    }

    void whatIsDamagedIsSaid() {
        QVERIFY(describe(unpacked("no zlib at all").end).startsWith("format: the compressed block is damaged: "));
        std::string broken = packed({"one", "two"});
        broken[broken.size() - 1] ^= 1;  // of the checksum
        QVERIFY(describe(unpacked(broken).end).startsWith("format: the compressed block is damaged: "));
    }

    void aBombIsBounded() {
        const std::string bomb = packed({std::string(8 << 20, '0')});
        QVERIFY(bomb.size() < 20'000);
        QCOMPARE(describe(unpacked(bomb, {.text = 1 << 20}).end), QString("limit: the compressed block holds more than 1048576 bytes"));
        QCOMPARE(describe(unpacked(bomb, {.line = 1 << 20}).end), QString("limit: a line of the compressed block has more than 1048576 bytes"));
    }

    void whoTakesLinesMayEndIt() {
        int taken = 0;
        const Result<void> end = unpackLines(packed({"1", "2", "3"}), {}, {}, [&](std::string_view) -> Result<void> {
            if (++taken == 2) return fail(Code::Format, "enough");
            return {};
        });
        QCOMPARE(describe(end), QString("format: enough"));
        QCOMPARE(taken, 2);
        CancelSource cancel;
        cancel.cancel();
        QCOMPARE(unpackLines(packed({"1"}), {}, cancel.token(), [](std::string_view) { return Result<void>(); }).error().code, Code::Cancelled);
    }
};

WHITTLE_TEST(PackedLinesTest)
#include "packed_lines_test.moc"
