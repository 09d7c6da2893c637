// Calls as they are typed: text and JSON of an argument, what is wrong with it, and the list around it.
#include "views/models/calls_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/views/models/models_support.h"
#include "views/models/argument_text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// f(x : f32[s0,8], k : int) with 4 as the example of s0, and m : f32[s1] without any.
Graph twoInputs() {
    Graph graph;
    graph.symbols["s0"] = {.min = 2, .max = std::nullopt, .hint = 4};
    graph.symbols["s1"] = {};
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({SymInt::symbol("s0"), 8}));
    graph.addInput({.kind = InputKind::User, .data = std::int64_t{3}}, "k", NumberType{.kind = NumberType::Kind::Int, .expr = 3});
    graph.addInput({.kind = InputKind::User}, "m", f32({SymInt::symbol("s1")}));
    graph.addInput({.kind = InputKind::Parameter, .target = "w"}, "p_w", f32({8}));
    graph.addOutput({.value = x});
    return graph;
}

enum { X, K, M };

}  // namespace

class CallsModelTest : public QObject {
    Q_OBJECT
private slots:
    void text_and_json_say_the_same_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isTensor");
        QTest::addColumn<QString>("json");
        const auto row = [](const char* text, bool isTensor, const char* json) { QTest::newRow(text) << QString(text) << isTensor << QString(json); };
        row("f32[4,8]", true, R"("f32[4,8]")");
        row("[4,8]", true, R"([4,8])");
        row("f32[4,8] dynamic 0", true, R"({"dtype":"f32","mark_dynamic":[0],"shape":[4,8]})");
        row("f32[4,8] dynamic 0,1 min 2 max 64", true, R"({"dtype":"f32","mark_dynamic":[0,1],"max":64,"min":2,"shape":[4,8]})");
        row("f32[4,8] static 1 unbacked 0", true, R"({"dtype":"f32","mark_static":[1],"mark_unbacked":[0],"shape":[4,8]})");
        row("f32[4,8] maybe 1 stride 1,4 device meta requires_grad", true, R"({"device":"meta","dtype":"f32","maybe_mark_dynamic":[1],"requires_grad":true,"shape":[4,8],"stride":[1,4]})");
        row("dynamic 0", true, R"({"mark_dynamic":[0]})");
        row("[4,8] dynamic 0", true, R"({"mark_dynamic":[0],"shape":[4,8]})");
        row("same x", true, R"({"same_as":"x"})");
        row("none", true, "null");
        row("3", false, "3");
        row("-2.5", false, "-2.5");
        row("true", false, "true");
        row("'add'", false, R"("add")");
        row("none", false, "null");
    }
    void text_and_json_say_the_same() {
        QFETCH(QString, text);
        QFETCH(bool, isTensor);
        QFETCH(QString, json);
        const Result<std::optional<Json>> read = argumentJson(text, isTensor);
        VERIFY_OK(read);
        QVERIFY(read->has_value());
        QCOMPARE(QString::fromStdString((*read)->dump()), json);
        QCOMPARE(argumentText(**read, isTensor), text);
    }

    void what_the_text_cannot_say_stays_json() {
        const Json odd = {{"shape", {4}}, {"dtype", "f32"}, {"colour", "red"}};
        const QString text = argumentText(odd, true);
        QVERIFY(text.startsWith('{'));
        const Result<std::optional<Json>> read = argumentJson(text, true);
        VERIFY_OK(read);
        QVERIFY(**read == odd);
    }

    void says_what_is_wrong_with_an_argument_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](int column, const char* text, const char* error) { QTest::newRow(text) << column << QString(text) << QString(error); };
        row(X, "f32[4,8]", "");
        row(X, "", "");
        row(X, "f32[0,8]", "");
        row(X, "f99[4]", "expected a tensor such as");
        row(X, "f32[4", "expected a tensor such as");
        row(X, "f32[-1]", "negative size");
        row(X, "f32[100000,100000]", "larger than");
        row(X, "f32[4,8] dynamic 5", "5");
        row(X, "f32[4,8] dynamic", "needs a value");
        row(X, "f32[4,8] dynamic x", "'x' is no number");
        row(X, "f32[4,8] lively 1", "'lively' is not understood");
        row(X, "f32[4,8] device cuda", "cuda");
        row(X, "same k", "no earlier argument");
        row(X, "{\"shape\": [4], \"colour\": 1}", "colour");
        row(K, "3", "");
        row(K, "three", "expected a number");
        row(M, "", "no example");
        row(M, "f32[7]", "");
        row(M, "same x", "");
        row(M, "same y", "no earlier argument");
    }
    void says_what_is_wrong_with_an_argument() {
        QFETCH(int, column);
        QFETCH(QString, text);
        QFETCH(QString, error);
        CallsModel calls;
        calls.setGraph(snapshot(twoInputs()));
        const QString said = calls.errorOf(column, text);
        QCOMPARE(said.isEmpty(), error.isEmpty());
        QVERIFY2(said.contains(error), qPrintable(said));
    }

    void a_huge_tensor_is_checked_and_not_made() {
        CallsModel calls;
        calls.setGraph(snapshot(twoInputs()));
        const double before = cpuMs();
        QCOMPARE(calls.errorOf(X, "f32[8000000000]"), QString());  // 32 GB
        QVERIFY(cpuMs() - before < 100);
    }

    void begins_with_the_examples_of_the_graph() {
        CallsModel calls;
        const QAbstractItemModelTester tester(&calls, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(calls.add(-1), -1);
        calls.setGraph(snapshot(twoInputs()));
        QCOMPARE(calls.columnCount(), 3);
        QCOMPARE(calls.headerData(X, Qt::Horizontal, Qt::DisplayRole).toString(), QString("x"));
        QCOMPARE(calls.add(-1), 0);
        QCOMPARE(calls.index(0, X).data().toString(), QString("f32[4,8]"));
        QCOMPARE(calls.index(0, K).data().toString(), QString("3"));
        QVERIFY(calls.index(0, M).data(CallsModel::ErrorRole).toString().contains("no example"));
        QVERIFY2(calls.trouble().startsWith("Call 0, m:"), qPrintable(calls.trouble()));
        QVERIFY(calls.setData(calls.index(0, M), " f32[7] ", Qt::EditRole));
        QCOMPARE(calls.trouble(), QString());
        QCOMPARE(calls.rowText(0), QString("x=f32[4,8], k=3, m=f32[7]"));
        QCOMPARE(QString::fromStdString(calls.json().dump()), QString(R"({"calls":[{"k":3,"m":"f32[7]","x":"f32[4,8]"}]})"));
    }

    void the_list_is_edited() {
        CallsModel calls;
        const QAbstractItemModelTester tester(&calls, QAbstractItemModelTester::FailureReportingMode::Fatal);
        calls.setGraph(snapshot(twoInputs()));
        QSignalSpy edited(&calls, &CallsModel::edited);
        for (const char* size : {"f32[1,8]", "f32[2,8]", "f32[3,8]"}) calls.setArgument(calls.add(-1), X, size);
        QCOMPARE(edited.size(), 6);
        const auto sizes = [&] {
            QString out;
            for (const CallRow& call : calls.calls()) out += call.arguments[X].mid(4, 1);
            return out;
        };
        QCOMPARE(sizes(), QString("123"));
        const int moved = calls.calls()[0].id;
        QCOMPARE(calls.move(0, 1), 1);
        QCOMPARE(sizes(), QString("213"));
        QCOMPARE(calls.move(1, -1), 0);
        QCOMPARE(calls.calls()[0].id, moved);
        QCOMPARE(calls.move(0, -1), 0);
        QCOMPARE(calls.duplicate(1), 2);
        QCOMPARE(sizes(), QString("1223"));
        QVERIFY(calls.calls()[1].id != calls.calls()[2].id);
        calls.remove(0);
        QCOMPARE(sizes(), QString("223"));
        const QList<CallRow> kept = calls.calls();
        calls.remove(2);
        calls.setCalls(kept);
        QCOMPARE(calls.calls(), kept);
    }

    void marks_are_set_and_taken_back() {
        CallsModel calls;
        calls.setGraph(snapshot(twoInputs()));
        calls.add(-1);
        QCOMPARE(calls.rankOf(0, X), 2);
        QCOMPARE(calls.rankOf(0, K), -1);
        calls.setMark(0, X, "mark_dynamic", 0, true);
        calls.setMark(0, X, "mark_dynamic", 1, true);
        QCOMPARE(calls.calls()[0].arguments[X], QString("f32[4,8] dynamic 0,1"));
        QVERIFY(calls.hasMark(0, X, "mark_dynamic", 1));
        calls.setMark(0, X, "mark_dynamic", 1, false);
        QCOMPARE(calls.calls()[0].arguments[X], QString("f32[4,8] dynamic 0"));
        calls.setMark(0, X, "mark_dynamic", 0, false);
        QCOMPARE(calls.calls()[0].arguments[X], QString("f32[4,8]"));
        calls.setArgument(0, X, {});
        calls.setMark(0, X, "mark_static", 1, true);  // of what stands for it
        QCOMPARE(calls.calls()[0].arguments[X], QString("f32[4,8] static 1"));
    }

    void reads_files_of_calls_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* name, const char* text, const char* want) { QTest::newRow(name) << QString(text) << QString(want); };
        row("an object", R"({"calls": [{"x": "f32[2,8]", "k": 1}, {}]})", "f32[2,8] 1 ;  ;");
        row("a list", R"([{"x": {"shape": [2,8], "dtype": "f32", "mark_dynamic": [0]}}])", "f32[2,8] dynamic 0 ;");
        row("no calls", R"({"call": []})", "format: expected {\"calls\": [...]} or a list of calls");
        row("no object", R"([3])", "format: call 0 is not an object of arguments by name");
        row("another input", R"([{"y": 3}])", "argument: call 0 names 'y'; the program has x, k, m");
        row("no JSON", "{", "format:");
    }
    void reads_files_of_calls() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        CallsModel calls;
        calls.setGraph(snapshot(twoInputs()));
        const Result<QList<CallRow>> read = CallsModel::parseText(text.toStdString(), calls.parameters());
        QString got = describe(read);
        if (read) {
            got.clear();
            for (const CallRow& call : *read) got += QStringList(call.arguments[X]).join(' ') + ' ' + call.arguments[K] + " ;" + (&call == &read->back() ? "" : " ");
            got = got.simplified();
            want = want.simplified();
        }
        QVERIFY2(got.startsWith(want), qPrintable(got));
    }

    void takes_no_more_than_the_window_shows() {
        CallsModel calls;
        calls.setGraph(snapshot(twoInputs()));
        Json many = Json::array();
        for (int i = 0; i <= CallsModel::kMost; ++i) many.push_back(Json::object());
        QVERIFY(describe(CallsModel::parse(many, calls.parameters())).startsWith("limit:"));
    }
};

WHITTLE_TEST(CallsModelTest)
#include "calls_model_test.moc"
