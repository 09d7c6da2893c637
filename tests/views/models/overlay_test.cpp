// Overlays: what boxes and groups show of numbers and classes, and that a large graph is recoloured at once.
#include "views/models/overlay_shades.h"

#include <cmath>
#include <limits>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/views/models/models_support.h"
#include "views/models/graph_controller.h"
#include "views/models/node_overlays.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kTop = OverlayShades::kSteps - 1;

using Scale = NodeOverlay::Scale;
using Values = std::unordered_map<std::string, double>;

OverlayRef overlayOf(Scale scale, Values values, QStringList classes = {}) {
    NodeOverlay overlay{.key = "time", .title = "Time", .scale = scale, .values = std::move(values), .classes = std::move(classes)};
    overlay.text = [](double number) { return QString("%1 ms").arg(number); };
    return std::make_shared<const NodeOverlay>(std::move(overlay));
}

ContentRef contentOf(Graph graph) {
    auto content = GraphContent::build(snapshot(std::move(graph)), {});
    return content ? *content : nullptr;
}

int itemOf(const GraphContent& content, const QString& name) {
    for (int item = 0; item < content.itemCount(); ++item)
        if (content.items()[static_cast<std::size_t>(item)].name == name) return item;
    return -1;
}

// Node names of blocksGraph: relu, gelu in net.0, relu_1, gelu_1 in net.1, add in none.
QString shadesText(const OverlayShades& shades, const GraphContent& content) {
    QStringList out;
    for (const char* name : {"x", "relu", "gelu", "relu_1", "gelu_1", "add", "net.0", "net.1", "net"}) {
        const int shade = shades.shade(itemOf(content, name));
        out << (shade == OverlayShades::kMissing ? "-" : shade == OverlayShades::kBad ? "bad" : shade == kTop && shades.isRamp() ? "top" : QString::number(shade));
    }
    return out.join(' ');
}

}  // namespace

class OverlayTest : public QObject {
    Q_OBJECT
private slots:
    // Two a multiply-add of products, symbols as they were while tracing; nothing of what is no product.
    void arithmetic_is_that_of_products() {
        const Graph graph = *parseGraph("whittle 1\ngraph @g {\n input %x : f32[8,16]\n input %w : f32[32,16]\n %y = aten.linear.default(%x, %w) : f32[8,32]\n %z = aten.relu.default(%y) : f32[8,32]\n return %z\n}\n", findSchema);
        const GraphOverlay* row = findGraphOverlay("flops");
        QVERIFY(row);
        const OverlayRef overlay = row->make(*row, graph);
        QCOMPARE(overlay->values.size(), std::size_t{1});
        QCOMPARE(overlay->values.at("y"), 2.0 * 8 * 32 * 16);
        QCOMPARE(overlay->text(overlay->values.at("y")), QString("8.19 kFLOP"));
        QCOMPARE(overlay->text(3.2e9), QString("3.20 GFLOP"));
    }

    void what_is_no_longer_so_is_withdrawn() {
        JobRunner jobs;
        GraphController graph(jobs);
        graph.setGraph(std::make_shared<const Graph>(smallGraph()));
        QTRY_COMPARE(graph.state(), GraphController::State::Ready);
        graph.offerOverlay(overlayOf(Scale::Linear, {{"gelu", 2}}));
        graph.setColorBy("time");
        QVERIFY(graph.overlay());
        graph.setQuery("time>1");
        QCOMPARE(graph.hits().size(), std::size_t{1});
        graph.withdrawOverlay("error");  // nobody offered it
        QVERIFY(graph.overlay());
        graph.withdrawOverlay("time");
        QVERIFY(!graph.overlay() && graph.offeredOverlays().empty());
        QVERIFY(graph.hits().empty() && !graph.queryMistake().isEmpty());
        graph.offerOverlay(overlayOf(Scale::Linear, {{"gelu", 2}}));  // what was chosen is shown again
        QVERIFY(graph.overlay());
    }

