// report.json: the whole reduction for programs. docs/minifier.md names the fields.
#pragma once

#include "minifier/session/report_facts.h"

namespace whittle {

std::string reportJson(const ReportFacts& facts);

}  // namespace whittle
