// What happened in a call, in words: rich text whose classes (bad, good, muted) the view colours, and whose links it follows.
#pragma once

#include <QString>

namespace whittle {

class StanceDetails;
struct StanceReport;

/// Of the selected cell; empty while nothing is known of it.
QString callStory(const StanceDetails& details);
/// What every entry says of the calls that were tried: all failures of each.
QString probeStory(const StanceReport& report);

}  // namespace whittle
