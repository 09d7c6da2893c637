#include "engine/base/keeper_protocol.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;

class KeeperProtocolTest : public QObject {
    Q_OBJECT
private slots:
    void commands_survive_the_trip() {
        const KeptCommand sent{.words = {"/bin/sh", "", "a b"}, .environment = {"A=1"}, .folder = "/tmp", .time = 17ms, .memoryBytes = 1ull << 40,
                               .pattern = OutputPattern{OutputPattern::Stream::Out, "x\n"}};
        const auto got = parseCommand(commandFrame(sent));
        QVERIFY(got.has_value());
        QCOMPARE(got->words, sent.words);
        QCOMPARE(got->environment, sent.environment);
        QVERIFY(got->folder == sent.folder && got->time == 17ms && got->memoryBytes == sent.memoryBytes);
        QVERIFY(got->pattern && got->pattern->stream == OutputPattern::Stream::Out && got->pattern->pattern == "x\n");
    }

    void ends_survive_the_trip() {
        KeptEnd sent{.end = {.status = 3, .signal = 11, .byUs = true}, .limit = KeptEnd::Limit::Memory, .notStarted = 2, .leftBehind = 5,
                     .out = std::string("\0\xff", 2), .err = "e", .matched = "m"};
        const auto got = parseEnd(endFrame(sent));
        QVERIFY(got.has_value());
        QVERIFY(got->end.status == 3 && got->end.signal == 11 && got->end.byUs && got->limit == KeptEnd::Limit::Memory);
        QVERIFY(got->notStarted == 2 && got->leftBehind == 5 && got->out == sent.out && got->err == "e" && got->matched == "m");
        sent.matched.reset();
        QVERIFY(!parseEnd(endFrame(sent))->matched);
    }

    // Cut anywhere, or followed by more, a frame is none.
    void what_is_not_whole_is_refused() {
        const std::string command = commandFrame({.words = {"a", "b"}, .environment = {"C=d"}, .folder = "/"}), end = endFrame({.out = "x", .matched = "y"});
        for (std::size_t i = 0; i < command.size(); ++i) QVERIFY(!parseCommand(command.substr(0, i)));
        for (std::size_t i = 0; i < end.size(); ++i) QVERIFY(!parseEnd(end.substr(0, i)));
        QVERIFY(!parseCommand(command + "x") && !parseEnd(end + "x") && !parseCommand(std::string(64, '\xff')));
    }
};

WHITTLE_TEST(KeeperProtocolTest)
#include "keeper_protocol_test.moc"
