// A study as a session keeps it, and back.
#pragma once

#include "views/models/session_result.h"
#include "views/models/study_controller.h"

namespace whittle {

/// The whole, and where that does not fit the same without the texts of kernels.
std::vector<ResultTeller> studyTellers(const StudySettings& settings, std::shared_ptr<const Study> study);

struct StudyRecord {
    StudySettings settings;
    StudyController::Outcome outcome;
};
/// For workers. Errors: those of unpackResult(); Format for a study that is none, or none of a compilation.
Result<StudyRecord> readStudyResult(const PackedResult& result, const GraphRef& opened, const CancelToken& cancel);

}  // namespace whittle
