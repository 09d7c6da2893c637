// Real bugs of PyTorch, each in a graph around it (tests/golden/minify_torch names the issues), cut down by a real PyTorch.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/open.h"
#include "minifier/oracle/torch_oracle.h"
#include "minifier/search/minify.h"
#include "tests/support/test.h"

namespace whittle::test {

inline TorchOracleOptions optionsFor(const QString& python, const QString& mode) {
    return {.python = python.toStdString(), .helper = program().parent_path().parent_path() / "share/whittle/torch_oracle.py", .mode = mode.toStdString()};
}

struct RealBug {
    QString file, mode, signature;
    QString op;      ///< the one that is left; empty: any
    QString python;
};

inline void reduceToOneOperator(const RealBug& bug) {
    const auto opened = openGraph(golden("minify_torch/" + bug.file.toStdString() + ".wtl"));
    VERIFY_OK(opened);
    QElapsedTimer timer;
    timer.start();
    const auto oracle = TorchOracle::start(opened->graph, optionsFor(bug.python, bug.mode), {});
    VERIFY_OK(oracle);
    const qint64 started = timer.restart();
    const QTemporaryDir folder;
    const auto result = minify(opened->graph, **oracle, {.outputFolder = folder.path().toStdString()}, {}, {});
    VERIFY_OK(result);
    qInfo("started in %lld ms; %d -> %d nodes, %d candidates in %lld ms", static_cast<long long>(started), result->nodesBefore,
          result->nodesAfter, result->candidates, static_cast<long long>(timer.elapsed()));
    const bool isMended = result->status == MinifyResult::Status::DoesNotFail && !(*oracle)->identity().starts_with("torch 2.6.");
    if (isMended) QSKIP("this PyTorch does not have the bug any more");
    QCOMPARE(toQ(result->failure.signature), bug.signature);
    QCOMPARE(result->status, MinifyResult::Status::Minimal);
    QVERIFY(result->oneMinimal);
    QCOMPARE(result->nodesAfter, 1);
    if (!bug.op.isEmpty()) QCOMPARE(toQ(result->graph.nodes()[0].op), bug.op);
    // The script fails the same way in a Python of its own, and says so.
    const auto report = readFile(result->reproducer / "report.json");
    VERIFY_OK(report);
    const auto json = nlohmann::json::parse(*report);
    QVERIFY2(json.value("verified", false), json.value("not_verified_because", "not run").c_str());
    QVERIFY((*oracle)->notes().empty());
}

}  // namespace whittle::test
