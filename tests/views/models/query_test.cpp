// The search box: what each kind of term finds, what is said of mistakes, and how long it takes.
#include "views/models/search.h"

#include <limits>

#include "tests/views/models/models_support.h"
#include "views/models/graph_controller.h"
#include "views/models/query.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using Scale = NodeOverlay::Scale;

OverlayRef overlayOf(QString key, Scale scale, std::unordered_map<std::string, double> values, QString unit = {}, QStringList classes = {}) {
    NodeOverlay overlay{.key = std::move(key), .title = "Time", .scale = scale, .values = std::move(values), .classes = std::move(classes), .text = {}, .unit = std::move(unit)};
    return std::make_shared<const NodeOverlay>(std::move(overlay));
}

// x -> conv2d -> (f16) to -> view -> bmm of two halves -> output; two blocks of modules around them.
Graph variedGraph() {
    Graph graph;
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({2, 64, 8, 8}));
    const ValueId w = graph.addInput({.kind = InputKind::Parameter, .target = "conv.weight"}, "w", f32({64, 64, 3, 3}));
    const auto call = [&](const char* name, const char* op, std::vector<NamedArg> args, std::vector<Type> types, const char* module, int line) {
        const NodeId id = graph.addNode({.name = name, .op = op, .args = std::move(args), .outputTypes = std::move(types), .origin = origin(module, line)});
        return graph.node(id).outputs;
    };
    const auto half = [](SymSizes sizes) { return TensorType{DType::F16, std::move(sizes), {}, {}}; };
    const ValueId conv = call("conv2d", "aten.conv2d.default", {{"input", x}, {"weight", w}}, {f32({2, 64, 6, 6})}, "net.3.conv", 1)[0];
    const ValueId relu = call("relu", "aten.relu.default", {{"self", conv}}, {f32({2, 64, 6, 6})}, "net.3.conv", 17)[0];
    const ValueId cast = call("to", "aten.to.dtype", {{"self", relu}}, {half({2, 64, 6, 6})}, "net.3.cast", 170)[0];
    const ValueId view = call("view", "aten.view.default", {{"self", cast}}, {half({2, SymInt::symbol("s0")})}, "net.3.cast", 171)[0];
    const std::vector<ValueId> parts = call("split", "aten.split.Tensor", {{"self", view}}, {half({1, 36}), TensorType{DType::BF16, {7, 36}, {}, {}}}, "net.30", 3);
    const ValueId sum = call("cat_1", "aten.cat.default", {{"tensors", Arg::List{parts[0], parts[1], view}}}, {half({9})}, "net.30", 4)[0];
    graph.addOutput({.value = sum});
    return graph;
}

SceneRef variedScene() {
    static const SceneRef scene = *GraphScene::build(snapshot(variedGraph()), FoldChoices(), {});
    return scene;
}

QString namesOf(const GraphScene& scene, std::span<const int> items) {
    QStringList names;
    for (const int item : items) names << (scene.box(item).kind == SceneBox::Kind::Output ? scene.box(item).title : scene.box(item).name);
    return names.join(' ');
}

}  // namespace

