// What is shown of a study: rates under the roof, the table, the tree of choices, the roofline, colours of the graph, and who follows whom.
#include "views/models/kernels_controller.h"

#include <cmath>

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>

#include "tests/views/models/study_support.h"
#include "views/models/choices_model.h"
#include "views/models/format.h"
#include "views/models/kernel_overlays.h"
#include "views/models/kernels_model.h"
#include "views/models/query.h"
#include "views/models/roofline.h"

using namespace whittle;
using namespace whittle::test;

namespace {

KernelContentRef contentOf(Study study) {
    auto content = KernelContent::build(std::make_shared<const Study>(std::move(study)), snapshot(smallGraph()), {});
    return content ? *content : nullptr;
}

QStringList texts(const QAbstractItemModel& model, int row, const QModelIndex& parent = {}) {
    QStringList out;
    for (int column = 0; column < model.columnCount(parent); ++column) out << model.index(row, column, parent).data().toString();
    return out;
}

struct Fixture {
    JobRunner jobs;
    std::map<QString, QString> forced;
    bool fails = false;
    StudyController study{jobs, [this](const Graph&, const StudySettings& settings, const std::function<void(const PassRecord&)>&, const CancelToken&) -> Result<Study> {
        forced = settings.forced;
        if (fails) return fail(Code::Io, "no worker");
        return settings.forced.contains("linear") ? smallStudy("gemm", 0.05) : smallStudy();
    }};
    KernelsController kernels{jobs, study};
    GraphRef graph = snapshot(smallGraph());

    void compile() {
        study.setGraph(graph);
        study.start({});
        QTRY_VERIFY(kernels.content() && !kernels.isWorking());
    }
    NodeId node(const char* name) const { return std::ranges::find(graph->nodes(), name, &Node::name)->id; }
};

}  // namespace

class KernelsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void rates_are_held_against_the_roof_data() {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<double>("flops");
        QTest::addColumn<double>("ms");
        QTest::addColumn<bool>("isBf16");
        QTest::addColumn<QString>("want");
        QTest::newRow("memory") << 10e6 << 1e6 << 2.0 << false << "5.00 GB/s, 0.50 GFLOP/s, 0.10 FLOP/B, 50.0 % of memory";  // 10 GB/s: at least 1 ms
        QTest::newRow("cache") << 8e3 << 0.0 << 0.0002 << false << "40.0 GB/s, – GFLOP/s, – FLOP/B, 50.0 % of L1 cache";
        QTest::newRow("multiply-adds") << 8e3 << 10e6 << 0.2 << false << "0.04 GB/s, 50.0 GFLOP/s, 1,250 FLOP/B, 50.0 % of avx512 f32";
        QTest::newRow("of bf16") << 8e3 << 10e6 << 0.2 << true << "0.04 GB/s, 50.0 GFLOP/s, 1,250 FLOP/B, 25.0 % of avx512 bf16";
        QTest::newRow("no work counted") << 0.0 << 0.0 << 1.0 << false << "– GB/s, – GFLOP/s, – FLOP/B, – of ";
        QTest::newRow("not run") << 8e3 << 8e3 << kUnknownNumber << false << "– GB/s, – GFLOP/s, 1.00 FLOP/B, – of ";
    }
    void rates_are_held_against_the_roof() {
        QFETCH(double, bytes);
        QFETCH(double, flops);
        QFETCH(double, ms);
        QFETCH(bool, isBf16);
        const KernelRate rate = kernelRate({.bytesRead = bytes, .bytesWritten = 0, .flops = flops}, ms, smallStudy().roof, isBf16);
        QTEST(QString("%1 GB/s, %2 GFLOP/s, %3 FLOP/B, %4 of %5").arg(formatRate(rate.gbPerS), formatRate(rate.gflopPerS), formatRate(rate.intensity), formatPercent(rate.share), rate.bound), "want");
    }

    void lists_kernels_with_what_they_reach() {
        JobRunner jobs;
        KernelsModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.rowCount(), 0);
        model.setContent(contentOf(smallStudy()));
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(texts(model, 0), QStringList({"0", "linear", "onednn · brgemm:avx512_core", "100 µs", "55.6 %", "40.0 %", "390.6 KiB", "4.00", "8.00", "2.00", "linear", "net.py:10"}));
        QCOMPARE(texts(model, 1)[KernelsModel::NodesColumn], QString("gelu, add"));  // of the graph that was opened
        QCOMPARE(texts(model, 2)[KernelsModel::FlopsColumn], QString("–"));
        QVERIFY(model.index(0, KernelsModel::RoofColumn).data(Qt::ToolTipRole).toString().contains("memory"));
        QCOMPARE(model.index(0, KernelsModel::ShareColumn).data(KernelsModel::ShareRole).toDouble(), 0.1 / 0.18);
        QVERIFY(!model.index(0, KernelsModel::TimeColumn).data(KernelsModel::ShareRole).isValid());
        for (int column = 0; column < model.columnCount(); ++column) QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        model.setContent(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    // Numbers as numbers, unknown ones below; what is sorted stays so with another study.
    void a_worker_sorts_kernels_data() {
        QTest::addColumn<KernelsModel::Column>("column");
        QTest::addColumn<Qt::SortOrder>("direction");
        QTest::addColumn<QString>("want");
        QTest::newRow("as they run") << KernelsModel::OrderColumn << Qt::AscendingOrder << "linear loops mystery";
        QTest::newRow("the last first") << KernelsModel::OrderColumn << Qt::DescendingOrder << "mystery loops linear";
        QTest::newRow("names") << KernelsModel::NameColumn << Qt::AscendingOrder << "loops linear mystery";
        QTest::newRow("shortest first") << KernelsModel::TimeColumn << Qt::AscendingOrder << "mystery loops linear";
        QTest::newRow("longest first") << KernelsModel::TimeColumn << Qt::DescendingOrder << "linear loops mystery";
        QTest::newRow("unknown first") << KernelsModel::FlopsColumn << Qt::AscendingOrder << "mystery loops linear";
    }
    void a_worker_sorts_kernels() {
        QFETCH(KernelsModel::Column, column);
        QFETCH(Qt::SortOrder, direction);
        JobRunner jobs;
        KernelsModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto names = [&] { return QStringList{texts(model, 0)[KernelsModel::NameColumn], texts(model, 1)[KernelsModel::NameColumn], texts(model, 2)[KernelsModel::NameColumn]}.join(" ").replace("k0_tanh_mul_add", "loops"); };
        model.setContent(contentOf(smallStudy()));
        const QPersistentModelIndex loops = model.index(1, KernelsModel::NameColumn);
        model.sort(column, direction);
        QTRY_VERIFY(!model.isSorting());
        QTEST(names(), "want");
        QCOMPARE(loops.data().toString(), QString("k0_tanh_mul_add"));
        QCOMPARE(loops.row(), model.rowOf(1));
        QCOMPARE(loops.data(KernelsModel::KernelRole).toInt(), 1);
        model.setContent(contentOf(smallStudy()));
        QTRY_VERIFY(!model.isSorting());
        QTEST(names(), "want");
    }

    void a_study_without_times_lists_kernels_too() {
        Study study = smallStudy();
        study.profile = {};
        study.roof.reset();
        JobRunner jobs;
        KernelsModel model(jobs);
        model.setContent(contentOf(study));
        QCOMPARE(texts(model, 0)[KernelsModel::TimeColumn], QString("–"));
        QCOMPARE(texts(model, 0)[KernelsModel::BytesColumn], QString("–"));
        QCOMPARE(makeRoofline(*contentOf(study)).points.size(), std::size_t{0});
        QCOMPARE(kernelOverlays(*contentOf(study)).size(), std::size_t{1});
    }

    void choices_have_candidates_below() {
        ChoicesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const KernelContentRef first = contentOf(smallStudy()), second = contentOf(smallStudy("gemm", 0.05));
        model.setContent(first, nullptr);
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex choice = model.index(0, 0);
        QCOMPARE(model.rowCount(choice), 3);
        QCOMPARE(texts(model, 0), QStringList({"linear  (aten.linear.default, f32[2,8] f32[8,8])", "onednn:x", "10.0 µs", "–", "100 µs", "by estimate: onednn is estimated to take the least time"}));
        QCOMPARE(texts(model, 1, choice), QStringList({"gemm", "gemm:x", "12.0 µs", "–", "", "possible"}));
        QCOMPARE(texts(model, 2, choice)[ChoicesModel::StateColumn], QString("refused: a library can"));
        const auto mayForce = [&](int row) { return model.index(row, 0, choice).data(ChoicesModel::MayForceRole).toBool(); };
        QVERIFY(!mayForce(0) && mayForce(1) && !mayForce(2));
        QVERIFY(!choice.data(ChoicesModel::MayForceRole).toBool());
        QCOMPARE(choice.data(ChoicesModel::KernelRole).toInt(), 0);
        QCOMPARE(model.choiceOf("linear"), choice);
        QVERIFY(!model.choiceOf("absent").isValid());
        model.setContent(second, first);
        QCOMPARE(texts(model, 0)[ChoicesModel::KernelTimeColumn], QString("100 µs → 50.0 µs"));
        QVERIFY(model.index(0, 0).data(ChoicesModel::ForcedRole).toBool());
    }

    // A search may say another unit than that of the colouring.
    void measured_time_is_searched_in_any_unit() {
        const OverlayRef overlay = kernelTimeOverlay(*contentOf(smallStudy()));
        const auto terms = parseQuery("time>50us", {overlay});
        VERIFY_OK(terms);
        QCOMPARE(std::get<QueryTerm::Number>(terms->front().what).value, overlay->values.at("linear") / 2);  // which takes 100
    }

    void choices_and_their_candidates_are_sorted() {
        Study study = smallStudy();
        ChoiceRecord slow = study.report.choices.front();
        slow.site = "addmm";
        slow.candidates[0].estimatedMs = 0.5;
        slow.candidates[1].estimatedMs = 0.4;
        study.report.choices.push_back(slow);
        ChoicesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setContent(contentOf(study), nullptr);
        const auto shown = [&] {
            QStringList out;
            for (int row = 0; row < model.rowCount(); ++row) {
                const QModelIndex choice = model.index(row, 0);
                QStringList candidates;
                for (int i = 0; i < model.rowCount(choice); ++i) candidates << model.index(i, 0, choice).data().toString();
                out << choice.data(ChoicesModel::SiteRole).toString() + ": " + candidates.join(' ');
            }
            return out.join("; ");
        };
        QCOMPARE(shown(), QString("linear: onednn gemm reference; addmm: onednn gemm reference"));
        const QPersistentModelIndex choice = model.index(0, 0), candidate = model.index(1, ChoicesModel::MeasuredColumn, model.index(0, 0));
        model.sort(ChoicesModel::EstimatedColumn, Qt::DescendingOrder);
        QCOMPARE(shown(), QString("addmm: onednn gemm reference; linear: gemm onednn reference"));  // what is not known comes last
        QCOMPARE(choice.row(), 1);
        QCOMPARE(candidate.row(), 0);
        QCOMPARE(candidate.data(ChoicesModel::CandidateRole).toString(), QString("gemm"));
        QCOMPARE(candidate.parent().row(), 1);
        model.sort(ChoicesModel::NameColumn, Qt::AscendingOrder);
        QCOMPARE(shown(), QString("addmm: gemm onednn reference; linear: gemm onednn reference"));
        QCOMPARE(model.choiceOf("linear"), model.index(1, 0));
        model.setContent(contentOf(study), nullptr);  // stays so with another study
        QCOMPARE(shown(), QString("addmm: gemm onednn reference; linear: gemm onednn reference"));
        model.sort(-1);
        QCOMPARE(shown(), QString("linear: onednn gemm reference; addmm: onednn gemm reference"));
    }

    void the_roofline_holds_what_can_be_placed() {
        const Roofline roofline = makeRoofline(*contentOf(smallStudy()));
        QCOMPARE(roofline.points.size(), std::size_t{2});
        QCOMPARE(roofline.uncounted, 1);
        QCOMPARE(roofline.points[0].kernel, 0);  // by intensity
        QCOMPARE(roofline.points[0].size, 1.0);
        QCOMPARE(roofline.slopes.size(), std::size_t{2});
        QCOMPARE(roofline.slopes.back().gbPerS, 10.0);  // memory: the better of the two ways to store
        QCOMPARE(roofline.ceilings.size(), std::size_t{2});
        for (const RooflinePoint& point : roofline.points) {
            QVERIFY(std::log10(point.intensity) >= roofline.left && std::log10(point.intensity) <= roofline.right);
            QVERIFY(std::log10(point.gflopPerS) >= roofline.bottom && std::log10(point.gflopPerS) <= roofline.top);
        }
        QCOMPARE(pointText(contentOf(smallStudy())->row(0)), QString("linear: 100 µs (55.6 %), 8.00 GFLOP/s at 2.00 FLOP/B, 40.0 % of what memory allows"));
    }

    void colours_tell_times_and_kernels_of_the_opened_nodes() {
        const auto overlays = kernelOverlays(*contentOf(smallStudy()));
        QCOMPARE(overlays.size(), std::size_t{2});
        const NodeOverlay &time = *overlays[0], &kernel = *overlays[1];
        QCOMPARE(time.key, QString("time"));
        QCOMPARE(time.values.at("gelu"), 0.06);
        QCOMPARE(time.values.at("add"), 0.06);
        QCOMPARE(time.text(time.values.at("linear")), QString("100 µs"));
        QCOMPARE(kernel.key, QString("kernel"));
        QCOMPARE(kernel.classes, QStringList({"linear", "k0_tanh_mul_add", "mystery"}));  // longest first
        QCOMPARE(kernel.values.at("gelu"), 1.0);
        QCOMPARE(kernel.values.at("tanh"), 1.0);  // as passes left the graph
        QCOMPARE(time.values.at("mul"), 0.06);
    }

    void many_kernels_share_the_last_class() {
        Study study = smallStudy();
        Graph graph = chainGraph(20);
        study.report.passes.clear();
        study.report.kernels.clear();
        study.report.choices.clear();
        study.profile = {};
        for (const Node& node : graph.nodes()) study.report.kernels.push_back({.name = "k_" + node.name, .kind = "loops", .nodes = {node.name}, .implementation = "llvm"});
        const auto content = KernelContent::build(std::make_shared<const Study>(std::move(study)), snapshot(std::move(graph)), {});
        VERIFY_OK(content);
        const OverlayRef kernel = kernelOverlay(**content);
        QCOMPARE(kernel->classes.size(), 12);
        QCOMPARE(kernel->classes.last(), QString("others"));
        for (const auto& [node, value] : kernel->values) QVERIFY2(value >= 0 && value < 12, node.c_str());
    }

    void nodes_and_kernels_lead_to_each_other() {
        Fixture it;
        it.compile();
        QSignalSpy selections(&it.kernels, &KernelsController::selectionChanged), nodes(&it.kernels, &KernelsController::nodeChanged);
        it.kernels.selectNode(it.node("gelu"));
        QCOMPARE(it.kernels.selected(), 1);
        it.kernels.selectNode(it.node("add"));  // of the same kernel: it stays
        QCOMPARE(selections.size(), 1);
        QTRY_VERIFY(it.kernels.code());
        QCOMPARE(it.kernels.code()->kernel, 1);
        it.kernels.select(0);
        QCOMPARE(it.kernels.node(), it.node("linear"));
        QCOMPARE(nodes.size(), 3);
        it.kernels.selectNode({});  // nothing of the graph: the kernel is looked at further
        QCOMPARE(it.kernels.selected(), 0);
        it.kernels.select(99);
        QCOMPARE(it.kernels.selected(), 0);
        it.kernels.select(-1);
        QVERIFY(!it.kernels.code() && !it.kernels.isWorking());
    }

    void a_forced_choice_is_held_against_the_one_before() {
        Fixture it;
        it.compile();
        it.kernels.select(0);
        const KernelContentRef first = it.kernels.content();
        it.study.force("linear", "gemm");
        QVERIFY(it.kernels.content() == first);  // in sight while the next is made
        QTRY_VERIFY(it.kernels.content() != first && !it.kernels.isWorking());
        QVERIFY(it.kernels.before() == first);
        QCOMPARE(it.kernels.selected(), 0);
        QCOMPARE(it.kernels.content()->row(0).milliseconds, 0.05);
        QCOMPARE(it.kernels.overlays().front()->values.at("linear"), 0.05);
        it.kernels.measureCandidates();
        QVERIFY(it.study.settings().measureCandidates);
        QTRY_VERIFY(it.study.state() == StudyController::State::Done && !it.kernels.isWorking());
        QCOMPARE(it.forced.at("linear"), QString("gemm"));  // what was forced stays so
        it.study.setGraph(snapshot(chainGraph(2)));
        QVERIFY(!it.kernels.content() && !it.kernels.before() && it.kernels.selected() == -1);
    }
};

WHITTLE_TEST(KernelsTest)
#include "kernels_test.moc"
