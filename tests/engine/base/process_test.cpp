#include "engine/base/process.h"

#include <csignal>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;

namespace {

Result<std::unique_ptr<ChildProcess>> shell(const std::string& script) {
    return ChildProcess::start("/bin/sh", {"-c", script});
}

// What the child writes to its channel until it closes it.
std::string readAll(const ChildProcess& child) {
    std::string text;
    char buffer[256];
    for (;;) {
        pollfd wait{child.channel(), POLLIN, 0};
        ::poll(&wait, 1, 10000);
        const ssize_t n = ::read(child.channel(), buffer, sizeof buffer);
        if (n <= 0) return text;
        text.append(buffer, static_cast<std::size_t>(n));
    }
}

}  // namespace

class ProcessTest : public QObject {
    Q_OBJECT
private slots:
    void ends_data() {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("want");
        QTest::addColumn<QString>("tail");
        QTest::newRow("status 0") << "exit 0" << "exit status 0" << "";
        QTest::newRow("status 3") << "exit 3" << "exit status 3" << "";
        QTest::newRow("abort") << "kill -ABRT $$" << "SIGABRT" << "";
        QTest::newRow("segmentation fault") << "kill -SEGV $$" << "SIGSEGV" << "";
        QTest::newRow("killed") << "kill -KILL $$" << "SIGKILL" << "";
        QTest::newRow("both outputs are collected") << "echo out; echo err >&2" << "exit status 0" << "out\nerr\n";
        QTest::newRow("standard input is empty") << "cat; echo end" << "exit status 0" << "end\n";
    }
    void ends() {
        QFETCH(QString, script);
        QFETCH(QString, want);
        QFETCH(QString, tail);
        const auto child = shell(script.toStdString());
        VERIFY_OK(child);
        QCOMPARE(toQ((*child)->end(10s).text()), want);
        QCOMPARE(toQ((*child)->errorTail()), tail);
        QCOMPARE(toQ((*child)->kill().text()), want);  // asking again changes nothing
    }

    void the_tail_is_the_end_of_much() {
        const auto child = shell("i=0; while [ $i -lt 500 ]; do echo 0123456789012345678; i=$((i+1)); done; echo last >&2");
        VERIFY_OK(child);
        (*child)->end(10s);
        QVERIFY((*child)->errorTail().size() <= 4096);
        QVERIFY(toQ((*child)->errorTail()).endsWith("last\n"));
    }

    void the_channel_goes_both_ways() {
        const auto child = shell("read line <&3; echo \"got $line\" >&3");
        VERIFY_OK(child);
        QCOMPARE(::send((*child)->channel(), "hello\n", 6, MSG_NOSIGNAL), ssize_t{6});
        QCOMPARE(toQ(readAll(**child)), QString("got hello\n"));
    }

    void a_hanging_child_and_its_children_are_killed() {
        const auto child = shell("sleep 1000 & echo started >&3; wait");
        VERIFY_OK(child);
        char buffer[16];
        pollfd wait{(*child)->channel(), POLLIN, 0};
        ::poll(&wait, 1, 10000);
        QVERIFY(::read((*child)->channel(), buffer, sizeof buffer) > 0);
        QCOMPARE(toQ((*child)->kill().text()), QString("SIGKILL"));
        // The grandchild held the other end of the channel; with it gone the channel ends.
        QCOMPARE(toQ(readAll(**child)), QString());
    }

    void patience_has_an_end() {
        const auto child = shell("exec sleep 1000");
        VERIFY_OK(child);
        QCOMPARE(toQ((*child)->end(20ms).text()), QString("SIGKILL"));
    }

    void a_program_that_is_not_there() {
        QCOMPARE(describe(ChildProcess::start("/no/such/program", {})),
                 QString("io: cannot start /no/such/program: No such file or directory"));
    }

    void signal_names() {
        QCOMPARE(toQ(signalName(SIGFPE)), QString("SIGFPE"));
        QCOMPARE(toQ(signalName(63)), QString("signal 63"));
    }
};

WHITTLE_TEST(ProcessTest)
#include "process_test.moc"
