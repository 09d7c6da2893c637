// What is said of sizes and what the program needs, as views see it: states, edits and their mistakes, conflicts, fixes, and the nodes that forced each.
#include "views/models/dims_controller.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "engine/formats/open.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "tests/views/models/models_support.h"
#include "views/models/dim_names_model.h"
#include "views/models/dim_reasons_model.h"
#include "views/models/dims_model.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using State = DimsController::State;

GraphRef encoder() { return snapshot(std::move(openGraph(sample("dims/encoder.wtl"))->graph)); }
GraphRef parsed(const char* text) {
    auto graph = parseGraph(text, findSchema);
    return graph ? snapshot(*std::move(graph)) : nullptr;
}

struct Fixture {
    JobRunner jobs;
    DimsController dims{jobs};
    DimsModel model{dims};
    DimNamesModel names{dims};
    QAbstractItemModelTester modelTester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester namesTester{&names, QAbstractItemModelTester::FailureReportingMode::Fatal};

    void infer(GraphRef graph) {
        dims.setGraph(std::move(graph));
        dims.start();
        settle();
    }
    void settle() { QTRY_VERIFY(dims.state() != State::Running); }
    QString cell(int row, int column) const { return model.index(row, column).data().toString(); }
    bool edit(int row, const QString& text) {
        const bool taken = model.setData(model.index(row, DimsModel::SaidColumn), text, Qt::EditRole);
        settle();
        return taken;
    }
    QStringList column(int column) const {
        QStringList out;
        for (int row = 0; row < model.rowCount(); ++row) out << cell(row, column);
        return out;
    }
};

}  // namespace

class DimsControllerTest : public QObject {
    Q_OBJECT
private slots:
    void infers_what_the_command_says() {
        Fixture it;
        QCOMPARE(it.dims.state(), State::NoGraph);
        it.dims.start();
        QCOMPARE(it.dims.state(), State::NoGraph);
        it.dims.setGraph(encoder());
        QCOMPARE(it.dims.state(), State::Ready);
        QCOMPARE(it.model.rowCount(), 0);
        it.dims.start();
        QCOMPARE(it.dims.state(), State::Running);
        it.settle();
        QCOMPARE(it.dims.state(), State::Done);
        QCOMPARE(it.dims.exampleText(), QString("ids=i64[2,12], next=i64[2,13], mask=f32[2,12]"));
        QCOMPARE(it.column(DimsModel::InputColumn), (QStringList{"ids", "ids", "next", "next", "mask", "mask"}));
        QCOMPARE(it.column(DimsModel::ExampleColumn), (QStringList{"2", "12", "2", "13", "2", "12"}));
        QCOMPARE(it.column(DimsModel::SaidColumn), QStringList(6, "Dim.AUTO"));
        QCOMPARE(it.column(DimsModel::IsColumn), (QStringList{"dynamic", "dynamic", "dynamic", "derived", "dynamic", "dynamic"}));
        QCOMPARE(it.column(DimsModel::SizeColumn), (QStringList{"s0", "s1", "s0", "s1 + 1", "s0", "s1"}));
        QCOMPARE(it.column(DimsModel::RangeColumn), (QStringList{"[2, inf]", "[2, 64]", "[2, inf]", "[3, 65]", "[2, inf]", "[2, 64]"}));
        QVERIFY2(it.cell(3, DimsModel::ForcedColumn).startsWith("ids.shape[1] == next.shape[1] - 1: mul (aten.mul.Tensor) at encoder.py:19: x = x * y; "), qPrintable(it.cell(3, DimsModel::ForcedColumn)));
        QVERIFY(it.dims.statusText().contains("6"));
        QVERIFY(it.dims.saysNothing());
        QVERIFY(!it.dims.isRefuted());
        QCOMPARE(it.names.rowCount(), 0);
        QVERIFY2(it.dims.whyText(0).contains("[2, inf]"), qPrintable(it.dims.whyText(0)));
    }

