// The certificate of a minimal result: every single edit is in it, and a change of either side is noticed.
#include "minifier/session/certificate.h"

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/wtl.h"
#include "minifier/search/single_edits.h"
#include "minifier/search/verify.h"
#include "tests/minifier/fake.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr const char* kRelu = "aten.relu.default";
constexpr const char* kExp = "aten.exp.default";
using Json = nlohmann::ordered_json;

}  // namespace

class CertificateTest : public QObject {
    Q_OBJECT
private:
    std::filesystem::path m_folder;
    QTemporaryDir m_dir;
    int m_next = 0;

    // A reduced graph of three operators with its certificate, in a folder of its own.
    void reduce() {
        m_folder = m_dir.path().toStdString() + "/" + std::to_string(m_next++);
        FakeOracle oracle(predicate());
        const auto result = minify(chain(40, {{17, kRelu}, {18, kExp}}), oracle, {.outputFolder = m_folder}, {}, {});
        VERIFY_OK(result);
        QVERIFY(result->oneMinimal);
        QCOMPARE(result->nodesAfter, 3);
    }
    static Predicate predicate() {
        return [](const Graph& graph) -> std::optional<Failure> {
            const bool fails = hasOp(graph, "aten.add.Tensor") && needsPath(kRelu, kExp)(graph);
            return fails ? std::optional(boom()) : std::nullopt;
        };
    }
    Result<Verification> verify(Predicate by = predicate()) {
        WHITTLE_TRY(const Certificate certificate, readCertificate(m_folder));
        FakeOracle oracle(std::move(by));
        WHITTLE_TRY(Verification out, verifyCertificate(m_folder, certificate, oracle, {}));
        for (const auto& [hash, count] : oracle.asked)
            if (count != 1) return fail(Code::Internal, "a candidate was asked about twice");
        if (out.holds() && oracle.runs != out.asked + 1) return fail(Code::Internal, "{} runs for {} candidates", oracle.runs, out.asked);
        return out;
    }
    Json json() { return Json::parse(*readFile(m_folder / "certificate.json")); }
    void write(const Json& json) { VERIFY_OK(writeFileAtomic(m_folder / "certificate.json", json.dump())); }

private slots:
    void holds_and_is_complete() {
        reduce();
        const auto certificate = readCertificate(m_folder);
        VERIFY_OK(certificate);
        const auto graph = readWtl(m_folder / "repro.wtl");
        VERIFY_OK(graph);
        std::size_t edits = 0;
        for (const auto& pass : allEdits()) edits += pass->propose(*graph).size();
        QCOMPARE(certificate->edits.size(), edits);
        QVERIFY(std::ranges::any_of(certificate->edits, [](const CertifiedEdit& edit) { return edit.verdict.has_value(); }));
        for (const CertifiedEdit& edit : certificate->edits) {
            QCOMPARE(edit.hash.has_value(), edit.why.empty());
            if (edit.verdict) QVERIFY(edit.verdict->kind != Verdict::Kind::Fails);
        }
        const auto verified = verify();
        VERIFY_OK(verified);
        QVERIFY2(verified->holds(), verified->troubles.empty() ? "" : verified->troubles.front().c_str());
        QCOMPARE(verified->edits, static_cast<int>(edits));
        QVERIFY(verified->asked > 0);
    }

    void says_what_is_not_as_recorded_data() {
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("want");
        QTest::newRow("an edit is missing") << 0 << "is not in the certificate";
        QTest::newRow("an edit too many") << 1 << "is recorded where nothing is proposed";
        QTest::newRow("another edit") << 2 << "is recorded where";
        QTest::newRow("another candidate") << 3 << "makes another candidate than the one that is recorded";
        QTest::newRow("another answer") << 4 << "is recorded as 'invalid', the answer is now 'passes'";
        QTest::newRow("a candidate that there is not") << 5 << "is recorded as making no candidate, and makes one";
        QTest::newRow("another graph") << 6 << "repro.wtl is not the graph that was certified";
    }
    void says_what_is_not_as_recorded() {
        QFETCH(int, change);
        QFETCH(QString, want);
        reduce();
        Json certificate = json();
        Json& edits = certificate["edits"];
        const auto answered = std::ranges::find_if(edits, [](const Json& edit) { return edit.contains("hash"); });
        QVERIFY(answered != edits.end());
        switch (change) {
            case 0: edits.erase(edits.size() - 1); break;
            case 1: edits.push_back({{"pass", "x"}, {"edit", "y"}, {"no_candidate", "z"}}); break;
            case 2: (*answered)["edit"] = "something else"; break;
            case 3: (*answered)["hash"] = std::string(32, '0'); break;
            case 4: (*answered)["verdict"] = "invalid"; break;
            case 5: answered->erase("hash"); break;
            case 6: certificate["graph"] = std::string(32, '0'); break;
        }
        write(certificate);
        const auto verified = verify();
        VERIFY_OK(verified);
        QVERIFY(!verified->holds());
        QVERIFY2(verified->troubles.front().find(want.toStdString()) != std::string::npos, verified->troubles.front().c_str());
    }

