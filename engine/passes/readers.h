// Who reads each value while a pass makes nodes and replaces values: telling those alone, rather than asking every node of the graph at
// every replacement. For passes that look at readers in between; where nobody does, Replacements is simpler.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

class Readers {
public:
    explicit Readers(const Graph& graph);
    /// A node that came since.
    void add(const Graph& graph, NodeId made);
    /// As Graph::replaceUses; cost: the number of readers of `of`, and of outputs where it is one.
    void replace(Graph& graph, ValueId of, ValueId with);

private:
    struct Known {
        std::vector<NodeId> nodes;
        bool isOutput = false;
    };
    Known& known(ValueId id);

    std::vector<Known> m_known;  // by value id
};

}  // namespace whittle
