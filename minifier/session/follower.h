// Watches a reduction of another process by what it leaves in its folder: its journal and its best graph. Changes nothing there.
#pragma once

#include "minifier/search/minify.h"

namespace whittle {

enum class FollowEnd {
    Finished,  ///< it went to its end
    Left,      ///< nobody goes on with it now
};

/// Tells of every answer, from the first on, until nobody holds the journal any more. What the journal does not say is left empty: repeated proposals, and
/// what is still to come. Errors: Argument when the reduction is one of another graph; Io and Format of the journal; Cancelled.
Result<FollowEnd> followReduction(const std::filesystem::path& folder, const GraphRef& original, const MinifyObserver& observer, const CancelToken& cancel);

}  // namespace whittle
