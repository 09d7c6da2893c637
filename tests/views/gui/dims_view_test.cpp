// The dimensions view by mouse and keys: infer, why and the node, saying something of a size, conflicts and their fixes, the whole specification, undo and sessions.
#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QMenu>

#include "engine/formats/open.h"
#include "tests/views/gui/window_support.h"
#include "views/models/text.h"
#include "views/row_list.h"

using namespace whittle;
using namespace whittle::test;

namespace {

using State = DimsController::State;

struct Fixture : OpenedWindow {
    Fixture() {
        show({.opener = [](const std::filesystem::path& path) { return openGraph(path); }, .minify = {}, .samples = {}});
        window->resize(1400, 900);
    }
    void openSample(const char* name) {
        window->openFile(fromPath(sample(name)));
        QTRY_VERIFY(window->isIdle());
    }
    void infer(const char* name = "dims/encoder.wtl") {
        openSample(name);
        QTest::keyClick(window.get(), Qt::Key_F8);
        settle();
    }
    void settle() { QTRY_VERIFY(window->isIdle()); }

    DimsController& dims() { return window->dims(); }
    DimsView& view() { return window->dimsView(); }
    QString cell(int row, int column) { return view().table().model()->index(row, column).data().toString(); }
    template <class T>
    T* visible(const QString& text) {
        for (T* one : view().findChildren<T*>())
            if (one->isVisible() && QString(one->text()).remove(u'&') == text) return one;
        return nullptr;
    }
    void click(const QString& text) {
        auto* button = visible<QPushButton>(text);
        QVERIFY2(button, qPrintable(text));
        QTest::mouseClick(button, Qt::LeftButton);
        settle();
    }
    void select(int row, int column = DimsModel::InputColumn) {
        QTest::mouseClick(view().table().viewport(), Qt::LeftButton, {}, view().table().visualRect(view().table().model()->index(row, column)).center());
    }
    /// What the editor holds is taken behind the event.
    void enter(QLineEdit* line) {
        QTest::keyClick(line, Qt::Key_Return);
        QApplication::processEvents();
        settle();
    }
    /// By Enter on the row, letters, Enter. The editor, where it stays open.
    QLineEdit* type(int row, const QString& text) {
        select(row);
        QTest::keyClick(&view().table(), Qt::Key_Return);
        auto* line = view().table().findChild<QLineEdit*>();
        if (!line) return nullptr;
        line->selectAll();
        QTest::keyClicks(line, text);
        enter(line);
        line = view().table().findChild<QLineEdit*>();
        return line && line->isVisible() ? line : nullptr;
    }
};

}  // namespace

class DimsViewTest : public QObject {
    Q_OBJECT
private slots:
    void starts_empty_and_says_what_to_do() {
        Fixture it;
        it.window->dock("dims")->show();
        it.window->dock("dims")->raise();
        QVERIFY(it.view().message().isVisible());
        QVERIFY(it.view().message().text().contains("Open a graph"));
        QVERIFY(!it.visible<QPushButton>("Infer sizes (F8)"));
        it.openSample("dims/encoder.wtl");
        it.click("Infer sizes (F8)");
        QCOMPARE(it.dims().state(), State::Done);
        QVERIFY(!it.view().message().isVisible());
        QCOMPARE(it.view().table().model()->rowCount(), 6);
        QVERIFY2(unnamedFocusable(it.view()).isEmpty(), qPrintable(unnamedFocusable(it.view()).join('\n')));
        QCOMPARE(it.window->log().command(it.window->log().rowCount() - 1), QString("whittle info %1 --dims auto").arg(fromPath(sample("dims/encoder.wtl"))));
    }

