// certificate.json: the proof that a result is 1-minimal. Every single edit of every pass stands in it with the candidate that it
// makes and the answer that this got; `whittle minify --verify` does it all again and compares.
#pragma once

#include <filesystem>

#include "engine/base/hash.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

struct CertifiedEdit {
    std::string pass, edit;  ///< by name and in words
    std::string why;         ///< there is no candidate: the edit does not apply, or leaves the graph no smaller
    bool isUntried = false;  ///< it is a limit of time or memory that stood in the way of a candidate
    std::optional<Hash128> hash;
    std::optional<Verdict> verdict;  ///< of the candidate
};

struct Certificate {
    static constexpr int kVersion = 2;
    Hash128 graph;              ///< the result
    std::string oracle;         ///< Oracle::identity()
    std::string oracleOptions;  ///< of the command line; empty when they name a place on one machine
    std::string signature;      ///< SignatureRule::text()
    Failure failure;            ///< what candidates had to do
    int passesNeeded = 1;
    std::uint64_t seed = 0;
    std::vector<CertifiedEdit> edits;  ///< in the order of the passes and of what they propose
};

/// Errors: Io.
Result<void> writeCertificate(const std::filesystem::path& folder, const Certificate& certificate);
/// Errors: Io, NotFound when there is none, Format, Unsupported for another version.
Result<Certificate> readCertificate(const std::filesystem::path& folder);

}  // namespace whittle
