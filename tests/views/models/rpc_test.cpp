// Requests as they come from anybody: what is answered to each line, and what a console makes of it.
#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>

#include "tests/support/test.h"
#include "views/models/console_model.h"
#include "views/models/line_history.h"

using namespace whittle;

namespace {

// echo {text, count?}, later {}, never {}, fails {}.
struct Methods {
    RpcDispatcher dispatcher;
    QList<RpcDone> waiting;
    int calls = 0;

    Methods() {
        dispatcher.add({.name = "echo", .what = "Says it again.", .params = {{"text", "to say", RpcParam::Type::Text, RpcParam::Need::Required}, {"count", "how often", RpcParam::Type::Whole, RpcParam::Need::Optional, 1, 3}, {"loud", "or not", RpcParam::Type::Flag}},
                        .call = [this](const RpcCall& call) {
                            ++calls;
                            call.done(compactJson({{"text", call.text("text").repeated(call.whole("count", 1))}}));
                        }});
        dispatcher.add({.name = "later", .what = "Answers later.", .params = {}, .call = [this](const RpcCall& call) { waiting << call.done; }});
        dispatcher.add({.name = "never", .what = "Forgets it.", .params = {}, .call = [](const RpcCall&) {}});
        dispatcher.add({.name = "fails", .what = "Cannot.", .params = {}, .call = [](const RpcCall& call) { call.done(rpcError(RpcCode::Refused, "not now")); }});
    }
    // "-" for what wants no answer, "…" for what has none yet.
    QString ask(const QByteArray& line) {
        const auto out = std::make_shared<QString>("…");  // what is answered when all this goes comes too late for the caller
        dispatcher.handle(line, &dispatcher, [out](const QByteArray& answer) { *out = answer.isEmpty() ? "-" : QString::fromUtf8(answer); });
        return *out;
    }
};

QString errorOf(const QString& answer) {
    const QJsonObject error = QJsonDocument::fromJson(answer.toUtf8()).object().value("error").toObject();
    return QString("%1 %2").arg(error.value("code").toInt()).arg(error.value("message").toString());
}

}  // namespace

