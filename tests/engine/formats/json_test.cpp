#include "engine/formats/json.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class JsonTest : public QObject {
    Q_OBJECT
private slots:
    void values_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("wanted");  // as the library writes it, or the error
        const auto row = [](const char* name, const QByteArray& text, const char* wanted) { QTest::newRow(name) << text << QString::fromUtf8(wanted); };
        row("words", " [true,false , null]\n", "[true,false,null]");
        row("numbers", "[0, -0, 12, -7, 9223372036854775807, 18446744073709551615, -9223372036854775808]",
            "[0,0,12,-7,9223372036854775807,18446744073709551615,-9223372036854775808]");
        row("reals", "[1.5, -2e3, 1E-2, 0.0, 1e-400, 36893488147419103232]", "[1.5,-2000.0,0.01,0.0,0.0,3.6893488147419103e+19]");
        row("not finite", "[NaN, Infinity, -Infinity, \"NaN\"]", "[\"NaN\",\"Infinity\",\"-Infinity\",\"NaN\"]");
        row("strings", "[\"\", \"a b\", \"q\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"]", "[\"\",\"a b\",\"q\\\"\\\\/\\b\\f\\n\\r\\t\",\"Aé€😀\"]");
        row("utf-8", "[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"]", "[\"é€😀\"]");
        row("objects", "{\"b\": {\"x\": []}, \"a\": [{}, {\"\": 1}]}", "{\"a\":[{},{\"\":1}],\"b\":{\"x\":[]}}");
        row("a mark of UTF-8", "\xef\xbb\xbf{}", "{}");
        row("nothing", " ", "format: not valid JSON at byte 2: expected a value, found the end of the text");
        row("no value", "{\"a\": }", "format: not valid JSON at byte 7: expected a value, found '}'");
        row("a comma too many", "[1, ]", "format: not valid JSON at byte 5: expected a value, found ']'");
        row("no comma", "[1 2]", "format: not valid JSON at byte 4: expected ',' or ']', found '2]'");
        row("a key without quotes", "{a: 1}", "format: not valid JSON at byte 2: expected a key in quotes, found 'a: 1}'");
        row("no colon", "{\"a\" 1}", "format: not valid JSON at byte 6: expected ':', found '1}'");
        row("another bracket", "[1}", "format: not valid JSON at byte 3: expected ',' or ']', found '}'");
        row("not closed", "{\"a\": [1", "format: not valid JSON at byte 9: expected ',' or ']', found the end of the text");
        row("more than a value", "{} {}", "format: not valid JSON at byte 4: expected the end of the text, found '{}'");
        row("a key twice", "{\"a\": 1, \"a\": 2}", "format: the key 'a' occurs twice");
        row("a zero in front", "[012]", "format: not valid JSON at byte 3: expected ',' or ']', found '12]'");
        row("no digits", "[1.]", "format: not valid JSON at byte 4: expected a digit, found ']'");
        row("no exponent", "[1e+]", "format: not valid JSON at byte 5: expected a digit, found ']'");
        row("too large", "[1e999]", "format: not valid JSON at byte 2: expected a number of 64 bits, found '1e999]'");
        row("a sign alone", "[-]", "format: not valid JSON at byte 2: expected a value, found '-]'");
        row("a string not closed", "[\"ab", "format: not valid JSON at byte 5: expected '\"', found the end of the text");
        row("a control character", "[\"a\nb\"]", "format: not valid JSON at byte 4: expected text without control characters, found '?b\"]'");
        row("another escape", "[\"\\x41\"]", "format: not valid JSON at byte 3: expected an escape, found '\\x41\"]'");
        row("digits that are none", "[\"\\u00g0\"]", "format: not valid JSON at byte 3: expected four hexadecimal digits, found '\\u00g0\"]'");
        row("half a character", "[\"\\ud83d\"]", "format: not valid JSON at byte 9: expected the second half of a character, found '\"]'");
        row("the other half", "[\"\\ude00\"]", "format: not valid JSON at byte 9: expected a character, found '\"]'");
        row("not utf-8", "[\"\xc3(\"]", "format: not valid JSON at byte 3: expected UTF-8, found '?(\"]'");
        row("an overlong sequence", "[\"\xc0\x80\"]", "format: not valid JSON at byte 3: expected UTF-8, found '??\"]'");
        row("a half in utf-8", "[\"\xed\xa0\x80\"]", "format: not valid JSON at byte 3: expected UTF-8, found '???\"]'");
        row("too deep", QByteArray(201, '['), "limit: nested deeper than 200 levels");
    }
    void values() {
        QFETCH(QByteArray, text);
        const Result<Json> got = parseJson(text.toStdString());
        QTEST(got ? toQ(got->dump()) : describe(got), "wanted");
    }

    // What the writer makes of any text is read back, whatever library reads it.
    void written_text_is_read_back() {
        std::string all;
        for (int c = 1; c < 0x80; ++c) all += static_cast<char>(c);
        for (const std::string& text : {all, std::string("é€😀"), std::string()}) {
            JsonWriter writer(JsonWriter::NonFinite::Bare);
            writer.array([&] { writer.text(text), writer.real(INFINITY), writer.integer(-5); });
            const std::string written = writer.take();
            const Result<Json> got = parseJson(written);
            VERIFY_OK(got);
            QCOMPARE(toQ((*got)[0].get<std::string>()), toQ(text));
            QCOMPARE((*got)[1].get<std::string>(), std::string("Infinity"));
        }
    }
};

WHITTLE_TEST(JsonTest)
#include "json_test.moc"
