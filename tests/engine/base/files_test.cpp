#include "engine/base/files.h"

#include <QTemporaryDir>

#include <cstring>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/file_pieces.h"
#include "engine/base/torn_writes.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class FilesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void what_is_written_is_read_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("zero bytes") << QByteArray("a\0b\n", 4);
        QTest::newRow("more than one read") << QByteArray(300000, 'x');
    }
    void what_is_written_is_read() {
        QFETCH(QByteArray, bytes);
        const std::filesystem::path file = at("made/here/file");
        VERIFY_OK(writeFileAtomic(file, bytes.toStdString()));
        const Result<std::string> text = readFile(file);
        VERIFY_OK(text);
        QVERIFY(*text == bytes.toStdString());
        const auto mapped = MappedFile::open(file);
        VERIFY_OK(mapped);
        const auto span = (*mapped)->bytes();
        QCOMPARE(span.size(), text->size());
        QVERIFY(span.empty() || std::memcmp(span.data(), text->data(), span.size()) == 0);
    }

    // Opening a pipe without a writer would wait for ever.
    void what_is_no_file_is_refused() {
        const std::filesystem::path pipe = at("pipe");
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        const auto refused = [](const auto& path, const char* kind) {
            const QString want = toQ(fmt::format("io: {} is {}, a file was expected", path.string(), kind));
            QCOMPARE(describe(MappedFile::open(path)), want);
            QCOMPARE(describe(readFile(path)), want);
        };
        refused(pipe, "a pipe");
        refused(pipe.parent_path(), "a folder");
        refused(std::filesystem::path("/dev/null"), "a device");
    }

    void pieces_are_written_in_order() {
        const std::string_view parts[] = {"one", "", "two"};
        VERIFY_OK(writeFileAtomic(at("pieces"), parts));
        QCOMPARE(toQ(*readFile(at("pieces"))), QString("onetwo"));
    }

    void a_file_is_written_as_it_is_made() {
        const std::filesystem::path file = at("streamed/file");
        VERIFY_OK(writeFilePieces(file, [](const WritePiece& write) -> Result<void> {
            for (int i = 0; i < 3; ++i) WHITTLE_TRY_VOID(write(std::to_string(i)));
            return {};
        }));
        QCOMPARE(*readFile(file), std::string("012"));
        // Whoever cannot go on leaves what was there.
        const Result<void> stopped = writeFilePieces(file, [](const WritePiece& write) -> Result<void> {
            WHITTLE_TRY_VOID(write("a part"));
            return fail(Code::Cancelled, "no more");
        });
        QCOMPARE(describe(stopped), QString("cancelled: no more"));
        QCOMPARE(*readFile(file), std::string("012"));
        const auto entries = std::filesystem::directory_iterator(file.parent_path());
        QCOMPARE(std::distance(begin(entries), end(entries)), std::ptrdiff_t{1});
    }

    void a_write_replaces_and_leaves_nothing_aside() {
        const std::filesystem::path file = at("alone/file");
        VERIFY_OK(writeFileAtomic(file, "a long first content"));
        VERIFY_OK(writeFileAtomic(file, "second"));
        QCOMPARE(*readFile(file), std::string("second"));
        const auto entries = std::filesystem::directory_iterator(file.parent_path());
        QCOMPARE(std::distance(begin(entries), end(entries)), std::ptrdiff_t{1});
    }

    void a_failed_write_keeps_the_old_and_leaves_nothing_aside() {
        const std::filesystem::path folder = at("kept/file");
        std::filesystem::create_directories(folder / "inside");  // a folder cannot be renamed over
        QVERIFY(describe(writeFileAtomic(folder, "new")).startsWith("io: cannot write"));
        QVERIFY(std::filesystem::is_directory(folder / "inside"));
        const auto entries = std::filesystem::directory_iterator(folder.parent_path());
        QCOMPARE(std::distance(begin(entries), end(entries)), std::ptrdiff_t{1});
    }

    // The system kills a process that writes more than it may.
    void what_a_kill_leaves_is_known_and_removed() {
        const std::filesystem::path folder = at("torn");
        VERIFY_OK(writeFileAtomic(folder / "whole", "whole"));
        VERIFY_OK(writeFileAtomic(folder / "other.whittle-short", "of somebody else"));
        for (const char* name : {"ours", "theirs"}) {
            const std::filesystem::path file = folder / name;
            const std::string much(1 << 20, 'x');
            const pid_t child = ::fork();
            if (child == 0) {
                const rlimit little{1000, 1000}, none{0, 0};
                ::setrlimit(RLIMIT_CORE, &none);
                ::setrlimit(RLIMIT_FSIZE, &little);
                (void)writeFileAtomic(file, much);
                ::_exit(0);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status));
        }
        const auto files = [&] { return std::distance(begin(std::filesystem::directory_iterator(folder)), end(std::filesystem::directory_iterator())); };
        QCOMPARE(files(), std::ptrdiff_t{4});
        VERIFY_OK(removeTornWrites(folder, [](std::string_view name) { return name == "ours"; }));
        QCOMPARE(files(), std::ptrdiff_t{3});
        VERIFY_OK(removeTornWrites(folder, [](std::string_view) { return true; }));
        QCOMPARE(files(), std::ptrdiff_t{2});
        VERIFY_OK(removeTornWrites(at("nowhere"), [](std::string_view) { return true; }));
    }

    void a_link_keeps_pointing() {
        const QTemporaryDir dir;
        const std::filesystem::path target = dir.filePath("target").toStdString(), link = dir.filePath("link").toStdString();
        VERIFY_OK(writeFileAtomic(target, "old"));
        std::filesystem::create_symlink(target, link);
        VERIFY_OK(writeFileAtomic(link, "new"));
        QVERIFY(std::filesystem::is_symlink(link));
        const auto content = readFile(target);
        VERIFY_OK(content);
        QCOMPARE(toQ(*content), QString("new"));
    }
    void a_device_is_not_replaced() {
        QVERIFY(describe(writeFileAtomic("/dev/null", "x")).startsWith("io: cannot write /dev/null: it is not a regular file"));
        QVERIFY(std::filesystem::is_character_file("/dev/null"));
    }

    void a_mapping_survives_the_file() {
        const std::filesystem::path file = at("mapped");
        VERIFY_OK(writeFileAtomic(file, "old content"));
        const auto mapped = MappedFile::open(file);
        VERIFY_OK(mapped);
        VERIFY_OK(writeFileAtomic(file, "new"));
        QCOMPARE((*mapped)->bytes().size(), std::size_t{11});
        QCOMPARE(static_cast<char>((*mapped)->bytes()[0]), 'o');
    }

    void bounds() {
        const std::filesystem::path file = at("ten");
        VERIFY_OK(writeFileAtomic(file, "0123456789"));
        VERIFY_OK(readFile(file, 10));
        QCOMPARE(describe(readFile(file, 9)),
                 toQ(fmt::format("limit: {} has 10 bytes, at most 9 are accepted", file.string())));
        QVERIFY(describe(readFile("/proc/self/maps", 100)).startsWith("limit: /proc/self/maps has more than 100"));
    }

    void errors_name_the_file() {
        const std::string missing = at("missing").string();
        QCOMPARE(describe(readFile(missing)), toQ("io: cannot open " + missing + ": No such file or directory"));
        QCOMPARE(describe(MappedFile::open(missing)), toQ("io: cannot open " + missing + ": No such file or directory"));
        const std::string folder = m_folder.path().toStdString();
        QCOMPARE(describe(readFile(folder)), toQ("io: " + folder + " is a folder, a file was expected"));
        QCOMPARE(describe(MappedFile::open(folder)), toQ("io: " + folder + " is a folder, a file was expected"));
        QVERIFY(describe(writeFileAtomic("/proc/no/such/file", "x")).startsWith("io: cannot create a file beside"));
    }

private:
    std::filesystem::path at(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QTemporaryDir m_folder;
};

WHITTLE_TEST(FilesTest)
#include "files_test.moc"
