// Estimates are there to put candidates in an order: what differs by its kind must come out far apart, what does not must not.
#include "engine/kernels/cost_model.h"

#include "engine/kernels/choice.h"
#include "tests/support/graph_text.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Graph withSizes(const std::string& lines) { return graphOf("symbol s0 in [2, 512] hint 100\nsymbol s1 in [2, 32]\n" + lines); }

Site siteOf(const Graph& graph, std::size_t node = 0) {
    const UseMap uses(graph);
    auto site = makeSite(graph, graph.nodes()[node], &uses);
    if (!site) qFatal("%s", site.error().describe().c_str());
    return *std::move(site);
}

Site product(const char* dtype, int m, int n, int k) {
    return siteOf(withSizes(fmt::format("input %a : {0}[{1},{3}]\ninput %b : {0}[{3},{2}]\n%y = aten.mm.default(%a, %b) : {0}[{1},{2}]\nreturn %y", dtype, m, n, k)));
}

double cost(const Site& site, CostQuestion question) {
    const auto estimate = estimateCost(site, question);
    return estimate ? estimate->milliseconds : -1;
}

}  // namespace

class CostModelTest : public QObject {
    Q_OBJECT
private slots:
    void work_is_counted() {
        const Site site = product("f32", 64, 32, 16);
        QCOMPARE(site.work.flops, 2.0 * 64 * 32 * 16);
        QCOMPARE(site.bytes, 4.0 * (64 * 16 + 16 * 32 + 64 * 32));
        QCOMPARE(toQ(site.operands), QString("f32[64,16] f32[16,32]"));
        QVERIFY(site.assumed.empty());
    }

    void symbols_take_their_hint_or_the_nearest_to_64() {
        const Site site = siteOf(withSizes("input %a : f32[s0,s1]\ninput %b : f32[s1,8]\n%y = aten.mm.default(%a, %b) : f32[s0,8]\nreturn %y"));
        QCOMPARE(toQ(site.operands), QString("f32[100,32] f32[32,8]"));
        QCOMPARE(site.assumed, (std::vector<std::string>{"s0 = 100 (hint)", "s1 = 32"}));
    }

    // Names of another graph, and numbers of its ids, are no part of a site.
    void equal_sites_have_equal_text() {
        const Graph one = withSizes("input %a : f32[8,4]\nparam %w : f32[4,6] = \"w\"\n%y = aten.mm.default(%a, %w) : f32[8,6]\n%z = aten.relu.default(%y) : f32[8,6]\nreturn %z");
        const Graph two = withSizes("input %first : f32[8,4]\nparam %weight : f32[4,6] = \"layer.weight\"\n%other = aten.exp.default(%first) : f32[8,4]\n"
                                  "%p = aten.mm.default(%other, %weight) : f32[8,6]\n%q = aten.relu.default(%p) : f32[8,6]\nreturn %q");
        QCOMPARE(toQ(siteOf(one).text()), toQ(siteOf(two, 1).text()));
        QCOMPARE(siteOf(one).after.size(), std::size_t{1});
        const Graph input = withSizes("input %a : f32[8,4]\ninput %w : f32[4,6]\n%y = aten.mm.default(%a, %w) : f32[8,6]\n%z = aten.relu.default(%y) : f32[8,6]\nreturn %z");
        QVERIFY(siteOf(one).text() != siteOf(input).text());  // what may be packed once is another site
    }

    void reference_code_is_far_behind() {
        const Site site = product("f32", 512, 512, 512);
        const double good = cost(site, {.library = "onednn", .implementation = "brgemm:avx512_core", .threads = 2});
        QVERIFY(good > 0);
        for (const char* library : {"onednn", "reference", "loops"})
            QVERIFY2(cost(site, {.library = library, .implementation = "ref:any", .threads = 2}) > 10 * good, library);
        const double own = cost(site, {.library = "gemm", .implementation = "llvm-14x32:avx512", .tileRows = 14, .tileColumns = 32, .threads = 2});
        QVERIFY(own < 1.25 * good && own > good / 1.25);
    }

    void bytes_bound_small_depth() {
        const CostQuestion one{.library = "onednn", .implementation = "brgemm", .threads = 1};
        // 4096 x 4096 results of depth 1: the time is that of writing 64 MB.
        QVERIFY(cost(product("f32", 4096, 4096, 1), one) > 2);
        QVERIFY(cost(product("bf16", 1024, 1024, 1024), one) < cost(product("f32", 1024, 1024, 1024), one));
    }

    void tiles_that_do_not_fit_waste() {
        const auto tiled = [](const Site& site, int rows, int columns) {
            return cost(site, {.library = "gemm", .implementation = "llvm", .tileRows = rows, .tileColumns = columns, .threads = 1});
        };
        const Site narrow = product("f32", 512, 48, 512);
        QVERIFY(tiled(narrow, 8, 48) < 0.9 * tiled(narrow, 14, 32));
        const Site few = product("f32", 2, 512, 512);  // vectors have code of their own
        QCOMPARE(tiled(few, 8, 48), tiled(few, 14, 32));
    }

    void what_is_left_to_another_kernel_costs() {
        const Site site = product("f32", 1024, 1024, 8);
        const CostQuestion fused{.library = "onednn", .implementation = "brgemm", .threads = 1};
        CostQuestion left = fused;
        left.followersLeft = 1;
        QVERIFY(cost(site, left) > 1.5 * cost(site, fused));
    }

    void nothing_is_said_of_unknown_work() {
        QVERIFY(!estimateCost(product("f32", 0, 4, 4), {.library = "onednn", .implementation = "brgemm"}));
        QVERIFY(!estimateCost(product("f32", 8, 4, 4), {.library = "somebody", .implementation = "else"}));
    }

    void the_best_is_measured_else_estimated_else_first() {
        const auto candidate = [](const char* name, std::optional<double> estimate, std::optional<double> measured, const char* refusal = "") {
            SiteCandidate out;
            out.name = name;
            if (estimate) out.estimate = Cost{*estimate, "test"};
            out.measuredMs = measured;
            out.refusal = refusal;
            return out;
        };
        using List = std::vector<SiteCandidate>;
        const auto best = [](const List& list) {
            const auto index = bestCandidate(list);
            return index ? toQ(list[*index].name) : QString("none");
        };
        QCOMPARE(best({candidate("a", 1.9, {}), candidate("b", 1.0, {})}), QString("a"));  // within what estimates can tell
        QCOMPARE(best({candidate("a", 2.1, {}), candidate("b", 1.0, {})}), QString("b"));
        QCOMPARE(best({candidate("a", 1.0, 3.0), candidate("b", 9.0, 2.9)}), QString("b"));
        QCOMPARE(best({candidate("a", {}, {}), candidate("b", {}, {})}), QString("a"));
        QCOMPARE(best({candidate("a", 1.0, {}, "cannot"), candidate("b", 9.0, {})}), QString("b"));
        QCOMPARE(best({candidate("a", 1.0, {}, "cannot")}), QString("none"));
        const List list{candidate("a", 10.4, {}), candidate("b", 11.3, {}), candidate("c", {}, {}, "cannot")};
        QCOMPARE(toQ(whyChosen(list, 0)), QString("a: estimated 10.4 ms; b 11.3 ms"));
    }
};

WHITTLE_TEST(CostModelTest)
#include "cost_model_test.moc"
