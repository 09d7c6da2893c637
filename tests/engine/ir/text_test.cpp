#include "engine/ir/text.h"

#include "engine/ir/verify.h"
#include "engine/ops/op_def.h"
#include "tests/support/golden.h"
#include "tests/support/graph_compare.h"
#include "tests/support/random_graph.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// Schemas of the test's own, so that the cases do not change with the operator table.
const Schema* testSchema(std::string_view op) {
    static const Schema kAdd = *parseSchema("add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor");
    static const Schema kSlice =
        *parseSchema("slice(Tensor self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor");
    if (op == "aten.add.Tensor") return &kAdd;
    if (op == "aten.slice.Tensor") return &kSlice;
    return nullptr;
}

// A graph around lines of a body.
std::string inGraph(const std::string& lines) { return "whittle 1\ngraph @g {\ninput %x : f32[2]\n" + lines + "\n}\n"; }

}  // namespace

class TextTest : public QObject {
    Q_OBJECT
private slots:
    void golden_files_print_back_data() {
        QTest::addColumn<QString>("name");
        for (const auto& file : std::filesystem::directory_iterator(golden("text")))
            QTest::newRow(file.path().stem().c_str()) << toQ(file.path().filename().string());
    }
    void golden_files_print_back() {
        QFETCH(QString, name);
        const std::string file = "text/" + name.toStdString();
        QFile text(toQ(golden(file).string()));
        QVERIFY(text.open(QIODevice::ReadOnly));
        const Result<Graph> graph = parseGraph(text.readAll().toStdString(), findSchema);
        VERIFY_OK(graph);
        VERIFY_OK(verifyStructure(*graph));
        COMPARE_GOLDEN(file, printGraph(*graph, findSchema));
    }

    void the_documented_example_is_true() {
        QFile page(toQ((sourceDir() / "docs/text-format.md").string()));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const std::string text = page.readAll().toStdString();
        const std::size_t start = text.find("```\n") + 4;
        COMPARE_GOLDEN("text/example.wtl", text.substr(start, text.find("```", start) - start));
    }