    // A busy machine had no time for an edit: whoever has, asks, and only the same failure counts against the certificate.
    void what_was_not_tried_is_tried_again() {
        reduce();
        Json certificate = json();
        const auto answered = std::ranges::find_if(certificate["edits"], [](const Json& edit) { return edit.contains("hash"); });
        QVERIFY(answered != certificate["edits"].end());
        *answered = Json{{"pass", (*answered)["pass"]}, {"edit", (*answered)["edit"]}, {"not_tried", "there was no time"}};
        write(certificate);
        const auto read = readCertificate(m_folder);
        VERIFY_OK(read);
        QCOMPARE(std::ranges::count_if(read->edits, &CertifiedEdit::isUntried), 1);
        VERIFY_OK(writeCertificate(m_folder, *read));
        QVERIFY(json()["edits"] == certificate["edits"]);
        const auto verified = verify();
        VERIFY_OK(verified);
        QVERIFY2(verified->holds(), verified->troubles.empty() ? "" : verified->troubles.front().c_str());
        QCOMPARE(verified->untried, 0);
        const auto worse = verify([](const Graph&) -> std::optional<Failure> { return boom(); });
        VERIFY_OK(worse);
        QVERIFY(worse->troubles.front().ends_with("leaves a graph that fails in the same way: the result is not minimal"));
    }

    void notices_another_compiler() {
        reduce();
        const auto mended = verify([](const Graph&) -> std::optional<Failure> { return std::nullopt; });
        VERIFY_OK(mended);
        QVERIFY(mended->troubles.front().starts_with("repro.wtl itself does not fail any more"));
        const auto worse = verify(needs({kRelu}));
        VERIFY_OK(worse);
        QVERIFY(worse->troubles.front().ends_with("leaves a graph that fails in the same way: the result is not minimal"));
    }

    void another_oracle_is_refused() {
        reduce();
        Json certificate = json();
        certificate["oracle"] = "another";
        write(certificate);
        QCOMPARE(describe(verify()), QString("argument: the certificate is of the oracle 'another', this one is 'fake'"));
    }

    void damaged_files_are_refused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("no JSON") << "hello" << "it is not such a JSON object";
        QTest::newRow("another version") << R"({"whittle_certificate": 99})" << "is of version 99, this program reads version 2";
        QTest::newRow("members missing") << R"({"whittle_certificate": 2, "graph": "00"})" << "is no certificate: ";
    }
    void damaged_files_are_refused() {
        QFETCH(QString, text);
        QFETCH(QString, want);
        reduce();
        VERIFY_OK(writeFileAtomic(m_folder / "certificate.json", text.toStdString()));
        QVERIFY(describe(readCertificate(m_folder)).contains(want));
        std::filesystem::remove(m_folder / "certificate.json");
        QVERIFY(describe(readCertificate(m_folder)).contains("only a minimal result has one"));
    }

    void a_stopped_job_has_none() {
        const std::filesystem::path folder = m_dir.path().toStdString() + "/stopped";
        FakeOracle oracle(needs({kRelu}));
        VERIFY_OK(minify(chain(64, {{40, kRelu}}), oracle, {.outputFolder = folder, .maxCandidates = 3}, {}, {}));
        QVERIFY(!std::filesystem::exists(folder / "certificate.json"));
    }
};

WHITTLE_TEST(CertificateTest)
#include "certificate_test.moc"
