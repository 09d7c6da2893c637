// What is copied of a box.
#include "views/models/item_text.h"

#include "tests/views/models/models_support.h"

using namespace whittle;
using namespace whittle::test;

namespace {

ContentRef contentOf(Graph graph) {
    auto content = GraphContent::build(snapshot(std::move(graph)), {});
    return content ? *content : nullptr;
}

}  // namespace

class ItemTextTest : public QObject {
    Q_OBJECT
private slots:
    void lines_data() {
        QTest::addColumn<int>("item");
        QTest::addColumn<QString>("want");
        QTest::newRow("input") << 0 << "input %x : f32[2,8]";
        QTest::newRow("node") << 1 << "%linear = aten.linear.default(%x, %p_fc_weight) : f32[2,8]  @ net.py:10 in layers.0.fc";
        QTest::newRow("arguments by name") << 2 << "%gelu = aten.gelu.default(%linear, approximate=\"tanh\") : f32[2,8]  @ net.py:11 in layers.0.fc";
        QTest::newRow("output") << 5 << "return %mystery : f32[2,8]";
        QTest::newRow("module") << 6 << "%linear = aten.linear.default(%x, %p_fc_weight) : f32[2,8]  @ net.py:10 in layers.0.fc\n"
                                        "%gelu = aten.gelu.default(%linear, approximate=\"tanh\") : f32[2,8]  @ net.py:11 in layers.0.fc\n"
                                        "%add = aten.add.Tensor(%gelu, %x) : f32[2,8]  @ net.py:12 in layers.0.fc\n"
                                        "%mystery = custom.mystery.default(tensors=[%add, %linear], k=3) : f32[2,8]  @ net.py:13 in layers.0.fc";
    }
    void lines() {
        QFETCH(int, item);
        const QString got = itemText(*contentOf(smallGraph()), item);
        QTEST(got, "want");
    }

    void markdown_has_the_facts() {
        const ContentRef content = contentOf(smallGraph());
        NodeOverlay overlay{.key = "time", .title = "Time", .values = {{"gelu", 3}}, .classes = {}, .text = [](double ms) { return QString("%1 ms").arg(ms); }, .unit = {}};
        const OverlayShades shades(*content, std::make_shared<const NodeOverlay>(overlay));
        QCOMPARE(itemMarkdown(*content, 2, &shades),
                 QString("**`gelu`** `aten.gelu.default`\n\n- Type: `f32[2,8]`\n- Module: `layers.0.fc`\n- Source: `net.py:11`\n- Time: 3 ms\n\n"
                         "```\n%gelu = aten.gelu.default(%linear, approximate=\"tanh\") : f32[2,8]  @ net.py:11 in layers.0.fc\n```"));
        QVERIFY(itemMarkdown(*content, 6, nullptr).startsWith("**`layers.0.fc`** 4 operators\n\n```\n%linear"));
    }
};

WHITTLE_TEST(ItemTextTest)
#include "item_text_test.moc"
