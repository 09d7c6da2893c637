// What the command palette lists for what is typed, and in which order.
#include <ctime>

#include <QAbstractItemModelTester>

#include "tests/views/models/models_support.h"
#include "views/models/item_key.h"
#include "views/models/palette.h"

using namespace whittle;
using namespace whittle::test;

namespace {

SceneRef sceneOf(Graph graph) { return *GraphScene::build(std::make_shared<const Graph>(std::move(graph)), {}, {}); }

QList<PaletteEntry> entries() {
    using Kind = PaletteEntry::Kind;
    return {{Kind::Action, "file.open", "Open…", "File", "Ctrl+O"},
            {Kind::Action, "view.fold-all", "Fold all modules", "View", "Ctrl+Shift+-"},
            {Kind::Action, "view.theme.dark", "Dark", "View › Theme", ""},
            {Kind::Dock, "nodes", "Nodes", "Dock", "Ctrl+1"},
            {Kind::File, "/tmp/models/small_open.pt2", "small_open.pt2", "/tmp/models", ""}};
}

}  // namespace

class PaletteTest : public QObject {
    Q_OBJECT
private slots:
    void fuzzy_finds_letters_in_order_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("want");  // the text with what was matched in capitals; empty: no match
        QTest::newRow("empty") << "open" << "" << "open";
        QTest::newRow("prefix") << "open file" << "ope" << "OPEn file";
        QTest::newRow("beginnings of words") << "fold all modules" << "fam" << "Fold All Modules";
        QTest::newRow("blanks do not count") << "fold all modules" << "fo mod" << "FOld all MODules";
        QTest::newRow("side by side before first") << "a lay layers" << "laye" << "a lay LAYErs";
        QTest::newRow("parts of a path") << "layers.0.mlp" << "l0m" << "Layers.0.Mlp";
        QTest::newRow("in another order") << "open" << "nepo" << "";
        QTest::newRow("longer than the text") << "op" << "open" << "";
    }
    void fuzzy_finds_letters_in_order() {
        QFETCH(QString, text);
        QFETCH(QString, query);
        QFETCH(QString, want);
        const auto match = fuzzyMatch(text, query);
        QCOMPARE(match.has_value(), !want.isEmpty());
        if (!match) return;
        for (const int at : match->positions) text[at] = text[at].toUpper();
        QCOMPARE(text, want);
    }

    void lists_what_fits_best_first_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("want");
        QTest::newRow("all, as given") << "" << QStringList{"Open…", "Fold all modules", "Dark", "Nodes", "small_open.pt2"};
        QTest::newRow("a beginning before a middle") << "open" << QStringList{"Open…", "small_open.pt2"};
        QTest::newRow("by the menu") << "theme" << QStringList{"Dark"};
        QTest::newRow("initials") << "fam" << QStringList{"Fold all modules"};
        QTest::newRow("nothing") << "xyz" << QStringList{};
        QTest::newRow("nodes") << "@lin" << QStringList{"linear"};
    }
    void lists_what_fits_best_first() {
        QFETCH(QString, query);
        QFETCH(QStringList, want);
        PaletteModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setContent(entries(), sceneOf(smallGraph()));
        model.setQuery(query);
        QStringList got;
        for (int row = 0; row < model.rowCount(); ++row) got << model.index(row).data().toString();
        QCOMPARE(got, want);
        QCOMPARE(model.hint().isEmpty(), !want.isEmpty());
    }

    void a_row_says_where_and_how() {
        PaletteModel model;
        model.setContent(entries(), nullptr);
        model.setQuery("fold");
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data(PaletteModel::DetailRole).toString(), QString("View"));
        QCOMPARE(row.data(PaletteModel::KeysRole).toString(), QString("Ctrl+Shift+-"));
        QCOMPARE(row.data(PaletteModel::MatchesRole).value<QList<int>>(), QList<int>({0, 1, 2, 3}));
        QCOMPARE(row.data(Qt::AccessibleTextRole).toString(), QString("Fold all modules, View, Ctrl+Shift+-"));
        QCOMPARE(model.entry(0).id, QString("view.fold-all"));
        QCOMPARE(model.entry(7).id, QString());
        model.setQuery("@");
        QCOMPARE(model.hint(), QString("No graph is open, so there are no nodes to go to."));
    }

    void nodes_and_modules_lead_to_their_items() {
        PaletteModel model;
        const SceneRef scene = sceneOf(blocksGraph());
        model.setContent({}, scene);
        model.setQuery("@net.1");
        bool group = false;
        for (int row = 0; row < model.rowCount(); ++row) {
            const PaletteEntry entry = model.entry(row);
            QCOMPARE(entry.kind, PaletteEntry::Kind::Item);
            const int item = findItem(*scene, entry.id);
            QVERIFY(item >= 0);
            QCOMPARE(entry.text, scene->box(item).name);
            group = group || scene->isGroup(item);
        }
        QVERIFY(group);
    }

    // An event handler has 16 ms; typing "@" and letters looks through all nodes.
    void a_large_graph_is_searched_while_typing() {
        Graph graph;
        ValueId value = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
        for (int i = 0; i < 30000; ++i)
            value = graph.node(graph.addNode({.op = "aten.relu.default", .args = {{"self", value}}, .outputTypes = {f32({4})}})).output();
        graph.addOutput({.value = value});
        PaletteModel model;
        model.setContent({}, sceneOf(std::move(graph)));
        qint64 best = 1 << 30;
        for (const char* query : {"@relu_29", "@r9", "@relu_12345"}) {
            const std::clock_t start = std::clock();  // of this process: others may be busy
            model.setQuery(query);
            best = std::min(best, static_cast<qint64>((std::clock() - start) * 1000 / CLOCKS_PER_SEC));
            QVERIFY(model.rowCount() > 0);
        }
        QVERIFY(model.rowCount() <= PaletteModel::kMost);
        QVERIFY2(best < 16, qPrintable(QString("%1 ms").arg(best)));
        model.setQuery("@relu");
        QCOMPARE(model.rowCount(), PaletteModel::kMost);
        QVERIFY2(model.hint().contains("more"), qPrintable(model.hint()));
    }
};

WHITTLE_TEST(PaletteTest)
#include "palette_test.moc"
