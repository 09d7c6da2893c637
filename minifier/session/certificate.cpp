#include "minifier/session/certificate.h"

#include "engine/base/files.h"
#include "engine/runtime/report_json.h"
#include "minifier/session/result_files.h"
#include "minifier/session/verdict_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

std::optional<CertifiedEdit> editFrom(const Json& json) {
    CertifiedEdit edit{.pass = json.at("pass").get<std::string>(), .edit = json.at("edit").get<std::string>(), .why = json.value("no_candidate", ""), .isUntried = json.contains("not_tried"), .hash = {}, .verdict = {}};
    if (edit.isUntried) edit.why = json.at("not_tried").get<std::string>();
    if (!json.contains("hash")) return edit;
    edit.hash = parseHash(json.at("hash").get<std::string>());
    edit.verdict = verdictFromJson(json);
    return edit.hash && edit.verdict ? std::optional(std::move(edit)) : std::nullopt;
}

}  // namespace

Result<void> writeCertificate(const std::filesystem::path& folder, const Certificate& certificate) {
    Json edits = Json::array();
    for (const CertifiedEdit& edit : certificate.edits) {
        Json json{{"pass", edit.pass}, {"edit", edit.edit}};
        if (edit.hash && edit.verdict) {
            json["hash"] = edit.hash->hex();
            addVerdict(json, *edit.verdict);
        } else {
            json[edit.isUntried ? "not_tried" : "no_candidate"] = edit.why;
        }
        edits.push_back(std::move(json));
    }
    const Json json{{"whittle_certificate", Certificate::kVersion},
                    {"graph", certificate.graph.hex()},
                    {"oracle", certificate.oracle},
                    {"oracle_options", certificate.oracleOptions},
                    {"signature", certificate.signature},
                    {"failure", failureJson(certificate.failure)},
                    {"passes_needed", certificate.passesNeeded},
                    {"seed", certificate.seed},
                    {"edits", std::move(edits)}};
    return writeFileAtomic(folder / kCertificateFile, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<Certificate> readCertificate(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / kCertificateFile;
    std::error_code trouble;
    if (!std::filesystem::exists(path, trouble))
        return fail(Code::NotFound, "there is no {} in {}: only a minimal result has one", kCertificateFile, folder.string());
    WHITTLE_TRY(const std::string text, readFile(path));
    const auto noCertificate = [&](std::string_view why) { return fail(Code::Format, "{} is no certificate: {}", path.string(), why); };
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("whittle_certificate")) return noCertificate("it is not such a JSON object");
    try {
        if (const int version = json["whittle_certificate"].get<int>(); version != Certificate::kVersion)
            return fail(Code::Unsupported, "{} is of version {}, this program reads version {}", path.string(), version, Certificate::kVersion);
        const auto hash = parseHash(json.at("graph").get<std::string>());
        auto failure = parseFailure(json.at("failure"));
        if (!hash || !failure) return noCertificate("its graph or its failure cannot be read");
        Certificate out{.graph = *hash,
                        .oracle = json.at("oracle").get<std::string>(),
                        .oracleOptions = json.at("oracle_options").get<std::string>(),
                        .signature = json.at("signature").get<std::string>(),
                        .failure = *std::move(failure),
                        .passesNeeded = json.at("passes_needed").get<int>(),
                        .seed = json.at("seed").get<std::uint64_t>(),
                        .edits = {}};
        for (const Json& one : json.at("edits")) {
            auto edit = editFrom(one);
            if (!edit) return noCertificate(fmt::format("edit {} has no answer", out.edits.size() + 1));
            out.edits.push_back(*std::move(edit));
        }
        return out;
    } catch (const Json::exception& error) {
        return noCertificate(error.what());
    }
}

}  // namespace whittle
