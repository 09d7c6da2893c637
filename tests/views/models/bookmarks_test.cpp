// Bookmarks without a screen: their order, their labels, and what is said of those that a version of the graph lacks.
#include "views/models/bookmarks.h"

#include <QAbstractItemModelTester>
#include <QMimeData>

#include "tests/views/models/models_support.h"
#include "views/models/item_key.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Loaded {
    JobRunner jobs;
    GraphController graph{jobs};
    Bookmarks marks{graph};
    QAbstractItemModelTester tester{&marks, QAbstractItemModelTester::FailureReportingMode::Fatal};

    explicit Loaded(Graph shown = blocksGraph()) { show(std::move(shown)); }
    void show(Graph shown) {
        graph.setGraph(snapshot(std::move(shown)));
        QTRY_COMPARE(graph.state(), GraphController::State::Ready);
    }
    QString text(int row, Bookmarks::Column column) { return marks.index(row, column).data().toString(); }
    QStringList names() {
        QStringList out;
        for (int row = 0; row < marks.rowCount(); ++row) out << text(row, Bookmarks::Label);
        return out;
    }
    void drop(int row, int before, const QModelIndex& on = {}) {
        const std::unique_ptr<QMimeData> data(marks.mimeData({marks.index(row, 0)}));
        QVERIFY(marks.dropMimeData(data.get(), Qt::MoveAction, before, 0, on));
    }
};

}  // namespace

class BookmarksTest : public QObject {
    Q_OBJECT
private slots:
    void keys_find_their_items_in_one_go() {
        Loaded app;
        const GraphScene& scene = *app.graph.scene();
        QStringList keys{"node:absent", "nonsense"};
        for (int item = 0; item < scene.itemCount(); ++item) keys << itemKey(scene, item);
        const std::vector<int> found = findItems(scene, keys);
        QCOMPARE(found.size(), static_cast<std::size_t>(scene.itemCount()) + 2);
        QCOMPARE(found[0], -1);
        QCOMPARE(found[1], -1);
        for (qsizetype i = 0; i < keys.size(); ++i) QCOMPARE(found[static_cast<std::size_t>(i)], findItem(scene, keys[i]));
        QVERIFY(isItemKey("input:x") && !isItemKey("nonsense"));
    }

    void names_are_told_without_their_kind() {
        QCOMPARE(bookmarkName("node:linear_3"), QString("linear_3"));
        QCOMPARE(bookmarkName("module:layers.0#0"), QString("layers.0"));
        QCOMPARE(bookmarkName("module:layers.0#1"), QString("layers.0 (2)"));
    }

    void what_is_bookmarked_is_listed_once() {
        Loaded app;
        QSignalSpy changed(&app.marks, &Bookmarks::changed);
        QCOMPARE(app.marks.add("node:relu"), 0);
        QCOMPARE(app.marks.add("module:net.1#0"), 1);
        QCOMPARE(app.marks.add("node:relu"), 0);
        QCOMPARE(app.marks.add(QString()), -1);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(app.names(), QStringList({"relu", "net.1"}));
        QCOMPARE(app.text(0, Bookmarks::Number), QString("1"));
        QCOMPARE(app.text(0, Bookmarks::Place), QString("f32[4]"));
        QCOMPARE(app.text(1, Bookmarks::Place), QString("2 operators"));
        app.marks.remove(0);
        app.marks.remove(7);
        QCOMPARE(app.names(), QStringList({"net.1"}));
        QCOMPARE(app.text(0, Bookmarks::Number), QString("1"));
    }

    void a_label_stands_before_the_name() {
        Loaded app;
        app.marks.add("node:relu");
        const QModelIndex label = app.marks.index(0, Bookmarks::Label);
        QCOMPARE(label.data(Qt::EditRole).toString(), QString());
        QVERIFY(app.marks.setData(label, "  first\n wrong ", Qt::EditRole));
        QCOMPARE(app.names(), QStringList("first wrong"));
        QCOMPARE(app.text(0, Bookmarks::Place), QString("relu"));
        QVERIFY(!app.marks.setData(app.marks.index(0, Bookmarks::Place), "x", Qt::EditRole));
        QVERIFY(label.flags() & Qt::ItemIsEditable);
        QVERIFY(!(app.marks.index(0, Bookmarks::Number).flags() & Qt::ItemIsEditable));
        app.marks.rename(0, QString(5000, 'a'));
        QCOMPARE(app.marks.all()[0].label.size(), Bookmarks::kLongestLabel);
        app.marks.rename(0, "");
        QCOMPARE(app.names(), QStringList("relu"));
    }

