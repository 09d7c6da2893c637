#include "engine/eager/interpreter.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/opcases/op_judge.h"
#include "tests/support/random_graph.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// The defaults of torch.testing.assert_close: one operator alone has no sums to reorder.
Tolerance torchTolerance(DType dtype) {
    switch (dtype) {
        case DType::F64: return {1e-7, 1e-7};
        case DType::F32: return {1.3e-6, 1e-5};
        case DType::F16: return {1e-3, 1e-5};
        case DType::BF16: return {1.6e-2, 1e-5};
        default: return {0, 0};
    }
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

// Lowered operators and library kernels against the reference kernels. What PyTorch recorded is judged by
// whittle-opcases, in tests/opcases.
class LoweredOpsTest : public QObject {
    Q_OBJECT
private slots:
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
        for (int d = 0; d < kRealDTypeCount; ++d) {
            std::vector<NamedArg> args;
            std::vector<Datum> tensors;
            for (const SchemaArg& arg : findSchema(def.name)->args)
                if (arg.kind == ArgKind::Tensor) {
                    // The second operand has another dtype now and then: promotion is part of the lowering.
                    const DType dtype = tensors.empty() || d % 2 == 0 ? DType(d) : DType((d + 3) % kRealDTypeCount);
                    args.push_back({arg.name, ValueId(static_cast<int>(tensors.size()))});
                    tensors.push_back(awkward(dtype, static_cast<int>(tensors.size())));
                }
            const auto graph = oneNodeGraph({.op = std::string(def.name), .args = args, .tensors = tensors});
            if (!graph) continue;  // the type rule refuses this dtype
            ++tried;
            const DType result = asTensorType(graph->type(graph->outputValues()[0]))->dtype;
            Tolerance tolerance = torchTolerance(result);
            if (isFloating(result)) tolerance.rtol *= 4;  // libm's float functions against its double ones
            const std::string wrong = difference(*graph, tolerance, false);
            QVERIFY2(wrong.empty(), fmt::format("{}: {}", dtypeName(DType(d)), wrong).c_str());
        }
        if (tried == 0) QSKIP("the type rule wants an optional argument");
    }

    // Fusion must not change what a graph means.
    void random_programs() {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const std::string wrong = difference(randomProgram(seed), {1e-4, 1e-4}, false);
            QVERIFY2(wrong.empty(), fmt::format("seed {}: {}", seed, wrong).c_str());
        }
    }
};

WHITTLE_TEST(LoweredOpsTest)
#include "lowered_ops_test.moc"
