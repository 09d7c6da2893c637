// The window with a graph as large as a GPT of 400 layers: opened, unfolded, folded, searched, coloured and walked through by real keys, and switched to another
// stage. No event handler may take longer than a frame, of the processor time of its thread. A machine that runs other tests too has cold caches now and then:
// of three walks the best one counts, step by step.
#include "tests/views/gui/window_support.h"
#include "tests/views/models/stance_support.h"

#include <algorithm>
#include <map>

#include <QLineEdit>
#include <QMenu>

#include "app/workbench/timed_application.h"
#include "engine/runtime/worker.h"
#include "views/models/node_overlays.h"
#include "views/stages/comparison_panel.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kLayers = 400;
constexpr double kFrameMs = 16;
constexpr int kWalks = 3;

// Like an exported GPT: two norms, attention of several small views and an MLP a layer, with a mask that all layers read.
Graph gpt() {
    Graph graph;
    graph.name = "gpt_like";
    const TensorType type = f32({1, 8, 16});
    const ValueId x = graph.addInput({.kind = InputKind::User}, "tokens", type);
    const ValueId mask = graph.addInput({.kind = InputKind::User}, "mask", type);
    int line = 0;
    const auto call = [&](const char* op, std::vector<NamedArg> args, const std::string& module) {
        const NodeId id = graph.addNode({.op = op, .args = std::move(args), .outputTypes = {type}, .origin = origin(module, ++line % 500)});
        return graph.node(id).output();
    };
    ValueId value = x;
    for (int layer = 0; layer < kLayers; ++layer) {
        const std::string at = "h." + std::to_string(layer) + ".";
        const auto chain = [&](ValueId from, const std::string& module, std::initializer_list<const char*> ops) {
            for (const char* op : ops) from = call(op, {{"self", from}}, module);
            return from;
        };
        const ValueId norm = chain(value, at + "ln_1", {"aten.var_mean.correction", "aten.rsqrt.default", "aten.mul.Tensor", "aten.add.Tensor"});
        std::vector<ValueId> heads;
        for (const char* part : {"q", "k", "v"})
            heads.push_back(chain(norm, at + "attn." + part, {"aten.view.default", "aten.mm.default", "aten.view.default", "aten.permute.default", "aten.clone.default", "aten.view.default", "aten.mul.Tensor"}));
        ValueId scores = call("aten.bmm.default", {{"self", heads[0]}, {"mat2", heads[1]}}, at + "attn");
        scores = call("aten.add.Tensor", {{"self", scores}, {"other", mask}}, at + "attn");
        scores = chain(scores, at + "attn", {"aten.amax.default", "aten.sub.Tensor", "aten.exp.default", "aten.sum.dim_IntList", "aten.div.Tensor", "aten.view.default", "aten.clone.default"});
        ValueId mixed = call("aten.bmm.default", {{"self", scores}, {"mat2", heads[2]}}, at + "attn");
        mixed = chain(mixed, at + "attn.proj", {"aten.view.default", "aten.permute.default", "aten.clone.default", "aten.view.default", "aten.mm.default", "aten.view.default", "aten.add.Tensor"});
        value = call("aten.add.Tensor", {{"self", value}, {"other", mixed}}, at.substr(0, at.size() - 1));
        const ValueId second = chain(value, at + "ln_2", {"aten.var_mean.correction", "aten.rsqrt.default", "aten.mul.Tensor", "aten.add.Tensor"});
        const ValueId wide = chain(second, at + "mlp.fc", {"aten.view.default", "aten.permute.default", "aten.mm.default", "aten.view.default", "aten.add.Tensor"});
        const ValueId bent = chain(wide, at + "mlp.act", {"aten.pow.Tensor_Scalar", "aten.mul.Tensor", "aten.add.Tensor", "aten.mul.Tensor", "aten.tanh.default", "aten.add.Tensor", "aten.mul.Tensor", "aten.mul.Tensor"});
        const ValueId narrow = chain(bent, at + "mlp.proj", {"aten.view.default", "aten.permute.default", "aten.mm.default", "aten.view.default", "aten.add.Tensor"});
        value = call("aten.add.Tensor", {{"self", value}, {"other", narrow}}, at.substr(0, at.size() - 1));
    }
    graph.addOutput({.value = value});
    return graph;
}

// A version of it: one node in seven is another operator, one in ninety is gone.
void differ(Graph& graph, int which) {
    std::vector<NodeId> gone;
    int place = which;
    for (const Node& node : std::vector<Node>(graph.nodes().begin(), graph.nodes().end())) {
        if (++place % 7 == 0) graph.setOp(node.id, "aten.neg.default");
        if (place % 90 != 0) continue;
        graph.replaceUses(node.output(), node.inputs().front());
        gone.push_back(node.id);
    }
    graph.removeNodes(gone);
}