    void a_few_extremes_can_be_left_out_of_the_ramp() {
        const ContentRef content = contentOf(chainGraph(201));
        Values values;
        for (int i = 0; i < 201; ++i) values[i == 0 ? "relu" : "relu_" + std::to_string(i)] = i == 200 ? 1e6 : i == 0 ? -1e6 : 100 + i;
        const OverlayRef overlay = overlayOf(Scale::Linear, values);
        const int middle = itemOf(*content, "relu_100"), late = itemOf(*content, "relu_180"), last = itemOf(*content, "relu_200"), first = itemOf(*content, "relu");
        const OverlayShades whole(*content, overlay);
        QCOMPARE(whole.shade(middle), whole.shade(late));  // the extremes take all the room
        QVERIFY(!whole.isCutBelow() && !whole.isCutAbove());
        const OverlayShades cut(*content, overlay, {.clipPercent = 1});
        QVERIFY(cut.isCutBelow() && cut.isCutAbove());
        QVERIFY(cut.shade(middle) > 40 && cut.shade(middle) < 55);
        QVERIFY(cut.shade(late) > 80);
        QCOMPARE(cut.shade(first), 0);
        QCOMPARE(cut.shade(last), kTop);
        QCOMPARE(cut.valueAt(0), 102);
        QCOMPARE(cut.valueAt(1), 298);
        QCOMPARE(cut.text(last), "1e+06 ms");  // what is told is what was measured
        const OverlayShades same(*content, overlayOf(Scale::Linear, {{"relu", 3}, {"relu_1", 3}}), {.clipPercent = 5});
        QVERIFY(!same.isCutBelow() && !same.isCutAbove() && same.hasRange());
        const OverlayShades none(*content, overlayOf(Scale::Linear, {{"relu", kNaN}}), {.clipPercent = 5});
        QVERIFY(!none.hasRange());
    }

    void the_scale_can_be_another_than_that_of_the_measurement() {
        const ContentRef content = contentOf(chainGraph(3));
        const Values values{{"relu", 1}, {"relu_1", 11}, {"relu_2", 1000}};
        const int between = itemOf(*content, "relu_1");
        const OverlayRef linear = overlayOf(Scale::Linear, values), logarithmic = overlayOf(Scale::Logarithmic, values);
        QCOMPARE(OverlayShades(*content, linear).shade(between), 0);
        QCOMPARE(OverlayShades(*content, linear, {.scale = RampLook::Scale::Logarithmic}).shade(between), 33);
        QVERIFY(OverlayShades(*content, linear, {.scale = RampLook::Scale::Logarithmic}).isLogarithmic());
        QCOMPARE(OverlayShades(*content, logarithmic).shade(between), 33);
        QCOMPARE(OverlayShades(*content, logarithmic, {.scale = RampLook::Scale::Linear}).shade(between), 0);
        QVERIFY(std::abs(OverlayShades(*content, linear, {.scale = RampLook::Scale::Logarithmic}).valueAt(0.5) - std::sqrt(1000.0)) < 1e-9);
        const OverlayShades zero(*content, overlayOf(Scale::Linear, {{"relu", 0}, {"relu_1", -5}, {"relu_2", 7}}), {.scale = RampLook::Scale::Logarithmic, .clipPercent = 1});
        QCOMPARE(zero.shade(itemOf(*content, "relu_1")), 0);
        QCOMPARE(zero.shade(itemOf(*content, "relu_2")), kTop);
    }

    void names_of_scales_read_back() {
        for (const auto scale : {RampLook::Scale::AsMeasured, RampLook::Scale::Linear, RampLook::Scale::Logarithmic}) QCOMPARE(parseRampScale(rampScaleName(scale)), std::optional(scale));
        QVERIFY(!parseRampScale("cubic"));
    }

    void initTestCase() { QVERIFY(itemOf(*contentOf(blocksGraph()), "gelu_1") > 0); }

