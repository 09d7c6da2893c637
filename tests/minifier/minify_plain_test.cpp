// How plain what is left becomes: data, weights, calls, sizes, symbols, types, branches.
#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "tests/minifier/reduce.h"

using namespace whittle;
using namespace whittle::test;

class MinifyPlainTest : public QObject {
    Q_OBJECT
private:
    // Data that nothing describes, with one element of 77.5 in it.
    static Graph oddData() {
        Graph graph = chain(20, {{0, kRelu}});
        std::vector<float> elements(4096);
        for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = 1.f / static_cast<float>(i + 2);
        elements[1234] = 77.5f;
        const ValueId x = graph.inputs()[0].value;
        graph.setInputData(x, Tensor::of<float>(elements, {64, 64}));
        graph.setType(x, TensorType{DType::F32, {64, 64}, {}, {}});
        for (const Node& node : std::vector<Node>(graph.nodes().begin(), graph.nodes().end()))
            graph.setType(node.output(), TensorType{DType::F32, {64, 64}, {}, {}});
        return graph;
    }
    static Result<MinifyResult> reduceText(const std::string& lines, const std::filesystem::path& folder, const Predicate& predicate) {
        WHITTLE_TRY(Graph graph, parseGraph("whittle 1\ngraph @g {\n" + lines + "}\n", findSchema));
        std::uint64_t seed = 20;
        for (const GraphInput& input : std::vector<GraphInput>(graph.inputs().begin(), graph.inputs().end()))
            graph.setInputData(input.value, *filled({Fill::Normal, seed++}, DType::F32, {2, 3}));
        FakeOracle oracle(predicate);
        return reduce(graph, oracle, folder);
    }
    FreshFolders fresh;

private slots:
    void a_failure_with_any_data_ends_with_zeros() {
        const auto folder = fresh();
        FakeOracle oracle(needs({kRelu}));
        const auto result = reduce(oddData(), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QCOMPARE(int(describeFill(*asTensor(result->graph.inputs()[0].data)).how), int(Fill::Zeros));
        QVERIFY(!std::filesystem::exists(folder / "inputs.safetensors"));
        const auto script = readFile(folder / "repro.py");
        VERIFY_OK(script);
        QVERIFY(toQ(*script).contains("torch.zeros((), dtype=torch.float32)"));
        qInfo("%d candidates", result->candidates);
        QVERIFY(result->candidates <= 8);
    }

    // Of 4096 values one matters, and is all that is left at the end.
    void a_failure_with_certain_data_keeps_it() {
        const auto folder = fresh();
        FakeOracle oracle([](const Graph& graph) -> std::optional<Failure> {
            if (!hasOp(graph, kRelu)) return std::nullopt;
            for (const GraphInput& input : graph.inputs())
                for (Index i = 0; i < asTensor(input.data)->numel(); ++i)
                    if (asTensor(input.data)->flat(i) == 77.5) return boom();
            return std::nullopt;
        });
        const auto result = reduce(oddData(), oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        const Tensor& data = *asTensor(result->graph.inputs()[0].data);
        QCOMPARE(data.numel(), 1);
        QCOMPARE(data.flat(0), 77.5);
        QVERIFY(!std::filesystem::exists(folder / "inputs.safetensors"));
        qInfo("%d candidates", result->candidates);
        QVERIFY(result->candidates <= 48);
    }

    void data_that_matters_as_a_whole_is_kept_in_a_file() {
        const auto folder = fresh();
        const Graph original = oddData();
        const std::string kept = contentHash(*asTensor(original.inputs()[0].data)).hex();
        FakeOracle oracle([&](const Graph& graph) -> std::optional<Failure> {
            const bool same = std::ranges::any_of(graph.inputs(), [&](const GraphInput& input) { return contentHash(*asTensor(input.data)).hex() == kept; });
            return same && hasOp(graph, kRelu) ? std::optional(boom()) : std::nullopt;
        });
        const auto result = reduce(original, oracle, folder);
        VERIFY_OK(result);
        QCOMPARE(result->nodesAfter, 1);
        QVERIFY(std::filesystem::exists(folder / "inputs.safetensors"));
        const auto report = nlohmann::json::parse(*readFile(folder / "report.json"));
        QVERIFY(std::ranges::find(report["files"], nlohmann::json("inputs.safetensors")) != report["files"].end());
    }

    void weights_end_as_plain_inputs() {
        Graph graph = chain(6, {{5, kRelu}});
        ValueId last = graph.outputValues()[0];
        // Of three shapes: once these have shrunk, one stands for all.
        for (const auto& [kind, rows, columns] : {std::tuple(InputKind::Parameter, 1, 3), {InputKind::Buffer, 2, 1}, {InputKind::Constant, 1, 1}}) {
            GraphInput weight{.value = {}, .kind = kind, .target = "w", .data = Tensor::full(DType::F32, {rows, columns}, 3)};
            const ValueId w = graph.addInput(std::move(weight), "w", TensorType{DType::F32, {rows, columns}, {}, {}});
            last = call(graph, "aten.mul.Tensor", {{"self", last}, {"other", w}});
        }
        graph.setOutputs({{.value = last}});
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            const auto products = std::ranges::count(candidate.nodes(), "aten.mul.Tensor", &Node::op);
            return products == 3 ? std::optional(boom()) : std::nullopt;
        });
        const auto result = reduce(graph, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(result->inputsAfter, 1);
        for (const GraphInput& input : result->graph.inputs()) {
            QVERIFY(input.kind == InputKind::User);
            QCOMPARE(int(describeFill(*asTensor(input.data)).how), int(Fill::Zeros));
        }
    }

    void calls_get_simpler() {
        const auto result = reduceText(" input %x : f32[2,3]\n input %y : f32[2,3]\n"
                                       " %c = aten.cat.default([%x, %y, %x, %y], 1) : f32[2,12]\n"
                                       " %d = aten.add.Tensor(%c, %c, alpha=7.34375) : f32[2,12]\n return %d\n",
                                       fresh(), [](const Graph& graph) -> std::optional<Failure> {
            const auto add = std::ranges::find(graph.nodes(), "aten.add.Tensor", &Node::op);
            if (!hasOp(graph, "aten.cat.default") || add == graph.nodes().end()) return std::nullopt;
            const Arg* alpha = add->arg("alpha");
            return alpha && alpha->as<double>() && *alpha->as<double>() > 2 ? std::optional(boom()) : std::nullopt;
        });
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("cat add"));
        const Node& cat = result->graph.nodes()[0];
        QCOMPARE(result->inputsAfter, 1);
        QCOMPARE(cat.args.size(), std::size_t{1});
        QCOMPARE(cat.args[0].value.as<Arg::List>()->size(), std::size_t{1});
        QCOMPARE(*result->graph.nodes()[1].arg("alpha")->as<double>(), 7.0);
        qInfo("%d candidates", result->candidates);
        QVERIFY(result->candidates <= 40);
    }