// One pass that says it rewrote something, and the graph after it.
Study studyOf(const Graph& graph) {
    Study study;
    study.report.passes = {{.name = "tidy", .milliseconds = 1, .rewrites = {{.rule = "tidy", .before = {}, .after = {}, .detail = {}}}, .after = snapshot(graph)}};
    return study;
}

struct LargeWindow : OpenedWindow {
    std::map<QString, TimedApplication::Longest> best;  // by step
    MadeUpStances stances;

    LargeWindow() {
        const auto opener = [](const std::filesystem::path& path) -> Result<OpenedGraph> {
            OpenedGraph out;
            out.graph = gpt();
            if (const std::string name = path.stem().string(); name.starts_with("other")) differ(out.graph, name.back() - '0');
            out.format = "test";
            return out;
        };
        show({.opener = opener,
              .minify = {}, .samples = {}, .study = [](const Graph& graph, const StudySettings&, const auto&, const CancelToken&) -> Result<Study> { return studyOf(graph); },
              .stances = stances.service()});
        window->resize(1920, 1080);
        QCoreApplication::processEvents();
    }

    ~LargeWindow() { window.reset(); }  // which uses `stances`

    void step(const QString& name, const std::function<void()>& act) {
        auto& application = *static_cast<TimedApplication*>(qApp);
        QCoreApplication::processEvents();
        application.forgetLongest();
        act();
        QTRY_VERIFY_WITH_TIMEOUT(window->isIdle(), 60000);
        QCoreApplication::processEvents();
        const TimedApplication::Longest& now = application.longest();
        const auto [known, isNew] = best.emplace(name, now);
        if (!isNew && now.milliseconds < known->second.milliseconds) known->second = now;
    }
    bool isWithin() const {
        return std::ranges::all_of(best, [](const auto& one) { return one.second.milliseconds <= kFrameMs; });
    }
    QString text() const {
        QString out;
        for (const auto& [name, longest] : best) out += QString("\n%1: %2 ms, %3").arg(name, -12).arg(longest.milliseconds, 0, 'f', 1).arg(longest.what);
        return out;
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&canvas(), key, modifiers); }
    bool allOpen(bool open) {
        for (int item = graph().scene()->count(); item < graph().scene()->itemCount(); ++item)
            if (graph().scene()->isOpen(item) != open) return false;
        return true;
    }

    void walk() {
        step("open", [&] { window->openFile("/tmp/gpt_like.wtl"); });
        QVERIFY(graph().scene());
        QCOMPARE(graph().scene()->graph().nodes().size(), std::size_t{66 * kLayers});
        QVERIFY(graph().joinsRepeats());
        const int run = graph().scene()->visibleItem(graph().scene()->count() / 2);
        QCOMPARE(graph().scene()->box(run).blocks, kLayers);
        step("unfold blocks", [&] { graph().setOpen(run, true); });
        QVERIFY(graph().scene()->isOpen(run));
        step("fold blocks", [&] { graph().setOpen(run, false); });
        step("blocks apart", [&] { key(Qt::Key_R, Qt::ControlModifier); });
        QVERIFY(!graph().joinsRepeats());
        step("blocks joined", [&] { key(Qt::Key_R, Qt::ControlModifier); });
        QVERIFY(graph().joinsRepeats());
        step("unfold all", [&] { key(Qt::Key_Plus, Qt::ControlModifier | Qt::ShiftModifier); });
        QVERIFY(allOpen(true));
        step("fit", [&] { key(Qt::Key_F); });
        step("select", [&] {
            for (const Qt::Key one : {Qt::Key_Home, Qt::Key_Down, Qt::Key_Down, Qt::Key_End, Qt::Key_Up}) {
                key(one);
                QCoreApplication::processEvents();
            }
        });
        QVERIFY(graph().selected() >= 0);
        step("fold", [&] { key(Qt::Key_Return, Qt::ControlModifier); });
        QVERIFY(!allOpen(true));
        step("fold all", [&] { key(Qt::Key_Minus, Qt::ControlModifier | Qt::ShiftModifier); });
        QVERIFY(allOpen(false));
        step("unfold again", [&] { key(Qt::Key_Plus, Qt::ControlModifier | Qt::ShiftModifier); });
        step("shallower", [&] { key(Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier); });
        step("deeper", [&] { key(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier); });
        QVERIFY(allOpen(true));
        step("search", [&] {
            key(Qt::Key_F, Qt::ControlModifier);
            auto* field = window->graphView().search().findChild<QLineEdit*>();
            field->clear();
            QTest::keyClicks(field, "op:mm");
            QTest::keyClick(field, Qt::Key_Return);
        });
        QVERIFY(graph().hits().size() >= std::size_t{6 * kLayers});
        QVERIFY(graph().selected() >= 0);
        for (const int index : {1, 3, 0}) {
            step(QString("recolour %1").arg(index), [&] { chooseColor(index); });
            QCOMPARE(graph().colorBy(), index == 0 ? QString() : QString(graphOverlays()[static_cast<std::size_t>(index) - 1].key));
        }
        step("highlight", [&] { key(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier); });
        QVERIFY(graph().highlighted());
        step("compile", [&] { key(Qt::Key_F5); });
        QCOMPARE(window->stages().stages().size(), std::size_t{2});
        step("stage", [&] { key(Qt::Key_BracketRight, Qt::ControlModifier); });
        QCOMPARE(window->stages().current(), 1);
        step("stage back", [&] { key(Qt::Key_BracketLeft, Qt::ControlModifier); });
        QCOMPARE(window->stages().current(), 0);
        step("compare", [&] { window->compareWith({"/tmp/other1.wtl", "/tmp/other2.wtl", "/tmp/other3.wtl"}); });
        QCOMPARE(window->comparison().graphs().size(), std::size_t{4});
        ComparisonPanel& compared = window->comparisonPanel();
        QVERIFY(compared.model().rowCount() > 50 * kLayers / 3);
        for (const int column : {1, 5}) step("compare sort", [&] { compared.table().sortByColumn(column, Qt::DescendingOrder); });
        step("compare filter", [&] {
            compared.filter().setFocus();
            compared.filter().selectAll();
            QTest::keyClicks(&compared.filter(), "neg changed:C");
        });
        step("compare every node", [&] { compared.filter().clear(); });
        QVERIFY(compared.model().rowCount() >= 66 * kLayers);
        step("compare select", [&] {
            compared.table().setFocus();
            for (const Qt::Key one : {Qt::Key_Home, Qt::Key_Down, Qt::Key_PageDown, Qt::Key_Down}) {
                QTest::keyClick(&compared.table(), one);
                QCoreApplication::processEvents();
            }
        });
        QVERIFY(graph().selected() >= 0);
        step("compare turn", [&] { QTest::keyClick(window.get(), Qt::Key_BracketRight, Qt::ControlModifier | Qt::AltModifier); });
        QCOMPARE(window->comparison().beside(), 0);
        step("compare nothing", [&] { QTest::keyClick(window.get(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier); });
        QVERIFY(!window->stages().isComparing());
        step("calls", [&] {
            for (int i = 0; i < 100; ++i) window->stances().calls().add(-1);
        });
        step("replay", [&] { QTest::keyClick(window.get(), Qt::Key_F7); });
        QCOMPARE(window->stances().state(), StanceController::State::Done);
        QVERIFY(window->recompilesView().isVisible());
        step("sizes", [&] { QTest::keyClick(window.get(), Qt::Key_F8); });
        QCOMPARE(window->dims().state(), DimsController::State::Failed);  // its operators lack arguments, which is told
        QVERIFY(window->dimsView().isVisible());
    }

    void chooseColor(int index) {
        ColorBy& choice = window->graphView().colorBy();
        QTest::mouseClick(&choice, Qt::LeftButton);
        QMenu& menu = choice.choiceMenu();
        QTRY_VERIFY(menu.isVisible());
        for (int i = 0; i <= menu.actions().size() && menu.activeAction() != menu.actions()[index]; ++i) QTest::keyClick(&menu, Qt::Key_Down);
        QTest::keyClick(&menu, Qt::Key_Return);
        window->activateWindow();  // the offscreen platform does not give it back the focus that the menu had
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
};

}  // namespace

class LargeGraphTest : public QObject {
    Q_OBJECT
private slots:
    void no_handler_takes_longer_than_a_frame() {
        LargeWindow app;
        for (int walk = 0; walk < kWalks && (walk == 0 || !app.isWithin()); ++walk) {
            app.walk();
            if (QTest::currentTestFailed()) return;
        }
        qInfo("%s", qPrintable(app.text()));
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(app.isWithin(), qPrintable(app.text()));
#endif
    }
};

WHITTLE_TEST(LargeGraphTest)
#include "large_graph_test.moc"
