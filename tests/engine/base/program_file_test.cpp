// What a running program is called, also after its file was replaced or has gone.
#include "engine/base/program_file.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// As `sleep`, which stands in a file of this name.
struct Sleeper {
    QTemporaryDir folder;
    QString file;
    QProcess process;

    explicit Sleeper(const QString& name) : file(folder.filePath(name)) {
        if (!QFile::copy("/bin/sleep", file)) return;
        process.start(file, {"60"});
        process.waitForStarted();
    }
    ~Sleeper() {
        process.kill();
        process.waitForFinished();
    }
    QString told() const { return toQ(programFile("/proc/" + std::to_string(process.processId())).string()); }
};

}  // namespace

class ProgramFileTest : public QObject {
    Q_OBJECT
private slots:
    void a_running_program_has_its_file() { QCOMPARE(toQ(programFile().filename().string()), QString("test_engine_base")); }

    void a_file_that_was_replaced_keeps_its_name() {
        Sleeper sleeper("sleeper");
        QTRY_COMPARE(sleeper.told(), sleeper.file);
        QVERIFY(QFile::remove(sleeper.file));
        QCOMPARE(sleeper.told(), sleeper.file);
        QVERIFY(QFile::copy("/bin/true", sleeper.file));
        QCOMPARE(sleeper.told(), sleeper.file);
    }

    void a_name_that_only_looks_so_stays() {
        Sleeper sleeper("sleeper (deleted)");
        QTRY_COMPARE(sleeper.told(), sleeper.file);
        QVERIFY(QFile::remove(sleeper.file));
        QCOMPARE(sleeper.told(), sleeper.file);
    }

    void who_is_not_there_has_none() { QCOMPARE(toQ(programFile("/proc/absent").string()), QString()); }
};

WHITTLE_TEST(ProgramFileTest)
#include "program_file_test.moc"
