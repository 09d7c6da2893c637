#include "engine/passes/pipeline.h"

#include "engine/eager/interpreter.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/fault.h"
#include "engine/ops/op_def.h"
#include "engine/passes/decompose.h"
#include "engine/passes/inject_fault.h"
#include "engine/passes/merge_equal.h"
#include "engine/passes/remove_dead.h"
#include "engine/tensor/compare.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph graphOf(const std::string& lines) {
    auto graph = parseGraph("whittle 1\ngraph @g {\ninput %x : f32[2,3]\n" + lines + "\n}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    return *std::move(graph);
}

QString opsOf(const Graph& graph) {
    QStringList ops;
    for (const Node& node : graph.nodes()) ops << toQ(node.op);
    return ops.join(" ");
}

}  // namespace

class PipelineTest : public QObject {
    Q_OBJECT
private slots:
    void names_are_unique_and_said() {
        std::set<std::string_view> names;
        for (const PassDef& pass : allPasses()) {
            QVERIFY(names.insert(pass.name).second);
            QVERIFY(!pass.summary.empty());
        }
        QCOMPARE(toQ(std::string(allPasses().front().name)), QString("inject-fault"));
    }

    void merges_equal_nodes() {
        Graph graph = graphOf("%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%x) : f32[2,3]\n"
                              "%c = aten.add.Tensor(%a, %b) : f32[2,3]\nreturn %c");
        const auto merged = mergeEqual(graph, {});
        VERIFY_OK(merged);
        QCOMPARE(*merged, 1);
        QCOMPARE(opsOf(graph), QString("aten.exp.default aten.add.Tensor"));
        VERIFY_OK(checkGraph(graph));
    }

    // Graphs among arguments are left alone; nodes that run equal graphs are equal, unless chance is inside.
    void graphs_inside_data() {
        QTest::addColumn<QString>("inner");
        QTest::addColumn<int>("merged");
        QTest::newRow("equal") << "%b = aten.exp.default(%a) : f32[2,3]" << 1;
        QTest::newRow("unknown inside") << "%b = my.op(%a) : f32[2,3]" << 0;
    }
    void graphs_inside() {
        QFETCH(QString, inner);
        QFETCH(int, merged);
        const auto cond = [&](const char* name) {
            const std::string branch = std::string("graph @") + name + " {\ninput %a : f32[2,3]\n" + inner.toStdString() + "\nreturn %b\n}";
            return std::string("%") + name + " = higher_order.cond(true, " + branch + ", " + branch + ", [%x]) : f32[2,3]\n";
        };
        Graph graph = graphOf(cond("p") + cond("q") + cond("dead") + "%c = aten.add.Tensor(%p, %q) : f32[2,3]\nreturn %c");
        const auto removed = removeDead(graph, {});
        VERIFY_OK(removed);
        QCOMPARE(*removed, 1);
        const auto decomposed = decompose(graph, {});
        VERIFY_OK(decomposed);
        QCOMPARE(*decomposed, 0);
        const auto same = mergeEqual(graph, {});
        VERIFY_OK(same);
        QCOMPARE(*same, merged);
        const auto injections = parseInjections("cond=wrong_result");
        VERIFY_OK(injections);
        PassContext context;
        context.inject = *injections;
        const auto planted = injectFault(graph, context);
        VERIFY_OK(planted);
        QCOMPARE(*planted, 2 - merged);
        if (merged == 1) VERIFY_OK(checkGraph(graph));
    }

    void removes_dead_nodes_but_not_checks() {
        Graph graph = graphOf("%n = aten.sym_size.int(%x, 0) : int(2)\n%ok = _operator.ge(%n, 1) : bool\n"
                              "aten._assert_scalar.default(%ok, \"m\") as check\n"
                              "%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%a) : f32[2,3]\nreturn %x");
        const auto removed = removeDead(graph, {});
        VERIFY_OK(removed);
        QCOMPARE(*removed, 2);
        QCOMPARE(opsOf(graph), QString("aten.sym_size.int _operator.ge aten._assert_scalar.default"));
    }

    void decomposes_what_nobody_takes_whole() {
        const char* text = "%w = aten.t.default(%x) : f32[3,2]\n%y = aten.matmul.default(%x, %w) : f32[2,2]\nreturn %y";
        Graph graph = graphOf(text);
        const auto rewrites = decompose(graph, {});
        VERIFY_OK(rewrites);
        QVERIFY(*rewrites > 0);
        QVERIFY(opsOf(graph).contains("aten.mm.default"));
        VERIFY_OK(checkGraph(graph));
        for (const Node& node : graph.nodes()) QVERIFY(node.origin != nullptr);
        Graph kept = graphOf(text);
        const PassContext context{.inject = {}, .libraryTakes = [](const Graph&, const Node&) { return true; }};
        QCOMPARE(*decompose(kept, context), 0);
    }

    void plants_a_fault_behind_each_match() {
        Graph graph = graphOf("%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%a) : f32[2,3]\nreturn %a, %b");
        const std::vector<Injection> faults{{"exp", FailureKind::WrongResult}};
        const auto planted = injectFault(graph, {.inject = faults, .libraryTakes = {}});
        VERIFY_OK(planted);
        QCOMPARE(*planted, 2);
        QCOMPARE(opsOf(graph), QString("aten.exp.default whittle.fault.default aten.exp.default whittle.fault.default"));
        VERIFY_OK(checkGraph(graph));
        for (const ValueId id : graph.outputValues()) QCOMPARE(toQ(graph.node(graph.value(id).producer).op), toQ(std::string(kFaultOp)));
        const auto fault = plantedFault(graph.nodes()[1]);
        QVERIFY(fault && fault->kind == FailureKind::WrongResult && fault->op == "aten.exp.default");
    }

    void passes_keep_the_result() {
        for (std::uint64_t seed = 100; seed < 140; ++seed) {
            Graph graph = randomProgram(seed);
            const auto before = interpret(graph, {}, {});
            const auto records = runPasses(graph, {}, {.snapshots = Snapshots::Keep});
            VERIFY_OK(records);
            for (const PassRecord& record : *records) QVERIFY(record.after);
            const auto after = interpret(graph, {}, {});
            if (!before) continue;
            VERIFY_OK(after);
            for (std::size_t i = 0; i < before->outputs.size(); ++i)
                if (const Tensor* want = asTensor(before->outputs[i]))
                    QVERIFY(compareTensors(*want, *asTensor(after->outputs[i]), {1e-5, 1e-5}).ok);
        }
    }
};

WHITTLE_TEST(PipelineTest)
#include "pipeline_test.moc"
