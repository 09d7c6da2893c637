// The search box as somebody uses it: mistakes beside it, examples behind its button.
#include "tests/views/gui/window_support.h"

#include <QLineEdit>

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
        QVERIFY(app.mistake().startsWith("There is no number “time”"));
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
