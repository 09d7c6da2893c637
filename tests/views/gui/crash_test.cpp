// A window that a signal ends: the file that it leaves, what the next one offers, and what Help copies.
#include "tests/views/gui/window_support.h"

#include <csignal>

#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QStatusBar>

#include "views/models/crash_report.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const QString kSample = QString(WHITTLE_SOURCE_DIR) + "/samples/torch211/gpt_2l_core.pt2";

// A real window, ended by `signal` once it has opened a graph.
void endBySignal(const QString& state, int signal) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("XDG_STATE_HOME", state);
    environment.insert("XDG_CONFIG_HOME", state + "/config");
    process.setProcessEnvironment(environment);
    process.start(QString(WHITTLE_BIN_DIR) + "/whittle-workbench", {kSample});
    QVERIFY(process.waitForStarted());
    // Its session is kept aside some seconds after it has opened the graph: then it was logged.
    QTRY_VERIFY_WITH_TIMEOUT(!QDir(state + "/whittle").entryList({"autosave-*.whittle"}, QDir::Files).isEmpty(), 120'000);
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(process.exitCode(), signal);
}

struct Opened : OpenedWindow {
    explicit Opened(const QString& state) {
        WindowServices services;
        services.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; };
        services.stateFolder = state;
        show(std::move(services));
    }
    QPushButton* button(const QWidget& parent, const QString& text) {
        for (auto* one : parent.findChildren<QPushButton*>())
            if (one->text() == text) return one;
        return nullptr;
    }
};

}  // namespace

class CrashTest : public QObject {
    Q_OBJECT
private slots:
    void a_signal_leaves_a_file_that_the_next_window_offers_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("name");
        QTest::newRow("reads where nothing is") << SIGSEGV << "SIGSEGV";
        QTest::newRow("gives up") << SIGABRT << "SIGABRT";
    }
    void a_signal_leaves_a_file_that_the_next_window_offers() {
#ifdef WHITTLE_SANITIZED
        QSKIP("the sanitizer tells of signals itself");
#endif
        QFETCH(int, signal);
        QFETCH(QString, name);
        QTemporaryDir state;
        endBySignal(state.path(), signal);
        const QString folder = state.path() + "/whittle";
        const QList<CrashReport> left = findCrashes(folder);
        QCOMPARE(left.size(), 1);
        QCOMPARE(left.first().signal, name);
        QVERIFY2(left.first().about.startsWith("whittle-workbench "), qPrintable(left.first().about));
        QVERIFY2(left.first().done.join(' ').contains("whittle info"), qPrintable(left.first().text()));
        QVERIFY2(left.first().stack.size() > 3, qPrintable(left.first().text()));
        QVERIFY2(left.first().stack.join('\n').contains("main "), qPrintable(left.first().text()));  // a function of ours by its name
        QVERIFY(std::abs(left.first().when.secsTo(QDateTime::currentDateTime())) < 300);
        QCOMPARE(QFile::permissions(left.first().file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

        Opened app(folder);
        QTRY_VERIFY(app.window->notice().text().contains(name));
        QVERIFY(app.window->notice().text().startsWith("The window ended unexpectedly on "));
        QTest::mouseClick(app.button(app.window->notice(), "Show"), Qt::LeftButton);
        auto* dialog = app.window->findChild<QDialog*>("crash");
        QTRY_VERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->findChild<QPlainTextEdit*>()->toPlainText().contains("Whittle ended unexpectedly: " + name));
        QCOMPARE(unnamedFocusable(*dialog), QStringList());
        QTest::mouseClick(app.button(*dialog, "&Copy"), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().contains("Whittle ended unexpectedly: " + name));
        QVERIFY(QFile::exists(left.first().file));
        QTest::mouseClick(app.button(*dialog, "&Forget"), Qt::LeftButton);
        QVERIFY(!QFile::exists(left.first().file));
    }

    void what_is_closed_is_offered_again_and_what_is_forgotten_is_not() {
        QTemporaryDir state;
        QFile file(state.filePath("crash-7.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("signal SIGBUS\n");
        file.close();
        {
            Opened app(state.path());
            QTRY_VERIFY(app.window->notice().text().contains("SIGBUS"));
        }
        {
            Opened app(state.path());
            QTRY_VERIFY(app.window->notice().text().contains("SIGBUS"));
            QTest::mouseClick(app.button(app.window->notice(), "Forget"), Qt::LeftButton);
            QVERIFY(app.window->notice().text().isEmpty());
            QVERIFY(!file.exists());
        }
        Opened app(state.path());
        app.open("x.pt2");
        QVERIFY(app.window->notice().text().isEmpty());
    }

    void help_copies_diagnostics() {
        Opened app({});
        app.open("x.pt2");
        QApplication::clipboard()->clear();
        app.window->actions().action("help.diagnostics")->trigger();
        QTRY_VERIFY(QApplication::clipboard()->text().startsWith("Whittle: "));
        const QString text = QApplication::clipboard()->text();
        for (const char* part : {"Qt: ", "Built with: ", "Processor: ", "Memory: ", "Theme: ", "Open: /tmp/x.pt2, pt2, 4 nodes", "Settings of the compiler: --oracle", "Done last:\nOpened x.pt2: whittle info /tmp/x.pt2"})
            QVERIFY2(text.contains(part), qPrintable(QString(part) + " in\n" + text));
        QVERIFY(app.window->statusBar()->currentMessage().startsWith("Diagnostics copied"));
    }
};

WHITTLE_TEST(CrashTest)
#include "crash_test.moc"
