// The list of stages, what stands beside what, and the marks and list of their differences.
#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/views/models/models_support.h"
#include "views/models/comparison_model.h"
#include "views/models/kernel_stage.h"
#include "views/models/other_files.h"
#include "views/models/stage_display.h"
#include "views/models/stages_model.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph without(Graph graph, const std::string& node) {
    for (const Node& one : graph.nodes())
        if (one.name == node) {
            const std::vector<NodeId> ids{one.id};
            graph.replaceUses(one.output(), one.inputs().front());
            graph.removeNodes(ids);
            break;
        }
    return graph;
}

// A compilation of the small graph: "tidy" does nothing, "drop" takes gelu out, one kernel computes the rest.
Study smallStudy(const Graph& graph) {
    Study study;
    const auto dropped = std::make_shared<const Graph>(without(graph, "gelu"));
    study.report.passes = {{.name = "tidy", .milliseconds = 0.5, .rewrites = {}, .after = std::make_shared<const Graph>(graph)},
                           {.name = "skipped", .milliseconds = 0, .rewrites = {}, .skipped = true, .after = {}},
                           {.name = "drop", .milliseconds = 1.5, .rewrites = {{"drop-gelu", {{"gelu", "aten.gelu.default"}}, {{"linear", "aten.linear.default"}}, "for the test"}}, .after = dropped}};
    study.report.kernels = {{.name = "k0.linear", .kind = "loops", .nodes = {"linear", "add"}, .sources = {}}};
    return study;
}

struct Fixture {
    JobRunner jobs;
    StudyController study{jobs, [](const Graph& given, const StudySettings&, const std::function<void(const PassRecord&)>& passed, const CancelToken&) -> Result<Study> {
        Study made = smallStudy(given);
        for (const PassRecord& pass : made.report.passes)
            if (!pass.skipped) passed(pass);
        return made;
    }};
    GraphController left{jobs}, right{jobs};
    StageController stages{study};
    GraphComparison comparison{jobs, left, right};
    StageDisplay display{stages, comparison, left, right};
    StagesModel list{stages};
    RewritesModel rewrites{stages};
    ComparisonModel differences{comparison};
    QAbstractItemModelTester listTester{&list, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester rewritesTester{&rewrites, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester differencesTester{&differences, QAbstractItemModelTester::FailureReportingMode::Fatal};
    GraphRef graph = std::make_shared<const Graph>(smallGraph());

    void compile() {
        study.setGraph(graph);
        study.start({});
        QTRY_COMPARE(study.state(), StudyController::State::Done);
        settle();
    }
    void settle() {
        QTRY_VERIFY(left.state() != GraphController::State::Arranging && right.state() != GraphController::State::Arranging && !comparison.isBusy() && !differences.isBusy());
    }
    QStringList titles() const {
        QStringList out;
        for (int i = 0; i < static_cast<int>(stages.stages().size()); ++i) out << stages.title(i);
        return out;
    }
    static QString text(const QAbstractItemModel& model, int row, int column) { return model.index(row, column).data().toString(); }
};

}  // namespace

class StagesTest : public QObject {
    Q_OBJECT
private slots:
    void lists_what_the_compiler_left() {
        Fixture it;
        QCOMPARE(it.list.rowCount(), 0);
        it.study.setGraph(it.graph);
        QCOMPARE(it.titles(), QStringList{"As opened"});
        it.compile();
        QCOMPARE(it.titles(), (QStringList{"As opened", "After tidy", "After drop", "By kernel"}));
        QCOMPARE(it.text(it.list, 2, StagesModel::NodesColumn), QString("3"));
        QCOMPARE(it.text(it.list, 2, StagesModel::RewritesColumn), QString("1"));
        QCOMPARE(it.text(it.list, 0, StagesModel::RewritesColumn), QString());
        QVERIFY(it.list.index(1, 0).data(StagesModel::ChangesNothingRole).toBool());
        // What changed nothing is the same graph: nothing is arranged anew.
        QCOMPARE(it.stages.stages()[1].graph, it.stages.stages()[0].graph);
    }

    void steps_over_what_changed_nothing() {
        Fixture it;
        it.compile();
        it.stages.step(1);
        QCOMPARE(it.stages.current(), 2);
        it.settle();
        QCOMPARE(it.left.scene()->graph().nodes().size(), std::size_t{3});
        QCOMPARE(it.display.leftTitle(), QString("After drop"));
        QVERIFY(!it.display.isTwoSided());
        it.stages.step(-1);
        QCOMPARE(it.stages.current(), 0);
        it.stages.step(-1);
        QCOMPARE(it.stages.current(), 0);
        QVERIFY(it.display.leftTitle().isEmpty());
    }

