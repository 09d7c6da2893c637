#include "engine/base/process_tree.h"

#include <chrono>

#include <unistd.h>

#include "engine/base/process.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;
using namespace std::chrono_literals;

class ProcessTreeTest : public QObject {
    Q_OBJECT
private slots:
    // While a process replaces its program it has no environment; it is one of those that were started with it all the same.
    void one_between_two_programs_is_seen() {
        const QTemporaryDir folder;
        const std::string script = folder.filePath("again.sh").toStdString();
        QFile file(QString::fromStdString(script));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("exec /bin/sh \"$0\"\n") > 0);
        file.close();
        const std::string word = "WHITTLE_AGAIN=" + script;
        auto child = ChildProcess::start("/usr/bin/env", {word, "/bin/sh", script});
        VERIFY_OK(child);
        QTRY_COMPARE(processesWith(word).size(), std::size_t{1});
        int seen = 0;
        constexpr int kLooks = 300;
        for (int i = 0; i < kLooks; ++i) seen += processesWith(word).size() == 1;
        QCOMPARE(seen, kLooks);
        (*child)->end(1ms);
        QCOMPARE(processesWith(word).size(), std::size_t{0});
    }

    void children_of_children_are_found() {
        auto child = ChildProcess::start("/bin/sh", {"-c", "sh -c 'sleep 100; true' & sleep 100; true"});
        VERIFY_OK(child);
        QTRY_COMPARE(descendantsOf(::getpid()).size(), std::size_t{4});
        for (const ProcessSeen& one : descendantsOf(::getpid())) QVERIFY(one.pid > 0 && one.parent > 0 && !one.ended);
        (*child)->end(1ms);
    }
};

WHITTLE_TEST(ProcessTreeTest)
#include "process_tree_test.moc"