class QueryTest : public QObject {
    Q_OBJECT
private slots:
    void finds_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* query, const char* want) { QTest::newRow(query) << QString(query) << QString(want); };
        row("  ", "");
        row("RELU", "relu");
        row("aten 6,6", "conv2d relu to");
        row("\"aten.to.dtype\"", "to");
        row("op:conv*", "conv2d");         // the operator's short name
        row("op:aten.*", "conv2d relu to view split cat_1");
        row("op:onv", "conv2d");
        row("op:*onv", "");
        row("name:?o", "to");
        row("name:cat_1", "cat_1 output 0");
        row("shape:*x64x*", "x conv2d relu to");
        row("shape:7x36", "split");        // the second result
        row("shape:[2,64,6,6]", "conv2d relu to");
        row("shape:2xs0", "view");
        row("dtype:f16", "to view split cat_1 output 0");
        row("dtype:bf16", "split");
        row("dtype:float32", "x conv2d relu");
        row("type:f32[2,64", "x conv2d relu");
        row("weight:f32[64,64", "conv2d");
        row("src:net.py:17", "relu");      // not of lines 170 and 171
        row("src:net.py:17*", "relu to view");
        row("src:net.py", "conv2d relu to view split cat_1");
        row("module:net.3.c*", "net.3.conv conv2d relu net.3.cast to view");
        row("net.3.", "net.3.conv conv2d relu net.3.cast to view");
        row("net.3", "net.3 conv2d relu to view net.30 split cat_1");  // modules whose own name matches, before what they hold
        row("op:module", "net");
        row("/^(relu|view)$/", "relu view");
        row("name:/_\\d/", "cat_1 output 0");
        row("/[^x]relu/", "relu");          // never over the end of a value
        row("/aten.relu.default[^q]/", "");
        row("/^/ op:relu", "relu");
        row("-op:/./ -name:x", "");         // nothing is without an operator
        row("-aten -net", "x output 0");
        row("aten -op:/view|cat/ -dtype:f32", "to split");
        row("users>1", "view");
        row("users=0", "output 0");
        row("users>=1 aten", "conv2d relu to view split cat_1");
        row("inputs>1", "cat_1");
        row("inputs!=1 -users=0", "x cat_1");
        row("bytes>18k", "x conv2d relu");
        row("bytes>32KiB", "");
        row("bytes<=18B", "cat_1 output 0");
        row("bytes=32768", "x");
        row("op:", "");
        row("users>", "");
        row("time>1ms", "relu");
        row("time>0.001", "relu");          // in its own unit
        row("time<=500us", "conv2d");
        row("-time>1ms aten", "conv2d to view split cat_1");
        row("time=nan", "view");
        row("time!=nan", "conv2d relu");
        row("state:chang*", "relu");
        row("state:removed", "to");
        row("level>2", "conv2d");
        row("err>1e-3", "relu");  // as well as error>1e-3
        row("error>1e-3", "relu");
    }
    void finds() {
        QFETCH(QString, query);
        const GraphScene& scene = *variedScene();
        const std::vector<OverlayRef> overlays{
            overlayOf("time", Scale::Logarithmic, {{"relu", 0.002}, {"conv2d", 0.0005}, {"view", std::numeric_limits<double>::quiet_NaN()}}, "s"),
            overlayOf("state", Scale::Difference, {{"relu", 2}, {"to", 0}}, {}, {"removed", "added", "changed"}),
            overlayOf("level", Scale::Linear, {{"conv2d", 3}}), overlayOf("error", Scale::Logarithmic, {{"relu", 0.01}, {"conv2d", 1e-4}})};
        std::map<QString, OverlayShades> shades;
        for (const OverlayRef& overlay : overlays) shades.emplace(overlay->key, OverlayShades(*scene.content(), overlay));
        const SearchAnswer answer = searchItems(*scene.content(), query, {overlays, [&](const QString& key) -> const OverlayShades& { return shades.at(key); }});
        QCOMPARE(answer.mistake, QString());
        const QString got = namesOf(scene, answer.hits);
        QTEST(got, "want");
    }

    void says_mistakes_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* query, const char* want) { QTest::newRow(query) << QString(query) << QString(want); };
        row("/a(b/", "/a(b/: missing closing parenthesis, at letter 3");
        row("op:/[/", "/[/: missing terminating ] for character class, at letter 1");
        row("cuda:0", "There is no field “cuda”; there are op, name, type, shape, dtype, module, src, source, weight. Text with a colon stands in quotes.");
        row("depth>1", "There is no number “depth”; there are users, inputs, bytes, level.");
        row("time>1ms", "“time” is known once the graph was compiled and measured (F5).");
        row("kernel:gelu", "“kernel” is known once the graph was compiled and measured (F5).");
        row("err>1e-3", "“err” is known once the values were compared (F6).");
        row("users>many", "“many” is no number to compare users with.");
        row("users>1ms", "users is not counted in ms.");
        row("bytes>1parsec", "“parsec” is no unit; there are ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, k and M.");
        row("level>1ms", "level is not counted in ms.");
    }
    void says_mistakes() {
        QFETCH(QString, query);
        const std::vector<OverlayRef> overlays{overlayOf("level", Scale::Linear, {})};
        const SearchAnswer answer = searchItems(*variedScene()->content(), query, {overlays, {}});
        QTEST(answer.mistake, "want");
        QVERIFY(answer.hits.empty());
    }

    void what_is_not_in_fields_can_be_quoted() {
        const GraphScene& scene = *variedScene();
        QCOMPARE(searchItems(*scene.content(), "\"net.py:17\" relu").hits, searchItems(*scene.content(), "relu").hits);
        QCOMPARE(searchItems(*scene.content(), "\"-x").mistake, QString());
        QCOMPARE(namesOf(scene, searchItems(*scene.content(), "/rel").hits), QString("relu"));  // not closed yet
    }

    void expressions_without_an_end_are_given_up() {
        Graph graph;
        for (const std::string& name : {std::string(60, 'a'), std::string("b")}) graph.addInput({.kind = InputKind::User}, name, f32({4}));
        const ContentRef content = *GraphContent::build(snapshot(std::move(graph)), {});
        const double start = cpuMs();
        QCOMPARE(searchItems(*content, "name:/(a+)+b/").mistake, QString("This expression takes too long; make it simpler."));
        QVERIFY2(cpuMs() - start < 2000, qPrintable(QString::number(cpuMs() - start)));
    }

    // What may go on over the end of a line must not do so for each of them: twice the names take twice as long, not four times.
    void expressions_over_line_ends_take_no_longer() {
        Graph graph;
        for (int i = 0; i < 20000; ++i) graph.addInput({.kind = InputKind::User}, "value_" + std::to_string(i), f32({4}));
        const ContentRef content = *GraphContent::build(snapshot(std::move(graph)), {});
        for (const char* query : {"name:/^[^.]+$/", "name:/[^,]*/", "name:/\\D+/"}) {
            const double start = cpuMs();
            QCOMPARE(searchItems(*content, query).hits.size(), std::size_t{20000});
            QVERIFY2(cpuMs() - start < 200, qPrintable(QString("%1: %2 ms").arg(query).arg(cpuMs() - start)));
        }
    }

    void every_example_is_understood() {
        const std::vector<OverlayRef> overlays{overlayOf("time", Scale::Logarithmic, {}, "ns")};
        for (const QueryExample& example : queryExamples()) {
            const auto terms = parseQuery(QString::fromUtf8(example.text), overlays);
            VERIFY_OK(terms);
            QVERIFY(!terms->empty() && !queryExampleMeaning(example).isEmpty());
        }
    }

    // Enter goes through modules and boxes in their order, and a query knows of what was measured since.
    void steps_through_modules_and_boxes() {
        JobRunner jobs;
        GraphController controller(jobs);
        controller.setGraph(snapshot(variedGraph()));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        controller.setQuery("net.3.conv");
        QStringList way;
        for (int i = 0; i < 4; ++i) {
            controller.nextHit();
            way << controller.scene()->box(controller.selected()).name + QString::number(controller.currentHit());
        }
        controller.previousHit();
        way << controller.scene()->box(controller.selected()).name;
        QCOMPARE(way, QStringList({"net.3.conv0", "conv2d1", "relu2", "net.3.conv0", "relu"}));
        QVERIFY(controller.isHit(1) && !controller.isHit(3));

        QSignalSpy searched(&controller, &GraphController::searchChanged);
        controller.setQuery("time>1ms");
        QVERIFY(controller.hits().empty() && !controller.queryMistake().isEmpty());
        controller.offerOverlay(overlayOf("time", Scale::Linear, {{"relu", 2}}, "ms"));
        QCOMPARE(searched.count(), 2);
        QCOMPARE(controller.queryMistake(), QString());
        QCOMPARE(controller.hits(), std::vector<int>({2}));
        controller.offerOverlay(overlayOf("time", Scale::Linear, {{"relu", 0.5}, {"to", 3}}, "ms"));
        QCOMPARE(controller.hits(), std::vector<int>({3}));
        controller.forgetOverlays();
        QVERIFY(controller.hits().empty() && !controller.queryMistake().isEmpty());
    }

    void a_large_graph_is_searched_at_once_data() {
        QTest::addColumn<QString>("query");
        for (const char* query : {"relu", "relu_99", "layers.77 gelu", "/^relu_\\d+5$/", "/[^x]99/", "op:gel* -src:net.py:8 bytes>4", "users>8", "shape:*4", "-op:relu time>50"})
            QTest::newRow(query) << QString(query);
    }
    void a_large_graph_is_searched_at_once() {
        QFETCH(QString, query);
        static const ContentRef content = [] {
            const double start = cpuMs();
            ContentRef made = *GraphContent::build(snapshot(modulesGraph(100'000)), {});
            qInfo("content of 100,000 boxes made in %.0f ms", cpuMs() - start);
            const double before = cpuMs();
            const SearchIndex index(*made);
            qInfo("of which its index %.0f ms", cpuMs() - before);
            return made;
        }();
        std::unordered_map<std::string, double> values;
        for (const Node& node : content->graph()->nodes()) values[node.name] = static_cast<double>(values.size() % 100);
        const OverlayRef time = overlayOf("time", Scale::Linear, std::move(values));
        const OverlayShades shades(*content, time);
        double best = 1e9;
        std::size_t hits = 0;
        for (int round = 0; round < 3; ++round) {
            const double start = cpuMs();
            const SearchAnswer answer = searchItems(*content, query, {{time}, [&](const QString&) -> const OverlayShades& { return shades; }});
            best = std::min(best, cpuMs() - start);
            QCOMPARE(answer.mistake, QString());
            hits = answer.hits.size();
        }
        qInfo("%zu hits in %.1f ms", hits, best);
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(best < 20, qPrintable(QString::number(best)));
#endif
    }
};

WHITTLE_TEST(QueryTest)
#include "query_test.moc"
