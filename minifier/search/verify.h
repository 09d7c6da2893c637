// Does a certificate still hold? All edits are proposed anew and all candidates asked about anew.
#pragma once

#include "minifier/oracle/oracle.h"
#include "minifier/session/certificate.h"

namespace whittle {

struct Verification {
    int edits = 0;                     ///< that the certificate has
    int asked = 0;                     ///< different candidates
    int untried = 0;                   ///< edits without a candidate here, where that is due to a limit of time or memory
    std::vector<std::string> troubles; ///< what is not as recorded; empty: the certificate holds
    bool holds() const { return troubles.empty(); }
};

/// `folder` is a reproducer with its certificate; `program` as MinifyOptions'. Errors: those of readCertificate() and of reading repro.wtl; Argument when the
/// oracle is another; the oracle's; Cancelled.
Result<Verification> verifyCertificate(const std::filesystem::path& folder, const Certificate& certificate, Oracle& oracle,
                                       const CancelToken& cancel, const std::filesystem::path& program = {});

}  // namespace whittle
