#include <set>

#include "engine/eager/interpreter.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/opcases.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// One node over these inputs, which it carries as its data.
Result<Graph> oneNode(const OpDef& op, const std::vector<NamedArg>& args, const std::vector<Datum>& tensors) {
    Graph graph;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        Type type = typeOf(tensors[i]);
        if (auto* tensor = std::get_if<TensorType>(&type)) tensor->strides.clear();
        graph.addInput({.data = tensors[i]}, fmt::format("x{}", i), type);
    }
    WHITTLE_TRY(Types types, inferTypes(op, args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    for (const Type& type : types)  // sizes that only the data tells
        if (const TensorType* tensor = asTensorType(type))
            for (const SymInt& size : tensor->sizes)
                for (const std::string& symbol : size.symbols()) graph.symbols[symbol];
    const NodeId node = graph.addNode({.op = std::string(op.name), .args = args, .outputTypes = std::move(types)});
    for (const ValueId id : graph.node(node).outputs) graph.addOutput({.value = id});
    return graph;
}

// Empty when the compiled graph agrees with the interpreter.
std::string difference(const Graph& graph, Tolerance tolerance, bool requireLowered) {
    const auto expected = interpret(graph, {}, {});
    const auto compiled = compile(graph, {});
    if (!compiled) return "does not compile: " + compiled.error().describe();
    const auto actual = (*compiled)->run({});
    if (!expected) return actual ? "the interpreter refuses it: " + expected.error().describe() : "";
    if (!actual) return "does not run: " + actual.error().describe();
    if (requireLowered && !(*compiled)->report().eagerFallbacks.empty()) {
        const auto& decisions = (*compiled)->report().decisions;
        return "not lowered: " + (decisions.empty() ? std::string() : decisions.back().reason);
    }
    for (std::size_t i = 0; i < actual->size(); ++i) {
        const Tensor *want = asTensor(expected->outputs[i]), *got = asTensor((*actual)[i]);
        if (!want || !got) {
            if (expected->outputs[i].index() != (*actual)[i].index()) return fmt::format("output {} is of another kind", i);
            continue;
        }
        if (want->dtype() != got->dtype()) return fmt::format("output {} is {}, not {}", i, got->describe(), want->describe());
        const Comparison comparison = compareTensors(*want, *got, tolerance);
        if (!comparison.ok) return fmt::format("output {}: {}", i, comparison.reason);
    }
    return {};
}

// Values that arithmetic trips over, in every dtype that has them.
Tensor awkward(DType dtype, int seed) {
    const double kValues[] = {0.5, -1.25, 0.0, 2.0, -0.0, 3.7, -7.0, 0.1, 1.0, -0.9, 100.0, 1e-3, NAN, INFINITY, -INFINITY, 5.0};
    Tensor out = Tensor::empty(DType::F64, {2, 8});
    double* to = out.mutableData<double>();
    for (int i = 0; i < 16; ++i) {
        const double x = kValues[(i * 7 + seed * 5) % 16];
        to[i] = isFloating(dtype) || std::isfinite(x) ? x : 3;
    }
    return out.to(dtype);
}

}  // namespace

// Lowered operators and library kernels against the reference kernels.
class LoweredOpsTest : public QObject {
    Q_OBJECT
private slots:
    void recorded_cases_data() {
        QTest::addColumn<int>("index");
        auto read = readOpCases(golden("ops"));
        VERIFY_OK(read);
        m_cases = *std::move(read);
        for (std::size_t i = 0; i < m_cases.cases.size(); ++i) {
            const OpCase& one = m_cases.cases[i];
            if (!one.fails && findOp(one.op)->inferType) QTest::newRow(fmt::format("{} {} {}", one.id, one.op, one.note).c_str()) << static_cast<int>(i);
        }
    }
    void recorded_cases() {
        QFETCH(int, index);
        const OpCase& one = m_cases.cases[static_cast<std::size_t>(index)];
        const auto graph = oneNode(*findOp(one.op), one.args, one.tensors);
        VERIFY_OK(graph);
        const std::string wrong = difference(*graph, one.tolerance, false);
        QVERIFY2(wrong.empty(), wrong.c_str());
        if (findOp(one.op)->lower) m_covered.insert(one.op);
    }

    // Pointwise operators over every dtype: what takes one or two tensors and nothing else that is required.
    void dtypes_data() {
        QTest::addColumn<QString>("op");
        for (const OpDef* op : allOps()) {
            if (!op->lower) continue;
            const Schema& schema = *findSchema(op->name);
            int tensors = 0;
            bool plain = true;
            for (const SchemaArg& arg : schema.args) {
                if (arg.kind == ArgKind::Tensor && !arg.isList) ++tensors;
                else plain = plain && (arg.defaultValue || arg.isOptional);
            }
            if (plain && (tensors == 1 || tensors == 2)) QTest::newRow(std::string(op->name).c_str()) << toQ(std::string(op->name));
        }
    }
    void dtypes() {
        QFETCH(QString, op);
        const OpDef& def = *findOp(op.toStdString());
        int tried = 0;
        for (int d = 0; d < kDTypeCount; ++d) {
            std::vector<NamedArg> args;
            std::vector<Datum> tensors;
            for (const SchemaArg& arg : findSchema(def.name)->args)
                if (arg.kind == ArgKind::Tensor) {
                    // The second operand has another dtype now and then: promotion is part of the lowering.
                    const DType dtype = tensors.empty() || d % 2 == 0 ? DType(d) : DType((d + 3) % kDTypeCount);
                    args.push_back({arg.name, ValueId(static_cast<int>(tensors.size()))});
                    tensors.push_back(awkward(dtype, static_cast<int>(tensors.size())));
                }
            const auto graph = oneNode(def, args, tensors);
            if (!graph) continue;  // the type rule refuses this dtype
            ++tried;
            const DType result = asTensorType(graph->type(graph->outputValues()[0]))->dtype;
            Tolerance tolerance = defaultTolerance(result);
            if (isFloating(result)) tolerance.rtol *= 4;  // libm's float functions against its double ones
            const std::string wrong = difference(*graph, tolerance, false);
            QVERIFY2(wrong.empty(), fmt::format("{}: {}", dtypeName(DType(d)), wrong).c_str());
        }
        if (tried == 0) QSKIP("the type rule wants an optional argument");
        m_covered.insert(std::string(def.name));
    }

    void says_which_lowerings_have_no_case() {
        std::string missing;
        for (const OpDef* op : allOps())
            if (op->lower && !m_covered.contains(std::string(op->name))) missing += " " + std::string(op->name);
        qInfo("lowered, but only tested inside graphs:%s", missing.c_str());
        QVERIFY(m_covered.size() > 100);
    }

    // Fusion must not change what a graph means.
    void random_programs() {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const std::string wrong = difference(randomProgram(seed), {1e-4, 1e-4}, false);
            QVERIFY2(wrong.empty(), fmt::format("seed {}: {}", seed, wrong).c_str());
        }
    }

private:
    OpCases m_cases;
    std::set<std::string> m_covered;
};

WHITTLE_TEST(LoweredOpsTest)
#include "lowered_ops_test.moc"
