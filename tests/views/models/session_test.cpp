// Sessions without a window: what is saved comes back, what is hostile is refused whole, and what a crash leaves is found.
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>

#include "tests/views/models/models_support.h"
#include "views/models/session.h"
#include "views/models/text.h"

using namespace whittle;

namespace {

// A part with a text and a number.
struct Toy {
    QString text = "a";
    int number = 1;
    int restored = 0;
    QString folder;

    SessionPart part(const QString& name) {
        return {.name = name,
                .save = [this] { return QJsonObject{{"text", text}, {"number", number}}; },
                .restore = [this](SessionReader& from, const QString& where) -> std::function<void()> {
                    const QString newText = from.text("text", "none", 10);
                    const int newNumber = from.integer("number", 0, 0, 100);
                    return [this, newText, newNumber, where] {
                        text = newText;
                        number = newNumber;
                        folder = where;
                        ++restored;
                    };
                }};
    }
};

struct Opened {
    JobRunner jobs;
    Toy one, two;
    std::unique_ptr<Session> session;

    explicit Opened(const QString& state = {}) {
        session = std::make_unique<Session>(jobs, state, "9.9");
        session->add(one.part("one"));
        session->add(two.part("two"));
    }
    void save(const QString& path) {
        session->saveAs(path);
        QTRY_VERIFY(!session->isBusy());
    }
    void open(const QString& path) {
        session->open(path);
        QTRY_VERIFY(!session->isBusy());
    }
};

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class SessionTest : public QObject {
    Q_OBJECT
private slots:
    void what_is_saved_comes_back() {
        QTemporaryDir folder;
        const QString path = folder.filePath("deep/er/a.whittle");
        Opened app;
        app.one = {.text = "ä\"\n\\中文", .number = 42};
        app.session->touch();
        QVERIFY(app.session->isModified());
        app.save(path);
        QCOMPARE(app.session->errorText(), QString());
        QVERIFY(!app.session->isModified());
        QCOMPARE(app.session->path(), path);
        Opened other;
        QSignalSpy opened(other.session.get(), &Session::opened);
        other.open(path);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(other.one.text, app.one.text);
        QCOMPARE(other.one.number, 42);
        QCOMPARE(other.one.folder, folder.filePath("deep/er"));
        QCOMPARE(other.two.restored, other.one.restored);
        const auto content = readSessionFile(path);
        VERIFY_OK(content);
        QCOMPARE(content->program, QString("9.9"));
        QVERIFY(content->saved.secsTo(QDateTime::currentDateTime()) < 60);
    }

    void hostile_files_are_refused_whole_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("want");
        const auto with = [](const QByteArray& parts) { return "{\"format\":\"whittle-session\",\"version\":1,\"parts\":" + parts + "}"; };
        QTest::newRow("empty") << QByteArray() << "not JSON at byte 0";
        QTest::newRow("no JSON") << QByteArray("hello") << "not JSON at byte";
        QTest::newRow("cut off") << with("{\"one\":{").chopped(1) << "not JSON at byte";
        QTest::newRow("a list") << QByteArray("[]") << "no Whittle session";
        QTest::newRow("another format") << QByteArray("{\"format\":\"x\"}") << "no Whittle session";
        QTest::newRow("format is a number") << QByteArray("{\"format\":1}") << "no Whittle session";
        QTest::newRow("no version") << QByteArray("{\"format\":\"whittle-session\"}") << "version is missing";
        QTest::newRow("a newer version") << QByteArray("{\"format\":\"whittle-session\",\"version\":7}") << "written by a newer Whittle: it has version 7, this one reads up to 1";
        QTest::newRow("half a version") << QByteArray("{\"format\":\"whittle-session\",\"version\":1.5}") << "version has to be a whole number";
        QTest::newRow("version in words") << QByteArray("{\"format\":\"whittle-session\",\"version\":\"1\"}") << "version has to be a number, not a text";
        QTest::newRow("version from hell") << QByteArray("{\"format\":\"whittle-session\",\"version\":1e300}") << "version has to be from 1 to";
        QTest::newRow("parts is a list") << with("[]") << "parts has to be an object";
        QTest::newRow("a part is a list") << with("{\"one\":[]}") << "parts.one has to be an object, not a list";
        QTest::newRow("a wrong type") << with("{\"one\":{\"text\":\"b\",\"number\":2},\"two\":{\"text\":5}}") << "parts.two.text has to be a text, not a number";
        QTest::newRow("null") << with("{\"two\":{\"text\":null}}") << "parts.two.text has to be a text, not null";
        QTest::newRow("out of bounds") << with("{\"two\":{\"number\":101}}") << "parts.two.number has to be from 0 to 100, not 101";
        QTest::newRow("no whole number") << with("{\"two\":{\"number\":1.5}}") << "parts.two.number has to be a whole number";
        QTest::newRow("a long text") << with("{\"two\":{\"text\":\"01234567890\"}}") << "parts.two.text has more than 10 letters";
        QTest::newRow("deep") << with(QByteArray(100000, '[')) << "at most 32 levels deep";
        QTest::newRow("deep with brackets in texts") << with("{\"one\":{\"text\":\"]]]\\\"\"},\"x\":" + QByteArray(64, '[') + QByteArray(64, ']') + "}") << "at most 32 levels deep";
        QTest::newRow("large") << QByteArray(kMostSessionBytes + 1, ' ') << "has at most 16777216 bytes";
    }
    void hostile_files_are_refused_whole() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, want);
        QTemporaryDir folder;
        write(folder.filePath("x.whittle"), bytes);
        Opened app;
        QSignalSpy failed(app.session.get(), &Session::failed);
        app.open(folder.filePath("x.whittle"));
        QVERIFY2(app.session->errorText().contains(want), qPrintable(app.session->errorText()));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(app.one.restored + app.two.restored, 0);  // nor what was right before the mistake
        QCOMPARE(app.session->path(), QString());
    }

    void what_is_unknown_or_missing_is_no_error() {
        QTemporaryDir folder;
        write(folder.filePath("x.whittle"), "{\"format\":\"whittle-session\",\"version\":1,\"later\":[1],\"parts\":{\"three\":{\"x\":1},\"one\":{\"later\":{},\"number\":3}}}");
        Opened app;
        app.open(folder.filePath("x.whittle"));
        QCOMPARE(app.session->errorText(), QString());
        QCOMPARE(app.one.text + QString::number(app.one.number), QString("none3"));
        QCOMPARE(app.two.restored, 0);
    }

    void a_cut_file_is_never_read_as_whole() {
        QTemporaryDir folder;
        Opened app;
        app.save(folder.filePath("a.whittle"));
        const QByteArray whole = readAll(folder.filePath("a.whittle"));
        QVERIFY(parseSession(whole).has_value());
        for (qsizetype size = 0; size < whole.trimmed().size(); ++size) QVERIFY(!parseSession(whole.first(size)));
    }

    void a_file_that_is_not_there_says_so() {
        Opened app;
        app.open("/no/such/place.whittle");
        QVERIFY(app.session->errorText().contains("/no/such/place.whittle"));
    }

    void a_save_that_fails_leaves_what_was_there() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.whittle");
        Opened app;
        app.save(path);
        const QByteArray before = readAll(path);
        QVERIFY(!before.isEmpty());
        app.one.text = "b";
        app.session->touch();
        QVERIFY(QFile::rename(path, folder.filePath("kept")));
        QVERIFY(QDir().mkpath(path + "/in the way"));  // a folder of the file's name cannot be replaced
        app.save(path);
        QVERIFY(!app.session->errorText().isEmpty());
        QVERIFY(app.session->isModified());
        QCOMPARE(readAll(folder.filePath("kept")), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("kept"));  // nothing half-written lies about
    }

    void saves_that_overlap_end_with_the_last() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.whittle");
        Opened app;
        for (int i = 0; i < 20; ++i) {
            app.one.number = i;
            app.session->saveAs(path);
        }
        QTRY_VERIFY(!app.session->isBusy());
        Opened other;
        other.open(path);
        QCOMPARE(other.one.number, 19);
    }

    void a_crash_leaves_what_can_be_restored() {
        QTemporaryDir state;
        {
            Opened app(state.path());
            app.session->setAutosaveDelay(1);
            app.one.text = "lost";
            app.session->touch();
            QTRY_COMPARE(QDir(state.path()).entryList({"autosave-*.whittle"}).size(), 1);
            Opened other(state.path());  // while it lives, it is nobody else's
            QSignalSpy looked(other.session.get(), &Session::leftoversChanged);
            other.session->look();
            QTRY_COMPARE(looked.size(), 1);
            QCOMPARE(other.session->leftovers().size(), 0);
        }  // ends without finish()
        Opened next(state.path());
        QSignalSpy found(next.session.get(), &Session::leftoversChanged);
        next.session->look();
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(next.session->leftovers().size(), 1);
        QCOMPARE(next.session->leftovers()[0].kind, Session::Leftover::Kind::Crashed);
        next.session->restore(next.session->leftovers()[0]);
        QTRY_COMPARE(next.one.text, QString("lost"));
        QCOMPARE(next.session->leftovers().size(), 0);
        QVERIFY(next.session->isModified());
        next.session->finish();
    }

    void a_clean_end_is_offered_as_the_last() {
        QTemporaryDir state;
        {
            Opened app(state.path());
            app.session->setAutosaveDelay(1);
            app.one.text = "closed";
            app.session->touch();
            QVERIFY(app.session->finish());
        }  // waits for what is still on its way to the disk
        QCOMPARE(QDir(state.path()).entryList({"*.whittle"}), QStringList("last.whittle"));
        Opened next(state.path());
        next.session->look();
        QTRY_COMPARE(next.session->leftovers().size(), 1);
        QCOMPARE(next.session->leftovers()[0].kind, Session::Leftover::Kind::Closed);
        next.session->discard(next.session->leftovers()[0]);
        QCOMPARE(QDir(state.path()).entryList({"*.whittle"}), QStringList());
    }

    void a_session_with_a_file_is_saved_at_the_end() {
        QTemporaryDir folder;
        Opened app(folder.filePath("state"));
        app.save(folder.filePath("a.whittle"));
        app.one.number = 77;
        app.session->touch();
        app.session->finish();
        Opened other;
        other.open(folder.filePath("a.whittle"));
        QCOMPARE(other.one.number, 77);
        QVERIFY(!QFile::exists(folder.filePath("state/last.whittle")));
    }

    void an_end_that_cannot_be_saved_says_so() {
        QTemporaryDir folder;
        Opened app;
        app.save(folder.filePath("a.whittle"));
        QVERIFY(QFile::remove(folder.filePath("a.whittle")));
        QVERIFY(QDir().mkpath(folder.filePath("a.whittle/in the way")));
        QSignalSpy failed(app.session.get(), &Session::failed);
        QVERIFY(app.session->finish());  // nothing has changed
        app.session->touch();
        QVERIFY(!app.session->finish());
        QCOMPARE(failed.size(), 1);
    }

    void what_a_crash_left_broken_is_not_offered() {
        QTemporaryDir state;
        write(state.filePath("autosave-1-x.whittle"), "{\"format\":");
        Opened app(state.path());
        QSignalSpy found(app.session.get(), &Session::leftoversChanged);
        app.session->look();
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(app.session->leftovers().size(), 0);
    }
};

WHITTLE_TEST(SessionTest)
#include "session_test.moc"
