// Large is not hostile: what costs time and memory in line with the file is read, and what would cost more is refused
// before it does.
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <sys/resource.h>

#include "engine/base/files.h"
#include "engine/formats/open.h"
#include "engine/formats/pt2_write.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string wtl(int nodes) {
    std::string out = "whittle 1\ngraph @g {\n  input %v : f32[2]\n  %v0 = aten.relu.default(%v) : f32[2]\n";
    for (int i = 1; i < nodes; ++i) out += fmt::format("  %v{} = aten.relu.default(%v{}) : f32[2]\n", i, i - 1);
    return out + fmt::format("  return %v{}\n}}\n", nodes - 1);
}

std::string fx(int nodes) {
    std::string out = "def forward(self, v: \"f32[2]\"):\n    v0 = torch.ops.aten.relu.default(v)\n";
    for (int i = 1; i < nodes; ++i) out += fmt::format("    v{} = torch.ops.aten.relu.default(v{})\n", i, i - 1);
    return out + fmt::format("    return v{}\n", nodes - 1);
}

Result<OpenedGraph> opened(const QTemporaryDir& dir, const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / name;
    WHITTLE_TRY_VOID(writeFileAtomic(path, text));
    return openGraph(path);
}

// Of this process, so far, in KiB. Nobody asks under the sanitizers, which keep memory of their own.
[[maybe_unused]] long peakMemory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

class ManyNodesTest : public QObject {
    Q_OBJECT
private slots:
    void a_million_are_read() {
        QTemporaryDir dir;
        const auto graph = opened(dir, "many.wtl", wtl(1'000'000));
        VERIFY_OK(graph);
        QCOMPARE(graph->graph.nodes().size(), std::size_t{1'000'000});
#ifndef WHITTLE_SANITIZED
        QVERIFY2(peakMemory() < 3L << 20, qPrintable(QString::number(peakMemory())));  // measured: 1.2 GiB
#endif
    }

    // Statements are parsed as they are imported: the whole tree would take 4 kB a node.
    void a_million_lines_of_python_are_read() {
        QTemporaryDir dir;
        const auto graph = opened(dir, "many.py", fx(1'000'000));
        VERIFY_OK(graph);
        QCOMPARE(graph->graph.nodes().size(), std::size_t{1'000'000});
#ifndef WHITTLE_SANITIZED
        QVERIFY2(peakMemory() < 3L << 20, qPrintable(QString::number(peakMemory())));  // measured: 2.1 GiB
#endif
    }

    // ... and what is only long is refused before it takes much.
    void more_lines_than_that_are_refused() {
        QTemporaryDir dir;
        const std::string head = "def forward(self, v: \"f32[2]\"):\n";
        QCOMPARE(describe(opened(dir, "lines.py", head + std::string(4'000'000, '\n'))), QString("limit: 4000001:1: more than 4000000 lines"));
        QCOMPARE(describe(opened(dir, "words.py", head + "    " + std::string(40'000'000, '+') + "\n")), QString("limit: 2:39999994: more than 40000000 words and signs"));
        QCOMPARE(describe(opened(dir, "long.py", head + std::string(256'000'000, ' '))), QString("limit: the text has 256000032 bytes, at most 256000000 are read"));
    }

    void many_go_through_an_archive() {
        QTemporaryDir dir;
        const auto graph = opened(dir, "many.wtl", wtl(200'000));
        VERIFY_OK(graph);
        VERIFY_OK(writePt2(graph->graph, dir.path().toStdString() + "/many.pt2", Pt2Layout::A));
        const auto again = openGraph(dir.path().toStdString() + "/many.pt2");
        VERIFY_OK(again);
        QCOMPARE(again->graph.nodes().size(), std::size_t{200'000});
    }
};

WHITTLE_TEST(ManyNodesTest)
#include "many_nodes_test.moc"