    void shades_data() {
        QTest::addColumn<int>("scale");
        QTest::addColumn<Values>("values");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, Scale scale, Values values, const char* want) { QTest::newRow(name) << static_cast<int>(scale) << std::move(values) << QString(want); };
        row("nothing is known", Scale::Linear, {}, "- - - - - - - - -");
        row("a group takes the most", Scale::Linear, {{"relu", 0}, {"gelu", 10}, {"relu_1", 5}}, "- 0 top 48 - - top 48 top");
        row("below zero as well", Scale::Linear, {{"relu", -10}, {"gelu", -30}}, "- top 0 - - - top - top");
        row("one number is the most", Scale::Linear, {{"add", 7}}, "- - - - - top - - -");
        row("an input by its own name", Scale::Linear, {{"x", 1}, {"add", 2}}, "0 - - - - top - - -");
        row("of another graph", Scale::Linear, {{"softmax", 1}}, "- - - - - - - - -");
        row("NaN goes before the most", Scale::Linear, {{"relu", kNaN}, {"gelu", 10}, {"relu_1", 0}}, "- bad top 0 - - bad 0 bad");
        row("infinity is bad and no end of the ramp", Scale::Linear, {{"relu", kInfinity}, {"gelu", 10}, {"add", 0}}, "- bad top - - 0 bad - bad");
        row("logarithmic", Scale::Logarithmic, {{"relu", 1}, {"gelu", 100}, {"relu_1", 10000}}, "- 0 48 top - - 48 top top");
        row("zero has no logarithm", Scale::Logarithmic, {{"relu", 0}, {"gelu", 1}, {"relu_1", 100}}, "- 0 0 top - - 0 top top");
        row("nothing but zeros", Scale::Logarithmic, {{"relu", 0}, {"add", 0}}, "- 0 - - - 0 0 - 0");
        row("the commonest class", Scale::Classes, {{"relu", 2}, {"gelu", 1}, {"relu_1", 1}}, "- 2 1 1 - - 1 1 1");
        row("no such class", Scale::Classes, {{"relu", 3}, {"gelu", -1}}, "- - - - - - - - -");
        row("bad goes before classes", Scale::Classes, {{"relu", 1}, {"gelu", 1}, {"relu_1", kNaN}}, "- 1 1 bad - - 1 bad bad");
        row("what is the same does not count", Scale::Difference, {{"gelu", 2}}, "- - 2 - - - 2 - 2");
    }
    void shades() {
        QFETCH(int, scale);
        QFETCH(Values, values);
        const ContentRef content = contentOf(blocksGraph());
        const OverlayShades shades(*content, overlayOf(static_cast<Scale>(scale), values, {"a", "b", "c"}));
        const QString got = shadesText(shades, *content);
        QTEST(got, "want");
    }

    void says_numbers_and_classes_in_words() {
        const ContentRef content = contentOf(blocksGraph());
        const OverlayShades times(*content, overlayOf(Scale::Logarithmic, {{"relu", 1}, {"gelu", 100}, {"add", kNaN}, {"relu_1", -kInfinity}}));
        QCOMPARE(times.text(itemOf(*content, "net.0")), QString("100 ms"));
        QCOMPARE(times.text(itemOf(*content, "add")), QString("NaN"));
        QCOMPARE(times.text(itemOf(*content, "net.1")), QString("−∞"));
        QCOMPARE(times.text(itemOf(*content, "x")), QString());
        QCOMPARE(times.valueAt(0), 1.0);
        QCOMPARE(times.valueAt(0.5), 10.0);
        QCOMPARE(times.valueAt(1), 100.0);
        QVERIFY(times.hasBad() && times.hasMissing());
        QCOMPARE(times.bad(), std::vector<int>({itemOf(*content, "relu_1"), itemOf(*content, "add")}));
        const OverlayShades classes(*content, overlayOf(Scale::Classes, {{"relu", 1}, {"gelu", 1}, {"relu_1", 0}, {"gelu_1", 0}, {"add", 0}}, {"f32", "f16"}));
        QCOMPARE(classes.text(itemOf(*content, "net.0")), QString("f16"));
        QCOMPARE(classes.boxesOf(0), 3);
        QVERIFY(!classes.hasBad() && !classes.hasMissing());
    }

    void holds_for_later_versions_of_the_graph() {
        JobRunner jobs;
        GraphController controller(jobs);
        QSignalSpy changed(&controller, &GraphController::overlayChanged);
        controller.setMarks(overlayOf(Scale::Linear, {{"relu_2", 1}, {"relu", 0}}));
        QVERIFY(!controller.shades());
        QCOMPARE(changed.count(), 1);
        controller.setGraph(snapshot(chainGraph(3)));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QCOMPARE(controller.shades()->shade(3), kTop);
        QCOMPARE(changed.count(), 2);
        controller.setGraph(snapshot(chainGraph(2)));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QCOMPARE(controller.shades()->shade(1), kTop);  // all there is now
        controller.setMarks(controller.overlay());
        QCOMPARE(changed.count(), 3);
        controller.setMarks(nullptr);
        QVERIFY(!controller.shades());
        QCOMPARE(changed.count(), 4);
        controller.setMarks(overlayOf(Scale::Linear, {{"relu", 0}}));
        controller.setGraph(nullptr);
        QVERIFY(!controller.shades());
    }

    void a_graph_tells_overlays_by_itself() {
        Graph graph = smallGraph();
        const ValueId x = graph.inputs().front().value;
        const NodeId half = graph.addNode({.name = "half", .op = "aten.to.dtype", .args = {{"self", x}}, .outputTypes = {TensorType{DType::F16, {SymInt::symbol("s0"), 8}, {}, {}}}});
        graph.addNode({.name = "number", .op = "aten.sym_size.int", .args = {{"self", x}}, .outputTypes = {NumberType{}}});
        graph.addNode({.name = "odd", .op = "aten.to.dtype", .args = {{"self", x}}, .outputTypes = {TensorType{DType::I64, {SymInt::symbol("s1")}, {}, {}}}});
        graph.symbols["s0"] = {.hint = 4};
        graph.symbols["s1"] = {};
        const auto value = [&](const char* key, const std::string& name) {
            const GraphOverlay* row = findGraphOverlay(key);
            const OverlayRef overlay = row->make(*row, graph);
            const auto found = overlay->values.find(name);
            if (found == overlay->values.end()) return QString("-");
            return overlay->classes.isEmpty() ? overlay->text(found->second) : overlay->classes[static_cast<int>(found->second)];
        };
        QCOMPARE(value("dtype", "half"), QString("f16"));
        QCOMPARE(value("dtype", "x"), QString("f32"));
        QCOMPARE(value("dtype", "number"), QString("-"));
        QCOMPARE(value("bytes", "half"), QString("64 bytes"));  // s0 is taken as it was while tracing
        QCOMPARE(value("bytes", "odd"), QString("-"));          // and s1 was not
        QCOMPARE(value("bytes", "x"), QString("64 bytes"));
        QCOMPARE(value("users", "x"), QString("5"));
        QCOMPARE(value("users", "mystery"), QString("1"));  // it is returned
        QCOMPARE(value("users", graph.node(half).name), QString("0"));
    }

    void offers_are_chosen_by_their_keys() {
        JobRunner jobs;
        GraphController controller(jobs);
        QSignalSpy offered(&controller, &GraphController::overlaysOffered);
        controller.setColorBy("time");  // kept from the last time, before anything was measured
        QVERIFY(!controller.overlay());
        controller.setGraph(snapshot(chainGraph(3)));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QVERIFY(!controller.overlay());
        const OverlayRef first = overlayOf(Scale::Linear, {{"relu", 1}}), second = overlayOf(Scale::Linear, {{"relu", 2}});
        controller.offerOverlay(first);
        QCOMPARE(controller.overlay(), first);
        controller.offerOverlay(second);
        QCOMPARE(controller.overlay(), second);
        QCOMPARE(controller.offeredOverlays().size(), std::size_t{1});
        QCOMPARE(offered.count(), 2);
        controller.setColorBy({});
        QVERIFY(!controller.overlay());
        controller.offerOverlay(first);
        QVERIFY(!controller.overlay());
        controller.setColorBy("time");
        QCOMPARE(controller.overlay(), first);
        controller.forgetOverlays();
        QVERIFY(!controller.overlay() && controller.offeredOverlays().empty());
        QCOMPARE(controller.colorBy(), QString("time"));  // for when it is measured again
        controller.setMarks(second);  // over what was chosen, which stays chosen
        QCOMPARE(controller.overlay(), second);
        controller.offerOverlay(first);
        QCOMPARE(controller.overlay(), second);
        controller.setMarks(nullptr);
        QCOMPARE(controller.overlay(), first);
        QCOMPARE(controller.colorBy(), QString("time"));
    }

    void what_the_graph_tells_follows_its_versions() {
        JobRunner jobs;
        GraphController controller(jobs);
        controller.setColorBy("users");
        controller.setGraph(snapshot(smallGraph()));
        QTRY_VERIFY(controller.overlay());
        QCOMPARE(controller.shades()->text(0), QString("2"));
        controller.setGraph(snapshot(chainGraph(2)));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QTRY_COMPARE(controller.shades()->text(0), QString("1"));
        controller.setColorBy("dtype");
        controller.setColorBy({});  // before the worker is done
        QVERIFY(!controller.overlay());
        controller.setGraph(snapshot(chainGraph(3)));
        QTRY_COMPARE(controller.state(), GraphController::State::Ready);
        QVERIFY(!controller.overlay());
    }

    void a_large_graph_is_recoloured_at_once_data() {
        QTest::addColumn<int>("scale");
        QTest::newRow("numbers") << static_cast<int>(Scale::Logarithmic);
        QTest::newRow("classes") << static_cast<int>(Scale::Classes);
    }
    void a_large_graph_is_recoloured_at_once() {
        QFETCH(int, scale);
        static const ContentRef content = contentOf(modulesGraph(100'000));
        QVERIFY(content);
        Values values;
        for (const Node& node : content->graph()->nodes()) values[node.name] = static_cast<double>(values.size() % 20);
        QStringList classes;
        for (int i = 0; i < 20; ++i) classes << QString::number(i);
        const OverlayRef overlay = overlayOf(static_cast<Scale>(scale), std::move(values), classes);
        double best = 1e9;
        for (int round = 0; round < 3; ++round) {
            const double start = cpuMs();
            const OverlayShades shades(*content, overlay);
            best = std::min(best, cpuMs() - start);
            QVERIFY(shades.shade(content->count()) >= 0);
        }
        qInfo("%d items recoloured in %.1f ms", content->itemCount(), best);
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(best < 50, qPrintable(QString::number(best)));
#endif
    }
};

WHITTLE_TEST(OverlayTest)
#include "overlay_test.moc"
