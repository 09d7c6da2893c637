// Boxes that are looked at together, while the others are dimmed: all that feeds one, all that it feeds, the ways between two.
#pragma once

#include <vector>

#include "views/models/graph_content.h"

namespace whittle {

struct Highlight {
    enum class Kind { Producers, Users, Ways };
    Kind kind = Kind::Producers;
    int item = -1;
    int other = -1;          ///< of Ways
    std::vector<int> boxes;  ///< ascending; empty: there is no way
    QString text;            ///< "12 boxes feed gelu"
};

Highlight makeHighlight(const GraphContent& content, Highlight::Kind kind, int item, int other = -1);

}  // namespace whittle
