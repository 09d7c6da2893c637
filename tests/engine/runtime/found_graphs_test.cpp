#include <algorithm>
#include <filesystem>

#include "engine/eager/interpreter.h"
#include "engine/formats/wtl.h"
#include "engine/ops/check.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/judge.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

// Reproducers of faults that are mended, most of them found by `whittle fuzz`: tests/golden/found holds each as the minifier left it.
class FoundGraphsTest : public QObject {
    Q_OBJECT
private slots:
    void compiled_agrees_data() {
        QTest::addColumn<QString>("file");
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(golden("found")))
            if (entry.path().extension() == ".wtl") files.push_back(entry.path());
        std::ranges::sort(files);
        for (const auto& file : files) QTest::newRow(file.stem().c_str()) << toQ(file.string());
        QVERIFY(!files.empty());
    }
    void compiled_agrees() {
        QFETCH(QString, file);
        const auto graph = readWtl(file.toStdString());
        VERIFY_OK(graph);
        VERIFY_OK(checkGraph(*graph));
        const auto eager = interpret(*graph, {}, {});
        VERIFY_OK(eager);
        const auto executable = compile(*graph, {});
        VERIFY_OK(executable);
        const auto outputs = (*executable)->run({});
        VERIFY_OK(outputs);
        const auto exact = [&]() -> Result<std::vector<Datum>> {
            WHITTLE_TRY(InterpretResult wide, interpret(*graph, {}, {.precision = Precision::Float64}));
            return std::move(wide.outputs);
        };
        const auto verdict = judgeOutputs({.compiled = *outputs, .eager = eager->outputs, .reference = exact, .tolerance = {}});
        VERIFY_OK(verdict);
        QVERIFY2(!*verdict, *verdict ? ((*verdict)->message + ": " + (*verdict)->detail).c_str() : "");
    }
};

WHITTLE_TEST(FoundGraphsTest)
#include "found_graphs_test.moc"
