// What stands where there is little room is whole, scrolls or ends in dots: docks, values of the inspector, statistics, names in the roofline, steps of a way.
#include "tests/views/gui/window_support.h"
#include "tests/views/models/numerics_support.h"
#include "tests/views/models/study_support.h"

#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QScrollArea>
#include <QToolButton>
#include <QTranslator>

#include "app/workbench/docks.h"
#include "engine/ops/op_def.h"
#include "views/graph/breadcrumbs.h"
#include "views/graph/node_list.h"
#include "views/graph/overlays.h"
#include "views/inspector/inspector_view.h"
#include "views/kernels/roofline_picture.h"
#include "views/models/family_words.h"
#include "views/overlay_colors.h"
#include "views/theme.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    explicit Opened(QSize size) {
        WindowServices services;
        services.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; };
        services.study = [](const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>&, const CancelToken&) -> Result<Study> { return smallStudy(); };
        services.numerics.compare = [](const Graph& graph, const NumericsSettings&, const std::function<void(const ComparisonNews&)>&, const CancelToken&) -> Result<ValueComparison> {
            return chainComparison(graph, 1);
        };
        services.numerics.fetch = [](const Graph&, const NumericsSettings&, const WantedValue&, const CancelToken&) -> Result<ThreeTensors> {
            return ThreeTensors{risingTensor({2, 3}, 2), risingTensor({2, 3}), risingTensor({2, 3}).to(DType::F64)};
        };
        show(std::move(services));
        window->resize(size);
        open("net.pt2");
    }
};

// `depth` modules, one in the other, with an operator of its own in each, and two in the innermost: else these had no frame.
Graph deepGraph(int depth) {
    Graph graph;
    graph.name = "deep";
    ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    std::string module;
    for (int i = 0; i <= depth; ++i) {
        if (i < depth) module += (i == 0 ? "net" : ".inner_module_" + std::to_string(i));
        value = graph.node(graph.addNode({.op = "aten.relu.default", .args = {{"self", value}}, .outputTypes = {f32({4})}, .origin = origin(module, 1)})).output();
    }
    graph.addOutput({.value = value});
    return graph;
}

// One value of many lines, as stack traces are, and others that wrap.
Graph wordyGraph() {
    Graph graph;
    graph.name = "wordy";
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    Origin told;
    told.modulePath = "net";
    for (int i = 0; i < 40; ++i) told.stackTrace += "a line of words that is as long as lines are\n";
    told.code = "some words that wrap, whatever else may be said of them here";
    const NodeId node = graph.addNode({.op = "aten.relu.default", .args = {{"self", x}}, .outputTypes = {f32({4})}, .origin = std::make_shared<const Origin>(std::move(told))});
    graph.addOutput({.value = graph.node(node).output()});
    return graph;
}

RooflinePicture pictureOf(QSize size) {
    RooflinePicture out;
    out.size = size;
    out.palette = themePalette(ThemeChoice::Light);
    out.roofline.slopes = {{.name = "L1 cache", .gbPerS = 300}, {.name = "L2 cache", .gbPerS = 180}, {.name = "L3 cache", .gbPerS = 60}, {.name = "memory", .gbPerS = 20}};
    out.roofline.ceilings = {{.name = "avx512 f32", .gflopPerS = 150}, {.name = "avx512 bf16", .gflopPerS = 170}};
    return out;
}

}  // namespace

