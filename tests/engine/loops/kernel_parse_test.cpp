#include "engine/loops/kernel_text.h"

#include "engine/base/files.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Rows of b0 by position, softmax-like: every kind of line.
const std::string kEveryLine =
    "kernel \"k of two\"(s0) turnwise\n"
    "  in  b0: f32[8,Max(1, s0)] channels_last  # %x.1\n"
    "  in  b1: i64[s0]  # %\"a \\\"name\\\"\\x0a\"\n"
    "  out b2: f32[s0,4]\n"
    "  check c0: \"{value} is \\\\ outside\" size 8\n"
    "  require s0 == 2*s0 - 4\n"
    "  v0 = cast 3:i32 : f32\n"
    "  v1 = eq 1:i64, 2:i64 : bool\n"
    "  for i0 in s0 parallel\n"
    "    v2 = load b1[i0] : i64\n"
    "    v3 = ge v2, 0 : bool\n"
    "    v4 = check v3, v2 else c0 : i64\n"
    "    g0 = v4 below 8\n"
    "    for r0 in 4\n"
    "      v5 = load b0[4*g0 + r0] if v1 : f32\n"
    "      v6 = add v5, -0 : f32\n"
    "      for r1 in s0\n"
    "        v7 sum= v6 in f64\n"
    "      v8 = add v7, nan(0x7ff0000000000001) : f64\n"
    "      v9 max= v8\n"
    "    v10 = cast v9 : f32\n"
    "    for i1 in 4\n"
    "      v11 = index 4*i0 + i1 : i64\n"
    "      v12 = cast v11 : f32\n"
    "      v13 = scan sum along i1 v12 : f32\n"
    "      v14 = select v3, v13, 0.10000000149011612 : f32\n"
    "      v15 = pow v14, v10 : f32\n"
    "      v16 = mul v15, v0 : f32\n"
    "      b2[4*i0 + i1] = v16\n";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    if (at == std::string::npos) qFatal("no %s in the text", what.c_str());
    return text.replace(at, what.size(), by);
}

}  // namespace

class KernelParseTest : public QObject {
    Q_OBJECT
private slots:
    void reads_every_line() {
        const auto kernel = parseKernel(kEveryLine);
        VERIFY_OK(kernel);
        QCOMPARE(toQ(printKernel(*kernel)), toQ(kEveryLine));
        QCOMPARE(toQ(kernel->name), QString("k of two"));
        QCOMPARE(toQ(kernel->buffers[1].note), QString("a \"name\"\n"));
        QCOMPARE(kernel->parallel, 1);
        QVERIFY(kernel->turnwise);
        QCOMPARE(toQ(kernel->checks[0].message), QString("{value} is \\ outside"));
    }

    void reads_what_is_declared_of_sizes() {
        for (const std::string range : {"[4, 64]", "[-3, inf]", "[-inf, 9223372036854775807]", "[-inf, inf]", "[0, 0]"}) {
            const std::string text = replaced(kEveryLine, "(s0)", fmt::format("(s0 in {})", range));
            const auto kernel = parseKernel(text);
            VERIFY_OK(kernel);
            QCOMPARE(toQ(printKernel(*kernel)), toQ(text));
            QVERIFY(kernelFingerprint(*kernel) != kernelFingerprint(*parseKernel(kEveryLine)));
        }
        QCOMPARE(parseKernel(replaced(kEveryLine, "(s0)", "(s0 in [4, 64])"))->sizes.at("s0"), (SymRange{.min = 4, .max = 64}));
    }