    void random_graphs_come_back() {
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            const Graph graph = randomGraph(seed);
            const std::string text = printGraph(graph, findSchema);
            const Result<Graph> parsed = parseGraph(text, findSchema);
            QVERIFY2(parsed.has_value(),
                     parsed ? "" : fmt::format("seed {}: {}\n{}", seed, parsed.error().describe(), text).c_str());
            const std::string difference = graphDifference(graph, *parsed);
            QVERIFY2(difference.empty(), fmt::format("seed {}: {}\n{}", seed, difference, text).c_str());
            QCOMPARE(toQ(printGraph(*parsed, findSchema)), toQ(text));
        }
    }

    void origins_can_be_hidden() {
        const Result<Graph> graph = parseGraph(inGraph("%y = f(%x) : f32[2] @ net.py:3 in forward"), testSchema);
        VERIFY_OK(graph);
        const std::string text = printGraph(*graph, testSchema, {.origins = TextOrigins::Hide});
        QVERIFY(text.find('@', text.find("graph @g") + 8) == std::string::npos);
        QVERIFY(printGraph(*graph, testSchema).find("  @ net.py:3 in forward\n") != std::string::npos);
    }

    // What a line of the body reads as, printed again.
    void statements_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* line, const char* want) {
            QTest::newRow(name) << line << want;
        };
        row("by position", "%y = aten.add.Tensor(%x, %x) : f32[2]", "%y = aten.add.Tensor(%x, %x) : f32[2]");
        row("names stay optional", "%y=aten.add.Tensor(self=%x,other=%x):f32[2]", "%y = aten.add.Tensor(%x, %x) : f32[2]");
        row("keyword-only by name", "%y = aten.add.Tensor(%x, %x, alpha=2) : f32[2]",
            "%y = aten.add.Tensor(%x, %x, alpha=2) : f32[2]");
        row("by name after a gap", "%y = aten.slice.Tensor(%x, 0, end=9223372036854775807) : f32[2]",
            "%y = aten.slice.Tensor(%x, 0, end=9223372036854775807) : f32[2]");
        row("unknown operator by name", "%y = my.op(value=%x, k=1.0) : f32[2]", "%y = my.op(value=%x, k=1.0) : f32[2]");
        row("unknown operator without names", "%y = my.op(%x, 1) : f32[2]", "%y = my.op(%x, 1) : f32[2]");
        row("several lines within brackets", "%y = my.op(%x, # one\n  [1,\n 2]\n) : f32[2]",
            "%y = my.op(%x, [1, 2]) : f32[2]");
        row("node with its own name", "%a, %b = my.op() as pair : f32[], none", "%a, %b = my.op() as pair : f32[], none");
        row("no results", "my.op() as effect", "my.op() as effect");
        row("no results, name left out", "my.op()", "my.op() as op");
        row("floats", "my.op(0.5, 1e20, -inf, inf, nan, -0.0, 3.) as f", "my.op(0.5, 1e+20, -inf, inf, nan, -0.0, 3.0) as f");
        row("another NaN", "my.op(nan(0xfff8000000000001)) as f", "my.op(nan(0xfff8000000000001)) as f");
        row("smallest integer", "my.op(-9223372036854775808) as f", "my.op(-9223372036854775808) as f");
        row("words", "my.op(true, false, none, bf16, bool, layout(strided)) as f",
            "my.op(true, false, none, bf16, bool, layout(strided)) as f");
        row("devices", "my.op(device(\"cuda:0\"), device(\"meta\")) as f", "my.op(device(\"cuda:0\"), device(\"meta\")) as f");
        row("memory formats", "my.op(memory_format(channels_last_3d)) as f", "my.op(memory_format(channels_last_3d)) as f");
        row("strings", "my.op(\"\\u00e9\\ud83d\\ude00\\/\\b\") as f", "my.op(\"\xc3\xa9\xf0\x9f\x98\x80/\\u0008\") as f");
        row("nested lists", "my.op([], [[%x], [none]]) as f", "my.op([], [[%x], [none]]) as f");
        row("quoted names", "%\"a b\" = my.op(%x) : f32[2]", "%\"a b\" = my.op(%x) : f32[2]");
        row("needless quotes go", "%\"a.b\" = my.op(%\"x\") : f32[2]", "%a.b = my.op(%x) : f32[2]");
        row("types", "%a, %b, %c = my.op() : f16[Max(1, u0),2]{2,1} cuda:1, int(2*s0), float",
            "%a, %b, %c = my.op() : f16[Max(1, u0),2]{2,1} cuda:1, int(2*s0), float");
        row("origin", "%y = f() : none @ \"my net.py\":3 module a.b from p, \"q r\"",
            "%y = f() : none  @ \"my net.py\":3 module a.b from p, \"q r\"");
        row("origin without a file", "%y = f() : none @ in forward", "%y = f() : none  @ in forward");
        row("origin named otherwise", "%y = f() : none @ fx y fx z", "%y = f() : none  @ fx z");
        row("comment and blanks", "\t%y = f() : none # why\r", "%y = f() : none");
        row("updates", "update input \"x\" = %x\nreturn %x, [1]", "update input \"x\" = %x\n  return %x, [1]");
    }
    void statements() {
        QFETCH(QString, line);
        const Result<Graph> graph = parseGraph(inGraph(line.toStdString()), testSchema);
        VERIFY_OK(graph);
        std::string text = printGraph(*graph, testSchema);
        const std::string before = "input %x : f32[2]\n  ";
        text = text.substr(text.find(before) + before.size());
        QTEST(toQ(text.substr(0, text.rfind("\n}"))), "want");
    }

    // Lines count from the header, so a body starts on line 4.
    void errors_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* body, const char* want) { QTest::newRow(body) << body << want; };
        row("%y = f(%x : none", "format: 4:11: expected ',' or ')', found ': none'");
        row("%y = f(%x) none", "format: 4:12: expected ':', found 'none'");
        row("%y = f(%x) : f32[2", "format: 4:19: expected ']', found the end of the line");
        row("%y = f(%x) : f32[2$]", "format: 4:18: expected end of expression at column 2 of '2$'");
        row("%y = f(%x) : f33[2]",
            "format: 4:14: expected a type such as f32[2,s0], int(s0), float, bool or none, found 'f33[2]'");
        row("%y = f(%x) : f32[2,3]{1}", "format: 4:22: 1 strides for 2 sizes");
        row("%y = f(%x) : f32[2], f32[2]", "format: 4:6: 1 results but 2 types");
        row("%y = f(%x)", "format: 4:11: expected ':', found the end of the line");
        row("%y = 7up(%x) : none", "format: 4:6: expected an operator such as aten.add.Tensor, found '7up(%x) : none'");
        row("%y = f(%z) : none", "verify: 4:8: %z is not defined");
        row("%y = f(%y) : none", "verify: 4:8: %y is used before its definition on line 4");
        row("%y = f(%z) : none\n%z = f(%y) : none", "verify: 4:8: %z is used before its definition on line 5");
        row("%y = f(%w) : none\n%z, %w = f() : none, none", "verify: 4:8: %w is used before its definition on line 5");
        row("%y = f(%w) : none\ninput %w : none", "verify: 4:8: %w is used before its definition on line 5");
        row("%x = f() : none", "verify: 4:1: %x is defined twice");
        row("%a, %a = f() : none, none", "verify: 4:5: %a is defined twice");
        row("input %x : none", "verify: 4:7: %x is defined twice");
        row("%a = f() as n : none\n%b = f() as n : none", "verify: 5:13: two nodes are named 'n'");
        row("return %y", "verify: 4:8: %y is not defined");
        row("f(a=1, 2)", "format: 4:8: an argument without a name after one with a name");
        row("f(a=1, a=2)", "format: 4:8: argument 'a' stands twice");
        row("aten.add.Tensor(%x, other=%x, other=%x)", "format: 4:31: argument 'other' stands twice");
        row("aten.add.Tensor(%x, self=%x)", "format: 4:21: argument 'self' stands twice");
        row("aten.add.Tensor(%x, %x, 2)", "format: 4:25: argument 'alpha' of aten.add.Tensor needs its name: alpha=...");
        row("aten.slice.Tensor(%x, 1, 2, 3, 4, 5)", "format: 4:35: aten.slice.Tensor takes 5 arguments");
        row("f(9223372036854775808)", "format: 4:3: 9223372036854775808 does not fit 64 bits");
        row("f(1e999)", "format: 4:3: 1e999 does not fit a double");
        row("f(1.2.3)", "format: 4:3: expected a number, found '1.2.3)'");
        row("f(-)", "format: 4:3: expected a number, found '-)'");
        row("f(nan(0x1))", "format: 4:7: expected the bits of a NaN (0x7ff8...), found '0x1'");
        row("f(word)", "format: 4:3: expected an argument, found 'word)'");
        row("f(layout(mkldnn))", "format: 4:10: expected strided, found 'mkldnn))'");
        row("f(\"abc)", "format: 4:3: the string has no closing quote");
        row("f(\"\\q\")", "format: 4:5: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u in a string, found 'q\")'");
        row("f(\"\\u12\")", "format: 4:6: expected four hexadecimal digits, found '12\")'");
        row("f(\"\\ud800\")", "format: 4:6: unpaired surrogate in a string");
        row("f() f()", "format: 4:5: expected the end of the line, found 'f()'");
        row("f() @ from", "format: 4:11: expected a node's name, found the end of the line");
        row("f() @ a.py:x", "format: 4:12: expected a line number, found 'x'");
        row("f() @ a.py:99999999999", "format: 4:12: line 99999999999 is too large");
        row("input y : none", "format: 4:7: expected '%', found 'y : none'");
        row("input %\"\" : none", "format: 4:8: expected a name after '%', found an empty string");
        row("input %y : int(2) = none", "format: 4:21: an input holds a qualified name, a number, true or false here");
        row("input %y : int(1,2)", "format: 4:12: int() takes one expression");
        row("symbol s0 in [a, 2]", "format: 4:15: expected a number or -inf, found 'a, 2]'");
        row("symbol s0\nsymbol s0", "format: 5:7: symbol s0 is declared twice");
        row("meta a = \"1\"\nmeta a = \"2\"", "format: 5:5: metadata key 'a' stands twice");
        row("update output \"a\" = %x", "format: 4:8: expected buffer or input, found 'output \"a\" = %x'");
        row("function f",
            "format: 4:1: expected symbol, meta, input, param, buffer, const, a node, return, update or '}', found "
            "'function f'");
        row("}\nmore", "format: 5:1: expected nothing after the closing '}', found 'more'");
    }
    void errors() {
        QFETCH(QString, body);
        QTEST(describe(parseGraph(inGraph(body.toStdString()), testSchema)), "want");
    }

    void headers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("comments first") << "# made by hand\n\nwhittle 1\ngraph @\"a b\" {\n}" << "ok";
        QTest::newRow("empty") << ""
                               << "format: 1:1: expected 'whittle 1', the first line of Whittle's text form, found the "
                                  "end of the text";
        QTest::newRow("later version") << "whittle 2\n"
                                       << "unsupported: 1:8: this is version 2 of the text form, this program reads 1";
        QTest::newRow("no graph") << "whittle 1\nmodule"
                                  << "format: 2:1: expected 'graph @NAME {', found 'module'";
        QTest::newRow("unclosed") << "whittle 1\ngraph @g {\n"
                                  << "format: 3:1: expected symbol, meta, input, param, buffer, const, a node, return, "
                                     "update or '}', found the end of the text";
    }
    void headers() {
        QFETCH(QString, text);
        QTEST(describe(parseGraph(text.toStdString(), testSchema)), "want");
    }

    void bounds() {
        const auto nested = [](int levels) {
            return inGraph("f(" + std::string(levels, '[') + std::string(levels, ']') + ")");
        };
        QCOMPARE(describe(parseGraph(nested(199), testSchema)), QString("ok"));
        QCOMPARE(describe(parseGraph(nested(200), testSchema)),
                 QString("limit: 4:203: brackets are nested deeper than 200 levels"));
        QCOMPARE(describe(parseGraph(nested(100000), testSchema)),
                 QString("limit: 4:203: brackets are nested deeper than 200 levels"));
        QCOMPARE(describe(parseGraph(std::string((std::size_t{64} << 20) + 1, ' '), testSchema)),
                 QString("limit: the text has 67108865 bytes, at most 67108864 are accepted"));
    }

    // Any cut of a valid text is an answer, never a crash.
    void truncated_text_is_refused() {
        const std::string text = printGraph(randomGraph(7), findSchema);
        for (std::size_t length = 0; length + 2 < text.size(); ++length)
            QVERIFY(!parseGraph(std::string_view(text).substr(0, length), findSchema));
    }
    void damaged_text_does_not_crash() {
        const std::string text = printGraph(randomGraph(11), findSchema);
        Random random(1);
        for (int i = 0; i < 3000; ++i) {
            std::string damaged = text;
            for (int changes = 1 + random.below(3); changes > 0; --changes)
                damaged[static_cast<std::size_t>(random.below(static_cast<int>(text.size())))] =
                    static_cast<char>(random.below(256));
            if (const Result<Graph> graph = parseGraph(damaged, findSchema)) {
                const std::string printed = printGraph(*graph, findSchema);
                const Result<Graph> again = parseGraph(printed, findSchema);
                QVERIFY2(again.has_value(), again ? "" : (again.error().describe() + "\n" + printed).c_str());
                QCOMPARE(toQ(printGraph(*again, findSchema)), toQ(printed));
            }
        }
    }

    void pieces() {
        const Result<Graph> graph = parseGraph(inGraph("%y = aten.add.Tensor(%x, %x, alpha=2) : f32[2]"), testSchema);
        VERIFY_OK(graph);
        QCOMPARE(toQ(printNode(*graph, graph->nodes()[0], testSchema)), QString("aten.add.Tensor(%x, %x, alpha=2)"));
        QCOMPARE(toQ(printNode(*graph, graph->nodes()[0], {})), QString("aten.add.Tensor(self=%x, other=%x, alpha=2)"));
        QCOMPARE(toQ(printArg(*graph, Arg::List{Arg(1), Arg(2.0)})), QString("[1, 2.0]"));
        QCOMPARE(toQ(printArg(*graph, Arg(ValueId(99)))), QString("%\"removed value 99\""));
    }
};

WHITTLE_TEST(TextTest)
#include "text_test.moc"
