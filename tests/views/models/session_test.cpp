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

QJsonObject keptIn(const QString& path) {
    const Result<SessionContent> content = readSessionFile(path);
    return content && content->parts.contains("one") ? content->parts.at("one") : QJsonObject();
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
        QTest::newRow("large") << QByteArray(kMostSessionBytes + 1, ' ') << "has at most 67108864 bytes";
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
        app.two.text = "before";
        app.open(folder.filePath("x.whittle"));
        QCOMPARE(app.session->errorText(), QString());
        QCOMPARE(app.one.text + QString::number(app.one.number), QString("none3"));
        QCOMPARE(app.two.text + QString::number(app.two.number), QString("none0"));  // of the session before nothing stays
    }

    void what_could_not_be_read_again_is_not_written_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("want");
        QTest::newRow("a long text") << "01234567890" << 1 << "parts.two.text has more than 10 letters";
        QTest::newRow("out of bounds") << "a" << 101 << "parts.two.number has to be from 0 to 100, not 101";
    }
    void what_could_not_be_read_again_is_not_written() {
        QFETCH(QString, text);
        QFETCH(int, number);
        QFETCH(QString, want);
        QTemporaryDir folder;
        Opened app(folder.filePath("state"));
        app.save(folder.filePath("a.whittle"));
        const QByteArray before = readAll(folder.filePath("a.whittle"));
        app.two = {.text = text, .number = number};
        app.session->touch();
        QSignalSpy failed(app.session.get(), &Session::failed);
        app.save(folder.filePath("a.whittle"));
        QCOMPARE(app.session->errorText(), QString("The session cannot be saved: %1.").arg(want));
        QVERIFY(app.session->isModified());
        app.save(folder.filePath("b.whittle"));
        QCOMPARE(app.session->path(), folder.filePath("a.whittle"));
        QVERIFY(!app.session->finish());
        app.session->setAutosaveDelay(1);
        app.session->touch();
        QTRY_VERIFY(failed.size() > 3);
        QCOMPARE(readAll(folder.filePath("a.whittle")), before);
        QVERIFY(!QFile::exists(folder.filePath("b.whittle")));
        QCOMPARE(QDir(folder.filePath("state")).entryList({"*.whittle"}), QStringList());
    }

    void a_file_that_would_be_too_large_is_not_written() {
        QTemporaryDir folder;
        SessionContent content;
        content.parts["one"] = QJsonObject{{"text", QString(kMostSessionBytes, 'x')}};
        const Result<void> written = writeSessionFile(folder.filePath("a.whittle"), content);
        QVERIFY(!written);
        QCOMPARE(written.error().code, Code::Limit);
        QVERIFY(!QFile::exists(folder.filePath("a.whittle")));
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

    void the_end_writes_what_is_on_its_way() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.whittle"), other = folder.filePath("b.whittle");
        Opened app;
        for (const QString& file : {other, path}) {  // the second waits for the first
            app.one.number = file == path ? 8 : 7;
            app.session->saveAs(file);
        }
        QVERIFY(!app.session->isModified());
        QVERIFY(app.session->finish());  // without a turn of the event loop
        QCOMPARE(keptIn(other).value("number").toInt(), 7);
        QCOMPARE(keptIn(path).value("number").toInt(), 8);
    }

    void an_end_tells_that_a_save_on_its_way_fails() {
        QTemporaryDir folder;
        QVERIFY(QDir().mkpath(folder.filePath("a.whittle/in the way")));
        Opened app;
        QSignalSpy failed(app.session.get(), &Session::failed);
        app.session->saveAs(folder.filePath("a.whittle"));
        QVERIFY(!app.session->finish());
        QCOMPARE(failed.size(), 1);
        QVERIFY(app.session->isModified());
    }

    void another_session_that_is_opened_leaves_the_first_saved() {
        QTemporaryDir folder;
        const QString a = folder.filePath("a.whittle"), b = folder.filePath("b.whittle");
        Opened app(folder.filePath("state"));
        app.save(b);
        app.one.number = 2;
        app.save(a);
        app.one.number = 3;
        app.session->touch();
        app.open(b);
        QCOMPARE(app.one.number, 1);
        QCOMPARE(app.session->path(), b);
        QCOMPARE(keptIn(a).value("number").toInt(), 3);
        app.session->leaveFile();
        app.one.number = 4;
        app.session->touch();
        app.open(a);
        QCOMPARE(app.one.number, 3);
        QCOMPARE(keptIn(folder.filePath("state/last.whittle")).value("number").toInt(), 4);
        QCOMPARE(keptIn(b).value("number").toInt(), 1);
        app.one.number = 5;
        app.session->touch();
        app.open(a);  // which is older than the window
        QCOMPARE(app.one.number, 5);
        QCOMPARE(keptIn(a).value("number").toInt(), 5);
    }

    void a_file_that_is_left_is_saved_as_it_was() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.whittle");
        Opened app;
        app.session->saveAs(path);  // is on its way
        app.one.number = 2;
        app.session->touch();
        app.session->leaveFile();
        QCOMPARE(app.session->path(), QString());
        app.one.number = 3;
        app.session->touch();
        QTRY_VERIFY(!app.session->isBusy());
        QVERIFY(app.session->finish());
        QCOMPARE(keptIn(path).value("number").toInt(), 2);
    }

    void a_restored_crash_is_kept_until_it_is_kept_again() {
        QTemporaryDir state;
        const QString left = state.filePath("autosave-1-x.whittle");
        Opened writer;
        writer.one.text = "lost";
        writer.save(left);
        Opened app(state.path());
        app.session->setAutosaveDelay(1000000);
        app.session->look();
        QTRY_COMPARE(app.session->leftovers().size(), 1);
        app.session->restore(app.session->leftovers()[0]);
        QTRY_COMPARE(app.one.text, QString("lost"));
        QVERIFY(!app.session->isBusy());
        QCOMPARE(app.session->leftovers().size(), 0);  // not offered twice
        QVERIFY(QFile::exists(left));
        app.session->setAutosaveDelay(1);
        QTRY_VERIFY(!QFile::exists(left));
        const QStringList kept = QDir(state.path()).entryList({"autosave-*.whittle"});
        QCOMPARE(kept.size(), 1);
        QCOMPARE(keptIn(state.filePath(kept[0])).value("text").toString(), QString("lost"));
    }

    void results_are_packed_once_and_come_back() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.whittle");
        Opened app;
        int packed = 0;
        const auto made = [&](const QByteArray& data) {
            return std::make_shared<const SessionResult>([&packed, data] {
                ++packed;
                return PackedResult{.made = QDateTime::currentDateTimeUtc(), .graph = "g", .data = data};
            });
        };
        SessionResults results{{"study", made("one")}, {"numerics", made("two")}};
        app.session->setResults([&] { return results; }, [](const SessionResults&) {});
        app.save(path);
        app.save(path);
        QCOMPARE(app.session->errorText(), QString());
        QCOMPARE(packed, 2);
        Opened other;
        SessionResults back;
        other.session->setResults([&] { return back; }, [&](const SessionResults& all) { back = all; });
        other.open(path);
        QCOMPARE(back.size(), std::size_t{2});
        QCOMPARE(back.at("study")->packed().data, QByteArray("one"));
        QCOMPARE(back.at("numerics")->packed().graph, QString("g"));
        other.save(folder.filePath("b.whittle"));  // as they were read
        QCOMPARE(readAll(folder.filePath("b.whittle")).contains(QByteArray("two").toBase64()), true);
    }

    void a_result_that_is_wrong_takes_nothing_with_it() {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.whittle");
        write(path, R"({"format":"whittle-session","version":1,"parts":{"one":{"text":"b"}},"results":{"study":5,"numerics":{"version":99},"stances":{"version":1,"made":"2026-01-01T00:00:00Z","graph":"g","data":"!"}}})");
        Opened app;
        SessionResults back;
        app.session->setResults([&] { return back; }, [&](const SessionResults& all) { back = all; });
        app.open(path);
        QCOMPARE(app.session->errorText(), QString());
        QCOMPARE(app.one.text, QString("b"));
        QCOMPARE(back.at("study")->packed().trouble, QString("it is no result"));
        QCOMPARE(back.at("numerics")->packed().trouble, QString("it was written by a newer Whittle"));
        QCOMPARE(back.at("stances")->packed().trouble, QString("it is not in base64"));
        write(path, R"({"format":"whittle-session","version":1,"parts":{"one":{"text":"c"}},"results":[1,2]})");
        app.open(path);
        QCOMPARE(app.one.text, QString("c"));
        QVERIFY(back.empty());
    }

    void results_are_kept_beside_and_written_when_they_change() {
        QTemporaryDir state;
        QString beside;
        {
            Opened app(state.path());
            SessionResults results{{"study", std::make_shared<const SessionResult>(PackedResult{.made = QDateTime::currentDateTimeUtc(), .graph = "g", .data = "data"})}};
            app.session->setResults([&] { return results; }, [](const SessionResults&) {});
            app.session->setAutosaveDelay(1);
            app.session->touch();
            QTRY_COMPARE(QDir(state.path()).entryList({"autosave-*.results"}).size(), 1);
            QTRY_COMPARE(QDir(state.path()).entryList({"autosave-*.whittle"}).size(), 1);
            beside = state.filePath(QDir(state.path()).entryList({"autosave-*.results"})[0]);
            const QString kept = state.filePath(QDir(state.path()).entryList({"autosave-*.whittle"})[0]);
            QVERIFY(!readAll(kept).contains(QByteArray("data").toBase64()));
            QVERIFY(QFile::remove(beside));  // what is not written again is not there
            app.one.text = "later";
            app.session->touch();
            QTRY_COMPARE(keptIn(kept).value("text").toString(), QString("later"));
            QVERIFY(!QFile::exists(beside));
            results.insert_or_assign("numerics", std::make_shared<const SessionResult>(PackedResult{.made = QDateTime::currentDateTimeUtc(), .graph = "g", .data = "more"}));
            app.session->touch();
            QTRY_VERIFY(QFile::exists(beside));
        }  // ends without finish()
        Opened next(state.path());
        SessionResults back;
        next.session->setResults([&] { return back; }, [&](const SessionResults& all) { back = all; });
        next.session->setAutosaveDelay(1000000);
        next.session->look();
        QTRY_COMPARE(next.session->leftovers().size(), 1);
        next.session->restore(next.session->leftovers()[0]);
        QTRY_COMPARE(next.one.text, QString("later"));
        QCOMPARE(back.size(), std::size_t{2});
        QCOMPARE(back.at("numerics")->packed().data, QByteArray("more"));
        next.session->setAutosaveDelay(1);
        QTRY_VERIFY(!QFile::exists(beside));  // this window keeps it now
        QVERIFY(next.session->finish());
        QCOMPARE(QDir(state.path()).entryList({"autosave-*"}, QDir::Files).filter(".results").size(), 0);
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
