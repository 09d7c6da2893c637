// What a process that was killed tells of where it was, which nodes a kernel computes, and where a wrong result begins.
#include "engine/runtime/whereabouts.h"

#include <sys/mman.h>
#include <unistd.h>

#include "engine/base/frames.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/kernel_nodes.h"
#include "engine/runtime/where_wrong.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph parsed(std::string_view body) {
    auto graph = parseGraph("whittle 1\ngraph @g {\n  input %x : f32[4, 8]\n" + std::string(body) + "}\n", findSchema);
    if (!graph) qFatal("%s", graph.error().describe().c_str());
    Tensor data = Tensor::empty(DType::F32, {4, 8});
    for (Index i = 0; i < data.numel(); ++i) data.mutableData<float>()[i] = 0.1f * static_cast<float>(i) - 1;
    graph->setInputData(graph->inputs()[0].value, data);
    return *std::move(graph);
}

constexpr std::string_view kChain = "  %a = aten.sin.default(%x) : f32[4, 8]\n  %b = aten.relu.default(%a) : f32[4, 8]\n  %c = aten.cos.default(%b) : f32[4, 8]\n"
                                    "  %d = aten.sum.default(%c) : f32[]\n  return %d\n";

}  // namespace

class WhereaboutsTest : public QObject {
    Q_OBJECT
private slots:
    void the_last_word_is_read() {
        const OwnedFd file(::memfd_create("test", MFD_CLOEXEC));
        QVERIFY(!readWhereabouts(file.get()));  // no page yet
        QCOMPARE(::ftruncate(file.get(), kWhereaboutsBytes), 0);
        QVERIFY(!readWhereabouts(file.get()));
        WhereaboutsWriter writer(file.get());
        writer.say("pass decompose", {});
        QCOMPARE(toQ(readWhereabouts(file.get())->part), QString("pass decompose"));
        QVERIFY(readWhereabouts(file.get())->nodes.empty());
        for (int i = 0; i < 5; ++i) writer.say(fmt::format("kernel k{}", i), std::vector<std::string>{"a", fmt::format("b{}", i)});
        const auto last = readWhereabouts(file.get());
        QCOMPARE(toQ(last->part), QString("kernel k4"));
        QVERIFY((last->nodes == std::vector<std::string>{"a", "b4"}));
        writer.forget();
        QVERIFY(!readWhereabouts(file.get()));
        // As many as there is room for, none cut in two.
        const std::vector<std::string> many(3000, "a_name_of_some_length");
        writer.say("kernel long", many);
        const auto clipped = readWhereabouts(file.get());
        QVERIFY(clipped->nodes.size() > 100 && clipped->nodes.size() < many.size());
        QVERIFY(std::ranges::all_of(clipped->nodes, [&](const std::string& name) { return name == many.front(); }));
        // Where something was written over it, nothing is read.
        const std::vector<char> garbage(kWhereaboutsBytes, '\xff');
        QCOMPARE(::pwrite(file.get(), garbage.data(), garbage.size(), 0), static_cast<ssize_t>(garbage.size()));
        QVERIFY(!readWhereabouts(file.get()));
    }

    void a_compilation_tells_what_it_begins() {
        std::vector<std::string> parts;
        CompileOptions options;
        options.skipPasses = {"merge-equal"};
        options.entering = [&](std::string_view part) { parts.emplace_back(part); };
        const auto compiled = compile(parsed(kChain), options);
        VERIFY_OK(compiled);
        std::vector<std::string> wanted;
        for (const PassDef& pass : allPasses()) {
            if (pass.stage == PassStage::Memory && std::ranges::find(wanted, "choose") == wanted.end()) wanted.emplace_back("choose");
            if (pass.name != "merge-equal") wanted.push_back(fmt::format("pass:{}", pass.name));
        }
        wanted.insert(wanted.end(), {"lower", "codegen"});
        QVERIFY2(parts == wanted, fmt::format("{}", fmt::join(parts, " ")).c_str());

        std::vector<std::size_t> kernels;
        VERIFY_OK((*compiled)->runWith({}, {.entering = [&](std::size_t kernel) { kernels.push_back(kernel); }}));
        QCOMPARE(kernels.size(), (*compiled)->report().kernels.size());
        QVERIFY(std::ranges::is_sorted(kernels));
    }

    // By the names of the graph that was given, whatever passes made of them.
    void kernels_know_the_nodes_they_were() {
        const Graph graph = parsed("  %a = aten.sin.default(%x) : f32[4, 8]\n  %s = aten.softmax.int(%a, 1) : f32[4, 8]\n  %t = aten.softmax.int(%a, 1) : f32[4, 8]\n"
                                   "  %r = aten.relu.default(%s) : f32[4, 8]\n  %y = aten.add.Tensor(%r, %t) : f32[4, 8]\n  return %y\n");
        CompileOptions options;
        options.inject = {{.op = "aten.relu.default", .kind = FailureKind::WrongResult}};
        const auto compiled = compile(graph, options);
        VERIFY_OK(compiled);
        std::set<std::string> seen;
        bool hasFault = false;
        const auto kernels = kernelNodes(graph, (*compiled)->report());
        QCOMPARE(kernels.size(), (*compiled)->report().kernels.size());
        for (std::size_t i = 0; i < kernels.size(); ++i) {
            seen.insert(kernels[i].nodes.begin(), kernels[i].nodes.end());
            QVERIFY(!kernels[i].nodes.empty());
            if ((*compiled)->report().kernels[i].kind != "fault") continue;
            hasFault = true;
            QVERIFY((kernels[i].nodes == std::vector<std::string>{"r"}));
        }
        QVERIFY(hasFault);
        QVERIFY((seen == std::set<std::string>{"a", "s", "t", "r", "y"}));
    }

    void a_wrong_result_is_found_where_it_begins_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("node");
        QTest::newRow("wrong") << "aten.relu.default=wrong_result" << "b";
        QTest::newRow("NaN") << "aten.cos.default=nan" << "c";
        QTest::newRow("the first of two") << "aten.sum.default=wrong_result,aten.sin.default=nan" << "a";
        QTest::newRow("nothing") << "" << "";
    }
    void a_wrong_result_is_found_where_it_begins() {
        QFETCH(QString, fault);
        WorkerJob job;
        job.graph = parsed(kChain);
        auto faults = parseInjections(fault.toStdString());
        VERIFY_OK(faults);
        job.compile.inject = *std::move(faults);
        const auto found = whereWrong(job);
        VERIFY_OK(found);
        QTEST(*found ? toQ((*found)->node) : QString(), "node");
        if (*found) QVERIFY(std::ranges::find((*found)->kernel, (*found)->node) != (*found)->kernel.end());
    }
};

WHITTLE_TEST(WhereaboutsTest)
#include "whereabouts_test.moc"