    void the_order_is_the_users() {
        Loaded app;
        for (const char* key : {"node:relu", "node:gelu", "node:add", "input:x"}) app.marks.add(key);
        app.marks.move(3, 0);
        QCOMPARE(app.names(), QStringList({"x", "relu", "gelu", "add"}));
        app.marks.move(0, 2);
        QCOMPARE(app.names(), QStringList({"relu", "gelu", "x", "add"}));
        app.marks.move(0, -1);
        app.marks.move(0, 4);
        app.marks.move(1, 1);
        QCOMPARE(app.names(), QStringList({"relu", "gelu", "x", "add"}));
        app.drop(3, 1);  // between the first two
        QCOMPARE(app.names(), QStringList({"relu", "add", "gelu", "x"}));
        app.drop(0, -1);  // below all
        QCOMPARE(app.names(), QStringList({"add", "gelu", "x", "relu"}));
        app.drop(3, -1, app.marks.index(0, 0));  // on the first
        QCOMPARE(app.names(), QStringList({"relu", "add", "gelu", "x"}));
        QCOMPARE(app.graph.flags().at(findItem(*app.graph.scene(), "node:relu")), QString("1"));
        QMimeData other;
        other.setText("node:relu");
        QVERIFY(!app.marks.dropMimeData(&other, Qt::MoveAction, 0, 0, {}));
    }

    void a_version_without_it_says_so() {
        Loaded app;
        app.marks.add("node:relu");
        app.marks.add("node:linear");
        QVERIFY(app.marks.isThere(0) && !app.marks.isThere(1));
        QCOMPARE(app.text(1, Bookmarks::Place), QString("not in this version of the graph"));
        QSignalSpy changed(&app.marks, &Bookmarks::changed);
        app.show(smallGraph());
        QVERIFY(!app.marks.isThere(0) && app.marks.isThere(1));
        QCOMPARE(app.text(0, Bookmarks::Place), QString("not in this version of the graph"));
        QVERIFY(app.marks.index(0, 0).data(Qt::ToolTipRole).toString().contains("relu"));
        app.graph.setGraph(nullptr);
        QCOMPARE(app.text(0, Bookmarks::Place), QString("relu"));
        QCOMPARE(changed.size(), 0);  // nothing that is kept
    }

    void the_graph_is_flagged_as_long_as_it_is_the_same() {
        Loaded app;
        app.marks.add("node:relu");
        app.marks.add("node:relu_1");
        JobRunner jobs;
        GraphController other(jobs);
        app.marks.showIn(other);
        QVERIFY(other.flags().empty());
        other.setGraph(snapshot(chainGraph(1)));
        QTRY_COMPARE(other.flags().size(), std::size_t{1});
        QCOMPARE(other.flags().at(1), QString("1"));
        const int first = findItem(*app.graph.scene(), "node:relu"), second = findItem(*app.graph.scene(), "node:relu_1");
        QCOMPARE(app.graph.flags(), (std::map<int, QString>{{first, "1"}, {second, "2"}}));
        app.graph.setAllOpen(false);
        QTRY_VERIFY(!app.graph.isBusy());
        QCOMPARE(app.graph.flags().size(), std::size_t{2});
        app.marks.remove(0);
        QCOMPARE(app.graph.flags(), (std::map<int, QString>{{second, "1"}}));
        QVERIFY(other.flags().empty());
        app.show(smallGraph());
        QVERIFY(app.graph.flags().empty());
    }

    void only_nine_have_keys() {
        Loaded app(chainGraph(12));
        for (int i = 1; i <= 12; ++i) app.marks.add(itemKey(*app.graph.scene(), i));
        QCOMPARE(app.text(8, Bookmarks::Number), QString("9"));
        QCOMPARE(app.text(9, Bookmarks::Number), QString("10"));
        QCOMPARE(app.graph.flags().at(9), QString("9"));
        QCOMPARE(app.graph.flags().at(10), QString("•"));
    }

    void a_list_from_a_file_is_made_right() {
        Loaded app;
        app.marks.setAll({{"node:relu", "a"}, {"", "b"}, {"node:relu", "c"}, {"node:add", ""}});
        QCOMPARE(app.marks.all(), QList<Bookmark>({{"node:relu", "a"}, {"node:add", ""}}));
        QList<Bookmark> many;
        for (int i = 0; i < 1200; ++i) many << Bookmark{QString("node:n%1").arg(i), {}};
        app.marks.setAll(many);
        QCOMPARE(app.marks.rowCount(), 1000);
        QCOMPARE(app.marks.add("node:one_more"), -1);
    }

    void a_version_of_a_large_graph_costs_less_than_a_frame() {
        Loaded app(modulesGraph(30000));
        QList<Bookmark> many;
        for (int i = 0; i < 1000; ++i) many << Bookmark{itemKey(*app.graph.scene(), i * 30), {}};
        double best = 1e9;
        for (int run = 0; run < 5; ++run) {
            app.marks.setAll({});
            const double before = cpuMs();
            app.marks.setAll(many);
            best = std::min(best, cpuMs() - before);
        }
        QVERIFY(app.marks.isThere(999));
#if defined(NDEBUG) && !defined(WHITTLE_SANITIZED)
        QVERIFY2(best < 16, qPrintable(QString::number(best)));
#endif
    }
};

WHITTLE_TEST(BookmarksTest)
#include "bookmarks_test.moc"
