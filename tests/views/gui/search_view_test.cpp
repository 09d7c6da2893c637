// The search box as somebody uses it: mistakes beside it, examples behind its button.
#include "tests/views/gui/window_support.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QPushButton>

#include "app/workbench/minify_service.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Opened : OpenedWindow {
    Opened() {
        show({[](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{blocksGraph(), "pt2", {}}; }, minifyService({}), {}});
        open("blocks.pt2");
    }
    QLineEdit* field() { return window->graphView().search().findChild<QLineEdit*>(); }
    void type(const QString& text) {
        window->graphView().search().focusField();
        QTest::keyClicks(field(), text);
    }
    /// The label that stands over the canvas.
    QString mistake() {
        for (const QLabel* label : window->graphView().findChildren<QLabel*>(Qt::FindDirectChildrenOnly))
            if (label->isVisible()) return label->text();
        return {};
    }
};

}  // namespace

class SearchViewTest : public QObject {
    Q_OBJECT
private slots:
    void says_mistakes_beside_the_box() {
        Opened app;
        app.type("op:/ge(/");
        QCOMPARE(app.mistake(), QString("/ge(/: missing closing parenthesis, at letter 3"));
        QCOMPARE(app.field()->accessibleDescription(), app.mistake());
        QTest::keyClick(app.field(), Qt::Key_Backspace);
        QTest::keyClick(app.field(), Qt::Key_Backspace);
        QTest::keyClicks(app.field(), "l/");
        QCOMPARE(app.mistake(), QString());
        QCOMPARE(app.graph().hits(), std::vector<int>({2, 4}));
        QTest::keyClick(app.field(), Qt::Key_Return);
        QCOMPARE(app.graph().selected(), 2);
        QTest::keyClick(app.field(), Qt::Key_A, Qt::ControlModifier);
        app.type("time>1ms");
        QVERIFY(app.mistake().startsWith("“time” is known once"));
        app.window->openFile("/tmp/other.pt2");  // a panel in the place of the graph
        QCOMPARE(app.mistake(), QString());
        QTRY_VERIFY(app.window->isIdle());
        QVERIFY(!app.mistake().isEmpty());
    }

    void a_module_is_a_hit() {
        Opened app;
        app.type("net.1");
        QTest::keyClick(app.field(), Qt::Key_Return);
        QCOMPARE(app.selected(), QString("1"));
        QVERIFY(app.graph().scene()->isGroup(app.graph().selected()));
        QTest::keyClick(app.field(), Qt::Key_Return);
        QCOMPARE(app.selected(), QString("relu"));
    }

    void a_search_is_saved_found_again_and_removed() {
        Opened app;
        SavedSearchButton& saved = *app.window->graphView().search().saved();
        app.type("gelu");
        const auto open = [&] {
            app.window->activateWindow();  // the offscreen platform does not give it back the focus that a menu had
            QVERIFY(QTest::qWaitForWindowActive(app.window.get()));
            QTest::keyClick(app.window.get(), Qt::Key_F, Qt::ControlModifier | Qt::AltModifier);
            QTRY_VERIFY(saved.searchMenu().isVisible());
        };
        open();
        QVERIFY(!saved.searchMenu().actions()[0]->isEnabled());
        QTest::keyClick(&saved.searchMenu(), Qt::Key_S);
        auto* dialog = app.window->findChild<QInputDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        auto* name = dialog->findChild<QLineEdit*>();
        auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(!ok->isEnabled());
        QTest::keyClicks(name, "activations");
        QVERIFY(ok->isEnabled());
        QVERIFY(!dialog->isModal() || dialog->windowModality() != Qt::ApplicationModal);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(!app.window->findChild<QInputDialog*>());
        app.field()->setText("op:relu");
        open();
        QCOMPARE(saved.searchMenu().actions()[0]->text(), QString("activations\tgelu"));
        QVERIFY(!saved.searchMenu().actions()[0]->isChecked());
        QTest::keyClick(&saved.searchMenu(), Qt::Key_Down);
        QTest::keyClick(&saved.searchMenu(), Qt::Key_Return);
        QTRY_COMPARE(app.field()->text(), QString("gelu"));
        QCOMPARE(app.graph().hits().size(), std::size_t{2});
        open();
        QVERIFY(saved.searchMenu().actions()[0]->isChecked());
        saved.searchMenu().hide();
        QMenu* remove = nullptr;
        for (QAction* action : saved.searchMenu().actions())
            if (action->text() == "&Remove") remove = action->menu();
        QVERIFY(remove);
        remove->actions()[0]->trigger();
        open();
        QVERIFY(!saved.searchMenu().actions()[0]->isEnabled());
        saved.searchMenu().hide();
        QCOMPARE(unnamedFocusable(*app.window), QStringList());
    }

