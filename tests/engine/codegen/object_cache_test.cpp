#include "engine/codegen/object_cache.h"

#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/files.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

namespace fs = std::filesystem;

const std::string kObject = "machine code \0 with a zero and some length to it";

fs::path fileOf(const fs::path& folder, const ObjectKey& key) {
    const std::string name = objectKeyText(key);
    return folder / name.substr(0, 1) / (name + ".o");
}

QString found(const std::optional<std::string>& object) { return object ? toQ(*object) : QString("miss"); }

// What can become of a file that somebody else holds or the disk forgets.
struct Damage {
    const char* name;
    void (*apply)(const fs::path& file);
};

void rewrite(const fs::path& file, const std::function<void(std::string&)>& change) {
    Result<std::string> bytes = readFile(file);
    if (!bytes) qFatal("%s", bytes.error().describe().c_str());
    change(*bytes);
    if (!writeFileAtomic(file, *bytes)) qFatal("cannot write %s", file.c_str());
}

const Damage kDamages[] = {
    {"empty", [](const fs::path& file) { rewrite(file, [](std::string& b) { b.clear(); }); }},
    {"a part of the header", [](const fs::path& file) { rewrite(file, [](std::string& b) { b.resize(40); }); }},
    {"cut off", [](const fs::path& file) { rewrite(file, [](std::string& b) { b.pop_back(); }); }},
    {"longer", [](const fs::path& file) { rewrite(file, [](std::string& b) { b += 'x'; }); }},
    {"a bit of the code", [](const fs::path& file) { rewrite(file, [](std::string& b) { b.back() ^= 1; }); }},
    {"a bit of the checksum", [](const fs::path& file) { rewrite(file, [](std::string& b) { b[79] ^= 1; }); }},
    {"another format", [](const fs::path& file) { rewrite(file, [](std::string& b) { b[7] ^= 1; }); }},
    {"zeros", [](const fs::path& file) { rewrite(file, [](std::string& b) { std::ranges::fill(b, '\0'); }); }},
    {"others may write to it", [](const fs::path& file) { ::chmod(file.c_str(), 0666); }},
    {"a folder", [](const fs::path& file) { fs::remove(file), fs::create_directory(file); }},
    {"a pipe", [](const fs::path& file) { fs::remove(file), ::mkfifo(file.c_str(), 0600); }},
};

}  // namespace

class ObjectCacheTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_scratch = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_scratch->path().toStdString()) / "a" / "objects";
    }

    void keeps_what_it_is_given() {
        ObjectCache cache(m_folder);
        const ObjectKey one = objectKey("one"), other = objectKey("other");
        QCOMPARE(found(cache.find(one)), QString("miss"));
        cache.store(one, kObject);
        QCOMPARE(found(cache.find(one)), toQ(kObject));
        QCOMPARE(found(cache.find(other)), QString("miss"));
        QCOMPARE(found(ObjectCache(m_folder).find(one)), toQ(kObject));  // another process
        cache.store(one, kObject);                                       // again is no trouble
        QCOMPARE(found(cache.find(one)), toQ(kObject));
        QVERIFY(cache.notes().empty());
        struct stat info {};
        QVERIFY(::stat(m_folder.c_str(), &info) == 0);
        QCOMPARE(info.st_mode & 0777u, 0700u);
        QVERIFY(::stat(fileOf(m_folder, one).c_str(), &info) == 0);
        QCOMPARE(info.st_mode & 0777u, 0600u);
    }

    void damage_is_seen_data() {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < std::size(kDamages); ++i) QTest::newRow(kDamages[i].name) << static_cast<int>(i);
    }
    void damage_is_seen() {
        QFETCH(int, row);
        const ObjectKey key = objectKey("one");
        ObjectCache cache(m_folder);
        cache.store(key, kObject);
        QCOMPARE(found(cache.find(key)), toQ(kObject));
        kDamages[row].apply(fileOf(m_folder, key));
        QCOMPARE(found(cache.find(key)), QString("miss"));
        QCOMPARE(cache.notes().size(), std::size_t{1});
        QVERIFY(cache.notes()[0].find("damaged") != std::string::npos);
        QCOMPARE(found(cache.find(key)), QString("miss"));
        QCOMPARE(cache.notes().size(), std::size_t{1});  // told once
        if (fs::is_directory(fileOf(m_folder, key))) return;
        cache.store(key, kObject);  // as the compiler does then
        QCOMPARE(found(cache.find(key)), toQ(kObject));
    }

    void an_entry_answers_to_its_own_key_only() {
        const ObjectKey one = objectKey("one"), other = objectKey("other");
        ObjectCache cache(m_folder);
        cache.store(one, kObject);
        cache.store(other, "something else");
        fs::copy_file(fileOf(m_folder, one), fileOf(m_folder, other), fs::copy_options::overwrite_existing);
        QCOMPARE(found(cache.find(other)), QString("miss"));
        fs::remove(fileOf(m_folder, one));
        fs::create_symlink(fileOf(m_folder, other), fileOf(m_folder, one));  // links are not followed
        QCOMPARE(found(cache.find(one)), QString("miss"));
    }

    void folders_of_others_are_left_alone_data() {
        QTest::addColumn<bool>("part");
        QTest::newRow("the folder") << false;
        QTest::newRow("a part of it") << true;
    }
    void folders_of_others_are_left_alone() {
        QFETCH(bool, part);
        const ObjectKey key = objectKey("one");
        ObjectCache(m_folder).store(key, kObject);
        ::chmod(part ? fileOf(m_folder, key).parent_path().c_str() : m_folder.c_str(), 0777);
        ObjectCache cache(m_folder);
        QCOMPARE(found(cache.find(key)), QString("miss"));
        fs::remove(fileOf(m_folder, key));
        cache.store(key, kObject);
        QVERIFY(!fs::exists(fileOf(m_folder, key)));
        QCOMPARE(cache.notes().size(), std::size_t{1});
        QVERIFY2(cache.notes()[0].find("does not belong to this user alone") != std::string::npos, cache.notes()[0].c_str());
    }

    // What is there is still read; that nothing can be added is told once.
    void a_folder_that_cannot_be_written() {
        const ObjectKey key = objectKey("one"), other = objectKey("other"), third = objectKey("third");
        ObjectCache(m_folder).store(key, kObject);
        constexpr uid_t kNobody = 65534;
        const bool isRoot = ::geteuid() == 0;  // whom no mode stops
        for (const auto& path : {fs::path(m_scratch->path().toStdString()), m_folder.parent_path()}) ::chmod(path.c_str(), 0755);
        std::vector<fs::path> folders{m_folder};
        for (const auto& one : fs::directory_iterator(m_folder)) folders.push_back(one.path());
        if (isRoot)
            for (const auto& one : fs::recursive_directory_iterator(m_folder)) QVERIFY(::chown(one.path().c_str(), kNobody, kNobody) == 0);
        for (const fs::path& folder : folders) {
            if (isRoot) QVERIFY(::chown(folder.c_str(), kNobody, kNobody) == 0);
            ::chmod(folder.c_str(), 0500);
        }
        if (isRoot) QVERIFY(::seteuid(kNobody) == 0);
        ObjectCache cache(m_folder);
        const QString hit = found(cache.find(key));
        cache.store(other, kObject);
        cache.store(third, kObject);
        const QString miss = found(cache.find(other));
        if (isRoot) QVERIFY(::seteuid(0) == 0);
        for (const fs::path& folder : folders) ::chmod(folder.c_str(), 0700);  // or it cannot be cleared away
        QCOMPARE(hit, toQ(kObject));
        QCOMPARE(miss, QString("miss"));
        QCOMPARE(cache.notes().size(), std::size_t{1});
        QVERIFY2(cache.notes()[0].ends_with("cannot be written, so kernels are compiled anew each time: Permission denied"), cache.notes()[0].c_str());
    }

    void a_place_that_is_no_folder() {
        const fs::path file = fs::path(m_scratch->path().toStdString()) / "file";
        VERIFY_OK(writeFileAtomic(file, "here"));
        ObjectCache cache(file / "objects");
        cache.store(objectKey("one"), kObject);
        QCOMPARE(found(cache.find(objectKey("one"))), QString("miss"));
        QCOMPARE(cache.notes().size(), std::size_t{1});
    }

    void what_was_not_used_for_longest_goes() {
        constexpr std::uint64_t kBytes = 16 * 10000;  // 10000 a part: nine entries of 1080
        ObjectCache cache(m_folder, kBytes);
        std::vector<ObjectKey> keys;  // all in one part
        for (int i = 0; keys.size() < 20; ++i)
            if (const ObjectKey key = objectKey(std::to_string(i)); objectKeyText(key)[0] == '7') keys.push_back(key);
        const std::string object(1000, 'x');
        for (std::size_t i = 0; i < keys.size(); ++i) {
            cache.store(keys[i], object);
            const auto age = std::chrono::hours(2 * (100 - static_cast<int>(i)));
            fs::last_write_time(fileOf(m_folder, keys[i]), fs::file_time_type::clock::now() - age);
            if (i == 5) QCOMPARE(found(cache.find(keys[0])), toQ(object));  // the oldest is used, and so the youngest
        }
        std::uint64_t total = 0;
        for (const auto& entry : fs::recursive_directory_iterator(m_folder))
            if (entry.is_regular_file()) total += entry.file_size();
        QVERIFY2(total <= kBytes / 16, std::to_string(total).c_str());
        QVERIFY(total >= kBytes / 16 / 2);
        QCOMPARE(found(cache.find(keys[0])), toQ(object));
        QCOMPARE(found(cache.find(keys[1])), QString("miss"));
        QCOMPARE(found(cache.find(keys[19])), toQ(object));
        cache.store(objectKey("large"), std::string(kBytes, 'x'));
        QCOMPARE(found(cache.find(objectKey("large"))), QString("miss"));
    }

    void what_a_killed_writer_left_goes() {
        const ObjectKey key = objectKey("one");
        ObjectCache(m_folder).store(key, kObject);
        const fs::path part = fileOf(m_folder, key).parent_path(), old = part / "new.abcdef", young = part / "new.ghijkl";
        VERIFY_OK(writeFileAtomic(old, "half"));
        VERIFY_OK(writeFileAtomic(young, "half"));
        fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(5));
        ObjectCache(m_folder).store(key, kObject);
        QVERIFY(!fs::exists(old));
        QVERIFY(fs::exists(young));
        QCOMPARE(found(ObjectCache(m_folder).find(key)), toQ(kObject));
    }

    // The folder may be one that a person chose, with files of theirs.
    void what_others_put_there_stays() {
        const ObjectKey key = objectKey("one");
        ObjectCache(m_folder).store(key, kObject);
        const fs::path part = fileOf(m_folder, key).parent_path();
        std::vector<fs::path> theirs{part / "thesis.txt", part / "main.o", part / "new.chapter", part / (std::string(63, 'a') + ".o")};
        for (const fs::path& file : theirs) {
            VERIFY_OK(writeFileAtomic(file, "mine"));
            fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(5));
        }
        ObjectCache small(m_folder, 16 * 600);
        for (int i = 0; i < 40; ++i) small.store(objectKey(std::to_string(i)), std::string(400, 'x'));
        for (const fs::path& file : theirs) QVERIFY2(fs::exists(file), file.c_str());
    }

    void a_dropped_entry_is_gone_and_noted() {
        const ObjectKey key = objectKey("one");
        ObjectCache cache(m_folder);
        cache.store(key, "no object at all");
        cache.drop(key);
        QCOMPARE(found(cache.find(key)), QString("miss"));
        QCOMPARE(cache.notes().size(), std::size_t{1});
    }

    void where_objects_are_data() {
        QTest::addColumn<QString>("own");
        QTest::addColumn<QString>("xdg");
        QTest::addColumn<QString>("home");
        QTest::addColumn<QString>("folder");
        const QString unset("unset");
        QTest::newRow("home") << unset << unset << "/home/u" << "/home/u/.cache/whittle/objects";
        QTest::newRow("XDG") << unset << "/var/c" << "/home/u" << "/var/c/whittle/objects";
        QTest::newRow("relative XDG") << unset << "c" << "/home/u" << "/home/u/.cache/whittle/objects";
        QTest::newRow("empty XDG") << unset << "" << "/home/u" << "/home/u/.cache/whittle/objects";
        QTest::newRow("own") << "/x" << "/var/c" << "/home/u" << "/x";
        QTest::newRow("off") << "" << "/var/c" << "/home/u" << "none";
        QTest::newRow("no home") << unset << unset << unset << "none";
    }
    void where_objects_are() {
        QFETCH(QString, own);
        QFETCH(QString, xdg);
        QFETCH(QString, home);
        QFETCH(QString, folder);
        std::vector<std::string> kept;
        kept.reserve(3);
        const auto value = [&](const QString& text) { return text == "unset" ? nullptr : kept.emplace_back(text.toStdString()).c_str(); };
        const auto got = objectCacheFolder(value(own), value(xdg), value(home));
        QCOMPARE(got ? toQ(got->string()) : QString("none"), folder);
    }

private:
    std::unique_ptr<QTemporaryDir> m_scratch;
    fs::path m_folder;
};

WHITTLE_TEST(ObjectCacheTest)
#include "object_cache_test.moc"
