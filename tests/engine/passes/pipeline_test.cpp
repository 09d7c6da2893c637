#include "engine/passes/pipeline.h"

#include "engine/eager/interpreter.h"
#include "engine/ops/check.h"
#include "engine/ops/fault.h"
#include "engine/passes/decompose.h"
#include "engine/passes/fold_batch_norm.h"
#include "engine/passes/fold_constants.h"
#include "engine/passes/inject_fault.h"
#include "engine/passes/merge_equal.h"
#include "engine/passes/remove_dead.h"
#include "engine/tensor/compare.h"
#include "tests/support/graph_text.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph withInput(const std::string& lines) { return graphOf("input %x : f32[2,3]\n" + lines); }

// Makes an input a weight with elements 0.5, 0.75, ...
void makeWeight(Graph& graph, std::string_view name) {
    const ValueId id = *graph.findValue(name);
    const auto& type = std::get<TensorType>(graph.type(id));
    Sizes sizes;
    for (const SymInt& size : type.sizes) sizes.push_back(*size.constant());
    std::vector<double> elements;
    for (Index i = 0; i < elementCount(sizes); ++i) elements.push_back(0.5 + 0.25 * static_cast<double>(i % 7));
    graph.setInputKind(id, InputKind::Parameter, std::string(name));
    graph.setInputData(id, Tensor::of<double>(elements, sizes).to(type.dtype));
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
        Graph graph = withInput("%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%x) : f32[2,3]\n"
                              "%c = aten.add.Tensor(%a, %b) : f32[2,3]\nreturn %c");
        const auto merged = mergeEqual(graph, {});
        VERIFY_OK(merged);
        QCOMPARE(std::ssize(*merged), 1);
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
        Graph graph = withInput(cond("p") + cond("q") + cond("dead") + "%c = aten.add.Tensor(%p, %q) : f32[2,3]\nreturn %c");
        const auto removed = removeDead(graph, {});
        VERIFY_OK(removed);
        QCOMPARE(std::ssize(*removed), 1);
        const auto decomposed = decompose(graph, {});
        VERIFY_OK(decomposed);
        QCOMPARE(std::ssize(*decomposed), 0);
        const auto same = mergeEqual(graph, {});
        VERIFY_OK(same);
        QCOMPARE(std::ssize(*same), merged);
        const auto injections = parseInjections("cond=wrong_result");
        VERIFY_OK(injections);
        PassContext context;
        context.inject = *injections;
        const auto planted = injectFault(graph, context);
        VERIFY_OK(planted);
        QCOMPARE(std::ssize(*planted), 2 - merged);
        if (merged == 1) VERIFY_OK(checkGraph(graph));
    }

    void removes_dead_nodes_but_not_checks() {
        Graph graph = withInput("%n = aten.sym_size.int(%x, 0) : int(2)\n%ok = _operator.ge(%n, 1) : bool\n"
                              "aten._assert_scalar.default(%ok, \"m\") as check\n"
                              "%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%a) : f32[2,3]\nreturn %x");
        const auto removed = removeDead(graph, {});
        VERIFY_OK(removed);
        QCOMPARE(std::ssize(*removed), 2);
        QCOMPARE(opsOf(graph), QString("aten.sym_size.int _operator.ge aten._assert_scalar.default"));
    }

    void decomposes_what_nobody_takes_whole() {
        const char* text = "%w = aten.t.default(%x) : f32[3,2]\n%y = aten.matmul.default(%x, %w) : f32[2,2]\nreturn %y";
        Graph graph = withInput(text);
        const auto rewrites = decompose(graph, {});
        VERIFY_OK(rewrites);
        QVERIFY(!rewrites->empty());
        QVERIFY(opsOf(graph).contains("aten.mm.default"));
        VERIFY_OK(checkGraph(graph));
        for (const Node& node : graph.nodes()) QVERIFY(node.origin != nullptr);
        Graph kept = withInput(text);
        const PassContext context{.inject = {}, .libraryTakes = [](const Graph&, const Node&) { return true; }};
        QCOMPARE(std::ssize(*decompose(kept, context)), 0);
    }

    // Each row: what is left of a graph whose %w is a weight.
    void folds_constants_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("ops");
        QTest::newRow("a transposed weight") << "%t = aten.t.default(%w) : f32[3,4]\n%y = aten.mm.default(%x, %t) : f32[2,4]\nreturn %y" << "aten.mm.default";
        QTest::newRow("a chain") << "%a = aten.mul.Tensor(%w, 2.0) : f32[4,3]\n%b = aten.sum.dim_IntList(%a, [0]) : f32[3]\n%y = aten.add.Tensor(%x, %b) : f32[2,3]\nreturn %y" << "aten.add.Tensor";
        QTest::newRow("a result") << "%y = aten.exp.default(%w) : f32[4,3]\nreturn %y" << "";
        QTest::newRow("not what grows") << "%y = aten.expand.default(%w, [5, 4, 3]) : f32[5,4,3]\nreturn %y" << "aten.expand.default";
        QTest::newRow("not what depends on an input") << "%s = aten.sum.default(%x) : f32[]\n%y = aten.add.Tensor(%w, %s) : f32[4,3]\nreturn %y" << "aten.sum.default aten.add.Tensor";
        QTest::newRow("not what draws") << "%y = aten.bernoulli.default(%w) : f32[4,3]\nreturn %y" << "aten.bernoulli.default";
        QTest::newRow("not a product") << "%t = aten.t.default(%w) : f32[3,4]\n%y = aten.mm.default(%w, %t) : f32[4,4]\nreturn %y" << "aten.mm.default";
    }
    void folds_constants() {
        QFETCH(QString, lines);
        Graph graph = withInput("input %w : f32[4,3]\n" + lines.toStdString());
        makeWeight(graph, "w");
        const Tensor x = Tensor::full(DType::F32, {2, 3}, 0.5);
        const auto before = interpret(graph, std::vector<Datum>{x}, {});
        VERIFY_OK(foldConstants(graph, {}));
        VERIFY_OK(checkGraph(graph));
        QTEST(opsOf(graph), "ops");
        const auto after = interpret(graph, std::vector<Datum>{x}, {});
        if (!before) return;  // what draws needs a generator
        VERIFY_OK(after);
        QVERIFY(compareTensors(*asTensor(before->outputs[0]), *asTensor(after->outputs[0]), {0, 0}).ok);
    }

    void folds_batch_norm_data() {
        QTest::addColumn<QString>("change");  // what makes the pattern fail; empty: it matches
        for (const char* change : {"", "the composite form", "it trains", "the norm's variance is an input", "the convolution has another reader", "it is transposed"})
            QTest::newRow(*change ? change : "matches") << change;
    }
    void folds_batch_norm() {
        QFETCH(QString, change);
        const bool composite = change == "the composite form" || change == "it trains", folds = change.isEmpty() || change == "the composite form";
        const bool transposed = change == "it is transposed";
        Graph graph = withInput("input %image : f32[2,4,5,5]\ninput %w : f32[4,4,3,3]\ninput %g : f32[4]\ninput %m : f32[4]\ninput %v : f32[4]\n"
                              "%c = aten.convolution.default(%image, %w, none, [1, 1], [1, 1], [1, 1], " + std::string(transposed ? "true" : "false") +
                              ", [0, 0], 1) : f32[2,4,5,5]\n" +
                              (composite ? "%n = aten.batch_norm.default(%c, %g, none, " + std::string(change == "it trains" ? "none, none, true" : "%m, %v, false") + ", 0.1, 1e-05, false) as norm : f32[2,4,5,5]\n"
                                         : std::string("%n, %p, %q = aten._native_batch_norm_legit_no_training.default(%c, %g, none, %m, %v, 0.1, 1e-05) as norm : f32[2,4,5,5], f32[0], f32[0]\n")) +
                              "%r = aten.relu.default(%n) : f32[2,4,5,5]\nreturn %r" + (change == "the convolution has another reader" ? ", %c" : ""));
        for (const char* name : {"w", "g", "m", "v"}) makeWeight(graph, name);
        if (change == "the norm's variance is an input") graph.setInputKind(*graph.findValue("v"), InputKind::User, "");
        std::vector<Datum> inputs{Tensor::zeros(DType::F32, {2, 3}), Tensor::full(DType::F32, {2, 4, 5, 5}, 0.25)};
        if (change == "the norm's variance is an input") inputs.emplace_back(Tensor::full(DType::F32, {4}, 2.0));
        const auto before = interpret(graph, inputs, {});
        const auto folded = foldBatchNorm(graph, {});
        VERIFY_OK(folded);
        VERIFY_OK(checkGraph(graph));
        QCOMPARE(std::ssize(*folded), folds ? 1 : 0);
        if (folds) QCOMPARE(opsOf(graph), QString("aten.convolution.default aten.relu.default"));
        VERIFY_OK(before);
        const auto after = interpret(graph, inputs, {});
        VERIFY_OK(after);
        QVERIFY(compareTensors(*asTensor(before->outputs[0]), *asTensor(after->outputs[0]), {1e-5, 1e-5}).ok);
    }

    void plants_a_fault_behind_each_match() {
        Graph graph = withInput("%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%a) : f32[2,3]\nreturn %a, %b");
        const std::vector<Injection> faults{{"exp", FailureKind::WrongResult}};
        const auto planted = injectFault(graph, {.inject = faults, .libraryTakes = {}});
        VERIFY_OK(planted);
        QCOMPARE(std::ssize(*planted), 2);
        QCOMPARE(opsOf(graph), QString("aten.exp.default whittle.fault.default aten.exp.default whittle.fault.default"));
        VERIFY_OK(checkGraph(graph));
        for (const ValueId id : graph.outputValues()) QCOMPARE(toQ(graph.node(graph.value(id).producer).op), toQ(std::string(kFaultOp)));
        const auto fault = plantedFault(graph.nodes()[1]);
        QVERIFY(fault && fault->kind == FailureKind::WrongResult && fault->op == "aten.exp.default");
    }

    void rewrites_are_told_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("pass");
        QTest::addColumn<QString>("want");
        const QString twice = "%a = aten.exp.default(%x) : f32[2,3]\n%b = aten.exp.default(%x) : f32[2,3]\n%c = aten.add.Tensor(%a, %b) : f32[2,3]\nreturn %c";
        QTest::newRow("merged") << twice << "merge-equal" << "merge-equal: a (aten.exp.default), b (aten.exp.default) -> a (aten.exp.default)";
        QTest::newRow("dead") << "%a = aten.exp.default(%x) : f32[2,3]\nreturn %x" << "remove-dead" << "remove-dead: a (aten.exp.default) -> nothing";
        QTest::newRow("folded") << "%a = aten.exp.default(%w) : f32[4,3]\nreturn %a" << "fold-constants" << "fold-constants: a (aten.exp.default) -> a_1 (a weight)";
        QTest::newRow("decomposed") << "%a = aten.linear.default(%x, %w) : f32[2,4]\nreturn %a" << "decompose"
                                    << "decompose: a (aten.linear.default) -> permute (aten.permute.default), mm (aten.mm.default)";
        QTest::newRow("planted") << "%a = aten.exp.default(%x) : f32[2,3]\nreturn %a" << "inject-fault"
                                 << "inject-fault: a (aten.exp.default) -> a (aten.exp.default), fault_a (whittle.fault.default)";
        QTest::newRow("nothing to do") << "%a = aten.exp.default(%x) : f32[2,3]\nreturn %a" << "merge-equal" << "";
    }
    void rewrites_are_told() {
        QFETCH(QString, lines);
        QFETCH(QString, pass);
        Graph graph = withInput("input %w : f32[4,3]\n" + lines.toStdString());
        makeWeight(graph, "w");
        const std::vector<Injection> faults{{"exp", FailureKind::WrongResult}};
        PipelineOptions options;
        for (const PassDef& one : allPasses())
            if (one.name != pass.toStdString()) options.skip.emplace_back(one.name);
        const auto records = runPasses(graph, {.inject = faults, .libraryTakes = {}}, options);
        VERIFY_OK(records);
        QStringList told;
        for (const PassRecord& record : *records)
            for (const Rewrite& rewrite : record.rewrites) told << toQ(fmt::format("{}: {}", rewrite.rule, rewriteText(rewrite)));
        QTEST(told.join("; "), "want");
    }

    // What a rewrite says stands in the graph afterwards does, unless a later rewrite of the pass took it.
    void rewrites_match_the_graph() {
        int seen = 0;
        for (std::uint64_t seed = 100; seed < 140; ++seed) {
            Graph graph = randomProgram(seed);
            const auto records = runPasses(graph, {}, {.snapshots = Snapshots::Keep});
            VERIFY_OK(records);
            for (const PassRecord& record : *records) {
                std::set<std::string> gone;
                for (auto rewrite = record.rewrites.rbegin(); rewrite != record.rewrites.rend(); ++rewrite) {
                    for (const RewrittenNode& node : rewrite->after)
                        if (!node.op.empty() && !gone.contains(node.name))
                            QVERIFY2(std::ranges::find(record.after->nodes(), node.name, &Node::name) != record.after->nodes().end(), node.name.c_str());
                    for (const RewrittenNode& node : rewrite->before) gone.insert(node.name);
                    ++seen;
                }
            }
        }
        QVERIFY(seen > 20);
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
