// `whittle-workbench --bench` as the program that it is: every figure has a line, and the exit status says what the lines say.
#include "tests/support/test.h"

#include <QProcess>
#include <QRegularExpression>

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPatience = 120000;

struct Ran {
    int status = -1;
    QString out, error;
    QStringList lines() const { return out.split('\n', Qt::SkipEmptyParts); }
    QString line(const QString& start) const {
        for (const QString& one : lines())
            if (one.startsWith(start)) return one;
        return {};
    }
};

Ran bench(const QStringList& arguments) {
    QProcess process;
    process.start(QString(WHITTLE_BIN_DIR) + "/whittle-workbench", QStringList{"--bench"} + arguments);
    if (!process.waitForFinished(kPatience)) return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

const QString kSamples = QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/";

}  // namespace

class WindowBenchTest : public QObject {
    Q_OBJECT
private slots:
    void every_figure_has_a_line_and_the_status_says_what_they_say() {
        const Ran ran = bench({kSamples + "gpt_2l_core.pt2"});
        QVERIFY2(ran.lines().first().startsWith("gpt_2l_core.pt2: 159 nodes, "), qPrintable(ran.out + ran.error));
        bool allWithin = true;
        for (const char* figure : {"file to first picture", "pan, all of it in sight", "pan at zoom 0.3", "pan in full detail", "zoom", "fold or unfold", "search",
                                   "colour by something else", "lay out 20,000 nodes", "lay out 100,000 nodes", "longest event handler", "peak memory, opened", "peak memory, compiled", "peak memory, compared"}) {
            const QString line = ran.line(figure);
            const auto told = QRegularExpression("([0-9]+\\.[0-9]) +(ms|MB) +at most +([0-9]+)  (ok|TOO MUCH)").match(line);
            QVERIFY2(told.hasMatch(), qPrintable(QString(figure) + " in\n" + ran.out));
            QVERIFY2(told.captured(1).toDouble() > 0, qPrintable(line));
            QCOMPARE(told.captured(4) == "ok", told.captured(1).toDouble() <= told.captured(3).toDouble() + 0.05);
            allWithin = allWithin && told.captured(4) == "ok";
        }
        QCOMPARE(ran.status, allWithin ? 0 : 1);
    }

    // Of three runs the best counts: beside other tests a handler is held up now and then.
    void every_bound_holds_on_a_large_model() {
#if !defined(NDEBUG) || defined(WHITTLE_SANITIZED)
        QSKIP("speed is that of a release build");
#endif
        Ran ran;
        for (int round = 0; round < 3 && ran.status != 0; ++round) ran = bench({QString(WHITTLE_SOURCE_DIR) + "/samples/large/llama_32l_core.json.xz"});
        QVERIFY2(ran.status == 0 && !ran.out.contains("TOO MUCH"), qPrintable(ran.out + ran.error));
        QVERIFY(ran.line("compare all values").contains("values"));
    }

    void what_cannot_be_measured_is_told() {
        const Ran ran = bench({kSamples + "moe_gather.pt2"});
        QVERIFY2(ran.line("fold or unfold").contains("the graph has no modules"), qPrintable(ran.out + ran.error));
    }

    void a_file_that_cannot_be_opened_is_an_error() {
        const Ran gone = bench({"/nowhere/at/all.pt2"});
        QCOMPARE(gone.status, 2);
        QVERIFY2(gone.error.contains("/nowhere/at/all.pt2"), qPrintable(gone.error));
        const Ran none = bench({});
        QCOMPARE(none.status, 2);
        QVERIFY2(none.error.contains("--bench needs a FILE"), qPrintable(none.error));
    }
};

WHITTLE_TEST(WindowBenchTest)
#include "window_bench_test.moc"
