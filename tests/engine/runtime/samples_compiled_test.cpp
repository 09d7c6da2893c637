#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/open.h"
#include "engine/formats/safetensors.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

// Every shipped model, compiled, against what PyTorch computed.
class SamplesCompiledTest : public QObject {
    Q_OBJECT
private slots:
    void matches_pytorch_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("tolerance");
        QTest::addColumn<bool>("fuse");
        const auto text = readFile(sample("torch211/manifest.json"));
        VERIFY_OK(text);
        const nlohmann::json manifest = nlohmann::json::parse(*text);
        for (const auto& row : manifest)
            for (const bool fuse : {true, false})
                QTest::addRow("%s%s", row["name"].get<std::string>().c_str(), fuse ? "" : " unfused")
                    << toQ(row["file"].get<std::string>()) << row["tol"].get<double>() << fuse;
    }
    void matches_pytorch() {
        QFETCH(QString, file);
        QFETCH(double, tolerance);
        QFETCH(bool, fuse);
        const std::filesystem::path path = sample("torch211/" + file.toStdString());
        const auto opened = openGraph(path);
        VERIFY_OK(opened);
        const auto expected = readSafetensors(std::filesystem::path(path).replace_extension(".expected.safetensors"));
        VERIFY_OK(expected);
        std::vector<Datum> inputs;
        for (int i = 0; expected->contains(fmt::format("in.{}", i)); ++i) inputs.push_back(expected->at(fmt::format("in.{}", i)));

        const auto compiled = compile(opened->graph, {.fuse = fuse});
        VERIFY_OK(compiled);
        const CompileReport& report = (*compiled)->report();
        RunProfile profile;
        const auto outputs = (*compiled)->run(inputs, {}, &profile);
        VERIFY_OK(outputs);
        std::string fallbacks;
        for (const std::string& name : report.eagerFallbacks) fallbacks += " " + name;
        qInfo("compile %.1f ms, first run %.1f ms, %zu kernels, eager:%s", report.milliseconds, profile.milliseconds,
              report.kernels.size(), fallbacks.empty() ? " none" : fallbacks.c_str());
        QCOMPARE(profile.kernelMs.size(), report.kernels.size());
        int compared = 0;
        for (std::size_t i = 0; i < outputs->size(); ++i) {
            if (opened->graph.outputs()[i].kind != OutputKind::User) continue;
            const auto found = expected->find(fmt::format("out.{}", compared++));
            QVERIFY2(found != expected->end(), "fewer outputs were recorded");
            const Tensor* actual = asTensor((*outputs)[i]);
            QVERIFY(actual);
            QCOMPARE(int(actual->dtype()), int(found->second.dtype()));
            const Comparison comparison = compareTensors(found->second, *actual, scaledTo({tolerance, tolerance}, found->second));
            QVERIFY2(comparison.ok, comparison.reason.c_str());
        }
        QVERIFY(compared > 0);
        // A second run goes through buffers that the first gave back.
        const auto again = (*compiled)->run(inputs);
        VERIFY_OK(again);
        for (std::size_t i = 0; i < again->size(); ++i)
            if (const Tensor* first = asTensor((*outputs)[i]))
                QVERIFY(compareTensors(*first, *asTensor((*again)[i]), {0, 0}).ok);
    }
};

WHITTLE_TEST(SamplesCompiledTest)
#include "samples_compiled_test.moc"
