// report.html: the whole reduction for people, one file that needs no network and runs no script.
#pragma once

#include "minifier/session/report_facts.h"

namespace whittle {

/// All text of graph, failure and options is escaped, and the page's own policy forbids whatever is not in it. The same reduction gives the
/// same page but for its times. Pure.
std::string reportHtml(const ReportFacts& facts);

}  // namespace whittle