    // Steps of parallel loops run on any threads: none may store what another does.
    void places_of_steps_data() {
        QTest::addColumn<QString>("loops");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("error");
        const QString matrix = "for i0 in 4 parallel, for i1 in 8", both = "for i0 in 4 parallel, for i1 in 8 parallel", sized = "for i0 in s parallel, for i1 in 8";
        QTest::newRow("each its own") << matrix << "8*i0 + i1" << "";
        QTest::newRow("columns outside") << matrix << "i0 + 4*i1" << "";
        QTest::newRow("rows further apart") << matrix << "9*i0 + i1" << "";
        QTest::newRow("of a size") << sized << "8*i0 + i1" << "";
        QTest::newRow("one row only") << "for i0 in 1 parallel, for i1 in 8" << "i1" << "";
        QTest::newRow("no elements") << "for i0 in 4 parallel, for i1 in 0" << "i1" << "";
        QTest::newRow("a place that inner steps share") << matrix << "i0" << "";
        QTest::newRow("one place") << matrix << "0" << "b0[0] is one element for every step of i0";
        QTest::newRow("one row for all") << matrix << "i1" << "b0[i1] is one element for every step of i0";
        QTest::newRow("of two loops") << both << "i0" << "b0[i0] is one element for every step of i1";
        QTest::newRow("pairs") << "for i0 in 4 parallel" << "i0//2" << "b0[(i0//2)] may be one element for several steps of i0";
        QTest::newRow("rows that overlap") << matrix << "7*i0 + i1" << "steps of i0 may store what others store at b0[7*i0 + i1]";
        QTest::newRow("a diagonal") << both << "i0 + i1" << "steps of i1 may store what others store at b0[i0 + i1]";
        QTest::newRow("rows between the steps") << matrix << "i0 + 3*i1" << "steps of i1 may store what others store at b0[i0 + 3*i1]";
        QTest::newRow("one row of a size") << sized << "i1" << "b0[i1] is one element for every step of i0";
    }
    void places_of_steps() {
        QFETCH(QString, loops);
        QFETCH(QString, place);
        QFETCH(QString, error);
        QString text = "kernel k(s)\n  out b0: f32[s,64]\n", indent = "  ";
        for (const QString& loop : loops.split(", ")) {
            text += indent + loop + "\n";
            indent += "  ";
        }
        text += indent + "b0[" + place + "] = 1\n";
        const auto kernel = parseKernel(text.toStdString());
        QCOMPARE(describe(kernel), error.isEmpty() ? QString("ok") : "verify: kernel k: " + error + ", and steps run on any thread");
    }

    void the_page_shows_a_kernel() {
        const auto page = readFile(WHITTLE_SOURCE_DIR "/docs/loop-ir.md");
        VERIFY_OK(page);
        const std::size_t start = page->find("```\n") + 4;
        const std::string text = page->substr(start, page->find("```\n", start) - start);
        const auto kernel = parseKernel(text);
        VERIFY_OK(kernel);
        QCOMPARE(toQ(printKernel(*kernel)), toQ(text));
    }

