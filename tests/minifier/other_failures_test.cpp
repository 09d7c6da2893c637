// Failures of other kinds that a reduction meets on its way.
#include <set>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/wtl.h"
#include "engine/ir/structural_hash.h"
#include "tests/minifier/reduce.h"

using namespace whittle;
using namespace whittle::test;

class OtherFailuresTest : public QObject {
    Q_OBJECT
private:
    FreshFolders fresh;

private slots:
    void other_failures_are_kept_and_never_accepted() {
        const auto folder = fresh();
        FakeOracle oracle([](const Graph& graph) -> std::optional<Failure> {
            if (hasOp(graph, kRelu)) return boom();
            if (hasOp(graph, kExp)) return boom("bang", FailureKind::Crash);
            return std::nullopt;
        });
        const auto result = reduce(chain(32, {{5, kExp}, {25, kRelu}}), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QCOMPARE(result->others.size(), std::size_t{1});
        QCOMPARE(toQ(result->others[0].failure.signature), QString("bang"));
        VERIFY_OK(readWtl(folder / result->others[0].example));
    }

    // As many as are worth reading are kept, whatever a program under test finds to say.
    void other_failures_are_bounded() {
        const auto folder = fresh();
        constexpr int kAll = 60;
        std::set<std::string> ways;
        FakeOracle oracle([&](const Graph& graph) -> std::optional<Failure> {
            if (graph.nodes().size() == kAll) return boom();
            std::string way = "way " + structuralHash(graph).hex();
            ways.insert(way);
            return boom(std::move(way), FailureKind::Crash);
        });
        const auto result = reduce(chain(kAll, {}), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, kAll);
        QVERIFY2(ways.size() > 110, std::to_string(ways.size()).c_str());
        QCOMPARE(result->others.size(), std::size_t{100});
        QCOMPARE(result->othersBeyond, static_cast<int>(ways.size()) - 100);
        int examples = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder / "other")) examples += file.path().extension() == ".wtl";
        QCOMPARE(examples, 100);
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QCOMPARE(report["other_failures"].size(), std::size_t{100});
        QCOMPARE(report["other_failures_beyond"].get<int>(), result->othersBeyond);
        const std::string said = fmt::format("{} candidates failed in yet other ways than the 100 that are listed; they were counted and not kept", result->othersBeyond);
        QVERIFY(std::ranges::find(result->notes, said) != result->notes.end());
        QVERIFY(readFile(folder / "report.html")->find(said) != std::string::npos);
        // The same again when the journal answers.
        FakeOracle none([](const Graph&) { return std::optional<Failure>(); });
        const auto resumed = reduce(chain(kAll, {}), none, folder, {.resume = true});
        VERIFY_OK(resumed);
        QCOMPARE(none.runs, 0);
        QCOMPARE(resumed->othersBeyond, result->othersBeyond);
    }
};

WHITTLE_TEST(OtherFailuresTest)
#include "other_failures_test.moc"
