#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

// Every shipped model, run by the interpreter, against what PyTorch computed.
class SamplesTest : public QObject {
    Q_OBJECT
private slots:
    void matches_pytorch_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("tolerance");
        QTest::addColumn<bool>("wide");
        const auto text = readFile(sample("torch211/manifest.json"));
        VERIFY_OK(text);
        const nlohmann::json manifest = nlohmann::json::parse(*text);
        for (const auto& row : manifest)
            for (const bool wide : {false, true})
                QTest::addRow("%s%s", row["name"].get<std::string>().c_str(), wide ? " in f64" : "")
                    << toQ(row["file"].get<std::string>()) << row["tol"].get<double>() << wide;
    }
    void matches_pytorch() {
        QFETCH(QString, file);
        QFETCH(double, tolerance);
        QFETCH(bool, wide);
        const std::filesystem::path path = sample("torch211/" + file.toStdString());
        const auto opened = openGraph(path);
        VERIFY_OK(opened);
        const Graph& graph = opened->graph;
        const auto expected = readSafetensors(std::filesystem::path(path).replace_extension(".expected.safetensors"));
        VERIFY_OK(expected);
        std::vector<Datum> inputs;
        for (int i = 0; expected->contains(fmt::format("in.{}", i)); ++i) inputs.push_back(expected->at(fmt::format("in.{}", i)));
        InterpretOptions options;
        options.precision = wide ? Precision::Float64 : Precision::AsGiven;
        const auto result = interpret(graph, inputs, options);
        VERIFY_OK(result);
        int compared = 0;
        for (std::size_t i = 0; i < result->outputs.size(); ++i) {
            if (graph.outputs()[i].kind != OutputKind::User) continue;
            const auto found = expected->find(fmt::format("out.{}", compared++));
            QVERIFY2(found != expected->end(), "fewer outputs were recorded");
            const Tensor* actual = asTensor(result->outputs[i]);
            QVERIFY(actual);
            if (wide && isFloating(found->second.dtype())) QCOMPARE(int(actual->dtype()), int(DType::F64));
            else QCOMPARE(int(actual->dtype()), int(found->second.dtype()));
            const Comparison comparison = compareTensors(found->second, *actual, scaledTo({tolerance, tolerance}, found->second));
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
        QVERIFY(compared > 0);
    }
};

WHITTLE_TEST(SamplesTest)
#include "samples_test.moc"