    void inputs_that_differ_are_merged() {
        const Predicate predicate = [](const Graph& graph) -> std::optional<Failure> {
            return std::ranges::count(graph.nodes(), "aten.mul.Tensor", &Node::op) == 2 ? std::optional(boom()) : std::nullopt;
        };
        const auto result = reduceText(" input %x : f32[2,3]\n input %y : f32[2,3]\n input %z : f32[2,3]\n"
                                       " %a = aten.mul.Tensor(%x, %y) : f32[2,3]\n %b = aten.mul.Tensor(%a, %z) : f32[2,3]\n return %b\n", fresh(), predicate);
        VERIFY_OK(result);
        QCOMPARE(result->inputsAfter, 1);
        QCOMPARE(int(describeFill(*asTensor(result->graph.inputs()[0].data)).how), int(Fill::Zeros));
    }

    // Sizes shrink as far as the failure lets them, equal ones together; one that matters stays as large as it must be.
    void sizes_shrink_to_what_matters() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[4,40]\n input %w : f32[40,96]\n %m = aten.mm.default(%x, %w) : f32[4,96]\n"
                                      " %r = aten.relu.default(%m) : f32[4,96]\n %v = aten.view.default(%r, [4, 2, 48]) : f32[4,2,48]\n return %v\n}\n", findSchema);
        VERIFY_OK(graph);
        Graph original = *graph;
        original.setInputData(original.inputs()[0].value, Tensor::full(DType::F32, {4, 40}, 0.5));
        original.setInputData(original.inputs()[1].value, Tensor::full(DType::F32, {40, 96}, 0.5));
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            if (!needsPath("aten.mm.default", "aten.view.default")(candidate)) return std::nullopt;
            for (const Node& node : candidate.nodes())
                if (node.op == "aten.mm.default" && *asTensorType(candidate.type(node.inputs()[0]))->sizes[1].constant() >= 17) return boom();
            return std::nullopt;
        });
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("mm view"));
        const TensorType& x = *asTensorType(result->graph.type(result->graph.inputs()[0].value));
        QCOMPARE(toQ(x.text()), QString("f32[1,17]"));
        QCOMPARE(toQ(typeText(result->graph.type(result->graph.nodes()[1].output()))), QString("f32[]"));
        qInfo("%d candidates, %d from the cache", result->candidates, result->cacheHits);
        QVERIFY2(result->candidates <= 40, std::to_string(result->candidates).c_str());
    }

    // A failure that only a symbol brings about keeps it, at the smallest number that its range allows; any other loses it.
    void symbols_go_unless_they_matter_data() {
        QTest::addColumn<bool>("matters");
        QTest::addColumn<QString>("want");
        QTest::newRow("it matters") << true << "f32[s0]";
        QTest::newRow("it does not") << false << "f32[]";
    }
    void symbols_go_unless_they_matter() {
        QFETCH(bool, matters);
        Graph original;
        original.symbols["s0"] = SymbolInfo{.min = 2, .max = 100, .hint = 24};
        GraphInput input;
        input.data = Tensor::full(DType::F32, {24, 3}, 1);
        const ValueId x = original.addInput(std::move(input), "x", TensorType{DType::F32, {SymInt::symbol("s0"), 3}, {}, {}});
        const ValueId s = call(original, "aten.sum.dim_IntList", {{"self", x}, {"dim", Arg::List{Arg(1)}}}, "s");
        original.addOutput({.value = call(original, kRelu, {{"self", s}}, "y")});
        FakeOracle oracle([matters](const Graph& candidate) -> std::optional<Failure> {
            if (!hasOp(candidate, kRelu) || (matters && (candidate.symbols.empty() || !candidate.symbols.begin()->second.max))) return std::nullopt;
            return boom();
        });
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu"));
        QTEST(toQ(typeText(result->graph.type(result->graph.inputs()[0].value))), "want");
        QCOMPARE(asTensor(result->graph.inputs()[0].data)->numel(), matters ? 2 : 1);
        QVERIFY2(result->candidates <= 9, std::to_string(result->candidates).c_str());
    }

    // A node between two that matter, which changes the shape so that no bypass fits, and types that do not matter.
    void what_is_left_is_plain() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f64[4,6]\n %r = aten.relu.default(%x) : f64[4,6]\n"
                                      " %p = aten.permute.default(%r, [1, 0]) : f64[6,4]\n %e = aten.exp.default(%p) : f64[6,4]\n return %e\n}\n", findSchema);
        VERIFY_OK(graph);
        Graph original = *graph;
        original.setInputData(original.inputs()[0].value, Tensor::full(DType::F64, {4, 6}, 0.5));
        FakeOracle oracle(needsPath(kRelu, kExp));
        const auto result = reduce(original, oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("relu exp"));
        QCOMPARE(toQ(typeText(result->graph.type(result->graph.inputs()[0].value))), QString("f32[]"));
        qInfo("%d candidates, %d from the cache", result->candidates, result->cacheHits);
        QVERIFY2(result->candidates <= 30, std::to_string(result->candidates).c_str());
    }

    // Where a reader needs a value that is computed, but not what it is, a constant does.
    void a_constant_serves_where_any_value_does() {
        FakeOracle oracle([](const Graph& candidate) -> std::optional<Failure> {
            for (const Node& node : candidate.nodes())
                if (node.op == kExp && candidate.value(node.inputs()[0]).producer.valid()) return boom();
            return std::nullopt;
        });
        const auto result = reduce(chain(12, {{9, kExp}}), oracle, fresh());
        VERIFY_OK(result);
        QCOMPARE(toQ(opsText(result->graph)), QString("full exp"));
        QVERIFY(result->graph.inputs().empty());
        QVERIFY2(result->candidates <= 30, std::to_string(result->candidates).c_str());
    }

    // The culprit is inside a branch: the branch comes out, and is reduced like any graph.
    void a_culprit_inside_a_branch() {
        auto graph = parseGraph("whittle 1\ngraph @g {\n input %x : f32[2,3]\n input %p : bool[]\n %a = aten.neg.default(%x) : f32[2,3]\n"
                                " %b = higher_order.cond(%p, graph @yes {\n input %a : f32[2,3]\n %n = aten.neg.default(%a) : f32[2,3]\n"
                                " %t = aten.tanh.default(%n) : f32[2,3]\n return %t\n }, graph @no {\n input %a : f32[2,3]\n return %a\n }, [%a]) : f32[2,3]\n"
                                " return %b\n}\n", findSchema);
        VERIFY_OK(graph);
        graph->setInputData(graph->inputs()[0].value, Tensor::full(DType::F32, {2, 3}, 0.25));
        graph->setInputData(graph->inputs()[1].value, Tensor::scalar(DType::Bool, 1));
        const std::function<bool(const Graph&)> anywhere = [&](const Graph& candidate) {
            bool found = hasOp(candidate, "aten.tanh.default");
            for (const Node& node : candidate.nodes())
                for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { found = found || anywhere(*inner); });
            return found;
        };
        FakeOracle oracle([&](const Graph& candidate) -> std::optional<Failure> {
            if (anywhere(candidate)) return boom();
            return std::nullopt;
        });
        QTemporaryDir folder;
        MinifyOptions options;
        options.outputFolder = folder.path().toStdString();
        const auto result = minify(*graph, oracle, options, {}, {});
        VERIFY_OK(result);
        QCOMPARE(result->status, MinifyResult::Status::Minimal);
        QCOMPARE(result->graph.nodes().size(), std::size_t{1});
        QCOMPARE(toQ(result->graph.nodes()[0].op), QString("aten.tanh.default"));
    }
};

WHITTLE_TEST(MinifyPlainTest)
#include "minify_plain_test.moc"
