// A second start of the window: it hands its file to the first, whatever lies where the socket should be.
#include "app/workbench/single_instance.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// As the other process would.
QString handOver(const QString& socket, const QString& file) {
    QString said;
    const std::unique_ptr<QThread> other(QThread::create([&] {
        const Result<bool> taken = SingleInstance::handOver(socket, file);
        said = taken ? (*taken ? "taken" : "nobody") : toQ(taken.error().describe());
    }));
    other->start();
    [&] { QTRY_VERIFY_WITH_TIMEOUT(other->isFinished(), 20000); }();
    return said;
}

struct Place {
    QTemporaryDir folder;
    QString socket = folder.filePath("s");
};

}  // namespace

class SingleInstanceTest : public QObject {
    Q_OBJECT
private slots:
    void files_go_to_the_window_that_is_there() {
        Place place;
        QCOMPARE(handOver(place.socket, "/tmp/a.pt2"), QString("nobody"));
        auto window = SingleInstance::listen(place.socket);
        VERIFY_OK(window);
        QStringList files;
        connect(window->get(), &SingleInstance::wanted, this, [&](const QString& file) { files << file; });
        QCOMPARE(handOver(place.socket, "/tmp/a b\n看.pt2"), QString("taken"));
        QCOMPARE(handOver(place.socket, ""), QString("taken"));
        QCOMPARE(handOver(place.socket, "relative.pt2"), QString("taken"));
        QCOMPARE(files, QStringList({"/tmp/a b\n看.pt2", "", QDir::current().absoluteFilePath("relative.pt2")}));
        QVERIFY(handOver(place.socket, "/" + QString(5000, 'a')).contains("at most 4096 bytes"));
        QCOMPARE(QFile::permissions(place.socket) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
        window->reset();
        QVERIFY(!QFile::exists(place.socket));
        QCOMPARE(handOver(place.socket, "/tmp/a.pt2"), QString("nobody"));
    }

    void the_place_of_one_that_died_is_taken() {
        Place place;
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, qPrintable(place.socket));
        const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
        QVERIFY(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
        ::close(dead);  // the file stays
        QCOMPARE(handOver(place.socket, "/tmp/a.pt2"), QString("nobody"));
        VERIFY_OK(SingleInstance::listen(place.socket));
    }

    void what_is_no_socket_stays() {
        Place place;
        QFile file(place.socket);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
        QVERIFY(!SingleInstance::listen(place.socket));
        QCOMPARE(QFileInfo(place.socket).size(), 8);
    }

    void there_are_no_two() {
        Place place;
        const auto first = SingleInstance::listen(place.socket);
        VERIFY_OK(first);
        const auto second = SingleInstance::listen(place.socket);
        QCOMPARE(describe(second), QString("io: another window listens at %1").arg(place.socket));
        QCOMPARE(handOver(place.socket, "/tmp/a.pt2"), QString("taken"));
    }

    void a_path_that_is_too_long_is_told() {
        const QString socket = "/tmp/" + QString(200, 'a');
        QVERIFY(handOver(socket, "").contains("the path of a socket has 1 to 107 bytes, this one has 205"));
        QVERIFY(!SingleInstance::listen(socket));
    }

    // Neither can keep the window busy, nor make it open something.
    void callers_that_misbehave_are_dropped_data() {
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("relative") << QByteArray("a.pt2\0", 6);
        QTest::newRow("endless") << QByteArray(10000, 'a');
        QTest::newRow("cut") << QByteArray("/tmp/a");
        QTest::newRow("nothing") << QByteArray();
    }
    void callers_that_misbehave_are_dropped() {
        QFETCH(QByteArray, said);
        Place place;
        const auto window = SingleInstance::listen(place.socket);
        VERIFY_OK(window);
        QSignalSpy wanted(window->get(), &SingleInstance::wanted);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, qPrintable(place.socket));
        const int caller = ::socket(AF_UNIX, SOCK_STREAM, 0);
        QVERIFY(::connect(caller, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
        QVERIFY(::send(caller, said.constData(), static_cast<std::size_t>(said.size()), MSG_NOSIGNAL) == said.size());
        ::shutdown(caller, SHUT_WR);
        char answer = 0;
        ssize_t got = -1;
        const auto isClosed = [&] {  // by a reset where something was left unread
            got = ::recv(caller, &answer, 1, MSG_DONTWAIT);
            return got == 0 || (got < 0 && errno == ECONNRESET);
        };
        QTRY_VERIFY(isClosed());
        ::close(caller);
        QCOMPARE(wanted.size(), 0);
        QCOMPARE(handOver(place.socket, ""), QString("taken"));
    }

    void the_program_does_so() {
        QTemporaryDir home;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME"}) environment.insert(name, home.path());
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        QFile::setPermissions(home.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const auto start = [&](QProcess& process, const QStringList& arguments) {
            process.setProcessEnvironment(environment);
            process.start(QStringLiteral(WHITTLE_BIN_DIR "/whittle-workbench"), arguments);
        };
        const QString file = toQ(sample("torch211/gpt_2l.pt2").string());
        QProcess first, second, wrong;
        start(first, {"--single-instance"});
        const auto end = qScopeGuard([&] {
            first.kill();
            first.waitForFinished();
        });
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(home.filePath("whittle-workbench.socket")), 60000);
        start(second, {"--single-instance", file});
        QVERIFY(second.waitForFinished(60000));
        QCOMPARE(second.exitStatus(), QProcess::NormalExit);
        QCOMPARE(second.exitCode(), 0);
        QCOMPARE(first.state(), QProcess::Running);
        const auto recent = [&] { return QSettings(home.filePath("Whittle/whittle-workbench.conf"), QSettings::IniFormat).value("files/recent").toStringList(); };
        QTRY_COMPARE_WITH_TIMEOUT(recent(), QStringList(file), 60000);  // the first has opened it
        start(wrong, {"--single-instance", "--compile", file});
        QVERIFY(wrong.waitForFinished(60000));
        QCOMPARE(wrong.exitCode(), 2);
        QVERIFY(wrong.readAllStandardError().contains("--single-instance goes with a FILE alone"));
    }
};

WHITTLE_TEST(SingleInstanceTest)
#include "single_instance_test.moc"