    void a_mistake_is_not_saved() {
        Opened app;
        SavedSearchButton& saved = *app.window->graphView().search().saved();
        const auto canSave = [&] {
            saved.openMenu();
            const bool can = [&] {
                for (const QAction* action : saved.searchMenu().actions())
                    if (action->text().startsWith("&Save")) return action->isEnabled();
                return false;
            }();
            saved.searchMenu().hide();
            return can;
        };
        QVERIFY(!canSave());
        app.type("op:/ge(/");
        QVERIFY(!canSave());
        app.field()->setText("gelu");
        QVERIFY(canSave());
    }

    void earlier_searches_are_offered_by_a_key() {
        Opened app;
        const auto use = [&](const QString& text) {
            app.field()->clear();
            app.type(text);
            QTest::keyClick(app.field(), Qt::Key_Return);
        };
        use("gelu");
        use("nothing of that name");  // found nothing, so nobody wants it again
        use("op:relu");
        app.field()->clear();
        auto* completer = app.window->graphView().search().findChild<QCompleter*>();
        QVERIFY(!completer->popup()->isVisible());
        const auto offered = [&] {
            QStringList out;
            for (int row = 0; row < completer->completionModel()->rowCount(); ++row) out << completer->completionModel()->index(row, 0).data().toString();
            return out;
        };
        QTest::keyClick(app.field(), Qt::Key_Down);
        QTRY_VERIFY(completer->popup()->isVisible());
        QCOMPARE(offered(), QStringList({"op:relu", "gelu"}));
        QTest::keyClick(completer->popup(), Qt::Key_Down);
        QTest::keyClick(completer->popup(), Qt::Key_Down);
        QTest::keyClick(completer->popup(), Qt::Key_Return);
        QTRY_COMPARE(app.field()->text(), QString("gelu"));
        QVERIFY(!completer->popup()->isVisible());
        app.field()->setText("rel");
        QTest::keyClick(app.field(), Qt::Key_Down);
        QCOMPARE(offered(), QStringList("op:relu"));
        completer->popup()->hide();
        app.field()->clear();
        app.show({[](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{blocksGraph(), "pt2", {}}; }, minifyService({}), {}});
        app.open("blocks.pt2");
        QTest::keyClick(app.field(), Qt::Key_Down);  // of the window before
        auto* next = app.window->graphView().search().findChild<QCompleter*>();
        QTRY_VERIFY(next->popup()->isVisible());
        QCOMPARE(next->completionCount(), 2);
        next->popup()->hide();
    }

    void examples_are_there_to_be_changed() {
        Opened app;
        app.type("gelu");
        auto* help = [&]() -> QToolButton* {
            for (auto* button : app.window->graphView().search().findChildren<QToolButton*>())
                if (button->accessibleName() == "What can be typed") return button;
            return nullptr;
        }();
        QVERIFY(help);
        QTest::mouseClick(help, Qt::LeftButton);
        QMenu& examples = app.window->graphView().search().examples();
        QTRY_VERIFY(examples.isVisible());
        QTest::keyClick(&examples, Qt::Key_Down);
        QTest::keyClick(&examples, Qt::Key_Down);
        QTest::keyClick(&examples, Qt::Key_Return);
        QTRY_COMPARE(app.field()->text(), QString("gelu op:conv*"));
    }
};

WHITTLE_TEST(SearchViewTest)
#include "search_view_test.moc"
