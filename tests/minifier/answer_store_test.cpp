#include "minifier/session/answer_store.h"

#include "engine/base/files.h"
#include "minifier/search/minify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";

class LastingOracle final : public Oracle {
public:
    LastingOracle(Predicate predicate, std::string build) : m_inner(std::move(predicate)), m_build(std::move(build)) {}
    std::string_view name() const override { return "fake"; }
    std::string lastingIdentity() const override { return m_build; }
    std::string limits() const override { return m_inner.limits(); }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return m_inner.test(candidate, cancel); }
    int runs() const { return m_inner.runs; }

private:
    FakeOracle m_inner;
    std::string m_build;
};

}  // namespace

class AnswerStoreTest : public QObject {
    Q_OBJECT
private:
    std::filesystem::path fresh() { return m_dir.path().toStdString() + "/" + std::to_string(m_next++); }
    Result<MinifyResult> reduce(Oracle& oracle, std::shared_ptr<AnswerStore> answers, MinifyOptions options = {}) {
        options.outputFolder = fresh();
        options.answers = std::move(answers);
        return minify(chain(60, {{31, kRelu}}), oracle, options, {}, {});
    }
    QTemporaryDir m_dir;
    int m_next = 0;

private slots:
    // Half a job of one compiler and half of another would prove nothing about either.
    void a_journal_goes_on_with_its_compiler_only() {
        const auto folder = fresh();
        LastingOracle first(needs({kRelu}), "build 1"), rebuilt(needs({kRelu}), "build 2"), same(needs({kRelu}), "build 1");
        MinifyOptions options{.outputFolder = folder, .maxCandidates = 2};
        VERIFY_OK(minify(chain(60, {{31, kRelu}}), first, options, {}, {}));
        options.resume = true;
        options.maxCandidates = 0;
        const auto refused = minify(chain(60, {{31, kRelu}}), rebuilt, options, {}, {});
        QVERIFY(!refused && refused.error().code == Code::Argument);
        QVERIFY2(refused.error().message.find("its answers are of another build of whittle") != std::string::npos, refused.error().message.c_str());
        QCOMPARE(rebuilt.runs(), 0);
        const auto goesOn = minify(chain(60, {{31, kRelu}}), same, options, {}, {});
        VERIFY_OK(goesOn);
        QVERIFY(goesOn->oneMinimal);
    }

    void answers_come_back() {
        AnswerStore store(fresh());
        const Hash128 hash{1, 2};
        QVERIFY(!store.find("engine", hash));
        const Verdict fails{.kind = Verdict::Kind::Fails, .failure = boom(), .note = {}};
        store.store("engine", hash, fails);
        AnswerStore another(store.folder());
        const auto found = another.find("engine", hash);
        QVERIFY(found);
        QCOMPARE(found->kind, Verdict::Kind::Fails);
        QVERIFY(found->failure == fails.failure);
        QVERIFY(!another.find("engine inject=x", hash));
        QVERIFY(!another.find("engine", Hash128{1, 3}));
        QVERIFY(another.notes().empty());
    }

    void damage_is_a_note() {
        AnswerStore store(fresh());
        const Hash128 hash{1, 2};
        store.store("engine", hash, {.kind = Verdict::Kind::Passes, .failure = {}, .note = {}});
        int files = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator(store.folder()))
            if (file.is_regular_file()) {
                std::string bytes = *readFile(file.path());
                bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
                VERIFY_OK(writeFileAtomic(file.path(), bytes));
                std::filesystem::permissions(file.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
                ++files;
            }
        QVERIFY(files > 0);
        QVERIFY(!store.find("engine", hash));
        QCOMPARE(store.notes().size(), std::size_t{1});
    }

    void a_second_job_asks_nothing_but_the_original() {
        const auto folder = fresh();
        LastingOracle first(needs({kRelu}), "fake build=1"), second(needs({kRelu}), "fake build=1"), other(needs({kRelu}), "fake build=2");
        const auto cold = reduce(first, std::make_shared<AnswerStore>(folder));
        const auto warm = reduce(second, std::make_shared<AnswerStore>(folder));
        const auto rebuilt = reduce(other, std::make_shared<AnswerStore>(folder));
        for (const auto* result : {&cold, &warm, &rebuilt}) VERIFY_OK(*result);
        QCOMPARE(first.runs(), cold->candidates + 2);
        QCOMPARE(cold->stored, 0);
        QCOMPARE(second.runs(), 2);
        QCOMPARE(warm->stored, warm->candidates);
        QCOMPARE(warm->candidates, cold->candidates);
        QCOMPARE(other.runs(), first.runs());
        QCOMPARE(toQ(*readFile(warm->reproducer / "certificate.json")), toQ(*readFile(cold->reproducer / "certificate.json")));
    }

    void what_is_unsure_is_not_kept() {
        const auto count = [](const std::filesystem::path& folder) {
            int files = 0;
            std::error_code none;
            for (std::filesystem::recursive_directory_iterator file(folder, none), end; !none && file != end; file.increment(none)) files += file->is_regular_file();
            return files;
        };
        const auto hangs = fresh(), flaky = fresh(), nameless = fresh();
        const Predicate slow = [](const Graph& graph) {
            auto failure = needs({kRelu})(graph);
            if (failure) failure->kind = FailureKind::Hang;
            return failure;
        };
        LastingOracle hang(slow, "fake build=1"), steady(needs({kRelu}), "fake build=1"), unnamed(needs({kRelu}), "");
        const auto hung = reduce(hang, std::make_shared<AnswerStore>(hangs));
        VERIFY_OK(hung);
        // Those that passed are kept, those that ran into the limit are not.
        QVERIFY(count(hangs) > 0);
        QVERIFY(count(hangs) < hung->candidates);
        VERIFY_OK(reduce(steady, std::make_shared<AnswerStore>(flaky), {.repeat = 3}));
        QCOMPARE(count(flaky), 0);
        VERIFY_OK(reduce(unnamed, std::make_shared<AnswerStore>(nameless)));
        QCOMPARE(count(nameless), 0);
    }

    void its_folder_is_beside_the_object_cache() {
        QCOMPARE(answerStoreFolder("/own", nullptr, nullptr).value(), std::filesystem::path("/own/answers"));
        QCOMPARE(answerStoreFolder(nullptr, "/xdg", nullptr).value(), std::filesystem::path("/xdg/whittle/answers"));
        QVERIFY(!answerStoreFolder("", "/xdg", "/home"));
    }
};

WHITTLE_TEST(AnswerStoreTest)
#include "answer_store_test.moc"