    void refuses_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("error");
        QTest::newRow("no kernel") << "kernel \"" << "colonel \"" << "format: 1:1: expected 'kernel ', found 'colonel \"k of two\"(s0) t'";
        QTest::newRow("a range upside down") << "(s0)" << "(s0 in [9, 4])" << "format: 1:30: no value is in [9, 4]";
        QTest::newRow("a range that says nothing") << "(s0)" << "(s0 in [0, inf])" << "format: 1:32: any size is written without a range";
        QTest::newRow("an end of a range") << "(s0)" << "(s0 in [4, 6x])" << "format: 1:29: expected a whole number of 64 bits or inf, then ']', found '6x]) turnwise'";
        QTest::newRow("a range of one end") << "(s0)" << "(s0 in [4])" << "format: 1:26: expected a whole number of 64 bits or -inf, then ',', found '4]) turnwise'";
        QTest::newRow("an escape") << "\\x0a" << "\\n" << "format: 3:34: expected one of \\\", \\\\ and \\xHH, found '\\n\"'";
        QTest::newRow("buffers in order") << "b1: i64" << "b2: i64" << "format: 3:7: expected 'b1:', found 'b2: i64[s0]  # %\"a \\\"nam'";
        QTest::newRow("complex") << "f32[s0,4]" << "c64[s0,4]" << "unsupported: 4:11: loops know real numbers only, not c64";
        QTest::newRow("a size") << "8,Max(1, s0)" << "8,Max(1, s0" << "format: 2:17: expected a size and ']', found 'Max(1, s0] channels_last'";
        QTest::newRow("dtype of a number") << "cast 3:i32" << "cast 3" << "format: 7:13: the dtype of 3 is not known: write 3:f32 or another";
        QTest::newRow("a whole number") << "ge v2, 0" << "ge v2, 0.5" << "format: 11:17: '0.5' is no whole number of 64 bits";
        QTest::newRow("no operation") << "pow v14" << "power v14" << "format: 27:13: expected an operation, found 'power v14, v10 : f32'";
        QTest::newRow("operands") << "pow v14, v10" << "pow v14" << "format: 27:26: pow takes 2 operands, not 1";
        QTest::newRow("out of scope") << "pow v14, v10" << "pow v14, v6" << "format: 27:22: no value v6 can be read here";
        QTest::newRow("a loop that ended") << "index 4*i0 + i1" << "index 4*i0 + r0" << "format: 23:19: 'r0' is no size and no loop around this line";
        QTest::newRow("names are unique") << "for i1 in 4" << "for r0 in 4" << "format: 22:9: 'r0' is there already";
        QTest::newRow("values are unique") << "v12 = cast" << "v11 = cast" << "format: 24:27: v11 is there already";
        QTest::newRow("indentation") << "    v10 = cast" << "     v10 = cast" << "format: 21:6: lines are indented by two blanks for each loop around them, and two more";
        QTest::newRow("too deep") << "  v0 = cast" << "    v0 = cast" << "format: 7:5: expected at most 2 blanks before this line";
        QTest::newRow("loops end with reductions") << "        v7 sum= v6 in f64\n" << "" << "format: 18:7: expected 8 blanks before this line: loops end with a reduction only";
        QTest::newRow("no store") << "      b2[4*i0 + i1] = v16\n" << "" << "format: 29:1: expected a store, found the end of the text";
        QTest::newRow("after stores") << "= v16\n" << "= v16\n      v17 = neg v16 : f32\n" << "format: 30:7: expected a store, as on the line before, found 'v17 = neg v16 : f32'";
        QTest::newRow("read nowhere") << "pow v14, v10" << "pow v14, v14" << "format: 21:1: nothing reads what this line computes";
        QTest::newRow("no such buffer") << "b2[4*i0" << "b3[4*i0" << "format: 29:7: there is no buffer b3";
        QTest::newRow("too large") << "index 4*i0" << "index 9223372036854775807*9*i0" << "limit: 23:19: '9223372036854775807*9*i0 + i1' leaves 64 bits or is too large";
        QTest::newRow("steps") << "for r0 in 4" << "for r0 in -4" << "format: 14:17: a loop of -4 steps";
        QTest::newRow("a nest that depends on itself") << "for i1 in 4" << "for i1 in i0" << "format: 22:1: the steps of a loop around a store are counted by sizes only, not by 'i0'";
        QTest::newRow("a reduction over another's loop") << "for r1 in s0" << "for r1 in r0" << "verify: kernel k of two: expression %13 runs r1 over r0 steps, of which not all names are sizes or loops of the kernel";
        QTest::newRow("a parallel reduction") << "for r0 in 4" << "for r0 in 4 parallel" << "format: 14:1: a reduction's loop cannot be parallel";
        QTest::newRow("a rule of the IR") << "pow v14, v10 : f32" << "pow v14, v10 : f64" << "verify: kernel k of two: expression %23 (pow) breaks the rule: a result of its operands' dtype, or a bool of a comparison";
        QTest::newRow("bits of floats") << "pow v14" << "xor v14" << "verify: kernel k of two: expression %23 (xor) breaks the rule: operands that are no floats";
    }
    void refuses() {
        QFETCH(QString, what);
        QFETCH(QString, by);
        const auto kernel = parseKernel(replaced(kEveryLine, what.toStdString(), by.toStdString()));
        QVERIFY(!kernel);
        QTEST(describe(kernel), "error");
    }

    void limits() {
        QCOMPARE(describe(parseKernel(std::string((1 << 20) + 1, 'x'))), QString("limit: the text has 1048577 bytes, at most 1048576 are accepted"));
        std::string deep = "kernel k()\n  out b0: f32[1]\n";
        for (int i = 0; i < 65; ++i) deep += std::string(static_cast<std::size_t>(2 * i + 2), ' ') + fmt::format("for i{} in 2\n", i);
        QVERIFY2(describe(parseKernel(deep)).startsWith("limit: 67:131: more than 64 loops inside each other"), qPrintable(describe(parseKernel(deep))));
        QCOMPARE(describe(parseKernel("kernel k()\n" + std::string(20'000, '\n'))), QString("limit: the text has more than 20000 lines"));
        QCOMPARE(describe(parseKernel("")), QString("format: 1:1: expected 'kernel', found the end of the text"));
    }
};

WHITTLE_TEST(KernelParseTest)
#include "kernel_parse_test.moc"
