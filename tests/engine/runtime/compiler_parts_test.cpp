// A compiler with less than it has: nodes kept out of fusion, narrower instructions, no libraries. What it computes stays.
#include "engine/base/system_facts.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph graphOf(const std::string& body) {
    auto graph = parseGraph("whittle 1\ngraph @g {\n" + body + "}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    int seed = 0;
    std::vector<ValueId> inputs;
    for (const GraphInput& input : graph->inputs()) inputs.push_back(input.value);
    for (const ValueId id : inputs) {
        Sizes sizes;
        for (const SymInt& size : asTensorType(graph->type(id))->sizes) sizes.push_back(*size.constant());
        Tensor data = Tensor::empty(DType::F32, sizes);
        for (Index i = 0; i < data.numel(); ++i) data.mutableData<float>()[i] = static_cast<float>((i * 37 + ++seed) % 17) / 8 - 1;
        graph->setInputData(id, data);
    }
    return *std::move(graph);
}

QString kernelsOf(const CompileReport& report) {
    QStringList out;
    for (const KernelRecord& kernel : report.kernels) {
        QStringList nodes;
        for (const std::string& node : kernel.nodes) nodes << toQ(node);
        out << nodes.join("+");
    }
    return out.join(" ");
}

}  // namespace

class CompilerPartsTest : public QObject {
    Q_OBJECT
private slots:
    void nodes_are_kept_apart_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QStringList>("apart");
        QTest::addColumn<QString>("kernels");
        const QString chain = " input %x : f32[4,8]\n %r = aten.relu.default(%x) : f32[4,8]\n %t = aten.permute.default(%r, [1, 0]) : f32[8,4]\n"
                              " %e = aten.neg.default(%t) : f32[8,4]\n %n = aten.abs.default(%e) : f32[8,4]\n return %n\n";
        QTest::newRow("all in one") << chain << QStringList{} << "r+t+e+n";
        QTest::newRow("the last") << chain << QStringList{"n"} << "r+t+e n";
        QTest::newRow("the first") << chain << QStringList{"r"} << "r t+e+n";
        QTest::newRow("in the middle") << chain << QStringList{"e"} << "r t e n";
        QTest::newRow("each") << chain << QStringList{"r", "t", "e", "n"} << "r t e n";
        const QString twice = " input %x : f32[4,8]\n %a = aten.neg.default(%x) : f32[4,8]\n %b = aten.abs.default(%a) : f32[4,8]\n return %a, %b\n";
        QTest::newRow("two results of one kernel") << twice << QStringList{} << "a+b";
        QTest::newRow("two results apart") << twice << QStringList{"a"} << "a b";
        const QString product = " input %x : f32[32,32]\n input %w : f32[32,32]\n %m = aten.mm.default(%x, %w) : f32[32,32]\n %r = aten.relu.default(%m) : f32[32,32]\n return %r\n";
        QTest::newRow("after a library") << product << QStringList{} << "m+r";
        QTest::newRow("after a library, apart") << product << QStringList{"r"} << "m r";
        QTest::newRow("the library apart") << product << QStringList{"m"} << "m r";
    }
    void nodes_are_kept_apart() {
        QFETCH(QString, body);
        QFETCH(QStringList, apart);
        QFETCH(QString, kernels);
        const Graph graph = graphOf(body.toStdString());
        CompileOptions options;
        for (const QString& name : apart) options.apart.push_back(name.toStdString());
        const auto executable = compile(graph, options), whole = compile(graph, {});
        VERIFY_OK(executable);
        VERIFY_OK(whole);
        QCOMPARE(kernelsOf((*executable)->report()), kernels);
        const auto got = (*executable)->run({}), want = (*whole)->run({});
        VERIFY_OK(got);
        VERIFY_OK(want);
        for (std::size_t i = 0; i < want->size(); ++i) QVERIFY(compareTensors(*asTensor((*want)[i]), *asTensor((*got)[i]), dtypeTolerance(DType::F32)).ok);
    }

    // What a pass makes of a node is that node still.
    void parts_of_a_node_are_kept_apart() {
        const Graph graph = graphOf(" input %x : f32[4,8]\n input %t : f32[4,8]\n %k = aten.kl_div.default(%x, %t) : f32[]\n return %k\n");
        const auto executable = compile(graph, {.apart = {"k"}}), fused = compile(graph, {});
        VERIFY_OK(executable);
        VERIFY_OK(fused);
        for (const KernelRecord& kernel : (*executable)->report().kernels) QCOMPARE(kernel.nodes.size(), std::size_t{1});
        QVERIFY2((*fused)->report().kernels.size() < (*executable)->report().kernels.size(), qPrintable(kernelsOf((*executable)->report())));
    }

    void narrower_instructions_are_used() {
        const Graph graph = graphOf(" input %x : f32[4,64]\n %r = aten.relu.default(%x) : f32[4,64]\n return %r\n");
        const auto baseline = compile(graph, {.isa = VectorIsa::Baseline});
        VERIFY_OK(baseline);
        const std::string& isa = (*baseline)->report().kernels.front().vector.isa;
        QVERIFY2(isa == "sse2" || isa == "neon" || isa == "scalar", isa.c_str());
    }

    // Our own matrix kernels need no more than AVX2.
    void own_kernels_are_made_for_avx2() {
        const Graph graph = graphOf(" input %x : f32[32,32]\n input %w : f32[32,32]\n %m = aten.mm.default(%x, %w) : f32[32,32]\n return %m\n");
        CompileOptions options{.isa = VectorIsa::Avx2};
        options.choices.withoutLibraries = {"onednn"};
        const auto executable = compile(graph, options);
        VERIFY_OK(executable);
        const KernelRecord& kernel = (*executable)->report().kernels.front();
        if (cpuExtensions().find("AVX2") == std::string::npos) QSKIP("the CPU has no AVX2");
        QCOMPARE(toQ(kernel.kind), QString("gemm"));
        QVERIFY2(kernel.implementation.find("avx2") != std::string::npos, kernel.implementation.c_str());
        VERIFY_OK((*executable)->run({}));
    }

    void libraries_are_left_out() {
        const Graph graph = graphOf(" input %x : f32[32,32]\n input %w : f32[32,32]\n %m = aten.mm.default(%x, %w) : f32[32,32]\n return %m\n");
        const auto kindWithout = [&](std::vector<std::string> libraries) {
            CompileOptions options;
            options.choices.withoutLibraries = std::move(libraries);
            const auto executable = compile(graph, options);
            if (!executable) qFatal("%s", executable.error().describe().c_str());
            return toQ((*executable)->report().kernels.front().kind);
        };
        QCOMPARE(kindWithout({"onednn"}), QString("gemm"));
        QCOMPARE(kindWithout({"gemm"}), QString("onednn"));
        QVERIFY(!QStringList({"onednn", "gemm"}).contains(kindWithout({"onednn", "gemm"})));
    }
};

WHITTLE_TEST(CompilerPartsTest)
#include "compiler_parts_test.moc"
