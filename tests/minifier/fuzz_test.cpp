#include "minifier/fuzz/arg_rules.h"

#include <algorithm>
#include <set>

#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/passes/pass.h"
#include "minifier/fuzz/fuzz_ops.h"
#include "minifier/fuzz/generator.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

std::string textOf(const RandomGraph& random) {
    std::string text = printGraph(random.graph, findSchema);
    for (std::size_t run = 0; run < random.bindings.size(); ++run) {
        const Graph graph = random.withData(run);
        for (const GraphInput& input : graph.inputs()) {
            const Tensor& tensor = *asTensor(input.data);
            text += fmt::format("{} {}", tensor.describe(), fmt::join(tensor.strides(), ","));
            for (Index i = 0; i < tensor.numel(); ++i) text += fmt::format(" {}", tensor.flat(i));
        }
    }
    return text;
}

}  // namespace

class FuzzTest : public QObject {
    Q_OBJECT
private slots:
    void a_number_names_a_graph() {
        for (std::uint64_t number = 0; number < 20; ++number) QCOMPARE(toQ(textOf(randomGraph(7, number, 12))), toQ(textOf(randomGraph(7, number, 12))));
        QVERIFY(textOf(randomGraph(7, 0, 12)) != textOf(randomGraph(7, 1, 12)));
        QVERIFY(textOf(randomGraph(7, 0, 12)) != textOf(randomGraph(8, 0, 12)));
    }

    // Every graph keeps the verifier's and the operators' rules, and comes through the text that workers get it as.
    void graphs_are_valid() {
        for (std::uint64_t number = 0; number < 300; ++number) {
            const RandomGraph random = randomGraph(3, number, 16);
            QVERIFY(!random.graph.nodes().empty());
            QVERIFY(!random.graph.outputs().empty());
            const std::string text = printGraph(random.graph, findSchema);
            const auto checked = checkGraph(random.graph);  // strides come with the data, and may forbid a view
            QVERIFY2(checked.has_value(), checked ? "" : (checked.error().describe() + "\n" + text).c_str());
            const auto parsed = parseGraph(text, findSchema);
            VERIFY_OK(parsed);
            QVERIFY2(sameStructure(*parsed, random.graph), text.c_str());
        }
    }

    // A fuzzer is as good as what it comes by. Counted over graphs without running them.
    void graphs_are_varied() {
        std::set<std::string> ops;
        std::set<DType> dtypes;
        std::set<int> ranks;
        int symbolic = 0, empty = 0, single = 0, strided = 0, weights = 0, several = 0;
        for (std::uint64_t number = 0; number < 1500; ++number) {
            const RandomGraph random = randomGraph(11, number, 16);
            for (const Node& node : random.graph.nodes()) ops.insert(node.op);
            symbolic += random.bindings.size() > 1;
            several += random.graph.outputs().size() > 1;
            const Graph graph = random.withData(0);
            for (const GraphInput& input : graph.inputs()) {
                const Tensor& tensor = *asTensor(input.data);
                dtypes.insert(tensor.dtype());
                ranks.insert(tensor.rank());
                empty += tensor.numel() == 0;
                single += std::ranges::count(tensor.sizes(), 1) > 0;
                strided += !tensor.isContiguous();
                weights += input.kind == InputKind::Parameter;
            }
        }
        QVERIFY2(ops.size() * 10 >= drawnOps().size() * 8, fmt::format("{} of {} operators", ops.size(), drawnOps().size()).c_str());
        for (const DType dtype : {DType::F32, DType::F64, DType::F16, DType::BF16, DType::I64, DType::I32, DType::U8, DType::Bool})
            QVERIFY2(dtypes.contains(dtype), std::string(dtypeName(dtype)).c_str());
        for (int rank = 0; rank <= 4; ++rank) QVERIFY(ranks.contains(rank));
        for (const int count : {symbolic, empty, single, strided, weights, several}) QVERIFY(count > 50);
    }

    // A row that names nothing is a misspelling.
    void tables_name_what_exists() {
        for (const Undrawn& row : undrawnOps()) {
            QVERIFY(!row.reason.empty());
            QVERIFY2(std::ranges::any_of(allOps(), [&](const OpDef* op) { return opFamily(op->name) == row.what || namesOperator(row.what, op->name); }),
                     std::string(row.what).c_str());
        }
        for (const ArgRule& rule : argRules())
            QVERIFY2(std::ranges::any_of(allOps(), [&](const OpDef* op) { return findArgRule(op->name, rule.arg) == &rule && findSchema(op->name)->arg(rule.arg); }),
                     fmt::format("{} {}", rule.op, rule.arg).c_str());
    }
};

WHITTLE_TEST(FuzzTest)
#include "fuzz_test.moc"