    void every_cause_leads_to_the_node_of_the_opened_graph() {
        Fixture it;
        it.infer(encoder());
        const std::vector<DimReason> causes = causesOf(*it.dims.conclusionOf(3));
        QCOMPARE(causes.size(), std::size_t{2});  // the relation, and the upper end
        QCOMPARE(causes[0].what, QString("relation"));
        QCOMPARE(causes[0].condition, QString("ids.shape[1] == next.shape[1] - 1"));
        QCOMPARE(causes[0].where, QString("encoder.py:19"));
        QCOMPARE(causes[0].code, QString("x = x * y"));
        QCOMPARE(toQString(it.dims.graph()->node(causes[0].given).name), QString("mul"));
        DimReasonsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(conditionsOf(*it.dims.inference()));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(0, DimReasonsModel::ConditionColumn).data().toString(), QString("Eq(Mod(s1, 4), 0)"));
        QCOMPARE(toQString(it.dims.graph()->node(model.reason(0).given).op), QString("aten.view.default"));
        QCOMPARE(model.index(1, DimReasonsModel::WhatColumn).data().toString(), QString("sizes of 0 and 1"));
    }

    // The recording names its nodes itself: it makes some of its own, and a name of the program may be taken then.
    void a_name_that_the_recording_takes_misleads_nobody() {
        Fixture it;
        it.infer(parsed("whittle 1\ngraph @g {\n symbol s0 in [2, inf] hint 6\n input %x : f32[s0]\n input %mul : f32[s0]\n"
                        " %n = aten.sym_size.int(%x, 0) : int(s0)\n %m = _operator.mul(%n, 2) : int(2*s0)\n %z = aten.zeros.default([%m]) : f32[2*s0]\n"
                        " %sym_size_int = aten.slice.Tensor(%z, 0, %n, 9223372036854775807) : f32[s0]\n %mul_1 = aten.add.Tensor(%sym_size_int, %x) : f32[s0]\n"
                        " %add = aten.add.Tensor(%mul_1, %mul) : f32[s0]\n return %add\n}\n"));
        QVERIFY2(it.dims.state() == State::Done, qPrintable(it.dims.errorText()));
        const std::vector<DimReason> causes = causesOf(*it.dims.conclusionOf(1));
        QVERIFY(!causes.empty());
        QCOMPARE(toQString(it.dims.graph()->node(causes[0].given).name), QString("add"));
    }

    void what_a_file_declares_has_no_node_and_says_so() {
        Fixture it;
        it.infer(parsed("whittle 1\ngraph @g {\n symbol s0 in [2, 64] hint 4\n input %x : f32[s0]\n %r = aten.relu.default(%x) : f32[s0]\n return %r\n}\n"));
        const std::vector<DimReason> causes = causesOf(*it.dims.conclusionOf(0));
        QCOMPARE(causes.size(), std::size_t{1});
        QCOMPARE(causes[0].what, QString("most size"));
        QVERIFY(!causes[0].given.valid());
        QVERIFY2(causes[0].noNode.contains("declares"), qPrintable(causes[0].noNode));
    }

    void shown_node_is_found_by_name_and_by_what_it_was_made_of() {
        const Graph opened = smallGraph();
        const NodeId gelu = opened.nodes()[1].id;
        QCOMPARE(shownNode(opened, opened, gelu), gelu);
        QVERIFY(!shownNode(opened, opened, NodeId()).valid());
        Graph later;
        const ValueId x = later.addInput({.kind = InputKind::User}, "x", f32({2, 8}));
        later.addNode({.name = "gelu", .op = "aten.relu.default", .args = {{"self", x}}, .outputTypes = {f32({2, 8})}});
        QVERIFY(!shownNode(later, opened, gelu).valid());  // of its name alone
        Origin from;
        from.from = {opened.node(gelu).name};
        const NodeId made = later.addNode({.name = "tanh", .op = "aten.tanh.default", .args = {{"self", x}}, .outputTypes = {f32({2, 8})}, .origin = std::make_shared<const Origin>(from)});
        QCOMPARE(shownNode(later, opened, gelu), made);
    }

    void edits_are_said_and_inferred_again() {
        Fixture it;
        it.infer(encoder());
        QSignalSpy edited(&it.dims, &DimsController::edited);
        QVERIFY(it.edit(0, "b"));
        QCOMPARE(it.dims.state(), State::Done);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("b"));
        QCOMPARE(toQString(shapeSpecJson(it.dims.spec())), QString(R"({"ids": ["b", "auto"], "next": ["auto", "auto"], "mask": ["auto", "auto"]})"));
        QVERIFY(it.edit(0, "b"));  // nothing new
        QCOMPARE(edited.size(), 1);
        QVERIFY(it.edit(2, "Dim('b', min=1, max=9)"));  // the range is the name's, wherever it stands
        QCOMPARE(toQString(shapeSpecCode(it.dims.spec())), QString("from torch.export import Dim\nb = Dim('b', min=1, max=9)\ndynamic_shapes = {'ids': (b, Dim.AUTO), 'next': (b, Dim.AUTO), 'mask': (Dim.AUTO, Dim.AUTO)}\n"));
        QVERIFY(it.edit(4, "b"));
        QCOMPARE(it.names.rowCount(), 1);
        QCOMPARE(it.names.index(0, DimNamesModel::MostColumn).data().toString(), QString("9"));
        QCOMPARE(it.names.index(0, DimNamesModel::PlacesColumn).data().toString(), QString("ids.shape[0], next.shape[0], mask.shape[0]"));
        QVERIFY(it.edit(1, "static"));
        QCOMPARE(it.cell(1, DimsModel::SaidColumn), QString("Dim.STATIC"));
        QCOMPARE(it.cell(1, DimsModel::IsColumn), QString("static"));
        it.dims.sayOfAll(DimSpec::Kind::Auto);
        it.settle();
        QVERIFY(it.dims.saysNothing());
        for (int row = 0; row < 6; ++row) QVERIFY(it.edit(row, "Dim.DYNAMIC"));
        QCOMPARE(toQString(shapeSpecJson(it.dims.spec())), QString(R"("dynamic")"));  // in one word, as the command has it
    }

    void what_cannot_be_said_is_refused_where_it_is_said() {
        Fixture it;
        it.infer(encoder());
        const auto refused = [&](int row, const char* text, const char* why) {
            const ShapeSpec before = it.dims.spec();
            QVERIFY2(it.dims.problemOf(row, text).contains(why), qPrintable(it.dims.problemOf(row, text)));
            QVERIFY(!it.edit(row, text));
            QVERIFY(it.dims.spec() == before);
        };
        refused(0, "2 +", "column 4");
        refused(0, "8", "Static shape constraint of 8 does not match input size of 2");
        refused(3, "2*b", "to be of the form 2*b");
        refused(0, "Dim('b', min=4)", "2 not in range [4, oo] of b");
        QVERIFY(it.edit(0, "b"));
        refused(1, "b", "b is 2 by L['ids'].size()[0] = 2, but 12 by L['ids'].size()[1] = 12");
        QVERIFY(!(it.model.flags(it.model.index(0, DimsModel::SizeColumn)) & Qt::ItemIsEditable));
    }

    void ranges_of_names_are_edited() {
        Fixture it;
        it.infer(encoder());
        QVERIFY(it.edit(0, "b"));
        QSignalSpy refused(&it.names, &DimNamesModel::refused);
        const auto set = [&](int column, const char* text) {
            const bool taken = it.names.setData(it.names.index(0, column), QString(text), Qt::EditRole);
            it.settle();
            return taken;
        };
        QVERIFY(set(DimNamesModel::MostColumn, "64"));
        QVERIFY(set(DimNamesModel::LeastColumn, "2"));
        QVERIFY(toQString(shapeSpecCode(it.dims.spec())).contains("b = Dim('b', min=2, max=64)"));
        QVERIFY(!set(DimNamesModel::MostColumn, "many"));
        QVERIFY(!set(DimNamesModel::MostColumn, "1"));
        QVERIFY(!set(DimNamesModel::LeastColumn, "3"));
        QCOMPARE(refused.size(), 3);
        QVERIFY(refused[1][0].toString().contains("larger"));
        QVERIFY(refused[2][0].toString().contains("2 not in range"));
        QVERIFY(set(DimNamesModel::MostColumn, ""));
        QVERIFY(!toQString(shapeSpecCode(it.dims.spec())).contains("max"));
    }

    void conflicts_stand_where_they_were_said_and_are_mended() {
        Fixture it;
        it.infer(encoder());
        QCOMPARE(it.dims.take(R"({"ids": ["b", "n"], "next": ["b", "m"], "mask": ["b", "n"]})"), QString());
        it.settle();
        QVERIFY(it.dims.isRefuted());
        QVERIFY(it.dims.statusText().contains("2"));
        const auto refuted = [&](int row) { return it.model.index(row, DimsModel::SaidColumn).data(DimsModel::RefutedRole).toString(); };
        QVERIFY(refuted(0).isEmpty());
        QVERIFY2(refuted(1).contains("% 4) == 0"), qPrintable(refuted(1)));
        QVERIFY2(refuted(3).contains("m = n + 1"), qPrintable(refuted(3)));
        QCOMPARE(refuted(5), refuted(1));
        QCOMPARE(it.dims.fixesCode(), QString("_n = Dim('_n', min=1, max=16)\nn = 4*_n\nm = n + 1"));
        const std::vector<DimReason> reasons = conflictsOf(*it.dims.inference());
        QCOMPARE(reasons.front().what, QString("n"));
        QCOMPARE(it.dims.conflictsText().count(u'\n'), 1);
        QCOMPARE(toQString(it.dims.graph()->node(reasons.front().given).name), QString("blocks"));
        it.dims.applyFixes();
        it.settle();
        QVERIFY(!it.dims.isRefuted());
        QCOMPARE(it.cell(3, DimsModel::SaidColumn), QString("4*_n + 1"));
        QCOMPARE(it.names.index(1, DimNamesModel::PlacesColumn).data().toString(), QString("ids.shape[1] = 4*_n, next.shape[1] = 4*_n + 1, mask.shape[1] = 4*_n"));
    }

    void dynamic_where_a_size_is_one_number_is_refuted_and_mended() {
        Fixture it;
        it.infer(parsed("whittle 1\ngraph @g {\n input %x : f32[1,8]\n %r = aten.reshape.default(%x, [8]) : f32[8]\n return %r\n}\n"));
        QVERIFY2(it.cell(0, DimsModel::ForcedColumn).contains("Sizes of 0 and 1"), qPrintable(it.cell(0, DimsModel::ForcedColumn)));
        it.dims.sayOfAll(DimSpec::Kind::Dynamic);
        it.settle();
        QVERIFY(it.dims.isRefuted());
        QVERIFY(!it.model.index(0, DimsModel::SaidColumn).data(DimsModel::RefutedRole).toString().isEmpty());
        QVERIFY(!it.model.index(1, DimsModel::SaidColumn).data(DimsModel::RefutedRole).toString().isEmpty());
        it.dims.applyFixes();
        it.settle();
        QVERIFY2(!it.dims.isRefuted(), qPrintable(it.dims.statusText()));
        QCOMPARE(it.column(DimsModel::SaidColumn), (QStringList{"1", "8"}));
    }

    void a_whole_specification_is_taken_or_refused_with_its_place() {
        Fixture it;
        it.dims.setGraph(encoder());
        QVERIFY(it.dims.take("{'ids': (b,)}").startsWith("line 1, column 10: expected"));
        QCOMPARE(it.dims.take("{'nobody': None}"), QString());  // not known yet
        it.dims.start();
        it.settle();
        QCOMPARE(it.dims.state(), State::Failed);
        QVERIFY2(it.dims.errorText().contains("must be the arg names"), qPrintable(it.dims.errorText()));
        QCOMPARE(it.model.rowCount(), 6);  // what there is to say it of is known
        QVERIFY(it.dims.take("{'nobody': None}").contains("must be the arg names"));
        QVERIFY(it.dims.take("{'ids': (3, None)}").contains("Static shape constraint"));
        QCOMPARE(it.dims.take("b = Dim('b')\ndynamic_shapes = {'ids': {0: b}}"), QString());
        it.settle();
        QCOMPARE(it.dims.state(), State::Done);
        QCOMPARE(it.column(DimsModel::SaidColumn), (QStringList{"b", "Dim.STATIC", "Dim.STATIC", "Dim.STATIC", "Dim.STATIC", "Dim.STATIC"}));
    }

    void stops_and_forgets() {
        Fixture it;
        it.dims.setGraph(snapshot(chainGraph(20000)));
        it.dims.start();
        it.dims.stop();
        QCOMPARE(it.dims.state(), State::Ready);
        QTest::qWait(30);
        QCOMPARE(it.dims.state(), State::Ready);
        QVERIFY(!it.dims.inference());
        it.infer(encoder());
        QVERIFY(it.edit(0, "b"));
        QObject::connect(&it.dims, &DimsController::specChanged, &it.dims, [&] { QVERIFY(!it.dims.statusText().isEmpty()); });  // who hears of one thing asks for another
        it.dims.setGraph(nullptr);
        QCOMPARE(it.dims.state(), State::NoGraph);
        QVERIFY(it.dims.saysNothing() && !it.dims.inference() && it.model.rowCount() == 0 && it.names.rowCount() == 0);
    }

    void tells_why_it_failed() {
        Fixture it;
        it.infer(snapshot(smallGraph()));  // has an operator that nobody knows
        QCOMPARE(it.dims.state(), State::Failed);
        QVERIFY2(it.dims.errorText().contains("custom.mystery"), qPrintable(it.dims.errorText()));
        QVERIFY(it.dims.canStart());
    }

    // Undo and sessions say it without an edit of somebody's; inferring follows once it was asked for.
    void a_specification_is_set_without_an_edit() {
        Fixture it;
        it.dims.setGraph(encoder());
        QSignalSpy edited(&it.dims, &DimsController::edited), changed(&it.dims, &DimsController::specChanged);
        const auto spec = parseShapeSpec("b = Dim('b'); {'ids': {0: b}}");
        it.dims.setSpec(*spec);
        QCOMPARE(it.dims.state(), State::Ready);
        QCOMPARE(changed.size(), 1);
        it.dims.start();
        it.settle();
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("b"));
        it.dims.setSpec(DimSpec{.kind = DimSpec::Kind::Auto, .name = {}});
        QCOMPARE(it.dims.state(), State::Running);
        it.settle();
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("Dim.AUTO"));
        QCOMPARE(edited.size(), 0);
    }

    // A hostile file may declare anything: the example takes no memory.
    void sizes_of_no_memory() {
        Fixture it;
        it.infer(parsed("whittle 1\ngraph @g {\n input %x : f32[80000,80000]\n %r = aten.relu.default(%x) : f32[80000,80000]\n return %r\n}\n"));
        QVERIFY2(it.dims.state() == State::Done, qPrintable(it.dims.errorText()));
        it.infer(parsed("whittle 1\ngraph @g {\n input %x : f32[8000000,8000000]\n %r = aten.relu.default(%x) : f32[8000000,8000000]\n return %r\n}\n"));
        QCOMPARE(it.dims.state(), State::Failed);
        QVERIFY2(it.dims.errorText().contains("larger than"), qPrintable(it.dims.errorText()));
    }
};

WHITTLE_TEST(DimsControllerTest)
#include "dims_controller_test.moc"