class RpcTest : public QObject {
    Q_OBJECT
private slots:
    void a_line_is_answered_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("want");
        QTest::newRow("by name") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"ä"}})") << R"({"jsonrpc":"2.0","id":1,"result":{"text":"ä"}})";
        QTest::newRow("in order") << QByteArray(R"({"jsonrpc":"2.0","id":"a","method":"echo","params":["x",2]})") << R"({"jsonrpc":"2.0","id":"a","result":{"text":"xx"}})";
        QTest::newRow("a null id is one") << QByteArray(R"({"jsonrpc":"2.0","id":null,"method":"echo","params":["x"]})") << R"({"jsonrpc":"2.0","id":null,"result":{"text":"x"}})";
        QTest::newRow("no id") << QByteArray(R"({"jsonrpc":"2.0","method":"echo","params":["x"]})") << "-";
        QTest::newRow("no id, wrong") << QByteArray(R"({"jsonrpc":"2.0","method":"nothing"})") << "-";
        QTest::newRow("a list") << QByteArray(R"([{"jsonrpc":"2.0","id":1,"method":"echo","params":["x"]},{"jsonrpc":"2.0","method":"echo","params":["y"]},{"jsonrpc":"2.0","id":2,"method":"echo","params":["z"]}])")
                                << R"([{"jsonrpc":"2.0","id":1,"result":{"text":"x"}},{"jsonrpc":"2.0","id":2,"result":{"text":"z"}}])";
        QTest::newRow("a list that wants nothing") << QByteArray(R"([{"jsonrpc":"2.0","method":"echo","params":["x"]}])") << "-";
        QTest::newRow("not yet") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"later"})") << "…";
    }
    void a_line_is_answered() {
        QFETCH(QByteArray, line);
        Methods it;
        QTEST(it.ask(line), "want");
    }

    void what_is_wrong_is_said_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("want");
        QTest::newRow("no JSON") << QByteArray("{\"a\":") << "-32700 this line is no JSON: ";
        QTest::newRow("bytes that are no text") << QByteArray("\xff\xfe\x00{", 4) << "-32700 this line is no JSON: ";
        QTest::newRow("a number") << QByteArray("7") << "-32700 this line is no JSON: ";
        QTest::newRow("an empty list") << QByteArray("[]") << "-32600 there is no request in the list";
        QTest::newRow("too many") << "[" + QByteArray("1,").repeated(100) + "1]" << "-32003 101 requests at once; at most 100 are taken";
        QTest::newRow("too long") << QByteArray(RpcDispatcher::kMostBytes + 1, ' ') << "-32600 a line has at most 262144 bytes";
        QTest::newRow("brackets in brackets") << QByteArray(5000, '[') << "-32700 this line is no JSON: ";
        QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"echo"})") << "-32600 jsonrpc is \"2.0\"";
        QTest::newRow("an id that is none") << QByteArray(R"({"jsonrpc":"2.0","id":{},"method":"echo"})") << "-32600 id is a text, a number or null";
        QTest::newRow("no method") << QByteArray(R"({"jsonrpc":"2.0","id":1})") << "-32600 method is the name of a method";
        QTest::newRow("unknown") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"ech"})") << "-32601 there is no method 'ech'; 'methods' lists all of them";
        QTest::newRow("missing") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo"})") << "-32602 text is missing; echo takes: text, count (optional), loud (optional)";
        QTest::newRow("too much") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"fails","params":[1]})") << "-32602 there are 1 params; fails takes nothing";
        QTest::newRow("unknown name") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"","txt":1}})") << "-32602 there is no 'txt'; echo takes: ";
        QTest::newRow("wrong type") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":7}})") << "-32602 text is a text: to say";
        QTest::newRow("no whole number") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":["",1.5]})") << "-32602 count is a whole number: how often";
        QTest::newRow("out of bounds") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":["",1e300]})") << "-32602 count is from 1 to 3";
        QTest::newRow("params that are none") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":"x"})") << "-32602 params are an object or a list; echo takes: ";
        QTest::newRow("refused") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"fails"})") << "-32000 not now";
        QTest::newRow("forgotten") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"never"})") << "-32001 what was asked for went away before it was there";
    }
    void what_is_wrong_is_said() {
        QFETCH(QByteArray, line);
        QFETCH(QString, want);
        Methods it;
        const QString answer = it.ask(line);
        QVERIFY2(errorOf(answer).startsWith(want), qPrintable(answer));
        QVERIFY(!answer.contains('\n'));
        QCOMPARE(it.calls, 0);
    }

    void an_answer_comes_once_however_late() {
        Methods it;
        QByteArrayList answers;
        it.dispatcher.handle(R"([{"jsonrpc":"2.0","id":1,"method":"later"},{"jsonrpc":"2.0","id":2,"method":"echo","params":["x"]},5])", &it.dispatcher, [&](const QByteArray& answer) { answers << answer; });
        QCOMPARE(answers.size(), 0);
        it.waiting.first()(compactJson({}));
        it.waiting.first()(compactJson({{"again", true}}));
        QCOMPARE(answers.size(), 1);
        QCOMPARE(QJsonDocument::fromJson(answers.first()).array().size(), 3);
    }

    void a_typed_line_is_taken_apart_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("want");
        QTest::newRow("a name") << "  view.fit " << "view.fit";
        QTest::newRow("with params") << R"(open {"file": "a b.pt2"})" << R"(open {"file":"a b.pt2"})";
        QTest::newRow("without a blank") << R"(open{"file":"a"})" << R"(open {"file":"a"})";
        QTest::newRow("no JSON") << "open a.pt2" << "behind open no JSON stands: ";
        QTest::newRow("no name") << "{\"file\": 1}" << "a request is the name of a method";
    }
    void a_typed_line_is_taken_apart() {
        QFETCH(QString, line);
        QFETCH(QString, want);
        const auto request = parseTyped(line);
        const QString got = request ? typedText(request->method, request->params.toObject()) : request.error().message;
        QVERIFY2(request ? got == want : got.startsWith(want), qPrintable(got));
    }

    void the_console_lists_requests_with_their_answers() {
        Methods it;
        ConsoleModel console(it.dispatcher);
        QAbstractItemModelTester tester(&console, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto row = [&](int at) { return console.index(at, ConsoleModel::Request).data().toString() + " -> " + console.index(at, ConsoleModel::Answer).data().toString(); };
        console.submit(R"(echo {"text": "x"})");
        console.submit("later");
        console.submit("ech");
        console.submit("echo x");
        console.submit("  ");
        QCOMPARE(console.rowCount(), 4);
        QCOMPARE(row(0), QString(R"(echo {"text": "x"} -> {"text":"x"})"));
        QCOMPARE(row(1), QString("later -> …"));
        QCOMPARE(row(2), QString("ech -> there is no method 'ech'; 'methods' lists all of them"));
        QVERIFY(row(3).startsWith("echo x -> behind echo no JSON stands"));
        QCOMPARE(console.answerText(1), QString("No answer yet."));
        it.waiting.first()(compactJson({{"a", 1}}));
        QCOMPARE(console.answerText(1), QString("{\n    \"a\": 1\n}"));
        QCOMPARE(console.script(), QString("{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"text\":\"x\"}}\n{\"id\":2,\"jsonrpc\":\"2.0\",\"method\":\"wait\"}\n{\"id\":3,\"jsonrpc\":\"2.0\",\"method\":\"later\"}\n"));
        console.submit("later");
        console.clear();
        it.waiting.last()(compactJson({}));  // its row is gone
        QCOMPARE(console.rowCount(), 0);
    }

    void what_was_done_by_hand_is_listed_once() {
        Methods it;
        ConsoleModel console(it.dispatcher);
        QAbstractItemModelTester tester(&console, QAbstractItemModelTester::FailureReportingMode::Fatal);
        using Repeat = ConsoleModel::Repeat;
        console.submit(R"(echo {"text":"x"})");
        console.addDone("echo", {{"text", "x"}});  // that was it
        QCOMPARE(console.rowCount(), 1);
        console.addDone("node.select", {{"name", "a"}}, Repeat::Replaces);
        console.addDone("node.select", {{"name", "b"}}, Repeat::Replaces);
        QCOMPARE(console.rowCount(), 2);
        QCOMPARE(console.request(1), QString(R"(node.select {"name":"b"})"));
        QCOMPARE(console.state(1), ConsoleModel::State::Done);
        console.addDone("view.fit", {});
        QCOMPARE(console.rowCount(), 3);
    }

    void the_oldest_rows_go_first() {
        Methods it;
        ConsoleModel console(it.dispatcher);
        for (int i = 0; i < ConsoleModel::kMost; ++i) console.addDone("go.user", {{"i", i}});
        QAbstractItemModelTester tester(&console, QAbstractItemModelTester::FailureReportingMode::Fatal);  // looks at all rows at each change
        console.addDone("view.fit", {});
        QCOMPARE(console.rowCount(), ConsoleModel::kMost);
        QCOMPARE(console.request(0), QString(R"(go.user {"i":1})"));
    }

    void a_long_answer_is_kept_in_part() {
        Methods it;
        ConsoleModel console(it.dispatcher);
        console.submit(QStringLiteral("echo {\"text\": \"%1\"}").arg(QString(100'000, 'a')));
        QVERIFY(console.index(0, ConsoleModel::Answer).data().toString().size() <= 301);
        QVERIFY2(console.answerText(0).endsWith("bytes more are not kept here; a program gets all of them."), qPrintable(console.answerText(0).right(100)));
        QVERIFY(console.answerText(0).size() < ConsoleModel::kMostOfAnswer + 100);
    }

    void typed_lines_come_back() {
        LineHistory history;
        QCOMPARE(history.older("x"), QString("x"));
        for (const char* line : {"a", "b", "a"}) history.add(line);
        QCOMPARE(history.older("typing"), QString("a"));
        QCOMPARE(history.older("a"), QString("b"));
        QCOMPARE(history.older("b"), QString("b"));
        QCOMPARE(history.newer("b"), QString("a"));
        QCOMPARE(history.newer("a"), QString("typing"));
        QCOMPARE(history.newer("typing"), QString("typing"));
    }
};

WHITTLE_TEST(RpcTest)
#include "rpc_test.moc"
