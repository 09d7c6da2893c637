// What every row of the operator table owes: a name that its schema spells, a summary, a type rule and a
// kernel or a decomposition, or the operator that computes the same without writing in place.
#include "engine/ops/op_call.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class OpsTableTest : public QObject {
    Q_OBJECT
private slots:
    void row_is_complete_data() {
        QTest::addColumn<QString>("name");
        for (const OpDef* op : allOps()) {
            const QString name = toQ(std::string(op->name));
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void row_is_complete() {
        QFETCH(QString, name);
        const OpDef* op = findOp(name.toStdString());
        QVERIFY(op);
        QVERIFY(!op->summary.empty());
        const Schema* schema = findSchema(op->name);
        QVERIFY(schema);
        if (op->name.starts_with("aten.")) QCOMPARE(toQ("aten." + schema->name + "." + schema->overload), name);
        if (op->functional.empty()) {
            QVERIFY(op->inferType);
            QVERIFY(op->reference || op->decompose);
            for (const SchemaArg& arg : schema->args) QVERIFY2(!arg.mutated, arg.name.c_str());
            return;
        }
        // In place: the functional operator takes the same arguments by position; only the written one may be
        // named differently (dropout_ says self, dropout says input).
        const Schema* functional = findSchema(op->functional);
        QVERIFY(functional);
        QVERIFY(findOp(op->functional)->functional.empty());
        QVERIFY(std::ranges::any_of(schema->args, &SchemaArg::mutated));
        QVERIFY(functional->args.size() >= schema->args.size());
        for (std::size_t i = 1; i < schema->args.size(); ++i) QCOMPARE(schema->args[i].name, functional->args[i].name);
    }

    void unknown_operator() {
        QVERIFY(!findOp("aten.nothing.default"));
        QVERIFY(!findSchema("aten.nothing.default"));
    }
};

WHITTLE_TEST(OpsTableTest)
#include "ops_table_test.moc"
