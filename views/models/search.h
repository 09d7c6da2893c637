// The one search box of the graph: what a query finds.
#pragma once

#include <functional>
#include <vector>

#include "views/models/graph_content.h"
#include "views/models/overlay_shades.h"

namespace whittle {

struct SearchAnswer {
    std::vector<int> hits;
    QString mistake;  ///< why the query finds nothing, in words; empty: it is understood
};

/// What a query may compare with besides the graph. `shades` of one of `overlays`, by its key.
struct SearchOverlays {
    std::vector<OverlayRef> overlays;
    std::function<const OverlayShades&(const QString& key)> shades;
};

/// Items that match `query` (query.h), in execution order, a module before what it holds; none for an empty query. A module is a hit
/// when it matches and the one around it does not: "layers.3" finds that module, and all boxes in it, but not each module inside.
/// Cost: a few milliseconds for 100,000 boxes.
SearchAnswer searchItems(const GraphContent& content, const QString& query, const SearchOverlays& overlays = {});

/// Where an item stands among hits.
std::pair<int, int> searchOrder(const GraphContent& content, int item);

}  // namespace whittle
