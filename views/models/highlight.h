// Boxes that are looked at together, while the others are dimmed: all that feeds one, all that it feeds, what is near it, the ways between two.
#pragma once

#include <vector>

#include "views/models/graph_content.h"

namespace whittle {

struct Highlight {
    enum class Kind { Producers, Users, Near, Ways };
    Kind kind = Kind::Producers;
    int item = -1;
    int other = -1;          ///< of Ways
    int steps = 1;           ///< of Near: up or down, at most
    std::vector<int> boxes;  ///< ascending; empty: there is no way
    QString text;            ///< "12 boxes feed gelu"
};

Highlight makeHighlight(const GraphContent& content, Highlight::Kind kind, int item, int other = -1, int steps = 1);

}  // namespace whittle
