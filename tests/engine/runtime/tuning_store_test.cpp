// What was measured is found again, by whoever asks the same; what is damaged, foreign or of another version is told and left alone.
#include "engine/runtime/tuning_store.h"

#include <fstream>
#include <thread>

#include <QTemporaryDir>

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace fs = std::filesystem;

namespace {

StoredTuning tuning(double ms) {
    return {.date = "2026-11-28",
            .candidates = {{.name = "onednn", .implementation = "brgemm:avx512_core", .milliseconds = ms, .refusal = {}},
                           {.name = "gemm:14x32", .implementation = "llvm-14x32:avx512", .milliseconds = {}, .refusal = "answers \"wrongly\": 1 of 2"},
                           {.name = "reference", .implementation = "reference", .milliseconds = {}, .refusal = {}}}};
}

}  // namespace

class TuningStoreTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_scratch;
    fs::path m_folder;

    std::vector<fs::path> entries() const {
        std::vector<fs::path> out;
        for (const auto& one : fs::recursive_directory_iterator(m_folder))
            if (one.is_regular_file()) out.push_back(one.path());
        return out;
    }

private slots:
    void init() {
        m_scratch = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_scratch->path().toStdString()) / "tuning";
    }

    void what_was_stored_is_found() {
        TuningStore(m_folder).store("mm f32", tuning(1.25));
        TuningStore store(m_folder);
        const auto found = store.find("mm f32");
        QVERIFY(found);
        QCOMPARE(toQ(found->date), QString("2026-11-28"));
        QCOMPARE(found->candidates.size(), std::size_t{3});
        QCOMPARE(found->candidates[0].milliseconds, std::optional(1.25));
        QCOMPARE(toQ(found->candidates[0].implementation), QString("brgemm:avx512_core"));
        QCOMPARE(toQ(found->candidates[1].refusal), QString("answers \"wrongly\": 1 of 2"));
        QVERIFY(!found->candidates[2].milliseconds && found->candidates[2].refusal.empty());
        QVERIFY(!store.find("mm f64"));
        QVERIFY(store.notes().empty());
    }

    void without_a_folder_it_lasts_as_long_as_the_process() {
        TuningStore store;
        store.store("a", tuning(1));
        QVERIFY(store.find("a"));
        QVERIFY(!TuningStore().find("a"));
    }

    void a_damaged_entry_is_told_and_written_anew() {
        TuningStore(m_folder).store("a", tuning(1));
        QCOMPARE(entries().size(), std::size_t{1});
        std::fstream(entries()[0], std::ios::in | std::ios::out).seekp(100) << "#";
        TuningStore store(m_folder);
        QVERIFY(!store.find("a"));
        QCOMPARE(store.notes().size(), std::size_t{1});
        QVERIFY2(store.notes()[0].find("tuning store") != std::string::npos && store.notes()[0].find("was damaged") != std::string::npos, store.notes()[0].c_str());
        store.store("a", tuning(2));
        QCOMPARE(TuningStore(m_folder).find("a")->candidates[0].milliseconds, std::optional(2.0));
    }

    // Whole files with a sound checksum whose content is none of ours.
    void foreign_content_is_told_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("another version") << QByteArray(R"({"version":2,"measured":"2026-11-28","candidates":[],"key":"a"})");
        QTest::newRow("another key") << QByteArray(R"({"version":1,"measured":"2026-11-28","candidates":[],"key":"b"})");
        QTest::newRow("no json") << QByteArray("ELF");
        QTest::newRow("no candidates") << QByteArray(R"({"version":1,"measured":"2026-11-28","key":"a"})");
        QTest::newRow("a time below zero") << QByteArray(R"({"version":1,"measured":"x","candidates":[{"name":"a","implementation":"b","ms":-1}],"key":"a"})");
        QTest::newRow("a list") << QByteArray("[1]");
    }
    void foreign_content_is_told() {
        QFETCH(QByteArray, text);
        ObjectCache(m_folder).store(objectKey("a"), text.toStdString());
        TuningStore store(m_folder);
        QVERIFY(!store.find("a"));
        QCOMPARE(store.notes().size(), std::size_t{1});
        QVERIFY2(store.notes()[0].find("none of this version's") != std::string::npos, store.notes()[0].c_str());
    }

    void a_folder_that_cannot_be_written_is_told() {
        TuningStore store("/dev/null/tuning");
        store.store("a", tuning(1));
        QCOMPARE(store.notes().size(), std::size_t{1});
        QVERIFY2(store.notes()[0].find("sites are measured anew each time") != std::string::npos, store.notes()[0].c_str());
        QVERIFY(store.find("a"));  // this process has it all the same
    }

    void a_folder_open_to_others_is_not_used() {
        TuningStore(m_folder).store("a", tuning(1));
        fs::permissions(m_folder, fs::perms::others_write, fs::perm_options::add);
        TuningStore store(m_folder);
        QVERIFY(!store.find("a"));
        QCOMPARE(store.notes().size(), std::size_t{1});
    }

    void many_write_at_once() {
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([this, writer] {
                TuningStore store(m_folder);  // each as another process has it
                for (int i = 0; i < 50; ++i) {
                    store.store("shared", tuning(1 + writer));
                    store.store("own" + std::to_string(writer), tuning(1 + i));
                    const auto found = TuningStore(m_folder).find("shared");
                    if (!found || found->candidates.size() != 3) qFatal("half an entry was read");
                }
            });
        for (std::thread& writer : writers) writer.join();
        TuningStore store(m_folder);
        for (int writer = 0; writer < 4; ++writer) QCOMPARE(store.find("own" + std::to_string(writer))->candidates[0].milliseconds, std::optional(50.0));
        QVERIFY(store.notes().empty());
        QCOMPARE(entries().size(), std::size_t{5});
    }

    void it_lies_beside_the_object_cache() {
        QCOMPARE(toQ(tuningStoreFolder(nullptr, nullptr, "/home/u")->string()), QString("/home/u/.cache/whittle/tuning"));
        QCOMPARE(toQ(tuningStoreFolder(nullptr, "/var/c", "/home/u")->string()), QString("/var/c/whittle/tuning"));
        QCOMPARE(toQ(tuningStoreFolder("/own", "/var/c", "/home/u")->string()), QString("/own/tuning"));
        QVERIFY(!tuningStoreFolder("", "/var/c", "/home/u"));
        QVERIFY(!tuningStoreFolder(nullptr, nullptr, nullptr));
    }
};

WHITTLE_TEST(TuningStoreTest)
#include "tuning_store_test.moc"
