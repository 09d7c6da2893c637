#include "engine/capture/dim_spec.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// The last line of the code that says the same.
QString said(const QString& text) {
    const auto spec = parseShapeSpec(text.toStdString());
    if (!spec) return describe(spec);
    return toQ(shapeSpecCode(*spec)).trimmed().section('\n', 1).replace('\n', "; ");
}

}  // namespace

class DimSpecTest : public QObject {
    Q_OBJECT
private slots:
    void reads_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* text, const char* want) { QTest::newRow(name) << text << want; };
        row("hints", "{'x': (Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, None, 8)}", "dynamic_shapes = {'x': (Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, None, 8)}");
        row("names in place", "{'x': {0: Dim('b', min=2, max=64)}}", "b = Dim('b', min=2, max=64); dynamic_shapes = {'x': {0: b}}");
        row("names before", "b = Dim('b')\n{'x': {0: b}, 'y': {0: 2*b + 1}}", "b = Dim('b'); dynamic_shapes = {'x': {0: b}, 'y': {0: 2*b + 1}}");
        row("derived in steps", "_b = Dim('_b'); b = 4*_b; dynamic_shapes = {'x': (b - 1,)}", "_b = Dim('_b'); dynamic_shapes = {'x': (4*_b - 1,)}");
        row("no upper end", "{'x': {0: Dim('b', min=1, max=oo)}}", "b = Dim('b', min=1); dynamic_shapes = {'x': {0: b}}");
        row("repeated", "{'x': (Dim.AUTO,)*3}", "dynamic_shapes = {'x': (Dim.AUTO, Dim.AUTO, Dim.AUTO)}");
        row("grouped", "{'x': ((Dim.AUTO), 2*(3))}", "dynamic_shapes = {'x': (Dim.AUTO, 6)}");
        row("JSON", R"({"x": ["auto", "dynamic", "static", null, 8], "y": {"0": "b"}, "z": ["2*b + 1"]})",
            "b = Dim('b'); dynamic_shapes = {'x': (Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, None, 8), 'y': {0: b}, 'z': (2*b + 1,)}");
        row("JSON with a range", R"({"x": [{"name": "b", "min": 2, "max": 64}, "b"]})", "b = Dim('b', min=2, max=64); dynamic_shapes = {'x': (b, b)}");
        row("nested", "{'d': {'y': (Dim.AUTO,)}, 'l': [{0: 3}, None]}", "dynamic_shapes = {'d': {'y': (Dim.AUTO,)}, 'l': ({0: 3}, None)}");
        row("lines and comments", "from torch.export import Dim\n# sizes\n{'x': (  # batch\n    Dim.AUTO,\n)}\n", "dynamic_shapes = {'x': (Dim.AUTO,)}");
        row("one for all", "Dim.AUTO", "dynamic_shapes = Dim.AUTO");
        row("nothing", "", "format: line 1, column 1: expected a specification such as {'x': (Dim.AUTO, 8)}");
        row("unknown name", "{'x': (b,)}", "format: line 1, column 8: expected Dim.AUTO, a number or a name that is defined above, not 'b'");
        row("unknown hint", "{'x': (Dim.MAYBE,)}", "format: line 1, column 17: expected Dim.AUTO, Dim.DYNAMIC or Dim.STATIC");
        row("unfinished", "{'x': (Dim.AUTO,", "format: line 1, column 17: expected a specification");
        row("empty range", "{'x': (Dim('b', min=5, max=4),)}", "format: line 1, column 30: expected min of at least 0 and max of at least min for 'b'");
        row("two names", "a = Dim('a'); b = Dim('b'); {'x': (a + b,)}", "format: line 1, column 41: expected a name and a number to add, such as b + 1");
        row("factor 0", "{'x': (0*Dim('b'),)}", "format: line 1, column 18: expected a factor above 0");
        row("key twice", "{'x': None, 'x': None}", "format: line 1, column 16: expected each key once, but 'x' comes again");
        row("large number", "{'x': (99999999999999999999,)}", "format: line 1, column 26: expected a number that fits in 64 bits");
        row("key that Python reads as no number", R"({"01": null, "10": null})", "dynamic_shapes = {'01': None, 10: None}");
        row("key with a quote", "{\"it's\": null}", "dynamic_shapes = {'it\\'s': None}");
        row("escape", "{\"a\\n\": null}", "format: line 1, column 5: expected \\ before a quote or another \\ only");
        row("keyword as a name", R"({"x": ["from"]})", "format: line 1, column 14: expected another name: 'from' means something else in Python code");
        row("count that wraps around", "{'x': (1, 2, 3, 4)*4611686018427387904}", "format: line 1, column 39: expected a count that is not negative and not that large");
        row("counts of counts", "{'x': ((1,)*2048,)*2}", "format: line 1, column 21: expected a count that is not negative and not that large");
        row("counts of dicts of counts", "{'x': ({'a': (1,)*2048},)*2}", "format: line 1, column 28: expected a count that is not negative and not that large");
        row("counts within counts", "{'x': ((1,)*2,)*2}", "dynamic_shapes = {'x': ((1, 1), (1, 1))}");
        row("difference that wraps around", "{'x': (0 - 2*-4611686018427387904,)}", "format: line 1, column 34: expected a number that fits in 64 bits");
        row("rest that wraps around", "{'x': (Dim('b') - 2*-4611686018427387904,)}", "format: line 1, column 41: expected a number that fits in 64 bits");
        row("two ranges", R"({"x": ["d", {"name": "d", "max": 9}]})", "format: line 1, column 36: expected one range of 'd', but it comes again with another");
        row("two specifications", "{'x': None}\n{'y': None}", "format: line 2, column 1: expected one specification, but another follows");
    }
    void reads() {
        QFETCH(QString, text);
        QTEST(said(text), "want");
        const auto spec = parseShapeSpec(text.toStdString());
        if (!spec) return;
        for (const std::string& written : {shapeSpecCode(*spec), shapeSpecJson(*spec)}) {
            const auto again = parseShapeSpec(written);
            VERIFY_OK(again);
            QVERIFY2(*again == *spec, written.c_str());
        }
    }
    void writesJson() {
        const auto plain = parseShapeSpec("_b = Dim('_b', min=1, max=16); auto = Dim('auto'); {'x': (4*_b + 1, _b, Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, 8), 'd': {'y': (auto, 2*auto)}, 'z': None}");
        VERIFY_OK(plain);
        QCOMPARE(toQ(shapeSpecJson(*plain)), R"({"x": [{"name": "_b", "min": 1, "max": 16, "times": 4, "plus": 1}, "_b", "auto", "dynamic", "static", 8], "d": {"y": [{"name": "auto"}, {"name": "auto", "times": 2}]}, "z": null})");
        const auto again = parseShapeSpec(shapeSpecJson(*plain));
        VERIFY_OK(again);
        QVERIFY(*again == *plain);
    }
    void readsOneDimension_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("Dim.AUTO", "Dim.AUTO");
        row(" auto ", "Dim.AUTO");
        row("dynamic", "Dim.DYNAMIC");
        row("None", "Dim.STATIC");
        row("8", "8");
        row("b", "b");
        row("4*_b - 1", "4*_b - 1");
        row("\"2*b\"", "2*b");
        row("Dim('b', min=2, max=64)", "b in 2..64");
        row("2*Dim('b', max=64)", "2*b in 0..64");
        row("", "format: line 1, column 1: expected a specification");
        row("(1, 2)", "format: line 1, column 7: expected one dimension");
        row("b c", "format: line 1, column 3: expected the end, found 'c'");
        row("a + b", "format: line 1, column 6: expected a name and a number to add, such as b + 1");
        row("for", "format: line 1, column 4: expected another name: 'for' means something else in Python code");
    }
    void readsOneDimension() {
        QFETCH(QString, text);
        const auto dim = parseDimSpec(text.toStdString());
        QString got = dim ? toQ(dim->text()) : describe(dim);
        if (dim && dim->hasName() && dim->range != kAnySize) got += QString(" in %1..%2").arg(dim->range.min.value_or(0)).arg(dim->range.max.value_or(-1));
        QTEST(got, "want");
    }
    void refusesManyRepetitions() {
        std::string text = "{'x': (";
        for (int i = 0; i < 17; ++i) text += "(1,)*4096, ";
        QCOMPARE(describe(parseShapeSpec(text + ")}")), QString("format: line 1, column 193: expected fewer items by repetition"));
    }
    void refusesDeepNesting() {
        const auto spec = parseShapeSpec(std::string(100000, '['));
        QVERIFY(!spec.has_value());
        QCOMPARE(spec.error().code, Code::Limit);
    }
    // No text brings the reader down: every cut of a long one, and every single wrong character.
    void anyTextIsReadOrRefused() {
        const std::string text = "b = Dim('b', min=2, max=64)\ndynamic_shapes = {'x': (2*b + 1, Dim.AUTO, None), \"y\": {\"0\": \"4*c - 1\"}, 'z': [{\"name\": \"d\", \"max\": 9}]*2}";
        VERIFY_OK(parseShapeSpec(text));
        for (std::size_t i = 0; i < text.size(); ++i) {
            (void)parseShapeSpec(text.substr(0, i));
            for (const char c : {'\0', '\'', '"', '(', ')', '}', '*', '-', '9', '\n', '\\'}) {
                std::string other = text;
                other[i] = c;
                (void)parseShapeSpec(other);
            }
        }
    }
    void fixesReadAsPyTorchSuggestsThem() {
        const auto lines = [](const char* name, const DimSpec& to) {
            QStringList out;
            for (const std::string& line : DimFix{name, to}.lines()) out.append(toQ(line));
            return out.join("; ");
        };
        DimSpec number{.kind = DimSpec::Kind::Int, .value = 8, .name = {}};
        DimSpec next = DimSpec::named("a"), quarter = DimSpec::named("_b", {1, std::nullopt});
        next.kind = quarter.kind = DimSpec::Kind::Derived;
        next.rest = 1;
        quarter.factor = 4;
        QCOMPARE(lines("f", number), "f = 8");
        QCOMPARE(lines("b", DimSpec::named("a")), "b = a");
        QCOMPARE(lines("b", DimSpec::named("b", {6, 64})), "b = Dim('b', min=6, max=64)");
        QCOMPARE(lines("b", next), "b = a + 1");
        QCOMPARE(lines("b", quarter), "_b = Dim('_b', min=1, max=oo); b = 4*_b");
    }
    void fixesReachDerivedDimensions() {
        const auto spec = parseShapeSpec("b = Dim('b'); {'x': (b, 2*b + 1), 'y': (Dim.AUTO,)}");
        VERIFY_OK(spec);
        DimSpec quarter = DimSpec::named("_b", {1, std::nullopt});
        quarter.kind = DimSpec::Kind::Derived;
        quarter.factor = 4;
        QCOMPARE(toQ(shapeSpecCode(withFixes(*spec, {{"b", quarter}}))), "from torch.export import Dim\n_b = Dim('_b', min=1)\ndynamic_shapes = {'x': (4*_b, 8*_b + 1), 'y': (Dim.AUTO,)}\n");
        QCOMPARE(toQ(shapeSpecCode(withFixes(*spec, {{"b", {.kind = DimSpec::Kind::Int, .value = 3, .name = {}}}}))),
                 "from torch.export import Dim\ndynamic_shapes = {'x': (3, 7), 'y': (Dim.AUTO,)}\n");
    }
};

WHITTLE_TEST(DimSpecTest)
#include "dim_spec_test.moc"
