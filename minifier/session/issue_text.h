// An issue text ready to paste where the compiler's bugs are told.
#pragma once

#include "minifier/session/report_facts.h"

namespace whittle {

/// Markdown: what happens, what was expected, the program, how to run it, where it was seen. Text from the graph and
/// the failure stands in code only, so that none of it becomes markup. Pure.
std::string issueText(const ReportFacts& facts);

}  // namespace whittle
