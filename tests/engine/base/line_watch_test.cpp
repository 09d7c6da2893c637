#include "engine/base/line_watch.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using Stream = OutputPattern::Stream;

class LineWatchTest : public QObject {
    Q_OBJECT
    static QString firstOf(const QStringList& pieces, const char* pattern) {
        LineWatch watch;
        watch.watch(OutputPattern{Stream::Err, pattern}, Stream::Err);
        for (const QString& piece : pieces) watch.add(piece.toStdString());
        const auto found = watch.finish();
        return found ? toQ(*found) : QString("none");
    }
private slots:
    void the_first_line_that_matches_data() {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<QString>("want");
        QTest::newRow("in one piece") << QStringList{"a\nbad 1\nbad 2\n"} << "bad 1";
        QTest::newRow("in parts") << QStringList{"a\nb", "a", "d 1", "\nbad 2"} << "bad 1";
        QTest::newRow("without an end") << QStringList{"a\n", "bad"} << "bad";
        QTest::newRow("with a carriage return") << QStringList{"bad\r\nx"} << "bad";
        QTest::newRow("over two lines") << QStringList{"ba\nd\n"} << "none";
        QTest::newRow("empty lines") << QStringList{"\n\n\nbad\n"} << "bad";
        QTest::newRow("nothing") << QStringList{} << "none";
    }
    void the_first_line_that_matches() {
        QFETCH(QStringList, pieces);
        QFETCH(QString, want);
        QCOMPARE(firstOf(pieces, "bad"), want);
    }

    // A line without an end neither grows without one nor takes all the stack.
    void a_long_line_is_cut() {
        LineWatch watch;
        watch.watch(OutputPattern{Stream::Out, "(a|b)*c"}, Stream::Out);
        for (int i = 0; i < 1000; ++i) watch.add(std::string(1000, 'a'));
        watch.add("c\nabc\n");
        const auto found = watch.finish();
        QVERIFY(found && *found == "abc");
        QCOMPARE(watch.tail().size(), LineWatch::kTailBytes);
        QVERIFY(watch.tail().ends_with("ac\nabc\n"));
    }

    void another_stream_is_not_looked_at() {
        LineWatch watch;
        watch.watch(OutputPattern{Stream::Err, "bad"}, Stream::Out);
        watch.add("bad\n");
        QVERIFY(!watch.finish());
        QCOMPARE(watch.tail(), std::string("bad\n"));
    }

    void what_is_no_pattern() {
        VERIFY_OK(checkPattern("a(b|c)+$"));
        QVERIFY(describe(checkPattern("a(b")).startsWith("argument: 'a(b' is no regular expression: "));
    }
};

WHITTLE_TEST(LineWatchTest)
#include "line_watch_test.moc"