    void keeps_the_stage_when_compiled_again() {
        Fixture it;
        it.compile();
        it.stages.setCurrent(2);
        it.study.start({});
        QTRY_COMPARE(it.study.state(), StudyController::State::Done);
        // While it ran there was a time without the stage; what is there at first is looked at then.
        QVERIFY(it.stages.current() == 0 || it.stages.current() == 2);
        it.study.setGraph(std::make_shared<const Graph>(blocksGraph()));
        QCOMPARE(it.stages.current(), 0);
        QCOMPARE(it.titles(), QStringList{"As opened"});
    }

    void points_at_a_rewrite() {
        Fixture it;
        it.compile();
        it.stages.setCurrent(2);
        it.settle();
        QCOMPARE(it.rewrites.rowCount(), 1);
        QCOMPARE(it.text(it.rewrites, 0, RewritesModel::RuleColumn), QString("drop-gelu"));
        QCOMPARE(it.text(it.rewrites, 0, RewritesModel::BeforeColumn), QString("gelu"));
        QCOMPARE(it.text(it.rewrites, 0, RewritesModel::DetailColumn), QString("for the test"));
        it.stages.setRewrite(0);
        QVERIFY(it.left.marks());
        QCOMPARE(it.left.marks()->values.at("linear"), 1.0);
        QCOMPARE(it.left.marks()->values.at("gelu"), 0.0);
        QCOMPARE(it.left.scene()->box(it.left.selected()).name, QString("linear"));
        it.stages.setRewrite(7);
        QCOMPARE(it.stages.rewrite(), -1);
        QVERIFY(!it.left.marks());
        it.stages.setCurrent(0);
        QCOMPARE(it.rewrites.rowCount(), 0);
    }

    void compares_with_the_stage_before() {
        Fixture it;
        it.compile();
        it.stages.setCurrent(2);
        it.stages.comparePrevious();
        it.settle();
        QVERIFY(it.display.isTwoSided());
        QCOMPARE(it.display.leftTitle(), QString("After tidy"));
        QCOMPARE(it.display.rightTitle(), QString("After drop"));
        QCOMPARE(it.left.scene()->graph().nodes().size(), std::size_t{4});
        QCOMPARE(it.right.scene()->graph().nodes().size(), std::size_t{3});
        QVERIFY(it.comparison.difference());
        QCOMPARE(it.comparison.summary(), QString("1 removed, 1 changed, 2 the same"));
        QCOMPARE(it.left.marks()->values.at("gelu"), 0.0);
        QCOMPARE(it.right.marks()->values.at("add"), 2.0);
        QCOMPARE(it.differences.rowCount(), 4);
        it.differences.setFilter("differs");
        it.settle();
        QCOMPARE(it.differences.rowCount(), 2);
        // A click on one side is seen on the other.
        it.left.select(it.left.scene()->boxOf(it.left.scene()->graph().nodes()[2].id));
        QCOMPARE(it.right.scene()->box(it.right.selected()).name, QString("add"));
        it.right.select(it.right.scene()->boxOf(it.right.scene()->graph().nodes()[0].id));
        QCOMPARE(it.left.scene()->box(it.left.selected()).name, QString("linear"));
        // A row shows its nodes.
        for (int row = 0; row < it.differences.rowCount(); ++row)
            if (it.text(it.differences, row, ComparisonModel::FirstGraphColumn + 1) == "absent") it.comparison.show(it.differences.index(row, 0).data(ComparisonModel::RowRole).toInt());
        QCOMPARE(it.left.scene()->box(it.left.selected()).name, QString("gelu"));
        // The base follows, until something else is said.
        it.stages.setCurrent(3);
        QCOMPARE(it.stages.base(), 2);
        it.stages.setBase(0);
        QVERIFY(!it.stages.comparesPrevious());
        it.stages.setBase(-1);
        it.settle();
        QVERIFY(!it.display.isTwoSided() && !it.comparison.difference() && !it.left.marks() && !it.right.marks());
    }

    void puts_the_reduced_graph_beside() {
        Fixture it;
        it.study.setGraph(it.graph);
        const auto reduced = std::make_shared<const Graph>(without(*it.graph, "gelu"));
        it.stages.setReduced(reduced);
        it.settle();
        QVERIFY(it.display.isTwoSided());
        QCOMPARE(it.display.rightTitle(), QString("Reduced"));
        QVERIFY(it.left.isDimmed(it.left.scene()->boxOf(it.graph->nodes()[1].id)));
        it.stages.setCurrent(1);
        it.stages.setBase(0);
        it.settle();
        QCOMPARE(it.comparison.summary(), QString("1 removed, 1 changed, 2 the same"));
        QVERIFY(!it.left.isDimmed(it.left.scene()->boxOf(it.graph->nodes()[1].id)));
        it.stages.setReduced(nullptr);
        QCOMPARE(it.stages.current(), 0);
        QVERIFY(!it.display.isTwoSided());
    }