class SmallPlacesTest : public QObject {
    Q_OBJECT
private slots:
    void docks_do_not_cover_each_other_data() {
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(834, 626), QSize(1000, 640), QSize(1200, 800)}) QTest::newRow(qPrintable(QString("%1x%2").arg(size.width()).arg(size.height()))) << size;
    }
    void docks_do_not_cover_each_other() {
        QFETCH(QSize, size);
        Opened app(size);
        app.window->compileGraph();
        app.window->compareValues();
        QTRY_VERIFY(app.window->isIdle());
        QStringList covered;
        for (const QString& name : dockNames()) {
            app.window->dock(name)->show();
            app.window->dock(name)->raise();
            QTest::qWait(0);
            QList<const QWidget*> seen{app.window->centralWidget()};
            for (const QString& other : dockNames())  // those behind others of their place stand outside of the window
                if (const QDockWidget* dock = app.window->dock(other); dock->isVisible() && app.window->rect().intersects(dock->geometry())) seen << dock;
            for (qsizetype i = 0; i < seen.size(); ++i)
                for (qsizetype k = 0; k < i; ++k)
                    if (seen[i]->geometry().intersects(seen[k]->geometry())) covered << QString("%1: %2 over %3").arg(name, seen[i]->objectName(), seen[k]->objectName());
            if (app.window->dock("inspector")->width() < 180) covered << QString("%1: the inspector is %2 wide").arg(name).arg(app.window->dock("inspector")->width());
        }
        QVERIFY2(covered.isEmpty(), qPrintable(covered.join('\n')));
    }

    void values_of_the_inspector_are_whole_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("with a scroll bar") << QSize(300, 240);
        QTest::newRow("with room") << QSize(420, 1600);
    }
    void values_of_the_inspector_are_whole() {
        QFETCH(QSize, size);
        JobRunner jobs;
        GraphController graph(jobs);
        InspectorView view(graph);
        view.resize(size);
        view.show();
        graph.setGraph(snapshot(wordyGraph()));
        QTRY_COMPARE(graph.state(), GraphController::State::Ready);
        graph.select(1);
        QCOMPARE(graph.scene()->box(1).title, QString("relu"));
        auto* tree = view.findChild<QTreeView*>();
        const auto cut = [&] {
            QStringList out;
            for (int section = 0; section < tree->model()->rowCount(); ++section) {
                const QModelIndex parent = tree->model()->index(section, 0);
                for (int row = 0; row < tree->model()->rowCount(parent); ++row) {
                    const QModelIndex value = tree->model()->index(row, NodePropertiesModel::ValueColumn, parent);
                    const QRect place = tree->visualRect(value).adjusted(6, 0, -8, 0);
                    const int needed = QFontMetrics(tree->font()).boundingRect(QRect(0, 0, place.width(), 9999), Qt::TextWordWrap, value.data(Qt::EditRole).toString()).height();
                    if (needed > place.height()) out << QString("%1 needs %2, has %3").arg(value.siblingAtColumn(0).data().toString()).arg(needed).arg(place.height());
                }
            }
            return out.join('\n');
        };
        QTRY_COMPARE(cut(), QString());
        tree->header()->resizeSection(NodePropertiesModel::NameColumn, 170);  // by hand
        QTRY_COMPARE(cut(), QString());
    }

    void names_in_the_roofline_stand_apart_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << QSize(240, 150);
        QTest::newRow("flat") << QSize(700, 190);
        QTest::newRow("large") << QSize(900, 500);
    }
    void names_in_the_roofline_stand_apart() {
        QFETCH(QSize, size);
        const RooflinePicture picture = pictureOf(size);
        const std::vector<RoofName> names = picture.names();
        for (std::size_t i = 0; i < names.size(); ++i) {
            QVERIFY2(picture.area().contains(names[i].outline.boundingRect()), qPrintable(names[i].text));
            for (std::size_t k = 0; k < i; ++k) QVERIFY2(!names[i].outline.intersects(names[k].outline), qPrintable(names[i].text + " over " + names[k].text));
        }
        if (size.width() >= 700) QCOMPARE(names.size(), std::size_t{6});
    }

    void statistics_are_stacked_where_they_are_narrow() {
        Opened app({1440, 900});
        app.window->compareValues();
        QTRY_VERIFY(app.window->isIdle());
        TensorViewer* viewer = app.window->findChild<TensorViewer*>();
        viewer->tabs().setCurrentIndex(2);
        auto* scroll = qobject_cast<QScrollArea*>(viewer->tabs().widget(2));
        auto* parts = qobject_cast<QBoxLayout*>(scroll->widget()->layout());
        viewer->setParent(nullptr);
        viewer->resize(420, 600);
        viewer->show();
        QTRY_COMPARE(parts->direction(), QBoxLayout::TopToBottom);
        viewer->resize(1100, 600);
        QTRY_COMPARE(parts->direction(), QBoxLayout::LeftToRight);
        delete viewer;
        app.window.reset();
    }

    void a_way_shows_as_many_steps_as_there_is_room_for() {
        JobRunner jobs;
        GraphController graph(jobs);
        Breadcrumbs way(graph);
        way.resize(2400, 30);
        way.show();
        graph.setGraph(snapshot(deepGraph(9)));
        QTRY_COMPARE(graph.state(), GraphController::State::Ready);
        graph.select(graph.scene()->count() - 2);  // the innermost
        const auto steps = [&] {
            QStringList out;
            for (const QToolButton* step : way.findChildren<QToolButton*>())
                if (way.layout()->indexOf(step) >= 0) out << (step->menu() ? QString("menu of %1").arg(step->menu()->actions().size()) : step->text());
            return out;
        };
        const auto overflow = [&] { return way.layout()->minimumSize().width() > way.width(); };
        way.show();
        QTRY_COMPARE(steps().size(), 11);  // the graph, nine modules, the operator
        way.resize(500, 30);
        QTRY_VERIFY(steps().size() < 11);
        QVERIFY(steps()[1].startsWith("menu of "));
        QVERIFY(!overflow());
        QCOMPARE(steps().last(), QString("relu"));
        const qsizetype before = steps().size();
        way.resize(900, 30);
        QTRY_VERIFY(steps().size() > before);
        QVERIFY(!overflow());
    }

    void an_empty_list_of_nodes_says_why() {
        JobRunner jobs;
        GraphController graph(jobs);
        NodeList list(graph);
        list.resize(300, 200);
        list.show();
        const auto ink = [&] {
            const QImage picture = list.viewport()->grab().toImage();
            int out = 0;
            for (int y = 0; y < picture.height(); ++y)
                for (int x = 0; x < picture.width(); ++x) out += picture.pixelColor(x, y) != list.palette().color(QPalette::Base);
            return out;
        };
        QVERIFY(ink() > 100);
    }

    // The key and the inspector show them; a family added later needs words too.
    void families_are_told_in_the_readers_language() {
        class Bracketed final : public QTranslator {
        public:
            bool isEmpty() const override { return false; }
            QString translate(const char* context, const char* text, const char*, int) const override { return qstrcmp(context, "OpFamily") == 0 ? QString("<%1>").arg(text) : QString(); }
        } translator;
        QCoreApplication::installTranslator(&translator);
        const auto back = qScopeGuard([&] { QCoreApplication::removeTranslator(&translator); });
        QStringList bare;
        for (const OpDef* op : allOps())
            if (const QString title = familyTitle(toQ(std::string(opFamily(op->name)))); !title.startsWith('<')) bare << title;
        bare.removeDuplicates();
        QCOMPARE(bare, QStringList());
    }

    void from_right_to_left_each_name_stays_with_its_colour() {
        JobRunner jobs;
        GraphController graph(jobs);
        ColorKey key(graph);
        key.setWanted(true);
        key.setLayoutDirection(Qt::RightToLeft);
        key.resize(500, 40);
        graph.setGraph(snapshot(smallGraph()));
        QTRY_COMPARE(graph.state(), GraphController::State::Ready);
        QTRY_VERIFY(!key.accessibleDescription().isEmpty());
        key.resize(500, key.height());
        const QImage picture = key.grab().toImage();
        const QColor first = plainShade(familyColor(graph.scene()->families().first(), key.palette())).fill;
        QCOMPARE(picture.pixelColor(500 - 12 - 6, 4 + 3 + 5), first);
    }
};

WHITTLE_TEST(SmallPlacesTest)
#include "small_places_test.moc"