    void a_row_shows_why_and_a_cause_leads_to_its_node() {
        Fixture it;
        it.infer();
        QVERIFY(it.window->dock("dims")->isVisible());
        QTableView& why = it.view().reasons(DimsView::WhyTab);
        QVERIFY(!why.isVisible());  // of the first row nothing is forced, and a sentence says so
        it.select(3);
        QVERIFY(why.isVisible());
        QCOMPARE(why.model()->rowCount(), 2);
        QCOMPARE(it.view().tabs().tabText(DimsView::WhyTab), QString("Why next, 1"));
        why.setFocus();
        why.setCurrentIndex(why.model()->index(0, 0));
        QTest::keyClick(&why, Qt::Key_Return);
        QCOMPARE(it.graph().scene()->box(it.graph().selected()).name, QString("mul"));
        it.view().tabs().setCurrentIndex(DimsView::ConditionsTab);
        QTableView& conditions = it.view().reasons(DimsView::ConditionsTab);
        const QPoint first = conditions.visualRect(conditions.model()->index(0, DimReasonsModel::NodeColumn)).center();
        QTest::mouseClick(conditions.viewport(), Qt::LeftButton, {}, first);
        QTest::mouseDClick(conditions.viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(it.graph().scene()->box(it.graph().selected()).name, QString("blocks"));
    }

    // Of a program that PyTorch exported with a declared range: no node asked for that.
    void a_cause_without_a_node_says_so() {
        Fixture it;
        it.infer("torch26/named_dims_range.pt2");
        it.select(0);
        QTableView& why = it.view().reasons(DimsView::WhyTab);
        why.setFocus();
        why.setCurrentIndex(why.model()->index(0, 0));
        const int before = it.graph().selected();
        QTest::keyClick(&why, Qt::Key_Return);
        QCOMPARE(it.graph().selected(), before);
        QVERIFY2(it.view().noteText().contains("declares"), qPrintable(it.view().noteText()));
    }

    void a_size_is_said_by_keys_and_what_cannot_be_stays_in_the_field() {
        Fixture it;
        it.infer();
        QVERIFY(!it.type(0, "b"));
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("b"));
        QLineEdit* line = it.type(1, "5*n");
        QVERIFY(line);  // still open, with what was typed
        QCOMPARE(line->text(), QString("5*n"));
        QVERIFY2(it.view().noteText().contains("to be of the form 5*n"), qPrintable(it.view().noteText()));
        QVERIFY(!line->accessibleDescription().isEmpty());
        line->selectAll();
        QTest::keyClicks(line, "4*n");
        QVERIFY(it.view().noteText().isEmpty());
        it.enter(line);
        QCOMPARE(it.cell(1, DimsModel::SaidColumn), QString("4*n"));
        QVERIFY(it.window->log().command(it.window->log().rowCount() - 1).contains(R"(--dims-spec '{"ids": ["b", "4*n"])"));
        it.click("Command");
        QVERIFY2(QApplication::clipboard()->text().endsWith(R"(--dims-spec '{"ids": ["b", "4*n"], "next": ["auto", "auto"], "mask": ["auto", "auto"]}')"), qPrintable(QApplication::clipboard()->text()));
        QTest::keyClick(it.window.get(), Qt::Key_Z, Qt::ControlModifier);
        it.settle();
        QCOMPARE(it.cell(1, DimsModel::SaidColumn), QString("Dim.AUTO"));
        QTest::keyClick(it.window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        it.settle();
        QCOMPARE(it.cell(1, DimsModel::SaidColumn), QString("4*n"));
    }

    void the_menu_says_it_of_one_and_of_all() {
        Fixture it;
        it.infer();
        it.type(0, "b");
        it.select(2);
        auto* say = it.view().findChild<QToolButton*>();
        const auto choose = [&](const QString& text) {
            emit say->menu()->aboutToShow();
            QList<QAction*> actions = say->menu()->actions();
            actions += say->menu()->findChild<QMenu*>()->actions();
            for (QAction* action : actions)
                if (action->text().remove(u'&') == text) return action->trigger();
            QFAIL(qPrintable(text));
        };
        choose("As b");
        it.settle();
        QCOMPARE(it.cell(2, DimsModel::SaidColumn), QString("b"));
        QTableView& names = it.view().names();
        it.view().tabs().setCurrentIndex(DimsView::NamesTab);
        names.setCurrentIndex(names.model()->index(0, DimNamesModel::MostColumn));
        names.setFocus();
        QTest::keyClick(&names, Qt::Key_F2);
        auto* line = names.findChild<QLineEdit*>();
        QVERIFY(line);
        QTest::keyClicks(line, "64");
        it.enter(line);
        QCOMPARE(it.cell(0, DimsModel::RangeColumn), QString("[0, 64]"));
        emit say->menu()->aboutToShow();
        for (QAction* action : say->menu()->findChildren<QMenu*>().constLast()->actions())
            if (action->text().contains("DYNAMIC")) action->trigger();
        it.settle();
        QCOMPARE(it.cell(5, DimsModel::SaidColumn), QString("Dim.DYNAMIC"));
        QCOMPARE(it.window->log().command(it.window->log().rowCount() - 1), QString("whittle info %1 --dims dynamic").arg(fromPath(sample("dims/encoder.wtl"))));
    }

    // As Qt does for the menu key: in the middle of the cursor. What is said of all sizes is in it once, however often menus open.
    void the_menu_key_opens_at_the_current_size() {
        Fixture it;
        it.infer();
        QTableView& table = it.view().table();
        auto* say = it.view().findChild<QToolButton*>();
        for (const int row : {4, 2}) {
            it.select(row);
            const QPoint at = table.inputMethodQuery(Qt::ImCursorRectangle).toRect().center();
            QContextMenuEvent asked(QContextMenuEvent::Keyboard, at, table.mapToGlobal(at));
            QApplication::sendEvent(&table, &asked);
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            QVERIFY(menu);
            QCOMPARE(table.currentIndex().row(), row);
            QCOMPARE(menuPlace(table, at), table.visualRect(table.currentIndex()).center());
            QVERIFY(std::ranges::any_of(menu->actions(), [](const QAction* action) { return action->menu() != nullptr && action->menu()->actions().size() == 3; }));
            menu->close();
        }
        QCOMPARE(say->menu()->findChildren<QMenu*>().size(), 1);
    }

    void a_pasted_specification_is_refuted_in_words_and_mended_by_a_button() {
        Fixture it;
        it.infer();
        it.view().tabs().setCurrentIndex(DimsView::SpecTab);
        QPlainTextEdit& text = it.view().spec().text();
        const auto paste = [&](const QString& what) {
            QApplication::clipboard()->setText(what);
            text.setFocus();
            text.selectAll();
            QTest::keyClick(&text, Qt::Key_V, Qt::ControlModifier);
            it.click("Use this");
        };
        paste("b = Dim('b')\n{'ids': (b, m)}");
        bool isTold = false;
        for (QLabel* label : it.view().findChildren<QLabel*>()) isTold = isTold || (label->isVisible() && label->text().startsWith("line 2, column 13: expected"));
        QVERIFY(isTold);
        QCOMPARE(text.textCursor().blockNumber(), 1);
        QCOMPARE(text.textCursor().positionInBlock(), 12);
        QVERIFY(it.dims().saysNothing());
        paste(R"({"ids": ["b", "n"], "next": ["b", "m"], "mask": ["b", "n"]})");
        QVERIFY(it.dims().isRefuted());
        QCOMPARE(it.view().tabs().currentIndex(), static_cast<int>(DimsView::ConflictsTab));
        QVERIFY(it.visible<QLabel>(it.dims().conflictsText()));
        it.select(3);
        QVERIFY2(it.view().noteText().contains("m = n + 1"), qPrintable(it.view().noteText()));
        QTest::keyClick(&it.view().table(), Qt::Key_Return);  // an edit that is given up leaves what was known of the row
        auto* line = it.view().table().findChild<QLineEdit*>();
        QVERIFY(line);
        line->selectAll();
        QTest::keyClicks(line, "5*");
        QVERIFY2(!it.view().noteText().contains("m = n + 1"), qPrintable(it.view().noteText()));
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_VERIFY(!it.view().table().findChild<QLineEdit*>());
        QVERIFY2(it.view().noteText().contains("m = n + 1"), qPrintable(it.view().noteText()));
        it.click("Copy fixes");
        QVERIFY(QApplication::clipboard()->text().contains("n = 4*_n"));
        it.click("Apply");
        QVERIFY(!it.dims().isRefuted());
        QCOMPARE(it.cell(3, DimsModel::SaidColumn), QString("4*_n + 1"));
        QVERIFY(it.view().noteText().isEmpty());
        it.view().tabs().setCurrentIndex(DimsView::SpecTab);
        it.click("Copy");
        QVERIFY(QApplication::clipboard()->text().endsWith("dynamic_shapes = {'ids': (b, 4*_n), 'next': (b, 4*_n + 1), 'mask': (b, 4*_n)}"));
        auto* form = it.view().spec().findChild<QComboBox*>();
        form->setFocus();
        QTest::keyClick(form, Qt::Key_Down);
        QVERIFY2(text.toPlainText().startsWith("{\"ids\": ["), qPrintable(text.toPlainText()));
    }

    void what_cannot_be_said_is_kept_and_marked_when_its_editor_loses_the_focus() {
        Fixture it;
        it.infer();
        const QString before = it.cell(0, DimsModel::SaidColumn);
        it.select(0);
        QTest::keyClick(&it.view().table(), Qt::Key_Return);
        auto* line = it.view().table().findChild<QLineEdit*>();
        QVERIFY(line);
        line->selectAll();
        QTest::keyClicks(line, "5*");
        it.view().tabs().setFocus();
        QTRY_VERIFY(!it.view().table().findChild<QLineEdit*>());
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("5*"));
        QCOMPARE(toQ(it.dims().saidOf(0)->text()), before);  // it was not taken
        const QModelIndex cell = it.view().table().model()->index(0, DimsModel::SaidColumn);
        QVERIFY2(cell.data(DimsModel::RefutedRole).toString().startsWith("Not taken: ") && cell.data(Qt::AccessibleDescriptionRole) == cell.data(DimsModel::RefutedRole), qPrintable(cell.data(DimsModel::RefutedRole).toString()));
        it.select(1);
        it.select(0);
        QCOMPARE(it.view().noteText(), cell.data(DimsModel::RefutedRole).toString());
        QVERIFY(!it.type(0, "b"));
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("b"));
        QVERIFY(it.view().noteText().isEmpty());
    }

    void a_program_that_cannot_be_recorded_says_why_and_can_be_tried_again() {
        Fixture it;
        it.openSample("torch26/custom_op.pt2");
        QTest::keyClick(it.window.get(), Qt::Key_F8);
        it.settle();
        QCOMPARE(it.dims().state(), State::Failed);
        bool isTold = false;
        for (QLabel* label : it.view().findChildren<QLabel*>()) isTold = isTold || (label->isVisible() && label->text().contains(it.dims().errorText()));
        QVERIFY2(isTold, qPrintable(it.dims().errorText()));
        QVERIFY(it.window->dock("dims")->isVisible());
    }

    void another_graph_forgets_and_a_session_keeps_what_is_said() {
        Fixture it;
        it.infer();
        it.type(0, "Dim('b', max=64)");
        const QString file = it.folder.filePath("sizes.whittle");
        it.window->session().saveAs(file);
        QTRY_VERIFY(it.window->isIdle());
        it.openSample("torch26/named_dims_range.pt2");
        QCOMPARE(it.dims().state(), State::Ready);
        QVERIFY(it.dims().saysNothing());
        it.window->openFile(file);
        QTRY_COMPARE(it.window->document().title(), QString("encoder.wtl"));
        it.settle();
        QCOMPARE(it.dims().state(), State::Ready);  // a session starts nothing
        QVERIFY(!it.dims().saysNothing());
        QTest::keyClick(it.window.get(), Qt::Key_F8);
        it.settle();
        QCOMPARE(it.cell(0, DimsModel::SaidColumn), QString("b"));
        QCOMPARE(it.cell(0, DimsModel::RangeColumn), QString("[0, 64]"));
    }
};

WHITTLE_TEST(DimsViewTest)
#include "dims_view_test.moc"
