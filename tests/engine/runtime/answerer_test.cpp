// What a cancelled question leaves behind: a child that stays for the next one where it has been told to stop, none where it cannot be told.
#include "engine/runtime/answerer.h"

#include <thread>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;

namespace {

// Its first answer comes when a second line has come, and tells that line; the next ones at once.
Result<Answerer> startEcho() {
    return Answerer::start("echo", {"/bin/sh", "-c",
                                    "read question <&3; read word <&3; printf '{\"said\": %s}\\n' \"$word\" >&3; "
                                    "while read question <&3; do printf '{\"asked\": %s}\\n' \"$question\" >&3; done"}, {});
}

Result<nlohmann::ordered_json> askAndCancel(Answerer& child) {
    CancelSource source;
    std::jthread later([&] {
        std::this_thread::sleep_for(200ms);
        source.cancel();
    });
    return child.ask({{"do", "wait"}}, 60s, source.token());
}

}  // namespace

class AnswererTest : public QObject {
    Q_OBJECT
private slots:
    void a_child_that_is_told_to_stop_stays() {
        auto child = startEcho();
        VERIFY_OK(child);
        child->stopsBy({{"do", "stop"}});
        const auto cancelled = askAndCancel(*child);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, Code::Cancelled);
        QVERIFY(child->alive());
        const auto answer = child->ask({{"do", "more"}}, 60s, {});
        VERIFY_OK(answer);
        QCOMPARE(toQ(answer->dump()), QString(R"({"asked":{"do":"more"}})"));
    }

    void a_child_that_cannot_be_told_is_ended() {
        auto child = startEcho();
        VERIFY_OK(child);
        const auto cancelled = askAndCancel(*child);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, Code::Cancelled);
        QVERIFY(!child->alive());
    }
};

WHITTLE_TEST(AnswererTest)
#include "answerer_test.moc"