    void puts_another_file_beside() {
        Fixture it;
        it.study.setGraph(it.graph);
        it.stages.addFile("/tmp/other.pt2", std::make_shared<const Graph>(without(*it.graph, "add")));
        it.settle();
        QCOMPARE(it.titles(), (QStringList{"As opened", "other.pt2"}));
        QCOMPARE(it.display.leftTitle(), QString("As opened"));
        QCOMPARE(it.display.rightTitle(), QString("other.pt2"));
        QCOMPARE(it.comparison.difference()->diff.others[0].absent, std::size_t{1});
        it.stages.addFile("/tmp/other.pt2", it.graph);
        it.settle();
        QCOMPARE(it.stages.stages().size(), std::size_t{2});
        QVERIFY(it.comparison.difference()->isEmpty());
        QCOMPARE(it.comparison.summary(), QString("No difference in 4 nodes"));
    }

    void holds_several_against_the_base() {
        Fixture it;
        it.study.setGraph(it.graph);
        it.stages.addFile("/tmp/b.pt2", std::make_shared<const Graph>(without(*it.graph, "add")));
        it.stages.addFile("/tmp/c.pt2", std::make_shared<const Graph>(without(*it.graph, "gelu")));
        it.stages.addFile("/tmp/d.pt2", it.graph);
        it.settle();
        QCOMPARE(it.stages.base(), 0);
        QCOMPARE(it.stages.others(), (std::vector<int>{1, 2, 3}));
        QCOMPARE(it.display.rightTitle(), QString("d.pt2"));
        QCOMPARE(it.comparison.summary(), QString("B  b.pt2: 1 removed, 1 changed, 2 the same\nC  c.pt2: 1 removed, 1 changed, 2 the same\nD  d.pt2: No difference in 4 nodes"));
        // The marks of the base count in how many it differs: add is absent in one, gelu too, mystery is changed in one.
        QCOMPARE(it.left.marks()->values.at("gelu"), 3.0);
        QCOMPARE(it.left.marks()->values.at("mystery"), 4.0);
        QCOMPARE(it.left.marks()->classes[3], QString("absent in some"));
        QVERIFY(!it.left.marks()->values.contains("linear"));
        QVERIFY(it.right.marks()->values.empty());
        QCOMPARE(it.differences.columnCount(), ComparisonModel::FirstGraphColumn + 5);
        QCOMPARE(it.text(it.differences, 1, ComparisonModel::NodeColumn), QString("gelu"));
        QStringList cells;
        for (int column = ComparisonModel::FirstGraphColumn; column < it.differences.columnCount(); ++column) cells << it.text(it.differences, 2, column);
        QCOMPARE(cells, (QStringList{"there", "absent", "changed: arguments", "same", "C: argument self %gelu -> %linear"}));
        QCOMPARE(it.differences.headerData(ComparisonModel::FirstGraphColumn + 1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("B  b.pt2"));
        QCOMPARE(it.differences.headerData(ComparisonModel::FirstGraphColumn + 1, Qt::Horizontal, Qt::EditRole).toString(), QString("B"));

        // Another one beside, in a round: nothing is compared anew.
        const DifferenceRef before = it.comparison.difference();
        it.stages.stepBeside(1);
        it.settle();
        QCOMPARE(it.display.rightTitle(), QString("b.pt2"));
        QCOMPARE(it.comparison.difference(), before);
        QCOMPARE(it.right.marks(), before->marks[1]);
        it.stages.stepBeside(-1);
        QCOMPARE(it.display.rightTitle(), QString("d.pt2"));

        // The filter, the order and the way from a node to its row.
        it.differences.setFilter("changed:C");
        it.settle();
        QCOMPARE(it.differences.rowCount(), 1);
        it.differences.setFilter("changed:Q");
        QVERIFY(it.differences.mistake().contains("there are A to D"));
        QCOMPARE(it.differences.rowCount(), 1);
        it.differences.setFilter("");
        it.settle();
        it.differences.sort(ComparisonModel::FirstGraphColumn + 1, Qt::DescendingOrder);
        it.settle();
        QCOMPARE(it.text(it.differences, 0, ComparisonModel::NodeColumn), QString("add"));
        it.left.selectNode(it.graph->nodes()[2].id);
        QCOMPARE(it.differences.rowOfDifference(it.comparison.row()), 0);

        // One is left out again: the others stay. The last of them ends the comparison.
        it.list.setData(it.list.index(1, 0), Qt::Unchecked, Qt::CheckStateRole);
        it.settle();
        QCOMPARE(it.stages.others(), (std::vector<int>{2, 3}));
        it.stages.setBase(-1);
        it.settle();
        QVERIFY(!it.stages.isComparing() && it.comparison.graphs().empty() && it.differences.rowCount() == 0);
        QVERIFY(!it.list.index(2, 0).data(Qt::CheckStateRole).toInt());
    }

    void what_only_a_third_has_brings_it_beside() {
        Fixture it;
        const GraphRef small = std::make_shared<const Graph>(without(*it.graph, "gelu"));
        it.study.setGraph(small);
        it.stages.addFile("/tmp/b.pt2", it.graph);
        it.stages.addFile("/tmp/c.pt2", small);
        it.settle();
        QCOMPARE(it.display.rightTitle(), QString("c.pt2"));
        it.differences.setFilter("only:B");
        it.settle();
        QCOMPARE(it.differences.rowCount(), 1);
        it.comparison.show(it.differences.index(0, 0).data(ComparisonModel::RowRole).toInt());
        it.settle();
        QCOMPARE(it.display.rightTitle(), QString("b.pt2"));
        QCOMPARE(it.right.scene()->box(it.right.selected()).name, QString("gelu"));
    }

    void a_file_that_cannot_be_read_stands_in_the_list() {
        Fixture it;
        it.study.setGraph(it.graph);
        OtherFiles files(it.jobs, [](const std::filesystem::path& path) -> Result<OpenedGraph> {
            if (path.filename() == "broken.pt2") return fail(Code::Format, "broken.pt2 is no graph");
            OpenedGraph out;
            out.graph = without(smallGraph(), "gelu");
            return out;
        }, it.stages);
        for (const char* name : {"/tmp/one.pt2", "/tmp/broken.pt2", "/tmp/two.pt2"}) files.add(name);
        QCOMPARE(it.text(it.list, 2, StagesModel::NameColumn), QString("broken.pt2: being read…"));
        QTRY_VERIFY(!files.isReading());
        it.settle();
        QCOMPARE(it.text(it.list, 2, StagesModel::NameColumn), QString("broken.pt2: not read"));
        QVERIFY(it.list.index(2, 0).data(Qt::ToolTipRole).toString().contains("is no graph"));
        QCOMPARE(it.stages.others(), (std::vector<int>{1, 3}));
        it.stages.setCurrent(2);
        QVERIFY(it.stages.current() != 2);
        it.stages.setCurrent(1);
        it.stages.step(1);
        QCOMPARE(it.stages.current(), 3);
        files.remove("/tmp/two.pt2");
        it.settle();
        QCOMPARE(it.stages.others(), std::vector<int>{1});
        QVERIFY(it.display.isTwoSided());
        files.add("/tmp/two.pt2");
        files.stopAll();
        QVERIFY(it.stages.stages().back().error.contains("stopped"));
    }

    void a_choice_waits_for_its_stages() {
        Fixture it;
        it.study.setGraph(it.graph);
        const StageChoice choice{.current = parseStageKey("pass:drop"), .base = parseStageKey("opened"), .comparesPrevious = false, .kept = {*parseStageKey("kernels")}};
        it.stages.setChoice(choice);
        QVERIFY(!it.stages.isComparing());
        it.compile();
        QCOMPARE(it.stages.current(), 2);
        QCOMPARE(it.stages.others(), (std::vector<int>{2, 3}));
        QCOMPARE(it.stages.choice(), choice);
        for (const char* text : {"opened", "pass:a b", "kernels", "reduced", "file:/tmp/x:y.pt2", "entry:0/1"}) QCOMPARE(stageKeyText(*parseStageKey(text)), QString(text));
        for (const char* text : {"", "pass", "file:", "opened:x", "other:x"}) QVERIFY(!parseStageKey(text));
    }

    void comparing_can_be_stopped() {
        Fixture it;
        it.study.setGraph(it.graph);
        it.stages.addFile("/tmp/b.pt2", std::make_shared<const Graph>(without(*it.graph, "add")));
        QVERIFY(it.comparison.isBusy());
        it.comparison.stop();
        QCOMPARE(it.comparison.summary(), QString("Comparing was stopped."));
        QVERIFY(!it.comparison.difference() && !it.left.marks());
        it.comparison.again();
        it.settle();
        QCOMPARE(it.comparison.difference()->diff.others[0].absent, std::size_t{1});
    }

    void groups_by_kernel() {
        const Graph graph = kernelStage(smallGraph(), smallStudy(smallGraph()).report);
        QStringList paths;
        for (const Node& node : graph.nodes()) paths << toQ(node.origin->modulePath);
        QCOMPARE(paths, (QStringList{"k0_linear", "", "k0_linear", ""}));
        QCOMPARE(graph.nodes()[0].origin->line, 10);
    }
};

WHITTLE_TEST(StagesTest)
#include "stages_test.moc"
